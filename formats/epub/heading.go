package epub

import (
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// numbered is a heading that begins with its number: "XXVIII. Destruction of
// Paganism", "Chapter 3: The Weir". A figure alone, "2. Methods", is an
// article's and stays on the line.
var numbered = compiled(`^((?i:chapter|part|book|letter|canto|act|kapitel|teil|buch|chapitre|partie|livre|capítulo|parte|libro|capitolo|hoofdstuk|deel|глава|часть) ` +
	`(?:[IVXLC]+|[0-9]{1,3})[.:]?|[IVXLC]+[.:])( (?:[—–-] )?)\S`)

// ordinal returns which inline of a heading begins with its number and how
// many bytes of it that is, 0 if none does.
func ordinal(content []document.Inline) (i, end int) {
	for i := range content {
		switch in := &content[i]; {
		case in.Kind == document.PageBreak:
		case in.Kind == document.Text:
			if m := numbered().FindStringSubmatchIndex(in.Text); m != nil {
				return i, m[3]
			}
			return 0, 0
		default:
			return 0, 0
		}
	}
	return 0, 0
}

// numberedHeading sets the number, which is the first end bytes of the inline
// i, on a line above the words.
func (f *file) numberedHeading(tag string, b *document.Block, i, end int) {
	number, words := b.Content[i].Text[:end], b.Content[i].Text[end:]
	w := &inliner{file: f}
	f.open(tag)
	w.write(b.Content[:i])
	kind := "ordinal"
	if fields := strings.Fields(number); strings.Trim(fields[len(fields)-1], "IVXLC.:") == "" {
		f.hasStructure = true
		kind = "ordinal z3998:roman"
	}
	f.leaf("span", number, "class", "ordinal", "epub:type", kind)
	f.text(" ")
	f.open("span", "class", "name", "epub:type", "title")
	w.write([]document.Inline{{Kind: document.Text, Text: strings.TrimLeft(words, " ")}})
	w.write(b.Content[i+1:])
	f.close()
	f.end()
	f.blocks(b.Blocks, w)
}
