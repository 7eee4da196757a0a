package repair

import (
	"strings"
	"testing"
)

// webPrint is a web page as a browser prints it. Numbers that are no marks stand on the
// same page as the notes of the second chapter, which take several rows.
const webPrint = `Chapter 1. The Ferry

The ferry crosses when somebody rings the bell, and never
otherwise.1 Its timetable hangs in the waiting room all the same.

Notes

1. The bell was cast for a school, which had ordered a smaller one and
refused to pay for the difference. ↩

Chapter 2. The Crossing

Whoever wants to cross reads the notice first.1 It is printed in
three languages and wrong in two.2 The fare is given in wait(1) and
in fare(2), and the rest is told in Chapter 1, The Ferry, and again
in Chapter 2, of which this is the beginning. Dogs ride free.3

Notes

1. The notice was hung up by the ferryman's mother, who could not
read it herself. ↩
2. The third is said to be right, but nobody on either bank can
tell. ↩
3. So do their owners, if the dog is large. ↩
`

func TestArrowsTellThatNotesAreCollected(t *testing.T) {
	body, notes, _ := annotated(t, webPrint)
	for _, want := range []string{
		"otherwise.[1] Its", "first.[1] It is", "in two.[2] The", "wait(1)", "fare(2)", "Chapter 1, The", "Chapter 2, of", "ride free.[3]",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	if strings.Contains(body, "Notes") {
		t.Errorf("a heading over notes is left in\n%s", body)
	}
	if want := "The third is said to be right, but nobody on either bank can tell."; notes["2"] != want {
		t.Errorf("note 2 is %q, want %q", notes["2"], want)
	}
}
