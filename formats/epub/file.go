package epub

import (
	"strconv"

	"github.com/refolio/refolio/pipeline/document"
)

// write writes the body of f.
func (f *file) write() {
	size := 0
	for _, p := range f.pieces {
		size += p.size
	}
	f.b = make([]byte, 0, size+size/8+1<<10) // enough for most, with the tags and notes
	switch {
	case f.landmark == "cover":
		f.writeCover()
	case f.landmark == "titlepage":
		f.writeTitlePage()
	case len(f.groups) > 0:
		f.writeEndnotes()
	case f.landmark == "colophon":
		f.writeColophon()
	default:
		for _, p := range f.pieces {
			f.writePiece(p)
		}
	}
}

// writePiece writes a chapter, or what this file holds of it.
func (f *file) writePiece(p *piece) {
	f.openSection(p.sec, p.first)
	f.writeSection(p.sec, p.blocks, p.first, p.whole)
	f.writeNotes(p)
	f.end()
}

// openSection begins the element of a section. Its kind is its heading's: a
// chapter or part at the depth where files begin, a plain section below.
func (f *file) openSection(s *section, first bool) {
	attrs := []string{"id", s.id}
	if !first {
		attrs = nil
	}
	kind := division{epubType: "chapter", role: "doc-chapter"}
	d, known := divisionOf(s.title())
	switch {
	case s.opening != noOpening:
		kind = openingKinds[s.opening]
	case s.heading == nil:
		kind = division{}
	case s.parent != nil && !s.parent.split:
		kind = division{}
	case known:
		kind = d
	case s.split:
		kind = division{epubType: "part", role: "doc-part"}
	}
	if !first {
		kind.role = ""
	}
	label := ""
	if s.heading == nil || !first {
		label = f.title
	}
	class := ""
	switch {
	case s.opening != noOpening:
		class = openingClasses[s.opening]
	case kind.epubType == "":
	case first && len(s.blocks) == 0:
		class = "chapter bare"
	default:
		class = "chapter"
	}
	if kind.epubType == "part" {
		class += " part"
	}
	f.open("section", append(attrs, "class", class, "epub:type", kind.epubType, "role", kind.role, "aria-label", label)...)
	f.newline()
}

// writeSection writes a section's heading and blocks, and the sections below
// it if they stand in the same piece.
func (f *file) writeSection(s *section, blocks []document.Block, first, whole bool) {
	if first && s.heading != nil {
		f.heading(s)
	}
	if e, rest := epigraph(s, blocks); first && e != nil {
		f.writeEpigraph(e)
		blocks = rest
	}
	f.blocks(blocks, &inliner{file: f})
	if !whole {
		return
	}
	for _, c := range s.children {
		f.openSection(c, true)
		f.writeSection(c, c.blocks, true, true)
		f.end()
	}
}

func (f *file) heading(s *section) {
	tag := "h" + strconv.Itoa(min(s.depth, 6))
	w := &inliner{file: f}
	text := plain(s.heading.Content)
	switch i, end := ordinal(s.heading.Content); {
	case text == "":
		f.line("p", s.heading, w)
	case end > 0 && (s.parent == nil || s.parent.split):
		f.numberedHeading(tag, s.heading, i, end)
	default:
		f.line(tag, s.heading, w)
	}
}

// epigraph returns the short quotation or poem directly below the heading of
// a chapter, and the blocks behind it. A quotation that the text goes on to
// discuss is as a rule longer or introduced.
func epigraph(s *section, blocks []document.Block) (*document.Block, []document.Block) {
	const longest = 600 // bytes
	if s.heading == nil || len(blocks) < 2 || blocks[1].Kind != document.Paragraph {
		return nil, blocks
	}
	if b := &blocks[0]; (b.Kind == document.Quote || b.Kind == document.Verse) && textSize(b) <= longest {
		return b, blocks[1:]
	}
	return nil, blocks
}

func (f *file) writeEpigraph(b *document.Block) {
	f.open("div", f.inLanguage(b, []string{"class", "epigraph", "epub:type", "epigraph", "role", "doc-epigraph"})...)
	f.newline()
	w := &inliner{file: f}
	if b.Kind == document.Quote {
		f.quoted(b, w)
	} else {
		f.verse([]document.Block{*b}, w)
	}
	f.end()
}

// pageBreak marks where a page of the source begins. A page whose number is
// not known gets no mark, since nobody could look for it.
func (f *file) pageBreak(label string) {
	label = oneLine(label)
	if label == "" || f.book.o.NoPages {
		return
	}
	id := "page"
	if s := safeID(label); s == label {
		id = "page-" + s
	}
	id = f.book.pageIDs.unique(id)
	f.open("span", "id", id, "epub:type", "pagebreak", "role", "doc-pagebreak", "aria-label", label)
	f.close()
	f.book.pages = append(f.book.pages, pageMark{label, textFolder + f.name + "#" + id})
}

// link returns the address of an element of another file, as seen from f.
func (f *file) link(name, id string) string {
	if name == f.name {
		return "#" + id
	}
	return name + "#" + id
}
