package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	renderer "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"gopkg.in/yaml.v3"
)

// parsers are those of the dialects that goldmark knows, as far as it does. Raw
// HTML comes through, so that it shows.
var parsers = map[Dialect]goldmark.Markdown{
	GFM:        goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(renderer.WithUnsafe())),
	CommonMark: goldmark.New(goldmark.WithRendererOptions(renderer.WithUnsafe())),
	Obsidian:   goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote), goldmark.WithRendererOptions(renderer.WithUnsafe())),
	Hugo: goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer),
		goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithAttribute()), goldmark.WithRendererOptions(renderer.WithUnsafe())),
}

// goldmarkOutline is the outline of Markdown, as goldmark reads it.
func goldmarkOutline(t testing.TB, source []byte, d Dialect) outline {
	t.Helper()
	title, body := cutFrontMatter(t, source)
	var buf bytes.Buffer
	if err := parsers[d].Convert(body, &buf); err != nil {
		t.Fatal(err)
	}
	return htmlOutlineOf(t, title, buf.Bytes())
}

// cutFrontMatter returns the title in the header of Markdown and what follows
// the header.
func cutFrontMatter(t testing.TB, source []byte) (title string, body []byte) {
	t.Helper()
	header, body, ok := bytes.Cut(source, []byte("\n---\n"))
	if !bytes.HasPrefix(source, []byte("---\n")) || !ok {
		return "", source
	}
	var values struct{ Title string }
	if err := yaml.Unmarshal(header, &values); err != nil {
		t.Fatalf("%s: %v", header, err)
	}
	return values.Title, body
}

// htmlOutlineOf is the outline of what a renderer made of Markdown.
func htmlOutlineOf(t testing.TB, title string, data []byte) outline {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	r := &htmlOutline{notes: map[string]string{}}
	r.findNotes(root)
	r.add("", "h1", oneLine(title))
	r.blocks(root, "")
	slices.Sort(r.notesAsRead)
	return append(r.outline, r.notesAsRead...)
}

// htmlOutline reads the HTML of goldmark, cmark-gfm, markdown-it and pandoc.
type htmlOutline struct {
	outline
	notes       map[string]string // of a note's ID: what stands for a reference to it
	notesAsRead []string
}

// footnotes reads the section of notes.
func (r *htmlOutline) footnotes(section *html.Node) {
	body := r.outline
	for ol := section.FirstChild; ol != nil; ol = ol.NextSibling {
		for li := ol.FirstChild; li != nil; li = li.NextSibling {
			if li.Data == "li" {
				r.outline = nil
				r.blocks(li, "note>")
				r.notesAsRead = append(r.notesAsRead, strings.Join(r.outline, "\n"))
			}
		}
	}
	r.outline = body
}

func (r *htmlOutline) findNotes(n *html.Node) {
	if id := attr(n, "id"); n.Data == "li" && strings.HasPrefix(id, "fn") {
		r.notes["#"+id] = key(noteText(n))
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.findNotes(c)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var sb strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sb.WriteString(textOf(c))
	}
	return sb.String()
}

// noteText is the words of a note without its links back and references.
func noteText(n *html.Node) string {
	switch {
	case n.Type == html.TextNode:
		return n.Data
	case isBacklink(n) || n.Data == "sup" || n.Type == html.CommentNode:
		return ""
	}
	var sb strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		sb.WriteString(noteText(c))
	}
	switch n.Data {
	case "p", "br", "td", "th", "li", "pre", "h1", "h2", "h3", "h4", "h5", "h6":
		sb.WriteByte(' ')
	}
	return sb.String()
}

func isBacklink(n *html.Node) bool {
	return attr(n, "role") == "doc-backlink" || strings.Contains(attr(n, "class"), "footnote-back")
}

func (r *htmlOutline) blocks(n *html.Node, path string) {
	var loose strings.Builder // text right in a tight item
	flush := func() {
		if strings.TrimSpace(loose.String()) != "" {
			r.add(path, "p", loose.String())
		}
		loose.Reset()
	}
	number := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			loose.WriteString(strings.ReplaceAll(c.Data, "\n", " "))
			continue
		case c.Type != html.ElementNode && c.Type != html.DocumentNode:
			continue
		}
		switch c.Data {
		case "head", "colgroup":
		case "h1", "h2", "h3", "h4", "h5", "h6", "p":
			flush()
			r.add(path, c.Data, r.inline(c))
		case "hr":
			flush()
			if !strings.Contains(attr(c, "class"), "footnotes") {
				r.add(path, "hr", "")
			}
		case "pre":
			flush()
			r.add(path, "code", textOf(c))
		case "tr":
			r.add(path, "row", r.inline(c))
		case "blockquote":
			flush()
			r.blocks(c, path+"quote>")
		case "ul", "ol":
			flush()
			r.blocks(c, path)
		case "li":
			at := "ul>"
			if n.Data == "ol" {
				if number == 0 {
					number = 1
					if s := attr(n, "start"); s != "" {
						fmt.Sscan(s, &number)
					}
				}
				at = fmt.Sprintf("ol%d>", number)
				number++
			}
			r.blocks(c, path+at)
		case "html", "body", "table", "thead", "tbody":
			flush()
			r.blocks(c, path)
		case "div", "section":
			flush()
			switch class := attr(c, "class"); {
			case strings.HasPrefix(class, "footnotes"):
				r.footnotes(c)
			case class == "line-block":
				r.add(path, "p", r.inline(c))
			}
		default:
			loose.WriteString(r.element(c))
		}
	}
	flush()
}

func (r *htmlOutline) inline(n *html.Node) string {
	var sb strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			sb.WriteString(strings.ReplaceAll(c.Data, "\n", " "))
		case html.ElementNode:
			sb.WriteString(r.element(c))
		}
	}
	return sb.String()
}

// element is the words of an inline element; one that should not be there
// shows.
func (r *htmlOutline) element(c *html.Node) string {
	switch c.Data {
	case "br":
		return "\n"
	case "td", "th":
		return r.inline(c) + " "
	case "sup":
		if ref := r.notes[attr(c.FirstChild, "href")]; ref != "" {
			return ref
		}
		return r.inline(c)
	case "a":
		if isBacklink(c) {
			return ""
		}
		if ref := r.notes[attr(c, "href")]; ref != "" {
			return ref
		}
		return r.inline(c)
	case "em", "strong":
		return r.inline(c)
	case "span":
		if attr(c, "class") == "pagebreak" {
			return ""
		}
	}
	return "<" + c.Data + ">" + r.inline(c)
}
