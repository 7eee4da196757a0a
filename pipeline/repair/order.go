package repair

import (
	"math"
	"slices"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Reading order. An extractor that does not keep the layout prints a page in
// blocks, in an order that it guesses from their places. In two columns it
// guesses wrong where verse, lists, headings or notes cut the columns up:
//
//	1 The mill stood on the left bank,      1 The mill stood on the left bank,
//	  and the ferryman, who was old,          and the ferryman, who was old,
//	2 the bell, but nobody came. By         3 and deaf as well, had not heard
//	  noon the river had risen.       ──▶   2 the bell, but nobody came. By
//	3 and deaf as well, had not heard         noon the river had risen.
//
// Whatever it does, it prints the blocks of one column from top to foot: the
// page is the columns' sequences shuffled into one. So the question for each
// piece of a page is only in which column it stands, and two columns put one
// after the other must read on: a sentence left open goes on in a small letter,
// a full row stands where the next word did not fit, headwords follow each
// other in the alphabet, marks and notes count up, notes stand under the column
// that refers to them, and the columns are about as long as each other. See
// junctions for the prices, and shuffle for the search.

const (
	tallPage      = 2.8 // times higher than a row is wide: more than one column
	tallest       = 9.0 // a page of two columns is not taller
	leadingEm     = 1.2 // from one row's base line to the next
	fewestTall    = 40  // rows on the middlemost page
	mostTall      = 250
	leastTall     = 15  // em, of a column: shorter rows are lines of verse
	orderGain     = 7.0 // nats by which an order must read better, for each page that it changes: most extractors print columns as they are
	joinerGain    = 0.5 // the same if the extractor joins lines at hyphens, as pdftotext does: it often puts columns out of order
	relearnRounds = 1
	certainGain   = 4.0 // and on a page, to be beyond doubt
	surestOrder   = 0.95
)

// reorder puts pages into reading order whose columns were printed in pieces.
// A text whose pages are not tall, or whose columns read on as printed, stays
// as it is.
func (t *Text) reorder() {
	t.findPages()
	if !t.tallPages() {
		return
	}
	j := newJunctions(t)
	if j == nil {
		return
	}
	printed, best := j.sample(false), j.sample(true)
	if !best.shuffled() {
		return
	}
	// The pieces that are in order teach more than those between two empty
	// lines. Each order is judged by what it teaches itself.
	for range relearnRounds {
		printed, best = j.relearned(printed, false), j.relearned(best, true)
	}
	if n := best.shuffledPages(); n == 0 || printed.cost-best.cost < either(j.habits.merges, joinerGain, orderGain)*float64(n) {
		return
	}
	t.applyOrder(best, printed)
}

// tallPages reports whether the rows of the middlemost page, one under
// another, would be far higher than they are wide.
func (t *Text) tallPages() bool {
	return t.tall(t.rowsOfPage())
}

// tall reports whether so many rows are far higher than they are wide.
func (t *Text) tall(rows int) bool {
	if rows < fewestTall || rows > mostTall { // the ends of pages are not known
		return false
	}
	var by [64]int // rows by their width in em
	for i := range t.Rows {
		by[min(int(t.Rows[i].Em), len(by)-1)]++
	}
	usual := 1
	for em := range by {
		if by[em] > by[usual] {
			usual = em
		}
	}
	tall := float64(rows) * leadingEm / float64(usual)
	return usual >= leastTall && tall > tallPage && tall < tallest
}

// rowsOfPage is how many rows the middlemost page has.
func (t *Text) rowsOfPage() int {
	counts := make([]int, len(t.Pages))
	for p := range t.Pages {
		from, to := t.pageRows(p)
		counts[p] = to - from
	}
	return middle(counts)
}

// ordering is the order of all pages.
type ordering struct {
	pages []pageOrder
	cost  float64
}

// shuffled reports whether the columns of any page differ from the printed
// ones.
func (o *ordering) shuffled() bool { return slices.ContainsFunc(o.pages, pageOrder.shuffled) }

// shuffledPages counts the pages whose columns do.
func (o *ordering) shuffledPages() (n int) {
	for i := range o.pages {
		if o.pages[i].shuffled() {
			n++
		}
	}
	return n
}

// pageOrder is the order of a page's pieces: each knows its column.
type pageOrder struct {
	pieces []orderPiece
	cost   float64
}

// moved reports whether the order differs from the printed one; whether a
// folio alone does is of no account if its page's columns are asked for.
func (o pageOrder) moved(columns bool) bool {
	last := 0
	for i := range o.pieces {
		p := &o.pieces[i]
		if columns && p.column == 0 {
			continue
		}
		if p.place() < last {
			return true
		}
		last = p.place()
	}
	return false
}

// shuffled reports whether the columns differ from the printed ones.
func (o pageOrder) shuffled() bool { return o.moved(true) }

// columns counts the columns that the page's pieces stand in.
func (o pageOrder) columns() int {
	n := 0
	for _, p := range o.pieces {
		n = max(n, p.column)
	}
	return n
}

// applyOrder decides the order of the pages that change, numbers the columns,
// and puts the rows in their place.
func (t *Text) applyOrder(best, printed *ordering) {
	rows := make([]Row, 0, len(t.Rows))
	moved := make([]int, len(t.Rows)) // where a row went
	rank := 0
	for p := range best.pages {
		o := &best.pages[p]
		confidence := 0.0 // the order is the printed one
		if o.moved(false) {
			gain := printed.pages[p].cost - o.cost
			confidence = min(surestOrder, 1/(1+math.Exp(-gain/2)))
			if gain < certainGain && o.shuffled() {
				t.reportOrder(t.Pages[p].First)
			}
		}
		for place := range columnsOfPage + 2 {
			rank++
			for i := range o.pieces {
				if piece := &o.pieces[i]; piece.place() == place {
					for r := piece.from; r < piece.to; r++ {
						moved[r] = len(rows) + r - piece.from
					}
					rows = t.appendPiece(rows, piece, rank, o.columns() > 1, confidence)
				}
			}
		}
	}
	t.Rows = rows
	t.Columns = true
	t.followRows(moved)
}

// followRows keeps up what the pages stage knows of rows; moved is where each
// of them went.
func (t *Text) followRows(moved []int) {
	for p := range t.folios {
		if f := &t.folios[p]; f.row >= 0 {
			f.row = moved[f.row]
		}
	}
	if t.counts != nil {
		t.countLines()
	}
}

// appendPiece appends the rows of a piece, and decides their rank if the
// page's order changes.
func (t *Text) appendPiece(rows []Row, piece *orderPiece, rank int, inColumns bool, confidence float64) []Row {
	for _, row := range t.Rows[piece.from:piece.to] {
		if inColumns && piece.column > 0 {
			row.Column = rank
		}
		rows = append(rows, row)
		if confidence > 0 {
			t.Decide(Decision{Kind: Order, Span: document.Span{Start: row.Start, End: row.End}, N: rank, Confidence: confidence,
				Why: "the columns of the page read on in this order, and not in the printed one"})
		}
	}
	return rows
}

// reportOrder asks a person to look at a page whose order is in doubt.
func (t *Text) reportOrder(row int) {
	t.Report("columns/order", finding.Warning, t.Rows[row].Start, "compare the page with the printed one",
		"the pieces of this page's columns were put into another order than the extractor's, which may be wrong")
}
