package pdf

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// corpusCase makes a document of a text in the team's corpus, or skips the
// test where there is no corpus.
func corpusCase(tb testing.TB, name string) *document.Document {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "corpus", name, "truth.json"))
	if err != nil {
		tb.Skipf("no corpus: %v", err)
	}
	var truth struct {
		Title, Author, Lang string
		Blocks              []struct {
			T, Text, Role string
			Level         int
		}
		Notes map[string]string
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		tb.Fatal(err)
	}
	doc := &document.Document{Meta: document.Meta{Title: truth.Title, Authors: []string{truth.Author}, Language: truth.Lang}}
	l := corpusLoader{doc: doc, notes: truth.Notes, seen: map[string]bool{}}
	for _, b := range truth.Blocks {
		l.block(b.T, b.Role, b.Level, b.Text)
	}
	return doc
}

type corpusLoader struct {
	doc   *document.Document
	notes map[string]string
	seen  map[string]bool
}

var corpusMark = regexp.MustCompile(`⟦([^⟧]*)⟧`)

func (l *corpusLoader) block(kind, role string, level int, text string) {
	b := document.Block{Content: l.inlines(text)}
	switch {
	case role == "author":
		b.Kind = document.Byline
	case role == "subtitle":
		b.Kind = document.Subtitle
	case kind == "h" && level == 1:
		b.Kind = document.Title
	case kind == "h":
		b.Kind, b.Level = document.Heading, level-1
	case kind == "quote":
		b = document.Block{Kind: document.Quote, Blocks: []document.Block{b}}
	case kind == "verse":
		b.Kind = document.Verse
	case kind == "item":
		b = document.Block{Kind: document.Item, Marker: "•", Blocks: []document.Block{b}}
		if n := len(l.doc.Blocks); n > 0 && l.doc.Blocks[n-1].Kind == document.List {
			l.doc.Blocks[n-1].Blocks = append(l.doc.Blocks[n-1].Blocks, b)
			return
		}
		b = document.Block{Kind: document.List, Blocks: []document.Block{b}}
	case kind == "code":
		b = document.Block{Kind: document.Code, Content: []document.Inline{{Text: text}}}
	}
	l.doc.Blocks = append(l.doc.Blocks, b)
}

func (l *corpusLoader) inlines(text string) []document.Inline {
	var out []document.Inline
	at := 0
	for _, m := range corpusMark.FindAllStringSubmatchIndex(text, -1) {
		out = formattest.AppendLines(out, text[at:m[0]])
		label := text[m[2]:m[3]]
		out = append(out, document.Inline{Kind: document.NoteRef, Target: "n" + label})
		l.note(label)
		at = m[1]
	}
	return formattest.AppendLines(out, text[at:])
}

func (l *corpusLoader) note(label string) {
	if l.seen[label] {
		return
	}
	l.seen[label] = true
	n := document.Note{ID: "n" + label, Label: label, Referenced: true}
	for p := range strings.SplitSeq(l.notes[label], "\n\n") {
		n.Blocks = append(n.Blocks, document.Block{Content: []document.Inline{{Kind: document.Text, Text: p}}})
	}
	l.doc.Notes = append(l.doc.Notes, n)
}
