package main

import (
	"slices"

	"github.com/refolio/refolio/pipeline/repair"
)

// noteRun counts the notes of the truth that the text of a note is in.
func (j *judger) noteRun(d repair.Decision) {
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
