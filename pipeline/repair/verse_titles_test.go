package repair

import (
	"strings"
	"testing"
)

// quay is a book of poems: titles and stanzas are parted by empty lines here.
const quay = `The Chandler’s Window

The lamp is in the window still,
The rope is on the floor,
And no one comes to pay the bill
Or knock upon the door.

He sold the north its winter oil,
He sold the south its bread,
And every yard of Manila coil
Was measured in his head.

Now who will tell the mate the price
Of tallow by the pound,
Or throw the children, once or twice,
A biscuit on the ground?

To a Gull on the Customs House

You have no passport, and you come
From nobody knows where;
The officers are deaf and dumb
To traffic in the air.

Low Water

The mud is full of little lights,
The boats lie on their side,
And all the quarrels of the nights
Are waiting for the tide.

What the Pilot Said

Keep to the left of the painted stone,
Keep to the right of the spire;
A man who goes to the bank alone
Should carry a light of fire.

The sand has moved since the chart was drawn,
The sand will move again;
I came this way in the early dawn
With seven other men.

And six of them are in the inn,
And one of them is I;
We never speak of where we’d been
Or who was standing by.

Inventory

Two oars, one cracked; a can of paint;
A net that wants repair;
The picture of some fishing saint
With gold leaf in his hair.

Fog

There is no harbour and no hill,
No church, no rope, no hand;
There is a bell, and it is still
The only solid land.
`

func TestTitlesAndStanzasOfPoems(t *testing.T) {
	const title = "Songs from the Low Quay\n\nAnselm Treadgold\n\n"
	tight := strings.ReplaceAll(quay, "\n\n", "\n")
	for name, text := range map[string]string{"shown by empty lines": title + quay, "by words alone": strings.ReplaceAll(title, "\n\n", "\n") + tight} {
		got := outline(t, text)
		for _, want := range []string{
			"heading: To a Gull on the Customs House\nverse: You have",
			"heading: Low Water\nverse: The mud",
			"heading: What the Pilot Said\nverse: Keep to the left ... light of fire.\nverse: The sand has moved ... seven other men.\nverse: And six",
			"heading: Inventory\nverse: Two oars",
			"heading: Fog\nverse: There is",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: got\n%swant in it\n%s", name, got, want)
			}
		}
	}
}

// What stands under a quotation in verse is its source, and no title.
func TestSourcesAreNoTitles(t *testing.T) {
	const quoted = `“The mud is full of little lights,
The boats lie on their side.”
The Harbour Book
“No lamp is lit, no sail is set,
The boats lie on the sand.”
The Widow Songs
`
	got := outline(t, prose+strings.Repeat(quoted, 6)+prose)
	if strings.Contains(got, "heading: The Harbour Book") || strings.Contains(got, "heading: The Widow Songs") {
		t.Errorf("a source is a heading:\n%s", got)
	}
}

// A title may stand above prose, and the measure is that of the prose, though
// more lines of verse go on with small letters than rows of it.
func TestTitleBetweenVerseAndProse(t *testing.T) {
	const modern = `The crane has lifted what there was to lift
and turns its head away, as horses do;
it does not know the barges are adrift
and that the town is waiting for it, too.
The clerk has locked the gates behind the men
and counts the keys again, and sits, and counts
as if the sum were never right, and then
he writes a letter, leaving blank the amounts.
`
	tight := strings.ReplaceAll(quay, "\n\n", "\n")
	got := outline(t, "Songs from the Low Quay\nAnselm Treadgold\n"+tight+"What the Crane Saw\n"+modern+tight+"Afterword\n"+moors)
	for _, want := range []string{"heading: What the Crane Saw\nverse: The crane", "heading: Afterword\nparagraph: The house stood"} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%swant in it\n%s", got, want)
		}
	}
}

// Titles have no capitals but in English, and the first words of a poem may be
// its title.
func TestTitlesWithoutCapitals(t *testing.T) {
	text := read(t, "Demain, dans le port\nDemain, dans le port, la lampe du phare\nSera sans huile et le guet sans témoin ;\n")
	p := &poetry{t: text}
	for language, want := range map[string]bool{"fr": true, "pl": true, "en-GB": false, "": false} {
		text.Language = language
		if _, got := p.worded(0); got != want {
			t.Errorf("%q: worded like a title %v, want %v", language, got, want)
		}
	}
	if !text.beginsAs(1, 0) || text.beginsAs(2, 0) {
		t.Error("the first line begins with its title, the second one does not")
	}
}
