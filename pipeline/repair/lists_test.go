package repair

import (
	"strings"
	"testing"
)

// handbook is a guide as a browser prints it: the bullets of its lists are
// drawn, and the extractor finds no letters there.
const handbook = `Who takes over a workshop in the country has nobody to ask, and
so this was written down. It does not say everything, but what
it says was tried in one village for thirty years.
What has to be there hangs on the wall, so that everybody sees
at once what is missing:
two sets of spanners, one of which may be lent
a pump with a gauge
oil in a can with a long spout; the cheap one does, if the
chain is wiped afterwards
the book for what is lent
All the rest can be bought when it is needed. Who buys it all at
once has a fine workshop and no money for the rent.
Just as important is what must not be there. From the first
day on these are forbidden:
Dogs that are not yours.
coffee on the bench, since sooner or later it gets into a hub
and has to be taken out
customers behind the counter
When somebody asks why, point at the sign. There has to be a sign,
and it should be painted by hand.
In the winter there is next to nothing to do, and it is the time
for what is never done, however long one has waited for the ice:
grease the bearings of all the old wheels
paint the sign
write to the supplier, who answers in March
sort the screws
When the ice goes, the first customer comes. It is always the same
man, and he has always lost his chain in the same place.
What is paid for is told here, and everybody can read it on the
wall. The price is made of:
parts, at the price that you have paid yourself
time
nothing else
Who complains may look at the book. That has happened twice in
thirty years, and both times it was the book that was right.
`

func TestListsWithoutBullets(t *testing.T) {
	got := outline(t, prose+handbook+prose)
	for _, want := range []string{
		"paragraph: What has to be ... what is missing:\nlist > item > paragraph: two sets of spanners, ... may be lent\n" +
			"list > item > paragraph: a pump with a gauge\nlist > item > paragraph: oil in a can ... is wiped afterwards\n" +
			"list > item > paragraph: the book for what is lent\nparagraph: All the rest can ... for the rent.\n",
		"list > item > paragraph: Dogs that are not yours.\nlist > item > paragraph: coffee on the bench, ... be taken out\n" +
			"list > item > paragraph: customers behind the counter\nparagraph: When somebody asks why, ... painted by hand.\n",
		"list > item > paragraph: paint the sign\nlist > item > paragraph: write to the supplier, who answers in March\nlist > item > paragraph: sort the screws\nparagraph: When the ice",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%swant in it\n%s", got, want)
		}
	}
}

// A text in which no short row is followed by a small letter has no such lists.
func TestNoListsInProse(t *testing.T) {
	text := read(t, strings.Repeat(prose, 3))
	if findLists(text.boundaries(text.Flow(InBody, 0)), 26) {
		t.Error("lists in prose")
	}
}

func TestHeadingsOfOneRow(t *testing.T) {
	var sb strings.Builder
	for _, n := range []string{"1", "2", "3", "4", "5", "6"} {
		sb.WriteString("5." + n + ". The Lamp of the Mole\n" + prose)
		sb.WriteString("5." + n + ".1. News\nThe pilot reads this.\n")
	}
	got := outline(t, prose+sb.String())
	if want := "heading: 5.3.1. News\nparagraph: The pilot reads this.\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}

// Below a numbered heading a sentence may begin with the name of a program.
func TestNamesBelowHeadings(t *testing.T) {
	var sb strings.Builder
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		sb.WriteString("5." + n + ". The Lists of the Mole\npilots_list@mora.example is read by all of the pilots who\nhave a lamp, and by some who have none.\n" + prose)
	}
	got := outline(t, prose+sb.String())
	if want := "heading: 5.3. The Lists of the Mole\nparagraph: pilots_list@mora.example is read by"; !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}

// A heading may tell the name with which the text below begins.
func TestHeadingsTellNames(t *testing.T) {
	text := read(t, "4.2.4. tidectl\ntidectl draws the tables.\n4.2.5. The Moon of an Almanac\nan almanac knows of it.\n")
	for row, want := range map[int]bool{0: true, 2: false} {
		b := text.boundary(row, row+1)
		if got := text.repeats(int(b.above), firstWord(text.String(int(b.below)))); got != want {
			t.Errorf("below %q: %v, want %v", text.String(row), got, want)
		}
	}
}
