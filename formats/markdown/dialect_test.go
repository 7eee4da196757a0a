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

// TestOptionsChangeNoWord reads generated documents back under each option of
// GitHub's dialect.
func TestOptionsChangeNoWord(t *testing.T) {
	for name, o := range map[string]Options{
		"columns":    {Wrap: 24},
		"sentences":  {Wrap: wrapSentence},
		"by chapter": {Notes: ChapterEnd, Numbering: PerChapter},
		"as printed": {Numbering: AsPrinted},
		"comments":   {PageBreaks: Comments, Wrap: 30},
		"spans":      {PageBreaks: Spans},
		"no header":  {NoFrontMatter: true},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(300) {
				fails := func(doc *document.Document) bool {
					want, got, _ := outlines(t, doc, o)
					return difference(cleaned(want), cleaned(got)) != ""
				}
				doc := formattest.Generate(rand.New(rand.NewPCG(seed, 7)))
				if fails(doc) {
					doc = shrink(doc, fails)
					want, got, source := outlines(t, doc, o)
					t.Fatalf("seed %d: %s\n%s", seed, difference(cleaned(want), cleaned(got)), source)
				}
			}
		})
	}
}

// cleaned is an outline without the marks of page breaks.
func cleaned(o outline) (out outline) {
	for _, line := range o {
		parts := strings.Split(strings.ReplaceAll(line, "COMMENT", ""), "\n")
		var kept []string
		for _, part := range parts {
			kind, words, _ := strings.Cut(part, " ")
			words = strings.Join(strings.Fields(words), " ")
			if words != "" || strings.HasSuffix(kind, "hr") || strings.HasSuffix(kind, "code") || !strings.Contains(part, " ") {
				kept = append(kept, strings.TrimSuffix(kind+" "+words, " "))
			}
		}
		if len(kept) > 0 {
			out = append(out, strings.Join(kept, "\n"))
		}
	}
	return out
}

// TestPandocReadsItsDialect has pandoc read the samples, and generated
// documents, back.
func TestPandocReadsItsDialect(t *testing.T) {
	pandoc := formattest.Tool(t, "pandoc")
	docs := formattest.Samples()
	for seed := range uint64(25) {
		docs = append(docs, formattest.Sample{Name: "generated", Doc: formattest.Generate(rand.New(rand.NewPCG(seed, 11)))})
	}
	for _, s := range docs {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			check := func(doc *document.Document) []string {
				cmd := exec.Command(pandoc, "-f", "markdown", "-t", "html", "--wrap=none")
				cmd.Stdin = bytes.NewReader(markdownOf(t, doc, Options{Dialect: Pandoc, NoFrontMatter: true}))
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
				t.Errorf("%s\n%s", strings.Join(problems, "\n"), markdownOf(t, s.Doc, Options{Dialect: Pandoc, NoFrontMatter: true}))
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
		if err := md.Convert(markdownOf(t, s.Doc, Options{Dialect: CommonMark, NoFrontMatter: true}), &buf); err != nil {
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
