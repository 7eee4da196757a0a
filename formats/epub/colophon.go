package epub

import (
	"fmt"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// writeColophon writes the page that says how the edition came about. It is
// in English whatever the book is in, as are the repairs that it lists.
func (f *file) writeColophon() {
	b := f.book
	f.open("section", "class", "colophon", "epub:type", "colophon", "role", "doc-colophon", "lang", "en", "xml:lang", "en")
	f.newline()
	f.leaf("h1", "Colophon")
	f.newline()
	f.leaf("p", "This edition was made by the program refolio from the text that another program had "+
		"extracted from the pages of the original. Running heads, page numbers and the ends of lines "+
		"were taken out, words and paragraphs joined again and notes led back to their places; "+
		"the author’s words were left as they are.")
	f.newline()
	f.leaf("p", b.counts())
	f.newline()
	if len(b.o.Repairs) > 0 {
		f.open("ul")
		f.newline()
		for _, r := range b.o.Repairs {
			f.leaf("li", oneLine(r))
			f.newline()
		}
		f.end()
	}
	f.end()
}

// counts says what the book holds.
func (b *book) counts() string {
	words, unreferred := 0, 0
	for leaf := range document.Leaves(b.doc.Blocks) {
		words += len(strings.Fields(document.PlainText(leaf.Content)))
	}
	for i := range b.notes {
		if !b.notes[i].placed {
			unreferred++
		}
	}
	s := fmt.Sprintf("The text has %s", number(words, "word"))
	if n := len(b.notes); n > 0 {
		s += " and " + number(n, "note")
		if unreferred > 0 {
			s += fmt.Sprintf(", %s of which the text does not refer to", number(unreferred, ""))
		}
	}
	s += "."
	if n := len(b.pages); n > 0 {
		s += fmt.Sprintf(" The places where %s of the original begin are marked.", number(n, "page"))
	}
	return s
}

// number writes n in figures, with commas between thousands, and the noun
// that it counts.
func number(n int, noun string) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if noun == "" {
		return s
	}
	if n != 1 {
		noun += "s"
	}
	return s + " " + noun
}
