package pdf

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/formats/pdf/typeset"
)

// numbers returns the folio of each page of the body. With facing pages,
// right-hand pages have odd numbers; where a chapter asks for one, the page
// before it stays empty.
func (c *compositor) numbers(body []typeset.Page) []string {
	folios := make([]string, len(body))
	n := 0
	for i := range body {
		n++
		if body[i].Recto && c.sides == 2 && n%2 == 0 {
			n++
		}
		folios[i] = strconv.Itoa(n)
	}
	return folios
}

// draw draws all pages.
func (c *compositor) draw(ctx context.Context) error {
	for i := range c.front {
		c.drawFront(i)
	}
	c.bookmark()
	start := c.book.Pages()
	labels := []engine.PageLabels{{Page: start, Style: "D", Start: 1}}
	if start > 0 {
		labels = slices.Insert(labels, 0, engine.PageLabels{Page: 0, Style: "r", Start: 1})
	}
	c.book.SetLabels(labels)
	chapter := ""
	for i, folio := range c.numbers(c.pages) {
		if i%64 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for strconv.Itoa(c.book.Pages()-start+1) != folio {
			c.book.AddPage()
		}
		chapter = c.drawBody(&c.pages[i], folio, chapter)
	}
	if c.book.Pages() == 0 {
		c.book.AddPage()
	}
	return nil
}

// bookmark adds the headings to the outline.
func (c *compositor) bookmark() {
	shallowest := 6
	for _, h := range c.headings {
		shallowest = min(shallowest, h.level)
	}
	for _, h := range c.headings {
		c.book.Bookmark(cut(h.title, 200), h.level-shallowest, h.dest)
	}
}

// drawFront draws a page of the front. The title page and empty pages have no
// folio.
func (c *compositor) drawFront(i int) {
	page := c.book.AddPage()
	c.drawColumns(page, &c.front[i])
	if c.isContents(i) {
		c.drop(page, roman(page.Index()+1))
	}
}

// isContents reports whether a page of the front belongs to the contents.
func (c *compositor) isContents(i int) bool {
	for ; i >= 0; i-- {
		first := c.front[i].First()
		if first == nil || first.Mark != nil {
			return first != nil
		}
	}
	return false
}

// drawBody draws a page of the body and returns the chapter at its end.
func (c *compositor) drawBody(p *typeset.Page, folio, chapter string) string {
	page := c.book.AddPage()
	head := p.First()
	opening := head != nil && head.Mark != nil && head.Mark.Opening
	for row := range p.Rows() {
		if row.Mark != nil && row.Mark.Level == 1 {
			chapter = row.Mark.Title
		}
	}
	first := page.Index() == 0 || folio == "1"
	switch {
	case opening || first || !on(c.options.RunningHeads, true):
		c.drop(page, folio)
	default:
		c.head(page, folio, chapter)
	}
	c.drawColumns(page, p)
	return chapter
}

// drawColumns draws the columns of a page with their notes.
func (c *compositor) drawColumns(page *engine.Page, p *typeset.Page) {
	left := c.left(page.Index())
	c.drawRows(page, p.Wide, left)
	for i := range p.Columns {
		column := &p.Columns[i]
		c.drawRows(page, column.Body, left)
		if len(column.Notes) > 0 {
			c.noteRule(page, column, left)
			c.drawRows(page, column.Notes, left)
		}
		left += c.column + c.gutter
	}
}

// noteRule draws the rule above the notes, over the whole measure if they begin
// with the rest of one from before.
func (c *compositor) noteRule(page *engine.Page, column *typeset.Column, left measure.Unit) {
	width := c.column / 4
	if column.Continued {
		width = c.column
	}
	page.Begin(nil)
	page.Rule(left, c.top+column.RuleAt, width, 400)
}

// drop sets the folio alone, below the text.
func (c *compositor) drop(page *engine.Page, folio string) {
	page.BeginArtifact(engine.Footer)
	c.furniture(page, folio, typeset.Centre, c.top+c.height+min(2*c.leading, c.bottom*2/3), fonts.Regular)
}

// head sets the running head: the folio at the outer edge, and beside it the
// author or the title on a left-hand page, the chapter on a right-hand one.
func (c *compositor) head(page *engine.Page, folio, chapter string) {
	text, edge, inner := c.title.title, typeset.Left, typeset.Right
	if c.recto(page.Index()) {
		edge, inner = typeset.Right, typeset.Left
		if chapter != "" {
			text = chapter
		}
	} else if chapter == "" && len(c.title.authors) > 0 {
		text = strings.Join(c.title.authors, ", ")
	}
	page.BeginArtifact(engine.Header)
	y := c.top - min(c.leading, c.top/3)
	c.furniture(page, folio, edge, y, fonts.Regular)
	c.furniture(page, text, inner, y, fonts.Italic)
}

