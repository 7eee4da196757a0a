package repair

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// rowRate counts the boundaries between the words of a row, and those at
// which the space is lost.
type rowRate struct{ n, k int32 }

// The rows of some texts are all alike; in others tight rows lose all their
// spaces and the rest none, and there a row says much about each of its words:
//
//	–Voicicommentelleprocède,lagirafe:ellesecoucheenexhalant
//	une sorte de plainte mélodieuse qui a la propriété d’attirer
//
// So the rate of the whole text counts for as many boundaries of a row as the
// rows are alike (the rates are thought to follow a beta distribution).
const (
	leastAlike      = 0.3  // boundaries: all or none
	allOrNone       = 1.0  // at most, if the rows have lost all or none
	rowsAlike       = 50.0 // that is, all rows are alike
	leastRowLetters = 20   // of a row whose words are counted
	tightWords      = 0.6  // of the words that a row of its length has, at most, if it has lost spaces
)

// rowShift is what a lost space costs more in a row than elsewhere.
func (g *segmenter) rowShift(row int) float64 {
	all := float64(g.all.k+1) / float64(g.all.n+2)
	r := g.rows[row]
	rate := (float64(r.k) + g.alike*all) / (float64(r.n) + g.alike)
	return math.Log(all / max(leastRate, min(mostRate, rate)))
}

// guessRows counts for each row how many spaces it seems to have lost, by its
// letters and those of other rows. Words are longer or shorter, so it takes
// only those that have lost many.
func (g *segmenter) guessRows() {
	lengths := make([]float64, 0, len(g.rows))
	each := func(f func(row int, letters, words float64)) {
		g.w.rowsByNumber(func(row int, s string, _ int) {
			if letters := utf8.RuneCountInString(s); letters >= leastRowLetters {
				f(row, float64(letters), float64(strings.Count(s, " ")+1))
			}
		})
	}
	each(func(_ int, letters, words float64) { lengths = append(lengths, letters/words) })
	if len(lengths) == 0 {
		return
	}
	slices.Sort(lengths)
	usual := lengths[len(lengths)/2]
	each(func(row int, letters, words float64) {
		r := rowRate{n: int32(max(letters/usual, words)) - 1}
		if words < tightWords*letters/usual {
			r.k = r.n + 1 - int32(words)
		}
		g.rows[row] = r
		g.all.n += r.n
		g.all.k += r.k
	})
	g.weighRows()
}

// isWhole reports whether a string stands in a row that has all its spaces, in
// a text whose rows have all or none, and has no letters that must be many
// words: then what may be read as two words is a compound or a rare word.
func (g *segmenter) isWhole(s *letterString) bool {
	if g.strays || g.alike > allOrNone || g.rows[s.row].k > 0 || g.rows[s.row].n == 0 {
		return false
	}
	run := 0
	for _, gap := range s.gaps {
		if run++; gap == spaceGap {
			run = 0
		}
		if run >= runOn {
			return false
		}
	}
	return true
}

// weighRows finds out how much the rows are alike, by the variance of what
// they lose (the method of moments).
func (g *segmenter) weighRows() {
	n, squares, rows, variance := float64(g.all.n), 0.0, 0.0, 0.0
	p := float64(g.all.k) / max(1, n)
	for _, r := range g.rows {
		if r.n > 0 {
			d := float64(r.k)/float64(r.n) - p
			variance += float64(r.n) * d * d
			squares += float64(r.n) * float64(r.n)
			rows++
		}
	}
	g.alike = rowsAlike
	if p == 0 || p == 1 || rows < 2 {
		return
	}
	if rho := (variance/(p*(1-p)) - (rows - 1)) / (n - squares/n - (rows - 1)); rho > 0 {
		g.alike = min(rowsAlike, max(leastAlike, 1/rho-1))
	}
}
