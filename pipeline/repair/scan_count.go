package repair

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scanRates is how often labels and marks are lost, and digits of those that
// are not, how often a space stands before a mark, and how often a word has one, as costs.
type scanRates struct{ label, mark, labelDigit, markDigit, setOff, rare float64 }

var usualRates = scanRates{2.0, 2.5, readNothing, readNothing, setOffMark, rareMark}

const (
	countRounds = 3
	denseMarks  = 0.5 // they stand closer in some paragraphs than in others
	leastRare   = 3.5
	mostRare    = 7.0
	rateWeight  = 10 // notes that the usual rates count for
	leastLost   = 1.5
	leastDigit  = 0.7
)

// counter numbers the notes of a scan.
type counter struct {
	*zoneFinder
	source string
	pages  []scanPage
	body   []int // the rows of the text
	taken  map[int]bool
	rates  scanRates
}

// learn finds out how often labels and marks are lost in this scan, and how
// often no more is left of them than a sign.
func (c *counter) learn(counts []countState) {
	label, mark := newLosses(usualRates.label), newLosses(usualRates.mark)
	apart := newLosses(usualRates.setOff)
	inLabel, inMark := newLosses(usualRates.labelDigit), newLosses(usualRates.markDigit)
	c.taken = map[int]bool{}
	for i := range c.pages {
		notes, marks := c.notes(i, counts[i])
		for k := range notes {
			digits := len(strconv.Itoa(counts[i].first + k + 1))
			signs := strings.TrimRight(c.source[notes[k].start:notes[k].end], ".)")
			label.count(signs == "")
			inLabel.countDigits(signs, digits)
			signs = c.source[marks[k].start:marks[k].end]
			mark.count(signs == "")
			inMark.countDigits(signs, digits)
			if signs != "" {
				c.taken[marks[k].tail] = true
				apart.count(marks[k].tail > 0 && c.source[marks[k].tail-1] == ' ')
			}
		}
	}
	c.rates = scanRates{label.cost(0), mark.cost(leastLost), inLabel.cost(leastDigit), inMark.cost(leastDigit), apart.cost(0), c.density(counts)}
}

// density is what it costs that a word has a mark, if as many have one as there
// are notes.
func (c *counter) density(counts []countState) float64 {
	words, notes := 0, 0
	for _, row := range c.body {
		words += 1 + strings.Count(c.t.String(row), " ")
	}
	for _, s := range counts {
		notes += s.last - s.first
	}
	return min(max(math.Log(float64(words)/float64(notes+1))-denseMarks, leastRare), mostRare)
}

// losses counts what is lost, of all.
type losses struct{ lost, all float64 }

func newLosses(usual float64) losses { return losses{rateWeight * math.Exp(-usual), rateWeight} }

func (l *losses) count(lost bool) {
	l.all++
	if lost {
		l.lost++
	}
}

// countDigits counts digits that are lost beside others.
func (l *losses) countDigits(signs string, digits int) {
	if signs != "" {
		l.all += float64(digits - 1)
		l.lost += float64(max(0, digits-utf8.RuneCountInString(signs)))
	}
}

func (l *losses) cost(least float64) float64 { return max(least, -math.Log(l.lost/l.all)) }

// notes are the notes that begin on a page, and their marks.
func (c *counter) notes(page int, s countState) ([]begun, []misreadSpan) {
	n := s.last - s.first
	_, notes := c.alignLabels(&c.pages[page], s.first, n)
	_, marks := c.alignMarks(&c.pages[page], s.first, n)
	return notes, marks
}

const (
	countAnew     = 12.0 // the numbers begin anew at a chapter
	eachChapter   = 3.0  // the same where they do so at each
	anewByChapter = 6.0  // which they seldom do
	noChapter     = 12.0 // they begin anew where no heading is to be seen
	anewOnPage    = 2.0  // they do on each page: per page, for it is rare
	countGap      = 6.0  // per number that is missing
	mostGaps      = 2
	mostCounts    = 8  // ways to have counted so far that are kept
	mostOnPage    = 30 // notes
)

// countState is a way to have numbered the notes up to a page.
type countState struct {
	last  int // the number of the last note
	cost  float64
	from  int // the state on the page before
	first int // the number before the page's first note
}

// scheme is how the notes are numbered.
type scheme uint8

const (
	throughout scheme = iota
	byChapter
	byPage
)

// best says how many notes begin on each page, and with which number:
// numbered through, anew by chapter, or anew on each page. Whichever it is,
// what is usual in this scan is learnt first.
func (c *counter) best() []countState {
	best, least := throughout, math.Inf(1)
	for s := throughout; s <= byPage; s++ {
		cost := 0.0
		switch _, cost = c.fit(s); s {
		case byChapter:
			cost += anewByChapter
		case byPage:
			cost += anewOnPage * float64(len(c.pages))
		}
		if cost < least {
			best, least = s, cost
		}
	}
	counts, _ := c.fit(best)
	return counts
}

