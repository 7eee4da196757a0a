package formattest

import (
	"slices"
	"strings"
)

// markup reads a tree of HTML.
type markup struct {
	got     *Reading
	banned  map[string]bool // elements that the text must not have become
	targets map[string]bool // the IDs that references lead to
	noteAt  map[string]int  // of the ID of a note: its index in got.Notes
	refs    []string        // the targets of the body's references
	text    *strings.Builder
	inNote  bool
}

// read reads the words, notes and links of a tree of HTML or XHTML.
func read(root *node, banned map[string]bool) *Reading {
	var body strings.Builder
	m := &markup{got: &Reading{}, banned: banned, targets: map[string]bool{}, noteAt: map[string]int{}, text: &body}
	m.findTargets(root)
	m.walk(root)
	m.got.Body = strings.Fields(body.String())
	for _, id := range m.refs {
		n, ok := m.noteAt[id]
		if !ok {
			n = -1
		}
		m.got.Refs = append(m.got.Refs, n)
	}
	return m.got
}

// target is the ID that a reference to a note leads to.
func target(n *node) (id string, ok bool) {
	if n.name != "a" || !n.is("role", "doc-noteref") && !n.is("type", "noteref") && !n.is("class", "footnote-ref") {
		return "", false
	}
	_, id, _ = strings.Cut(n.attrs["href"], "#")
	return id, true
}

// is reports whether an attribute holds a word.
func (n *node) is(attr, word string) bool {
	return slices.Contains(strings.Fields(n.attrs[attr]), word)
}

func (m *markup) findTargets(n *node) {
	if id, ok := target(n); ok {
		m.targets[id] = true
	}
	for _, c := range n.children {
		m.findTargets(c)
	}
}

// isNote reports whether n holds one note.
func (m *markup) isNote(n *node) bool {
	return n.attrs["id"] != "" && m.targets[n.attrs["id"]] || n.is("role", "doc-footnote") || n.is("role", "doc-endnote") || n.is("class", "note")
}

func (m *markup) walk(n *node) {
	if n.name == "" {
		m.text.WriteString(n.text)
		return
	}
	m.inspect(n)
	if id, ok := target(n); ok {
		if !m.inNote {
			m.refs = append(m.refs, id)
		}
		return
	}
	switch {
	case n.name == "head" || n.name == "nav" || n.name == "comment" || n.name == "svg":
		return
	case n.is("role", "doc-backlink") || n.is("class", "note-number") || n.is("class", "notes-head") || n.is("role", "doc-pagebreak"):
		return
	case m.isNote(n) && !m.inNote:
		outer := m.text
		m.text, m.inNote = &strings.Builder{}, true
		m.children(n)
		m.noteAt[n.attrs["id"]] = len(m.got.Notes)
		m.got.Notes = append(m.got.Notes, strings.Fields(m.text.String()))
		m.text, m.inNote = outer, false
		return
	}
	m.children(n)
}

// inline lists the elements that don't part words.
var inline = []string{"a", "em", "strong", "i", "b", "span", "sup", "sub", "code", "small", "cite", "abbr", "q", "bdi"}

func (m *markup) children(n *node) {
	block := !slices.Contains(inline, n.name)
	if block {
		m.text.WriteByte(' ')
	}
	for _, c := range n.children {
		if n.name == "pre" && c.name == "code" { // a code block, not code by accident
			m.children(c)
			continue
		}
		m.walk(c)
	}
	if block {
		m.text.WriteByte(' ')
	}
}

// inspect notes what would do something.
func (m *markup) inspect(n *node) {
	switch n.name {
	case "script", "iframe", "object", "embed", "form", "input", "base":
		m.got.Active = append(m.got.Active, "<"+n.name+">")
	}
	if m.banned[n.name] {
		m.got.Active = append(m.got.Active, "<"+n.name+">")
	}
	for attr, value := range n.attrs {
		if strings.HasPrefix(attr, "on") {
			m.got.Active = append(m.got.Active, attr+"="+value)
		}
	}
	if href := n.attrs["href"]; n.name == "a" && strings.Contains(href, ":") && !strings.HasPrefix(href, "#") {
		m.got.Links = append(m.got.Links, href)
	}
}
