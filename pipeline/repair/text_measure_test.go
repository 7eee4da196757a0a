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
	} {
		text := read(t, test.text)
		if got := textMeasure(text.boundaries(text.Flow(InBody, 0))); got < test.least || got > test.widest {
			t.Errorf("%s: a measure of %.1f em, want %.0f to %.0f", test.name, got, test.least, test.widest)
		}
	}
}
