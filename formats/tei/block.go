package tei

import (
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

// block writes a block that is not a heading of the body.
func (p *printer) block(b *document.Block) {
	switch b.Kind {
	case document.Heading:
		p.inElement("label", ` type="heading"`+lang(b), b.Content)
	case document.Quote:
		p.Raw("<quote" + lang(b) + ">\n")
		p.filled = true
		p.blocks(b.Blocks)
		p.Raw("</quote>\n")
	case document.Verse:
		p.verse(b)
	case document.Code:
		p.code(b)
	case document.List:
		p.list(b)
	case document.Table:
		p.table(b)
	case document.SceneBreak:
		p.sceneBreak(b)
	case document.Item, document.Row: // outside of their parents
		p.blocks(b.Blocks)
	default:
		p.inElement("p", lang(b), b.Content)
	}
}

// lang is the attribute of a block that is in another language than the
// document.
func lang(b *document.Block) string {
	if !languageTag.MatchString(b.Lang) {
		return ""
	}
	return ` xml:lang="` + b.Lang + `"`
}

// inElement writes inlines in an element, in a line.
func (p *printer) inElement(element, attributes string, content []document.Inline) {
	p.Raw("<" + element + attributes + ">")
	p.inlines(content)
	p.Raw("</" + element + ">\n")
	p.filled = true
}

// verse writes a stanza.
func (p *printer) verse(b *document.Block) {
	p.Raw("<lg" + lang(b) + ">\n")
	for _, line := range document.Lines(b.Content) {
		p.inElement("l", "", line)
	}
	p.Raw("</lg>\n")
}

// code writes verbatim lines. An eg holds nothing but text.
func (p *printer) code(b *document.Block) {
	p.Raw(`<eg xml:space="preserve">`)
	text := strings.TrimSuffix(strings.ReplaceAll(document.PlainText(b.Content), "\r\n", "\n"), "\n")
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			p.Byte('\n')
		}
		p.text(strings.ReplaceAll(line, "\t", "    "))
	}
	p.Raw("</eg>\n")
	p.filled = true
	p.marks(b.Content)
}

// marks writes the page breaks and the references of content, whose words
// stand elsewhere, as a block.
func (p *printer) marks(content []document.Inline) {
	var marks []document.Inline
	for in := range document.Inlines(content) {
		if in.Kind == document.PageBreak || in.Kind == document.NoteRef {
			marks = append(marks, *in)
		}
	}
	if len(marks) > 0 {
		p.inElement("ab", ` type="marks"`, marks)
	}
}

// list writes a list, if there is an item to it. An item's only paragraph
// needs no element of its own.
func (p *printer) list(b *document.Block) {
	if len(b.Blocks) == 0 {
		return
	}
	rend := "bulleted"
	for i := range b.Blocks {
		if !document.IsBullet(b.Blocks[i].Marker) {
			rend = "numbered"
		}
	}
	p.Raw(`<list rend="` + rend + `"` + lang(b) + ">\n")
	for i := range b.Blocks {
		item := &b.Blocks[i]
		p.Raw("<item")
		p.attribute("n", item.Marker)
		p.Byte('>')
		switch blocks := item.Blocks; {
		case item.Kind != document.Item:
			p.block(item)
		case len(blocks) == 1 && blocks[0].Kind == document.Paragraph:
			p.inlines(blocks[0].Content)
		default:
			p.Byte('\n')
			p.blocks(blocks)
		}
		p.Raw("</item>\n")
	}
	p.Raw("</list>\n")
	p.filled = true
}

// table writes a table whose first row is its head. What has no row or no
// cell can't be written.
func (p *printer) table(b *document.Block) {
	begun := false
	for i := range b.Blocks {
		cells := b.Blocks[i].Blocks
		if len(cells) == 0 {
			continue
		}
		if !begun {
			p.Raw("<table>\n<row role=\"label\">")
		} else {
			p.Raw("<row>")
		}
		begun = true
		for c := range cells {
			p.Raw("<cell>")
			p.inlines(cells[c].Content)
			p.Raw("</cell>")
		}
		p.Raw("</row>\n")
	}
	if begun {
		p.Raw("</table>\n")
		p.filled = true
	}
}

// sceneBreak writes a break with the printed ornament, or without words.
func (p *printer) sceneBreak(b *document.Block) {
	if strings.TrimSpace(inert.Text(document.PlainText(b.Content))) != "" {
		p.inElement("ab", ` type="ornament"`, b.Content)
		return
	}
	p.Raw("<milestone unit=\"section\"/>\n")
	p.marks(b.Content)
}
