package main

import (
	"strings"

	"github.com/refolio/refolio/pipeline/repair"
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
	j := &judger{alignment: a, counts: map[int]map[string]int{}, notes: map[int]string{}}
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
	counts map[int]map[string]int // by the N of the decisions: how many characters are in which note of the truth
	notes  map[int]string         // the one that most are in
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
