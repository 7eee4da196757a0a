package markdown

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// noteBook knows of each note where it stands and what it is called.
type noteBook struct {
	all     []document.Note
	byID    map[string]int
	labels  []string
	chapter []int               // of each note, from 0 for what stands before the first heading
	orphans [][]document.Inline // what note i ends with, see placeOrphans
	refs    []int               // how many references lead to it
	reached []bool              // a reference has been written
	written []bool
}

// numberNotes gives each note its label and its chapter.
func (p *printer) numberNotes(doc *document.Document) {
	n := len(doc.Notes)
	p.notes = noteBook{
		all: doc.Notes, byID: make(map[string]int, n), labels: make([]string, n),
		chapter: make([]int, n), orphans: make([][]document.Inline, n+1), refs: make([]int, n), reached: make([]bool, n), written: make([]bool, n),
	}
	for i := n - 1; i >= 0; i-- {
		p.notes.byID[doc.Notes[i].ID] = i
	}
	p.placeOrphans(doc.Blocks)
	if p.options.Notes == Inline {
		p.notes.countRefs(doc)
	}
	if p.options.Notes == ChapterEnd || p.options.Notes == SectionEnd || p.options.Numbering == PerChapter {
		p.notes.findChapters(doc.Blocks, p.options.chapterLevel(doc.Blocks))
	}
	p.notes.label(p.options.Numbering)
	for i := range p.notes.labels {
		p.notes.labels[i] = cmp.Or(p.labels[p.notes.all[i].ID], p.notes.labels[i])
	}
}

// countRefs counts how many references lead to each note.
func (b *noteBook) countRefs(doc *document.Document) {
	count := func(content []document.Inline) {
		for in := range document.Inlines(content) {
			if i, ok := b.byID[in.Target]; ok && in.Kind == document.NoteRef {
				b.refs[i]++
			}
		}
	}
	for leaf := range document.Leaves(doc.Blocks) {
		count(leaf.Content)
	}
	for i := range doc.Notes {
		for leaf := range document.Leaves(doc.Notes[i].Blocks) {
			count(leaf.Content)
		}
		count(b.orphans[i])
	}
	count(b.orphans[len(doc.Notes)])
}

// findChapters finds the chapter of each note: that of its first reference.
func (b *noteBook) findChapters(blocks []document.Block, level int) {
	for i := range b.chapter {
		b.chapter[i] = -1
	}
	chapter := 0
	for i := range blocks {
		if opensChapter(&blocks[i], level) {
			chapter++
		}
		b.visit(blocks[i:i+1], func(n int) {
			if b.chapter[n] < 0 {
				b.chapter[n] = chapter
			}
		})
	}
	for i := range b.chapter {
		if b.chapter[i] < 0 {
			b.chapter[i] = chapter
		}
	}
}

// visit calls f for each note that blocks refer to, and for those that these
// lead to, in reading order. It may call f twice for one note.
func (b *noteBook) visit(blocks []document.Block, f func(i int)) {
	var queue []int
	seen := map[int]bool{}
	look := func(content []document.Inline) {
		for in := range document.Inlines(content) {
			if in.Kind != document.NoteRef {
				continue
			}
			if i, ok := b.byID[in.Target]; ok && !seen[i] {
				seen[i] = true
				queue = append(queue, i)
			}
		}
	}
	for leaf := range document.Leaves(blocks) {
		look(leaf.Content)
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		f(i)
		for leaf := range document.Leaves(b.all[i].Blocks) {
			look(leaf.Content)
		}
		look(b.orphans[i])
	}
}

// chapterLevel is the lowest of the levels of headings after which notes are
// gathered anew.
func (o *Options) chapterLevel(blocks []document.Block) int {
	if o.Notes == SectionEnd {
		return 6
	}
	return topLevel(blocks)
}

// topLevel is the level of the headings that open chapters: the highest that
// there is, or 7 if there is none.
func topLevel(blocks []document.Block) int {
	level := 7
	for i := range blocks {
		if blocks[i].Kind == document.Heading {
			level = min(level, blocks[i].Level)
		}
	}
	return level
}

