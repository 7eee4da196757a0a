package repair

import (
	"math"
	"slices"
)

// shuffle finds the likeliest columns of the pieces of all pages. It goes
// through the pieces in printed order and keeps the best ways to have dealt
// them out so far: what a way costs from here on depends on the last row of
// each column, of its running text and of its notes, and on little else (see
// wayKey), so that of two ways that agree in these the dearer is dropped. The
// ways go on from page to page, for a column's first words follow the last ones
// of the page before.
type shuffle struct {
	j       *junctions
	returns bool // a column may go on after another was begun
	full    float32
	tallest float32 // height of a column, in lines, if the extractor is one that parts columns by empty lines
	ways    int     // kept at each piece

	// What an empty line costs that leads to another column, or does not, a
	// page that is out of order, or is not, and one that begins with its second
	// column, or does not.
	change, stay, moved, unmoved, rightFirst, leftFirst float64

	first  int  // row of the page at hand
	isLast bool // it is the text's last one

	beam, next []way
	index      []indexed   // of next
	round      int32       // of dealing; entries of the index of other rounds are void
	prices     []tailPrice // of the piece at hand
	least      float64     // the cost of the cheapest way in next
	steps      []dealt     // of the page at hand
	done       [][]pageWay // of the pages before
}

// dealt is the last step of a way.
type dealt struct {
	before int32 // the step before it
	column int8
}

// pageWay is a way to deal out a page's pieces that was kept at its end.
type pageWay struct {
	before  int    // the way that it goes on from, in the page before
	columns []int8 // the last piece's first
	cost    float64
}

const (
	beamWays   = 96   // kept at each piece
	sampleWays = 64   // where no more than the shares is asked for
	pageWays   = 8    // kept at each page's end
	beamSteps  = 64   // in which costs are told apart
	beamCost   = 16.0 // dearer ways are dropped

	shuffledShare = 0.3 // of the empty lines lead to another column, until the text says otherwise
	leastShuffled = 0.03
	mostShuffled  = 0.85
	movedShare    = 0.1     // of the pages are out of order, until the text says otherwise
	rightShare    = 0.08    // of the pages begin with their second column, until it does
	indexSize     = 1 << 11 // more than twice as many as the ways into which twice a beam can go on

	learnRounds  = 2
	samplePages  = 16
	samplePieces = 300

	tallColumn = 0.68 // of the lines of the middlemost page
	fullPage   = 0.6  // of the rows of the middlemost page
)

func newShuffle(j *junctions, returns bool) *shuffle {
	s := &shuffle{j: j, returns: returns, index: make([]indexed, indexSize), full: fullPage * float32(j.t.rowsOfPage())}
	if s.tallest = math.MaxFloat32; j.habits.merges {
		s.tallest = tallColumn * j.usualHeight()
	}
	return s
}

// shares are what an order shows of the extractor: how many of the empty lines
// lead to another column (of those where it has not come farther down), how
// many pages are out of order, and how many of these begin with their second
// column.
type shares struct{ change, moved, right float64 }

// usualHeight is how high the pieces of the middlemost page are, one under
// another.
func (j *junctions) usualHeight() float32 {
	heights := make([]float32, len(j.pages))
	for p, pieces := range j.pages {
		for i := range pieces {
			if pieces[i].column != 0 {
				heights[p] += pieces[i].height
			}
		}
	}
	return middle(heights)
}

// expect prices what the shares are of.
func (s *shuffle) expect(of shares) {
	s.change, s.stay = -math.Log(of.change), -math.Log(1-of.change)
	s.moved, s.unmoved = -math.Log(of.moved), -math.Log(1-of.moved)
	s.rightFirst, s.leftFirst = -math.Log(of.right), -math.Log(1-of.right)
}

