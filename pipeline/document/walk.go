package document

import (
	"iter"
	"strings"
)

// Leaves yields the leaf blocks below blocks in reading order.
func Leaves(blocks []Block) iter.Seq[*Block] {
	return func(yield func(*Block) bool) { leaves(blocks, yield) }
}

func leaves(blocks []Block, yield func(*Block) bool) bool {
	for i := range blocks {
		b := &blocks[i]
		if b.Kind.Leaf() && !yield(b) || !leaves(b.Blocks, yield) {
			return false
		}
	}
	return true
}

// Inlines yields content and all inlines below it in reading order, an inline
// before what it holds.
func Inlines(content []Inline) iter.Seq[*Inline] {
	return func(yield func(*Inline) bool) { inlines(content, yield) }
}

func inlines(content []Inline, yield func(*Inline) bool) bool {
	for i := range content {
		if !yield(&content[i]) || !inlines(content[i].Content, yield) {
			return false
		}
	}
	return true
}

// PlainText returns the words of content: no note references, no page
// breaks, line breaks as "\n".
func PlainText(content []Inline) string {
	if len(content) == 1 && content[0].Kind == Text {
		return content[0].Text
	}
	var sb strings.Builder
	for in := range Inlines(content) {
		switch in.Kind {
		case Text:
			sb.WriteString(in.Text)
		case LineBreak:
			sb.WriteByte('\n')
		}
	}
	return sb.String()
}

// Note returns the note with the given ID and its position in d.Notes,
// counted from 0. It returns nil and -1 if there is none. It looks at every
// note: a writer that resolves many references makes a map of its own.
func (d *Document) Note(id string) (*Note, int) {
	for i := range d.Notes {
		if d.Notes[i].ID == id {
			return &d.Notes[i], i
		}
	}
	return nil, -1
}
