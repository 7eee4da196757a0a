package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

// place is where a leaf's line stands, which decides what is special in it.
type place uint8

const (
	inParagraph place = iota // at the start of lines of its own
	inHeading                // after hashes
	inCell                   // between pipes
	inLines                  // after a pipe: a line of verse, for pandoc
	inRow                    // at the start of a line of its own, that must stay one
	inNote                   // between the brackets of a note inside of a line
)

// leaf is the content of a leaf block laid flat: its words in one piece, and
// the marks that stand between them. What must be escaped depends on both
// neighbours of a letter, wherever they come from.
type leaf struct {
	dialect Dialect
	place   place
	cell    bool // bars would end it
	text    []byte
	seen    class    // of all bytes in text
	marks   []mark   // in the order in which they stand
	before  []string // page breaks before the first word

	fresh    bool   // nothing visible stands in the line at hand
	spaced   bool   // a space, or nothing, stands before what comes next
	inLink   bool   // lay is inside a link
	hoisted  []mark // note references in that link, which follow it
	emphases int    // how many marks are open or shut
	nested   int    // in how many of them lay is
	line     line   // of write
	urlEnd   int    // where the last URL in angle brackets ends
	escapes         // decided by look
}

// mark is something that is not words.
type mark struct {
	at   int // its place in text
	kind markKind
	s    string // what is written
}

type markKind uint8

const (
	verbatim  markKind = iota // a note reference, an autolink or a comment
	open                      // of emphasis: s is "*", "**", "_" or "__"
	shut                      // of emphasis
	linkOpen                  // "["
	linkShut                  // "](target)"
	lineBreak                 // a hard line break
)

// empty reports whether the leaf has nothing that a reader would see.
func (l *leaf) empty() bool {
	return len(bytes.TrimSpace(l.text)) == 0 && !slices.ContainsFunc(l.marks, func(m mark) bool { return m.kind == verbatim })
}

// lay lays content flat.
func (l *leaf) lay(p *printer, content []document.Inline, where place) {
	*l = leaf{dialect: p.options.Dialect, place: where, cell: where == inCell, text: l.text[:0], marks: l.marks[:0], before: l.before[:0], hoisted: l.hoisted[:0], fresh: true, urlEnd: -1}
	l.add(p, content)
	if l.emphases > 0 {
		l.settleEmphasis()
	}
	l.trimEnd()
	l.look()
}

// layLink lays a link to a file beside the one at hand flat.
func (l *leaf) layLink(p *printer, words []document.Inline, target string) {
	l.lay(p, nil, inNote) // whose brackets are escaped
	l.place = inParagraph
	l.linkWords(p, words, target)
	l.look()
}

func (l *leaf) add(p *printer, content []document.Inline) {
	for i := range content {
		switch in := &content[i]; in.Kind {
		case document.Text:
			l.addText(in.Text)
		case document.Emphasis:
			l.emphasis(p, in.Content, "*")
		case document.Strong:
			l.emphasis(p, in.Content, "**")
		case document.Link:
			l.link(p, in)
		case document.NoteRef:
			if in.Target == "" { // the note is lost: its printed mark stays
				l.addText(document.Superscript(in.Text))
			} else if ref := p.reference(in.Target, crowded(content[i+1:], l.nested > 0 || l.inLink)); ref != "" {
				l.mark(verbatim, ref)
			}
		case document.PageBreak:
			if p.options.PageBreaks != NoPageBreaks {
				l.pageBreak(p.pageBreak(in.Text), p.options.Wrap != 0)
			}
		case document.LineBreak:
			l.lineBreak()
		}
	}
}

// crowded reports whether a note reference comes in rest before any white space
// does; atEnd is the answer where neither comes.
func crowded(rest []document.Inline, atEnd bool) bool {
	for i := range rest {
		switch in := &rest[i]; in.Kind {
		case document.Text:
			if strings.ContainsFunc(in.Text, unicode.IsSpace) {
				return false
			}
		case document.NoteRef, document.PageBreak:
			return true
		case document.LineBreak:
			return false
		case document.Emphasis, document.Strong, document.Link:
			return crowded(in.Content, true) // to be sure, where it has no white space
		}
	}
	return atEnd
}

// mark adds a mark that a reader sees. A note reference waits for the end of
// a link that it stands in: links can't hold links.
func (l *leaf) mark(kind markKind, s string) {
	m := mark{len(l.text), kind, s}
	if l.inLink {
		l.hoisted = append(l.hoisted, m)
		return
	}
	l.marks = append(l.marks, m)
	l.fresh, l.spaced = false, false
}

func (l *leaf) emphasis(p *printer, content []document.Inline, delimiter string) {
	l.marks = append(l.marks, mark{len(l.text), open, delimiter})
	l.nested++
	l.add(p, content)
	l.nested--
	l.marks = append(l.marks, mark{len(l.text), shut, delimiter})
	l.emphases += 2
}

