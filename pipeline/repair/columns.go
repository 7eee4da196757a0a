package repair

import (
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// The stage "columns" puts pages that were extracted with their layout into
// reading order:
//
//	              A Treatise of Ferries                     A Treatise of Ferries
//
//	The ferry at Oar Hill was      crossed twice a day.     The ferry at Oar Hill was
//	built before there were        In winter a bell    ──▶  built before there were
//	any roads, and it              was rung.                any roads, and it
//	                                                        crossed twice a day.
//
// Columns are parted by a gutter: a band of white space that runs through most
// of a page, with a good deal of text on both sides that fills its column. A
// table has short cells, a table of contents only numbers at its right, and the
// gaps of verse don't stand under each other. Lines that cross the gutter
// (titles, wide captions) part the page into regions, which are read one after
// the other.
//
// It makes Order decisions. Besides, it measures the rows' indents from the
// edge of their column, or of their page.
func decideColumns(t *Text, _ ColumnsOptions) {
	if !t.laidOut() {
		t.reorder()
		return
	}
	t.findPages() // some extractors keep the layout of each page, and no form feeds
	c := &columnist{t: t}
	c.measure()
	c.choose()
	c.build()
}

const (
	wideGap      = 2    // so many spaces part two fragments of a row
	laidOutShare = 0.05 // of the rows with a wide gap or an indent: the extractor kept the layout
	fewestRows   = 6    // of a page with columns
)

// laidOut reports whether the extractor kept the layout of the pages: rows
// are indented by more than a space or have wide gaps in them.
func (t *Text) laidOut() bool {
	n := 0
	for i := range t.Rows {
		if t.Rows[i].Indent > 1 || t.Rows[i].has.has(twoSpaces) && hasGap(t.String(i)) {
			n++
		}
	}
	return n > fewestRows && float64(n) > laidOutShare*float64(len(t.Rows))
}

// hasGap reports whether s has three spaces in a row. Prose has a space every
// few bytes, so that it is quicker to look at each third one.
func hasGap(s string) bool {
	for i := 2; i < len(s); {
		switch {
		case s[i] != ' ':
			i += 3
		case s[i-1] != ' ':
			i += 2
		case s[i-2] != ' ':
			i++
		default:
			return true
		}
	}
	return false
}

// columnist finds columns, page by page.
type columnist struct {
	t         *Text
	fragments []fragment // of all rows
	first     []int32    // of each row: the first of its fragments; one more at the end
	gutters   [][]gutter // of each page
	doubtful  []bool     // of each page: its columns are not full of text
}

// fragment is a part of a row that white space parts from the others. Its
// place is given in columns of the printed line (from is the first, to behind
// the last) and in bytes of the source.
type fragment struct {
	from, to   int32
	start, end int
}

// gutter is the band between two columns: the blank columns from left to
// right-1.
type gutter struct{ left, right int32 }

// measure cuts the rows into fragments and looks for gutters.
func (c *columnist) measure() {
	t := c.t
	c.first = make([]int32, 0, len(t.Rows)+1)
	for i := range t.Rows {
		c.first = append(c.first, int32(len(c.fragments)))
		r := &t.Rows[i]
		c.cut(t.Src.Text[r.Start:r.End], r.Start, int32(r.Indent))
	}
	c.first = append(c.first, int32(len(c.fragments)))
	c.gutters = make([][]gutter, len(t.Pages))
	c.doubtful = make([]bool, len(t.Pages))
	for p := range t.Pages {
		from, to := t.pageRows(p)
		c.gutters[p], c.doubtful[p] = c.find(from, to)
	}
}

// cut adds the fragments of a row that begins at a byte and a column.
func (c *columnist) cut(s string, start int, column int32) {
	f := fragment{from: column, start: start}
	gap, end := int32(0), 0
	for i, r := range s {
		switch {
		case r == '\t':
			gap += 8 - column%8
			column += 8 - column%8
			continue
		case unicode.IsSpace(r):
			gap++
			column++
			continue
		case gap >= wideGap:
			f.to, f.end = column-gap, start+end
			c.fragments = append(c.fragments, f)
			f = fragment{from: column, start: start + i}
		}
		gap = 0
		column++
		end = i + utf8.RuneLen(r)
	}
	f.to, f.end = column-gap, start+end
	c.fragments = append(c.fragments, f)
}

// row lists the fragments of a row.
func (c *columnist) row(i int) []fragment { return c.fragments[c.first[i]:c.first[i+1]] }

const (
	mostColumns  = 400  // of a printed line that are looked at
	crossShare   = 0.4  // of a page's rows may cross the gutter: a title, an abstract
	sideShare    = 0.25 // of the rows that don't cross it have text on each side
	narrowColumn = 12   // narrower ones hold no text: page numbers, note numbers
	crossSlack   = 0.03 // of the rows may reach into the gutter
	proseFill    = 0.6  // the middlemost row of a column of prose fills so much of it
	tableFill    = 0.3  // that of the index of a book
)

// find looks for gutters in the rows [from, to) of a page. It is doubtful
// that they part columns if these are not full of text.
func (c *columnist) find(from, to int) (gutters []gutter, doubtful bool) {
	n := to - from
	if n < fewestRows {
		return nil, false
	}
	cross := c.crossings(from, to)
	least := n
	for x := narrowColumn; x < len(cross)-narrowColumn; x++ {
		least = min(least, cross[x])
	}
	most := least + 1 + int(crossSlack*float64(n))
	if float64(least) > crossShare*float64(n) {
		return nil, false
	}
	last := int32(0) // where the column begins
	for x := narrowColumn; x < len(cross)-narrowColumn; x++ {
		if cross[x] > most {
			continue
		}
		g := gutter{left: int32(x)}
		for x < len(cross) && cross[x] <= most {
			x++
		}
		g.right = int32(x)
		if g.right-g.left < wideGap || g.left-last < narrowColumn || !c.parts(from, to, g) {
			continue
		}
		gutters = append(gutters, g)
		last = g.right
	}
	if len(gutters) == 0 {
		return nil, false
	}
	fill := c.fill(from, to, gutters)
	if fill < tableFill {
		return nil, false
	}
	return gutters, fill < proseFill
}

// crossings counts for each column how many of the rows have text there.
func (c *columnist) crossings(from, to int) []int {
	var width int32
	for _, f := range c.fragments[c.first[from]:c.first[to]] {
		width = max(width, f.to)
	}
	change := make([]int, min(width, mostColumns)+2)
	for _, f := range c.fragments[c.first[from]:c.first[to]] {
		if int(f.from) < len(change) {
			change[f.from]++
			change[min(int(f.to), len(change)-1)]--
		}
	}
	for x := 1; x < len(change); x++ {
		change[x] += change[x-1]
	}
	return change
}

// parts reports whether there is enough text on both sides of a gutter.
func (c *columnist) parts(from, to int, g gutter) bool {
	left, right, clear := 0, 0, 0
	for i := from; i < to; i++ {
		l, r, x := false, false, false
		for _, f := range c.row(i) {
			switch {
			case f.to <= g.right && f.from < g.left:
				l = true
			case f.from >= g.left:
				r = true
			default:
				x = true
			}
		}
		if x {
			continue
		}
		clear++
		if l {
			left++
		}
		if r {
			right++
		}
	}
	least := max(fewestRows/2, int(sideShare*float64(clear)))
	return left >= least && right >= least
}

// fill returns how much of the width of its column the middlemost row fills,
// in the column where this is least.
func (c *columnist) fill(from, to int, gutters []gutter) float64 {
	worst := 1.0
	for k := 0; k <= len(gutters); k++ {
		var widths []int32
		edge, end := int32(1<<30), int32(0)
		for i := from; i < to; i++ {
			if a, b, ok := c.span(i, gutters, k); ok {
				widths = append(widths, b-a)
				edge, end = min(edge, a), max(end, b)
			}
		}
		if len(widths) == 0 || end-edge < narrowColumn {
			return 0
		}
		worst = min(worst, float64(middle(widths))/float64(end-edge))
	}
	return worst
}

// span returns where the text of a row in column k begins and ends. It is not
// ok if the row crosses a gutter or has nothing there.
func (c *columnist) span(row int, gutters []gutter, k int) (from, to int32, ok bool) {
	from = -1
	for _, f := range c.row(row) {
		switch col := columnOf(f, gutters); {
		case col < 0:
			return 0, 0, false
		case col == k:
			if from < 0 {
				from = f.from
			}
			to = f.to
		}
	}
	return from, to, from >= 0
}

// columnOf returns the column in which a fragment stands, or -1 if it crosses
// a gutter or stands in one.
func columnOf(f fragment, gutters []gutter) int {
	for k, g := range gutters {
		switch {
		case f.to <= g.right && f.from >= g.left:
			return -1
		case f.to <= g.right:
			return k
		case f.from < g.left:
			return -1
		}
	}
	return len(gutters)
}

const gutterMoves = 8 // columns by which a gutter may differ on the next page

// choose gives up the gutters of pages that have them by chance: those whose
// columns are not full of text must have a neighbour that is like them.
func (c *columnist) choose() {
	alike := func(p, q int) bool {
		if q < 0 || q >= len(c.gutters) || len(c.gutters[p]) != len(c.gutters[q]) {
			return false
		}
		for k, g := range c.gutters[p] {
			if d := g.right - c.gutters[q][k].right; d > gutterMoves || d < -gutterMoves {
				return false
			}
		}
		return true
	}
	keep := make([]bool, len(c.gutters))
	for p := range c.gutters {
		keep[p] = len(c.gutters[p]) > 0 && (!c.doubtful[p] || alike(p, p-1) || alike(p, p+1))
	}
	for p := range c.gutters {
		if !keep[p] {
			c.gutters[p] = nil
		}
	}
}

// order decides that a piece of a row is number n in reading order.
func (c *columnist) order(f fragment, n int) {
	c.t.Decide(Decision{Kind: Order, Span: document.Span{Start: f.start, End: f.end}, N: n, Confidence: 0.9,
		Why: "a band of white space runs through the page, with text on both sides"})
}
