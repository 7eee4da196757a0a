package repair

import (
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
	if t.scanned = t.isScan(body); t.scanned {
		t.mendDashes(body)
		if t.decideScannedNotes(body) {
			return
		}
	}
	t.learnSymbols()
	t.learnRoman(body)
	bs := t.someBoundaries(body)
	measure, _ := measureOf(bs)
	marks := make([]mark, 0, len(body)/rowsPerMark)
	for _, row := range body {
		n := len(marks)
		marks = t.allMarksIn(row, marks) // also those that a person says are none: the labels are what they were
		for _, m := range marks[n:] {
			marks = append(marks, t.twoMarks(m)...)
		}
	}
	labels := t.findLabels(body, marks, measure)
	chosen := t.given.complete(findChain(labels, len(t.Pages)), labels)
	if len(chosen) == 0 {
		t.reportStrayMarks(marks)
		return
	}
	chosen = t.splitAtLabels(chosen)
	n := &noteFinder{t: t, labels: chosen, marks: t.rowMarks(marks), habits: t.habitsOf(t.someBoundaries(t.Flow(InBody, 0)))}
	n.assign()
	n.shareRows()
	n.fillHoles()
	n.removeHeadings()
	n.decide()
	t.linkMarks(n.labels)
	t.mendCutLines(measure)
}

// rowsPerMark is how many rows of scholarly text have a number that may be a
// mark, at the least.
const rowsPerMark = 16

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
	marks  []rowMark
	habits *shapedHabits // of the text with its notes
	zoner  *zoner
}

// assign gives every row of a note its role.
func (n *noteFinder) assign() {
	n.zoner = &zoner{t: n.t, body: n.habits, labels: n.labels, marks: n.marks, inner: n.t.innerLabels(), cohesion: n.t.cohesive()}
	n.learnNotes()
	blocks := n.collected()
	frames := n.frames(blocks)
	current := -1
	for k, first := range n.zoner.firstRows(frames) {
		f := &frames[k]
		current = n.assignFrame(f, first, current)
	}
	for _, b := range blocks {
		n.assignBlock(b)
	}
}

// assignFrame gives the rows of a frame from row first on to its notes. The
// rows before the first label belong to the note that is open. It returns the
// note that is open at the end.
func (n *noteFinder) assignFrame(f *frame, first, open int) int {
	t := n.t
	displaced := n.zoner.beginnings(first, f.begin, f.displaced)
	begins := map[int]int{}
	for k, i := range f.labels {
		row := n.labels[i].row
		if n.labels[i].displaced {
			n.holds(i)
			if len(displaced) == 0 {
				continue
			}
			row, displaced = displaced[0], displaced[1:]
		} else {
			displaced = n.behind(f, k)
		}
		begins[row] = i
	}
	for r := first; r < f.to; r++ {
		if t.Rows[r].Role != InBody {
			continue
		}
		if i, ok := begins[r]; ok {
			open = i
		}
		if open >= 0 {
			t.Rows[r].Role, t.Rows[r].Note = InNote, open
		}
	}
	return open
}

// behind says where the notes begin whose displaced labels come after the k-th
// of a frame, which stands where its note begins: the rows down to the next
// such label are shared out.
func (n *noteFinder) behind(f *frame, k int) []int {
	end, count := f.to, 0
	for _, i := range f.labels[k+1:] {
		if !n.labels[i].displaced {
			end = n.labels[i].row
			break
		}
		count++
	}
	if count == 0 {
		return nil
	}
	from := n.labels[f.labels[k]].row
	if n.t.isMark(from) {
		from = n.zoner.firstRow(from+1, end)
	}
	rows := n.zoner.beginnings(max(from, 0), end, 1+count)
	return rows[min(1, len(rows)):]
}

// holds gives the row of a displaced label to its note; nothing else is in it.
func (n *noteFinder) holds(i int) {
	row := &n.t.Rows[n.labels[i].row]
	row.Role, row.Note = InNote, i
}

// decide turns the labels and roles into decisions.
func (n *noteFinder) decide() {
	t := n.t
	for _, l := range n.labels {
		printed := strings.Trim(t.Src.Text[l.start:l.end], "[]().")
		if l.given > 0 {
			printed = t.given.list[l.given-1].Value
			t.given.notes[len(t.Notes)] = l.given - 1
		}
		t.Notes = append(t.Notes, NoteInfo{Label: printed, Number: l.value, Marker: -1})
	}
	for i, l := range n.labels {
		confidence := clamp01(0.5 + l.score/12)
		if l.end > l.start {
			t.Cut(l.row, Decision{Kind: NoteLabel, Span: document.Span{Start: l.start, End: l.end}, N: i, Confidence: confidence,
				Why: "the label of note " + t.Notes[i].Label + ": the numbers count up, and the text has the mark"})
		}
	}
	t.cutReturns()
	t.decideNoteRuns()
}

// How sure it is that rows belong to a note: they begin with its label, or
// they are where its text may go on, as on the next page.
const (
	runBegins = 0.9
	runGoesOn = 0.8
)

// decideNoteRuns decides which rows belong to which note, as their roles say.
func (t *Text) decideNoteRuns() {
	t.given.begin(t)
	begun := make([]bool, len(t.Notes))
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
		confidence, why := runBegins, "stands where the page has its notes"
		if begun[row.Note] {
			confidence, why = runGoesOn, "stands where the note goes on"
		}
		begun[row.Note] = true
		t.Decide(Decision{Kind: Note, Span: document.Span{Start: row.Start, End: t.Rows[end-1].End}, N: row.Note,
			Value: t.Notes[row.Note].Label, Confidence: confidence, Why: why})
		r = end
	}
}

// follows reports whether row j comes right after row i in the source, so
// that one span can hold both.
func (t *Text) follows(j, i int) bool {
	a, b := &t.Rows[i], &t.Rows[j]
	return b.Start >= a.End && strings.TrimFunc(t.Src.Text[a.End:b.Start], unicode.IsSpace) == ""
}
