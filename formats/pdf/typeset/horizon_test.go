package typeset

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// TestHorizon: words in which no line can end are not taken apart, and that changes no
// line of any paragraph.
func TestHorizon(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	texts := strings.Fields(passage + " www.example.org/a-rather-long/address—“well-known”—e. g. “Oh!” (1776–1788)")
	lazy, eager := english(), english()
	for i := range 1500 {
		lazy.Protrude, lazy.Expand = i%2 == 0, measure.Unit(i%3*20)
		eager.Protrude, eager.Expand = lazy.Protrude, lazy.Expand
		var spans []Span
		for range 1 + r.IntN(4) {
			var text []string
			for range 1 + r.IntN(60) {
				text = append(text, texts[r.IntN(len(texts))])
			}
			font := bookFont
			font.Style = fonts.Style(r.IntN(2))
			spans = append(spans, Span{Text: strings.Join(text, " ") + " ", Font: font, Whole: r.IntN(8) == 0})
		}
		shape := Shape{Measure: measure.Unit(60+r.IntN(300)) * measure.Point, Indent: measure.Unit(r.IntN(3)-1) * 15 * measure.Point}
		got, want := lazy.lines(spans, shape, false), eager.lines(spans, shape, true)
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%d: other lines in a measure of %d:\n%s\nwant\n%s", i, shape.Measure, shown(got), shown(want))
		}
	}
}

func shown(lines []Line) string {
	var sb strings.Builder
	for i := range lines {
		for _, run := range lines[i].Runs {
			sb.WriteString(run.S)
		}
		sb.WriteByte('\n')
	}
	return sb.String()
}
