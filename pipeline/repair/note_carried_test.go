package repair

import (
	"strings"
	"testing"
)

// A note of three pages in the type of the text: page 2 has no label, but on
// page 3 the rows above label 2 read on from page 2, and the text overleaf.
const carried = `The bell of Farrow was hung in the year after the flood, when
the tower had been raised by a third and roofed with lead. The
parish had paid for it with the wood of the common, and it was
said that the ringers could be heard at the ferry.1 How much of
this was true, and how much of it was told to the bishop so as

1 The founder of the bell is named in the register of the guild,
with his brother and with the smith who made the clapper.

1
` + "\f" + `to have the money, nobody can tell us now. The common has been
bare since that time, and the tower has needed a new roof.

The wood was cut in two winters and carted to the river in the
spring, where the buyers waited for it with their boats.

The founder had come from Leiden with his brother and lodged at
the smith's, where he fell ill and stayed until the summer. The
guild gave him a loan, which he paid back in copper and tin, and
the register has his mark below the sum. Of the two oxen and the

2
` + "\f" + `A ringer was paid in kind, as it was the custom in all the old
parishes on the river.2 He had a loaf of bread for every feast, and
at Easter a cheese. On the days of the great fairs he went from
house to house with a basket, and nobody was allowed to send him
away with nothing. In the hard years he was given the old beer

cart which he left with the smith nothing more was ever heard by
the guild.
2 Parish book, folio 3.

3
` + "\f" + `which had been brewed for the harvest, and he did not complain.
The custom was given up when the bell was rung by a machine.

The machine was a present of the miller, who could not sleep.3 It
was driven by the wheel of the mill and stopped when the river was
low, so that the parish had no hours in a dry summer.

3 Letter of the miller to his son.

4
`

func TestNoteThatArrivesWasCarriedOverThePagesBetween(t *testing.T) {
	_, notes, _ := annotated(t, carried)
	for _, want := range []string{"made the clapper", "The founder had come from Leiden", "Of the two oxen and the cart which he left", "heard by the guild."} {
		if !strings.Contains(notes["1"], want) {
			t.Errorf("note 1 lacks %q: %q", want, notes["1"])
		}
	}
	if strings.Contains(notes["1"], "The common has been") || notes["2"] != "Parish book, folio 3." {
		t.Errorf("notes %q", notes)
	}
}

func TestTextThatGoesOnIsNoCarriedNote(t *testing.T) {
	whole := strings.Replace(carried, "Of the two oxen and the\n", "It is still there.\n", 1)
	if _, notes, _ := annotated(t, whole); strings.Contains(notes["1"], "Leiden") {
		t.Errorf("note 1 is %q", notes["1"])
	}
}

// Without empty lines the row with which the note arrives is not known, but
// the pages before are.
func TestNoteIsCarriedInATextWithoutEmptyLines(t *testing.T) {
	_, notes, _ := annotated(t, strings.ReplaceAll(carried, "\n\n", "\n"))
	for _, want := range []string{"made the clapper", "Of the two oxen and the", "heard by the guild."} {
		if !strings.Contains(notes["1"], want) {
			t.Errorf("note 1 lacks %q: %q", want, notes["1"])
		}
	}
}
