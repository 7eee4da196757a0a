package repair

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// GivenStage is the stage of the decisions that a person made.
const GivenStage = "fixes"

// Given is a decision that a person made before the stages run. They work
// around it: it is certain, and no stage may decide otherwise about its place.
//
// What it decides is told by its Kind, and its place by Quote and Span:
//
//	Break             a block begins with Quote
//	Join              Quote goes on in the block above it, behind its Value: " " or nothing
//	Hyphen            the hyphen in Span goes
//	Element           the block that begins with Quote is a Value of level N; see Until
//	RunningHead, ...  what stands from Span.Start to Span.End or Until is left out
//	Marker            Span is the reference mark of the note with the label Value
//	Note              Quote begins the note with the label Value; Span is the label, if any
//	Page              Quote begins a page whose printed number is Value
//	Erratum           Span reads Value
//	Stet              nothing of the kind Value is here: "hyphen" (the one in Span stays,
//	                  and nothing stands behind it), "join" (a space does), an Element's Value,
//	                  "furniture", "marker", "note", "page"
type Given struct {
	Decision // but for Stage and Confidence
	Quote    document.Span
	// Until is behind the last byte that the decision is about, or 0 if it does
	// not say. The block of an Element ends there; else a heading and what
	// stands on a title page end with the lines of Quote, and others where the
	// stages find their end.
	Until int
	Ends  bool // a Stet of a "note": the note to which Quote belongs ends with it
}

// Misfit is a given decision that can't be made.
type Misfit struct {
	Index   int // of the Given
	Message string
}

func (m *Misfit) Error() string { return m.Message }

// Misfits are all given decisions of a text that can't be made, at least one.
type Misfits []*Misfit

// Error returns the first of them.
func (list Misfits) Error() string { return list[0].Error() }

// givens is what a person decided about a text, as the stages see it. A nil
// *givens is that of a text about which nobody decided anything: all methods
// that a stage calls can be called on it.
type givens struct {
	list   []Given
	done   []bool
	covers []cover         // sorted: what a person decided about the letters there
	kept   []document.Span // what is no furniture
	plain  []document.Span // what is no reference mark
	rows   map[int]*givenRow
	notes  map[int]int // from the index of a note to that of the Given that begins it
	errs   Misfits
}

// cover is a span of which no stage may decide anything.
type cover struct {
	document.Span
	given int
}

// givenRow is what was decided about a row.
type givenRow struct {
	lines   int      // index of the Break or Join, -1 if there is none
	element int      // index of the Element, -1
	page    int      // index of the Page, -1
	note    int      // index of the Note, -1
	goesOn  bool     // it is inside of an Element that has no blocks in it
	last    bool     // an Element ends with it
	inside  string   // the Value of the Element that it is inside of
	never   []string // the Values of Stets
}

func newGivens(t *Text, list []Given) *givens {
	if len(list) == 0 {
		return nil
	}
	g := &givens{list: list, done: make([]bool, len(list)), notes: map[int]int{}}
	for i := range list {
		d := &list[i]
		switch {
		case d.Kind == Stet && d.Value == "furniture":
			g.kept = append(g.kept, document.Span{Start: d.Quote.Start, End: max(d.Quote.End, d.Until)})
		case d.Kind == Stet && d.Value == "marker":
			g.plain = append(g.plain, d.Quote)
		case d.Kind.Furniture():
			d.Span.End = max(d.Span.End, d.Until)
			g.covers = append(g.covers, cover{d.Span, i})
		case d.aboutHyphen() || d.Kind == Marker || d.Kind == Erratum || d.Kind == Note && d.Span.Len() > 0,
			d.Kind == Element && d.bullet().Len() > 0:
			g.covers = append(g.covers, cover{d.Span, i})
		}
	}
	slices.SortFunc(g.covers, func(a, b cover) int { return cmp.Compare(a.Start, b.Start) })
	for i := range list {
		if list[i].Kind == Erratum {
			g.correct(t, i)
		}
	}
	return g
}

