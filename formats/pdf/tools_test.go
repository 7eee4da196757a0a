package pdf

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// tool runs a program and returns what it prints. It skips the test where the
// program is missing, or fails it if REFOLIO_REQUIRE_TOOLS is 1.
func tool(tb testing.TB, name string, args ...string) string {
	tb.Helper()
	if _, err := exec.LookPath(name); err != nil {
		if os.Getenv("REFOLIO_REQUIRE_TOOLS") == "1" {
			tb.Fatalf("%s is not installed", name)
		}
		tb.Skipf("%s is not installed", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		tb.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
	return string(out)
}

// render writes doc and returns the PDF's bytes and what was reported.
func render(tb testing.TB, doc *document.Document, o Options) ([]byte, []finding.Finding) {
	tb.Helper()
	var out bytes.Buffer
	var found []finding.Finding
	if err := Write(context.Background(), &out, doc, o, func(f finding.Finding) { found = append(found, f) }); err != nil {
		tb.Fatalf("Write: %v", err)
	}
	return out.Bytes(), found
}

// renderFile writes doc to a file and returns its name. With REFOLIO_KEEP_PDF
// set to a folder the file stays there, to be looked at.
func renderFile(tb testing.TB, doc *document.Document, o Options) string {
	tb.Helper()
	data, _ := render(tb, doc, o)
	dir := os.Getenv("REFOLIO_KEEP_PDF")
	if dir == "" {
		dir = tb.TempDir()
	}
	name := filepath.Join(dir, strings.ReplaceAll(tb.Name(), "/", "-")+".pdf")
	if err := os.WriteFile(name, data, 0o666); err != nil {
		tb.Fatal(err)
	}
	return name
}

// checked is renderFile, and lets qpdf look at the file. Its warnings count.
func checked(tb testing.TB, doc *document.Document, o Options) string {
	tb.Helper()
	name := renderFile(tb, doc, o)
	if out := tool(tb, "qpdf", "--check", name); !strings.Contains(out, "No syntax or stream encoding errors") {
		tb.Errorf("qpdf: %s", out)
	}
	return name
}

// text returns the words of a PDF, broken words put together.
func text(tb testing.TB, name string) string {
	tb.Helper()
	return strings.ReplaceAll(tool(tb, "pdftotext", "-raw", name, "-"), "\u00AD\n", "")
}

// pageTexts is text, page by page.
func pageTexts(tb testing.TB, name string) []string {
	tb.Helper()
	pages := strings.Split(text(tb, name), "\f")
	return pages[:len(pages)-1]
}

// para, heading and the like make documents.

func para(inlines ...document.Inline) document.Block { return document.Block{Content: inlines} }

func word(s string) document.Inline { return document.Inline{Kind: document.Text, Text: s} }

func ref(id string) document.Inline { return document.Inline{Kind: document.NoteRef, Target: id} }

func head(level int, s string) document.Block {
	return document.Block{Kind: document.Heading, Level: level, Content: []document.Inline{word(s)}}
}

func footnote(id, label, s string) document.Note {
	return document.Note{ID: id, Label: label, Blocks: []document.Block{para(word(s))}, Referenced: true}
}

// prose returns n sentences of plain English, each a little different.
func prose(n int) string {
	subjects := []string{"The printer", "An old reader", "Her careful editor", "The second compositor", "Nobody in the house"}
	verbs := []string{"understood", "carried off", "remembered", "laid out again", "considered worthy of mention"}
	objects := []string{"the extraordinary manuscript", "every proof of the chapter", "a page with nineteen footnotes",
		"the letters, dashes and quotation marks", "whatever had been left upon the table"}
	var sb strings.Builder
	for i := range n {
		if i > 0 {
			sb.WriteByte(' ')
		}
		sb.WriteString(subjects[i%5] + " " + verbs[(i/5+i)%5] + " " + objects[(i/25+2*i)%5] + ".")
	}
	return sb.String()
}
