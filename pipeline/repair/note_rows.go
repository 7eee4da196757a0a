package repair

import (
	"cmp"
	"slices"

	"github.com/refolio/refolio/pipeline/finding"
)

// shareRows gives their text to notes that have none, because only their
// labels were found where they should be. A label that comes right before the
// next one belongs to the text behind both; one that is displaced belongs to
// the text of the note before:
//
//	16
//	17
//	The text of sixteen.
//	The text of seventeen.
func (n *noteFinder) shareRows() {
	flows := n.t.NoteFlows()
	for len(flows) < len(n.labels) {
		flows = append(flows, nil)
	}
	text := func(i int) (rows []int) {
		for _, r := range flows[i] {
			if n.labels[i].form != alone || r != n.labels[i].row {
				rows = append(rows, r)
			}
		}
		return rows
	}
	for i := 0; i < len(n.labels); i++ {
		if len(text(i)) > 0 {
			continue
		}
		from, to := i, i+1 // the notes that share
		for to < len(n.labels) && n.labels[to].page == n.labels[i].page && len(text(to-1)) == 0 {
			to++
		}
		if n.labels[i].displaced && i > 0 && n.labels[i-1].page == n.labels[i].page {
			from, to = i-1, i+1
		}
		var rows []int
		for k := from; k < to; k++ {
			rows = append(rows, text(k)...)
		}
		slices.Sort(rows)
		n.share(rows, from, to)
		i = to - 1
	}
}

// share cuts rows into as many notes as there are in [from, to).
func (n *noteFinder) share(rows []int, from, to int) {
	if len(rows) < to-from {
		return
	}
	starts := n.zoner.beginnings(rows[0], rows[len(rows)-1]+1, to-from)
	note := from - 1
	for _, r := range rows {
		if slices.Contains(starts, r) {
			note++
		}
		n.t.Rows[r].Note = note
	}
}

// fillHoles gives a note its rows back whose label was lost: the numbers to
// both sides are there, and of the rows between them some begin a page.
//
//	53 Letter to the chairman, in the collected
//	[page]
//	papers, p. 12.                                 ◀ perhaps note 54
//	[page]
//	55 See the second edition.
func (n *noteFinder) fillHoles() {
	t := n.t
	var filled []label
	for i, l := range n.labels {
		if i > 0 && l.value == n.labels[i-1].value+2 {
			if row := n.hole(i-1, l.row); row >= 0 {
				at := t.Rows[row].Start
				filled = append(filled, label{
					mark: mark{row: row, start: at, end: at, value: l.value - 1, form: alone},
					text: at, page: t.Rows[row].Page,
				})
				t.reportHole(n.labels[i-1], l, at)
			}
		}
	}
	if len(filled) == 0 {
		return
	}
	before := n.labels
	n.labels = slices.Concat(before, filled)
	slices.SortStableFunc(n.labels, func(a, b label) int { return cmp.Compare(a.start, b.start) })
	n.renumber(before, filled)
}

// hole finds a row between the label number i and the row end with which the
// lost note may begin: the first of its page. A page that holds next to
// nothing belongs to the notes as a whole.
func (n *noteFinder) hole(i, end int) int {
	t := n.t
	for r := n.labels[i].row + 1; r < end; r++ {
		row := &t.Rows[r]
		from, to := t.pageRows(row.Page)
		switch {
		case row.Role == Removed || from != r:
		case row.Role == InNote && row.Note == i:
			return r
		case row.Role == InBody && to <= end && to-from <= shreds:
			for k := from; k < to; k++ {
				if t.Rows[k].Role == InBody {
					t.Rows[k].Role, t.Rows[k].Note = InNote, i
				}
			}
			return r
		}
	}
	return -1
}

// shreds is how many rows a page has at the most that is only the rest of a
// damaged one.
const shreds = 3

func (t *Text) reportHole(before, after label, at int) {
	const suggest = "compare with the printed page, and mend the text or the note by hand"
	t.Report("notes/damaged", finding.Error, before.start, suggest, "note %d breaks off at the end of its page", before.value)
	t.Report("notes/damaged", finding.Error, at, suggest, "note %d has lost its number and perhaps its beginning", before.value+1)
	t.Report("notes/damaged", finding.Error, after.start, suggest, "note %d follows a damaged place; words before it may be lost", after.value)
}

// renumber makes each row of a note point to its label again, which was among
// those before, or to the one filled in since that it follows.
func (n *noteFinder) renumber(before, filled []label) {
	at := map[int]int{} // by where a label begins
	for i := range n.labels {
		at[n.labels[i].start] = i
	}
	begins := map[int]bool{}
	for i := range filled {
		begins[filled[i].row] = true
	}
	from, to := -1, -1 // the rows of a note that go to a new one
	for r := range n.t.Rows {
		row := &n.t.Rows[r]
		if row.Role != InNote {
			continue
		}
		note := at[before[row.Note].start]
		if begins[r] {
			from, to = note, at[row.Start]
		}
		if row.Note = note; note == from {
			row.Note = to
		}
	}
}
