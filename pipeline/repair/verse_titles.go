package repair

import "math"

// Titles of poems that the segmentation took for lines of verse. A title is
// worded like one, ends in no mark, stands below the end of a poem and above
// another line, is short, and where the text shows empty lines, they set it
// off:
//
//	She can't give credit, so I'm going.
//
//	Low Water
//
//	The mud is full of little lights,

// What speaks for a title in a text of poems, in nats.
const (
	titlePrior   = -4.0 // if every poem has one
	titleOpen    = 0.85 // of the titles end in no mark
	titleStopped = 0.12 // or in one like "!"
	poemEnded    = 1.2  // the line above ends in a full stop
	poemGoesOn   = -3.5
	titleTiny    = 2.5 // it is half as wide as other lines at the most
	titleNarrow  = 0.5
	titleWide    = -1.2
	setOffBoth   = 4.5 // by empty lines above and below
	setOffAbove  = 0.7
	notSetOff    = -4.0
	titleOnTop   = 1.5  // of a page
	sourceQuoted = -3.0 // what is above it ends, or what is below it begins with a quotation mark: it is a source
)

// title is the evidence that row i of these is a title.
func (p *poetry) title(rows []int, i int) float64 {
	if p.h.verse < leastPoems || i+1 == len(rows) {
		return -1
	}
	b := p.t.boundary(rows[i], rows[i+1])
	if b.titled < 0 || b.joined || b.end == endsComma || b.end == endsColon || b.given < 0 || b.start == startsLower {
		return -1
	}
	says := titlePrior + p.titled + min(float64(b.titled)*p.h.capital, titleSays)
	if b.end == endsOpen {
		says += math.Log(titleOpen / p.open)
	} else {
		says += math.Log(titleStopped / innerStop)
	}
	switch width := b.have / p.width; {
	case width < 0.5:
		says += titleTiny
	case width < 0.75:
		says += titleNarrow
	default:
		says += titleWide
	}
	if b.start == startsQuote {
		says += sourceQuoted
	}
	above := -1
	if i > 0 {
		if p.t.edgesOf(rows[i-1]).quoted {
			says += sourceQuoted
		}
		above = p.blank(rows[i-1], rows[i])
		if p.t.edgesOf(rows[i-1]).end == endsStop {
			says += poemEnded
		} else {
			says += poemGoesOn
		}
	} else {
		says += poemEnded
	}
	below := p.blank(rows[i], rows[i+1])
	switch {
	case above < 0:
		if p.t.firstOnPage(rows[i]) {
			says += titleOnTop
		}
		if p.shown && below > p.usual {
			says += setOffBoth
		}
	case !p.shown:
	case above > p.usual && below > p.usual:
		says += setOffBoth
	case above > p.usual:
		says += setOffAbove
	default:
		says += notSetOff
	}
	return says
}
