package repair

import (
	"cmp"
	"math"
	"slices"
)

const (
	nothingElse   = 4.0  // a note takes a whole page
	noText        = 8.0  // a label without a note
	lateStart     = 3.0  // a note begins with a small letter
	mostUp        = 60   // how many rows a note may go on overleaf
	zoneRounds    = 3    // the last ones with the words that the first ones taught
	tooCostly     = 16.0 // what the rows of a note cost by their shape at most: more above would not outweigh it
	stretchCount  = 8
	stretchFrames = 32
	shortFrom     = 0.8  // of the text's measure: a row so short
	shortFades    = 0.75 // of what it says of its type the next one does, for short rows come in numbers
	usualPlain    = 0.7  // the fit and the indent at a place where a note ends say as much as elsewhere
)

// zoner finds out which rows belong to notes, once the labels are known. It
// decides for all pages at once with which row the notes of each begin:
//
//	page 8                    page 9                    page 10
//	... and what have we to   such a cloud of witnesses  a cause?
//	5 This book was writ by   by any historian.          ─────────────
//	a man of figure.          ─────────────              In the case of the sister
//	                          There is another book      he sent a doctor to her;
//
// Two flows cross each page's end, that of the text and that of the note, and
// both must make sense. Where the rows of the note look like those of the
// text, a page by itself does not tell; but the text's last row on page 9 must
// lead to the first of page 10, the note's last row to its next, and a note
// that page 10 goes on with must have gone on over page 9.
type zoner struct {
	t          *Text
	labels     []label
	body       *shapedHabits
	notes      *shapedHabits
	smaller    bool // the notes are set in another size, so that widths tell
	bodyWidths widths
	noteWidths widths
	bodyBlank  blanks
	noteBlank  blanks               // of the rows of notes but the first
	firstBlank blanks               // of the first rows of notes on their pages
	nextBlank  blanks               // of the first rows of other notes
	length     float64              // how many rows a note has as a rule
	ends       noteEnds             // what notes do at a page's end
	words      *wordStyle           // what notes are about; nil in the first round
	known      [flowKinds][]float32 // see flowOnce
	prices     zonePrices           // of the round
	inner      map[int]bool         // see innerLabels
	marks      []rowMark            // in the order of the rows
	cohesion   *cohesion
	resumeCost float64 // of the text
}

// start is a row with which the notes of a frame may begin: the frame's end
// if it has none.
type start struct {
	row   int
	above int     // the last row of the running text before it, in its frame or in one before
	cost  float64 // the least of all decisions up to here
	from  int     // the start of the frame before in that best solution
}

// firstRows finds, for each frame, the row with which its notes begin.
func (z *zoner) firstRows(frames []frame) []int {
	z.ends = usualEnds
	z.findChains(frames)
	for i := range z.known {
		z.known[i] = make([]float32, len(z.t.Rows))
	}
	sample := stretches(frames)
	for range zoneRounds - 1 {
		changed := false
		for _, frames := range sample {
			for k, row := range z.solve(frames) {
				changed = changed || !frames[k].learnt || frames[k].was != row
				frames[k].was, frames[k].learnt = row, true
			}
		}
		if !changed {
			break // there is nothing new to learn
		}
		z.learnEnds(sample)
		z.learnWords(sample)
		z.learnWidths(sample)
	}
	return z.solve(frames)
}

// stretches are the frames that the rounds learn from: all of them, or in a
// thick book some stretches that are spread over it.
func stretches(frames []frame) [][]frame {
	if len(frames) <= stretchCount*stretchFrames {
		return [][]frame{frames}
	}
	var sample [][]frame
	for i := range stretchCount {
		from := i * (len(frames) - stretchFrames) / (stretchCount - 1)
		sample = append(sample, frames[from:from+stretchFrames])
	}
	return sample
}

// solve finds the starts that together cost the least.
func (z *zoner) solve(frames []frame) []int {
	z.price()
	all := make([][]start, len(frames))
	before := []start{{above: -1, from: -1}}
	for k := range frames {
		if all[k] = z.starts(frames, k, before); len(all[k]) == 0 {
			all[k] = []start{z.anyhow(&frames[k], before)}
		}
		before = all[k]
	}
	rows := make([]int, len(frames))
	at := cheapest(before, func(*start) float64 { return 0 })
	for k := len(frames) - 1; k >= 0; k-- {
		rows[k] = all[k][at].row
		at = all[k][at].from
	}
	return rows
}

// anyhow is the start of a frame into which no way leads from those of the frame
// before: its notes begin with the first label, whatever came before.
func (z *zoner) anyhow(f *frame, before []start) start {
	from := cheapest(before, func(*start) float64 { return 0 })
	return start{row: f.begin, above: z.rowAbove(f.begin, f.from), from: from, cost: before[from].cost + tooCostly}
}

