package typeset

import (
	"slices"

	"github.com/refolio/refolio/formats/pdf/measure"
)

// sum is a total of items.
type sum struct{ width, stretch, shrink measure.Unit }

// point is a place where a line may end. Its sums count from the paragraph's
// beginning.
type point struct {
	to      sum   // of a line that ends here, without what stands in the right margin
	from    sum   // of all before the next line, and what of it stands in the left margin
	item    int32 // that the line ends at, len(items) at the paragraph's end
	start   int32 // the first item of the next line
	cost    int32
	flagged bool
}

// addUp finds the points of the paragraph.
func (b *breaker) addUp() {
	points := slices.Grow(b.points[:0], len(b.items)+1)[:len(b.items)+1]
	n := 0
	var total sum
	var hang measure.Unit // what of the last box may stand in the margin
	known := 0            // the points before this one know where the next line begins
	for i := range b.items {
		it := &b.items[i]
		if it.kind == box {
			for ; known < n; known++ {
				p := &points[known]
				p.start, p.from = int32(i), total
				p.from.width += it.lead
			}
			hang = it.hang
			total.add(it)
			continue
		}
		if it.penalty < forbid && (it.kind == penalty || i > 0 && b.items[i-1].kind == box) {
			extra := -hang
			switch {
			case it.hyphen:
				extra = it.width - it.hang
			case it.kind == penalty:
				extra += it.width
			}
			points[n].set(i, it, total, extra, b.ragged)
			n++
		}
		if it.kind == glue {
			total.add(it)
		}
	}
	b.total = total.width
	if !b.balance {
		total.stretch += b.measure * 100 // the last line may end anywhere
	}
	points[n].set(len(b.items), &item{penalty: force}, total, -hang, b.ragged)
	b.points = points[:n+1]
}

// set makes p the point at item i, for a line that is wider than all before it by
// extra, and whose end may stretch by ragged.
func (p *point) set(i int, it *item, to sum, extra, ragged measure.Unit) {
	p.to = to
	p.to.width += extra
	p.to.stretch += ragged
	p.from, p.start = sum{}, 0
	p.item, p.cost, p.flagged = int32(i), it.penalty, it.flagged
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
