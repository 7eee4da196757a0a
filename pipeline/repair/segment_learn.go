package repair

import (
	"math"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/language"
)

// spaceRates says how often a space is lost or strays between two letters. It
// is a small table with a few letters in the same place, which does no harm.
type spaceRates struct {
	is, isNot [1 << 10]float32 // costs
	n, k      [1 << 10]int32   // places, and those of them where it happened
}

func ratePlace(a, b rune) int { return int(uint32(a)*37+uint32(b)) % (1 << 10) }

func (s *spaceRates) cost(a, b rune, happened bool) float64 {
	if happened {
		return float64(s.is[ratePlace(a, b)])
	}
	return float64(s.isNot[ratePlace(a, b)])
}

func (s *spaceRates) count(a, b rune, happened bool) {
	at := ratePlace(a, b)
	s.n[at]++
	if happened {
		s.k[at]++
	}
}

const (
	leastRate   = 1e-5
	mostRate    = 0.97
	firstRate   = 0.03 // of lost and strayed spaces, before they are counted
	pairWeight  = 4    // places that the overall rate counts for
	surePerEdit = 3.0  // nats that each change must gain, to be learnt from
	doPerEdit   = 0.7  // and to be made
)

func rateIf(habit bool) float64 {
	if habit {
		return firstRate
	}
	return leastRate
}

func (s *spaceRates) reset() {
	clear(s.n[:])
	clear(s.k[:])
}

// set makes costs of what was counted; least is the overall rate at least.
func (s *spaceRates) set(least float64) {
	n, k := 0.0, 0.0
	for i := range s.n {
		n, k = n+float64(s.n[i]), k+float64(s.k[i])
	}
	all := max(least, k/(n+1))
	for i := range s.n {
		rate := min(mostRate, max(leastRate, (float64(s.k[i])+pairWeight*all)/(float64(s.n[i])+pairWeight)))
		s.is[i], s.isNot[i] = float32(-math.Log(rate)), float32(-math.Log(1-rate))
	}
}

// countTrusted counts the words that are sure, and makes the commonest words
// of the language as common as they usually are.
func (g *segmenter) countTrusted() {
	n := 0
	g.strings(func(s *letterString) {
		for from := 0; from < len(s.letters); {
			to, hash := from+1, noLetters.add(s.letters[from])
			for ; to < len(s.letters) && s.gaps[to] != spaceGap; to++ {
				hash = hash.add(s.letters[to])
			}
			n++
			if listed := g.isListed(s.letters[from:to]); (to-from > 1 || g.w.isLetterWord(s.letters[from])) && !(s.cut && to == len(s.letters)) && (listed || !g.strays && g.w.words.countHash(hash) > 1) {
				g.counts.add(hash)
			}
			from = to
		}
	})
	g.addGrammar(n)
}

const (
	fewestTokens = 3000
	commonShare  = 1.0 / 150
	nextShare    = 1.0 / 1000
)

func (g *segmenter) addGrammar(n int) {
	n = max(n, fewestTokens)
	common, next := language.GrammarWords(g.w.t.Language)
	for i, words := range [...][]string{common, next} {
		share := [...]float64{commonShare, nextShare}[i]
		for _, word := range words {
			if r, size := utf8.DecodeRuneInString(word); size < len(word) || g.w.isLetterWord(r) {
				for range int(share * float64(n)) {
					g.counts.add(noLetters.addAll(word))
				}
			}
		}
	}
	g.total = 1.5 * float64(n)
}

func (g *segmenter) isListed(letters []rune) bool {
	found := false
	g.w.lexicon.EachPrefix(letters, func(n int) { found = found || n == len(letters) })
	return found
}

// learn reads the text once and counts, where that changes much for the better,
// how often spaces are lost and stray.
func (g *segmenter) learn() {
	counts := new(vocabulary)
	g.lost.reset()
	g.strayed.reset()
	g.strings(func(s *letterString) {
		if g.isWhole(s) {
			return
		}
		g.rowCost = g.rowShift(s.row)
		starts, cost, asItIs := g.read(s)
		edits := g.edits(s, starts)
		if edits > 0 && asItIs-cost < surePerEdit*float64(edits) {
			return
		}
		next, hash := len(starts)-1, noLetters
		for i, r := range s.letters {
			begins := next >= 0 && starts[next] == i
			if begins {
				next--
				if i > 0 {
					counts.add(hash)
				}
				hash = noLetters
			}
			hash = hash.add(r)
			switch {
			case i == 0:
			case begins:
				g.lost.count(0, r, s.gaps[i] == noGap)
			default:
				g.strayed.count(s.letters[i-1], r, s.gaps[i] == spaceGap)
			}
		}
		counts.add(hash)
	})
	if g.strays { // what was counted before has half words in it
		g.counts = counts
		g.addGrammar(int(g.total / 1.5))
	}
	if g.loses {
		g.lost.set(leastRate)
	}
	if g.strays {
		g.strayed.set(leastRate)
	}
}

// edits is the number of spaces that a reading puts in or takes out.
func (g *segmenter) edits(s *letterString, starts []int) (n int) {
	next := len(starts) - 1
	for i := range s.letters {
		begins := next >= 0 && starts[next] == i
		if begins {
			next--
		}
		if i > 0 && s.gaps[i] != tearGap && begins != (s.gaps[i] == spaceGap) {
			n++
		}
	}
	return n
}
