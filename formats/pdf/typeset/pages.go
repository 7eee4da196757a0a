package typeset

import "github.com/refolio/refolio/formats/pdf/measure"

// Layout is the form of the pages.
type Layout struct {
	Height   measure.Unit // of the text area
	Leading  measure.Unit // of the body
	NoteGap  measure.Unit // between the body and the first note; the rule stands in it
	Columns  int          // on a page; 0 stands for 1
	Flush    bool         // spread the rows so that pages end at the same height
	NoteRows [][]Row      // the rows of each note
}

// Paginate breaks rows into columns and these into pages. Where a chapter ends,
// its last columns are made equally long. Every note that a row refers to begins on
// the row's column, at its foot; a note is split only where the column would be
// left with more empty lines than a split is worth, or where it is longer than
// a page. Each column is chosen by what it costs: the square of the lines that
// stay empty, the penalty of the row that begins the next one, and the price
// of a split.
func Paginate(rows []Row, layout Layout) []Page {
	p := paginator{Layout: layout, rows: rows}
	p.Columns = max(1, p.Columns)
	for p.next < len(rows) || len(p.carry) > 0 {
		p.page()
	}
	return p.pages
}

// The prices of page breaks, in squares of empty lines times 10: a split note
// is worth about five empty lines.
const (
	squareOfLine = 10
	splitCost    = 250
	splitRowCost = 8    // for each row of a note that goes over
	shortSplit   = 400  // fewer than two rows of a note before or after the split
	strandedCost = 2000 // a page of hardly any text below the rest of a note
	fewLines     = 5    // a chapter's last page should have as many
	deferredCost = 900  // a note that doesn't even begin on the page of its mark
)

// paginator makes the pages.
type paginator struct {
	Layout
	rows  []Row
	pages []Page
	state
	top   measure.Unit // the height of the rows across the columns
	limit int          // the first row that may not stand in the current column
}

// state is how far the paginator has come.
type state struct {
	next   int    // the first row of the next column
	carry  []*Row // notes for the next column: the rest of the last one's
	broken bool   // the first of these was broken
}

// candidate is a way to end the current column.
type candidate struct {
	end   int // the row that begins the next column
	body  measure.Unit
	free  measure.Unit // what stays empty
	notes int          // how many rows of the notes stand in this column
	cost  int
}

// page makes one page.
func (p *paginator) page() {
	page := Page{}
	if p.next < len(p.rows) {
		page.Recto = p.rows[p.next].NewRecto
	}
	p.placeWide(&page)
	if begin := p.state; p.top < p.Height-3*p.Leading {
		page.Columns = p.fill()
		p.balanceEnd(&page, begin)
	}
	p.pages = append(p.pages, page)
}

// placeWide places the rows at the head of the page that stand across all
// columns. What they refer to stands in the first.
func (p *paginator) placeWide(page *Page) {
	p.top = 0
	for p.Columns > 1 && p.next < len(p.rows) && p.rows[p.next].Wide {
		row := &p.rows[p.next]
		if len(page.Wide) > 0 && p.top+row.Space+row.Height > p.Height {
			return
		}
		if len(page.Wide) > 0 {
			p.top += row.Space
		}
		page.Wide = append(page.Wide, Placed{row, p.top + row.Ascent})
		p.top += row.Height
		for _, n := range row.Notes {
			p.carry = p.addNote(p.carry[:len(p.carry):len(p.carry)], n)
		}
		p.next++
	}
	if len(page.Wide) > 0 && p.next < len(p.rows) {
		p.top += p.rows[p.next].Space
	}
}

// fill makes the columns of a page.
func (p *paginator) fill() []Column {
	var columns []Column
	for i := range p.Columns {
		p.limit = len(p.rows)
		if i > 0 && p.ends(p.next) {
			if p.limit = p.next; len(p.carry) == 0 {
				break
			}
		}
		columns = append(columns, p.column())
	}
	return columns
}

