package repair

import (
	"slices"
	"strings"
	"testing"
)

// Rows that end behind a raised mark are parts of printed lines, and no short
// last rows of paragraphs. The last paragraph but one does end in a mark.
func TestRowsCutBehindMarksAreOneLine(t *testing.T) {
	const text = `The bridge that carries the road to the station was built
twice. The first one1
stood for eleven days, and the second
is not the oldest in the parish.2
An older one stood where the
weir is now, and was washed away by a flood, while the vicar
stood on it.3
The vicar was found at the mill, and his
blessing was thought to have come too late. Nobody in the
village spoke of it again,4
for he was ill.5
` + thirdBridge + `
1The drawings are lost.
2Its stones were carted from the quarry at Low Farrow.
3In 1802.
4One letter does, and was never sent.
5He had been paid in advance.
`
	body, notes, _ := annotated(t, text)
	if len(notes) != 5 {
		t.Fatalf("%d notes: %v", len(notes), notes)
	}
	want := []string{
		"The bridge that carries the road to the station was built twice. The first one[1] stood for eleven days, and the second " +
			"is not the oldest in the parish.[2] An older one stood where the weir is now, and was washed away by a flood, while the vicar " +
			"stood on it.[3] The vicar was found at the mill, and his blessing was thought to have come too late. Nobody in the village " +
			"spoke of it again,[4] for he was ill.[5]",
		"The third bridge, if there is ever to be one, will be made of iron, and it will be the bishop who is asked to bless it from the bank. " +
			"The plans hang in the vestry, between a list of the bell ringers and a drawing of the old font, and have been admired by " +
			"everybody who has seen them, though most of those who did had come about the bells. The county will pay for half of it, " +
			"if the parish finds the other half, and the parish has found a tenth.",
	}
	if got := strings.Split(strings.TrimSpace(body), "\n"); !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// What stands behind a mark as no row begins is not left apart even where the
// extractor does it but once.
func TestPointBehindMarkStaysWithItsWord(t *testing.T) {
	body, notes, _ := annotated(t, strings.Replace(noted, "instead.2 After", "instead2\n. After", 1))
	if len(notes) != 3 || !strings.Contains(body, "instead[2]. After that, it was") && !strings.Contains(body, "instead[2]. After that it was") {
		t.Errorf("%d notes and\n%s", len(notes), body)
	}
}

// thirdBridge is how stories about marks that cut their lines end.
const thirdBridge = `The third bridge, if there is ever to be one, will be made
of iron, and it will be the bishop who is asked to bless it
from the bank. The plans hang in the vestry, between a list
of the bell ringers and a drawing of the old font, and have
been admired by everybody who has seen them, though most of
those who did had come about the bells. The county will pay
for half of it, if the parish finds the other half, and the
parish has found a tenth.
`