// fit counts the notes with what the count before has taught.
func (c *counter) fit(s scheme) (counts []countState, cost float64) {
	c.rates, c.taken = usualRates, nil
	for round := range countRounds {
		if round > 0 {
			c.learn(counts)
		}
		c.findMarks()
		counts, cost = c.countNotes(s)
	}
	return counts, cost
}

func (c *counter) countNotes(by scheme) ([]countState, float64) {
	pages := c.pages
	states := [][]countState{{{}}}
	for i := range pages {
		byLast := map[int]countState{}
		keep := func(s countState) {
			if old, ok := byLast[s.last]; !ok || s.cost < old.cost {
				byLast[s.last] = s
			}
		}
		tried := map[int]countState{} // the cheapest way to begin the page after a number
		begin := func(first int, cost float64, from int) {
			if old, ok := tried[first]; !ok || cost < old.cost {
				tried[first] = countState{first, cost, from, first}
			}
		}
		for k, s := range states[i] {
			if by == byPage {
				begin(0, s.cost, k)
				continue
			}
			for g := 0; g <= mostGaps; g++ {
				begin(s.last+g, s.cost+countGap*float64(g), k)
			}
			if s.last > 0 {
				begin(0, s.cost+pages[i].anewCost(by), k)
			}
		}
		for _, first := range slices.Sorted(maps.Keys(tried)) {
			s := tried[first]
			for n, cost := range c.costs(&pages[i], first) {
				keep(countState{first + n, s.cost + cost, s.from, first})
			}
		}
		next := make([]countState, 0, len(byLast))
		for _, s := range byLast {
			next = append(next, s)
		}
		slices.SortFunc(next, func(a, b countState) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.last, b.last)) })
		states = append(states, next[:min(len(next), mostCounts)])
	}
	path := make([]countState, len(pages))
	k := 0
	for i := len(pages); i > 0; i-- {
		path[i-1] = states[i][k]
		k = states[i][k].from
	}
	return path, states[len(pages)][0].cost
}

// costs is, for each number of notes that may begin on the page after note
// first, what that costs.
func (c *counter) costs(p *scanPage, first int) []float64 {
	labels, _ := c.alignLabels(p, first, -1)
	marks, _ := c.alignMarks(p, first, len(labels)-1)
	for n := range labels {
		labels[n] += marks[n]
	}
	return labels
}

// begun is a note that begins on a page: a row, and how its label is read.
type begun struct {
	*scanLabel
	labelSpan
	cost float64
}

// alignLabels is the cheapest way to begin so many notes with the page's rows.
// If n is not negative it returns those of the n notes.
func (c *counter) alignLabels(p *scanPage, first, n int) ([]float64, []begun) {
	most := min(mostOnPage, len(p.labels))
	costs := make([]float64, 1, most+1)
	begins := make([][]bool, len(p.labels)) // by row and notes begun: it begins one
	for i := range p.labels {
		l := &p.labels[i]
		if len(costs) <= most && len(costs) <= i+1 {
			costs = append(costs, math.Inf(1))
		}
		begins[i] = make([]bool, len(costs))
		for k := len(costs) - 1; k >= 0; k-- {
			cost := costs[k] + l.on
			if k > 0 && !math.IsInf(costs[k-1], 1) {
				if here, _ := l.cost(first+k, c); costs[k-1]+here < cost {
					cost, begins[i][k] = costs[k-1]+here, true
				}
			}
			costs[k] = cost
		}
	}
	if n < 0 {
		return costs, nil
	}
	notes := make([]begun, n)
	for i, k := len(p.labels)-1, n; i >= 0 && k > 0; i-- {
		if k < len(begins[i]) && begins[i][k] {
			cost, span := p.labels[i].cost(first+k, c)
			k--
			notes[k] = begun{&p.labels[i], span, cost}
		}
	}
	return costs, notes
}

// alignMarks is the cheapest way to place the marks of n notes, and of each
// smaller number. The places of the n come with it; a lost one has no bytes.
func (c *counter) alignMarks(p *scanPage, first, n int) ([]float64, []misreadSpan) {
	costs := make([]float64, n+1)
	for k := range costs {
		costs[k] = c.rates.mark * float64(k)
	}
	here := make([][]bool, len(p.marks))
	lost := make([][]bool, len(p.marks)) // the last of so many is lost, seen from here
	for i := range p.marks {
		here[i], lost[i] = make([]bool, n+1), make([]bool, n+1)
		before := costs[0]
		for k := 1; k <= n; k++ {
			cost, _ := p.marks[i].cost(first+k, c)
			old := costs[k]
			if before+cost < costs[k] {
				costs[k], here[i][k] = before+cost, true
			}
			if costs[k-1]+c.rates.mark < costs[k] {
				costs[k], lost[i][k], here[i][k] = costs[k-1]+c.rates.mark, true, false
			}
			before = old
		}
	}
	places := make([]misreadSpan, n)
	for i, k := len(p.marks)-1, n; i >= 0 && k > 0; {
		switch {
		case lost[i][k]:
			k--
		case here[i][k]:
			_, places[k-1] = p.marks[i].cost(first+k, c)
			k--
			i--
		default:
			i--
		}
	}
	return costs, places
}
