package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// truth is a document of the corpus; see the README beside it.
type truth struct {
	Title, Author, Lang string
	Blocks              []block
	Notes               map[string]string
}

type block struct {
	T, Text, Role string
	Level         int
}

func readTruth(name string) (*truth, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	t := new(truth)
	return t, json.Unmarshal(data, t)
}

// mark is a reference to a note.
var mark = regexp.MustCompile(`⟦([^⟧]*)⟧`)

// document makes a document of t: headings and paragraphs with their notes.
// All else is left out, for LaTeX would set it in a form of its own.
func (t *truth) document() *document.Document {
	doc := &document.Document{Meta: document.Meta{Language: t.Lang}}
	for _, b := range t.Blocks {
		switch {
		case b.Role != "" || b.T == "h" && b.Level == 1:
		case b.T == "h":
			doc.Blocks = append(doc.Blocks, document.Block{Kind: document.Heading, Level: b.Level - 1, Content: plain(b.Text)})
		case b.T == "p":
			doc.Blocks = append(doc.Blocks, document.Block{Content: t.inlines(b.Text, doc)})
		}
	}
	return doc
}

func plain(text string) []document.Inline {
	return []document.Inline{{Kind: document.Text, Text: mark.ReplaceAllString(text, "")}}
}

// inlines returns the inlines of a text, and adds the notes that it refers to.
func (t *truth) inlines(text string, doc *document.Document) []document.Inline {
	var in []document.Inline
	for at := 0; ; {
		m := mark.FindStringSubmatchIndex(text[at:])
		if m == nil {
			return append(in, document.Inline{Kind: document.Text, Text: text[at:]})
		}
		in = append(in, document.Inline{Kind: document.Text, Text: text[at : at+m[0]]})
		label := text[at+m[2] : at+m[3]]
		in = append(in, document.Inline{Kind: document.NoteRef, Target: label})
		n := document.Note{ID: label, Label: label, Referenced: true}
		for p := range strings.SplitSeq(t.Notes[label], "\n\n") {
			n.Blocks = append(n.Blocks, document.Block{Content: plain(p)})
		}
		doc.Notes = append(doc.Notes, n)
		at += m[1]
	}
}
