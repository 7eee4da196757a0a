package markdown

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// readNotes gathers the notes of a document while it is read. Until all are
// known, the target of a reference is the place of its note in all.
type readNotes struct {
	all     []readNote
	byLabel map[string]int
	order   int // how many notes have been referred to
}

type readNote struct {
	label  string
	blocks []document.Block
	first  int // the place of its first reference among those of all notes, from 1; 0 if it has none
}

func (r *readNotes) known(label string) bool {
	_, ok := r.byLabel[label]
	return ok
}

// new makes a note, which references find by its label if that is not "".
func (r *readNotes) new(label string) int {
	i := len(r.all)
	r.all = append(r.all, readNote{label: label})
	if label != "" {
		if r.byLabel == nil {
			r.byLabel = map[string]int{}
		}
		r.byLabel[label] = i
	}
	return i
}

// refer returns a reference to a note that is known.
func (r *readNotes) refer(label string, span document.Span) document.Inline {
	return r.referTo(r.byLabel[label], span)
}

func (r *readNotes) referTo(i int, span document.Span) document.Inline {
	if r.all[i].first == 0 {
		r.order++
		r.all[i].first = r.order
	}
	return document.Inline{Kind: document.NoteRef, Target: strconv.Itoa(i), Span: span}
}

// add adds blocks to a note.
func (r *readNotes) add(label string, blocks []document.Block) {
	n := &r.all[r.byLabel[label]]
	n.blocks = append(n.blocks, blocks...)
}

var anchorPattern = compiled(`^<a id="(?:note|ref)-([^"]*)">$`)

// findNotes finds which notes there are, before their references are read.
func (r *reader) findNotes(root ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n, ok := n.(*extast.Footnote); ok {
			label := string(n.Ref)
			if r.notes.known(label) {
				r.say(n.Pos(), finding.Warning, "second-note", "a second note is labelled "+label+"; nothing refers to it", "give it a label of its own")
				label = ""
			}
			n.Index = r.notes.new(label)
		}
		if n.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if label := r.anchorOf(n); label != "" && !r.notes.known(label) {
			r.notes.new(label)
		}
	}
}

// anchorOf is the label of the note that a paragraph opens in the dialect
// commonmark, or "".
func (r *reader) anchorOf(n ast.Node) string {
	if n == nil || n.Kind() != ast.KindParagraph {
		return ""
	}
	raw, ok := n.FirstChild().(*ast.RawHTML)
	if !ok {
		return ""
	}
	tag := string(raw.Segments.Value(r.source))
	if m := anchorPattern().FindStringSubmatch(tag); m != nil && strings.HasPrefix(tag, `<a id="note-`) {
		return m[1]
	}
	return ""
}

// anchored returns what the paragraph n, which opens the note with the given
// label in the dialect commonmark, says besides that.
func (r *reader) anchored(n ast.Node, label string) []document.Block {
	blocks := r.block(n)
	if len(blocks) == 0 {
		return nil
	}
	content := blocks[0].Content
	i := slices.IndexFunc(content, func(in document.Inline) bool { return in.Kind == document.Text })
	if i < 0 {
		return blocks
	}
	words, ok := strings.CutPrefix(content[i].Text, "["+label+"]")
	if !ok {
		return blocks
	}
	content[i].Text = strings.TrimPrefix(words, " ")
	if content[i].Text == "" {
		content = slices.Delete(content, i, i+1)
	}
	if blocks[0].Content = content; len(content) == 0 {
		return blocks[1:]
	}
	return blocks
}

// define reads the note that n defines.
func (r *reader) define(n *extast.Footnote) {
	pages := r.takePages() // a note is no place for a page of the text
	r.notes.all[n.Index].blocks = r.blocks(n)
	r.pages = append(pages, r.pages...)
}

// defineInline reads a note inside of a line, and returns its reference.
func (r *reader) defineInline(n *inlineNote) document.Inline {
	i := r.notes.new("")
	line := r.line
	r.notes.all[i].blocks = []document.Block{{Content: r.content(n)}}
	r.line = line
	return r.notes.referTo(i, r.span(n.start, n.start))
}

// reference appends a reference to a note, or, if there is no such note, the
// words that it is made of.
func (r *reader) reference(out []document.Inline, n *noteRef) []document.Inline {
	span := r.span(n.start, n.start+len(n.label)+len("[^]"))
	if !r.notes.known(n.label) {
		r.say(n.start, finding.Warning, "unresolved-note", "a reference to a note that does not exist, [^"+n.label+"], is kept as plain words", "define the note, or remove the reference")
		return addText(out, "[^"+n.label+"]", span)
	}
	return append(out, r.notes.refer(n.label, span))
}

// settleNotes puts the notes in order: by their first references, each that
// has none behind the one that is defined before it.
func (r *reader) settleNotes() {
	all := r.notes.all
	order := make([]int, 0, len(all))
	rank := make([]int, len(all)) // twice the place among references; one more for a stray behind it
	last := 0
	for i := range all {
		if all[i].first > 0 {
			last = 2 * all[i].first
			rank[i] = last
		} else {
			rank[i] = last + 1
		}
		order = append(order, i)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(rank[a], rank[b]) })
	ids := make([]string, len(all))
	for place, i := range order {
		ids[i] = "n" + strconv.Itoa(place+1)
		r.doc.Notes = append(r.doc.Notes, document.Note{ID: ids[i], Label: all[i].label, Blocks: all[i].blocks, Referenced: all[i].first > 0})
	}
	target(r.doc.Blocks, ids)
	for i := range r.doc.Notes {
		target(r.doc.Notes[i].Blocks, ids)
	}
}

// target gives references the IDs of their notes.
func target(blocks []document.Block, ids []string) {
	for leaf := range document.Leaves(blocks) {
		for in := range document.Inlines(leaf.Content) {
			if in.Kind == document.NoteRef {
				i, _ := strconv.Atoi(in.Target)
				in.Target = ids[i]
			}
		}
	}
}
