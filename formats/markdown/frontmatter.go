package markdown

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

// field is a key of the header with its values.
type field struct {
	key    string
	values []string
	list   bool // a list even if it has one value
	bare   bool // a date, which is written without quotes
}

// plainFields is what is known of a document, under the keys that pandoc and
// most others know. The subjects come last.
func plainFields(m *document.Meta) []field {
	return []field{
		{key: "title", values: []string{m.Title}},
		{key: "title-file-as", values: []string{m.TitleFileAs}},
		{key: "subtitle", values: []string{m.Subtitle}},
		{key: "author", values: m.Authors},
		{key: "contributor", values: people(m.Contributors)},
		{key: "lang", values: []string{m.Language}},
		{key: "languages", values: m.Languages, list: true},
		{key: "date", values: []string{m.Date}},
		{key: "identifier", values: []string{m.Identifier}},
		{key: "isbn", values: []string{m.ISBN}},
		{key: "doi", values: []string{m.DOI}},
		{key: "publisher", values: []string{m.Publisher}},
		{key: "series", values: []string{seriesOf(m)}},
		{key: "rights", values: []string{m.Rights}},
		{key: "description", values: []string{m.Description}},
		{key: "source-edition", values: []string{m.SourceEdition}},
		{key: "keywords", values: m.Subjects},
	}
}

// people are names, with the code of a role in brackets behind them.
func people(list []document.Person) (names []string) {
	for _, p := range list {
		if p.Role != "" {
			p.Name += " (" + p.Role + ")"
		}
		names = append(names, p.Name)
	}
	return names
}

// seriesOf is the series as library catalogues write it: "Skerry Papers ; 3".
func seriesOf(m *document.Meta) string {
	if m.Series.Number == "" {
		return m.Series.Title
	}
	return m.Series.Title + " ; " + m.Series.Number
}

// obsidianFields has the keys that Obsidian does something with: links find
// the file by its title, and the subjects are tags, which have no spaces.
func obsidianFields(m *document.Meta) (fields []field) {
	for _, f := range plainFields(m) {
		switch f.key {
		case "title":
			fields = append(fields, f)
			f = field{key: "aliases", values: []string{m.Title}, list: true}
		case "date":
			f.bare = isDay(m.Date)
		case "keywords":
			f = field{key: "tags", values: tags(m.Subjects), list: true}
		}
		fields = append(fields, f)
	}
	return fields
}

// hugoFields has the keys that Hugo knows, and below params those that it does
// not. A date must be a day to it.
func hugoFields(m *document.Meta) (top, params []field) {
	date := m.Date
	for _, rest := range []string{"-01", "-01"} {
		if date != "" && !isDay(date) {
			date += rest
		}
	}
	top = []field{
		{key: "title", values: []string{m.Title}},
		{key: "date", values: []string{date}, bare: isDay(date)},
		{key: "description", values: []string{m.Description}},
		{key: "tags", values: m.Subjects, list: true},
	}
	for _, f := range plainFields(m) {
		if slices.Contains([]string{"title", "description", "keywords"}, f.key) || f.key == "date" && date == m.Date {
			continue
		}
		params = append(params, f)
	}
	return top, params
}

// isDay reports whether s is a day, which YAML has a type for.
func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

// tags makes of subjects what can be a tag: letters, digits, hyphens.
func tags(subjects []string) (list []string) {
	for _, s := range subjects {
		words := strings.FieldsFunc(s, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r) && r != '_' && r != '/' && r != '-'
		})
		if tag := strings.Join(words, "-"); tag != "" && !slices.Contains(list, tag) {
			list = append(list, tag)
		}
	}
	return list
}

// frontMatter writes what is known of the document as a YAML header, and what
// there is to say of the file.
func (p *printer) frontMatter(m *document.Meta) {
	var fields, params []field
	switch p.options.header() {
	case PlainFrontMatter:
		fields = plainFields(m)
	case ObsidianFrontMatter:
		fields = obsidianFields(m)
	case HugoFrontMatter:
		fields, params = hugoFields(m)
	}
	start := len(p.out)
	p.out = append(p.out, "---\n"...)
	opened := len(p.out)
	p.fields(append(fields, p.more...), "")
	before := len(p.out)
	p.out = append(p.out, "params:\n"...)
	empty := len(p.out)
	if p.fields(params, "  "); len(p.out) == empty {
		p.out = p.out[:before]
	}
	if len(p.out) == opened { // nothing is known
		p.out = p.out[:start]
		return
	}
	p.out = append(p.out, "---\n"...)
	p.begun, p.headed = true, true
}