// cheapest is the index of the start with the least cost, that of what comes
// next included.
func cheapest(starts []start, next func(*start) float64) int {
	best, least := -1, math.Inf(1)
	for i := range starts {
		if c := starts[i].cost + next(&starts[i]); c < least {
			best, least = i, c
		}
	}
	return best
}

// starts lists the possible starts in frame k, given those of the frame
// before.
func (z *zoner) starts(frames []frame, k int, before []start) []start {
	f := &frames[k]
	last, sofar := -1, 0.0 // the last row of the frame before, and how much of its last note stands there
	if k > 0 {
		last = z.rowAbove(frames[k-1].to, frames[k-1].from)
		sofar = z.lengthSoFar(&frames[k-1])
	}
	ways := z.ways(frames, k, before, last, f.begin)
	opened := ways[1][1].from >= 0 || ways[1][0].from >= 0
	var starts []start
	if opened {
		z.contest(f, -1)
		defer z.contest(f, 1)
	}
	rows := 0.0 // what it costs that the rows [s, begin) belong to a note, by their shape
	style := styles{like: 0, unlike: enterUnlike}
	chain := &f.chain
	n, fade := 0, 1.0
	for s := f.begin; s >= f.from && f.begin-s <= mostUp && rows+style.cost() < tooCostly; s-- {
		if s < f.begin {
			if z.t.Rows[s].Role == Removed {
				continue
			}
			n++
			width, words := z.widthCost(s), z.wordCost(s)
			if z.t.Rows[s].Em < shortFrom*z.body.measure {
				width *= fade
				fade *= shortFades
				if words < 0 && z.standsIn(s+1, f.begin, s) {
					words = 0
				}
			}
			rows += width + z.markCost(f, s)
			if z.inner[s] {
				rows += innerLabel
			}
			style.add(words)
		}
		if twoPassed(frames, k) {
			ways = z.ways(frames, k, before, last, s)
		}
		here := z.start(f, s, &ways, before, last)
		switch {
		case !z.allows(chain, f, s):
			here.cost = math.Inf(1)
		case chain.role != unchained:
		case s < f.begin && f.displaced == 0:
			here.cost += z.longAs(sofar, n)
		}
		if here.cost += rows + chain.rowsCost(&style, n); !math.IsInf(here.cost, 1) {
			starts = append(starts, here)
		}
		switch {
		case s < f.begin:
			rows += z.blankCost(s)
		case s < f.to:
			rows += z.nextNote(f)
		}
		if !opened && f.displaced == 0 {
			break // no note is open that could go on here
		}
	}
	return starts
}

// standsIn reports whether one of the rows [from, to) says the same as another:
// a refrain says it once.
func (z *zoner) standsIn(from, to, row int) bool {
	r := &z.t.Rows[row]
	for i := from; i < to; i++ {
		if o := &z.t.Rows[i]; o.End-o.Start == r.End-r.Start && z.t.String(i) == z.t.String(row) {
			return true
		}
	}
	return false
}

// nextNote is what it costs that the first label of a frame stands below
// another note's last row, and not below the running text.
func (z *zoner) nextNote(f *frame) float64 {
	above := z.rowAbove(f.begin, f.from)
	if above < 0 {
		return 0
	}
	return usualPlain - math.Log(z.ends.last[endingOf(z.t.String(above))]) -
		z.nextBlank.log(z.t.Rows[f.begin].Blank, &z.noteBlank) - z.flowOnce(insideText, f.begin, above, f.begin)
}

// start is the start with row s and the cheapest way to it.
func (z *zoner) start(f *frame, s int, ways *[2][2]approach, before []start, last int) start {
	here := start{row: s, above: z.rowAbove(s, f.from), cost: math.Inf(1)}
	h, own := 1, 0.0
	if here.above < 0 {
		h = 0
	} else if s < f.to {
		own = -z.flowOnce(insideText, s, here.above, s) - z.prices.first[min(z.t.Rows[s].Blank, mostBlank)]
	}
	for o := range ways {
		w := &ways[o][h]
		if w.from < 0 {
			continue
		}
		if c := w.cost + own + z.startCost(f, s, o == 1, last); c < here.cost {
			here.cost, here.from = c, w.from
			if h == 0 {
				here.above = before[w.from].above
			}
		}
	}
	return here
}

