package typeset

import (
	"math/bits"
	"slices"

	"github.com/refolio/refolio/formats/pdf/measure"
)

// breaker finds the best line breaks of a paragraph: those with the least sum
// of demerits over all lines, by dynamic programming over the places where a
// line may end.
type breaker struct {
	items     []item
	measure   measure.Unit
	indent    measure.Unit // of the first line; negative if the others are indented
	notch     Notch        // of the first lines
	tolerance int          // the badness that a line may have
	ragged    measure.Unit // how far the end of every line may stretch, if the edge is ragged
	tied      bool         // no line may end between words that belong together
	strict    bool         // no more than two lines in a row may end in a hyphen
	last      bool         // a line must be found, however bad
	balance   bool         // the last line should be as long as the others

	points []point      // where a line may end, in order
	total  measure.Unit // the width of all items
	nodes  []node       // in the order of their places
	ends   []int32      // of the lines
	open   int          // the first node from which a line may still start

	// The best way to a point, by the number of lines that it takes, as far as
	// these differ in length, and by the fitness of the last one.
	best  [MaxNotch + 1][4]step
	found [MaxNotch + 1]uint8 // for which fitnesses there is one, a bit each
}

// node is a point that was reached in the best way.
type node struct {
	step
	room    measure.Unit // for the line that starts here, if widths count from the paragraph's beginning
	from    sum          // of all before that line, and what of it stands in the margin
	start   int32        // the first item of that line
	point   int32        // -1 for the first node
	line    int32        // how many lines there are so far
	flagged bool
}

// step is a line that leads to a point.
type step struct {
	demerits int64 // of all lines so far
	prev     int32 // the node at which the line starts
	hyphens  int8  // how many lines in a row end in a hyphen
	fitness  int8  // how tight or loose the line is
}

// justify finds the ends of lines that are all to be full, or nil if that can't be
// done within the tolerance. It is TeX's second pass; TeX's first, without
// hyphenation, spares time and not hyphens, for these have their price.
func (b *breaker) justify() []int32 {
	b.tolerance, b.strict, b.tied = tolerance, true, true
	return b.run()
}

// justifyAnyhow finds them where justify found none, in up to two passes. The first
// takes what is left of narrow columns and long words, as even as it can be; the other
// makes lines that no rule allows rather than none.
func (b *breaker) justifyAnyhow() []int32 {
	b.tolerance, b.tied = infiniteBadness, false
	if ends := b.run(); ends != nil {
		return ends
	}
	b.strict, b.last = false, true
	return b.run()
}

// run returns the places where the lines end, as indexes of items, len(items)
// for the last one, or nil if no way was found within the tolerance.
func (b *breaker) run() []int32 {
	if len(b.points) == 0 {
		b.addUp()
	}
	b.nodes, b.open = b.nodes[:0], 0
	b.begin(step{prev: -1, fitness: decent}, -1)
	for i := range b.points {
		if b.tied && b.points[i].cost == tieCost {
			continue
		}
		if !b.try(int32(i)) {
			return nil
		}
	}
	return b.trace()
}

// begin adds the node at which the line after s begins.
func (b *breaker) begin(s step, at int32) {
	n := node{step: s, point: at}
	if at < 0 {
		n.from.width = b.leadOf(0) - b.indent
	} else {
		p := &b.points[at]
		n.from, n.start, n.flagged, n.line = p.from, p.start, p.flagged, b.nodes[s.prev].line+1
	}
	n.room = b.measure + n.from.width
	if int(n.line) < b.notch.Lines {
		n.room -= b.notch.Width
	}
	b.nodes = append(b.nodes, n)
}

// trace follows the best last node back to the first.
func (b *breaker) trace() []int32 {
	best := &b.nodes[b.open]
	for i := range b.nodes[b.open:] {
		if n := &b.nodes[b.open+i]; n.demerits < best.demerits {
			best = n
		}
	}
	b.ends = slices.Grow(b.ends[:0], int(best.line))[:best.line]
	ends := b.ends
	for n := best; n.prev >= 0; n = &b.nodes[n.prev] {
		ends[n.line-1] = b.points[n.point].item
	}
	return ends
}

