package tei

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

func (p *printer) inlines(content []document.Inline) {
	for i := range content {
		switch in := &content[i]; in.Kind {
		case document.Text:
			p.text(in.Text)
		case document.Emphasis:
			p.nested(`<hi rend="italic">`, in.Content, "</hi>")
		case document.Strong:
			p.nested(`<hi rend="bold">`, in.Content, "</hi>")
		case document.Link:
			p.link(in)
		case document.NoteRef:
			p.noteRef(in)
		case document.PageBreak:
			p.pageBreak(in.Text, inWord(content, i))
		case document.LineBreak:
			p.Raw("<lb/>")
		}
	}
}

func (p *printer) nested(open string, content []document.Inline, shut string) {
	p.Raw(open)
	p.inlines(content)
	p.Raw(shut)
}

// pageBreak writes where a page begins.
func (p *printer) pageBreak(label string, inWord bool) {
	if p.options.NoPageBreaks {
		return
	}
	p.Raw("<pb")
	p.attribute("n", label)
	if inWord {
		p.Raw(` break="no"`)
	}
	p.Raw("/>")
}

// inWord reports whether letters meet on both sides of content[i].
func inWord(content []document.Inline, i int) bool {
	if i == 0 || i+1 == len(content) || content[i-1].Kind != document.Text || content[i+1].Kind != document.Text {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(content[i-1].Text)
	after, _ := utf8.DecodeRuneInString(content[i+1].Text)
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}

// link writes a link if its target may be followed, else its words.
func (p *printer) link(in *document.Inline) {
	target, ok := inert.Link(in.Target)
	if !ok {
		p.say("tei/unsafe-link", "a link that is neither http, https, mailto nor doi was written as plain words")
	}
	if !ok || p.inLink {
		p.inlines(in.Content)
		return
	}
	p.inLink = true
	p.Raw("<ref")
	p.attribute("target", pointer(target))
	p.nested(">", in.Content, "</ref>")
	p.inLink = false
}

// pointer is target as a URI, which may not hold everything that an address in
// a text does. A space would make two of it.
func pointer(target string) string {
	var sb strings.Builder
	fragment := false
	for i := range len(target) {
		b := target[i]
		bad := b <= ' ' || b == 0x7f || strings.IndexByte("\"<>\\^`{|}[]", b) >= 0 ||
			b == '#' && fragment || b == '%' && !escapes(target[i:])
		if bad {
			fmt.Fprintf(&sb, "%%%02X", b)
		} else {
			sb.WriteByte(b)
		}
		fragment = fragment || b == '#'
	}
	return sb.String()
}

// escapes reports whether s begins with a byte in its escaped form, "%2F".
func escapes(s string) bool {
	if len(s) < 3 {
		return false
	}
	_, err := strconv.ParseUint(s[1:3], 16, 8)
	return err == nil
}
