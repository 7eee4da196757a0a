package epub

import (
	"slices"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

func TestColophonTellsTheRepair(t *testing.T) {
	decisions := []document.Decision{
		{Kind: "running head", Confidence: 1}, {Kind: "folio", Confidence: 0.7}, {Kind: "hyphen", Confidence: 0.5},
		{Kind: "join", Confidence: 0.5}, {Kind: "marker", Confidence: 1},
	}
	for range 1200 {
		decisions = append(decisions, document.Decision{Kind: "space", Confidence: 1})
	}
	doc := &document.Document{
		Meta:   document.Meta{Title: "T", Language: "en-GB"},
		Blocks: []document.Block{formattest.Para("Two words.", formattest.Ref("n"))},
		Notes:  []document.Note{formattest.Note("n", "1", formattest.Para("A note.")), {ID: "m"}},
		Trace:  &document.Trace{Decisions: slices.Values(decisions)},
	}
	page := func() (string, []string) {
		o := made(t, doc, Options{Colophon: true})
		checkSound(t, o)
		root := o.parsed["EPUB/xhtml/colophon.xhtml"]
		var items []string
		for _, li := range root.Find(named("li")) {
			items = append(items, readWords(li))
		}
		return root.Find(named("section"))[0].Attrs["lang"], items
	}
	lang, got := page()
	want := []string{
		"2 running heads and page numbers were left out.",
		"One hyphen at a line’s end was taken out.",
		"One reference was linked to its note.",
		"1,200 letters and spaces were put right.",
		"2 of these decisions are doubtful.",
	}
	if lang != "" || !slices.Equal(got, want) {
		t.Errorf("in %q: %q", lang, got)
	}
	doc.Meta.Language = "de"
	if lang, got = page(); lang != "" || got[3] != "1.200 Buchstaben und Abstände wurden berichtigt." {
		t.Errorf("in German, %q: %q", lang, got)
	}
	doc.Meta.Language = "pl"
	if lang, got = page(); lang != "en" || got[0] != want[0] {
		t.Errorf("in Polish, %q: %q", lang, got)
	}
	doc.Trace = nil
	if _, got = page(); len(got) > 0 {
		t.Errorf("without a trace: %q", got)
	}
}
