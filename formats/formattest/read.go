package formattest

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"github.com/refolio/refolio/formats/formattest/tree"
	"github.com/refolio/refolio/pipeline/document"
)

// Reader reads a written document back. It skips the test if a program that
// it needs is not installed.
type Reader func(t testing.TB, data []byte) (*Reading, error)

// readers holds the reader of each format under the format's name.
var readers = map[string]Reader{
	"markdown": ReadMarkdown,
	"json":     readJSON,
	"epub":     readEPUB,
	"pdf":      readPDF,
	"text":     readText,
	"pandoc":   readPandoc,
	"html":     ReadHTML,
	"tei":      ReadTEI,
	"proof":    readProof,
}

// records are the formats that hold no edition, but how one came about: there
// are no words of the document to be read back.
var records = map[string]bool{"ledger": true}

// ReaderOf returns the reader of the format with the given name, or nil if it holds no edition.
func ReaderOf(name string) Reader { return readers[name] }

// gfm is Markdown as GitHub has it, raw HTML left out.
var gfm = goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.Footnote))

// ReadMarkdown reads Markdown by way of the HTML that goldmark makes of it.
// The title page may stand in the front matter.
func ReadMarkdown(_ testing.TB, data []byte) (*Reading, error) {
	var front []string
	if rest, ok := bytes.CutPrefix(data, []byte("---\n")); ok {
		header, body, ok := bytes.Cut(rest, []byte("\n---\n"))
		if !ok {
			return nil, errors.New("the front matter has no end")
		}
		for line := range strings.Lines(string(header)) {
			if value, err := strconv.Unquote(strings.TrimLeft(strings.TrimSpace(line), "-: abcdefghijklmnopqrstuvwxyz")); err == nil {
				front = append(front, strings.Fields(value)...)
			}
		}
		data = body
	}
	root := gfm.Parser().Parse(text.NewReader(data))
	var buf bytes.Buffer
	if err := gfm.Renderer().Render(&buf, data, root); err != nil {
		return nil, err
	}
	page, err := tree.HTML(buf.Bytes())
	if err != nil {
		return nil, err
	}
	got := read(page, map[string]bool{"img": true, "code": true, "del": true})
	got.Body = append(front, got.Body...)
	got.Active = append(got.Active, rawHTML(root, data)...)
	return got, nil
}

// rawHTML lists the raw HTML in Markdown, but for comments, which are the
// format's own.
func rawHTML(root ast.Node, source []byte) (found []string) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		var lines *text.Segments
		switch n := n.(type) {
		case *ast.RawHTML:
			lines = n.Segments
		case *ast.HTMLBlock:
			lines = n.Lines()
		}
		if lines != nil && entering {
			if html := strings.TrimSpace(string(lines.Value(source))); !strings.HasPrefix(html, "<!--") || strings.Index(html, "-->") != len(html)-len("-->") {
				found = append(found, html)
			}
		}
		return ast.WalkContinue, nil
	})
	return found
}

// ReadHTML reads HTML as a browser does.
func ReadHTML(_ testing.TB, data []byte) (*Reading, error) {
	root, err := tree.HTML(data)
	if err != nil {
		return nil, err
	}
	return read(root, map[string]bool{"img": true}), nil
}

// readText reads plain text, in which the notes stand among the words.
func readText(_ testing.TB, data []byte) (*Reading, error) {
	got := &Reading{Loose: true, Body: strings.Fields(string(data))}
	if bytes.ContainsFunc(data, func(r rune) bool { return r < ' ' && r != '\n' || 0x7f <= r && r < 0xa0 }) {
		got.Active = append(got.Active, "control characters")
	}
	return got, nil
}

func readJSON(_ testing.TB, data []byte) (*Reading, error) {
	doc, err := document.Decode(data)
	if err != nil {
		return nil, err
	}
	return readModel(doc), nil
}

// readModel reads what stands in the model itself.
func readModel(doc *document.Document) *Reading {
	var got Reading
	body, titlePage := doc.Body()
	got.Body = append(plainWords(wanted(titlePage)), plainWords(wanted(body))...)
	for i := range doc.Notes {
		got.Notes = append(got.Notes, strings.Fields(required(doc.Notes[i].Blocks)))
	}
	index := doc.NoteIndex()
	for _, id := range references(doc.Blocks) {
		n, ok := index[id]
		if !ok {
			n = -1
		}
		got.Refs = append(got.Refs, n)
	}
	return &got
}

