package repair

import (
	"math"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// Some extractors that keep the layout print a raised mark on a row of its own
// above the row that it belongs to, and the words below do not stand where
// they stood on the page, for they are set with single spaces:
//
//	                               1                        the chain was cut, [1] and the boat
//	the chain was cut,  and the boat            ──▶
//
// The mark goes down to the gap between words that is nearest to its column.
// How many columns an em takes is the same in the whole text: the number at
// which the marks come nearest to gaps.

const (
	leastColumnsPerEm = 1.4
	mostColumnsPerEm  = 3.4
	columnsStep       = 0.05
	mostSunk          = 300 // marks from which that is learnt
	columnOff         = 0.5 // what a column between mark and gap costs
	mostOff           = 4.0 // at the most
	behindPoint       = 1.0 // a gap behind a mark of punctuation is worth
	wideSpace         = 1.5 // and one that is wider than others
)

// sinking is a mark above the row that it belongs to.
type sinking struct {
	mark, row int       // the rows
	gaps      []wordGap // of the row
}

// wordGap is a place between words, or behind the last one.
type wordGap struct {
	from, to int // bytes of the source
	em       float64
	worth    float64
}

// sinkMarks moves each mark above a row to its place in the row. rows are
// those of the marks that were linked, and have nothing else in them.
func (t *Text) sinkMarks(rows []int) {
	for i := range t.Decisions {
		if t.Decisions[i].Kind == Order {
			return // the order of the rows is not that of the source
		}
	}
	var all []sinking
	for _, r := range rows {
		below := r + 1
		if below >= len(t.Rows) || t.Rows[below].Page != t.Rows[r].Page || t.Rows[below].Line != t.Rows[r].Line+1 ||
			t.Rows[below].Role != t.Rows[r].Role || t.Rows[below].Indent >= t.Rows[r].Indent || t.isMark(below) {
			continue
		}
		all = append(all, sinking{r, below, t.gapsIn(below)})
	}
	if len(all) == 0 {
		return
	}
	scale := t.columnsPerEm(all[:min(len(all), mostSunk)])
	for n, s := range all {
		g, _ := t.nearestGap(&s, scale)
		t.sink(&s, g, 3*n)
	}
}

// gapsIn lists the gaps of a row.
func (t *Text) gapsIn(row int) []wordGap {
	var gaps []wordGap
	s := t.String(row)
	start := t.Rows[row].Start
	em := 0.0
	for i := 0; i < len(s); {
		from := i
		for i < len(s) && s[i] != ' ' {
			i++
		}
		em += float64(emWidth(s[from:i]))
		g := wordGap{from: start + i, em: em}
		if last, _ := utf8.DecodeLastRuneInString(s[:i]); endsWordWith(last) {
			g.worth = behindPoint
		}
		from = i
		for i < len(s) && s[i] == ' ' {
			i++
		}
		if i-from > 1 {
			g.worth += wideSpace
		}
		em += float64(emWidth(" "))
		g.to = start + i
		gaps = append(gaps, g)
	}
	return gaps
}

// endsWordWith reports whether a mark is likely behind r.
func endsWordWith(r rune) bool {
	switch r {
	case '.', ',', ';', ':', '!', '?', '”', '’', '»', '“', ')':
		return true
	}
	return false
}

// columnsPerEm is the scale at which the marks fit best.
func (t *Text) columnsPerEm(all []sinking) float64 {
	best, most := leastColumnsPerEm, math.Inf(-1)
	for scale := leastColumnsPerEm; scale <= mostColumnsPerEm; scale += columnsStep {
		sum := 0.0
		for i := range all {
			_, fit := t.nearestGap(&all[i], scale)
			sum += fit
		}
		if sum > most {
			best, most = scale, sum
		}
	}
	return best
}

// nearestGap is the gap to which a mark belongs, and how well it fits.
func (t *Text) nearestGap(s *sinking, scale float64) (best wordGap, most float64) {
	most = math.Inf(-1)
	column := float64(t.Rows[s.mark].Indent - t.Rows[s.row].Indent)
	for _, g := range s.gaps {
		if fit := g.worth - min(mostOff, columnOff*math.Abs(g.em*scale-column)); fit > most {
			best, most = g, fit
		}
	}
	return best, most
}

// sink decides the order of the row's first part, the mark and the rest, from
// rank n on.
func (t *Text) sink(s *sinking, g wordGap, n int) {
	row, mark := &t.Rows[s.row], &t.Rows[s.mark]
	order := func(start, end, n int) {
		if start < end {
			t.Decide(Decision{Kind: Order, Span: document.Span{Start: start, End: end}, N: n, Confidence: 0.8,
				Why: "the raised mark on the row above belongs between these words"})
		}
	}
	order(row.Start, g.from, n)
	order(mark.Start, mark.End, n+1)
	order(g.to, row.End, n+2)
}
