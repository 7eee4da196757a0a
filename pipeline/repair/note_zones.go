package repair

import (
	"cmp"
	"math"
	"slices"
)

const (
	continues    = 2.0  // a note goes on overleaf
	continuesAll = 4.0  // it does, and no other note begins on that page
	unfinished   = 3.5  // it does not, though its last row ends in the middle of a sentence
	mostUp       = 60   // how many rows a note may go on overleaf
	resumeCost   = 6.0  // the running text goes on below notes
	eachRow      = 0.05 // for each row that it does: few go on for long
	smallerFrom  = 1.06 // of the text's measure: how wide rows in smaller type are
	smallerTo    = 1.40
	smallerTimes = 2.5  // so many times more of the notes' rows are
	smallerShare = 0.05 // and so large a share more
	clearMisfit  = 0.5  // a measure that more boundaries contradict is none
)

// zoner finds out which rows belong to notes, once the labels are known.
type zoner struct {
	t          *Text
	body       *shapedHabits
	notes      *shapedHabits
	smaller    bool // the notes are set in another size, so that widths tell
	bodyWidths widths
	noteWidths widths
}

// firstRowOfNotes is, for a page whose rows are [from, to), the first row
// that belongs to a note. begin is the row of the first label that stands
// where its note begins, or to if there is none; displaced says that another
// note begins before that. last is the last row of the notes before, or -1.
// next is the row with which the running text goes on overleaf, or -1.
func (z *zoner) firstRowOfNotes(from, to, begin int, displaced bool, last, next int) int {
	if begin <= from || begin == to && last < 0 && !displaced {
		return begin
	}
	if !displaced && last < 0 {
		return begin
	}
	best, least := begin, math.Inf(1)
	up := 0.0 // what it costs that the rows [s, begin) belong to a note
	for s := begin; s > from && begin-s <= mostUp; s-- {
		if s < begin {
			if z.t.Rows[s].Role == Removed {
				continue
			}
			up += z.rowCost(s)
			if !displaced {
				up += eachRow
			}
		}
		cost := up + z.startCost(s, begin, to, displaced, last)
		if above := z.rowAbove(s, from); next >= 0 && above >= 0 {
			cost += z.flow(z.body, above, next)
			if s < to && s > from {
				cost -= z.flow(z.body, above, s)
			}
		}
		if cost < least {
			best, least = s, cost
		}
	}
	return best
}

// beginnings says where count notes begin in the rows [first, begin) whose
// labels stand elsewhere: the first with the first row, the others where it
// is likeliest that a block begins.
func (z *zoner) beginnings(first, begin, count int) []int {
	if count == 0 || first >= begin {
		return nil
	}
	type start struct {
		row  int
		sure float64
	}
	var starts []start
	last := first
	for r := first + 1; r < begin; r++ {
		if z.t.Rows[r].Role == Removed || z.t.isNumber(r) {
			continue
		}
		b := z.t.boundary(last, r)
		if o := b.start; o != startsLower && o != startsOther {
			starts = append(starts, start{r, z.notes.endProbability(&b)})
		}
		last = r
	}
	slices.SortStableFunc(starts, func(a, b start) int { return cmp.Compare(b.sure, a.sure) })
	rows := []int{first}
	for _, s := range starts[:min(count-1, len(starts))] {
		rows = append(rows, s.row)
	}
	slices.Sort(rows)
	return rows
}

func (z *zoner) rowAbove(s, from int) int {
	for r := s - 1; r >= from; r-- {
		if z.t.Rows[r].Role != Removed {
			return r
		}
	}
	return -1
}

// resumes is the row with which the running text goes on after the notes
// that begin with row begin, on the same page: where two columns come one
// after the other, or a page's end was not found. It is to if it does not.
// here lists the page's labels from there on.
func (z *zoner) resumes(labels []label, here []int, begin, to int) int {
	above := z.rowAbove(begin, 0)
	for k, i := range here {
		if labels[i].displaced || labels[i].row >= to {
			return to
		}
		end := to
		if k+1 < len(here) {
			end = min(to, labels[here[k+1]].row)
		}
		if r := z.resumesIn(labels[i].row+1, end, above); r >= 0 {
			return r
		}
	}
	return to
}

// resumesIn looks for that row among the rows [from, to) behind a note's
// first; above is the row with which the running text broke off. It returns
// -1 if the running text does not go on there.
func (z *zoner) resumesIn(from, to, above int) int {
	best, most := -1, resumeCost
	gain := 0.0 // by the rows themselves; the words at the junction do not suffice
	for r := to - 1; r >= from; r-- {
		if z.t.Rows[r].Role == Removed {
			continue
		}
		gain += z.rowCost(r)
		if gain <= resumeCost/2 {
			continue
		}
		junction := z.flow(z.notes, r-1, r)
		if above >= 0 {
			junction -= z.flow(z.body, above, r)
		}
		if gain+junction > most {
			best, most = r, gain+junction
		}
	}
	return best
}

