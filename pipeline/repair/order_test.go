package repair

import (
	"slices"
	"strings"
	"testing"
)

// tallColumns are columns of print that read on from one to the next.
func tallColumns(n int) [][]string {
	var columns [][]string
	for half := range slices.Chunk(bookPages(2*n), 2) {
		columns = append(columns, slices.Concat(half...))
	}
	columns[len(columns)-1] = joined(columns[len(columns)-1])
	return columns
}

// joined is a column in which the extractor joined two lines, as pdftotext
// does with torn words.
func joined(column []string) []string {
	return slices.Concat(column[:5], []string{column[5] + column[6]}, column[7:])
}

// inPieces prints pieces with an empty line between each two.
func inPieces(pieces ...[]string) string {
	var all []string
	for _, p := range pieces {
		all = append(all, strings.Join(p, "\n"))
	}
	return strings.Join(all, "\n\n") + "\n"
}

func TestShuffledColumns(t *testing.T) {
	c := tallColumns(6)
	s := inPieces([]string{"The Geese of Oar Hill"}, c[1][:20], c[0][:29], c[1][20:], c[0][29:], []string{"1"}) + "\f" +
		inPieces(c[2][:31], c[3][:33], c[2][31:40], c[3][33:], c[2][40:], []string{"2"}) + "\f" +
		inPieces(c[4], c[5], []string{"3"})
	rows, text := inOrder(t, s)
	want := strings.Join(slices.Concat([]string{"The Geese of Oar Hill"}, c[0], c[1], []string{"1"}, c[2], c[3], []string{"2"}, c[4], c[5], []string{"3"}), "\n")
	if got := strings.Join(rows, "\n"); got != want {
		t.Error(firstDifference(got, want))
	}
	if !text.Columns || text.Rows[1].Column == text.Rows[60].Column {
		t.Errorf("columns %t, %d, %d", text.Columns, text.Rows[1].Column, text.Rows[60].Column)
	}
	for r := range text.Rows {
		if at := text.rowAt(text.Rows[r].Start); at != r {
			t.Fatalf("row %d is found as %d", r, at)
		}
	}
	if got := plain(t, text); !strings.Contains(got, c[0][28]+" "+c[0][29]) && !strings.Contains(got, c[0][28]+"\n\n"+c[0][29]) {
		t.Errorf("the document does not read on: %.400q", got)
	}
}

// A note that runs on from the second column of a page stands under the first
// one of the next.
func TestNotesUnderColumns(t *testing.T) {
	c := tallColumns(4)
	c[0][10] += "1"
	c[1][12] += "2"
	small := []string{
		"1 Thus the parish book of the year, which the clerk of Oar Hill kept in the tower.",
		"2 The miller, who had the story from his father, names a different goose in each",
		"of his letters, and the clerk believed none of them, as he told the bishop himself",
	}
	s := inPieces(c[1][:44], c[0][:46], small[1:], small[:1]) + "\f" + inPieces(c[2], c[3])
	rows, _ := inOrder(t, s)
	want := strings.Join(slices.Concat(c[0][:46], small[:1], c[1][:44], small[1:], c[2], c[3]), "\n")
	if got := strings.Join(rows, "\n"); got != want {
		t.Error(firstDifference(got, want))
	}
}

func TestColumnsInOrderStay(t *testing.T) {
	c := tallColumns(6)
	s := inPieces(c[0], c[1][:20], c[1][20:]) + "\f" + inPieces(c[2][:9], c[2][9:], c[3]) + "\f" + inPieces(c[4], c[5])
	if _, text := inOrder(t, s); len(text.Decisions) > 0 || text.Columns {
		t.Errorf("%d decisions, columns %t", len(text.Decisions), text.Columns)
	}
}

func TestLabelInside(t *testing.T) {
	for s, want := range map[string]int32{
		"nor were the geese of vil3 The charter":     3,
		"the cry of old Ann1. See above, page":       1,
		"in the year 1812 The winter":                0,
		"the geese of Oar Hill7 flew over the river": 0,
		"page 12. The bell":                          0,
	} {
		if got, at := labelInside(s); got != want || got > 0 && !digit(s[at]) {
			t.Errorf("%q: %d at %d, want %d", s, got, at, want)
		}
	}
}

