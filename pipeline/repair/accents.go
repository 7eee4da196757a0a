package repair

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
)

// Old TeX fonts have no accented letters: an accent is printed over the
// letter, and extractors write it as a character of its own, nearly always
// before the letter and sometimes with a space:
//
//	M¨uller, na¨ıve, caf´e, ´ etude  ──▶  Müller, naïve, café, étude
//
// But people also type an accent for an apostrophe ("it´s", "qu´un"), which
// must stay, so the text as a whole decides.

// spacingAccents leads from accents that stand alone to those that combine.
var spacingAccents = map[rune]rune{
	'´': '\u0301', '¨': '\u0308', '¸': '\u0327', '¯': '\u0304', 'ˆ': '\u0302', '˜': '\u0303', 'ˇ': '\u030c', '˘': '\u0306', '˙': '\u0307',
	'˚': '\u030a', '˝': '\u030b', '˛': '\u0328', '`': '\u0300',
}

// What it takes to believe that accents were split off.
const (
	accentKinds = 2   // different accents, since as an apostrophe there is but one
	accentShare = 0.8 // of the accents make a letter that exists
)

// accentAt is a place where an accent meets a letter.
type accentAt struct {
	start, end int
	accent     rune
	value      string // the letter with its accent
}

// decideAccents puts accents back on their letters, if the text has that habit.
func (c *characterScan) decideAccents() {
	if len(c.accents) == 0 {
		return
	}
	text := c.t.Src.Text
	var before, after []accentAt
	for _, at := range c.accents {
		if a, ok := accentBefore(text, at); ok {
			before = append(before, a)
		}
		if a, ok := accentAfter(text, at); ok {
			after = append(after, a)
		}
	}
	found := before
	if len(after) > len(before)+len(before)/4 {
		found = after
	}
	enough := accentShare * float64(len(c.accents))
	kinds := map[rune]bool{}
	for _, a := range found {
		kinds[a.accent] = true
	}
	if len(kinds) < accentKinds && !strings.Contains(text, "¨ı") || float64(len(found)) < enough {
		return
	}
	if len(found) == len(before) { // then the ASCII characters are accents as well
		for at := strings.IndexByte(text, '`'); at >= 0; {
			if a, ok := accentBefore(text, at); ok && insideWord(text, at) {
				found = append(found, a)
			}
			next := strings.IndexByte(text[at+1:], '`')
			if next < 0 {
				break
			}
			at += 1 + next
		}
	}
	slices.SortFunc(found, func(a, b accentAt) int { return a.start - b.start })
	for _, a := range found {
		c.composed = append(c.composed, document.Span{Start: a.start, End: a.end})
		c.replace(a.start, a.end, a.value, 0.9, "the extractor wrote letter and accent apart, here as everywhere in this text")
	}
}

// accentBefore composes the accent at a place with the letter behind it.
func accentBefore(text string, at int) (accentAt, bool) {
	accent, size := utf8.DecodeRuneInString(text[at:])
	letter := at + size
	if letter < len(text) && text[letter] == ' ' && !insideWord(text, at) {
		letter++
	}
	r, n := utf8.DecodeRuneInString(text[letter:])
	if r == 'ı' {
		r = 'i'
	}
	return compose(at, letter+n, r, accent)
}

// accentAfter composes the accent at a place with the letter before it.
func accentAfter(text string, at int) (accentAt, bool) {
	accent, size := utf8.DecodeRuneInString(text[at:])
	r, n := utf8.DecodeLastRuneInString(text[:at])
	return compose(at-n, at+size, r, accent)
}

// compose is ok if there is a letter for r with the accent.
func compose(start, end int, r, accent rune) (accentAt, bool) {
	if !unicode.IsLetter(r) {
		return accentAt{}, false
	}
	value := norm.NFC.String(string(r) + string(spacingAccents[accent]))
	return accentAt{start, end, accent, value}, utf8.RuneCountInString(value) == 1
}

// Some extractors write the mark that a font puts over a letter behind the next
// one, or behind the space that follows:
//
//	всем̈ проекте, Еще ̈ одним  ──▶  всём проекте, Ещё одним
//
// No letter carries the mark where it stands, but the one before could. In an
// orthography that has such letters this would be so here and there only.
const (
	fewestLate = 3
	lateShare  = 0.95 // of the marks on letters that have none
)

// lateMark looks at a segment of a row, a letter or a space with a mark that it
// does not compose with.
func (c *characterScan) lateMark(start, at int, text, segment string) {
	_, size := utf8.DecodeRuneInString(segment)
	mark, n := utf8.DecodeRuneInString(segment[size:])
	if size+n != len(segment) {
		return // several marks: another script, or a transcription
	}
	c.odd++
	letter, width := utf8.DecodeLastRuneInString(text[:at])
	if !unicode.IsLetter(letter) {
		return
	}
	if value := norm.NFC.String(string(letter) + string(mark)); utf8.RuneCountInString(value) == 1 {
		c.late = append(c.late, accentAt{start + at - width, start + at + len(segment), mark, value + segment[:size]})
	}
}

// decideLateMarks puts such marks back, if the text has that habit.
func (c *characterScan) decideLateMarks() {
	if len(c.late) < fewestLate || float64(len(c.late)) < lateShare*float64(c.odd) {
		return
	}
	for _, a := range c.late {
		c.composed = append(c.composed, document.Span{Start: a.start, End: a.end})
		c.replace(a.start, a.end, a.value, 0.9, "the extractor wrote the letter's mark behind the next letter, as everywhere in this text")
	}
}

// insideWord reports whether a letter stands before a place.
func insideWord(text string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:at])
	return unicode.IsLetter(r)
}

// times says how often.
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
