// Package pdf writes documents as PDF: typeset books with the notes at the
// foot of the pages that refer to them, running heads and folios, contents,
// bookmarks and links, and a structure tree for programs that read aloud.
//
// The work has three steps, each in files of its own:
//
//	blocks.go, inline.go ...   the document's blocks become rows of lines
//	front.go                   so do the title page and the contents
//	draw.go                    pages of rows are drawn
//
// The packages below it know nothing of documents: measure has the lengths,
// fonts the faces, typeset breaks lines and pages, and engine makes the file,
// in front of the PDF library.
//
// Words that are broken at a line's end get a soft hyphen (U+00AD), which is
// drawn as a hyphen; the text's own hyphens are as the document has them. So a
// program that reads the file can put the words together again.
package pdf

import (
	"context"
	"fmt"
	"io"

	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/language"
)

// producer is what the file says made it. It has no version, so that a new
// version that sets a document alike makes the same file.
const producer = "refolio"

// Write writes doc to w as PDF. Letters that no face has are reported, once
// each, as "pdf/missing-glyph", and words of scripts that run from right to
// left as "pdf/right-to-left", for they are set from left to right. The same document and options give the same
// bytes. It may be called from several goroutines at once.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, report func(finding.Finding)) error {
	d, err := o.design()
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	if err := d.readFonts(o.Fonts); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	c := newCompositor(doc, o, d)
	body, err := c.body(ctx)
	if err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	c.makeFront(body)
	if err := c.draw(ctx); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	if report != nil {
		c.reportMissing(report)
		c.reportBackwards(report)
	}
	if err := c.book.Write(ctx, w); err != nil {
		return fmt.Errorf("pdf: %w", err)
	}
	return nil
}

// compositor sets one document.
type compositor struct {
	*design
	options   Options
	doc       *document.Document
	title     title
	words     words
	book      *engine.Book
	setter    *typeset.Setter
	setters   []*typeset.Setter          // for share
	foreign   map[string]*typeset.Setter // for passages in other languages, by these
	ranks     map[*document.Block]int    // see rankHeadings
	missing   map[rune]int               // letters that no face has, and how often
	backwards int                        // letters of scripts that run from right to left
	begins    string                     // the label of the page of the source that begins with the next text

	notes    map[string]int // places in noteList, counted from 1, by the note's ID
	noteList []note
	noteRows [][]typeset.Row
	inNote   bool    // a note is being set
	pending  []*note // notes that it refers to, still to be set

	rows     []typeset.Row  // of the body, as far as it is set
	space    int            // half lines of space before the next row
	keep     bool           // the next row must stand on the page of the last one
	alone    bool           // the last row is the only one below a heading
	indented bool           // the next paragraph has an indent
	leadsOn  bool           // the last paragraph ends in a colon or has one line
	initial  bool           // the next paragraph is the first of a chapter
	last     document.Kind  // of the block before
	headings []heading      // for the contents
	front    []typeset.Page // title page and contents
	pages    []typeset.Page // the body
	heads    map[headKey][]typeset.Line
}

func newCompositor(doc *document.Document, o Options, d *design) *compositor {
	c := &compositor{design: d, options: o, doc: doc, missing: map[rune]int{}, heads: map[headKey][]typeset.Line{}}
	c.title = titleOf(doc)
	c.words = wordsFor(doc.Meta.Language)
	c.book = engine.New(d.page, engine.Meta{
		Title:       c.title.title,
		Subtitle:    c.title.subtitle,
		Description: doc.Meta.Description,
		Authors:     c.title.authors,
		Subjects:    doc.Meta.Subjects,
		Publisher:   doc.Meta.Publisher,
		Rights:      doc.Meta.Rights,
		Identifier:  doc.Meta.Identifier,
		Date:        doc.Meta.Date,
		Language:    doc.Meta.Language,
		Producer:    producer,
		Stamp:       doc.Meta.Stamp(),
	})
	c.setter = c.newSetter(doc.Meta.Language)
	c.setter.Missing = func(r rune) { c.missing[r]++ }
	return c
}

// newSetter returns a setter for a language. It reports nothing yet.
func (c *compositor) newSetter(tag string) *typeset.Setter {
	s := &typeset.Setter{Protrude: c.options.OpticalMargins}
	if on(c.options.Expansion, true) {
		s.Expand = 20
	}
	if on(c.options.Hyphenate, true) {
		s.Hyphenate = language.Hyphenation(tag).Breaks
	}
	return s
}

// hyphenateIn lets what is set until done is called be hyphenated as the language
// asks, if it is not that of the document; it may be empty.
func (c *compositor) hyphenateIn(tag string) (done func()) {
	before := c.setter
	if tag == "" || tag == c.doc.Meta.Language {
		return func() {}
	}
	s, ok := c.foreign[tag]
	if !ok {
		s = c.newSetter(tag)
		s.Missing = before.Missing
		if c.foreign == nil {
			c.foreign = map[string]*typeset.Setter{}
		}
		c.foreign[tag] = s
	}
	c.setter = s
	return func() { c.setter = before }
}

// body sets the document's blocks and notes and breaks them into pages.
func (c *compositor) body(ctx context.Context) ([]typeset.Page, error) {
	blocks, _ := c.doc.Body()
	c.listNotes()
	c.findMarks(blocks)
	c.runOn(blocks)
	c.rankHeadings(blocks)
	if err := c.setChapters(ctx, blocks); err != nil {
		return nil, err
	}
	if err := c.setNotes(ctx); err != nil {
		return nil, err
	}
	c.endnotes()
	c.listHeadings()
	c.pages = typeset.Paginate(c.rows, typeset.Layout{
		Height:   c.height,
		Leading:  c.leading,
		NoteGap:  c.leading,
		Columns:  c.columns,
		Flush:    c.options.Flush,
		NoteRows: c.noteRows,
	})
	return c.pages, ctx.Err()
}
