package repair

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/source"
)

// Each text is an outline: the headings, each with its level, and prose below
// each but for those that end in a plus sign.
func TestLevels(t *testing.T) {
	for _, test := range []struct{ name, want string }{
		{"preface and appendix beside chapters", "1 Preface\n1 I. The Cranes\n1 II. The Inn\n1 III. The Mole\n1 A Word on the Sources"},
		{"between two numbers", "1 I. The Cranes\n2 The First Winter\n1 II. The Inn\n2 The Guests\n1 III. The Mole\n2 The Buoys"},
		{"numbers that begin anew", "1 The Town+\n2 I. The Cranes\n2 II. The Inn\n1 The Island+\n2 I. The Mole\n2 II. The Buoys"},
		{"parts", "1 Part One+\n2 Chapter 1\n2 Chapter 2\n1 Part Two+\n2 Chapter 3\n2 Chapter 4"},
		{"acts and scenes", "1 Act I+\n2 Scene 1\n2 Scene 2\n1 Act II+\n2 Scene 1\n2 Scene 2"},
		{"poets", "1 Foreword\n1 Anna Tench+\n2 The Lamps of the Inn\n2 The Bonnie Boat\n1 W. S. Mole\n1 Peter Pym+\n2 A Pilot’s Farewell\n1 Joan Quay+\n2 Over the Bar"},
		{"what comes again", "1 Psalm 15\n2 Exposition\n2 Hints\n1 Psalm 23\n2 Exposition\n2 Hints"},
		{"dates at the end", "1 I. The Cranes\n1 II. The Inn\n1 III. The Mole\n1 From a Diary\n2 3 May\n2 6 May\n2 9 May\n2 12 May"},
		{"a diary", "1 3 May\n1 6 May\n1 9 May\n1 12 May\n1 2 June"},
		{"capitals", "1 THE TOWN AND THE SEA+\n2 The Cranes\n2 The Inn\n1 THE ISLAND+\n2 The Mole\n2 The Buoys"},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := "Handbook of the Harbour\n" + prose
			var want []string
			for line := range strings.Lines(test.want) {
				line = strings.TrimSuffix(line, "\n")
				heading, bare := strings.CutSuffix(line, "+")
				want = append(want, heading)
				in += "\n" + heading[2:] + "\n\n"
				if !bare {
					in += strings.Repeat(prose, 1+len(want)%3)
				}
			}
			src, err := source.Read("test", []byte(in), "utf-8")
			if err != nil {
				t.Fatal(err)
			}
			text, err := Run(context.Background(), src, []Step{{Name: "pages", Off: true}, {Name: "furniture", Off: true}}, "en", nil) // prose that comes again is neither
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range text.Decisions {
				if d.Kind == Element && d.Value == "heading" {
					got = append(got, fmt.Sprint(d.N, " ", src.Text[d.Span.Start:d.Span.End]))
				}
			}
			if strings.Join(got, "\n") != strings.Join(want, "\n") {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}
