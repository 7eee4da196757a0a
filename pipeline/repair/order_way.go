package repair

import "math"

// way is a way to deal out the pieces so far.
type way struct {
	wayKey
	cost   float64
	late   float64                // due if the page turns out to be out of order
	height [columnsOfPage]float32 // of the columns, in rows
	top    float32                // where the last pieces begin that no empty line parts
	swaps  int                    // how often another column's piece came, if the second one's came first
	step   int32                  // its last step on this page, or -1
	from   int                    // the way that it goes on from, in the page before
}

// wayKey is what the cost of the rest depends on.
type wayKey struct {
	columns    [columnsOfPage]columnEnd
	at         int   // the column of the last piece
	back       bool  // the page is out of order: a column has gone on after another was begun
	note       int32 // last row of a note that may go on from the page before, or noRow
	firstBody  int32 // first row of the second column's running text
	firstLabel int32 // label of its first note
	firstEntry int32
}

// columnEnd is where a column stands.
type columnEnd struct {
	begun     bool
	inNotes   bool
	body      int32 // its last row of running text
	last      int32 // its last row
	label     int32 // of its last note
	entry     int32 // its last headword
	firstMark int32 // the first and the last reference mark in its running text
	mark      int32
}

const (
	columnsOfPage = 2

	noBlank     = 5.0 // another column's piece follows without an empty line
	outrun      = 3.0 // it follows though the column of the one printed before it has not come so far down
	outrunRows  = 5   // the heights are not known more exactly
	pieceGap    = 0.5 // an empty line is so high
	upwards     = 0.3 // for each row that it begins higher up than the one printed before it
	mostUpwards = 3.0
	noteLeading = 0.8 // of that of the text
	unbalanced  = 7.0 // rows by which columns usually differ
	mostUnequal = 6.0
	oneColumn   = 6.0 // a page has but one, which is far longer than half the page

	gluedNote      = 1.0 // a row of running text and a note in one
	noteGoesOn     = 3.0 // a note goes on in another column
	noteUnlike     = 6.0 // nothing says that it does
	usualPrice     = 3.0 // of a junction
	bodyUnderNotes = 8.0 // running text below notes
	tooTall        = 8.0 // a column is far higher than half a page
	unmovedLate    = 0.3 // of what would be due if the page were out of order is due if it is not
	swapped        = 1.0 // the whole second column comes before the first one
	onlyNotes      = 3.0 // a column has no running text
)

