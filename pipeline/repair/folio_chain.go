package repair

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// placedFolio is a folio and on which side of its page it stands.
type placedFolio struct {
	folio
	foot bool
}

// boundary is the number of the page boundary that the folio marks: page n
// begins at boundary n. A folio at the foot marks the end of its page.
func (f *placedFolio) boundary() int {
	if f.foot {
		return f.value + 1
	}
	return f.value
}

// The costs of a sequence of folios. A bare number is worth 1.
const (
	besideWorth  = 0.9 // a number beside words that recur beside other numbers
	countedWorth = 1.2 // "12 / 300"
	romanWorth   = 0.8
	uniqueWorth  = 0.5 // beside words that stand nowhere else, where the sequence has such folios
	skippedFolio = 0.7 // a number missing between two
	mostSkipped  = 6
	unevenPage   = 0.8 // per factor of e that a page is longer or shorter than usual
	shortPage    = 0.5 // of that if it is shorter: chapters end on it
	newCount     = 2.2 // the count begins anew: after the preface, in the next volume
	otherSide    = 0.7 // folios of one kind stand at the foot once and at the top then
	betweenPages = 0.3 // a row between the folio at a page's foot and that at the next one's top
	strangeStart = 0.5 // per factor of e that more or less text comes before the first than its number says
	emptyStart   = 0.4 // of that if it is less: title pages are nearly empty
	strangeEnd   = 0.6 // there is text behind the folio at the last page's foot, or none behind that at its top
	footHead     = 0.3 // the first folio with a running head stands at the foot

	fewestFolios   = 3
	shortestPage   = 8.0 // lines
	longestPage    = 160.0
	rememberedEach = 12 // candidates of a value that may be followed up
)

// folioChain looks for the folios of a text whose pages aren't known: numbers that
// count up, one a page, at regular distances. It is one sequence over the
// whole text, so a year, a verse number or a note's number on a row of its own
// can't pass for a folio unless it fits in.
type folioChain struct {
	t          *Text
	candidates []folio
	above      []int32 // lines above each row, long rows counted as several
	distance   float64 // lines of a page
}

// findFolios returns the folios of a text without form feeds, or nil.
func (t *Text) findFolios() []placedFolio {
	c := &folioChain{t: t}
	all := c.collect()
	if len(c.candidates) < fewestFolios {
		return nil
	}
	c.measureLines()
	var best []placedFolio
	score := 0.0
	distance := 0.0
	for _, d := range c.distances() {
		c.distance = d
		if found, s := c.solve(); len(found) >= fewestFolios && s > score {
			best, score, distance = found, s, d
		}
	}
	if best == nil {
		return nil
	}
	c.distance = distance
	if more := c.conforming(all, best); len(more) > len(c.candidates) {
		c.candidates = more
		best, _ = c.solve()
	}
	if !c.convincing(best) {
		return nil
	}
	return c.misread(c.last(best))
}

// last adds the folio at the foot of the last page, which may hold but a line
// or two.
func (c *folioChain) last(found []placedFolio) []placedFolio {
	e := found[len(found)-1]
	for i := len(c.candidates) - 1; i >= 0 && c.candidates[i].row >= len(c.t.Rows)-2 && c.candidates[i].row > e.row; i-- {
		if f := c.candidates[i]; e.foot && f.key() == e.key()+1 && f.form == e.form {
			return append(found, placedFolio{f, true})
		}
	}
	return found
}

// collect finds the candidates. Those beside words that don't recur beside
// another number are returned among all, but are none at first.
func (c *folioChain) collect() (all []folio) {
	values := map[string]int{} // beside the same words; -1 several
	for r := range c.t.Rows {
		if c.t.Rows[r].Role != InBody {
			continue
		}
		n := len(all)
		all = c.t.foliosIn(r, all)
		for _, f := range all[n:] {
			if v, seen := values[f.head]; !seen {
				values[f.head] = f.key()
			} else if v != f.key() {
				values[f.head] = -1
			}
		}
	}
	for i := range all {
		f := &all[i]
		f.once = f.beside() && values[f.head] != -1
		if !f.once {
			c.candidates = append(c.candidates, *f)
		}
	}
	return all
}

const lineBytes = 110 // of a row that is surely no more than one line

// measureLines counts the lines above each row.
func (c *folioChain) measureLines() {
	c.above = make([]int32, len(c.t.Rows)+1)
	n := int32(0)
	for r := range c.t.Rows {
		c.above[r] = n
		n += 1 + int32((c.t.Rows[r].End-c.t.Rows[r].Start)/lineBytes)
	}
	c.above[len(c.t.Rows)] = n
}

