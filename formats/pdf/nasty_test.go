package pdf

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
)

// nasty returns documents that are hard to set, each with words that must come
// back.
func nasty() map[string]*document.Document {
	long := strings.Repeat("abcdefghij", 20)
	manyNotes := func(n int, text string) *document.Document {
		doc := &document.Document{Blocks: []document.Block{para(word("Start."))}}
		for i := range n {
			id := fmt.Sprintf("n%d", i+1)
			doc.Blocks[0].Content = append(doc.Blocks[0].Content, word(" Word"), ref(id))
			doc.Notes = append(doc.Notes, footnote(id, fmt.Sprint(i+1), text))
		}
		doc.Blocks = append(doc.Blocks, para(word(prose(40))))
		return doc
	}
	verse := document.Block{Kind: document.Verse}
	for i := range 60 {
		if i > 0 {
			verse.Content = append(verse.Content, document.Inline{Kind: document.LineBreak})
		}
		verse.Content = append(verse.Content, word(fmt.Sprintf("verse %d %s", i, prose(i%4+1))))
	}
	deep := para(word("deepest"))
	for range 40 {
		deep = document.Block{Kind: document.Quote, Blocks: []document.Block{deep}}
	}
	nested := para(word("innermost"))
	for range 30 {
		nested = document.Block{Kind: document.List, Blocks: []document.Block{{Kind: document.Item, Marker: "(xviii)", Blocks: []document.Block{nested}}}}
	}
	wide := document.Block{Kind: document.Row}
	for i := range 40 {
		wide.Blocks = append(wide.Blocks, document.Block{Kind: document.Cell, Content: []document.Inline{word(fmt.Sprintf("c%d", i))}})
	}
	var headings []document.Block
	for i := range 200 {
		headings = append(headings, head(i%6+1, fmt.Sprintf("Heading %d", i)))
	}
	unreferenced := footnote("n1", "7", "Nothing refers to this note.")
	unreferenced.Referenced = false
	marks := "e" + strings.Repeat("\u0301", 1000) + " end"

	return map[string]*document.Document{
		"empty document":                     {},
		"empty blocks":                       {Blocks: []document.Block{para(), head(1, ""), {Kind: document.Quote}, {Kind: document.List}, {Kind: document.Table}, {Kind: document.Verse}, {Kind: document.Code}}},
		"only spaces":                        {Blocks: []document.Block{para(word("   ")), para(word("\n\t \u00A0 \u200B\u00AD"))}},
		"only notes":                         {Notes: []document.Note{unreferenced}},
		"empty note":                         {Blocks: []document.Block{para(word("x"), ref("n1"))}, Notes: []document.Note{{ID: "n1", Label: "1", Referenced: true}}},
		"only a heading":                     {Blocks: []document.Block{head(1, "Alone")}},
		"only a title":                       {Meta: document.Meta{Title: "Alone " + long}},
		"long word":                          {Blocks: []document.Block{para(word("before " + long + " after"))}},
		"very long word":                     {Blocks: []document.Block{para(word(strings.Repeat("0123456789", 2000)))}},
		"long word in heading":               {Meta: document.Meta{Language: "de"}, Blocks: []document.Block{head(1, long), para(word("text"))}},
		"long heading":                       {Blocks: []document.Block{head(1, prose(200)), para(word("text"))}},
		"long URL":                           {Blocks: []document.Block{para(word("See https://example.org/" + strings.Repeat("segment/of-a-path/", 30) + "?q=1&r=2#top now."))}},
		"long note":                          {Blocks: []document.Block{para(word(prose(9)), ref("n1"), word(" "+prose(40)))}, Notes: []document.Note{footnote("n1", "1", prose(150))}},
		"two long notes":                     {Blocks: []document.Block{para(word(prose(2)), ref("n1"), word(" and"), ref("n2"), word(" "+prose(60)))}, Notes: []document.Note{footnote("n1", "1", prose(120)), footnote("n2", "2", prose(120))}},
		"forty notes":                        manyNotes(40, "A short note."),
		"forty longer notes":                 manyNotes(40, prose(3)),
		"note in a heading":                  {Blocks: []document.Block{{Kind: document.Heading, Level: 1, Content: []document.Inline{word("Heading"), ref("n1")}}, para(word(prose(5)))}, Notes: []document.Note{footnote("n1", "*", prose(60))}},
		"note in a note":                     {Blocks: []document.Block{para(word("x"), ref("n1"))}, Notes: []document.Note{{ID: "n1", Label: "1", Referenced: true, Blocks: []document.Block{para(word("y"), ref("n2"), ref("n1"))}}, footnote("n2", "2", "inner")}},
		"unknown note":                       {Blocks: []document.Block{para(word("x"), ref("gone"), word(" y"))}},
		"headings in a row":                  {Blocks: headings},
		"one paragraph":                      {Blocks: []document.Block{para(word(prose(3000)))}},
		"long verse":                         {Blocks: []document.Block{verse}},
		"verse line longer than the measure": {Blocks: []document.Block{{Kind: document.Verse, Content: []document.Inline{word(prose(12)), {Kind: document.LineBreak}, word(long + long)}}}},
		"a heading at the foot":              atTheFoot(),
		"epigraphs":                          {Blocks: []document.Block{head(1, "One"), quoted("Short."), quoted(""), quoted("By whom"), para(word("x"))}},
		"mark after a space":                 {Blocks: []document.Block{para(word(prose(3)+" "), ref("n1"), word(" , "+prose(3)))}, Notes: []document.Note{footnote("n1", "1", "A note.")}},
		"drop capital alone":                 {Blocks: []document.Block{head(1, "One"), para(word("A")), head(1, "Two"), para(word("Q" + strings.Repeat("q", 300) + " " + prose(5)))}},
		"deep quotation":                     {Blocks: []document.Block{deep}},
		"deep list":                          {Blocks: []document.Block{nested}},
		"wide table":                         {Blocks: []document.Block{{Kind: document.Table, Blocks: []document.Block{wide, wide}}}},
		"loose cells":                        {Blocks: []document.Block{wide, {Kind: document.Item, Marker: "•", Blocks: []document.Block{para(word("loose item"))}}}},
		"long code line":                     {Blocks: []document.Block{{Kind: document.Code, Content: []document.Inline{word("\n\n\tx := " + long + " + y\n\n")}}}},
		"many marks":                         {Blocks: []document.Block{para(word(marks))}},
		"many breaks":                        {Blocks: []document.Block{{Content: []document.Inline{{Kind: document.LineBreak}, word("a"), {Kind: document.LineBreak}, {Kind: document.LineBreak}, word("b"), {Kind: document.LineBreak}}}}},
		"dashes":                             {Blocks: []document.Block{para(word(strings.Repeat("one—two—", 200) + strings.Repeat("—", 300)))}},
		"pages":                              {Blocks: []document.Block{para(document.Inline{Kind: document.PageBreak, Text: "xii"}, word("a"), document.Inline{Kind: document.PageBreak}, document.Inline{Kind: document.PageBreak, Text: "13"}, word(" b"))}},
	}
}

