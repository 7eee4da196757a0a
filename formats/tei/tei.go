// Package tei writes a document as TEI P5, the XML of scholarly editions, so
// that it can be searched, compared and annotated with the tools of the field.
//
//	<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en">
//	  <teiHeader>...</teiHeader>
//	  <text>
//	    <front><titlePage>...</titlePage></front>
//	    <body>
//	      <div>
//	        <head>The Logbooks</head>
//	        <p>Forty-one volumes survive.<note xml:id="note-1" n="1" place="bottom"><p>Harbour
//	        Archive, MS 12–53.</p></note> They were kept <pb n="2"/>in three hands.</p>
//	      </div>
//	    </body>
//	  </text>
//	</TEI>
//
// It keeps to few elements, each in the sense that the TEI Guidelines give it,
// and to the content models of tei_all. Headings open nested divisions; verse
// is lg and l, a quotation quote, a page break pb with its printed label in n
// (and break="no" if it parts a word), emphasis hi. A note stands where its
// first mark stands, its printed label in n; what else refers to it is a ref.
// A note that has lost its mark follows the block where its neighbour is
// referred to, and says anchored="false". The printed markers of list items
// are in their n. Inside of containers TEI has no divisions, so that a heading
// there is a label.
package tei

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/formats/sink"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Options are the choices that a user has.
type Options struct {
	// Notes is where the notes stand: in the text if it is zero.
	Notes NotePlace `yaml:"notes"` // text, end
	// NoPageBreaks leaves out the page breaks of the source.
	NoPageBreaks bool `yaml:"no-page-breaks"`
}

// NotePlace says where notes stand.
type NotePlace uint8

// The places of notes.
const (
	InText NotePlace = iota // where their first mark stands
	AtEnd                   // in the back matter, each mark a ref that leads there
)

// UnmarshalText reads "text" or "end".
func (p *NotePlace) UnmarshalText(text []byte) error {
	switch string(text) {
	case "text":
		*p = InText
	case "end":
		*p = AtEnd
	default:
		return fmt.Errorf("unknown value %q: use text or end", text)
	}
	return nil
}

// MarshalText is the inverse of UnmarshalText.
func (p NotePlace) MarshalText() ([]byte, error) {
	if p == AtEnd {
		return []byte("end"), nil
	}
	return []byte("text"), nil
}

// Write writes doc to w. It reports references that lead nowhere and links
// that are not safe to follow.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, report func(finding.Finding)) error {
	p := &printer{Sink: sink.New(ctx, w), options: o, report: report, notes: noteBook{all: doc.Notes, index: doc.NoteIndex()}}
	p.notes.written = make([]bool, len(doc.Notes))
	p.Raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<TEI xmlns="http://www.tei-c.org/ns/1.0"`)
	p.attribute("xml:lang", language(doc.Meta.Language))
	p.Raw(">\n")
	p.header(&doc.Meta)
	p.Raw("<text>\n")
	p.front(doc)
	body, _ := doc.Body()
	p.body(body)
	p.back()
	p.Raw("</text>\n</TEI>\n")
	if err := p.Close(); err != nil {
		return fmt.Errorf("write TEI: %w", err)
	}
	return nil
}

// printer writes the elements of a document.
type printer struct {
	sink.Sink
	options Options
	report  func(finding.Finding)
	notes   noteBook
	divs    []int // the levels of the open divisions
	inLink  bool
	filled  bool // the body holds more than what can stand anywhere, which it must
}

func (p *printer) text(s string) { p.Out = inert.AppendXML(p.Out, s) }

// attribute writes an attribute, if it has a value.
func (p *printer) attribute(name, value string) {
	if value == "" {
		return
	}
	p.Raw(" " + name + `="`)
	p.text(value)
	p.Byte('"')
}

// leaf writes an element that holds nothing but text, if there is any, in a
// line.
func (p *printer) leaf(element, text string) {
	if text == "" {
		return
	}
	p.Raw("<" + element + ">")
	p.text(text)
	p.Raw("</" + element + ">\n")
}

func (p *printer) say(code, message string) {
	if p.report != nil {
		p.report(finding.Finding{Code: code, Severity: finding.Warning, Message: message, Offset: -1})
	}
}

// front writes the title page as the document has it. What is only known from
// elsewhere stands in the header.
func (p *printer) front(doc *document.Document) {
	_, page := doc.Body()
	if len(page) == 0 {
		return
	}
	p.Raw("<front>\n<titlePage>\n")
	inTitle := false
	for i := range page {
		title := page[i].Kind != document.Byline
		if title != inTitle {
			p.Raw(map[bool]string{true: "<docTitle>\n", false: "</docTitle>\n"}[title])
		}
		inTitle = title
		switch page[i].Kind {
		case document.Title:
			p.inElement("titlePart", ` type="main"`, page[i].Content)
		case document.Subtitle:
			p.inElement("titlePart", ` type="sub"`, page[i].Content)
		default:
			p.inElement("byline", "", page[i].Content)
		}
	}
	if inTitle {
		p.Raw("</docTitle>\n")
	}
	p.Raw("</titlePage>\n</front>\n")
}

