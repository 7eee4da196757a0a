package repair

import (
	"strings"
	"testing"
)

// cutBridge is a page whose raised marks stand on rows of their own, as do the
// labels of its notes. One line has two marks, and the comma of another follows
// its mark.
const cutBridge = `The bridge that carries the road to the station was built
twice. The first one
1
stood for eleven days, and the second
is not the oldest
2
in the parish.
3
An older one stood
where the weir is now, till it was washed off by a flood,
while the vicar
4
stood on it. The vicar was found at the
mill, and his blessing was thought to have come too late,
though nobody in the village
5
, who had all been there,
spoke of it again. The plans hang in the vestry, between a
list of the bell
6
ringers and a drawing of the old font,
and have been admired by everybody who has seen them, and
by most of those
7
who had come about the bells. One of
them wrote to the county
8
, which did not answer, and
asked who is to pay, since the parish does not want to.
` + thirdBridge + `1
The drawings are lost, if there were any but those of the font.
2
So the stonecutter says, who is the oldest stone himself.
3
Its stones were carted from the quarry at Low Farrow.
4
In 1802, or so he said to the clerk who asked him for the year.
5
Seven families, and the ferryman, who saw it from his own boat.
6
There are eight, of whom two are deaf and one has left the village in anger.
7
They came in the spring, when the ringers were at practice.
8
In April, and on paper that it had paid for with its own pence.
`

func TestLinesCutAtRaisedMarksAreWhole(t *testing.T) {
	body, notes, _ := annotated(t, cutBridge)
	if len(notes) != 8 {
		t.Errorf("%d notes: %v", len(notes), notes)
	}
	want := "The bridge that carries the road to the station was built twice. The first one[1] stood for eleven days, and the second " +
		"is not the oldest[2] in the parish.[3] An older one stood where the weir is now, till it was washed off by a flood, while the vicar[4] " +
		"stood on it. The vicar was found at the mill, and his blessing was thought to have come too late, though nobody in the village[5], " +
		"who had all been there, spoke of it again. The plans hang in the vestry, between a list of the bell[6] ringers and a drawing of the " +
		"old font, and have been admired by everybody who has seen them, and by most of those[7] who had come about the bells. One of them wrote to the " +
		"county[8], which did not answer, and asked who is to pay, since the parish does not want to. The third bridge"
	if got, _, _ := strings.Cut(body, "\n"); !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s", got)
	}
}

// The numbers of sections stand between rows, too, and these make no lines.
func TestNumbersOfSectionsCutNoLines(t *testing.T) {
	x := read(t, strings.Repeat(`spoke of it again, for he was ill.
4
The plans hang in the vestry, between a list of the bells
and a drawing of the old font.
5
They have been admired by everybody who has seen them, and
by most of those who had come
`, 4))
	before := len(x.Rows)
	if x.joinRaisedMarks(); len(x.Rows) != before {
		t.Errorf("%d rows have become %d", before, len(x.Rows))
	}
}

// Roman marks are put back as well, and those of collected notes that end a
// paragraph stay alone.
func TestLinesCutAtRomanMarks(t *testing.T) {
	text, foot, _ := strings.Cut(cutBridge, "\n1\nThe drawings")
	roman := strings.NewReplacer("\n1\n", "\ni\n", "\n2\n", "\nii\n", "\n3\n", "\niii\n", "\n4\n", "\niv\n", "\n5\n", "\nv\n", "\n6\n", "\nvi\n", "\n7\n", "\nvii\n", "\n8\n", "\nviii\n")
	body, notes, _ := annotated(t, roman.Replace(text)+"\n"+roman.Replace("\n1\nThe drawings"+foot))
	if len(notes) != 8 || !strings.Contains(body, "The first one[i] stood") || !strings.Contains(body, "county[viii], which") {
		t.Errorf("%d notes and\n%s", len(notes), body)
	}
}

// A number above and out of order moves none of the labels that count up below.
func TestFolioAboveLabelsMovesNone(t *testing.T) {
	x := read(t, "9\nThe bells\nNotes\n1\nOne is old.\n2\nOne is lost.\n3\nOne is cracked.\n")
	labels := x.findLabels(x.Flow(InBody, 0), nil, 20)
	for _, l := range labels {
		if l.displaced && l.value != 9 {
			t.Errorf("label %d is displaced", l.value)
		}
	}
}
