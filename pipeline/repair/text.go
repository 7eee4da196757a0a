package repair

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/source"
)

// Text is what the stages work on: the source as rows in reading order, and
// what has been decided so far. Rows are a view of the decisions, kept by the
// methods of Text so that a stage needn't search the ledger.
type Text struct {
	Src       *source.Source
	Rows      []Row
	Decisions []Decision
	Findings  []finding.Finding
	Language  string // BCP 47, as the user says or as it was found out; "" if unknown

	// Pages lists the pages in order, as far as they are known. There is at
	// least one.
	Pages []PageInfo
	// Notes lists the notes found, in the order of the source.
	Notes []NoteInfo
	// Columns is set if lines were cut into columns.
	Columns bool
	// Measure is the width in em of a full line of the running text, as the
	// paragraphs stage inferred it; 0 if it did not run or there is none.
	Measure float32

	bySource []int32 // the rows in the order of the source, see rowInOrder

	// markEnds leads from the end of each reference mark in the text to its
	// start, markStarts the other way round.
	markEnds, markStarts map[int]int
	edgesKept            []rowEdges // of each row, see edgesOf
	pilcrowFirst         bool       // see learnSymbols
	romans               romanWords
	raisedAlone          bool // raised marks stand on rows of their own, see joinRaisedMarks

	counts   []marginNumber  // which count the lines, as the pages stage found them
	inMargin []bool          // rows that hold nothing but such a number; nil if there are none
	paging   paging          // how they were found, see findPages
	folios   []folio         // of each page, as the pages stage found them; row -1 if it has none
	blocks   []block         // as the paragraphs stage found them
	numbered map[int]float64 // see sequences
	dated    map[int]bool    // rows that are dates, and headings for it, see dates
	items    map[int]int     // see findItems
	stage    string          // the stage that is deciding
	given    *givens         // what a person decided; nil if that is nothing
	words    *vocabulary     // see Text.vocabulary

	cohesion       *cohesion // see Text.cohesive
	cohesionLearnt bool

	scanned     bool // the text was read by OCR, see isScan
	hardHyphens bool // soft hyphens are the hyphens of this text, see countSoftHyphens
}

// Row is a printed line, or the part of one that belongs to one column. Empty
// lines are no rows.
type Row struct {
	Start, End int     // bytes of the source: from the first to behind the last visible character
	Line       int32   // index in Src.Lines
	Em         float32 // its width in em, if set in a common book face
	Page       int     // index in Text.Pages
	Column     int     // number of the column that it belongs to, counted from 1 through the text; 0 if it crosses the page
	Blank      int     // empty lines before it, on its page
	Indent     int     // white space before it, in columns
	Role       Role
	Begins     bool  // a block begins here
	Joined     bool  // the text goes on in the next row of its flow, without a space
	long       bool  // it has a word of very many bytes, see runOn
	raised     bool  // it has a raised digit or a symbol that may be a reference mark
	marked     bool  // it has a reference mark, see addMark
	item       bool  // it begins with a bullet, see Text.items
	cue        uint8 // what it does in a play or among quotations, see findCues
	numbered   bool  // its number counts headings, see Text.numbered
	Note       int   // index in Text.Notes of a row of the role InNote
	has        digrams
}

// Role says to what a row belongs.
type Role uint8

// The roles of rows.
const (
	InBody  Role = iota // the running text
	InNote              // a note
	Removed             // nothing: it was furniture as a whole
)

// PageInfo is a page of the source.
type PageInfo struct {
	First int    // its first row
	Label string // its printed number, "" if it has none
}

// NoteInfo is a note that was found.
type NoteInfo struct {
	Label  string // as printed
	Number int    // its value, if it is a number
	Marker int    // where in the source its reference mark stands, or -1
}

// decisionRows is how many rows a decision is about, as a rule at the least.
const decisionRows = 2

// newText cuts src into rows.
func newText(src *source.Source) *Text {
	t := &Text{Src: src, Rows: make([]Row, 0, len(src.Lines))}
	blank, page := 0, int32(-1)
	for i := range src.Lines {
		line := &src.Lines[i]
		if line.Page != page {
			blank, page = 0, line.Page
		}
		row, ok := t.row(line.Start, line.End, int32(i))
		if !ok {
			blank++
			continue
		}
		row.Blank = blank
		blank = 0
		t.Rows = append(t.Rows, row)
	}
	t.pagesFromFormFeeds()
	t.Decisions = make([]Decision, 0, len(t.Rows)/decisionRows)
	return t
}

// row makes a row of the bytes from start to end of a line; it is not ok if
// nothing is visible there.
func (t *Text) row(start, end int, line int32) (row Row, ok bool) {
	text := t.Src.Text[start:end]
	trimmed := strings.TrimLeftFunc(text, unicode.IsSpace)
	lead := text[:len(text)-len(trimmed)]
	trimmed = strings.TrimRightFunc(trimmed, unicode.IsSpace)
	if trimmed == "" {
		return Row{}, false
	}
	from := start + len(lead)
	row = Row{Start: from, End: from + len(trimmed), Line: line, Indent: columns(lead)}
	row.look(t.Src.Text)
	return row, true
}

