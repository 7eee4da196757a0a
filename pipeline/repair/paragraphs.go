package repair

import (
	"math"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// The stage "paragraphs" joins lines to paragraphs:
//
//	It was late when the train, which had         It was late when the train, which had
//	stopped at every halt, came in.               stopped at every halt, came in.
//	“You are late,” he said.             ──▶      ¶ “You are late,” he said.
//	He did not look at me, and so the             ¶ He did not look at me, and so the
//	  12                                          matter rested.
//	matter rested.
//
// The rows of the running text are one sequence, whatever pages and notes lie
// between them, and are segmented as a whole (Viterbi): between each two rows
// the text goes on or a block ends, and each row is set in one of a few
// shapes: to the full measure, to a narrower one, or as verse, line by line.
// What a boundary costs either way is what the text's own habits say (see
// habits). The notes are segmented in the same way, with habits of their own.
//
// It makes Break decisions, Join where a line of verse goes on, and Stet where none is made in doubt, and hands the shapes to the stage "structure".

// shape says how the rows of a block are set.
type shape uint8

const (
	full      shape = iota // to the measure
	first                  // the first row of a paragraph set to the measure, indented or not
	narrow                 // to a narrower measure: quotations, list items
	narrow2                // to another one
	verse                  // line by line
	headline               // the first line of a heading, whatever comes before and after
	headlines              // another line of one
	credit                 // the line under a quotation or a poem that names its source
	code                   // line by line, in the signs of a machine
	shapes
)

// block is a block of the running text, or of a note.
type block struct {
	rows  []int
	shape shape
	note  int     // -1 in the running text
	sure  float64 // that it begins here
	inner []innerRow
}

// innerRow is a row of a block at which another block may begin.
type innerRow struct {
	row  int
	sure float64 // that the text goes on
}

// What it costs, in nats, to leave one shape for another. A single paragraph
// that could be anything stays what its neighbours are; two or three lines
// that only make sense in another shape change it.
const (
	enterNarrow = 3.0
	enterVerse  = 4.0
	leaveShape  = 0.5
	tooWide     = 4.0 // a row wider than its shape's measure
	isHeading   = 6.0 // a line of verse that running heads repeat
	titleFirst  = 3.0 // a text begins with verse, not with a title

	wideSlack  = 1.025
	verseWidth = 0.99 // a line of verse is narrower than the measure, as a rule
)

func decideParagraphs(t *Text, _ ParagraphsOptions) {
	t.items = t.findItems(t.Flow(InBody, 0))
	body := t.withoutLoneMarks(t.Flow(InBody, 0))
	bs := t.boundaries(body)
	h := t.habitsOf(bs)
	h.heads, t.numbered = t.partsOfHeads(), t.sequences(body, h.measure)
	h.measures[headline] = t.headingMeasure(body, h.measure)
	h.code, h.capital = t.hasCode(body, h.measure), t.capitalCost(body)
	t.blocks = append(t.mergeHeadings(t.splitTitle(t.segment(body, bs, -1, h), h), h.measure), t.segmentNotes()...)
	for _, b := range t.blocks {
		first := &t.Rows[b.rows[0]]
		first.Begins = true
		t.Decide(Decision{
			Kind: Break, Span: document.Span{Start: first.Start, End: first.Start},
			Confidence: clamp01(b.sure), Why: "the lines' widths, ends and beginnings say that a block begins here",
		})
		if b.shape == verse && b.note < 0 {
			t.decideTurns(&b, h)
		}
	}
	t.decideInner()
}

// leastDoubt is how likely another block must be to begin at a row for its not
// doing so to be a decision.
const leastDoubt = 0.15

// decideInner says where the text goes on though another block may begin.
func (t *Text) decideInner() {
	for _, b := range t.blocks {
		for _, in := range b.inner {
			if row := &t.Rows[in.row]; !row.Begins {
				t.Decide(Decision{Kind: Stet, Value: "break", Span: document.Span{Start: row.Start, End: row.Start},
					Confidence: clamp01(in.sure), Why: "the lines' widths, ends and beginnings say that the text goes on here"})
			}
		}
	}
}

// withoutLoneMarks leaves out the rows of a flow that are nothing but a
// reference mark, which some extractors set on a line of its own: the text
// goes on around it, or ends above it.
func (t *Text) withoutLoneMarks(flow []int) []int {
	return slices.DeleteFunc(flow, func(r int) bool {
		to, ok := t.markStarts[t.Rows[r].Start]
		return ok && to >= t.Rows[r].End
	})
}

// segmentNotes segments all notes with the habits that they have in common:
// they are set smaller than the running text.
func (t *Text) segmentNotes() (blocks []block) {
	flows := t.NoteFlows()
	rows := 0
	for _, flow := range flows {
		rows += len(flow)
	}
	bs := make([]boundary, 0, rows)
	for _, flow := range flows {
		bs = t.appendBoundaries(bs, flow)
	}
	h := t.habitsOf(bs)
	for n, flow := range flows {
		own := max(len(flow)-1, 0)
		blocks = append(blocks, t.segment(flow, bs[:own], n, h)...)
		bs = bs[own:]
	}
	return blocks
}

// shapedHabits are the habits of a flow and the measures of its shapes.
type shapedHabits struct {
	*habits
	measures [shapes]float32 // 0 if there is no such shape
	heads    map[string]bool // see partsOfHeads
	usual    float64         // what the signs at the end of a block cost, on the average
	speech   bool            // a dash begins speech
	code     bool            // there is code
	capital  float64         // what a capital inside a line costs
	prices   *priceList      // see learnPrices
}

func (t *Text) habitsOf(bs []boundary) *shapedHabits {
	measure, _ := measureOf(bs)
	if unwrapped(bs) {
		h := &shapedHabits{habits: learn(nil, 0, false)}
		h.endShare = lineIsBlock
		return h
	}
	h := &shapedHabits{habits: learn(bs, measure, t.mergesLines(bs, measure))}
	h.measures[full], h.measures[first], h.measures[verse] = measure, measure, measure
	h.usual, h.speech = h.usualCost(sample(bs)), t.dashesSpeak(bs)
	rest := bs
	for _, s := range []shape{narrow, narrow2} {
		h.measures[s], rest = h.narrowMeasure(rest)
	}
	if h.measures[narrow] == 0 {
		h.measures[narrow] = measure * usualNarrow
	}
	return h
}

// usualCost is what the signs at the end of a block cost, on the average.
func (h *habits) usualCost(bs []boundary) float64 {
	const few = 5
	sum, n := few*afterHeading, float64(few)
	for i := range bs {
		o := h.odds(&bs[i])
		if ends := o.ends[0] / (o.on[0] + o.ends[0] + o.line); ends > 0.5 {
			sum -= ends * math.Log(h.ends.likelihood(h, &bs[i]))
			n += ends
		}
	}
	return sum / n
}

// unwrapped reports whether each paragraph is one long line: many rows are
// longer than any print, and next to none goes on in the next one.
func unwrapped(bs []boundary) bool {
	long, lower := 0, 0
	for i := range bs {
		if bs[i].have > longestPrint {
			long++
		}
		if bs[i].start == startsLower {
			lower++
		}
	}
	return len(bs) >= 2*minRows && long*4 > len(bs) && lower*20 < len(bs)
}

const (
	longestPrint = 60    // em; a line of print has 25 to 40
	lineIsBlock  = 0.995 // the share of ends where each paragraph is a line
)

// mergesLines reports whether the extractor joins hyphenated lines, as
// pdftotext does: some rows are far wider than the measure, and next to none
// ends in a hyphen.
func (t *Text) mergesLines(bs []boundary, measure float32) bool {
	if measure == 0 {
		return false
	}
	wide, hyphens := 0, 0
	for i := range bs {
		b := &bs[i]
		if b.have > measure*mergedWidth {
			wide++
		}
		if lastRune(t.String(b.above)) == '-' {
			hyphens++
		}
	}
	return wide > 0 && hyphens <= wide
}

const (
	narrowest   = 0.35 // of the measure: what is narrower is no shape but a title page
	widestInner = 0.955
	usualNarrow = 0.86 // where too little text is narrow to tell: 2.5 em off both margins, as LaTeX and browsers do
	innerMisfit = 0.34
)

// narrowMeasure finds the measure of text that is set narrower than the rest:
// at boundaries where the words go on though the next would have fitted. It
// returns 0 if there is no such text, and the boundaries it does not explain.
func (h *habits) narrowMeasure(bs []boundary) (float32, []boundary) {
	var odd []boundary
	for i := range bs {
		if b := &bs[i]; b.start == startsLower && (b.end == endsOpen || b.end == endsComma) &&
			b.have < h.measure*widestInner && h.fitOf(b, h.measure, 0) < shortNeeds-1 && b.have > h.measure*narrowest {
			odd = append(odd, *b)
		}
	}
	m, misfit := measureOf(odd)
	if m == 0 || misfit > innerMisfit || m > h.measure*widestInner {
		return 0, nil
	}
	var rest []boundary
	for _, b := range odd {
		if b.need < m*0.93 || b.have > m*wideSlack {
			rest = append(rest, b)
		}
	}
	return m, rest
}

// segment cuts a flow with the boundaries bs into blocks at the least cost.
func (t *Text) segment(flow []int, bs []boundary, note int, h *shapedHabits) []block {
	if len(flow) == 0 {
		return nil
	}
	h.learnPrices()
	cost := [shapes]float64{full: 0, narrow: enterNarrow, narrow2: enterNarrow, verse: enterVerse, headline: enterHeadline, headlines: neverBreak, credit: neverBreak, code: enterCode}
	if note < 0 {
		cost[verse] += titleFirst
		cost[code] += titleFirst
	}
	for s, c := range h.rowCosts(t, flow[0]) {
		cost[s] += c
	}
	path := make([][shapes]step, len(bs))
	for k := range bs {
		var next [shapes]float64
		at := h.pricesAt(&bs[k])
		likely := cheapestShape(cost)
		for s, c := range h.rowCosts(t, bs[k].below) {
			if next[s] = c; !math.IsInf(c, 1) {
				next[s], path[k][s] = h.best(&bs[k], &at, cost, shape(s), likely)
				next[s] += c
			}
		}
		cost = next
	}
	return h.trace(flow, bs, path, cost, note)
}

// step is how a row's shape came about: from which shape of the row above,
// and whether a block ended between.
type step struct {
	from shape
	ends bool
}

// best is the cheapest way to the shape s below b; likely is the cheapest shape
// above it.
func (h *shapedHabits) best(b *boundary, at *prices, cost [shapes]float64, s, likely shape) (float64, step) {
	least, way := math.Inf(1), step{}
	try := func(from shape) {
		if from == s || from == first && s == full || s == headlines { // else the text can't go on
			if c := cost[from] + h.boundaryCost(b, at, from, s, false); c < least {
				least, way = c, step{from, false}
			}
		}
		if c := cost[from] + h.boundaryCost(b, at, from, s, true); c < least {
			least, way = c, step{from, true}
		}
	}
	try(likely)
	for from := range shapes {
		if from != likely && cost[from] < least+mostGain {
			try(from)
		}
	}
	return least, way
}

// mostGain is what no boundary gains: signs are dear or cheap, but not much
// cheaper than nothing.
const mostGain = 12

func cheapestShape(cost [shapes]float64) shape {
	least := shape(0)
	for s := range cost {
		if cost[s] < cost[least] {
			least = shape(s)
		}
	}
	return least
}

// boundaryCost is what it costs that the rows at b are set in these shapes,
// and that a block ends between them or not.
func (h *shapedHabits) boundaryCost(b *boundary, at *prices, from, to shape, ends bool) float64 {
	if h.measures[to] == 0 && (to == narrow || to == narrow2) {
		return math.Inf(1)
	}
	switch {
	case ends && to == full && (from == full || from == first), !ends && to == first:
		return math.Inf(1) // the row below is the first one, or it is not
	case !ends && from == first && to == full:
		return at.on[first]
	case !ends && from != to && to != headlines:
		return math.Inf(1)
	}
	if b.item {
		return h.beforeItem(b, from, to, ends)
	}
	switch {
	case from == code || to == code:
		return h.codeBoundary(b, at, from, to, ends)
	case to == credit:
		return h.beforeCredit(b, from, ends)
	case to == headlines:
		return h.headlineGoesOn(b, from, ends)
	case from == headline || from == headlines || from == credit:
		return h.afterHeadline(b, from, to, ends)
	}
	if !ends && from == verse {
		return min(at.on[verse], h.turn(b, at))
	}
	if !ends {
		return at.on[from]
	}
	if from == to || to == first && from == full {
		return at.ends[from]
	}
	enter := [shapes]float64{narrow: enterNarrow, narrow2: enterNarrow, verse: enterVerse, headline: enterHeadline}[to]
	if from != full && from != first {
		enter += leaveShape
	}
	return enter + at.ends[from]
}

// isHead reports whether running heads repeat a row.
func (h *shapedHabits) isHead(text string) bool {
	var room [foldRoom]byte
	return h.heads[string(appendFold(room[:0], text))]
}

// rowCosts is what it costs that a row has each shape.
func (h *shapedHabits) rowCosts(t *Text, row int) (cost [shapes]float64) {
	width, text := t.Rows[row].Em, t.String(row)
	cost[headline], cost[headlines] = h.headlineCosts(t, row)
	cost[credit], cost[code] = h.creditCost(t, row), h.codeCost(t, row)
	switch {
	case len(h.heads) > 0 && width < h.measure && h.isHead(text):
		cost[verse] = isHeading
	case headingWords[strings.ToLower(firstWord(text))] && leadingNumeral(strings.Fields(text)) > 0:
		cost[verse] = isHeading
	case h.measure > 0 && width > h.measure*verseWidth:
		cost[verse] = tooWide
	}
	for _, s := range []shape{narrow, narrow2} {
		if h.measure > 0 && width > h.measures[s]*wideSlack {
			cost[s] = tooWide
		}
	}
	return cost
}

// trace follows the steps back and returns the blocks.
func (h *shapedHabits) trace(flow []int, bs []boundary, path [][shapes]step, cost [shapes]float64, note int) []block {
	s := cheapestShape(cost)
	sure := h.endsAt(bs)
	starts := []block{}
	var within []innerRow
	end := len(flow)
	for k := len(bs) - 1; k >= 0; k-- {
		way := path[k][s]
		if way.ends {
			starts = append(starts, block{rows: flow[k+1 : end], shape: ofBlock(s), note: note, sure: float64(sure[k]), inner: within})
			within, end = nil, k+1
		} else if s == verse || s == code || bs[k].start == startsLower {
			// No paragraph begins there.
		} else if p := float64(sure[k]); p > leastDoubt {
			within = append(within, innerRow{bs[k].below, 1 - p})
		}
		s = way.from
	}
	starts = append(starts, block{rows: flow[:end], shape: ofBlock(s), note: note, sure: 1, inner: within})
	for i, j := 0, len(starts)-1; i < j; i, j = i+1, j-1 {
		starts[i], starts[j] = starts[j], starts[i]
	}
	return starts
}

// ofBlock is the shape of a block whose last row has the shape s.
func ofBlock(s shape) shape {
	if s == first {
		return full
	}
	return s
}
