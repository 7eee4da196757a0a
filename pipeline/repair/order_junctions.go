package repair

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// junctions prices what follows what: row b below row a, in the running text
// or in a note.
type junctions struct {
	t        *Text
	habits   *habits
	rows     []rowEnds
	after    kindCosts
	smaller  bool           // notes are set in smaller type, so that widths tell
	heads    map[string]int // see pageHeads
	folios   []int          // the row of each page's folio, or noRow
	pages    [][]orderPiece // the pieces of each page, not yet placed
	sections []section      // which the entries are, if no headwords
	words    vocabulary
	cohesion *cohesion
	found    []mark // for reuse
}

// rowEnds is what a row shows at its ends.
type rowEnds struct {
	end    ending
	start  opening
	kind   rowKind
	hyphen bool    // it ends in one
	quote  bool    // it ends in a closing quotation mark
	head   bool    // it stands alone, like a heading
	em     float32 // its width
	word   float32 // that of its first word
	label  int32   // of the note that it may begin, or 0
	inside int32   // of a note that may begin in its middle, or 0
	torn   string  // the word in two parts of which it, or that note's first row, ends with the first
	first  token   // the words with which it begins and ends, for what meets
	last   token
	entry  int32 // rank of the headword that it begins with, or index of the section; or noEntry
}

const (
	noRow   = -1
	tornRow = -2 // and less: a row that ends in a torn word, and goes on as a note; see tornEnd
	noEntry = -1
)

// The prices, in nats.
const (
	tornWord  = 0.1 // a torn word goes on as one that the text has elsewhere
	hyphenOn  = 0.7 // or in a small letter at least
	hyphenOff = 5.0 // or does not
	tornOn    = 1.4 // the same, without the hyphen
	tornOff   = 5.0

	oftenAlone = 5 // times a word stands in the text that ends no torn one

	wideBody    = 2.0 // a row of running text is wider than the measure
	wideNote    = 0.2 // a row of a note is
	fullNote    = 1.2 // it is just as wide as the measure, though in smaller type
	wideRatio   = 1.06
	fullRatio   = 0.93
	widestNote  = 1.5  // a wider row is two rows, joined at a hyphen
	noteScale   = 1.24 // the measure of notes in em of the text: footnotesize in ten or eleven points
	surelyWide  = 1.12 // no line of the text is spaced so tight
	smallerRows = 0.01 // more rows are that wide if notes are set in smaller type

	noteNext      = 0.5 // a note has the number that is due
	noteSkips     = 2.0 // it leaves numbers out
	noteSkipped   = 0.5 // for each of them
	mostLost      = 5
	noteAnew      = 2.5 // the numbers begin anew
	noteAnyhow    = 7.0 // it has any other number
	noteSymbol    = 3.0 // or no number
	markElsewhere = 3.0 // it has no mark in its column
	markBack      = 3.0 // a mark comes after one with a larger number
	entryBack     = 5.0 // a headword comes before the one above it in the alphabet

	headBelow = 3.0 // a text begins below a heading
	headOn    = 7.0 // or goes on

	rareBlanks = 0.12 // of the rows: then an empty line parts columns, and not paragraphs
)

// newJunctions measures the rows; it is nil if they have no measure.
func newJunctions(t *Text) *junctions {
	j := &junctions{t: t, rows: make([]rowEnds, len(t.Rows)), heads: t.pageHeads()}
	flow := make([]int, len(t.Rows))
	for i := range flow {
		flow[i] = i
	}
	bs := t.boundaries(flow)
	measure, _ := measureOf(bs)
	if measure == 0 {
		return nil
	}
	j.habits = learn(orderly(bs, measure), measure, t.joinsLines(measure), gaps{})
	j.words.addFlow(t, flow)
	j.cohesion = t.cohesive()
	small := 0
	for i := range t.Rows {
		j.rows[i] = t.rowEnds(i)
		if ratio := j.rows[i].em / measure; ratio > surelyWide && ratio < widestNote {
			small++
		}
	}
	j.smaller = float64(small) > smallerRows*float64(len(j.rows))
	j.findAlone()
	j.findEntries()
	j.findSections()
	j.findKinds()
	j.findFolios()
	j.cutPages()
	return j
}

// joinsLines is mergesLines for a text whose notes are not yet known: rows that
// are too wide for these, too, are oftener than those that end in a hyphen.
func (t *Text) joinsLines(measure float32) bool {
	wide, hyphens := 0, 0
	for i := range t.Rows {
		if t.Rows[i].Em > widestNote*measure {
			wide++
		}
		if t.Src.Text[t.Rows[i].End-1] == '-' {
			hyphens++
		}
	}
	return wide > hyphens
}

// findAlone finds the rows that stand alone between empty lines, or between
// one and the end of their page, and are short and no sentence, as headings are.
func (j *junctions) findAlone() {
	for r := range j.rows {
		row := &j.rows[r]
		row.head = row.end == endsOpen && !row.hyphen && row.start != startsLower && row.label == 0 &&
			row.em < titleLine*j.habits.measure && row.first != row.last && j.apart(r)
	}
}

// orderly leaves out the boundaries that teach nothing: those in notes, which
// have a measure of their own, and those at empty lines, unless the text is
// full of them.
func orderly(bs []boundary, measure float32) []boundary {
	blanks := 0
	for i := range bs {
		if bs[i].blank != 0 {
			blanks++
		}
	}
	rare := float64(blanks) < rareBlanks*float64(len(bs))
	return slices.DeleteFunc(bs, func(b boundary) bool {
		return b.have > wideRatio*measure && b.have < widestNote*measure || rare && b.blank != 0
	})
}