// sample is the likeliest order of the first pages, with the shares that these
// show: in some texts each empty line leads to another column, in most next to
// none. Unless a column may go on after another was begun (returns), the pages
// stay as printed.
func (j *junctions) sample(returns bool) *ordering {
	pages := j.sampled()
	starts := []shares{{leastShuffled, movedShare, rightShare}, {shuffledShare, movedShare, rightShare}}
	if returns {
		starts = append(starts, shares{mostShuffled, movedShare, rightShare}, shares{mostShuffled, mostShuffled, shuffledShare})
	}
	var best *ordering
	for _, expected := range starts {
		for range learnRounds {
			found := j.solve(expected, pages, sampleWays, returns)
			if best == nil || found.cost < best.cost {
				best = found
			}
			expected = found.shares()
		}
	}
	return best
}

// sampled is how many pages a sample has.
func (j *junctions) sampled() int {
	pieces := 0
	for p := range j.pages {
		if p == samplePages || pieces > samplePieces {
			return p
		}
		pieces += len(j.pages[p])
	}
	return len(j.pages)
}

// relearned is the likeliest order with the habits and the shares that another
// one shows.
func (j *junctions) relearned(o *ordering, returns bool) *ordering {
	j.relearnKinds(o)
	j.cutPages()
	return j.solve(o.shares(), len(j.pages), beamWays, returns)
}

// solve is the likeliest order of the first pages with given shares.
func (j *junctions) solve(expected shares, pages, ways int, returns bool) *ordering {
	s := newShuffle(j, returns)
	s.ways = ways
	s.expect(expected)
	return s.solve(pages)
}

// shares counts them.
func (o *ordering) shares() shares {
	blanks, changes, pages, rights := 1.0, leastShuffled, movedShare, rightShare
	for i := range o.pages {
		if !o.pages[i].shuffled() {
			continue
		}
		pages++
		var height [columnsOfPage]float32
		last := 0
		for p := range o.pages[i].pieces {
			piece := &o.pages[i].pieces[p]
			if piece.column == 0 {
				continue
			}
			if last == 0 && piece.column == 2 {
				rights++
			}
			if last > 0 && piece.blank && !outruns(&height, 2-last, last-1) {
				blanks++
				if piece.column != last {
					changes++
				}
			}
			last = piece.column
			height[last-1] += piece.height
		}
	}
	return shares{min(changes/blanks, mostShuffled), min(pages/float64(len(o.pages)+1), mostShuffled), min(rights/(pages+1), mostShuffled)}
}

// solve deals out the pieces of the first pages.
func (s *shuffle) solve(pages int) *ordering {
	out := &ordering{pages: make([]pageOrder, pages)}
	s.beam = append(s.beam, newWay())
	for p := range out.pages {
		out.pages[p].pieces = slices.Clone(s.j.pages[p])
		s.first, s.isLast = s.j.t.Pages[p].First, p == len(s.j.pages)-1
		s.page(out.pages[p].pieces)
	}
	s.trace(out)
	return out
}

// page deals out the pieces of a page.
func (s *shuffle) page(pieces []orderPiece) {
	s.steps = s.steps[:0]
	for i := range s.beam {
		s.beam[i].open(i)
	}
	for i := range pieces {
		if pieces[i].column == unplaced {
			s.deal(&pieces[i])
		}
	}
	for i := range s.beam {
		s.close(&s.beam[i])
	}
	s.prune(pageWays)
	s.done = append(s.done, s.kept())
}

// kept lists the ways that were kept at a page's end.
func (s *shuffle) kept() []pageWay {
	ways := make([]pageWay, len(s.beam))
	for i := range s.beam {
		w := &s.beam[i]
		ways[i] = pageWay{before: w.from, cost: w.cost}
		for n := w.step; n >= 0; n = s.steps[n].before {
			ways[i].columns = append(ways[i].columns, s.steps[n].column)
		}
	}
	return ways
}

