package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

// verdict says what the truth makes of a decision.
type verdict uint8

const (
	unknown verdict = iota // the truth has no answer, or the place was not found in it
	right
	wrong
)

func of(ok bool) verdict {
	if ok {
		return right
	}
	return wrong
}

func (v verdict) opposite() verdict {
	switch v {
	case right:
		return wrong
	case wrong:
		return right
	}
	return unknown
}

// judged is a decision and what became of it.
type judged struct {
	repair.Decision
	verdict verdict
}

// judge judges every decision of a ledger.
func judge(a *alignment, ledger []repair.Decision) []judged {
	j := &judger{alignment: a, notes: map[int]string{}}
	all := make([]judged, len(ledger))
	for i, d := range ledger {
		all[i].Decision = d
		if d.Kind == repair.Note {
			j.noteRun(d)
		}
	}
	j.nameNotes()
	for i := range all {
		all[i].verdict = j.judge(&all[i].Decision)
	}
	return all
}

type judger struct {
	*alignment
	counts map[int]map[string]int
	notes  map[int]string // by the N of the decisions: the note of the truth
}

func (j *judger) judge(d *repair.Decision) verdict {
	switch d.Kind {
	case repair.Join:
		return j.between(d, func(p, q *char) bool { return p.word == q.word })
	case repair.Tight:
		return j.between(d, func(p, q *char) bool { return p.word == q.word || p.line != q.line })
	case repair.Space:
		return j.between(d, func(p, q *char) bool { return p.word != q.word })
	case repair.Hyphen:
		return j.hyphen(d)
	case repair.Break:
		return j.blockBegins(d)
	case repair.Element:
		return j.element(d)
	case repair.Bullet:
		return j.bullet(d)
	case repair.Marker:
		return j.marker(d)
	case repair.NoteLabel:
		return j.noteLabel(d)
	case repair.Note:
		return j.note(d)
	case repair.Character:
		return j.character(d)
	case repair.Order:
		return j.order(d)
	case repair.Stet:
		return j.stet(d)
	case repair.Page:
		return unknown
	}
	return j.removed(d)
}

// around returns the characters made before and after a place of the source,
// in its flow, or none.
func (j *judger) around(at int) (before, after int) {
	if before = j.charEndingAt(at); before != none {
		after = before + 1
		if after == len(j.made.chars) || !j.sameFlow(before, after) {
			after = none
		}
		return before, after
	}
	after = j.charFrom(at)
	if after == none || after == 0 || !j.sameFlow(after-1, after) {
		return none, after
	}
	return after - 1, after
}

// charEndingAt finds the character that ends right before a byte.
func (j *judger) charEndingAt(at int) int {
	for i := at - 1; i >= 0 && i > at-5; i-- {
		if c := j.made.index[i]; c >= 0 {
			if i+len(string(j.made.chars[c].r)) >= at {
				return j.lastOf(int(c))
			}
			return none
		}
	}
	return none
}

// lastOf is the last of the characters that stand for one byte of the source.
func (j *judger) lastOf(c int) int {
	for c+1 < len(j.made.chars) && j.made.chars[c+1].at == j.made.chars[c].at {
		c++
	}
	return c
}

// charFrom finds the first character at or after a byte.
func (j *judger) charFrom(at int) int {
	for ; at < len(j.made.index); at++ {
		if c := j.made.index[at]; c >= 0 {
			return int(c)
		}
	}
	return none
}

func (j *judger) sameFlow(a, b int) bool {
	return j.noteOf(a) == j.noteOf(b)
}

func (j *judger) noteOf(c int) string { return j.made.blocks[j.made.chars[c].block].note }

// between judges by the two characters of the truth that stand side by side
// at the decision's place. What has been made of it is wrong if the truth has
// something else between them.
func (j *judger) between(d *repair.Decision, ok func(p, q *char) bool) verdict {
	before, after := j.around(d.Span.End)
	if before == none || after == none {
		return unknown
	}
	p, q := j.to[before], j.to[after]
	switch {
	case q == none:
		return unknown
	case p == none: // what stands there in the text is not in the truth
		if before > 0 && j.to[before-1] != none && j.to[before-1]+1 == q {
			return wrong
		}
		return unknown
	case q == p+1:
		return of(ok(&j.truth.chars[p], &j.truth.chars[q]))
	case q > p && q-p < 4:
		return wrong
	}
	return unknown
}

// hyphen judges a hyphen that was left out: the truth has the word whole.
func (j *judger) hyphen(d *repair.Decision) verdict {
	before := j.charEndingAt(d.Span.Start)
	if before == none || before+1 == len(j.made.chars) {
		return unknown
	}
	p, q := j.to[before], j.to[before+1]
	if p == none || q == none || q <= p || q-p > 3 {
		return unknown
	}
	return of(q == p+1 && j.truth.chars[p].word == j.truth.chars[q].word)
}

