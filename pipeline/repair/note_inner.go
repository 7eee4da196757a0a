package repair

import (
	"unicode"
	"unicode/utf8"
)

// An editor's notes on the notes of the author are often all labelled alike,
// beside the author's numbers:
//
//	8 Cicero pro Flacco, c. 28.m
//	m The edicts of Julius Caesar, and of some of the cities in Asia Minor
//	speak a different language. —M.
//	9 Philo de Legatione.
//
// Such a label counts nothing, so that the chain of notes can't find it. But a
// letter that stands alone before a capital, row after row, and as often glued
// to the end of a row is no word: the row belongs to a note.
const (
	fewestInner = 4    // rows with the label, and as many of half of them with the mark
	innerLabel  = -4.0 // what it costs that such a row belongs to a note
)

// innerLabels finds the rows that begin with the label of a note on a note; nil
// if there are none.
func (t *Text) innerLabels() map[int]bool {
	var rows ['z' - 'a' + 1][]int
	var marks ['z' - 'a' + 1]int
	for r := range t.Rows {
		if t.Rows[r].Role != InBody {
			continue
		}
		s := t.String(r)
		if c, ok := loneLetter(s); ok {
			rows[c-'a'] = append(rows[c-'a'], r)
		}
		if c, ok := gluedLetter(s); ok {
			marks[c-'a']++
		}
	}
	var found map[int]bool
	for c := range rows {
		if len(rows[c]) < fewestInner || 2*marks[c] < len(rows[c]) {
			continue
		}
		if found == nil {
			found = map[int]bool{}
		}
		for _, r := range rows[c] {
			found[r] = true
		}
	}
	return found
}

// loneLetter is the small letter with which s begins, if a capital or a
// quotation follows behind a space.
func loneLetter(s string) (byte, bool) {
	if len(s) < 3 || s[0] < 'a' || s[0] > 'z' || s[1] != ' ' {
		return 0, false
	}
	start := openingOf(s[2:])
	return s[0], start == startsUpper || start == startsCapitals || start == startsQuote
}

// gluedLetter is the small letter that stands behind the punctuation with
// which s ends.
func gluedLetter(s string) (byte, bool) {
	n := len(s) - 1
	if n < 2 || s[n] < 'a' || s[n] > 'z' {
		return 0, false
	}
	before, size := utf8.DecodeLastRuneInString(s[:n])
	if before != '.' && before != ')' && before != '”' && before != ',' && before != '"' {
		return 0, false
	}
	last, _ := utf8.DecodeLastRuneInString(s[:n-size])
	return s[n], unicode.IsLetter(last) || unicode.IsDigit(last) || unicode.IsPunct(last)
}
