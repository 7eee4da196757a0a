package repair

import (
	"context"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

func TestTitledWords(t *testing.T) {
	for s, want := range map[string]int8{
		"The Lamps of the Inn":            1,
		"A Pilot’s Daughter":              2, // "Pilot’s" is the second word
		"Evening":                         0,
		"My 20th Year":                    1,
		"At noon the lamps are burning":   -1,
		"—The Mora Courier":               -1,
		"“Old Harbour Song”":              -1,
		"The gulls have gone to the Pier": -1,
	} {
		if got := titledWords(s); got != want {
			t.Errorf("%q: %d, want %d", s, got, want)
		}
	}
}

// poems are set to a measure that some of their lines do not keep to.
const poems = `The ships are gone, the sails are furled,
The gulls have left the bay,
And all the money that there is, and all that was, in this wide
world,
Would never make them stay.
The Lamps of the Northern Inn
At noon the lamps are burning still,
For dark is every street,
And none there was who paid the bill
Of all who came to eat.
We sit and watch the pilot’s chart and wonder how the sea could
part
A sailor from his feet.
An Old Pilot’s Farewell Song
I knew the buoys, I knew the bars,
I knew the northern mole,
And now I only know the stars,
The harbour, and the toll.
`

func TestTitlesOfPoems(t *testing.T) {
	got := outline(t, prose+"Songs of the Harbour\n"+strings.Repeat(poems, 2))
	for _, want := range []string{"heading: The Lamps of the Northern Inn\nverse: At noon", "heading: An Old Pilot’s Farewell Song\nverse: I knew"} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%swant in it\n%s", got, want)
		}
	}
}

func TestLineOfVerseGoesOnInTheNextRow(t *testing.T) {
	got := linesOf(t, prose+"Songs of the Harbour\n"+strings.Repeat(poems, 2))
	want := "in this wide world, / Would never"
	if !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}

// linesOf is the text of a text's blocks, line ends as slashes.
func linesOf(t *testing.T, text string) string {
	t.Helper()
	src, err := source.Read("test", []byte(text), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	repaired, err := Run(context.Background(), src, nil, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	for b := range document.Leaves(Assemble(src, repaired.Decisions).Blocks) {
		sb.WriteString(strings.ReplaceAll(document.PlainText(b.Content), "\n", " / ") + "\n")
	}
	return sb.String()
}
