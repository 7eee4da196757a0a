package proof

import (
	"github.com/refolio/refolio/pipeline/document"
)

// result writes the edition. A block is an object:
//
//	k   its kind, as in the document's JSON form
//	l   the level of a heading
//	m   the marker of an item
//	b   the blocks in it
//	c   the inlines in it
//
// An inline is [start, end] if it reads as these bytes of the source with runs
// of white space as one space, [start, end, text] if it reads otherwise,
// [text] if it has no source, or an object:
//
//	k   its kind, as in the document's JSON form
//	t   the text: the label of a page break
//	to  the target of a link or a reference
//	at  [start, end] of a reference mark in the source
//	c   the inlines in it
func (d *dataset) result(doc *document.Document) {
	d.raw(`,"blocks":`)
	d.blocks(doc.Blocks)
	d.raw(`,"notes":`)
	d.list(len(doc.Notes), func(i int) {
		n := &doc.Notes[i]
		d.raw(`{"id":`)
		d.str(n.ID)
		d.raw(`,"label":`)
		d.str(n.Label)
		if n.Referenced {
			d.raw(`,"referenced":true`)
		}
		d.raw(`,"blocks":`)
		d.blocks(n.Blocks)
		d.raw("}")
	})
}

func (d *dataset) blocks(blocks []document.Block) {
	d.list(len(blocks), func(i int) {
		b := &blocks[i]
		d.raw(`{"k":`)
		d.str(b.Kind.String())
		if b.Level != 0 {
			d.raw(`,"l":`)
			d.number(b.Level)
		}
		if b.Marker != "" {
			d.raw(`,"m":`)
			d.str(b.Marker)
		}
		if len(b.Blocks) > 0 {
			d.raw(`,"b":`)
			d.blocks(b.Blocks)
		}
		if len(b.Content) > 0 {
			d.raw(`,"c":`)
			d.inlines(b.Content)
		}
		d.raw("}")
	})
}

func (d *dataset) inlines(content []document.Inline) {
	d.list(len(content), func(i int) {
		in := &content[i]
		if in.Kind == document.Text {
			d.textInline(in)
			return
		}
		d.raw(`{"k":`)
		d.str(in.Kind.String())
		if in.Text != "" {
			d.raw(`,"t":`)
			d.str(in.Text)
		}
		if in.Target != "" {
			d.raw(`,"to":`)
			d.str(in.Target)
		}
		if in.Span != (document.Span{}) {
			d.raw(`,"at":[`)
			d.span(in.Span)
			d.raw("]")
		}
		if len(in.Content) > 0 {
			d.raw(`,"c":`)
			d.inlines(in.Content)
		}
		d.raw("}")
	})
}

func (d *dataset) span(s document.Span) {
	d.number(d.units.at(s.Start))
	d.raw(",")
	d.number(d.units.at(s.End))
}

func (d *dataset) textInline(in *document.Inline) {
	d.raw("[")
	s := in.Span
	within := s.Start >= 0 && s.Start < s.End && s.End <= len(d.trace.Text)
	if within {
		d.span(s)
	}
	if !within || !readsAs(d.trace.Text[s.Start:s.End], in.Text) {
		if within {
			d.raw(",")
		}
		d.str(in.Text)
	}
	d.raw("]")
}

// readsAs reports whether text is source with each run of ASCII white space as
// one space.
func readsAs(source, text string) bool {
	i := 0
	for j := 0; j < len(source); j++ {
		c := source[j]
		if white(c) {
			for j+1 < len(source) && white(source[j+1]) {
				j++
			}
			c = ' '
		}
		if i >= len(text) || text[i] != c {
			return false
		}
		i++
	}
	return i == len(text)
}

func white(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }
