package repair

import (
	"fmt"
	"strings"
	"testing"
)

// The letters of a book are as long as they are, and each begins a page; but
// the notes above each number count from 1.
func TestFoliosBelowNotes(t *testing.T) {
	pages := bookPages(9)
	var text, plain strings.Builder
	for i, lines := range pages {
		lines = lines[:6+5*i%17]
		body := strings.Join(lines, "\n")
		fmt.Fprintf(&text, "%s written.1\n1The letter is lost.\n%d\n", body, i+2)
		fmt.Fprintf(&plain, "%s written.\n%d\n", body, i+2)
	}
	if x := read(t, text.String()); x.findFolios() == nil {
		t.Error("no folios were found below the notes")
	}
	if x := read(t, plain.String()); x.findFolios() != nil {
		t.Error("the numbers of letters were taken for folios")
	}
}

// On each left page the book's title stands beside the folio, on each right one
// that of the section, which stands nowhere else.
func TestHeadsOfSections(t *testing.T) {
	sections := strings.Fields(nouns)
	text := printed(bookPages(14), "\f", func(n int) []string {
		if n%2 == 0 {
			return []string{fmt.Sprintf("%d The Geese of Oar Hill", n)}
		}
		return []string{fmt.Sprintf("1.%d. The %s and the bell %d", n, sections[n], n)}
	}, none)
	rows, labels, _ := kept(t, text, FurnitureOptions{})
	if got, want := strings.Join(labels, " "), "1 2 3 4 5 6 7 8 9 10 11 12 13 14"; got != want {
		t.Errorf("labels %q", got)
	}
	for _, row := range rows {
		if strings.Contains(row, "and the bell ") && strings.HasPrefix(row, "1.") {
			t.Errorf("%q is left", row)
		}
	}
}

// The page on which a chapter begins has its folio at the foot, the one before
// it at the top; where only pages have an empty line between them, the chapter
// need not be looked for.
func TestOpeningBelowAnEmptyLine(t *testing.T) {
	var text strings.Builder
	for n, lines := range bookPages(12) {
		body := strings.Join(lines, "\n")
		if n%4 == 3 { // a chapter begins
			fmt.Fprintf(&text, "The Ferry, Said\nthe Keeper\n%s\n%d\n\n", body, n+1)
			continue
		}
		fmt.Fprintf(&text, "%d\n%s\n\n", n+1, body)
	}
	x := read(t, text.String())
	x.findPages()
	for p := range x.Pages {
		first := x.String(x.Pages[p].First)
		if want := fmt.Sprint(p + 1); p%4 == 3 && first != "The Ferry, Said" || p%4 != 3 && first != want {
			t.Errorf("page %d begins with %q", p+1, first)
		}
	}
	if len(x.Pages) != 12 {
		t.Errorf("%d pages", len(x.Pages))
	}
}

func TestNotesThatRecurAreNoFolios(t *testing.T) {
	for s, want := range map[string]bool{
		"2. See note 3.": true,
		"2 See note 3.":  false,
		"2. The Ferry":   false,
		"2.":             false,
		"The Ferry 2.":   false,
	} {
		if isNote(s) != want {
			t.Errorf("%q: %t", s, !want)
		}
	}
}

// Notes of a row each count all numbers, and not each fifth.
func TestNotesThatCountNoLines(t *testing.T) {
	var notes, lines strings.Builder
	for n := 1; n <= 40; n++ {
		fmt.Fprintf(&notes, "%d See the book of the ferry.\n", n)
		if n%5 == 0 {
			fmt.Fprintf(&lines, "%d ", n)
		}
		fmt.Fprintf(&lines, "See the book of the ferry.\n")
	}
	notes.WriteString(strings.Repeat("And so it is with the ferry, as with all that moves.\n", 60))
	text := read(t, notes.String())
	if text.countLines(); text.counts != nil {
		t.Error("the notes were taken for line numbers")
	}
	if rows, _, _ := kept(t, notes.String(), FurnitureOptions{}); len(rows) != 100 || !strings.HasPrefix(rows[24], "25 ") {
		t.Errorf("row 25 is %q", rows[24])
	}
	if rows, _, _ := kept(t, lines.String(), FurnitureOptions{}); strings.HasPrefix(rows[24], "25 ") {
		t.Error("a number of lines is left")
	}
}

// A raised numeral may be set off by a space.
func TestRomanMarksApart(t *testing.T) {
	text := `The lamp was kept by the widowi of the keeper, who trimmed it
every evening xii, until the harbour had another lampiii and
the widow iv a pension. She kept the oil.v

i She came from Oar Hill.
ii The lamp is in the museum.
iii It burns gas.
iv It was not much.
v It was never burnt.
`
	text = strings.Replace(text, "xii,", "ii,", 1)
	body, notes, _ := annotated(t, text)
	if len(notes) != 5 {
		t.Fatalf("%d notes: %v", len(notes), notes)
	}
	for _, want := range []string{"every evening[ii], until", "the widow[iv] a pension"} {
		if !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(body, "\n", " "), " [", "["), want) {
			t.Errorf("%q is not in %q", want, body)
		}
	}
}
