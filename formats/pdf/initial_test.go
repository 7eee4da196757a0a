package pdf

import (
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
)

// TestDropCapitals: the letter is set apart, and the word whole for those who
// have the structure read to them.
func TestDropCapitals(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{
		head(1, "One"), para(word("Letters " + prose(8))), para(word("No second one. " + prose(8))),
		head(1, "Two"), para(word("A " + prose(8))),
		head(1, "Three"), para(word("“Quoted, so it has none.” " + prose(8))),
		head(1, "Four"), para(word("Short.")),
	}}
	o := Options{DropCapitals: 3}
	got := tool(t, "pdfinfo", "-struct-text", checked(t, doc, o))
	for _, want := range []string{`"Letters The printer`, `"No second one.`, `"A The printer`, `"“Quoted`, `"Short."`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	for i, want := range map[int]string{1: "L", 2: "N", 4: "A ", 6: "“", 8: "S"} {
		c := compositorOf(t, doc, o)
		c.initial = doc.Blocks[i-1].Kind == document.Heading
		c.block(&doc.Blocks[i], c.frame())
		run := c.rows[0].Runs[0]
		if large := run.Span.Font.Size > 2*c.size; large != (want == "L" || want == "A ") {
			t.Errorf("paragraph %d begins with %q at %d", i, run.S, run.Span.Font.Size)
		} else if large && run.S != want {
			t.Errorf("the capital of paragraph %d is %q", i, run.S)
		}
	}
}

// compositorOf returns a compositor that has not set anything yet.
func compositorOf(t *testing.T, doc *document.Document, o Options) *compositor {
	t.Helper()
	d, err := o.design()
	if err != nil {
		t.Fatal(err)
	}
	return newCompositor(doc, o, d)
}
