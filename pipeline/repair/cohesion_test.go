package repair

import (
	"fmt"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/source"
)

// keepersLog is a long text of few words, in which an article is never
// followed by another grammatical word.
func keepersLog() string {
	nouns := []string{"lamp", "boat", "keeper", "harbour", "ledger", "storm", "island", "kettle", "window", "signal"}
	var sb strings.Builder
	for i := range 400 {
		a, b, c := nouns[i%10], nouns[(i*3+1)%10], nouns[(i*7+4)%10]
		fmt.Fprintf(&sb, "and the %s stood by the %s, nor was the %s of the %s far\n", a, b, c, a)
	}
	return sb.String()
}

func TestCohesion(t *testing.T) {
	src, err := source.Read("log", []byte(keepersLog()+"on the other hand the\nkettle was of the\nnor by the window,\nnor was it the\n"), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	text := newText(src)
	c := text.learnCohesion()
	row := func(begins string) int {
		for i := range text.Rows {
			if strings.HasPrefix(text.String(i), begins) {
				return i
			}
		}
		t.Fatalf("no row begins with %q", begins)
		return -1
	}
	hand, kettle, nor, last := row("on the other"), row("kettle was"), row("nor by"), row("nor was it")
	for _, test := range []struct {
		above, below int
		likely       bool
	}{
		{hand, kettle, true}, // the | kettle
		{kettle, nor, false}, // the | nor
		{nor, last, true},    // window, | nor
		{last, hand, false},  // the | on
		{last, kettle, true}, // the | kettle
		{hand, nor, false},   // the | nor
	} {
		if got := c.coheres(text, test.above, test.below); got > 1 != test.likely {
			t.Errorf("%q | %q: %.2f", text.String(test.above), text.String(test.below), got)
		}
	}
	if c := (*cohesion)(nil); c.coheres(text, hand, kettle) != 1 {
		t.Error("a text too short to learn from says something")
	}
}

func TestInnerLabels(t *testing.T) {
	var sb strings.Builder
	for i := 1; i <= 6; i++ {
		fmt.Fprintf(&sb, "%d Harbour Book, fol. %d.g\ng The entry is in another hand. —G.\na boat lay there\n", i, 10+i)
	}
	src, err := source.Read("notes", []byte(sb.String()), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	text := newText(src)
	found := text.innerLabels()
	for i := range text.Rows {
		if want := strings.HasPrefix(text.String(i), "g "); found[i] != want {
			t.Errorf("%q: an inner label: %v", text.String(i), found[i])
		}
	}
}
