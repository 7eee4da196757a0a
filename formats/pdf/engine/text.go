package engine

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// Text is a run of letters in one face.
type Text struct {
	Face *fonts.Face
	Size measure.Unit
	S    string // only letters that Face has
	// Extra is added to every space of the run, plain or no-break.
	Extra measure.Unit
	// Stretch is what is added to the width of the letters, in ten-thousandths
	// of it.
	Stretch measure.Unit
	Colour  Colour
}

// setting is how a page's text is set, as long as nothing changes it.
type setting struct {
	font    int  // its number in the book
	simple  bool // which of its two forms is meant
	size    measure.Unit
	stretch measure.Unit // as in Text
	spacing measure.Unit // added to each space of one byte, in the text's own measure

	open bool         // a text object has begun
	x, y measure.Unit // where its last line begins
}

// Text draws t with the left end of its baseline at x, y.
//
// A face has two forms in the file. Text that Windows' code page 1252 can say takes
// a byte a letter, and its spaces are widened all at once; other text takes two
// bytes a letter, which number the letters of a book as they are first met.
func (p *Page) Text(x, y measure.Unit, t Text) {
	if t.S == "" || t.Size <= 0 {
		return
	}
	if !p.open {
		p.Begin(nil)
	}
	p.setColour(t.Colour)
	number, used := p.book.font(t.Face)
	simple := inWinAnsi(t.S)
	p.beginText()
	p.setFont(number, simple, t.Size)
	if t.Stretch != p.text.stretch {
		p.text.stretch = t.Stretch
		p.length((10_000 + t.Stretch) * 10) // per cent, as lengths are written
		p.content = append(p.content, "Tz "...)
	}
	p.setSpacing(&t, simple)
	p.moveTo(x, p.book.size.Height-y)
	if simple {
		used.simple = true
		p.bytes(&t, used)
	} else {
		p.pairs(&t, used)
	}
	p.content = append(p.content, '\n')
}

// beginText begins a text object, if none has begun.
func (p *Page) beginText() {
	if !p.text.open {
		p.content = append(p.content, "BT\n"...)
		p.text.open, p.text.x, p.text.y = true, 0, 0
	}
}

// endText ends the text object.
func (p *Page) endText() {
	if p.text.open {
		p.content = append(p.content, "ET\n"...)
		p.text.open = false
	}
}

// moveTo begins a line of the text object. Lines are placed by how far they are
// from the one before.
func (p *Page) moveTo(x, y measure.Unit) {
	p.length(x - p.text.x)
	p.length(y - p.text.y)
	p.text.x, p.text.y = x, y
	p.content = append(p.content, "Td"...)
}

// setFont sets the form of a face and its size.
func (p *Page) setFont(number int, simple bool, size measure.Unit) {
	if p.text.font == number && p.text.simple == simple && p.text.size == size {
		return
	}
	p.text.font, p.text.simple, p.text.size = number, simple, size
	p.content = append(p.content, fontName(number, simple)...)
	p.content = append(p.content, ' ')
	p.length(size)
	p.content = append(p.content, "Tf "...)
}

// fontName is what pages call the form of a face.
func fontName(number int, simple bool) string {
	if simple {
		return "/F" + strconv.Itoa(number)
	}
	return "/C" + strconv.Itoa(number)
}

// setSpacing sets what is added to the spaces of one byte, if there are any. A
// space becomes Extra wider, however the letters stretch.
func (p *Page) setSpacing(t *Text, simple bool) {
	var spacing measure.Unit
	if simple {
		if !strings.Contains(t.S, " ") {
			return
		}
		space := t.space()
		spacing = (space+t.Extra)*10_000/(10_000+t.Stretch) - space
	}
	if spacing != p.text.spacing {
		p.text.spacing = spacing
		p.length(spacing)
		p.content = append(p.content, "Tw "...)
	}
}

// space is the width of a space as the face has it.
func (t *Text) space() measure.Unit { return measure.Unit(t.Face.Advance(' ')) * t.Size / 1000 }

// extra is what is added to a space that the file doesn't know as one, in
// thousandths of the size.
func (t *Text) extra() int {
	space := measure.Unit(t.Face.Advance(' '))
	return int((space+t.Extra*1000/t.Size)*10_000/(10_000+t.Stretch) - space)
}

// bytes shows t in the form of a byte a letter.
func (p *Page) bytes(t *Text, used *usedFont) {
	extra := 0
	if strings.Contains(t.S, noBreak) {
		extra = t.extra()
	}
	b := append(p.content, "[("...)
	array := len(b) - 2
	moved := false
	for s := t.S; s != ""; {
		n, move := t.Face.Unkerned(s)
		if extra != 0 {
			n, move = widened(s, n, move, extra)
		}
		b = used.appendBytes(b, s[:n])
		if s = s[n:]; move != 0 && s != "" {
			b = appendMove(b, move)
			moved = true
		}
	}
	if moved {
		p.content = append(b, ")]TJ"...)
		return
	}
	b[array] = ' '
	p.content = append(b, ")Tj"...)
}

const noBreak = "\u00A0"

// widened is [fonts.Face.Unkerned] where no-break spaces are wider by extra: n ends
// behind the first of them.
func widened(s string, n, move, extra int) (int, int) {
	switch i := strings.Index(s[:n], noBreak); {
	case i < 0:
		return n, move
	case i+len(noBreak) < n:
		return i + len(noBreak), extra
	}
	return n, move + extra
}

// appendBytes appends s to a literal string, in the form of a byte a letter, without
// the letters that u lacks.
func (u *usedFont) appendBytes(b []byte, s string) []byte {
	from := 0 // what precedes it in s is appended
	for i := 0; ; {
		for i < len(s) && u.plain[s[i]] {
			i++
		}
		b = append(b, s[from:i]...)
		if i == len(s) {
			return b
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		from = i
		if u.letters[r] || u.face.Has(r) {
			u.letters[r] = true
			code, _ := winAnsi(r) // all of them have one
			b = appendEscaped(b, code)
			u.plain[code] = r < utf8.RuneSelf && r != '(' && r != ')' && r != '\\'
		}
	}
}

// pairs shows t in the form of two bytes a letter.
func (p *Page) pairs(t *Text, used *usedFont) {
	extra, prev := t.extra(), rune(-1)
	b := append(p.content, "[("...)
	for _, r := range t.S {
		if !t.Face.Has(r) {
			continue
		}
		used.letters[r] = true
		if prev >= 0 {
			move := t.Face.Kern(prev, r)
			if prev == ' ' || prev == '\u00A0' {
				move += extra
			}
			if move != 0 {
				b = appendMove(b, move)
			}
		}
		code := used.pair(r)
		b = appendEscaped(appendEscaped(b, byte(code>>8)), byte(code))
		prev = r
	}
	p.content = append(b, ")]TJ"...)
}

// appendMove parts a string of a TJ array and moves what follows to the right
// by thousandths of the size.
func appendMove(b []byte, move int) []byte {
	return append(strconv.AppendInt(append(b, ')'), int64(-move), 10), '(')
}

// appendEscaped appends a byte of a literal string.
func appendEscaped(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	}
	return append(b, c)
}
