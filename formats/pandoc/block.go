package pandoc

import (
	"strconv"
	"strings"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

func (p *printer) blocks(blocks []document.Block) {
	for i := range blocks {
		if p.Err() != nil {
			return
		}
		p.block(&blocks[i])
	}
}

// block writes a block, in a Div that says its language if it is in another
// than the document.
func (p *printer) block(b *document.Block) {
	if b.Lang == "" {
		p.plainBlock(b)
		return
	}
	p.element("Div", func() {
		p.Raw("[")
		p.attr("", "", "lang", inert.Text(b.Lang))
		p.comma()
		p.open('[')
		p.plainBlock(b)
		p.close(']')
		p.Raw("]")
	})
}

func (p *printer) plainBlock(b *document.Block) {
	switch b.Kind {
	case document.Heading:
		p.headers++
		p.element("Header", func() {
			p.Raw("[" + strconv.Itoa(min(max(b.Level, 1), 6)) + ",")
			p.attr("section-"+strconv.Itoa(p.headers), "")
			p.comma()
			p.list(b.Content)
			p.Raw("]")
		})
	case document.Quote:
		p.container("BlockQuote", b.Blocks)
	case document.Verse:
		p.element("LineBlock", func() { p.lines(b.Content) })
	case document.Code:
		p.element("CodeBlock", func() {
			p.Raw("[")
			p.attr("", "")
			p.comma()
			p.str(cleanLines(document.PlainText(b.Content)))
			p.Raw("]")
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
	for _, line := range document.Lines(content) {
		p.list(line)
		p.comma()
	}
	p.close(']')
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
			p.Raw("[[" + strconv.Itoa(style.first) + `,{"t":"` + style.number + `"},{"t":"` + style.delimiter + `"}],`)
		}
		p.open('[')
		for i := range b.Blocks {
			p.plain = tight
			p.item(&b.Blocks[i], ordered)
			p.comma()
		}
		p.close(']')
		if ordered {
			p.Raw("]")
		}
	})
	p.plain = plain
}

func (p *printer) item(item *document.Block, ordered bool) {
	blocks := item.Blocks
	if item.Kind != document.Item {
		blocks = []document.Block{*item}
	}
	if !ordered && !document.IsBullet(item.Marker) {
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
		p.Raw("[" + noAttr + ",[null,[]],[")
		p.Raw(strings.TrimSuffix(strings.Repeat(`[{"t":"AlignDefault"},{"t":"ColWidthDefault"}],`, columns), ","))
		p.Raw("],[" + noAttr + ",[")
		p.row(&b.Blocks[0], columns)
		p.Raw("]],[[" + noAttr + ",0,[],")
		p.open('[')
		for i := range b.Blocks[1:] {
			p.row(&b.Blocks[i+1], columns)
			p.comma()
		}
		p.close(']')
		p.Raw("]],[" + noAttr + ",[]]]")
	})
	p.plain = plain
}

func (p *printer) row(row *document.Block, columns int) {
	p.Raw(`[["",[],[]],`)
	p.open('[')
	for c := range columns {
		p.Raw(`[["",[],[]],{"t":"AlignDefault"},1,1,`)
		p.open('[')
		if c < len(row.Blocks) {
			p.block(&row.Blocks[c])
		}
		p.close(']')
		p.Raw("],")
	}
	p.close(']')
	p.Raw("]")
}
