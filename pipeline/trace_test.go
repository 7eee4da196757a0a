package pipeline_test

import (
	"slices"
	"testing"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/document"
)

// TestTraceTellsWhatTheLedgerHas compares a document's trace with what the
// conversion returns beside it.
func TestTraceTellsWhatTheLedgerHas(t *testing.T) {
	text := "The lamp was lit at dusk by the old kee-\nper, as it had been.\n7\n\fIn the morning it was put\nout.\n"
	r, err := pipeline.Convert(t.Context(), "lamp.txt", []byte(text), pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	trace := r.Document.Trace
	if trace.Text != text || trace.Name != "lamp.txt" || trace.Encoding != "UTF-8" {
		t.Errorf("the source is %q, %s, %q", trace.Name, trace.Encoding, trace.Text)
	}
	lines := slices.Collect(trace.Lines)
	if want := (document.Line{Span: document.Span{Start: 65, End: 90}, Page: 1, Number: 4, Width: lines[4].Width}); lines[4] != want || want.Width < 5 {
		t.Errorf("the lines are %v, want the fifth to be %v", lines, want)
	}
	decisions := slices.Collect(trace.Decisions)
	if len(decisions) != len(r.Ledger) || len(decisions) == 0 {
		t.Fatalf("%d decisions, the ledger has %d", len(decisions), len(r.Ledger))
	}
	for i, got := range decisions {
		d := &r.Ledger[i]
		want := document.Decision{
			Stage: d.Stage, Kind: d.Kind.String(), Span: d.Span, Value: d.Value, N: d.N,
			Removes: d.Kind.Removes(), Confidence: d.Confidence, Why: d.Why,
		}
		if got != want {
			t.Errorf("decision %d is %v, want %v", i, got, want)
		}
	}
}
