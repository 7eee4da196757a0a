package typeset

import "github.com/refolio/refolio/formats/pdf/measure"

// horizon says in which words of a paragraph a line may end, so that the others, a
// third of all and more, need not be taken apart. It follows the two extremes: the
// lines that end as early as the tolerance allows, and those that end as late. What
// lies between them is where a line may end; that grows from line to line, until it
// is everywhere.
type horizon struct {
	all     bool // a line may end anywhere
	measure measure.Unit
	slack   measure.Unit // by how much more a line may hold, for what stands in the margins

	total       sum  // of all items so far
	early, late sum  // of all before the line at its earliest and at its latest
	open        bool // it may end in the words that come now
	next        sum  // if it may: of all before the line after it, at its earliest
}

// add adds an item to a sum.
func (s *sum) add(it *item) {
	s.width += it.width
	s.stretch += it.stretch
	s.shrink += it.shrink
}

// lineEnd reports whether a line may end within the next word, of the given width,
// whose letters stretch by so many thousandths, where a hyphen is added or not. It is
// never wrong in saying that none may.
func (h *horizon) lineEnd(width, expand, hyphen measure.Unit) bool {
	if h.all {
		return true
	}
	after := h.total
	stretch := width * expand / 1000
	after.width += width + hyphen
	after.stretch += stretch
	after.shrink += stretch
	if h.open && h.passed() {
		h.early, h.late, h.open = h.next, h.total, false
	}
	if !h.open {
		if h.gaping(&h.early, &after) {
			return width > h.measure/4 // it may be longer than a line, with what is joined to it
		}
		h.open, h.next = true, h.total
	}
	h.all = !h.gaping(&h.next, &after)
	return true
}

// gaping reports whether every line from a place to another is so loose that the
// breaker does not look at it.
func (h *horizon) gaping(from, to *sum) bool {
	return tooLoose(h.measure+from.width-to.width, to.stretch-from.stretch)
}

// passed reports whether no line may end any more where the latest does.
func (h *horizon) passed() bool {
	return h.total.width-h.late.width-h.measure-h.slack > h.total.shrink-h.late.shrink
}
