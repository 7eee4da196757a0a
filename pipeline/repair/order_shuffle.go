package repair

import (
	"cmp"
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

	// What an empty line costs that leads to another column, or does not, and
	// a page that is out of order, or is not.
	change, stay, moved, unmoved float64

	beam, next []way
	index      map[wayKey]int // into next
	steps      []dealt        // of the page at hand
	done       [][]pageWay    // of the pages before
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
	beamWays = 96   // kept at each piece
	pageWays = 8    // kept at each page's end
	beamCost = 16.0 // dearer ways are dropped

	shuffledShare = 0.3 // of the empty lines lead to another column, until the text says otherwise
	leastShuffled = 0.03
	mostShuffled  = 0.85
	movedShare    = 0.1 // of the pages are out of order, until the text says otherwise
	learnRounds   = 3

	fullPage = 0.6 // of the rows of the middlemost page
)

func newShuffle(j *junctions, returns bool) *shuffle {
	s := &shuffle{j: j, returns: returns, index: map[wayKey]int{}, full: fullPage * float32(j.pageRows)}
	s.expect(shuffledShare, movedShare)
	return s
}

// expect sets the shares of empty lines that lead to another column, and of
// pages that are out of order.
func (s *shuffle) expect(change, moved float64) {
	s.change, s.stay = -math.Log(change), -math.Log(1-change)
	s.moved, s.unmoved = -math.Log(moved), -math.Log(1-moved)
}

// mostLikely is the likeliest order, with the shares that the text itself
// shows: in some texts each empty line leads to another column, in most next
// to none.
func mostLikely(j *junctions, returns bool) *ordering {
	var best *ordering
	for _, change := range [...]float64{shuffledShare, mostShuffled} {
		moved := movedShare
		for range learnRounds {
			s := newShuffle(j, returns)
			s.expect(change, moved)
			found := s.solve()
			if best == nil || found.cost < best.cost {
				best = found
			}
			change, moved = found.shares()
		}
	}
	return best
}

// shares counts the empty lines that lead to another column and the pages
// that are out of order.
func (o *ordering) shares() (change, moved float64) {
	blanks, changes, pages := 1.0, leastShuffled, movedShare
	for i := range o.pages {
		if o.pages[i].moved() {
			pages++
		}
		last := 0
		for _, p := range o.pages[i].pieces {
			if p.column > 0 && last > 0 && p.blank {
				blanks++
				if p.column != last {
					changes++
				}
			}
			last = p.column
		}
	}
	return min(changes/blanks, mostShuffled), min(pages/float64(len(o.pages)+1), mostShuffled)
}

// solve deals out the pieces of all pages.
func (s *shuffle) solve() *ordering {
	out := &ordering{pages: make([]pageOrder, len(s.j.t.Pages))}
	s.beam = append(s.beam, newWay())
	for p := range out.pages {
		out.pages[p].pieces = s.j.pieces(p)
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
	s.next = s.next[:0]
	clear(s.index)
	for i := range s.beam {
		w := &s.beam[i]
		for c := range w.columns {
			if c <= w.at+1 && (c >= w.at || s.returns) {
				s.put(w, p, c)
			}
		}
	}
	s.beam, s.next = s.next, s.beam
	s.prune(beamWays)
}

// keep adds a way that has put a piece in column c, unless there is a cheaper
// one that is as good for the rest.
func (s *shuffle) keep(w way, c int) {
	i, known := s.index[w.wayKey]
	if known && w.cost >= s.next[i].cost {
		return
	}
	s.steps = append(s.steps, dealt{before: w.step, column: int8(c)})
	w.step = int32(len(s.steps) - 1)
	if known {
		s.next[i] = w
		return
	}
	s.index[w.wayKey] = len(s.next)
	s.next = append(s.next, w)
}

// prune keeps the n cheapest ways.
func (s *shuffle) prune(n int) {
	slices.SortStableFunc(s.beam, func(a, b way) int { return cmp.Compare(a.cost, b.cost) })
	for i := range s.beam {
		if i == n || s.beam[i].cost > s.beam[0].cost+beamCost {
			s.beam = s.beam[:i]
			return
		}
	}
}

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
