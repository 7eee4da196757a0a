package repair

import (
	"slices"
	"strings"
)

// Some extractors begin a row wherever the baseline changes, so that a raised
// mark cuts its line in three:
//
//	there is a hall
//	3
//	for the meetings, and
//
// The three rows are put together before any stage could take the number for
// that of a page or a section. The label of a note stands on a row of its own in
// the same way, but above a row that is as wide as the measure allows, and below
// one that is.
const (
	fewestRaised    = 3 // lines that are cut so
	raisedNearlyAll = 0.8
	someRaised      = 5
	raisedShare     = 0.45 // of the marks: the others stand above the text of notes
	raisedByChance  = 2.0  // times as many as if the rows below were others
	chanceRows      = 4    // so many others are tried
	raisedPart      = 0.9  // of the measure: a wider row is a line by itself
	raisedLeast     = 0.9  // of the measure has a line with its mark
	raisedMost      = 1.05
	longestAlone    = 12  // bytes of a mark
	raisedSize      = 0.7 // of a mark's letters, to those of the text
)

// joinRaisedMarks puts the lines together that are cut at raised marks, if the
// text has such. It renumbers the rows.
func (t *Text) joinRaisedMarks() {
	var alone []int // rows that hold nothing but a mark, between others
	for r := 1; r+1 < len(t.Rows); r++ {
		if t.isRaisedRow(r) && !t.isRaisedRow(r-1) && !t.isRaisedRow(r+1) {
			alone = append(alone, r)
		}
	}
	if len(alone) < fewestRaised {
		return
	}
	measure := t.usualFullRow()
	if !t.cutAtMarks(alone, measure) {
		return
	}
	t.raisedAlone = true
	t.mergeRows(func(row int, above *Row) bool {
		i, isMark := slices.BinarySearch(alone, row+1)
		if !isMark {
			if i == 0 || alone[i-1] != row || above.Start == t.Rows[row].Start {
				return false // the mark was not joined to the row above it
			}
			return true
		}
		w := t.lineAround(row+1, above.Em)
		return w <= measure*raisedMost && (w >= measure*raisedLeast || openingOf(t.String(row+2)) == startsLower || t.surelyGoesOn(row+1))
	})
}

// cutAtMarks reports whether the rows around many of the marks make up a line:
// by far more than if each had the row below another mark.
func (t *Text) cutAtMarks(alone []int, measure float32) bool {
	var parts []int // the marks between rows that are no lines by themselves
	for _, r := range alone {
		if max(t.Rows[r-1].Em, t.Rows[r+1].Em) <= measure*raisedPart {
			parts = append(parts, r)
		}
	}
	full, chance := 0.0, 0.0
	for i, r := range parts {
		if t.isFullLine(r-1, r, measure) {
			full++
		}
		for k := 1; k <= chanceRows; k++ {
			if t.isFullLine(parts[(i+k)%len(parts)]-1, r, measure) {
				chance += 1.0 / chanceRows
			}
		}
	}
	share := full / float64(len(parts))
	return full >= raisedByChance*chance && (full >= fewestRaised && share >= raisedNearlyAll || full >= someRaised && share >= raisedShare)
}

func (t *Text) isFullLine(above, mark int, measure float32) bool {
	w := t.lineAround(mark, t.Rows[above].Em)
	return w >= measure*raisedLeast && w <= measure*raisedMost
}

// isRaisedRow reports whether a row holds nothing but what may be a raised mark,
// right below and above other rows.
func (t *Text) isRaisedRow(row int) bool {
	r := &t.Rows[row]
	if r.End-r.Start > longestAlone || r.Blank > 0 || row == 0 || row+1 == len(t.Rows) || t.Rows[row+1].Blank > 0 || t.Rows[row-1].Page != t.Rows[row+1].Page {
		return false
	}
	s := t.String(row)
	return t.isMark(row) || bracketedNumber(s) || romanNumeralAlone(s)
}

// bracketedNumber reports whether s is a number in square brackets.
func bracketedNumber(s string) bool {
	if !strings.HasPrefix(s, "[") || !strings.HasSuffix(s, "]") {
		return false
	}
	_, size, _ := number(s[1:])
	return size > 0 && size == len(s)-2
}

// romanNumeralAlone reports whether s is a small roman numeral.
func romanNumeralAlone(s string) bool {
	_, size, ok := romanLabel(s)
	return ok && size == len(s)
}

// lineAround is the width of the line that a row with a mark and the row below
// it make with what is above them, which is so wide.
func (t *Text) lineAround(row int, above float32) float32 {
	return above + t.Rows[row].Em*raisedSize + spaceWidth + t.Rows[row+1].Em
}

// usualFullRow is the middle of the narrow range of widths that most rows have
// which are wider than half of them.
func (t *Text) usualFullRow() float32 {
	widths := make([]float32, 0, len(t.Rows))
	for i := range t.Rows {
		widths = append(widths, t.Rows[i].Em)
	}
	sortWidths(widths)
	widths = widths[len(widths)/2:]
	most, at, from := 0, float32(0), 0
	for i, w := range widths {
		for widths[from] < w*(1-fullRange) {
			from++
		}
		if n := i - from; n > most {
			most, at = n, widths[(i+from)/2]
		}
	}
	return at
}

const fullRange = 0.06 // of the width

// afterCut reports whether a mark at s[from:to] was put back into its line, and
// stands on a row of its own in the source.
func afterCut(s string, from, to int) bool {
	return from > 0 && s[from-1] == '\n' && (to == len(s) || s[to] == '\n' || s[to] == '\r')
}
