package repair

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

func TestHeadingIsNoRunningHead(t *testing.T) {
	pages := bookPages(12)
	pages[0] = slices.Concat([]string{"The Geese of Oar Hill", "A. Keeper", "", "The First Winter", ""}, pages[0])
	pages[6] = slices.Concat([]string{"The Second Winter", "", "Snow fell on the"}, pages[6])
	s := printed(pages, "\f", func(n int) []string {
		switch {
		case n == 1 || n == 7:
			return nil // chapters open without a head
		case n%2 == 0:
			return []string{"The Geese of Oar Hill", ""}
		case n < 7:
			return []string{"The First Winter", ""}
		}
		return []string{"The Second Winter", ""}
	}, none)
	rows, _, _ := kept(t, s, FurnitureOptions{})
	for _, h := range []string{"The Geese of Oar Hill", "The First Winter", "The Second Winter"} {
		if n := timesAmong(rows, h); n != 1 {
			t.Errorf("%q stands %d times", h, n)
		}
	}
}

// timesAmong counts the rows that are s.
func timesAmong(rows []string, s string) (n int) {
	for _, r := range rows {
		if r == s {
			n++
		}
	}
	return n
}

// Each entry of a diary begins a page, with a date that has a number as a
// running head may have its folio.
func TestDatesAreNoRunningHeads(t *testing.T) {
	var sb strings.Builder
	for i, day := range []int{4, 10, 13, 15, 22, 27} {
		fmt.Fprintf(&sb, "May %d\n\n%s\f", day, strings.Repeat(prose, 5+i%2))
	}
	rows, _, _ := kept(t, sb.String(), FurnitureOptions{})
	for _, date := range []string{"May 4", "May 15", "May 27"} {
		if !slices.Contains(rows, date) {
			t.Errorf("%q is gone", date)
		}
	}
}

// The dates stand over the entries, which begin pages, and over the pages on
// which these go on.
func TestDatesThatRecurStandOnce(t *testing.T) {
	var sb strings.Builder
	for _, day := range []int{4, 10, 13, 15, 22, 27} {
		fmt.Fprintf(&sb, "May %d\n\n%s\f", day, strings.Repeat(prose, 5)+"and the keeper said to the\n")
		fmt.Fprintf(&sb, "May %d\n\n%s\f", day, "people of the town that it was so. "+strings.Repeat(prose, 5))
	}
	rows, _, _ := kept(t, sb.String(), FurnitureOptions{})
	for _, date := range []string{"May 4", "May 15", "May 27"} {
		if n := timesAmong(rows, date); n != 1 {
			t.Errorf("%q stands %d times", date, n)
		}
	}
}

func TestRefrainStays(t *testing.T) {
	pages := bookPages(10)
	for i := range pages { // speech that stands at some edges by chance, and within pages too
		pages[i][(7*i)%24] = "‘Yes.’"
		pages[i][(7*i+11)%24] = "‘Yes.’"
	}
	pages[2][0], pages[5][0], pages[8][0] = "‘Yes.’", "‘Yes.’", "‘Yes.’"
	rows, _, _ := kept(t, printed(pages, "\f", none, none), FurnitureOptions{})
	if len(rows) != 240 {
		t.Errorf("%d rows are left of 240", len(rows))
	}
}

func TestNotesAreNoRunningHeads(t *testing.T) {
	pages := bookPages(9)
	for i := range pages {
		pages[i][23] = fmt.Sprintf("%d Annals, p. %d.", 3*i+2, 40+i)
	}
	rows, _, _ := kept(t, printed(pages, "\f", none, func(n int) []string { return []string{fmt.Sprint(n)} }), FurnitureOptions{})
	if len(rows) != 9*24 {
		t.Errorf("%d rows are left of %d", len(rows), 9*24)
	}
}

func TestMergedHeads(t *testing.T) {
	pages := bookPages(8)
	want := strings.Join(slices.Concat(pages...), "\n")
	for i := range pages {
		pages[i] = slices.Clone(pages[i])
		pages[i][23] += "The Geese of Oar Hill"
	}
	rows, _, text := kept(t, printed(pages, "", none, func(n int) []string { return []string{fmt.Sprintf("%d / 8", n)} }), FurnitureOptions{})
	if got := strings.Join(rows, "\n"); got != want {
		t.Error(firstDifference(got, want))
	}
	if len(text.Pages) != 8 {
		t.Errorf("%d pages", len(text.Pages))
	}
}

func TestRepeatedLinksGo(t *testing.T) {
	pages := bookPages(4)
	pages[1][10] = "See https://example.org/geese/and/their/keepers for more"
	s := printed(pages, "\f", none, func(n int) []string {
		if n == 2 {
			return []string{"", "https://example.org/geese/and/their/keepers"}
		}
		return nil
	})
	rows, _, text := kept(t, s, FurnitureOptions{})
	if len(rows) != 96 {
		t.Errorf("%d rows are left of 96", len(rows))
	}
	if d := text.Decisions[len(text.Decisions)-1]; d.Kind != Watermark {
		t.Errorf("the last decision is a %v", d.Kind)
	}
}

