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
	"fmt"
	"io"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/formats/sink"
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

// Validate reports a version that is none.
func (o Options) Validate() error {
	_, _, err := o.version()
	return err
}

// version is that of pandoc's model.
func (o Options) version() (major, minor int, err error) {
	if o.API == "" {
		return 1, 23, nil
	}
	if n, err := fmt.Sscanf(o.API, "%d.%d", &major, &minor); err != nil || n != 2 || fmt.Sprintf("%d.%d", major, minor) != o.API {
		return 0, 0, fmt.Errorf("api: %q is no version of pandoc's model: write \"1.23\", or \"1.22\" for pandoc 2", o.API)
	}
	return major, minor, nil
}

// Write writes doc to w. It reports references that lead nowhere and links
// that are not safe to follow.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, report func(finding.Finding)) error {
	major, minor, err := o.version()
	if err != nil {
		return fmt.Errorf("write pandoc JSON: %w", err)
	}
	p := &printer{Sink: sink.New(ctx, w), options: o, report: report, notes: doc.Notes, byID: doc.NoteIndex(), given: make([]bool, len(doc.Notes))}
	p.Out = fmt.Appendf(p.Out, `{"pandoc-api-version":[%d,%d],"meta":`, major, minor)
	p.meta(doc)
	p.Raw(`,"blocks":`)
	body, _ := doc.Body()
	p.open('[')
	for i := range body {
		if !p.breathe() {
			break
		}
		p.block(&body[i])
	}
	p.lostNotes()
	p.close(']')
	p.Raw("}\n")
	if err := p.Close(); err != nil {
		return fmt.Errorf("write pandoc JSON: %w", err)
	}
	return nil
}

// printer writes JSON.
type printer struct {
	sink.Sink
	options Options
	report  func(finding.Finding)
	notes   []document.Note
	byID    map[string]int // of a note's ID: its index
	given   []bool         // the note has been written
	inNote  bool
	inLink  bool
	plain   bool // paragraphs are the words of a tight item or a cell

	headers int // how many have been written
	spaced  bool
}

// open begins a list or an object.
func (p *printer) open(b byte) { p.Byte(b) }

// close ends what open began. The comma after its last element goes.
func (p *printer) close(b byte) {
	if n := len(p.Out); n > 0 && p.Out[n-1] == ',' {
		p.Out = p.Out[:n-1]
	}
	p.Out = append(p.Out, b)
}

// breathe hands on what was gathered, but for the last byte: it may be a comma
// too many.
func (p *printer) breathe() bool {
	last := p.Out[len(p.Out)-1]
	p.Out = p.Out[:len(p.Out)-1]
	ok := p.Breathe()
	p.Byte(last)
	return ok
}

// comma ends an element.
func (p *printer) comma() { p.Byte(',') }

// element writes {"t": kind, "c": ...}, the latter by f, as an element of a
// list.
func (p *printer) element(kind string, f func()) {
	p.Raw(`{"t":"` + kind + `"`)
	if f != nil {
		p.Raw(`,"c":`)
		f()
	}
	p.Raw("},")
}

// str writes a JSON string of text that is clean.
func (p *printer) str(s string) {
	p.Byte('"')
	plain := 0
	for i := range len(s) {
		if b := s[i]; b < ' ' || b == '"' || b == '\\' {
			p.Raw(s[plain:i])
			p.Out = fmt.Appendf(p.Out, `\u%04x`, b)
			plain = i + 1
		}
	}
	p.Raw(s[plain:])
	p.Byte('"')
}

// attr writes pandoc's attributes.
func (p *printer) attr(id, class string, keyed ...string) {
	p.Raw("[")
	p.str(id)
	p.Raw(",[")
	if class != "" {
		p.str(class)
	}
	p.Raw("],[")
	for i := 0; i+1 < len(keyed); i += 2 {
		if i > 0 {
			p.comma()
		}
		p.Raw("[")
		p.str(keyed[i])
		p.comma()
		p.str(keyed[i+1])
		p.Raw("]")
	}
	p.Raw("]]")
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
func (p *printer) note(in *document.Inline) {
	i, ok := p.byID[in.Target]
	if !ok {
		p.lostRef(in)
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
			p.element("Para", func() { p.Raw("[]") })
		}
		p.blocks(p.notes[i].Blocks)
		p.close(']')
	})
	p.inNote, p.plain = false, plain
}

// lostRef writes the printed mark of a note that is lost.
func (p *printer) lostRef(in *document.Inline) {
	if in.Target != "" {
		p.say("pandoc/unresolved-note", "a reference to a note that does not exist was left out")
	}
	if in.Text != "" {
		p.element("Superscript", func() {
			p.open('[')
			p.element("Str", func() { p.str(inert.Text(in.Text)) })
			p.close(']')
		})
	}
}

// pageBreak writes an empty span.
func (p *printer) pageBreak(label string) {
	if p.options.NoPageBreaks {
		return
	}
	p.element("Span", func() {
		p.Raw("[")
		if label == "" {
			p.attr("", "pagebreak")
		} else {
			p.attr("", "pagebreak", "page", inert.Text(label))
		}
		p.Raw(",[]]")
	})
}