const lookBack = 300 // characters, over what is not in the truth

// blockBegins judges whether the truth has a block beginning at a place.
func (j *judger) blockBegins(d *repair.Decision) verdict {
	after := j.charFrom(d.Span.Start)
	if after == none || j.to[after] == none {
		return unknown
	}
	return j.boundaryBefore(after)
}

// boundaryBefore judges whether a block of the truth begins between a
// character made and the one before it.
func (j *judger) boundaryBefore(after int) verdict {
	q := j.to[after]
	if q == none {
		return unknown
	}
	begins := q == 0 || j.truth.chars[q-1].block != j.truth.chars[q].block
	for before := after - 1; before >= 0 && before > after-lookBack; before-- {
		if !j.sameFlow(before, after) {
			return unknown // the first block of a flow begins in any case
		}
		if p := j.to[before]; p != none {
			other := j.truth.chars[p].block != j.truth.chars[q].block
			if q < p || q > p+lookBack { // something has been moved
				return of(begins)
			}
			return of(other)
		}
	}
	return unknown
}

// withoutBreak counts the beginnings of lines at which no block was made to
// begin, and those of them at which the truth has none either.
func withoutBreak(a *alignment, src *source.Source) (places bin) {
	j := &judger{alignment: a}
	for _, line := range src.Lines {
		first := none
		for at := line.Start; at < line.End && first == none; at++ {
			first = int(a.made.index[at])
		}
		if first <= 0 || a.made.chars[first-1].block != a.made.chars[first].block {
			continue
		}
		if v := j.boundaryBefore(first); v != unknown {
			places.n++
			if v == wrong {
				places.right++
			}
		}
	}
	return places
}

// span calls f with the characters of the truth that a span of the source
// became.
func (j *judger) span(start, end int, f func(c *char)) {
	for ; start < end; start++ {
		for c := int(j.made.index[start]); c >= 0 && c < len(j.to) && j.made.chars[c].at == start; c++ {
			if t := j.to[c]; t != none {
				f(&j.truth.chars[t])
			}
		}
	}
}

// stet judges that something was not done by what the truth would have made
// of its being done.
func (j *judger) stet(d *repair.Decision) verdict {
	v := unknown
	switch d.Value {
	case "join":
		v = j.between(d, func(p, q *char) bool { return p.word == q.word })
	case "break":
		v = j.blockBegins(d)
	default:
		v = j.element(d)
	}
	return v.opposite()
}

// elementKinds are the kinds of the truth that a value may stand for.
var elementKinds = map[string][]string{
	"heading": {"h", "title", "subtitle"}, "title": {"title"}, "subtitle": {"subtitle", "title", "h"}, "byline": {"author"},
	"quote": {"quote", "line"}, "verse": {"verse", "line"}, "item": {"item", "line"}, "code": {"code"},
	"paragraph": {"p", "line", "author"},
}

// element judges what a block was taken for, by most of its characters.
func (j *judger) element(d *repair.Decision) verdict {
	kinds := map[string]int{}
	n := 0
	j.span(d.Span.Start, d.Span.End, func(c *char) {
		kinds[j.truth.blocks[c.block].kind]++
		n++
	})
	wanted, ok := elementKinds[d.Value]
	if n == 0 || !ok {
		return unknown
	}
	good := 0
	for _, kind := range wanted {
		good += kinds[kind]
	}
	return of(2*good > n)
}

func (j *judger) bullet(d *repair.Decision) verdict {
	after := j.charFrom(d.Span.End)
	if after == none || j.to[after] == none {
		return unknown
	}
	return of(j.truth.blocks[j.truth.chars[j.to[after]].block].kind == "item")
}

// noteRun counts the notes of the truth that the text of a note is in.
func (j *judger) noteRun(d repair.Decision) {
	if j.counts == nil {
		j.counts = map[int]map[string]int{}
	}
	if j.counts[d.N] == nil {
		j.counts[d.N] = map[string]int{}
	}
	j.span(d.Span.Start, d.Span.End, func(c *char) { j.counts[d.N][j.truth.blocks[c.block].note]++ })
}

// nameNotes names each note after the one of the truth that has most of it.
func (j *judger) nameNotes() {
	for n, counts := range j.counts {
		most := 0
		for label, count := range counts {
			if count > most || count == most && label < j.notes[n] {
				most, j.notes[n] = count, label
			}
		}
	}
}

const noteShare = 0.95 // of the characters of a run must be in its note

func (j *judger) note(d *repair.Decision) verdict {
	name := j.notes[d.N]
	in, n := 0, 0
	j.span(d.Span.Start, d.Span.End, func(c *char) {
		n++
		if j.truth.blocks[c.block].note == name {
			in++
		}
	})
	if n == 0 {
		return unknown
	}
	return of(name != "" && float64(in) >= noteShare*float64(n))
}

