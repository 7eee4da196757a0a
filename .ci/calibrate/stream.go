package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

// stream is a text as its visible characters: first the running text, then
// the notes.
type stream struct {
	chars  []char
	blocks []block
	refs   map[int][]string // the notes that a word refers to
}

type char struct {
	r                 rune
	at                int // its byte in the source
	word, line, block int // counted through the stream
}

type block struct {
	kind string // of the truth: "p", "h", ...
	note string // "" in the running text
}

// writer appends to a stream.
type writer struct {
	stream
	word, line int
	inWord     bool
}

func (w *writer) beginBlock(kind, note string) {
	w.blocks = append(w.blocks, block{kind, note})
	w.newLine()
}

func (w *writer) newLine() {
	w.line++
	w.inWord = false
}

// unseen are characters that make no difference to a reader.
const unseen = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

var ligatures = map[rune]string{'ﬀ': "ff", 'ﬁ': "fi", 'ﬂ': "fl", 'ﬃ': "ffi", 'ﬄ': "ffl", 'ﬅ': "st", 'ﬆ': "st"}

func (w *writer) write(r rune, at int) {
	if unicode.IsSpace(r) {
		w.inWord = false
		return
	}
	if strings.ContainsRune(unseen, r) {
		return
	}
	if !w.inWord {
		w.word++
		w.inWord = true
	}
	letters, ok := ligatures[r]
	if !ok {
		letters = string(r)
	}
	for _, r := range letters {
		w.chars = append(w.chars, char{r, at, w.word, w.line, len(w.blocks) - 1})
	}
}

// readTruth reads a truth.json.
func readTruth(path string) (*stream, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var truth struct {
		Blocks []struct {
			T, Role, Text string
			Level         int
		}
		Notes map[string]string
	}
	if err := json.Unmarshal(data, &truth); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	w := &writer{stream: stream{refs: map[int][]string{}}}
	for _, b := range truth.Blocks {
		w.beginBlock(truthKind(b.T, b.Role, b.Text, b.Level), "")
		w.truthText(b.Text)
	}
	labels := make([]string, 0, len(truth.Notes))
	for label := range truth.Notes {
		labels = append(labels, label)
	}
	slices.SortFunc(labels, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	for _, label := range labels {
		for paragraph := range strings.SplitSeq(truth.Notes[label], "\n\n") {
			w.beginBlock("p", label)
			w.truthText(paragraph)
		}
	}
	return &w.stream, nil
}

// truthKind tells the truth's kinds apart as far as decisions do. A line of
// verse by itself may be shown as anything.
func truthKind(t, role, text string, level int) string {
	switch {
	case role != "":
		return role
	case t == "h" && level == 1:
		return "title"
	case t == "verse" && !strings.Contains(text, "\n"):
		return "line"
	}
	return t
}

// truthText writes a text of the truth, in which ⟦4⟧ refers to note 4.
func (w *writer) truthText(text string) {
	text = norm.NFC.String(text)
	for text != "" {
		before, rest, found := strings.Cut(text, "⟦")
		for _, r := range before {
			if r == '\n' {
				w.newLine()
			}
			w.write(r, 0)
		}
		if !found {
			return
		}
		label, after, _ := strings.Cut(rest, "⟧")
		w.refs[w.word] = append(w.refs[w.word], label)
		text = after
	}
}

// made is the document that was made, as a stream that knows where in the
// source each character stands.
type made struct {
	stream
	source string
	index  []int32 // of each byte of the source: its character, or -1
}

// readMade reads what decisions make of a source.
func readMade(src *source.Source, ledger []repair.Decision) *made {
	doc, edits := repair.Assemble(src, ledger), repair.Edits(ledger)
	slices.SortStableFunc(edits, func(a, b document.Edit) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	w := &writer{}
	w.leaves(doc.Blocks, "", src.Text, edits)
	for i := range doc.Notes {
		w.leaves(doc.Notes[i].Blocks, doc.Notes[i].ID, src.Text, edits)
	}
	m := &made{stream: w.stream, source: src.Text, index: make([]int32, len(src.Text)+1)}
	for i := range m.index {
		m.index[i] = -1
	}
	for i := len(m.chars) - 1; i >= 0; i-- {
		m.index[m.chars[i].at] = int32(i)
	}
	return m
}

func (w *writer) leaves(blocks []document.Block, note, source string, edits []document.Edit) {
	for b := range document.Leaves(blocks) {
		w.beginBlock("", note)
		for in := range document.Inlines(b.Content) {
			switch in.Kind {
			case document.Text:
				w.inline(in, source, edits)
			case document.LineBreak:
				w.newLine()
			}
		}
	}
}

// inline writes a run of text: its characters are those of its span with the
// edits made, its spaces its own.
func (w *writer) inline(in *document.Inline, source string, edits []document.Edit) {
	n, _ := slices.BinarySearchFunc(edits, in.Span.Start, func(e document.Edit, at int) int { return e.Span.Start - at })
	places := placesOf(source, in.Span, edits[n:])
	for _, r := range in.Text {
		at := 0
		if !unicode.IsSpace(r) && len(places) > 0 {
			at, places = places[0], places[1:]
		}
		w.write(r, at)
	}
}

// placesOf lists the bytes of the visible characters that the edits make of a
// span.
func placesOf(source string, span document.Span, edits []document.Edit) []int {
	var places []int
	add := func(s string, at, step int) {
		for i, r := range s {
			if !unicode.IsSpace(r) {
				places = append(places, at+i*step)
			}
		}
	}
	at := span.Start
	for _, e := range edits {
		if e.Span.Start >= span.End {
			break
		}
		add(source[at:e.Span.Start], at, 1)
		add(e.Text, e.Span.Start, 0)
		at = e.Span.End
	}
	if at < span.End {
		add(source[at:span.End], at, 1)
	}
	return places
}
