package markdown

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Options are the choices that a user has. The zero value is GitHub's dialect,
// one line a paragraph, notes at the end of the document and numbered through
// it, no page breaks.
type Options struct {
	Dialect    Dialect    `yaml:"dialect"`     // gfm, commonmark, pandoc
	Wrap       Wrap       `yaml:"wrap"`        // none, sentence, or a number of columns
	Notes      NotePlace  `yaml:"notes"`       // document, chapter
	Numbering  Numbering  `yaml:"numbering"`   // continuous, chapter, printed
	PageBreaks PageBreaks `yaml:"page-breaks"` // none, comment, span
	// NoFrontMatter leaves out the YAML header.
	NoFrontMatter bool `yaml:"no-front-matter"`
}

// Dialect is a kind of Markdown.
type Dialect uint8

// The dialects.
const (
	// GFM is GitHub's: CommonMark with tables and footnotes.
	GFM Dialect = iota
	// CommonMark has neither: notes are paragraphs at the end, linked both
	// ways, and the cells of a table's row stand in a line with bars between.
	CommonMark
	// Pandoc is pandoc's own, with line blocks for verse, and the title page
	// in the header alone, from where pandoc takes it.
	Pandoc
)

// Wrap says how a paragraph's lines are broken: 0 not at all, -1 after each
// sentence, and n > 0 where a line would have more than n characters.
type Wrap int

// wrapSentence is the Wrap of one line a sentence.
const wrapSentence Wrap = -1

// NotePlace says where the notes stand.
type NotePlace uint8

// The places of notes.
const (
	DocumentEnd NotePlace = iota // at the end of the document
	ChapterEnd                   // at the end of the chapter that refers to them
)

// Numbering says how notes are labelled. Renderers count anew; the label is
// what stands in the file.
type Numbering uint8

// The ways to label notes.
const (
	Continuous Numbering = iota // 1, 2, 3 through the document
	PerChapter                  // 2-1, 2-2 in the second chapter
	AsPrinted                   // as printed, as far as that is unique and can be a label
)

// PageBreaks says how the page breaks of the source are kept.
type PageBreaks uint8

// The ways to keep page breaks.
const (
	NoPageBreaks PageBreaks = iota
	Comments                // <!-- page 12 -->
	Spans                   // <span id="page-12" class="pagebreak"></span>, []{#page-12 .pagebreak} for pandoc
)

var (
	dialects   = []string{"gfm", "commonmark", "pandoc"}
	notePlaces = []string{"document", "chapter"}
	numberings = []string{"continuous", "chapter", "printed"}
	pageBreaks = []string{"none", "comment", "span"}
)

// UnmarshalText reads "gfm", "commonmark" or "pandoc".
func (d *Dialect) UnmarshalText(b []byte) error { return pick((*uint8)(d), dialects, b) }

// UnmarshalText reads "document" or "chapter".
func (p *NotePlace) UnmarshalText(b []byte) error { return pick((*uint8)(p), notePlaces, b) }

// UnmarshalText reads "continuous", "chapter" or "printed".
func (n *Numbering) UnmarshalText(b []byte) error { return pick((*uint8)(n), numberings, b) }

// UnmarshalText reads "none", "comment" or "span".
func (k *PageBreaks) UnmarshalText(b []byte) error { return pick((*uint8)(k), pageBreaks, b) }

// UnmarshalText reads "none", "sentence" or a number of columns from 20.
func (w *Wrap) UnmarshalText(b []byte) error {
	switch n, err := strconv.Atoi(string(b)); {
	case string(b) == "none":
		*w = 0
	case string(b) == "sentence":
		*w = wrapSentence
	case err != nil || n < 20:
		return errors.New(`use none, sentence or a number of columns from 20`)
	default:
		*w = Wrap(n)
	}
	return nil
}

// MarshalText is the inverse of UnmarshalText.
func (d Dialect) MarshalText() ([]byte, error) { return []byte(dialects[d]), nil }

// MarshalText is the inverse of UnmarshalText.
func (p NotePlace) MarshalText() ([]byte, error) { return []byte(notePlaces[p]), nil }

// MarshalText is the inverse of UnmarshalText.
func (n Numbering) MarshalText() ([]byte, error) { return []byte(numberings[n]), nil }

// MarshalText is the inverse of UnmarshalText.
func (k PageBreaks) MarshalText() ([]byte, error) { return []byte(pageBreaks[k]), nil }

// MarshalText is the inverse of UnmarshalText.
func (w Wrap) MarshalText() ([]byte, error) {
	switch w {
	case 0:
		return []byte("none"), nil
	case wrapSentence:
		return []byte("sentence"), nil
	}
	return strconv.AppendInt(nil, int64(w), 10), nil
}

func pick(to *uint8, names []string, text []byte) error {
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("unknown value %q: use %s", text, strings.Join(names, ", "))
	}
	*to = uint8(i)
	return nil
}
