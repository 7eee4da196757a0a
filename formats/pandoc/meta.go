package pandoc

import (
	"slices"
	"strings"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

// meta writes the metadata. The words of the title page are taken for what
// they are, with their emphasis and notes, where Meta says the same.
func (p *printer) meta(doc *document.Document) {
	m := &doc.Meta
	_, page := doc.Body()
	p.open('{')
	p.key("title", p.printed(page, document.Title, m.Title))
	p.key("subtitle", p.printed(page, document.Subtitle, m.Subtitle))
	authors := make([][]document.Inline, len(m.Authors))
	for i, s := range m.Authors {
		authors[i] = text(s)
	}
	if len(authors) == 0 {
		if by := p.printed(page, document.Byline, ""); len(by) > 0 {
			authors = append(authors, by)
		}
	}
	p.metaList("author", authors)
	p.key("date", text(m.Date))
	p.key("lang", text(m.Language))
	p.key("identifier", text(m.Identifier))
	p.key("publisher", text(m.Publisher))
	p.key("rights", text(m.Rights))
	p.key("description", text(m.Description))
	subjects := make([][]document.Inline, len(m.Subjects))
	for i, s := range m.Subjects {
		subjects[i] = text(s)
	}
	p.metaList("keywords", subjects)
	p.close('}')
}

// printed is the content of the title page's blocks of a kind, or s if that
// says something else.
func (p *printer) printed(page []document.Block, kind document.Kind, s string) []document.Inline {
	var content []document.Inline
	for _, b := range page {
		if b.Kind == kind {
			if len(content) > 0 {
				content = append(content, document.Inline{Kind: document.LineBreak})
			}
			content = append(content, b.Content...)
		}
	}
	words := func(s string) []string { return strings.Fields(s) }
	if s == "" || slices.Equal(words(document.PlainText(content)), words(s)) {
		return content
	}
	return text(s)
}

func text(s string) []document.Inline {
	if s == "" {
		return nil
	}
	return []document.Inline{{Kind: document.Text, Text: inert.Text(s)}}
}

func (p *printer) key(name string, content []document.Inline) {
	if len(content) > 0 {
		p.raw(`"` + name + `":`)
		p.element("MetaInlines", func() { p.list(content) })
	}
}

func (p *printer) metaList(name string, all [][]document.Inline) {
	if len(all) == 0 {
		return
	}
	p.raw(`"` + name + `":`)
	p.element("MetaList", func() {
		p.open('[')
		for _, content := range all {
			p.element("MetaInlines", func() { p.list(content) })
		}
		p.close(']')
	})
}
