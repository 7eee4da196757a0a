package repair

import (
	"strings"
	"testing"
)

func TestEllipses(t *testing.T) {
	typed := strings.Repeat("-- The lamp… is out, said Nell -- and so… is he.\n", 4)
	for _, test := range []struct {
		name, in, want string
		keep           bool
	}{
		{"typed in ASCII", typed, "lamp... is out", false},
		{"the options keep ligatures", typed, "lamp… is out", true},
		{"dots that the font left", typed + "And then...\n", "lamp… is out", false},
		{"dashes in print", typed + "The lamp — was it out?\n", "lamp… is out", false},
		{"runs of dots", typed + "The lamp — was it out…….. He went in.\n", "lamp... is out", false},
		{"rules are no dashes", strings.Repeat("The lamp… is out.\n--------\n", 9), "lamp… is out", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.in)
			decideCharacters(text, CharactersOptions{Ligatures: test.keep})
			if got := plain(t, text); !strings.Contains(got, test.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
