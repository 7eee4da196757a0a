package compare_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/compare"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
)

const lamp = `The keeper of the lamp had been there for seven-
teen years when teh letter came, and in all that
time he had seen nobody but the Inspector.1

The letter said that the lamp would be lit by wire, and that the
keeper might go where he liked, which was what he had feared.

1 He came in May.
`

func run(t *testing.T, text string, list ...fixes.Fix) *pipeline.Result {
	t.Helper()
	r, err := pipeline.Convert(t.Context(), "lamp.txt", []byte(text), pipeline.Config{Fixes: list})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// summary is a difference in lines.
func summary(d *compare.Diff) string {
	var b strings.Builder
	name := func(x *document.Decision) string {
		if x == nil {
			return "-"
		}
		return strings.TrimSpace(x.Kind + " " + x.Value)
	}
	for _, c := range d.Changes {
		fmt.Fprintf(&b, "%d: %s > %s\n", c.Line, name(c.Old), name(c.New))
	}
	for _, h := range d.Words {
		fmt.Fprintf(&b, "%d: [%s|%s]\n", h.Line, h.Old, h.New)
	}
	return b.String()
}

func TestFixesAreAllThatDiffers(t *testing.T) {
	before := compare.Of(run(t, lamp).Document)
	after := compare.Of(run(t, lamp,
		fixes.Fix{Line: 1, Text: "for seven-", Kind: fixes.Hyphen, Value: "keep"},
		fixes.Fix{Line: 2, Text: "teh letter", Part: "teh", Kind: fixes.Erratum, Value: "the"},
		fixes.Fix{Line: 5, Text: "The letter said", Kind: fixes.Join, Value: "yes"},
	).Document)
	got := summary(compare.Runs(before, after))
	want := `1: hyphen > -
2: - > erratum the
5: stet break > join
1: [seventeen|seven-teen]
2: [teh|the]
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if d := compare.Runs(before, before); !d.Same() || !d.Decided || !d.Worded || d.Surer+d.Less > 0 {
		t.Errorf("a run differs from itself: %+v", d)
	}
}

// TestAnotherExtraction compares what has other lines, spaces and places.
func TestAnotherExtraction(t *testing.T) {
	other := "Extracted by another program.\n\n" + strings.NewReplacer("all that\ntime he", "all\nthat time he", "wire, and", "wire,  and", "feared", "faered").Replace(lamp)
	d := compare.Runs(compare.Of(run(t, lamp).Document), compare.Of(run(t, other).Document))
	for _, h := range d.Words {
		if h.New != "Extracted by another program." && h.New != "faered." {
			t.Errorf("other words: %+v", h)
		}
	}
	if len(d.Words) != 2 || len(d.Changes) > 5 {
		t.Errorf("got\n%s", summary(d))
	}
}

// TestWithoutText compares ledgers whose texts are not at hand, and models.
func TestWithoutText(t *testing.T) {
	a, b := run(t, lamp), run(t, lamp, fixes.Fix{Line: 5, Text: "The letter said", Kind: fixes.Heading, Value: "2"})
	ledgers := make([]*compare.Run, 2)
	models := make([]*compare.Run, 2)
	for i, r := range []*pipeline.Result{a, b} {
		var buf bytes.Buffer
		if err := document.EncodeLedger(&buf, r.Document); err != nil {
			t.Fatal(err)
		}
		l, err := document.DecodeLedger(&buf)
		if err != nil {
			t.Fatal(err)
		}
		ledgers[i] = &compare.Run{Ledger: l}
		buf.Reset()
		if err := document.Encode(&buf, r.Document); err != nil {
			t.Fatal(err)
		}
		doc, err := document.Decode(buf.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		models[i] = &compare.Run{Document: doc}
	}
	d := compare.Runs(ledgers[0], ledgers[1])
	if !d.Decided || d.Worded || !slices.ContainsFunc(d.Changes, func(c compare.Change) bool { return c.New != nil && c.New.Value == "heading" && c.Line == 5 }) {
		t.Errorf("ledgers: %+v\n%s", d, summary(d))
	}
	if d := compare.Runs(models[0], models[1]); d.Decided || !d.Worded || !d.Same() {
		t.Errorf("models: %+v", d)
	}
	if d := compare.Runs(ledgers[0], models[1]); d.Decided || d.Worded {
		t.Errorf("a ledger and a model: %+v", d)
	}
}
