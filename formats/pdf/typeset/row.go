package typeset

import (
	"iter"

	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// Row is a line in a column, with what a page break before it would cost.
type Row struct {
	Line
	Space  measure.Unit // above the row; not at the head of a page
	Height measure.Unit // of the row itself
	Ascent measure.Unit // from its top to its baseline

	// Penalty is what it costs to begin a page with this row, as the square
	// of a number of empty lines: [KeepWithPrevious] forbids it.
	Penalty int
	// NewPage makes the row begin a page; NewRecto a right-hand one.
	NewPage, NewRecto bool
	// Wide makes the row, which begins a page or follows such a row, stand across
	// all columns.
	Wide bool

	Rules *Rules // along the row's edges; nil for none
	Mark  *Mark  // what begins with this row; may be nil
}

// Rules are the rules along a row's edges.
type Rules struct{ Above, Below Rule }

// Rule is a horizontal rule; one without a width is none.
type Rule struct{ X, Width measure.Unit }

// KeepWithPrevious is the penalty of a row that must stand on the page of the
// row before it.
const KeepWithPrevious = 1 << 20

// Mark is something that begins with a row: a chapter or a section.
type Mark struct {
	Dest    engine.Dest
	Title   string // for the running head
	Level   int    // of the heading, from 1
	Opening bool   // the page has no running head
}

// Page is a set page.
type Page struct {
	Wide    []Placed // the rows across the columns, at its head
	Columns []Column
	// Recto says that the page must be a right-hand one.
	Recto bool
}

// First is the row with which the page begins, or nil if it is empty.
func (p *Page) First() *Row {
	if len(p.Wide) > 0 {
		return p.Wide[0].Row
	}
	for i := range p.Columns {
		if len(p.Columns[i].Body) > 0 {
			return p.Columns[i].Body[0].Row
		}
	}
	return nil
}

// Rows goes through the rows of the page's text, without its notes.
func (p *Page) Rows() iter.Seq[*Row] {
	return func(yield func(*Row) bool) {
		for _, placed := range p.Wide {
			if !yield(placed.Row) {
				return
			}
		}
		for i := range p.Columns {
			for _, placed := range p.Columns[i].Body {
				if !yield(placed.Row) {
					return
				}
			}
		}
	}
}

// Column is a column of a page: its rows and the rows of its notes.
type Column struct {
	Body, Notes []Placed
	// RuleAt is where the rule above the notes stands. It is long if the
	// first of them is the rest of a note from the column before.
	RuleAt    measure.Unit
	Continued bool
}

// Placed is a row in its place.
type Placed struct {
	*Row
	Y measure.Unit // the baseline, from the top of the text area
}
