package repair

import (
	"math"
	"strings"
	"unicode"
)

const (
	stanzaPrior  = 3.8  // nats that the ends of stanzas must say, so that there are some
	usualPrior   = 1.0  // and that they are as long as those of other poems
	stanzaStop   = 0.88 // of the stanzas end in a full stop
	innerStop    = 0.28 // of the lines inside them do, and so many more count:
	innerStops   = 6
	rhymeAcross  = 1.5 // against an end between two lines that rhyme
	rhymeAround  = 1.0 // and between two that enclose it and another line
	quotedOn     = 3.0 // what is quoted goes on, and has a mark of quotation again
	oneStanza    = 1.0 // a poem is as long as the stanzas of others
	rhymeAway    = 1.5 // against an end below a line that rhymes only with one further on
	rhymeLetters = 2
	farRhyme     = 3   // lines: rhymes are no further apart, as a rule
	titleRhymes  = 0.4 // so much less a rhyme says: titles take up words of their poems
	noRhyme      = 6   // and never so far, but by chance
	fewRhymes    = 3.0 // what the shares of rhymes are smoothed by
	mostStanza   = 14  // lines
)

// stanzaEnds is what the end of a line says for a stanza's ending there, but
// for a full stop.
var stanzaEnds = [endings]float64{endsColon: -0.5, endsComma: -1.67, endsOpen: -2.7}

// verses are the lines of poems below each other.
type verses struct {
	rows   []int
	first  []int // of each line, the index of its first row
	ends   []ending
	rhymes []string
	opens  []bool // a mark of quotation stands before what is quoted already
	stops  []int  // lines before that end in a full stop
}

// versesOf reads lines of verse; it returns nil if a person has decided about
// them.
func (p *poetry) versesOf(rows []int) *verses {
	v := &verses{rows: rows}
	for i, row := range rows {
		if p.t.given.inside(row) != "" {
			return nil
		}
		if i > 0 {
			b := p.t.boundary(rows[i-1], row)
			if b.given != 0 {
				return nil
			}
			if at := p.h.pricesAt(&b); p.h.turn(&b, &at) < at.on[verse] {
				continue
			}
		}
		v.first = append(v.first, i)
	}
	n := len(v.first)
	v.ends, v.rhymes, v.opens, v.stops = make([]ending, n), make([]string, n), make([]bool, n), make([]int, n+1)
	quoted := false
	for i, at := range v.first {
		last := len(rows)
		if i+1 < n {
			last = v.first[i+1]
		}
		begins, text := strings.HasPrefix(p.t.String(rows[at]), "“"), p.t.withoutMarkEnd(rows[last-1])
		text = strings.TrimRight(strings.TrimSuffix(strings.TrimSuffix(text, " –"), " —"), " ") // “Come in.” –
		v.ends[i], v.rhymes[i] = endingOf(text), rhymeOf(text)
		v.opens[i] = begins && quoted
		quoted = (quoted || begins) && !strings.Contains(text, "”")
		v.stops[i+1] = v.stops[i]
		if v.ends[i] == endsStop {
			v.stops[i+1]++
		}
	}
	return v
}

// rowsOf are the rows of the lines from from to to.
func (v *verses) rowsOf(from, to int) []int {
	last := len(v.rows)
	if to < len(v.first) {
		last = v.first[to]
	}
	return v.rows[v.first[from]:last]
}

// stanzas is how many lines each stanza of the lines from from to to has, and
// what says so, in nats; the length is 0 if they are one stanza. Other poems
// have stanzas of the usual length, if that is not 0.
func (v *verses) stanzas(from, to, usual int) (length int, most float64) {
	n := to - from
	if n == usual && n > 0 && v.ends[to-1] == endsStop {
		return 0, oneStanza
	}
	for k := 2; k <= min(n/2, mostStanza); k++ {
		if n%k != 0 {
			continue
		}
		if says := v.inStanzas(from, to, k, usual); says > most {
			length, most = k, says
		}
	}
	return length, most
}

// inStanzas is what says, in nats, that the lines have stanzas of k lines.
func (v *verses) inStanzas(from, to, k, usual int) float64 {
	outer := 0
	for i := from + k - 1; i+1 < to; i += k {
		if v.ends[i] == endsStop {
			outer++
		}
	}
	n := to - from
	inside := float64(v.stops[to-1]-v.stops[from]-outer) + innerStop*innerStops
	stop := math.Log(stanzaStop * float64(n-n/k+innerStops) / inside)
	says, away := -stanzaPrior, 0
	if k == usual {
		says = -usualPrior
	}
	for i := from + k - 1; i+1 < to; i += k {
		if v.ends[i] == endsStop {
			says += stop
		} else {
			says += stanzaEnds[v.ends[i]]
		}
		if v.opens[i+1] {
			says += quotedOn
		}
		if v.rhymes[i] != "" && v.rhymes[i] == v.rhymes[i+1] {
			says -= rhymeAcross
		}
		if i > from && v.rhymes[i-1] != "" && v.rhymes[i-1] == v.rhymes[i+1] {
			says -= rhymeAround
		}
		if v.rhymesOn(i, k, to) {
			away++
		}
	}
	if away > 1 { // one may be chance
		says -= rhymeAway * float64(away)
	}
	return says
}

// rhymesOn reports whether the last line of a stanza of k lines rhymes with
// none of its own, but with one of the next stanza that is not the first.
func (v *verses) rhymesOn(i, k, to int) bool {
	if v.rhymes[i] == "" || v.rhymeAmong(i, i-k+1, i) {
		return false
	}
	return v.rhymeAmong(i, i+2, min(i+farRhyme+1, to))
}

// rhymeAmong reports whether line i rhymes with one of the lines from from to
// to, which may be out of range.
func (v *verses) rhymeAmong(i, from, to int) bool {
	for k := max(from, 0); k < min(to, len(v.rhymes)); k++ {
		if k != i && v.rhymes[k] == v.rhymes[i] {
			return true
		}
	}
	return false
}

// learnRhymes finds out how many lines rhyme with one near them, and how many
// seem to by chance: with one so far away that no rhyme reaches it.
func (p *poetry) learnRhymes(poems []*verses) {
	n, near, far := 2*fewRhymes, fewRhymes, fewRhymes
	for _, v := range poems {
		if v == nil {
			continue
		}
		for i, rhyme := range v.rhymes {
			if rhyme == "" {
				continue
			}
			n++
			if v.rhymeAmong(i, i-farRhyme, i+farRhyme+1) {
				near++
			}
			if v.rhymeAmong(i, i-noRhyme-farRhyme, i-noRhyme) || v.rhymeAmong(i, i+noRhyme+1, i+noRhyme+farRhyme+1) {
				far++
			}
		}
	}
	p.rhymed, p.chance = near/n, far/n
}

// rhymeSays is what it says for a line's being a title, in nats, that it rhymes
// with none near it, or with one.
func (p *poetry) rhymeSays(v *verses, at int) float64 {
	if p.rhymed <= p.chance || v.rhymes[at] == "" {
		return 0
	}
	if v.rhymeAmong(at, at-farRhyme, at+farRhyme+1) {
		return math.Log(p.chance/p.rhymed) * titleRhymes
	}
	return math.Log((1 - p.chance) / (1 - p.rhymed))
}

// rhymeOf is what a line of verse rhymes by, as far as letters tell.
func rhymeOf(s string) string {
	word := strings.ToLower(strings.TrimFunc(lastWord(s), func(r rune) bool { return !unicode.IsLetter(r) }))
	letters := []rune(word)
	return string(letters[max(0, len(letters)-rhymeLetters):])
}
