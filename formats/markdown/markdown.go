// Package markdown writes a document as Markdown that needs no cleaning:
// CommonMark with footnotes, tables and a YAML header.
//
//	---
//	title: "Impossible Allies?"
//	author: "Geoffrey Roberts"
//	lang: "en"
//	---
//
//	## The Geneva Conferences
//
//	A paragraph is one line, however long.[^1] Verse keeps its lines:
//
//	Tyger Tyger, burning bright,\
//	In the forests of the night;
//
//	[^1]: A note. Its paragraphs are indented by four columns.
//
// The title stands once: in the header, or, if there is none, as the heading
// of the first level, so that those of the text begin with the second.
//
// The words come out as they are. Whatever would be read as Markdown by
// accident is escaped, and nothing else is: "1954." at the start of a line is
// written "1954\.", but not in its middle; "a*b" stays, "*this*" doesn't;
// a URL is written between angle brackets, unharmed. See escape.go.
//
// That is the dialect of GitHub. CommonMark without notes and tables, and
// the dialects of pandoc, Obsidian and Hugo, can be asked for, as can lines of a
// given width or of one sentence each, notes at the end of chapters or
// sections or inside of lines, printed labels, the page breaks of the source,
// and a file for each chapter; see [Options] and [WriteFiles].
//
// A note that nothing refers to would not be shown by any renderer, since
// they drop such definitions. A reference to it is therefore put at the end of
// the note before it, out of the way of the text; see notes.go.
//
// Checkers of Markdown know rules for what an author writes, not for what was
// printed; see lint.go for what they are told.
package markdown

import (
	"context"
	"fmt"
	"io"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Write writes doc to w as one file, whatever the options say of splitting it;
// see [WriteFiles]. It reports references that lead nowhere and links
// that are not safe to follow; both are written as plain words.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, report func(finding.Finding)) error {
	p := &printer{ctx: ctx, w: w, options: o, report: report}
	p.write(doc)
	if p.err != nil {
		return fmt.Errorf("write Markdown: %w", p.err)
	}
	return nil
}

// write writes a whole file.
func (p *printer) write(doc *document.Document) {
	p.numberNotes(doc)
	blocks := p.front(doc)
	p.body(doc, blocks)
	p.lintComment()
	p.flush()
}

// flushAt is how many bytes are gathered before they are handed on.
const flushAt = 1 << 16

// printer gathers the output and keeps track of where in it we are.
type printer struct {
	ctx     context.Context
	w       io.Writer
	options Options
	report  func(finding.Finding)

	out []byte // not yet written
	err error  // the first one; nothing is written after it

	// prefix opens every line of the block at hand: "> " in a quotation,
	// blanks in a list item or note. lead, if not empty, stands in its place
	// on the next line: "- ", "[^1]: ".
	prefix, lead []byte
	lines        int  // how many have been started
	led          bool // the line at hand opened with lead
	inTight      bool // in an item of a list without empty lines
	begun        bool // something has been written
	inNote       bool // what is written belongs to a note

	labels map[string]string // of the notes by their IDs, if they are given
	more   []field           // of the header
	links  []link            // to write below the text

	notes noteBook
	lint  lint
	lintBook
	pages map[string]int // how often an ID of a page has been used

	leaf leaf // of the leaf block at hand, kept for its memory
}

// flush hands the gathered output on.
func (p *printer) flush() {
	if p.err == nil {
		p.err = p.ctx.Err()
	}
	if p.err == nil && len(p.out) > 0 {
		_, p.err = p.w.Write(p.out)
	}
	p.out = p.out[:0]
}

// startLine writes what opens a line.
func (p *printer) startLine() {
	p.lines++
	if p.led = len(p.lead) > 0; p.led {
		p.out = append(p.out, p.lead...)
		p.lead = p.lead[:0]
	} else {
		p.out = append(p.out, p.prefix...)
	}
}

// endLine ends a line. The trailing blanks of a prefix that nothing followed
// go with it.
func (p *printer) endLine() {
	for n := len(p.out); n > 0 && p.out[n-1] == ' '; n-- {
		p.out = p.out[:n-1]
	}
	p.out = append(p.out, '\n')
}

// separate puts an empty line before a block, unless the block opens the
// document, a list item or a note.
func (p *printer) separate() {
	if p.begun && len(p.lead) == 0 {
		p.startLine()
		p.endLine()
	}
	p.begun = true
}

// within runs f with more put before its lines: first before the first line,
// rest before all others.
func (p *printer) within(first, rest string, f func()) {
	if len(p.lead) == 0 {
		p.lead = append(p.lead, p.prefix...)
	}
	p.lead = append(p.lead, first...)
	n := len(p.prefix)
	p.prefix = append(p.prefix, rest...)
	f()
	if len(p.lead) > 0 { // f wrote nothing, and parsers disagree on what that means
		p.startLine()
		p.out = append(p.out, "&nbsp;\n"...)
	}
	p.prefix = p.prefix[:n]
}
