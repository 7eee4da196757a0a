package repair

import "testing"

func TestSentencesAreNoVerse(t *testing.T) {
	list := "Ruud kept the bell from January 1998 to December.\n" +
		"Holt kept the bell from January 1999 to March.\n" +
		"Wetherby kept the bell from April to June.\n" +
		"Ferrar kept the bell until the storm took it.\n"
	poem := "The bell is in the river now,\nAnd all the boats are gone.\nThere is nobody left to row,\nAnd no one to be drawn.\n"
	for text, want := range map[string]int{list: 4, poem: 1} {
		x := read(t, text)
		rows := x.Flow(InBody, 0)
		got := x.sentencesApart([]block{{rows: rows, shape: verse, note: -1}})
		if len(got) != want {
			t.Errorf("%d blocks, want %d, of\n%s", len(got), want, text)
		}
	}
}
