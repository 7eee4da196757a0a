package repair

import (
	"strings"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// OCR knows no en dash: it prints a hyphen for it, or an em dash.
//
//	er war - ich weiß es -         er war – ich weiß es –
//	— Who is there?          ──▶   – Who is there?
//	- A friend.                    – A friend.
//
// In print no hyphen stands between spaces. So where a scan has many that do,
// they were en dashes; and so were its spaced em dashes, if hyphens are mixed
// with them. But who types lists types hyphens: "• quilt - this package".

const (
	fewestHyphens = 10
	dashEvery     = 1000 // words, at least
	mixedDashes   = 0.15 // of the spaced dashes are hyphens: all were en dashes
	inItems       = 0.3  // of the hyphens stand in the first rows of items: they are hyphens
)

// spacedDashes lists where a dash of a kind stands between spaces in rows, or
// at an end of a row. At a row's beginning a hyphen may be a bullet.
func (t *Text) spacedDashes(rows []int, dash string, first bool) (at []int) {
	for _, row := range rows {
		s := t.String(row)
		for i := strings.Index(s, dash); i >= 0; {
			end := i + len(dash)
			before, behind := i == 0 && first || i > 0 && s[i-1] == ' ', end == len(s) || s[end] == ' '
			if before && behind && len(s) > len(dash) {
				at = append(at, t.Rows[row].Start+i)
			}
			next := strings.Index(s[end:], dash)
			if next < 0 {
				break
			}
			i = end + next
		}
	}
	return at
}

// mendDashes decides that spaced hyphens in a scan are en dashes.
func (t *Text) mendDashes(rows []int) {
	words := 0
	for _, row := range rows {
		words += 1 + strings.Count(t.String(row), " ")
	}
	em := t.spacedDashes(rows, "—", true)
	hyphens := t.spacedDashes(rows, "-", len(em) > 0)
	if len(hyphens) < fewestHyphens || len(hyphens)*dashEvery < words || strings.Contains(t.Src.Text, "–") {
		return
	}
	items := 0
	for _, at := range hyphens {
		if row := t.rowAt(at); row >= 0 && hasBullet(t.String(row)) {
			items++
		}
	}
	if float64(items) >= inItems*float64(len(hyphens)) {
		return
	}
	mend := func(at []int, dash string) {
		for _, i := range at {
			t.Decide(Decision{Kind: Character, Span: document.Span{Start: i, End: i + len(dash)}, Value: "–", Confidence: 0.85,
				Why: "no hyphen stands between spaces: OCR prints one for an en dash"})
		}
	}
	mend(hyphens, "-")
	if float64(len(hyphens)) >= mixedDashes*float64(len(hyphens)+len(em)) {
		mend(em, "—")
	}
	t.Report("characters/dashes", finding.Info, hyphens[0], "", "hyphens between spaces were taken for en dashes, which OCR does not know")
}
