package repair

import (
	"strings"
	"testing"
)

// What stands between the source of a quotation and the next quotation is a
// heading, whatever its words are.
func TestEntries(t *testing.T) {
	const entries = `A lamp of oil
“The pilot went to bed at ten and left the lamp to burn alone, as all the pilots
do who trust in what they cannot see from where they lie.”
—Anselm Treadgold, The Open Gate. 1902.
Harbour
“The boats are in, the nets are hung,
The bell upon the mole is rung,
And all the people of the town
Have seen the sun and sea go down.”
—Hannah Pym, “Songs from the Low Quay”. 1911.
`
	got := outline(t, "A Dictionary of the Shore\nAnselm Treadgold\n\n"+strings.Repeat(entries, 5))
	if n := strings.Count(got, "heading: A lamp of oil\nquote > paragraph: “The pilot went to ... where they lie.”\nquote > paragraph: —Anselm Treadgold"); n != 5 {
		t.Errorf("%d entries with prose in\n%s", n, got)
	}
	if n := strings.Count(got, "heading: Harbour\nverse: “The boats"); n != 5 {
		t.Errorf("%d entries with verse in\n%s", n, got)
	}
}
