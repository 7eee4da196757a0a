package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	softHyphen = "\u00ad"
	mostHard   = 0.03 // of the spaces: more soft hyphens inside the rows are in every long word
	fewPlain   = 0.1  // of those may be plain hyphens, where soft hyphens are hard
)

// countSoftHyphens finds out whether soft hyphens are the text's hyphens.
// Typst's PDFs have one character for both, and so extractors write
//
//	my great[SHY]grandfather  ──▶  my great-grandfather
//
// A web page with soft hyphens has them in every long word, and has plain
// hyphens besides.
func (c *characterScan) countSoftHyphens() {
	text, inside := c.t.Src.Text, 0
	for at := strings.Index(text, softHyphen); at >= 0; {
		rest := text[at+len(softHyphen):]
		if r, _ := utf8.DecodeRuneInString(rest); unicode.IsLetter(r) {
			inside++
		}
		n := strings.Index(rest, softHyphen)
		if n < 0 {
			break
		}
		at += len(softHyphen) + n
	}
	c.t.hardHyphens = inside > 0 && float64(inside) <= mostHard*float64(strings.Count(text, " ")) &&
		float64(strings.Count(text, "-")) <= fewPlain*float64(inside)
}

// softHyphen is about a soft hyphen.
func (c *characterScan) softHyphen(at, size int) {
	before, after := c.t.Src.Text[c.row0:at], c.t.Src.Text[at:c.row1]
	switch {
	case lineEndHyphen(after, before):
	case c.t.hardHyphens:
		c.replace(at, at+size, "-", 0.9, "the text has no other hyphens")
	default:
		c.speck(at, size)
	}
}

// ideograph counts the ideographs, and keeps those that may be letters with
// their two bytes in the wrong order.
func (c *characterScan) ideograph(ch rune, at int) {
	c.compose = true
	if ch&0xff == 0 && (ch>>8 > ' ' && ch>>8 < 0x7f || addedLetters[ch] != "") {
		c.swapped = append(c.swapped, at)
		return
	}
	c.ideographs++
}

// addedLetters are what becomes of the end of "ffi" and "ffl".
var addedLetters = map[rune]string{('f' + 'i') << 8: "fi", ('f' + 'l') << 8: "fl"}

// decideSwapped undoes what Ghostscript's text device does to the letters of a
// ligature: it writes the two bytes of each in the wrong order, so that "fi"
// (U+0066, U+0069) becomes U+6600, U+6900. Of three letters it adds the last
// two, and an ellipsis gets as far as U+2E00 and U+5C00, where an octal number
// should begin.
//
//	de昀椀ned     ──▶  defined
//	a co昀케n     ──▶  a coffin
//	and then⸀尀  ──▶  and then...
//
// In a Chinese or Japanese text one ideograph in 256 is like this; so there
// must not be others.
func (c *characterScan) decideSwapped() {
	if c.ideographs > 0 {
		return
	}
	const why = "the letter of a ligature, with its bytes in the wrong order"
	text := c.t.Src.Text
	for i := 0; i < len(c.swapped); i++ {
		at := c.swapped[i]
		ch, size := utf8.DecodeRuneInString(text[at:])
		if strings.HasPrefix(text[at:], "⸀尀") {
			c.replace(at, at+len("⸀尀"), "...", 0.9, why)
			i++
			continue
		}
		value := addedLetters[ch]
		if value == "" {
			value = string(ch >> 8)
		}
		c.replace(at, at+size, value, 0.9, why)
	}
}
