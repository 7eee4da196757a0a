package repair

import "slices"

const (
	marksAhead   = 8   // notes whose marks may stand below a note
	resumeCost   = 6.0 // the running text goes on below notes
	resumeTall   = 0.7 // the same on pages of two columns
	overleafMost = 2.0 // what the words overleaf say against it at the most
	junctionMax  = 3.0 // what the words at the junction say for that at the most
)

// frame is a place that has running text above and notes below: a page, a
// column, or a part of one if the running text goes on below notes.
type frame struct {
	from, to  int   // its rows
	labels    []int // of the notes that begin in it
	begin     int   // the row of the first label that stands where its note begins, or to if there is none
	displaced int   // how many labels before that stand elsewhere
	chain     chained
	was       int  // the row with which its notes begin, as the round before had it
	learnt    bool // that round was learnt from
}

// frames cuts the rows outside the blocks of collected notes into frames, none
// of them empty.
func (n *noteFinder) frames(blocks []noteBlock) []frame {
	t := n.t
	byPage := map[int][]int{} // labels by page
	next := 0                 // the block of the next label that is in one
	for i, l := range n.labels {
		for next < len(blocks) && blocks[next].last <= i {
			next++
		}
		if next == len(blocks) || i < blocks[next].first {
			byPage[l.page] = append(byPage[l.page], i)
		}
	}
	n.zoner.resumeCost = t.resumeCost()
	var frames []frame
	next = 0
	for page := range t.Pages {
		from, to := t.pageRows(page)
		rest := byPage[page]
		least := n.leastRows(rest)
		for from < to {
			end := to
			for next < len(blocks) && blocks[next].to <= from {
				next++
			}
			if next < len(blocks) {
				if blocks[next].from <= from {
					from = min(to, blocks[next].to)
					continue
				}
				end = min(end, blocks[next].from)
			}
			f := frame{from: from, to: t.columnEnd(from, end)}
			f.begin, f.displaced = n.firstLabel(rest, f.to)
			f.to = n.zoner.resumes(n.labels, rest, f.begin, f.to)
			k := 0
			for k < len(rest) && least[k] < f.to {
				k++
			}
			f.labels, rest, least = rest[:k], rest[k:], least[k:]
			frames = append(frames, f)
			from = f.to
		}
	}
	return frames
}

// resumeCost is what it costs that the running text goes on below the notes of
// a page. Where the columns of a page come one after the other and were not
// told apart, it mostly does.
func (t *Text) resumeCost() float64 {
	if t.tallPages() && !t.Columns || t.endsUnknown() {
		return resumeTall
	}
	return resumeCost
}

// endsUnknown reports whether the text is taken for one page and is too long for
// that.
func (t *Text) endsUnknown() bool { return len(t.Pages) == 1 && len(t.Rows) > volumePages }

// leastRows is, for each label, the first row in which it or one behind it
// stands: labels that stand elsewhere are not in the order of their rows.
func (n *noteFinder) leastRows(labels []int) []int {
	least := make([]int, len(labels))
	row := len(n.t.Rows)
	for k := len(labels) - 1; k >= 0; k-- {
		row = min(row, n.labels[labels[k]].row)
		least[k] = row
	}
	return least
}

// columnEnd is the end of the column in which row from stands, among the rows
// [from, to) of its page.
func (t *Text) columnEnd(from, to int) int {
	if !t.Columns {
		return to
	}
	column := 0
	for r := from; r < to; r++ {
		switch c := t.Rows[r].Column; {
		case c == 0:
		case column == 0:
			column = c
		case c != column:
			return r
		}
	}
	return to
}

// firstLabel finds the row of the first label that stands where its note
// begins, before row end; it is end if there is none. displaced counts the
// labels before it that stand elsewhere.
func (n *noteFinder) firstLabel(labels []int, end int) (begin, displaced int) {
	for _, i := range labels {
		if !n.labels[i].displaced {
			return min(n.labels[i].row, end), displaced
		}
		displaced++
	}
	return end, displaced
}

// pageRows returns the rows [from, to) of a page.
func (t *Text) pageRows(page int) (from, to int) {
	from = t.Pages[page].First
	if page+1 < len(t.Pages) {
		return from, max(from, t.Pages[page+1].First)
	}
	return from, len(t.Rows)
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
		if r := z.resumesIn(i, end, to, above); r >= 0 {
			return r
		}
	}
	return to
}

// resumesIn looks for that row among the rows up to row end behind the first of a
// note, in a frame that ends before row to; above is the row with which the
// running text broke off. It returns -1 if the running text does not go on
// there: then it goes on overleaf.
func (z *zoner) resumesIn(note, end, to, above int) int {
	from := z.labels[note].row + 1
	best, most := -1, z.resumeCost
	overleaf := 0.0 // what speaks against that
	if next := z.firstRow(to, len(z.t.Rows)); next >= 0 && above >= 0 && end == to {
		overleaf = z.signsFlow(z.body, above, next) - z.flow(z.body, z.rowAbove(to, from-1), next)
	}
	gain := 0.0 // by the rows themselves; the words at the junction do not suffice
	for r := end - 1; r >= from; r-- {
		if z.t.Rows[r].Role == Removed {
			continue
		}
		gain += z.widthCost(r) + z.blankCost(r) + z.nextMarks(note, r)
		shorter := z.longer(float64(r-from+1), float64(end-r)) - z.endsAfter(float64(r-from+1))
		if gain+shorter <= z.resumeCost/2 || endingOf(z.t.String(r-1)) == endsColon { // what it announces follows
			continue
		}
		words := z.signsFlow(z.notes, r-1, r)
		if above >= 0 {
			words -= z.signsFlow(z.body, above, r)
		}
		junction := shorter + max(overleaf, -overleafMost) + min(words, junctionMax)
		if gain+junction > most {
			best, most = r, gain+junction
		}
	}
	return best
}

// nextMarks is what it costs that a row belongs to a note, for the marks in it
// of the notes that begin below, where nothing else says where pages end.
func (z *zoner) nextMarks(note, row int) (cost float64) {
	if !z.t.endsUnknown() {
		return 0
	}
	i, _ := slices.BinarySearchFunc(z.marks, row, func(m rowMark, row int) int { return m.row - row })
	for ; i < len(z.marks) && z.marks[i].row == row; i++ {
		for k := note + 1; k < min(note+1+marksAhead, len(z.labels)); k++ {
			if z.labels[k].value == z.marks[i].value {
				cost += z.marks[i].cost
				break
			}
		}
	}
	return cost
}
