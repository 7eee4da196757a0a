package repair

import (
	"strings"
	"testing"
)

// Notes that begin with a number have it glued to their labels; the numbers of
// the others say which digits belong to which.
func TestLabelsBeforeNumbers(t *testing.T) {
	const text = `The bridge that carries the road to the station was built
twice.9 The first one stood for eleven days, and the second
is not the oldest in the parish.10 An older one stood where
the weir is now,11 and was washed away by a flood, while the
vicar stood on it.12

9The drawings are lost.
103. Report of the county, in the loft of the museum.
111. Moses 7, 11.
12He was found at the mill.
`
	_, notes, _ := annotated(t, text)
	for label, want := range map[string]string{"10": "3. Report of the county, in the loft of the museum.", "11": "1. Moses 7, 11."} {
		if notes[label] != want {
			t.Errorf("note %s: %q", label, notes[label])
		}
	}
}

// One of the roman labels is lost, and another stands before a year.
func TestRomanLabelsWithAHole(t *testing.T) {
	const text = `The bridge that carries the road to the stationi was built
twice.ii The first one stood for eleven days,iii and the second
is not the oldest in the parish.iv An older onev stood where
the weir is now,vi and was washed away by a flood, while the
vicar stood on it.vii

iThe station is closed.
iiThe drawings are lost.
iv1802.
vIt had no name.
viThe weir is older still.
viiHe was found at the mill.
`
	body, notes, _ := annotated(t, text)
	if len(notes) != 6 || notes["iv"] != "1802." {
		t.Errorf("the notes are %v", notes)
	}
	for _, want := range []string{"station[i] was", "twice.[ii] The", "parish.[iv] An", "it.[vii]"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %q", want, body)
		}
	}
}