// hash mixes all of a key.
func (k *wayKey) hash() uint64 {
	h := uint64(k.at)<<1 | bit(k.back)
	mix := func(a, b int32) {
		h = (h ^ uint64(uint32(a))<<32 ^ uint64(uint32(b))) * 0x9e3779b97f4a7c15
		h ^= h >> 29
	}
	for c := range k.columns {
		col := &k.columns[c]
		mix(col.body, col.last)
		mix(col.label, col.entry)
		mix(col.firstMark, col.mark)
		h ^= bit(col.begun)<<1 | bit(col.inNotes)
	}
	mix(k.note, k.firstBody)
	mix(k.firstLabel, k.firstEntry)
	return h
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

func newWay() way {
	w := way{wayKey: wayKey{note: noRow}}
	for c := range w.columns {
		w.columns[c] = columnEnd{body: noRow, last: noRow, entry: noEntry}
	}
	return w
}

// open begins a page. from is the way's number at the last page's end. The
// first column goes on where that page ended.
func (w *way) open(from int) {
	end := w.columns[0]
	w.columns[0] = columnEnd{body: end.body, last: noRow, label: end.label, entry: end.entry, mark: end.mark}
	w.columns[1] = columnEnd{body: noRow, last: noRow, entry: noEntry}
	w.firstBody, w.firstLabel, w.firstEntry = noRow, 0, noEntry
	w.at, w.back, w.late, w.swaps = 0, false, 0, 0
	w.height, w.top = [columnsOfPage]float32{}, 0
	w.from, w.step = from, -1
}

// close ends a page: the second column must read on from the first. What is
// left of the two becomes the first.
func (s *shuffle) close(w *way) {
	if !w.back {
		w.cost += s.unmoved + unmovedLate*w.late
	}
	left, right := &w.columns[0], &w.columns[1]
	for _, h := range w.height {
		w.cost += either(h > s.tallest, tooTall, 0)
	}
	if !right.begun {
		if w.height[0] > s.full {
			w.cost += oneColumn
		}
		w.note = left.lastNote()
		return
	}
	if !left.begun {
		w.cost += oneColumn
	}
	w.cost += either(w.swaps == 2, swapped, 0)
	w.cost += either(left.begun && !left.hasBody(s.first), onlyNotes, 0) + either(right.body == noRow, onlyNotes, 0)
	w.cost += s.j.follows(left.body, w.firstBody, false)
	w.cost += s.j.entryFollows(left.entry, w.firstEntry) + markFollows(left.mark, right.firstMark)
	if w.firstLabel > 0 {
		w.cost += noteBegins(w.firstLabel, left.label)
	}
	if d := float64(w.height[0]-w.height[1]) / unbalanced; d < 0 || !s.isLast || w.height[0] < s.full/columnsOfPage {
		w.cost += min(d*d/2, mostUnequal)
	}
	w.note = right.lastNote()
	if right.body == noRow {
		right.body = left.body
	}
	if right.entry == noEntry {
		right.entry = left.entry
	}
	right.label, right.mark = max(right.label, left.label), max(right.mark, left.mark)
	*left = *right
}

// hasBody reports whether the column has running text on the page that begins
// with a row.
func (c *columnEnd) hasBody(first int) bool {
	if c.body <= tornRow {
		return tornEnd(first) >= c.body
	}
	return int(c.body) >= first
}

// lastNote is the last row of a column's notes, or noRow.
func (c *columnEnd) lastNote() int32 {
	if c.inNotes {
		return c.last
	}
	return noRow
}

// put puts a piece in column c, as running text and as notes. Most ways to do
// so are too dear, which shows before the way is copied.
func (s *shuffle) put(w *way, p *orderPiece, c int) {
	step, late := s.step(w, p, c)
	cost := w.cost + step
	col := &w.columns[c]
	body, note := math.Inf(1), cost+p.notes
	if p.inside == 0 {
		body = cost + s.follows(col.body, p, false) + p.body + either(col.inNotes, bodyUnderNotes, 0)
	}
	if s.tooDear(min(body, note)) {
		return
	}
	n := *w
	if p.blank || c != w.at {
		n.top = n.height[c]
	}
	n.at = c
	n.late += late
	switch {
	case c == w.at:
	case !w.columns[0].begun && c == 1:
		n.swaps = 1
	case n.swaps > 0:
		n.swaps++
	}
	n.back = n.back || c < w.at || c == 1 && !w.columns[0].begun
	n.columns[c].begun = true
	if p.inside == 0 && !s.tooDear(body) {
		n.cost = body
		s.putBody(n, p, c)
	}
	if !s.tooDear(note) {
		n.cost = note
		s.putNote(n, p, c)
	}
}

// outruns reports whether column c has come farther down than column d.
func outruns(height *[columnsOfPage]float32, c, d int) bool { return height[c] > height[d]+outrunRows }

// step is what it costs to go from the column of the last piece to column c:
// on any page, and besides if the page turns out to be out of order. On a page
// that is in order the columns follow each other, and nothing else is to be
// known; on any other the pieces should be printed by their height.
func (s *shuffle) step(w *way, p *orderPiece, c int) (cost, late float64) {
	switch {
	case !w.columns[0].begun && !w.columns[1].begun:
		if c == 0 {
			return 0, s.leftFirst
		}
		return s.moved + s.rightFirst, 0
	case c == w.at && outruns(&w.height, 1-c, c):
		return 0, 0
	case c == w.at:
		late = either(p.blank, s.stay, 0)
	default:
		cost = either(p.blank, 0, noBlank)
		late = either(outruns(&w.height, c, w.at), outrun, s.change)
		if w.columns[c].begun {
			late += min(mostUpwards, upwards*float64(max(0, w.top-w.height[c])))
		}
	}
	switch {
	case w.back:
		return cost + late, 0
	case c < w.at:
		return cost + s.moved + w.late + late, 0
	}
	return cost, late
}

// putBody takes a piece of column c for running text; its rows are charged.
func (s *shuffle) putBody(w way, p *orderPiece, c int) {
	col := &w.columns[c]
	w.cost += w.passEntries(s.j, p, c) + w.passMarks(p, c)
	if c == 1 && col.body == noRow {
		w.firstBody = int32(p.from)
	}
	col.inNotes = false
	col.body, col.last = int32(p.to-1), int32(p.to-1)
	w.height[c] += p.height
	s.keep(&w, c)
}

// putNote takes a piece of column c, whose rows are charged, for a note, or a
// part of one: behind a torn word, under another note, with a label, or as the
// rest of a note that began in another column.
func (s *shuffle) putNote(w way, p *orderPiece, c int) {
	col := &w.columns[c]
	switch {
	case p.inside > 0:
		w.cost += s.follows(col.body, p, false) + gluedNote + w.passMarks(p, c) + w.passLabel(p.inside, c)
		if c == 1 && col.body == noRow {
			w.firstBody = int32(p.from)
		}
		col.body = tornEnd(p.from)
	case col.inNotes:
		w.cost += s.follows(col.last, p, true)
		if p.label > 0 {
			w.cost += w.passLabel(p.label, c)
		}
	case p.label > 0:
		w.cost += w.passLabel(p.label, c)
	default:
		if from := w.noteBefore(c); from == noRow {
			w.cost += noteUnlike + usualPrice
		} else {
			w.cost += noteGoesOn + s.follows(from, p, true)
		}
	}
	col.inNotes, col.last = true, int32(p.to-1)
	w.height[c] += noteLeading * p.height
	s.keep(&w, c)
}

// noteBefore is the last row of a note that may go on in column c, or noRow.
func (w *way) noteBefore(c int) int32 {
	if c == 0 {
		return w.note
	}
	return w.columns[c-1].lastNote()
}

// passEntries charges the headwords of a piece of column c.
func (w *way) passEntries(j *junctions, p *orderPiece, c int) float64 {
	if p.entry == noEntry {
		return 0
	}
	col := &w.columns[c]
	cost := j.entryFollows(col.entry, p.entry)
	if c == 1 && w.firstEntry == noEntry {
		w.firstEntry = p.entry
	}
	col.entry = p.lastEntry
	return cost
}

// passMarks charges the reference marks of a piece of column c.
func (w *way) passMarks(p *orderPiece, c int) float64 {
	if p.firstMark == 0 {
		return 0
	}
	col := &w.columns[c]
	cost := markFollows(col.mark, p.firstMark)
	if col.firstMark == 0 {
		col.firstMark = p.firstMark
	}
	col.mark = p.lastMark
	return cost
}

// passLabel charges the label of a note in column c. Whether the second
// column's first note follows those of the first is not yet known.
func (w *way) passLabel(label int32, c int) (cost float64) {
	col := &w.columns[c]
	if label < symbolBase && (col.firstMark == 0 || label < col.firstMark || label > col.mark) {
		cost = markElsewhere
	}
	if c == 1 && w.firstLabel == 0 {
		w.firstLabel = label
	} else {
		cost += noteBegins(label, col.label)
	}
	col.label = label
	return cost
}