// opensChapter reports whether a chapter begins with b. A heading without words
// is not written, and opens nothing.
func opensChapter(b *document.Block, level int) bool {
	return b.Kind == document.Heading && b.Level <= level && shows(b.Content)
}

// label labels the notes.
func (b *noteBook) label(numbering Numbering) {
	counts, taken := map[int]int{}, make(map[string]bool, len(b.labels))
	for i := range b.labels {
		s := strconv.Itoa(i + 1)
		chapter := b.chapter[i]
		counts[chapter]++
		switch numbering {
		case PerChapter:
			s = strconv.Itoa(counts[chapter])
			if chapter > 0 {
				s = strconv.Itoa(chapter) + "-" + s
			}
		case AsPrinted:
			if printed := strings.Map(labelRune, b.all[i].Label); printed != "" {
				s = printed
			}
		}
		unique := s
		for k := 2; taken[unique]; k++ {
			unique = s + "-" + strconv.Itoa(k)
		}
		taken[unique] = true
		b.labels[i] = unique
	}
}

// labelRune keeps what can stand in the label of a note in every dialect.
func labelRune(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("†‡§¶", r) {
		return r
	}
	return -1
}

// placeOrphans decides where each note that nothing refers to is referred
// to, since renderers leave out a note without a reference. It is the end of
// the note before it: there a reader meets the notes in the order of the
// source, and the author's text stays as it is. The orphans before the first
// note that can be reached follow that one; if there is no such note at all,
// the first orphan is referred to below the last block. For pandoc, where no
// note refers to another, all are referred to there, and those too that only
// notes refer to.
func (p *printer) placeOrphans(blocks []document.Block) {
	if p.options.Dialect == CommonMark { // its notes are plain paragraphs
		return
	}
	notes, last := p.notes.all, len(p.notes.all)
	if p.options.Dialect == Pandoc {
		referred := p.notes.referredTo(blocks)
		for i := range notes {
			if !referred[i] {
				p.notes.orphans[last] = append(p.notes.orphans[last], document.Inline{Kind: document.NoteRef, Target: notes[i].ID})
			}
		}
		return
	}
	host := slices.IndexFunc(notes, func(n document.Note) bool { return n.Referenced })
	if host < 0 {
		host = last
	}
	for i := range notes {
		if !notes[i].Referenced {
			p.notes.orphans[host] = append(p.notes.orphans[host], document.Inline{Kind: document.NoteRef, Target: notes[i].ID})
		}
		host = i
	}
}

// referredTo says for each note whether a reference in blocks leads to it.
func (b *noteBook) referredTo(blocks []document.Block) []bool {
	referred := make([]bool, len(b.all))
	for leaf := range document.Leaves(blocks) {
		for in := range document.Inlines(leaf.Content) {
			if i, ok := b.byID[in.Target]; ok && in.Kind == document.NoteRef {
				referred[i] = true
			}
		}
	}
	return referred
}

// reference returns the reference to a note, or "" if there is no such note.
// crowded says that another one follows with no space between.
func (p *printer) reference(id string, crowded bool) string {
	i, ok := p.notes.byID[id]
	if !ok {
		p.say("markdown/unresolved-note", "a reference to a note that does not exist was left out")
		return ""
	}
	label := p.notes.labels[i]
	if p.options.Notes == Inline && !(crowded && p.options.Dialect == Pandoc) { // to which "^[Ibid.]^[Ibid.]" is a superscript
		if s, ok := p.inlineNote(i); ok {
			return s
		}
	}
	switch {
	case p.options.Dialect == Pandoc && p.inNote: // which has no notes in notes
		return `\[` + label + `\]`
	case p.options.Dialect != CommonMark:
		return "[^" + label + "]"
	}
	p.lint |= md033
	ref := `[\[` + label + `\]](#note-` + label + `)`
	if !p.notes.reached[i] {
		p.notes.reached[i] = true
		ref = `<a id="ref-` + label + `"></a>` + ref
	}
	return ref
}

