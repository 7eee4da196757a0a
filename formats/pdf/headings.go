package pdf

import (
	"strconv"
	"strings"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
)

// heading is a heading as contents, bookmarks and running heads show it.
type heading struct {
	title string
	level int
	dest  engine.Dest
}

// runOn decides whether sections of the first level begin a new page, if the
// options leave it open: they do in a book, if they are long.
func (c *compositor) runOn(blocks []document.Block) {
	if c.chapters != "" {
		return
	}
	const (
		fourPages = 8_000   // letters on four pages of a small book
		article   = 100_000 // letters; what is shorter is no book
	)
	sections, letters := 0, 0
	for leaf := range document.Leaves(blocks) {
		if leaf.Kind == document.Heading && leaf.Level <= 1 {
			sections++
		}
		for in := range document.Inlines(leaf.Content) {
			letters += len(in.Text)
		}
	}
	c.chapters = "run-on"
	if sections > 0 && letters > article && letters/sections > fourPages {
		c.chapters = "page"
	}
}

// headingStyle is the look of a level of heading. Its height, with the space
// about it, is a whole number of the text's lines, so that the lines of facing
// pages stay level.
type headingStyle struct {
	size   int // per cent of the text's
	style  fonts.Style
	align  typeset.Align
	before int // half lines of space
	after  int
}

var headingStyles = []headingStyle{
	{130, fonts.Regular, typeset.Centre, 4, 2},
	{110, fonts.Italic, typeset.Centre, 3, 1},
	{100, fonts.Bold, typeset.Left, 2, 1},
	{100, fonts.Italic, typeset.Left, 2, 1},
	{100, fonts.Regular, typeset.Left, 2, 1},
	{100, fonts.Regular, typeset.Left, 2, 1},
}

// chapterStyle is that of headings which begin a new page.
var chapterStyle = headingStyle{160, fonts.Regular, typeset.Centre, 0, 4}

// chapterSink is how many lines a chapter's heading stands below the head of
// its page.
const chapterSink = 4

func (c *compositor) heading(b *document.Block, f frame) {
	level := min(max(b.Level, 1), 6)
	style := headingStyles[level-1]
	opening := level == 1 && !f.note && c.chapters != "run-on"
	if opening {
		style = chapterStyle
	}
	title := strings.Join(strings.Fields(document.PlainText(b.Content)), " ")
	if title == "" && len(b.Content) == 0 {
		return
	}
	inner := f
	wide := opening && c.columns > 1
	if wide {
		inner.width = c.width
	}
	inner.font = c.textFont(f.font.Size*measure.Unit(style.size)/100, style.style)
	inner.leading = max(inner.font.Size*122/100, f.leading)
	if level == 1 && !f.note {
		inner.font.Colour = c.colour
	}
	e := f.element("H" + strconv.Itoa(c.rank(b, level)))
	e.Title = cut(title, 200)
	c.setSpace(style.before)
	first := len(c.rows)
	lines := c.spans(b.Content, inner.font, e)
	for i, spans := range lines {
		c.add(c.setter.Lines(spans, typeset.Shape{Measure: inner.width, Align: style.align, GoesOn: i+1 < len(lines)}), inner)
	}
	if first == len(c.rows) {
		return
	}
	for i := first; i < len(c.rows); i++ {
		c.rows[i].Wide = wide
		if i > first {
			c.rows[i].Penalty = typeset.KeepWithPrevious
		}
	}
	c.toGrid(c.rows[first:], f)
	c.markHeading(&c.rows[first], title, level, opening && !f.note, f)
	c.setSpace(style.after)
	c.keep, c.indented = true, false
}

// rankHeadings finds the levels of the blocks' headings in the structure tree.
// Programs that read aloud go by them from heading to heading, so the first is
// 1 and none is skipped, as PDF/UA-1 (7.4.2) asks, whatever the text does.
func (c *compositor) rankHeadings(blocks []document.Block) {
	c.ranks = map[*document.Block]int{}
	last := 0
	for leaf := range document.Leaves(blocks) {
		if leaf.Kind == document.Heading {
			last = min(max(leaf.Level, 1), last+1, 6)
			c.ranks[leaf] = last
		}
	}
}

// rank is the level of a heading in the structure tree, level if it is not of
// the text.
func (c *compositor) rank(b *document.Block, level int) int {
	if rank, ok := c.ranks[b]; ok {
		return rank
	}
	return level
}

// toGrid makes the height of a heading a whole number of the text's lines. The
// room is added above: a heading belongs to what follows.
func (c *compositor) toGrid(rows []typeset.Row, f frame) {
	var height measure.Unit
	for i := range rows {
		height += rows[i].Height
	}
	room := (f.leading - height%f.leading) % f.leading
	rows[0].Height += room
	rows[0].Ascent += room
}

// markHeading makes a heading known to contents, bookmarks and running heads,
// and lets a chapter begin its page.
func (c *compositor) markHeading(row *typeset.Row, title string, level int, opening bool, f frame) {
	if f.note {
		return
	}
	row.Mark = &typeset.Mark{Title: title, Level: level, Opening: opening}
	if !opening {
		return
	}
	row.NewPage = true
	row.NewRecto = c.chapters == "recto"
	row.Penalty = 0
	row.Height += chapterSink * f.leading
	row.Ascent += chapterSink * f.leading
}

// listHeadings makes the list of the headings in the body.
func (c *compositor) listHeadings() {
	for i := range c.rows {
		if m := c.rows[i].Mark; m != nil && m.Level > 0 {
			m.Dest = c.book.NewDest()
			c.headings = append(c.headings, heading{m.Title, m.Level, m.Dest})
		}
	}
}

// cut shortens a title that is longer than n letters.
func cut(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return strings.TrimRight(string(r[:n-1]), " ") + "…"
}

// cutAtWord is cut, but behind a word, if that doesn't take half of the title.
func cutAtWord(s string, n int) string {
	short := cut(s, n)
	if kept := strings.TrimSuffix(short, "…"); kept != short && !strings.HasPrefix(s[len(kept):], " ") {
		if i := strings.LastIndexByte(kept, ' '); i > len(kept)/2 {
			return strings.TrimRight(kept[:i], " ,;:–—-") + "…"
		}
	}
	return short
}
