package repair

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// noteBlock is a place where notes are collected: at the end of the book, or
// of each chapter. Nothing but notes stands in it.
//
//	Notes
//	1. Annius was his grandfather’s name. ↩
//	2. His father’s name was Annius Verus. ↩
//	Book II
type noteBlock struct {
	first, last int // its labels
	from, to    int // its rows
}

const (
	collectedClear  = -2.0 // a label has its mark on its own page, in a form that numbers seldom have
	collectedOnPage = -1.0 // or in another form
	collectedFar    = 2.0  // it has none there, nor on the page before
	collectedReturn = 4.0  // an arrow leads from it to its mark, as on web pages, whose notes have no other place
	adjoining       = 8    // rows between the last label of a block and the next label: headings and no text
	newPage         = 3.0  // a block ends at a page's end
	titleAfter      = 1.5  // or before a short row without a stop
	midSentence     = 3.0  // or before a small letter
	blankAfter      = 1.5  // or before empty lines
)

// collected finds the blocks of collected notes: of the labels of a chapter,
// the last ones, which have no marks on their pages but by chance. There are
// none if most labels are not in such blocks.
func (n *noteFinder) collected() []noteBlock {
	n.findReturns()
	var blocks []noteBlock
	sum := 0
	for from := 0; from < len(n.labels); {
		to := from + 1
		for to < len(n.labels) && n.labels[to].value > n.labels[to-1].value {
			to++
		}
		if k := n.collectedOf(from, to); to-k >= (to-from+1)/2 && k < to {
			blocks = append(blocks, noteBlock{first: k, last: to})
			sum += to - k
		}
		from = to
	}
	if sum < max(2, (len(n.labels)+1)/2) {
		return nil
	}
	for b := range blocks {
		n.placeBlock(&blocks[b])
		for i := blocks[b].first; i < blocks[b].last && b > 0; i++ {
			n.labels[i].since = blocks[b-1].to
		}
	}
	return blocks
}

// findReturns finds the labels whose notes end with an arrow, if any do.
func (n *noteFinder) findReturns() {
	if !slices.ContainsFunc(n.labels, func(l label) bool { return l.returns }) {
		return
	}
	for i := range n.labels {
		l := &n.labels[i]
		end := min(l.row+mostUp, len(n.t.Rows))
		if i+1 < len(n.labels) {
			end = min(end, n.labels[i+1].row)
		}
		for r := l.row; r < end && !l.returns; r++ {
			l.returns = n.t.Rows[r].Role != Removed && n.t.returnAt(r) >= 0
		}
	}
}

// collectedOf finds the label with which the collected ones among the labels
// [from, to) begin; it is to if there are none.
func (n *noteFinder) collectedOf(from, to int) int {
	k, most, sum := to, 0.0, 0.0
	for i := to - 1; i >= from; i-- {
		switch l := &n.labels[i]; {
		case l.returns:
			sum += collectedReturn
		case l.clearly:
			sum += collectedClear
		case l.onPage:
			sum += collectedOnPage
		case !l.near:
			sum += collectedFar
		}
		if sum >= most && sum > 0 {
			k, most = i, sum
		}
	}
	for k > from && k < to && n.labels[k-1].page == n.labels[k].page && !n.labels[k-1].onPage {
		k-- // by chance the page before has their marks
	}
	return k
}

// placeBlock finds the rows of a block, and takes the heading over it away.
func (n *noteFinder) placeBlock(b *noteBlock) {
	b.from, b.to = n.labels[b.first].row, len(n.t.Rows)
	last := b.from
	for i := b.first; i < b.last; i++ {
		l := &n.labels[i]
		l.near = false
		b.from, last = min(b.from, l.row), max(last, l.row)
	}
	n.removeHeading(b.from)
	if r := n.t.returnAfter(last); r >= 0 && (b.last == len(n.labels) || r < n.labels[b.last].row) {
		b.to = r + 1
	} else if b.last < len(n.labels) {
		b.to = n.blockEnd(last, n.labels[b.last].row)
	}
}

// removeHeading takes away the heading over a block of notes.
func (n *noteFinder) removeHeading(first int) {
	t := n.t
	for i := first - 1; i >= 0 && i >= first-2; i-- {
		r := &t.Rows[i]
		if r.Role == Removed {
			continue
		}
		if n.begins(i) {
			return
		}
		s := t.String(i)
		if len(strings.Fields(s)) <= 4 && endingOf(s) == endsOpen && r.Em < n.habits.measure/2 {
			t.Remove(i, NotesHeading, 0.9, "the heading over the collected notes; the edition has a place of its own for them")
		}
		return
	}
}

