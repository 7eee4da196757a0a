package epub

import (
	"slices"
	"strconv"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// writeTitlePage writes the title page: as the source prints it where the
// metadata say the same, so that emphasis stays and a note on the title keeps
// its place, and as the metadata say where they differ.
func (f *file) writeTitlePage() {
	b := f.book
	of := func(kinds ...document.Kind) []document.Block {
		var found []document.Block
		for _, block := range f.pieces[0].blocks {
			if slices.Contains(kinds, block.Kind) {
				found = append(found, block)
			}
		}
		return found
	}
	f.open("section", "class", "titlepage", "epub:type", "titlepage", "aria-label", b.words.TitlePage)
	f.newline()
	f.shown("h1", b.title, of(document.Title), "epub:type", "title")
	f.shown("p", b.subtitle, of(document.Subtitle), "class", "subtitle", "epub:type", "subtitle", "role", "doc-subtitle")
	f.authors(of(document.Byline))
	f.contributors()
	f.imprint()
	f.writeNotes(f.pieces[0])
	f.end()
}

// shown writes text, in the form that blocks have if their words are the same.
func (f *file) shown(tag, text string, blocks []document.Block, attrs ...string) {
	if text == "" && len(blocks) == 0 {
		return
	}
	f.open(tag, attrs...)
	w := &inliner{file: f}
	if text == plainAll(blocks) {
		for i := range blocks {
			if i > 0 {
				f.void("br")
			}
			w.write(blocks[i].Content)
		}
	} else {
		f.text(text)
		w.marks(blocks)
	}
	f.end()
}

// authors writes the author line as printed if it names every author.
func (f *file) authors(bylines []document.Block) {
	authors := f.book.doc.Meta.Authors
	printed := plainAll(bylines)
	named := true
	for _, a := range authors {
		named = named && strings.Contains(printed, oneLine(a))
	}
	if named && printed != "" {
		for i := range bylines {
			f.line("p", &bylines[i], &inliner{file: f}, "class", "author")
		}
		return
	}
	for i, a := range authors {
		f.open("p", "class", "author")
		f.text(oneLine(a))
		if i == len(authors)-1 {
			w := &inliner{file: f}
			w.marks(bylines)
		}
		f.end()
	}
	if len(authors) == 0 && len(bylines) > 0 {
		w := &inliner{file: f}
		f.open("p", "class", "author")
		w.marks(bylines)
		f.end()
	}
}

// contributors writes who translated, edited and illustrated the book.
func (f *file) contributors() {
	b := f.book
	for _, by := range []struct{ role, words string }{
		{"trl", b.words.TranslatedBy}, {"edt", b.words.EditedBy}, {"ill", b.words.IllustratedBy},
	} {
		var names []string
		for _, c := range b.doc.Meta.Contributors {
			if name := oneLine(c.Name); c.Role == by.role && name != "" {
				names = append(names, name)
			}
		}
		if len(names) > 0 {
			f.leaf("p", by.words+" "+strings.Join(names, ", "), "class", "contributor")
			f.newline()
		}
	}
}

// marks writes the note references and page breaks of blocks whose words are
// not shown.
func (w *inliner) marks(blocks []document.Block) {
	for leaf := range document.Leaves(blocks) {
		for in := range document.Inlines(leaf.Content) {
			if in.Kind == document.NoteRef || in.Kind == document.PageBreak {
				w.inline(in)
			}
		}
	}
}

// imprint writes the series, the publisher and the year at the foot of the title page.
func (f *file) imprint() {
	m := &f.book.doc.Meta
	year := m.Date
	if len(year) > 4 {
		year = year[:4]
	}
	if _, err := strconv.Atoi(year); err != nil {
		year = oneLine(m.Date)
	}
	if series := oneLine(m.Series.Title); series != "" {
		if m.Series.Number != "" {
			series += ", " + f.book.words.Series + " " + m.Series.Number
		}
		f.leaf("p", series, "class", "series")
		f.newline()
	}
	lines := slices.DeleteFunc([]string{oneLine(m.Publisher), year}, func(s string) bool { return s == "" })
	if len(lines) > 0 {
		f.leaf("p", strings.Join(lines, ", "), "class", "imprint")
		f.newline()
	}
}

// plainAll returns the words of blocks on one line.
func plainAll(blocks []document.Block) string {
	var parts []string
	for i := range blocks {
		if s := plain(blocks[i].Content); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, " ")
}
