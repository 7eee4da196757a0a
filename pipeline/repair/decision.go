package repair

import (
	"cmp"
	"slices"

	"github.com/refolio/refolio/pipeline/document"
)

// Decision is one thing that was decided about the source. What an edition
// leaves out, adds or moves is a decision, and so is where its blocks begin.
type Decision struct {
	Stage      string        // which stage decided it
	Kind       Kind          // what was decided
	Span       document.Span // what it is about: bytes of the decoded source
	Value      string        // see the kinds
	N          int           // see the kinds
	Confidence float64       // how sure: of the decisions with 0.9, nine in ten are right
	Why        string        // one sentence for a person
}

// Name is what the decision is called: its kind, or what an [Element] makes of
// its block, "heading". That of a [Stet] is "no heading".
func (d *Decision) Name() string {
	switch d.Kind {
	case Element:
		return d.Value
	case Stet:
		return "no " + d.Value
	}
	return d.Kind.String()
}

// Kind says what a decision decides.
type Kind uint8

// The kinds of decisions.
const (
	_ Kind = iota

	// Text that is left out. Span is what goes.

	RunningHead  // of a page
	Folio        // a printed page number
	Watermark    // what an extractor, a scanner or a site added: banners, repeated links
	Signature    // a printer's signature or a catchword
	LineNumber   // in the margin
	Rule         // a line of dashes over the notes and the like
	NotesHeading // the heading over collected notes
	Speck        // a control character, a stray byte-order mark, dirt on a scan
	Hyphen       // a hyphen that only the line end needed
	NoteLabel    // the number or symbol at the beginning of a note
	Bullet       // the bullet or number of a list item; the item keeps it as its Marker
	Marker       // a reference mark in the text; becomes a reference to note N

	// Text that changes.

	Character // Value stands for Span: a ligature taken apart, letters composed
	Erratum   // Value stands for Span, by a person's word; of all kinds only this one changes words
	Space     // Span is empty: here the extractor lost a space; Value is " "
	Tight     // Span is white space that is none in the edition, or empty at a row's beginning; a line that matters still ends there

	// Order and shape. Span.Start is the place.

	Order   // the piece of a line in Span is number N of a run of pieces in reading order
	Page    // a page begins; Value is its printed label
	Note    // Span belongs to note N; the first such decision opens it, Value is its label
	Join    // Span is empty: the text goes on without a space, or where lines matter, with the space that is its Value
	Break   // a block begins
	Element // the block that begins here is a Value ("heading", see blockKinds) of level N
	Stet    // nothing changes here, though a decision of the kind Value ("break", "join"), or an Element of that Value, was considered
)

// Removes reports whether the text in the span of such a decision is left
// out of the edition's running text.
func (k Kind) Removes() bool { return k >= RunningHead && k <= Marker }

// Furniture reports whether k is about what belongs to the printed page and
// not to the text.
func (k Kind) Furniture() bool { return k >= RunningHead && k <= NotesHeading }

// String returns the kind's name in the ledger: "running head", "page".
func (k Kind) String() string { return kindNames[k] }

var kindNames = [...]string{
	RunningHead: "running head", Folio: "folio", Watermark: "watermark", Signature: "signature",
	LineNumber: "line number", Rule: "rule", NotesHeading: "notes heading", Speck: "speck",
	Hyphen: "hyphen", NoteLabel: "note label", Bullet: "bullet", Marker: "marker",
	Character: "character", Erratum: "erratum", Space: "space", Tight: "tight", Order: "order", Page: "page", Note: "note",
	Join: "join", Break: "break", Element: "element", Stet: "stet",
}

// KindOf is the kind with a name in the ledger.
func KindOf(name string) (k Kind, ok bool) {
	i := slices.Index(kindNames[1:], name)
	return Kind(i + 1), i >= 0
}

// IsElement reports whether value is that of an [Element].
func IsElement(value string) bool {
	_, ok := blockKinds[value]
	return ok
}

// blockKinds leads from the Value of an Element to the kind of block.
var blockKinds = map[string]document.Kind{
	"paragraph": document.Paragraph, "heading": document.Heading, "title": document.Title,
	"subtitle": document.Subtitle, "byline": document.Byline, "quote": document.Quote,
	"verse": document.Verse, "item": document.Item, "code": document.Code, "scene break": document.SceneBreak,
}

// byPlace returns the decisions in the order of their places. At one place what
// moves the text comes before what is done to it, and the kinds keep the order
// of their constants.
func byPlace(ds []Decision) []*Decision {
	order := make([]decisionPlace, len(ds))
	for i := range ds {
		order[i] = decisionPlace{start: ds[i].Span.Start, kind: ds[i].Kind, at: int32(i)}
	}
	order = mergeRuns(order)
	sorted := make([]*Decision, len(ds))
	for i := range order {
		sorted[i] = &ds[order[i].at]
	}
	return sorted
}

