package repair

import (
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// Poems stand one below the other, and what parts them is but a title:
//
//	And all the money in the world
//	would never make them stay.
//	The Lamps of the Inn
//	At noon the lamps are burning still,
//
// A line of verse begins with a capital too. What tells a title is that its
// other words do, which counts for as much as capitals are rare inside the
// lines of this text: little in German.

const (
	titleWords    = 0.7 // what it costs that a title is worded like one
	titleSays     = 6.0 // the most that capitals say
	titleClaims   = 0.5 // for a title of which they say less than that, nothing is known
	longWord      = 4   // letters; shorter words have no capital in titles
	capitalRows   = 4000
	fewCapitals   = 2.0 // what the share of capitals is smoothed by
	usualCapital  = 0.15
	leastPoems    = 0.2 // of the boundaries are between lines of verse in a text of poems
	poemHasTitle  = 3.5 // beyond what a heading costs elsewhere
	shortTitle    = 0.4 // of the measure: a title is shorter than most lines
	titleShort    = 1.0
	fullLine      = 0.9 // of the measure: what stands below the title is prose
	fullLineSays  = 4.0
	longTurn      = 0.72 // of the measure: what goes on in the next row is shorter, as a rule
	longTurnCosts = 2.0
	verseTurn     = 2.5 // a line of verse takes two rows
	verseSigns    = 2.0 // what the signs between lines of verse cost, on the average
)

// titledWords is how many of the long words of s behind the first begin with
// capitals, or -1 if one of them does not, or s begins as speech or a credit.
func titledWords(s string) int8 {
	if r, _ := utf8.DecodeRuneInString(s); !unicode.IsUpper(r) && !unicode.IsDigit(r) {
		return -1
	}
	n := 0
	for capital := range longWords(s) {
		if !capital {
			return -1
		}
		n++
	}
	return int8(min(n, 100))
}

// longWords goes through the long words of s behind the first, and says of
// each whether it begins with a capital.
func longWords(s string) func(func(bool) bool) {
	return func(yield func(bool) bool) {
		word, letters, capital := 0, 0, false
		for at := 0; at <= len(s); {
			if at < len(s) && asciiLetter(s[at]) { // nearly all
				if letters == 0 {
					capital = s[at] <= 'Z'
				}
				letters++
				at++
				continue
			}
			r, size := utf8.DecodeRuneInString(s[at:])
			if at < len(s) && (unicode.IsLetter(r) || r == '’' || r == '\'') {
				if letters == 0 {
					capital = unicode.IsUpper(r)
				}
				letters++
			} else {
				if letters > 0 {
					word++
				}
				if letters >= longWord && word > 1 && !yield(capital) {
					return
				}
				letters = 0
			}
			at += max(size, 1)
		}
	}
}

// capitalCost is what it costs that a long word inside a line begins with a
// capital.
func (t *Text) capitalCost(flow []int) float64 {
	long, capitals := fewCapitals, fewCapitals*usualCapital
	step := max(1, len(flow)/capitalRows)
	for k := 0; k < len(flow); k += step {
		for capital := range longWords(t.String(flow[k])) {
			if long++; capital {
				capitals++
			}
		}
	}
	return -math.Log(capitals / long)
}

// poemBegins is what it costs that a poem begins below the heading above b. In
// a text of poems, most poems have one; but what stands above a quotation may
// be the source of the one before.
func (h *shapedHabits) poemBegins(b *boundary) float64 {
	cost := afterHeading + enterNarrow
	if b.end == endsComma || b.end == endsColon || b.titled < 0 || b.capitals || b.start == startsQuote || h.verse < leastPoems {
		return cost
	}
	says := min(float64(b.titled)*h.capital, titleSays) - titleWords
	if says < titleClaims {
		return cost
	}
	if b.have < h.measure*shortTitle {
		says += titleShort
	}
	if b.width > h.measure*fullLine {
		says -= fullLineSays
	}
	return verseSigns - math.Log(h.verse) - poemHasTitle - says
}

// turn is what it costs that a line of verse goes on below b, where it was too
// long for the measure:
//
//	We only know that we drift here with the rest, and that we are now
//	    here,
//	to make the passing shower's concluding drops.
//
// Where no line is known to be verse, that would be prose.
func (h *shapedHabits) turn(b *boundary, at *prices) float64 {
	if b.start != startsLower || b.joined || h.verse < leastPoems {
		return math.Inf(1)
	}
	if b.width > h.measure*longTurn {
		return verseTurn + longTurnCosts + at.on[full]
	}
	return verseTurn + at.on[full]
}

// decideTurns joins the rows of verse that are one line.
func (t *Text) decideTurns(b *block, h *shapedHabits) {
	for i := 1; i < len(b.rows); i++ {
		if t.given.inside(b.rows[i]) != "" {
			continue
		}
		bound := t.boundary(b.rows[i-1], b.rows[i])
		if at := h.pricesAt(&bound); h.turn(&bound, &at) < at.on[verse] {
			row := &t.Rows[b.rows[i]]
			t.Decide(Decision{Kind: Join, Value: " ", Span: document.Span{Start: row.Start, End: row.Start}, Confidence: 0.85,
				Why: "the line of verse above was too long for the measure"})
		}
	}
}