// deal puts a piece in each column, in every way that it can stand there.
func (s *shuffle) deal(p *orderPiece) {
	s.next, s.prices, s.least = s.next[:0], s.prices[:0], math.Inf(1)
	s.round++
	for i := range s.beam {
		w := &s.beam[i]
		for c := range w.columns {
			if c <= w.at+1 && (c >= w.at || s.returns) {
				s.put(w, p, c)
			}
		}
	}
	s.beam, s.next = s.next, s.beam
	s.prune(s.ways)
}

// keep adds a way that has put a piece in column c, unless there is a cheaper
// one that is as good for the rest.
func (s *shuffle) keep(w *way, c int) {
	if s.tooDear(w.cost) {
		return
	}
	s.least = min(s.least, w.cost)
	hash := w.hash()
	at := &s.index[s.slot(hash)]
	known := at.round == s.round
	if known && w.cost >= s.next[at.way].cost {
		return
	}
	s.steps = append(s.steps, dealt{before: w.step, column: int8(c)})
	w.step = int32(len(s.steps) - 1)
	if known {
		s.next[at.way] = *w
		return
	}
	*at = indexed{hash: hash, round: s.round, way: int32(len(s.next))}
	s.next = append(s.next, *w)
}

// tooDear reports whether a way of this cost is not worth following up.
func (s *shuffle) tooDear(cost float64) bool { return cost > s.least+beamCost }

// slot finds the place of a key in the index: open addressing by its hash,
// which at 64 bits stands for the key.
func (s *shuffle) slot(h uint64) int {
	for i := int(h >> 32 & (indexSize - 1)); ; i = (i + 1) & (indexSize - 1) {
		if e := &s.index[i]; e.round != s.round || e.hash == h {
			return i
		}
	}
}

// prune keeps about the n cheapest ways, and the cheapest of all first.
func (s *shuffle) prune(n int) {
	if len(s.beam) == 0 {
		return
	}
	best := 0
	for i := range s.beam {
		if s.beam[i].cost < s.beam[best].cost {
			best = i
		}
	}
	s.beam[0], s.beam[best] = s.beam[best], s.beam[0]
	least := s.beam[0].cost
	var count [beamSteps]int
	for i := range s.beam {
		if step := stepOf(s.beam[i].cost - least); step < beamSteps {
			count[step]++
		}
	}
	steps, kept := 0, 0
	for steps < beamSteps && kept+count[steps] <= n {
		kept += count[steps]
		steps++
	}
	steps = max(steps, 1)
	s.beam = slices.DeleteFunc(s.beam, func(w way) bool { return stepOf(w.cost-least) >= steps })
	s.beam = s.beam[:min(len(s.beam), 2*n)]
}

// stepOf counts the steps of a cost above the least.
func stepOf(cost float64) int { return int(cost * (beamSteps / beamCost)) }

// trace writes the columns of the best way into the pieces.
func (s *shuffle) trace(out *ordering) {
	out.cost = s.beam[0].cost
	at := 0
	for p := len(out.pages) - 1; p >= 0; p-- {
		w := &s.done[p][at]
		o := &out.pages[p]
		o.cost = w.cost
		if p > 0 {
			o.cost -= s.done[p-1][w.before].cost
		}
		n := 0
		for i := len(o.pieces) - 1; i >= 0; i-- {
			if o.pieces[i].column == unplaced {
				o.pieces[i].column = int(w.columns[n]) + 1
				n++
			}
		}
		at = w.before
	}
}

// indexed is the entry of a way in the index.
type indexed struct {
	hash  uint64
	round int32
	way   int32
}

// tailPrice is what it costs that the piece at hand follows a row.
type tailPrice struct {
	tail int32
	note bool
	cost float64
}

// follows is what it costs that a piece follows a row. Many ways end in the
// same few rows.
func (s *shuffle) follows(tail int32, p *orderPiece, note bool) float64 {
	for i := range s.prices {
		if t := &s.prices[i]; t.tail == tail && t.note == note {
			return t.cost
		}
	}
	cost := s.j.follows(tail, int32(p.from), note)
	s.prices = append(s.prices, tailPrice{tail, note, cost})
	return cost
}