// ways finds the cheapest ways into frame k: by whether notes stand at the
// end of the frame before, whose last row is last, and by whether running text
// stands in this one. Only where the same note surely fills the feet of both
// does it matter that the notes of frame k begin with row begin.
func (z *zoner) ways(frames []frame, k int, before []start, last, begin int) (ways [2][2]approach) {
	f := &frames[k]
	for o := range ways {
		for h := range ways[o] {
			next := z.firstRow(f.from, f.begin)
			if h == 0 && k+1 < len(frames) {
				next = z.firstRow(frames[k+1].from, frames[k+1].begin)
			}
			ways[o][h] = z.bestWay(before, func(s *start) float64 {
				uneven := 0.0
				switch open := last >= 0 && s.row <= last; {
				case open != (o == 1):
					return math.Inf(1)
				case twoPassed(frames, k):
					uneven = unevenRoom * math.Abs(float64(frames[k-1].begin-s.row)-float64(f.begin-begin))
				}
				switch {
				case next < 0 || s.above < 0:
					return uneven
				case s.above < frames[k-1].from: // its frame has no text
					return uneven + z.flow(z.body, s.above, next)
				}
				return uneven + z.flowOnce(overleafText-flowKind(1-h), s.above, s.above, next)
			})
		}
	}
	return ways
}

// lengthSoFar is how many rows the last note of a frame has in it.
func (z *zoner) lengthSoFar(f *frame) float64 {
	for k := len(f.labels) - 1; k >= 0; k-- {
		if l := &z.labels[f.labels[k]]; !l.displaced {
			return float64(f.to - l.row)
		}
	}
	return float64(f.to-f.from) / 2
}

// approach is the cheapest way into a frame.
type approach struct {
	cost float64
	from int // the start in the frame before, -1 if there is no way
}

// bestWay chooses among the starts of the frame before, given what each
// costs here.
func (z *zoner) bestWay(before []start, cost func(*start) float64) approach {
	i := cheapest(before, cost)
	if i < 0 {
		return approach{from: -1}
	}
	return approach{before[i].cost + cost(&before[i]), i}
}

// firstRow is the first of the rows [from, to) that is not removed, or -1.
func (z *zoner) firstRow(from, to int) int {
	for r := from; r < to; r++ {
		if z.t.Rows[r].Role != Removed {
			return r
		}
	}
	return -1
}

// startCost is what it costs that the notes of a frame begin with row s; open
// says that the frame before ends with notes, and last is its last row.
func (z *zoner) startCost(f *frame, s int, open bool, last int) float64 {
	switch {
	case f.displaced > 0 && s == f.begin:
		return noText
	case f.displaced > 0:
		if o := openingOf(z.t.String(s)); o == startsLower || o == startsOther {
			return lateStart
		}
		return 0
	case s == f.begin:
		if open {
			return z.ends.cost(endingOf(z.t.String(last)), f.begin == f.to) + z.breaksOffAt(last)
		}
		return 0
	case !open:
		return math.Inf(1)
	}
	cost := z.flowOnce(overleafNote, s, last, s)
	if f.begin < f.to {
		return cost - math.Log(z.ends.goOn)
	}
	if cost -= math.Log(z.ends.goOnAlone); z.rowAbove(s, f.from) < 0 {
		cost += nothingElse
	}
	return cost
}

// beginnings says where count notes begin in the rows [first, begin) whose
// labels stand elsewhere: the first with the first row, the others where it
// is likeliest that a block begins.
func (z *zoner) beginnings(first, begin, count int) []int {
	if count == 0 || first >= begin {
		return nil
	}
	type beginning struct {
		row  int
		sure float64
	}
	var starts []beginning
	last := first
	for r := first + 1; r < begin; r++ {
		if z.t.Rows[r].Role == Removed || z.t.isMark(r) {
			continue
		}
		b := z.t.boundary(last, r)
		if o := b.start; o != startsLower && o != startsOther {
			starts = append(starts, beginning{r, z.notes.endProbability(&b)})
		}
		last = r
	}
	slices.SortStableFunc(starts, func(a, b beginning) int { return cmp.Compare(b.sure, a.sure) })
	rows := []int{first}
	for _, s := range starts[:min(count-1, len(starts))] {
		rows = append(rows, s.row)
	}
	slices.Sort(rows)
	return rows
}

func (z *zoner) rowAbove(s, from int) int {
	for r := s - 1; r >= from; r-- {
		if z.t.Rows[r].Role != Removed {
			return r
		}
	}
	return -1
}

// pageEnd returns the row behind the last one of the page that row is on.
func (t *Text) pageEnd(row int) int {
	_, to := t.pageRows(t.Rows[row].Page)
	return to
}

// isMark reports whether a row is nothing but a number or a symbol.
func (t *Text) isMark(row int) bool { return onlyMark(t.String(row)) }

func onlyMark(s string) bool {
	_, size, _ := number(s)
	if size == 0 {
		_, size = symbolMark(s)
	}
	return size == len(s)
}
