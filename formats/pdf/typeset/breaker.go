package typeset

import "github.com/refolio/refolio/formats/pdf/measure"

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

	sums   []sum // of all items before each item
	nodes  []node
	active []int32 // the nodes from which a line may still start

	// The best way to a place, by the number of lines that it takes, as far as
	// these differ in length, and by the fitness of the last one.
	best  [MaxNotch + 1][4]node
	found [MaxNotch + 1][4]bool
}

// sum is the total of what precedes an item.
type sum struct{ width, stretch, shrink measure.Unit }

// node is a place where a line may end, reached in the best way.
type node struct {
	item     int32 // that the line ends at; the first node stands at -1
	start    int32 // the first item of the next line
	from     sum   // of all before the next line, and what of it stands in the margin
	prev     int32 // the node at which this line starts
	line     int32 // how many lines there are so far
	hyphens  int8  // how many lines in a row end in a hyphen
	fitness  int8  // how tight or loose the line is
	flagged  bool
	demerits int64
}

// The fitness of a line: neighbours that differ by more than one look uneven.
const (
	tight = iota
	decent
	loose
	veryLoose
)

// The demerits for lines that look ill together. As the cost of a line is the
// square of 10 and more, these are worth a badness of about 100.
const (
	linePenalty      = 10
	unevenDemerits   = 10_000
	twoHyphens       = 10_000
	threeHyphens     = 3_000_000 // if they are allowed at all
	hyphenBeforeLast = 5_000
	runtDemerits     = 8_000 // a last line of little more than a syllable
	infiniteBadness  = 3_000_000
)

// badness says how bad it looks to make up for a difference of t with a total
// flexibility of s: about 100 times the cube of their quotient. It goes on
// rising far beyond what TeX calls infinite, so that of two lines that no
// tolerance admits the better one is taken.
func badness(t, s measure.Unit) int {
	if t == 0 {
		return 0
	}
	r := int64(t) * 1000 / int64(max(s, measure.Point/2))
	if r > 30_000 {
		return infiniteBadness
	}
	return int(min(100*r*r*r/1_000_000_000, infiniteBadness))
}

// justify finds the ends of lines that are all to be full, in up to three
// passes. The first is TeX's second; TeX's first, without hyphenation, spares
// time and not hyphens, for these have their price. The second pass takes what is
// left of narrow columns and long words, as even as it can be; the last makes
// lines that no rule allows rather than none.
func (b *breaker) justify() []int32 {
	b.tolerance, b.strict, b.tied = tolerance, true, true
	if ends := b.run(); ends != nil {
		return ends
	}
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
	b.addUp()
	b.nodes = append(b.nodes[:0], b.begin(node{item: -1, prev: -1, fitness: decent}))
	b.active = append(b.active[:0], 0)
	for i := range b.items {
		it := &b.items[i]
		legal := it.kind == penalty && it.penalty < forbid ||
			it.kind == glue && it.penalty < forbid && i > 0 && b.items[i-1].kind == box
		if b.tied && it.penalty == tieCost {
			continue
		}
		if legal && !b.try(int32(i), it.penalty, it.flagged) {
			return nil
		}
	}
	if !b.try(int32(len(b.items)), force, false) {
		return nil
	}
	return b.trace()
}

// addUp fills in b.sums.
func (b *breaker) addUp() {
	b.sums = b.sums[:0]
	var total sum
	for i := range b.items {
		b.sums = append(b.sums, total)
		if it := &b.items[i]; it.kind != penalty {
			total.width += it.width
			total.stretch += it.stretch
			total.shrink += it.shrink
		}
	}
	b.sums = append(b.sums, total)
}

// begin fills in where the line after n begins.
func (b *breaker) begin(n node) node {
	n.start = b.after(n.item)
	n.from = b.sums[n.start]
	n.from.width += b.leadOf(n.start)
	if n.item < 0 {
		n.from.width -= b.indent
	}
	return n
}

// trace follows the best last node back to the first.
func (b *breaker) trace() []int32 {
	best := b.active[0]
	for _, a := range b.active {
		if b.nodes[a].demerits < b.nodes[best].demerits {
			best = a
		}
	}
	ends := make([]int32, b.nodes[best].line)
	for n := best; b.nodes[n].prev >= 0; n = b.nodes[n].prev {
		ends[b.nodes[n].line-1] = b.nodes[n].item
	}
	return ends
}

