package epub

import (
	"strconv"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// An inliner writes the content of leaf blocks.
//
// It opens the elements of emphasis and links only when a letter is to be
// written within them, and closes them around whatever may not stand in them:
// a note reference is itself a link, and links don't nest; in verse each line
// is an element of its own, and emphasis may run on over the line's end. So
// there is never an empty element, nor one within another that must not be.
type inliner struct {
	file   *file
	inNote bool   // page breaks are left out: notes stand out of the order of pages
	verse  bool   // a line break ends an element
	lead   func() // writes what is to stand first in the next leaf; may be nil

	wanted []element // the elements around the inline at hand
	opened int       // how many of them are open
	inLink bool

	lastRef int // the length of the markup behind the last note reference
}

type element struct{ tag, href string }

// flushLead writes the lead if it is still to be written.
func (w *inliner) flushLead() {
	if w.lead != nil {
		w.lead()
		w.lead = nil
	}
}

func (w *inliner) write(content []document.Inline) {
	for i := range content {
		w.inline(&content[i])
	}
}

func (w *inliner) inline(in *document.Inline) {
	switch in.Kind {
	case document.Text:
		w.text(in.Text)
	case document.Emphasis:
		w.within(element{tag: "em"}, in.Content)
	case document.Strong:
		w.file.remarks.bold = true
		w.within(element{tag: "strong"}, in.Content)
	case document.Link:
		w.link(in)
	case document.NoteRef:
		w.noteRef(in)
	case document.PageBreak:
		if !w.inNote {
			w.file.pageBreak(in.Text)
		}
	case document.LineBreak:
		w.lineBreak()
	default:
		w.text(in.Text)
		w.write(in.Content)
	}
}

func (w *inliner) text(s string) {
	if s == "" {
		return
	}
	for ; w.opened < len(w.wanted); w.opened++ {
		e := w.wanted[w.opened]
		w.file.open(e.tag, "href", e.href)
	}
	if !hasOtherScript(s) {
		w.file.text(s)
		return
	}
	for s != "" {
		start, end, lang := w.file.book.foreignRun(s)
		if end == 0 {
			break
		}
		w.file.text(s[:start])
		w.file.remarks.foreign = true
		w.file.leaf("span", s[start:end], "lang", lang, "xml:lang", lang)
		s = s[end:]
	}
	w.file.text(s)
}

func (w *inliner) within(e element, content []document.Inline) {
	w.wanted = append(w.wanted, e)
	w.write(content)
	w.wanted = w.wanted[:len(w.wanted)-1]
	if w.opened > len(w.wanted) {
		w.file.close()
		w.opened--
	}
}

// interrupt closes what is open; the next text opens it anew.
func (w *inliner) interrupt() {
	for ; w.opened > 0; w.opened-- {
		w.file.close()
	}
}

func (w *inliner) link(in *document.Inline) {
	href := safeURL(in.Target)
	if href == "" || w.inLink {
		w.write(in.Content)
		return
	}
	content := in.Content
	if strings.TrimSpace(document.PlainText(content)) == "" {
		content = append([]document.Inline{{Kind: document.Text, Text: in.Target}}, content...)
	}
	w.inLink = true
	w.within(element{"a", href}, content)
	w.inLink = false
}

func (w *inliner) lineBreak() {
	if !w.verse {
		w.file.void("br")
		w.file.newline()
		return
	}
	w.interrupt()
	w.file.close()
	w.file.void("br")
	w.file.newline()
	w.file.open("span", "class", "line")
}

// noteRef writes a bare link: Apple's reader opens a note in place only if
// there is no element such as sup within the link.
func (w *inliner) noteRef(in *document.Inline) {
	b := w.file.book
	i, ok := b.byID[in.Target]
	if !ok {
		b.reportUnresolved(in)
		w.lostRef(in)
		return
	}
	w.interrupt()
	n := &b.notes[i]
	n.refs++
	id := "ref-" + n.id
	if n.refs == 1 {
		n.from = w.file.name
	} else {
		id = "ref" + strconv.Itoa(n.refs) + "-" + n.id
	}
	label := n.number
	if label == "" {
		label = "*"
	}
	class := "noteref"
	if w.lastRef > 0 && w.lastRef == len(w.file.b) { // 2 and 3 at one place are not 23
		class = "noteref next"
	}
	defer func() { w.lastRef = len(w.file.b) }()
	w.file.leaf("a", label, "class", class, "id", id, "epub:type", "noteref", "role", "doc-noteref",
		"href", w.file.link(n.file, n.id))
}

// lostRef writes the printed mark of a note that is lost, as far as it is known.
func (w *inliner) lostRef(in *document.Inline) {
	mark := in.Text
	if t := w.file.book.doc.Trace; mark == "" && t != nil && in.Span.Len() > 0 && in.Span.End <= len(t.Text) {
		mark = t.Text[in.Span.Start:in.Span.End]
	}
	if mark = oneLine(mark); mark == "" {
		return
	}
	w.interrupt()
	w.file.leaf("span", mark, "class", "noteref")
}

// safeURL returns an address that a link may lead to, with every character
// escaped that has no place in one, or "" if the text doesn't name one.
// Addresses without a scheme would be files within the book, which don't
// exist.
func safeURL(s string) string {
	s = strings.TrimSpace(s)
	scheme, rest, _ := strings.Cut(s, ":")
	switch scheme = strings.ToLower(scheme); scheme {
	case "http", "https":
		host, path := rest, ""
		if !strings.HasPrefix(rest, "//") {
			return ""
		}
		host = rest[2:]
		if i := strings.IndexAny(host, "/?#"); i >= 0 {
			host, path = host[:i], host[i:]
		}
		if !isHost(host) {
			return ""
		}
		return scheme + "://" + host + escapeURL(path)
	case "mailto":
		user, host, _ := strings.Cut(rest, "@")
		if user == "" || strings.ContainsAny(user, "/?#") || !isHost(host) {
			return ""
		}
		return "mailto:" + escapeURL(user) + "@" + host
	}
	return ""
}

// isHost reports whether s is the name of a host, perhaps with a port.
func isHost(s string) bool {
	name, port, hasPort := strings.Cut(s, ":")
	if hasPort {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return false
		}
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' || len(label) > 63 {
			return false
		}
		for i := range len(label) {
			c := label[i]
			if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-') {
				return false
			}
		}
	}
	return true
}

// escapeURL writes every byte of a path, query and fragment as %XX that
// RFC 3986 does not allow to stand plainly.
func escapeURL(s string) string {
	const hexDigits = "0123456789ABCDEF"
	isHex := func(i int) bool { return i < len(s) && strings.IndexByte(hexDigits+"abcdef", s[i]) >= 0 }
	var sb strings.Builder
	fragment := false
	for i := range len(s) {
		c := s[i]
		plain := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
			strings.IndexByte("-._~:/?@!$&'()*+,;=", c) >= 0
		switch {
		case plain, c == '%' && isHex(i+1) && isHex(i+2):
			sb.WriteByte(c)
		case c == '#' && !fragment:
			fragment = true
			sb.WriteByte(c)
		default:
			sb.WriteByte('%')
			sb.WriteByte(hexDigits[c>>4])
			sb.WriteByte(hexDigits[c&15])
		}
	}
	return sb.String()
}
