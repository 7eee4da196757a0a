package formattest

import (
	"slices"
	"strings"

	"github.com/refolio/refolio/formats/formattest/tree"
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
func read(root *tree.Node, banned map[string]bool) *Reading {
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
func target(n *tree.Node) (id string, ok bool) {
	if n.Name != "a" || !n.Is("role", "doc-noteref") && !n.Is("type", "noteref") && !n.Is("class", "footnote-ref") {
		return "", false
	}
	_, id, _ = strings.Cut(n.Attrs["href"], "#")
	return id, true
}

func (m *markup) findTargets(n *tree.Node) {
	if id, ok := target(n); ok {
		m.targets[id] = true
	}
	for _, c := range n.Children {
		m.findTargets(c)
	}
}

// isNote reports whether n holds one note.
func (m *markup) isNote(n *tree.Node) bool {
	return n.Attrs["id"] != "" && m.targets[n.Attrs["id"]] || n.Is("role", "doc-footnote") || n.Is("role", "doc-endnote") || n.Is("class", "note")
}

func (m *markup) walk(n *tree.Node) {
	if n.Name == "" {
		m.text.WriteString(n.Text)
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
	case n.Name == "head" || n.Name == "nav" || n.Name == "comment" || n.Name == "svg":
		return
	case n.Is("role", "doc-backlink") || n.Is("class", "note-number") || n.Is("class", "notes-head") || n.Is("role", "doc-pagebreak"):
		return
	case m.isNote(n) && !m.inNote:
		outer := m.text
		m.text, m.inNote = &strings.Builder{}, true
		m.children(n)
		m.noteAt[n.Attrs["id"]] = len(m.got.Notes)
		m.got.Notes = append(m.got.Notes, strings.Fields(m.text.String()))
		m.text, m.inNote = outer, false
		return
	}
	m.children(n)
}

// inline lists the elements that don't part words.
var inline = []string{"a", "em", "strong", "i", "b", "span", "sup", "sub", "code", "small", "cite", "abbr", "q", "bdi"}

func (m *markup) children(n *tree.Node) {
	block := !slices.Contains(inline, n.Name)
	if block {
		m.text.WriteByte(' ')
	}
	for _, c := range n.Children {
		if n.Name == "pre" && c.Name == "code" { // a code block, not code by accident
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
func (m *markup) inspect(n *tree.Node) {
	switch n.Name {
	case "script", "iframe", "object", "embed", "form", "input", "base":
		m.got.Active = append(m.got.Active, "<"+n.Name+">")
	}
	if m.banned[n.Name] {
		m.got.Active = append(m.got.Active, "<"+n.Name+">")
	}
	for attr, value := range n.Attrs {
		if strings.HasPrefix(attr, "on") {
			m.got.Active = append(m.got.Active, attr+"="+value)
		}
	}
	if href := n.Attrs["href"]; n.Name == "a" && strings.Contains(href, ":") && !strings.HasPrefix(href, "#") {
		m.got.Links = append(m.got.Links, href)
	}
}
