package html

import (
	"strconv"
	"strings"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

func (p *printer) inlines(content []document.Inline) {
	for i := range content {
		switch in := &content[i]; in.Kind {
		case document.Text:
			p.text(in.Text)
		case document.Emphasis:
			p.nested("em", in.Content)
		case document.Strong:
			p.nested("strong", in.Content)
		case document.Link:
			p.link(in)
		case document.NoteRef:
			p.noteRef(in)
		case document.PageBreak:
			p.pageBreak(in.Text)
		case document.LineBreak:
			p.Raw("<br>\n")
		}
	}
}

func (p *printer) nested(tag string, content []document.Inline) {
	p.Raw("<" + tag + ">")
	p.inlines(content)
	p.Raw("</" + tag + ">")
}

// link writes a link if its target may be followed, else its words.
func (p *printer) link(in *document.Inline) {
	target, ok := inert.Link(in.Target)
	if !ok {
		p.say("html/unsafe-link", "a link that is neither http, https, mailto nor doi was written as plain words")
	}
	if !ok || p.inLink || strings.TrimSpace(document.PlainText(in.Content)) == "" {
		p.inlines(in.Content)
		return
	}
	p.inLink = true
	p.Raw(`<a href="`)
	p.text(target)
	p.Raw(`">`)
	p.inlines(in.Content)
	p.Raw("</a>")
	p.inLink = false
	for _, ref := range p.hoisted {
		p.noteRef(ref)
	}
	p.hoisted = p.hoisted[:0]
}

// pageBreak writes a mark for the start of a page.
func (p *printer) pageBreak(label string) {
	if p.options.NoPageBreaks || p.inNote {
		return
	}
	label = strings.TrimSpace(inert.Text(label))
	if label == "" {
		return
	}
	id := "page-" + strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z' {
			return r
		}
		return -1
	}, label)
	if p.ids[id]++; p.ids[id] > 1 {
		id += "-" + strconv.Itoa(p.ids[id])
	}
	label = inert.XML(label)
	p.Raw(`<span class="page" role="doc-pagebreak" id="` + id + `" title="` + label + `"></span>`)
}

// noteBook knows of each note whether it is due and whether it is written.
type noteBook struct {
	all     []document.Note
	byID    map[string]int
	refs    []int // how many references to a note have been written
	written []bool
	due     []int  // referred to in the block at hand
	last    string // the anchor of the note that was written last, "" if there is none
}

func newNoteBook(doc *document.Document) noteBook {
	n := len(doc.Notes)
	return noteBook{all: doc.Notes, byID: doc.NoteIndex(), refs: make([]int, n), written: make([]bool, n)}
}

// noteRef writes a reference to a note. One within a link follows the link,
// since links can't hold links.
func (p *printer) noteRef(in *document.Inline) {
	i, ok := p.notes.byID[in.Target]
	if !ok {
		p.lostRef(in)
		return
	}
	if p.inLink {
		p.hoisted = append(p.hoisted, in)
		return
	}
	number := strconv.Itoa(i + 1)
	p.notes.due = append(p.notes.due, i)
	p.notes.refs[i]++
	ref, anchor := "ref-"+number, ` style="--r:--r`+number+`"`
	if n := p.notes.refs[i]; n > 1 {
		ref, anchor = ref+"-"+strconv.Itoa(n), ""
	}
	p.Raw(`<sup><a role="doc-noteref" id="` + ref + `"` + anchor + ` href="#note-` + number + `">` + number + `</a></sup>`)
}

// lostRef writes the printed mark of a note that is lost.
func (p *printer) lostRef(in *document.Inline) {
	if in.Target != "" {
		p.say("html/unresolved-note", "a reference to a note that does not exist was left out")
	}
	if in.Text != "" {
		p.Raw("<sup>")
		p.text(in.Text)
		p.Raw("</sup>")
	}
}

// givenNotes writes the notes that are due, and the notes without a reference
// that come after them.
func (p *printer) givenNotes() {
	for len(p.notes.due) > 0 {
		i := p.notes.due[0]
		p.notes.due = p.notes.due[1:]
		for ; i < len(p.notes.all) && !p.notes.written[i]; i++ {
			p.note(i)
			if i+1 < len(p.notes.all) && p.notes.all[i+1].Referenced {
				break
			}
		}
	}
}

// remainingNotes writes the notes that nothing before has led to.
func (p *printer) remainingNotes() {
	for i := range p.notes.all {
		if !p.notes.written[i] && p.Err() == nil {
			p.note(i)
			p.givenNotes()
		}
	}
}

// anchors names, for the style sheet, the note itself, the mark beside which
// it stands in the margin, and the note below which it has to stay there. One
// without a mark stands right below.
func (n *noteBook) anchors(i int) string {
	number := strconv.Itoa(i + 1)
	above := n.last
	n.last = "--n" + number
	s := "--n:" + n.last
	switch {
	case n.refs[i] > 0:
		s += ";--r:--r" + number
	case above != "":
		s += ";--r:" + above
	}
	if above != "" {
		s += ";--p:" + above
	}
	return s
}

// note writes a note; its number leads back to its first reference.
func (p *printer) note(i int) {
	p.notes.written[i] = true
	number := strconv.Itoa(i + 1)
	p.lead = `<span class="note-number">` + number + `</span> `
	if p.notes.refs[i] > 0 {
		p.lead = `<a role="doc-backlink" class="note-number" href="#ref-` + number + `" aria-label="` + p.words.back + ` ` + number + `">` + number + `</a> `
	}
	after := p.afterParagraph // the note stands aside
	p.inNote, p.afterParagraph = true, false
	p.Raw(`<div class="note" role="doc-footnote" id="note-` + number + `" style="` + p.notes.anchors(i) + "\">\n")
	n := p.notes.all[i].Blocks
	if len(n) == 0 || n[0].Kind != document.Paragraph && n[0].Kind != document.Verse {
		p.leadAlone()
	}
	p.blocks(n)
	p.Raw("</div>\n")
	p.inNote, p.afterParagraph = false, after
}
