package repair

import (
	"strings"
	"testing"
)

func TestCutLines(t *testing.T) {
	prose := "as far as anyone at the ferry could remember, and there were some who could\n" +
		"remember a good deal, the bell had not been rung in the dark but by the wind.\n"
	cut := "It was the habit of the house to say nothing of the matter before Mrs.\n" +
		"Holt\n" +
		"who had lost a brother by it, and who kept his lantern over the stove, where\n"
	verse := "The bell is in the river now,\nAnd all the boats are gone\nwith nobody to tell us how\nThe ferry is to be drawn\n"
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"a name in a cut line": {strings.Repeat(prose+cut, 3), true},
		"verse":                {strings.Repeat(prose, 4) + strings.Repeat(verse, 5), false},
	} {
		text := read(t, c.text)
		bs := text.boundaries(text.Flow(InBody, 0))
		text.joinCutLines(bs, text.textMeasure(bs))
		joined := 0
		for i := range bs {
			if bs[i].joined {
				joined++
				if got := text.String(int(bs[i].below)); got != "Holt" {
					t.Errorf("%s: %q is taken for the end of a line", name, got)
				}
			}
		}
		if (joined > 0) != c.want {
			t.Errorf("%s: %d rows joined", name, joined)
		}
	}
}