// body writes the body, which must hold something.
func (p *printer) body(blocks []document.Block) {
	p.Raw("<body>\n")
	p.filled = false
	for i := range blocks {
		if !p.Breathe() {
			return
		}
		if b := &blocks[i]; b.Kind == document.Heading {
			p.division(b)
		} else {
			p.block(b)
		}
		p.strays()
	}
	p.leftOver()
	for range p.divs {
		p.Raw("</div>\n")
	}
	if !p.filled {
		p.Raw("<p/>\n")
	}
	p.Raw("</body>\n")
}

// division closes the divisions that a heading ends, and opens its own.
func (p *printer) division(b *document.Block) {
	for n := len(p.divs); n > 0 && p.divs[n-1] >= b.Level; n-- {
		p.Raw("</div>\n")
		p.divs = p.divs[:n-1]
	}
	p.divs = append(p.divs, b.Level)
	p.Raw("<div>\n")
	p.inElement("head", lang(b), b.Content)
}

// noteBook knows of each note whether it has been written.
type noteBook struct {
	all     []document.Note
	index   map[string]int
	written []bool
	reached int // how many of all come up to the furthest that was referred to
	looked  int // how many of all have been looked at for strays
}

// label is what a note is called: as printed, or by its number.
func (n *noteBook) label(i int) string {
	if s := inert.Text(n.all[i].Label); s != "" {
		return s
	}
	return strconv.Itoa(i + 1)
}

// noteRef writes a reference to a note: the note itself, or what leads to it.
func (p *printer) noteRef(in *document.Inline) {
	i, ok := p.notes.index[in.Target]
	switch {
	case !ok:
		p.lostRef(in)
		return
	case p.options.Notes == InText && !p.notes.written[i]:
		p.note(i, true)
	default:
		p.Raw(`<ref type="note" target="#note-` + strconv.Itoa(i+1) + `">`)
		p.text(p.notes.label(i))
		p.Raw("</ref>")
	}
	p.notes.reached = max(p.notes.reached, i+1)
}

// lostRef writes the printed mark of a note that is lost: a ref that leads
// nowhere.
func (p *printer) lostRef(in *document.Inline) {
	if in.Target != "" {
		p.say("tei/unresolved-note", "a reference to a note that does not exist was left out")
	}
	if in.Text != "" {
		p.Raw(`<ref type="note">`)
		p.text(in.Text)
		p.Raw("</ref>")
	}
}

// note writes a note, which is anchored if its mark is in the text.
func (p *printer) note(i int, anchored bool) {
	p.notes.written[i] = true
	p.Raw(`<note xml:id="note-` + strconv.Itoa(i+1) + `"`)
	p.attribute("n", p.notes.label(i))
	if p.options.Notes == AtEnd {
		p.Raw(` place="end"`)
	} else {
		p.Raw(` place="bottom"`)
	}
	if !anchored {
		p.Raw(` anchored="false"`)
	}
	p.Byte('>')
	inLink, filled := p.inLink, p.filled
	p.inLink = false
	p.blocks(p.notes.all[i].Blocks)
	p.inLink, p.filled = inLink, filled
	if k := len(p.Out); p.Out[k-1] == '\n' { // no space before what follows the note
		p.Out = p.Out[:k-1]
	}
	p.Raw("</note>")
}

// strays writes the notes without a mark that belong to where the text has
// come to: those before the last note that was referred to, and right after.
func (p *printer) strays() {
	n := &p.notes
	if p.options.Notes == AtEnd || n.reached == 0 {
		return
	}
	for ; n.looked < len(n.all); n.looked++ {
		switch i := n.looked; {
		case n.all[i].Referenced && i >= n.reached:
			return
		case !n.all[i].Referenced && !n.written[i]:
			p.note(i, false)
			p.Byte('\n')
		}
	}
}

// leftOver writes the notes that nothing has led to.
func (p *printer) leftOver() {
	for i := range p.notes.all {
		if p.options.Notes == InText && !p.notes.written[i] && p.Breathe() {
			p.note(i, false)
			p.Byte('\n')
		}
	}
}

// back writes the notes that stand at the end.
func (p *printer) back() {
	if p.options.Notes != AtEnd || len(p.notes.all) == 0 {
		return
	}
	p.Raw("<back>\n<div type=\"notes\">\n")
	for i := range p.notes.all {
		if !p.Breathe() {
			return
		}
		p.note(i, p.notes.all[i].Referenced)
		p.Byte('\n')
	}
	p.Raw("</div>\n</back>\n")
}
