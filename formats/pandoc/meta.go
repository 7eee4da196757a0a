package pandoc

import (
	"fmt"
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
	p.people("contributor", m.Contributors)
	p.key("date", text(m.Date))
	p.key("lang", text(m.Language))
	p.identifiers(m)
	p.key("publisher", text(m.Publisher))
	p.key("belongs-to-collection", text(m.Series.Title))
	p.key("group-position", text(m.Series.Number))
	p.key("rights", text(m.Rights))
	p.key("description", text(m.Description))
	subjects := make([][]document.Inline, len(m.Subjects))
	for i, s := range m.Subjects {
		subjects[i] = text(s)
	}
	p.metaList("keywords", subjects)
	p.metaList("subject", subjects) // by this name the EPUB asks for them
	p.close('}')
}

// people writes who had a hand in the work, as pandoc's EPUB knows them.
func (p *printer) people(name string, people []document.Person) {
	if len(people) == 0 {
		return
	}
	p.Raw(`"` + name + `":`)
	p.element("MetaList", func() {
		p.open('[')
		for _, person := range people {
			p.metaMap("role", person.Role, "text", person.Name, "file-as", person.FileAs)
		}
		p.close(']')
	})
}

// identifiers writes what identifies the work: a list if there is an ISBN or
// a DOI, so that they can be told apart.
func (p *printer) identifiers(m *document.Meta) {
	if m.ISBN == "" && m.DOI == "" {
		p.key("identifier", text(m.Identifier))
		return
	}
	p.Raw(`"identifier":`)
	p.element("MetaList", func() {
		p.open('[')
		if digits, _ := document.ISBN(m.ISBN); digits != "" {
			p.metaMap("scheme", fmt.Sprintf("ISBN-%d", len(digits)), "text", m.ISBN)
		}
		if m.DOI != "" {
			p.metaMap("scheme", "DOI", "text", m.DOI)
		}
		if m.Identifier != "" {
			p.metaMap("text", m.Identifier)
		}
		p.close(']')
	})
}

// metaMap writes pairs of a name and a value; those without a value are left
// out.
func (p *printer) metaMap(pairs ...string) {
	p.element("MetaMap", func() {
		p.open('{')
		for i := 0; i+1 < len(pairs); i += 2 {
			p.key(pairs[i], text(pairs[i+1]))
		}
		p.close('}')
	})
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
		p.Raw(`"` + name + `":`)
		p.element("MetaInlines", func() { p.list(content) })
	}
}

func (p *printer) metaList(name string, all [][]document.Inline) {
	if len(all) == 0 {
		return
	}
	p.Raw(`"` + name + `":`)
	p.element("MetaList", func() {
		p.open('[')
		for _, content := range all {
			p.element("MetaInlines", func() { p.list(content) })
		}
		p.close(']')
	})
}
