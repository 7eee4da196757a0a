package repair

import (
	"slices"

	"github.com/refolio/refolio/pipeline/document"
)

const (
	// givenScore is what a mark is worth that a person has found: more than all
	// that may speak against it.
	givenScore = 1000.0
	// givenLabel is what a label is worth. If the numbers don't count up with it
	// all the same, it is no part of the chain, and the others are what they are
	// without it.
	givenLabel = 6.0
)

// labels puts the labels that a person found among those that the text seems
// to have, and takes out the ones that are none.
func (g *givens) labels(t *Text, labels []label) []label {
	if g == nil {
		return labels
	}
	labels = slices.DeleteFunc(labels, func(l label) bool {
		r := g.rows[l.row]
		return r != nil && (r.note >= 0 || slices.Contains(r.never, "note")) || overlapsCover(g.covers, document.Span{Start: l.start, End: l.end})
	})
	for i := range g.list {
		d := &g.list[i]
		row := t.rowNear(d.Quote.Start)
		if d.Kind != Note || row < 0 || t.Rows[row].Role == Removed {
			continue
		}
		if r := &t.Rows[row]; d.Span.Len() > 0 && (d.Span.Start < r.Start || d.Span.End > r.End) {
			g.fail(i, "another fix cuts the label %s in two", quote(t.Src.Text[d.Span.Start:d.Span.End]))
			continue
		}
		l := label{given: i + 1, text: d.Span.End, page: t.Rows[row].Page,
			mark: mark{row: row, start: d.Span.Start, end: d.Span.End, value: labelValue(d.Value, i), form: gluedToLetter}}
		at := slices.IndexFunc(labels, func(k label) bool { return k.row > row && !k.displaced })
		if at < 0 {
			at = len(labels)
		}
		labels = slices.Insert(labels, at, l)
	}
	return labels
}

// complete adds the labels that a person found to those that were chosen.
func (g *givens) complete(chosen, labels []label) []label {
	if g == nil {
		return chosen
	}
	have := map[int]bool{}
	for _, l := range chosen {
		have[l.given] = true
	}
	for _, l := range labels {
		if l.given == 0 || have[l.given] {
			continue
		}
		at := slices.IndexFunc(chosen, func(k label) bool { return k.row > l.row && !k.displaced })
		if at < 0 {
			at = len(chosen)
		}
		chosen = slices.Insert(chosen, at, l)
	}
	return chosen
}

func overlapsCover(covers []cover, s document.Span) bool {
	return slices.ContainsFunc(covers, func(c cover) bool { return c.Start < s.End && s.Start < c.End })
}

// labelValue is the number of a label, or one of its own if it is none: i
// tells it from the others.
func labelValue(label string, i int) int {
	if n, size, _ := number(label); size == len(label) && n > 0 {
		return n
	}
	if n, size := symbolMark(label); size == len(label) && size > 0 {
		return n
	}
	return 9*symbolBase + 2*i
}

// marks leaves out the marks that a person says are none, and those about
// which a person decided.
func (g *givens) marks(marks []mark) []mark {
	if g == nil {
		return marks
	}
	return slices.DeleteFunc(marks, func(m mark) bool {
		s := document.Span{Start: m.start, End: m.end}
		return overlaps(g.plain, s) || overlapsCover(g.covers, s)
	})
}

// markOf is the mark that a person found for a note, whose text begins at a
// byte of the source. A mark belongs to the next note with its label behind
// it, or if there is none to the last one before it.
func (g *givens) markOf(t *Text, starts []int, note int) (d *Given, ok bool) {
	if g == nil {
		return nil, false
	}
	for i := range g.list {
		if d := &g.list[i]; d.Kind == Marker && !g.done[i] && d.noteOf(t, starts) == note {
			return d, true
		}
	}
	return nil, false
}

// noteOf is the note to which a mark belongs, or -1. starts are the places at
// which the notes of the text begin.
func (d *Given) noteOf(t *Text, starts []int) int {
	best := -1
	for n, start := range starts {
		if t.Notes[n].Label != d.Value {
			continue
		}
		if best < 0 || start > d.Span.Start && (starts[best] <= d.Span.Start || start < starts[best]) || start <= d.Span.Start && starts[best] < start {
			best = n
		}
	}
	return best
}

