package repair

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What it costs, in nats, to take rows for lines of a heading. What follows it
// costs the same, whatever the signs are: neither the line's width nor the
// empty lines after it say anything there.
const (
	enterHeadline    = 4.0
	afterHeading     = 4.0 // what the signs at a boundary cost, on the average
	headlineOn       = 1.5 // a heading has another line
	headlineOnAgain  = 2.0 // and more than one other, in a text whose numbered headings have one row
	headlineCapitals = 1.0 // both lines are in capitals
	narrowHeading    = 0.5 // of the measure: headings are set no narrower, as a rule
	headlineFits     = 2.0 // though its first word would have fitted on the line above
	headlineFitted   = 3.0 // as that line shows, which is numbered and not broken by hand
	fitsSurely       = 1.1
	headlineNext     = 2.0 // another heading follows, as a byline does a title
	lowerAfter       = 6.0 // a heading, or what follows it, begins with a small letter
	headlineStop     = 4.0 // a heading ends in a full stop
	headlineSure     = 5.0 // running heads repeat it
	headlineKnown    = 4.0 // "Chapter 4"
	headlineLike     = 2.5 // capitals, "IV. On Liberty"
	headlineTitled   = 1.2
	headlineWide     = 2.0 // it is as wide as the text
	headlineOpens    = 1.5 // a page begins with what is worded like a heading
	headlineWords    = 16
	shortestName     = 3 // bytes; sentences begin with shorter words that titles have, too
)

// headlineGoesOn is what it costs that the row below b is another line of the
// heading above it.
func (h *shapedHabits) headlineGoesOn(b *boundary, from shape, ends bool) float64 {
	if ends || from != headline && from != headlines || b.width > h.measure*headingWidth && b.have <= h.measure*headingWidth {
		return neverBreak
	}
	if b.joined {
		return 0
	}
	cost := headlineOn + h.headlineText(b) + h.prices.on.blank[max(b.blank, 0)]
	if from == headlines && h.measures[headline] == 0 {
		cost += headlineOnAgain
	}
	m := h.measures[headline]
	if m == 0 {
		m = h.measure * narrowHeading
	}
	if b.need < m*verseWidth {
		cost += headlineFits
	}
	if h.namesThing(b) {
		cost += headlineStop
	}
	if b.need*fitsSurely < b.width && h.text != nil && h.text.Rows[b.above].numbered {
		cost += headlineFitted
	}
	if h.plainHeads && b.below >= 0 && strings.HasSuffix(h.text.withoutMarkEnd(int(b.below)), ".") {
		cost += headlineStop
	}
	return cost
}

// namesThing reports whether the row below b, under a numbered row, begins with
// the name of a program, a file or a place on the net: sentences do so, too. A
// word that the numbered row has is such a name.
//
//	4.2.4. sysget
//	sysget hides the differences between
func (h *shapedHabits) namesThing(b *boundary) bool {
	if b.start != startsLower || h.text == nil || !h.text.Rows[b.above].numbered {
		return false
	}
	word := firstWord(h.text.String(int(b.below)))
	return h.text.repeats(int(b.above), word) || strings.ContainsAny(word, "@_/") || strings.HasSuffix(word, ")") && strings.IndexByte(word, '(') > 0
}

// repeats reports whether a word that follows a row stands in it.
func (t *Text) repeats(row int, word string) bool {
	return len(word) >= shortestName && slices.Contains(strings.Fields(t.String(row)), word)
}

// headlineText is what the words at b cost between two lines of a heading.
func (h *shapedHabits) headlineText(b *boundary) float64 {
	switch {
	case b.capitals && b.start == startsLower:
		return lowerAfter
	case b.capitals && b.start == startsCapitals:
		return headlineCapitals
	case b.start == startsCapitals:
		return h.prices.heading[b.end][startsUpper]
	}
	return h.prices.heading[b.end][b.start]
}

// afterHeadline is what it costs that a row follows the last line of a
// heading, or a credit.
func (h *shapedHabits) afterHeadline(b *boundary, from, to shape, ends bool) float64 {
	if !ends {
		return neverBreak
	}
	cost := afterHeading
	if b.joined {
		cost += neverBreak
	}
	if (b.start == startsLower || b.start == startsOther) && !h.namesThing(b) {
		cost += lowerAfter
	}
	if from != credit && (b.end == endsComma || b.end == endsColon) {
		cost += headlineStop
	}
	switch {
	case to == verse && from != credit:
		cost += h.poemBegins(b) - afterHeading
	case to == headline:
		cost += headlineNext - math.Log(h.ends.blank[max(b.blank, 0)])
	case to != full && to != first:
		cost += enterNarrow
	}
	return cost
}