// fields writes keys with their values, those without a value aside. Every
// value is in double quotes: the one form of a scalar that can hold any text
// on one line, and that can't be mistaken for a number, a date or a list.
func (p *printer) fields(fields []field, indent string) {
	for _, f := range fields {
		if len(f.values) == 0 || f.values[0] == "" && len(f.values) == 1 {
			continue
		}
		p.out = append(append(append(p.out, indent...), f.key...), ':')
		switch {
		case f.bare:
			p.out = append(append(append(p.out, ' '), f.values[0]...), '\n')
		case len(f.values) == 1 && !f.list:
			p.out = append(p.scalar(append(p.out, ' '), f.values[0]), '\n')
		default:
			p.out = append(p.out, '\n')
			for _, v := range f.values {
				p.out = append(p.scalar(append(append(p.out, indent...), "  - "...), v), '\n')
			}
		}
	}
}

// scalar appends s as a YAML scalar. To pandoc that is Markdown.
func (p *printer) scalar(out []byte, s string) []byte {
	if p.options.Dialect == Pandoc {
		s = p.markdownOf(oneSpace(inert.Text(s)))
	}
	return appendScalar(out, s)
}

// markdownOf is words as a line of Markdown.
func (p *printer) markdownOf(words string) string {
	out := p.out
	p.out = nil
	p.leaf.lay(p, []document.Inline{{Text: words}}, inParagraph)
	p.leaf.write(p)
	s := string(p.out)
	p.out = out
	return s
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

// front writes what comes before the text, and returns the blocks of the
// text. The title page is a part of the header; without a header, or if it
// says more than the header can, it opens the text.
func (p *printer) front(doc *document.Document) []document.Block {
	m := doc.Meta
	body, titlePage := doc.Body()
	header := p.options.header() != NoFrontMatter
	if header && m.Title != "" && covers(&m, titlePage) {
		p.titled = true
		p.frontMatter(&m)
		p.blocks([]document.Block{{Content: pagesOf(titlePage)}})
		return body
	}
	if len(titlePage) == 0 {
		titlePage = madeTitlePage(doc)
	} else {
		body = doc.Blocks
		titlePage = nil
	}
	if header {
		m.Title = "" // it is a heading
		p.frontMatter(&m)
	}
	p.blocks(titlePage)
	return body
}

// pagesOf returns the page breaks in blocks.
func pagesOf(blocks []document.Block) (pages []document.Inline) {
	for leaf := range document.Leaves(blocks) {
		for in := range document.Inlines(leaf.Content) {
			if in.Kind == document.PageBreak {
				pages = append(pages, *in)
			}
		}
	}
	return pages
}

// covers reports whether a header with m says all that the title page says.
// What the user says of the document may overrule the words of the page.
func covers(m *document.Meta, titlePage []document.Block) bool {
	var seen [document.Byline + 1]bool
	for i := range titlePage {
		b := &titlePage[i]
		known := b.Kind == document.Title || b.Kind == document.Subtitle && m.Subtitle != "" || b.Kind == document.Byline && len(m.Authors) > 0
		if seen[b.Kind] || !known {
			return false
		}
		seen[b.Kind] = true
		for in := range document.Inlines(b.Content) {
			if in.Kind == document.NoteRef {
				return false
			}
		}
	}
	return true
}

// madeTitlePage makes a title page of what is known about a document that has
// none. A first heading with the words of the title is one.
func madeTitlePage(doc *document.Document) (page []document.Block) {
	m := &doc.Meta
	if m.Title == "" || len(doc.Blocks) > 0 && doc.Blocks[0].Kind == document.Heading &&
		strings.EqualFold(document.PlainText(doc.Blocks[0].Content), m.Title) {
		return nil
	}
	text := func(kind document.Kind, s string) {
		if s != "" {
			page = append(page, document.Block{Kind: kind, Content: []document.Inline{{Kind: document.Text, Text: s}}})
		}
	}
	text(document.Title, m.Title)
	text(document.Subtitle, m.Subtitle)
	text(document.Byline, strings.Join(m.Authors, ", "))
	return page
}
