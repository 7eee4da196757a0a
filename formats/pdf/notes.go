package pdf

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
	"github.com/refolio/refolio/formats/pdf/typeset"
	"github.com/refolio/refolio/pipeline/document"
)

// note is a note of the document, on its way to its page.
type note struct {
	*document.Note
	label     string           // as it is printed here
	dest      engine.Dest      // the note
	reference engine.Dest      // the first mark that refers to it
	first     *document.Inline // that mark
	placed    bool             // it is set
	nested    bool             // it stands in another note, behind which the note is set
}

// listNotes prepares the notes. They keep their labels if these tell them
// apart within a chapter; if not, as when the source began anew on each page
// or lost some, they are numbered through.
func (c *compositor) listNotes() {
	c.notes = make(map[string]int, len(c.doc.Notes))
	labels := c.labels()
	for i := range c.doc.Notes {
		n := &c.doc.Notes[i]
		c.notes[n.ID] = i + 1
		c.noteList = append(c.noteList, note{Note: n, label: labels[i], dest: c.book.NewDest(), reference: c.book.NewDest()})
	}
}

// findMarks finds the first mark of each note: in the text, or else in the
// notes that the text refers to, in the order in which these are set. So it
// doesn't matter in which order they are.
func (c *compositor) findMarks(blocks []document.Block) {
	c.claim(blocks)
	if c.options.Endnotes {
		return // notes behind the text are set one after the other
	}
	var roots []*note
	for i := range c.noteList {
		if n := &c.noteList[i]; n.first != nil {
			roots = append(roots, n)
		}
	}
	for _, root := range roots {
		for next := []*note{root}; len(next) > 0; next = next[1:] {
			next = append(next, c.claim(next[0].Blocks)...)
		}
	}
}

// claim takes the marks in blocks as the first ones of the notes that have
// none yet, and returns these. Code shows no marks.
func (c *compositor) claim(blocks []document.Block) []*note {
	var claimed []*note
	for leaf := range document.Leaves(blocks) {
		if leaf.Kind == document.Code {
			continue
		}
		for in := range document.Inlines(leaf.Content) {
			if in.Kind != document.NoteRef {
				continue
			}
			if at, ok := c.notes[in.Target]; ok && c.noteList[at-1].first == nil {
				c.noteList[at-1].first = in
				claimed = append(claimed, &c.noteList[at-1])
			}
		}
	}
	return claimed
}

// labels returns the labels to print, by the note's place in the document.
func (c *compositor) labels() []string {
	labels := make([]string, len(c.doc.Notes))
	for i := range c.doc.Notes {
		labels[i] = strings.TrimSpace(c.doc.Notes[i].Label)
	}
	if c.distinct(labels) {
		return labels
	}
	for i := range labels {
		labels[i] = strconv.Itoa(i + 1)
	}
	return labels
}

// distinct reports whether no chapter refers to two notes of the same label,
// or to one that has none.
func (c *compositor) distinct(labels []string) bool {
	at := make(map[string]int, len(labels))
	for i := range c.doc.Notes {
		at[c.doc.Notes[i].ID] = i
	}
	seen := map[string]int{}
	for leaf := range document.Leaves(c.doc.Blocks) {
		if leaf.Kind == document.Heading && leaf.Level <= 1 {
			clear(seen)
		}
		for in := range document.Inlines(leaf.Content) {
			if in.Kind != document.NoteRef {
				continue
			}
			i, ok := at[in.Target]
			if !ok {
				continue
			}
			if other, used := seen[labels[i]]; labels[i] == "" || used && other != i {
				return false
			}
			seen[labels[i]] = i
		}
	}
	return true
}

// setNotes sets the notes that the text refers to, for the foot of the page.
func (c *compositor) setNotes(ctx context.Context) error {
	c.noteRows = make([][]typeset.Row, len(c.noteList))
	if c.options.Endnotes {
		return ctx.Err()
	}
	var placed []int
	for i := range c.noteList {
		if c.noteList[i].placed {
			placed = append(placed, i)
		}
	}
	const together = 32
	return c.share(ctx, (len(placed)+together-1)/together, func(c *compositor, part int) {
		for _, i := range placed[part*together : min(len(placed), (part+1)*together)] {
			c.noteRows[i] = c.withNested(&c.noteList[i])
		}
	})
}