// bullet is what stands for the bullet of a given list item.
func (d *Given) bullet() document.Span {
	if d.Kind != Element || d.Value != "item" || d.Span == d.Quote {
		return document.Span{}
	}
	return d.Span
}

// correct puts the words of an erratum in the place of the misread ones. Where
// those go over a line's end, all words stand in the first line.
func (g *givens) correct(t *Text, i int) {
	d := g.list[i]
	value := d.Value
	for n := t.Src.LineAt(d.Span.Start); n < len(t.Src.Lines) && t.Src.Lines[n].Start < d.Span.End; n++ {
		line := t.Src.Lines[n]
		part := document.Span{Start: max(d.Span.Start, line.Start), End: min(d.Span.End, line.End)}
		if strings.TrimSpace(t.Src.Text[part.Start:part.End]) == "" {
			continue
		}
		g.decide(t, i, Decision{Kind: Erratum, Span: part, Value: value})
		value = ""
	}
	t.Report("fixes/erratum", finding.Info, d.Span.Start, "", "%s is corrected to %s", quote(t.Src.Text[d.Span.Start:d.Span.End]), quote(d.Value))
}

// decide adds a decision that is or follows from the given number i.
func (g *givens) decide(t *Text, i int, d Decision) {
	d.Stage, d.Confidence, d.Why = GivenStage, 1, g.why(i)
	t.Decisions = append(t.Decisions, d)
	g.done[i] = true
}

func (g *givens) why(i int) string { return cmp.Or(g.list[i].Why, "a person says so") }

// fail says that the given number i can't be done.
func (g *givens) fail(i int, format string, args ...any) {
	g.done[i] = true
	g.errs = append(g.errs, &Misfit{i, fmt.Sprintf(format, args...)})
}

// locate finds the rows that the givens are about. It is called whenever rows
// have changed.
func (g *givens) locate(t *Text) {
	if g == nil {
		return
	}
	g.rows = map[int]*givenRow{}
	for i := range g.list {
		d := &g.list[i]
		row := t.rowNear(d.Quote.Start)
		if row < 0 {
			continue
		}
		r := g.row(row)
		switch {
		case d.Kind == Break || d.Kind == Join:
			r.lines = i
		case d.Kind == Page:
			r.page = i
		case d.Kind == Note:
			r.note = i
		case d.Kind == Element:
			r.element = i
			g.extend(t, d, row)
		case d.Kind == Stet && !d.Ends:
			r.never = append(r.never, d.Value)
		}
	}
}

func (g *givens) row(row int) *givenRow {
	if g.rows[row] == nil {
		g.rows[row] = &givenRow{lines: -1, element: -1, page: -1, note: -1}
	}
	return g.rows[row]
}

// extend marks the rows of an Element, if it says where it ends.
func (g *givens) extend(t *Text, d *Given, row int) {
	end := d.Until
	if end == 0 && d.endsWithQuote() {
		end = d.Quote.End
	}
	if end == 0 {
		return
	}
	last := max(row, t.rowNear(end-1))
	blank := 0 // empty lines that part stanzas are more than this
	if last > row {
		blank = t.Rows[row+1].Blank
	}
	for r := row + 1; r <= last; r++ {
		blank = min(blank, t.Rows[r].Blank)
	}
	for r := row; r <= last; r++ {
		inside := g.row(r)
		inside.inside = d.Value
		inside.goesOn = r > row && d.Value != "quote" && (d.Value != "verse" || t.Rows[r].Blank <= blank || t.Rows[r].Page != t.Rows[r-1].Page)
	}
	g.row(last).last = true
}

// endsWithQuote reports whether the block of an Element is what is quoted.
func (d *Given) endsWithQuote() bool {
	switch d.Value {
	case "heading", "title", "subtitle", "byline", "scene break":
		return true
	}
	return false
}

