package repair

import (
	"math"
	"slices"
)

// orderPiece is a run of rows that stand in one column.
type orderPiece struct {
	from, to  int
	column    int  // 1, 2; 0 across the columns; unplaced until it is known
	foot      bool // it stands under the columns
	blank     bool // an empty line stands before it
	label     int32
	inside    int32 // see rowEnds
	entry     int32 // its first and its last headword, noEntry if it has none
	lastEntry int32
	firstMark int32 // its first and its last reference mark, 0 if it has none
	lastMark  int32

	// What its rows cost, as running text and as notes.
	body, notes float64

	height float32 // in lines of print, with an empty line before it
}

const (
	unplaced  = -1
	edgeOf2   = 2   // rows at a page's edges that may be heads and folios
	cutCost   = 5.0 // a dearer junction is where a piece may end
	titleRows = 5
	titleLine = 0.75 // of the measure: a row so wide is none of a title's that nothing sets apart
	headsFew  = 2    // a running head stands on more pages, or apart from the text on so many
)

// place is where a piece stands on its page: its head, a column, its foot.
func (p *orderPiece) place() int {
	if p.foot {
		return columnsOfPage + 1
	}
	return p.column
}

// cutPages cuts all pages into pieces.
func (j *junctions) cutPages() {
	j.pages = make([][]orderPiece, len(j.t.Pages))
	for p := range j.pages {
		j.pages[p] = j.cutPage(p)
	}
}

// cutPage cuts a page into pieces: at empty lines, where a note may begin, and
// where one row hardly follows the other.
func (j *junctions) cutPage(page int) []orderPiece {
	t := j.t
	from, to := t.pageRows(page)
	top, foot := from, to
	for top < foot && top < from+edgeOf2 && j.isEdge(top) {
		top++
	}
	for foot > top && foot > to-edgeOf2 && j.isEdge(foot-1) {
		foot--
	}
	if page == 0 && top == from {
		top = j.belowTitle(top, foot)
	}
	var pieces []orderPiece
	if top > from {
		pieces = append(pieces, orderPiece{from: from, to: top})
	}
	labels := j.labels(top, foot)
	for r := top; r < foot; r++ {
		if r == j.folios[page] {
			pieces = append(pieces, orderPiece{from: r, to: r + 1})
			continue
		}
		row := &j.rows[r]
		if r == top || pieces[len(pieces)-1].column == 0 || j.cuts(r, &pieces[len(pieces)-1]) {
			pieces = append(pieces, orderPiece{from: r, column: unplaced, blank: r > from && t.Rows[r].Blank > 0,
				label: row.label, inside: row.inside, entry: noEntry, lastEntry: noEntry})
			if t.Rows[r].Blank > 0 {
				pieces[len(pieces)-1].height = pieceGap
			}
		}
		p := &pieces[len(pieces)-1]
		p.to = r + 1
		j.add(r, p)
		j.addMarks(r, labels, p)
	}
	if foot < to {
		pieces = append(pieces, orderPiece{from: foot, to: to, foot: true})
	}
	return pieces
}

// belowTitle is the first row below the title, if the rows [top, foot) of the
// first page begin with one: a few short rows, set apart, or above one of the
// text.
func (j *junctions) belowTitle(top, foot int) int {
	for r := top; r < min(foot, top+titleRows); r++ {
		switch em := j.rows[r].em; {
		case j.rows[r].entry >= 0:
			return r
		case r > top && j.t.Rows[r].Blank > 0:
			return r
		case em > shortLine*j.habits.measure:
			return r
		case em > titleLine*j.habits.measure || j.rows[r].start == startsLower || j.rows[r].end == endsStop:
			return top // not apart
		}
	}
	return top
}

// cuts reports whether a piece may end before a row.
func (j *junctions) cuts(r int, p *orderPiece) bool {
	row := &j.rows[r]
	switch {
	case j.t.Rows[r].Blank > 0, row.label > 0, row.inside > 0:
		return true
	case j.entryFollows(p.lastEntry, row.entry) > 0:
		return true
	}
	return false
}