// begin makes notes begin and end where a person says so, if the roles of the
// rows say otherwise yet.
func (g *givens) begin(t *Text) {
	if g == nil {
		return
	}
	g.locate(t)
	for i := range g.list {
		if d := &g.list[i]; d.Kind == Note {
			g.beginNote(t, i)
		}
	}
	for i := range g.list {
		if g.list[i].Ends {
			g.endNote(t, i)
		}
	}
}

// beginNote makes the given number i a note with its rows.
func (g *givens) beginNote(t *Text, i int) {
	d := &g.list[i]
	row := t.rowNear(d.Quote.Start)
	if row < 0 || t.Rows[row].Role == Removed {
		return
	}
	note, known := g.noteFrom(i)
	if !known {
		note = len(t.Notes)
		g.notes[note] = i
		t.Notes = append(t.Notes, NoteInfo{Label: d.Value, Number: labelValue(d.Value, i), Marker: -1})
		before := t.Rows[row]
		for r := row; r < len(t.Rows); r++ {
			here := &t.Rows[r]
			if r > row && here.Role != Removed && (here.Role != before.Role || here.Note != before.Note || here.Page != before.Page || g.rows[r] != nil && g.rows[r].note >= 0) {
				break
			}
			if here.Role != Removed {
				here.Role, here.Note = InNote, note
			}
		}
		if d.Span.Len() > 0 {
			t.Cut(row, Decision{Kind: NoteLabel, Span: d.Span, N: note, Stage: GivenStage, Confidence: 1, Why: g.why(i)})
		}
	}
	if d.Until > 0 {
		g.bound(t, note, row, t.rowNear(d.Until-1))
	}
}

func (g *givens) noteFrom(i int) (note int, known bool) {
	for note, given := range g.notes {
		if given == i {
			return note, true
		}
	}
	return 0, false
}

// bound gives a note the rows up to the row last, and no row behind it.
func (g *givens) bound(t *Text, note, from, last int) {
	for r := range t.Rows {
		row := &t.Rows[r]
		switch {
		case row.Role == Removed:
		case from <= r && r <= last:
			row.Role, row.Note = InNote, note
		case r > last && row.Role == InNote && row.Note == note:
			row.Role, row.Note = InBody, 0
		}
	}
}

// endNote ends the note to which a quotation belongs with it.
func (g *givens) endNote(t *Text, i int) {
	last := t.rowNear(g.list[i].Quote.End - 1)
	if last < 0 {
		return
	}
	from := last
	for from > 0 && t.Rows[from].Role != InNote {
		from-- // the note has to go on as far as here
	}
	if t.Rows[from].Role != InNote {
		g.fail(i, "no note stands before %s", quote(t.Src.Text[g.list[i].Quote.Start:g.list[i].Quote.End]))
		return
	}
	g.bound(t, t.Rows[from].Note, from, last)
}

// linkMarks links the marks that a person found and the stage did not.
func (g *givens) linkMarks(t *Text) {
	starts := make([]int, len(t.Notes))
	for n := range starts {
		starts[n] = -1
	}
	for r := range t.Rows {
		if row := &t.Rows[r]; row.Role == InNote && starts[row.Note] < 0 {
			starts[row.Note] = row.Start
		}
	}
	for i := range g.list {
		d := &g.list[i]
		if d.Kind != Marker || g.done[i] {
			continue
		}
		note := d.noteOf(t, starts)
		if note < 0 {
			continue // settle says so
		}
		t.Decisions = slices.DeleteFunc(t.Decisions, func(old Decision) bool {
			gone := old.Kind == Marker && old.N == note && old.Stage != GivenStage
			if gone {
				delete(t.markStarts, old.Span.Start)
				delete(t.markEnds, old.Span.End)
			}
			return gone
		})
		g.decide(t, i, Decision{Kind: Marker, Span: d.Span, N: note, Value: d.Value})
		t.Notes[note].Marker = d.Span.Start
		if t.markStarts == nil {
			t.forgetMarks()
		}
		t.addMark(t.rowAt(d.Span.Start), d.Span.Start, d.Span.End)
	}
}

// settleNote makes a note of a given one where the stage is off.
func (g *givens) settleNote(t *Text, i int) {
	d := &g.list[i]
	if row := t.rowNear(d.Quote.Start); row < 0 || t.Rows[row].Role == Removed {
		g.fail(i, "%s is left out of the text", quote(t.Src.Text[d.Quote.Start:d.Quote.End]))
		return
	}
	g.fail(i, "the stage notes is off: a note needs it")
}