// headlineCosts are what it costs that a row is the first line of a heading,
// which is negative if the row is worded like one, or another line of one.
func (h *shapedHabits) headlineCosts(t *Text, row int) (first, other float64) {
	if h.measure == 0 || t.Rows[row].Role == InNote {
		return neverBreak, neverBreak
	}
	if t.Rows[row].Em > h.measure*headingWidth {
		return h.wideHeadlineCosts(t, row)
	}
	signs := t.signsOf([]int{row}, h.measure, h.heads, false)
	numbered := t.headingNumber(row)
	sure := signs.head || signs.keyword || numbered > 0 || signs.numeral > 0 && signs.titled
	like := 0.0
	switch {
	case signs.head:
		like = headlineSure
	case signs.keyword && signs.numeral > 0:
		like = headlineKnown
	case signs.capitals || signs.titled && signs.numeral > 0:
		like = headlineLike
	case signs.titled:
		like = headlineTitled
	}
	first = -like - numbered
	if signs.words > headlineWords || numbered == 0 && (signs.start == startsLower || signs.start == startsOther) {
		first += lowerAfter
	}
	if signs.end == endsStop && !sure || signs.start == startsQuote {
		first += headlineStop
	}
	if like+numbered > headlineTitled && signs.opens {
		first -= headlineOpens
	}
	if signs.head || signs.capitals {
		other -= like
	}
	return first, other + numbered
}

// wideHeadlineCosts are the same for a row as wide as the text: the title of a
// chapter may be a sentence, where its number leaves no doubt.
//
//	3.1.4. If I decide to move to another harbour, may I take my ship
//	along?
func (h *shapedHabits) wideHeadlineCosts(t *Text, row int) (first, other float64) {
	numbered := t.headingNumber(row)
	if numbered == 0 {
		return neverBreak, 2 * headlineWide
	}
	if keyworded(t.String(row)) {
		return headlineWide - headlineKnown - numbered, neverBreak
	}
	return headlineWide - headlineLike - numbered, neverBreak
}

// keyworded reports whether s begins with a word such as "Chapter".
func keyworded(s string) bool {
	word := firstWord(s)
	r, _ := utf8.DecodeRuneInString(word)
	return len(word) <= 24 && unicode.IsUpper(r) && headingWords[strings.ToLower(word)]
}

// headingMeasure is the measure of the headings: they are set larger than the
// text, and their numbers tell where one begins. It is 0 if none has several
// lines.
//
//	Chapter VI. In which the pilot
//	finds a simple way to mend
//	the harbour
func (t *Text) headingMeasure(flow []int, measure float32) float32 {
	var bs []boundary
	for k := 0; k+1 < len(flow); k++ {
		if !t.Rows[flow[k]].numbered {
			continue
		}
		for ; k+1 < len(flow); k++ {
			b := t.boundary(flow[k], flow[k+1])
			if b.need > measure*headingWidth || b.start != startsLower {
				break
			}
			bs = append(bs, b)
		}
	}
	m, _ := measureOf(bs)
	return m
}

// plainHeadings reports whether the headings with numbers take one row and end
// in no full stop, so that a row that does is no second line of one.
//
//	5.17. NEWS
//	The pilot reads this file.
func (t *Text) plainHeadings(flow []int, measure float32) bool {
	other, n := 0, 0
	for k, row := range flow {
		r := &t.Rows[row]
		if !r.numbered || r.Em > measure*headingWidth || k+1 == len(flow) {
			continue
		}
		n++
		s := t.withoutMarkEnd(row)
		if strings.HasSuffix(s, ".") && strings.Contains(s, " ") || t.edgesOf(flow[k+1]).start == startsLower && !t.repeats(row, firstWord(t.String(flow[k+1]))) {
			other++
		}
	}
	return n >= fewestHeadings && other*plainShare <= n
}

const (
	fewestHeadings = 4
	plainShare     = 6 // one of so many does not look like it, at the most
)
