package main

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// A node is an element of a content document, or text if it has no name.
type node struct {
	name, text string
	attrs      map[string]string
	children   []*node
}

// readBook reads a book as a reading system does: the files of the spine in
// their order, each note by its reference.
func readBook(name string) (content, error) {
	b, err := open(name)
	if err != nil {
		return content{}, err
	}
	defer b.zip.Close()
	var c content
	for _, file := range b.spine {
		root, err := b.file(file)
		if err != nil {
			return content{}, err
		}
		r := &reader{book: b, file: file, content: &c}
		if !skipped[typeOf(root)] {
			r.read(root)
		}
		c.words = append(c.words, strings.Fields(r.text.String())...)
		if r.err != nil {
			return content{}, r.err
		}
	}
	return c, nil
}

// skipped are the types of the pages that no model has.
var skipped = map[string]bool{"cover": true, "titlepage": true, "toc": true, "colophon": true, "endnotes": true}

// typeOf is the type of the first section or nav in a file.
func typeOf(n *node) string {
	if n.name == "section" || n.name == "nav" {
		return n.attrs["type"]
	}
	for _, c := range n.children {
		if t := typeOf(c); t != "" {
			return t
		}
	}
	return ""
}

type book struct {
	zip   *zip.ReadCloser
	spine []string
	files map[string]*node
}

func open(name string) (*book, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	b := &book{zip: z, files: map[string]*node{}}
	container, err := b.file("META-INF/container.xml")
	if err != nil {
		return nil, errors.Join(err, z.Close())
	}
	opf := container.first("rootfile").attrs["full-path"]
	pack, err := b.file(opf)
	if err != nil {
		return nil, errors.Join(err, z.Close())
	}
	hrefs := map[string]string{}
	for _, item := range pack.all("item") {
		hrefs[item.attrs["id"]] = path.Join(path.Dir(opf), item.attrs["href"])
	}
	for _, ref := range pack.all("itemref") {
		b.spine = append(b.spine, hrefs[ref.attrs["idref"]])
	}
	return b, nil
}

// file parses a file of the book.
func (b *book) file(name string) (*node, error) {
	if root := b.files[name]; root != nil {
		return root, nil
	}
	f, err := b.zip.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	root, err := parse(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	b.files[name] = root
	return root, nil
}

func parse(r io.Reader) (*node, error) {
	d := xml.NewDecoder(r)
	stack := []*node{{}}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return stack[0], nil
		} else if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &node{name: token.Name.Local, attrs: map[string]string{}}
			for _, a := range token.Attr {
				n.attrs[a.Name.Local] = a.Value
			}
			top.children = append(top.children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.children = append(top.children, &node{text: string(token)})
		}
	}
}

// all returns the elements of a name below n.
func (n *node) all(name string) (found []*node) {
	for _, c := range n.children {
		if c.name == name {
			found = append(found, c)
		}
		found = append(found, c.all(name)...)
	}
	return found
}

func (n *node) first(name string) *node {
	if found := n.all(name); len(found) > 0 {
		return found[0]
	}
	return &node{}
}

func (n *node) byID(id string) *node {
	if n.attrs["id"] == id {
		return n
	}
	for _, c := range n.children {
		if found := c.byID(id); found != nil {
			return found
		}
	}
	return nil
}

// A reader goes through one file.
type reader struct {
	book    *book
	file    string
	content *content
	text    strings.Builder
	inNote  bool
	err     error
}

var inlines = []string{"a", "em", "i", "code", "span", "strong", "sub", "sup"}

func (r *reader) read(n *node) {
	switch {
	case n.name == "" && len(n.children) == 0:
		r.text.WriteString(n.text)
		return
	case n.name == "head", n.attrs["class"] == "marker", n.attrs["role"] == "doc-backlink", n.attrs["class"] == "note-number",
		n.name == "span" && n.attrs["class"] == "noteref": // of a note that is lost
		return
	case n.attrs["role"] == "doc-noteref":
		r.reference(n)
		return
	case n.name == "section" && n.attrs["class"] == "notes" && !r.inNote:
		r.notes(n)
		return
	case n.name == "a":
		r.content.links = append(r.content.links, n.attrs["href"])
	case len(n.name) == 2 && n.name[0] == 'h' && n.name != "hr":
		r.content.headings = append(r.content.headings, r.textOf(n))
	}
	block := !slices.Contains(inlines, n.name)
	if block {
		r.text.WriteByte('\n')
	}
	for _, c := range n.children {
		r.read(c)
	}
	if block {
		r.text.WriteByte('\n')
	}
}

// notes reads the notes at a chapter's end for their links and for those that
// nothing refers to; the others are read by their references.
func (r *reader) notes(n *node) {
	for _, c := range n.children {
		if !strings.HasPrefix(c.attrs["class"], "note") || c.attrs["class"] == "notes-head" {
			continue
		}
		if len(c.all("a")) == 0 || !slices.ContainsFunc(c.all("a"), isBacklink) {
			r.content.strays = append(r.content.strays, r.textOf(c))
		}
		for _, a := range c.all("a") {
			if a.attrs["role"] == "" {
				r.content.links = append(r.content.links, a.attrs["href"])
			}
		}
	}
}

func isBacklink(n *node) bool { return n.attrs["role"] == "doc-backlink" }

// textOf is the text of n on one line, without what links notes.
func (r *reader) textOf(n *node) string {
	inner := &reader{book: r.book, file: r.file, content: &content{}, inNote: true}
	for _, c := range n.children {
		inner.read(c)
	}
	return oneLine(inner.text.String())
}

// reference follows a reference to its note, and the note's way back.
func (r *reader) reference(ref *node) {
	if r.inNote {
		return
	}
	note, file := r.target(r.file, ref.attrs["href"])
	if note == nil {
		r.fail("the reference %s leads nowhere", ref.attrs["href"])
		return
	}
	r.content.notes = append(r.content.notes, r.textOf(note))
	for _, back := range note.all("a") {
		if !isBacklink(back) {
			continue
		}
		if at, _ := r.target(file, back.attrs["href"]); at == nil || at.attrs["role"] != "doc-noteref" {
			r.fail("the way back %s leads to no reference", back.attrs["href"])
		}
		return
	}
	r.fail("the note %s has no way back", ref.attrs["href"])
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

// target returns what an address in a file leads to.
func (r *reader) target(file, href string) (*node, string) {
	name, id, _ := strings.Cut(href, "#")
	if name != "" {
		file = path.Join(path.Dir(file), name)
	}
	root, err := r.book.file(file)
	if err != nil {
		return nil, file
	}
	return root.byID(id), file
}
