package repair

// How habits are learnt. The rows are a chain: where a block ends, the next
// row is a paragraph's first, and if paragraphs are indented it is full at a
// smaller width. Most extractors drop the indent, and yet it tells:
//
//	for the luck. Nobody knew when that had begun or what it was to bring them.
//	The children of the town had a rhyme for it, which they sang while they
//	walked around the boat, and it had as many verses as there were children.
//
// The first line is full, and ends as the second one might begin a paragraph;
// the second is full too, an em narrower than the third. So what happens at a
// boundary is weighed with the boundaries before and after it (forwards and
// backwards), and the indent is learnt with the rest.

const (
	rounds     = 4    // of learning, after which the tables hardly change
	mostLearnt = 1000 // boundaries suffice, in runs of lessonRows all over the text
	lessonRows = 200
	mostIndent = 3.0 // em
)

// odds are the joint likelihoods of what may happen at a boundary and of its
// signs; those in pairs are such if the row above is no first one of a
// paragraph, and if it is.
type odds struct {
	on   [2]float64 // the text goes on
	ends [2]float64 // a block ends
	line float64    // a line of verse follows another; without these, verse would teach that blocks end in commas
	fit  [2]uint8   // the class of the widths
	// below is the likelihood of all that follows, if the row below is no
	// first one, and if it is.
	below [2]float64
}

func (h *habits) odds(b *boundary) odds {
	return h.oddsOf(b, [2]uint8{uint8(h.fitOf(b, h.measure, 0)), h.fitOfFirst(b)})
}

// fitOfFirst is the class of the row above b if that is the first one of a
// paragraph.
func (h *habits) fitOfFirst(b *boundary) uint8 { return uint8(h.fitOf(b, h.measure, h.indent)) }

// oddsOf is odds for known classes of the widths.
func (h *habits) oddsOf(b *boundary, fits [2]uint8) (o odds) {
	o.fit = fits
	on, ends := h.goesOn.others(b), 0.0
	if !b.joined {
		on *= (1 - h.verse) * (1 - h.endShare)
		ends = (1 - h.verse) * h.endShare * h.ends.others(b)
	}
	for f, fit := range fits {
		o.on[f] = on * h.goesOn.fit[fit] * h.goesOn.shift[f][b.shift]
		o.ends[f] = ends * h.ends.fit[fit] * h.ends.shift[f][b.shift]
	}
	if !b.joined {
		o.line = h.verse * h.line.others(b) * h.line.fit[o.fit[0]] * h.line.shift[0][b.shift]
	}
	return o
}

// learn fits the habits to boundaries whose measure is known, between rows that
// have such gaps.
func learn(bs []boundary, measure float32, merges bool, inside gaps) *habits {
	return learnFrom(inGeneral.inside(inside), bs, measure, merges)
}

func learnFrom(g *general, bs []boundary, measure float32, merges bool) *habits {
	h := &habits{measure: measure, merges: merges, endShare: g.endShare, verse: g.verse, goesOn: g.goesOn, ends: g.ends, line: g.line}
	bs = sample(bs)
	chain := make([]odds, len(bs))
	for k := range bs {
		chain[k].fit[0] = uint8(h.fitOf(&bs[k], measure, 0)) // the same in each round
	}
	for range rounds {
		h.lookBack(bs, chain)
		h.fitTo(bs, chain, g)
	}
	return h
}

// sample is as much of bs as it takes to learn from.
func sample(bs []boundary) []boundary {
	if len(bs) <= mostLearnt {
		return bs
	}
	out := make([]boundary, 0, mostLearnt)
	const lessons = mostLearnt / lessonRows
	for i := range lessons {
		at := i * (len(bs) - lessonRows) / (lessons - 1)
		out = append(out, bs[at:at+lessonRows]...)
	}
	return out
}

// someBoundaries lists the boundaries of a flow, or in a thick book those of
// as much of it as it takes to learn from.
func (t *Text) someBoundaries(flow []int) []boundary {
	if len(flow) <= mostLearnt+1 {
		return t.boundaries(flow)
	}
	bs := make([]boundary, 0, mostLearnt)
	const lessons = mostLearnt / lessonRows
	for i := range lessons {
		at := i * (len(flow) - lessonRows - 1) / (lessons - 1)
		bs = t.appendBoundaries(bs, flow[at:at+lessonRows+1])
	}
	return bs
}

// lookBack fills in the chain, which has the classes of the rows that are no
// first ones, from its end on.
func (h *habits) lookBack(bs []boundary, chain []odds) {
	below := [2]float64{1, 1}
	for k := len(bs) - 1; k >= 0; k-- {
		if k+1 < len(bs) && bs[k+1].above != bs[k].below {
			below = [2]float64{1, 1}
		}
		fits := [2]uint8{chain[k].fit[0], chain[k].fit[0]}
		if h.indent != 0 {
			fits[1] = h.fitOfFirst(&bs[k])
		}
		o := h.oddsOf(&bs[k], fits)
		o.below = below
		for f := range below {
			below[f] = o.on[f]*o.below[0] + (o.ends[f]+o.line)*o.below[1]
		}
		scale(&below)
		chain[k] = o
	}
}

