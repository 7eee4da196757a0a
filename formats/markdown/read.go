package markdown

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Read makes a document of Markdown: of what [Write] wrote in any dialect, and
// perhaps a person has changed since, or of what was written by hand.
//
//   - The YAML header becomes the metadata. A single heading of the first
//     level, before all others, is the title; the other headings count from the
//     second level then, else from the first.
//   - A paragraph with a hard break at the end of each line is verse, as are
//     pandoc's line blocks.
//   - Notes are [^1] with [^1]: below, ^[notes] inside of a line, and the linked
//     paragraphs of the dialect commonmark. Page breaks are comments and spans
//     as Write makes them.
//
// The spans of the document are bytes of data. What the model has no place for
// (pictures, HTML, languages of code, alignments) is reported with its place;
// words are kept in any case. The error says why a header can't be read, or
// that ctx was cancelled.
func Read(ctx context.Context, data []byte, report func(finding.Finding)) (*document.Document, error) {
	if report == nil {
		report = func(finding.Finding) {}
	}
	r := &reader{ctx: ctx, source: data, report: report, doc: &document.Document{}}
	body, err := r.frontMatter()
	if err != nil {
		return nil, fmt.Errorf("read Markdown: %w", err)
	}
	r.shift = body
	r.source = data[body:]
	root := newParser().Parse(text.NewReader(r.source))
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read Markdown: %w", err)
	}
	r.findNotes(root)
	r.doc.Blocks = r.topLevel(root)
	r.placeLastPages()
	r.settleNotes()
	r.settleHeadings()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("read Markdown: %w", err)
	}
	return r.doc, nil
}

// reader turns goldmark's tree into a document.
type reader struct {
	ctx    context.Context
	source []byte // without the header
	shift  int    // the length of the header
	report func(finding.Finding)
	doc    *document.Document

	pages []document.Inline // page breaks that wait for the next leaf
	notes readNotes
	line  readLine // what is known of the leaf at hand
}

// say reports what is at a byte of r.source.
func (r *reader) say(at int, severity finding.Severity, code, message, suggest string) {
	r.report(finding.Finding{
		Code: "markdown/" + code, Severity: severity, Message: message, Suggest: suggest, Offset: r.shift + max(at, 0),
	})
}

// topLevel returns the blocks of the document. With the dialect commonmark,
// notes are among them.
func (r *reader) topLevel(root ast.Node) (out []document.Block) {
	note := "" // the anchor of the note that the blocks belong to
	for n := root.FirstChild(); n != nil && r.ctx.Err() == nil; n = n.NextSibling() {
		switch anchor := r.anchorOf(n); {
		case anchor != "":
			note = anchor
			r.notes.add(note, r.anchored(n, anchor))
			continue
		case n.Kind() == ast.KindHeading:
			note = ""
		case n.Kind() == ast.KindThematicBreak && r.anchorOf(n.NextSibling()) != "":
			note = ""
			continue
		}
		if note != "" {
			r.notes.add(note, r.block(n))
		} else {
			out = append(out, r.block(n)...)
		}
	}
	return out
}

// blocks returns the blocks below n.
func (r *reader) blocks(n ast.Node) (out []document.Block) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		out = append(out, r.block(c)...)
	}
	return out
}

// block returns what n is: mostly one block.
func (r *reader) block(n ast.Node) []document.Block {
	switch n := n.(type) {
	case *ast.Heading:
		b := r.leaf(n, document.Heading)
		b.Level = n.Level
		return []document.Block{b}
	case *ast.Paragraph, *ast.TextBlock:
		return r.paragraph(n)
	case *lineBlock:
		return []document.Block{r.leaf(n, document.Verse)}
	case *ast.Blockquote:
		return []document.Block{{Kind: document.Quote, Blocks: r.blocks(n)}}
	case *ast.List:
		return []document.Block{r.list(n)}
	case *ast.ThematicBreak:
		return []document.Block{{Kind: document.SceneBreak, Content: r.takePages()}}
	case *ast.FencedCodeBlock:
		if language := string(n.Language(r.source)); language != "" && language != "text" {
			r.say(n.Pos(), finding.Info, "code-language", "the language of a code block, "+strconv.Quote(language)+", has no place in the document", "")
		}
		return []document.Block{r.code(n)}
	case *ast.CodeBlock:
		return []document.Block{r.code(n)}
	case *extast.Table:
		return []document.Block{r.table(n)}
	case *extast.Footnote:
		r.define(n)
		return nil
	case *ast.HTMLBlock:
		return r.htmlBlock(n)
	case *ast.LinkReferenceDefinition: // its links have it
		return nil
	}
	return r.blocks(n)
}

