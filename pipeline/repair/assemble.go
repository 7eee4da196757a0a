package repair

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

// Assemble makes the document that the decisions make of the source. It is a
// pure function: no stage has a say in it but through decisions.
//
// The source is read piece by piece in reading order. Each piece belongs to
// one flow: the running text or a note. A flow is cut into blocks at the
// [Break] decisions; within a block the pieces are joined by a space, by
// nothing after a [Join], or by a line break where lines matter.
func Assemble(src *source.Source, decisions []Decision) *document.Document {
	a := &assembler{src: src, notes: map[int]*flow{}}
	a.out.Grow(len(src.Text) + len(src.Text)/moreText)
	a.body.out = &a.out
	a.index(byPlace(decisions))
	for _, p := range a.pieces() {
		a.add(p)
	}
	return a.document()
}

// moreText is the part of the source's length by which the text may exceed it
// before its room has to grow: ligatures that are taken apart, lost spaces.
const moreText = 64

// Edits returns what the decisions do to the text, as [document.Balance]
// wants it.
func Edits(decisions []Decision) []document.Edit {
	edits := make([]document.Edit, 0, len(decisions)/decisionRows)
	for i := range decisions {
		switch d := &decisions[i]; {
		case d.Kind.Removes():
			edits = append(edits, document.Edit{Span: d.Span})
		case d.Kind == Character || d.Kind == Erratum || d.Kind == Space:
			edits = append(edits, document.Edit{Span: d.Span, Text: d.Value})
		}
	}
	return edits
}

type assembler struct {
	src      *source.Source
	edits    []*Decision // all but Order, Note, Element and Stet, sorted
	noteRuns []*Decision // of the kind Note, sorted
	order    []*Decision // of the kind Order, sorted by place
	elements map[int]*Decision
	breaks   bool            // there are Break decisions
	out      strings.Builder // the text of all flows, one behind the other
	body     flow
	current  *flow         // to which the last piece went
	notes    map[int]*flow // by the N of the decisions
	lastN    int           // of lastNote
	lastNote *flow         // the last one that noteFlow returned
	labels   map[int]string

	nextRun, nextEdit int // in noteRuns and edits: those behind the last piece, see firstFrom
}

// index sorts the decisions, which are in order, into kinds.
func (a *assembler) index(sorted []*Decision) {
	a.elements, a.labels = map[int]*Decision{}, map[int]string{}
	rest := sorted[:0]
	for _, d := range sorted {
		switch d.Kind {
		case Note:
			a.noteRuns = append(a.noteRuns, d)
			if _, known := a.labels[d.N]; !known || d.Value != "" {
				a.labels[d.N] = d.Value
			}
		case Order:
			a.order = append(a.order, d)
		case Element:
			a.elements[d.Span.Start] = d
		case Stet:
		default:
			a.breaks = a.breaks || d.Kind == Break
			rest = append(rest, d)
		}
	}
	a.edits = rest
}

// piece is a part of a line that belongs to one flow.
type piece struct {
	start, end int
	lead       int  // where its line's white space begins, for verbatim lines
	fresh      bool // an empty line comes before it
	moved      bool // it does not follow the piece before it in the source
}

// pieces lists the pieces in reading order.
func (a *assembler) pieces() []piece {
	all := make([]piece, 0, len(a.src.Lines))
	fresh := false
	order := a.order
	var run []piece // pieces of consecutive lines that have an order of their own
	var ranks []int
	after := false // a run has just ended
	flush := func() {
		by := make([]int, len(run))
		for i := range by {
			by[i] = i
		}
		slices.SortStableFunc(by, func(x, y int) int { return cmp.Compare(ranks[x], ranks[y]) })
		for _, i := range by {
			run[i].moved = true
			all = append(all, run[i])
		}
		after = len(run) > 0
		run, ranks = run[:0], ranks[:0]
	}
	for _, line := range a.src.Lines {
		if isBlank(a.src.Text[line.Start:line.End]) {
			fresh = true
			continue
		}
		ordered := false
		for len(order) > 0 && order[0].Span.Start < line.End {
			run = append(run, piece{start: order[0].Span.Start, end: order[0].Span.End, lead: order[0].Span.Start, fresh: fresh})
			ranks = append(ranks, order[0].N)
			order = order[1:]
			ordered = true
		}
		if !ordered {
			flush()
			all = append(all, piece{start: line.Start, end: line.End, lead: line.Start, fresh: fresh, moved: after})
		}
		fresh = false
	}
	flush()
	return all
}

