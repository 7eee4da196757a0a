package repair

import (
	"math"
	"slices"
)

// typeSizes are the measures, in em, of the text and of its notes: set to the
// same width in smaller type, a full row of a note holds more.
type typeSizes struct {
	text, notes float32
	short       float64 // how dense the short rows of the text are; a text of lists is full of them
}

const (
	fullFrom      = 0.93 // of the measure: a row so wide is full
	fullTo        = 1.04
	leastSmaller  = 1.14 // times wider are rows in the smaller type
	usualSmaller  = 1.2
	mostSmaller   = 1.42
	fewestSmall   = 4    // full rows in smaller type, or it is chance
	leastText     = 0.25 // of the rows are the text's full ones, though notes may be more
	leastMeasure  = 15   // em
	widestMeasure = 128
	measureSteps  = 4 // per em
	leastPeak     = 3 // times as many rows are full ones of the notes as are between the two measures
	mostPairs     = 12
	alikeSizes    = 0.6 // em
)

// sizePair is a way to read the widths: a measure of the text and one of the
// notes, and how many rows are full then.
type sizePair struct {
	text, notes float32
	full        int
}

// typeSizes finds the two measures that cover the most rows as full ones, with
// next to none between them, and those of the notes below the others on their
// pages: quotations are set narrower, too. Where notes are too short to have full
// rows, the size of their type is taken to be the usual one.
func (t *Text) typeSizes(rows []int) typeSizes {
	h := t.widthsOf(rows)
	pairs, single := h.pairs()
	text, small := single, float32(0)
	most := 0.0
	for _, p := range pairs {
		if fit := float64(p.full) * t.atFoot(rows, p); fit > most {
			most, text, small = fit, p.text, p.notes
		}
	}
	text = h.middle(text)
	if small > 0 {
		small = h.middle(small)
	}
	if small < text*leastSmaller { // none, or the rows are all alike
		small = text * usualSmaller
	}
	short := float64(h.between(0, text*fullFrom)) / float64(max(1, len(rows))) / fullFrom
	return typeSizes{text, small, min(max(short, textShort), mostShort)}
}

// pairs lists the pairs of measures that cover nearly the most rows, those that
// do first, and the single measure that does.
func (h *widthTable) pairs() (pairs []sizePair, single float32) {
	least := max(fewestSmall, int(leastText*float64(h.between(leastMeasure, widestMeasure))))
	most := 0
	for m := float32(leastMeasure); m < widestMeasure/mostSmaller; m += 1.0 / measureSteps {
		full := h.full(m)
		if full < least {
			continue
		}
		if full > most {
			most, single = full, m
		}
		best := sizePair{}
		for ratio := float32(leastSmaller); ratio < mostSmaller; ratio += 0.01 {
			other := h.full(m * ratio)
			valley := h.between(m*fullTo, m*ratio*fullFrom)
			if other >= fewestSmall && leastPeak*valley <= other && full+other > best.full {
				best = sizePair{m, m * ratio, full + other}
			}
		}
		if best.full > 0 {
			pairs = append(pairs, best)
		}
	}
	slices.SortStableFunc(pairs, func(a, b sizePair) int { return b.full - a.full })
	kept := pairs[:0]
	for _, p := range pairs {
		alike := func(q sizePair) bool { return abs32(p.text-q.text) < alikeSizes && abs32(p.notes-q.notes) < alikeSizes }
		if len(kept) < mostPairs && !slices.ContainsFunc(kept, alike) {
			kept = append(kept, p)
		}
	}
	return kept, single
}

func abs32(x float32) float32 { return max(x, -x) }

// atFoot is the share of the full rows of the notes that stand below all full
// rows of the text on their pages; 1 if the pages are not known.
func (t *Text) atFoot(rows []int, p sizePair) float64 {
	if len(t.Pages) == 1 {
		return 1
	}
	page, text := -1, false // a full row of the text stands below
	notes, below := 0, 0
	for i := len(rows) - 1; i >= 0; i-- {
		row := &t.Rows[rows[i]]
		if row.Page != page {
			page, text = row.Page, false
		}
		switch {
		case row.Em >= p.text*fullFrom && row.Em <= p.text*fullTo:
			text = true
		case row.Em >= p.notes*fullFrom && row.Em <= p.notes*fullTo:
			if notes++; !text {
				below++
			}
		}
	}
	return float64(below+1) / float64(notes+1)
}

// widthTable counts rows by their width: rows narrower than so many steps.
type widthTable [widestMeasure*measureSteps + 1]int

func (t *Text) widthsOf(rows []int) *widthTable {
	var h widthTable
	for _, r := range rows {
		h[h.step(t.Rows[r].Em)+1]++
	}
	for i := 1; i < len(h); i++ {
		h[i] += h[i-1]
	}
	return &h
}

func (h *widthTable) step(em float32) int { return min(int(em*measureSteps), len(h)-2) }

func (h *widthTable) between(from, to float32) int { return h[h.step(to)] - h[h.step(from)] }

// full counts the full rows if this is the measure.
func (h *widthTable) full(measure float32) int { return h.between(measure*fullFrom, measure*fullTo) }

// middle is the median width of the full rows: the same rows are full for
// many a measure.
func (h *widthTable) middle(measure float32) float32 {
	from, to := h.step(measure*fullFrom), h.step(measure*fullTo)
	half := (h[from] + h[to]) / 2
	for i := from; i < to; i++ {
		if h[i] >= half {
			return float32(i) / measureSteps
		}
	}
	return measure
}

// What the width of a row says, as densities over widths in measures.
const (
	textFull  = 4.7  // a full row of the text
	textShort = 0.22 // at least
	mostShort = 0.5
	textOver  = 0.07
	noteFull  = 4.0
	noteShort = 0.36
	noteOver  = 0.07
)

// rowCost is what it costs, in nats, that a row is set in the smaller type
// and not in the text's.
func (z typeSizes) rowCost(em float32) float64 {
	density := func(x float32, full, short, over float64) float64 {
		switch {
		case x < fullFrom:
			return short
		case x <= fullTo:
			return full
		}
		return over
	}
	return math.Log(density(em/z.text, textFull, z.short, textOver) / density(em/z.notes, noteFull, max(noteShort, 1.2*z.short), noteOver))
}
