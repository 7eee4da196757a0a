package repair

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// Some extractors that keep the layout print a raised mark on a row of its own
// above the row that it belongs to, and the words below do not stand where
// they stood on the page, for they are set with single spaces:
//
//	                   1          2                         the chain was cut,[1] and the boat [2]
//	the chain was cut,  and the boat            ──▶
//
// Each mark goes down to the gap between words that is nearest to its column, or
// to one that is wider than the others of its row.
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
	leastWide         = 0.5 // and one that is wider than others, which is worth more the rarer they are
	mostWide          = 8.0
)

// markRow is a row that holds nothing but reference marks.
type markRow struct {
	row   int
	marks []raisedMark
}

// raisedMark is a mark in such a row, or several side by side.
type raisedMark struct {
	start, end int // bytes of the source
	column     int // from the beginning of its line
}

// sinking is a row of marks above the row that they belong to.
type sinking struct {
	markRow
	below int
	gaps  []wordGap // of the row below
}

// wordGap is a place between words, or behind the last one.
type wordGap struct {
	from, to int // bytes of the source
	em       float64
	worth    float64
	wide     bool // wider than the others of its row
}

// markRows finds the rows that hold nothing but the given marks.
func (t *Text) markRows(marks []mark) (rows []markRow) {
	slices.SortFunc(marks, func(a, b mark) int { return a.start - b.start })
	for i := 0; i < len(marks); {
		r := &t.Rows[marks[i].row]
		found := markRow{row: marks[i].row}
		at := r.Start
		for ; i < len(marks) && marks[i].row == found.row; i++ {
			m := &marks[i]
			if n := len(found.marks); n > 0 && m.start == at {
				found.marks[n-1].end = m.end
			} else if strings.TrimSpace(t.Src.Text[at:m.start]) == "" {
				column := r.Indent + utf8.RuneCountInString(t.Src.Text[r.Start:m.start])
				found.marks = append(found.marks, raisedMark{m.start, m.end, column})
			} else {
				continue // a row of text
			}
			at = m.end
		}
		if at == r.End {
			rows = append(rows, found)
		}
	}
	return rows
}

// sinkMarks moves marks down to their places in the rows below theirs.
func (t *Text) sinkMarks(rows []markRow) {
	for i := range t.Decisions {
		if t.Decisions[i].Kind == Order {
			return // the order of the rows is not that of the source
		}
	}
	var all []sinking
	for _, m := range rows {
		below := m.row + 1
		if below >= len(t.Rows) || t.Rows[below].Page != t.Rows[m.row].Page || t.Rows[below].Line != t.Rows[m.row].Line+1 ||
			t.Rows[below].Role != t.Rows[m.row].Role || t.Rows[below].Indent >= t.Rows[m.row].Indent || t.isMark(below) {
			continue
		}
		all = append(all, sinking{m, below, t.gapsIn(below)})
	}
	if len(all) == 0 {
		return
	}
	weighWideGaps(all)
	scale := t.columnsPerEm(all[:min(len(all), mostSunk)])
	rank := 0
	for i := range all {
		rank = t.sink(&all[i], scale, rank)
	}
}

// weighWideGaps says what it is worth that a gap is a wide one. Where nearly
// no other is, a wide gap is the place of a mark; in a line that was justified
// with spaces it may be any.
func weighWideGaps(all []sinking) {
	wide, gaps := 1.0, 1.0
	for i := range all {
		for _, g := range all[i].gaps {
			if gaps++; g.wide {
				wide++
			}
		}
	}
	worth := min(max(2*math.Log(gaps/wide), leastWide), mostWide)
	for i := range all {
		for k := range all[i].gaps {
			if g := &all[i].gaps[k]; g.wide {
				g.worth += worth
			}
		}
	}
}

// gapsIn lists the gaps of a row.
func (t *Text) gapsIn(row int) []wordGap {
	var gaps []wordGap
	var widths []int
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
		widths = append(widths, i-from)
		em += float64(emWidth(" "))
		g.to = start + i
		gaps = append(gaps, g)
	}
	usual := slices.Clone(widths)
	slices.Sort(usual)
	for i := range gaps {
		gaps[i].wide = widths[i] > max(1, usual[len(usual)/2])
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
			for k := range all[i].marks {
				_, fit := t.nearestGap(&all[i], k, 0, scale)
				sum += fit
			}
		}
		if sum > most {
			best, most = scale, sum
		}
	}
	return best
}

// nearestGap is the gap to which the k-th mark belongs, from a gap on, and how
// well it fits.
func (t *Text) nearestGap(s *sinking, k, from int, scale float64) (best int, most float64) {
	best, most = from, math.Inf(-1)
	column := float64(s.marks[k].column - t.Rows[s.below].Indent)
	for i := from; i < len(s.gaps); i++ {
		g := &s.gaps[i]
		if fit := g.worth - min(mostOff, columnOff*math.Abs(g.em*scale-column)); fit > most {
			best, most = i, fit
		}
	}
	return best, most
}

// sink decides the order of the marks and the parts of the row below, from a
// rank on, and returns the next one.
func (t *Text) sink(s *sinking, scale float64, rank int) int {
	order := func(start, end int) {
		if start < end {
			t.Decide(Decision{Kind: Order, Span: document.Span{Start: start, End: end}, N: rank, Confidence: 0.8,
				Why: "the raised mark on the row above belongs between these words"})
		}
		rank++
	}
	at, gap := t.Rows[s.below].Start, 0
	for k, m := range s.marks {
		if k > 0 {
			gap = min(gap+1, len(s.gaps)-1)
		}
		gap, _ = t.nearestGap(s, k, gap, scale)
		order(at, s.gaps[gap].from)
		order(m.start, m.end)
		at = max(at, s.gaps[gap].to)
	}
	order(at, t.Rows[s.below].End)
	return rank
}
