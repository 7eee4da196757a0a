// Package tree reads XML and HTML into one simple form, for tests and tools that
// look into editions.
package tree

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Node is an element, or a run of text if it has no name. What holds the whole
// has the name "root", and a comment the name "comment".
type Node struct {
	Name     string            // without a prefix
	Attrs    map[string]string // by local name: that of epub:type is "type"
	Text     string
	Children []*Node
}

// XML reads XML strictly.
func XML(r io.Reader) (*Node, error) {
	stack := []*Node{{Name: "root"}}
	d := xml.NewDecoder(r)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return stack[0], nil
		}
		if err != nil {
			return nil, err
		}
		top := stack[len(stack)-1]
		switch token := token.(type) {
		case xml.StartElement:
			n := &Node{Name: token.Name.Local, Attrs: map[string]string{}}
			for _, a := range token.Attr {
				n.Attrs[a.Name.Local] = a.Value
			}
			top.Children = append(top.Children, n)
			stack = append(stack, n)
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		case xml.CharData:
			top.Children = append(top.Children, &Node{Text: string(token)})
		}
	}
}

// HTML reads HTML as a browser does.
func HTML(data []byte) (*Node, error) {
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return build(root), nil
}

func build(h *html.Node) *Node {
	n := &Node{Name: "root", Attrs: map[string]string{}}
	switch h.Type {
	case html.TextNode:
		return &Node{Text: h.Data}
	case html.CommentNode:
		return &Node{Name: "comment", Text: h.Data}
	case html.ElementNode:
		n.Name = h.Data
		for _, a := range h.Attr {
			n.Attrs[a.Key] = a.Val
		}
	}
	for c := h.FirstChild; c != nil; c = c.NextSibling {
		n.Children = append(n.Children, build(c))
	}
	return n
}

// Is reports whether an attribute holds a word.
func (n *Node) Is(attr, word string) bool {
	return slices.Contains(strings.Fields(n.Attrs[attr]), word)
}

// All returns the elements of a name below n, in their order.
func (n *Node) All(name string) []*Node {
	return n.Find(func(n *Node) bool { return n.Name == name })
}

// Find returns the elements below n for which ok holds, in their order.
func (n *Node) Find(ok func(*Node) bool) (found []*Node) {
	for _, c := range n.Children {
		if c.Name != "" && ok(c) {
			found = append(found, c)
		}
		found = append(found, c.Find(ok)...)
	}
	return found
}

// First returns the first element of a name below n, or an empty one.
func (n *Node) First(name string) *Node {
	if found := n.All(name); len(found) > 0 {
		return found[0]
	}
	return &Node{}
}

// ByID returns the element with an ID, n or one below it, or nil.
func (n *Node) ByID(id string) *Node {
	if n.Attrs["id"] == id {
		return n
	}
	for _, c := range n.Children {
		if found := c.ByID(id); found != nil {
			return found
		}
	}
	return nil
}
