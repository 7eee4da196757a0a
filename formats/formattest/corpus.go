package formattest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
)

// Corpus loads the truth of every case of the corpus that lies beside the
// repository, ordered by name. It skips the test if there is none.
func Corpus(tb testing.TB) []Sample {
	tb.Helper()
	paths, err := filepath.Glob(filepath.Join(moduleRoot(tb), "..", "shared", "corpus", "*", "truth.json"))
	if err != nil {
		tb.Fatal(err)
	}
	if len(paths) == 0 {
		tb.Skip("no corpus at ../shared/corpus beside the module")
	}
	slices.Sort(paths)
	samples := make([]Sample, len(paths))
	for i, path := range paths {
		doc, err := readTruth(path)
		if err != nil {
			tb.Fatalf("read %s: %v", path, err)
		}
		samples[i] = Sample{Name: filepath.Base(filepath.Dir(path)), Doc: doc}
	}
	return samples
}

// moduleRoot is the folder of go.mod, above the package under test.
func moduleRoot(tb testing.TB) string {
	tb.Helper()
	dir, err := os.Getwd()
	if err != nil {
		tb.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			tb.Fatal("no go.mod above the working directory")
		}
		dir = parent
	}
}

// truth is the form of truth.json: notes are referred to as ⟦label⟧, lines
// that matter are parted by \n and paragraphs of a note by \n\n.
type truth struct {
	Title, Author, Lang string
	Blocks              []truthBlock
	Notes               map[string]string
}

type truthBlock struct {
	T     string
	Level int
	Role  string
	Text  string
}

func readTruth(path string) (*document.Document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var t truth
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, err
	}
	return t.document()
}

func (t *truth) document() (*document.Document, error) {
	doc := &document.Document{Meta: document.Meta{Title: t.Title, Language: t.Lang}}
	if t.Author != "" {
		doc.Meta.Authors = []string{t.Author}
	}
	ids := t.noteIDs()
	for i, b := range t.Blocks {
		leaf := document.Block{Content: inlines(b.Text, ids)}
		switch {
		case b.Role == "subtitle":
			leaf.Kind = document.Subtitle
		case b.Role == "author":
			leaf.Kind = document.Byline
		case b.T == "h" && b.Level == 1:
			leaf.Kind = document.Title
		case b.T == "h":
			leaf.Kind, leaf.Level = document.Heading, b.Level-1
		case b.T == "verse":
			leaf.Kind = document.Verse
		case b.T == "item":
			leaf = document.Block{Kind: document.Item, Blocks: []document.Block{leaf}}
		case b.T != "p" && b.T != "quote":
			return nil, fmt.Errorf("block %d: unknown kind %q", i, b.T)
		}
		container := map[string]document.Kind{"quote": document.Quote, "item": document.List}[b.T]
		if container == 0 {
			doc.Blocks = append(doc.Blocks, leaf)
			continue
		}
		if i == 0 || t.Blocks[i-1].T != b.T {
			doc.Blocks = append(doc.Blocks, document.Block{Kind: container})
		}
		last := &doc.Blocks[len(doc.Blocks)-1]
		last.Blocks = append(last.Blocks, leaf)
	}
	t.notes(doc, ids)
	return doc, nil
}

var reference = regexp.MustCompile(`⟦([^⟧]*)⟧`)

// noteIDs gives each note an ID, counted by the first references and then,
// for those without one, by the labels.
func (t *truth) noteIDs() map[string]string {
	ids := map[string]string{}
	add := func(label string) {
		if _, known := t.Notes[label]; known && ids[label] == "" {
			ids[label] = "n" + strconv.Itoa(len(ids)+1)
		}
	}
	for _, b := range t.Blocks {
		for _, m := range reference.FindAllStringSubmatch(b.Text, -1) {
			add(m[1])
		}
	}
	var rest []string
	for label := range t.Notes {
		rest = append(rest, label)
	}
	slices.Sort(rest)
	for _, label := range rest {
		add(label)
	}
	return ids
}

// AppendLines appends a text as inlines: what stands between its newlines, and
// line breaks for those.
func AppendLines(to []document.Inline, text string) []document.Inline {
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			to = append(to, document.Inline{Kind: document.LineBreak})
		}
		if line != "" {
			to = append(to, document.Inline{Kind: document.Text, Text: line})
		}
	}
	return to
}

// inlines makes inlines of a truth's text. A reference without a note stays
// as text.
func inlines(text string, ids map[string]string) []document.Inline {
	var out []document.Inline
	pos := 0
	for _, m := range reference.FindAllStringSubmatchIndex(text, -1) {
		if id := ids[text[m[2]:m[3]]]; id != "" {
			out = append(AppendLines(out, text[pos:m[0]]), document.Inline{Kind: document.NoteRef, Target: id})
			pos = m[1]
		}
	}
	return AppendLines(out, text[pos:])
}

func (t *truth) notes(doc *document.Document, ids map[string]string) {
	if len(ids) == 0 {
		return
	}
	doc.Notes = make([]document.Note, len(ids))
	referenced := map[string]bool{}
	for _, b := range t.Blocks {
		for _, m := range reference.FindAllStringSubmatch(b.Text, -1) {
			referenced[m[1]] = true
		}
	}
	for label, id := range ids {
		n, _ := strconv.Atoi(id[1:])
		note := document.Note{ID: id, Label: label, Referenced: referenced[label]}
		for _, text := range strings.Split(t.Notes[label], "\n\n") {
			note.Blocks = append(note.Blocks, document.Block{Content: inlines(text, nil)})
		}
		doc.Notes[n-1] = note
	}
}
