package pdf

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/document"
)

// sample is a small book with everything in it.
func sample() *document.Document {
	quote := document.Block{Kind: document.Quote, Blocks: []document.Block{para(word("A quotation of some length, " + prose(2)))}}
	verse := document.Block{Kind: document.Verse, Content: []document.Inline{
		word("The first line of the stanza,"), {Kind: document.LineBreak},
		word("and a second that is a good deal longer than the first and must surely be turned over,"), {Kind: document.LineBreak},
		word("the third."),
	}}
	list := document.Block{Kind: document.List, Blocks: []document.Block{
		{Kind: document.Item, Marker: "1.", Blocks: []document.Block{para(word(prose(2)))}},
		{Kind: document.Item, Marker: "12.", Blocks: []document.Block{para(word("Second item.")), para(word("Its second paragraph."))}},
	}}
	cell := func(s string) document.Block {
		return document.Block{Kind: document.Cell, Content: []document.Inline{word(s)}}
	}
	table := document.Block{Kind: document.Table, Blocks: []document.Block{
		{Kind: document.Row, Blocks: []document.Block{cell("Year"), cell("Event"), cell("Place")}},
		{Kind: document.Row, Blocks: []document.Block{cell("1476"), cell("Caxton sets up his press"), cell("Westminster")}},
	}}
	return &document.Document{
		Meta: document.Meta{Title: "The Compositor’s Day", Subtitle: "An Account", Authors: []string{"Ada Ember", "Józef Wóycicki"},
			Language: "en", Date: "2021-03-04", Publisher: "Test & Sons", Rights: "No rights whatever.", Subjects: []string{"printing", "(type)"}},
		Blocks: []document.Block{
			head(1, "Morning"),
			para(word(prose(6)), ref("n1"), word(" "+prose(8))),
			quote, para(word(prose(3)), document.Inline{Kind: document.Emphasis, Content: []document.Inline{word(" An emphatic end.")}}),
			head(2, "Breakfast"), verse, para(word(prose(4)), ref("n2")),
			{Kind: document.SceneBreak}, para(word(prose(4))),
			head(1, "Noon"), list, table,
			{Kind: document.Code, Content: []document.Inline{word("if x {\n\treturn \"(x)\"\n}")}},
			para(word("See "), document.Inline{Kind: document.Link, Target: "https://example.org/a?b=c", Content: []document.Inline{word("the page")}}, word(".")),
			head(1, "Night"), para(word(prose(30)), ref("n3")),
		},
		Notes: []document.Note{footnote("n1", "1", "The first note. "+prose(2)), footnote("n2", "2", "The second note."), footnote("n3", "*", "A note with a star.")},
	}
}