// rowNear finds the row that holds a byte of the source, or to whose line it
// belongs; -1 if no row of its line ends behind it.
func (t *Text) rowNear(offset int) int {
	line := t.Src.LineAt(offset)
	for at := offset; at < t.Src.Lines[line].End; at++ {
		if row := t.rowAt(at); row >= 0 {
			return row
		}
	}
	return -1
}

// split cuts rows where something is given to begin or to end in their midst.
func (g *givens) split(t *Text) {
	var cuts []int
	at := func(offset int) {
		if row := t.rowAt(offset); row >= 0 && offset > t.Rows[row].Start {
			cuts = append(cuts, offset)
		}
	}
	for i := range g.list {
		d := &g.list[i]
		switch {
		case d.Kind == Break || d.Kind == Page || d.Kind == Note:
			at(d.Quote.Start)
		case d.Kind == Element:
			at(d.Quote.Start)
			if d.Until == 0 && d.endsWithQuote() {
				at(d.Quote.End)
			}
		}
		if d.Until > 0 && (d.Kind == Element || d.Kind == Note) {
			at(d.Until)
		}
		if d.Ends {
			at(d.Quote.End)
		}
	}
	slices.Sort(cuts)
	t.splitKept(slices.Compact(cuts))
}

// splitKept splits rows, though some are known by their numbers already: those
// that carry folios, and those in the margin.
func (t *Text) splitKept(cuts []int) {
	if len(cuts) == 0 {
		return
	}
	starts := make([]int, len(t.Rows))
	for i := range t.Rows {
		starts[i] = t.Rows[i].Start
	}
	margin := t.inMargin
	t.Split(cuts)
	for i := range t.folios {
		if f := &t.folios[i]; f.row >= 0 {
			f.row = t.rowNear(starts[f.row])
		}
	}
	for i := range t.counts {
		t.counts[i].row = t.rowNear(starts[t.counts[i].row])
	}
	if margin == nil {
		return
	}
	t.inMargin = make([]bool, len(t.Rows))
	for i, is := range margin {
		if is {
			t.inMargin[t.rowNear(starts[i])] = true
		}
	}
}

// between says what is given about the boundary of two rows: that a block ends
// there (1), that the text goes on (-1), or nothing (0).
func (g *givens) between(above, below int) int8 {
	if g == nil {
		return 0
	}
	b := g.rows[below]
	switch a := g.rows[above]; {
	case b != nil && b.lines >= 0 && g.list[b.lines].Kind == Join:
		return -1
	case b != nil && (b.lines >= 0 || b.element >= 0), a != nil && a.last:
		return 1
	case b != nil && b.goesOn:
		return -1
	}
	return 0
}

// never reports whether something is given not to be in a row.
func (g *givens) never(row int, value string) bool {
	return g != nil && g.rows[row] != nil && slices.Contains(g.rows[row].never, value)
}

// inside is the Value of the Element that a row is given to be inside of, or "".
func (g *givens) inside(row int) string {
	if g == nil || g.rows[row] == nil {
		return ""
	}
	return g.rows[row].inside
}

// element returns the Element that is given for the block that begins with a row.
func (g *givens) element(row int) (d *Given, ok bool) {
	if g == nil || g.rows[row] == nil || g.rows[row].element < 0 {
		return nil, false
	}
	return &g.list[g.rows[row].element], true
}

// items leaves out the bullets with which a person says that no item begins,
// and adds those that a person found.
func (g *givens) items(items map[int]int) map[int]int {
	if g == nil {
		return items
	}
	for row, r := range g.rows {
		switch {
		case r.element >= 0 && g.list[r.element].Value == "item":
		case r.element >= 0 || r.lines >= 0 && g.list[r.lines].Kind == Join || r.goesOn || slices.Contains(r.never, "item"):
			delete(items, row)
		}
	}
	return items
}
