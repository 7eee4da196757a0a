package repair

import "math"

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