// atTheFoot is a document with a heading where its first page would end.
func atTheFoot() *document.Document {
	doc := &document.Document{}
	for range 27 {
		doc.Blocks = append(doc.Blocks, para(word("A paragraph of one line.")))
	}
	doc.Blocks = append(doc.Blocks, head(2, "At the foot"))
	for range 10 {
		doc.Blocks = append(doc.Blocks, para(word("What follows.")))
	}
	return doc
}

// TestNoHeadingStandsAtTheFoot: on no page is a heading the last line or the
// last but one, wherever it would come.
func TestNoHeadingStandsAtTheFoot(t *testing.T) {
	for above := range 12 {
		doc := atTheFoot()
		doc.Blocks = doc.Blocks[above:]
		for i, page := range pageTexts(t, renderFile(t, doc, Options{})) {
			lines := strings.Split(strings.TrimSpace(page), "\n")
			at := slices.Index(lines, "At the foot")
			if below := len(lines) - 1 - at; at >= 0 && below < 2 {
				t.Errorf("with %d lines fewer, %d lines stand below the heading on page %d", above, below, i)
			}
		}
	}
}

// TestMarksKeepToTheirWords even where a space precedes them.
func TestMarksKeepToTheirWords(t *testing.T) {
	for n := range 30 {
		doc := &document.Document{
			Blocks: []document.Block{para(word(strings.Repeat("word ", 8+n)), ref("n1"), word(" , and so on with more words"))},
			Notes:  []document.Note{footnote("n1", "1", "A note.")},
		}
		c := compositorOf(t, doc, Options{})
		c.listNotes()
		c.block(&doc.Blocks[0], c.frame())
		for _, row := range c.rows {
			if s := row.Runs[0].S; s == "1" || strings.HasPrefix(s, ",") || strings.HasPrefix(s, " ,") {
				t.Errorf("after %d words a line begins with %q", n+8, s)
			}
		}
	}
}

func TestNastyDocuments(t *testing.T) {
	for name, doc := range nasty() {
		t.Run(name, func(t *testing.T) {
			file := checked(t, doc, Options{})
			missing := count(norm.NFC.String(tool(t, "pdftotext", "-raw", file, "-")))
			for _, blocks := range [][]document.Block{doc.Blocks, notesBlocks(doc)} {
				for leaf := range document.Leaves(blocks) {
					for r, n := range count(norm.NFC.String(document.PlainText(leaf.Content))) {
						if missing[r] -= n; missing[r] < 0 {
							t.Fatalf("%q is lost in %.60q", r, document.PlainText(leaf.Content))
						}
					}
				}
			}
		})
	}
}

// TestNastyOnASmallPage sets them once more, with the options that move things
// about.
func TestNastyOnASmallPage(t *testing.T) {
	o := Options{Page: "e-ink", SourcePages: true, Flush: true, OpticalMargins: true, Chapters: "recto", Sides: 2}
	for name, doc := range nasty() {
		t.Run(name, func(t *testing.T) { render(t, doc, o) })
	}
}

