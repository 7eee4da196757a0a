package repair

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// In a scan, neither the labels of the notes nor their marks can be trusted,
// and many are lost; but both count up. So the pages' notes, known by the size
// of their type (see zones), are numbered as a whole: on each page as many notes
// begin, with the rows, and are referred to at the places, that together are
// cheapest for the numbers that it is their turn to have.
//
//	... to Mr. Harlow’s,°° where I took ...
//	... kings and son.®! He had ...
//
//	‘Thomas Harlow, a gentleman of the chapel     60 and 61: the first label
//	61The sloop was sunk ...                      is lost, the second right
//
// A note of which no mark is to be found is kept, and reported.

// scanPage is the notes of a page and the text that may refer to them.
type scanPage struct {
	zone   zone
	labels []scanLabel // the rows of the notes that may begin one
	marks  []misread
}

const (
	countAnew  = 12.0 // the numbers begin anew at a chapter
	anewOnPage = 2.0  // they do on each page: per page, for it is rare
	countGap   = 6.0  // per number that is missing
	mostGaps   = 2
	mostCounts = 8  // ways to have counted so far that are kept
	mostOnPage = 30 // notes
)

// decideScannedNotes finds the notes of a scan and their marks. It reports
// whether there are any; body lists the rows of text and notes.
func (t *Text) decideScannedNotes(body []int) bool {
	f, zones := t.findZones(body)
	if len(zones) == 0 {
		return false
	}
	t.pagesFromZones(f, zones)
	c := f.newCounter(zones)
	var counts []countState
	for range countRounds {
		c.findMarks()
		counts = c.best()
		c.learn(counts)
	}
	t.decideCounts(c, counts)
	return true
}

// scanRates is how often labels and marks are lost, as costs.
type scanRates struct{ label, mark float64 }

var usualRates = scanRates{2.0, 2.5}

const (
	countRounds = 2
	rateWeight  = 10 // notes that the usual rates count for
	leastLost   = 1.5
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

// learn finds out how often labels and marks are lost in this scan.
func (c *counter) learn(counts []countState) {
	label, mark := rateWeight*math.Exp(-usualRates.label), rateWeight*math.Exp(-usualRates.mark)
	all := float64(rateWeight)
	c.taken = map[int]bool{}
	for i := range c.pages {
		notes, marks := c.notes(i, counts[i])
		for k := range notes {
			all++
			if notes[k].end == notes[k].start {
				label++
			}
			if marks[k].end == 0 {
				mark++
			} else {
				c.taken[marks[k].tail] = true
			}
		}
	}
	c.rates = scanRates{-math.Log(label / all), max(leastLost, -math.Log(mark/all))}
}

// notes are the notes that begin on a page, and their marks.
func (c *counter) notes(page int, s countState) ([]begun, []misreadSpan) {
	n := s.last - s.first
	_, notes := c.alignLabels(&c.pages[page], s.first, n)
	_, marks := c.alignMarks(&c.pages[page], s.first, n)
	return notes, marks
}

// pagesFromZones begins a page behind each zone where none is known to.
func (t *Text) pagesFromZones(f *zoneFinder, zones []zone) {
	var pages []PageInfo
	for _, z := range zones {
		if z.to < len(f.rows) && !f.ends[z.to] {
			row := f.rows[z.to]
			pages = append(pages, PageInfo{First: row})
			start := t.Rows[row].Start
			t.Decide(Decision{Kind: Page, Span: document.Span{Start: start, End: start}, Confidence: 0.8, Why: "the notes of a page end before it"})
		}
	}
	if len(pages) == 0 {
		return
	}
	t.Pages = append(t.Pages, pages...)
	slices.SortStableFunc(t.Pages, func(a, b PageInfo) int { return cmp.Compare(a.First, b.First) })
	for p := range t.Pages {
		from, to := t.pageRows(p)
		for r := from; r < to; r++ {
			t.Rows[r].Page = p
		}
	}
}

// newCounter lists what may be labels on each page with notes.
func (f *zoneFinder) newCounter(zones []zone) *counter {
	c := &counter{zoneFinder: f, source: f.t.Src.Text, rates: usualRates, pages: make([]scanPage, len(zones))}
	at := 0
	for i, z := range zones {
		c.body = append(c.body, f.rows[at:z.from]...)
		next := len(f.rows)
		if i+1 < len(zones) {
			next = zones[i+1].from
		}
		c.pages[i] = scanPage{zone: z, labels: f.labelsOf(z, at, next)}
		at = z.to
	}
	c.body = append(c.body, f.rows[at:]...)
	return c
}

// labelsOf lists the rows that may begin notes in a zone, and at its edges: a
// note of one line may be as wide as the text.
func (f *zoneFinder) labelsOf(z zone, least, next int) []scanLabel {
	var labels []scanLabel
	for r := max(z.from-edgeOfZone, least+1); r < min(z.to+edgeOfZone, next); r++ {
		l := f.t.scanLabelAt(f.rows[r], f.beginsNote(r, z.from, least-1), f.sizes.notes)
		l.index = r
		if r < z.from || r >= z.to {
			l.begin, l.on = l.begin+outsideZone, 0
		}
		labels = append(labels, l)
	}
	return labels
}

// beginsNote is how likely row r begins a note in or beside a zone that begins
// with row from, as the rows are set. last is the last row of the notes on the
// page before, or -1.
func (f *zoneFinder) beginsNote(r, from, last int) float64 {
	above, share := r-1, isNextNote
	switch {
	case r < from && f.t.Rows[f.rows[r]].Blank == 0:
		return 0
	case r < from || r == from && last < 0:
		return firstBegins
	case r == from:
		above, share = last, firstBegins
	}
	b := f.t.boundary(f.rows[above], f.rows[r])
	if b.end == endsColon && b.start == startsQuote {
		return 0 // a quotation in a note
	}
	return f.notes.endProbability(&b) * share
}

const (
	edgeOfZone  = 2    // rows
	outsideZone = 4.0  // a note begins beside the zone
	firstBegins = 0.9  // of the zones begin with a note
	isNextNote  = 0.75 // of the blocks in notes begin one
)

// findMarks lists what may be marks on each page.
func (c *counter) findMarks() {
	marks := c.t.misreadsIn(c.body, c.taken)
	for i := range c.pages {
		p, k := &c.pages[i], 0
		for k < len(marks) && marks[k].row < c.rows[p.zone.from] {
			k++
		}
		p.marks, marks = marks[:k], marks[k:]
	}
}

// countState is a way to have numbered the notes up to a page.
type countState struct {
	last  int // the number of the last note
	cost  float64
	from  int // the state on the page before
	first int // the number before the page's first note
}

// best says how many notes begin on each page, and with which number:
// numbered through or anew by chapter, or anew on each page.
func (c *counter) best() []countState {
	through, a := c.countNotes(false)
	each, b := c.countNotes(true)
	if b+anewOnPage*float64(len(c.pages)) < a {
		return each
	}
	return through
}

func (c *counter) countNotes(anew bool) ([]countState, float64) {
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
			if anew {
				begin(0, s.cost, k)
				continue
			}
			for g := 0; g <= mostGaps; g++ {
				begin(s.last+g, s.cost+countGap*float64(g), k)
			}
			if s.last > 0 {
				begin(0, s.cost+countAnew, k)
			}
		}
		for first, s := range tried {
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
			cost, _ := p.marks[i].cost(first+k, c.source)
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
			_, places[k-1] = p.marks[i].cost(first+k, c.source)
			k--
			i--
		default:
			i--
		}
	}
	return costs, places
}

