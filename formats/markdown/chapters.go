package markdown

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// WriteFiles writes doc as a file for each chapter, which create makes out of
// what it is given to write, and then
// an index of them to index: the title page, what stands before the first
// chapter, and a list of links. folder leads from the index to the files:
// "book", or "" if they lie beside it.
//
//	book.md ─────▶ book/01-the-drowned-lane.md
//	          ├──▶ book/02-a-toad.md
//	          └──▶ ...
//
// A chapter's heading is the title of its file, and its notes stand there. A
// document without headings is written to index alone.
func WriteFiles(ctx context.Context, index io.Writer, folder string, create func(name string, write func(io.Writer) error) error, doc *document.Document, o Options, report func(finding.Finding)) error {
	s := newSplitter(doc, o)
	for i := range s.chapters {
		c := &s.chapters[i]
		err := create(c.name, func(w io.Writer) error {
			p := &printer{ctx: ctx, w: w, options: o, report: report, labels: s.labels[i+1], more: s.more(i)}
			p.write(c.doc)
			return p.err
		})
		if err != nil {
			return fmt.Errorf("write Markdown: %w", err)
		}
	}
	p := &printer{ctx: ctx, w: index, options: o, report: report, labels: s.labels[0], links: s.links(folder)}
	p.write(s.front)
	if p.err != nil {
		return fmt.Errorf("write Markdown: %w", p.err)
	}
	return nil
}

// splitter is a document in chapters.
type splitter struct {
	options  Options
	book     *document.Document
	front    *document.Document // what stands before the first chapter
	chapters []chapter
	labels   []map[string]string // of the notes by their IDs: those of front, and then of each chapter
}

type chapter struct {
	name  string // of its file
	title []document.Inline
	doc   *document.Document
}

// link is a line of the index.
type link struct {
	words  []document.Inline
	target string
}

func newSplitter(doc *document.Document, o Options) *splitter {
	s := &splitter{options: o, book: doc}
	starts, level := []int{0}, topLevel(doc.Blocks)
	for i := range doc.Blocks {
		if opensChapter(&doc.Blocks[i], level) {
			starts = append(starts, i)
		}
	}
	whole := &printer{options: o}
	whole.options.Notes = ChapterEnd // which finds the chapters of notes
	whole.numberNotes(doc)
	digits := len(strconv.Itoa(len(starts)))
	for i, start := range starts {
		end := len(doc.Blocks)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		part := &document.Document{Meta: doc.Meta, Blocks: doc.Blocks[start:end], Notes: whole.notes.of(doc.Blocks[start:end], i)}
		s.labels = append(s.labels, whole.notes.labelsOf(part.Notes, o.Numbering))
		if i == 0 {
			s.front = part
			continue
		}
		heading := part.Blocks[0].Content
		part.Meta.Subtitle, part.Meta.TitleFileAs = "", ""
		part.Meta.Title = strings.Join(strings.Fields(document.PlainText(heading)), " ")
		part.Blocks = raised(part.Blocks, level)
		name := fmt.Sprintf("%0*d%s.md", max(digits, 2), i, slug(part.Meta.Title))
		s.chapters = append(s.chapters, chapter{name, wordsOnly(heading), part})
	}
	return s
}

// of returns the notes that a chapter has: those that its blocks refer to, and
// those without a reference that fall to it.
func (b *noteBook) of(blocks []document.Block, chapter int) (notes []document.Note) {
	wanted := make([]bool, len(b.all))
	b.visit(blocks, func(i int) { wanted[i] = true })
	for i := range b.all {
		if wanted[i] || !b.all[i].Referenced && b.chapter[i] == chapter {
			notes = append(notes, b.all[i])
		}
	}
	return notes
}

// labelsOf returns the labels of a chapter's notes: those of the whole
// document, or, if each chapter counts for itself, 1, 2, 3.
func (b *noteBook) labelsOf(notes []document.Note, numbering Numbering) map[string]string {
	labels := map[string]string{}
	for i := range notes {
		labels[notes[i].ID] = b.labels[b.byID[notes[i].ID]]
		if numbering == PerChapter {
			labels[notes[i].ID] = strconv.Itoa(i + 1)
		}
	}
	return labels
}

// raised returns the blocks of a chapter whose heading, of the given level, is
// a title, with the other headings so much higher.
func raised(blocks []document.Block, level int) []document.Block {
	out := make([]document.Block, len(blocks))
	copy(out, blocks)
	out[0] = document.Block{Kind: document.Title, Content: blocks[0].Content}
	for i := range out {
		if out[i].Kind == document.Heading {
			out[i].Level = max(out[i].Level-level, 1)
		}
	}
	return out
}

// wordsOnly is content without references and page breaks.
func wordsOnly(content []document.Inline) (out []document.Inline) {
	for _, in := range content {
		if in.Kind == document.NoteRef || in.Kind == document.PageBreak {
			continue
		}
		in.Content = wordsOnly(in.Content)
		out = append(out, in)
	}
	return out
}

// maxSlug is how many bytes of a title a file's name has at most.
const maxSlug = 48

// slug is a hyphen and the words of a title as they can stand in the name of a
// file on every system: "-the-drowned-lane", or "" if none can.
func slug(title string) string {
	var sb strings.Builder
	gap := true
	for _, r := range norm.NFKD.String(title) {
		switch {
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			if gap {
				sb.WriteByte('-')
			}
			sb.WriteRune(unicode.ToLower(r))
			gap = false
		case !unicode.IsMark(r) && r != '’' && r != '\'':
			gap = true
		}
		if gap && sb.Len() > maxSlug {
			break
		}
	}
	return sb.String()[:min(sb.Len(), 2*maxSlug)]
}

// more lists what the header of chapter i says of the book.
func (s *splitter) more(i int) []field {
	more := []field{{key: "book", values: []string{s.book.Meta.Title}}}
	if s.options.header() == HugoFrontMatter {
		more = []field{{key: "weight", values: []string{strconv.Itoa(i + 1)}, bare: true}}
	}
	return more
}

// links lists the chapters for the index. Hugo's pages are folders.
func (s *splitter) links(folder string) (list []link) {
	for _, c := range s.chapters {
		target := c.name
		switch {
		case s.options.Dialect == Hugo:
			target = strings.TrimSuffix(c.name, ".md") + "/"
		case folder != "":
			target = strings.ReplaceAll(folder, " ", "%20") + "/" + c.name
		}
		words := c.title
		if strings.TrimSpace(document.PlainText(words)) == "" {
			words = []document.Inline{{Text: c.name}}
		}
		list = append(list, link{words, target})
	}
	return list
}

// index writes the list of chapters.
func (p *printer) index() {
	if len(p.links) == 0 {
		return
	}
	p.separate()
	for _, c := range p.links {
		p.startLine()
		p.out = append(p.out, "- "...)
		p.leaf.layLink(p, c.words, c.target)
		p.leaf.write(p)
		p.endLine()
	}
}
