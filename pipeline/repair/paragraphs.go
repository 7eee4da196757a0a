package repair

import (
	"math"
	"slices"

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
	listed                 // an item of a list without bullets
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
	mostlyVerse = 2.0 // a text is verse for the most part, if it is for half of it
	tooWide     = 4.0 // a row wider than its shape's measure
	isHeading   = 6.0 // a line of verse that running heads repeat
	titleFirst  = 3.0 // a text begins with verse, not with a title

	wideSlack  = 1.025
	verseWidth = 0.99 // a line of verse is narrower than the measure, as a rule
)

func decideParagraphs(t *Text, _ ParagraphsOptions) {
	t.items = t.given.items(t.findItems(t.Flow(InBody, 0)))
	for row := range t.items {
		t.Rows[row].item = true
	}
	body := t.withoutLoneMarks(t.Flow(InBody, 0))
	t.findCues(body)
	t.findEntries(body)
	bs := t.boundaries(body)
	h := t.habitsOf(bs)
	t.Measure = h.measure
	h.learnHeads(t.partsOfHeads())
	h.cohesion, h.text = t.cohesive(), t
	t.numbered = t.sequences(body, h.measure)
	for row := range t.numbered {
		t.Rows[row].numbered = true
	}
	h.measures[headline] = t.headingMeasure(body, h.measure)
	h.plainHeads = t.plainHeadings(body, h.measure)
	h.code = t.hasCode(body, h.measure)
	if h.verse >= leastPoems {
		h.capital = t.capitalCost(body)
	}
	t.blocks = append(t.mergeHeadings(t.splitTitle(t.stanzas(t.sentencesApart(t.linesOfVerse(t.segment(body, bs, -1, h), h)), h), h), h.measure), t.segmentNotes()...)
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

// withoutLoneMarks leaves out the rows of a flow that are nothing but
// reference marks, which some extractors set on a line of their own: the text
// goes on around it, or ends above it.
func (t *Text) withoutLoneMarks(flow []int) []int {
	if len(t.markStarts) == 0 {
		return flow
	}
	return slices.DeleteFunc(flow, func(r int) bool {
		if !t.Rows[r].marked {
			return false
		}
		at, end := t.Rows[r].Start, t.Rows[r].End
		for at < end {
			to, ok := t.markStarts[at]
			if !ok {
				return false
			}
			at = to + spaces(t.Src.Text[to:end])
		}
		return true
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
	measures   [shapes]float32 // 0 if there is no such shape
	heads      map[string]bool // see partsOfHeads
	begins     sieve           // their beginnings
	usual      float64         // what the signs at the end of a block cost, on the average
	speech     bool            // a dash begins speech
	plainHeads bool            // see plainHeadings
	margins    bool            // the text shows margins, see showsMargins
	code       bool            // there is code
	capital    float64         // what a capital inside a line costs
	prices     *priceList      // see learnPrices
	cohesion   *cohesion       // for what meets at the ends of pages; nil if nothing is known
	text       *Text
}

func (t *Text) habitsOf(bs []boundary) *shapedHabits {
	measure := t.textMeasure(bs)
	if unwrapped(bs) {
		h := &shapedHabits{habits: learn(nil, 0, false, gaps{})}
		h.endShare = lineIsBlock
		return h
	}
	t.joinCutLines(bs, measure)
	t.trackQuotations(bs, measure)
	lists := findLists(bs, measure)
	h := &shapedHabits{habits: learn(bs, measure, t.mergesLines(sample(bs), measure), t.gapsInRows(bs))}
	h.measures[full], h.measures[first], h.measures[verse] = measure, measure, measure
	if lists {
		h.measures[listed], h.margins = measure, showsMargins(bs)
	}
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
		if lastRune(t.String(int(b.above))) == '-' {
			hyphens++
		}
	}
	return wide > 0 && hyphens <= wide
}

const (
	setApart    = 0.5  // what it costs at the most that empty lines set narrow text apart
	announced   = 2.0  // what a colon before quoted text costs at the most
	narrowest   = 0.35 // of the measure: what is narrower is no shape but a title page
	widestInner = 0.955
	usualNarrow = 0.86 // where too little text is narrow to tell: 2.5 em off both margins, as LaTeX and browsers do
	innerMisfit = 0.34
)

func isNarrow(s shape) bool { return s == narrow || s == narrow2 }

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
