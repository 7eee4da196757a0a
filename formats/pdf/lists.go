package pdf

import (
	"slices"
	"strings"

	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
)

// list sets a list. All its items have the indent that its widest marker
// needs.
func (c *compositor) list(b *document.Block, f frame) {
	e := f.element("L")
	e.Numbering = numbering(b.Blocks)
	var indent measure.Unit
	for i := range b.Blocks {
		indent = max(indent, c.widthOf(b.Blocks[i].Marker, f.font))
	}
	if indent > 0 {
		indent = max(indent+f.font.Size/2, f.font.Size*5/4)
	}
	c.setSpace(1)
	first, leadsOn := len(c.rows), c.leadsOn
	for i := range b.Blocks {
		if b.Blocks[i].Kind == document.Item {
			c.item(&b.Blocks[i], f, e, indent)
		} else {
			c.block(&b.Blocks[i], f)
		}
		f.lead = nil
	}
	c.setOff(first, leadsOn)
	c.setSpace(1)
	c.indented = true
}

// numbering tells by the markers of the first items how a list is numbered. One
// that begins with "i." is numbered in roman numerals, unless "j." follows.
func numbering(items []document.Block) string {
	marker := func(i int) string {
		if i >= len(items) {
			return ""
		}
		return strings.Trim(items[i].Marker, "().[] ")
	}
	first := marker(0)
	switch lower := strings.ToLower(first); {
	case first == "":
		return ""
	case strings.Trim(first, "0123456789") == "":
		return "Decimal"
	case lower == "i" && strings.ToLower(marker(1)) != "j":
		return inCase(first, "LowerRoman", "UpperRoman")
	case len(lower) == 1 && lower >= "a" && lower <= "z":
		return inCase(first, "LowerAlpha", "UpperAlpha")
	case lower == "•":
		return "Disc"
	}
	return ""
}

// inCase returns lower if s is in small letters, else upper.
func inCase(s, lower, upper string) string {
	if s == strings.ToLower(s) {
		return lower
	}
	return upper
}

// item sets one item of a list, its marker to the left of its text.
func (c *compositor) item(b *document.Block, f frame, list *engine.Element, indent measure.Unit) {
	li := engine.NewElement(list, "LI")
	inner := f.inset(indent, 0)
	inner.parent = engine.NewElement(li, "LBody")
	inner.flush = true
	c.indented = false
	marker := typeset.Span{Text: b.Marker, Font: f.font, Element: engine.NewElement(li, "Lbl"), Whole: true}
	beside := b.Marker != "" && indent > 0 && inner.left-f.left >= indent
	if b.Marker != "" && !beside { // so deep that there is no room for the marker
		inner.left, inner.width = f.left, f.width
		gap := typeset.Span{Text: " ", Font: f.font, Element: marker.Element}
		inner.lead = append(slices.Clip(f.lead), marker, gap)
	}
	first := len(c.rows)
	for i := range b.Blocks {
		c.block(&b.Blocks[i], inner)
		inner.lead = nil
		if c.space == 1 && b.Blocks[i].Kind == document.List {
			c.space = 0 // a list within a list stands close
		}
	}
	if beside {
		c.setBeside(marker, first, f)
	}
}

// setBeside sets a marker to the left of the row where its item begins.
func (c *compositor) setBeside(marker typeset.Span, row int, f frame) {
	lines := c.setter.Lines([]typeset.Span{marker}, typeset.Shape{Measure: f.width, Align: typeset.Left})
	if len(lines) == 0 {
		return
	}
	if row == len(c.rows) { // the item is empty
		c.add(lines, f)
		return
	}
	lines[0].Shift(f.left)
	c.rows[row].Runs = append(lines[0].Runs, c.rows[row].Runs...)
}

