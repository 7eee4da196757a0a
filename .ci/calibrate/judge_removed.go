package main

import (
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline/repair"
)

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