// withNested sets a note and behind it the notes that it refers to and the text
// does not.
func (c *compositor) withNested(n *note) []typeset.Row {
	c.pending = []*note{n}
	var rows []typeset.Row
	for len(c.pending) > 0 {
		next := c.pending[0]
		c.pending = c.pending[1:]
		if set := c.setNote(next, c.noteFrame()); rows == nil { // as mostly
			rows = set
		} else {
			rows = append(rows, set...)
		}
	}
	return rows
}

// noteFrame is the frame of notes at the foot of the page.
func (c *compositor) noteFrame() frame {
	f := c.frame()
	f.font = c.textFont(c.noteSize, fonts.Regular)
	f.leading = c.noteLeading
	f.note = true
	return f
}

// setNote sets one note.
func (c *compositor) setNote(n *note, f frame) []typeset.Row {
	outer := c.swap(nil)
	c.inNote = true
	defer func() { c.inNote = false }()
	f.parent = engine.NewElement(c.book.Root(), "Note")
	f.parent.ID = n.ID
	f.lead = c.noteLabel(n, f)
	for i := range n.Blocks {
		c.block(&n.Blocks[i], f)
		f.lead = nil
	}
	if f.lead != nil || len(c.rows) == 0 { // it has no text, or begins with none
		c.paragraph(nil, f)
	}
	rows := c.swap(outer)
	rows[0].Mark = &typeset.Mark{Dest: n.dest}
	rows[0].Space = f.leading / 6
	return rows
}

// noteLabel returns the label that begins a note, which leads back to the
// mark in the text.
func (c *compositor) noteLabel(n *note, f frame) []typeset.Span {
	label := n.label
	if last := []rune(label); len(last) > 0 && (unicode.IsDigit(last[len(last)-1]) || unicode.IsLetter(last[len(last)-1])) {
		label += "."
	}
	if label == "" {
		label = "–"
	}
	lbl := engine.NewElement(f.parent, "Lbl")
	span := typeset.Span{Text: label, Font: f.font, Element: lbl, Whole: true}
	if n.placed {
		span.Element = engine.NewElement(lbl, "Link")
		span.Target = &typeset.Target{Dest: n.reference, Says: c.words.backTo + " " + n.label}
	}
	return []typeset.Span{span, {Text: "\u00A0", Font: f.font, Element: lbl}}
}

// swap exchanges the rows that are being set for others.
func (c *compositor) swap(rows []typeset.Row) []typeset.Row {
	old := c.rows
	c.rows, c.space, c.keep, c.alone, c.indented = rows, 0, false, false, false
	return old
}

// endnotes sets the notes that stand behind the text: all of them, or those
// that nothing refers to.
func (c *compositor) endnotes() {
	var placed, unplaced []*note
	for i := range c.noteList {
		switch n := &c.noteList[i]; {
		case !n.placed:
			unplaced = append(unplaced, n)
		case c.options.Endnotes:
			placed = append(placed, n)
		}
	}
	c.noteSection(c.words.notes, placed)
	c.noteSection(c.words.unplaced, unplaced)
}

func (c *compositor) noteSection(title string, notes []*note) {
	if len(notes) == 0 {
		return
	}
	c.heading(&document.Block{Kind: document.Heading, Level: 1, Content: []document.Inline{{Kind: document.Text, Text: title}}}, c.frame())
	for i, n := range notes {
		if n.nested {
			continue
		}
		keep, space := c.keep, c.space
		rows := c.withNested(n)
		if i == 0 {
			rows[0].Space = c.leading / 2 * measure.Unit(space)
			if keep {
				rows[0].Penalty = typeset.KeepWithPrevious
			}
		}
		c.rows = slices.Concat(c.rows, rows)
	}
}
