package repair

import (
	"math"
	"strings"
)

// segment cuts a flow with the boundaries bs into blocks at the least cost.
func (t *Text) segment(flow []int, bs []boundary, note int, h *shapedHabits) []block {
	if len(flow) == 0 {
		return nil
	}
	h.learnPrices()
	cost := [shapes]float64{full: 0, narrow: enterNarrow, narrow2: enterNarrow, verse: enterVerse, headline: enterHeadline, headlines: neverBreak, credit: neverBreak, code: enterCode, listed: enterList}
	if note < 0 {
		cost[verse] += titleFirst
		cost[code] += titleFirst
	}
	for s, c := range h.rowCosts(t, flow[0]) {
		cost[s] += c
	}
	path := make([][shapes]step, len(bs))
	for k := range bs {
		var next [shapes]float64
		at := h.pricesAt(&bs[k])
		likely, out := cheapestShape(cost), h.exitsOf(&bs[k], &at, &cost)
		for s, c := range h.rowCosts(t, int(bs[k].below)) {
			switch {
			case math.IsInf(c, 1):
				next[s] = c
			case c >= neverBreak: // by whatever way, it will not be chosen
				next[s], path[k][s] = cost[likely]+c, step{likely, true}
			default:
				next[s], path[k][s] = h.best(&bs[k], &at, &cost, shape(s), likely, out)
				next[s] += c
			}
		}
		cost = next
	}
	return h.trace(flow, bs, path, cost, note)
}

// step is how a row's shape came about: from which shape of the row above,
// and whether a block ended between.
type step struct {
	from shape
	ends bool
}

// exits says which ways out of the shapes above a boundary are worth trying.
type exits struct {
	// The shapes of running text from which it costs least that a block ends
	// there and one of another shape begins: of all of them, and of those that
	// are not set to the measure. As the shape that is entered costs the same
	// from each, the others needn't be tried.
	all, narrower shape
	known         bool

	least [shapes]float64 // what any way out of a shape costs at the least, but that to a credit
}

// exitsOf finds the ways out of the shapes above b that are worth trying.
func (h *shapedHabits) exitsOf(b *boundary, at *prices, cost *[shapes]float64) (out exits) {
	if b.item || b.cut { // see beforeItem and atCue
		for s, c := range cost {
			out.least[s] = c - mostGain
		}
		return out
	}
	title := min(0, h.poemBegins(b)-afterHeading)
	for s, c := range cost {
		switch shape(s) {
		case full, first, narrow, narrow2:
			out.least[s] = c + min(at.on[s], at.ends[s])
		case verse:
			out.least[s] = c + min(at.on[s], at.ends[s], h.turn(b, at))
		case listed:
			out.least[s] = c - mostGain
		default:
			out.least[s] = c + title
		}
	}
	out.all, out.narrower, out.known = full, narrow, true
	leave := func(s shape) float64 {
		if s == full || s == first {
			return cost[s] + at.ends[s]
		}
		return cost[s] + at.ends[s] + leaveShape
	}
	least := leave(narrow)
	for _, s := range [...]shape{narrow2, verse} {
		if c := leave(s); c < least {
			out.narrower, least = s, c
		}
	}
	out.all = out.narrower
	for _, s := range [...]shape{full, first} {
		if c := leave(s); c < least {
			out.all, least = s, c
		}
	}
	return out
}

// passOver reports whether another shape leads to the shape to at less cost
// than from does.
func (e exits) passOver(from, to shape) bool {
	switch {
	case !e.known || from > verse || from == to:
		return false
	case to == full:
		return from != first && from != e.narrower
	case to <= headline:
		return from != e.all
	}
	return false
}

// best is the cheapest way to the shape s below b; likely is the cheapest shape
// above it.
func (h *shapedHabits) best(b *boundary, at *prices, cost *[shapes]float64, s, likely shape, out exits) (float64, step) {
	least, way := math.Inf(1), step{}
	try := func(from shape) {
		if b.given <= 0 && (from == s || from == first && s == full || s == headlines) { // else the text can't go on
			if c := cost[from] + h.boundaryCost(b, at, from, s, false); c < least {
				least, way = c, step{from, false}
			}
		}
		if b.given >= 0 {
			if c := cost[from] + h.boundaryCost(b, at, from, s, true); c < least {
				least, way = c, step{from, true}
			}
		}
	}
	try(likely)
	for from := range shapes {
		if from != likely && (out.least[from] < least || s == credit) && !out.passOver(from, s) {
			try(from)
		}
	}
	return least, way
}

// mostGain is what no boundary before an item gains: signs are dear or cheap,
// but not much cheaper than nothing.
const mostGain = 12

func cheapestShape(cost [shapes]float64) shape {
	least := shape(0)
	for s := range cost {
		if cost[s] < cost[least] {
			least = shape(s)
		}
	}
	return least
}

