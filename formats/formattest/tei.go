package formattest

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest/tree"
)

// teiElements are those that may stand in a text.
var teiElements = strings.Fields("root TEI text front titlePage docTitle titlePart byline body back div head p ab lg l quote " +
	"list item label table row cell eg milestone hi ref note pb lb")

// teiInline are those of them that don't part words.
var teiInline = strings.Fields("hi ref pb")

// ReadTEI reads TEI. A note whose mark is in the text is a reference to itself.
func ReadTEI(_ testing.TB, data []byte) (*Reading, error) {
	root, err := tree.XML(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var body strings.Builder
	t := &teiText{got: &Reading{}, noteAt: map[string]int{}, text: &body}
	t.walk(root)
	t.got.Body = strings.Fields(body.String())
	for _, id := range t.refs {
		n, ok := t.noteAt[id]
		if !ok {
			n = -1
		}
		t.got.Refs = append(t.got.Refs, n)
	}
	return t.got, nil
}

// teiText gathers what it meets in a tree of TEI.
type teiText struct {
	got    *Reading
	noteAt map[string]int // of a note's ID: its index in got.Notes
	refs   []string       // the IDs that the body refers to
	text   *strings.Builder
	inNote bool
}

func (t *teiText) walk(n *tree.Node) {
	switch {
	case n.Name == "":
		t.text.WriteString(n.Text)
		return
	case n.Name == "teiHeader":
		return
	case !slices.Contains(teiElements, n.Name):
		t.got.Active = append(t.got.Active, "<"+n.Name+">")
	case n.Name == "note":
		t.note(n)
		return
	case n.Name == "ref" && n.Attrs["type"] == "note":
		if !t.inNote && n.Attrs["target"] != "" { // without one its note is lost
			t.refs = append(t.refs, strings.TrimPrefix(n.Attrs["target"], "#"))
		}
		return
	case n.Name == "ref":
		t.got.Links = append(t.got.Links, n.Attrs["target"])
	}
	t.children(n)
}

func (t *teiText) children(n *tree.Node) {
	parts := !slices.Contains(teiInline, n.Name)
	if parts {
		t.text.WriteByte(' ')
	}
	for _, c := range n.Children {
		t.walk(c)
	}
	if parts {
		t.text.WriteByte(' ')
	}
}

func (t *teiText) note(n *tree.Node) {
	outer, inNote := t.text, t.inNote
	t.text, t.inNote = &strings.Builder{}, true
	t.children(n)
	t.noteAt[n.Attrs["id"]] = len(t.got.Notes)
	t.got.Notes = append(t.got.Notes, strings.Fields(t.text.String()))
	t.text, t.inNote = outer, inNote
	if !inNote && n.Attrs["anchored"] != "false" && n.Attrs["place"] != "end" {
		t.refs = append(t.refs, n.Attrs["id"])
	}
}
