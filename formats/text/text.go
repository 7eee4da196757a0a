// Package text writes a document as plain text: for reading, searching and
// counting, not for reading back.
//
//	The Lighthouse Keepers
//	Ada Lindqvist
//
//
//	The Logbooks
//
//	Forty-one volumes survive.[1] They were kept in three hands.
//
//	    The lamp is lit, the night is long,
//	    the gulls are gone to sea;
//
//	• oil and wicks,
//	• coal.
//
//	----------------
//
//	[1] Harbour Archive, MS 12–53.
//
// A paragraph is one line, or lines of a given width. Quotations, verse and
// code are indented by four blanks, the cells of a table stand in columns.
// Two empty lines go before a heading. Control characters are replaced, so
// that nothing in a text can make a terminal do anything.
package text

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/inert"
	"github.com/refolio/refolio/formats/sink"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Options are the choices that a user has. The zero value is one line a
// paragraph and the notes at the end.
type Options struct {
	// Columns is the width of a line in characters; 0 stands for one line a
	// paragraph.
	Columns int `yaml:"columns" schema:"min=0"`
	// InlineNotes puts each note into the text, in brackets where its first
	// mark stands.
	InlineNotes bool `yaml:"inline-notes"`
	// LinkTargets puts the target of a link after its words.
	LinkTargets bool `yaml:"link-targets"`
}

// Validate reports a width that is none.
func (o Options) Validate() error {
	if o.Columns < 0 {
		return fmt.Errorf("columns: must be 0 or more, not %d", o.Columns)
	}
	return nil
}

// Write writes doc to w. It reports references that lead nowhere.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, report func(finding.Finding)) error {
	p := &printer{Sink: sink.New(ctx, w), options: o, report: report, notes: doc.Notes, number: doc.NoteIndex(), given: make([]bool, len(doc.Notes))}
	p.titlePage(doc)
	body, _ := doc.Body()
	p.blocks(body)
	p.endNotes()
	if err := p.Close(); err != nil {
		return fmt.Errorf("write text: %w", err)
	}
	return nil
}

// printer writes lines.
type printer struct {
	sink.Sink
	options Options
	report  func(finding.Finding)
	notes   []document.Note
	number  map[string]int // of a note's ID: its index
	given   []bool         // the note stands in the text

	indent string // opens every line of the block at hand
	lead   string // opens the next line instead, if not empty: "• "
	begun  bool
}

// separate puts n empty lines before a block, unless something else has led
// up to it.
func (p *printer) separate(n int) {
	if p.begun && p.lead == "" {
		for range n {
			p.Out = append(p.Out, '\n')
		}
	}
	p.begun = true
}

// titlePage writes the title page of the document, or what is known of it.
func (p *printer) titlePage(doc *document.Document) {
	for _, b := range doc.TitlePage() {
		p.begun = true
		p.lines(b.Content)
	}
}

func (p *printer) blocks(blocks []document.Block) {
	for i := range blocks {
		if !p.Breathe() {
			return
		}
		p.block(&blocks[i])
	}
}

func (p *printer) block(b *document.Block) {
	switch b.Kind {
	case document.Heading:
		p.separate(2)
		p.lines(b.Content)
	case document.Quote:
		p.within("", "    ", func() { p.blocks(b.Blocks) })
	case document.Verse:
		p.within("", "    ", func() {
			p.separate(1)
			p.verse(b.Content)
		})
	case document.Code:
		p.within("", "    ", func() { p.code(b) })
	case document.List:
		p.list(b)
	case document.Table:
		p.table(b)
	case document.SceneBreak:
		p.separate(1)
		ornament := strings.TrimSpace(inert.Text(document.PlainText(b.Content)))
		if ornament == "" {
			ornament = "* * *"
		}
		p.line(ornament)
	case document.Item, document.Row:
		p.blocks(b.Blocks)
	default:
		p.separate(1)
		p.lines(b.Content)
	}
}

// within runs f with lead before its first line and indent before all others.
func (p *printer) within(lead, indent string, f func()) {
	outer := p.indent
	if lead != "" {
		if p.lead == "" {
			p.lead = p.indent
		}
		p.lead += lead
	} else if p.lead != "" {
		p.lead += indent
	}
	p.indent += indent
	f()
	if lead != "" && p.lead != "" { // f wrote nothing
		p.line("")
	}
	p.indent = outer
}

func (p *printer) list(b *document.Block) {
	loose := false // some item has several blocks
	for i := range b.Blocks {
		loose = loose || len(b.Blocks[i].Blocks) > 1
	}
	for i := range b.Blocks {
		item := &b.Blocks[i]
		if i == 0 || loose {
			p.separate(1)
		}
		marker := inert.Text(item.Marker)
		if strings.TrimSpace(marker) == "" {
			marker = "•"
		}
		marker += " "
		blocks := item.Blocks
		if item.Kind != document.Item {
			blocks = b.Blocks[i : i+1]
		}
		p.within(marker, strings.Repeat(" ", utf8.RuneCountInString(marker)), func() { p.blocks(blocks) })
	}
}

func (p *printer) code(b *document.Block) {
	p.separate(1)
	text := strings.ReplaceAll(document.PlainText(b.Content), "\r\n", "\n")
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		p.line(inert.Text(strings.ReplaceAll(line, "\t", "    ")))
	}
}

