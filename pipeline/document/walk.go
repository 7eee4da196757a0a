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

// Lines parts content at its line breaks, at any depth: what goes on over a
// line's end, such as emphasis, is begun anew on the next line. There is always
// at least one line, if only an empty one.
func Lines(content []Inline) [][]Inline {
	lines := [][]Inline{nil}
	for _, in := range content {
		if in.Kind == LineBreak {
			lines = append(lines, nil)
			continue
		}
		for i, inner := range Lines(in.Content) {
			if i > 0 {
				lines = append(lines, nil)
			}
			part := in
			part.Content = inner
			last := len(lines) - 1
			lines[last] = append(lines[last], part)
		}
	}
	return lines
}

// TitlePage returns the blocks of the title page, as [Document.Body] has them,
// or blocks made of the metadata if the source had none.
func (d *Document) TitlePage() []Block {
	_, page := d.Body()
	if len(page) > 0 || d.Meta.Title == "" {
		return page
	}
	add := func(kind Kind, s string) {
		if s != "" {
			page = append(page, Block{Kind: kind, Content: []Inline{{Kind: Text, Text: s}}})
		}
	}
	add(Title, d.Meta.Title)
	add(Subtitle, d.Meta.Subtitle)
	add(Byline, strings.Join(d.Meta.Authors, ", "))
	return page
}

// IsBullet reports whether the printed marker of an item is no word, so that a
// format may show a bullet of its own: "•", "–", "", but not "3." or "§".
func IsBullet(marker string) bool {
	return !strings.ContainsFunc(marker, func(r rune) bool {
		return r == '(' || r == '§' || '0' <= r && r <= '9' || 'a' <= r|0x20 && r|0x20 <= 'z'
	})
}

// Superscript returns the mark of a note in characters that stand high by
// themselves where there are such: "³⁴" for "34", but "*" for "*".
func Superscript(mark string) string {
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return []rune("⁰¹²³⁴⁵⁶⁷⁸⁹")[r-'0']
		}
		return r
	}, mark)
}

// NoteIndex returns the position of each note in d.Notes by its ID. Of notes
// with the same ID, which no sound document has, it is the first.
func (d *Document) NoteIndex() map[string]int {
	index := make(map[string]int, len(d.Notes))
	for i := len(d.Notes) - 1; i >= 0; i-- {
		index[d.Notes[i].ID] = i
	}
	return index
}
