package epub

import (
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/formattest/tree"
	"github.com/refolio/refolio/pipeline/document"
)

func TestForeignWordsSayTheirLanguage(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		others     []string
		want       []string // the words with their languages
	}{
		{"en", "He wrote ἐν ἀρχῇ ἦν ὁ λόγος, in Greek.", nil, []string{"grc ἐν ἀρχῇ ἦν ὁ λόγος"}},
		{"en", "The angle α and the word λόγος.", nil, []string{"el λόγος"}},
		{"en", "The word λόγος.", []string{"grc"}, []string{"grc λόγος"}},
		{"de", "Война и мир, auf Russisch; שלום auf Hebräisch.", nil, []string{"und-Cyrl Война и мир", "he שלום"}},
		{"de", "Война и мир", []string{"ru"}, []string{"ru Война и мир"}},
		{"ru", "Война и мир", nil, nil},
		{"el", "λόγος ἀρχή", nil, nil},
		{"en", "東京 and 日本の本", nil, []string{"und-Hani 東京", "ja 日本の本"}},
		{"ja", "日本の本", nil, nil},
		{"fr", "Déjà vu – « œuvre » …", nil, nil},
	} {
		doc := &document.Document{Meta: document.Meta{Title: "T", Language: c.lang, Languages: c.others},
			Blocks: []document.Block{formattest.Para(c.text)}}
		o := made(t, doc, Options{Cover: NoCover})
		checkSound(t, o)
		root := o.parsed[o.text()[0]].Find(named("body"))[0]
		if got := readWords(root); got != c.text {
			t.Errorf("the words are %q, want %q", got, c.text)
		}
		var got []string
		for _, e := range root.Find(func(e *tree.Node) bool { return e.Attrs["lang"] != "" }) {
			got = append(got, e.Attrs["lang"]+" "+readWords(e))
		}
		if len(got) != len(c.want) {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q: %q, want %q", c.text, got, c.want)
			}
		}
	}
}

func TestForeignPassagesSayTheirLanguage(t *testing.T) {
	verse := document.Block{Kind: document.Verse, Lang: "la", Content: formattest.Para("Recordare, Jesu pie").Content}
	quote := formattest.Box(document.Quote, formattest.Para("Ein Satz."))
	quote.Lang = "de"
	hebrew := formattest.Para("שלום")
	hebrew.Lang = "he"
	wrong := formattest.Para("Nothing.")
	wrong.Lang = `x" y="`
	doc := &document.Document{Meta: document.Meta{Title: "T", Language: "en"},
		Blocks: []document.Block{formattest.Para("Before."), verse, quote, hebrew, wrong}}
	o := made(t, doc, Options{Cover: NoCover})
	checkSound(t, o)
	var got []string
	for _, e := range o.parsed[o.text()[0]].Find(named("body"))[0].Find(func(e *tree.Node) bool { return e.Attrs["lang"] != "" }) {
		got = append(got, e.Name+" "+e.Attrs["lang"]+" "+e.Attrs["dir"])
	}
	want := []string{"p la ", "blockquote de ", "p he rtl", "span he "}
	if len(got) != len(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	var languages []string
	for _, e := range o.parsed["EPUB/package.opf"].Find(named("language")) {
		languages = append(languages, readWords(e))
	}
	if len(languages) != 4 {
		t.Errorf("the languages of the book are %q", languages)
	}
}
