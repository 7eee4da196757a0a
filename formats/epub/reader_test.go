package epub

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// An elem is an element of an XML file as a test sees it. Text is an element
// without a name.
type elem struct {
	name, text string
	attrs      map[string]string
	children   []*elem
}

// opened is a book as an independent reader sees it.
type opened struct {
	t       testing.TB
	order   []string // the entries of the archive
	data    map[string][]byte
	headers []zip.FileHeader
	parsed  map[string]*elem
	ids     map[string]*elem // by file#id
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
	o := &opened{t: t, data: map[string][]byte{}, parsed: map[string]*elem{}, ids: map[string]*elem{}}
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
	root := &elem{}
	stack := []*elem{root}
	d := xml.NewDecoder(bytes.NewReader(o.data[name]))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			o.t.Fatalf("%s is not well-formed: %v", name, err)
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &elem{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				e.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, e)
			stack = append(stack, e)
			if id := e.attrs["id"]; id != "" {
				key := name + "#" + id
				if o.ids[key] != nil {
					o.t.Errorf("%s is there twice", key)
				}
				o.ids[key] = e
			}
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.children = append(top.children, &elem{text: string(token)})
		}
	}
	o.parsed[name] = root
}

// find returns the elements below e for which ok holds, in order.
func (e *elem) find(ok func(*elem) bool) (found []*elem) {
	for _, c := range e.children {
		if c.name != "" && ok(c) {
			found = append(found, c)
		}
		found = append(found, c.find(ok)...)
	}
	return found
}

// has selects elements by an attribute.
func has(attr, value string) func(*elem) bool {
	return func(e *elem) bool { return slices.Contains(strings.Fields(e.attrs[attr]), value) }
}

func named(name string) func(*elem) bool {
	return func(e *elem) bool { return e.name == name }
}

// words is the text below e without what the writer adds to the model's.
func (e *elem) words() string {
	var sb strings.Builder
	e.write(&sb)
	return strings.Join(strings.Fields(sb.String()), " ")
}

func (e *elem) write(sb *strings.Builder) {
	if e.name == "" {
		sb.WriteString(e.text)
	}
	for _, c := range e.children {
		switch {
		case c.attrs["role"] == "doc-noteref", has("class", "note-number")(c), has("class", "notes")(c), has("class", "marker")(c), c.name == "head":
			continue
		case !slices.Contains([]string{"", "a", "em", "strong", "span"}, c.name) || has("class", "line")(c):
			sb.WriteByte(' ')
		}
		c.write(sb)
		if c.name == "br" || c.name == "p" || c.name == "li" || c.name == "td" {
			sb.WriteByte(' ')
		}
	}
}

// spine lists the files in reading order.
func (o *opened) spine() (files []string) {
	opf := o.parsed["EPUB/package.opf"]
	href := map[string]string{}
	for _, item := range opf.find(named("item")) {
		href[item.attrs["id"]] = item.attrs["href"]
	}
	for _, ref := range opf.find(named("itemref")) {
		files = append(files, "EPUB/"+href[ref.attrs["idref"]])
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
func (o *opened) all(ok func(*elem) bool) (found []*elem) {
	for _, f := range o.spine() {
		found = append(found, o.parsed[f].find(ok)...)
	}
	return found
}

// target returns what a link in a file leads to.
func (o *opened) target(file, href string) *elem {
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
