package repair

import (
	"context"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

func TestGiveWay(t *testing.T) {
	edit := func(kind Kind, start, end int, confidence float64) Decision {
		return Decision{Kind: kind, Span: document.Span{Start: start, End: end}, Confidence: confidence}
	}
	for _, test := range []struct {
		name string
		in   []Decision
		back []int
	}{
		{"no two", []Decision{edit(Folio, 0, 2, 0.9), edit(Marker, 2, 3, 0.5), edit(Space, 3, 3, 0.5), edit(Character, 3, 4, 0.5)}, nil},
		{"the less sure one", []Decision{edit(Folio, 0, 4, 0.7), edit(Marker, 2, 3, 0.9)}, []int{0}},
		{"the later one", []Decision{edit(Marker, 2, 3, 0.9), edit(Folio, 0, 4, 0.9)}, []int{1}},
		{"one of a row", []Decision{edit(Folio, 0, 4, 0.9), edit(Marker, 3, 6, 0.5), edit(Hyphen, 5, 6, 0.8)}, []int{1}},
		{"two for one", []Decision{edit(Folio, 0, 4, 0.5), edit(Marker, 3, 6, 0.7), edit(RunningHead, 0, 6, 0.8)}, []int{0, 1}},
		{"no edits", []Decision{edit(Note, 0, 4, 0.5), edit(Order, 0, 4, 0.7), edit(Break, 1, 1, 0.8)}, nil},
	} {
		left, back := GiveWay(test.in)
		if len(left)+len(back) != len(test.in) || len(back) != len(test.back) {
			t.Errorf("%s: %d are left, %d went", test.name, len(left), len(back))
			continue
		}
		for i, at := range test.back {
			if back[i] != test.in[at] {
				t.Errorf("%s: %+v went", test.name, back[i])
			}
		}
	}
}

// A running head may be glued to the soft hyphen with which the last line of
// its page ends; one stage makes a hyphen of it, and another would once more.
func TestNoTwoDecisionsAboutOneHyphen(t *testing.T) {
	line := "                                  øqqy\x01p\u00adÉ777\x7f\u00a0A}åA\f±Å32\x1c0A00AA\x1a\n"
	src, err := source.Read("test", []byte(strings.Repeat("2"+line, 22)+line+line), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	text, err := Run(context.Background(), src, nil, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Balance(src.Text, Assemble(src, text.Decisions), Edits(text.Decisions)); err != nil {
		t.Error(err)
	}
	if _, back := GiveWay(text.Decisions); len(back) > 0 {
		t.Errorf("%d decisions give way to others", len(back))
	}
}
