package markdown

import (
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// TestKeptFailures holds what random documents have brought to light, each
// shrunk to what mattered.
func TestKeptFailures(t *testing.T) {
	para, list, item, page, br := formattest.Para, formattest.Box, formattest.Item, formattest.Page, formattest.Break
	verse := func(content ...any) document.Block { return formattest.Leaf(document.Verse, content...) }
	cell := func(content ...any) document.Block {
		return list(document.Table, list(document.Row, formattest.Leaf(document.Cell, content...)))
	}
	note := formattest.Note("n1", "1", para("note1 ", "x`]| <!--"))
	ibid := func(id string) document.Note { return formattest.Note(id, id[1:], para("Ibid.")) }
	type written struct {
		doc     document.Document
		options Options
	}
	var pandoc []written
	for _, tt := range []struct {
		name    string
		options Options
		doc     document.Document
	}{
		{"a page break after a line break and white space", Options{Dialect: CommonMark, PageBreaks: Comments},
			document.Document{Blocks: []document.Block{verse("d", br, "\u2028", page(""))}}},
		{"a page break that would be broken in two", Options{Dialect: Pandoc, PageBreaks: Spans, Wrap: 20},
			document.Document{Blocks: []document.Block{para("longer words", br, page("4"))}}},
		{"a line of hyphens and no more", Options{Wrap: 24},
			document.Document{Blocks: []document.Block{list(document.List, item("", para("-- Ünï -abcdefghijklmnopqrstuvwxyz")))}}},
		{"asterisks that would be alone", Options{Wrap: 24},
			document.Document{Blocks: []document.Block{para("*** ", formattest.Link("https://x.example/aaaaaaaaaaaaaaaaaaaaa", "."))}}},
		{"an equals sign before a space", Options{},
			document.Document{Blocks: []document.Block{list(document.List, item("(b)", para(br, "= ", formattest.Strong(), br)))}}},
		{"an address beside emphasis", Options{}, document.Document{Blocks: []document.Block{para(formattest.Em("4"), "@b.example")}}},
		{"an address after a backslash", Options{Dialect: Hugo}, document.Document{Blocks: []document.Block{cell("\\a@b.example")}}},
		{"an address after an angle bracket", Options{Dialect: Hugo}, document.Document{Blocks: []document.Block{para("<7@b.example")}}},
		{"an address between references", Options{},
			document.Document{Blocks: []document.Block{para("7", formattest.Ref("n1"), "http://a.example/", formattest.Ref("n1"), "www.a.example?", formattest.Ref("n1"))}, Notes: []document.Note{note}}},
		{"a caret before a reference", Options{}, document.Document{Blocks: []document.Block{cell("^", formattest.Ref("n1"))}, Notes: []document.Note{note}}},
		{"a caret in a link", Options{Dialect: Obsidian}, document.Document{Blocks: []document.Block{para(formattest.Link("mailto:a@b.example", "^{"))}}},
		{"an exclamation before a reference", Options{}, document.Document{Blocks: []document.Block{cell("!", formattest.Ref("n1"))}, Notes: []document.Note{note}}},
		{"a task that is a heading", Options{}, document.Document{Blocks: []document.Block{list(document.List, item("", formattest.Head(5, "[x]")))}}},
		{"bars in a note in a cell", Options{Dialect: Pandoc, Notes: Inline}, document.Document{Blocks: []document.Block{cell("` > ", formattest.Ref("n1"))}, Notes: []document.Note{note}}},
		{"a table of nothing", Options{Dialect: CommonMark}, document.Document{Blocks: []document.Block{list(document.Quote, list(document.Table, formattest.Row("", " ")))}}},
		{"spaces inside of quotations", Options{Dialect: Pandoc}, document.Document{Blocks: []document.Block{para("“ a ‘ b ’ ” ‘c ’ d’ e‘ f")}}},
		{"an address behind a delimiter behind a letter", Options{Dialect: Hugo},
			document.Document{Blocks: []document.Block{cell("ת", formattest.Strong("www.a.e#", formattest.Ref("n1")))}, Notes: []document.Note{note}}},
		{"carets first in links", Options{Dialect: Pandoc},
			document.Document{Blocks: []document.Block{cell(formattest.Link("http://example.org/", "^", "]")), para(formattest.Link("http://example.org/", "^ a"))}}},
		{"a line break that is a space in a title", Options{Dialect: Pandoc}, document.Document{Meta: document.Meta{Title: "“\u0085 . ’ \u0085’"}}},
		{"a space between a tilde and the end of a quotation", Options{Dialect: Pandoc}, document.Document{Blocks: []document.Block{para("~~ ’", "~"), para("~“ ~")}}},
		{"blocks of several lines in items with wide markers", Options{Dialect: Pandoc}, document.Document{Blocks: []document.Block{
			list(document.List, item("7.", cell("a")), item("8.", list(document.Quote, formattest.Leaf(document.Code, "b\n`c")))),
			list(document.Quote, list(document.List, item("12.", list(document.List, item("12.", formattest.Leaf(document.Code, "d\n`e"))))))}}},
		{"an instruction that ends further down", Options{Dialect: Pandoc}, document.Document{Blocks: []document.Block{formattest.Head(5, "<?x"), para("y ?> z <b"), para("c>")}}},
		{"number signs alone in a heading", Options{Dialect: Pandoc}, document.Document{Blocks: []document.Block{formattest.Head(1, "##"), formattest.Head(1, "a ###")}}},
		{"a character reference in an address", Options{Dialect: Pandoc}, document.Document{Blocks: []document.Block{
			para("http://b.example&amp; http://b.example&amp;c"), para(formattest.Link("http://b.example&amp;c", "http://b.example&amp;c"))}}},
		{"a space at the end of emphasis at the end of a link", Options{Dialect: Pandoc},
			document.Document{Blocks: []document.Block{para(formattest.Link("http://a.example/", "b", formattest.Em("c ")), "d", formattest.Link("http://a.example/", formattest.Em(" e")))}}},
		{"what would be a table's caption", Options{Dialect: Pandoc}, document.Document{Blocks: []document.Block{
			cell("a"), para(":smile:"), cell("b"), para("Table: c"), para("table: d"), cell("e")}}},
		{"two notes of a word beside each other, inside of a line", Options{Dialect: Pandoc, Notes: Inline},
			document.Document{Blocks: []document.Block{para("a", formattest.Ref("n1"), formattest.Ref("n2"))}, Notes: []document.Note{ibid("n1"), ibid("n2")}}},
		{"two notes beside each other, inside of a line", Options{Dialect: Pandoc, Notes: Inline},
			document.Document{Blocks: []document.Block{para("a", formattest.Em("b", formattest.Ref("n1")), ".", formattest.Ref("n2"), " c")},
				Notes: []document.Note{formattest.Note("n1", "1", para("two words")), ibid("n2")}}},
		{"a caret before a note inside of a line", Options{Dialect: Pandoc, Notes: Inline},
			document.Document{Blocks: []document.Block{para("a^name", formattest.Ref("n1"), "[^2]")}, Notes: []document.Note{note}}},
		{"a note in a note", Options{Dialect: Pandoc}, document.Document{Blocks: []document.Block{para("a", formattest.Ref("n1"))},
			Notes: []document.Note{formattest.Note("n1", "1", para("b", formattest.Ref("n2"))), formattest.Note("n2", "2", para("c"))}}},
		{"lists on both sides of an empty heading", Options{Notes: ChapterEnd},
			document.Document{Blocks: []document.Block{list(document.List, item("12.")), formattest.Head(2), list(document.List, item("7.", para("?")))}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := &tt.doc
			if tt.options.Dialect == Pandoc {
				o := Options{Dialect: Pandoc, Notes: tt.options.Notes, FrontMatter: NoFrontMatter}
				pandoc = append(pandoc, written{tt.doc, o})
			}
			source := markdownOf(t, doc, tt.options)
			if tt.options.Dialect != Pandoc && tt.options.Notes != Inline {
				if d := difference(wantedOutline(doc, tt.options), goldmarkOutline(t, source, tt.options.Dialect)); d != "" {
					t.Errorf("goldmark: %s\n%s", d, source)
				}
			}
			if d := difference(wantedOutline(doc, tt.options), wantedOutline(readBack(t, doc, tt.options), tt.options)); d != "" {
				t.Errorf("read back: %s\n%s", d, source)
			}
		})
	}
	t.Run("pandoc", func(t *testing.T) {
		var sources []string
		for i := range pandoc {
			sources = append(sources, string(markdownOf(t, &pandoc[i].doc, pandoc[i].options)))
		}
		for i, html := range byPandoc(t, Pandoc, sources) {
			if d := difference(wantedOutline(&pandoc[i].doc, pandoc[i].options), htmlOutlineOf(t, "", []byte(html))); d != "" {
				t.Errorf("%s\n%s", d, sources[i])
			}
		}
	})
}
