package main

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	gmtext "github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"
)

// text is the words of a document.
type text struct{ front, body, notes []string }

// withoutTitle is the body without the title page, whose order is each
// edition's own: without the words at its beginning that are in the front matter.
func (t text) withoutTitle() []string {
	i := 0
	for i < len(t.body) && slices.Contains(t.front, t.body[i]) {
		i++
	}
	return t.body[i:]
}

func (t text) all() []string { return slices.Concat(t.body, t.notes) }

var invisible = strings.NewReplacer(softHyphen, "", "\u200b", "", "\u200c", "", "\u200d", "", "\u2060", "", "\ufeff", "",
	"ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl")

// split cuts s into words, without what no reader sees.
func split(s string) []string { return strings.Fields(norm.NFC.String(invisible.Replace(s))) }

// lineWords cuts s into words as split does, but leaves the soft hyphens at
// line ends.
func lineWords(s string) (words []string) {
	for line := range strings.Lines(s) {
		_, broken := strings.CutSuffix(strings.TrimSpace(line), softHyphen)
		found := split(line)
		if broken && len(found) > 0 {
			found[len(found)-1] += softHyphen
		}
		words = append(words, found...)
	}
	return words
}

const softHyphen = "\u00ad"

// markdownWords reads a Markdown file as any reader of CommonMark with
// footnotes does, and its front matter as plain words.
func markdownWords(path string) (text, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return text{}, err
	}
	source, front := string(data), ""
	if rest, ok := strings.CutPrefix(source, "---\n"); ok {
		if head, body, ok := strings.Cut(rest, "\n---\n"); ok {
			source, front = body, strings.ReplaceAll(head, `"`, " ")
		}
	}
	src := []byte(source)
	root := goldmark.New(goldmark.WithExtensions(extension.Footnote, extension.Table)).Parser().Parse(gmtext.NewReader(src))
	var body, notes strings.Builder
	out := &body
	err = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *extast.FootnoteList:
			if out = &body; entering {
				out = &notes
			}
		case *ast.Text:
			if entering {
				out.Write(n.Segment.Value(src))
				if n.SoftLineBreak() || n.HardLineBreak() {
					out.WriteByte('\n')
				}
			}
		case *ast.String:
			if entering {
				out.Write(n.Value)
			}
		case *ast.AutoLink:
			if entering {
				out.Write(n.Label(src))
			}
		default:
			if n.Type() == ast.TypeBlock {
				out.WriteByte('\n')
				for i := 0; entering && n.IsRaw() && i < n.Lines().Len(); i++ {
					line := n.Lines().At(i)
					out.Write(line.Value(src))
				}
			}
		}
		return ast.WalkContinue, nil
	})
	return text{split(front), split(unescape(body.String())), split(unescape(notes.String()))}, err
}

// unescape resolves the backslashes that goldmark's text nodes still hold.
func unescape(s string) string {
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[i+1]) >= 0 {
			i++
		}
		sb.WriteByte(s[i])
	}
	return strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(sb.String())
}

// epubWords reads the documents of an EPUB in the order of its spine, without
// the navigation document and without the numbers that link notes.
func epubWords(name string) ([]string, error) {
	book, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	defer book.Close()
	var container struct {
		Rootfiles []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := decode(book, "META-INF/container.xml", &container); err != nil {
		return nil, err
	}
	if len(container.Rootfiles) == 0 {
		return nil, errors.New("no package document")
	}
	opf := container.Rootfiles[0].Path
	var pack struct {
		Items []struct {
			ID         string `xml:"id,attr"`
			Href       string `xml:"href,attr"`
			Properties string `xml:"properties,attr"`
		} `xml:"manifest>item"`
		Spine []struct {
			ID string `xml:"idref,attr"`
		} `xml:"spine>itemref"`
	}
	if err := decode(book, opf, &pack); err != nil {
		return nil, err
	}
	var sb strings.Builder
	for _, ref := range pack.Spine {
		for _, item := range pack.Items {
			if item.ID == ref.ID && !slices.Contains(strings.Fields(item.Properties), "nav") {
				if err := readXHTML(book, path.Join(path.Dir(opf), item.Href), &sb); err != nil {
					return nil, err
				}
			}
		}
	}
	return split(sb.String()), nil
}

func decode(book *zip.ReadCloser, name string, v any) error {
	file, err := book.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := xml.NewDecoder(file).Decode(v); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// inline lists the elements at whose ends a word may go on.
var inline = []string{"a", "abbr", "b", "bdi", "cite", "code", "em", "i", "q", "s", "small", "span", "strong", "sub", "sup"}

// readXHTML writes the text of a content document's body to sb.
func readXHTML(book *zip.ReadCloser, name string, sb *strings.Builder) error {
	file, err := book.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	d := xml.NewDecoder(file)
	d.Entity = xml.HTMLEntity
	for {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "head" || linksNote(token) {
				if err := d.Skip(); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			} else if !slices.Contains(inline, token.Name.Local) {
				sb.WriteByte('\n')
			}
		case xml.EndElement:
			if !slices.Contains(inline, token.Name.Local) {
				sb.WriteByte('\n')
			}
		case xml.CharData:
			sb.Write(token)
		}
	}
}

// linksNote reports whether e is the link from a marker to its note or back.
func linksNote(e xml.StartElement) bool {
	for _, a := range e.Attr {
		if a.Name.Local == "role" && (a.Value == "doc-noteref" || a.Value == "doc-backlink") ||
			a.Name.Local == "type" && (a.Value == "noteref" || a.Value == "backlink") {
			return true
		}
	}
	return false
}
