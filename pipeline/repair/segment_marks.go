package repair

import (
	"strings"
	"unicode"
)

// A tight row has lost the spaces beside its marks, too. Where there were some
// is seen in the other rows: each pair of signs mostly has a space between
// them, or none.
//
//	Brown,«brachendlichMarion  ──▶  Brown,« brach endlich Marion
//	thèse.--Àl’heure           ──▶  thèse. -- À l’heure
//
// The letters and the digits count as one sign each, but capitals as another.
type markHabits map[markPair]*pairRate

type markPair struct{ before, behind rune }

type pairRate struct{ spaced, tight int }

const (
	tightRow    = 0.3 // of its spaces that a row has lost, at least
	fewestPairs = 3   // with a space
	pairsSpaced = 0.8 // of all
)

// decideMarks puts the spaces in that tight rows have lost beside marks.
func (g *segmenter) decideMarks() {
	habits := markHabits{}
	g.w.rowsByNumber(func(row int, s string, _ int) {
		if g.rows[row].k > 0 {
			return
		}
		eachPair(s, func(p markPair, _ int, spaced bool) {
			r := habits[p]
			if r == nil {
				r = new(pairRate)
				habits[p] = r
			}
			if spaced {
				r.spaced++
			} else {
				r.tight++
			}
		})
	})
	g.w.rowsByNumber(func(row int, s string, start int) {
		if r := g.rows[row]; r.k == 0 || float64(r.k) < tightRow*float64(r.n) {
			return
		}
		eachPair(s, func(p markPair, at int, spaced bool) {
			if !spaced && habits.spaces(p) && !isAddress(lastWord(s[:at])) {
				g.w.decide(Space, start+at, start+at, " ", 0.85, "the row has lost its spaces, and other rows have one between these signs")
			}
		})
	})
}

// spaces reports whether there is mostly a space between two signs; the rules
// of all languages stand for what the text hardly has.
func (h markHabits) spaces(p markPair) bool {
	r := h[p]
	if r == nil || r.spaced+r.tight < fewestPairs {
		return p.behind == '(' || !isMark(p.behind) && p.behind != '0' && strings.ContainsRune(",;:!?", p.before)
	}
	return r.spaced >= fewestPairs && float64(r.spaced) >= pairsSpaced*float64(r.spaced+r.tight)
}

// eachPair calls f with the neighbours of a row of which one at least is a
// mark, where the second begins, and whether a space stands between them.
func eachPair(s string, f func(p markPair, at int, spaced bool)) {
	before, spaced := rune(0), false
	for at, r := range s {
		if r == ' ' {
			spaced = true
			continue
		}
		sign := signOf(r)
		if before != 0 && (isMark(before) || isMark(sign)) {
			f(markPair{before, sign}, at, spaced)
		}
		before, spaced = sign, false
	}
}

// signOf makes one sign of all small letters, of all others and of the digits.
func signOf(r rune) rune {
	switch {
	case unicode.IsLower(r) || unicode.Is(unicode.Mn, r):
		return 'a'
	case unicode.IsLetter(r):
		return 'A'
	case unicode.IsDigit(r):
		return '0'
	}
	return r
}

func isMark(sign rune) bool { return sign != 'a' && sign != 'A' && sign != '0' }
