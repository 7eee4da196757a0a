package pdf

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// design is the form of the book, worked out from the options.
type design struct {
	page                      measure.Size
	inner, top, outer, bottom measure.Unit
	sides                     int
	size, leading             measure.Unit // of the text
	noteSize, noteLeading     measure.Unit
	width, height             measure.Unit // of the text area
	columns                   int
	column, gutter            measure.Unit // the width of a column, and what is between two
	colour                    engine.Colour
	contentsDepth             int
	chapters                  string
	text, mono                *fonts.Family
}

// design works the form of the book out and checks the options.
func (o Options) design() (*design, error) {
	d := &design{sides: o.Sides, contentsDepth: o.ContentsDepth, chapters: o.Chapters, text: fonts.Book(), mono: fonts.Mono()}
	page := o.Page
	if page == "" {
		page = "A5"
	}
	var err error
	if d.page, err = measure.ParseSize(page); err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	small := d.page.Width < 100*measure.Millimetre
	if d.sides == 0 {
		d.sides = 2
		if small && d.page.Height < 170*measure.Millimetre {
			d.sides = 1
		}
	}
	if d.sides != 1 && d.sides != 2 {
		return nil, fmt.Errorf("sides: %d is neither 1 nor 2", d.sides)
	}
	if d.contentsDepth == 0 {
		d.contentsDepth = 2
	}
	if d.contentsDepth < 1 || d.contentsDepth > 6 {
		return nil, fmt.Errorf("contents-depth: %d is not a level of heading, 1 to 6", d.contentsDepth)
	}
	if !slices.Contains([]string{"", "page", "recto", "run-on"}, d.chapters) {
		return nil, fmt.Errorf("chapters: %q is none of page, recto, run-on", d.chapters)
	}
	if o.DropCapitals < 0 || o.DropCapitals == 1 || o.DropCapitals > 5 {
		return nil, fmt.Errorf("drop-capitals: %d is not a number of lines, 2 to 5", o.DropCapitals)
	}
	if d.colour, err = parseColour(o.Colour); err != nil {
		return nil, fmt.Errorf("colour: %w", err)
	}
	if err := checkFonts(o.Fonts); err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	if err := d.setType(o); err != nil {
		return nil, err
	}
	if err := d.setMargins(o); err != nil {
		return nil, err
	}
	return d, d.setColumns(o)
}

// parseColour reads a colour such as "#8a1c1c". None is black.
func parseColour(s string) (engine.Colour, error) {
	if s == "" {
		return engine.Colour{}, nil
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "#"), 16, 32)
	if err != nil || len(s) != len("#rrggbb") || s[0] != '#' {
		return engine.Colour{}, fmt.Errorf("%q is not a colour such as #8a1c1c", s)
	}
	return engine.Colour{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n)}, nil
}

// setColumns divides the text area.
func (d *design) setColumns(o Options) error {
	d.columns, d.gutter = max(o.Columns, 1), d.leading*3/2
	if o.Columns < 0 || o.Columns > 2 {
		return fmt.Errorf("columns: %d is neither 1 nor 2", o.Columns)
	}
	d.column = (d.width - measure.Unit(d.columns-1)*d.gutter) / measure.Unit(d.columns)
	if d.column < 8*d.size {
		return fmt.Errorf("columns: %d columns of %.0f points are too narrow for type of %.1f points", d.columns, d.column.Points(), d.size.Points())
	}
	return nil
}

// setType works out the type sizes. Wide pages have larger type, so that a
// line doesn't hold many more than 70 letters.
func (d *design) setType(o Options) error {
	d.size = 10_800
	switch width := d.page.Width; {
	case width > 180*measure.Millimetre:
		d.size = 12_000
	case width < 95*measure.Millimetre:
		d.size = 10_000
	case width < 115*measure.Millimetre:
		d.size = 9_800
	}
	if o.Columns > 1 {
		d.size = min(d.size, 9_800)
	}
	var err error
	if o.Size != "" {
		if d.size, err = measure.Parse(o.Size); err != nil {
			return fmt.Errorf("size: %w", err)
		}
	}
	if d.size < 4*measure.Point || d.size > 72*measure.Point {
		return fmt.Errorf("size: %s is not between 4pt and 72pt", o.Size)
	}
	d.leading = (d.size*133/100 + 250) / 500 * 500
	if o.Leading != "" {
		if d.leading, err = measure.Parse(o.Leading); err != nil {
			return fmt.Errorf("leading: %w", err)
		}
	}
	if d.leading < d.size*8/10 || d.leading > d.size*4 {
		return fmt.Errorf("leading: %s is not between 0.8 and 4 times the type size", o.Leading)
	}
	d.noteSize = d.size * 83 / 100
	d.noteLeading = d.leading * 83 / 100
	return nil
}

// setMargins works out the margins and the text area, which holds a whole
// number of lines.
func (d *design) setMargins(o Options) error {
	w, h := d.page.Width, d.page.Height
	rule := o.Margins
	if rule == "" {
		switch {
		case w < 130*measure.Millimetre && h < 170*measure.Millimetre:
			rule = "slim"
		case w > 180*measure.Millimetre && o.Columns < 2:
			rule = "ninths"
		default:
			rule = "twelfths"
		}
	}
	switch rule {
	case "slim":
		d.inner, d.top, d.outer, d.bottom = w/16, h/11, w/16, h/13
	case "twelfths":
		d.inner, d.top, d.outer, d.bottom = w/12, h/12, w/6, h/6
	case "ninths":
		d.inner, d.top, d.outer, d.bottom = w/9, h/9, 2*w/9, 2*h/9
	default:
		if err := d.parseMargins(rule); err != nil {
			return err
		}
	}
	if d.sides == 1 {
		d.inner = (d.inner + d.outer) / 2
		d.outer = d.inner
	}
	d.width = w - d.inner - d.outer
	d.height = (h - d.top - d.bottom) / d.leading * d.leading
	if d.width < 8*d.size || d.height < 8*d.leading {
		return fmt.Errorf("the margins leave no room for text: %.0f by %.0f points", d.width.Points(), d.height.Points())
	}
	return nil
}

// parseMargins reads four lengths.
func (d *design) parseMargins(s string) error {
	fields := strings.Fields(s)
	if len(fields) != 4 {
		return fmt.Errorf("margins: %q are not four lengths, inner, top, outer, bottom, and none of ninths, twelfths, slim", s)
	}
	for i, to := range []*measure.Unit{&d.inner, &d.top, &d.outer, &d.bottom} {
		u, err := measure.Parse(fields[i])
		if err != nil {
			return fmt.Errorf("margins: %w", err)
		}
		*to = u
	}
	return nil
}

// left returns the left edge of the text area on a page, counted from 0.
func (d *design) left(page int) measure.Unit {
	if d.recto(page) {
		return d.inner
	}
	return d.outer
}

// recto reports whether a page, counted from 0, is a right-hand one.
func (d *design) recto(page int) bool { return d.sides == 1 || page%2 == 0 }
