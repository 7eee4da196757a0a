package markdown

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/net/html"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/pipeline/document"
)

// outline is a document as a list of lines, one for each leaf: its kind, with
// the kinds around it, and its words. Emphasis is left out; a reference is
// the first word of its note, between ⟦ and ⟧.
type outline []string

func (o *outline) add(path, kind, words string) {
	lines := strings.Split(words, "\n")
	for i := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(lines[i], unicode.IsSpace), " ")
	}
	words = strings.Trim(strings.Join(lines, "\n"), "\n")
	for strings.Contains(words, "\n\n") {
		words = strings.ReplaceAll(words, "\n\n", "\n")
	}
	if words != "" || kind == "hr" || kind == "code" {
		*o = append(*o, path+kind+" "+words)
	}
}

// wantOutline is the outline of blocks.
func (o *outline) want(blocks []document.Block, path string) {
	for i := range blocks {
		b := &blocks[i]
		switch b.Kind {
		case document.Heading:
			o.add(path, fmt.Sprintf("h%d", min(b.Level+1, 6)), oneLine(plainWords(b.Content)))
		case document.Title:
			o.add(path, "h1", oneLine(plainWords(b.Content)))
		case document.Code:
			o.add(path, "code", document.PlainText(b.Content))
		case document.SceneBreak:
			o.add(path, "hr", "")
		case document.Quote:
			o.want(b.Blocks, path+"quote>")
		case document.Table:
			for _, row := range b.Blocks {
				var cells []string
				for _, cell := range row.Blocks {
					cells = append(cells, oneLine(plainWords(cell.Content)))
				}
				o.add(path, "row", strings.Join(cells, " "))
			}
		case document.List:
			style := styleOf(b.Blocks)
			for k, item := range b.Blocks {
				at := path + "ul>"
				if style.ordered {
					at = fmt.Sprintf("%sol%d>", path, style.first+k)
				}
				blocks := item.Blocks
				if !style.ordered && !isBullet(item.Marker) {
					marker := formattest.Para(item.Marker + " ")
					if len(blocks) > 0 && blocks[0].Kind == document.Paragraph {
						marker.Content = append(marker.Content, blocks[0].Content...)
						blocks = blocks[1:]
					}
					blocks = append([]document.Block{marker}, blocks...)
				}
				o.want(blocks, at)
			}
		default:
			o.add(path, "p", plainWords(b.Content))
		}
	}
}

func oneLine(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// plainWords is the words of content, references included: at the end of the
// link that they stand in.
func plainWords(content []document.Inline) string {
	var sb strings.Builder
	var refs []string
	var walk func(content []document.Inline, inLink bool)
	walk = func(content []document.Inline, inLink bool) {
		for _, in := range content {
			_, safe := destination(in.Target)
			switch in.Kind {
			case document.Text:
				sb.Write(inert.AppendText(nil, in.Text))
			case document.LineBreak:
				if inLink {
					sb.WriteByte(' ')
				} else {
					sb.WriteByte('\n')
				}
			case document.NoteRef:
				if inLink {
					refs = append(refs, in.Target)
				} else {
					sb.WriteString("⟦note" + in.Target[1:] + "⟧")
				}
			default:
				walk(in.Content, inLink || in.Kind == document.Link && safe)
			}
			if in.Kind == document.Link && !inLink {
				for _, id := range refs {
					sb.WriteString("⟦note" + id[1:] + "⟧")
				}
				refs = nil
			}
		}
	}
	walk(content, false)
	return sb.String()
}

var gfm = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote))