// isBlank reports whether nothing in s is visible.
func isBlank(s string) bool {
	if s != "" && s[0] > ' ' && s[0] < utf8.RuneSelf {
		return false // as nearly always
	}
	return strings.TrimSpace(s) == ""
}

// add cuts a piece where notes begin or end in it, and hands the parts to
// their flows.
func (a *assembler) add(p piece) {
	for at := p.start; at < p.end; {
		f, end := &a.body, p.end
		n := firstFrom(a.noteRuns, at+1, a.nextRun)
		a.nextRun = n
		if n < len(a.noteRuns) {
			end = min(end, a.noteRuns[n].Span.Start)
		}
		if n > 0 && a.noteRuns[n-1].Span.End > at {
			run := a.noteRuns[n-1]
			f, end = a.noteFlow(run.N), min(end, run.Span.End)
		}
		if a.current != nil && (a.current != f || p.moved) {
			a.current.close()
		}
		a.current = f
		a.addTo(f, piece{start: at, end: end, lead: p.lead, fresh: p.fresh})
		at = end
	}
}

// noteFlow is the flow of a note, as a rule the same one as before.
func (a *assembler) noteFlow(n int) *flow {
	if a.lastNote == nil || a.lastN != n {
		a.lastN, a.lastNote = n, a.notes[n]
		if a.lastNote == nil {
			a.lastNote = &flow{out: &a.out}
			a.notes[n] = a.lastNote
		}
	}
	return a.lastNote
}

// firstFrom is the index of the first of the sorted decisions at offset or
// behind it. It lies right behind near, as a rule.
func firstFrom(sorted []*Decision, offset, near int) int {
	if near == 0 || sorted[near-1].Span.Start < offset {
		for n := near; n < min(near+nearDecisions, len(sorted)); n++ {
			if sorted[n].Span.Start >= offset {
				return n
			}
		}
	}
	return sort.Search(len(sorted), func(i int) bool { return sorted[i].Span.Start >= offset })
}

// nearDecisions is how many decisions are looked at before they are searched.
const nearDecisions = 8

// addTo adds a piece to its flow, doing the edits in it.
func (a *assembler) addTo(f *flow, p piece) {
	text := a.src.Text
	at := p.start
	f.beginLine(text, p, !a.breaks)
	n := firstFrom(a.edits, p.start, a.nextEdit)
	for ; n < len(a.edits) && (a.edits[n].Span.Start < p.end || a.edits[n].Span.Start == p.end && a.edits[n].Kind == Join); n++ {
		d := a.edits[n]
		if d.Span.Start > at {
			f.text(text, at, d.Span.Start)
			at = d.Span.Start
		}
		switch d.Kind {
		case Page:
			a.body.page(d)
		case Break:
			f.startBlock(a.elements[d.Span.Start])
		case Join:
			f.join(d.Value)
		case Tight:
			f.space = false
		case Marker:
			f.add(document.Inline{Kind: document.NoteRef, Target: noteKey(d.N), Span: d.Span})
		case Bullet:
			f.bullet(strings.TrimSpace(text[d.Span.Start:d.Span.End]))
		case Character, Erratum, Space:
			f.replace(d)
		}
		at = max(at, d.Span.End)
	}
	a.nextEdit = n
	if at < p.end {
		f.text(text, at, p.end)
	}
}

// noteKey stands for a note until the notes are numbered.
func noteKey(n int) string { return "\x00" + strconv.Itoa(n) }

