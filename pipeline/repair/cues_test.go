package repair

import (
	"strings"
	"testing"
)

// In a play each speech and each direction is a block of its own, also where
// verse and prose meet.
func TestCues(t *testing.T) {
	const scene = `[Enter the PILOT, with a lantern]
PILOT.
Who left the harbour with the lamp unlit?
The chain is gone; the gate is standing wide,
And someone sang, and I know nought of it.
I never heard a voice so clear at night,
Nor saw a harbour that was less in sight,
And if it was a sailor or a bird
That sang, I cannot tell you what I heard.
WIDOW. I heard no song.
PILOT. You never hear a song, nor do you hear the rain when it is on the
roof of the customs house, which is the loudest roof in all the town and
has kept me awake since the spring.
First Boatman.
The boat is out; the oars are in the boat,
And there is no one here who saw it float.
I tied it with a rope, and with a chain,
And if I tie it, it is tied again;
WIDOW.
Then someone sits in it, and someone rows,
And he who sings is not the one who knows
How deep the water is, how far the land,
And that the wind will turn, and where the sand.
[Exeunt]
`
	got := outline(t, "The Open Gate\nAnselm Treadgold\n"+strings.Repeat("SCENE I. The Quay.\n"+scene+"SCENE II. The Mole.\n"+scene, 3))
	for _, want := range []string{
		"paragraph: [Enter the PILOT, with a lantern]\nparagraph: PILOT.\nverse: Who left the harbour ... what I heard.\nparagraph: WIDOW. I heard no song.\nparagraph: PILOT. You never hear ... since the spring.\n",
		"paragraph: First Boatman.\nverse: The boat is out; ... is tied again;\nparagraph: WIDOW.\nverse: Then someone sits in ... where the sand.\nparagraph: [Exeunt]\n",
	} {
		if n := strings.Count(got, want); n != 6 {
			t.Errorf("%d times, want 6:\n%sgot\n%s", n, want, got)
		}
	}
}

func TestCueOf(t *testing.T) {
	for _, test := range []struct {
		row, name string
		capitals  bool
		whole     bool
	}{
		{"DUKE SENIOR.", "DUKE SENIOR", true, true},
		{"PYM. Hodges?", "PYM", true, false},
		{"MARGUERITE (à part). Il vient.", "MARGUERITE", true, false},
		{"DER LOTSE: Wer da?", "DER LOTSE", true, false},
		{"First Lord. I’ll bring you.", "First Lord", false, false},
		{"First Lord. I’ll bring you.", "", true, false},
		{"SCENE II. The Mole.", "", true, false},
		{"IV. The Inn", "", true, false},
		{"ABDOMEN, n. A shrine", "", true, false},
		{"HARBOUR AND TOWN", "", true, false},
		{"and then. He", "", false, false},
	} {
		if name, whole := cueOf(test.row, test.capitals); name != test.name || whole != test.whole {
			t.Errorf("%q: %q, %v; want %q, %v", test.row, name, whole, test.name, test.whole)
		}
	}
}
