package repair

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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
	heads  bool // a heading stands above the notes
}

// anewCost is what it costs that the numbers begin anew with the notes of the page.
func (p *scanPage) anewCost(by scheme) float64 {
	cost := either(by == byChapter, eachChapter, countAnew)
	return cost + either(p.heads, 0, noChapter)
}

// decideScannedNotes finds the notes of a scan and their marks. It reports
// whether there are any; body lists the rows of text and notes.
func (t *Text) decideScannedNotes(body []int) bool {
	f, zones := t.findZones(body)
	if len(zones) == 0 {
		return false
	}
	t.pagesFromZones(f, zones)
	c := f.newCounter(zones)
	t.decideCounts(c, c.best())
	return true
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
		c.pages[i] = scanPage{zone: z, labels: f.labelsOf(z, at, next), heads: f.hasHeading(at, z.from)}
		at = z.to
	}
	c.body = append(c.body, f.rows[at:]...)
	return c
}

// hasHeading reports whether one of the rows from from to to may be a heading:
// a short line between empty ones that ends no sentence.
func (f *zoneFinder) hasHeading(from, to int) bool {
	for i := from; i+1 < to; i++ {
		row := f.rows[i]
		if !f.setApart(i) || f.t.Rows[f.rows[i+1]].Blank == 0 || f.t.Rows[row].Em > f.sizes.text*shortHeading {
			continue
		}
		s := f.t.String(row)
		first, _ := utf8.DecodeRuneInString(s)
		last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, ".:"))
		if (unicode.IsUpper(first) || unicode.IsDigit(first)) && (unicode.IsLetter(last) || unicode.IsDigit(last)) && endingOf(s) != endsStop || roman(strings.Trim(s, ". ")) > 0 {
			return true
		}
	}
	return false
}

// setApart reports whether an empty line stands over row i, or a page begins with
// it.
func (f *zoneFinder) setApart(i int) bool {
	row := &f.t.Rows[f.rows[i]]
	return row.Blank > 0 || i == 0 || f.t.Rows[f.rows[i-1]].Page != row.Page
}

// labelsOf lists the rows that may begin notes in a zone, and at its edges: a
// note of one line may be as wide as the text.
func (f *zoneFinder) labelsOf(z zone, least, next int) []scanLabel {
	var labels []scanLabel
	for r := max(z.from-edgeOfZone, least+1); r < min(z.to+edgeOfZone, next); r++ {
		if f.t.given.never(f.rows[r], "note") {
			continue
		}
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
	edgeOfZone   = 2    // rows
	outsideZone  = 4.0  // a note begins beside the zone
	firstBegins  = 0.9  // of the zones begin with a note
	isNextNote   = 0.75 // of the blocks in notes begin one
	shortHeading = 0.8  // of the measure
)

// findMarks lists what may be marks on each page.
func (c *counter) findMarks() {
	marks := c.t.misreadsIn(c.body, c.taken, &c.rates)
	for i := range c.pages {
		p, k := &c.pages[i], 0
		for k < len(marks) && marks[k].row < c.rows[p.zone.from] {
			k++
		}
		p.marks, marks = marks[:k], marks[k:]
	}
}

// decideCounts decides what the counts say.
func (t *Text) decideCounts(c *counter, counts []countState) {
	t.forgetMarks()
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
			t.decideScannedNote(c, counts[i].first+k+1, &notes[k], marks[k])
		}
	}
	t.decideNoteRuns()
}

// decideScannedNote decides about the label and the mark of a note.
func (t *Text) decideScannedNote(c *counter, number int, b *begun, at misreadSpan) {
	note, name := len(t.Notes), strconv.Itoa(number)
	t.Notes = append(t.Notes, NoteInfo{Label: name, Number: number, Marker: -1})
	if b.end > b.start {
		t.Cut(b.row, Decision{Kind: NoteLabel, Span: document.Span{Start: b.start, End: b.text}, N: note, Confidence: oddsFor(b.on - b.cost),
			Why: "the count says that it is note " + name})
	}
	if at.end == 0 {
		t.reportLostMark(note, label{mark: mark{row: b.row, start: b.start}})
		return
	}
	gain := c.rates.mark - at.cost - readsAs(c.source[at.start:at.end], number, c.rates.markDigit)
	t.Decide(Decision{Kind: Marker, Span: document.Span{Start: at.start, End: at.end}, N: note, Value: name, Confidence: oddsFor(gain),
		Why: "the count says that the mark of note " + name + " stands about here, and OCR misreads it so"})
	t.Notes[note].Marker = at.start
	t.addMark(t.rowAt(at.start), at.start, at.end)
	if printed := t.Src.Text[at.start:at.end]; printed != name {
		t.Report("notes/misread", finding.Info, at.start, "compare with the printed page",
			"%s was taken for the mark of note %s", printable(printed), name)
	}
}

// oddsFor is how sure a decision of the count is that is so many nats cheaper
// than to go without it. The count as a whole may have slipped.
func oddsFor(nats float64) float64 { return slippedCount / (1 + math.Exp(-nats)) }

const slippedCount = 0.93
