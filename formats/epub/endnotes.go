package epub

import (
	"fmt"
	"slices"
)

// planNotes says in which file each note stands. Notes at the book's end get
// files of their own, as do the notes of a book without any text.
func (b *book) planNotes() {
	var p planner
	for _, f := range b.files {
		for _, piece := range f.pieces {
			if b.o.Notes == BookEnd || len(b.files) == b.frontFiles() {
				p.collect(b, piece, f)
				continue
			}
			for _, i := range slices.Concat(piece.notes, piece.strays) {
				b.notes[i].file = f.name
			}
		}
	}
	for i, f := range p.files {
		f.title, f.place = b.words.Notes, back
		f.name = "notes.xhtml"
		if i == 0 {
			f.landmark = "endnotes"
			f.entry = &entry{label: b.words.Notes, href: textFolder + f.name}
		} else {
			f.name = fmt.Sprintf("notes-%d.xhtml", i+1)
		}
		for _, g := range f.groups {
			for _, n := range slices.Concat(g.notes, g.strays) {
				b.notes[n].file = f.name
			}
		}
		b.add(f)
	}
}

// frontFiles is the number of files before the text.
func (b *book) frontFiles() int {
	n := 0
	for _, f := range b.files {
		if f.landmark == "cover" || f.landmark == "titlepage" {
			n++
		}
	}
	return n
}

// A noteGroup is the notes of one chapter at the book's end.
type noteGroup struct {
	title         string // "" if it goes on from the file before
	notes, strays []int
}

// A planner spreads the notes at the book's end over files.
type planner struct {
	files []*file
	size  int // of the last file, in bytes of text
}

// collect takes the notes away from p, which stands in f.
func (pl *planner) collect(b *book, p *piece, f *file) {
	title := p.sec.title()
	if title == "" {
		title = f.title
	}
	add := func(i int, list func(*noteGroup) *[]int) {
		if len(pl.files) == 0 || pl.size > maxFile {
			pl.files = append(pl.files, &file{})
			pl.size = 0
		}
		last := pl.files[len(pl.files)-1]
		if len(last.groups) == 0 || title != "" && p.first {
			last.groups = append(last.groups, noteGroup{title: title})
			title = ""
		}
		to := list(&last.groups[len(last.groups)-1])
		*to = append(*to, i)
		for j := range b.notes[i].Blocks {
			pl.size += textSize(&b.notes[i].Blocks[j])
		}
	}
	for _, i := range p.notes {
		add(i, func(g *noteGroup) *[]int { return &g.notes })
	}
	for _, i := range p.strays {
		add(i, func(g *noteGroup) *[]int { return &g.strays })
	}
	p.notes, p.strays = nil, nil
}

// writeEndnotes writes a file of notes at the book's end. A note there may be
// the target of a reference that opens it in place, as at a chapter's end; it is
// called a footnote for that, since the type endnote is deprecated, and is no
// aside, which Apple's reader would hide.
func (f *file) writeEndnotes() {
	role, id := "doc-endnotes", "notes"
	if f.landmark == "" {
		role, id = "", ""
	}
	f.open("section", "id", id, "class", "endnotes", "epub:type", "endnotes", "role", role, "aria-label", f.title)
	f.newline()
	if f.landmark != "" {
		f.leaf("h1", f.title)
		f.newline()
	}
	for i := range f.groups {
		g := &f.groups[i]
		f.open("section")
		f.newline()
		if g.title != "" && (len(f.groups) > 1 || f.landmark == "") {
			f.leaf("h2", g.title)
			f.newline()
		}
		for _, n := range g.notes {
			f.writeNote(&f.book.notes[n], "div", "epub:type", "footnote", "role", "doc-footnote")
		}
		f.writeStrays(g.strays)
		f.end()
	}
	f.end()
}
