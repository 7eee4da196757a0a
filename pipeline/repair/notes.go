package repair

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline/document"
)

// The stage "notes" takes the notes out of the text and links the reference
// marks to them:
//
//	the altar was restored by Julian,7 and          the altar was restored by Julian,[7] and
//	  7 Zosimus, l. iv, says the contrary; but      once more banished ...
//	  see Libanius.                          ──▶
//	once more banished ...                          [7]: Zosimus, l. iv, says the contrary; but
//	                                                see Libanius.
//
// First the labels at the beginnings of notes are found, all at once: of all
// rows that begin with a number or a symbol, the chain is chosen whose numbers
// count up, of which there are marks in the text before them, and whose rows
// look like notes (see chain). A year at the beginning of a row can't pass,
// and a lost note leaves a hole and no shift. Then each page's notes are told
// from its text, notes that go on overleaf included (see zoner). Then each
// note gets its mark, again all at once (see linkMarks).
//
// It makes Note, NoteLabel, Marker, NotesHeading and Join decisions. What
// remains unmatched stays where it is and is reported.
func decideNotes(t *Text, _ NotesOptions) {
	body := t.Flow(InBody, 0)
	if len(body) == 0 {
		return
	}
	if t.isScan(body) && t.decideScannedNotes(body) {
		return
	}
	bs := t.boundaries(body)
	measure, _ := measureOf(bs)
	var marks []mark
	for _, row := range body {
		n := len(marks)
		marks = t.marksIn(row, marks)
		for _, m := range marks[n:] {
			marks = append(marks, t.twoMarks(m)...)
		}
	}
	chosen := findChain(t.findLabels(body, marks, measure))
	if len(chosen) == 0 {
		t.reportStrayMarks(marks)
		return
	}
	chosen = t.splitAtLabels(chosen)
	n := &noteFinder{t: t, labels: chosen, habits: t.habitsOf(t.boundaries(t.Flow(InBody, 0)))}
	n.assign()
	n.shareRows()
	n.fillHoles()
	n.decide()
	t.linkMarks(n.labels)
}

// splitAtLabels splits the rows that have a label in their middle, and points
// the labels to the new rows. The part before the label was hyphenated.
func (t *Text) splitAtLabels(labels []label) []label {
	var cuts []int
	for _, l := range labels {
		if l.inside {
			cuts = append(cuts, l.start)
		}
	}
	t.Split(cuts)
	for i := range labels {
		l := &labels[i]
		l.row = t.rowAt(l.start)
		if l.inside && l.row > 0 {
			above := &t.Rows[l.row-1]
			above.Joined = true
			t.Decide(Decision{Kind: Join, Span: document.Span{Start: above.End, End: above.End}, Confidence: 0.9,
				Why: "the extractor joined the first half of a hyphenated word to the notes below it"})
		}
	}
	return labels
}

// noteFinder assigns rows to notes.
type noteFinder struct {
	t      *Text
	labels []label
	habits *shapedHabits // of the text with its notes
	zoner  *zoner
}

