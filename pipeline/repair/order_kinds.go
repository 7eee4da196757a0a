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
	itemRow             // below one of these
	entryRow            // a headword with text
	headwordRow         // a headword and nothing else
	rowKinds
)

const (
	shortLine = 0.92 // of the measure
	bareLine  = 0.5
	kindRows  = 8.0 // rows that the smoothing counts for
)

// closing says how a row ends, more exactly than ending where it ends a
// sentence: within quotation marks or not.
type closing uint8

const (
	closings = endings + 1

	closesQuote = closing(endings) // as endsStop, within quotation marks
)

// kindCosts says what it costs that a row of one kind follows one of another,
// given how these end and begin.
type kindCosts [closings][rowKinds][openings][rowKinds]float64

// findKinds sorts the rows into kinds and learns which kind follows which: in
// a dictionary with quotations a dash follows verse, and a bullet a headword.
// Rows without an empty line between them teach it: most of them stand under
// each other.
func (j *junctions) findKinds() {
	for i := range j.rows {
		j.rows[i].kind = j.kindOf(i)
		if i > 0 && j.inItem(i) {
			j.rows[i].kind = itemRow
		}
	}
	var pairs kindCosts
	for i := 1; i < len(j.rows); i++ {
		if j.t.Rows[i].Blank == 0 && j.t.Rows[i].Page == j.t.Rows[i-1].Page {
			j.count(&pairs, i-1, i)
		}
	}
	j.learnKinds(&pairs)
}

// inItem reports whether a row goes on with what the row above it says of an
// item of a list.
func (j *junctions) inItem(i int) bool {
	row, above := &j.rows[i], &j.rows[i-1]
	return (above.kind == bulletRow || above.kind == itemRow) && (row.kind == plainRow || row.kind == shortRow) &&
		j.t.Rows[i].Blank == 0 && j.t.Rows[i].Page == j.t.Rows[i-1].Page && (row.start == startsLower || above.end != endsStop && above.end != endsColon)
}

// relearnKinds learns from the rows in an order that was found.
func (j *junctions) relearnKinds(o *ordering) {
	var pairs kindCosts
	for p := range o.pages {
		for c := 1; c <= columnsOfPage; c++ {
			last := noRow
			for i := range o.pages[p].pieces {
				piece := &o.pages[p].pieces[i]
				if piece.column != c {
					continue
				}
				for r := piece.from; r < piece.to; r++ {
					if last != noRow {
						j.count(&pairs, last, r)
					}
					last = r
				}
			}
		}
	}
	j.learnKinds(&pairs)
}

// count counts a pair of rows.
func (j *junctions) count(pairs *kindCosts, a, b int) {
	above, below := &j.rows[a], &j.rows[b]
	pairs[above.closing()][above.kind][below.start][below.kind]++
}

func (r *rowEnds) closing() closing {
	if r.end == endsStop && r.quote {
		return closesQuote
	}
	return closing(r.end)
}

// learnKinds turns counts of pairs into costs. What the habits say already, how
// the beginning of a row depends on the end of the one above it, is left out.
func (j *junctions) learnKinds(pairs *kindCosts) {
	var general [endings][openings][rowKinds]float64
	var n [endings]float64
	for end := range pairs {
		e := end % int(endings) // closesQuote is endsStop
		for a := range pairs[end] {
			for start := range pairs[end][a] {
				for kind, count := range pairs[end][a][start] {
					general[e][start][kind] += count
					n[e] += count
				}
			}
		}
	}
	for end := range pairs {
		e := end % int(endings)
		for a := range pairs[end] {
			above := 0.0
			for start := range pairs[end][a] {
				above += total(pairs[end][a][start][:])
			}
			for start := range pairs[end][a] {
				for kind, count := range pairs[end][a][start] {
					share := (general[e][start][kind] + 0.5) / (n[e] + 0.5*float64(openings)*float64(rowKinds))
					j.after[end][a][start][kind] = -math.Log((count/share + kindRows) / (above + kindRows))
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
