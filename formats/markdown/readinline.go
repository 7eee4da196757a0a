package markdown

import (
	"html"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	xhtml "golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// readLine is what is known of a leaf while its inlines are read.
type readLine struct {
	soft, hard int  // line breaks
	skip       int  // how many closing tags belong to what was read already
	verse      bool // every line break counts
}

// content returns the inlines below n.
func (r *reader) content(n ast.Node) (out []document.Inline) {
	_, verse := n.(*lineBlock)
	r.line.verse = r.line.verse || verse
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = r.inline(out, c)
	}
	return out
}

// inline appends what n is.
func (r *reader) inline(out []document.Inline, n ast.Node) []document.Inline {
	switch n := n.(type) {
	case *ast.Text:
		return r.text(out, n)
	case *ast.String:
		return addText(out, string(n.Value), document.Span{})
	case *ast.Emphasis:
		kind := document.Emphasis
		if n.Level > 1 {
			kind = document.Strong
		}
		return append(out, document.Inline{Kind: kind, Content: r.content(n)})
	case *ast.Link:
		return r.link(out, n)
	case *ast.AutoLink:
		return r.autolink(out, n)
	case *noteRef:
		return r.reference(out, n)
	case *inlineNote:
		return append(out, r.defineInline(n))
	case *pageMark:
		return append(out, document.Inline{Kind: document.PageBreak, Text: n.label})
	case *ast.RawHTML:
		return r.rawHTML(out, n)
	case *ast.CodeSpan:
		r.say(n.Pos(), finding.Info, "code-span", "code inside of a line is kept as plain words", "")
	case *extast.Strikethrough:
		r.say(n.Pos(), finding.Warning, "struck-out", "words that are struck out are kept as plain words", "remove them if they are not to be read")
	case *ast.Image:
		r.say(n.Pos(), finding.Warning, "picture", "a picture was left out; its description is kept as plain words", "")
	}
	return append(out, r.content(n)...)
}

// text appends words, and the line break behind them.
func (r *reader) text(out []document.Inline, n *ast.Text) []document.Inline {
	words := string(n.Segment.Value(r.source))
	if n.Parent().Kind() != ast.KindCodeSpan {
		words = unescape(words)
	}
	out = addText(out, words, r.span(n.Segment.Start, n.Segment.Stop))
	switch {
	case n.HardLineBreak() || n.SoftLineBreak() && r.line.verse:
		r.line.hard++
		return append(out, document.Inline{Kind: document.LineBreak})
	case n.SoftLineBreak():
		r.line.soft++
		return addText(out, " ", r.span(n.Segment.Stop, n.Segment.Stop+1))
	}
	return out
}

// addText appends words to the last inline if that is text, and as a new one
// if not. White space is one space.
func addText(out []document.Inline, words string, span document.Span) []document.Inline {
	words = oneSpace(norm.NFC.String(strings.ToValidUTF8(words, "\ufffd")))
	if words == "" {
		return out
	}
	last := len(out) - 1
	if last < 0 || out[last].Kind != document.Text {
		return append(out, document.Inline{Text: words, Span: span})
	}
	in := &out[last]
	if strings.HasSuffix(in.Text, " ") {
		words = strings.TrimPrefix(words, " ")
	}
	in.Text = norm.NFC.String(in.Text + words)
	in.Span.End = span.End
	return out
}

// oneSpace makes one space of each run of white space, no-break spaces aside.
func oneSpace(s string) string {
	plain := true
	for i := range len(s) {
		if s[i] < ' ' || s[i] == ' ' && i > 0 && s[i-1] == ' ' {
			plain = false
		}
	}
	if plain {
		return s
	}
	var sb strings.Builder
	space := false
	for _, c := range s {
		if c < 0x80 && unicode.IsSpace(c) {
			if !space {
				sb.WriteByte(' ')
			}
			space = true
			continue
		}
		space = false
		sb.WriteRune(c)
	}
	return sb.String()
}

// unescape resolves backslashes and character references.
func unescape(s string) string {
	if !strings.ContainsAny(s, `\&`) {
		return s
	}
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isASCIIPunct(s[i+1]):
			i++
			sb.WriteByte(s[i])
		case c == '&' && isEntity([]byte(s[i:])):
			end := i + strings.IndexByte(s[i:], ';') + 1
			sb.WriteString(html.UnescapeString(s[i:end]))
			i = end - 1
		default:
			sb.WriteByte(c)
		}
	}
	return sb.String()
}

// link appends a link. One that leads to a place in the document itself is a
// reference to a note, or words.
func (r *reader) link(out []document.Inline, n *ast.Link) []document.Inline {
	target := unescape(string(n.Destination))
	if anchor, ok := strings.CutPrefix(target, "#note-"); ok && r.notes.known(anchor) {
		return append(out, r.notes.refer(anchor, r.span(n.Pos(), n.Pos())))
	}
	if anchor, ok := strings.CutPrefix(target, "#ref-"); ok && r.notes.known(anchor) { // back from a note
		for _, in := range r.content(n) {
			out = addText(out, in.Text, in.Span)
		}
		return out
	}
	if len(n.Title) > 0 {
		r.say(n.Pos(), finding.Warning, "link-title", "the title of a link, \""+unescape(string(n.Title))+"\", has no place in the document", "")
	}
	content := r.content(n)
	if strings.HasPrefix(target, "#") || target == "" {
		r.say(n.Pos(), finding.Warning, "inner-link", "a link to a place in the document is kept as plain words", "")
		return append(out, content...)
	}
	return append(out, document.Inline{Kind: document.Link, Target: target, Content: content})
}

