package repair

import (
	"strings"
	"testing"
)

// The first note of the first page goes on overleaf with a row that begins in a
// small letter, as do the rows of the text above it; the marks in these and the
// word that is torn tell where it does.
func TestNoteGoesOnBelowMarks(t *testing.T) {
	text := `The keeper of the light at Oar Point wrote down every ship
that went by, and what the weather was, and whom the baker
had quarrelled with.1 He had begun to do so as a young man,
when the light was new and nobody had told him what he was
to write, and he went on with it, since nobody ever told him
to stop, for forty years. The books are in the loft of the

1 There are eleven of them, and a twelfth that is empty but for the name of a ship. The
schoolmaster, who read them all in one winter, says that the keeper was fond of remem-
` + "\f" + `museum, where the mice have had some of them, and where one
may still find the winter of the great ice,2 and the summer
when the baker left,3 and a hundred ships that nobody else
saw. It is the only book that has the ferry in it, and the
bering what others forgot, and that he asked no more of a day.
2 The ice stood until the feast of the miller.
3 He came back, but not to the same oven.
` + "\f" + `man who rowed it. Of remembering, the keeper says that it is
like rowing: one sees where one has been. He was fond of
it, and the ferryman was, too.
`
	body, notes, _ := annotated(t, text)
	for _, want := range []string{"great ice,[2] and the summer when the baker left,[3] and", "the ferry in it, and the man who rowed it."} {
		if !strings.Contains(strings.ReplaceAll(body, "\n", " "), want) {
			t.Errorf("%q is not in %q", want, body)
		}
	}
	if want := "fond of remembering what others forgot, and that he asked no more of a day."; !strings.HasSuffix(notes["1"], want) {
		t.Errorf("note 1: %q", notes["1"])
	}
}

func TestStandsIn(t *testing.T) {
	z := &zoner{t: read(t, "Row, row, the ferry,\nthe river is long.\nRow, row, the ferry,\nthe river is old.\n")}
	for row, want := range []bool{true, false, false, false} {
		if got := z.standsIn(row+1, 4, row); got != want {
			t.Errorf("row %d: %t", row, got)
		}
	}
}