// columns is the width of white space in columns, with tab stops at every
// eighth.
func columns(lead string) (n int) {
	for _, r := range lead {
		if r == '\t' {
			n += 8 - n%8
		} else {
			n++
		}
	}
	return n
}

// pagesFromFormFeeds sets Pages and each row's Page by the form feeds.
func (t *Text) pagesFromFormFeeds() {
	t.Pages = t.Pages[:0]
	last := int32(-1)
	for i := range t.Rows {
		if p := t.Src.Lines[t.Rows[i].Line].Page; p != last {
			last = p
			t.Pages = append(t.Pages, PageInfo{First: i})
		}
		t.Rows[i].Page = len(t.Pages) - 1
	}
	if len(t.Pages) == 0 {
		t.Pages = []PageInfo{{}}
	}
}

// String returns the visible text of a row.
func (t *Text) String(row int) string { return t.Src.Text[t.Rows[row].Start:t.Rows[row].End] }

// Decide adds a decision of the stage that runs, unless a person has decided
// about its place.
func (t *Text) Decide(d Decision) { t.decide(d) }

// decide is Decide. It reports whether the decision was added.
func (t *Text) decide(d Decision) bool {
	if !t.given.admit(t, &d) {
		return false
	}
	if d.Stage == "" {
		d.Stage = t.stage
	}
	t.Decisions = append(t.Decisions, d)
	return true
}

// Report adds a finding about a byte of the source, or about the document as
// a whole if offset is negative.
func (t *Text) Report(code string, severity finding.Severity, offset int, suggest, format string, args ...any) {
	t.Findings = append(t.Findings, finding.Finding{
		Code: code, Severity: severity, Offset: offset, Suggest: suggest, Message: fmt.Sprintf(format, args...),
	})
}

// Remove decides that a whole row is left out.
func (t *Text) Remove(row int, kind Kind, confidence float64, why string) {
	r := &t.Rows[row]
	if t.decide(Decision{Kind: kind, Span: document.Span{Start: r.Start, End: r.End}, Confidence: confidence, Why: why}) {
		r.Role = Removed
	}
}

// Cut decides that a part of a row is left out. If the part lies at an end of
// the row, the row shrinks; it ends up Removed if nothing is left.
func (t *Text) Cut(row int, d Decision) {
	if !t.decide(d) {
		return
	}
	r := &t.Rows[row]
	switch {
	case d.Span.Start <= r.Start && d.Span.End >= r.End:
		r.Role = Removed
		return
	case d.Span.Start <= r.Start:
		rest := t.Src.Text[d.Span.End:r.End]
		r.Start = r.End - len(strings.TrimLeftFunc(rest, unicode.IsSpace))
	case d.Span.End >= r.End:
		rest := t.Src.Text[r.Start:d.Span.Start]
		r.End = r.Start + len(strings.TrimRightFunc(rest, unicode.IsSpace))
	}
	r.look(t.Src.Text)
}

// Split cuts rows in two: cuts lists bytes of the source at which a row is to
// end and another to begin, in rising order of their rows. It renumbers rows,
// so a stage calls it before it keeps any row's index.
func (t *Text) Split(cuts []int) {
	split := t.splitRows(cuts)
	if len(split) == 0 {
		return
	}
	more := 0 // rows, by the cuts up to here
	next := 0 // of split
	for i := range t.Pages {
		for ; next < len(split) && split[next].row < t.Pages[i].First; next++ {
			more += len(split[next].parts) - 1
		}
		t.Pages[i].First += more
	}
	for ; next < len(split); next++ {
		more += len(split[next].parts) - 1
	}
	end := len(t.Rows) // of the rows that are still to be moved
	kept := len(t.edgesKept) == end
	t.Rows = slices.Grow(t.Rows, more)[:end+more]
	if kept {
		t.edgesKept = slices.Grow(t.edgesKept, more)[:end+more]
	}
	for k := len(split) - 1; k >= 0; k-- {
		cut := &split[k]
		copy(t.Rows[cut.row+1+more:], t.Rows[cut.row+1:end])
		if kept {
			copy(t.edgesKept[cut.row+1+more:], t.edgesKept[cut.row+1:end])
		}
		more -= len(cut.parts) - 1
		copy(t.Rows[cut.row+more:], cut.parts)
		if kept {
			clear(t.edgesKept[cut.row+more:][:len(cut.parts)])
		}
		end = cut.row
	}
	t.given.locate(t)
}

// splitRow is a row and what it is cut into.
type splitRow struct {
	row   int
	parts []Row
}

