package markdown

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// settings are the options that generated documents are written with, by turns.
var settings = []Options{
	{},
	{Wrap: 24},
	{Wrap: wrapSentence},
	{Notes: ChapterEnd, Numbering: PerChapter},
	{Notes: SectionEnd, Numbering: AsPrinted},
	{PageBreaks: Comments, Wrap: 30},
	{PageBreaks: Spans},
	{FrontMatter: NoFrontMatter},
	{FrontMatter: HugoFrontMatter},
	{Dialect: CommonMark},
	{Dialect: CommonMark, Wrap: 40, PageBreaks: Comments},
	{Dialect: Obsidian},
	{Dialect: Obsidian, Wrap: 33, PageBreaks: Spans},
	{Dialect: Hugo},
	{Dialect: Hugo, Wrap: wrapSentence, Notes: ChapterEnd},
}

// spices are letters of further planes, and what is special in the dialects
// beyond CommonMark.
var spices = []string{
	"\U00020000", "\U000E0101", "\U000F0000", "\U0010FFFD", "עברית", "e\u0301", "\u200d", "\ufeff", "ﬁ",
	"==", "%%", "{{<", "{{%", "[[", "]]", "![[", "^[", "^name", "#tag", "[x]", "[ ]", "[!NOTE]", "‘", "’", "[]{", "]{.x}", "iv.", "(@a)", "(c)",
	"ftp://a.example", "mailto:a@b.example", "www.a.example/_b_", "::", ":smile:", "...", "<<", ">>", "||", "+++", "~a~", "H~2~O", "\\(", "\\[", "$$", "&lsquo;", "| a |", ": a", "% a", "> a", "http://a.example[^1]",
}

// generate makes a random document with spices.
func generate(seed uint64) *document.Document {
	r := rand.New(rand.NewPCG(seed, *stream))
	doc := formattest.Generate(r)
	var season func(content []document.Inline)
	season = func(content []document.Inline) {
		for i := range content {
			if in := &content[i]; in.Kind == document.Text && r.IntN(5) == 0 {
				spice := spices[r.IntN(len(spices))]
				in.Text = []string{spice + in.Text, in.Text + spice, spice, spice + " " + in.Text}[r.IntN(4)]
			}
			season(content[i].Content)
		}
	}
	for leaf := range document.Leaves(doc.Blocks) {
		if leaf.Kind != document.Code {
			season(leaf.Content)
		}
	}
	for i := range doc.Notes {
		for leaf := range document.Leaves(doc.Notes[i].Blocks[1:]) {
			if leaf.Kind != document.Code {
				season(leaf.Content)
			}
		}
	}
	return doc
}

// TestGeneratedDocumentsComeBack writes random documents and reads them back.
// A failure is shrunk and its seed printed: keep it in kept_test.go.
func TestGeneratedDocumentsComeBack(t *testing.T) {
	n := uint64(6000)
	if testing.Short() {
		n = 1000
	}
	if *cases > 0 {
		n = *cases
	}
	failures := 0
	for seed := range n {
		o := settings[seed%uint64(len(settings))]
		doc := generate(seed)
		problem := func(doc *document.Document) (p string) {
			defer func() {
				if v := recover(); v != nil {
					p = fmt.Sprint("panic: ", v)
				}
			}()
			return difference(wantedOutline(doc, o), goldmarkOutline(t, markdownOf(t, doc, o), o.Dialect))
		}
		if problem(doc) == "" {
			continue
		}
		doc = shrink(doc, func(doc *document.Document) bool { return problem(doc) != "" })
		var model strings.Builder
		_ = document.Encode(&model, doc)
		t.Errorf("seed %d, %+v: %s\n%s", seed, o, problem(doc), model.String())
		if failures++; failures > 5 {
			t.Fatal("and so on")
		}
	}
}
