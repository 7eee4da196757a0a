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

const (
	fewestHalved = 2   // quotations
	halvedApart  = 0.3 // of them at most lack an end
)

// decideHalved puts back the quotation marks and dashes of which Ghostscript's
// text device kept the lower byte alone, lifted over the control codes: “
// (U+201C) becomes "<", ” (U+201D) "=", and — (U+2014) "4".
//
//	called it <the mill,= and wept  ──▶  called it “the mill,” and wept
//	the Mill.4Of its owners         ──▶  the Mill.—Of its owners
//
// That is what they are where all such signs stand as quotation marks do, in
// pairs, and there is no other quotation mark. A text that has lost these has
// lost its dashes, unless it has some.
func (c *characterScan) decideHalved() {
	text := c.t.Src.Text
	first := strings.IndexByte(text, '<')
	if first < 0 || strings.IndexByte(text, '>') >= 0 || strings.ContainsAny(text, "“”„«»") {
		return
	}
	var opens, closes []int
	for at := first; at < len(text); at++ {
		switch text[at] {
		case '<':
			if !opensQuotation(text, at) {
				return
			}
			opens = append(opens, at)
		case '=':
			if !closesQuotation(text, at) {
				return
			}
			closes = append(closes, at)
		}
	}
	apart := max(len(opens)-len(closes), len(closes)-len(opens))
	if min(len(opens), len(closes)) < fewestHalved || float64(apart) > halvedApart*float64(len(opens)) {
		return
	}
	const why = "the lower byte of a quotation mark; the text has no others, and these come in pairs"
	for _, at := range opens {
		c.replace(at, at+1, "“", 0.9, why)
	}
	for _, at := range closes {
		c.replace(at, at+1, "”", 0.9, why)
	}
	if strings.Contains(text, "—") {
		return
	}
	for at := 1; at+1 < len(text); at++ {
		if text[at] == '4' && isDashPlace(text, at) {
			c.replace(at, at+1, "—", 0.75, "the lower byte of a dash; the text has no others")
		}
	}
}

// opensQuotation reports whether the sign at text[at] stands before a word.
func opensQuotation(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	return (at == 0 || unicode.IsSpace(before) || strings.ContainsRune("([4", before)) &&
		(unicode.IsLetter(after) || unicode.IsDigit(after) || after == '‘')
}

// closesQuotation reports whether the sign at text[at] stands behind one.
func closesQuotation(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	return (unicode.IsLetter(before) || strings.ContainsRune(".,;:!?’", before)) &&
		(at+1 == len(text) || unicode.IsSpace(after) || strings.ContainsRune(".,;:!?)]—", after) || unicode.IsDigit(after) || unicode.IsUpper(after) || symbolIndex(after) >= 0)
}

// isDashPlace reports whether a dash may stand at text[at]: between a word or
// its full stop and another word.
func isDashPlace(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	return (unicode.IsLetter(before) || strings.ContainsRune(".,;:!?’=", before)) && (unicode.IsLetter(after) || after == '<')
}