func TestHeadwords(t *testing.T) {
	for _, c := range []struct{ row, capitals, pointed string }{
		{"FERRY, n. A boat that is on the other side.", "ferry", "ferry"},
		{"Ferry, a boat that is on the other side.", "", "ferry"},
		{"The ferry, a boat, is on the other side.", "", ""},
		{"AT the ferry", "", ""},
	} {
		if got := capitalHeadword(c.row); got != c.capitals {
			t.Errorf("%q: %q, want %q", c.row, got, c.capitals)
		}
		if got := pointedHeadword(c.row); got != c.pointed {
			t.Errorf("%q: %q, want %q", c.row, got, c.pointed)
		}
	}
}

// Without form feeds the folios say what a page is, and they still do when
// their rows have moved: that in the corner is printed where the second column
// begins.
func TestShuffledColumnsWithoutFormFeeds(t *testing.T) {
	c := tallColumns(6)
	s := inPieces([]string{"The Geese of Oar Hill"}, c[1][:20], c[0][:29], c[1][20:], c[0][29:], []string{"1"}) + "\n" +
		inPieces(c[2][:31], c[3][:33], c[2][31:40], c[3][33:], c[2][40:], []string{"2"}) + "\n" +
		inPieces(c[4], c[5], []string{"3"})
	text := read(t, s)
	decideColumns(text, ColumnsOptions{})
	decidePages(text, PagesOptions{})
	if len(text.Pages) != 3 {
		t.Fatalf("%d pages", len(text.Pages))
	}
	for p, f := range text.folios {
		if got, want := text.String(f.row), text.Pages[p].Label; got != want || text.Rows[f.row].Page != p {
			t.Errorf("page %d: the folio is %q, not %q", p, got, want)
		}
	}
	if got := text.String(1); got != c[0][0] {
		t.Errorf("the text begins with %q", got)
	}
}

func TestFolioInTheMiddle(t *testing.T) {
	c := tallColumns(6)
	s := inPieces([]string{"The Geese of Oar Hill"}, c[1][:20], c[0][:29], c[1][20:], c[0][29:], []string{"1"}) + "\f" +
		inPieces([]string{"2"}, c[2][:31], c[3][:33], c[2][31:40], c[3][33:], c[2][40:]) + "\f" +
		inPieces(c[4], []string{"3"}, c[5])
	rows, _ := inOrder(t, s)
	want := slices.Concat([]string{"The Geese of Oar Hill"}, c[0], c[1], []string{"1", "2"}, c[2], c[3], []string{"3"}, c[4], c[5])
	if got, want := strings.Join(rows, "\n"), strings.Join(want, "\n"); got != want {
		t.Error(firstDifference(got, want))
	}
}

// A page of short verses is as tall as a page of two columns, and is none.
func TestVersesAreNoColumns(t *testing.T) {
	line := map[string]string{"verse": "The geese went over the hill", "column": "The geese went over the hill of the keeper and came down on"}
	for kind, tall := range map[string]bool{"verse": false, "column": true} {
		text := read(t, strings.Repeat(strings.Repeat(line[kind]+"\n", 70)+"\f", 4))
		text.findPages()
		if got := text.tallPages(); got != tall {
			t.Errorf("%s: tall pages: %t, want %t", kind, got, tall)
		}
	}
}

// Rows that are as wide as two show that the extractor joins torn words, unless
// they are hyphenated, too: notes in smaller type are not that wide.
func TestJoinsLines(t *testing.T) {
	const line = "The geese went over the hill of the keeper and came down on"
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"joined": {line + "\n" + line + " the mea" + line + "\n" + line, true},
		"notes":  {line + "\n" + line + " the mea-\ndow. 1 " + line + "\n" + line, false},
		"torn":   {line + "-\n" + line + "-\n" + line + line + "\n", false},
	} {
		x := read(t, test.text)
		if got := x.joinsLines(emWidth(line)); got != test.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// What stands alone between empty lines and is no sentence is a heading; a
// verse or a sentence that stands alone is none.
func TestRowsAlone(t *testing.T) {
	const line = "The geese went over the hill of the keeper and came down on\n"
	x := read(t, strings.Repeat(line, 20)+"\nThe Keeper\n\n"+strings.Repeat(line, 20)+"\nHe slept.\n\n"+line+line)
	j := newJunctions(x)
	if j == nil {
		t.Fatal("no measure")
	}
	for r, want := range map[int]bool{20: true, 41: false, 5: false} {
		if j.rows[r].head != want {
			t.Errorf("%q is a heading: %t", x.String(r), !want)
		}
	}
}
