package repair

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// decide puts the spaces of a string right.
func (g *segmenter) decide(s *letterString) {
	if g.isWhole(s) {
		return
	}
	g.rowCost = g.rowShift(s.row)
	starts, cost, asItIs := g.read(s)
	edits := g.edits(s, starts)
	gain := (asItIs - cost) / float64(max(edits, 1))
	if edits == 0 || gain < doPerEdit || g.w.lexicon == nil && gain < surePerEdit {
		return
	}
	confidence := clamp01(1 / (1 + math.Exp(-gain)))
	next := len(starts) - 1
	for i, at := range s.at {
		begins := next >= 0 && starts[next] == i
		if begins {
			next--
		}
		switch {
		case i == 0 || s.gaps[i] == tearGap:
		case begins && s.gaps[i] == noGap:
			g.w.decide(Space, at, at, " ", confidence, "the extractor loses spaces, and so the words are read best")
		case !begins && s.gaps[i] == spaceGap:
			g.w.decide(Tight, at-1, at, "", confidence, "the extractor puts spaces into words, and so the words are read best")
		}
	}
}

const tightRow = 0.3 // of its spaces that a row has lost: then those behind marks are lost, too

// decideMarks puts the spaces in that a row has lost behind punctuation and
// before opening brackets.
func (g *segmenter) decideMarks(row int, s string, start int) {
	r := g.rows[row]
	if r.k == 0 || float64(r.k) < tightRow*float64(r.n) {
		return
	}
	for at := 1; at < len(s); at++ {
		if strings.IndexByte(",;:!?.(", s[at]) < 0 {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:at])
		next, _ := utf8.DecodeRuneInString(s[at+1:])
		put := at + 1
		switch {
		case s[at] == '(':
			put = at
			if !unicode.IsLetter(before) && strings.IndexRune(",;:", before) < 0 {
				continue
			}
		case !unicode.IsLetter(before) && strings.IndexRune("”’»)]", before) < 0:
			continue
		case unicode.IsLetter(next) || strings.ContainsRune(openingQuotes(g.w.facts.Quotes), next):
			if s[at] == '.' && (unicode.IsLower(next) || isAddress(lastWord(s[:at]))) {
				continue
			}
		default:
			continue
		}
		g.w.decide(Space, start+put, start+put, " ", 0.85, "the row has lost its spaces")
	}
}

// openingQuotes are the first, the third and so on of the marks of quotation.
func openingQuotes(quotes string) string {
	var sb strings.Builder
	for i, r := range []rune(quotes) {
		if i%2 == 0 {
			sb.WriteRune(r)
		}
	}
	return sb.String()
}