// boundaryCost is what it costs that the rows at b are set in these shapes,
// and that a block ends between them or not.
func (h *shapedHabits) boundaryCost(b *boundary, at *prices, from, to shape, ends bool) float64 {
	if h.measures[to] == 0 && (to == narrow || to == narrow2 || to == listed) {
		return math.Inf(1)
	}
	switch {
	case ends && to == full && (from == full || from == first), !ends && to == first:
		return math.Inf(1) // the row below is the first one, or it is not
	case !ends && from == first && to == full:
		return at.on[first]
	case !ends && from != to && to != headlines:
		return math.Inf(1)
	}
	if b.item {
		return h.beforeItem(b, from, to, ends)
	}
	if b.cut {
		return h.atCue(to, ends)
	}
	switch {
	case from == code || to == code:
		return h.codeBoundary(b, at, from, to, ends)
	case to == credit:
		return h.beforeCredit(b, from, ends)
	case to == headlines:
		return h.headlineGoesOn(b, from, ends)
	case from == listed || to == listed:
		return h.listBoundary(b, at, from, to, ends)
	case from == headline || from == headlines || from == credit:
		return h.afterHeadline(b, from, to, ends)
	}
	if !ends && from == verse {
		return min(at.on[verse], h.turn(b, at))
	}
	if !ends {
		return at.on[from]
	}
	if from == to || to == first && from == full {
		return at.ends[from]
	}
	enter := [shapes]float64{narrow: enterNarrow, narrow2: enterNarrow, verse: enterVerse, headline: enterHeadline}[to]
	if from != full && from != first {
		enter += leaveShape
	}
	if b.blank > 0 && (isNarrow(from) || isNarrow(to)) {
		enter -= max(0, h.prices.ends.blank[b.blank]-setApart)
	}
	if b.end == endsColon && from == full && (isNarrow(to) || to == verse && h.verse < leastPoems) {
		enter -= max(0, h.prices.ends.text[b.wording()][b.start]-announced)
	}
	return enter + at.ends[from]
}

// learnHeads keeps the folded texts of running heads.
func (h *shapedHabits) learnHeads(heads map[string]bool) {
	h.heads = heads
	for key := range heads {
		h.begins.add(beginning(key))
	}
}

// isHead reports whether running heads repeat a row.
func (h *shapedHabits) isHead(text string) bool {
	return h.begins.has(beginning(text)) && inFolded(h.heads, text)
}

// rowCosts is what it costs that a row has each shape.
func (h *shapedHabits) rowCosts(t *Text, row int) (cost [shapes]float64) {
	width, text := t.Rows[row].Em, t.String(row)
	cost[headline], cost[headlines] = h.headlineCosts(t, row)
	cost[credit], cost[code] = h.creditCost(t, row), h.codeCost(t, row)
	switch {
	case t.Rows[row].cue&cueHeads != 0:
		cost[verse] = isHeading
		cost[headline] -= entryHeading
	case t.Rows[row].cue != 0:
		cost[verse] = isHeading
		cost[headline] += isHeading
	case len(h.heads) > 0 && width < h.measure && h.isHead(text):
		cost[verse] = isHeading
	case headingWords[strings.ToLower(firstWord(text))] && leadingNumeral(strings.Fields(text)) > 0, t.isDateline(row):
		cost[verse] = isHeading
	case h.measure > 0 && width > h.measure*verseWidth:
		cost[verse] = tooWide * min(1, mostlyVerse*(1-h.verse)) // where all is verse, it has no measure
	}
	for _, s := range []shape{narrow, narrow2} {
		if h.measure > 0 && width > h.measures[s]*wideSlack {
			cost[s] = tooWide
		}
	}
	if h.measures[listed] == 0 {
		cost[listed] = math.Inf(1)
	} else if width > h.measure*wideSlack {
		cost[listed] = tooWide
	} else if width > h.measure-listIndent+listSlack {
		cost[listed] = wideItem
	}
	if t.given.inside(row) == "verse" {
		for s := range shapes {
			if s != verse {
				cost[s] += givenScore
			}
		}
	}
	return cost
}

// trace follows the steps back and returns the blocks.
func (h *shapedHabits) trace(flow []int, bs []boundary, path [][shapes]step, cost [shapes]float64, note int) []block {
	s := cheapestShape(cost)
	sure := h.endsAt(bs)
	starts := []block{}
	var within []innerRow
	end := len(flow)
	for k := len(bs) - 1; k >= 0; k-- {
		way := path[k][s]
		if way.ends {
			starts = append(starts, block{rows: flow[k+1 : end], shape: ofBlock(s), note: note, sure: float64(sure[k]), inner: within})
			within, end = nil, k+1
		} else if s == verse || s == code || bs[k].start == startsLower || bs[k].given < 0 {
			// No paragraph begins there.
		} else if p := float64(sure[k]); p > leastDoubt {
			within = append(within, innerRow{int(bs[k].below), 1 - p})
		}
		s = way.from
	}
	starts = append(starts, block{rows: flow[:end], shape: ofBlock(s), note: note, sure: 1, inner: within})
	for i, j := 0, len(starts)-1; i < j; i, j = i+1, j-1 {
		starts[i], starts[j] = starts[j], starts[i]
	}
	return starts
}

// ofBlock is the shape of a block whose last row has the shape s.
func ofBlock(s shape) shape {
	if s == first {
		return full
	}
	return s
}
