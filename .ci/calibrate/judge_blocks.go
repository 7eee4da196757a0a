package main

import (
	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

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
