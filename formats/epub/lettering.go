package epub

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"github.com/refolio/refolio/formats/fonts"
)

// Lettering on the cover is drawn, not set: as outlines, in the page and in
// the picture alike. So it looks the same in every reading system, whatever
// faces that has, and what fits here fits there.

// A point is a place on the cover, in 64ths of a pixel from its upper left.
type point struct{ x, y int }

// A contour is a closed curve of quadratic Bézier segments. Each has the
// middle point and the end; the middle of a straight one is its end.
type contour struct {
	start    point
	segments [][2]point
}

// A letterer draws words in the book face.
type letterer struct {
	family *fonts.Family
	parsed map[*fonts.Face]*sfnt.Font
	buf    sfnt.Buffer
}

func newLetterer() *letterer {
	return &letterer{family: fonts.Book(), parsed: map[*fonts.Face]*sfnt.Font{}}
}

// canDraw reports whether every letter of s has a glyph and stands where it is
// typed, one after the other from left to right. Scripts that join or reorder
// their letters would be drawn wrongly.
func (l *letterer) canDraw(s string) bool {
	for _, r := range s {
		if _, _, found := l.family.Face(fonts.Regular, r); !found && !unicode.IsSpace(r) {
			return false
		}
		if unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko, unicode.Mn) || r > 0xFFFF {
			return false
		}
	}
	return true
}

// width is the width of s at the given size in pixels, in 64ths of a pixel.
// Spacing is added behind each letter, in thousandths of the size.
func (l *letterer) width(s string, style fonts.Style, size, spacing int) int {
	w := 0
	l.each(s, style, spacing, func(_ *fonts.Face, _ rune, _, end int) { w = end - spacing })
	return w * size * 64 / 1000
}

// each calls f with every letter of s and where it begins and ends, in
// thousandths of the size.
func (l *letterer) each(s string, style fonts.Style, spacing int, f func(face *fonts.Face, r rune, start, end int)) {
	x := 0
	var last *fonts.Face
	var before rune
	for _, r := range s {
		face, letter, _ := l.family.Face(style, r)
		if face == last {
			x += face.Kern(before, letter)
		}
		end := x + face.Advance(letter) + spacing
		f(face, letter, x, end)
		x, last, before = end, face, letter
	}
}

// outlines returns the outlines of s with its baseline beginning at the point.
func (l *letterer) outlines(s string, style fonts.Style, size, spacing int, at point) ([]contour, error) {
	var out []contour
	var failed error
	l.each(s, style, spacing, func(face *fonts.Face, r rune, start, _ int) {
		if unicode.IsSpace(r) {
			return
		}
		glyph, err := l.glyph(face, r, size, point{at.x + start*size*64/1000, at.y})
		if err != nil {
			failed = err
		}
		out = append(out, glyph...)
	})
	return out, failed
}

func (l *letterer) glyph(face *fonts.Face, r rune, size int, at point) ([]contour, error) {
	font := l.parsed[face]
	if font == nil {
		var err error
		if font, err = sfnt.Parse(face.Data); err != nil {
			return nil, fmt.Errorf("read the face %s: %w", face.Name, err)
		}
		l.parsed[face] = font
	}
	index, err := font.GlyphIndex(&l.buf, r)
	if err != nil {
		return nil, fmt.Errorf("find the glyph of %q: %w", r, err)
	}
	em := int(font.UnitsPerEm())
	segments, err := font.LoadGlyph(&l.buf, index, fixed.I(em), nil)
	if err != nil {
		return nil, fmt.Errorf("load the glyph of %q: %w", r, err)
	}
	// Loaded at a size of one em for one pixel, a coordinate is 64 times what
	// it is in the font.
	scale := func(p fixed.Point26_6) point {
		return point{at.x + int(p.X)*size/em, at.y + int(p.Y)*size/em}
	}
	var out []contour
	for _, s := range segments {
		if s.Op == sfnt.SegmentOpMoveTo {
			out = append(out, contour{start: scale(s.Args[0])})
			continue
		}
		if len(out) == 0 {
			continue
		}
		o := &out[len(out)-1]
		switch p := scale(s.Args[0]); s.Op {
		case sfnt.SegmentOpLineTo:
			o.segments = append(o.segments, [2]point{p, p})
		case sfnt.SegmentOpQuadTo:
			o.segments = append(o.segments, [2]point{p, scale(s.Args[1])})
		}
	}
	return out, nil
}

// fit breaks words into lines at the largest size, of at most from and at
// least to pixels, at which no line is wider and all are no higher than
// allowed. Below the least size words are cut, so that whatever the words are,
// nothing runs over.
func (l *letterer) fit(words string, style fonts.Style, from, to, width, height int) (lines []string, size int) {
	for size = from; ; size -= max(1, size/24) {
		size = max(size, to)
		lines = l.wrap(words, style, size, width)
		if lines != nil && len(lines)*leading(size) <= height {
			return l.balance(words, style, size, width, lines), size
		}
		if size == to {
			return l.chop(words, style, size, width, max(1, height/leading(size))), size
		}
	}
}

// leading is the distance of baselines.
func leading(size int) int { return size * 6 / 5 }

// wrap fills lines with words. It returns nil if a word is wider than a line.
func (l *letterer) wrap(words string, style fonts.Style, size, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(words) {
		longer := word
		if line != "" {
			longer = line + " " + word
		}
		if l.width(longer, style, size, 0) <= width*64 {
			line = longer
			continue
		}
		if l.width(word, style, size, 0) > width*64 {
			return nil
		}
		lines = append(lines, line)
		line = word
	}
	return append(lines, line)
}

// balance makes lines as narrow as their number allows, so that no word is
// left alone on the last.
func (l *letterer) balance(words string, style fonts.Style, size, width int, lines []string) []string {
	low, high := width/4, width
	for high-low > 4 {
		middle := (low + high) / 2
		if narrower := l.wrap(words, style, size, middle); narrower != nil && len(narrower) <= len(lines) {
			lines, high = narrower, middle
		} else {
			low = middle
		}
	}
	return lines
}

// chop breaks words into at most n lines, within words where it must be, and
// ends the last with an ellipsis if not all of them had room.
func (l *letterer) chop(words string, style fonts.Style, size, width, n int) []string {
	var lines []string
	line, room := "", width*64-l.width("…", style, size, 0)
	for _, r := range words {
		if l.width(line+string(r), style, size, 0) > room {
			if len(lines) == n-1 {
				return append(lines, strings.TrimSpace(line)+"…")
			}
			lines, line = append(lines, strings.TrimSpace(line)), ""
		}
		line += string(r)
	}
	return append(lines, strings.TrimSpace(line))
}
