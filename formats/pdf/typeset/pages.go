package typeset

import "github.com/refolio/refolio/formats/pdf/measure"

// Layout is the form of the pages.
type Layout struct {
	Height   measure.Unit // of the text area
	Leading  measure.Unit // of the body
	NoteGap  measure.Unit // between the body and the first note; the rule stands in it
	Flush    bool         // spread the rows so that pages end at the same height
	NoteRows [][]Row      // the rows of each note
}

// Paginate breaks rows into pages. Every note that a row refers to begins on
// the row's page, at its foot; a note is split only where the page would be
// left with more empty lines than a split is worth, or where it is longer than
// a page. Each page is chosen by what it costs: the square of the lines that
// stay empty, the penalty of the row that begins the next page, and the price
// of a split.
func Paginate(rows []Row, layout Layout) []Page {
	p := paginator{Layout: layout, rows: rows}
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
	deferredCost = 900  // a note that doesn't even begin on the page of its mark
)

// paginator makes the pages.
type paginator struct {
	Layout
	rows  []Row
	next  int   // the first row of the next page
	carry []Row // the rest of a note, for the next page
	pages []Page
}

// candidate is a way to end the current page.
type candidate struct {
	end   int // the row that begins the next page
	body  measure.Unit
	free  measure.Unit // what stays empty
	notes int          // how many rows of the notes stand on this page
	cost  int
}

// page makes one page.
func (p *paginator) page() {
	best, notes := p.choose()
	page := Page{Continued: len(p.carry) > 0}
	if p.next < len(p.rows) {
		page.Recto = p.rows[p.next].NewRecto
	}
	p.placeBody(&page, best)
	p.placeNotes(&page, notes[:best.notes])
	p.carry = notes[best.notes:]
	p.next = best.end
	p.pages = append(p.pages, page)
}

// choose looks at all ways to end the page and returns the cheapest, with the
// rows of all notes that belong on it.
func (p *paginator) choose() (candidate, []Row) {
	notes := p.carry[:len(p.carry):len(p.carry)]
	notesHeight := heights(notes)
	split := splitting{} // the rest of a note from the page before may be split
	body := measure.Unit(0)
	best := candidate{cost: -1}
	var bestNotes []Row
	for i := p.next; i < len(p.rows); i++ {
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
			notes = append(notes, p.NoteRows[n-1]...)
			notesHeight += heights(p.NoteRows[n-1])
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
func (p *paginator) fit(end int, body measure.Unit, notes []Row, notesHeight measure.Unit, split splitting) (candidate, bool) {
	c := candidate{end: end, body: body, notes: len(notes)}
	free := p.Height - body
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
	return lines*lines*squareOfLine/100 + p.rows[end].Penalty
}

// ends reports whether a page that ends before row end is the last of its
// chapter, so that it may be short.
func (p *paginator) ends(end int) bool {
	return end == len(p.rows) || p.rows[end].NewPage || p.rows[end].NewRecto
}

// forced makes a page where none fits: its first row, if there is one that has
// room, and what there is room for of its notes; the rest waits.
func (p *paginator) forced(notes []Row) (candidate, []Row) {
	c := candidate{end: p.next}
	free := p.Height - p.NoteGap
	if p.next < len(p.rows) {
		row := &p.rows[p.next]
		notes = p.carry[:len(p.carry):len(p.carry)]
		if need := heights(notes); need == 0 || free-row.Height >= need {
			c.end++
			c.body = row.Height
			free -= row.Height
			for _, n := range row.Notes {
				if n <= len(p.NoteRows) {
					notes = append(notes, p.NoteRows[n-1]...)
				}
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

func heights(rows []Row) measure.Unit {
	var h measure.Unit
	for i := range rows {
		h += rows[i].Height + rows[i].Space
	}
	return h
}

// mostSpread is how many empty lines are spread over a page at most; more would
// show.
const mostSpread = 2

// placeBody puts the rows up to the chosen end into the page. To make it flush
// with the others, what stays empty is spread: over the spaces between blocks
// if there are any, else over all lines.
func (p *paginator) placeBody(page *Page, c candidate) {
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
	y := measure.Unit(0)
	for i := range rows {
		if i > 0 {
			y += rows[i].Space
			if rows[i].Space > 0 || blocks == 0 {
				y += each
			}
		}
		page.Body = append(page.Body, Placed{&rows[i], y + rows[i].Ascent})
		y += rows[i].Height
	}
}

// placeNotes puts the rows of the notes at the foot of the page.
func (p *paginator) placeNotes(page *Page, notes []Row) {
	if len(notes) == 0 {
		return
	}
	y := p.Height - heights(notes)
	page.RuleAt = y - p.NoteGap*2/5
	for i := range notes {
		y += notes[i].Space
		page.Notes = append(page.Notes, Placed{&notes[i], y + notes[i].Ascent})
		y += notes[i].Height
	}
}
