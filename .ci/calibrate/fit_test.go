package main

import (
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/repair"
)

// decisions makes n decisions of a stated confidence, so many of them right.
func decisions(confidence float64, n, correct int) []judged {
	all := make([]judged, n)
	for i := range all {
		all[i].Decision = repair.Decision{Stage: "structure", Kind: repair.Bullet, Span: document.Span{Start: i}, Confidence: confidence}
		all[i].verdict = of(i < correct)
	}
	return all
}

func TestFitRises(t *testing.T) {
	var all []judged
	for _, d := range [][]judged{decisions(0.5, 25, 22), decisions(0.6, 25, 20), decisions(0.75, 25, 20), decisions(0.9, 25, 25), decisions(0.95, 3, 0)} {
		all = append(all, d...)
	}
	knots := fit(map[string][]judged{"one": all[:50], "two": all[50:]}, "")[key{"structure", "bullet"}]
	if len(knots) != 2 {
		t.Fatalf("got %v, want two knots", knots)
	}
	if k := knots[0]; k.Worth < 0.8 || k.Worth > 0.83 {
		t.Errorf("up to 0.75 decisions are worth %.3f; 62 of 75 were right", k.Worth)
	}
	if k := knots[1]; k.Worth < 0.88 || k.Worth > 0.91 {
		t.Errorf("around 0.9 decisions are worth %.3f; 25 of 28 were right", k.Worth)
	}
}

// TestFitKeepsToTheStated where there is next to nothing to go by.
func TestFitKeepsToTheStated(t *testing.T) {
	knots := fit(map[string][]judged{"one": decisions(0.6, 2, 2)}, "")[key{"structure", "bullet"}]
	if got := knots.At(0.6); got < 0.6 || got > 0.8 {
		t.Errorf("two right decisions make 0.6 worth %.2f", got)
	}
}

func TestFitLeavesOutTheDocument(t *testing.T) {
	docs := map[string][]judged{"good": decisions(0.8, 100, 100), "bad": decisions(0.8, 100, 0)}
	if got := fit(docs, "bad")[key{"structure", "bullet"}].At(0.8); got < 0.95 {
		t.Errorf("without the bad document 0.8 is worth %.2f", got)
	}
}

func TestCalibrationError(t *testing.T) {
	groups := table(append(decisions(0.8, 10, 10), decisions(0.99, 10, 9)...))
	if len(groups) != 1 {
		t.Fatalf("got %v", groups)
	}
	if got, want := groups[0].error(), (0.2+0.09)/2; got < want-1e-9 || got > want+1e-9 {
		t.Errorf("got %.3f, want %.3f", got, want)
	}
}
