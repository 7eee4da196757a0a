package typeset

import "github.com/refolio/refolio/formats/pdf/measure"

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
	var total sum
	var hang measure.Unit // what of the last box may stand in the margin
	known := 0            // the points before this one know where the next line begins
	for i := range b.items {
		switch it := &b.items[i]; {
		case it.kind == box:
			for ; known < len(b.points); known++ {
				p := &b.points[known]
				p.start, p.from = int32(i), total
				p.from.width += it.lead
			}
			hang = it.hang
		case it.penalty >= forbid || it.kind == glue && (i == 0 || b.items[i-1].kind != box):
		case it.hyphen:
			b.addPoint(i, it, total, it.width-it.hang)
		case it.kind == penalty:
			b.addPoint(i, it, total, it.width-hang)
		default:
			b.addPoint(i, it, total, -hang)
		}
		if it := &b.items[i]; it.kind != penalty {
			total.width += it.width
			total.stretch += it.stretch
			total.shrink += it.shrink
		}
	}
	b.total = total.width
	if !b.balance {
		total.stretch += b.measure * 100 // the last line may end anywhere
	}
	b.addPoint(len(b.items), &item{penalty: force}, total, -hang)
}

// addPoint adds the point at item i, for a line that is wider than all before it
// by extra.
func (b *breaker) addPoint(i int, it *item, to sum, extra measure.Unit) {
	to.width += extra
	to.stretch += b.ragged
	b.points = append(b.points, point{to: to, item: int32(i), cost: it.penalty, flagged: it.flagged})
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