// balanceEnd makes the columns of a chapter's last page, which begins so, as
// short as they can be if they are to hold the same rows.
func (p *paginator) balanceEnd(page *Page, begin state) {
	end, full := p.state, p.Height
	if p.Columns == 1 || !p.ends(end.next) || len(end.carry) > 0 {
		return
	}
	defer func() { p.Height, p.state = full, end }()
	var total measure.Unit
	for i := begin.next; i < end.next; i++ {
		total += p.rows[i].Height
	}
	lines := max(total/measure.Unit(p.Columns)/p.Leading, 1)
	for p.Height = p.top + lines*p.Leading; p.Height < full; p.Height += p.Leading {
		p.state = begin
		if shorter := p.fill(); p.next == end.next && len(p.carry) == 0 {
			page.Columns = shorter
			return
		}
	}
}

// column makes one column.
func (p *paginator) column() Column {
	best, notes := p.choose()
	column := Column{Continued: p.broken}
	p.placeBody(&column, best)
	p.placeNotes(&column, notes[:best.notes])
	p.carry = notes[best.notes:]
	p.broken = len(p.carry) > 0
	p.next = best.end
	return column
}

// choose looks at all ways to end the column and returns the cheapest, with the
// rows of all notes that belong on it.
func (p *paginator) choose() (candidate, []*Row) {
	notes := p.carry[:len(p.carry):len(p.carry)]
	notesHeight := heights(notes)
	split := splitting{} // the rest of a note from the page before may be split
	body := measure.Unit(0)
	best := candidate{cost: -1}
	var bestNotes []*Row
	for i := p.next; i < p.limit; i++ {
		row := &p.rows[i]
		if i > p.next {
			if row.NewPage || row.NewRecto {
				break
			}
			body += row.Space
		}
		body += row.Height
		for j, n := range row.Notes {
			if n > len(p.NoteRows) {
				continue
			}
			if split.last = len(notes); j == 0 {
				split.first = split.last
			}
			notes = p.addNote(notes, n)
			notesHeight += heights(notes[split.last:])
		}
		c, ok := p.fit(i+1, body, notes, notesHeight, split)
		if !ok {
			break
		}
		if best.cost < 0 || c.cost <= best.cost {
			best, bestNotes = c, notes
		}
	}
	if best.cost < 0 {
		return p.forced(notes)
	}
	return best, bestNotes
}

// splitting says which of the rows of a page's notes may go over to the next
// page: those of the last note that is referred to, which begins with row last,
// and, at a price, those of all notes of the same line, which begin with row
// first.
type splitting struct{ first, last int }

// fit says whether the page may end before row end, with the given height of
// its body and the rows of its notes, and at what cost.
func (p *paginator) fit(end int, body measure.Unit, notes []*Row, notesHeight measure.Unit, split splitting) (candidate, bool) {
	c := candidate{end: end, body: body, notes: len(notes)}
	free := p.Height - p.top - body
	if len(notes) > 0 {
		free -= p.NoteGap + notesHeight
	}
	drop := func() {
		c.notes--
		free += notes[c.notes].Height + notes[c.notes].Space
	}
	for free < 0 && c.notes > split.first {
		drop()
	}
	if over := len(notes) - c.notes; over > 0 && c.notes-split.first > 2 && notes[c.notes-1].Broken {
		drop() // rather than within a word
	}
	if free < 0 || c.notes == split.first && split.first < len(notes) {
		return c, false
	}
	c.free = free
	c.cost = p.costOfSplit(c, len(notes), split) + p.costOfEnd(end, free)
	return c, true
}

// costOfSplit is what it costs that some of the rows of the notes go over to
// the next page.
func (p *paginator) costOfSplit(c candidate, notes int, split splitting) int {
	over := notes - c.notes
	if over == 0 {
		return 0
	}
	cost := splitCost + splitRowCost*over
	if over < 2 || c.notes-split.first < 2 {
		cost += shortSplit
	}
	if c.notes <= split.last && split.last > split.first {
		cost += deferredCost
	}
	if split.last == 0 && len(p.carry) > 0 && c.body < 3*p.Leading {
		cost += strandedCost
	}
	return cost
}

