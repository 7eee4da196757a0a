package proof

import (
	"context"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/sink"
)

// encoder gathers the page and hands it on from time to time.
type encoder struct{ sink.Sink }

func newEncoder(ctx context.Context, w io.Writer) *encoder { return &encoder{sink.New(ctx, w)} }

func (e *encoder) raw(s string) {
	e.Raw(s)
	e.Breathe()
}

func (e *encoder) number(n int) { e.Out = strconv.AppendInt(e.Out, int64(n), 10) }

// pieceSize is how many bytes of a string are escaped at a time.
const pieceSize = 1 << 16

// str writes s as a JSON string, long ones in pieces.
func (e *encoder) str(s string) {
	e.Out = append(e.Out, '"')
	for len(s) > pieceSize {
		cut := pieceSize
		for cut > pieceSize-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
			cut--
		}
		e.Out = appendEscaped(e.Out, s[:cut])
		e.Breathe()
		s = s[cut:]
	}
	e.Out = appendEscaped(e.Out, s)
	e.raw(`"`)
}

// list writes n things with commas between them.
func (e *encoder) list(n int, item func(i int)) {
	e.raw("[")
	for i := range n {
		if e.Err() != nil {
			return
		}
		if i > 0 {
			e.raw(",")
		}
		item(i)
	}
	e.raw("]")
}

// strs writes a list of strings.
func (e *encoder) strs(ss []string) { e.list(len(ss), func(i int) { e.str(ss[i]) }) }

// appendEscaped appends s as the inside of a JSON string that can stand in a
// script element: nothing in it ends the element or begins a comment, nothing
// is invisible or changes the direction of what follows. Each byte that is not
// UTF-8 becomes U+FFFD.
func appendEscaped(out []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if plain(c) {
				i++
				continue
			}
			out = append(out, s[from:i]...)
			out = appendUnit(out, rune(c))
			i++
			from = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if hidden(r) || r == utf8.RuneError && size == 1 {
			out = append(out, s[from:i]...)
			out = appendUnit(out, r)
			from = i + size
		}
		i += size
	}
	return append(out, s[from:]...)
}

// plain reports whether an ASCII character may stand for itself.
func plain(c byte) bool {
	return c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '>' && c != '&' && c != 0x7f
}

// hidden reports whether r is better written as an escape: controls of all
// sorts, and line ends that only some take for such. All of them are below
// U+10000.
func hidden(r rune) bool {
	switch {
	case r < 0xa0, r == 0xad, r == 0x061c, r == 0xfeff, r == 0xfffe, r == 0xffff:
		return true
	case r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f:
		return true
	}
	return false
}

func appendUnit(out []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(out, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// units leads from bytes of a text to the UTF-16 code units in which scripts
// count.
type units struct {
	text  string
	marks []unitMark // at the first character in each stride
}

// unitMark says how many code units stand before a byte.
type unitMark struct{ at, units int32 }

// stride is how many bytes lie between two marks, or a few more.
const stride = 256

func newUnits(text string) *units {
	u := &units{text: text, marks: make([]unitMark, 0, len(text)/stride+1)}
	n := 0
	for i, r := range text {
		for i >= len(u.marks)*stride {
			u.marks = append(u.marks, unitMark{int32(i), int32(n)})
		}
		n += unitsOf(r)
	}
	for len(text) >= len(u.marks)*stride {
		u.marks = append(u.marks, unitMark{int32(len(text)), int32(n)})
	}
	return u
}

func unitsOf(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}

// at returns how many code units stand before the byte at offset, which begins
// a character.
func (u *units) at(offset int) int {
	offset = min(max(offset, 0), len(u.text))
	mark := u.marks[offset/stride]
	n := int(mark.units)
	for _, r := range u.text[min(int(mark.at), offset):offset] {
		n += unitsOf(r)
	}
	return n
}

// Offset leads back from a place on the page, in UTF-16 code units of the
// source's text, to the byte of the text. A place behind its end is its end.
func Offset(text string, place int) int {
	n := 0
	for i, r := range text {
		if n >= place {
			return i
		}
		n += unitsOf(r)
	}
	return len(text)
}
