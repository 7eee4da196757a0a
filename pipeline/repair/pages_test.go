package repair

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// nouns and verbs make up the text of a book.
const (
	nouns = "miller goose river winter feather coast keeper barn snow harvest bell ferry widow lantern pasture market orchard sailor parson kettle"
	verbs = "kept sold watched found carried forgot counted followed painted buried praised cursed mended crossed feared"
)

// bookPages returns n pages of 24 lines, no two of them alike, most of which
// begin in the middle of a sentence.
func bookPages(n int) [][]string {
	var lines []string
	line, seed := "", uint32(1)
	pick := func(words string) string {
		seed = seed*1664525 + 1013904223
		all := strings.Fields(words)
		return all[int(seed>>16)%len(all)]
	}
	for len(lines) < 24*n {
		s := "The " + pick(nouns)
		for range 2 + len(lines)%3 {
			s += " " + pick(verbs) + " the " + pick(nouns) + " of the " + pick(nouns) + " and"
		}
		for _, w := range strings.Fields(s + " slept.") {
			if len(line)+len(w) > 56 {
				lines = append(lines, strings.TrimSpace(line))
				line = ""
			}
			line += " " + w
		}
	}
	var pages [][]string
	for i := range n {
		pages = append(pages, lines[24*i:24*i+24])
	}
	return pages
}

// printed puts furniture around pages.
func printed(pages [][]string, end string, top, foot func(page int) []string) string {
	var sb strings.Builder
	for i, lines := range pages {
		for _, l := range slices.Concat(top(i+1), lines, foot(i+1)) {
			sb.WriteString(l + "\n")
		}
		sb.WriteString(end)
	}
	return sb.String()
}

func none(int) []string { return nil }

// kept returns the rows that are left when the stages up to "furniture" have
// run, and the labels of the pages.
func kept(t *testing.T, s string, o FurnitureOptions) (rows, labels []string, text *Text) {
	t.Helper()
	text = read(t, s)
	decideColumns(text, ColumnsOptions{})
	decidePages(text, PagesOptions{})
	decideFurniture(text, o)
	for r := range text.Rows {
		if text.Rows[r].Role == InBody {
			rows = append(rows, text.String(r))
		}
	}
	for _, p := range text.Pages {
		labels = append(labels, p.Label)
	}
	return rows, labels, text
}