// costOfEnd is what it costs to end a page before a row with the given height
// left free.
func (p *paginator) costOfEnd(end int, free measure.Unit) int {
	if p.ends(end) {
		return 0
	}
	lines := int(free * 10 / p.Leading) // tenths of lines
	return lines*lines*squareOfLine/100 + p.rows[end].Penalty + p.costOfStub(end)
}

// costOfStub is what it costs that so little is left for the chapter's last
// page, if nothing but the rows from end on stands there.
func (p *paginator) costOfStub(end int) int {
	left := 0
	for left < fewLines && !p.ends(end+left) || left == 0 {
		left++
	}
	return (fewLines - left) * (fewLines - left) * squareOfLine
}

// ends reports whether a page that ends before row end is the last of its
// chapter, so that it may be short.
func (p *paginator) ends(end int) bool {
	return end == len(p.rows) || p.rows[end].NewPage || p.rows[end].NewRecto
}

// forced makes a page where none fits: its first row, if there is one that has
// room, and what there is room for of its notes; the rest waits.
func (p *paginator) forced(notes []*Row) (candidate, []*Row) {
	c := candidate{end: p.next}
	free := p.Height - p.top - p.NoteGap
	if p.next < p.limit {
		row := &p.rows[p.next]
		notes = p.carry[:len(p.carry):len(p.carry)]
		if need := heights(notes); need == 0 || free-row.Height >= need {
			c.end++
			c.body = row.Height
			free -= row.Height
			for _, n := range row.Notes {
				notes = p.addNote(notes, n)
			}
		}
	}
	for c.notes < len(notes) {
		need := notes[c.notes].Height + notes[c.notes].Space
		if need > free && (c.notes > 0 || c.end > p.next) {
			break
		}
		free -= need
		c.notes++
	}
	return c, notes
}

// addNote appends the rows of note n, counted from 1, if there is one.
func (p *paginator) addNote(notes []*Row, n int) []*Row {
	if n > len(p.NoteRows) {
		return notes
	}
	rows := p.NoteRows[n-1]
	for i := range rows {
		notes = append(notes, &rows[i])
	}
	return notes
}

func heights(rows []*Row) measure.Unit {
	var h measure.Unit
	for _, row := range rows {
		h += row.Height + row.Space
	}
	return h
}

// mostSpread is how many empty lines are spread over a page at most; more would
// show.
const mostSpread = 2

// placeBody puts the rows up to the chosen end into the page. To make it flush
// with the others, what stays empty is spread: over the spaces between blocks
// if there are any, else over all lines.
func (p *paginator) placeBody(column *Column, c candidate) {
	rows := p.rows[p.next:c.end]
	var each measure.Unit
	blocks := 0
	if p.Flush && !p.ends(c.end) && c.free > 0 && c.free <= mostSpread*p.Leading {
		for i := 1; i < len(rows); i++ {
			if rows[i].Space > 0 {
				blocks++
			}
		}
		switch {
		case blocks > 0:
			each = c.free / measure.Unit(blocks)
		case len(rows) > 1:
			each = c.free / measure.Unit(len(rows)-1)
		}
	}
	y := p.top
	column.Body = make([]Placed, len(rows))
	for i := range rows {
		if i > 0 {
			y += rows[i].Space
			if rows[i].Space > 0 || blocks == 0 {
				y += each
			}
		}
		column.Body[i] = Placed{&rows[i], y + rows[i].Ascent}
		y += rows[i].Height
	}
}

// placeNotes puts the rows of the notes at the foot of the page.
func (p *paginator) placeNotes(column *Column, notes []*Row) {
	if len(notes) == 0 {
		return
	}
	y := p.Height - heights(notes)
	column.RuleAt = y - p.NoteGap*2/5
	column.Notes = make([]Placed, len(notes))
	for i, row := range notes {
		y += row.Space
		column.Notes[i] = Placed{row, y + row.Ascent}
		y += row.Height
	}
}