// assign gives every row of a note its role.
func (n *noteFinder) assign() {
	t := n.t
	n.zoner = &zoner{t: t, body: n.habits}
	n.learnNotes()
	z := n.zoner
	byPage := map[int][]int{} // labels by page
	for i, l := range n.labels {
		byPage[l.page] = append(byPage[l.page], i)
	}
	collected := n.collectedFrom()
	current, last := -1, -1 // the note that is open, and its last row
	for page := range t.Pages {
		from, to := t.pageRows(page)
		here := byPage[page]
		if from == to {
			continue
		}
		if collected >= 0 && to > collected {
			n.assignCollected(max(from, collected), to, &current)
			if from >= collected {
				continue
			}
			to = max(from, collected)
		}
		if len(here) == 0 && last >= 0 && t.pageOf(last) != page-1 {
			last = -1 // a note does not go on over a page without notes
		}
		overleaf := n.bodyOverleaf(page, byPage)
		for rest := here; from < to; {
			end := t.columnEnd(from, to)
			begin, displaced := n.firstLabel(rest, end)
			end = z.resumes(n.labels, rest, begin, end)
			next := overleaf
			if end < to {
				next = end
			}
			first := z.firstRowOfNotes(from, end, begin, displaced > 0, last, next)
			k := 0
			for k < len(rest) && n.labels[rest[k]].row < end {
				k++
			}
			current, last = n.assignPage(z.beginnings(first, begin, displaced), first, end, rest[:k], current)
			from, rest = end, rest[k:]
		}
	}
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

func (t *Text) pageOf(row int) int { return t.Rows[row].Page }

// pageRows returns the rows [from, to) of a page.
func (t *Text) pageRows(page int) (from, to int) {
	from = t.Pages[page].First
	if page+1 < len(t.Pages) {
		return from, max(from, t.Pages[page+1].First)
	}
	return from, len(t.Rows)
}

// bodyOverleaf is the first row of running text after a page, or -1.
func (n *noteFinder) bodyOverleaf(page int, byPage map[int][]int) int {
	for page++; page < len(n.t.Pages); page++ {
		from, to := n.t.pageRows(page)
		begin := to
		for _, i := range byPage[page] {
			if r := n.labels[i].row; !n.labels[i].displaced {
				begin = min(begin, r)
			}
		}
		for r := from; r < begin; r++ {
			if n.t.Rows[r].Role == InBody {
				return r
			}
		}
	}
	return -1
}

// surelyNote is how many rows from its label on surely belong to a note, if
// no other label comes soon.
const surelyNote = 4

// learnNotes learns what rows of notes are like from the rows that surely
// belong to notes, those from a label to the next one, or a few; and what the running text is like from the upper halves of the pages
// above their notes.
func (n *noteFinder) learnNotes() {
	t, z := n.t, n.zoner
	var rows []int
	begin := map[int]int{} // the first label of each page
	for i, l := range n.labels {
		if l.displaced {
			continue
		}
		if _, ok := begin[l.page]; !ok {
			begin[l.page] = l.row
		}
		end := min(t.pageEnd(l.row), l.row+surelyNote)
		if i+1 < len(n.labels) && !n.labels[i+1].displaced && n.labels[i+1].page == l.page && n.labels[i+1].row < l.row+4*surelyNote {
			end = max(n.labels[i+1].row, l.row)
		}
		for r := l.row; r < end; r++ {
			if t.Rows[r].Role == InBody {
				rows = append(rows, r)
			}
			if t.Rows[r].Role == InBody && (r > l.row || l.form != alone) {
				z.noteWidths.add(&t.Rows[r])
			}
		}
	}
	for p := range t.Pages {
		from, to := t.pageRows(p)
		if b, ok := begin[p]; ok {
			to = min(to, b)
		}
		for r := from; r < (from+to)/2; r++ {
			if t.Rows[r].Role == InBody {
				z.bodyWidths.add(&t.Rows[r])
			}
		}
	}
	bs := t.boundaries(rows)
	z.notes = n.habits // notes of a line or two have no measure of their own
	if _, misfit := measureOf(bs); misfit <= clearMisfit {
		z.notes = t.habitsOf(bs)
	}
	from, to := z.body.measure*smallerFrom, z.body.measure*smallerTo
	z.smaller = z.noteWidths.between(from, to) > smallerTimes*z.bodyWidths.between(from, to)+smallerShare
}

// assignPage gives the rows [first, to) of a page to its notes. The rows
// before the first label belong to the note that was open; displaced is where
// the notes begin whose labels are displaced.
func (n *noteFinder) assignPage(displaced []int, first, to int, here []int, open int) (current, last int) {
	t := n.t
	begins := map[int]int{}
	for _, i := range here {
		row := n.labels[i].row
		if n.labels[i].displaced {
			n.holds(i)
			if len(displaced) == 0 {
				continue
			}
			row, displaced = displaced[0], displaced[1:]
		}
		begins[row] = i
	}
	current, last = open, -1
	for r := first; r < to; r++ {
		if t.Rows[r].Role != InBody {
			continue
		}
		if i, ok := begins[r]; ok {
			current = i
		}
		if current < 0 {
			continue
		}
		t.Rows[r].Role, t.Rows[r].Note = InNote, current
		last = r
	}
	return current, last
}

// holds gives the row of a displaced label to its note; nothing else is in it.
func (n *noteFinder) holds(i int) {
	row := &n.t.Rows[n.labels[i].row]
	row.Role, row.Note = InNote, i
}

// collectedFrom finds notes that are collected at the end: the last labels,
// which have no marks on their pages but by chance. It returns the row with
// which they begin, or -1.
func (n *noteFinder) collectedFrom() int {
	t := n.t
	k, most, sum := len(n.labels), 0, 0
	for i := len(n.labels) - 1; i >= 0; i-- {
		switch l := &n.labels[i]; {
		case l.clearly:
			sum--
		case !l.near:
			sum++
		}
		if sum > most {
			k, most = i, sum
		}
	}
	if len(n.labels)-k < max(2, (len(n.labels)+1)/2) {
		return -1
	}
	for i := k; i < len(n.labels); i++ {
		n.labels[i].near = false
	}
	first := n.labels[k].row
	for i := first - 1; i >= 0 && i >= first-2; i-- { // the heading over them
		r := &t.Rows[i]
		if r.Role == Removed {
			continue
		}
		s := t.String(i)
		if len(strings.Fields(s)) <= 4 && endingOf(s) == endsOpen && r.Em < n.habits.measure/2 {
			t.Remove(i, NotesHeading, 0.9, "the heading over the collected notes; the edition has a place of its own for them")
		}
		break
	}
	return first
}

// assignCollected gives rows of collected notes to their notes.
func (n *noteFinder) assignCollected(from, to int, current *int) {
	begins := map[int]int{}
	for i, l := range n.labels {
		if l.row >= from && l.row < to {
			begins[l.row] = i
		}
	}
	for r := from; r < to; r++ {
		if n.t.Rows[r].Role == Removed {
			continue
		}
		if i, ok := begins[r]; ok {
			*current = i
		}
		if *current >= 0 {
			n.t.Rows[r].Role, n.t.Rows[r].Note = InNote, *current
		}
	}
}

// decide turns the labels and roles into decisions.
func (n *noteFinder) decide() {
	t := n.t
	for _, l := range n.labels {
		printed := strings.Trim(t.Src.Text[l.start:l.end], "[]().")
		t.Notes = append(t.Notes, NoteInfo{Label: printed, Number: l.value, Marker: -1})
	}
	for i, l := range n.labels {
		confidence := clamp01(0.5 + l.score/12)
		if l.end > l.start {
			t.Cut(l.row, Decision{Kind: NoteLabel, Span: document.Span{Start: l.start, End: l.end}, N: i, Confidence: confidence,
				Why: fmt.Sprintf("the label of note %s: the numbers count up, and the text has the mark", t.Notes[i].Label)})
		}
	}
	t.decideNoteRuns()
}

// decideNoteRuns decides which rows belong to which note, as their roles say.
func (t *Text) decideNoteRuns() {
	for r := 0; r < len(t.Rows); {
		row := &t.Rows[r]
		if row.Role != InNote {
			r++
			continue
		}
		end := r + 1
		for end < len(t.Rows) && t.follows(end, end-1) && t.Rows[end].Role == InNote && t.Rows[end].Note == row.Note {
			end++
		}
		t.Decide(Decision{Kind: Note, Span: document.Span{Start: row.Start, End: t.Rows[end-1].End}, N: row.Note,
			Value: t.Notes[row.Note].Label, Confidence: 0.9, Why: "stands where the page has its notes"})
		r = end
	}
}

// follows reports whether row j comes right after row i in the source, so
// that one span can hold both.
func (t *Text) follows(j, i int) bool {
	a, b := &t.Rows[i], &t.Rows[j]
	return b.Start >= a.End && strings.TrimFunc(t.Src.Text[a.End:b.Start], unicode.IsSpace) == ""
}
