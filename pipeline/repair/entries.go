package repair

import (
	"strings"
	"unicode/utf8"
)

// Quotations are collected under what they are about, and each has its source
// below it:
//
//	Amulet
//	“Gringoire put out his hand for the little bag, but she drew back.”
//	—Victor Hugo, Notre Dame de Paris. 1831.
//	Animal skin
//	“He killed the noble Mudjokivis.”
//	—Anonymous. 1904.
//
// What stands between a source and the next quotation is a heading, however it
// is worded, where that is so again and again.
const (
	fewestUnder  = 6
	entryShare   = 2 // one of so many sources has a heading below it
	entryWords   = 6
	sourceLines  = 3 // rows of a source
	entryHeading = 6.0
)

// findEntries marks the headings of such entries, and the sources.
func (t *Text) findEntries(flow []int) {
	var sources, heads []int
	first := -1 // the row that may be the first heading: it has no source above
	for k, row := range flow {
		switch {
		case namesSource(t.String(row)):
			if len(sources) == 0 && first >= 0 {
				heads = append(heads, first)
			}
			sources = append(sources, row)
		case k+1 == len(flow) || !t.headsEntry(row, flow[k+1]):
		case len(sources) == 0:
			first = row
		case t.belowSource(flow, k):
			heads = append(heads, row)
		}
	}
	if len(heads) < fewestUnder || len(heads)*entryShare < len(sources) {
		return
	}
	for _, row := range heads {
		t.Rows[row].cue = cueBegins | cueEnds | cueHeads
	}
	for _, row := range sources {
		t.Rows[row].cue |= cueBegins | cueSource
	}
}

// headsEntry reports whether a row may be the heading of the quotation that
// begins with the next one.
func (t *Text) headsEntry(row, next int) bool {
	if !opensQuoted(t.String(next)) || wordsIn(t.String(row)) > entryWords {
		return false
	}
	e := t.edgesOf(row)
	return e.end == endsOpen && (e.start == startsUpper || e.start == startsCapitals || e.start == startsDigit)
}

// namesSource reports whether a row begins a source: a dash and a name or a
// title.
func namesSource(s string) bool { return dashed(s) || strings.HasPrefix(s, "—“") }

// belowSource reports whether a source ends right above row k of a flow.
func (t *Text) belowSource(flow []int, k int) bool {
	for i := k - 1; i >= max(0, k-sourceLines); i-- {
		s := t.String(flow[i])
		if namesSource(s) {
			return true
		}
		if opensQuoted(s) {
			return false
		}
	}
	return false
}

// opensQuoted reports whether s begins with a mark of quotation.
func opensQuoted(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("“„«\"»", r)
}

// quoteEntries takes sources, and what is quoted above them, for quotations.
func (s *structurer) quoteEntries() {
	quote := func(k int, why string) {
		if s.values[k].value == "" {
			s.values[k] = element{"quote", 0, 0.85, why}
		}
	}
	for i, b := range s.blocks {
		if s.t.Rows[b.rows[0]].cue&cueSource == 0 {
			continue
		}
		quote(i, "names the source of the quotation above it")
		for k := i - 1; k >= 0 && s.values[k].value != "heading" && s.t.Rows[s.blocks[k].rows[0]].cue&cueSource == 0; k-- {
			quote(k, "stands between a heading and its source, as many quotations do")
		}
	}
}
