package epub

import (
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// A few words before the first heading have a page of their own if they are an
// epigraph or a dedication.
func TestOpenings(t *testing.T) {
	for _, c := range []struct {
		name   string
		blocks []document.Block
		want   string // the type of the first file's section
		title  string
	}{
		{"a saying", []document.Block{formattest.Para("“A bridge is for people who know where they are going.”")}, "epigraph", "Epigraph"},
		{"a saying and its source", []document.Block{formattest.Para("“A bridge.”"), formattest.Para("— The ferryman")}, "epigraph", "Epigraph"},
		{"a quotation", []document.Block{formattest.Box(document.Quote, formattest.Para("A bridge."))}, "epigraph", "Epigraph"},
		{"a dedication", []document.Block{formattest.Para("To my uncle Gabriel")}, "dedication", "Dedication"},
		{"a speech", []document.Block{formattest.Para("“A bridge,” he said."), formattest.Para("She laughed.")}, "", "T"},
		{"text", []document.Block{formattest.Para("To my surprise there was a bridge. ", strings.Repeat("It was long. ", 30))}, "", "T"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := &document.Document{Meta: document.Meta{Title: "T", Language: "en"},
				Blocks: append(c.blocks, formattest.Head(1, "One"), sized(2000))}
			o := made(t, doc, Options{})
			checkSound(t, o)
			file := o.parsed[o.text()[0]]
			if got := file.Find(named("section"))[0].Attrs["type"]; got != c.want {
				t.Errorf("the first section is %q, want %q", got, c.want)
			}
			if got := readWords(file.Find(named("title"))[0]); got != c.title {
				t.Errorf("it is called %q, want %q", got, c.title)
			}
		})
	}
}

func TestNumberedHeadings(t *testing.T) {
	for _, c := range []struct{ heading, number, kind string }{
		{"XXVIII. Destruction of Paganism", "XXVIII.", "ordinal z3998:roman"},
		{"Chapter 3: The Weir", "Chapter 3:", "ordinal"},
		{"CHAPITRE IV – La marée", "CHAPITRE IV", "ordinal z3998:roman"},
		{"2. Methods", "", ""},
		{"I", "", ""},
		{"I Am Alone", "", ""},
		{"MIX. Of things", "", ""},
		{"Chapter 3", "", ""},
	} {
		doc := &document.Document{Meta: document.Meta{Title: "T", Language: "en"}, Blocks: []document.Block{
			formattest.Head(1, formattest.Page("9"), c.heading, formattest.Em(" indeed"), formattest.Ref("n")), sized(2000)},
			Notes: []document.Note{formattest.Note("n", "1", formattest.Para("A note."))}}
		o := made(t, doc, Options{})
		checkSound(t, o)
		heading := o.parsed[o.text()[0]].Find(named("h1"))[0]
		if got, want := readWords(heading), c.heading+" indeed"; got != want {
			t.Errorf("%s: the words are %q", c.heading, got)
		}
		number, kind := "", ""
		if spans := heading.Find(has("class", "ordinal")); len(spans) > 0 {
			number, kind = readWords(spans[0]), spans[0].Attrs["type"]
		}
		if number != c.number || kind != c.kind {
			t.Errorf("%s: the number is %q, %q", c.heading, number, kind)
		}
	}
}

func TestTitlePageNamesEverybody(t *testing.T) {
	doc := &document.Document{Meta: document.Meta{Title: "T", Language: "de", Authors: []string{"A"}, Series: document.Series{Title: "Reihe", Number: "3"},
		Contributors: []document.Person{{Name: "E", Role: "trl"}, {Name: "<F>", Role: "trl"}, {Name: "G", Role: "cov"}}}}
	page := readWords(made(t, doc, Options{}).parsed["EPUB/xhtml/title.xhtml"])
	for _, want := range []string{"Übersetzt von E, <F>", "Reihe, Band 3"} {
		if !strings.Contains(page, want) {
			t.Errorf("the title page %q lacks %q", page, want)
		}
	}
	if strings.Contains(page, "G") {
		t.Errorf("the title page %q names the designer", page)
	}
}
