package repair

import (
	"strings"
	"testing"
)

func TestBulletsBeginItemsWhateverTheirWordsAre(t *testing.T) {
	text := prose + "She sold three things and no more than that,\nwhich was\n• bread that she baked herself, or had from the mill at the\nend of the mole\n• and a thin red wine\n• and candles.\n" + prose
	for name, s := range map[string]string{
		"beside the text":      text,
		"on rows of their own": strings.ReplaceAll(text, "• ", "•\n"),
		"hyphens":              strings.ReplaceAll(text, "• ", "- "),
	} {
		got := outline(t, s)
		for _, want := range []string{"item > paragraph: bread that she baked ... of the mole\n", "item > paragraph: and a thin red wine\n", "item > paragraph: and candles.\nparagraph: The harbour"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
	}
}

func TestDashInASentenceIsNoBullet(t *testing.T) {
	dashes := strings.ReplaceAll(prose, "rains. Two", "– and the rains. Two")
	dashes = strings.ReplaceAll(dashes, "rusted, while", "– rusted, while")
	if got := outline(t, dashes+dashes); strings.Contains(got, "item") {
		t.Errorf("got\n%s", got)
	}
}

// OCR reads bullets as equals signs; where there are few, they are none.
func TestMisreadBullets(t *testing.T) {
	text := strings.Repeat("= the rope of the ferry\n", 5) + "+ one oar\n"
	for _, test := range []struct {
		scanned bool
		want    int
	}{{true, 5}, {false, 0}} {
		x := read(t, text)
		x.scanned = test.scanned
		if got := len(x.findItems(x.Flow(InBody, 0))); got != test.want {
			t.Errorf("scanned %t: %d items", test.scanned, got)
		}
	}
}