// decideCounts decides what the counts say.
func (t *Text) decideCounts(c *counter, counts []countState) {
	t.markEnds, t.markStarts = map[int]int{}, map[int]int{}
	current := -1
	for i := range c.pages {
		p := &c.pages[i]
		notes, marks := c.notes(i, counts[i])
		begins := map[int]int{}
		from, to := p.zone.from, p.zone.to
		for k := range notes {
			from, to = min(from, notes[k].index), max(to, notes[k].index+1)
			begins[notes[k].index] = len(t.Notes) + k
		}
		for r := from; r < to; r++ {
			if note, ok := begins[r]; ok {
				current = note
			}
			if current >= 0 {
				t.Rows[c.rows[r]].Role, t.Rows[c.rows[r]].Note = InNote, current
			}
		}
		for k := range notes {
			t.decideScannedNote(counts[i].first+k+1, &notes[k], marks[k])
		}
	}
	t.decideNoteRuns()
}

// decideScannedNote decides about the label and the mark of a note.
func (t *Text) decideScannedNote(number int, b *begun, mark misreadSpan) {
	note, label := len(t.Notes), strconv.Itoa(number)
	t.Notes = append(t.Notes, NoteInfo{Label: label, Number: number, Marker: -1})
	if b.end > b.start {
		t.Cut(b.row, Decision{Kind: NoteLabel, Span: document.Span{Start: b.start, End: b.text}, N: note, Confidence: 0.85,
			Why: "the count says that it is note " + label})
	}
	if mark.end == 0 {
		t.reportLostMark(note, note2label(b))
		return
	}
	t.Decide(Decision{Kind: Marker, Span: document.Span{Start: mark.start, End: mark.end}, N: note, Value: label, Confidence: 0.8,
		Why: "the count says that the mark of note " + label + " stands about here, and OCR misreads it so"})
	t.Notes[note].Marker = mark.start
	t.markEnds[mark.end], t.markStarts[mark.start] = mark.start, mark.end
	if printed := t.Src.Text[mark.start:mark.end]; printed != label {
		t.Report("notes/misread", finding.Info, mark.start, "compare with the printed page",
			"%s was taken for the mark of note %s", printable(printed), label)
	}
}

func note2label(b *begun) label { return label{mark: mark{row: b.row, start: b.start}} }
