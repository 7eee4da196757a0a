package repair

import (
	"slices"
	"strings"
	"testing"
)

func TestSectionIn(t *testing.T) {
	for _, test := range []struct {
		s    string
		want section
	}{
		{"1.2 Ferries", section{1, 2}},
		{"12.2.1. Ropes and chains", section{12, 2, 1}},
		{"1.2", section{}},
		{"4.5 miles", section{}},
		{"3. Ferries", section{}},
		{"1.0 Ferries", section{}},
		{"1.2000 Ferries", section{}},
		{"1.2.3.4.5.6 Ferries", section{}},
		{"Ferries", section{}},
		{"", section{}},
	} {
		if got, ok := sectionIn(test.s); ok != (test.want != section{}) || ok && got != test.want {
			t.Errorf("%q: %v, %t", test.s, got, ok)
		}
	}
}

func TestSectionFollows(t *testing.T) {
	for _, test := range []struct {
		a, b section
		want float64
	}{
		{section{1, 2}, section{1, 3}, 0},
		{section{1, 2}, section{1, 2, 1}, 0},
		{section{1, 2, 4}, section{1, 3}, 0},
		{section{1, 2, 4}, section{2, 1}, 0},
		{section{1, 2}, section{1, 4}, sectionsBetween},
		{section{1, 2}, section{2, 2}, sectionsBetween},
		{section{1, 3}, section{1, 2}, entryBack},
		{section{1, 3}, section{1, 3}, entryBack},
	} {
		if got := sectionFollows(test.a, test.b); got != test.want {
			t.Errorf("%v after %v: %g, want %g", test.b, test.a, got, test.want)
		}
	}
}

// The columns of a manual are put in order by its sections where nothing else
// says how they read on, and those of a play by its scenes: each of the
// paragraphs is a sentence.
func TestShuffledSections(t *testing.T) {
	for _, heads := range [][][]string{
		{{"1.1.", "1.2.", "1.2.1.", "1.2.2."}, {"1.3.", "2.1.", "2.2.", "2.3."}},
		{{"Scene 1.", "Scene 2.", "Scene 3.", "Scene 4."}, {"Scene 5.", "Scene 6.", "Scene 7.", "Scene 8."}},
	} {
		for _, order := range [][]int{{0, 2, 1, 3}, {0, 1, 2, 3}} { // in which the sections are printed
			var printed, want []string
			for page, columns := range slices.Collect(slices.Chunk(bookPages(8), 4)) {
				var pieces [4][]string
				for n, at := range order {
					pieces[n] = append([]string{heads[page][at] + " The Duties of the Keeper"}, joined(columns[n])...)
					pieces[n][len(pieces[n])-1] = "and so it is."
				}
				printed = append(printed, inPieces(pieces[:]...))
				for at := range pieces {
					want = append(want, pieces[slices.Index(order, at)]...)
				}
			}
			rows, _ := inOrder(t, strings.Join(printed, "\f"))
			if got, want := strings.Join(rows, "\n"), strings.Join(want, "\n"); got != want {
				t.Errorf("%s, printed as %v: %s", heads[0][0], order, firstDifference(got, want))
			}
		}
	}
}