// try considers ending a line at item i. It returns false if no line can be
// made at all.
func (b *breaker) try(i, cost int32, flagged bool) bool {
	b.found = [MaxNotch + 1][4]bool{}
	kept := b.active[:0]
	var lastDropped int32 = -1
	to := b.upTo(i)
	for _, a := range b.active {
		short, stretch, shrink := b.line(&b.nodes[a], i, &to)
		if b.tolerance == tolerance && short*100 > max(stretch, measure.Point/2)*127 && cost > force {
			kept = append(kept, a) // far too loose; the badness needn't be known
			continue
		}
		bad, fitness := judge(short, stretch, shrink)
		overfull := short < -shrink
		if overfull || cost <= force {
			lastDropped = a
		} else {
			kept = append(kept, a)
		}
		if overfull || bad > b.tolerance {
			continue
		}
		n := b.follow(a, i, bad, fitness, cost, flagged)
		if n.hyphens > 2 && b.strict {
			continue
		}
		class := min(int(n.line), b.notch.Lines)
		if !b.found[class][fitness] || n.demerits < b.best[class][fitness].demerits {
			b.best[class][fitness], b.found[class][fitness] = n, true
		}
	}
	any := false
	for class := range b.notch.Lines + 1 {
		for fitness, found := range b.found[class] {
			if found {
				any = true
				b.nodes = append(b.nodes, b.begin(b.best[class][fitness]))
				kept = append(kept, int32(len(b.nodes)-1))
			}
		}
	}
	if !any && len(kept) == 0 {
		if !b.last || lastDropped < 0 {
			return false
		}
		b.nodes = append(b.nodes, b.begin(b.follow(lastDropped, i, infiniteBadness, tight, cost, flagged)))
		kept = append(kept, int32(len(b.nodes)-1))
	}
	b.active = kept
	return true
}

// upTo is the sum of a line that ends at item i, counted from the paragraph's
// beginning, without what stands in the right margin. The last line may end
// anywhere.
func (b *breaker) upTo(i int32) sum {
	to := b.sums[i]
	if int(i) < len(b.items) {
		if it := &b.items[i]; it.kind == penalty {
			to.width += it.width
		}
	} else if !b.balance {
		to.stretch += b.measure * 100
	}
	to.width -= b.hangAt(0, i)
	to.stretch += b.ragged
	return to
}

// line measures the line from node n to item i: how much it is too short for
// the measure, and how far it stretches and shrinks.
func (b *breaker) line(n *node, i int32, to *sum) (short, stretch, shrink measure.Unit) {
	if n.start > i { // there is nothing in it
		return b.measure, b.ragged, 0
	}
	if int(n.line) < b.notch.Lines {
		short = -b.notch.Width
	}
	return short + b.measure - (to.width - n.from.width), to.stretch - n.from.stretch, to.shrink - n.from.shrink
}

// leadOf returns what of the first letter of a line that starts at the given
// item stands in the margin.
func (b *breaker) leadOf(start int32) measure.Unit {
	if int(start) < len(b.items) {
		return b.items[start].lead
	}
	return 0
}

// hangAt returns what of the line from item start to item i stands in the
// right margin.
func (b *breaker) hangAt(start, i int32) measure.Unit {
	if int(i) < len(b.items) && b.items[i].hyphen {
		return b.items[i].hang
	}
	for i--; i >= start; i-- {
		if b.items[i].kind == box {
			return b.items[i].hang
		}
	}
	return 0
}

// after returns the first item of the line that follows a line's end: glue
// and penalties vanish there.
func (b *breaker) after(end int32) int32 {
	if end < 0 {
		return 0
	}
	for int(end) < len(b.items) && b.items[end].kind != box {
		end++
	}
	return end
}

// judge returns the badness of a line and its fitness.
func judge(short, stretch, shrink measure.Unit) (bad int, fitness int8) {
	if short >= 0 {
		bad = badness(short, stretch)
		switch {
		case bad > 99:
			return bad, veryLoose
		case bad > 12:
			return bad, loose
		}
		return bad, decent
	}
	bad = badness(-short, shrink)
	if bad > 12 {
		return bad, tight
	}
	return bad, decent
}

// follow returns the node for ending at item i a line that starts at node a.
func (b *breaker) follow(a, i int32, bad int, fitness int8, cost int32, flagged bool) node {
	from := &b.nodes[a]
	d := int64(linePenalty + bad)
	d *= d
	if cost > 0 {
		d += int64(cost) * int64(cost)
	}
	n := node{item: i, prev: a, line: from.line + 1, fitness: fitness, flagged: flagged}
	if flagged {
		n.hyphens = min(from.hyphens+1, 3)
		switch {
		case n.hyphens > 2:
			d += threeHyphens
		case n.hyphens == 2:
			d += twoHyphens
		}
	}
	if int(i) == len(b.items) {
		if from.flagged {
			d += hyphenBeforeLast
		}
		if a > 0 && b.sums[i].width-b.sums[from.start].width < b.measure/12 {
			d += runtDemerits
		}
	}
	if a > 0 && (fitness > from.fitness+1 || fitness < from.fitness-1) {
		d += unevenDemerits
	}
	n.demerits = from.demerits + d
	return n
}
