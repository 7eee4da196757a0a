package pdf

import (
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
)

// TestRunningHeadsAreOneLine: a title that is longer than a line, or than two, is cut.
func TestRunningHeadsAreOneLine(t *testing.T) {
	for _, page := range []string{"A5", "A4", "e-ink"} {
		c := compositorOf(t, &document.Document{}, Options{Page: page})
		for _, text := range []string{"Short", strings.Repeat("A long title ", 8), strings.Repeat("Anothertitle", 9), strings.Repeat("Ever longer ", 40), ""} {
			for _, align := range []typeset.Align{typeset.Left, typeset.Centre, typeset.Right} {
				lines := c.furnitureLines(text, align, fonts.Italic)
				if len(lines) > 1 || text != "" && len(lines) == 0 {
					t.Errorf("%s: %q has %d lines", page, text, len(lines))
					continue
				}
				for _, run := range flat(lines) {
					if run.Width > c.width-3*c.size {
						t.Errorf("%s: %q is %d wide, which leaves no room for the folio", page, run.S, run.Width)
					}
				}
			}
		}
	}
}

func flat(lines []typeset.Line) (runs []typeset.Run) {
	for i := range lines {
		runs = append(runs, lines[i].Runs...)
	}
	return runs
}

func TestCutAtWord(t *testing.T) {
	for _, test := range []struct {
		s    string
		n    int
		want string
	}{
		{"a short title", 20, "a short title"},
		{"a title, cut in its midst", 12, "a title…"},
		{"a title cut behind it", 12, "a title cut…"},
		{"Donaudampfschiffahrt", 9, "Donaudam…"},
	} {
		if got := cutAtWord(test.s, test.n); got != test.want {
			t.Errorf("%q cut to %d is %q, want %q", test.s, test.n, got, test.want)
		}
	}
}