// rowEnds looks at a row.
func (t *Text) rowEnds(row int) rowEnds {
	s := t.String(row)
	e := rowEnds{end: endingOf(s), start: exactOpening(s), em: t.Rows[row].Em, word: emWidth(firstWord(s)), entry: noEntry}
	e.first, e.last = firstToken(s), lastToken(withoutNumber(s))
	last := lastRune(s)
	e.quote = strings.ContainsRune("”’»\"'", last)
	if isHyphen(last) {
		before := s[:len(s)-utf8.RuneLen(last)]
		e.torn = before[len(before)-lettersAtEnd(before):]
		e.hyphen = e.torn != ""
	}
	if label, at := labelInside(s); label > 0 {
		e.inside, e.torn = label, s[at-lettersAtEnd(s[:at]):at]
	}
	if m, _, ok := t.labelIn(row); ok {
		e.label = int32(m.value)
	}
	return e
}

// withoutNumber is s without a number that is glued to its end, as a reference
// mark is.
func withoutNumber(s string) string {
	rest := strings.TrimRight(s, "0123456789")
	if r := lastRune(rest); unicode.IsSpace(r) || rest == "" {
		return s
	}
	return rest
}

// labelInside finds the label of a note that was glued to a torn word in the
// middle of a row ("a number of vil3 The charter", "old Ann1. See above"), and
// where it stands; it is 0 if there is none.
func labelInside(s string) (label int32, at int) {
	for i := 1; i < len(s); i++ {
		if !digit(s[i]) {
			continue
		}
		value, size, _ := number(s[i:])
		if size == 0 || size > 3 || !unicode.IsLetter(lastRune(s[:i])) {
			for i+1 < len(s) && digit(s[i+1]) {
				i++
			}
			continue
		}
		if rest := strings.TrimPrefix(s[i+size:], "."); len(rest) > 1 && rest[0] == ' ' {
			if start := openingOf(rest); start == startsUpper || start == startsQuote {
				return int32(value), i
			}
		}
		i += size - 1
	}
	return 0, 0
}

// tornEnd stands for the end of the torn word in a row that goes on as a note.
func tornEnd(row int) int32 { return int32(tornRow - row) }

// goesOnTorn is what it costs that the torn word of row a goes on in row b.
func (j *junctions) goesOnTorn(a, b int32, on, off float64) float64 {
	left, right := j.rows[a].torn, j.t.String(int(b))
	right = right[:lettersIn(right)]
	if right != "" && (j.words.count(left, right) > 0 || j.words.count(left, "-", right) > 0) {
		return tornWord
	}
	if right != "" && j.words.count(right) >= oftenAlone {
		return off
	}
	return either(j.rows[b].start == startsLower, on, off)
}

// follows is what it costs that row b follows row a in the running text, or
// in a note.
func (j *junctions) follows(a, b int32, note bool) float64 {
	if a == noRow || b == noRow {
		return 0
	}
	below := &j.rows[b]
	lower := below.start == startsLower
	if a <= tornRow {
		return j.goesOnTorn(tornRow-a, b, tornOn, tornOff)
	}
	above := &j.rows[a]
	if above.hyphen {
		return j.goesOnTorn(a, b, hyphenOn, hyphenOff)
	}
	if above.head && !note {
		return either(lower, headOn, headBelow)
	}
	h := j.habits
	bound := boundary{have: above.em, need: above.em + spaceWidth + below.word, end: above.end, start: below.start, blank: -1, after: -1, trail: -1, open: -1, shift: shiftsNone}
	measure := h.measure
	if note && j.smaller {
		measure *= noteScale
	}
	cost := h.price(&bound, measure, j.cohesion.says(&above.last, &below.first))
	if !note && !lower {
		cost += j.after[above.closing()][above.kind][below.start][below.kind]
	}
	return cost
}

func either(yes bool, cost, other float64) float64 {
	if yes {
		return cost
	}
	return other
}

// price is what the ends of the rows at a boundary and their widths cost,
// whatever happens there; coheres is how many times likelier the words make it
// that the text goes on.
func (h *habits) price(b *boundary, measure float32, coheres float64) float64 {
	fit := h.junctionFit(b, measure)
	goesOn := (1 - h.verse) * (1 - h.endShare) * h.goesOn.junction(b, fit) * coheres
	ends := (1 - h.verse) * h.endShare * h.ends.junction(b, fit)
	line := h.verse * h.line.junction(b, fit)
	return -math.Log(goesOn + ends + line)
}

// width is what the width of a row costs, as running text or as a note.
func (j *junctions) width(r int) (body, note float64) {
	if !j.smaller {
		return 0, 0
	}
	switch ratio := j.rows[r].em / j.habits.measure; {
	case ratio > wideRatio && ratio < widestNote:
		return wideBody, wideNote
	case ratio > fullRatio && ratio <= wideRatio:
		return 0, fullNote
	}
	return 0, 0
}

// noteBegins is what it costs that a note with a label follows one with
// another; 0 is none.
func noteBegins(label, last int32) float64 {
	switch {
	case label >= symbolBase:
		return noteSymbol
	case label == last+1:
		return noteNext
	case label > last && label <= last+mostLost:
		return noteSkips + noteSkipped*float64(label-last)
	case label == 1:
		return noteAnew
	}
	return noteAnyhow
}

// markFollows is what it costs that reference mark b comes after mark a; 0 is
// none.
func markFollows(a, b int32) float64 { return either(b > 0 && b < a, markBack, 0) }

// entryFollows is what the alphabet says to headword b after headword a, or the
// numbering to section b after section a.
func (j *junctions) entryFollows(a, b int32) float64 {
	switch {
	case a < 0 || b < 0:
		return 0
	case j.sections != nil:
		return sectionFollows(j.sections[a], j.sections[b])
	}
	return either(b < a, entryBack, 0)
}
