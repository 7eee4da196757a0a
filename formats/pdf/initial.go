package pdf

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/formats/pdf/typeset"
)

// dropCapital sets the first paragraph of a chapter with its first letter as
// high as some of its lines, fewer if it has not as many. It does nothing and
// returns false if it is not asked to, or if there is no capital or no second
// line.
func (c *compositor) dropCapital(spans []typeset.Span, f frame, goesOn bool) bool {
	for n := c.options.DropCapitals; n > 1; n-- {
		if c.dropOver(n, spans, f, goesOn) {
			return true
		}
	}
	return false
}

// dropOver is dropCapital for a letter over n lines.
func (c *compositor) dropOver(n int, spans []typeset.Span, f frame, goesOn bool) bool {
	if len(spans) == 0 {
		return false
	}
	text := strings.TrimLeft(spans[0].Text, " ")
	r, size := utf8.DecodeRuneInString(text)
	if !unicode.IsUpper(r) || spans[0].Font.Rise != 0 {
		return false
	}
	capital := spans[0]
	capital.Text, capital.Whole = text[:size], true
	capital.Font = c.capitalFont(capital.Font, n, f.leading)
	lines := c.setter.Lines([]typeset.Span{capital}, typeset.Shape{Measure: c.width, Align: typeset.Left})
	if len(lines) != 1 || lines[0].Width() > f.width/3 {
		return false
	}
	first := lines[0]
	rest := append([]typeset.Span(nil), spans...)
	rest[0].Text, rest[0].Page = text[size:], ""
	if strings.HasPrefix(rest[0].Text, " ") { // the letter is a word
		first.Runs[len(first.Runs)-1].S += " "
	}
	shape := typeset.Shape{Measure: f.width, Align: c.align(), Hyphens: true, GoesOn: goesOn,
		Notch: typeset.Notch{Lines: n, Width: first.Width() + f.font.Size/8}}
	lines = c.setter.Lines(rest, shape)
	if len(lines) < n {
		return false
	}
	lines[0].Runs = append(first.Runs, lines[0].Runs...)
	from := len(c.rows)
	c.add(lines, f)
	for i := from + 1; i < from+n; i++ {
		c.rows[i].Penalty = typeset.KeepWithPrevious
	}
	return true
}

// capitalFont returns the font of a drop capital that goes over n lines: it
// stands on the last of them and is as high as the capitals of the first.
func (c *compositor) capitalFont(text typeset.Font, n int, leading measure.Unit) typeset.Font {
	drop := measure.Unit(n-1) * leading
	height := measure.Unit(text.Family.Style(text.Style).CapHeight)
	f := text
	f.Style = fonts.Regular
	f.Size = text.Size + drop*1000/height
	f.Rise = -drop
	f.Colour = c.colour
	return f
}
