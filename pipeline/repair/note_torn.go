package repair

import (
	"slices"
)

// Two things say of a row which of the flows of its page it belongs to, besides
// what it looks like: the reference marks in it, for the text refers to the
// notes of the page and these don't, and a word that is torn at the end of the
// page before and goes on in it.
//
//	and in erect-                   ◀ the note of the page before
//	...
//	out of the letters,8 and the    ◀ the text, for note 8 stands below
//	ship of the Earl9 was lost.
//	ing the stables he died.        ◀ the note goes on: "erecting"
//	8 See the parish book.

const (
	markInNote  = 4.0  // a row with the mark of a note of its page belongs to a note
	maybeInNote = 1.0  // the mark may be none
	tornKnown   = -2.5 // a torn word goes on as one that the text has
	tornLower   = 0.7  // as one that it does not have, on another page
	tornUpper   = 2.5  // or in a capital, on another page
	tornAway    = 4.0  // or nowhere
	openRow     = 2.0  // a full row ends a note in the middle of a sentence
	fullOfNote  = 0.9  // of the measure
)

// rowMark is a reference mark in a row, and what it costs that the row belongs
// to a note.
type rowMark struct {
	row, value int
	cost       float64
}

// rowMarks are the marks in the rows, as these are now, in the rows' order.
func (t *Text) rowMarks(marks []mark) []rowMark {
	all := make([]rowMark, 0, len(marks))
	for i := range marks {
		m := &marks[i]
		cost := maybeInNote
		switch m.form {
		case abbreviated, gluedToNumber, alone:
			continue
		case gluedToPunct, gluedToLetter, bracketed, raised, symbol:
			cost = markInNote
		}
		if row := t.rowAt(m.start); row >= 0 && m.start > t.Rows[row].Start {
			all = append(all, rowMark{row, m.value, cost})
		}
	}
	slices.SortStableFunc(all, func(a, b rowMark) int { return a.row - b.row })
	return all
}

// markCost is what the marks in a row cost if it belongs to a note of frame f:
// those that lead to others of its notes.
func (z *zoner) markCost(f *frame, row int) (cost float64) {
	i, _ := slices.BinarySearchFunc(z.marks, row, func(m rowMark, row int) int { return m.row - row })
	for ; i < len(z.marks) && z.marks[i].row == row; i++ {
		if slices.ContainsFunc(f.labels, func(l int) bool { return z.labels[l].value == z.marks[i].value }) {
			cost += z.marks[i].cost
		}
	}
	return cost
}

// tornCost is what it costs that the word torn at the end of row i, if one is,
// goes on in row j.
func (z *zoner) tornCost(i, j int) float64 {
	hyphen, r := z.t.hyphenAt(i)
	if hyphen < 0 || r == '=' || r == '–' {
		return 0
	}
	left := z.t.Src.Text[z.t.Rows[i].Start:hyphen]
	left = left[len(left)-lettersAtEnd(left):]
	right := z.t.String(j)
	right = right[:lettersIn(right)]
	if left == "" {
		return 0
	}
	if words := z.t.vocabulary(); right != "" && (words.count(left, right) > 0 || words.count(left, "-", right) > 0) {
		return tornKnown
	}
	if z.t.Rows[i].Page == z.t.Rows[j].Page {
		return 0
	}
	return either(right != "" && !capital(right), tornLower, tornUpper)
}

// breaksOffAt is what it costs that a note ends with a row in the middle of a
// word, or of a sentence though the row is full.
func (z *zoner) breaksOffAt(row int) float64 {
	if hyphen, r := z.t.hyphenAt(row); hyphen >= 0 && r != '=' && r != '–' {
		return tornAway
	}
	return either(z.notes.measure > 0 && z.t.Rows[row].Em > fullOfNote*z.notes.measure && endingOf(z.t.String(row)) == endsOpen, openRow, 0)
}