// splitRows makes the parts of the rows that have something visible on both
// sides of a cut, in the order of the rows.
func (t *Text) splitRows(cuts []int) (split []splitRow) {
	type place struct{ row, at int }
	places := make([]place, 0, len(cuts))
	for _, at := range cuts {
		if row := t.rowAt(at); row >= 0 {
			places = append(places, place{row, at})
		}
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Or(a.row-b.row, a.at-b.at) })
	for _, p := range places {
		r := t.Rows[p.row]
		again := len(split) > 0 && split[len(split)-1].row == p.row
		if again {
			parts := split[len(split)-1].parts
			r = parts[len(parts)-1]
		}
		if p.at <= r.Start || p.at >= r.End {
			continue
		}
		left, ok := t.row(r.Start, p.at, r.Line)
		if !ok {
			continue
		}
		right, _ := t.row(p.at, r.End, r.Line)
		right.Page, right.Column, right.Role, right.Note = r.Page, r.Column, r.Role, r.Note
		r.End, r.Em, r.has, r.long, r.raised = left.End, left.Em, left.has, left.long, left.raised
		if !again {
			split = append(split, splitRow{p.row, []Row{r, right}})
			continue
		}
		parts := split[len(split)-1].parts
		split[len(split)-1].parts = append(parts[:len(parts)-1], r, right)
	}
	return split
}

// rowAt finds the row that holds a byte of the source, or -1.
func (t *Text) rowAt(offset int) int {
	if t.Columns { // the rows are not in the order of the source
		return t.rowInOrder(offset)
	}
	n, _ := slices.BinarySearchFunc(t.Rows, offset+1, func(r Row, off int) int { return r.Start - off })
	if n == 0 || t.Rows[n-1].End <= offset {
		return -1
	}
	return n - 1
}

// rowInOrder is rowAt where the rows are not in the order of the source.
func (t *Text) rowInOrder(offset int) int {
	if len(t.bySource) != len(t.Rows) {
		t.bySource = make([]int32, len(t.Rows))
		for i := range t.bySource {
			t.bySource[i] = int32(i)
		}
		slices.SortFunc(t.bySource, func(a, b int32) int { return t.Rows[a].Start - t.Rows[b].Start })
	}
	n, _ := slices.BinarySearchFunc(t.bySource, offset+1, func(r int32, off int) int { return t.Rows[r].Start - off })
	if n == 0 || t.Rows[t.bySource[n-1]].End <= offset {
		return -1
	}
	return int(t.bySource[n-1])
}

// readingOrder is how much text stands before each row in reading order; it
// is nil where that is the order of the source.
type readingOrder []int

// readingOrder measures the order of the rows as they are now.
func (t *Text) readingOrder() readingOrder {
	if !t.Columns {
		return nil
	}
	order := make(readingOrder, len(t.Rows))
	read := 0
	for i := range t.Rows {
		order[i] = read - t.Rows[i].Start
		read += t.Rows[i].End - t.Rows[i].Start + 1
	}
	return order
}

// place turns the offset of a byte of the source in a row into one that
// rises in reading order.
func (o readingOrder) place(row, offset int) int {
	if o == nil {
		return offset
	}
	return o[row] + offset
}

// addMark keeps the place of a reference mark in a row, and forgets what edgesOf
// keeps of it. A row of -1 is none.
func (t *Text) addMark(row, start, end int) {
	t.markEnds[end], t.markStarts[start] = start, end
	if row < 0 {
		return
	}
	if t.Rows[row].marked = true; row < len(t.edgesKept) {
		t.edgesKept[row] = rowEdges{}
	}
}

// forgetMarks begins with no reference mark.
func (t *Text) forgetMarks() {
	for row := range t.Rows {
		if r := &t.Rows[row]; r.marked {
			if r.marked = false; row < len(t.edgesKept) {
				t.edgesKept[row] = rowEdges{}
			}
		}
	}
	t.markEnds, t.markStarts = map[int]int{}, map[int]int{}
}

// Flow lists the rows of the running text, or those of one note, in order.
func (t *Text) Flow(role Role, note int) []int {
	var rows []int
	if role == InBody {
		rows = make([]int, 0, len(t.Rows))
	}
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Role == role && (role != InNote || r.Note == note) {
			rows = append(rows, i)
		}
	}
	return rows
}

// NoteFlows lists the rows of each note.
func (t *Text) NoteFlows() [][]int {
	flows := make([][]int, len(t.Notes))
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Role == InNote {
			for len(flows) <= r.Note {
				flows = append(flows, nil)
			}
			flows[r.Note] = append(flows[r.Note], i)
		}
	}
	return flows
}

// firstWord and lastWord return the words at a row's ends, with what is glued
// to them.
func firstWord(s string) string {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c > ' ' && c < utf8.RuneSelf:
		case c < utf8.RuneSelf:
			return s[:i]
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if unicode.IsSpace(r) {
				return s[:i]
			}
			i += size - 1
		}
	}
	return s
}

func lastWord(s string) string {
	if i := strings.LastIndexFunc(s, unicode.IsSpace); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		return s[i+size:]
	}
	return s
}

// clamp01 keeps a confidence between 0.01 and 0.99: nothing inferred is
// certain.
func clamp01(p float64) float64 { return math.Min(0.99, math.Max(0.01, p)) }
