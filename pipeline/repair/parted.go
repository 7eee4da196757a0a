package repair

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
)

// PyPDF takes the hyphen that a word processor set at a line's end for a word
// of its own:
//
//	had been to -     ──▶  had been together
//	gether for years
//
// A dash may stand there, too, so what counts is whether the halves make up
// words at most of such places.
const (
	fewestParted = 2   // places where they do
	partedShare  = 0.6 // of all
)

// partedHyphen keeps such a hyphen at the end of a row, if the next one goes on
// in a small letter.
func (h *hyphenator) partedHyphen(row, next int, turn bool) {
	s := h.t.String(row)
	if !strings.HasSuffix(s, " -") {
		return
	}
	before, rest := s[:len(s)-len(" -")], h.t.String(next)
	b := lineBreak{
		row: row, next: next, start: h.t.Rows[row].End - len(" -"), end: h.t.Rows[row].End, hyphen: '-', turn: turn,
		left: before[len(before)-lettersAtEnd(before):], rest: rest, right: rest[:lettersIn(rest)],
	}
	if b.left != "" && b.right != "" && !capital(b.right) {
		h.parted = append(h.parted, b)
	}
}

// decideParted decides about the parted hyphens.
func (h *hyphenator) decideParted() {
	if len(h.parted) < fewestParted {
		return
	}
	if h.words == nil {
		h.learn()
	}
	known, words := make([]bool, len(h.parted)), 0
	for i, b := range h.parted {
		if w := norm.NFC.String(b.left + b.right); h.lexicon.Contains(w) || h.words.count(b.left, b.right) > 0 {
			known[i] = true
			words++
		}
	}
	if words < fewestParted || float64(words) < partedShare*float64(len(h.parted)) {
		return
	}
	h.habit = habit{inside: 1, turn: 1}
	for i := range h.parted {
		b := &h.parted[i]
		if h.t.given.between(b.row, b.next) != 0 {
			continue
		}
		v := h.weighWord(b)
		if known[i] {
			v = verdict{outcome: whole, confidence: 0.95, why: "the halves make up a word; the extractor parts the hyphens at line ends from theirs"}
		}
		if v.outcome == hyphened {
			h.t.Decide(Decision{Kind: Tight, Span: document.Span{Start: b.start, End: b.start + 1}, Confidence: v.confidence, Why: v.why})
		}
		h.decideAs(b, v, "")
	}
}