// decisionPlace is what a decision is sorted by: decisions are large, so that
// moving them about costs more than comparing them.
type decisionPlace struct {
	start int
	at    int32 // index of the decision
	kind  Kind
}

func (p *decisionPlace) before(q *decisionPlace) bool {
	switch {
	case p.start != q.start:
		return p.start < q.start
	case p.kind != q.kind:
		return p.kind > q.kind
	}
	return p.at < q.at
}

// mergeRuns sorts places by merging runs that are in order: each stage makes
// one or two long ones.
func mergeRuns(places []decisionPlace) []decisionPlace {
	ends := []int{} // of the runs
	for i := range places {
		if i+1 == len(places) || places[i+1].before(&places[i]) {
			ends = append(ends, i+1)
		}
	}
	spare := make([]decisionPlace, len(places))
	for len(ends) > 1 {
		from, merged := 0, ends[:0]
		for i := 0; i < len(ends); i += 2 {
			end := ends[min(i+1, len(ends)-1)]
			merge(spare[from:end], places[from:ends[i]], places[ends[i]:end])
			from, merged = end, append(merged, end)
		}
		places, spare, ends = spare, places, merged
	}
	return places
}

// merge merges two runs into one of their length.
func merge(to, a, b []decisionPlace) {
	for i := range to {
		if len(b) == 0 || len(a) > 0 && a[0].before(&b[0]) {
			to[i], a = a[0], a[1:]
		} else {
			to[i], b = b[0], b[1:]
		}
	}
}

// dropCovered takes back what was decided about the characters of a text that
// a later stage left out: the ligature in a running head. A letter of which a
// part was left out stays as it is printed, and of two decisions about a letter
// the later one holds: that of the hyphenation about a hyphen that the stage
// before made of another character, or took for a speck.
func (t *Text) dropCovered() {
	var out, later []document.Span
	for i := range t.Decisions {
		switch d := &t.Decisions[i]; {
		case d.Kind.Removes() && d.Kind != Speck && d.Span.Len() > 0:
			out = append(out, d.Span)
		case d.Kind == Character && d.Stage != stages[0].name:
			later = append(later, d.Span)
		}
	}
	byStart := func(a, b document.Span) int { return cmp.Compare(a.Start, b.Start) }
	slices.SortFunc(out, byStart)
	slices.SortFunc(later, byStart)
	t.Decisions = slices.DeleteFunc(t.Decisions, func(d Decision) bool {
		switch d.Kind {
		case Character, Speck, Space, Tight:
		default:
			return false
		}
		n, _ := slices.BinarySearchFunc(out, d.Span.Start+1, func(s document.Span, at int) int { return cmp.Compare(s.Start, at) })
		if n > 0 && out[n-1].End > d.Span.Start && (d.Kind == Character || out[n-1].End >= d.Span.End) {
			return true
		}
		if d.Stage == stages[0].name && (d.Kind == Character || d.Kind == Speck) && overlapsAny(later, d.Span) {
			return true
		}
		return d.Kind == Character && n < len(out) && out[n].Start < d.Span.End
	})
}

// overlapsAny reports whether a span has bytes in common with one of some that are
// sorted.
func overlapsAny(spans []document.Span, s document.Span) bool {
	n, _ := slices.BinarySearchFunc(spans, s.End, func(o document.Span, at int) int { return cmp.Compare(o.Start, at) })
	return n > 0 && spans[n-1].End > s.Start
}

// GiveWay takes back decisions of which two change the same bytes, which can't
// be: the less sure one gives way, or of two that are as sure the later one. It
// returns what is left, and what was taken back. A person's decisions hold.
//
// The stages are made so that there are none; a document is not lost for it if
// there are.
func GiveWay(decisions []Decision) (left, back []Decision) {
	var edits []int
	for i := range decisions {
		if d := &decisions[i]; d.Kind.Removes() || d.Kind == Character || d.Kind == Erratum || d.Kind == Space {
			edits = append(edits, i)
		}
	}
	slices.SortStableFunc(edits, func(a, b int) int {
		p, q := decisions[a].Span, decisions[b].Span
		return cmp.Or(cmp.Compare(p.Start, q.Start), cmp.Compare(p.End, q.End))
	})
	gone := map[int]bool{}
	kept := edits[:0]
	for _, i := range edits {
		for len(kept) > 0 && !gone[i] && decisions[kept[len(kept)-1]].Span.End > decisions[i].Span.Start {
			last := kept[len(kept)-1]
			if a, b := decisions[last].Confidence, decisions[i].Confidence; b > a || b == a && i < last {
				gone[last] = true
				kept = kept[:len(kept)-1]
			} else {
				gone[i] = true
			}
		}
		if !gone[i] {
			kept = append(kept, i)
		}
	}
	for i := range decisions {
		if gone[i] {
			back = append(back, decisions[i])
		} else {
			left = append(left, decisions[i])
		}
	}
	return left, back
}
