// Package epub writes a document as an EPUB 3 book.
//
// # How a book comes about
//
// A document is cut at its headings into files ([outline], [pieces], [group]),
// every note is given its place and number, and only then is any text written,
// so that each reference knows in which file its note will stand:
//
//	Document ──plan──> files, notes ──write──> bodies ──contain──> go-epub's archive ──finish──> the book
//
// The container is made by github.com/go-shiori/go-epub: its folders, its
// container file, the style sheet, the images, a file for every section. What
// that library can't say (several authors, accessibility, landmarks, pages,
// the language of a file) or says wrongly (the NCX), and what differs from run
// to run (times, orders, identifiers), is settled on the finished archive by
// one step of ours. That step sets the text in (the library is given a
// fingerprint of each section, picture and font, see [stub]), and compares what is in the
// archive with what went in, because the library only logs some of its failures.
//
// # What is promised
//
// The same document and options give the same bytes, on any machine and day
// and while other books are being written. The files are well-formed whatever
// the document holds: [markup] is the only way into them. No name of a file
// and no identifier shows a letter of the text.
//
// The form of the notes is the one that known readers open in place: a bare
// link with no sup element in it (Apple Books), the way back before the note's
// text (Kindle), notes that nothing refers to outside of any aside (Apple
// Books hides those).
package epub

import (
	"context"
	"fmt"
	"io"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Write writes doc to w as an EPUB 3 book.
//
// It reports references to notes that don't exist, characters that XML can't
// hold (they become U+FFFD) and metadata that a catalogue couldn't read. The
// book is written at the very end and in one go: after an error of the
// document's or the context's, nothing has gone to w.
//
// Write may be called by several goroutines at once.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, report func(finding.Finding)) error {
	b := newBook(doc, o, report)
	if err := b.makeCover(); err != nil {
		return fmt.Errorf("make the cover: %w", err)
	}
	b.plan()
	for _, f := range b.files {
		if err := ctx.Err(); err != nil {
			return err
		}
		f.write()
	}
	if err := b.readFonts(); err != nil {
		return fmt.Errorf("read the fonts: %w", err)
	}
	b.buildContents()
	b.style = b.sheet()
	archive, err := b.contain()
	if err != nil {
		return fmt.Errorf("make the container: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	book, err := b.finish(archive)
	if err != nil {
		return fmt.Errorf("finish the container: %w", err)
	}
	b.reportBad()
	if _, err := w.Write(book); err != nil {
		return fmt.Errorf("write the book: %w", err)
	}
	return nil
}
