package epub

import (
	"fmt"
	"slices"
	"strings"
)

// Options says how the book is to be made. The zero value makes a book with a
// title page, a cover that the program draws, a list of contents, notes at
// the end of each chapter and, if the source's pages are numbered, a list of
// its pages.
type Options struct {
	Notes      NotePlace  `yaml:"notes"`      // chapter, book
	Numbering  Numbering  `yaml:"numbering"`  // continuous, chapter, printed
	Paragraphs Paragraphs `yaml:"paragraphs"` // indented, spaced
	Cover      Cover      `yaml:"cover"`      // rule, frame, band, pattern, initial, none

	// CoverImage is a JPEG, PNG or GIF file to use instead of a drawn
	// cover: a path that is opened as it stands. See [Options.Files].
	CoverImage string `yaml:"cover-image"`
	// Fonts are files of one family that the book is to be shown in. Without
	// any it is shown in Face. What is embedded is cut down to the letters of
	// the book; see [Font.Whole].
	Fonts []Font `yaml:"fonts"`
	Face  Face   `yaml:"face"` // reader, book
	// NoPages leaves out the marks of the source's pages and their list.
	NoPages bool `yaml:"no-pages"`
	// NoContents leaves the list of contents out of the pages that one turns;
	// it is still what the reading system shows on its own.
	NoContents bool `yaml:"no-contents"`
	// Colophon adds a last page that says how the edition was made and, if the
	// document knows how it came about, what was repaired.
	Colophon bool `yaml:"colophon"`
}

// Files returns where o holds the paths of files, so that a caller can check
// them and make them absolute.
func (o *Options) Files() []*string {
	files := []*string{&o.CoverImage}
	for i := range o.Fonts {
		files = append(files, &o.Fonts[i].File)
	}
	return files
}

// NotePlace says where notes stand.
type NotePlace uint8

// The places of notes.
const (
	ChapterEnd NotePlace = iota // at the end of the chapter that refers to them
	BookEnd                     // together at the end of the book, by chapters
)

// Numbering says which numbers notes bear.
type Numbering uint8

// The ways to number notes.
const (
	// Continuous numbers run through the book. If the printed ones do, they
	// are kept with their gaps, since a text may speak of "note 14" and a
	// scholar will cite it.
	Continuous Numbering = iota
	PerChapter           // from 1 in each chapter
	AsPrinted            // the printed marks, *, † or 3, wherever they are known
)

// Paragraphs says how paragraphs are told apart.
type Paragraphs uint8

// The ways to tell paragraphs apart.
const (
	Indented Paragraphs = iota // by an indent, but after a heading
	Spaced                     // by a space between them
)

// Face says which type the book is shown in if it brings no fonts of the user's.
type Face uint8

// The faces.
const (
	ReaderFace Face = iota // the reading system's, as the reader has chosen it
	BookFace               // Gentium Plus, cut down to the letters of the book and embedded
)

// Cover is a design of the drawn cover.
type Cover uint8

// The designs.
const (
	RuleCover    Cover = iota // light, the title over a rule
	FrameCover                // dark, within a frame
	BandCover                 // a broad band of colour behind the title
	PatternCover              // the title over a pattern of tiles, another for each book
	InitialCover              // the title over its first letter, very large
	NoCover                   // the book has no cover
)

var (
	notePlaces     = []string{"chapter", "book"}
	numberings     = []string{"continuous", "chapter", "printed"}
	paragraphForms = []string{"indented", "spaced"}
	faces          = []string{"reader", "book"}
	covers         = []string{"rule", "frame", "band", "pattern", "initial", "none"}
)

// UnmarshalText reads "chapter" or "book".
func (p *NotePlace) UnmarshalText(b []byte) error { return pick((*uint8)(p), notePlaces, b) }

// UnmarshalText reads "continuous", "chapter" or "printed".
func (n *Numbering) UnmarshalText(b []byte) error {
	return pick((*uint8)(n), numberings, b)
}

// UnmarshalText reads "indented" or "spaced".
func (p *Paragraphs) UnmarshalText(b []byte) error {
	return pick((*uint8)(p), paragraphForms, b)
}

// UnmarshalText reads "reader" or "book".
func (f *Face) UnmarshalText(b []byte) error { return pick((*uint8)(f), faces, b) }

// MarshalText is the inverse of UnmarshalText.
func (f Face) MarshalText() ([]byte, error) { return []byte(faces[f]), nil }

// UnmarshalText reads "rule", "frame", "band", "pattern", "initial" or "none".
func (c *Cover) UnmarshalText(b []byte) error { return pick((*uint8)(c), covers, b) }

// MarshalText is the inverse of UnmarshalText.
func (p NotePlace) MarshalText() ([]byte, error) { return []byte(notePlaces[p]), nil }

// MarshalText is the inverse of UnmarshalText.
func (n Numbering) MarshalText() ([]byte, error) { return []byte(numberings[n]), nil }

// MarshalText is the inverse of UnmarshalText.
func (p Paragraphs) MarshalText() ([]byte, error) { return []byte(paragraphForms[p]), nil }

// MarshalText is the inverse of UnmarshalText.
func (c Cover) MarshalText() ([]byte, error) { return []byte(covers[c]), nil }

// pick sets to to the place of text among names.
func pick(to *uint8, names []string, text []byte) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("unknown value %q: use %s", text, strings.Join(names, ", "))
	}
	*to = uint8(i)
	return nil
}
