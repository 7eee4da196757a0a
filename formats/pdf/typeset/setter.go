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
	// Hyphens allows to break words in lines that are not justified, too. They
	// are rarer there: no line has to be full.
	Hyphens bool
	// Notch is cut out of the first lines at their left, for a drop capital.
	Notch Notch
	// GoesOn says that the text goes on in other lines, as verse does: its last
	// line ends in a space too, for programs that put the lines together.
	GoesOn bool
}

// Notch is room that is cut out of a paragraph's upper left corner.
type Notch struct {
	Lines int // that it goes over, [MaxNotch] at most
	Width measure.Unit
}

// MaxNotch is the most lines that a notch may go over.
const MaxNotch = 5

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
	// Expand is how much wider or narrower the letters of a justified line may
	// be set to spare its spaces, in thousandths of their width.
	Expand measure.Unit

	lexicons []*lexicon
	parts    []piece
	builder  builder
	breaker  breaker
	runs     []Run // room for those of the next lines
}

// tolerance is the badness that lines may have if it can be helped.
const tolerance = 200

// Lines breaks the spans, which make up one paragraph, into lines. No text
// gives no lines.
func (s *Setter) Lines(spans []Span, shape Shape) []Line {
	return s.lines(spans, shape, shape.Align != Justify || shape.Notch.Lines > 0)
}

// lines is Lines. With all, all words are taken apart, whether a line may end in them
// or not.
func (s *Setter) lines(spans []Span, shape Shape, all bool) []Line {
	s.parts = s.parts[:0]
	for i := range spans {
		s.parts = s.pieces(s.parts, &spans[i])
	}
	b, br := &s.builder, &s.breaker
	b.Setter, b.measure, b.hyphenate = s, shape.Measure+min(shape.Indent, 0), shape.Align == Justify || shape.Hyphens
	near := horizon{all: all, measure: b.measure}
	near.early.width, near.late.width = -shape.Indent, -shape.Indent
	if s.Protrude {
		near.slack = b.measure / 8 // no line has so much in its margins
	}
	b.build(near)
	if len(b.items) == 0 {
		return nil
	}
	*br = breaker{points: br.points[:0], nodes: br.nodes, ends: br.ends, items: b.items,
		measure: b.measure, indent: shape.Indent, notch: shape.Notch, balance: shape.Align == Centre}
	if shape.Align == Justify {
		ends := br.justify()
		if ends == nil { // lines must be so loose that they may end in any word
			b.build(horizon{all: true})
			br.items, br.points = b.items, br.points[:0]
			ends = br.justifyAnyhow()
		}
		return s.assemble(br, ends, shape)
	}
	for i := range b.items {
		b.items[i].stretch, b.items[i].shrink = 0, 0
	}
	// The spaces keep their width; it is the end of each line that stretches.
	br.tolerance, br.last, br.ragged = infiniteBadness, true, br.measure/8
	return s.assemble(br, br.run(), shape)
}