// leaf returns a block with the inlines of n, and with the page breaks before.
func (r *reader) leaf(n ast.Node, kind document.Kind) document.Block {
	r.line = readLine{}
	pages := r.takePages()
	content := r.content(n)
	return document.Block{Kind: kind, Content: append(pages, content...)}
}

// paragraph returns a paragraph or a stanza. One that holds page breaks and
// nothing else gives them to what follows.
func (r *reader) paragraph(n ast.Node) []document.Block {
	b := r.leaf(n, document.Paragraph)
	if r.line.hard > 0 && r.line.soft == 0 {
		b.Kind = document.Verse
	}
	for _, in := range b.Content {
		if in.Kind != document.PageBreak && (in.Kind != document.Text || in.Text != "\u00a0" && in.Text != " ") {
			return []document.Block{b}
		}
	}
	for _, in := range b.Content {
		if in.Kind == document.PageBreak {
			r.pages = append(r.pages, in)
		}
	}
	return nil
}

// takePages returns the page breaks that wait.
func (r *reader) takePages() []document.Inline {
	pages := r.pages
	r.pages = nil
	return pages
}

// placeLastPages puts the page breaks after the last block at its end.
func (r *reader) placeLastPages() {
	var last *document.Block
	for b := range document.Leaves(r.doc.Blocks) {
		last = b
	}
	if pages := r.takePages(); last != nil && last.Kind != document.Code {
		last.Content = append(last.Content, pages...)
	}
}

func (r *reader) list(n *ast.List) document.Block {
	list := document.Block{Kind: document.List}
	number := n.Start
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		marker := "•"
		if n.IsOrdered() {
			marker = strconv.Itoa(number) + string(n.Marker)
			number++
		}
		list.Blocks = append(list.Blocks, document.Block{Kind: document.Item, Marker: marker, Blocks: r.blocks(c)})
	}
	return list
}

// code returns a code block.
func (r *reader) code(n ast.Node) document.Block {
	lines := n.Lines()
	in := document.Inline{Text: strings.TrimSuffix(strings.ToValidUTF8(string(lines.Value(r.source)), "\ufffd"), "\n")}
	if lines.Len() > 0 {
		in.Span = r.span(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
	}
	return document.Block{Kind: document.Code, Content: []document.Inline{in}}
}

func (r *reader) table(n *extast.Table) document.Block {
	for _, a := range n.Alignments {
		if a != extast.AlignNone {
			r.say(n.Pos(), finding.Info, "alignment", "the alignment of a table's columns has no place in the document", "")
			break
		}
	}
	table := document.Block{Kind: document.Table}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		row := document.Block{Kind: document.Row}
		for cell := c.FirstChild(); cell != nil; cell = cell.NextSibling() {
			row.Blocks = append(row.Blocks, r.leaf(cell, document.Cell))
		}
		table.Blocks = append(table.Blocks, row)
	}
	return table
}

// span is a range of bytes of r.source as one of the file.
func (r *reader) span(start, end int) document.Span {
	return document.Span{Start: r.shift + start, End: r.shift + end}
}

// settleHeadings finds the title among the headings, whose levels are those of
// Markdown so far, and makes the others count from below it.
func (r *reader) settleHeadings() {
	blocks := r.doc.Blocks
	first, titles := -1, 0
	for i := range blocks {
		if blocks[i].Kind != document.Heading {
			continue
		}
		if first < 0 {
			first = i
		}
		if blocks[i].Level == 1 {
			titles++
		}
	}
	below := 1 // the level that the title takes
	switch {
	case titles == 1 && blocks[first].Level == 1:
		blocks[first].Kind, blocks[first].Level = document.Title, 0
		if r.doc.Meta.Title == "" {
			r.doc.Meta.Title = strings.TrimSpace(strings.ReplaceAll(document.PlainText(blocks[first].Content), "\n", " "))
		}
	case titles > 0:
		below = 0
	}
	lower(blocks, below)
	for i := range r.doc.Notes {
		lower(r.doc.Notes[i].Blocks, below)
	}
}

// lower makes the levels of headings smaller by so much.
func lower(blocks []document.Block, by int) {
	for i := range blocks {
		if b := &blocks[i]; b.Kind == document.Heading {
			b.Level = max(b.Level-by, 1)
		}
		lower(blocks[i].Blocks, by)
	}
}
