package repair

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// beside sets two columns side by side, the second at a column of the line.
func beside(left, right []string, at int) []string {
	var lines []string
	for i := range max(len(left), len(right)) {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%-*s%s", at, l, r), " "))
	}
	return lines
}

// inOrder returns the rows as the stage "columns" leaves them.
func inOrder(t *testing.T, s string) (rows []string, text *Text) {
	t.Helper()
	text = read(t, s)
	decideColumns(text, ColumnsOptions{})
	for r := range text.Rows {
		rows = append(rows, text.String(r))
	}
	return rows, text
}

func TestTwoColumns(t *testing.T) {
	pages := bookPages(4)
	lines := slices.Concat(
		[]string{"                             The Geese of Oar Hill on the Day after the Great Frost", ""},
		beside(pages[0], pages[1], 64), []string{"", "", "                                                            1", "\f"},
		beside(pages[2], pages[3], 60))
	rows, text := inOrder(t, strings.Join(lines, "\n"))
	want := slices.Concat([]string{"The Geese of Oar Hill on the Day after the Great Frost"}, pages[0], pages[1], []string{"1"}, pages[2], pages[3])
	if got := strings.Join(rows, "\n"); got != strings.Join(want, "\n") {
		t.Error(firstDifference(got, strings.Join(want, "\n")))
	}
	if !text.Columns || len(text.Pages) != 2 || text.Rows[text.Pages[1].First].Start != strings.Index(text.Src.Text, pages[2][0]) {
		t.Errorf("columns %t, pages %v", text.Columns, text.Pages)
	}
	for r := range text.Rows[1:49] {
		if in := text.Rows[r+1].Indent; in != 0 {
			t.Fatalf("row %d is indented by %d", r+1, in)
		}
	}
}

// Ghostscript keeps the layout of each page, to a scale of its own, and marks
// no page's end.
func TestColumnsWithoutFormFeeds(t *testing.T) {
	pages := bookPages(24)
	var lines, want []string
	for n := 0; n < len(pages); n += 2 {
		lines = append(lines, beside(pages[n], pages[n+1], 60+3*n)...)
		lines = append(lines, fmt.Sprintf("%*d", 60+2*n, n/2+1))
		want = append(want, slices.Concat(pages[n], pages[n+1])...)
	}
	rows, labels, _ := kept(t, strings.Join(lines, "\n"), FurnitureOptions{})
	if got := strings.Join(rows, "\n"); got != strings.Join(want, "\n") {
		t.Error(firstDifference(got, strings.Join(want, "\n")))
	}
	if got := strings.Join(labels, " "); got != "1 2 3 4 5 6 7 8 9 10 11 12" {
		t.Errorf("labels %q", got)
	}
}

func TestThreeColumns(t *testing.T) {
	var columns [3][]string
	for i := range 60 {
		columns[i/20] = append(columns[i/20], fmt.Sprintf("line %d of a paper", i+100))
	}
	lines := beside(beside(columns[0], columns[1], 26), columns[2], 52)
	rows, _ := inOrder(t, strings.Join(lines, "\n"))
	if want := slices.Concat(columns[:]...); !slices.Equal(rows, want) {
		t.Error(firstDifference(strings.Join(rows, "\n"), strings.Join(want, "\n")))
	}
}

// TestEmptyLinesInAColumn has a gap between paragraphs in the right column
// alone.
func TestEmptyLinesInAColumn(t *testing.T) {
	pages := bookPages(2)
	right := slices.Concat(pages[1][:8], []string{""}, pages[1][8:23])
	rows, text := inOrder(t, strings.Join(beside(pages[0], right, 64), "\n"))
	for r := range rows {
		if want := map[bool]int{true: 1}[r == 24+8]; text.Rows[r].Blank != want {
			t.Errorf("%d empty lines before %q, not %d", text.Rows[r].Blank, rows[r], want)
		}
	}
}

// TestNoColumns has gaps of other kinds, which must stay in their lines.
func TestNoColumns(t *testing.T) {
	var contents, table, verse []string
	for i := range 20 {
		contents = append(contents, fmt.Sprintf("%-60s%d", fmt.Sprintf("%d. The winter of the year %d", i+1, 1880+i), 12*i+3))
		table = append(table, fmt.Sprintf("%-20s%-12d%-12d%d", fmt.Sprintf("County %d", i), i*37, i*91, i*5))
		verse = append(verse, "The goose is "+strings.Repeat("very ", i%5)+"grey"+strings.Repeat(" ", 3+i%7)+"and loud "+strings.Repeat("indeed ", i%3))
	}
	for name, lines := range map[string][]string{"contents": contents, "table": table, "verse": verse, "prose": bookPages(1)[0]} {
		if _, text := inOrder(t, strings.Join(lines, "\n")); text.Columns {
			t.Errorf("%s was put into columns", name)
		}
	}
}

// TestColumnsAreAssembled checks that the decisions alone make the document
// that the rows promise.
func TestColumnsAreAssembled(t *testing.T) {
	pages := bookPages(2)
	s := strings.Join(beside(pages[0], pages[1], 64), "\n")
	text := read(t, s)
	decideColumns(text, ColumnsOptions{})
	got := strings.Fields(plain(t, text))
	want := strings.Fields(strings.Join(slices.Concat(pages...), "\n"))
	if !slices.Equal(got, want) {
		t.Errorf("%d words, not %d", len(got), len(want))
	}
}
