package main

// alignment says which characters of what was made are which of the truth.
type alignment struct {
	made  *made
	truth *stream
	to    []int // of each character made: that of the truth, or none
	from  []int // the other way round
}

const none = -1

// word is a run of characters without white space: chars[start:end].
type word struct{ id, start, end int }

// match aligns a text with its truth: words first, in order; then what lies
// between paired words, character by character, so that a word that was torn,
// joined or misread is still found; then what has been moved.
func match(m *made, truth *stream) *alignment {
	a := &alignment{made: m, truth: truth, to: nones(len(m.chars)), from: nones(len(truth.chars))}
	ids := map[string]int{}
	left, right := m.words(ids), truth.words(ids)
	pairs := align(idsOf(left), idsOf(right))
	at := pair{}
	for _, p := range append(pairs, pair{len(left), len(right)}) {
		a.matchGap(left[at.a:p.a], right[at.b:p.b])
		if p.a < len(left) {
			a.matchWords(left[p.a], right[p.b])
		}
		at = pair{p.a + 1, p.b + 1}
	}
	for range movedRounds {
		if !a.matchMoved(left, right) {
			break
		}
	}
	return a
}

func nones(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = none
	}
	return s
}

// words lists the words; equal words have the same id.
func (s *stream) words(ids map[string]int) []word {
	var words []word
	for i := 0; i < len(s.chars); {
		var text []rune
		j := i
		for ; j < len(s.chars) && s.chars[j].word == s.chars[i].word; j++ {
			text = append(text, s.chars[j].r)
		}
		id, ok := ids[string(text)]
		if !ok {
			id = len(ids)
			ids[string(text)] = id
		}
		words = append(words, word{id, i, j})
		i = j
	}
	return words
}

func idsOf(words []word) []int {
	ids := make([]int, len(words))
	for i, w := range words {
		ids[i] = w.id
	}
	return ids
}

func (a *alignment) link(m, t int) { a.to[m], a.from[t] = t, m }

// matchWords pairs the characters of two equal words.
func (a *alignment) matchWords(m, t word) {
	for i := range m.end - m.start {
		a.link(m.start+i, t.start+i)
	}
}

const (
	widestGap  = 600 // characters
	alikeGap   = 0.6 // share of the characters of both sides that a gap must have in common
	insideGap  = 0.9 // or of the shorter side,
	fewestRuns = 2   // if they stand in so few runs
	inGap      = 3   // and are so many
)

// matchGap pairs the characters of what stands between paired words, if the
// two sides are alike, or one stands in the other.
func (a *alignment) matchGap(m, t []word) {
	if len(m) == 0 || len(t) == 0 {
		return
	}
	m0, m1, t0, t1 := m[0].start, m[len(m)-1].end, t[0].start, t[len(t)-1].end
	if m1-m0 > widestGap || t1-t0 > widestGap {
		return
	}
	pairs := align(runesOf(a.made.chars[m0:m1]), runesOf(a.truth.chars[t0:t1]))
	runs := 0
	for i, p := range pairs {
		if i == 0 || pairs[i-1].a+1 < p.a && pairs[i-1].b+1 < p.b {
			runs++
		}
	}
	n, shorter := float64(len(pairs)), float64(min(m1-m0, t1-t0))
	if 2*n < alikeGap*float64(m1-m0+t1-t0) && (n < insideGap*shorter || runs > fewestRuns || n < inGap) {
		return
	}
	for _, p := range pairs {
		a.link(m0+p.a, t0+p.b)
	}
}

func runesOf(chars []char) []int {
	runes := make([]int, len(chars))
	for i, c := range chars {
		runes[i] = int(c.r)
	}
	return runes
}

const (
	movedRounds = 4
	movedWords  = 4 // on end that stand elsewhere are taken for moved
)

// matchMoved pairs words that are left over on both sides, wherever they
// stand, and reports whether it found any.
func (a *alignment) matchMoved(left, right []word) bool {
	left, right = unmatched(left, a.to), unmatched(right, a.from)
	pairs := align(idsOf(left), idsOf(right))
	found := false
	for i := 0; i < len(pairs); {
		j := i + 1
		for j < len(pairs) && pairs[j].a == pairs[j-1].a+1 && pairs[j].b == pairs[j-1].b+1 {
			j++
		}
		if j-i >= movedWords {
			found = true
			for _, p := range pairs[i:j] {
				a.matchWords(left[p.a], right[p.b])
			}
		}
		i = j
	}
	return found
}

// unmatched lists the words of which no character is paired.
func unmatched(words []word, partner []int) []word {
	var rest []word
	for _, w := range words {
		free := true
		for i := w.start; i < w.end; i++ {
			free = free && partner[i] == none
		}
		if free {
			rest = append(rest, w)
		}
	}
	return rest
}
