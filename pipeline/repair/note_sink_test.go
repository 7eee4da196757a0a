package repair

import (
	"maps"
	"strings"
	"testing"
)

// Two marks above one row, one of them behind its last word; a word that is
// broken above a row of marks; and places that are wider than other gaps.
func TestMarksAboveARowSinkOneByOne(t *testing.T) {
	const text = `          The lock at Penny Weir was dug by hand, and it was deep
          enough for barges even in a dry year, or for most of them.
                                1                       2
          The keeper lived above  it in a house on legs.  From there
          he could see both gates and the long reach below, with the wil-
                    3
          lows, and  when a boat came up at night he heard it by
          the geese on the bank, who slept badly and spoke of everything
                                                                       4
          that came near. He opened the lower gate, and to bed he went.
          Nobody ever asked why the gate was open in the mornings.

            1 In summer he lived below it.
            2 The legs were tarred every spring.
            3 They were cut in 1911.
            4 His wife shut it.
`
	body, notes, _ := annotated(t, text)
	if len(notes) != 4 {
		t.Fatalf("notes: %q", notes)
	}
	for _, want := range []string{"above[1] it in", "on legs.[2] From there", "the willows, and[3] when", "to bed he went.[4]"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %q", want, body)
		}
	}
}

// The texts of notes whose labels are raised above them say the same at the
// feet of several pages, and are no running feet.
func TestSameNoteAtTheFeetOfPages(t *testing.T) {
	page := func(one, label, words string) string {
		return "The " + words + " was painted every year" + one + " by the smith" + label + " and by his son, who had\n" +
			"the ladder, and nobody thought less of the " + words + " for being red.\n" +
			"It had been green before, as the oldest people of the parish knew, but the\n" +
			"paint had run out in a year when the " + words + " was wanted in a hurry.\n\n" +
			one + "\n In " + words + " green.\n" + label + "\n See above.\n\f"
	}
	text := page("1", "2", "gate") + page("3", "4", "pump") + page("5", "6", "bench") + page("7", "8", "signpost")
	_, notes, _ := annotated(t, text)
	if len(notes) != 8 || notes["6"] != "See above." {
		t.Errorf("notes: %q", notes)
	}
}

// pdftotext prints the raised label of a page's last note behind its text.
func TestLabelBehindTheLastNote(t *testing.T) {
	const text = `The bell of Farrow was cast for a school that had ordered a
smaller one and would not pay for the difference.1 It was sold to the
parish at the price of its copper, and brought up the river in March,
in a barge that was meant for hay.2 The ringers had to learn their trade
from a book, and for some years it was rung on Saturdays alone, when
everybody was in the market and nobody complained of the noise.
1

The school closed in the same year.
The barge is still in use, for hay, and is called
the Bell by people who do not know why.
2

– 11 –
` + "\f" + `The book is in the vestry. It is the second edition, and somebody has
written in its margins what the neighbours said of each of the changes.
Nobody has been found who remembers more than two of the ringers, and
the third, whose name was Alder, is known from the accounts alone.

– 12 –
`
	_, notes, _ := annotated(t, text)
	want := map[string]string{
		"1": "The school closed in the same year.",
		"2": "The barge is still in use, for hay, and is called the Bell by people who do not know why.",
	}
	if !maps.Equal(notes, want) {
		t.Errorf("notes: %q", notes)
	}
}

// A label with its full stop may stand on a row of its own, too.
func TestLabelsWithStopsOnRowsOfTheirOwn(t *testing.T) {
	text := strings.NewReplacer("\n1 The chapel", "\n1.\nThe chapel", "\n2 The last", "\n2.\nThe last", "\n3 He may", "\n3.\nHe may").Replace(noted)
	body, notes, _ := annotated(t, text)
	if len(notes) != 3 || notes["3"] != "He may be the son of the smith." || !strings.Contains(body, "a chapel,[1] and nobody") {
		t.Errorf("%q and\n%s", notes, body)
	}
}

// A time of day at the beginning of a row is no label where labels stand on
// rows of their own.
func TestLabelsAreAlike(t *testing.T) {
	const text = `The tide was late that year.1 The harbour master wrote it down, and
the pilots laughed.2 Then the herring came, three weeks before anybody
had salt,3 and nobody laughed any longer.4 It was sold by the barrow to
whoever had a barrow.5 The gulls had the rest, and the cats were so fat
that they could be photographed.6
1
By two hours.
2
Two of them are named in the book.
3
The salt was on a ship that was seen from the mole on Friday. It began to come in at
3 p.m. on Saturday, with the tide, and had to wait for the doctor until Monday noon.
4
Not in public.
5
At a penny.
6
One plate is in the museum.
`
	_, notes, _ := annotated(t, text)
	if want := "The salt was on a ship that was seen from the mole on Friday. It began to come in at 3 p.m. on Saturday, with the tide, and had to wait for the doctor until Monday noon."; notes["3"] != want {
		t.Errorf("note 3 is %q", notes["3"])
	}
}

// pdftotext joins the first half of a hyphenated word to the label below it,
// be that a number or one in brackets.
func TestLabelGluedToATornWord(t *testing.T) {
	text := strings.NewReplacer("a chapel,1", "a chapel,[1]", "instead.2", "instead.[2]", "both.3", "both.[3]",
		"store for hides, and\n\n1 The chapel", "store for hi[1] The chapel", "\n2 The last", "\n[2] The last", "\n3 He may", "\n[3] He may",
		"1954 is the first", "des. 1954 is the first").Replace(noted)
	body, notes, _ := annotated(t, text)
	if len(notes) != 3 || !strings.HasPrefix(notes["1"], "The chapel was found") || !strings.Contains(body, "a store for hides. 1954 is") {
		t.Errorf("%q and\n%s", notes, body)
	}
}