// add adds what a row costs to its piece.
func (j *junctions) add(r int, p *orderPiece) {
	body, note := j.width(r)
	p.body += body
	p.notes += note
	p.height += j.lines(r)
	if r > p.from {
		p.body += j.follows(int32(r-1), int32(r), false)
		p.notes += j.follows(int32(r-1), int32(r), true)
	}
	if entry := j.rows[r].entry; entry >= 0 {
		if p.entry < 0 {
			p.entry = entry
		}
		p.lastEntry = entry
	}
}

// lines is how many printed lines a row is: an extractor that joins hyphenated
// ones makes one of several.
func (j *junctions) lines(r int) float32 {
	have := j.rows[r].em / j.habits.measure
	if !j.habits.merges || have <= mergedWidth {
		return 1
	}
	return 1 + float32(math.Ceil(float64(have-mergedSlack)))
}

// labels lists the numbers of the notes that may begin in the rows [from, to).
func (j *junctions) labels(from, to int) (labels []int32) {
	for r := from; r < to; r++ {
		for _, label := range [...]int32{j.rows[r].label, j.rows[r].inside} {
			if label > 0 && label < symbolBase {
				labels = append(labels, label)
			}
		}
	}
	return labels
}

// addMarks adds the reference marks of a row to its piece, as far as they lead
// to notes that may begin on the page.
func (j *junctions) addMarks(r int, labels []int32, p *orderPiece) {
	if len(labels) == 0 {
		return
	}
	j.found = j.t.marksIn(r, j.found[:0])
	for _, m := range j.found {
		value := int32(m.value)
		if m.form == abbreviated || m.form == gluedToNumber || m.start == j.t.Rows[r].Start || value == j.rows[r].inside || !slices.Contains(labels, value) {
			continue
		}
		if p.firstMark == 0 {
			p.firstMark = value
		}
		p.lastMark = value
	}
}

// findFolios finds the folios, wherever they stand on their pages: that in the
// right corner is printed where the second column begins.
func (j *junctions) findFolios() {
	j.folios = make([]int, len(j.t.Pages))
	var counts []int // of the pages, as if the first were page 0
	for p := range j.folios {
		j.eachNumber(p, func(_, value int) { counts = append(counts, value-p) })
	}
	count := mostFrequent(counts)
	for p := range j.folios {
		j.folios[p] = noRow
		j.eachNumber(p, func(row, value int) {
			if value-p == count {
				j.folios[p] = row
			}
		})
	}
}

// eachNumber calls f for the rows of a page that are nothing but a number
// between two empty lines.
func (j *junctions) eachNumber(page int, f func(row, value int)) {
	from, to := j.t.pageRows(page)
	for r := from; r < to; r++ {
		s := j.t.String(r)
		if !digit(s[0]) || r > from && j.t.Rows[r].Blank == 0 && r+1 < to || r+1 < to && j.t.Rows[r+1].Blank == 0 {
			continue
		}
		if n, size := folioNumber(s); size == len(s) {
			f(r, n)
		}
	}
}

// mostFrequent is the number that stands most often among ns, or the least of
// these. It sorts them.
func mostFrequent(ns []int) (most int) {
	slices.Sort(ns)
	best := 0
	for from := 0; from < len(ns); {
		to := from + 1
		for to < len(ns) && ns[to] == ns[from] {
			to++
		}
		if to-from > best {
			most, best = ns[from], to-from
		}
		from = to
	}
	return most
}

// isEdge reports whether a row at a page's edge is a head or a folio.
func (j *junctions) isEdge(row int) bool {
	if row == j.folios[j.t.Rows[row].Page] {
		return true
	}
	if key := fold(j.t.String(row)); key != "" && (j.heads[key] > headsFew || j.heads[key] == headsFew && j.apart(row)) {
		return true
	}
	f, ok := j.t.folioIn(row)
	return ok && !f.beside()
}

// apart reports whether a row has an empty line on both sides, or the end of
// the page.
func (j *junctions) apart(row int) bool {
	rows := j.t.Rows
	return (row == 0 || rows[row].Blank > 0 || rows[row-1].Page != rows[row].Page) &&
		(row+1 == len(rows) || rows[row+1].Blank > 0 || rows[row+1].Page != rows[row].Page)
}