func (r *reader) autolink(out []document.Inline, n *ast.AutoLink) []document.Inline {
	label, target := string(n.Label(r.source)), string(n.URL(r.source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(target), "mailto:") {
		target = "mailto:" + target
	}
	at := max(n.Pos(), 0)
	words := document.Inline{Text: label, Span: r.span(at+1, at+1+len(label))}
	return append(out, document.Inline{Kind: document.Link, Target: target, Content: []document.Inline{words}})
}

var (
	commentPattern = compiled(`^<!--\s*(.*?)\s*-->$`)
	pagePattern    = compiled(`^page\b ?(.*)$`)
	spanPattern    = compiled(`^<span id="page-([^"]*)" class="pagebreak"(?: title="([^"]*)")?>$`)
)

// rawHTML appends what a tag or comment inside of a line stands for.
func (r *reader) rawHTML(out []document.Inline, n *ast.RawHTML) []document.Inline {
	raw := strings.TrimSpace(string(n.Segments.Value(r.source)))
	at := n.Pos()
	if n.Segments.Len() > 0 {
		at = n.Segments.At(0).Start
	}
	if m := spanPattern().FindStringSubmatch(raw); m != nil {
		r.line.skip++
		return append(out, document.Inline{Kind: document.PageBreak, Text: pageLabel(m[1], m[2], strings.Contains(raw, " title="))})
	}
	switch lower := strings.ToLower(raw); {
	case strings.HasPrefix(raw, "<!--"):
		if label, ok := r.comment(at, raw); ok {
			return append(out, document.Inline{Kind: document.PageBreak, Text: label})
		}
		return out
	case strings.HasPrefix(raw, "</") && r.line.skip > 0:
		r.line.skip--
		return out
	case lower == "<br>" || lower == "<br/>" || lower == "<br />":
		r.line.hard++
		return append(out, document.Inline{Kind: document.LineBreak})
	case anchorPattern().MatchString(raw):
		r.line.skip++
		return out
	}
	r.say(at, finding.Warning, "html", "HTML is not read: "+raw+" was left out, the words around it are kept", "")
	return out
}

// pageLabel is the label of a page: that of title, or else as the ID has it.
func pageLabel(id, title string, titled bool) string {
	if titled {
		return title
	}
	return id
}

// comment returns the label of the page that a comment marks, and whether it
// marks one. Others but those that Write makes are reported.
func (r *reader) comment(at int, raw string) (label string, ok bool) {
	m := commentPattern().FindStringSubmatch(raw)
	switch {
	case m == nil:
	case m[1] == "" || strings.HasPrefix(m[1], "markdownlint-"):
		return "", false
	default:
		if page := pagePattern().FindStringSubmatch(m[1]); page != nil {
			return page[1], true
		}
	}
	r.say(at, finding.Info, "comment", "a comment was left out", "")
	return "", false
}

// htmlBlock returns the words of HTML between blocks, page breaks aside.
func (r *reader) htmlBlock(n *ast.HTMLBlock) []document.Block {
	raw := string(n.Lines().Value(r.source))
	if n.HasClosure() {
		raw += string(n.ClosureLine.Value(r.source))
	}
	at := 0
	if n.Lines().Len() > 0 {
		at = n.Lines().At(0).Start
	} else if n.HasClosure() {
		at = n.ClosureLine.Start
	}
	if strings.HasPrefix(strings.TrimSpace(raw), "<!--") {
		comment, rest, ok := strings.Cut(strings.TrimSpace(raw), "-->")
		if label, page := r.comment(at, comment+"-->"); ok && page {
			r.pages = append(r.pages, document.Inline{Kind: document.PageBreak, Text: label})
		}
		if raw = rest; strings.TrimSpace(rest) == "" {
			return nil
		}
	}
	r.say(at, finding.Warning, "html", "a block of HTML is not read; its words are kept as a paragraph", "write it as Markdown")
	words := strings.Join(strings.Fields(htmlWords(raw)), " ")
	if words == "" {
		return nil
	}
	return []document.Block{{Content: append(r.takePages(), document.Inline{Text: norm.NFC.String(words), Span: r.span(at, at+len(raw))})}}
}

// htmlWords is the text in HTML, scripts and styles aside.
func htmlWords(raw string) string {
	var sb strings.Builder
	hidden := false
	for z := xhtml.NewTokenizer(strings.NewReader(raw)); ; {
		switch z.Next() {
		case xhtml.ErrorToken:
			return sb.String()
		case xhtml.TextToken:
			if !hidden {
				sb.Write(z.Text())
			}
			sb.WriteByte(' ')
		case xhtml.StartTagToken:
			name, _ := z.TagName()
			hidden = string(name) == "script" || string(name) == "style"
		case xhtml.EndTagToken:
			hidden = false
		}
	}
}