// fitTo goes forwards through the chain, and sums up what happened.
func (h *habits) fitTo(bs []boundary, chain []odds, g *general) {
	var on, end, line signs
	var ended, lines float64
	var full [2]mean
	above := [2]float64{0, 1} // how likely it is that the row above is no first one, or one
	for k := range chain {
		b, o := &bs[k], &chain[k]
		if k > 0 && b.above != bs[k-1].below {
			above = [2]float64{0, 1}
		}
		var p [2]outcomes
		for f := range p {
			p[f].on = above[f] * o.on[f] * o.below[0]
			p[f].ends = above[f] * o.ends[f] * o.below[1]
			p[f].line = above[f] * o.line * o.below[1]
			if b.start == startsCapitals || b.start == startsDash {
				p[f].sharpen()
			}
		}
		sum := p[0].sum() + p[1].sum()
		if sum == 0 {
			continue
		}
		if b.listed {
			above = o.forward(above)
			continue
		}
		for f := range p {
			ended, lines = ended+p[f].ends/sum, lines+p[f].line/sum
			on.count(b, int(o.fit[f]), f, p[f].on/sum)
			end.count(b, int(o.fit[f]), f, p[f].ends/sum)
			line.count(b, int(o.fit[0]), 0, p[f].line/sum)
			if b.have > h.measure*leastFull && b.have < h.measure*mergedWidth {
				full[f].add(b.have, p[f].on/sum)
			}
		}
		above = o.forward(above)
	}
	n := float64(len(bs))
	h.endShare = (ended + fewEnds*g.endShare) / (n - lines + fewEnds)
	h.verse = (lines + fewEnds*g.verse) / (n + fewEnds)
	h.goesOn = on.smoothed(&g.goesOn, textWeight+gapWeight*g.gaps)
	h.ends = end.smoothed(&g.ends, textWeight)
	// How lines are set apart, those of verse have from the text around them.
	verse := g.line
	verse.blank, verse.after, verse.trail, verse.open = h.goesOn.blank, h.goesOn.after, h.ends.trail, h.goesOn.open
	h.line = verse
	if lines > fewLines {
		h.line = line.smoothed(&verse, textWeight)
		h.line.open = verse.open // whether lines are spoken says nothing of their being verse
	}
	for _, s := range [...]*signs{&h.goesOn, &h.ends, &h.line} {
		s.wide = total(s.fit[shortNeeds:])
	}
	h.relateTrails()
	h.indent = min(max(full[0].value()-full[1].value(), 0)*float32(full[1].n/(full[1].n+fewFirst)), mostIndent)
}

// outcomes is how likely it is that the text goes on, that a block ends, and
// that a line of verse follows another.
type outcomes struct{ on, ends, line float64 }

func (p *outcomes) sum() float64 { return p.on + p.ends + p.line }

// sharpen makes the likely likelier. A text that begins its entries or its
// speeches in a certain way does so always: if some of them follow a full row,
// they are entries all the same, and must not teach that the text goes on so.
//
//	BARGE, n. A boat that has no hurry, drawn by a horse that has none.
//	BUOY, n. The grave of an anchor.
func (p *outcomes) sharpen() {
	p.on, p.ends, p.line = p.on*p.on*p.on, p.ends*p.ends*p.ends, p.line*p.line*p.line
}

// endsAt is how sure it is that a block ends at each boundary, given all the
// others.
func (h *habits) endsAt(bs []boundary) []float32 {
	sure := make([]float32, len(bs))
	chain := make([]odds, min(len(bs), atOnce))
	for from := 0; from < len(bs); from += atOnce - overlap {
		part := bs[from:min(from+atOnce, len(bs))]
		for k := range part {
			chain[k].fit[0] = uint8(h.fitOf(&part[k], h.measure, 0))
		}
		h.lookBack(part, chain[:len(part)])
		at := from
		if from > 0 {
			at += overlap / 2 // the run before has seen more of what comes before
		}
		h.lookForward(part, chain[:len(part)], sure[from:], at-from)
	}
	return sure
}

// Confidences need not look at a text of millions of rows as a whole: a
// boundary tells nothing of one that is so far away.
const (
	atOnce  = 4096
	overlap = 64
)

// lookForward writes how likely ends are into sure, from index on.
func (h *habits) lookForward(bs []boundary, chain []odds, sure []float32, from int) {
	above := [2]float64{0, 1}
	for k := range chain {
		b, o := &bs[k], &chain[k]
		if k > 0 && b.above != bs[k-1].below {
			above = [2]float64{0, 1}
		}
		ends := (above[0]*o.ends[0] + above[1]*o.ends[1]) * o.below[1]
		on := (above[0]*o.on[0] + above[1]*o.on[1]) * o.below[0]
		if k >= from && ends+on > 0 {
			sure[k] = float32(ends / (ends + on))
		}
		above = o.forward(above)
	}
}

// forward is how likely it is that the row below is no first one, or one.
func (o *odds) forward(above [2]float64) [2]float64 {
	below := [2]float64{above[0]*o.on[0] + above[1]*o.on[1], above[0]*o.ends[0] + above[1]*o.ends[1] + o.line}
	scale(&below)
	return below
}

const leastFull = 0.85 // of the measure: a row that is narrower says little of an indent

// mean is a weighted mean.
type mean struct{ sum, n float64 }

func (m *mean) add(x float32, weight float64) {
	m.sum += float64(x) * weight
	m.n += weight
}

func (m *mean) value() float32 {
	if m.n == 0 {
		return 0
	}
	return float32(m.sum / m.n)
}

// scale keeps likelihoods from vanishing.
func scale(p *[2]float64) {
	if sum := p[0] + p[1]; sum > 0 {
		p[0], p[1] = p[0]/sum, p[1]/sum
	}
}
