package repair

import (
	"cmp"
	"math"
	"slices"
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
	besideWorth  = 1.3 // a number beside words that recur beside other numbers
	countedWorth = 1.5 // "12 / 300"
	adornedWorth = 1.5 // "– 12 –"
	gluedWorth   = 0.9 // "-12of the town"
	romanWorth   = 0.8
	uniqueWorth  = 0.5 // beside words that stand nowhere else, where the sequence has such folios
	skippedFolio = 0.5 // a number missing between two
	mostSkipped  = 6
	unevenPage   = 1.0 // a page far longer or shorter than usual
	unevenHalf   = 0.2 // factor of e by which it is so that costs half of that
	longer       = 0.5 // per factor of e more, if a page is longer than usual
	shorter      = 0.1 // if it is shorter: chapters end on it
	newCount     = 3.5 // the count begins anew: after the preface, in the next volume
	otherDress   = 0.5 // a folio stands between dashes, and the one before does not
	otherSide    = 0.5 // folios of one kind stand at the foot once and at the top then
	otherGap     = 0.3 // there are more empty lines on the other side of a running head
	otherHead    = 1.0 // so does a running head, unlike the others
	betweenPages = 0.3 // a row between the folio at a page's foot and that at the next one's top
	mostBetween  = 2   // of them
	strangeStart = 0.5 // per factor of e that more or less text comes before the first than its number says
	emptyStart   = 0.4 // of that if it is less: title pages are nearly empty
	strangeEnd   = 0.6 // there is text behind the folio at the last page's foot, or none behind that at its top
	footHead     = 0.3 // the first folio with a running head stands at the foot

	fewestFolios   = 3
	shortestPage   = 8.0 // lines
	longestPage    = 160.0
	rememberedEach = 12    // candidates of a value that may be followed up
	farPages       = 200.0 // a page so much longer than usual costs more than newCount
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
	headSide   int     // the side of the page on which running heads stand with their folios, if it is known
}

// The sides of a page.
const (
	anySide = iota
	topSide
	footSide
)

func (f *placedFolio) side() int {
	if f.foot {
		return footSide
	}
	return topSide
}

// gapSide returns the side of the page on which a row stands if more empty lines
// are between two pages than on a page: anySide if there are as many before the
// row as behind it.
func (c *folioChain) gapSide(row int) int {
	if row+1 >= len(c.t.Rows) {
		return anySide
	}
	switch before, behind := c.t.Rows[row].Blank, c.t.Rows[row+1].Blank; {
	case before > behind:
		return topSide
	case before < behind:
		return footSide
	}
	return anySide
}

// sideOfHeads returns the side of the page on which most running heads stand.
func sideOfHeads(found []placedFolio) int {
	var count [footSide + 1]int
	for i := range found {
		if found[i].beside() {
			count[found[i].side()]++
		}
	}
	switch {
	case count[topSide] > count[footSide]:
		return topSide
	case count[footSide] > count[topSide]:
		return footSide
	}
	return anySide
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
		if found, s := c.solve(); s > score && c.convincing(found) {
			best, score, distance = found, s, d
		}
	}
	if best == nil {
		return nil
	}
	c.distance = distance
	c.candidates = c.conforming(all, best)
	c.headSide = sideOfHeads(best)
	if found, _ := c.solve(); c.convincing(found) {
		best = found
	}
	if stray(best) {
		best = c.without(best[0].row)
	}
	return c.misread(c.last(best))
}