// startCost is what it costs that the notes of a page begin with row s.
func (z *zoner) startCost(s, begin, to int, displaced bool, last int) float64 {
	switch {
	case displaced && s == begin:
		return 8 // a label without a note
	case displaced:
		if o := openingOf(z.t.String(s)); o == startsLower || o == startsOther {
			return 3
		}
		return 0
	case s == begin:
		// Nothing goes on: the last note must have ended.
		if last >= 0 && endingOf(z.t.String(last)) != endsStop {
			return unfinished
		}
		return 0
	case begin == to:
		return continuesAll + z.flow(z.notes, last, s)
	}
	return continues + z.flow(z.notes, last, s)
}

// rowCost is what it costs that a row belongs to a note and not to the
// running text: notes are set in smaller type, so that a full row of a note
// is wider, in em, than one of the text.
func (z *zoner) rowCost(row int) float64 {
	r := &z.t.Rows[row]
	cost := 0.0
	if z.t.Pages[r.Page].First != row {
		cost = z.bodyWidths.logBlank(r.Blank) - z.noteWidths.logBlank(r.Blank)
	}
	if z.smaller {
		cost += z.bodyWidths.log(r.Em, &z.noteWidths) - z.noteWidths.log(r.Em, &z.bodyWidths)
	}
	return cost
}

// widths is how often rows are so wide, in steps of widthStep em, and how
// often empty lines stand before them: a manuscript may be double-spaced, and
// its notes are not.
type widths struct {
	count [128]float64
	total float64
	blank [3]float64
}

const (
	widthStep   = 0.75
	widthPrior  = 12.0 // rows that the smoothing counts for
	widthCommon = 0.7  // of which so many are as the other kind's rows are
)

func (w *widths) bin(em float32) int { return min(int(em/widthStep), len(w.count)-1) }

func (w *widths) add(r *Row) {
	w.count[w.bin(r.Em)]++
	w.total++
	w.blank[min(r.Blank, len(w.blank)-1)]++
}

// logBlank is the log likelihood of so many empty lines.
func (w *widths) logBlank(blank int) float64 {
	return math.Log((w.blank[min(blank, len(w.blank)-1)] + widthPrior/3) / (w.total + widthPrior))
}

// between is the share of the rows that are so wide.
func (w *widths) between(from, to float32) float64 {
	sum := 0.0
	for b := w.bin(from); b <= w.bin(to); b++ {
		sum += w.count[b]
	}
	return sum / max(w.total, 1)
}

// log is the log likelihood of a width. Until enough rows were seen, they are
// taken to be much as the rows of the other kind.
func (w *widths) log(em float32, other *widths) float64 {
	b := w.bin(em)
	general := (1 - widthCommon) / float64(len(w.count))
	if other.total > 0 {
		general += widthCommon * other.count[b] / other.total
	}
	near := w.count[b]
	if b > 0 && b+1 < len(w.count) { // a row is a step wider now and then
		near = (w.count[b-1] + 2*w.count[b] + w.count[b+1]) / 4
	}
	return math.Log((near + widthPrior*general) / (w.total + widthPrior))
}

// flow is what it costs that row j follows row i in a flow, whether a block
// ends there or not.
func (z *zoner) flow(h *shapedHabits, i, j int) float64 {
	b := z.t.boundary(i, j)
	on, end := z.likelihoods(h, &b)
	return -math.Log((1-h.endShare)*on + h.endShare*end)
}

// likelihoods are those of the signs at b if the text goes on, and if a block
// ends there.
func (z *zoner) likelihoods(h *shapedHabits, b *boundary) (on, end float64) {
	return math.Exp(-h.goesOn.cost(h.habits, b, h.measure)), math.Exp(-h.ends.cost(h.habits, b, h.measure))
}

// pageEnd returns the row behind the last one of the page that row is on.
func (t *Text) pageEnd(row int) int {
	p := t.Rows[row].Page
	n, _ := slices.BinarySearchFunc(t.Rows[row:], p+1, func(r Row, page int) int { return r.Page - page })
	return row + n
}

// isNumber reports whether a row is nothing but a number.
func (t *Text) isNumber(row int) bool {
	s := t.String(row)
	_, size, _ := number(s)
	return size == len(s)
}
