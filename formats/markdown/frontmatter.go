package markdown

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// frontMatter writes what is known of the document as a YAML header, every
// value in double quotes: the one form of a scalar that can hold any text on
// one line, and that can't be mistaken for a number, a date or a list.
func (p *printer) frontMatter(m *document.Meta) {
	for _, field := range []struct {
		key    string
		values []string
	}{
		{"title", []string{m.Title}},
		{"subtitle", []string{m.Subtitle}},
		{"author", m.Authors},
		{"lang", []string{m.Language}},
		{"date", []string{m.Date}},
		{"identifier", []string{m.Identifier}},
		{"publisher", []string{m.Publisher}},
		{"rights", []string{m.Rights}},
		{"description", []string{m.Description}},
		{"keywords", m.Subjects},
	} {
		if len(field.values) == 0 || field.values[0] == "" && len(field.values) == 1 {
			continue
		}
		if !p.begun {
			p.out = append(p.out, "---\n"...)
			p.begun = true
		}
		p.out = append(p.out, field.key...)
		p.out = append(p.out, ':')
		if len(field.values) == 1 {
			p.out = appendScalar(append(p.out, ' '), field.values[0])
			p.out = append(p.out, '\n')
			continue
		}
		p.out = append(p.out, '\n')
		for _, v := range field.values {
			p.out = appendScalar(append(p.out, "  - "...), v)
			p.out = append(p.out, '\n')
		}
	}
	if p.begun {
		p.out = append(p.out, "---\n"...)
	}
}

// appendScalar appends s as a double-quoted YAML scalar (YAML 1.2.2, 7.3.1).
// What YAML calls not printable, and what some reader might take for a line
// break, is written as an escape.
func appendScalar(out []byte, s string) []byte {
	out = append(out, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, `\n`...)
		case r == '\t':
			out = append(out, `\t`...)
		case r < ' ' || 0x7f <= r && r < 0xa0:
			out = fmt.Appendf(out, `\x%02x`, r)
		case r == 0x2028 || r == 0x2029 || r == 0xfeff || r&0xfffe == 0xfffe && r <= 0xffff:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return append(out, '"')
}

// titlePage writes the title page from what is known about the document if
// its blocks have none. A first heading with the words of the title is one.
func (p *printer) titlePage(doc *document.Document) {
	m := &doc.Meta
	_, titlePage := doc.Body()
	if len(titlePage) > 0 || m.Title == "" || p.titleInHeader(doc) {
		return
	}
	if len(doc.Blocks) > 0 && doc.Blocks[0].Kind == document.Heading &&
		strings.EqualFold(document.PlainText(doc.Blocks[0].Content), m.Title) {
		return
	}
	text := func(kind document.Kind, s string) {
		if s != "" {
			p.block(&document.Block{Kind: kind, Content: []document.Inline{{Kind: document.Text, Text: s}}})
		}
	}
	text(document.Title, m.Title)
	text(document.Subtitle, m.Subtitle)
	text(document.Byline, strings.Join(m.Authors, ", "))
}

// titleInHeader reports whether the header alone has the title page: pandoc
// sets it from there. A note in the title keeps it in the text.
func (p *printer) titleInHeader(doc *document.Document) bool {
	if p.options.Dialect != Pandoc || p.options.NoFrontMatter || doc.Meta.Title == "" {
		return false
	}
	_, titlePage := doc.Body()
	for leaf := range document.Leaves(titlePage) {
		for in := range document.Inlines(leaf.Content) {
			if in.Kind == document.NoteRef {
				return false
			}
		}
	}
	return true
}
