package pandoc

import (
	"bytes"
	"strings"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

// list writes inlines as a list.
func (p *printer) list(content []document.Inline) {
	p.spaced = true
	p.open('[')
	p.inlines(content)
	p.Out = bytes.TrimSuffix(p.Out, []byte(`{"t":"Space"},`))
	p.close(']')
}

func (p *printer) inlines(content []document.Inline) {
	for i := range content {
		switch in := &content[i]; in.Kind {
		case document.Text:
			p.text(in.Text)
		case document.Emphasis:
			p.nested("Emph", in.Content)
		case document.Strong:
			p.nested("Strong", in.Content)
		case document.Link:
			p.link(in)
		case document.NoteRef:
			p.note(in)
			p.spaced = false
		case document.PageBreak:
			p.pageBreak(in.Text)
		case document.LineBreak:
			p.element("LineBreak", nil)
			p.spaced = true
		}
	}
}

func (p *printer) nested(kind string, content []document.Inline) {
	p.element(kind, func() {
		p.open('[')
		p.inlines(content)
		p.close(']')
	})
}

// text writes words and the spaces between them. A space after a space, or at
// the start of a line, is none.
func (p *printer) text(s string) {
	s = inert.Text(s)
	for s != "" {
		if s[0] == ' ' {
			if !p.spaced {
				p.element("Space", nil)
			}
			p.spaced = true
			s = strings.TrimLeft(s, " ")
			continue
		}
		word, _, _ := strings.Cut(s, " ")
		p.element("Str", func() { p.str(word) })
		p.spaced = false
		s = s[len(word):]
	}
}

// link writes a link if its target may be followed, else its words.
func (p *printer) link(in *document.Inline) {
	target, ok := inert.Link(in.Target)
	if !ok {
		p.say("pandoc/unsafe-link", "a link that is neither http, https, mailto nor doi was written as plain words")
	}
	if !ok || p.inLink {
		p.inlines(in.Content)
		return
	}
	p.inLink = true
	p.element("Link", func() {
		p.Raw(`[["",[],[]],`)
		p.open('[')
		p.inlines(in.Content)
		p.close(']')
		p.comma()
		p.Raw("[")
		p.str(inert.Text(target))
		p.Raw(`,""]]`)
	})
	p.inLink = false
}
