package markdown

import (
	"bytes"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/renderer/html"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

func markdownOf(t testing.TB, doc *document.Document, o Options) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(t.Context(), &buf, doc, o, nil); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestPandocReadsItsDialect has pandoc read the samples, and generated
// documents, back.
func TestPandocReadsItsDialect(t *testing.T) {
	pandoc := formattest.Tool(t, "pandoc")
	docs := formattest.Samples()
	n := uint64(25)
	if testing.Short() {
		docs, n = docs[:2], 2
	}
	for seed := range n {
		docs = append(docs, formattest.Sample{Name: "generated", Doc: formattest.Generate(rand.New(rand.NewPCG(seed, 11)))})
	}
	for _, s := range docs {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			check := func(doc *document.Document) []string {
				cmd := exec.Command(pandoc, "-f", "markdown", "-t", "html", "--wrap=none")
				cmd.Stdin = bytes.NewReader(markdownOf(t, doc, Options{Dialect: Pandoc, FrontMatter: NoFrontMatter}))
				data, err := cmd.Output()
				if err != nil {
					t.Fatalf("pandoc: %v", err)
				}
				got, err := formattest.ReadHTML(t, data)
				if err != nil {
					t.Fatal(err)
				}
				return formattest.Compare(doc, got)
			}
			if s.Name == "generated" {
				clean(s.Doc)
			}
			if problems := check(s.Doc); len(problems) > 0 {
				t.Errorf("%s\n%s", strings.Join(problems, "\n"), markdownOf(t, s.Doc, Options{Dialect: Pandoc, FrontMatter: NoFrontMatter}))
			}
		})
	}
}

// clean makes of doc what the words of a document are promised to be: without
// control characters.
func clean(doc *document.Document) {
	var walk func(content []document.Inline)
	walk = func(content []document.Inline) {
		for i := range content {
			content[i].Text = string(inert.AppendText(nil, content[i].Text))
			walk(content[i].Content)
		}
	}
	for b := range document.Leaves(doc.Blocks) {
		walk(b.Content)
	}
	for i := range doc.Notes {
		for b := range document.Leaves(doc.Notes[i].Blocks) {
			walk(b.Content)
		}
	}
}

func TestCommonMarkHasTheNotesAsParagraphs(t *testing.T) {
	md := goldmark.New(goldmark.WithRendererOptions(html.WithUnsafe()))
	for _, s := range formattest.Samples() {
		var buf bytes.Buffer
		if err := md.Convert(markdownOf(t, s.Doc, Options{Dialect: CommonMark, FrontMatter: NoFrontMatter}), &buf); err != nil {
			t.Fatal(err)
		}
		got, err := formattest.ReadHTML(t, buf.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		got.Loose = true
		for _, problem := range formattest.Compare(s.Doc, got) {
			t.Errorf("%s: %s", s.Name, problem)
		}
	}
}
