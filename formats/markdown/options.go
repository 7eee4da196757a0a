package markdown

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Options are the choices that a user has. The zero value is GitHub's dialect
// with a YAML header, one line a paragraph, notes at the end of the document
// and numbered through it, no page breaks, one file.
type Options struct {
	Dialect     Dialect     `yaml:"dialect"`              // gfm, commonmark, pandoc, obsidian, hugo
	FrontMatter FrontMatter `yaml:"front-matter"`         // auto, none, plain, obsidian, hugo
	Wrap        Wrap        `yaml:"wrap" schema:"min=20"` // none, sentence, or a number of columns
	Notes       NotePlace   `yaml:"notes"`                // document, chapter, section, inline
	Numbering   Numbering   `yaml:"numbering"`            // continuous, chapter, printed
	PageBreaks  PageBreaks  `yaml:"page-breaks"`          // none, comment, span
	Split       Split       `yaml:"split"`                // none, or chapter for a file each and an index
}

// Validate reports options that can't go together.
func (o *Options) Validate() error {
	if o.Notes == Inline && !o.Dialect.hasInlineNotes() {
		return fmt.Errorf("notes: %s has no notes inside of lines: use pandoc or obsidian, or another place", dialects[o.Dialect])
	}
	return nil
}

// Dialect is a kind of Markdown.
type Dialect uint8

// The dialects.
const (
	// GFM is GitHub's: CommonMark with tables and footnotes.
	GFM Dialect = iota
	// CommonMark has neither, nor a header: notes are paragraphs at the end,
	// linked both ways, and the cells of a table's row stand in a line with
	// bars between.
	CommonMark
	// Pandoc is pandoc's own, with line blocks for verse, spans for page breaks
	// and Markdown in the values of the header.
	Pandoc
	// Obsidian is GitHub's with notes inside of lines, tags, wikilinks,
	// highlights and comments.
	Obsidian
	// Hugo is what the site generator makes of Markdown by default: GitHub's
	// with shortcodes, definitions and curled quotation marks, and no HTML.
	Hugo
)

func (d Dialect) hasInlineNotes() bool { return d == Pandoc || d == Obsidian }

// FrontMatter is the style of the YAML header.
type FrontMatter uint8

// The styles of the header.
const (
	AutoFrontMatter     FrontMatter = iota // what the dialect has: none for commonmark
	NoFrontMatter                          // none; the title page stands in the text
	PlainFrontMatter                       // title, subtitle, author, lang, date, ..., keywords
	ObsidianFrontMatter                    // with aliases and tags
	HugoFrontMatter                        // what Hugo has no key for goes below params
)

// header is the style of the header that is written.
func (o *Options) header() FrontMatter {
	if o.FrontMatter != AutoFrontMatter {
		return o.FrontMatter
	}
	return [...]FrontMatter{GFM: PlainFrontMatter, CommonMark: NoFrontMatter, Pandoc: PlainFrontMatter, Obsidian: ObsidianFrontMatter, Hugo: HugoFrontMatter}[o.Dialect]
}

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
	SectionEnd                   // before the next heading of any level
	Inline                       // inside the line that refers to them, if they are one paragraph; the others at the end
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
	Spans                   // <span id="page-12" class="pagebreak" title="12"></span>, []{#page-12 .pagebreak title="12"} for pandoc
)

// Split says into how many files a document goes.
type Split uint8

// The ways to split a document.
const (
	OneFile   Split = iota
	ByChapter       // one a chapter, and an index
)

var (
	dialects     = []string{"gfm", "commonmark", "pandoc", "obsidian", "hugo"}
	frontMatters = []string{"auto", "none", "plain", "obsidian", "hugo"}
	notePlaces   = []string{"document", "chapter", "section", "inline"}
	numberings   = []string{"continuous", "chapter", "printed"}
	pageBreaks   = []string{"none", "comment", "span"}
	splits       = []string{"none", "chapter"}
)

// UnmarshalText reads "gfm", "commonmark", "pandoc", "obsidian" or "hugo".
func (d *Dialect) UnmarshalText(b []byte) error { return pick((*uint8)(d), dialects, b) }

// UnmarshalText reads "auto", "none", "plain", "obsidian" or "hugo".
func (f *FrontMatter) UnmarshalText(b []byte) error { return pick((*uint8)(f), frontMatters, b) }

// UnmarshalText reads "none" or "chapter".
func (s *Split) UnmarshalText(b []byte) error { return pick((*uint8)(s), splits, b) }

// UnmarshalText reads "document", "chapter", "section" or "inline".
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
func (f FrontMatter) MarshalText() ([]byte, error) { return []byte(frontMatters[f]), nil }

// MarshalText is the inverse of UnmarshalText.
func (s Split) MarshalText() ([]byte, error) { return []byte(splits[s]), nil }

// MarshalText is the inverse of UnmarshalText.
func (p NotePlace) MarshalText() ([]byte, error) { return []byte(notePlaces[p]), nil }

// MarshalText is the inverse of UnmarshalText.
func (n Numbering) MarshalText() ([]byte, error) { return []byte(numberings[n]), nil }

// MarshalText is the inverse of UnmarshalText.
func (k PageBreaks) MarshalText() ([]byte, error) { return []byte(pageBreaks[k]), nil }

// Pattern is the form of what UnmarshalText reads, as a regular expression.
func (Wrap) Pattern() string { return `^(none|sentence|\+?0*([2-9][0-9]|[1-9][0-9]{2,}))$` }

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
