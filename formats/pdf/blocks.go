package pdf

import (
	"slices"
	"strings"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
)

// frame is where blocks are set, and how.
type frame struct {
	left, width measure.Unit // within the text area
	font        typeset.Font
	leading     measure.Unit
	parent      *engine.Element
	language    string         // of the block, if it has one of its own
	lead        []typeset.Span // set before the first block: a note's label
	note        bool           // within a note
	flush       bool           // paragraphs have no indent
}

// frame returns the frame of the text itself: a column.
func (c *compositor) frame() frame {
	f := c.frontFrame()
	f.width = c.column
	return f
}

// frontFrame returns the frame of title page and contents.
func (c *compositor) frontFrame() frame {
	return frame{width: c.width, font: c.textFont(c.size, fonts.Regular), leading: c.leading, parent: c.book.Root()}
}

// element returns a new element for the block that is set in f.
func (f frame) element(typ string) *engine.Element {
	e := engine.NewElement(f.parent, typ)
	e.Language = f.language
	return e
}

// inset returns f made narrower on both sides.
func (f frame) inset(left, right measure.Unit) frame {
	left, right = min(left, f.width/4), min(right, f.width/4)
	if f.width-left-right < 6*f.font.Size {
		return f
	}
	f.left += left
	f.width -= left + right
	return f
}

// The penalties of page breaks, in squares of lines times 10 (see
// typeset.Paginate): for an orphan or a widow three empty lines are better.
const (
	loneLine     = 160
	underHeading = 400 // a heading with one line of its text
	hyphenated   = 160 // the page ends within a word
	inVerse      = 40
	beforeSet    = 20  // before a quotation, a list, a stanza
	introduced   = 120 // the same, if what precedes it leads on to it
)

// block sets one block.
func (c *compositor) block(b *document.Block, f frame) {
	defer func() {
		c.last = b.Kind
		c.leadsOn = c.leadsOn && b.Kind == document.Paragraph
		c.initial = b.Kind == document.Heading && b.Level <= 1 && !f.note
	}()
	f.language = b.Lang
	defer c.hyphenateIn(b.Lang)()
	switch b.Kind {
	case document.Heading:
		c.heading(b, f)
	case document.Quote:
		c.quote(b, f)
	case document.Verse:
		c.verse(b, f)
	case document.List:
		c.list(b, f)
	case document.Item:
		c.item(b, f, f.element("L"), 0)
	case document.Code:
		c.code(b, f)
	case document.Table:
		c.table(b, f)
	case document.Row, document.Cell: // outside a table
		c.loose(b, f)
	case document.SceneBreak:
		c.sceneBreak(b, f)
	default:
		c.paragraph(b.Content, f)
	}
}

// loose sets what a block holds as paragraphs.
func (c *compositor) loose(b *document.Block, f frame) {
	if b.Kind.Leaf() {
		c.paragraph(b.Content, f)
		return
	}
	for i := range b.Blocks {
		c.loose(&b.Blocks[i], f)
	}
}

// add adds rows of lines to the column.
func (c *compositor) add(lines []typeset.Line, f frame) {
	if room := cap(c.rows) - len(c.rows); room < len(lines) {
		c.rows = slices.Grow(c.rows, len(c.rows)+len(lines)) // append would double short lists only
	}
	for i := range lines {
		row := typeset.Row{Line: lines[i], Height: f.leading, Ascent: ascent(f.font.Size, f.leading)}
		row.Shift(f.left)
		if i == 1 || i > 0 && i == len(lines)-1 {
			row.Penalty = loneLine
		}
		if c.alone {
			row.Penalty = underHeading
		}
		if c.alone = c.keep; c.keep {
			row.Penalty = typeset.KeepWithPrevious
		}
		if i == 0 {
			row.Space = c.leading / 2 * measure.Unit(c.space)
		}
		c.space, c.keep = 0, false
		if i > 0 && lines[i-1].Broken {
			row.Penalty += hyphenated
		}
		c.rows = append(c.rows, row)
	}
}

// ascent returns where the baseline stands in a line of the given leading, so
// that letters and the room above and below them look even.
func ascent(size, leading measure.Unit) measure.Unit {
	return (leading-size)/2 + size*78/100
}

// setSpace asks for space before the next row, in half lines. The larger of
// two demands counts.
func (c *compositor) setSpace(halves int) { c.space = max(c.space, halves) }

// align returns how paragraphs stand.
func (c *compositor) align() typeset.Align {
	if c.options.Ragged {
		return typeset.Left
	}
	return typeset.Justify
}

// paragraph sets a paragraph. The first after a heading or the like has no
// indent: it needs none.
func (c *compositor) paragraph(content []document.Inline, f frame) {
	initial := c.initial && !f.note && f.lead == nil && !f.flush
	c.initial = false
	e := f.element("P")
	first := len(c.rows)
	lines := c.spans(content, f.font, e)
	for i, spans := range lines {
		indent := f.font.Size * 3 / 2
		if i > 0 || f.flush || !c.indented && !f.note || f.lead != nil {
			indent = 0
		}
		if i == 0 {
			spans = append(f.lead, spans...)
			if initial && c.dropCapital(spans, f, i+1 < len(lines)) {
				continue
			}
		}
		c.add(c.setter.Lines(spans, typeset.Shape{Measure: f.width, Indent: indent, Align: c.align(), Hyphens: true, GoesOn: i+1 < len(lines)}), f)
	}
	c.indented = true
	c.leadsOn = len(c.rows) == first+1 || endsInColon(content)
}

