package repair

import (
	"slices"
	"testing"
)

// The folios of pages in two columns stand before the head, behind the page and
// between the columns; the heads say where the pages begin.
func TestPagesOfColumns(t *testing.T) {
	c := tallColumns(8)
	left, right := []string{"The Keeper of the Ferry"}, []string{"The Geese of Oar Hill"}
	pieces := [][]string{
		{"The Geese of Oar Hill", "The Keeper of the Ferry"}, c[0], c[1], {"1"},
		{"2"}, left, c[2], c[3],
		right, c[4], {"3"}, c[5],
		{"4"}, left, c[6], c[7],
	}
	text := read(t, inPieces(pieces...))
	if !text.pagesFromColumns() {
		t.Fatal("no pages were found")
	}
	var firsts, labels []string
	for p := range text.Pages {
		firsts = append(firsts, text.String(text.Pages[p].First))
		labels = append(labels, text.Pages[p].Label)
	}
	if want := []string{"The Geese of Oar Hill", "2", "The Geese of Oar Hill", "4"}; !slices.Equal(firsts, want) {
		t.Errorf("the pages begin with %q", firsts)
	}
	if want := []string{"1", "2", "3", "4"}; !slices.Equal(labels, want) {
		t.Errorf("the pages are %q", labels)
	}
}

// Pages that their folios delimit, or that have but one column, are left to the
// folios.
func TestNoPagesOfColumns(t *testing.T) {
	c := tallColumns(8)
	head := []string{"The Keeper of the Ferry"}
	for name, text := range map[string]*Text{
		"the folios stand at the heads": read(t, inPieces(head, c[0], c[1], []string{"2"}, head, c[2], c[3], []string{"3"}, head, c[4], c[5], []string{"4"}, head, c[6], c[7])),
		"the numbers don't count up":    read(t, inPieces(head, c[0], []string{"7"}, c[1], head, c[2], []string{"3"}, c[3], head, c[4], []string{"9"}, c[5], head, c[6], c[7])),
		"the pages are short":           read(t, inPieces(head, c[0][:9], []string{"2"}, c[1][:9], head, c[2][:9], []string{"3"}, c[3][:9], head, c[4][:9], []string{"4"}, c[5][:9], head, c[6][:9])),
	} {
		if text.pagesFromColumns() || len(text.Pages) != 1 || text.folios != nil {
			t.Errorf("%s: %d pages", name, len(text.Pages))
		}
	}
}
