package pdf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/refolio/refolio/formats/pdf/measure"
)

// Options are the options of the PDF writer. The zero value sets an A5 book.
type Options struct {
	// Page is the page size: a name of [measure.Papers], or a width and a
	// height such as "120mm x 190mm". The default is A5.
	Page string `yaml:"page"`
	// Margins are four lengths for a right-hand page: inner, top, outer and
	// bottom, such as "18mm 20mm 24mm 30mm". By default they are in the
	// classical proportion of 2:3:4:6 to one another on a page of 2:3.
	Margins string `yaml:"margins"`
	// Sides is 2 for facing pages, with inner and outer margins and running
	// heads for left and right, or 1 for pages that are all alike. By default
	// it is 2, and 1 for e-ink.
	Sides int `yaml:"sides"`
	// Size is the type size of the text and Leading the distance of its
	// baselines, as lengths. The defaults depend on the page.
	Size    string `yaml:"size"`
	Leading string `yaml:"leading"`

	// Ragged leaves the right edge of the text uneven.
	Ragged bool `yaml:"ragged"`
	// Hyphenate breaks words at line ends where the document's language has
	// patterns. It is on by default.
	Hyphenate *bool `yaml:"hyphenate"`
	// OpticalMargins lets quotation marks, hyphens and full stops stand a
	// little outside the edges, so that these look straight.
	OpticalMargins bool `yaml:"optical-margins"`
	// Expansion sets the letters of a line up to two hundredths wider or narrower
	// where that spares its spaces. It is on by default.
	Expansion *bool `yaml:"expansion"`
	// Flush spreads the lines so that full pages end at the same height.
	Flush bool `yaml:"flush"`

	// TitlePage gives the document one. It is on by default if there is a
	// title.
	TitlePage *bool `yaml:"title-page"`
	// Contents gives the document a table of contents. It is on by default if
	// there are three headings or more.
	Contents *bool `yaml:"contents"`
	// ContentsDepth is the deepest level of heading in the contents. The
	// default is 2.
	ContentsDepth int `yaml:"contents-depth"`
	// Chapters says where headings of the first level stand: "page" begins a
	// new page, "recto" a right-hand one, "run-on" none. By default sections
	// of less than about four pages run on.
	Chapters string `yaml:"chapters"`
	// RunningHeads shows author, title or chapter above the text. It is on by
	// default.
	RunningHeads *bool `yaml:"running-heads"`
	// Endnotes gathers the notes behind the text.
	Endnotes bool `yaml:"endnotes"`
	// SourcePages shows the page numbers of the source in the margin.
	SourcePages bool `yaml:"source-pages"`
	// GreyLinks shows links to the web in grey instead of black.
	GreyLinks bool `yaml:"grey-links"`
}

// Validate reports what no document could be set with. [Write] does so too.
func (o Options) Validate() error {
	_, err := o.design()
	return err
}

func on(option *bool, byDefault bool) bool {
	if option == nil {
		return byDefault
	}
	return *option
}

// design is the form of the book, worked out from the options.
type design struct {
	page                      measure.Size
	inner, top, outer, bottom measure.Unit
	sides                     int
	size, leading             measure.Unit // of the text
	noteSize, noteLeading     measure.Unit
	width, height             measure.Unit // of the text area
	contentsDepth             int
	chapters                  string
}

// design works the form of the book out and checks the options.
func (o Options) design() (*design, error) {
	d := &design{sides: o.Sides, contentsDepth: o.ContentsDepth, chapters: o.Chapters}
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
	if err := d.setType(o); err != nil {
		return nil, err
	}
	if err := d.setMargins(o); err != nil {
		return nil, err
	}
	return d, nil
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
	switch {
	case o.Margins != "":
		fields := strings.Fields(o.Margins)
		if len(fields) != 4 {
			return fmt.Errorf("margins: %q are not four lengths: inner, top, outer, bottom", o.Margins)
		}
		for i, to := range []*measure.Unit{&d.inner, &d.top, &d.outer, &d.bottom} {
			u, err := measure.Parse(fields[i])
			if err != nil {
				return fmt.Errorf("margins: %w", err)
			}
			*to = u
		}
	case w < 130*measure.Millimetre && h < 170*measure.Millimetre: // a screen has a frame of its own
		d.inner, d.top, d.outer, d.bottom = w/16, h/11, w/16, h/13
	default:
		parts := measure.Unit(12) // the page's sides are divided as the old canons divide them
		if w > 180*measure.Millimetre {
			parts = 9
		}
		d.inner, d.top, d.outer, d.bottom = w/parts, h/parts, 2*w/parts, 2*h/parts
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

// left returns the left edge of the text area on a page, counted from 0.
func (d *design) left(page int) measure.Unit {
	if d.recto(page) {
		return d.inner
	}
	return d.outer
}

// recto reports whether a page, counted from 0, is a right-hand one.
func (d *design) recto(page int) bool { return d.sides == 1 || page%2 == 0 }