// distances returns the likeliest lengths of a page, in lines: those at which
// many a number is followed by the next one.
func (c *folioChain) distances() []float64 {
	const bins, base = 40, 1.08 // bins of 8%
	var votes [bins + 2]float64
	last := map[int]int{}
	for i, f := range c.candidates {
		for back := 1; back <= 2; back++ {
			j, ok := last[f.key()-back]
			if !ok {
				continue
			}
			d := float64(c.above[f.row]-c.above[c.candidates[j].row]) / float64(back)
			if d >= shortestPage && d < longestPage {
				votes[int(math.Log(d/shortestPage)/math.Log(base))] += 1 / float64(back)
			}
		}
		last[f.key()] = i
	}
	var order []int
	smooth := func(i int) float64 { return votes[max(i-1, 0)] + 2*votes[i] + votes[i+1] }
	for i := range bins {
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(smooth(b), smooth(a)) })
	var ds []float64
	for _, i := range order[:4] {
		if votes[i] > 0 {
			ds = append(ds, shortestPage*math.Pow(base, float64(i)+0.5))
		}
	}
	return ds
}

// state is a candidate as the last of a sequence so far, at the top of its
// page or at its foot.
type state struct {
	score float64
	from  int // the state before, -1 none
}

// solve finds the best sequence by dynamic programming over the candidates.
func (c *folioChain) solve() ([]placedFolio, float64) {
	states := make([]state, 2*len(c.candidates))
	last := map[int][]int{}
	before, beforeScore := -1, 0.0 // the best state in rows above, and what counting anew after it gives
	pending := 0                   // candidates below it are in rows above
	best, bestScore := -1, 0.0
	for i := range c.candidates {
		f := &c.candidates[i]
		for ; c.candidates[pending].row < f.row; pending++ {
			for s := 2 * pending; s < 2*pending+2; s++ {
				if states[s].score > beforeScore {
					before, beforeScore = s, states[s].score
				}
			}
		}
		for side := range 2 {
			p := placedFolio{*f, side == 1}
			st := state{c.start(&p), -1}
			if before >= 0 && beforeScore-newCount > st.score {
				st = state{beforeScore - newCount, before}
			}
			for skipped := range mostSkipped {
				for _, j := range last[f.key()-1-skipped] {
					for s := 2 * j; s < 2*j+2; s++ {
						q := placedFolio{c.candidates[j], s%2 == 1}
						if score := states[s].score - skippedFolio*float64(skipped) - c.step(&q, &p); score > st.score {
							st = state{score, s}
						}
					}
				}
			}
			st.score += worth(f)
			states[2*i+side] = st
			if score := st.score - c.end(&p); score > bestScore {
				best, bestScore = 2*i+side, score
			}
		}
		key := f.key()
		if l := last[key]; len(l) >= rememberedEach {
			last[key] = l[1:]
		}
		last[key] = append(last[key], i)
	}
	var found []placedFolio
	for s := best; s >= 0; s = states[s].from {
		found = append(found, placedFolio{c.candidates[s/2], s%2 == 1})
	}
	slices.Reverse(found)
	return found, bestScore
}

func worth(f *folio) float64 {
	switch {
	case f.once:
		return uniqueWorth
	case f.roman:
		return romanWorth
	case f.form == countedFolio:
		return countedWorth
	case f.beside():
		return besideWorth
	}
	return 1
}

// at is the line at which the boundary that a folio marks lies.
func (c *folioChain) at(f *placedFolio) float64 {
	if f.foot {
		return float64(c.above[f.row+1])
	}
	return float64(c.above[f.row])
}

// start is what it costs to begin the sequence with f, as a negative score.
func (c *folioChain) start(f *placedFolio) float64 {
	expected := float64(f.boundary()-1) * c.distance
	slack := 0.3 * c.distance
	cost := math.Log((c.at(f) + slack) / (expected + slack))
	if cost < 0 {
		cost *= -emptyStart
	}
	cost = min(1, strangeStart*cost)
	if f.foot && f.beside() {
		cost += footHead
	}
	return -cost
}

// end is what it costs to end the sequence with f.
func (c *folioChain) end(f *placedFolio) float64 {
	behind := float64(c.above[len(c.t.Rows)]) - c.at(f)
	if f.foot && behind > 2 || !f.foot && behind <= 1 {
		return strangeEnd
	}
	return 0
}

