package pandoc

import (
	"strconv"
	"strings"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

func (p *printer) blocks(blocks []document.Block) {
	for i := range blocks {
		if p.err != nil {
			return
		}
		p.block(&blocks[i])
		// The last byte stays, since it may be a comma too many.
		if n := len(p.out); (n >= flushAt || p.ctx.Err() != nil) && n > 0 {
			last := p.out[n-1]
			p.out = p.out[:n-1]
			p.flush()
			p.out = append(p.out, last)
		}
	}
}

func (p *printer) block(b *document.Block) {
	switch b.Kind {
	case document.Heading:
		p.headers++
		p.element("Header", func() {
			p.raw("[" + strconv.Itoa(min(max(b.Level, 1), 6)) + ",")
			p.attr("section-"+strconv.Itoa(p.headers), "")
			p.comma()
			p.list(b.Content)
			p.raw("]")
		})
	case document.Quote:
		p.container("BlockQuote", b.Blocks)
	case document.Verse:
		p.element("LineBlock", func() { p.lines(b.Content) })
	case document.Code:
		p.element("CodeBlock", func() {
			p.raw("[")
			p.attr("", "")
			p.comma()
			p.str(cleanLines(document.PlainText(b.Content)))
			p.raw("]")
		})
	case document.List:
		p.listBlock(b)
	case document.Table:
		p.table(b)
	case document.SceneBreak:
		p.element("HorizontalRule", nil)
	case document.Item, document.Row: // outside of their parents
		p.blocks(b.Blocks)
	default:
		kind := "Para"
		if p.plain {
			kind = "Plain"
		}
		p.element(kind, func() { p.list(b.Content) })
	}
}

// container writes blocks as one block.
func (p *printer) container(kind string, blocks []document.Block) {
	plain := p.plain
	p.plain = false
	p.element(kind, func() {
		p.open('[')
		p.blocks(blocks)
		p.close(']')
	})
	p.plain = plain
}

// cleanLines is verbatim text without control characters.
func cleanLines(s string) string {
	lines := strings.Split(strings.TrimSuffix(strings.ReplaceAll(s, "\r\n", "\n"), "\n"), "\n")
	for i, line := range lines {
		parts := strings.Split(line, "\t")
		for k := range parts {
			parts[k] = inert.Text(parts[k])
		}
		lines[i] = strings.Join(parts, "\t")
	}
	return strings.Join(lines, "\n")
}

// lines writes the lines of verse, each a list of inlines. Emphasis that goes
// on over a line's end is begun anew.
func (p *printer) lines(content []document.Inline) {
	p.open('[')
	for _, line := range splitLines(content) {
		p.list(line)
		p.comma()
	}
	p.close(']')
}

// splitLines parts content at its line breaks, at any depth.
func splitLines(content []document.Inline) [][]document.Inline {
	lines := [][]document.Inline{nil}
	for _, in := range content {
		last := len(lines) - 1
		if in.Kind == document.LineBreak {
			lines = append(lines, nil)
			continue
		}
		if len(in.Content) == 0 {
			lines[last] = append(lines[last], in)
			continue
		}
		for i, inner := range splitLines(in.Content) {
			part := in
			part.Content = inner
			if i > 0 {
				lines = append(lines, nil)
			}
			lines[len(lines)-1] = append(lines[len(lines)-1], part)
		}
	}
	return lines
}

// listBlock writes a list: ordered if its markers count up in a way that
// pandoc knows, else with bullets and what else was printed before the words.
func (p *printer) listBlock(b *document.Block) {
	style, ordered := styleOf(b.Blocks)
	kind := "BulletList"
	if ordered {
		kind = "OrderedList"
	}
	plain := p.plain
	p.plain = true
	for i := range b.Blocks {
		if item := &b.Blocks[i]; len(item.Blocks) > 1 {
			p.plain = false
		}
	}
	tight := p.plain
	p.element(kind, func() {
		if ordered {
			p.raw("[[" + strconv.Itoa(style.first) + `,{"t":"` + style.number + `"},{"t":"` + style.delimiter + `"}],`)
		}
		p.open('[')
		for i := range b.Blocks {
			p.plain = tight
			p.item(&b.Blocks[i], ordered)
			p.comma()
		}
		p.close(']')
		if ordered {
			p.raw("]")
		}
	})
	p.plain = plain
}

func (p *printer) item(item *document.Block, ordered bool) {
	blocks := item.Blocks
	if item.Kind != document.Item {
		blocks = []document.Block{*item}
	}
	if !ordered && !isBullet(item.Marker) {
		marker := []document.Inline{{Kind: document.Text, Text: item.Marker + " "}}
		if len(blocks) > 0 && blocks[0].Kind == document.Paragraph {
			marker = append(marker, blocks[0].Content...)
			blocks = blocks[1:]
		}
		blocks = append([]document.Block{{Content: marker}}, blocks...)
	}
	p.open('[')
	p.blocks(blocks)
	p.close(']')
}

// table writes a table whose first row is its head.
func (p *printer) table(b *document.Block) {
	columns := 0
	for i := range b.Blocks {
		columns = max(columns, len(b.Blocks[i].Blocks))
	}
	if columns == 0 {
		return
	}
	plain := p.plain
	p.plain = true
	const noAttr = `["",[],[]]`
	p.element("Table", func() {
		p.raw("[" + noAttr + ",[null,[]],[")
		p.raw(strings.TrimSuffix(strings.Repeat(`[{"t":"AlignDefault"},{"t":"ColWidthDefault"}],`, columns), ","))
		p.raw("],[" + noAttr + ",[")
		p.row(&b.Blocks[0], columns)
		p.raw("]],[[" + noAttr + ",0,[],")
		p.open('[')
		for i := range b.Blocks[1:] {
			p.row(&b.Blocks[i+1], columns)
			p.comma()
		}
		p.close(']')
		p.raw("]],[" + noAttr + ",[]]]")
	})
	p.plain = plain
}

func (p *printer) row(row *document.Block, columns int) {
	p.raw(`[["",[],[]],`)
	p.open('[')
	for c := range columns {
		p.raw(`[["",[],[]],{"t":"AlignDefault"},1,1,`)
		p.open('[')
		if c < len(row.Blocks) {
			p.block(&row.Blocks[c])
		}
		p.close(']')
		p.raw("],")
	}
	p.close(']')
	p.raw("]")
}