// furniture sets one line outside the text, shortened to fit, in the artifact that
// has begun.
func (c *compositor) furniture(page *engine.Page, text string, align typeset.Align, y measure.Unit, style fonts.Style) {
	key := headKey{text, align, style}
	lines, known := c.heads[key]
	if !known {
		lines = c.furnitureLines(text, align, style)
		c.heads[key] = lines
	}
	left := c.left(page.Index())
	for _, line := range lines {
		for i := range line.Runs {
			c.drawText(page, &line.Runs[i], left, y)
		}
	}
}

// headKey tells the lines outside the text apart.
type headKey struct {
	text  string
	align typeset.Align
	style fonts.Style
}

// furnitureLines sets the lines of furniture; they are one, or none.
func (c *compositor) furnitureLines(text string, align typeset.Align, style fonts.Style) []typeset.Line {
	font := c.textFont(c.size*88/100, style)
	set := func(align typeset.Align) []typeset.Line {
		return c.setter.Lines([]typeset.Span{{Text: text, Font: font, Whole: true}}, typeset.Shape{Measure: c.width, Align: align})
	}
	room := c.width - 3*c.size
	for text = cut(text, 150); ; text = cutAtWord(text, utf8.RuneCountInString(text)*9/10) {
		lines := set(typeset.Left)
		if len(lines) < 2 && (len(lines) == 0 || lines[0].Width() <= room) || utf8.RuneCountInString(text) < 3 {
			return set(align)
		}
	}
}

func (c *compositor) drawText(page *engine.Page, r *typeset.Run, left, y measure.Unit) {
	f := &r.Span.Font
	page.Text(left+r.X, y-f.Rise, engine.Text{Face: r.Face, Size: f.Size, S: r.S, Extra: r.Extra, Stretch: r.Stretch, Colour: f.Colour})
}

// drawRows draws rows with their links; left is where their column begins.
func (c *compositor) drawRows(page *engine.Page, rows []typeset.Placed, left measure.Unit) {
	for _, row := range rows {
		y := c.top + row.Y
		if row.Mark != nil {
			page.Place(row.Mark.Dest, max(0, y-row.Ascent))
		}
		c.drawRules(page, row, left, y)
		for i := range row.Runs {
			r := &row.Runs[i]
			page.Begin(r.Span.Element)
			c.drawText(page, r, left, y)
			if t := r.Span.Target; t != nil {
				c.drawLink(page, r, t, left, y)
			}
			if r.First && r.Span.Page != "" && c.options.SourcePages {
				c.sourcePage(page, r.Span.Page, left, y)
			}
		}
	}
}

func (c *compositor) drawRules(page *engine.Page, row typeset.Placed, left, y measure.Unit) {
	const thickness = 400
	if row.Rules == nil {
		return
	}
	if r := row.Rules.Above; r.Width > 0 {
		page.Begin(nil)
		page.Rule(left+r.X, y-row.Ascent-c.leading/8, r.Width, thickness)
	}
	if r := row.Rules.Below; r.Width > 0 {
		page.Begin(nil)
		page.Rule(left+r.X, y-row.Ascent+row.Height+c.leading/8, r.Width, thickness)
	}
}

// drawLink makes a run lead to its target. The area is a little higher than
// the letters, so that small marks can be hit with a finger.
func (c *compositor) drawLink(page *engine.Page, r *typeset.Run, t *typeset.Target, left, y measure.Unit) {
	area := engine.Rect{Left: left + r.X, Right: left + r.X + r.Width, Top: y - c.leading*3/4, Bottom: y + c.leading/4}
	if t.Back {
		page.Place(t.Here, max(0, y-c.leading))
	}
	if t.URL != "" {
		page.LinkURL(area, t.URL, r.Span.Element, t.Says)
	} else {
		page.Link(area, t.Dest, r.Span.Element, t.Says)
	}
}

// sourcePage shows in the margin which page of the source begins in the line:
// in the outer one, or that beside its column, which begins at left.
func (c *compositor) sourcePage(page *engine.Page, label string, left, y measure.Unit) {
	font := c.textFont(c.size*70/100, fonts.Regular)
	font.Colour = engine.Grey(40)
	lines := c.setter.Lines([]typeset.Span{{Text: label, Font: font, Whole: true}}, typeset.Shape{Measure: c.outer, Align: typeset.Left})
	if len(lines) == 0 {
		return
	}
	edge := c.left(page.Index())
	onLeft := !c.recto(page.Index())
	if c.columns > 1 {
		onLeft = left == edge
	}
	x := edge + c.width + c.size/2
	if onLeft {
		x = edge - c.size/2 - lines[0].Width()
	}
	page.BeginArtifact(engine.SourcePage)
	for i := range lines[0].Runs {
		c.drawText(page, &lines[0].Runs[i], x, y)
	}
}

// roman returns n in small roman numerals.
func roman(n int) string {
	var sb strings.Builder
	for _, d := range []struct {
		value   int
		numeral string
	}{{1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for ; n >= d.value; n -= d.value {
			sb.WriteString(d.numeral)
		}
	}
	return sb.String()
}
