package repair

import (
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// give does what a person decided in the place of a stage, right after it: the
// stage learns from the text as it is, so that what a person says about one
// line changes nothing about others.
func (t *Text) give(stage string) {
	g := t.given
	if g == nil {
		return
	}
	switch stage {
	case "columns":
		g.split(t)
	case "furniture":
		g.cutFurniture(t)
	case "notes":
		g.linkMarks(t)
	}
}

// cutFurniture takes out what a person says is furniture.
func (g *givens) cutFurniture(t *Text) {
	for i := range g.list {
		d := &g.list[i]
		if !d.Kind.Furniture() || g.done[i] {
			continue
		}
		for row := range t.Rows {
			r := &t.Rows[row]
			part := document.Span{Start: max(d.Span.Start, r.Start), End: min(d.Span.End, r.End)}
			if part.Start >= part.End {
				continue
			}
			cut := Decision{Kind: d.Kind, Span: part, Stage: GivenStage, Confidence: 1, Why: g.why(i)}
			if r.Role == Removed {
				continue
			}
			t.Cut(row, cut)
			g.done[i] = true
		}
		if !g.done[i] {
			g.fail(i, "%s is left out already", quote(t.Src.Text[d.Span.Start:d.Span.End]))
		}
	}
}

// pages makes pages begin where a person says so, and gives them their labels.
func (g *givens) pages(t *Text) {
	if g == nil {
		return
	}
	for i := range g.list {
		d := &g.list[i]
		row := t.rowNear(d.Quote.Start)
		if row < 0 || d.Kind != Page && !(d.Kind == Stet && d.Value == "page") {
			continue
		}
		at, begins := slices.BinarySearchFunc(t.Pages, row, func(p PageInfo, row int) int { return p.First - row })
		switch {
		case d.Kind == Stet && begins && at > 0:
			t.Pages = slices.Delete(t.Pages, at, at+1)
			if at < len(t.folios) {
				t.folios = slices.Delete(t.folios, at, at+1)
			}
		case d.Kind == Page && !begins:
			t.Pages = slices.Insert(t.Pages, at, PageInfo{First: row})
			if at <= len(t.folios) && t.folios != nil {
				t.folios = slices.Insert(t.folios, at, folio{row: -1})
			}
			g.placeFolio(t, at)
		}
		if d.Kind == Page {
			t.Pages[at].Label = d.Value
		}
	}
	for p := range t.Pages {
		from, to := t.pageRows(p)
		for r := from; r < to; r++ {
			t.Rows[r].Page = p
		}
	}
}

// placeFolio gives the folio of a page that was cut in two to the half in which
// it stands.
func (g *givens) placeFolio(t *Text, page int) {
	if page >= len(t.folios) || page == 0 || t.folios[page-1].row < t.Pages[page].First {
		return
	}
	t.folios[page], t.folios[page-1] = t.folios[page-1], t.folios[page]
	t.Pages[page-1].Label = ""
}

// hyphen is what a person says about the hyphen at the end of a row, before
// the row next.
func (g *givens) hyphen(t *Text, at, next int) (v verdict, ok bool) {
	if g == nil {
		return v, false
	}
	for i := range g.list {
		d := &g.list[i]
		if d.Span.Start != at || !d.aboutHyphen() {
			continue
		}
		g.done[i] = true
		v = verdict{confidence: 1, why: g.why(i)}
		switch {
		case d.Kind == Hyphen:
			v.outcome = whole
		case d.Value == "hyphen":
			v.outcome = hyphened
		}
		return v, true
	}
	if r := g.rows[next]; r != nil && (r.lines >= 0 && g.list[r.lines].Value != "" || r.lines >= 0 && g.list[r.lines].Kind == Break || r.element >= 0) {
		return verdict{outcome: apart, confidence: 1, why: "a person says that no word goes on there"}, true
	}
	return v, false
}

// aboutHyphen reports whether d is about a hyphen or a dash.
func (d *Given) aboutHyphen() bool {
	return d.Kind == Hyphen || d.Kind == Stet && (d.Value == "hyphen" || d.Value == "join")
}

// endOf reports whether a person has decided about the hyphen or dash with
// which a row ends, so that no stage has to.
func (g *givens) endOf(t *Text, row int) bool {
	return g != nil && slices.ContainsFunc(g.list, func(d Given) bool {
		return d.aboutHyphen() && t.Rows[row].Start <= d.Span.Start && d.Span.End == t.Rows[row].End
	})
}

// settle decides what no stage has had a chance to decide: because it is off,
// or saw nothing there to decide about.
func (g *givens) settle(t *Text) error {
	if g == nil {
		return nil
	}
	g.locate(t)
	for i := range g.list {
		if !g.done[i] {
			g.settleOne(t, i)
		}
	}
	g.checkJoins(t)
	g.checkColumns(t)
	if len(g.errs) > 0 {
		return g.errs
	}
	return nil
}

// checkJoins looks for lines that are to go on where there is nothing to go on
// from: at the beginning of the text or of a note, and in what is left out.
func (g *givens) checkJoins(t *Text) {
	for i := range g.list {
		d := &g.list[i]
		if d.Kind != Join {
			continue
		}
		row := t.rowNear(d.Quote.Start)
		quoted := quote(t.Src.Text[d.Quote.Start:d.Quote.End])
		switch {
		case row < 0 || t.Rows[row].Role == Removed:
			g.fail(i, "%s is left out and can't go on from a line: say furniture: no first", quoted)
		case t.flowBefore(row) >= 0:
		case t.Rows[row].Role == InNote:
			g.fail(i, "the note begins with %s, which can't go on from a line before it: say note: no if it is none", quoted)
		default:
			g.fail(i, "the text begins with %s: there is no line before it to go on from", quoted)
		}
	}
}

// checkColumns looks for decisions about letters that stand in two columns.
func (g *givens) checkColumns(t *Text) {
	var ours []document.Span
	for i := range t.Decisions {
		if d := &t.Decisions[i]; d.Stage == GivenStage && (d.Kind.Removes() || d.Kind == Erratum) {
			ours = append(ours, d.Span)
		}
	}
	for i := range t.Decisions {
		d := &t.Decisions[i]
		if d.Kind != Order {
			continue
		}
		for _, s := range ours {
			if s.Start < d.Span.Start && d.Span.Start < s.End || s.Start < d.Span.End && d.Span.End < s.End {
				for _, c := range g.covers {
					if c.Start <= s.Start && s.End <= c.End {
						g.fail(c.given, "%s lies in two columns: quote less", quote(t.Src.Text[s.Start:s.End]))
					}
				}
			}
		}
	}
}

func (g *givens) settleOne(t *Text, i int) {
	d := g.list[i]
	place := document.Span{Start: d.Quote.Start, End: d.Quote.Start}
	if row := t.rowNear(d.Quote.Start); row >= 0 && t.Rows[row].Start > d.Quote.Start {
		place = document.Span{Start: t.Rows[row].Start, End: t.Rows[row].Start}
	}
	switch {
	case d.aboutHyphen():
		g.settleHyphen(t, i)
	case d.Kind == Break || d.Kind == Join || d.Kind == Page:
		g.decide(t, i, Decision{Kind: d.Kind, Value: d.Value, Span: place})
	case d.Kind == Element:
		if !t.breaksAt(place.Start) {
			g.decide(t, i, Decision{Kind: Break, Span: place})
		}
		if b := d.bullet(); b.Len() > 0 {
			g.decide(t, i, Decision{Kind: Bullet, Span: b})
		}
		place.End = max(place.Start, d.Quote.End, d.Until)
		g.decide(t, i, Decision{Kind: Element, Value: d.Value, N: d.N, Span: place})
	case d.Kind == Marker:
		g.fail(i, "no note has the label %s: say where it begins, with note: %s", quote(d.Value), quote(d.Value))
	case d.Kind == Note:
		g.settleNote(t, i)
	case d.Kind == Stet:
		g.decide(t, i, Decision{Kind: Stet, Value: d.Value, Span: place})
	default:
		g.fail(i, "%s can't be done here", d.Kind)
	}
}

// breaksAt reports whether a block begins at a byte.
func (t *Text) breaksAt(at int) bool {
	return slices.ContainsFunc(t.Decisions, func(d Decision) bool { return d.Kind == Break && d.Span.Start == at })
}

// settleHyphen does what a person says about a hyphen that the stage did not
// see: in the middle of a line, or where the stage is off.
func (g *givens) settleHyphen(t *Text, i int) {
	d := g.list[i]
	if d.Kind == Hyphen {
		g.decide(t, i, Decision{Kind: Hyphen, Span: d.Span})
	}
	row := t.rowNear(d.Span.Start)
	if row < 0 || strings.TrimSpace(t.Src.Text[d.Span.End:max(d.Span.End, t.Rows[row].End)]) != "" {
		g.done[i] = true
		return // in the middle of its row, where nothing has to be joined
	}
	next := t.nextInFlow(row)
	if next < 0 {
		g.fail(i, "nothing follows the hyphen")
		return
	}
	place := document.Span{Start: t.Rows[next].Start, End: t.Rows[next].Start}
	if d.Kind == Stet && d.Value == "join" {
		g.decide(t, i, Decision{Kind: Stet, Value: "join", Span: place})
		return
	}
	g.decide(t, i, Decision{Kind: Join, Span: place})
}

// nextInFlow is the row that follows another in its flow, or -1.
func (t *Text) nextInFlow(row int) int {
	for r := row + 1; r < len(t.Rows); r++ {
		if t.sameFlow(r, row) {
			return r
		}
	}
	return -1
}

// flowBefore is the row that comes before another in its flow, or -1.
func (t *Text) flowBefore(row int) int {
	for r := row - 1; r >= 0; r-- {
		if t.sameFlow(r, row) {
			return r
		}
	}
	return -1
}

// sameFlow reports whether two rows belong to the running text, or to one note.
func (t *Text) sameFlow(a, b int) bool {
	return t.Rows[a].Role == t.Rows[b].Role && (t.Rows[a].Role != InNote || t.Rows[a].Note == t.Rows[b].Note)
}