// TestFurnitureOfEveryKind prints a book in many ways, with form feeds and
// without, and wants nothing but the book back.
func TestFurnitureOfEveryKind(t *testing.T) {
	line := func(format string, args ...any) []string { return []string{fmt.Sprintf(format, args...)} }
	cases := []struct {
		name      string
		top, foot func(n int) []string
		label     func(n int) string
	}{
		{"folio at the foot", none, func(n int) []string { return line("%d", n) }, nil},
		{"folio at the top", func(n int) []string { return line("%d", n) }, none, nil},
		{"dashes", none, func(n int) []string { return line("– %d –", n) }, nil},
		{"brackets", func(n int) []string { return line("[%d]", n) }, none, nil},
		{"of", none, func(n int) []string { return line("Page %d of 12", n) }, nil},
		{"slash", none, func(n int) []string { return line("%d / 12", n) }, nil},
		{"Seite", none, func(n int) []string { return line("Seite %d", n) }, nil},
		{"bar", none, func(n int) []string { return line("%d | Geese", n) }, nil},
		{"alternating", func(n int) []string {
			if n%2 == 0 {
				return line("%d THE GEESE OF OAR HILL", n)
			}
			return line("The First Winter %d", n)
		}, none, nil},
		{"chapters of a page or two", func(n int) []string {
			if n%2 == 0 {
				return line("%d THE GEESE OF OAR HILL", n)
			}
			return line("%s %d", []string{"I", "II", "III", "IV", "V", "VI"}[n/2], n)
		}, none, nil},
		{"glued", func(n int) []string {
			if n%2 == 0 {
				return line("%dTHE GEESE OF OAR HILL", n)
			}
			return line("THE FIRST WINTER%d", n)
		}, none, nil},
		{"head and folio in rows of their own", func(n int) []string {
			return []string{fmt.Sprint(n), "THE GEESE OF OAR HILL"}
		}, none, nil},
		{"browser", func(int) []string { return line("3/4/21, 9:15 AM Geese and their Keepers") },
			func(n int) []string { return line("https://example.org/geese/print %d/12", n) }, nil},
		{"journal", func(n int) []string { return line("Annals of Poultry 7 (1911) %d", n+340) },
			func(int) []string { return line("Downloaded from example.org by a guest on 2 May 2020") },
			func(n int) string { return fmt.Sprint(n + 340) }},
		{"roman, then arabic", none, func(n int) []string {
			if n <= 4 {
				return line("%s", []string{"i", "ii", "iii", "iv"}[n-1])
			}
			return line("%d", n-4)
		}, func(n int) string {
			if n <= 4 {
				return []string{"i", "ii", "iii", "iv"}[n-1]
			}
			return fmt.Sprint(n - 4)
		}},
	}
	pages := bookPages(12)
	want := strings.Join(slices.Concat(pages...), "\n")
	for _, c := range cases {
		for _, end := range []string{"\f", ""} {
			rows, labels, _ := kept(t, printed(pages, end, c.top, c.foot), FurnitureOptions{})
			name := fmt.Sprintf("%s, form feeds %t", c.name, end != "")
			if got := strings.Join(rows, "\n"); got != want {
				t.Errorf("%s: %s", name, firstDifference(got, want))
			}
			if len(labels) != len(pages) {
				t.Errorf("%s: %d pages %q", name, len(labels), labels)
				continue
			}
			for i, l := range labels {
				want := fmt.Sprint(i + 1)
				if c.label != nil {
					want = c.label(i + 1)
				}
				if l != want {
					t.Errorf("%s: page %d is labelled %q", name, i+1, l)
				}
			}
		}
	}
}

// firstDifference shows the lines where two texts part.
func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d is %q, not %q", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, not %d; the last are %q and %q", len(g), len(w), g[len(g)-1], w[len(w)-1])
}

func TestPagesWithoutFolios(t *testing.T) {
	pages := bookPages(9)
	heads := printed(pages, "", func(n int) []string { return []string{"The Geese of Oar Hill"} }, none)
	spaced := make([][]string, len(pages))
	for i, p := range pages {
		spaced[i] = slices.Clone(p)
		spaced[i][0] = " " + p[0]
	}
	for name, s := range map[string]string{"heads": heads, "a space": printed(spaced, "", none, none)} {
		text := read(t, s)
		decidePages(text, PagesOptions{})
		if len(text.Pages) != len(pages) {
			t.Errorf("%s: %d pages, not %d", name, len(text.Pages), len(pages))
		}
	}
}

// TestNumbersThatAreNoFolios has numbers on rows of their own that count up,
// but don't count pages.
func TestNumbersThatAreNoFolios(t *testing.T) {
	var sections []string
	for i := range 30 {
		sections = append(sections, fmt.Sprint(i+1))
		for j := range 9 + 13*i%7 {
			sections = append(sections, fmt.Sprintf("Verse %d of psalm %d is sung slowly by everyone there.", j*7+i, i*3))
		}
	}
	years := slices.Concat(bookPages(4)...)
	years[20], years[47], years[80] = "1911", "1912", "1950"
	marks := slices.Concat(bookPages(8)...) // on rows of their own, as extractors print raised figures
	for i, at := range []int{3, 6, 21, 23, 40, 51, 54, 57, 90, 98, 101, 133, 135, 139, 160, 179} {
		marks = slices.Insert(marks, at+i, fmt.Sprint(i+1))
	}
	chapters := slices.Concat(bookPages(6)...)
	for i, at := range []int{1, 21, 49, 66, 97, 118} {
		chapters[at+i] = "and sold the " + strings.Fields(nouns)[i] + "."
		chapters = slices.Insert(chapters, at+i+1, []string{"I", "II", "III", "IV", "V", "VI"}[i], "The "+strings.Fields(nouns)[i+9]+" came back.")
	}
	for name, lines := range map[string][]string{"sections": sections, "years": years, "marks": marks, "chapters": chapters} {
		text := read(t, strings.Join(lines, "\n"))
		decidePages(text, PagesOptions{})
		if len(text.Pages) != 1 || text.Pages[0].Label != "" {
			t.Errorf("%s: %d pages, label %q", name, len(text.Pages), text.Pages[0].Label)
		}
	}
}