// noteOf is the note that a noteKey stands for.
func noteOf(key string) int {
	n, _ := strconv.Atoi(key[1:])
	return n
}

// document puts the flows together.
func (a *assembler) document() *document.Document {
	a.body.close()
	doc := &document.Document{Blocks: group(a.body.blocks)}
	if len(a.body.pages) > 0 { // a page without text at the end
		doc.Blocks = append(doc.Blocks, document.Block{Content: a.body.pages})
	}
	ids := a.number(doc)
	for in := range allInlines(doc) {
		if in.Kind == document.NoteRef {
			if in.Target = ids[noteOf(in.Target)]; in.Target == "" { // the reader is to see that a note is missing
				in.Text = strings.TrimSpace(a.src.Text[in.Span.Start:in.Span.End])
			}
		}
	}
	return doc
}

func allInlines(doc *document.Document) func(func(*document.Inline) bool) {
	return func(yield func(*document.Inline) bool) {
		visit := func(blocks []document.Block) bool {
			for b := range document.Leaves(blocks) {
				for in := range document.Inlines(b.Content) {
					if !yield(in) {
						return false
					}
				}
			}
			return true
		}
		if !visit(doc.Blocks) {
			return
		}
		for i := range doc.Notes {
			if !visit(doc.Notes[i].Blocks) {
				return
			}
		}
	}
}

// number fills doc.Notes in the order of the first references and returns
// the notes' IDs. A note that nothing refers to follows the note that it
// follows in the source.
func (a *assembler) number(doc *document.Document) map[int]string {
	var sequence []int
	for n := range a.notes {
		sequence = append(sequence, n)
	}
	slices.Sort(sequence)
	rank := make(map[int]int, len(sequence))
	for b := range document.Leaves(doc.Blocks) {
		for in := range document.Inlines(b.Content) {
			if in.Kind != document.NoteRef {
				continue
			}
			n := noteOf(in.Target)
			if _, seen := rank[n]; !seen {
				rank[n] = len(rank) + 1
			}
		}
	}
	type place struct{ n, rank int }
	places := make([]place, len(sequence))
	before := 0
	for i, n := range sequence {
		if r, ok := rank[n]; ok {
			before = r
		}
		places[i] = place{n, before}
	}
	slices.SortStableFunc(places, func(x, y place) int { return cmp.Compare(x.rank, y.rank) })
	ids := make(map[int]string, len(places))
	for i, p := range places {
		f := a.notes[p.n]
		f.close()
		_, referenced := rank[p.n]
		id := "n" + strconv.Itoa(i+1)
		ids[p.n] = id
		doc.Notes = append(doc.Notes, document.Note{ID: id, Label: a.labels[p.n], Blocks: group(f.blocks), Referenced: referenced})
	}
	return ids
}

// group nests the blocks of a flow: quoted blocks into quotations, items into
// lists.
func group(flat []flowBlock) []document.Block {
	var out []document.Block
	for i, b := range flat {
		if len(b.Content) == 0 && b.Marker == "" {
			continue
		}
		var container document.Kind
		inner := b.Block
		switch b.Kind {
		case document.Quote:
			container = document.Quote
			inner.Kind = document.Paragraph
		case document.Item:
			container = document.List
			inner = document.Block{Kind: document.Item, Marker: b.Marker, Blocks: []document.Block{{Content: b.Content}}}
		default:
			out = append(out, inner)
			continue
		}
		if n := len(out); n > 0 && i > 0 && out[n-1].Kind == container && flat[i-1].value == b.value {
			out[n-1].Blocks = append(out[n-1].Blocks, inner)
		} else {
			out = append(out, document.Block{Kind: container, Blocks: []document.Block{inner}})
		}
	}
	return out
}

// lastRune returns the last character of s, or 0.
func lastRune(s string) rune {
	r, size := utf8.DecodeLastRuneInString(s)
	if size == 0 {
		return 0
	}
	return r
}
