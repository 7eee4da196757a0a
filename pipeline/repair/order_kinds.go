package repair

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	fewestEntries = 20
	sureEntries   = 0.8 // of them follow in the alphabet what is printed before them
	shortestEntry = 3   // bytes
)

// findEntries ranks the headwords, if the text has any: first words of rows,
// in capitals or before a comma, that nearly always stand in the order of the
// alphabet.
func (j *junctions) findEntries() {
	for _, headword := range [...]func(string) string{capitalHeadword, pointedHeadword} {
		keys := make([]string, len(j.rows))
		n, up := 0, 0
		last := ""
		for i := range keys {
			key := headword(j.t.String(i))
			if key == "" {
				continue
			}
			if last != "" {
				n++
				if key >= last {
					up++
				}
			}
			keys[i], last = key, key
		}
		if n >= fewestEntries && float64(up) >= sureEntries*float64(n) {
			j.rank(keys)
			return
		}
	}
}

// capitalHeadword is the folded first word of a row that begins with one in
// capitals: "FERRY, n. A boat".
func capitalHeadword(s string) string {
	if exactOpening(s) != startsCapitals {
		return ""
	}
	w := strings.TrimRight(firstWord(s), ".,:;")
	if len(w) < shortestEntry || !allCapitals(w) {
		return ""
	}
	return fold(w)
}

// pointedHeadword is the folded first word of a row that begins with one
// before a comma, a colon or a bracket: "ferry, a boat".
func pointedHeadword(s string) string {
	w := firstWord(s)
	first, _ := utf8.DecodeRuneInString(w)
	if len(w) <= shortestEntry || len(w) == len(s) || !strings.ContainsRune(",:", lastRune(w)) || !unicode.IsLetter(first) {
		return ""
	}
	return fold(w)
}

// rank ranks the rows by their headwords.
func (j *junctions) rank(keys []string) {
	var order []int
	for i, k := range keys {
		if k != "" {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	rank := int32(0)
	for n, i := range order {
		if n > 0 && keys[i] != keys[order[n-1]] {
			rank++
		}
		j.rows[i].entry = rank
	}
}

// rowKind is what a row looks like by itself.
type rowKind uint8

const (
	plainRow    rowKind = iota
	shortRow            // a short row that begins with a capital, as verse does
	dashRow             // a dash, as before the name under a quotation
	bulletRow           // a bullet or another sign
	entryRow            // a headword with text
	headwordRow         // a headword and nothing else
	rowKinds
)

const (
	shortLine = 0.92 // of the measure
	bareLine  = 0.5
	kindRows  = 8.0 // rows that the smoothing counts for
)

// kindCosts says what it costs that a row of one kind follows one of another,
// given whether that ends a sentence and how the row begins.
type kindCosts [2][rowKinds][openings][rowKinds]float64

// stopped is 1 if a row ends a sentence.
func stopped(r *rowEnds) int {
	if r.end == endsStop {
		return 1
	}
	return 0
}

// findKinds sorts the rows into kinds and learns which kind follows which: in
// a dictionary with quotations a dash follows verse, and a bullet a headword.
// Rows without an empty line between them teach it: most of them stand under
// each other.
func (j *junctions) findKinds() {
	for i := range j.rows {
		j.rows[i].kind = j.kindOf(i)
	}
	var pairs kindCosts
	var above [2][rowKinds][openings]float64
	var below [openings][rowKinds]float64
	var n [openings]float64
	for i := 1; i < len(j.rows); i++ {
		if j.t.Rows[i].Blank > 0 || j.t.Rows[i].Page != j.t.Rows[i-1].Page {
			continue
		}
		a, b := &j.rows[i-1], &j.rows[i]
		pairs[stopped(a)][a.kind][b.start][b.kind]++
		above[stopped(a)][a.kind][b.start]++
		below[b.start][b.kind]++
		n[b.start]++
	}
	for end := range pairs {
		for a := range pairs[end] {
			for start := range pairs[end][a] {
				for b, count := range pairs[end][a][start] {
					share := (below[start][b] + 1) / (n[start] + float64(rowKinds))
					likely := (count + kindRows*share) / (above[end][a][start] + kindRows)
					j.after[end][a][start][b] = -math.Log(likely / share)
				}
			}
		}
	}
}

func (j *junctions) kindOf(i int) rowKind {
	r := &j.rows[i]
	goesOn := i+1 < len(j.rows) && j.rows[i+1].start == startsLower && j.t.Rows[i+1].Blank == 0
	short := r.em < shortLine*j.habits.measure && !goesOn
	switch {
	case r.entry >= 0 && short && r.em < bareLine*j.habits.measure:
		return headwordRow
	case r.entry >= 0:
		return entryRow
	case r.start == startsDash:
		return dashRow
	case r.start == startsOther && r.label == 0:
		return bulletRow
	case short && (r.start == startsUpper || r.start == startsQuote || r.start == startsCapitals):
		return shortRow
	}
	return plainRow
}
