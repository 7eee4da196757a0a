package document

import (
	"iter"
	"strings"
	"time"
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

// Stamp is the time that a writer puts into files that must have one:
// Modified, else Date (its first day, midnight UTC), else 1 January 1980,
// the earliest time that a ZIP archive can hold.
func (m *Meta) Stamp() time.Time {
	if !m.Modified.IsZero() {
		return m.Modified.UTC()
	}
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.Parse(layout, m.Date); err == nil && t.Year() >= 1980 {
			return t
		}
	}
	return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
}
