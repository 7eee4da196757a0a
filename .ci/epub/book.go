package main

import (
	"archive/zip"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/refolio/refolio/formats/formattest/tree"
)

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
func typeOf(n *tree.Node) string {
	if n.Name == "section" || n.Name == "nav" {
		return n.Attrs["type"]
	}
	for _, c := range n.Children {
		if t := typeOf(c); t != "" {
			return t
		}
	}
	return ""
}

type book struct {
	zip   *zip.ReadCloser
	spine []string
	files map[string]*tree.Node
}

func open(name string) (*book, error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return nil, err
	}
	b := &book{zip: z, files: map[string]*tree.Node{}}
	container, err := b.file("META-INF/container.xml")
	if err != nil {
		return nil, errors.Join(err, z.Close())
	}
	opf := container.First("rootfile").Attrs["full-path"]
	pack, err := b.file(opf)
	if err != nil {
		return nil, errors.Join(err, z.Close())
	}
	hrefs := map[string]string{}
	for _, item := range pack.All("item") {
		hrefs[item.Attrs["id"]] = path.Join(path.Dir(opf), item.Attrs["href"])
	}
	for _, ref := range pack.All("itemref") {
		b.spine = append(b.spine, hrefs[ref.Attrs["idref"]])
	}
	return b, nil
}

// file parses a file of the book.
func (b *book) file(name string) (*tree.Node, error) {
	if root := b.files[name]; root != nil {
		return root, nil
	}
	f, err := b.zip.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	root, err := tree.XML(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	b.files[name] = root
	return root, nil
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

func (r *reader) read(n *tree.Node) {
	switch {
	case n.Name == "":
		r.text.WriteString(n.Text)
		return
	case n.Name == "head", n.Attrs["class"] == "marker", n.Attrs["role"] == "doc-backlink", n.Attrs["class"] == "note-number",
		n.Name == "span" && n.Attrs["class"] == "noteref": // of a note that is lost
		return
	case n.Attrs["role"] == "doc-noteref":
		r.reference(n)
		return
	case n.Name == "section" && n.Attrs["class"] == "notes" && !r.inNote:
		r.notes(n)
		return
	case n.Name == "a":
		r.content.links = append(r.content.links, n.Attrs["href"])
	case len(n.Name) == 2 && n.Name[0] == 'h' && n.Name != "hr":
		r.content.headings = append(r.content.headings, r.textOf(n))
	}
	block := !slices.Contains(inlines, n.Name)
	if block {
		r.text.WriteByte('\n')
	}
	for _, c := range n.Children {
		r.read(c)
	}
	if block {
		r.text.WriteByte('\n')
	}
}

// notes reads the notes at a chapter's end for their links and for those that
// nothing refers to; the others are read by their references.
func (r *reader) notes(n *tree.Node) {
	for _, c := range n.Children {
		if !strings.HasPrefix(c.Attrs["class"], "note") || c.Attrs["class"] == "notes-head" {
			continue
		}
		if len(c.All("a")) == 0 || !slices.ContainsFunc(c.All("a"), isBacklink) {
			r.content.strays = append(r.content.strays, r.textOf(c))
		}
		for _, a := range c.All("a") {
			if a.Attrs["role"] == "" {
				r.content.links = append(r.content.links, a.Attrs["href"])
			}
		}
	}
}

func isBacklink(n *tree.Node) bool { return n.Attrs["role"] == "doc-backlink" }

// textOf is the text of n on one line, without what links notes.
func (r *reader) textOf(n *tree.Node) string {
	inner := &reader{book: r.book, file: r.file, content: &content{}, inNote: true}
	for _, c := range n.Children {
		inner.read(c)
	}
	return oneLine(inner.text.String())
}

// reference follows a reference to its note, and the note's way back.
func (r *reader) reference(ref *tree.Node) {
	if r.inNote {
		return
	}
	note, file := r.target(r.file, ref.Attrs["href"])
	if note == nil {
		r.fail("the reference %s leads nowhere", ref.Attrs["href"])
		return
	}
	r.content.notes = append(r.content.notes, r.textOf(note))
	for _, back := range note.All("a") {
		if !isBacklink(back) {
			continue
		}
		if at, _ := r.target(file, back.Attrs["href"]); at == nil || at.Attrs["role"] != "doc-noteref" {
			r.fail("the way back %s leads to no reference", back.Attrs["href"])
		}
		return
	}
	r.fail("the note %s has no way back", ref.Attrs["href"])
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

// target returns what an address in a file leads to.
func (r *reader) target(file, href string) (*tree.Node, string) {
	name, id, _ := strings.Cut(href, "#")
	if name != "" {
		file = path.Join(path.Dir(file), name)
	}
	root, err := r.book.file(file)
	if err != nil {
		return nil, file
	}
	return root.ByID(id), file
}
