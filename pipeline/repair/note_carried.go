package repair

// mostCarried is over how many pages without labels a note is followed.
const mostCarried = 4

const (
	roomTaken   = 0.1     // what a row of a note is worth that has no room on its page
	twiceBroken = 10.0    // two junctions of running text: in German, a capital within a sentence breaks none
	unevenRoom  = 1 / 3.0 // each row that it has more on one page than on the next
)

// chained says what is known of a frame's notes before any cost is counted.
type chained struct {
	role chainRole
	row  int // with which they begin, at a chain's end
}

const (
	notThere = -1
	anyRow   = -2 // that reads on, in a text without empty lines
)

type chainRole uint8

const (
	unchained  chainRole = iota
	passedOver           // a note goes through the frame
	arrivedAt            // and ends in it, above its first label
)

// findChains finds the notes that surely run over pages on which no note
// begins, because they are seen to arrive:
//
//	page 9                    page 10                   page 11
//	and so the bell was hung. The ringers were paid in  which had been brewed
//	                          kind, and drank the beer  for the feast.
//	The founder had come
//	from Leiden; of the ox    he bought, nothing is
//	and the cart which        known.
//	                          6 Parish book, fol. 3.
//
// The rows above the first label read on from the page before, and what is
// above them reads on overleaf; if they were running text, three junctions
// would be broken at once. However seldom notes are as long as that, the note
// before then runs over page 9, too.
func (z *zoner) findChains(frames []frame) {
	if z.smaller {
		return // the widths of the rows tell
	}
	first := -1 // of the frames without labels since the last with one
	for k := range frames {
		f := &frames[k]
		switch {
		case f.displaced > 0:
			first = -1
		case f.begin == f.to:
			continue
		default:
			if first > 0 && first < k && k-first <= mostCarried {
				z.findChain(frames, first, k)
			}
			first = k + 1
		}
	}
}

// findChain looks whether a note runs over the frames [first, k).
func (z *zoner) findChain(frames []frame, first, k int) {
	row := z.arrival(frames, k)
	if row == notThere || z.rowAbove(frames[first-1].to, frames[first-1].begin) < 0 {
		return
	}
	for i := first; i < k; i++ {
		if f := &frames[i]; z.rowAbove(f.to, max(f.from, f.to-mostUp)) < 0 {
			return // nothing is left of that page's foot
		}
	}
	for i := first; i < k; i++ {
		frames[i].chain.role = passedOver
	}
	frames[k].chain = chained{arrivedAt, row}
}

// arrival is the row of frame k with which a note surely goes on from the
// frame before. In a text without empty lines only two junctions tell that one
// does, those at both ends of the page, and the row is left to the costs.
func (z *zoner) arrival(frames []frame, k int) int {
	f := &frames[k]
	if k+1 == len(frames) {
		return notThere
	}
	last := z.rowAbove(frames[k-1].to, frames[k-1].from)
	next := z.firstRow(frames[k+1].from, frames[k+1].begin)
	first := z.firstRow(f.from, f.begin)
	if last < 0 || next < 0 || first < 0 || !z.breaksOff(last) || z.readsOn(first) || !z.readsOn(next) {
		return notThere
	}
	end := z.rowAbove(f.begin, f.from)
	if endingOf(z.t.String(end)) != endsStop {
		return notThere
	}
	if z.bodyBlank.count[0] == z.bodyBlank.total {
		if z.signsFlow(z.body, last, first)+z.signsFlow(z.body, end, next) < twiceBroken {
			return notThere
		}
		for s := f.begin - 1; s > first && f.begin-s <= mostUp; s-- {
			if z.mayArrive(f, s) {
				return anyRow
			}
		}
		return notThere
	}
	s := f.begin - 1 // the first of the block above the label
	for s > first && f.begin-s < mostUp && z.t.Rows[s].Blank == 0 {
		s--
	}
	if !z.mayArrive(f, s) || z.t.Rows[s].Blank == 0 || z.t.Rows[z.rowAbove(s, f.from)].Blank > 0 {
		return notThere
	}
	return s
}

// mayArrive reports whether a note may go on with row s of frame f, and the
// text above it overleaf.
func (z *zoner) mayArrive(f *frame, s int) bool {
	above := z.rowAbove(s, f.from)
	return above >= 0 && z.t.Rows[s].Role != Removed && z.readsOn(s) && z.breaksOff(above)
}

func (z *zoner) breaksOff(row int) bool { return endingOf(z.t.String(row)) == endsOpen }
func (z *zoner) readsOn(row int) bool   { return openingOf(z.t.String(row)) == startsLower }

// allows reports whether the notes of frame f may begin with row s: as the
// costs of long notes and of words unlike those of notes speak against a chain
// by far more than the three junctions for it, it is not left to them.
func (z *zoner) allows(c *chained, f *frame, s int) bool {
	switch {
	case c.role == passedOver:
		return s < f.begin
	case c.role == arrivedAt && c.row == anyRow:
		return s < f.begin && z.mayArrive(f, s)
	case c.role == arrivedAt:
		return s == c.row
	}
	return true
}

// rowsCost is what the words of n rows, of style s, cost. A note that surely
// goes through a page is there however its words read; and it goes on overleaf
// because it had no room, so that the page has as little running text as it
// can: each row of the note is one less of that.
func (c *chained) rowsCost(s *styles, n int) float64 {
	switch c.role {
	case passedOver:
		return -roomTaken * float64(n)
	case arrivedAt:
		return roomTaken * float64(n) // here it has room
	}
	return s.cost()
}

// twoPassed reports whether a note surely goes through frame k and the one
// before: pages of one make have about the same room for it.
func twoPassed(frames []frame, k int) bool {
	return k > 0 && frames[k].chain.role == passedOver && frames[k-1].chain.role == passedOver
}
