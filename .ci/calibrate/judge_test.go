package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

const truthText = `{"blocks": [
	{"t": "h", "level": 1, "text": "The Ferry"},
	{"t": "p", "text": "In the morning the collection of half-open boats went over.⟦1⟧"},
	{"t": "p", "text": "Nobody came back before the evening of the same day."},
	{"t": "verse", "text": "The water rose,\nthe water fell."}],
	"notes": {"1": "So the ferryman said.", "2": "An older book has another story."}}`

const extracted = `The Ferry
In the morning the col-
lection of half-
open boats went over.1
Nobody came back before the evening
1 So the ferryman said.
12 The Ferry
of the same day.
The water rose,
the water fell.
`

// decide makes a decision about the first occurrence of a text.
func decide(kind repair.Kind, text, value string) repair.Decision {
	at := strings.Index(extracted, text)
	span := document.Span{Start: at, End: at + len(text)}
	if kind == repair.Break || kind == repair.Join || kind == repair.Space {
		span.End = at
	}
	return repair.Decision{Stage: "notes", Kind: kind, Span: span, Value: value, Confidence: 0.9}
}

// part is a decision about a part of the first occurrence of a text.
func part(kind repair.Kind, text string, from, to int) repair.Decision {
	d := decide(kind, text, "")
	d.Span = document.Span{Start: d.Span.Start + from, End: d.Span.Start + to}
	return d
}

func TestJudge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "truth.json")
	if err := os.WriteFile(path, []byte(truthText), 0o666); err != nil {
		t.Fatal(err)
	}
	truth, err := readTruth(path)
	if err != nil {
		t.Fatal(err)
	}
	src, err := source.Read("ferry.txt", []byte(extracted), "")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		repair.Decision
		want verdict
	}{
		{decide(repair.Break, "In the morning", ""), right},
		{decide(repair.Break, "Nobody", ""), right},
		{decide(repair.Break, "of the same day", ""), wrong},
		{decide(repair.Break, "The water rose", ""), right},
		{decide(repair.Element, "The Ferry", "title"), right},
		{decide(repair.Element, "In the morning the col-", "heading"), wrong},
		{decide(repair.Element, "The water rose,\nthe water fell.", "verse"), right},
		{part(repair.Hyphen, "col-\n", 3, 4), right},
		{decide(repair.Join, "lection", ""), right},
		{part(repair.Hyphen, "half-\n", 4, 5), wrong},
		{decide(repair.Join, "open", ""), wrong},
		{part(repair.Marker, "over.1", 5, 6), right},
		{part(repair.NoteLabel, "1 So", 0, 2), right},
		{decide(repair.Note, "1 So the ferryman said.", "1"), right},
		{decide(repair.RunningHead, "12 The Ferry", ""), right},
		{decide(repair.Space, "water fell", " "), right},
		{decide(repair.Page, "12 The Ferry", ""), unknown},
	}
	var ledger []repair.Decision
	for _, test := range tests {
		ledger = append(ledger, test.Decision)
	}
	for i, j := range judge(match(readMade(src, ledger), truth), ledger) {
		if j.verdict != tests[i].want {
			d := tests[i].Decision
			t.Errorf("%s of %.20q: verdict %d, want %d", j.Name(), extracted[d.Span.Start:], j.verdict, tests[i].want)
		}
	}
}

// TestRemovedText holds the removal of words against what is missing.
func TestRemovedText(t *testing.T) {
	path := filepath.Join(t.TempDir(), "truth.json")
	if err := os.WriteFile(path, []byte(`{"blocks": [{"t": "p", "text": "It was late. Nobody saw him go."}]}`), 0o666); err != nil {
		t.Fatal(err)
	}
	truth, err := readTruth(path)
	if err != nil {
		t.Fatal(err)
	}
	text := "It was late.\n31\nNobody saw\nhim go.\n"
	src, err := source.Read("late.txt", []byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	remove := func(s string) repair.Decision {
		at := strings.Index(text, s)
		return repair.Decision{Kind: repair.RunningHead, Span: document.Span{Start: at, End: at + len(s)}}
	}
	ledger := []repair.Decision{remove("31"), remove("Nobody saw")}
	all := judge(match(readMade(src, ledger), truth), ledger)
	if all[0].verdict != right || all[1].verdict != wrong {
		t.Errorf("verdicts %d and %d, want %d and %d", all[0].verdict, all[1].verdict, right, wrong)
	}
}
