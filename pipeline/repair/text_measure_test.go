package repair

import (
	"strings"
	"testing"
)

// Lines of verse are no full rows, though they are most of a text; what prose
// there is shows the measure.
func TestMeasureOfVerse(t *testing.T) {
	tight := strings.ReplaceAll(quay, "\n\n", "\n")
	for _, test := range []struct {
		name, text    string
		least, widest float32
	}{
		{"verse alone", tight, 19, 40},
		{"with prose", prose + tight + tight, 23, 27},
		{"prose", prose + prose, 23, 27},
		{"nouns with capitals", strings.Repeat(harbourRules, 4), 20, 24},
	} {
		text := read(t, test.text)
		if got := text.textMeasure(text.boundaries(text.Flow(InBody, 0))); got < test.least || got > test.widest {
			t.Errorf("%s: a measure of %.1f em, want %.0f to %.0f", test.name, got, test.least, test.widest)
		}
	}
}

// harbourRules are rows of which many begin with a capital, as German nouns do.
const harbourRules = `Die Boote am Steg gehören dem Verein der Fischer und
Segler, und wer eines leihen will, fragt im Hafenamt
nach Schlüssel und Schein und lässt Pass und Pfand im
Kasten. Die Nummer des Bootes steht auf der Tafel am
Tor, und der Anhänger am Schlüssel trägt die Nummer
wie der Bug.
Weste,
mit Pfeife,
in Rot,
nicht in Blau.
Zur Ausrüstung gehören Weste, Lampe, Anker, Ruder und
Leine, dazu im Winter die Decke aus dem Schrank neben
der Tür.
Die Gebühr für Boot und Weste beträgt am Tag zur Zeit
Mark und Groschen, und für Fahrten bei Nacht und Nebel
Mark allein.
`
