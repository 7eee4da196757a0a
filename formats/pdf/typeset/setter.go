package typeset

import (
	"github.com/refolio/refolio/formats/pdf/measure"
)

// Align says how a paragraph's lines stand.
type Align uint8

// The alignments.
const (
	Justify Align = iota
	Left          // ragged right
	Centre
	Right
)

// Shape is the form of a paragraph.
type Shape struct {
	Measure measure.Unit // the width of its lines
	// Indent is that of the first line; if it is negative, the other lines
	// are indented by as much.
	Indent measure.Unit
	Align  Align
	// GoesOn says that the text goes on in other lines, as verse does: its last
	// line ends in a space too, for programs that put the lines together.
	GoesOn bool
}

// Setter sets paragraphs. It keeps its working memory from one to the next,
// so it is for one goroutine. The zero Setter hyphenates nothing.
type Setter struct {
	// Hyphenate returns the byte offsets at which a word may be broken.
	Hyphenate func(word string) []int
	// Missing is told each letter of the text that no face has, each time.
	Missing func(r rune)
	// Protrude lets quotation marks, full stops and hyphens at the ends of
	// lines stand a little in the margin.
	Protrude bool

	hyphens map[string][]int // what Hyphenate said
	parts   []piece
	builder builder
	breaker breaker
}

// The tolerances of the passes over a paragraph: without hyphenation, with
// it, and with any looseness at all.
const (
	preTolerance = -1
	tolerance    = 200
)

// Lines breaks the spans, which make up one paragraph, into lines. No text
// gives no lines.
func (s *Setter) Lines(spans []Span, shape Shape) []Line {
	s.parts = nil // the lines of the last paragraph still use them
	for i := range spans {
		s.parts = s.pieces(s.parts, &spans[i])
	}
	b, br := &s.builder, &s.breaker
	b.Setter, b.measure = s, shape.Measure+min(shape.Indent, 0)
	*br = breaker{sums: br.sums, nodes: br.nodes, active: br.active,
		measure: b.measure, indent: shape.Indent, balance: shape.Align == Centre}
	var ends []int32
	if shape.Align == Justify {
		ends = s.justify(b, br)
	} else {
		ends = s.ragged(b, br)
	}
	return s.assemble(br, ends, shape)
}

// justify finds the line breaks in up to four passes. The first two are TeX's;
// the third takes what is left of narrow columns and long words, as even as it
// can be; the last makes lines that no rule allows rather than none.
func (s *Setter) justify(b *builder, br *breaker) []int32 {
	b.hyphenate = false
	b.build()
	br.items, br.tolerance, br.strict, br.tied = b.items, preTolerance, true, true
	if len(b.items) == 0 {
		return nil
	}
	if ends := br.run(); ends != nil {
		return ends
	}
	b.hyphenate = true
	b.build()
	br.items, br.tolerance = b.items, tolerance
	if ends := br.run(); ends != nil {
		return ends
	}
	br.tolerance, br.tied = infiniteBadness, false
	if ends := br.run(); ends != nil {
		return ends
	}
	br.strict, br.last = false, true
	return br.run()
}

// ragged finds the breaks of a paragraph whose lines may end early: its spaces
// keep their width, and it is the end of each line that stretches.
func (s *Setter) ragged(b *builder, br *breaker) []int32 {
	b.hyphenate = false
	b.build()
	for i := range b.items {
		if it := &b.items[i]; it.kind == glue {
			it.stretch, it.shrink = 0, 0
		}
	}
	br.items, br.tolerance, br.last, br.ragged = b.items, infiniteBadness, true, br.measure/8
	if len(b.items) == 0 {
		return nil
	}
	return br.run()
}
