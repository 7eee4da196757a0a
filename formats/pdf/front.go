package pdf

import (
	"strings"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
)

// title is what the title page shows.
type title struct {
	title, subtitle string
	authors         []string
	publisher, date string
	rights          string
}

// titleOf takes the title from the document's metadata, and what is missing
// there from the blocks of its title page.
func titleOf(doc *document.Document) title {
	m := &doc.Meta
	t := title{title: m.Title, subtitle: m.Subtitle, authors: m.Authors, publisher: m.Publisher, date: m.Date, rights: m.Rights}
	_, blocks := doc.Body()
	var titles, subtitles, bylines []string
	for i := range blocks {
		text := strings.Join(strings.Fields(document.PlainText(blocks[i].Content)), " ")
		if text == "" {
			continue
		}
		switch blocks[i].Kind {
		case document.Title:
			titles = append(titles, text)
		case document.Subtitle:
			subtitles = append(subtitles, text)
		case document.Byline:
			bylines = append(bylines, text)
		}
	}
	if t.title == "" {
		t.title = strings.Join(titles, " ")
	}
	if t.subtitle == "" {
		t.subtitle = strings.Join(subtitles, " ")
	}
	if strings.Contains(strings.ToLower(t.title), strings.ToLower(t.subtitle)) {
		t.subtitle = "" // the title has it already
	}
	if len(t.authors) == 0 {
		t.authors = bylines
	}
	return t
}

// makeFront sets the title page and the contents. The body is set by now, so
// its page numbers are known; the front has numbers of its own, so that it
// doesn't move them.
func (c *compositor) makeFront(body []typeset.Page) {
	if c.options.HalfTitle && c.title.title != "" {
		c.front = append(c.front, c.halfTitle())
		if c.sides == 2 {
			c.front = append(c.front, typeset.Page{})
		}
	}
	if on(c.options.TitlePage, c.title.title != "") {
		c.front = append(c.front, c.titlePage())
		if c.sides == 2 {
			c.front = append(c.front, c.colophon())
		}
	}
	if on(c.options.Contents, len(c.headings) >= 3) && len(c.headings) > 0 {
		c.front = append(c.front, c.contents(body)...)
	}
	if c.sides == 2 && len(c.front)%2 == 1 {
		c.front = append(c.front, typeset.Page{})
	}
}

// onePage is a page of rows in one column.
func onePage(rows []typeset.Placed) typeset.Page {
	return typeset.Page{Columns: []typeset.Column{{Body: rows}}}
}

// halfTitle sets the page that comes before the title page and has the title
// alone, in the size of the text.
func (c *compositor) halfTitle() typeset.Page {
	c.swap(nil)
	c.display(c.title.title, 110, fonts.Regular, "P", c.frontFrame())
	return onePage(stack(nil, c.swap(nil), c.height/4/c.leading*c.leading))
}

// titlePage sets the title page: author, title and subtitle above the middle,
// publisher and year at the foot.
func (c *compositor) titlePage() typeset.Page {
	c.swap(nil)
	f := c.frontFrame()
	c.display(strings.Join(c.title.authors, ", "), 120, fonts.Regular, "P", f)
	c.setSpace(4)
	c.display(c.title.title, 200, fonts.Regular, "Title", f)
	c.setSpace(2)
	c.display(c.title.subtitle, 120, fonts.Italic, "P", f)
	head := c.swap(nil)
	c.display(c.title.publisher, 100, fonts.Regular, "P", f)
	c.display(year(c.title.date), 100, fonts.Regular, "P", f)
	foot := c.swap(nil)

	y := c.height / 5 / c.leading * c.leading
	placed := stack(nil, head, y)
	var height measure.Unit
	for i := range foot {
		height += foot[i].Height
	}
	return onePage(stack(placed, foot, c.height-height))
}

// colophon sets the back of the title page: the rights, if any are stated.
func (c *compositor) colophon() typeset.Page {
	if c.title.rights == "" {
		return typeset.Page{}
	}
	c.swap(nil)
	f := c.noteFrame()
	f.width = c.width
	e := engine.NewElement(f.parent, "P")
	c.add(c.setter.Lines([]typeset.Span{{Text: c.title.rights, Font: f.font, Element: e}},
		typeset.Shape{Measure: f.width, Align: typeset.Left}), f)
	rows := c.swap(nil)
	height := f.leading * measure.Unit(len(rows))
	return onePage(stack(nil, rows, max(0, c.height-height)))
}

// stack places rows one below the other.
func stack(placed []typeset.Placed, rows []typeset.Row, y measure.Unit) []typeset.Placed {
	for i := range rows {
		y += rows[i].Space
		placed = append(placed, typeset.Placed{Row: &rows[i], Y: y + rows[i].Ascent})
		y += rows[i].Height
	}
	return placed
}