func TestSameBytes(t *testing.T) {
	processors := runtime.GOMAXPROCS(1)
	first, _ := render(t, sample(), Options{})
	runtime.GOMAXPROCS(max(processors, 4))
	defer runtime.GOMAXPROCS(processors)
	var wg sync.WaitGroup
	outs := make([]bytes.Buffer, 4)
	for i := range outs {
		wg.Go(func() {
			if err := Write(context.Background(), &outs[i], sample(), Options{}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for i := range outs {
		if !bytes.Equal(outs[i].Bytes(), first) {
			t.Errorf("copy %d differs", i)
		}
	}
}

func TestInfo(t *testing.T) {
	doc := sample()
	doc.Meta.Modified = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	info := tool(t, "pdfinfo", "-isodates", checked(t, doc, Options{}))
	for _, want := range []string{
		"Title:           The Compositor’s Day",
		"Author:          Ada Ember, Józef Wóycicki",
		"Keywords:        printing, (type)",
		"CreationDate:    2024-05-06T07:08:09Z",
		"Tagged:          yes",
		"Metadata Stream: yes",
		"419.528 x 595.276 pts (A5)",
	} {
		if !strings.Contains(info, want) && !strings.Contains(info, strings.TrimSuffix(want, " (A5)")) {
			t.Errorf("pdfinfo lacks %q:\n%s", want, info)
		}
	}
}

func TestFontsAreEmbeddedSubsets(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(tool(t, "pdffonts", checked(t, sample(), Options{}))), "\n")[2:]
	names := map[string]bool{}
	for _, line := range lines {
		names[strings.Fields(line)[0]] = true // one or two forms of each
	}
	if len(names) != 3 { // regular, italic, mono
		t.Errorf("want 3 fonts, got:\n%s", strings.Join(lines, "\n"))
	}
	for _, line := range lines {
		if !strings.Contains(line, "yes yes yes") {
			t.Errorf("not an embedded subset with Unicode: %s", line)
		}
	}
}

func TestStructure(t *testing.T) {
	got := tool(t, "pdfinfo", "-struct-text", checked(t, sample(), Options{}))
	for _, want := range []string{
		`H1 "Morning" (block)`, `H2 "Breakfast" (block)`, "stanza, and a second", "BlockQuote", "Note", "Reference", "TOC", "TOCI", "Table", "TR", "TD", "LI", "Lbl", "LBody", "Link",
		`"Morning"`, `"The second note."`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in the structure:\n%s", want, got)
		}
	}
	if strings.Contains(got, ". . .") || strings.Contains(got, "..") {
		t.Error("leaders are part of the text")
	}
}

func TestOutlineAndPageLabels(t *testing.T) {
	name := checked(t, sample(), Options{})
	json := tool(t, "qpdf", "--json", "--json-key=outlines", "--json-key=pagelabels", name)
	for _, want := range []string{`"Contents"`, `"Morning"`, `"Breakfast"`, `"Night"`, `"/S": "/r"`, `"/S": "/D"`} {
		if !strings.Contains(json, want) {
			t.Errorf("no %s in %s", want, json)
		}
	}
}

func TestOptions(t *testing.T) {
	no, yes := false, true
	for name, o := range map[string]Options{
		"A4":        {Page: "A4"},
		"letter":    {Page: "letter", Ragged: true},
		"6x9":       {Page: "6x9", Flush: true, OpticalMargins: true},
		"pocket":    {Page: "pocket", Chapters: "recto"},
		"e-ink":     {Page: "e-ink"},
		"own":       {Page: "100mm x 150mm", Margins: "10mm 10mm 10mm 15mm", Size: "9pt", Leading: "12pt"},
		"endnotes":  {Endnotes: true, Contents: &no, TitlePage: &no},
		"one sided": {Sides: 1, Chapters: "page", SourcePages: true, GreyLinks: true},
		"columns":   {Page: "A4", Columns: 2, DropCapitals: 3, HalfTitle: true, Chapters: "page", SourcePages: true},
		"colour":    {Margins: "ninths", DropCapitals: 2, Colour: "#8a1c1c", Ragged: true, Chapters: "recto"},
		"plain":     {Hyphenate: &no, Expansion: &no, RunningHeads: &no, Contents: &yes, ContentsDepth: 1},
	} {
		t.Run(name, func(t *testing.T) {
			doc := sample()
			got := tokens(tool(t, "pdftotext", "-raw", checked(t, doc, o), "-"))
			body, notes := modelWords(doc)
			if w, _ := inOrder(got, body); w != "" {
				t.Errorf("%q is missing from the body", w)
			}
			if w, _ := inOrder(got, notes); w != "" {
				t.Errorf("%q is missing from the notes", w)
			}
		})
	}
}

func TestBadOptions(t *testing.T) {
	for _, o := range []Options{
		{Page: "A99"}, {Page: "1mm x 2mm"}, {Size: "huge"}, {Size: "500pt"}, {Leading: "1pt"}, {Margins: "1mm"},
		{Margins: "90mm 90mm 90mm 90mm"}, {Sides: 3}, {Chapters: "never"}, {ContentsDepth: 9}, {Page: "NaNmm x 5mm"},
		{Columns: 3}, {Columns: -1}, {Columns: 2, Page: "e-ink", Size: "14pt"}, {DropCapitals: 1}, {DropCapitals: 6}, {Colour: "red"}, {Colour: "#12345"}, {Margins: "tenths"},
	} {
		if err := o.Validate(); err == nil {
			t.Errorf("%+v is accepted", o)
		}
		if err := Write(context.Background(), &bytes.Buffer{}, sample(), o, nil); err == nil {
			t.Errorf("%+v is set", o)
		}
	}
	if err := (Options{}).Validate(); err != nil {
		t.Error(err)
	}
}

type failingWriter struct{ after int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.after -= len(p); w.after < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestFaults(t *testing.T) {
	if err := Write(context.Background(), &failingWriter{100}, sample(), Options{}, nil); err == nil || !strings.Contains(err.Error(), "disk full") {
		t.Errorf("a full disk gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Write(ctx, &bytes.Buffer{}, sample(), Options{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled context gives %v", err)
	}
}

func TestMissingGlyphsAreReportedOnceAndShown(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{para(word("Emoji 😀 and 😀, Gothic 𐌰, Han 漢."))}}
	data, found := render(t, doc, Options{})
	var got []string
	for _, f := range found {
		if f.Code != "pdf/missing-glyph" || f.Offset != -1 {
			t.Errorf("unexpected finding %+v", f)
		}
		got = append(got, strings.Fields(f.Message)[5])
	}
	if want := "U+6F22, U+10330, U+1F600,"; strings.Join(got, " ") != want {
		t.Errorf("reported %v, want %v", got, want)
	}
	if len(data) == 0 {
		t.Fatal("nothing written")
	}
	if s := text(t, checked(t, doc, Options{})); strings.Count(s, "\uFFFD") != 4 {
		t.Errorf("want four substitutes in %q", s)
	}
}

func TestRightToLeftIsReported(t *testing.T) {
	_, found := render(t, &document.Document{Blocks: []document.Block{para(word("The word שלום."))}}, Options{})
	if len(found) != 1 || found[0].Code != "pdf/right-to-left" || !strings.HasPrefix(found[0].Message, "4 letters") {
		t.Errorf("found %+v", found)
	}
}

func TestOptionsFromYAML(t *testing.T) {
	var got Options
	dec := yaml.NewDecoder(strings.NewReader("{page: 6x9, margins: 15mm 15mm 20mm 25mm, sides: 1, size: 11pt, leading: 15pt, ragged: true, hyphenate: off,\n" +
		"optical-margins: on, expansion: off, flush: yes, columns: 2, drop-capitals: 3, half-title: on, colour: '#123456', title-page: false, contents: on, contents-depth: 3, chapters: recto, running-heads: off, endnotes: true, source-pages: true, grey-links: true}"))
	dec.KnownFields(true)
	if err := dec.Decode(&got); err != nil {
		t.Fatal(err)
	}
	if got.Hyphenate == nil || *got.Hyphenate || !got.OpticalMargins || got.ContentsDepth != 3 || got.Chapters != "recto" {
		t.Errorf("got %+v", got)
	}
	if err := got.Validate(); err != nil {
		t.Error(err)
	}
}

// BenchmarkBook sets a volume of 855 pages with 1,900 notes, on one processor with -cpu 1.
func BenchmarkBook(b *testing.B) {
	doc := corpusCase(b, "gibbon-vol1")
	for b.Loop() {
		if err := Write(context.Background(), io.Discard, doc, Options{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOnePage(b *testing.B) {
	doc := &document.Document{Blocks: []document.Block{para(word(prose(10)))}}
	for b.Loop() {
		if err := Write(context.Background(), &bytes.Buffer{}, doc, Options{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
