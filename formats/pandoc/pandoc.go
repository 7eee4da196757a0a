// Package pandoc writes a document as pandoc's own model in JSON, so that every
// format that pandoc writes can be had:
//
//	refolio convert -t pandoc -o - article.txt | pandoc -f json -o article.docx
//
// Headings, quotations, verse (as line blocks), lists, code, tables, emphasis
// and links become pandoc's; notes become its notes, the metadata its
// metadata, with the title page's own words. Page breaks are empty spans of
// the class "pagebreak" that bear the printed number as an attribute.
//
// Pandoc knows no note that two references share, so such a note is given
// twice; and none inside a note, or without a reference, so those are given
// at the end of the text.
package pandoc

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Options are the choices that a user has.
type Options struct {
	// API is the version of pandoc's model, "1.23" if empty: that of pandoc
	// 3. Pandoc 2.11 to 2.19 read "1.22". What is written is the same.
	API string `yaml:"api"`
	// NoPageBreaks leaves out the page breaks.
	NoPageBreaks bool `yaml:"no-page-breaks"`
}

// Write writes doc to w. It reports references that lead nowhere and links
// that are not safe to follow.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, report func(finding.Finding)) error {
	major, minor := 1, 23
	if o.API != "" {
		if n, err := fmt.Sscanf(o.API, "%d.%d", &major, &minor); err != nil || n != 2 {
			return fmt.Errorf(`write pandoc JSON: the API version %q is not like "1.23"`, o.API)
		}
	}
	p := &printer{ctx: ctx, w: w, options: o, report: report, notes: doc.Notes, byID: make(map[string]int, len(doc.Notes)), given: make([]bool, len(doc.Notes))}
	for i := len(doc.Notes) - 1; i >= 0; i-- {
		p.byID[doc.Notes[i].ID] = i
	}
	p.out = fmt.Appendf(p.out, `{"pandoc-api-version":[%d,%d],"meta":`, major, minor)
	p.meta(doc)
	p.raw(`,"blocks":`)
	body, _ := doc.Body()
	p.open('[')
	p.blocks(body)
	p.lostNotes()
	p.close(']')
	p.raw("}\n")
	p.flush()
	if p.err != nil {
		return fmt.Errorf("write pandoc JSON: %w", p.err)
	}
	return nil
}

// printer gathers JSON and hands it on from time to time.
type printer struct {
	ctx     context.Context
	w       io.Writer
	options Options
	report  func(finding.Finding)
	notes   []document.Note
	byID    map[string]int // of a note's ID: its index
	given   []bool         // the note has been written
	inNote  bool
	inLink  bool
	plain   bool // paragraphs are the words of a tight item or a cell

	out     []byte
	err     error
	headers int // how many have been written
	spaced  bool
}

// flushAt is how many bytes are gathered before they are handed on.
const flushAt = 1 << 16

func (p *printer) flush() {
	if p.err == nil {
		p.err = p.ctx.Err()
	}
	if p.err == nil && len(p.out) > 0 {
		_, p.err = p.w.Write(p.out)
	}
	p.out = p.out[:0]
}

func (p *printer) raw(s string) { p.out = append(p.out, s...) }

// open begins a list or an object.
func (p *printer) open(b byte) { p.out = append(p.out, b) }

// close ends what open began. The comma after its last element goes.
func (p *printer) close(b byte) {
	if n := len(p.out); n > 0 && p.out[n-1] == ',' {
		p.out = p.out[:n-1]
	}
	p.out = append(p.out, b)
}

// comma ends an element.
func (p *printer) comma() { p.out = append(p.out, ',') }

// element writes {"t": kind, "c": ...}, the latter by f, as an element of a
// list.
func (p *printer) element(kind string, f func()) {
	p.raw(`{"t":"` + kind + `"`)
	if f != nil {
		p.raw(`,"c":`)
		f()
	}
	p.raw("},")
}

// str writes a JSON string.
func (p *printer) str(s string) {
	data, err := json.Marshal(s)
	if err != nil { // strings always can be marshalled
		p.err = err
	}
	p.out = append(p.out, data...)
}

// attr writes pandoc's attributes.
func (p *printer) attr(id, class string, keyed ...string) {
	p.raw("[")
	p.str(id)
	p.raw(",[")
	if class != "" {
		p.str(class)
	}
	p.raw("],[")
	for i := 0; i+1 < len(keyed); i += 2 {
		if i > 0 {
			p.comma()
		}
		p.raw("[")
		p.str(keyed[i])
		p.comma()
		p.str(keyed[i+1])
		p.raw("]")
	}
	p.raw("]]")
}

func (p *printer) say(code, message string) {
	if p.report != nil {
		p.report(finding.Finding{Code: code, Severity: finding.Warning, Message: message, Offset: -1})
	}
}

// lostNotes writes the notes that have not been given yet.
func (p *printer) lostNotes() {
	var refs []document.Inline
	for i := range p.notes {
		if !p.given[i] {
			refs = append(refs, document.Inline{Kind: document.NoteRef, Target: p.notes[i].ID})
		}
	}
	if len(refs) > 0 {
		p.element("Para", func() { p.list(refs) })
	}
}

// note writes a reference to a note, which is the note itself.
func (p *printer) note(id string) {
	i, ok := p.byID[id]
	if !ok {
		p.say("pandoc/unresolved-note", "a reference to a note that does not exist was left out")
		return
	}
	if p.inNote {
		return
	}
	p.given[i] = true
	plain := p.plain
	p.inNote, p.plain, p.inLink = true, false, false
	p.element("Note", func() {
		p.open('[')
		if len(p.notes[i].Blocks) == 0 {
			p.element("Para", func() { p.raw("[]") })
		}
		for k := range p.notes[i].Blocks {
			p.block(&p.notes[i].Blocks[k])
		}
		p.close(']')
	})
	p.inNote, p.plain = false, plain
}

// pageBreak writes an empty span.
func (p *printer) pageBreak(label string) {
	if p.options.NoPageBreaks {
		return
	}
	p.element("Span", func() {
		p.raw("[")
		if label == "" {
			p.attr("", "pagebreak")
		} else {
			p.attr("", "pagebreak", "page", inert.Text(label))
		}
		p.raw(",[]]")
	})
}