// maxColumn is how wide a cell may be to be lined up with those below it.
const maxColumn = 40

// table writes the cells in columns, two blanks apart.
func (p *printer) table(b *document.Block) {
	var rows [][]string
	var widths []int
	for i := range b.Blocks {
		var row []string
		for c := range b.Blocks[i].Blocks {
			cell := strings.ReplaceAll(p.words(b.Blocks[i].Blocks[c].Content), "\n", " ")
			row = append(row, cell)
			if c == len(widths) {
				widths = append(widths, 0)
			}
			if n := utf8.RuneCountInString(cell); n <= maxColumn {
				widths[c] = max(widths[c], n)
			}
		}
		rows = append(rows, row)
	}
	p.separate(1)
	for _, row := range rows {
		var sb strings.Builder
		for c, cell := range row {
			sb.WriteString(cell)
			if c < len(row)-1 {
				sb.WriteString(strings.Repeat(" ", max(0, widths[c]-utf8.RuneCountInString(cell))+2))
			}
		}
		p.line(sb.String())
	}
}

// lines writes the words of a leaf.
func (p *printer) lines(content []document.Inline) {
	for line := range strings.SplitSeq(strings.Trim(p.words(content), " \n"), "\n") {
		p.wrapped(strings.TrimSpace(line))
	}
}

// verse writes the lines of a stanza, however long they are.
func (p *printer) verse(content []document.Inline) {
	for line := range strings.SplitSeq(strings.Trim(p.words(content), " \n"), "\n") {
		p.line(strings.TrimSpace(line))
	}
}

// wrapped writes a line, broken where it would be too long.
func (p *printer) wrapped(s string) {
	if p.options.Columns <= 0 {
		p.line(s)
		return
	}
	var line strings.Builder
	width := 0
	limit := max(20, p.options.Columns-utf8.RuneCountInString(p.indent))
	for word := range strings.SplitSeq(s, " ") {
		n := utf8.RuneCountInString(word)
		switch {
		case width > 0 && width+1+n > limit:
			p.line(line.String())
			line.Reset()
			width = 0
		case width > 0:
			line.WriteByte(' ')
			width++
		}
		line.WriteString(word)
		width += n
	}
	p.line(line.String())
}

// line writes one line.
func (p *printer) line(s string) {
	start := len(p.Out)
	if p.lead != "" {
		p.Out = append(p.Out, p.lead...)
		p.lead = ""
	} else {
		p.Out = append(p.Out, p.indent...)
	}
	p.Out = append(p.Out, s...)
	for n := len(p.Out); n > start && p.Out[n-1] == ' '; n-- {
		p.Out = p.Out[:n-1]
	}
	p.Out = append(p.Out, '\n')
}

// words is the text of content, with its line breaks and the marks of notes.
func (p *printer) words(content []document.Inline) string {
	var out []byte
	var walk func([]document.Inline)
	walk = func(content []document.Inline) {
		for i := range content {
			switch in := &content[i]; in.Kind {
			case document.Text:
				if n := len(out); n > 0 && out[n-1] == ' ' && strings.HasPrefix(in.Text, " ") {
					out = out[:n-1] // a page break stood between two spaces
				}
				out = inert.AppendText(out, in.Text)
			case document.LineBreak:
				out = append(out, '\n')
			case document.NoteRef:
				out = append(out, p.mark(in)...)
			case document.Link:
				walk(in.Content)
				if target, ok := inert.Link(in.Target); ok && p.options.LinkTargets && target != document.PlainText(in.Content) {
					out = append(inert.AppendText(append(out, " <"...), target), '>')
				}
			default:
				walk(in.Content)
			}
		}
	}
	walk(content)
	return string(out)
}

// mark is what stands for a reference to a note.
func (p *printer) mark(in *document.Inline) string {
	i, ok := p.number[in.Target]
	if !ok {
		if in.Target == "" { // the note is lost
			return document.Superscript(inert.Text(in.Text))
		}
		if p.report != nil {
			p.report(finding.Finding{Code: "text/unresolved-note", Severity: finding.Warning, Message: "a reference to a note that does not exist was left out", Offset: -1})
		}
		return ""
	}
	if !p.options.InlineNotes {
		return "[" + strconv.Itoa(i+1) + "]"
	}
	if p.given[i] {
		return ""
	}
	p.given[i] = true
	var parts []string
	for leaf := range document.Leaves(p.notes[i].Blocks) {
		parts = append(parts, strings.ReplaceAll(p.words(leaf.Content), "\n", " / "))
	}
	return " [" + strings.Join(parts, " ") + "]"
}

// endNotes writes the notes that don't stand in the text, under a rule.
func (p *printer) endNotes() {
	first := true
	for i := range p.notes {
		if p.given[i] || p.Err() != nil {
			continue
		}
		p.separate(1)
		if first {
			p.line(strings.Repeat("-", 16))
			p.separate(1)
			first = false
		}
		marker := "[" + strconv.Itoa(i+1) + "] "
		p.within(marker, strings.Repeat(" ", len(marker)), func() { p.blocks(p.notes[i].Blocks) })
	}
}
