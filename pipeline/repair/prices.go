package repair

import "math"

// prices are what it costs, in nats, at a boundary and below a row of each
// shape, that the text goes on, and that a block ends.
type prices struct {
	on, ends [shapes]float64
	item     float64 // that an item of a list without bullets ends and another begins, see listBoundary
}

const (
	verseEnds   = 0.12 // the share of lines of verse that end a stanza
	modernLine  = 3.0  // a line of verse begins with a small letter, in a text of poems
	quotedLine  = 4.2  // or in another
	lineIsLine  = 0.5  // a row is a line of verse and no paragraph, where nothing else is in the text
	onlyVerse   = 0.4  // of the boundaries, in such a text
	onlyProse   = 0.12
	verseHyphen = 6.0 // a word broken at the end of a line of verse
	neverBreak  = 30  // where a decision has joined the rows
)

func (h *shapedHabits) pricesAt(b *boundary) (at prices) {
	p := h.prices
	on, ends := p.on.priceOf(b)+p.goOn, p.ends.priceOf(b)
	fits := [shapes]int{full: h.fitOf(b, h.measure, 0), narrow: h.fitOf(b, h.measures[narrow], 0), narrow2: h.fitOf(b, h.measures[narrow2], 0)}
	if fits[first] = fits[full]; h.indent > 0 {
		fits[first] = h.fitOf(b, h.measure, h.indent)
	}
	for _, s := range []shape{full, first, narrow, narrow2} {
		f, fit := 0, fits[s]
		if s == first {
			f = 1
		}
		at.on[s] = on + p.on.fit[fit] + p.on.shift[f][b.shift]
		at.ends[s] = ends + p.ends.fit[fit] + p.ends.shift[f][b.shift] + p.end
	}
	if h.measures[listed] > 0 {
		h.listPrices(b, &at, on-p.goOn, fits[full])
	}
	if b.blank < 0 && h.cohesion != nil && !b.joined {
		coheres := math.Log(h.cohesion.coheres(h.text, int(b.above), int(b.below)))
		for _, s := range []shape{full, first, narrow, narrow2} {
			at.on[s] -= coheres
		}
	}
	fit := fits[full]
	at.ends[verse] = ends + p.ends.fit[fit] + p.ends.shift[0][b.shift] + p.stanza
	at.on[verse] = p.line.priceOf(b) + p.line.fit[fit] + p.line.shift[0][b.shift] + p.noStanza
	if b.start == startsLower && b.need < h.measure*listShort && !b.joined && b.trail != 1 && h.measures[listed] == 0 {
		line := quotedLine
		if h.verse >= leastPoems {
			line = modernLine
		}
		at.on[verse] = min(at.on[verse], line+p.noStanza)
	}
	if h.mostlyLines() && b.start != startsLower { // what seems to end a block, does not end the poem
		at.on[verse] = min(at.on[verse], ends+p.ends.fit[fit]+p.ends.shift[0][b.shift]+p.end-lineIsLine)
	}
	if b.joined {
		for s := range at.ends {
			at.on[s] -= on
			if b.have < h.measure*leastFull { // a bullet on a row of its own
				at.on[s] = 0
			}
			at.ends[s] = neverBreak
		}
		at.on[listed] += p.goOn - itemGoesOn
		at.on[verse] += on + verseHyphen
	}
	return at
}

// mostlyLines reports whether next to nothing but verse is in the text: no row
// of prose goes on.
func (h *shapedHabits) mostlyLines() bool {
	return h.verse >= onlyVerse && (1-h.verse)*(1-h.endShare) < onlyProse
}

// priceList is the habits as prices, so that no boundary needs a logarithm.
type priceList struct {
	on, ends, line   signs                      // negative logarithms of the likelihoods
	heading          [endings][openings]float64 // of a heading's going on in another line, by its words
	goOn, end        float64                    // of the text's going on, and of a block's end
	stanza, noStanza float64                    // the same of verse
	listOn, listEnds [fits]float64              // of an item's going on, and of its end, by the widths
}

// learnPrices makes the price list, once the habits are learnt.
func (h *shapedHabits) learnPrices() {
	if h.prices != nil {
		return
	}
	h.prices = &priceList{
		on: h.goesOn.prices(), ends: h.ends.prices(), line: h.line.prices(),
		goOn: -math.Log(1 - h.endShare), end: -math.Log(h.endShare),
		stanza: -math.Log(verseEnds), noStanza: -math.Log(1 - verseEnds),
	}
	h.prices.listOn, h.prices.listEnds = inGeneral.goesOn.fit, inGeneral.ends.fit
	toPrices(h.prices.listOn[:])
	toPrices(h.prices.listEnds[:])
	for e := range h.prices.heading {
		for o := range h.prices.heading[e] { // headings have capitals where this text may have none
			h.prices.heading[e][o] = -math.Log((h.goesOn.text[e][o] + inGeneral.goesOn.text[e][o]) / 2)
		}
	}
}

// prices are the negative logarithms of the likelihoods.
func (s *signs) prices() signs {
	p := *s
	for e := range p.text {
		toPrices(p.text[e][:])
	}
	for f := range p.shift {
		toPrices(p.shift[f][:])
	}
	for _, likelihoods := range [...][]float64{p.fit[:], p.blank[:], p.after[:], p.trail[:], p.open[:]} {
		toPrices(likelihoods)
	}
	return p
}

func toPrices(likelihoods []float64) {
	for i, p := range likelihoods {
		likelihoods[i] = -math.Log(p)
	}
}

// priceOf is what the signs at b cost, of a table of prices, without widths
// and indents.
func (s *signs) priceOf(b *boundary) float64 {
	return s.text[b.wording()][b.start] + s.layoutOf(b)
}

// layoutOf is what it costs how the rows at b are set apart, of a table of
// prices.
func (s *signs) layoutOf(b *boundary) (p float64) {
	if b.blank >= 0 {
		p += s.blank[b.blank]
	}
	if b.after >= 0 {
		p += s.after[b.after]
	}
	if b.trail >= 0 {
		p += s.trail[b.trail]
	}
	if b.open >= 0 {
		p += s.open[b.open]
	}
	return p
}