// display sets a line of the title page, centred, at a size in per cent of
// the text's. Long ones are set smaller.
func (c *compositor) display(text string, size int, style fonts.Style, role string, f frame) {
	if text == "" {
		return
	}
	switch n := len([]rune(text)); {
	case n > 160:
		size = 100
	case n > 60 && size > 140:
		size = 150
	}
	f.font = c.textFont(f.font.Size*measure.Unit(size)/100, style)
	f.leading = f.font.Size * 125 / 100
	span := typeset.Span{Text: text, Font: f.font, Element: engine.NewElement(f.parent, role), Whole: true}
	c.add(c.setter.Lines([]typeset.Span{span}, typeset.Shape{Measure: f.width, Align: typeset.Centre}), f)
}

// year returns the year of a date that has one.
func year(date string) string {
	y, _, _ := strings.Cut(date, "-")
	return y
}

// contents sets the table of contents.
func (c *compositor) contents(body []typeset.Page) []typeset.Page {
	pages := c.folios(body)
	c.swap(nil)
	f := c.frontFrame()
	dest := c.book.NewDest()
	style := headingStyles[0]
	font := c.textFont(c.size*measure.Unit(style.size)/100, style.style)
	span := typeset.Span{Text: c.words.contents, Font: font, Element: engine.NewElement(f.parent, "H1")}
	head := f
	head.leading = 2 * f.leading
	c.add(c.setter.Lines([]typeset.Span{span}, typeset.Shape{Measure: f.width, Align: typeset.Centre}), head)
	c.rows[0].Mark = &typeset.Mark{Dest: dest, Title: c.words.contents, Level: 1, Opening: true}
	c.setSpace(2)
	toc := engine.NewElement(f.parent, "TOC")
	shallowest := 6
	for _, h := range c.headings {
		shallowest = min(shallowest, h.level)
	}
	for _, h := range c.headings {
		if depth := h.level - shallowest; depth < c.contentsDepth {
			c.contentsEntry(h, depth, pages[h.dest], toc, f)
		}
	}
	rows := c.swap(nil)
	c.book.Bookmark(c.words.contents, 0, dest)
	return typeset.Paginate(rows, typeset.Layout{Height: c.height, Leading: c.leading})
}

// contentsEntry sets an entry: the heading, leaders, and its page.
func (c *compositor) contentsEntry(h heading, depth int, folio string, toc *engine.Element, f frame) {
	f = f.inset(measure.Unit(depth)*c.size*3/2, 0)
	item := engine.NewElement(toc, "TOCI")
	link := engine.NewElement(engine.NewElement(item, "Reference"), "Link")
	target := &typeset.Target{Dest: h.dest, Says: c.words.page + " " + folio}
	span := typeset.Span{Text: h.title, Font: f.font, Element: link, Target: target}
	number := c.setter.Lines([]typeset.Span{{Text: folio, Font: f.font, Element: link, Target: target, Whole: true}},
		typeset.Shape{Measure: f.width, Align: typeset.Right})
	lines := c.setter.Lines([]typeset.Span{span}, typeset.Shape{Measure: f.width - 5*c.size/2, Indent: -c.size, Align: typeset.Left})
	if len(lines) == 0 || len(number) == 0 {
		return
	}
	last := &lines[len(lines)-1]
	c.leaders(last, f, number[0].Runs[0].X)
	last.Runs = append(last.Runs, number[0].Runs...)
	first := len(c.rows)
	c.add(lines, f)
	for i := first + 1; i < len(c.rows); i++ {
		c.rows[i].Penalty = typeset.KeepWithPrevious
	}
}

// leaders adds dots from the end of a line to x. They stand at the same places
// in every line, so that they align, and are not part of the text.
func (c *compositor) leaders(line *typeset.Line, f frame, x measure.Unit) {
	step := c.size * 6 / 10
	from := (f.left+line.Width()+2*step)/step*step - f.left
	dot := typeset.Run{Span: &typeset.Span{Font: f.font}, Face: f.font.Family.Style(fonts.Regular), S: "."}
	for dot.X = from; dot.X+step < x; dot.X += step {
		line.Runs = append(line.Runs, dot)
	}
}

// folios returns the printed page number of every heading.
func (c *compositor) folios(body []typeset.Page) map[engine.Dest]string {
	found := make(map[engine.Dest]string, len(c.headings))
	for i, n := range c.numbers(body) {
		for row := range body[i].Rows() {
			if row.Mark != nil {
				found[row.Mark.Dest] = n
			}
		}
	}
	return found
}
