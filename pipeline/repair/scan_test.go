package repair

import (
	"slices"
	"strings"
	"testing"
)

func TestScanOrNot(t *testing.T) {
	for _, c := range []struct {
		name, text string
		scan       bool
	}{
		{"raised digits misread", "The ferry,® as old\nTom said, left> at\nnoon with its three* bells.", true},
		{"symbols for notes", "The ferry,* as old\nTom said,* left* at\nnoon.", false},
		{"bullets and labels", strings.Repeat("= The ferry\nsails at noon.\n", 6) + strings.Repeat("So it is.\n\n“The keeper wrote this down.\n\fThe ferry\n", 4) + "He left® at noon.\n", true},
		{"equals signs", strings.Repeat("= The ferry\nsails at noon.\n", 6), false},
		{"Latin words in a Cyrillic text", strings.Repeat("Паром РеЫап был таМап.\n", 5) + "Он был® там> рано.\n", true},
		{"question marks for raised digits", "The ferry sailed.? Nobody saw\nthe pilot;? he was at noon\nin the harbour.? Three bells", true},
		{"and set apart by spaces", "La barque revint. ! Il\nvit le pilote. ? Le\nport, ? dit-on, dort.", true},
		{"before the full stop", "La barque revint !. Il\nvit le pilote ?. Le\nport dort ?. Voilà", true},
		{"questions", "Is it late...? Who sailed? He asked: what?\nAh ! dit-il. « Quoi ! », oui ? Et Mr. Vane, etc.?\nHein ?.. Non!.. Oui?! Et puis !", false},
		{"degrees and plans", "At 5° the No° 7\nleft* the quay.\nItem #4 stayed.", false},
	} {
		x := read(t, c.text)
		if got := x.isScan(x.Flow(InBody, 0)); got != c.scan {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestReadsAs(t *testing.T) {
	for _, c := range []struct {
		signs        string
		right, wrong int
	}{
		{"'®", 18, 23},
		{"”*", 24, 18},
		{"®!", 61, 75},
		{"23", 23, 22},
		{"7", 7, 1},
		{"°°", 66, 12},
	} {
		if readsAs(c.signs, c.right, readNothing) >= readsAs(c.signs, c.wrong, readNothing) {
			t.Errorf("%s is rather %d than %d", c.signs, c.wrong, c.right)
		}
	}
}

func TestStrangeOpenings(t *testing.T) {
	for s, want := range map[string]bool{
		"*°Harwood, a hamlet":  true,
		"’Warden House":        true,
		"23See the third part": true,
		"—said the pilot":      false,
		"“He never came”":      false,
		"... and then":         false,
		"of the harbour":       false,
		"(Harwood, p. 3)":      false,
	} {
		if strangeOpening(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

// Labels say that the notes count anew with each chapter.
func TestScannedNotesCountAnewByChapter(t *testing.T) {
	var b strings.Builder
	full := "the keeper of the light went down to the quay to look for the ferry that was\n"
	for _, page := range []struct{ head, first, second string }{
		{"The Ferry\n\n", "1", "2"}, {"", "3", "4"}, {"The Bell\n\n", "1", "2"}, {"", "3", "4"}, {"The Sand\n\n", "1", "2"}, {"", "3", "4"},
	} {
		b.WriteString(page.head + strings.Repeat(full, 12))
		b.WriteString("due from the island of Harwood> since the morning, and he met old Mr. Tanner® the\n")
		b.WriteString("pilot, who had seen no sail.? They both looked out towards the north for a while.\n\n")
		b.WriteString(page.first + "Harwood, a small island to the west of the Long Sand, was given up by its people after the great flood of the\nyear before.\n\n")
		b.WriteString(page.second + "Tanner was the last of the pilots of this coast; his house stands by the harbour to this day, as every child there\nwill tell you.\n\f")
	}
	x := read(t, b.String())
	decideNotes(x, NotesOptions{})
	var got []int
	for _, n := range x.Notes {
		got = append(got, n.Number)
	}
	if want := []int{1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4}; !slices.Equal(got, want) {
		t.Errorf("the notes are numbered %v", got)
	}
}

// The marks of this page are misread and one of its labels is lost, but there
// are three of each.
func TestScannedNotes(t *testing.T) {
	var b strings.Builder
	full := "the keeper of the light went down to the quay to look for the ferry that was\n"
	for range 3 {
		b.WriteString(strings.Repeat(full, 12))
		b.WriteString("due from the island of Harwood> since the morning, and he met old Mr. Tanner® the\n")
		b.WriteString("pilot, who had seen no sail,* and they both looked out towards the north for the\n\n")
		b.WriteString("‘Harwood, a small island to the west of the Long Sand, was given up by its people after the great flood of the\nyear before.\n\n")
		b.WriteString("Tanner was the last of the pilots of this coast; his house stands by the harbour to this day, as every child there\nwill tell you.\n\n")
		b.WriteString("*The sails of that coast were brown, and dyed with bark, which the boys had to fetch from the oaks on the other side\nof the bay.\n")
	}
	b.WriteString(strings.Repeat(full, 12))
	x := read(t, b.String())
	decideNotes(x, NotesOptions{})
	if len(x.Notes) != 9 {
		t.Fatalf("%d notes", len(x.Notes))
	}
	for i, n := range x.Notes {
		if n.Number != i%3+1 && n.Number != i+1 {
			t.Errorf("note %d has number %d", i, n.Number)
		}
	}
	if got := len(x.Pages); got != 4 {
		t.Errorf("%d pages", got)
	}
}

func TestDashesOfScans(t *testing.T) {
	speech := strings.Repeat("- Is he there? - No,\nhe left - long ago.\n", 6)
	for _, c := range []struct {
		name, text string
		want       int
	}{
		{"hyphens for dashes", speech, 12},
		{"em dashes among them", speech + "— He is.\n", 19},
		{"lists", strings.Repeat("= rope - what ties the ferry\n", 12), 0},
		{"few hyphens", "He left - long ago.\n", 0},
		{"a text with en dashes", speech + "He left – long ago.\n", 0},
		{"words with hyphens", strings.Repeat("a half-open door, half-\nclosed\n", 12), 0},
	} {
		x := read(t, c.text)
		x.mendDashes(x.Flow(InBody, 0))
		if got := len(x.Decisions); got != c.want {
			t.Errorf("%s: %d decisions, not %d", c.name, got, c.want)
		}
	}
}

// A closing quote that nothing opened is a mark; one that closes a quotation is none.
func TestUnopenedQuotes(t *testing.T) {
	text := "“We sail,” said Tanner.\nThe ferry” was late, and old\nTom told them so.” He had\nseen the flood.\n"
	x := read(t, text+strings.Repeat("the keeper of the light went down to the quay\n", 40))
	var places []string
	for _, m := range x.misreadsIn(x.Flow(InBody, 0), nil, &usualRates) {
		places = append(places, x.Src.Text[m.tail-3:m.spans[0].end])
	}
	if got := strings.Join(places, " | "); got != "rry” |  so.”" {
		t.Errorf("marks may be at %q", got)
	}
}

func TestSignsOfLabels(t *testing.T) {
	x := read(t, "»Come!« cried he, »the ferry!«\n\n\"Harwood is an island.\n\n»No.«\n\n\"See the map.\n")
	h := x.signHabit(x.Flow(InBody, 0))
	for s, want := range map[string]bool{
		"\"Tanner was a pilot.": true,
		"»Come!« cried he.":     false,
		"Tanner was a pilot.":   false,
		"* Tanner":              false,
	} {
		if h.isLabel(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

// Where a scan has lost the second digits of many labels, that is usual.
func TestLostDigits(t *testing.T) {
	l := newLosses(readNothing)
	for range 20 {
		l.countDigits("*", 2)
	}
	l.countDigits("", 2)
	if got := l.cost(leastDigit); got != leastDigit {
		t.Errorf("a lost digit costs %.2f", got)
	}
}

func TestHeadingsWhereNotesCountAnew(t *testing.T) {
	for text, want := range map[string]bool{
		"the quay.\n\nII\n\nThe keeper of the light went down to the quay.\n":           true,
		"the quay.\n\nThe Ferry\n\nThe keeper of the light went down to the quay.\n":    true,
		"the quay.\f\nThe Ferry\n\nThe keeper of the light went down to the quay.\n":    true,
		"the quay.\n\nNo, said he.\n\nThe keeper of the light went down to the quay.\n": false,
	} {
		x := read(t, text)
		f := &zoneFinder{t: x, rows: x.Flow(InBody, 0), sizes: typeSizes{text: 30, notes: 36}}
		if f.hasHeading(0, len(f.rows)) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestLabelsAlone(t *testing.T) {
	for text, want := range map[string]bool{
		"55\n“Then the ferry came": true,
		"aT\nThe ferry came":       true,
		"yr\n\nThe ferry came":     false,
		"at\nthe ferry":            false,
		"»\nThe ferry came":        false,
	} {
		if got := read(t, text).isLabelAlone(0); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// A text of lists has many short rows, none of which is a note for that.
func TestShortRowsOfLists(t *testing.T) {
	var prose, lists strings.Builder
	for i, page := range bookPages(8) {
		prose.WriteString(strings.Join(page, "\n") + "\n")
		if i%2 == 0 {
			lists.WriteString(strings.Join(page, "\n") + "\n")
		}
		lists.WriteString(strings.Repeat("= the rope\n\n", 24))
	}
	few, many := read(t, prose.String()), read(t, lists.String())
	if got := few.typeSizes(few.Flow(InBody, 0)).short; got != textShort {
		t.Errorf("prose: %.2f", got)
	}
	if got := many.typeSizes(many.Flow(InBody, 0)).short; got <= noteShort {
		t.Errorf("lists: %.2f", got)
	}
}

func TestOpensItem(t *testing.T) {
	for s, want := range map[string]bool{
		"= The rope": true, "• The rope": true, "1.2 The rope": true,
		"- The rope": false, "* The rope": false, "=The rope": false, "12 The rope": false, "The rope": false,
	} {
		if opensItem(s) != want {
			t.Errorf("%q: %t", s, !want)
		}
	}
}

func TestLabelsReadAsCapitals(t *testing.T) {
	for s, want := range map[string]string{
		"SBillet, the ferryman": "S", "1OThat was Tanner.": "1O", "F2Report of the pilots": "F2", "OAfter the flood": "O",
		"IJssel is a river": "", "5The ferry": "", "The ferry": "", "I. The ferry": "", "THE FERRY": "", "A Ferry": "",
	} {
		if got := s[:capitalLabel(s)]; got != want {
			t.Errorf("%q: %q", s, got)
		}
	}
}

// A number that stands alone is just the one that is expected by chance but
// rarely, and where marks stand apart from words a space costs nothing.
func TestMarksSetApart(t *testing.T) {
	text := "the keeper had seen the ferry 17 before it\n" + strings.Repeat("the keeper of 12 lights went down to the quay\n", 40)
	x := read(t, text)
	apart := func(setOff float64) (found bool) {
		for _, m := range x.misreadsIn(x.Flow(InBody, 0), nil, &scanRates{setOff: setOff, rare: rareMark}) {
			found = found || m.row == 0
		}
		return found
	}
	if !apart(0) {
		t.Error("17 can be no mark though marks stand apart")
	}
	if apart(2 * setOffMark) {
		t.Error("17 may be a mark though none stands apart")
	}
}

// Quotations are narrower than the text, too, but only notes stand below it.
func TestSizesOfTypeByPlace(t *testing.T) {
	quote := strings.Repeat("the light was lit at noon and nobody came to look\n", 8)
	body := strings.Repeat("the keeper of the light went down to the quay to look for\n", 10)
	notes := strings.Repeat("the keeper of the light went down to the quay to look for the ferry\n", 3)
	x := read(t, strings.Repeat(body+quote+body+notes+"\f", 4))
	text := x.Rows[0].Em
	if got := x.typeSizes(x.Flow(InBody, 0)); abs32(got.text-text) > 1 {
		t.Errorf("the measure is %.1f, not %.1f", got.text, text)
	}
}

// In German a capital says nothing of a sentence, but the article has one only
// where a sentence begins: the first question mark is a mark, the second none.
func TestMarksBeforeNames(t *testing.T) {
	text := "der Fährmann sah die kranke? Mutter\nund fragte sie, wo er sei? Der Kahn\n" +
		strings.Repeat("lag der Kahn dort? Der Wärter sah die Mutter und der Kahn lag im Hafen und\n", 12)
	x := read(t, text)
	var rows []int
	for _, m := range x.misreadsIn(x.Flow(InBody, 0), nil, &scanRates{rare: 2}) {
		rows = append(rows, m.row)
	}
	if !slices.Equal(rows, []int{0}) {
		t.Errorf("marks may be in the rows %v", rows)
	}
}