// TestNastyInColumns sets them in two columns, with drop capitals and chapters
// whose headings stand across both.
func TestNastyInColumns(t *testing.T) {
	o := Options{Page: "A5", Columns: 2, DropCapitals: 4, HalfTitle: true, Chapters: "page", SourcePages: true, Flush: true}
	for name, doc := range nasty() {
		t.Run(name, func(t *testing.T) { render(t, doc, o) })
	}
}

func notesBlocks(doc *document.Document) []document.Block {
	var blocks []document.Block
	for i := range doc.Notes {
		blocks = append(blocks, doc.Notes[i].Blocks...)
	}
	return blocks
}

// count counts the letters and digits of s.
func count(s string) map[rune]int {
	n := map[rune]int{}
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n[r]++
		}
	}
	return n
}

// TestLongNoteIsSplitOverPages: a note that is longer than a page goes
// on at the foot of the next pages and nothing of it is lost.
func TestLongNoteIsSplitOverPages(t *testing.T) {
	doc := nasty()["long note"]
	pages := pageTexts(t, checked(t, doc, Options{}))
	if len(pages) < 3 {
		t.Fatalf("%d pages", len(pages))
	}
	_, notes := modelWords(doc)
	if w, i := inOrder(tokens(strings.Join(pages, " ")), notes); w != "" {
		t.Errorf("word %d, %q, of the note is lost", i, w)
	}
}

func TestUnreferencedNotesAreSet(t *testing.T) {
	got := text(t, checked(t, nasty()["only notes"], Options{}))
	if !strings.Contains(got, "Notes without a reference") || !strings.Contains(got, "7. Nothing refers to this note.") {
		t.Errorf("got %q", got)
	}
}

func TestNotesWithoutDistinctLabelsAreNumbered(t *testing.T) {
	doc := &document.Document{
		Blocks: []document.Block{para(word("a"), ref("n1"), word(" b"), ref("n2"), word(" c"), ref("n3"))},
		Notes:  []document.Note{footnote("n1", "1", "First."), footnote("n2", "1", "Second."), footnote("n3", "", "Third.")},
	}
	got := strings.Join(strings.Fields(text(t, checked(t, doc, Options{}))), " ")
	for _, want := range []string{"a1 b2 c3", "1. First.", "2. Second.", "3. Third."} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
}

// TestHostileText puts what means something in PDF files, and what means
// nothing anywhere, into every place that text can go.
func TestHostileText(t *testing.T) {
	for _, s := range []string{
		`) ( \ ]] >> endstream endobj <</Type/Catalog>> %%EOF`,
		"\\", "(((", "startxref\n0\n%%EOF", "{nb}",
		"\x00\x01\x02\x1B]52;c;aGk=\x07\x7F\u0085\u009F", "\xFF\xFE broken UTF-8 \xC3",
		"\uFFFE\uFFFF\uFEFF\uD7FF\U0010FFFF", "</rdf:li>&amp;<![CDATA[", "\u202Eevil\u202C\u2066x\u2069",
		"שלום עולם مرحبا", "e\u0301\u0327 ã\u0323", "a\rb\r\nc\u2028d\u2029e",
	} {
		t.Run(fmt.Sprintf("%.12q", s), func(t *testing.T) {
			doc := &document.Document{
				Meta: document.Meta{Title: s, Subtitle: s, Authors: []string{s}, Publisher: s, Rights: s, Description: s,
					Identifier: s, Subjects: []string{s}, Date: s, Language: "en"},
				Blocks: []document.Block{head(1, s), para(word(s), ref("n1"), document.Inline{Kind: document.Link, Target: "https://example.org/" + s, Content: []document.Inline{word(s)}}),
					{Kind: document.Item, Marker: s, Blocks: []document.Block{{Kind: document.Code, Content: []document.Inline{word(s)}}}}},
				Notes: []document.Note{{ID: "n1", Label: s, Referenced: true, Blocks: []document.Block{para(word(s))}}},
			}
			checked(t, doc, Options{SourcePages: true})
		})
	}
}

func TestOnlySafeLinks(t *testing.T) {
	for target, want := range map[string]string{
		"https://example.org/ä?q=(x)": "https://example.org/%C3%A4?q=(x)",
		"HTTP://example.org":          "http://example.org",
		"mailto:a@example.org":        "mailto:a@example.org",
		"doi:10.1000/182":             "https://doi.org/10.1000/182",
		"javascript:alert(1)":         "",
		"file:///etc/passwd":          "",
		"data:text/html,x":            "",
		"//host/path":                 "",
		"https:///nohost":             "",
		"relative":                    "",
		":":                           "",
		"https://example.org/\x00":    "",
	} {
		if got := safeURL(target); got != want {
			t.Errorf("safeURL(%q) = %q, want %q", target, got, want)
		}
	}
}
