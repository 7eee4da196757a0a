package epub

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest/tree"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// opened is a book as an independent reader sees it.
type opened struct {
	t       testing.TB
	order   []string // the entries of the archive
	data    map[string][]byte
	headers []zip.FileHeader
	parsed  map[string]*tree.Node
	ids     map[string]*tree.Node // by file#id
}

// made writes doc and opens the book.
func made(t testing.TB, doc *document.Document, o Options) *opened {
	t.Helper()
	book, _ := madeWith(t, doc, o)
	return book
}

// madeWith is made with what was reported.
func madeWith(t testing.TB, doc *document.Document, o Options) (*opened, []finding.Finding) {
	t.Helper()
	var buf bytes.Buffer
	var found []finding.Finding
	if err := Write(t.Context(), &buf, doc, o, func(f finding.Finding) { found = append(found, f) }); err != nil {
		t.Fatalf("write: %v", err)
	}
	return open(t, buf.Bytes()), found
}

func open(t testing.TB, book []byte) *opened {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	o := &opened{t: t, data: map[string][]byte{}, parsed: map[string]*tree.Node{}, ids: map[string]*tree.Node{}}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		o.order = append(o.order, f.Name)
		o.headers = append(o.headers, f.FileHeader)
		o.data[f.Name] = data
		switch path.Ext(f.Name) {
		case ".xhtml", ".opf", ".ncx", ".xml":
			o.parse(f.Name)
		}
	}
	return o
}

// parse reads an XML file strictly and collects its ids.
func (o *opened) parse(name string) {
	o.t.Helper()
	root, err := tree.XML(bytes.NewReader(o.data[name]))
	if err != nil {
		o.t.Fatalf("%s is not well-formed: %v", name, err)
	}
	for _, e := range root.Find(func(e *tree.Node) bool { return e.Attrs["id"] != "" }) {
		key := name + "#" + e.Attrs["id"]
		if o.ids[key] != nil {
			o.t.Errorf("%s is there twice", key)
		}
		o.ids[key] = e
	}
	o.parsed[name] = root
}

// has selects elements by an attribute.
func has(attr, value string) func(*tree.Node) bool {
	return func(e *tree.Node) bool { return slices.Contains(strings.Fields(e.Attrs[attr]), value) }
}

func named(name string) func(*tree.Node) bool {
	return func(e *tree.Node) bool { return e.Name == name }
}

// readWords is the text below e without what the writer adds to the model's.
func readWords(e *tree.Node) string {
	var sb strings.Builder
	writeWords(&sb, e)
	return strings.Join(strings.Fields(sb.String()), " ")
}

func writeWords(sb *strings.Builder, e *tree.Node) {
	if e.Name == "" {
		sb.WriteString(e.Text)
	}
	for _, c := range e.Children {
		switch {
		case c.Attrs["role"] == "doc-noteref", has("class", "note-number")(c), has("class", "notes")(c), has("class", "marker")(c), c.Name == "head":
			continue
		case !slices.Contains([]string{"", "a", "em", "strong", "span"}, c.Name) || has("class", "line")(c):
			sb.WriteByte(' ')
		}
		writeWords(sb, c)
		if c.Name == "br" || c.Name == "p" || c.Name == "li" || c.Name == "td" {
			sb.WriteByte(' ')
		}
	}
}

// spine lists the files in reading order.
func (o *opened) spine() (files []string) {
	opf := o.parsed["EPUB/package.opf"]
	href := map[string]string{}
	for _, item := range opf.Find(named("item")) {
		href[item.Attrs["id"]] = item.Attrs["href"]
	}
	for _, ref := range opf.Find(named("itemref")) {
		files = append(files, "EPUB/"+href[ref.Attrs["idref"]])
	}
	return files
}

// text lists the files of the spine that hold the document's text.
func (o *opened) text() (files []string) {
	for _, f := range o.spine() {
		if strings.HasPrefix(path.Base(f), "s-") {
			files = append(files, f)
		}
	}
	return files
}

// all returns the elements of the spine's files for which ok holds.
func (o *opened) all(ok func(*tree.Node) bool) (found []*tree.Node) {
	for _, f := range o.spine() {
		found = append(found, o.parsed[f].Find(ok)...)
	}
	return found
}

// target returns what a link in a file leads to.
func (o *opened) target(file, href string) *tree.Node {
	name, id, _ := strings.Cut(href, "#")
	if name == "" {
		name = file
	} else {
		name = path.Join(path.Dir(file), name)
	}
	if id == "" {
		return o.parsed[name]
	}
	return o.ids[name+"#"+id]
}