func TestLineNumbers(t *testing.T) {
	pages := bookPages(3)
	want := strings.Join(slices.Concat(pages...), "\n")
	n := 0
	for i := range pages {
		pages[i] = slices.Clone(pages[i])
		for j := range pages[i] {
			if n++; n%5 == 0 {
				pages[i][j] = fmt.Sprintf("%-64s%d", pages[i][j], n)
			}
		}
	}
	rows, _, _ := kept(t, printed(pages, "\f", none, none), FurnitureOptions{})
	if got := strings.Join(rows, "\n"); got != want {
		t.Error(firstDifference(got, want))
	}
}

func TestCatchwords(t *testing.T) {
	pages := bookPages(6)
	s := printed(pages, "\f", none, func(n int) []string {
		if n < 6 {
			return []string{"                                  " + strings.Fields(pages[n][0])[0]}
		}
		return nil
	})
	if rows, _, _ := kept(t, s, FurnitureOptions{}); len(rows) != 6*24 {
		t.Errorf("%d rows are left of %d", len(rows), 6*24)
	}
}

func TestFurnitureOptions(t *testing.T) {
	pages := bookPages(6)
	pages[3] = slices.Concat(pages[3][:9], []string{"PROOF COPY"}, pages[3][9:])
	s := printed(pages, "\f", func(int) []string { return []string{"Geese and Keepers"} }, none)
	rows, _, _ := kept(t, s, FurnitureOptions{Keep: []string{"geese and keepers"}, Remove: []string{"Proof copy"}})
	if len(rows) != 6*25 || slices.Contains(rows, "PROOF COPY") {
		t.Errorf("%d rows are left of %d", len(rows), 6*25)
	}
}

// TestTooMuchFurniture has a text of which nearly all recurs: nothing may go.
func TestTooMuchFurniture(t *testing.T) {
	var sb strings.Builder
	for i := range 60 {
		fmt.Fprintf(&sb, "The Geese of Oar Hill and their Keepers %d\nAye\n\f", i+1)
	}
	rows, _, text := kept(t, sb.String(), FurnitureOptions{})
	if len(rows) != 120 || !strings.Contains(codes(text), "furniture/too-much") {
		t.Errorf("%d rows are left of 120; findings %s", len(rows), codes(text))
	}
}

func TestRules(t *testing.T) {
	for s, want := range map[string]bool{"____________": true, "—————": true, "-----": true, "* * *": false, "———": false, "–": false, "....": false} {
		if got := isRule(s); got != want {
			t.Errorf("isRule(%q) = %t", s, got)
		}
	}
}

func TestLigatureInRunningHead(t *testing.T) {
	s := printed(bookPages(10), "\f", func(n int) []string { return []string{"The ﬁrst Flood, cafe\u0301", ""} }, none)
	src, err := source.Read("flood.txt", []byte(s), "")
	if err != nil {
		t.Fatal(err)
	}
	text, err := Run(t.Context(), src, nil, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := document.Balance(src.Text, Assemble(src, text.Decisions), Edits(text.Decisions)); err != nil {
		t.Error(err)
	}
}

// TestBrowserHeadGlued has a browser's header at the end of each page, glued
// to its last line, before the footer that carries the folio.
func TestBrowserHeadGlued(t *testing.T) {
	pages := bookPages(9)
	want := strings.Join(slices.Concat(pages...), "\n")
	glued := make([][]string, len(pages))
	for i, p := range pages {
		glued[i] = slices.Clone(p)
		glued[i][len(p)-1] += "3/4/21, 9:15 AM Geese and their Keepers"
	}
	rows, _, _ := kept(t, printed(glued, "\f", none, func(n int) []string { return []string{fmt.Sprintf("https://example.org/geese/print %d/9", n)} }), FurnitureOptions{})
	if got := strings.Join(rows, "\n"); got != want {
		t.Error(firstDifference(got, want))
	}
}

// TestHeadInWideRows has running heads that the layout stretches, each page's
// a little differently.
func TestHeadInWideRows(t *testing.T) {
	pages := bookPages(9)
	want := strings.Join(slices.Concat(pages...), "\n")
	rows, _, _ := kept(t, printed(pages, "\f", func(n int) []string {
		return []string{"3/4/21, 9:15 AM" + strings.Repeat(" ", 40+n) + "Geese"}
	}, func(n int) []string {
		return []string{"https://example.org/geese/print" + strings.Repeat(" ", 70-n) + fmt.Sprint(n) + "/9"}
	}), FurnitureOptions{})
	if got := strings.Join(rows, "\n"); got != want {
		t.Error(firstDifference(got, want))
	}
}
