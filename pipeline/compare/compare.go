// Package compare says how two runs over a document differ: decision by
// decision, and word by word. It is for reviewing an upgrade of refolio, another
// extraction of a text, or what a few fixes did.
//
//	old run ──┐
//	          ├── Runs ──▶ Diff: decisions gone, new, changed; words replaced
//	new run ──┘
//
// A run is known by its ledger, its document, or both. Where both ledgers are
// of the same text, decisions are compared by their places in it; else by what
// they are about, in order, for then all places have shifted.
package compare

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline/document"
)

// Run is one run over a document, as far as it is known.
type Run struct {
	Name     string             // of the source, for messages
	Document *document.Document // nil if the words are not known
	Ledger   *document.Ledger   // nil if the decisions are not known
	Text     string             // the decoded source; "" if it is not known
}

// Of is the run that made a document of its source.
func Of(doc *document.Document) *Run {
	r := &Run{Document: doc}
	if t := doc.Trace; t != nil {
		r.Name, r.Text = t.Name, t.Text
		r.Ledger = &document.Ledger{Source: document.SourceOf(t.Name, t.Encoding, t.Text), Meta: doc.Meta, Decisions: slices.Collect(t.Decisions)}
		slices.SortStableFunc(r.Ledger.Decisions, func(a, b document.Decision) int { return a.Span.Start - b.Span.Start })
		r.Ledger.Lines = linesOf(t.Text, r.Ledger.Decisions)
	}
	return r
}

// linesOf finds the lines of decisions in the order of their places.
func linesOf(text string, decisions []document.Decision) []int {
	lines := make([]int, len(decisions))
	line, at := 1, 0
	for i := range decisions {
		start := decisions[i].Span.Start
		line += lineEnds(text[at:start])
		lines[i], at = line, start
	}
	return lines
}

// lineEnds counts the ends of lines in s, of the two usual kinds.
func lineEnds(s string) int {
	return strings.Count(s, "\n") + strings.Count(s, "\r") - strings.Count(s, "\r\n")
}

// Change is a decision that one run made and the other did not, or made
// otherwise.
type Change struct {
	Line     int                // in the source of the new run, or of the old one if the new run lacks it
	Text     string             // what it is about
	Old, New *document.Decision // nil if that run did not make it
}

// Diff is how two runs differ.
type Diff struct {
	Changes     []Change // in the order of the source
	Surer, Less int      // decisions that both made, of which the new run is surer by 0.05 or more, or less sure
	Words       []Hunk   // in the order of the edition
	// Decided and Worded say whether decisions and words could be compared:
	// both runs must be known so far.
	Decided, Worded bool
}

// Same reports whether no difference was found.
func (d *Diff) Same() bool { return len(d.Changes) == 0 && len(d.Words) == 0 }

// Runs compares two runs.
func Runs(before, after *Run) *Diff {
	d := &Diff{Decided: before.Ledger != nil && after.Ledger != nil, Worded: before.Document != nil && after.Document != nil}
	if d.Decided {
		d.decisions(before, after)
	}
	if d.Worded {
		d.Words = words(before, after)
	}
	return d
}

// sure is by how much a confidence must differ to be told.
const sure = 0.05

// entry is a decision in one of the runs.
type entry struct {
	d    *document.Decision
	line int
	text string // what it is about, for people
	key  string // the same for decisions that are the same
	at   string // the same for decisions about the same place
}

func (d *Diff) decisions(before, after *Run) {
	exact := before.Ledger.Source.Same(after.Ledger.Source)
	a, b := before.entries(exact), after.entries(exact)
	ids := map[string]int32{}
	runs := align(numbers(a, ids), numbers(b, ids))
	i, j := 0, 0
	for _, r := range append(runs, run{len(a), len(b), 0}) {
		d.changed(a[i:r.a], b[j:r.b])
		for k := range r.n {
			switch old, now := a[r.a+k].d.Confidence, b[r.b+k].d.Confidence; {
			case now >= old+sure:
				d.Surer++
			case now <= old-sure:
				d.Less++
			}
		}
		i, j = r.a+r.n, r.b+r.n
	}
}

func numbers(entries []entry, ids map[string]int32) []int32 {
	list := make([]int32, len(entries))
	for i := range entries {
		list[i] = number(entries[i].key, ids)
	}
	return list
}