// readEPUB reads the documents of a book's spine as one.
func readEPUB(_ testing.TB, data []byte) (*Reading, error) {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	var container struct {
		Rootfiles []struct {
			Path string `xml:"full-path,attr"`
		} `xml:"rootfiles>rootfile"`
	}
	if err := readXML(archive, "META-INF/container.xml", &container); err != nil || len(container.Rootfiles) == 0 {
		return nil, fmt.Errorf("container.xml: no root file: %w", err)
	}
	opf := container.Rootfiles[0].Path
	var pkg struct {
		Items []struct {
			ID   string `xml:"id,attr"`
			Href string `xml:"href,attr"`
		} `xml:"manifest>item"`
		Spine []struct {
			IDRef string `xml:"idref,attr"`
		} `xml:"spine>itemref"`
	}
	if err := readXML(archive, opf, &pkg); err != nil {
		return nil, err
	}
	files := map[string]string{}
	for _, item := range pkg.Items {
		files[item.ID] = path.Join(path.Dir(opf), item.Href)
	}
	root := &tree.Node{Name: "book"}
	for _, ref := range pkg.Spine {
		name := files[ref.IDRef]
		f, err := archive.Open(name)
		if err != nil {
			return nil, err
		}
		doc, err := tree.XML(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		qualify(doc, name)
		root.Children = append(root.Children, doc)
	}
	return read(root, nil), nil
}

// qualify makes the IDs in a file of a book, and what leads to IDs, unique in
// the book.
func qualify(n *tree.Node, file string) {
	if id := n.Attrs["id"]; id != "" {
		n.Attrs["id"] = file + "!" + id
	}
	if to, id, ok := strings.Cut(n.Attrs["href"], "#"); ok && !strings.Contains(to, ":") {
		at := file
		if to != "" {
			at = path.Join(path.Dir(file), to)
		}
		n.Attrs["href"] = to + "#" + at + "!" + id
	}
	for _, c := range n.Children {
		qualify(c, file)
	}
}

func readXML(archive *zip.Reader, name string, into any) error {
	f, err := archive.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return xml.NewDecoder(f).Decode(into)
}

// readPDF reads a PDF by pdftotext, which joins nothing.
func readPDF(t testing.TB, data []byte) (*Reading, error) {
	tool := Tool(t, "pdftotext")
	cmd := exec.Command(tool, "-q", "-raw", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = bytes.NewReader(data)
	text, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("pdftotext: %w", err)
	}
	got := &Reading{Loose: true, Body: strings.Fields(string(text))}
	return got, readActions(t, data, got)
}

// readActions looks in a PDF's objects for links and for what would run.
func readActions(t testing.TB, data []byte, got *Reading) error {
	tool := Tool(t, "qpdf")
	name := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		return err
	}
	out, err := exec.Command(tool, "--json=2", "--json-key=qpdf", name).Output()
	if err != nil {
		return fmt.Errorf("qpdf: %w", err)
	}
	var objects any
	if err := json.Unmarshal(out, &objects); err != nil {
		return fmt.Errorf("qpdf: %w", err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			if uri, ok := v["/URI"].(string); ok {
				got.Links = append(got.Links, strings.TrimPrefix(uri, "u:"))
			}
			if s, ok := v["/S"].(string); ok && (s == "/JavaScript" || s == "/Launch" || s == "/SubmitForm" || s == "/GoToR") {
				got.Active = append(got.Active, s)
			}
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(objects)
	return nil
}

// Tool returns the path of a program that a test needs. Without it the test is
// skipped, or fails if REFOLIO_REQUIRE_TOOLS is 1.
func Tool(t testing.TB, name string) string {
	t.Helper()
	p, err := exec.LookPath(name)
	switch {
	case err == nil:
	case os.Getenv("REFOLIO_REQUIRE_TOOLS") == "1":
		t.Fatalf("%s is not installed", name)
	default:
		t.Skipf("%s is not installed", name)
	}
	return p
}