// try considers ending a line at a point. It returns false if no line can be
// made at all.
//
// The later a line starts, the looser it is. So the nodes from which it would
// be too tight are the first ones, for good, and those from which it would be
// too loose are the last ones. Only around a notch it may be otherwise.
func (b *breaker) try(at int32) bool {
	p := &b.points[at]
	end := p.cost <= force
	patient := b.tolerance > tolerance || end // every line counts
	any, lastDropped, before := false, -1, len(b.nodes)
	for a := b.open; a < before; a++ {
		n := &b.nodes[a]
		short, stretch, shrink := n.room-p.to.width, p.to.stretch-n.from.stretch, p.to.shrink-n.from.shrink
		if !patient && tooLoose(short, stretch) { // the badness needn't be known
			if b.notch.Lines == 0 {
				break
			}
			continue
		}
		if n.start > p.item { // there is nothing in the line
			short, stretch, shrink = b.measure, b.ragged, 0
		}
		overfull := short < -shrink
		if overfull || end {
			lastDropped = a
			if a == b.open {
				b.open++
			}
		}
		if overfull {
			continue
		}
		bad, fitness := judge(short, stretch, shrink)
		if bad > b.tolerance {
			continue
		}
		s := b.step(a, p, bad, fitness)
		if s.hyphens > 2 && b.strict {
			continue
		}
		class := min(int(n.line)+1, b.notch.Lines)
		best, bit := &b.best[class][fitness&3], uint8(1)<<fitness
		if b.found[class]&bit == 0 || s.demerits < best.demerits {
			*best = s
			b.found[class] |= bit
			any = true
		}
	}
	if any {
		b.beginBest(at)
	}
	if b.open == len(b.nodes) {
		if !b.last || lastDropped < 0 {
			return false
		}
		b.begin(b.step(lastDropped, p, infiniteBadness, tight), at)
	}
	return true
}

// beginBest adds the nodes for the best ways to a point, but for those that can't
// be on the way to the end: all that a better way might have to pay in future,
// and this one not, is for an uneven neighbour.
func (b *breaker) beginBest(at int32) {
	for class := range b.notch.Lines + 1 {
		steps, found := &b.best[class], b.found[class]
		b.found[class] = 0
		var best *step
		for rest := found; rest != 0; rest &= rest - 1 {
			if s := &steps[bits.TrailingZeros8(rest)&3]; best == nil || s.demerits < best.demerits {
				best = s
			}
		}
		for rest := found; rest != 0; rest &= rest - 1 {
			s := &steps[bits.TrailingZeros8(rest)&3]
			if s.demerits > best.demerits+unevenDemerits && s.hyphens >= best.hyphens && !b.last {
				continue
			}
			b.begin(*s, at)
		}
	}
}

// step returns the line from node a to a point.
func (b *breaker) step(a int, p *point, bad int, fitness int8) step {
	from := &b.nodes[a]
	s := step{prev: int32(a), fitness: fitness}
	d := int64(linePenalty + bad)
	d *= d
	if p.cost > 0 {
		d += int64(p.cost) * int64(p.cost)
	}
	if p.flagged {
		s.hyphens = min(from.hyphens+1, 3)
		switch {
		case s.hyphens > 2:
			d += threeHyphens
		case s.hyphens == 2:
			d += twoHyphens
		}
	}
	if int(p.item) == len(b.items) {
		if from.flagged {
			d += hyphenBeforeLast
		}
		if a > 0 && b.total-(from.from.width-b.leadOf(from.start)) < b.measure/12 {
			d += runtDemerits
		}
	}
	if a > 0 && (fitness > from.fitness+1 || fitness < from.fitness-1) {
		d += unevenDemerits
	}
	s.demerits = from.demerits + d
	return s
}
