package repair

import (
	"math"
	"strings"
	"unicode"
)

// Empty lines part the stanzas of a poem. Many extractors drop them, and then
// the rows below each other have to tell:
//
//	No lamp is lit, no sail is set,            No lamp is lit, no sail is set,
//	The boats lie on the sand;                 The boats lie on the sand;
//	The wind that tore the Widow’s net         The wind that tore the Widow’s net
//	Is far behind the land.                    Is far behind the land.
//	The men are sitting in the inn,     ──▶
//	...                                        The men are sitting in the inn,
//
// Stanzas are of one length as a rule, each ends in a full stop, and no rhyme
// crosses from one to the next. Each length that goes into the poem is weighed
// by that. What is left is one stanza: a guess that is wrong costs as much as
// none. Where the text does show empty lines between stanzas, it shows them
// all.

const (
	stanzaPrior  = 3.8  // nats that the ends of stanzas must say, so that there are some
	stanzaStop   = 0.88 // of the stanzas end in a full stop
	innerStop    = 0.28 // of the lines inside them do, and so many more count:
	innerStops   = 6
	rhymeAcross  = 1.5 // against an end between two lines that rhyme
	rhymeAround  = 1.0 // and between two that enclose it and another line
	rhymeLetters = 2
	mostStanza   = 14 // lines
)

// stanzaEnds is what the end of a line says for a stanza's ending there, but
// for a full stop.
var stanzaEnds = [endings]float64{endsColon: -0.5, endsComma: -1.67, endsOpen: -2.7}

// stanzas cuts the poems among blocks anew.
func (t *Text) stanzas(blocks []block, h *shapedHabits) []block {
	usual, shown := t.versesApart(blocks)
	out := make([]block, 0, len(blocks))
	for i := 0; i < len(blocks); {
		n := i + 1
		for n < len(blocks) && isStanza(&blocks[i]) && isStanza(&blocks[n]) {
			n++
		}
		if isStanza(&blocks[i]) {
			out = append(out, t.poem(blocks[i:n], h, usual, shown)...)
		} else {
			out = append(out, blocks[i])
		}
		i = n
	}
	return out
}

func isStanza(b *block) bool { return b.shape == verse && b.note < 0 && len(b.rows) > 1 }

// versesApart is how many empty lines stand between two lines of verse as a
// rule, and whether more of them show where a stanza ends.
func (t *Text) versesApart(blocks []block) (usual int, shown bool) {
	var inside [4]int
	each := func(ends bool, f func(blank int)) {
		for i := range blocks {
			if !isStanza(&blocks[i]) {
				continue
			}
			rows := blocks[i].rows
			if ends {
				if i > 0 && isStanza(&blocks[i-1]) {
					f(t.blankBetween(blocks[i-1].rows[len(blocks[i-1].rows)-1], rows[0]))
				}
				continue
			}
			for k := 1; k < len(rows); k++ {
				f(t.blankBetween(rows[k-1], rows[k]))
			}
		}
	}
	each(false, func(blank int) {
		if blank >= 0 {
			inside[min(blank, 3)]++
		}
	})
	for blank, n := range inside {
		if n > inside[usual] {
			usual = blank
		}
	}
	each(true, func(blank int) { shown = shown || blank > usual })
	return usual, shown
}

// blankBetween is how many empty lines stand between two rows, or -1 if that
// says nothing.
func (t *Text) blankBetween(above, below int) int {
	if below != above+1 || t.Rows[above].Page != t.Rows[below].Page {
		return -1
	}
	return t.Rows[below].Blank
}

// poem cuts a poem, which is given as the stanzas that were found in it.
func (t *Text) poem(stanzas []block, h *shapedHabits, usual int, shown bool) []block {
	if shown {
		return t.joinStanzas(stanzas, func(above, below int) bool {
			blank := t.blankBetween(above, below)
			return blank < 0 || blank > usual
		})
	}
	var rows, lines []int // the rows, and those of them with which a line begins
	for _, s := range stanzas {
		rows = append(rows, s.rows...)
	}
	for i, row := range rows {
		if i > 0 {
			b := t.boundary(rows[i-1], row)
			if at := h.pricesAt(&b); b.given != 0 || t.given.inside(row) != "" {
				return stanzas
			} else if h.turn(&b, &at) < at.on[verse] {
				continue
			}
		}
		lines = append(lines, i)
	}
	length, says := t.stanzaLength(rows, lines)
	if length == 0 {
		return t.joinStanzas(stanzas, func(int, int) bool { return false })
	}
	out := make([]block, 0, len(lines)/length)
	for k := 0; k < len(lines); k += length {
		to := len(rows)
		if k+length < len(lines) {
			to = lines[k+length]
		}
		out = append(out, block{rows: rows[lines[k]:to], shape: verse, note: -1, sure: 1 / (1 + math.Exp(-says))})
	}
	out[0].sure = stanzas[0].sure
	return out
}

// joinStanzas joins stanzas between which none ends.
func (t *Text) joinStanzas(stanzas []block, ends func(above, below int) bool) []block {
	out := stanzas[:1:1]
	for _, s := range stanzas[1:] {
		last := &out[len(out)-1]
		above := last.rows[len(last.rows)-1]
		if t.given.between(above, s.rows[0]) == 0 && !ends(above, s.rows[0]) {
			last.rows = append(last.rows[:len(last.rows):len(last.rows)], s.rows...)
		} else {
			out = append(out, s)
		}
	}
	return out
}

// stanzaLength is how many lines each stanza of a poem has, and what says so
// in nats; it is 0 if the poem is one stanza.
func (t *Text) stanzaLength(rows, lines []int) (length int, says float64) {
	n := len(lines)
	ends, rhymes := make([]ending, n), make([]string, n)
	stops := 0
	for i := range lines {
		last := len(rows)
		if i+1 < n {
			last = lines[i+1]
		}
		text := t.withoutMarkEnd(rows[last-1])
		ends[i], rhymes[i] = endingOf(text), rhymeOf(text)
		if i+1 < n && ends[i] == endsStop {
			stops++
		}
	}
	for k := 2; k <= min(n/2, mostStanza); k++ {
		if n%k != 0 {
			continue
		}
		outer := 0
		for i := k - 1; i+1 < n; i += k {
			if ends[i] == endsStop {
				outer++
			}
		}
		inside := float64(stops-outer) + innerStop*innerStops
		stop := math.Log(stanzaStop * float64(n-n/k+innerStops) / inside)
		sum := -stanzaPrior
		for i := k - 1; i+1 < n; i += k {
			if ends[i] == endsStop {
				sum += stop
			} else {
				sum += stanzaEnds[ends[i]]
			}
			if rhymes[i] != "" && rhymes[i] == rhymes[i+1] {
				sum -= rhymeAcross
			}
			if rhymes[i-1] != "" && rhymes[i-1] == rhymes[i+1] {
				sum -= rhymeAround
			}
		}
		if sum > says {
			length, says = k, sum
		}
	}
	return length, says
}

// rhymeOf is what a line of verse rhymes by, as far as letters tell.
func rhymeOf(s string) string {
	word := strings.ToLower(strings.TrimFunc(lastWord(s), func(r rune) bool { return !unicode.IsLetter(r) }))
	letters := []rune(word)
	return string(letters[max(0, len(letters)-rhymeLetters):])
}
