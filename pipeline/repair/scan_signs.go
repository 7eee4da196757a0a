package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// labelSigns are digits, and what OCR makes of them in the labels of notes,
// quotes among them.
const labelSigns = "!?'\"*>#%+&$‘’“”°®©™¢¥€£0123456789"

// signHabit counts, for each of [labelSigns], how many blocks it opens before
// a capital, and how many words inside rows. A quote opens both. In
//
//	»Rowson!« rief der junge Mann ...
//
//	"Bahrens war einer von den ächten Pionieren ...
//
// the second quote opens nothing but blocks: it is a label.
type signHabit [len(labelSigns)]struct{ blocks, words int }

const opensBlocks = 4 // times fewer words than blocks: the sign opens no quotation

func (t *Text) signHabit(rows []int) (h signHabit) {
	for _, row := range rows {
		s := t.String(row)
		if k := signBeforeCapital(s); k >= 0 && t.Rows[row].Blank > 0 {
			h[k].blocks++
		}
		for i := strings.IndexByte(s, ' '); i >= 0; {
			s = s[i+1:]
			if k := signBeforeCapital(s); k >= 0 {
				h[k].words++
			}
			i = strings.IndexByte(s, ' ')
		}
	}
	return h
}

// isLabel reports whether a block that begins with s begins with a label.
func (h *signHabit) isLabel(s string) bool {
	k := signBeforeCapital(s)
	return k >= 0 && h[k].words*opensBlocks < h[k].blocks
}

// signBeforeCapital is the place in [labelSigns] of the sign with which s
// begins, if it and the signs behind it are followed by a capital.
func signBeforeCapital(s string) int {
	if s == "" || 'a' <= s[0] && s[0] <= 'z' || 'A' <= s[0] && s[0] <= 'Z' {
		return -1
	}
	first, size := utf8.DecodeRuneInString(s)
	k := strings.IndexRune(labelSigns, first)
	if k < 0 || !strangeOpening(s) {
		return -1
	}
	if next, _ := utf8.DecodeRuneInString(s[size:]); unicode.IsSpace(next) {
		return -1
	}
	return k
}
