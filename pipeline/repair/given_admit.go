package repair

import (
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// admit looks at a decision of a stage before it is taken. One that says what
// a person says becomes that person's; one that says otherwise is dropped.
func (g *givens) admit(t *Text, d *Decision) bool {
	if g == nil || d.Stage == GivenStage {
		return true
	}
	switch {
	case d.Kind.Removes() || d.Kind == Character || d.Kind == Space || d.Kind == Tight && d.Span.Len() > 0:
		return g.admitEdit(t, d)
	case d.Kind == Break || d.Kind == Join || d.Kind == Tight || d.Kind == Element || d.Kind == Stet || d.Kind == Page:
		return g.admitPlace(t, d)
	case d.Kind == Note:
		if i, ok := g.notes[d.N]; ok && !g.done[i] {
			g.take(d, i)
		}
	}
	return true
}

// take makes a decision of a stage that of a person.
func (g *givens) take(d *Decision, i int) {
	d.Stage, d.Confidence, d.Why = GivenStage, 1, g.why(i)
	g.done[i] = true
}

// admitEdit is about what becomes of letters.
func (g *givens) admitEdit(t *Text, d *Decision) bool {
	if d.Kind.Furniture() && overlaps(g.kept, d.Span) || d.Kind == Marker && overlaps(g.plain, d.Span) {
		return false
	}
	at, found := slices.BinarySearchFunc(g.covers, d.Span.Start, func(c cover, start int) int {
		if c.End <= start {
			return -1
		}
		return 1
	})
	if found || at == len(g.covers) {
		return true
	}
	c := g.covers[at]
	switch given := &g.list[c.given]; {
	case c.Start >= d.Span.End || d.Span.Len() == 0 && d.Span.Start <= c.Start:
		return true
	case c.Span == d.Span && (given.Kind == d.Kind || given.Kind == Note && d.Kind == NoteLabel || given.Kind == Element && d.Kind == Bullet):
		if given.Kind == Note || given.Kind == Element {
			d.Stage, d.Confidence, d.Why = GivenStage, 1, g.why(c.given)
		} else {
			g.take(d, c.given)
		}
		return true
	case d.Kind.Furniture() && given.Kind.Furniture():
		g.rest(t, *d)
	}
	return false
}

// overlaps reports whether a span has bytes in common with one of a list.
func overlaps(list []document.Span, s document.Span) bool {
	return slices.ContainsFunc(list, func(k document.Span) bool { return k.Start < s.End && s.Start < k.End })
}

// rest decides what a stage decided about the bytes of a piece of furniture of
// which a person decided about a part.
func (g *givens) rest(t *Text, d Decision) {
	end := d.Span.End
	d.Stage = t.stage
	for _, c := range g.covers {
		if c.End <= d.Span.Start || c.Start >= end {
			continue
		}
		if d.Span.End = c.Start; strings.TrimSpace(t.Src.Text[d.Span.Start:max(d.Span.Start, d.Span.End)]) != "" {
			t.Decisions = append(t.Decisions, d)
		}
		d.Span.Start = min(c.End, end)
	}
	if d.Span.End = end; strings.TrimSpace(t.Src.Text[d.Span.Start:end]) != "" {
		t.Decisions = append(t.Decisions, d)
	}
}

// admitPlace is about what happens where a row begins.
func (g *givens) admitPlace(t *Text, d *Decision) bool {
	row := t.rowNear(d.Span.Start)
	r := g.rows[row]
	if r == nil {
		return true
	}
	switch d.Kind {
	case Page:
		if r.page >= 0 {
			g.take(d, r.page)
		}
		return true
	case Element:
		if r.element < 0 {
			return !slices.Contains(r.never, d.Value)
		}
		given := &g.list[r.element]
		if given.Value != d.Value || given.N != d.N {
			return false
		}
		g.take(d, r.element)
		return true
	case Stet:
		if d.Value != "break" && d.Value != "join" {
			return r.element < 0
		}
	}
	switch {
	case r.lines >= 0:
	case r.element >= 0 && d.Kind == Break:
		d.Stage, d.Confidence, d.Why = GivenStage, 1, g.why(r.element)
		return true
	case r.element >= 0:
		return d.Kind == Stet && d.Value == "join"
	default:
		return d.Kind != Break && !(d.Kind == Stet && d.Value == "break") || !r.goesOn
	}
	given := &g.list[r.lines]
	same := given.Kind == d.Kind && given.Value == d.Value
	if same {
		g.take(d, r.lines)
	}
	return same
}
