package repair

// A browser draws the bullets of a list and does not print them as letters,
// and so the items of a list stand there without:
//
//	Before the harbour opens, somebody has to see to                  see to:
//	these things:
//	the lamps on the mole, which the wind puts out            ──▶     • the lamps on ...
//	in the night                                                      • the keys of ...
//	the keys of the two sheds                                         • The bell must ...
//	The bell must not be rung before six.                           Who has done all
//	Who has done all this may go home.                              this may go home.
//
// Items may begin and end in any way, so that what the text does at the end of
// a paragraph says nothing of them: they are told by their short last rows, by
// the colon before them, and by each other. Only a text that has rows that are
// short, though the next begins with a small letter, is thought to have such
// lists.

// What it costs, in nats, to take rows for items of a list.
const (
	enterList        = 6.5
	enterListColon   = 2.0 // below a colon
	enterListHeading = 3.5 // below a heading, with a small letter
	leaveList        = 1.5
	lowerAfterList   = 5.0  // the text after a list begins with a small letter
	lowerItem        = 0.92 // what begins with one is an item
	itemGoesOn       = 0.43 // an item goes on, or ends
	listSlack        = 0.8  // em
	wideItem         = 1.2  // a row is as wide as the text
	itemEnded        = 1.05
	itemBlank        = 0.35 // empty lines stand between items, or none does
	listIndent       = 2.0  // em: the least that items are set narrower than the text
	listUnshifted    = 2.0  // a list begins or ends, and the margin is the same, in a text that shows margins
	listShort        = 0.8  // of the measure: a row that needs less has ended
	fewestListRows   = 4    // of a text that has lists
	fewestIntros     = 3
	listShare        = 0.004
	introShare       = 0.015 // of the rows end in a colon before a letter
	marginShare      = 0.04  // of the boundaries have other margins above and below
)

// What the ends and the beginnings of items cost.
var (
	itemEnds   = [endings + 1]float64{endsStop: 0.9, endsColon: 3.5, endsComma: 1.9, endsOpen: 0.9, endings: 3.9}
	itemStarts = [openings]float64{startsLower: lowerItem, startsUpper: 0.92, startsCapitals: 3.5, startsQuote: 3.5, startsDash: 4.6, startsDigit: 3.0, startsOther: 2.7}
	afterLists = [openings]float64{startsLower: lowerAfterList, startsUpper: 0.3, startsCapitals: 2.5, startsQuote: 2.0, startsDash: 2.5, startsDigit: 2.0, startsOther: 2.5}
)

// findLists finds out whether the text has lists without bullets, and then
// marks the boundaries at which an item seems to end. They must not teach that
// short rows go on, nor that paragraphs begin with a small letter.
func findLists(bs []boundary, measure float32) bool {
	short, intros, items := 0, 0, 0
	for i := range bs {
		switch b := &bs[i]; {
		case b.item:
			items++
		case b.endsItem(measure):
			short++
		case b.end == endsColon && b.need < measure*listShort && (b.start == startsLower || b.start == startsUpper):
			intros++
		}
	}
	n := float64(len(bs))
	if short < max(fewestListRows, items) || float64(short) < listShare*n || intros < fewestIntros || float64(intros) < introShare*n {
		return false
	}
	for i := range bs {
		bs[i].listed = bs[i].endsItem(measure)
	}
	return true
}

// endsItem reports whether the row above b is short, though the next begins
// with a small letter.
func (b *boundary) endsItem(measure float32) bool {
	return b.start == startsLower && !b.joined && !b.item && b.trail != 1 && b.end != endsColon &&
		b.need < measure*listShort && b.have > measure*listLeast
}

// showsMargins reports whether the extractor shows margins.
func showsMargins(bs []boundary) bool {
	shifted := 0
	for i := range bs {
		if bs[i].shift != shiftsNone {
			shifted++
		}
	}
	return float64(shifted) > marginShare*float64(len(bs))
}

// listPrices sets the prices at b below an item, but for those of its words; on
// is what its signs but the widths cost where the text goes on, and fit is the
// class of the row above.
func (h *shapedHabits) listPrices(b *boundary, at *prices, on float64, fit int) {
	p := h.prices
	inside := h.fitOf(b, h.measures[listed]-listIndent, 0)
	at.on[listed] = on + itemGoesOn + min(p.listOn[inside], p.listOn[fit]) + p.on.shift[0][b.shift]
	if b.trail == 1 {
		at.on[listed] = on + itemGoesOn + p.on.fit[fit] + p.on.shift[0][b.shift]
	}
	at.ends[listed] = itemEnded + p.listEnds[inside] + p.ends.layoutOf(b)
	at.item = itemEnded + p.listEnds[inside]
	if b.blank >= 0 {
		at.item += itemBlank + min(p.ends.blank[b.blank], p.on.blank[b.blank])
	}
	if b.after >= 0 { // an item has no indent that sets its first row apart
		at.item += p.on.after[b.after]
	}
	if b.trail >= 0 {
		at.item += p.ends.trail[b.trail]
	}
}

const listLeast = 0.15 // of the measure: what is narrower is a word on a row of its own

// listBoundary is what it costs that the row above b or that below it, or
// both, belong to an item of a list without bullets.
func (h *shapedHabits) listBoundary(b *boundary, at *prices, from, to shape, ends bool) float64 {
	if !ends {
		return at.on[listed]
	}
	cost := at.ends[listed]
	if to == listed {
		cost = at.item
	}
	shifted := func(s shift) float64 {
		if h.margins && b.blank >= 0 && b.shift != s && !(s == shiftsRight && b.shift == shiftsFarRight) {
			return listUnshifted
		}
		return 0
	}
	switch {
	case from == listed && to == listed:
		return cost + itemEnds[b.wording()] + itemStarts[b.start]
	case to == listed && (from == headline || from == headlines):
		if b.start == startsLower {
			return afterHeading + enterListHeading
		}
		return afterHeading + enterList
	case to == listed && from == credit:
		return neverBreak
	case to == listed:
		if b.end == endsColon {
			return cost + enterListColon + itemStarts[b.start] + shifted(shiftsRight)
		}
		return cost + enterList + itemEnds[b.wording()] + itemStarts[b.start] + shifted(shiftsRight)
	}
	cost += leaveList + itemEnds[b.wording()] + afterLists[b.start] + shifted(shiftsLeft)
	switch to {
	case verse, narrow, narrow2:
		cost += enterNarrow
	case headline:
		cost += enterHeadline
	}
	return cost
}