// endsInColon reports whether the last that content says is a colon.
func endsInColon(content []document.Inline) bool {
	last := ""
	for in := range document.Inlines(content) {
		if in.Kind == document.Text && strings.TrimSpace(in.Text) != "" {
			last = in.Text
		}
	}
	return strings.HasSuffix(strings.TrimSpace(last), ":")
}

// setOff makes it dear to begin a page with what was set from row first on: a
// quotation, a list or a stanza, which follows from what precedes it.
func (c *compositor) setOff(first int, leadsOn bool) {
	if first == 0 || first >= len(c.rows) {
		return
	}
	cost := beforeSet
	if leadsOn {
		cost = introduced
	}
	c.rows[first].Penalty = max(c.rows[first].Penalty, cost)
}

// quote sets a block quotation.
func (c *compositor) quote(b *document.Block, f frame) {
	c.initial = false
	inner := f.inset(f.leading*3/2, f.leading*3/2)
	inner.font.Size = f.font.Size * 95 / 100
	inner.parent = f.element("BlockQuote")
	inner.language = ""
	if c.attribution(b) {
		c.attribute(b, inner)
		return
	}
	c.setSpace(1)
	c.indented = false
	first, leadsOn := len(c.rows), c.leadsOn
	for i := range b.Blocks {
		c.block(&b.Blocks[i], inner)
		inner.lead = nil
	}
	c.setOff(first, leadsOn)
	c.setSpace(1)
	c.indented = true
}

// attribution reports whether b says where the quotation before it is from,
// as in
//
//	“And God created great whales.”
//	                       Genesis.
//
// It is one short paragraph that is no quotation by its marks.
func (c *compositor) attribution(b *document.Block) bool {
	if c.last != document.Quote && c.last != document.Verse || len(b.Blocks) != 1 || !b.Blocks[0].Kind.Leaf() {
		return false
	}
	text := document.PlainText(b.Blocks[0].Content)
	return len(text) < 100 && text != "" && !strings.ContainsAny(text[:1], "\"'") && !strings.ContainsRune("“‘„»«", []rune(text)[0])
}

// attribute sets an attribution at the right of the quotation before it.
func (c *compositor) attribute(b *document.Block, f frame) {
	c.space, c.keep = 0, true
	spans := c.joined(b.Blocks[0].Content, f.font, engine.NewElement(f.parent, "P"))
	c.add(c.setter.Lines(spans, typeset.Shape{Measure: f.width, Align: typeset.Right}), f)
	c.setSpace(2)
	c.indented = true
}

// verse sets a stanza. A line that is longer than the measure is turned over,
// with an indent of its own.
func (c *compositor) verse(b *document.Block, f frame) {
	f = f.inset(f.leading*3/2, 0)
	e := f.element("Stanza")
	c.setSpace(1)
	first := len(c.rows)
	lines := c.spans(b.Content, f.font, e)
	for i, spans := range lines {
		if i == 0 {
			spans = append(f.lead, spans...)
		}
		shape := typeset.Shape{Measure: f.width, Indent: -2 * f.font.Size, Align: typeset.Left, GoesOn: i+1 < len(lines)}
		c.add(c.setter.Lines(spans, shape), f)
	}
	c.setOff(first, c.leadsOn)
	for i := first + 1; i < len(c.rows); i++ {
		cost := inVerse
		if i == first+1 || i == len(c.rows)-1 {
			cost = loneLine
		}
		c.rows[i].Penalty = max(c.rows[i].Penalty, cost)
	}
	c.setSpace(1)
	c.indented = true
}

// sceneBreak sets the ornament of a break of thought, or the usual one.
func (c *compositor) sceneBreak(b *document.Block, f frame) {
	spans := c.joined(b.Content, f.font, engine.NewElement(f.parent, "P"))
	if strings.Trim(document.PlainText(b.Content), "* \u00A0\u2003") == "" { // none, or asterisks
		spans = []typeset.Span{{Text: "*\u2003*\u2003*", Font: f.font}}
	}
	c.setSpace(1)
	c.keep = len(c.rows) > 0
	c.add(c.setter.Lines(spans, typeset.Shape{Measure: f.width, Align: typeset.Centre}), f)
	c.setSpace(1)
	c.indented = false
}

// code sets verbatim lines, each a paragraph of its own. Its spaces count, so
// they are set as no-break ones.
func (c *compositor) code(b *document.Block, f frame) {
	font := typeset.Font{Family: c.mono, Size: f.font.Size * 80 / 100}
	e := f.element("P")
	c.setSpace(1)
	inner := f.inset(f.leading, 0)
	text := strings.TrimRight(strings.ReplaceAll(document.PlainText(b.Content), "\t", "    "), "\n")
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		indent := len(line) - len(strings.TrimLeft(line, " "))
		line = strings.Repeat("\u00A0", indent) + line[indent:]
		if line == "" {
			line = "\u00A0"
		}
		spans := []typeset.Span{{Text: line, Font: font, Element: e, Whole: true}}
		if f.lead != nil {
			spans = append(f.lead, spans...)
			f.lead = nil
		}
		c.add(c.setter.Lines(spans, typeset.Shape{Measure: inner.width, Indent: -2 * font.Size, Align: typeset.Left, GoesOn: true}), inner)
	}
	c.setSpace(1)
	c.indented = true
}
