package epub

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// A note is one of the document's notes with what the book makes of it.
type note struct {
	*document.Note
	id     string // in the files
	number string // as it is shown
	placed bool
	file   string // the file in which it stands
	refs   int    // how many references to it have been written
	from   string // the file of the first of them
}

// place gives every note its piece: that of its first reference or, if there
// is none, that of the notes before it. The first of the pieces, of which there
// is at least one, is the title page.
func (b *book) place(pieces []*piece) {
	b.byID = make(map[string]int, len(b.doc.Notes))
	b.notes = make([]note, len(b.doc.Notes))
	ids := idMaker{}
	for i := range b.doc.Notes {
		n := &b.doc.Notes[i]
		if _, taken := b.byID[n.ID]; !taken {
			b.byID[n.ID] = i
		}
		b.notes[i] = note{Note: n, id: ids.unique("note-" + safeID(n.ID))}
	}
	for _, p := range pieces {
		b.placeReferred(p)
	}
	b.placeStrays(pieces)
	b.number(pieces)
}

// placeReferred puts the notes that p refers to, and those that these refer to
// in turn, into p.
func (b *book) placeReferred(p *piece) {
	take := func(blocks []document.Block) {
		for leaf := range document.Leaves(blocks) {
			for in := range document.Inlines(leaf.Content) {
				if in.Kind != document.NoteRef {
					continue
				}
				if i, ok := b.byID[in.Target]; ok && !b.notes[i].placed {
					b.notes[i].placed = true
					p.notes = append(p.notes, i)
				}
			}
		}
	}
	for blocks := range p.content() {
		take(blocks)
	}
	for i := 0; i < len(p.notes); i++ {
		take(b.notes[p.notes[i]].Blocks)
	}
}

// content yields the runs of blocks in p, headings included, in reading order.
func (p *piece) content() func(yield func([]document.Block) bool) {
	return func(yield func([]document.Block) bool) {
		if p.first && p.sec.heading != nil && !yield([]document.Block{*p.sec.heading}) || !yield(p.blocks) {
			return
		}
		if !p.whole {
			return
		}
		for s := range p.sec.all() {
			if s == p.sec {
				continue
			}
			if !yield([]document.Block{*s.heading}) || !yield(s.blocks) {
				return
			}
		}
	}
}

func (b *book) placeStrays(pieces []*piece) {
	home := make([]int, len(b.notes))
	first := len(pieces) - 1
	for i, p := range pieces {
		for _, n := range p.notes {
			home[n] = i
			first = min(first, i)
		}
	}
	at := first
	for i := range b.notes {
		if b.notes[i].placed {
			at = max(at, home[i]) // a note's own note may be in an earlier piece
		} else {
			pieces[at].strays = append(pieces[at].strays, i)
		}
	}
}

// number gives the notes the numbers that they show. A note that nothing
// refers to keeps its printed label and takes no number away.
func (b *book) number(pieces []*piece) {
	printed := b.o.Numbering == AsPrinted || b.o.Numbering == Continuous && b.countsUp(pieces)
	n := 0
	for _, p := range pieces {
		if b.o.Numbering == PerChapter && p.first {
			n = 0
		}
		for _, i := range p.notes {
			n++
			note := &b.notes[i]
			switch {
			case !printed:
				note.number = strconv.Itoa(n)
			case note.Label == "":
				note.number = "*"
			default:
				note.number = strings.TrimSpace(note.Label)
			}
		}
		for _, i := range p.strays {
			b.notes[i].number = strings.TrimSpace(b.notes[i].Label)
		}
	}
}

// countsUp reports whether the printed labels are numbers that rise through
// the whole book.
func (b *book) countsUp(pieces []*piece) bool {
	last := 0
	for _, p := range pieces {
		for _, i := range p.notes {
			n, err := strconv.Atoi(b.notes[i].Label)
			if err != nil || n <= last {
				return false
			}
			last = n
		}
	}
	return true
}

// safeID returns id if it is letters and digits, and what is left of it
// otherwise: notes of a document that was written by hand may be called
// anything.
func safeID(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, id[:min(len(id), 40)])
}

// writeNotes writes the notes of p behind its text.
func (f *file) writeNotes(p *piece) {
	if len(p.notes) > 0 {
		f.open("section", "class", "notes", "epub:type", "footnotes", "aria-label", f.label(f.book.words.Notes))
		f.newline()
		for _, i := range p.notes {
			f.writeNote(&f.book.notes[i], "aside", "epub:type", "footnote", "role", "doc-footnote")
		}
		f.end()
	}
	f.writeStrays(p.strays)
}

// label is what the notes of a chapter are called for those who don't see them,
// unless several chapters in f would have theirs called the same.
func (f *file) label(s string) string {
	if len(f.pieces)+len(f.groups) > 1 {
		return ""
	}
	return s
}

// writeStrays writes notes that nothing refers to. They are no asides:
// Apple's reader hides an aside of notes until its reference is touched.
func (f *file) writeStrays(strays []int) {
	if len(strays) == 0 {
		return
	}
	f.open("section", "class", "notes", "aria-label", f.label(f.book.words.Strays))
	f.newline()
	f.leaf("p", f.book.words.Strays, "class", "notes-head")
	f.newline()
	for _, i := range strays {
		n := &f.book.notes[i]
		if n.refs > 0 { // by another stray
			f.writeNote(n, "aside", "epub:type", "footnote", "role", "doc-footnote")
		} else {
			f.writeNote(n, "div")
		}
	}
	f.end()
}

// writeNote writes one note as an element of the given kind. The way back
// stands first: a Kindle runs notes into each other when it stands last.
func (f *file) writeNote(n *note, tag string, attrs ...string) {
	f.open(tag, append([]string{"class", "note", "id", n.id}, attrs...)...)
	f.newline()
	in := &inliner{file: f, inNote: true}
	if n.number != "" {
		in.lead = func() { f.backlink(n) }
	}
	blocks := n.Blocks
	if len(blocks) == 0 || !takesLead(blocks[0].Kind) {
		f.open("p")
		in.flushLead()
		f.end()
	}
	f.blocks(blocks, in)
	f.end()
}

// takesLead reports whether the number of a note can stand within its first
// block rather than above it.
func takesLead(k document.Kind) bool {
	switch k {
	case document.Paragraph, document.Heading, document.Title, document.Subtitle, document.Byline:
		return true
	}
	return false
}

// backlink writes the number of a note, as a link to its first reference if
// there is one.
func (f *file) backlink(n *note) {
	label := n.number
	if r, _ := utf8.DecodeLastRuneInString(label); unicode.IsLetter(r) || unicode.IsDigit(r) {
		label += "."
	}
	if n.refs == 0 {
		f.leaf("span", label, "class", "note-number")
	} else {
		href := "#ref-" + n.id
		if n.from != f.name {
			href = n.from + href
		}
		f.leaf("a", label, "class", "note-number", "role", "doc-backlink",
			"href", href, "aria-label", f.book.words.BackTo+" "+n.number)
	}
	f.text(" ")
}
