package repair

import (
	"slices"
	"strings"
	"testing"
)

// ferrySong has stanzas of four lines, heroic is a poem in couplets that has
// none.
const ferrySong = `No lamp is lit, no sail is set,
The boats lie on the sand;
The wind that tore the Widow’s net
Is far behind the land.
The men are sitting in the inn,
And none has much to say;
They hear the rain, they hear the din
That drives their bread away.
Then Hannah, who has never feared
A water or a wind,
Goes down to where the boat was steered
And takes what oars she finds.
And when the morning comes, and calm,
The widow’s net is there;
The oars are lying in the barn,
And no one asks her where.
`

const heroic = `The clerk who kept the harbour’s written laws
Had never seen a ship, nor found a cause
To leave his stool; he knew from what was penned
How wide the ocean was, and where its end.
He counted barrels that he did not see,
And weighed the winds, and put a price on lee.
He fined the tide each time that it was late,
And wrote its name with others on a slate,
Until the water, which had never read
Of what it owed, came in and took his bed,
The stool, the slate; and he was seen to float,
Still counting waves, upon his overcoat.
`

// tailRhymes has stanzas of six lines; each third line ends in a stop, but rhymes
// with the sixth.
const tailRhymes = `The evening bell has long been rung,
The nets upon the mole are hung,
The tide is coming in;
And in the house beside the quay
A man is waiting for his tea
And playing violin.
He plays it badly, but he plays;
He learnt it in the sailing days
From someone in the hold.
The cat has left, the stove is out,
The wind is going round about,
And everything is cold.
His wife has heard it all before.
She locks the window and the door
And takes away the bow.
But when he sings it with his voice,
She thinks that it was not her choice,
And lets the fiddle go.
The boats come home, the boats are few,
The captain has a man or two
Where once there was a row;
They sit around the kitchen stove
And talk about the treasure-trove
That no one dives for now.
The evening bell is rung again,
The man who rings it knows of ten
Who used to hear it, there;
He winds the rope around the nail,
And puts the lantern on the rail,
And slowly climbs the stair.
`

func TestStanzaLength(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       int
	}{
		{"quatrains", ferrySong, 4},
		{"couplets that go on", heroic, 0},
		{"two lines each", strings.Repeat("The bell is older than the tower,\nIt rings the first and the last hour.\nThe sexton oils it in the spring\nAnd is the last to hear it ring.\n", 3), 2},
		{"quoted", "“The lamp is in the window still,\nThe rope is on the floor,\nAnd no one comes to pay the bill\nOr knock upon the door.\n" +
			"“He sold the north its winter oil,\nHe sold the south its bread,\nAnd every yard of Manila coil\nWas measured in his head.”\n", 4},
		{"rhymes that close", tailRhymes, 6},
		{"four lines", ferrySong[:strings.Index(ferrySong, "The men")], 0},
	} {
		text := read(t, test.text)
		rows := text.Flow(InBody, 0)
		h := text.habitsOf(text.boundaries(rows))
		h.learnPrices()
		v := (&poetry{t: text, h: h}).versesOf(rows)
		if got, _ := v.stanzas(0, len(v.first), 0); got != test.want {
			t.Errorf("%s: stanzas of %d lines, want %d", test.name, got, test.want)
		}
	}
}

// Where empty lines show the stanzas, a full stop ends none.
func TestStanzasThatAreShown(t *testing.T) {
	rows := strings.SplitAfter(ferrySong, "\n")
	shown := strings.Join(rows[:6], "") + "\n" + strings.Join(rows[6:16], "")
	for _, test := range []struct {
		name, text string
		want       []int
	}{
		{"not shown", ferrySong, []int{4, 4, 4, 4}},
		{"shown", shown, []int{6, 10}},
	} {
		var got []int
		text := read(t, test.text)
		h := text.habitsOf(text.boundaries(text.Flow(InBody, 0)))
		h.learnPrices()
		all := text.Flow(InBody, 0)
		for _, b := range text.stanzas([]block{{rows: all[:6], shape: verse, note: -1}, {rows: all[6:], shape: verse, note: -1}}, h) {
			got = append(got, len(b.rows))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: stanzas of %v rows, want %v", test.name, got, test.want)
		}
	}
}

// A list of persons is no verse: none of its rows ends in a mark.
func TestRegisterIsNoVerse(t *testing.T) {
	got := outline(t, prose+"Persons of the Play\nThe Old Pilot\nHannah, his daughter\nMr. Pym, a clerk of the harbour\nThe Widow\n"+prose)
	if want := "paragraph: Hannah, his daughter\nparagraph: Mr. Pym, a clerk of the harbour\n"; !strings.Contains(got, want) || strings.Contains(got, "verse") {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}
