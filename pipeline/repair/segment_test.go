package repair

import (
	"strings"
	"testing"
)

// moors is prose without anything odd.
const moors = `The house stood on the moor above the village, and nobody had lived in it
since the old man was carried away. In the evening the children came up to it
and looked through the windows into the empty rooms, where the furniture was
covered with white cloth and the clock had been standing still for years. They
told each other that a light was seen there in the night, and that the light
went from room to room as if somebody was looking for something that he had
lost. The minister, whom they asked, said that it was the moon in the glass.
`

func TestDecideSpaces(t *testing.T) {
	glued := `nobodyhadlivedinthehouse since the oldmanwascarriedaway
theyhadlookedthroughthewindows,andthefurniturewascovered.Thechildrentold
theministerthatthelightwasseenthere in the evening when the moon was not there
andthattheclockwasstandingstill in the empty room above the village
somebodywaslookingforsomething in the house that stood on the moor
`
	torn := `the ho use sto o d on the mo or ab o v e the villag e
and nob o dy liv ed there for y ears and y ears of the clo c k
the c hildren lo ok ed through the windo ws in to the ro om
`
	points := `The ray falls from the point q to the glass and goes on to the point t from
which it is bent to the side of r where the eye stands, so that q is seen at d
and not at q itself; and the place t moves to the point s if it is turned so.
`
	letters := "Plan b of group c and vitamin d; see figures e and f, s and t, x and y, p and q.\n"
	for _, test := range []struct{ name, in, want string }{
		{"lost", moors + glued, `nobody had lived in the house since the old man was carried away ` +
			`they had looked through the windows, and the furniture was covered. The children told ` +
			`the minister that the light was seen there in the evening when the moon was not there ` +
			`and that the clock was standing still in the empty room above the village ` +
			`somebody was looking for something in the house that stood on the moor`},
		{"whole rows", moors + glued + "the moorhouse and the lightkeeper of the nightroom were known to the people of the village\n",
			`that stood on the moor the moorhouse and the lightkeeper of the nightroom were known to the people of the village`},
		{"two whole lines", strings.Repeat(moors, 12) + "nobodyhadlivedinthehouseonthemoorsincetheoldmanwas\ncarried away. The children told each other that the light was seen there, and\n" +
			"thechildrencameuptoitandlookedthroughthewindowsatthe\nempty rooms.\n",
			`nobody had lived in the house on the moor since the old man was carried away. The children told each other that the light was seen there, and ` +
				`the children came up to it and looked through the windows at the empty rooms.`},
		{"dashes", moors + "The house – it was the minister’s – stood empty, and the clock – nobody knew why – was still there in it.\n" + glued +
			"theoldman–theysaid–hadlookedfor something\n",
			`in the house that stood on the moor the old man – they said – had looked for something`},
		{"strayed", moors + strings.Repeat(torn, 3), `the house stood on the moor above the village and nobody lived there for years and years of the clock ` +
			`the children looked through the windows into the room`},
		{"few strayed", strings.Repeat(moors, 4) + "the w indow of the v illage and the c hildren in the n ight\n" +
			"saw the w hite cloth and the m inister came from the h ouse\n",
			`the window of the village and the children in the night saw the white cloth and the minister came from the house`},
		{"a text about points", moors + strings.Repeat(points, 4), ofOneLine(points)},
		{"single letters", moors + moors + moors + moors + moors + moors + moors + moors + moors + moors + letters, strings.TrimSpace(letters)},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.in)
			text.Language = "en"
			decideWords(text, WordsOptions{})
			if got := ofOneLine(plain(t, text)); !strings.HasSuffix(got, test.want) {
				t.Errorf("got  …%s\nwant %s", got[max(0, len(got)-len(test.want)-10):], test.want)
			}
		})
	}
}

func ofOneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
