package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A credit is the line under a quotation or a poem that names its source:
//
//	She wisely left a throne too hot to hold her.
//	—G. J.
//	ABDOMEN, n. A shrine enclosing the object of ...
//
// It begins with a dash, as speech does in many languages; but it follows what
// is quoted, and does not end like a sentence.

// What it costs, in nats, to take a row for a credit. The signs at the
// boundaries before and after it say nothing, and cost what they do on the
// average (see afterHeading).
const (
	afterQuoted = 1.0 // a quotation has a credit
	afterFull   = 4.5 // what stands over a credit is quoted, though it is set like the rest
	spokenLine  = 4.0 // it ends like a sentence
	speaks      = 4.0 // a dash begins speech in this text
	creditWidth = 0.7 // of the measure
)

// beforeCredit is what it costs that the row below b is a credit.
func (h *shapedHabits) beforeCredit(b *boundary, from shape, ends bool) float64 {
	switch {
	case !ends || b.joined || from == headline || from == headlines || from == credit:
		return neverBreak
	case from == full || from == first:
		return h.usual + afterFull
	case from == verse:
		return h.usual
	}
	return h.usual + afterQuoted
}

// creditCost is what it costs that a row is a credit.
func (h *shapedHabits) creditCost(t *Text, row int) float64 {
	if h.measure == 0 || t.Rows[row].Em > h.measure*creditWidth || !dashed(t.String(row)) {
		return neverBreak
	}
	cost, text := 0.0, t.withoutMarkEnd(row)
	if words := strings.Fields(text); endingOf(text) == endsStop && !initial(words[len(words)-1]) {
		cost += spokenLine
	}
	if h.speech {
		cost += speaks
	}
	return cost
}

// dashesSpeak reports whether the rows that begin with a dash are speech: they
// end like sentences, or go on in the next row, more often than not.
//
//	— Tu viens ?
//	— Non, dit Pierre, qui n'avait pas bougé
//	de sa chaise.
func (t *Text) dashesSpeak(bs []boundary) bool {
	dashes, names := 0, 0
	for i := range bs {
		if bs[i].start != startsDash {
			continue
		}
		dashes++
		if i+1 < len(bs) && bs[i+1].end == endsOpen && bs[i+1].start != startsLower {
			names++
		} else if words := strings.Fields(t.String(int(bs[i].below))); initial(words[len(words)-1]) {
			names++
		}
	}
	return dashes > 2*names
}

// dashed reports whether s begins with a dash and then a name.
func dashed(s string) bool {
	name := strings.TrimLeft(s, "—–-")
	if len(name) == len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(name, " \u00a0“«„\"([‘"))
	return unicode.IsUpper(r) || unicode.Is(unicode.Lo, r)
}

// initial reports whether a word is a letter and a full stop: "G.".
func initial(word string) bool {
	letters := strings.TrimLeft(strings.TrimSuffix(word, "."), "—–-")
	return len(letters) < len(word) && utf8.RuneCountInString(letters) == 1
}