// without finds the sequence anew without the candidates in a row.
func (c *folioChain) without(row int) []placedFolio {
	c.candidates = slices.DeleteFunc(c.candidates, func(f folio) bool { return f.row == row })
	found, _ := c.solve()
	return found
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
		if c.t.Rows[r].Role != InBody || c.t.marginal(r) {
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
	var once []*folio
	for i := range all {
		if f := &all[i]; f.beside() && values[f.head] != -1 {
			once = append(once, f)
		}
	}
	c.t.findTitled(once)
	for i := range all {
		if !all[i].once {
			c.candidates = append(c.candidates, all[i])
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
		var earlier [mostSkipped][]int // candidates, by how many numbers lie between
		for skipped := range earlier {
			earlier[skipped] = c.inReach(last[f.key()-1-skipped], f, skipped)
		}
		for side := range 2 {
			p := placedFolio{*f, side == 1}
			if p.foot && p.form == gluedFolio { // the page's text follows in the row
				states[2*i+side] = state{math.Inf(-1), -1}
				continue
			}
			st := state{c.start(&p), -1}
			if before >= 0 && beforeScore-newCount > st.score {
				st = state{beforeScore - newCount, before}
			}
			for skipped, candidates := range earlier {
				for _, j := range candidates {
					for s := 2 * j; s < 2*j+2; s++ {
						most := states[s].score - skippedFolio*float64(skipped)
						if most <= st.score { // steps gain nothing
							continue
						}
						q := placedFolio{c.candidates[j], s%2 == 1}
						if score := most - c.step(&q, &p); score > st.score {
							st = state{score, s}
						}
					}
				}
			}
			st.score += worth(f)
			if f.beside() && c.headSide != anySide && c.headSide != p.side() {
				st.score -= otherHead
			}
			if f.beside() && c.gapSide(f.row) == topSide+footSide-p.side() {
				st.score -= otherGap
			}
			states[2*i+side] = st
			score := st.score - c.end(&p)
			if st.from >= 0 && c.atEnd(&p) {
				q := placedFolio{c.candidates[st.from/2], st.from%2 == 1}
				score += c.lastPage(&q, &p)
			}
			if score > bestScore {
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

// inReach leaves out the first of the candidates from which f is so far that
// it costs less to count anew.
func (c *folioChain) inReach(candidates []int, f *folio, skipped int) []int {
	reach := float64(skipped+2) * c.distance * farPages
	for len(candidates) > 0 && float64(c.above[f.row]-c.above[c.candidates[candidates[0]].row]) > reach {
		candidates = candidates[1:]
	}
	return candidates
}

func worth(f *folio) float64 {
	switch {
	case f.once:
		return uniqueWorth
	case f.roman:
		return romanWorth
	case f.form == countedFolio:
		return countedWorth
	case f.adorned:
		return adornedWorth
	case f.form == gluedFolio:
		return gluedWorth
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

// atEnd reports whether f stands at the foot of the last page.
func (c *folioChain) atEnd(f *placedFolio) bool {
	return f.foot && f.row >= len(c.t.Rows)-2
}

// lastPage gives back what it cost that the page from e to f is short: the
// last one may be.
func (c *folioChain) lastPage(e, f *placedFolio) float64 {
	if f.boundary()-e.boundary() != 1 || e.roman != f.roman || c.at(f) <= c.at(e) {
		return 0
	}
	if uneven := c.unevenness(e, f); uneven < 0 {
		return unevenCost(uneven)
	}
	return 0
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
	if pages == 0 && lines > mostBetween || pages > 0 && lines < 1 {
		return math.Inf(1)
	}
	cost := 0.0
	if e.foot != f.foot && e.beside() == f.beside() {
		cost = otherSide
	}
	if e.dressed() != f.dressed() {
		cost += otherDress
	}
	if pages == 0 {
		return cost + betweenPages*math.Abs(lines)
	}
	return cost + unevenCost(c.unevenness(e, f))
}

// unevenness is the logarithm of how much longer the pages from e to f are
// than usual.
func (c *folioChain) unevenness(e, f *placedFolio) float64 {
	return math.Log((c.at(f) - c.at(e)) / (float64(f.boundary()-e.boundary()) * c.distance))
}

// unevenCost is what it costs that a page is longer or shorter than usual:
// much at once, since pages are of one length and notes and sections of any,
// but little more if it is very short.
func unevenCost(uneven float64) float64 {
	by := math.Abs(uneven)
	cost := unevenPage * by / (by + unevenHalf)
	if uneven > 0 {
		return cost + longer*by
	}
	return cost + shorter*by
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
	odd, side := f.value%2, f.form-frontFolio
	like, unlike := h[odd][side], h[odd][1-side]
	if like+unlike < fewestFolios { // the chapters are so short that hardly a head recurs on its side
		like, unlike = like+h[1-odd][1-side], unlike+h[1-odd][side]
	}
	return like >= fewestFolios && like > 4*unlike
}