// TestFoliosAmongMarks has the numbers of notes on rows of their own besides
// the folios.
func TestFoliosAmongMarks(t *testing.T) {
	pages, mark := bookPages(9), 0
	for p := range pages {
		for _, at := range []int{3 + p, 6 + 3*p%11, 20 - p%2} {
			mark++
			pages[p] = slices.Insert(pages[p], at, fmt.Sprint(mark))
		}
	}
	_, labels, _ := kept(t, printed(pages, "", none, func(n int) []string { return []string{fmt.Sprint(n)} }), FurnitureOptions{})
	if got := strings.Join(labels, " "); got != "1 2 3 4 5 6 7 8 9" {
		t.Errorf("labels %q", got)
	}
}

// TestFoliosOfVerse has pages that never end in the middle of a sentence.
func TestFoliosOfVerse(t *testing.T) {
	for name, folio := range map[string]string{"bare": "%d", "adorned": "- %d -"} {
		var pages [][]string
		for p := range 9 {
			var lines []string
			for i := range 30 {
				lines = append(lines, fmt.Sprintf("The %s of winter %s.", strings.Fields(nouns)[(p*7+i)%20], strings.Fields(verbs)[(p+i*3)%14]))
			}
			pages = append(pages, lines)
		}
		_, labels, _ := kept(t, printed(pages, "", none, func(n int) []string { return []string{fmt.Sprintf(folio, n)} }), FurnitureOptions{})
		if got := strings.Join(labels, " "); got != "1 2 3 4 5 6 7 8 9" {
			t.Errorf("%s: labels %q", name, got)
		}
	}
}

// TestGluedFolio has folios whose second hyphen an extractor took for one at
// a line's end: "-4-" before "Rain fell" became "-4Rain fell", "-4-" before
// "7th of May" became "-47th of May".
func TestGluedFolio(t *testing.T) {
	pages := bookPages(9)
	pages[3][0] = "7th of May. " + pages[3][0]
	want := strings.Join(slices.Concat(pages...), "\n")
	glued := make([][]string, len(pages))
	for i, p := range pages {
		glued[i] = slices.Clone(p)
		glued[i][0] = fmt.Sprintf("-%d", i+1) + p[0]
	}
	for _, end := range []string{"\f", ""} {
		rows, labels, _ := kept(t, printed(glued, end, none, none), FurnitureOptions{})
		if got := strings.Join(rows, "\n"); got != want {
			t.Errorf("form feeds %t: %s", end != "", firstDifference(got, want))
		}
		if got := strings.Join(labels, " "); got != "1 2 3 4 5 6 7 8 9" {
			t.Errorf("form feeds %t: labels %q", end != "", got)
		}
	}
	// The label of a note a few rows above is no folio, however bare.
	glued[0] = append(slices.Clone(pages[0]), "2", "Nobody in the parish believes this, though", "it was told to the bishop himself.")
	if _, labels, _ := kept(t, printed(glued, "", none, none), FurnitureOptions{}); strings.Join(labels, " ") != " 2 3 4 5 6 7 8 9" {
		t.Errorf("beside the label of a note: labels %q", labels)
	}
}

