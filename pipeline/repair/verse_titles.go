package repair

import (
	"bytes"
	"math"
	"strings"
)

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
	leastTitle   = -6.0 // where less speaks for a title, no stanzas make it one
	mostWays     = 24   // titles that a poem may pass over
	leastSure    = 0.2  // a title that the stanzas make one
	titlePrior   = -3.3 // if every poem has one
	titleOpen    = 0.85 // of the titles end in no mark
	titleStopped = 0.12 // or in one like "!"
	poemEnded    = 1.2  // the line above ends in a full stop
	poemGoesOn   = -3.5
	titleTiny    = 2.3 // it is half as wide as other lines at the most
	titleNarrow  = 1.0
	titleWide    = -0.9
	setOffBoth   = 4.5 // by empty lines above and below
	setOffAbove  = 0.7
	notSetOff    = -4.0
	titleOnTop   = 1.5  // of a page
	titleLower   = -1.2 // a long word in it has no capital, where titles need none
	titleIsLine  = 5.0  // the line below begins with it
	leastIncipit = 6    // letters
	sourceQuoted = -3.0 // what is above it ends, or what is below it begins with a quotation mark: it is a source
)

// split finds the titles among lines of verse, those that go best together with
// each other and with the stanzas between them, and calls f with each, and with
// the lines between them. What the segmentation set apart stays so.
func (p *poetry) split(v *verses, f func(from, to int, title float64)) {
	ways := []titleWay{{at: -1}}
	for at := range v.first {
		if len(v.rowsOf(at, at+1)) > 1 {
			continue
		}
		row := v.rows[v.first[at]]
		rhyme := p.rhymeSays(v, at)
		alone, below := p.title(v.rows, v.first[at], false)+rhyme, p.title(v.rows, v.first[at], true)+rhyme
		if below > leastTitle || p.lone[row] {
			ways = p.reach(v, ways, titleWay{at: at, alone: alone, below: below, lone: p.lone[row]})
		}
	}
	ways = p.reach(v, ways, titleWay{at: len(v.first), lone: true})
	var back []titleWay
	for k := len(ways) - 1; k > 0; k = ways[k].before {
		back = append(back, ways[k])
	}
	from := 0
	for k := len(back) - 1; k >= 0; k-- {
		w := back[k]
		if w.at > from {
			f(from, w.at, 0)
		}
		if w.at < len(v.first) {
			title := w.says
			if !w.lone {
				title = max(title, leastSure)
			}
			f(w.at, w.at+1, title)
		}
		from = w.at + 1
	}
}

// titleWay is a line that may be a title, and the best way to it.
type titleWay struct {
	at           int     // the line
	alone, below float64 // what says that it is a title, below a line, and below another title
	lone         bool    // it stands apart in any case
	sum          float64 // of the best way
	before       int     // the way that it goes on
	says         float64 // what says on it that this is a title
}

// reach appends the best way to a line.
func (p *poetry) reach(v *verses, ways []titleWay, to titleWay) []titleWay {
	to.sum = math.Inf(-1)
	for k := len(ways) - 1; k >= 0; k-- {
		w := &ways[k]
		says := to.alone
		if w.at == to.at-1 && w.says > 0 {
			says = to.below
		}
		sum := w.sum
		if from := w.at + 1; from < to.at && !p.shown {
			_, regular := v.stanzas(from, to.at, p.length)
			sum += regular
		}
		if to.lone {
			says = max(says, 0)
		}
		if sum += says; sum > to.sum {
			to.sum, to.before, to.says = sum, k, says
		}
		if len(ways)-k >= mostWays || w.lone && w.at >= 0 {
			break
		}
	}
	return append(ways, to)
}

// title is the evidence that row i of these is a title; titled says whether the
// row above is one, as a poet's name is above a poem's.
func (p *poetry) title(rows []int, i int, titled bool) float64 {
	next, prose := p.after[rows[i]]
	if i+1 < len(rows) {
		next = rows[i+1]
	}
	if p.h.verse < leastPoems || i+1 == len(rows) && !prose {
		return math.Inf(-1)
	}
	b := p.t.boundary(rows[i], next)
	capitals, worded := p.worded(rows[i])
	if !worded || b.joined || b.end == endsComma || b.end == endsColon || b.given < 0 || b.start == startsLower {
		return math.Inf(-1)
	}
	says := titlePrior + p.titled + capitals
	if p.t.beginsAs(next, rows[i]) {
		says += titleIsLine
	}
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
		if titled || p.t.edgesOf(rows[i-1]).end == endsStop {
			says += poemEnded
		} else {
			says += poemGoesOn
		}
	} else {
		says += poemEnded
	}
	below := p.blank(rows[i], next)
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

// worded reports whether a row is worded like a title, and what its capitals
// say for that. But for English, titles are written like sentences.
func (p *poetry) worded(row int) (capitals float64, ok bool) {
	e := p.t.edgesOf(row)
	if e.titled >= 0 {
		return min(float64(e.titled)*p.h.capital, titleSays), true
	}
	if e.start != startsUpper && e.start != startsCapitals || strings.HasPrefix(p.t.Language, "en") || p.t.Language == "" {
		return 0, false
	}
	return titleLower, true
}

// beginsAs reports whether a row begins with the words of the title above it.
func (t *Text) beginsAs(row, title int) bool {
	var room, other [foldRoom]byte
	words := appendFold(room[:0], t.String(title))
	return len(words) >= leastIncipit && bytes.HasPrefix(appendFold(other[:0], t.String(row)), words)
}