// link adds a link if its target is one that may be followed, else its words.
func (l *leaf) link(p *printer, in *document.Inline) {
	target, ok := destination(in.Target)
	if !ok {
		p.say("markdown/unsafe-link", "a link that is neither http, https, mailto nor doi was written as plain words")
	}
	if !ok || l.inLink {
		l.add(p, in.Content)
		return
	}
	words := document.PlainText(in.Content)
	if (words == in.Target || "mailto:"+words == in.Target) && isAutolink(words) && l.isAddress(words) && len(in.Content) == 1 && in.Content[0].Kind == document.Text {
		l.mark(verbatim, "<"+words+">")
		return
	}
	l.linkWords(p, in.Content, target)
	for _, m := range l.hoisted {
		l.mark(m.kind, m.s)
	}
	l.hoisted = l.hoisted[:0]
}

// linkWords adds the words of a link. White space at its ends stays outside.
func (l *leaf) linkWords(p *printer, content []document.Inline, target string) {
	first, start := len(l.marks), len(l.text)
	l.marks = append(l.marks, mark{start, linkOpen, "["})
	l.inLink = true
	l.add(p, content)
	l.inLink = false
	words := l.text[start:]
	if len(bytes.TrimSpace(words)) == 0 { // nothing to click on
		l.marks = append(l.marks[:first], l.marks[first+1:]...)
		return
	}
	end := start + len(bytes.TrimRightFunc(words, unicode.IsSpace))
	if n := len(l.marks); n > first+1 && l.marks[n-1].at > end {
		end = len(l.text)
	}
	if len(l.marks) == first+1 || l.marks[first+1].at > start {
		l.marks[first].at = len(l.text) - len(bytes.TrimLeftFunc(words, unicode.IsSpace))
		if len(l.marks) > first+1 {
			l.marks[first].at = min(l.marks[first].at, l.marks[first+1].at)
		}
	}
	l.marks = append(l.marks, mark{end, linkShut, "](" + target + ")"})
}

// pageBreak adds what stands for a page break. At the start of a line it could
// turn the line into HTML, so there it moves before the line break or out of
// the block. wrapped is whether the paragraph will be broken into lines.
func (l *leaf) pageBreak(s string, wrapped bool) {
	before := l.fresh && len(l.text) == 0 && len(l.marks) == 0
	if wrapped && (l.place == inParagraph || l.place == inRow) && !before {
		s = strings.ReplaceAll(s, " ", glue)
	}
	switch n := len(l.marks); {
	case !l.fresh:
		l.marks = append(l.marks, mark{len(l.text), verbatim, s})
	case n > 0 && l.marks[n-1].kind == lineBreak:
		l.marks = append(l.marks[:n-1], mark{l.marks[n-1].at, verbatim, s}, l.marks[n-1])
	case len(l.text) == 0 && n == 0:
		l.before = append(l.before, s)
	}
}

// lineBreak adds a line break; what can't hold one gets a space.
func (l *leaf) lineBreak() {
	switch {
	case l.place != inParagraph && l.place != inLines || l.inLink:
		l.addText(" ")
	case !l.fresh:
		l.trimRight()
		m := mark{len(l.text), lineBreak, `\`}
		if bytes.HasSuffix(l.text, []byte(m.s)) { // one more backslash would escape this one
			m.s = "  "
		}
		l.marks = append(l.marks, m)
		l.fresh = true
	}
}

// trimEnd drops the space at the end and the line breaks that no words follow.
func (l *leaf) trimEnd() {
	l.trimRight()
	for n := len(l.marks); n > 0 && l.marks[n-1].kind == lineBreak; n-- {
		m := l.marks[n-1]
		if len(bytes.TrimSpace(l.text[m.at:])) > 0 {
			return
		}
		l.text, l.marks = l.text[:m.at], l.marks[:n-1]
	}
}

// trimRight drops the spaces at the end of a line.
func (l *leaf) trimRight() {
	n := len(l.text)
	end := len(bytes.TrimRight(l.text, " "))
	for i := len(l.marks) - 1; i >= 0 && l.marks[i].at > end; i-- {
		if l.marks[i].kind != shut {
			end = l.marks[i].at
		}
	}
	l.text = l.text[:end]
	for i := len(l.marks) - 1; i >= 0 && l.marks[i].at > end && n > end; i-- {
		l.marks[i].at = end
	}
}

// addText adds words. White space becomes one space, and none at the start of
// a line; what Markdown can't hold becomes U+FFFD.
func (l *leaf) addText(s string) {
	seen := classesOf(s)
	if seen&(control|nonASCII) != 0 && !isClean(s, seen) {
		s = inert.Text(s)
	}
	if l.fresh || l.spaced {
		s = strings.TrimLeft(s, " ")
	}
	if s == "" {
		return
	}
	l.seen |= seen
	l.text = append(l.text, s...)
	l.fresh = l.fresh && strings.TrimSpace(s) == ""
	l.spaced = s[len(s)-1] == ' '
}

// isClean reports whether inert.Text would change nothing.
func isClean(s string, seen class) bool {
	return seen&control == 0 && utf8.ValidString(s) && (seen&c1 == 0 || !strings.ContainsFunc(s, inert.IsC1))
}
