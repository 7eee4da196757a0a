package repair

import "math"

// prices are what it costs, in nats, at a boundary and below a row of each
// shape, that the text goes on, and that a block ends.
type prices struct{ on, ends [shapes]float64 }

const (
	verseEnds   = 0.12 // the share of lines of verse that end a stanza
	verseHyphen = 6.0  // a word broken at the end of a line of verse
	neverBreak  = 30   // where a decision has joined the rows
)

func (h *shapedHabits) pricesAt(b *boundary) (at prices) {
	on, ends := -math.Log(h.goesOn.others(b)*(1-h.endShare)), -math.Log(h.ends.others(b))
	for _, s := range []shape{full, first, narrow, narrow2} {
		f, indent := 0, float32(0)
		if s == first {
			f, indent = 1, h.indent
		}
		fit := h.fitOf(b, h.measures[s], indent)
		at.on[s] = on - math.Log(h.goesOn.fit[fit]*h.goesOn.shift[f][b.shift])
		at.ends[s] = ends - math.Log(h.ends.fit[fit]*h.ends.shift[f][b.shift]*h.endShare)
	}
	fit := h.fitOf(b, h.measure, 0)
	at.ends[verse] = ends - math.Log(h.ends.fit[fit]*h.ends.shift[0][b.shift]*verseEnds)
	at.on[verse] = -math.Log(h.line.others(b) * h.line.fit[fit] * h.line.shift[0][b.shift] * (1 - verseEnds))
	if b.joined {
		for s := range at.ends {
			at.on[s] -= on
			if b.have < h.measure*leastFull { // a bullet on a row of its own
				at.on[s] = 0
			}
			at.ends[s] = neverBreak
		}
		at.on[verse] += on + verseHyphen
	}
	return at
}
