package repair

import (
	"slices"
	"strings"
	"testing"
)

// A short text has two chapters of two pages each: no running head recurs, but
// the words of each stand further up as a title.
func TestHeadsThatStandOnce(t *testing.T) {
	body := func(first, last string) string {
		return first + strings.Repeat("\nand the geese went on along the wall of the hill until the rain", 30) + "\n" + last
	}
	book := []string{
		"The Geese of Oar Hill:\nA Chapter of Accidents\n\nJoan Wetherby\n\n1. The Wall\n\n" + body("It was late in the year", "came down on") + "\n1",
		"2 THE GEESE OF OAR HILL\n\n" + body("the roofs", "there was a goose") + "\n",
		"2. The Weather\nand the Wall\n\n" + body("Nobody knew", "how many") + "\n3",
		"4 THE GEESE OF OAR HILL\n\n" + body("geese there are", "the rain that") + "\n",
		"2. The Weather and the Wall 5\n\n" + body("fell on them", "all.") + "\n",
	}
	for name, between := range map[string]string{"form feeds": "\f", "none": "\n"} {
		rows, labels, _ := kept(t, strings.Join(book, between), FurnitureOptions{})
		for _, row := range rows {
			if strings.HasSuffix(row, "5") || strings.HasPrefix(row, "2 ") || strings.HasPrefix(row, "4 ") {
				t.Errorf("%s: %q stays", name, row)
			}
		}
		if want := []string{"1", "2", "3", "4", "5"}; !slices.Equal(labels, want) {
			t.Errorf("%s: labels %q, want %q", name, labels, want)
		}
		for _, title := range []string{"1. The Wall", "2. The Weather", "and the Wall"} {
			if !slices.Contains(rows, title) {
				t.Errorf("%s: %q is gone", name, title)
			}
		}
	}
}

func TestTitleAt(t *testing.T) {
	text := read(t, "The Bells of Saint\nMarein: A History\n\nAppendix: From the\nReport\n\nIt rained on the bells.\n\n9\n")
	for _, c := range []struct {
		row  int
		head string
		want bool
	}{
		{0, "The Bells of Saint Marein", true},
		{0, "The Bells of Saint Marein: A History", true},
		{0, "The Bells of Saint", true},
		{0, "The Bells", false},
		{0, "The Bells of Saint Anne", false},
		{2, "Appendix", true},
		{2, "Appendix: From the Report", true},
		{4, "It rained on the bells", false},
	} {
		if got := text.titleAt(c.row, len(text.Rows)-1, fold(c.head)); got != c.want {
			t.Errorf("row %d, %q: %v", c.row, c.head, got)
		}
	}
}
