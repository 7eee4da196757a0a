// Package engine makes PDF files: pages with text at given places, links,
// bookmarks, and a structure tree for programs that read aloud.
//
// It knows nothing of paragraphs or books; package typeset decides where
// things stand. The pages and the fonts are made by github.com/jung-kurt/gofpdf,
// which one file alone calls, gofpdf.go. This package stands between it and the
// text:
//
//   - gofpdf has a kind of fonts for all of Unicode, each of which takes it a table of
//     128 KB to make. It panics at letters above U+FFFF there, draws nothing for
//     letters that a font lacks, and prints to standard output what it can't read.
//     It is given fonts of its other kind, which it embeds as they are. A [Text]
//     holds only letters that its face has, and how pages name them is this
//     package's own; see Page.Text.
//   - It embeds every font that was added. Fonts are added when all pages are drawn,
//     only those that were used, and cut down to their letters by package fonts,
//     which checks them.
//   - It replaces its alias for the number of pages in the text of a book.
//     The alias is never set.
//   - It copies the contents of pages five times and packs them slowly. Its
//     pages stay empty, and the contents are packed beside it, each page while
//     the next ones are drawn.
//   - It knows no language, no page labels, no structure, no object streams.
//     [Book.Write] takes gofpdf's file apart and writes a new one, of version
//     1.7, from its page contents and fonts; see file.go.
//
// Places are measured from the upper left corner of the page to the right and
// down; the place of a text is the left end of its baseline.
package engine

import (
	"bytes"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// Meta is what the file says of itself. Empty fields are left out.
type Meta struct {
	Title, Subtitle, Description string
	Authors, Subjects            []string
	Publisher, Rights            string
	Identifier, Date             string
	Language                     string // a BCP 47 tag
	Producer                     string
	Stamp                        time.Time // of creation and of the last change
}

// Book is a PDF file in the making.
type Book struct {
	size      measure.Size
	meta      Meta
	pages     []*Page
	fonts     []*usedFont
	root      *Element
	dests     []destination
	bookmarks []bookmark
	labels    []PageLabels
	rooms     [][]byte // for the contents of the next pages
	finished  []*Page  // that nobody packs yet

	packing sync.WaitGroup
	packers chan *packer // that have nothing to do; nil for those that are still to be made
}

// usedFont is a face that some page uses, with the letters that it must have.
type usedFont struct {
	face    *fonts.Face
	letters []bool // by code point

	simple  bool      // it is used in the form of a byte a letter; see Page.Text
	plain   [256]bool // by byte: a letter of ASCII that it has, and that stands in a string as it is
	pairs   []uint16  // by code point: the code in the form of two bytes, or 0; nil if it is not used in that
	inPairs []rune    // the letters with a code, which are numbered from 1

	embedded *fonts.Embedded // nil until all pages are drawn
}

// destination is a place in the book that links lead to.
type destination struct {
	page int // counted from 0; -1 as long as the place is not known
	y    measure.Unit
}

// Dest names a place that links lead to.
type Dest int

type bookmark struct {
	title string
	level int
	dest  Dest
}

// PageLabels says how a run of pages is numbered, as the printed folios are.
type PageLabels struct {
	Page  int    // the first page of the run, counted from 0
	Style string // "D" for 1, 2, 3; "r" for i, ii, iii; "" for no number
	Start int    // the number of the first page
}

// New returns a book without pages.
func New(size measure.Size, meta Meta) *Book {
	b := &Book{size: size, meta: meta, root: &Element{Type: "Document"}}
	b.packers = make(chan *packer, runtime.GOMAXPROCS(0))
	for range cap(b.packers) {
		b.packers <- nil
	}
	return b
}

// Root returns the element of the structure tree that holds all others.
func (b *Book) Root() *Element { return b.root }

// Pages returns the number of pages so far.
func (b *Book) Pages() int { return len(b.pages) }

// usualPage is as many bytes as the content of a page of text mostly needs.
const usualPage = 10 << 10

// AddPage adds an empty page at the end. Nothing may be drawn on the pages
// before it any more.
func (b *Book) AddPage() *Page {
	b.finishPage()
	p := &Page{book: b, index: len(b.pages)}
	if n := len(b.rooms) - 1; n >= 0 {
		p.content, b.rooms = b.rooms[n], b.rooms[:n]
	} else {
		p.content = make([]byte, 0, usualPage)
	}
	b.pages = append(b.pages, p)
	return p
}

// packer packs pages. It has room for the contents of some.
type packer struct {
	*deflater
	rooms [][]byte
}

// together is how many pages are packed by one goroutine, so that its stack need
// not grow for each.
const together = 8

// finishPage ends the last page.
func (b *Book) finishPage() {
	if len(b.pages) == 0 {
		return
	}
	p := b.pages[len(b.pages)-1]
	p.end()
	if b.finished = append(b.finished, p); len(b.finished) == together {
		b.pack()
	}
}

// pack packs the contents of the finished pages while others are drawn, on as many
// processors as there are. The next pages get the room of those that are packed.
func (b *Book) pack() {
	if len(b.finished) == 0 {
		return
	}
	k := <-b.packers
	if k == nil {
		k = &packer{deflater: newDeflater()}
	}
	b.rooms, k.rooms = append(b.rooms, k.rooms...), k.rooms[:0]
	pages := b.finished
	b.finished = make([]*Page, 0, together)
	b.packing.Go(func() {
		for _, p := range pages {
			p.packed = bytes.Clone(k.deflate(p.content))
			k.rooms, p.content = append(k.rooms, p.content[:0]), nil
		}
		b.packers <- k
	})
}

// NewDest returns a new destination, whose place [Page.Place] sets. Links
// and bookmarks to a destination that is never placed lead to the first page.
func (b *Book) NewDest() Dest {
	b.dests = append(b.dests, destination{page: -1})
	return Dest(len(b.dests) - 1)
}

// Bookmark adds an entry to the outline that viewers show beside the pages.
// Levels count from 0; a level that is more than one below its forerunner's
// is raised.
func (b *Book) Bookmark(title string, level int, to Dest) {
	deepest := 0
	if n := len(b.bookmarks); n > 0 {
		deepest = b.bookmarks[n-1].level + 1
	}
	b.bookmarks = append(b.bookmarks, bookmark{title, min(level, deepest), to})
}

// SetLabels says how the pages are numbered. The runs must be in the order of
// their pages, the first at page 0.
func (b *Book) SetLabels(runs []PageLabels) { b.labels = runs }

// pair returns the code of r in the form of two bytes a letter.
func (u *usedFont) pair(r rune) uint16 {
	if u.pairs == nil {
		u.pairs = make([]uint16, 1<<16)
	}
	if u.pairs[r] == 0 {
		u.inPairs = append(u.inPairs, r)
		u.pairs[r] = uint16(len(u.inPairs))
	}
	return u.pairs[r]
}

// font returns the number of a face in the file, and its letters.
func (b *Book) font(face *fonts.Face) (int, *usedFont) {
	i := slices.IndexFunc(b.fonts, func(u *usedFont) bool { return u.face == face })
	if i < 0 {
		i = len(b.fonts)
		b.fonts = append(b.fonts, &usedFont{face: face, letters: make([]bool, 1<<16)})
	}
	return i, b.fonts[i]
}
