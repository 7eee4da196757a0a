package epub

import (
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/formattest/tree"
	"github.com/refolio/refolio/pipeline/document"
)

// sized is a paragraph of about n bytes.
func sized(n int) document.Block { return formattest.Para(strings.Repeat("four ", n/5)) }

func TestFilesBeginAtTheRightHeadings(t *testing.T) {
	head := func(level int, s string) document.Block { return formattest.Head(level, s) }
	for _, c := range []struct {
		name   string
		blocks []document.Block
		want   string // the headings of each file
	}{
		{"chapters", []document.Block{head(1, "A"), sized(2000), head(2, "a"), sized(2000), head(1, "B"), sized(2000)}, "A a | B"},
		{"levels that begin at 3", []document.Block{head(3, "A"), sized(2000), head(3, "B"), sized(2000)}, "A | B"},
		{"text before the first heading", []document.Block{sized(2000), head(1, "A"), sized(2000)}, " | A"},
		{"parts", []document.Block{head(1, "I"), head(2, "A"), sized(40000), head(2, "B"), sized(40000), head(1, "II"), head(2, "C"), sized(40000), head(2, "D"), sized(40000)},
			"I A | B | II C | D"},
		{"a long chapter with short parts", []document.Block{head(1, "A"), sized(30000), head(2, "a"), sized(9000), head(2, "b"), sized(9000), head(2, "c"), sized(9000), head(2, "d"), sized(9000)},
			"A a b c d"},
		{"a heading alone", []document.Block{head(1, "Part One"), head(1, "A"), sized(2000), head(1, "B"), sized(2000)}, "Part One A | B"},
		{"a chapter too long for a file", []document.Block{head(1, "A"), sized(maxFile / 2), sized(maxFile / 2), sized(maxFile / 2), head(1, "B"), sized(2000)}, "A |  | B"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := made(t, &document.Document{Meta: document.Meta{Title: "T", Language: "en"}, Blocks: c.blocks}, Options{})
			checkSound(t, o)
			var files []string
			for _, f := range o.text() {
				var heads []string
				for _, h := range o.parsed[f].Find(func(e *tree.Node) bool { return e.Name == "h1" || e.Name == "h2" }) {
					heads = append(heads, readWords(h))
				}
				files = append(files, strings.Join(heads, " "))
			}
			if got := strings.Join(files, " | "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The names of files come from their headings, so that putting a chapter in
// leaves those behind it where readers have marked them.
func TestNamesOfFilesStay(t *testing.T) {
	blocks := func(titles ...string) (out []document.Block) {
		for _, title := range titles {
			out = append(out, formattest.Head(1, title), sized(2000))
		}
		return out
	}
	before := made(t, &document.Document{Blocks: blocks("One", "Two", "../../Three")}, Options{}).text()
	after := made(t, &document.Document{Blocks: blocks("One", "One and a half", "Two", "../../Three")}, Options{}).text()
	if before[1] != after[2] || before[2] != after[3] {
		t.Errorf("files were %q and became %q", before, after)
	}
}

func TestContentsAreNested(t *testing.T) {
	doc := &document.Document{Meta: document.Meta{Title: "T", Language: "de"}, Blocks: []document.Block{
		formattest.Head(1, "Vorwort"), sized(2000),
		formattest.Head(1, "A", formattest.Ref("n"), document.Inline{Kind: document.LineBreak}, "und B"), sized(2000),
		formattest.Head(3, "tief"), sized(10), formattest.Head(2, "flach"), sized(10),
		formattest.Head(1, "Anhang"), sized(2000),
	}}
	o := made(t, doc, Options{})
	toc := o.ids["EPUB/nav.xhtml#toc"]
	var outline func(e *tree.Node) string
	outline = func(e *tree.Node) string {
		var parts []string
		for _, li := range e.Children {
			if li.Name != "li" {
				continue
			}
			part := readWords(li.Find(named("a"))[0])
			for _, c := range li.Children {
				if c.Name == "ol" {
					part += "(" + outline(c) + ")"
				}
			}
			parts = append(parts, part)
		}
		return strings.Join(parts, " ")
	}
	if got, want := outline(toc.Find(named("ol"))[0]), "Umschlag Titelseite Vorwort A und B(tief flach) Anhang"; got != want {
		t.Errorf("contents %q, want %q", got, want)
	}
	var places []string
	for _, f := range o.text() {
		places = append(places, o.parsed[f].Find(named("body"))[0].Attrs["type"])
	}
	if got := strings.Join(places, " "); got != "frontmatter bodymatter backmatter" {
		t.Errorf("the files are %s", got)
	}
	var kinds []string
	for _, a := range o.ids["EPUB/nav.xhtml#landmarks"].Find(named("a")) {
		kinds = append(kinds, a.Attrs["type"])
	}
	if got := strings.Join(kinds, " "); got != "cover titlepage toc bodymatter" {
		t.Errorf("landmarks: %s", got)
	}
}

func TestPagesAreListed(t *testing.T) {
	page := formattest.Page
	doc := &document.Document{
		Meta: document.Meta{Title: "T", Language: "en", Publisher: "P", Date: "1911"},
		Blocks: []document.Block{
			formattest.Leaf(document.Title, page("i"), "T"),
			formattest.Head(1, page("1"), "A"), formattest.Para("x", page(""), page("2"), "y", page("2"), formattest.Em(page("[3]"), "z")),
		},
		Notes: []document.Note{{ID: "n", Blocks: []document.Block{formattest.Para(page("4"), "n")}}},
	}
	o := made(t, doc, Options{})
	checkSound(t, o)
	var labels, ids []string
	for _, a := range o.ids["EPUB/nav.xhtml#pages"].Find(named("a")) {
		mark := o.target("EPUB/nav.xhtml", a.Attrs["href"])
		labels, ids = append(labels, readWords(a)), append(ids, mark.Attrs["id"])
		if mark.Attrs["label"] != "" || mark.Attrs["aria-label"] != readWords(a) || mark.Attrs["role"] != "doc-pagebreak" {
			t.Errorf("the mark of page %s has no label", readWords(a))
		}
	}
	if got := strings.Join(labels, " "); got != "i 1 2 2 [3]" {
		t.Errorf("pages %q", got)
	}
	if got := strings.Join(ids, " "); got != "page-i page-1 page-2 page-2-2 page" {
		t.Errorf("ids %q", got)
	}
	if source := o.ids["EPUB/package.opf#source"]; source == nil || readWords(source) != "T, P, 1911" {
		t.Error("the pages have no source")
	}
	o = made(t, doc, Options{NoPages: true})
	if o.ids["EPUB/nav.xhtml#pages"] != nil || len(o.all(has("role", "doc-pagebreak"))) > 0 {
		t.Error("pages although they are not wanted")
	}
}

func TestTitlePageFollowsTheMetadata(t *testing.T) {
	doc := &document.Document{
		Meta: document.Meta{Title: "The Title", Authors: []string{"Ada B."}, Language: "en"},
		Blocks: []document.Block{
			formattest.Leaf(document.Title, "The ", formattest.Em("Title"), formattest.Ref("n")), formattest.Leaf(document.Byline, "by Ada B."), sized(2000),
		},
		Notes: []document.Note{formattest.Note("n", "*", formattest.Para("With thanks."))},
	}
	title := func() (*opened, *tree.Node) {
		o := made(t, doc, Options{})
		checkSound(t, o)
		return o, o.parsed["EPUB/xhtml/title.xhtml"]
	}
	o, page := title()
	if len(page.Find(named("em"))) != 1 || readWords(page.Find(has("class", "author"))[0]) != "by Ada B." || !strings.Contains(shown(o), "With thanks.") {
		t.Error("the printed form is lost")
	}
	doc.Meta.Title, doc.Meta.Authors = "Another Title", []string{"Ada Bright", "C. Dee"}
	_, page = title()
	if h := page.Find(named("h1"))[0]; readWords(h) != "Another Title" || len(h.Find(has("role", "doc-noteref"))) != 1 {
		t.Errorf("the title is %q", readWords(h))
	}
	if authors := page.Find(has("class", "author")); len(authors) != 2 {
		t.Errorf("%d authors", len(authors))
	}
}