func number(key string, ids map[string]int32) int32 {
	id, known := ids[key]
	if !known {
		id = int32(len(ids))
		ids[key] = id
	}
	return id
}

// changed adds what one run has where the other has something else. Two
// decisions about the same place are one change.
func (d *Diff) changed(gone, fresh []entry) {
	var list []Change
	taken := make([]bool, len(fresh))
	for i := range gone {
		g := &gone[i]
		c := Change{Line: g.line, Text: g.text, Old: g.d}
		for j := range fresh {
			if f := &fresh[j]; !taken[j] && f.at == g.at && paired(f.d, g.d) {
				taken[j], c.New, c.Line = true, f.d, f.line
				break
			}
		}
		list = append(list, c)
	}
	for j := range fresh {
		if !taken[j] {
			list = append(list, Change{Line: fresh[j].line, Text: fresh[j].text, New: fresh[j].d})
		}
	}
	slices.SortStableFunc(list, func(x, y Change) int { return x.Line - y.Line })
	d.Changes = append(d.Changes, list...)
}

// paired reports whether one decision about a place takes the place of
// another: an element that of an element, what is left out that of what is
// left out, a break that of a stet.
func paired(a, b *document.Decision) bool {
	return a.Kind == b.Kind || a.Removes && b.Removes || isPlace(a.Kind) && isPlace(b.Kind)
}

func isPlace(kind string) bool { return kind == "break" || kind == "join" || kind == "stet" }

// entries lists the decisions of a run in order. exact says that places are
// the same in both runs.
func (r *Run) entries(exact bool) []entry {
	list := make([]entry, len(r.Ledger.Decisions))
	for i := range list {
		d := &r.Ledger.Decisions[i]
		e := entry{d: d}
		if i < len(r.Ledger.Lines) {
			e.line = r.Ledger.Lines[i]
		}
		e.text = r.about(i)
		e.at = r.context(i)
		span := e.at
		if exact {
			e.at = fmt.Sprint(d.Span.Start)
			if span = e.at; d.Kind != "element" { // whose end follows from what comes next
				span = fmt.Sprint(d.Span)
			}
		}
		e.key = d.Kind + "\x00" + d.Value + "\x00" + levelOf(d) + "\x00" + span
		list[i] = e
	}
	if exact {
		slices.SortStableFunc(list, func(x, y entry) int {
			if x.d.Span.Start != y.d.Span.Start {
				return x.d.Span.Start - y.d.Span.Start
			}
			return strings.Compare(x.key, y.key)
		})
	}
	return list
}

// levelOf is the N of a decision where it says something by itself: notes and
// pieces are numbered anew by every other one before them.
func levelOf(d *document.Decision) string {
	if d.Kind == "element" {
		return fmt.Sprint(d.N)
	}
	return ""
}

const aboutLetters = 40 // bytes of the text behind a place that are shown

// about is the text of a decision: what stands in its span, or behind its
// place.
func (r *Run) about(i int) string {
	d := &r.Ledger.Decisions[i]
	if r.Text == "" || d.Span.End > len(r.Text) {
		return r.Ledger.Text(i)
	}
	end := d.Span.End
	if d.Span.Len() > 4*aboutLetters {
		end = d.Span.Start + 4*aboutLetters
	}
	s := strings.Join(strings.Fields(strings.ToValidUTF8(r.Text[d.Span.Start:end], "")), " ")
	if d.Span.Len() == 0 {
		s = strings.Join(strings.Fields(strings.ToValidUTF8(r.Text[end:min(len(r.Text), end+aboutLetters)], "")), " ")
	}
	return s
}

const (
	contextBytes   = 160 // of the source that are looked at
	contextLetters = 24  // that tell a place where lines and spaces differ
)

// context is the same for decisions about the same place of the text, whatever
// an extractor makes of its lines and spaces.
func (r *Run) context(i int) string {
	s := r.Ledger.Text(i)
	if at := r.Ledger.Decisions[i].Span.Start; at < len(r.Text) {
		s = r.Text[at:min(len(r.Text), at+contextBytes)]
	}
	s = letters(strings.ToValidUTF8(s, ""))
	n := 0
	for at := range s {
		if n++; n > contextLetters {
			return s[:at]
		}
	}
	return s
}

// letters is s without all that another extractor may have written otherwise.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