func TestMisreadFolios(t *testing.T) {
	pages := bookPages(16)
	read := map[int]string{1: "1", 4: "A", 11: "Il", 13: "1", 15: "IS"}
	s := printed(pages, "", none, func(n int) []string {
		if s, ok := read[n]; ok {
			return []string{s}
		}
		return []string{fmt.Sprint(n)}
	})
	rows, labels, _ := kept(t, s, FurnitureOptions{})
	if len(labels) != 16 || labels[10] != "11" || labels[14] != "15" {
		t.Errorf("labels %q", labels)
	}
	if slices.Contains(rows, "Il") || slices.Contains(rows, "IS") {
		t.Error("a folio that OCR misread is left")
	}
}

func TestLooksLike(t *testing.T) {
	for _, c := range []struct {
		s    string
		n    int
		want bool
	}{{"Il", 11, true}, {"IS", 15, true}, {"1O", 10, true}, {"z8", 28, true}, {"as", 12, false}, {"Cap", 100, false}, {"", 1, false}, {"1954", 12, false}} {
		if got := looksLike(c.s, c.n, false); got != c.want {
			t.Errorf("looksLike(%q, %d) = %t", c.s, c.n, got)
		}
	}
}

// TestEveryFifthLine has a book whose every fifth line is numbered, as extractors
// print that.
func TestEveryFifthLine(t *testing.T) {
	pages := bookPages(9)
	want := strings.Join(slices.Concat(pages...), "\n")
	for _, way := range []string{"own rows", "together", "glued", "before"} {
		numbered, n := make([][]string, len(pages)), 0
		for p, lines := range pages {
			var numbers []string
			for _, l := range lines {
				n++
				number := fmt.Sprint(n)
				switch {
				case n%5 != 0:
				case way == "own rows":
					numbered[p] = append(numbered[p], number)
				case way == "together":
					numbers = append(numbers, number)
				case way == "glued":
					l += number
				case way == "before":
					l = number + "   " + l
				}
				numbered[p] = append(numbered[p], l)
			}
			numbered[p] = append(numbers, numbered[p]...)
		}
		for _, end := range []string{"\f", ""} {
			rows, labels, _ := kept(t, printed(numbered, end, none, func(n int) []string { return []string{fmt.Sprint(n)} }), FurnitureOptions{})
			if got := strings.Join(rows, "\n"); got != want {
				t.Errorf("%s, form feeds %t: %s", way, end != "", firstDifference(got, want))
			}
			if got := strings.Join(labels, " "); got != "1 2 3 4 5 6 7 8 9" {
				t.Errorf("%s, form feeds %t: labels %q", way, end != "", got)
			}
		}
	}
}

// TestNothingButNumbers has a column of numbers, which are all that the text
// says.
func TestNothingButNumbers(t *testing.T) {
	var lines []string
	for n := range 200 {
		lines = append(lines, fmt.Sprint(n+1))
	}
	text := strings.Join(lines, "\n")
	if rows, _, _ := kept(t, text, FurnitureOptions{}); strings.Join(rows, "\n") != text {
		t.Errorf("%d rows of 200 are left", len(rows))
	}
}

// TestNumbersThatCountNoLines has every fifth year of a chronicle, and a table.
func TestNumbersThatCountNoLines(t *testing.T) {
	var years []string
	for i, p := range bookPages(12) {
		years = append(years, fmt.Sprint(1900+5*i))
		years = append(years, p...)
	}
	table := slices.Concat(bookPages(12)...)
	for i := range 10 {
		table = slices.Insert(table, 50+2*i, fmt.Sprint(5*i+5), "a table's row")
	}
	for name, lines := range map[string][]string{"years": years, "table": table} {
		rows, _, _ := kept(t, strings.Join(lines, "\n"), FurnitureOptions{})
		if len(rows) != len(lines) {
			t.Errorf("%s: %d of %d rows are left", name, len(rows), len(lines))
		}
	}
}