// blockEnd finds the row behind a block whose last label is in row last; the
// next label is in row next.
func (n *noteFinder) blockEnd(last, next int) int {
	t, z := n.t, n.zoner
	if next-last <= adjoining {
		return next
	}
	best, least := next, math.Inf(1)
	for r := last + 1; r < min(next, last+mostUp); r++ {
		row := &t.Rows[r]
		above := z.rowAbove(r, last-1)
		if row.Role == Removed || above < 0 {
			continue
		}
		cost := z.longer(1, float64(r-last-1)) - math.Log(usualEnds.last[endingOf(t.String(above))])
		if row.Page != t.Rows[above].Page {
			cost -= newPage
		} else if row.Blank > 0 {
			cost -= blankAfter
		}
		s := t.String(r)
		switch {
		case openingOf(s) == startsLower:
			cost += midSentence
		case endingOf(s) == endsOpen && row.Em < n.habits.measure*2/3:
			cost -= titleAfter
		}
		if cost < least {
			best, least = r, cost
		}
	}
	return best
}

// assignBlock gives the rows of a block to its notes.
func (n *noteFinder) assignBlock(b noteBlock) {
	begins := map[int]int{}
	for i := b.first; i < b.last; i++ {
		begins[n.labels[i].row] = i
	}
	current := b.first
	for r := b.from; r < b.to; r++ {
		if n.t.Rows[r].Role == Removed {
			continue
		}
		if i, ok := begins[r]; ok {
			current = i
		}
		n.t.Rows[r].Role, n.t.Rows[r].Note = InNote, current
	}
}

// returns are the arrows with which web pages lead from a note back to its
// mark.
const returns = "↩↵⏎⤴⮌"

// returnAt is where the arrow at the end of a row begins, or -1.
func (t *Text) returnAt(row int) int {
	s := strings.TrimRight(t.String(row), "\ufe0e\ufe0f")
	r, size := utf8.DecodeLastRuneInString(s)
	if size == 0 || !strings.ContainsRune(returns, r) {
		return -1
	}
	return t.Rows[row].Start + len(s) - size
}

// returnAfter finds the first row from row on, on this page or the next, that
// ends with such an arrow, or -1.
func (t *Text) returnAfter(row int) int {
	for r := row; r < len(t.Rows) && t.Rows[r].Page <= t.Rows[row].Page+1; r++ {
		if t.Rows[r].Role != Removed && t.returnAt(r) >= 0 {
			return r
		}
	}
	return -1
}

// cutReturns takes away the arrows at the ends of notes.
func (t *Text) cutReturns() {
	for r := range t.Rows {
		row := &t.Rows[r]
		if row.Role != InNote {
			continue
		}
		if at := t.returnAt(r); at >= 0 {
			t.Cut(r, Decision{Kind: NoteLabel, Span: document.Span{Start: at, End: row.End}, N: row.Note, Confidence: 0.95,
				Why: "the arrow that leads from the note back to its mark"})
		}
	}
}

// begins reports whether a note begins with a row, be it nothing but the label.
func (n *noteFinder) begins(row int) bool {
	return slices.ContainsFunc(n.labels, func(l label) bool { return l.row == row })
}

// removeHeadings takes away the headings over notes where the same words stand
// over the notes of several chapters: those are no headings of the text.
func (n *noteFinder) removeHeadings() {
	times := map[string]int{}
	for i := range n.labels {
		if r := n.headingOver(i); r >= 0 {
			times[fold(n.t.String(r))]++
		}
	}
	for i := range n.labels {
		if r := n.headingOver(i); r >= 0 && times[fold(n.t.String(r))] > 1 {
			n.t.Remove(r, NotesHeading, 0.9, "the same words stand over the notes of other chapters")
		}
	}
}

// headingOver is the row right over a label if it may be the heading over
// notes, or -1.
func (n *noteFinder) headingOver(label int) int {
	t, r := n.t, n.labels[label].row-1
	for r >= 0 && t.Rows[r].Role == Removed {
		r--
	}
	if r < 0 || t.Rows[r].Role != InBody || t.Rows[r].Em > n.habits.measure/2 {
		return -1
	}
	if s := t.String(r); len(strings.Fields(s)) > 3 || len(fold(s)) < 3 || endingOf(s) != endsOpen || openingOf(s) != startsUpper {
		return -1
	}
	return r
}