// gotOutline is the outline of Markdown, as goldmark reads it. Notes come
// after the body.
func gotOutline(t testing.TB, source []byte) outline {
	t.Helper()
	_, body, ok := bytes.Cut(source, []byte("\n---\n"))
	if !bytes.HasPrefix(source, []byte("---\n")) || !ok {
		body = source
	}
	var buf bytes.Buffer
	if err := gfm.Convert(body, &buf); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&buf)
	if err != nil {
		t.Fatal(err)
	}
	r := &htmlOutline{notes: map[string]string{}}
	r.findNotes(root)
	r.blocks(root, "")
	slices.Sort(r.notesAsRead)
	return append(r.outline, r.notesAsRead...)
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

// htmlOutline reads HTML.
type htmlOutline struct {
	outline
	notes       map[string]string // of a note's ID: its first word
	notesAsRead []string
}

func (r *htmlOutline) findNotes(n *html.Node) {
	if id := attr(n, "id"); n.Data == "li" && strings.HasPrefix(id, "fn:") {
		if words := strings.Fields(textOf(n)); len(words) > 0 {
			r.notes["#"+id] = words[0]
		}
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
			if c.Type == html.CommentNode {
				loose.WriteString("COMMENT")
			}
			continue
		}
		switch c.Data {
		case "head":
		case "h1", "h2", "h3", "h4", "h5", "h6", "p":
			flush()
			r.add(path, c.Data, r.inline(c))
		case "hr":
			flush()
			r.add(path, "hr", "")
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
		case "div":
			flush()
			if attr(c, "class") == "footnotes" {
				r.footnotes(c)
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
		case html.CommentNode:
			sb.WriteString("COMMENT")
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
		return "⟦" + r.notes[attr(c.FirstChild, "href")] + "⟧"
	case "a":
		if attr(c, "role") == "doc-backlink" {
			return ""
		}
		return r.inline(c)
	case "em", "strong":
		return r.inline(c)
	}
	return "<" + c.Data + ">" + r.inline(c)
}

// outlines returns the outline that doc should have, and the one it has.
func outlines(t testing.TB, doc *document.Document, o Options) (want, got outline, source []byte) {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(t.Context(), &buf, doc, o, nil); err != nil {
		t.Fatal(err)
	}
	_, titlePage := doc.Body()
	if len(titlePage) == 0 && doc.Meta.Title != "" {
		title := formattest.Leaf(document.Title, doc.Meta.Title)
		want.want([]document.Block{title}, "")
	}
	want.want(doc.Blocks, "")
	var notes []string
	for i := range doc.Notes {
		var note outline
		note.want(doc.Notes[i].Blocks, "note>")
		notes = append(notes, strings.Join(note, "\n"))
	}
	slices.Sort(notes) // renderers order them by their own counting
	return append(want, notes...), gotOutline(t, buf.Bytes()), buf.Bytes()
}

// difference describes how two outlines differ, "" if they don't.
func difference(want, got outline) string {
	for i := range max(len(want), len(got)) {
		w, g := "nothing", "nothing"
		if i < len(want) {
			w = want[i]
		}
		if i < len(got) {
			g = got[i]
		}
		if w != g {
			return fmt.Sprintf("line %d: got %q, want %q", i, g, w)
		}
	}
	return ""
}

// TestGeneratedDocumentsComeBack writes random documents and reads them back.
// The seed of a failure is printed; add it to seeds.
func TestGeneratedDocumentsComeBack(t *testing.T) {
	n := uint64(3000)
	if testing.Short() {
		n = 300
	}
	if *cases > 0 {
		n = *cases
	}
	failures := 0
	for seed := range n {
		doc := formattest.Generate(rand.New(rand.NewPCG(seed, *stream)))
		want, got, _ := outlines(t, doc, Options{})
		if d := difference(want, got); d != "" {
			doc = shrink(doc, func(doc *document.Document) bool {
				want, got, _ := outlines(t, doc, Options{})
				return difference(want, got) != ""
			})
			want, got, source := outlines(t, doc, Options{})
			t.Errorf("seed %d: %s\n%s", seed, difference(want, got), source)
			if failures++; failures > 5 {
				t.Fatal("and so on")
			}
		}
	}
}
