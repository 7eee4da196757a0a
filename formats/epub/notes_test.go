package epub

import (
	"fmt"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/formattest/tree"
	"github.com/refolio/refolio/pipeline/document"
)

// twoChapters is a document with notes that are numbered anew in the second
// chapter, one that another note refers to and one that nothing refers to.
func twoChapters() *document.Document {
	text := strings.Repeat("So it went on for a long while. ", 12)
	return &document.Document{
		Meta: document.Meta{Title: "Two Chapters", Language: "en"},
		Blocks: []document.Block{
			formattest.Head(1, "One"), formattest.Para(text, formattest.Ref("a"), formattest.Ref("b"), text, formattest.Ref("a")),
			formattest.Head(1, "Two"), formattest.Para(text, formattest.Ref("c"), formattest.Ref("gone")),
		},
		Notes: []document.Note{
			formattest.Note("a", "1", formattest.Para("Note a, see", formattest.Ref("d"), ".")),
			formattest.Note("b", "2", formattest.Para("Note b.")),
			formattest.Note("c", "1", formattest.Para("Note c.")),
			formattest.Note("d", "†", formattest.Para("Note d.")),
			{ID: "e", Label: "2", Blocks: []document.Block{formattest.Para("Note e.")}},
		},
	}
}

// shown lists the notes of a book: the file, the number, the words.
func shown(o *opened) string {
	var lines []string
	for i, f := range o.spine() {
		for _, n := range o.parsed[f].Find(has("class", "note")) {
			number := n.Find(has("class", "note-number"))
			label := ""
			if len(number) > 0 {
				label = readWords(number[0])
			}
			lines = append(lines, fmt.Sprintf("%d %s %s", i, label, readWords(n)))
		}
	}
	return strings.Join(lines, "\n")
}

func TestNotesStandWhereTheyAreWanted(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, "3 1. Note a, see.\n3 2. Note b.\n3 3. Note d.\n4 4. Note c.\n4 2. Note e."},
		{Options{Numbering: PerChapter}, "3 1. Note a, see.\n3 2. Note b.\n3 3. Note d.\n4 1. Note c.\n4 2. Note e."},
		{Options{Numbering: AsPrinted}, "3 1. Note a, see.\n3 2. Note b.\n3 † Note d.\n4 1. Note c.\n4 2. Note e."},
		{Options{Notes: BookEnd}, "5 1. Note a, see.\n5 2. Note b.\n5 3. Note d.\n5 4. Note c.\n5 2. Note e."},
	} {
		o, found := madeWith(t, twoChapters(), c.o)
		// Cover, title page and contents come before the text.
		if got := shown(o); got != c.want {
			t.Errorf("%+v: got\n%s\nwant\n%s", c.o, got, c.want)
		}
		if len(found) != 1 || found[0].Code != "epub/unresolved-note" {
			t.Errorf("reported %v, want the note that is gone", found)
		}
		checkSound(t, o)
	}
}

func TestPrintedNumbersAreKeptIfTheyCountUp(t *testing.T) {
	doc := twoChapters()
	for i, label := range []string{"3", "4", "9", "7", ""} {
		doc.Notes[i].Label = label
	}
	want := "3 3. Note a, see.\n3 4. Note b.\n3 7. Note d.\n4 9. Note c.\n4  Note e."
	if got := shown(made(t, doc, Options{})); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Readers open a note in place only if its reference is a bare link, and
// Apple's hides an aside of notes until then.
func TestFormThatReadersNeed(t *testing.T) {
	o := made(t, twoChapters(), Options{})
	refs := o.all(has("role", "doc-noteref"))
	if len(refs) != 5 {
		t.Fatalf("%d references, want 5", len(refs))
	}
	for _, r := range refs {
		if len(r.Find(func(*tree.Node) bool { return true })) > 0 || r.Attrs["type"] != "noteref" {
			t.Error("a reference is more than a bare link")
		}
	}
	for _, n := range o.all(has("class", "note")) {
		if first := n.Children[1].Children[0]; first.Attrs["class"] != "note-number" {
			t.Errorf("the note %q doesn't begin with the way back", readWords(n))
		}
		stray := readWords(n) == "Note e."
		if aside := n.Name == "aside" && n.Attrs["role"] == "doc-footnote"; aside == stray {
			t.Errorf("the note %q is an aside: %t", readWords(n), aside)
		}
	}
}

// A reference within a link can't be one: the link is parted around it.
func TestReferenceWithinALink(t *testing.T) {
	doc := twoChapters()
	doc.Blocks = append(doc.Blocks, formattest.Para(formattest.Em("x", formattest.Link("https://example.org/ä", "be", formattest.Ref("a"), "hind", formattest.Ref("b")))))
	o := made(t, doc, Options{})
	checkSound(t, o)
	links := o.all(has("href", "https://example.org/%C3%A4"))
	if len(links) != 2 || readWords(links[0]) != "be" || readWords(links[1]) != "hind" {
		t.Errorf("%d links", len(links))
	}
}

func TestAddressesThatLinksMayHave(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org":              "https://example.org",
		" HTTP://Example.org:80/a b?q=ü#f": "http://Example.org:80/a%20b?q=%C3%BC#f",
		"https://example.org/a#b#c":        "https://example.org/a#b%23c",
		"https://example.org/%zz%41[x]":    "https://example.org/%25zz%41%5Bx%5D",
		"mailto:a.b@example.org":           "mailto:a.b@example.org",
		"https://ex ample.org/":            "",
		"https://example.org:99999/":       "",
		"https:///x":                       "",
		"https://-x.org":                   "",
		"http:example.org":                 "",
		"www.example.org":                  "",
		"javascript:alert(1)":              "",
		"mailto:@example.org":              "",
		"../x":                             "",
		"":                                 "",
	} {
		if got := safeURL(in); got != want {
			t.Errorf("safeURL(%q) = %q, want %q", in, got, want)
		}
	}
}

// The printed mark of a note that is lost stays to be seen, but leads nowhere.
func TestMarkOfALostNote(t *testing.T) {
	doc := &document.Document{
		Meta: document.Meta{Title: "T", Language: "en"},
		Blocks: []document.Block{{Content: []document.Inline{
			{Kind: document.Text, Text: "memoirs,"}, {Kind: document.NoteRef, Span: document.Span{Start: 8, End: 10}},
		}}},
		Trace: &document.Trace{Text: "memoirs,34"},
	}
	o, found := madeWith(t, doc, Options{})
	checkSound(t, o)
	if marks := o.parsed[o.text()[0]].Find(has("class", "noteref")); len(marks) != 1 || readWords(marks[0]) != "34" || marks[0].Name != "span" {
		t.Errorf("the mark is lost: %v", marks)
	}
	if len(found) != 1 || found[0].Code != "epub/unresolved-note" {
		t.Errorf("reported %v", found)
	}
}

// A note that only a stray one refers to opens from there.
func TestNoteOfAStrayNote(t *testing.T) {
	doc := &document.Document{
		Meta:   document.Meta{Title: "T", Language: "en"},
		Blocks: []document.Block{formattest.Para("Text.")},
		Notes: []document.Note{
			{ID: "a", Label: "1", Blocks: []document.Block{formattest.Para("A stray", formattest.Ref("b"))}},
			formattest.Note("b", "2", formattest.Para("Its note.")),
		},
	}
	o := made(t, doc, Options{})
	checkSound(t, o)
	asides := o.parsed[o.text()[0]].Find(named("aside"))
	if len(asides) != 1 || readWords(asides[0]) != "Its note." || asides[0].Attrs["type"] != "footnote" {
		t.Errorf("%d footnotes", len(asides))
	}
}
