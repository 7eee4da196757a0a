package repair

import (
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// Some extractors end a row behind each raised mark, so that two rows or three
// are one printed line:
//
//	is not the oldest in the parish.2      is not the oldest in the parish.2 The older
//	The older                          ──▶ one stood where the weir is now ...
//	one stood where the weir is now ...
//
// By their widths such rows would end paragraphs. They are put together where
// the text does so as a rule, and where they make up a line.
const (
	fewestCut = 3    // marks at the ends of rows
	cutShare  = 0.8  // of all marks
	fullShare = 0.6  // of the rows that may be parts of a line make up a full one
	lineFull  = 0.85 // of the measure: so wide is what a row and the next make up
	lineMost  = 1.05
)

// mendCutLines makes one row of those that are one printed line. It renumbers
// the rows.
func (t *Text) mendCutLines(measure float32) {
	if len(t.markEnds) == 0 || measure == 0 {
		return
	}
	cuts, sure := t.cutsLines(measure), false
	for i := 0; i < len(t.Rows) && !cuts && !sure; i++ {
		sure = t.endsInMark(i) && t.surelyGoesOn(i)
	}
	if !cuts && !sure {
		return
	}
	t.mergeRows(func(row int, above *Row) bool {
		if !t.endsInMark(row) || t.given.between(row, row+1) > 0 {
			return false
		}
		width := above.Em + spaceWidth + t.Rows[row+1].Em
		return t.surelyGoesOn(row) || cuts && width <= measure*lineMost && (!t.mayEnd(row) || width >= measure*lineFull && !t.maybeHeading(row+1))
	})
}

// cutsLines reports whether the rows of a text end behind its reference marks
// though the lines go on there.
func (t *Text) cutsLines(measure float32) bool {
	atEnd, full, fit := 0, 0, 0
	for i := range t.Rows {
		if !t.endsInMark(i) {
			continue
		}
		atEnd++
		if width := t.Rows[i].Em + spaceWidth + t.Rows[i+1].Em; width <= measure*lineMost {
			fit++
			if width >= measure*lineFull {
				full++
			}
		}
	}
	return atEnd >= fewestCut && float64(atEnd) >= cutShare*float64(len(t.markEnds)) && float64(full) >= fullShare*float64(fit) && 2*fit >= atEnd
}

// endsInMark reports whether a row of the running text ends in a reference
// mark, with more of the text on the next row of the page.
func (t *Text) endsInMark(row int) bool {
	r := &t.Rows[row]
	if r.Role != InBody || row+1 == len(t.Rows) || t.Rows[row+1].Role != InBody || t.Rows[row+1].Page != r.Page || t.Rows[row+1].Column != r.Column {
		return false
	}
	from, ok := t.markEnds[r.End]
	return ok && from > r.Start // a mark on a row of its own stands where it was raised to
}

// surelyGoesOn reports whether the row below one that ends in a mark begins as
// no row does: with the comma or the full stop behind the mark.
func (t *Text) surelyGoesOn(row int) bool {
	s := t.String(row + 1)
	return strings.IndexByte(",.;:)", s[0]) >= 0 && (len(s) == 1 || s[1] == ' ') && t.Rows[row+1].Blank == 0
}

// mayEnd reports whether a paragraph may end with a row.
func (t *Text) mayEnd(row int) bool {
	return t.edgesOf(row).end != endsOpen && t.edgesOf(row+1).start != startsLower
}

// maybeHeading reports whether a row may be a heading between two paragraphs:
// one with a number or in capitals, for others begin as sentences do.
func (t *Text) maybeHeading(row int) bool {
	e := t.edgesOf(row)
	_, o := ordinalOf(t.String(row))
	return e.end == endsOpen && (o.depth > 0 || e.capitals)
}

// mergeRows makes one row of each two of which the first, with what was put
// together with it so far, goes on in the next one.
func (t *Text) mergeRows(goesOn func(row int, above *Row) bool) {
	moved := make([]int, len(t.Rows)) // where a row went
	rows := t.Rows[:0:0]
	for i := range t.Rows {
		r := t.Rows[i]
		if n := len(rows); i > 0 && goesOn(i-1, &rows[n-1]) {
			t.goesOn(&rows[n-1], &r)
		} else {
			rows = append(rows, r)
		}
		moved[i] = len(rows) - 1
	}
	t.Rows, t.edgesKept = rows, nil
	for i := range t.Pages {
		if t.Pages[i].First < len(moved) {
			t.Pages[i].First = moved[t.Pages[i].First]
		}
	}
	t.given.locate(t)
}

// goesOn puts a row together with the one above.
func (t *Text) goesOn(above, below *Row) {
	space, width := " ", above.Em+spaceWidth+below.Em
	s := t.Src.Text[below.Start:below.End]
	if slices.Contains(followers, firstRune(s)) || onlyMark(s) || bracketedNumber(s) || romanNumeralAlone(s) {
		space = ""
	}
	t.Decide(Decision{Kind: Join, Value: space, Span: document.Span{Start: below.Start, End: below.Start}, Confidence: 0.95,
		Why: "the extractor ended the row at a raised mark in the middle of the printed line"})
	above.End, above.Line, above.Joined = below.End, below.Line, below.Joined
	above.look(t.Src.Text)
	above.Em = width
}