// inlineNote returns note i as it stands inside of a line, if it is a single
// line that only one reference leads to. Once more is a mark's own business.
func (p *printer) inlineNote(i int) (string, bool) {
	blocks := p.notes.all[i].Blocks
	if p.notes.written[i] || p.notes.refs[i] != 1 || len(p.notes.orphans[i]) > 0 || len(blocks) != 1 || blocks[0].Kind != document.Paragraph || !shows(blocks[0].Content) {
		return "", false
	}
	for in := range document.Inlines(blocks[0].Content) {
		if in.Kind == document.NoteRef || in.Kind == document.LineBreak || in.Kind == document.Link ||
			in.Kind == document.PageBreak && p.options.PageBreaks != NoPageBreaks {
			return "", false
		}
	}
	// The note is laid and written aside; the line that it stands in waits.
	outer, out := p.leaf, p.out
	p.leaf, p.out = leaf{}, nil
	p.leaf.lay(p, blocks[0].Content, inNote)
	p.leaf.cell = outer.cell
	p.leaf.write(p)
	s := "^[" + string(p.out) + "]"
	p.leaf, p.out = outer, out
	p.notes.written[i] = true
	return s, true
}

func (p *printer) say(code, message string) {
	if p.report != nil {
		p.report(finding.Finding{Code: code, Severity: finding.Warning, Message: message, Offset: -1})
	}
}

// writeNotes writes the definitions of those notes that f chooses and that
// have not been written.
func (p *printer) writeNotes(f func(i int) bool) {
	first := true
	for i := range p.notes.all {
		if p.err != nil || p.notes.written[i] || !f(i) {
			continue
		}
		p.notes.written[i] = true
		if p.options.Dialect == CommonMark {
			if first {
				p.sceneBreak(&document.Block{})
			}
			p.noteAsParagraphs(i)
		} else {
			p.separate()
			p.inNote = true
			p.within("[^"+p.notes.labels[i]+"]: ", "    ", func() { p.blocks(withOrphans(p.notes.all[i].Blocks, p.notes.orphans[i])) })
			p.inNote = false
		}
		first = false
	}
}

// withOrphans returns the blocks of a note with references to orphans after
// its last word.
func withOrphans(blocks []document.Block, refs []document.Inline) []document.Block {
	if len(refs) == 0 {
		return blocks
	}
	blocks = slices.Clone(blocks)
	last := len(blocks) - 1
	if last < 0 || blocks[last].Kind != document.Paragraph {
		return append(blocks, document.Block{Content: refs})
	}
	space := document.Inline{Kind: document.Text, Text: " "}
	blocks[last].Content = slices.Concat(blocks[last].Content, []document.Inline{space}, refs)
	return blocks
}

// noteAsParagraphs writes a note for a dialect without notes: its number,
// linked to its reference, stands before its first words or in a line above.
func (p *printer) noteAsParagraphs(i int) {
	label := p.notes.labels[i]
	number := `\[` + label + `\]`
	if p.notes.reached[i] {
		number = "[" + number + "](#ref-" + label + ")"
	}
	number = `<a id="note-` + label + `"></a>` + number
	p.separate()
	blocks := p.notes.all[i].Blocks
	if len(blocks) == 0 || blocks[0].Kind != document.Paragraph {
		p.startLine()
		p.out = append(p.out, number...)
		p.endLine()
		p.blocks(blocks)
		return
	}
	p.within(number+" ", "", func() { p.blocks(blocks) })
}

// body writes the blocks and the notes.
func (p *printer) body(doc *document.Document, blocks []document.Block) {
	if p.options.Notes == ChapterEnd || p.options.Notes == SectionEnd {
		level, chapter, from := p.options.chapterLevel(blocks), 0, 0
		for i := range blocks {
			if opensChapter(&blocks[i], level) {
				p.blocks(blocks[from:i])
				p.writeNotes(func(n int) bool { return p.notes.chapter[n] == chapter })
				from = i
				chapter++
			}
		}
		blocks = blocks[from:]
	}
	p.blocks(blocks)
	if refs := p.notes.orphans[len(doc.Notes)]; len(refs) > 0 {
		p.blocks([]document.Block{{Content: refs}})
	}
	p.index()
	p.writeNotes(func(int) bool { return true })
}
