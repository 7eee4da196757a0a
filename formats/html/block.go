package html

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

func (p *printer) block(b *document.Block) {
	indented := p.afterParagraph
	p.afterParagraph = false
	switch b.Kind {
	case document.Heading:
		p.heading(b)
	case document.Quote:
		p.container("blockquote", lang(b), b.Blocks)
	case document.Verse:
		p.verse(b)
	case document.Code:
		p.leadAlone()
		p.Raw(`<pre tabindex="0"><code>`)
		for i, line := range strings.Split(strings.TrimSuffix(document.PlainText(b.Content), "\n"), "\n") {
			if i > 0 {
				p.Raw("\n")
			}
			p.text(strings.ReplaceAll(strings.TrimSuffix(line, "\r"), "\t", "    "))
		}
		p.Raw("</code></pre>\n")
	case document.List:
		p.list(b)
	case document.Table:
		p.table(b)
	case document.SceneBreak:
		p.sceneBreak(b)
	case document.Item, document.Row: // outside of their parents
		p.blocks(b.Blocks)
	default:
		attributes := lang(b)
		if indented && !p.inNote {
			attributes += ` class="indent"`
		}
		p.leaf("p", attributes, b.Content)
		p.afterParagraph = true
	}
}

// lang is the attribute of a block that is in another language than the
// document, for those who speak it, hyphenate it or choose its letters.
func lang(b *document.Block) string {
	if b.Lang == "" {
		return ""
	}
	return ` lang="` + inert.XML(b.Lang) + `"`
}

// container writes blocks inside an element.
func (p *printer) container(tag, attributes string, blocks []document.Block) {
	p.Raw("<" + tag + attributes + ">\n")
	p.blocks(blocks)
	p.Raw("</" + tag + ">\n")
	p.afterParagraph = false
}

// leaf writes a leaf block.
func (p *printer) leaf(tag, attributes string, content []document.Inline) {
	p.Raw("<" + tag + attributes + ">")
	p.takeLead()
	p.inlines(content)
	p.Raw("</" + tag + ">\n")
}

// takeLead writes what is to stand before the words at hand.
func (p *printer) takeLead() {
	p.Raw(p.lead)
	p.lead = ""
}

// leadAlone gives what was to stand before words a paragraph of its own.
func (p *printer) leadAlone() {
	if p.lead != "" {
		p.leaf("p", "", nil)
	}
}

// heading writes a heading: one below the title, which is h1. HTML has six
// levels, what is deeper says so to those who listen.
func (p *printer) heading(b *document.Block) {
	level := min(max(b.Level, 1), 6) + 1
	attributes := lang(b)
	if n := p.sections[b]; n > 0 {
		attributes += ` id="section-` + strconv.Itoa(n) + `"`
	}
	if level > 6 {
		attributes += ` aria-level="7"`
	}
	p.leaf("h"+strconv.Itoa(min(level, 6)), attributes, b.Content)
}

// verse writes a stanza, each line an element of its own so that its second
// half can be indented where it does not fit.
func (p *printer) verse(b *document.Block) {
	p.Raw(`<p class="verse"` + lang(b) + `>`)
	p.takeLead()
	for i, line := range document.Lines(b.Content) {
		if i > 0 {
			p.Raw("<br>\n")
		}
		p.Raw(`<span class="line">`)
		p.inlines(line)
		p.Raw("</span>")
	}
	p.Raw("</p>\n")
}

// list writes a list. Numbers that count up are the list's own; other markers
// than bullets are words.
func (p *printer) list(b *document.Block) {
	p.leadAlone()
	first, counts := start(b.Blocks)
	tag, attributes := "ul", ""
	switch {
	case counts && first != 1:
		tag, attributes = "ol", ` start="`+strconv.Itoa(first)+`"`
	case counts:
		tag = "ol"
	case len(b.Blocks) > 0 && !document.IsBullet(b.Blocks[0].Marker):
		attributes = ` class="marked"`
	}
	p.Raw("<" + tag + attributes + lang(b) + ">\n")
	for i := range b.Blocks {
		item := &b.Blocks[i]
		blocks := item.Blocks
		if item.Kind != document.Item {
			blocks = b.Blocks[i : i+1]
		}
		if !counts && !document.IsBullet(item.Marker) {
			p.lead = `<span class="marker">` + inert.XML(item.Marker) + `</span> `
		}
		p.Raw("<li>")
		p.afterParagraph = false
		if p.lead != "" && (len(blocks) == 0 || blocks[0].Kind != document.Paragraph) {
			p.leadAlone()
		}
		p.blocks(blocks)
		p.Raw("</li>\n")
	}
	p.Raw("</" + tag + ">\n")
	p.afterParagraph = false
}

// start is the number of the first item if the items count up from it.
func start(items []document.Block) (first int, counts bool) {
	for i := range items {
		number := strings.TrimSuffix(items[i].Marker, ".")
		n, err := strconv.Atoi(number)
		if err != nil || number == items[i].Marker || strconv.Itoa(n) != number || n < 0 || n > 1e8 {
			return 0, false
		}
		if i == 0 {
			first = n
		}
		if n != first+i {
			return 0, false
		}
	}
	return first, len(items) > 0
}

// table writes a table whose first row is its head. It scrolls by itself
// where it is too wide.
func (p *printer) table(b *document.Block) {
	p.leadAlone()
	p.Raw("<div class=\"table\" tabindex=\"0\">\n<table>\n")
	for i := range b.Blocks {
		open, shut, cell, end := "<tr>", "</tr>\n", "<td>", "</td>"
		if i == 0 {
			open, shut, cell, end = "<thead>\n<tr>", "</tr>\n</thead>\n<tbody>\n", `<th scope="col">`, "</th>"
		}
		p.Raw(open)
		for c := range b.Blocks[i].Blocks {
			p.Raw(cell)
			p.inlines(b.Blocks[i].Blocks[c].Content)
			p.Raw(end)
		}
		p.Raw(shut)
	}
	if len(b.Blocks) > 0 {
		p.Raw("</tbody>\n")
	}
	p.Raw("</table>\n</div>\n")
}

// sceneBreak writes a break with the printed ornament, or with asterisks.
func (p *printer) sceneBreak(b *document.Block) {
	p.leadAlone()
	ornament := strings.TrimSpace(document.PlainText(b.Content))
	if ornament == "" {
		p.Raw("<hr>\n")
		return
	}
	p.Raw(`<p class="ornament" role="separator">`)
	p.inlines(b.Content)
	p.Raw("</p>\n")
}
