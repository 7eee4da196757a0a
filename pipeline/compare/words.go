package compare

import (
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

// Hunk is a place at which the words of two editions differ.
type Hunk struct {
	Line          int    // in the source of the new run, or of the old one; 0 if it is not known
	Before, After string // a few words that both have around it
	Old, New      string // the words; "" if there are none. A reference to a note is its label in brackets.
}

// around is how many words a hunk shows before and behind it.
const around = 4

// word is a word of an edition.
type word struct {
	text   string
	offset int // in the source; -1 if it is not known
}

func words(before, after *Run) []Hunk {
	a, b := before.words(), after.words()
	ids := map[string]int32{}
	number := func(list []word) []int32 {
		out := make([]int32, len(list))
		for i := range list {
			out[i] = number(list[i].text, ids)
		}
		return out
	}
	var hunks []Hunk
	i, j := 0, 0
	line := lineCounter{text: after.Text}
	oldLine := lineCounter{text: before.Text}
	for _, r := range append(align(number(a), number(b)), run{len(a), len(b), 0}) {
		if r.a > i || r.b > j {
			h := Hunk{Old: join(a[i:r.a]), New: join(b[j:r.b]), Before: join(b[max(0, j-around):j]), After: join(b[r.b:min(len(b), r.b+around)])}
			if at := max(0, j-1); at < len(b) {
				if r.b > j {
					at = j
				}
				h.Line = line.at(b[at].offset)
			}
			if h.Line == 0 && i < len(a) {
				h.Line = oldLine.at(a[i].offset)
			}
			hunks = append(hunks, h)
		}
		i, j = r.a+r.n, r.b+r.n
	}
	return hunks
}

func join(list []word) string {
	texts := make([]string, len(list))
	for i := range list {
		texts[i] = list[i].text
	}
	return strings.Join(texts, " ")
}

// lineCounter counts lines; offsets that rise, as they mostly do, are quick.
type lineCounter struct {
	text       string
	line, last int
}

func (c *lineCounter) at(offset int) int {
	if c.text == "" || offset < 0 || offset > len(c.text) {
		return 0
	}
	if c.line == 0 || offset < c.last {
		c.line, c.last = 1, 0
	}
	c.line += lineEnds(c.text[c.last:offset])
	c.last = offset
	return c.line
}

// words lists the words of the running text, and then those of the notes.
func (r *Run) words() []word {
	labels := map[string]string{}
	for i := range r.Document.Notes {
		labels[r.Document.Notes[i].ID] = r.Document.Notes[i].Label
	}
	w := worder{text: r.Text, labels: labels}
	w.blocks(r.Document.Blocks)
	for i := range r.Document.Notes {
		w.end()
		w.blocks(r.Document.Notes[i].Blocks)
	}
	return w.words
}

// worder collects words. A word may stand in several inlines.
type worder struct {
	text   string
	labels map[string]string
	words  []word
	open   bool // the last word may go on
}

func (w *worder) end() { w.open = false }

func (w *worder) blocks(blocks []document.Block) {
	for b := range document.Leaves(blocks) {
		w.end()
		for in := range document.Inlines(b.Content) {
			switch in.Kind {
			case document.Text:
				w.inline(in)
			case document.NoteRef:
				w.end()
				w.words = append(w.words, word{"[" + w.labels[in.Target] + "]", offsetOf(in, w.text)})
			case document.LineBreak:
				w.end()
			}
		}
	}
}

func offsetOf(in *document.Inline, text string) int {
	if in.Span == (document.Span{}) || in.Span.End > len(text) {
		return -1
	}
	return in.Span.Start
}

// inline adds the words of a text.
func (w *worder) inline(in *document.Inline) {
	at := offsetOf(in, w.text)
	for i, s := range strings.Fields(in.Text) {
		here := at
		if at >= 0 {
			// What was left out of the source, or reads otherwise, hides a
			// word now and then; the next one is found again.
			if n := strings.Index(w.text[at:min(in.Span.End, at+len(s)+lookAhead)], s); n >= 0 {
				here = at + n
			}
			at = min(here+len(s), in.Span.End)
		}
		if i == 0 && w.open && in.Text[0] != ' ' && len(w.words) > 0 {
			w.words[len(w.words)-1].text += s
			continue
		}
		w.words = append(w.words, word{s, here})
	}
	if in.Text != "" {
		w.open = in.Text[len(in.Text)-1] != ' ' && in.Text[len(in.Text)-1] != '\n'
	}
}

const lookAhead = 12 // bytes