// widthOf returns how wide a short text is.
func (c *compositor) widthOf(text string, font typeset.Font) measure.Unit {
	lines := c.setter.Lines([]typeset.Span{{Text: text, Font: font, Whole: true}}, typeset.Shape{Measure: c.width, Align: typeset.Left})
	if len(lines) == 0 {
		return 0
	}
	return lines[0].Width()
}

// table sets a table with a rule above and below. Its columns share the
// measure as their texts need it.
func (c *compositor) table(b *document.Block, f frame) {
	widths := c.columnWidths(b, f)
	if len(widths) == 0 {
		return
	}
	if slices.Min(widths) < 2*f.font.Size { // no room for columns
		for i := range b.Blocks {
			c.loose(&b.Blocks[i], f)
		}
		return
	}
	e := f.element("Table")
	font := f.font
	font.Size = f.font.Size * 92 / 100
	c.setSpace(2)
	first := len(c.rows)
	for r := range b.Blocks {
		tr := engine.NewElement(e, "TR")
		cells := make([][]typeset.Line, len(widths))
		x := f.left
		height := 0
		for i, cell := range b.Blocks[r].Blocks {
			if i >= len(widths) {
				break
			}
			td := engine.NewElement(tr, "TD")
			cells[i] = c.setter.Lines(c.joined(cell.Content, font, td), typeset.Shape{Measure: widths[i] - gutter(font), Align: typeset.Left})
			for l := range cells[i] {
				cells[i][l].Shift(x)
			}
			height = max(height, len(cells[i]))
			x += widths[i]
		}
		c.addTableRow(cells, height, f)
	}
	for i := first; i < len(c.rows); i++ {
		if i == first+1 || i == len(c.rows)-1 {
			c.rows[i].Penalty = loneLine
		}
	}
	if first < len(c.rows) {
		var total measure.Unit
		for _, w := range widths {
			total += w
		}
		rule, last := typeset.Rule{X: f.left, Width: total}, len(c.rows)-1
		c.rows[first].Rules = &typeset.Rules{Above: rule}
		if first < last {
			c.rows[last].Rules = &typeset.Rules{Below: rule}
		} else {
			c.rows[last].Rules.Below = rule
		}
	}
	c.setSpace(2)
	c.indented = true
}

func gutter(font typeset.Font) measure.Unit { return font.Size }

// addTableRow adds the lines of a table's row, those of its cells side by
// side.
func (c *compositor) addTableRow(cells [][]typeset.Line, height int, f frame) {
	for l := range height {
		var line typeset.Line
		for _, cell := range cells {
			if l < len(cell) {
				line.Runs = append(line.Runs, cell[l].Runs...)
				line.Notes = append(line.Notes, cell[l].Notes...)
			}
		}
		flat := f
		flat.left = 0
		c.add([]typeset.Line{line}, flat)
		if l > 0 {
			c.rows[len(c.rows)-1].Penalty = typeset.KeepWithPrevious
		}
	}
}

// columnWidths returns the widths of a table's columns. Each has its widest text's
// width if there is room for all; else the wide ones share what the narrow
// ones leave.
func (c *compositor) columnWidths(b *document.Block, f frame) []measure.Unit {
	var widest []measure.Unit
	for _, row := range b.Blocks {
		for i, cell := range row.Blocks {
			if i == len(widest) {
				widest = append(widest, f.font.Size)
			}
			w := c.widthOf(document.PlainText(cell.Content), f.font)
			widest[i] = max(widest[i], w+gutter(f.font))
		}
	}
	if len(widest) == 0 {
		return nil
	}
	room := f.width
	wide := len(widest)
	fixed := make([]bool, len(widest))
	for again := true; again && wide > 0; {
		again = false
		for i, w := range widest {
			if !fixed[i] && w <= room/measure.Unit(wide) {
				fixed[i], again = true, true
				room -= w
				wide--
				break
			}
		}
	}
	for i := range widest {
		if !fixed[i] {
			widest[i] = room / measure.Unit(wide)
		}
	}
	return widest
}