// step is what it costs that f is the next folio after e.
func (c *folioChain) step(e, f *placedFolio) float64 {
	pages := f.boundary() - e.boundary()
	lines := c.at(f) - c.at(e)
	if e.row == f.row || pages < 0 {
		return math.Inf(1)
	}
	cost := 0.0
	if e.foot != f.foot && e.beside() == f.beside() {
		cost = otherSide
	}
	if pages == 0 {
		return cost + betweenPages*math.Abs(lines)
	}
	if lines < 1 {
		return math.Inf(1)
	}
	uneven := math.Log(lines / (float64(pages) * c.distance))
	if uneven < 0 {
		uneven *= -shortPage
	}
	return cost + unevenPage*uneven
}

// conforming adds to the candidates those beside words that stand nowhere
// else, such as the heads of short chapters, if they are printed as those in
// the sequence are: even numbers before the words, odd ones behind them.
func (c *folioChain) conforming(all []folio, found []placedFolio) []folio {
	style := headStyle{}
	for i := range found {
		style.learn(&found[i].folio)
	}
	var more []folio
	for i := range all {
		if !all[i].once || style.fits(&all[i]) {
			more = append(more, all[i])
		}
	}
	return more
}

// headStyle counts on which side of the words the numbers stand: by oddness
// and side.
type headStyle [2][2]int

func (h *headStyle) learn(f *folio) {
	if f.beside() && !f.once {
		h[f.value%2][f.form-frontFolio]++
	}
}

// fits reports whether a folio is printed as many others are.
func (h *headStyle) fits(f *folio) bool {
	if !f.beside() || f.roman {
		return false
	}
	like, unlike := h[f.value%2][f.form-frontFolio], h[f.value%2][1-(f.form-frontFolio)]
	return like >= fewestFolios && like > 4*unlike
}

const (
	fewestBroken = 0.2 // of the page ends interrupt a sentence; section numbers never do
	leastCovered = 0.4 // of the text lies between the first folio and the last

	misplacedStart = 1.4 // times as far from the beginning as its number says, or as near

	provenHeads = 5 // folios beside words that recur, which need no such proof
)

// convincing reports whether the sequence counts pages and not sections: the
// text goes on over many of the numbers in the middle of a sentence.
func (c *folioChain) convincing(found []placedFolio) bool {
	if len(found) < fewestFolios {
		return false
	}
	first := &found[0]
	covered := c.at(&found[len(found)-1]) - c.at(first) + c.distance
	if ratio := c.at(first) / (float64(first.boundary()-1)*c.distance + 1); ratio > 1/misplacedStart && ratio < misplacedStart {
		covered += c.at(first) // the folios before are missing: OCR overlooks single digits
	}
	if covered < leastCovered*float64(c.above[len(c.t.Rows)]) {
		return false
	}
	broken, proven := 0, 0
	for _, f := range found {
		if f.form != bareFolio {
			proven++
		}
		if c.t.interrupts(f.row) {
			broken++
		}
	}
	return proven >= provenHeads || float64(broken) >= fewestBroken*float64(len(found))
}

// interrupts reports whether a row that is no text stands in the middle of a
// sentence.
func (t *Text) interrupts(row int) bool {
	for r := row + 1; r < len(t.Rows) && r <= row+2; r++ {
		first, _ := utf8.DecodeRuneInString(t.String(r))
		if unicode.IsLower(first) {
			return true
		}
	}
	return false
}

// misread adds the folios that OCR misread, where the sequence has a hole.
func (c *folioChain) misread(found []placedFolio) []placedFolio {
	out := make([]placedFolio, 0, len(found))
	for i, f := range found {
		if i > 0 {
			out = append(out, c.fill(&found[i-1], &f)...)
		}
		out = append(out, f)
	}
	return out
}

const misplaced = 0.3 // of a page by which a misread folio may be off

// fill finds the folios between two of the sequence among the short rows near
// the places where they must stand.
func (c *folioChain) fill(e, f *placedFolio) (out []placedFolio) {
	pages := f.boundary() - e.boundary()
	if f.roman != e.roman || pages < 2 || pages > mostSkipped {
		return nil
	}
	r := e.row + 1
	each := (c.at(f) - c.at(e)) / float64(pages)
	for k := 1; k < pages; k++ {
		p := *e
		p.value, p.head, p.form = e.value+k, "", bareFolio
		p.label = strconv.Itoa(p.value)
		want := c.at(e) + float64(k)*each
		row := -1
		for ; r < f.row; r++ {
			p.row = r
			off := c.at(&p) - want
			if off < -misplaced*each {
				continue
			}
			if off > misplaced*each {
				break
			}
			s := c.t.String(r)
			if s == p.label { // rather than "65", the label of a note
				row = r
				break
			}
			if row < 0 && looksLike(s, p.value, p.roman) && !strings.ContainsFunc(s, unicode.IsSpace) {
				row = r
			}
		}
		if row >= 0 {
			p.row, r = row, row+1
			out = append(out, p)
		}
	}
	return out
}