// noteLabel judges whether a note of the truth begins after a label.
func (j *judger) noteLabel(d *repair.Decision) verdict {
	after := j.charFrom(d.Span.End)
	if after == none || j.to[after] == none || j.noteOf(after) == "" {
		return unknown // without its text
	}
	q := j.to[after]
	b := j.truth.chars[q].block
	if j.truth.blocks[b].note == "" || b > 0 && j.truth.blocks[b-1].note == j.truth.blocks[b].note {
		return wrong
	}
	return of(q < 3 || j.truth.chars[q-3].block != b)
}

// marker judges whether the truth refers to the note from the word at which
// the mark stands.
func (j *judger) marker(d *repair.Decision) verdict {
	name := j.notes[d.N]
	before := j.charBefore(d.Span.Start)
	if before == none || name == "" {
		return unknown
	}
	after := before + 1
	p := j.to[before]
	for p == none && before > 0 && j.made.chars[before-1].word == j.made.chars[before].word {
		before--
		p = j.to[before]
	}
	if p == none {
		return unknown
	}
	words := []int{j.truth.chars[p].word}
	if after < len(j.to) && j.to[after] == p+1 { // the mark may stand before a dash
		words = append(words, j.truth.chars[p+1].word)
	}
	for _, w := range words {
		if slices.Contains(j.truth.refs[w], name) {
			return right
		}
	}
	return wrong
}

// charBefore finds the last character before a byte.
func (j *judger) charBefore(at int) int {
	for at--; at >= 0; at-- {
		if c := j.made.index[at]; c >= 0 {
			return j.lastOf(int(c))
		}
	}
	return none
}

// character judges a replacement: what stands there now is in the truth.
func (j *judger) character(d *repair.Decision) verdict {
	c := int(j.made.index[d.Span.Start])
	if strings.TrimSpace(d.Value) == "" || c < 0 {
		return unknown
	}
	for ; c < len(j.to) && j.made.chars[c].at == d.Span.Start; c++ {
		if j.to[c] == none {
			if c > 0 && j.to[c-1] != none {
				return wrong
			}
			return unknown
		}
	}
	return right
}

// order judges whether a piece of a line goes on where the piece before it in
// reading order stopped.
func (j *judger) order(d *repair.Decision) verdict {
	first := none
	for at := d.Span.Start; at < d.Span.End && first == none; at++ {
		first = int(j.made.index[at])
	}
	if first <= 0 || !j.sameFlow(first-1, first) || j.noteOf(first) != "" {
		return unknown
	}
	p, q := j.to[first-1], j.to[first]
	if p == none || q == none {
		return unknown
	}
	return of(q > p && q < p+lookBack)
}

// removed judges what was left out: none of its words are missing from where
// it stood.
func (j *judger) removed(d *repair.Decision) verdict {
	text := j.made.source[d.Span.Start:d.Span.End]
	words := plainWords(text)
	lost, found := map[string]bool{}, false
	look := func(before int) {
		if ws, ok := j.lostAfter(before); ok {
			found = true
			for _, w := range ws {
				lost[w] = true
			}
		}
	}
	before, after := j.charBefore(d.Span.Start), j.charFrom(d.Span.End)
	look(before)
	if after != none {
		look(after - 1)
	}
	if b := j.bodyBefore(before); b != before {
		look(b)
	}
	if !found {
		return unknown
	}
	missing := 0
	for _, w := range words {
		if lost[w] {
			missing++
		}
	}
	return of(missing == 0 || 2*missing < len(words))
}

// bodyBefore finds the last character of the running text that stands in the
// source at or before that of a character.
func (j *judger) bodyBefore(c int) int {
	for c >= 0 && j.noteOf(c) != "" {
		c = j.charBefore(j.made.chars[c].at)
	}
	return c
}

const widestLoss = 3000 // characters

// lostAfter lists the words of the truth that are nowhere in what was made
// and stand between a character and the next one of its flow.
func (j *judger) lostAfter(before int) (words []string, ok bool) {
	from, to := 0, len(j.truth.chars)
	for c := before; c >= 0; c-- {
		if j.to[c] != none {
			from = j.to[c] + 1
			break
		}
	}
	for c := before + 1; c < len(j.to); c++ {
		if j.to[c] != none {
			to = j.to[c]
			break
		}
	}
	if to < from || to-from > widestLoss {
		return nil, false
	}
	for i := from; i < to; {
		k := i
		var text []rune
		for ; k < to && j.truth.chars[k].word == j.truth.chars[i].word; k++ {
			if j.from[k] == none {
				text = append(text, j.truth.chars[k].r)
			}
		}
		words = append(words, plainWords(string(text))...)
		i = k
	}
	return words, true
}

// plainWords lists the words of a text without case and punctuation; a text
// that has no letters is taken as it stands.
func plainWords(s string) []string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	})
	if len(words) == 0 {
		return strings.Fields(s)
	}
	return words
}
