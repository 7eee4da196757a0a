package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

// blocks writes blocks with empty lines between them.
func (p *printer) blocks(blocks []document.Block) {
	var last listStyle
	quoted := false // a quotation came before
	for i := range blocks {
		if p.err != nil {
			return
		}
		b, lines := &blocks[i], p.lines
		if b.Kind == document.List {
			last = p.list(b, last)
		} else {
			if quoted && b.Kind == document.Quote && hasWords(b.Blocks) {
				p.divide()
			}
			if p.block(b); p.lines > lines {
				last = listStyle{}
			}
		}
		if p.lines > lines {
			quoted = b.Kind == document.Quote
		}
		if len(p.out) >= flushAt || p.ctx.Err() != nil {
			p.flush()
		}
	}
}

// block writes one block of any kind but List.
func (p *printer) block(b *document.Block) {
	switch b.Kind {
	case document.Title:
		p.heading(b, 1)
	case document.Heading:
		p.heading(b, min(max(b.Level, 1)+1, 6))
	case document.Quote:
		if hasWords(b.Blocks) {
			if slices.ContainsFunc(b.Blocks, func(b document.Block) bool { return b.Kind != document.Paragraph }) {
				p.stepDown(4)
			}
			p.separate()
			p.within("> ", "> ", func() { p.blocks(b.Blocks) })
		}
	case document.Code:
		p.code(b)
	case document.Table:
		p.table(b)
	case document.SceneBreak:
		p.sceneBreak(b)
	case document.List, document.Item, document.Row: // an item or row outside its parent
		p.blocks(b.Blocks)
	default:
		p.paragraph(b)
	}
}

// hasWords reports whether a container would show anything.
func hasWords(blocks []document.Block) bool {
	for i := range blocks {
		switch b := &blocks[i]; b.Kind {
		case document.SceneBreak, document.Code:
			return true
		case document.List:
			if hasMarkers(b.Blocks) || hasWords(b.Blocks) {
				return true
			}
		default:
			if hasWords(b.Blocks) || shows(b.Content) {
				return true
			}
		}
	}
	return false
}

// shows reports whether content has a word or a reference.
func shows(content []document.Inline) bool {
	for in := range document.Inlines(content) {
		if in.Kind == document.NoteRef || in.Kind == document.Text && strings.TrimSpace(in.Text) != "" {
			return true
		}
	}
	return false
}

func (p *printer) paragraph(b *document.Block) {
	if b.Kind == document.Verse && p.options.Dialect == Pandoc {
		p.words(b.Content, inLines)
	} else {
		p.words(b.Content, inParagraph)
	}
}

// words writes inlines as a block of their own.
func (p *printer) words(content []document.Inline, where place) {
	p.leaf.lay(p, content, where)
	p.pagesBefore()
	if p.leaf.empty() {
		return
	}
	p.separate()
	p.startLine()
	start := len(p.out)
	if where == inLines {
		p.out = append(p.out, "| "...)
	}
	p.leaf.write(p)
	if where != inLines && p.options.Wrap != 0 {
		p.wrap(start)
	}
	p.endLine()
}

// heading writes a heading with so many number signs.
func (p *printer) heading(b *document.Block, level int) {
	p.leaf.lay(p, b.Content, inHeading)
	p.pagesBefore()
	if p.leaf.empty() {
		return
	}
	p.separate()
	p.startLine()
	p.out = append(append(p.out, "######"[:level]...), ' ')
	start := len(p.out)
	p.leaf.write(p)
	p.lintHeading(level, p.out[start:])
	p.endLine()
}

// pagesBefore writes the page breaks that stand before the first word of a
// block, as a block of their own: a comment at the start of a line would turn
// all of that line into HTML.
func (p *printer) pagesBefore() {
	for _, s := range p.leaf.before {
		p.separate()
		p.startLine()
		p.out = append(p.out, s...)
		p.endLine()
	}
}

// code writes a code block between fences that are longer than any run of
// backticks in it.
func (p *printer) code(b *document.Block) {
	text := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(document.PlainText(b.Content))
	fence := strings.Repeat("`", max(3, longestRun(text, '`')+1))
	p.stepDown(4)
	p.separate()
	p.startLine()
	p.out = append(append(p.out, fence...), "text\n"...)
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		p.startLine()
		if line == "" {
			p.endLine()
			continue
		}
		for i, part := range strings.Split(line, "\t") {
			if i > 0 {
				p.out = append(p.out, '\t')
				p.lint |= md010
			}
			p.out = inert.AppendText(p.out, part)
		}
		p.out = append(p.out, '\n')
	}
	p.startLine()
	p.out = append(p.out, fence...)
	p.endLine()
}

// stepDown puts an empty paragraph before a block that opens a list's item
// whose lines are indented by so much or more. From the lines that such an item
// opens with, pandoc does not take the indent: four blanks would make code of
// them, but behind an empty line it does.
func (p *printer) stepDown(indent int) {
	blanks := len(p.prefix) - len(bytes.TrimRight(p.prefix, " "))
	if p.options.Dialect == Pandoc && len(p.lead) > 0 && blanks >= indent {
		p.startLine()
		p.out = append(p.out, "&nbsp;\n"...)
	}
}

// longestRun is the length of the longest run of c in s.
func longestRun(s string, c byte) int {
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != c {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	return longest
}

// table writes a pipe table. Its first row is the head, since such a table
// must have one; each row has as many cells as the longest.
func (p *printer) table(b *document.Block) {
	columns := 0
	for i := range b.Blocks {
		columns = max(columns, len(b.Blocks[i].Blocks))
	}
	if columns == 0 {
		return
	}
	if p.options.Dialect == CommonMark {
		for i := range b.Blocks {
			p.rowAsLine(&b.Blocks[i])
		}
		return
	}
	if bytes.ContainsAny(p.lead, ".)") { // the number would be a cell
		p.stepDown(1)
	}
	p.separate()
	for i := range b.Blocks {
		p.startLine()
		p.out = append(p.out, '|')
		cells := b.Blocks[i].Blocks
		for c := range columns {
			if c < len(cells) {
				p.leaf.lay(p, cells[c].Content, inCell)
				if !p.leaf.empty() {
					p.out = append(p.out, ' ')
					p.leaf.write(p)
				}
			}
			p.out = append(p.out, " |"...)
		}
		p.endLine()
		if i == 0 {
			p.startLine()
			p.out = append(append(p.out, '|'), strings.Repeat(" --- |", columns)...)
			p.endLine()
		}
	}
}

// rowAsLine writes a table's row as a paragraph, for a dialect without tables.
func (p *printer) rowAsLine(row *document.Block) {
	if !hasWords(row.Blocks) {
		return
	}
	var content []document.Inline
	for i := range row.Blocks {
		if i > 0 {
			content = append(content, document.Inline{Kind: document.Text, Text: " | "})
		}
		content = append(content, row.Blocks[i].Content...)
	}
	p.words(content, inRow)
}

// sceneBreak writes a thematic break in place of the printed ornament. An
// ornament with letters or digits is words, and stays.
func (p *printer) sceneBreak(b *document.Block) {
	ornament := document.PlainText(b.Content)
	if strings.ContainsFunc(ornament, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		p.paragraph(b)
		return
	}
	p.leaf.lay(p, b.Content, inParagraph)
	p.pagesBefore()
	p.separate()
	p.startLine()
	p.out = append(p.out, "* * *"...)
	p.endLine()
}
