package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// newParser makes goldmark read what the dialects have beyond CommonMark:
// tables, notes below the text and inside of lines, pandoc's line blocks and
// page breaks.
func newParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(noteBlockParser{extension.NewFootnoteBlockParser()}, 999))...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(),
			util.Prioritized(noteParser{}, 101),
			util.Prioritized(extension.NewStrikethroughParser(), 500))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
			util.Prioritized(lineBlockTransformer{}, 300))...),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

// noteBlockParser reads the definition of a note as goldmark's extension does,
// but leaves it where it stands. The extension drops notes that nothing refers
// to.
type noteBlockParser struct{ parser.BlockParser }

func (noteBlockParser) Close(n ast.Node, _ text.Reader, pc parser.Context) {
	labels, _ := pc.Get(labelsKey).(map[string]bool)
	if labels == nil {
		labels = map[string]bool{}
		pc.Set(labelsKey, labels)
	}
	if n, ok := n.(*extast.Footnote); ok {
		labels[string(n.Ref)] = true
	}
}

// labelsKey leads to the labels of the notes that are defined.
var labelsKey = parser.NewContextKey()

// noteRef is a reference to a note, [^label].
type noteRef struct {
	ast.BaseInline
	label string
	start int // in the source
}

var kindNoteRef = ast.NewNodeKind("NoteRef")

func (n *noteRef) Kind() ast.NodeKind { return kindNoteRef }

func (n *noteRef) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// pageMark is pandoc's span for a page break.
type pageMark struct {
	ast.BaseInline
	label string
}

var kindPageMark = ast.NewNodeKind("PageMark")

func (n *pageMark) Kind() ast.NodeKind { return kindPageMark }

func (n *pageMark) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// inlineNote is a note inside of a line, ^[note], with its inlines.
type inlineNote struct {
	ast.BaseInline
	start int // in the source
}

var kindInlineNote = ast.NewNodeKind("InlineNote")

func (n *inlineNote) Kind() ast.NodeKind { return kindInlineNote }

func (n *inlineNote) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// noteOpener stands for "^[" until its note ends.
type noteOpener struct {
	ast.BaseInline
	segment text.Segment
	bottom  ast.Node // the last delimiter of emphasis before it
	depth   int      // brackets that are open inside
}

var kindNoteOpener = ast.NewNodeKind("NoteOpener")

func (n *noteOpener) Kind() ast.NodeKind { return kindNoteOpener }

func (n *noteOpener) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// noteParser reads references, notes inside of lines and pandoc's page breaks.
// Brackets inside of a note are counted, so that the right one ends it.
type noteParser struct{}

var openersKey = parser.NewContextKey()

func (noteParser) Trigger() []byte { return []byte{'[', ']', '!', '^'} }

var (
	refPattern      = compiled(`^\[\^([^\[\]\s^]{1,99})\]`)
	pageSpanPattern = compiled(`^\[\]\{#page-[^\s{}"]* \.pagebreak title="([^"{}]*)"\}`)
)

func (noteParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	openers, _ := pc.Get(openersKey).([]*noteOpener)
	switch {
	case line[0] == '^':
		if !bytes.HasPrefix(line, []byte("^[")) {
			return nil
		}
		block.Advance(2)
		opener := &noteOpener{segment: segment.WithStop(segment.Start + 2)}
		if last := pc.LastDelimiter(); last != nil {
			opener.bottom = last
		}
		pc.Set(openersKey, append(openers, opener))
		return opener
	case bytes.HasPrefix(line, []byte("![^")) && refPattern().Match(line[1:]): // no picture, but a reference after an exclamation
		block.Advance(1)
		return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
	case line[0] == '[' || bytes.HasPrefix(line, []byte("![")):
		if m := refPattern().FindSubmatch(line); m != nil && isReference(string(m[1]), line[len(m[0]):], pc) {
			block.Advance(len(m[0]))
			return &noteRef{label: string(m[1]), start: segment.Start}
		}
		if m := pageSpanPattern().FindSubmatch(line); m != nil {
			block.Advance(len(m[0]))
			return &pageMark{label: string(m[1])}
		}
		if n := len(openers); n > 0 {
			openers[n-1].depth++
		}
	case line[0] == ']' && len(openers) > 0:
		opener := openers[len(openers)-1]
		if opener.depth > 0 {
			opener.depth--
			return nil
		}
		pc.Set(openersKey, openers[:len(openers)-1])
		if opener.Parent() != parent {
			return nil
		}
		block.Advance(1)
		return opener.close(parent, pc)
	}
	return nil
}

// isReference reports whether [^label] refers to a note. One that is not defined
// may be the words of a link.
func isReference(label string, after []byte, pc parser.Context) bool {
	labels, _ := pc.Get(labelsKey).(map[string]bool)
	return labels[label] || len(after) == 0 || after[0] != '(' && after[0] != '['
}

// close makes a note of all that follows its opener.
func (n *noteOpener) close(parent ast.Node, pc parser.Context) ast.Node {
	parser.ProcessDelimiters(n.bottom, pc)
	note := &inlineNote{start: n.segment.Start}
	for c := n.NextSibling(); c != nil; {
		next := c.NextSibling()
		parent.RemoveChild(parent, c)
		note.AppendChild(note, c)
		c = next
	}
	parent.RemoveChild(parent, n)
	return note
}

// CloseBlock makes words of openers whose note does not end.
func (noteParser) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	openers, _ := pc.Get(openersKey).([]*noteOpener)
	for _, opener := range openers {
		if opener.Parent() != nil {
			ast.MergeOrReplaceTextSegment(opener.Parent(), opener, opener.segment)
		}
	}
	pc.Set(openersKey, []*noteOpener(nil))
}

// lineBlock is verse as pandoc has it, each line behind a bar.
type lineBlock struct{ ast.BaseBlock }

var kindLineBlock = ast.NewNodeKind("LineBlock")

func (n *lineBlock) Kind() ast.NodeKind { return kindLineBlock }

func (n *lineBlock) Pos() int { return n.Lines().At(0).Start }

func (n *lineBlock) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// lineBlockTransformer makes a line block of a paragraph whose lines all begin
// with a bar and a space.
type lineBlockTransformer struct{}

func (lineBlockTransformer) Transform(node *ast.Paragraph, reader text.Reader, _ parser.Context) {
	source := reader.Source()
	lines := text.NewSegments()
	for i := range node.Lines().Len() {
		s := node.Lines().At(i)
		s = s.TrimLeftSpace(source)
		if line := s.Value(source); len(line) < 2 || line[0] != '|' || line[1] != ' ' && line[1] != '\n' {
			return
		}
		s = s.WithStart(s.Start + 1)
		lines.Append(s.TrimLeftSpace(source))
	}
	if lines.Len() == 0 {
		return
	}
	block := &lineBlock{}
	block.SetLines(lines)
	block.SetBlankPreviousLines(node.HasBlankPreviousLines())
	node.Parent().ReplaceChild(node.Parent(), node, block)
}
