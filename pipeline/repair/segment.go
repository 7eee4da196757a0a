package repair

import (
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/language"
)

// A PDF has no spaces but gaps, and some extractors judge them so badly that
// nothing can be said word by word:
//
//	everyobjectinaforeignland     ──▶  every object in a foreign land
//	the go v ernmen t of m y son  ──▶  the government of my son
//
// Then spaces are taken for what they are, an uncertain sign. The best way to
// read the letters of a row as words is found by dynamic programming: a word
// costs as much as it is rare in the text and the language, a space that is
// put in or taken out as much as the text does so elsewhere (after this
// letter, before that one). See segment_habit.go
// for when that is done at all.
type segmenter struct {
	w             *wordMender
	counts        *vocabulary // words that can be trusted
	total         float64
	spells        *language.Spelling
	lost          spaceRates // between words, by the letter behind
	strayed       spaceRates // inside words, by the letters around
	compounds     bool       // the language writes compounds as one word
	loses, strays bool       // the text loses spaces, and has some inside words
	rowCost       float64    // of a lost space in this row, beyond what it is elsewhere
	rows          []rowRate  // of each row
	all           rowRate
	alike         float64    // boundaries of a row that the rate of the whole text counts for
	best          []segState // of the string that is being read
}

// segState is the best way to read the letters up to a place.
type segState struct {
	cost  float64
	from  int32 // where the last word begins
	joins bool  // it is the second part of a compound
}

// letterString is a sequence of letters with nothing but single spaces between
// them: what stands in a row between two marks of punctuation.
type letterString struct {
	letters []rune    // in lower case
	upper   []bool    // which of them are capitals
	at      []int     // where each stands in the source
	gaps    []gapKind // before each
	cut     bool      // an apostrophe follows
	rest    bool      // one stands before it
	stop    bool      // a full stop follows
	row     int
}

// gapKind is what stands before a letter.
type gapKind uint8

const (
	noGap gapKind = iota
	spaceGap
	tearGap // a line end at which a word was torn
)

const (
	unseenWord    = 13.5 // nats that a word costs if the text does not have it, but the list does
	unknownWord   = 7.0  // and if that does not either, besides its spelling
	unknownName   = 4.5  // the same for one with a capital
	shortWord     = 3.0  // nats more for each letter that such a word has less than four
	initialWord   = 7.0  // nats for a capital before a full stop: "M."
	innerCapital  = 6.0  // nats for a capital behind a small letter
	joint         = 2.0  // nats for two words that make one
	inflection    = 2.5  // nats for an ending that the list does not have
	everydayWord  = 6.5  // nats that the commonest words cost less than
	shortestJoint = 4    // letters
	longestPiece  = 40   // letters
)

// read finds the best way to read s. It returns where the words begin, the
// cost, and what the string as it stands would cost.
func (g *segmenter) read(s *letterString) (starts []int, cost, asItIs float64) {
	n := len(s.letters)
	g.best = append(g.best[:0], segState{})
	for range n {
		g.best = append(g.best, segState{cost: math.Inf(1)})
	}
	for from := range n {
		if s.gaps[from] == tearGap {
			continue
		}
		cost := g.best[from].cost
		if from > 0 {
			if g.compounds && s.gaps[from] == noGap && !s.upper[from] && g.isPart(from) {
				g.words(s, from, cost+joint, true)
				g.ending(s, from, cost)
			}
			cost += g.lost.cost(0, s.letters[from], s.gaps[from] == noGap)
			if s.gaps[from] == noGap {
				cost += g.rowCost
			}
		}
		g.words(s, from, cost, false)
	}
	for to := n; to > 0; to = int(g.best[to].from) {
		if !g.best[to].joins {
			starts = append(starts, int(g.best[to].from))
		}
	}
	return starts, g.best[n].cost, g.asItIs(s)
}

// words reads each word that may begin at a place, or go on there as a
// compound.
func (g *segmenter) words(s *letterString, from int, cost float64, joins bool) {
	end := min(len(s.letters), from+longestPiece)
	listed := uint64(0) // a bit for each length
	g.w.lexicon.EachPrefix(s.letters[from:end], func(n int) { listed |= 1 << n })
	walk, hash := g.spells.Walk(), noLetters
	for to := from + 1; to <= end; to++ {
		r := s.letters[to-1]
		if to-1 > from {
			cost += g.strayed.cost(s.letters[to-2], r, s.gaps[to-1] == spaceGap)
			if s.upper[to-1] && !s.upper[to-2] {
				cost += innerCapital
			}
		}
		walk.Add(r)
		hash = hash.add(r)
		if to < len(s.letters) && s.gaps[to] == tearGap {
			continue
		}
		if joins && (to-from < shortestJoint || listed>>(to-from)&1 == 0) {
			continue
		}
		c := cost + g.word(s, from, to, hash, listed>>(to-from)&1 == 1, &walk)
		if c < g.best[to].cost {
			g.best[to] = segState{c, int32(from), joins}
		}
	}
}

// isPart reports whether the word that ends at a place may be a part of a
// compound: those that stand everywhere are none.
func (g *segmenter) isPart(at int) bool {
	from := int(g.best[at].from)
	if g.best[at].joins && at-from < shortestJoint { // what links it to the next
		return true
	}
	return at-from >= shortestJoint && g.best[at].cost-g.best[from].cost > everydayWord
}

// ending reads what a compound may end in, or have between its parts.
func (g *segmenter) ending(s *letterString, from int, cost float64) {
	for _, e := range [...]string{"e", "s", "n", "en", "es", "er", "em", "ens"} {
		to := from + len(e)
		if to > len(s.letters) {
			continue
		}
		same := true
		for i, r := range e {
			same = same && s.letters[from+i] == r && s.gaps[from+i] == noGap
		}
		if c := cost + inflection; same && c < g.best[to].cost {
			g.best[to] = segState{c, int32(from), true}
		}
	}
}

// word is what a word costs.
func (g *segmenter) word(s *letterString, from, to int, hash wordHash, listed bool, walk *language.Walk) float64 {
	letters, ends := to-from, to == len(s.letters)
	if s.cut && ends || s.rest && from == 0 { // "l’", "don’", "’s"
		if n := g.w.words.countHash(hash); n > 1 {
			return math.Log(g.total / float64(n))
		}
	}
	if n := g.counts.countHash(hash); n > 0 && (letters > 1 || g.w.isLetterWord(s.letters[from])) {
		return math.Log(g.total / float64(n))
	}
	if s.stop && ends && letters == 1 && s.upper[from] {
		return initialWord
	}
	cost := unknownWord + walk.Cost()
	if s.upper[from] {
		cost += unknownName - unknownWord
	}
	if listed {
		cost = min(cost, unseenWord)
	}
	return cost + shortWord*float64(max(0, 4-letters))
}

// asItIs is what the string costs as it stands.
func (g *segmenter) asItIs(s *letterString) (cost float64) {
	for from := 0; from < len(s.letters); {
		to := from + 1
		walk, hash := g.spells.Walk(), noLetters.add(s.letters[from])
		walk.Add(s.letters[from])
		for ; to < len(s.letters) && s.gaps[to] != spaceGap; to++ {
			walk.Add(s.letters[to])
			hash = hash.add(s.letters[to])
			cost += g.strayed.cost(s.letters[to-1], s.letters[to], false)
			if s.upper[to] && !s.upper[to-1] {
				cost += innerCapital
			}
		}
		if from > 0 {
			cost += g.lost.cost(0, s.letters[from], false)
		}
		listed := false
		g.w.lexicon.EachPrefix(s.letters[from:to], func(n int) { listed = listed || n == to-from })
		cost += g.word(s, from, to, hash, listed, &walk)
		from = to
	}
	return cost
}

// strings calls f with each string of letters of the rows.
func (g *segmenter) strings(f func(s *letterString)) {
	var s letterString
	flush := func(mark rune) {
		if len(s.letters) > 1 {
			s.cut, s.stop = isApostrophe(mark), mark == '.'
			f(&s)
		}
		s.rest = isApostrophe(mark)
		s.letters, s.upper, s.at, s.gaps = s.letters[:0], s.upper[:0], s.at[:0], s.gaps[:0]
	}
	for _, flow := range g.w.t.flows() {
		torn := false
		for _, row := range flow {
			g.addRow(&s, row, torn, flush)
			if torn = g.w.t.Rows[row].Joined && g.endsTorn(row, &s); !torn {
				flush(0)
			}
		}
		flush(0)
	}
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// endsTorn reports whether the last letter of s stands before the hyphen at a
// row's end.
func (g *segmenter) endsTorn(row int, s *letterString) bool {
	at, _ := g.w.t.hyphenAt(row)
	if at < 0 || len(s.at) == 0 {
		return false
	}
	last := s.at[len(s.at)-1]
	_, size := utf8.DecodeRuneInString(g.w.t.Src.Text[last:])
	return last+size == at
}

// addRow adds the letters of a row to s and flushes it at every mark.
func (g *segmenter) addRow(s *letterString, row int, torn bool, flush func(mark rune)) {
	r := &g.w.t.Rows[row]
	next := noGap
	if torn {
		next = tearGap
	}
	s.row = row
	text, hyphen := g.w.t.Src.Text, -1
	if r.Joined {
		hyphen, _ = g.w.t.hyphenAt(row)
	}
	for at := r.Start; at < r.End; {
		c, size := utf8.DecodeRuneInString(text[at:r.End])
		switch {
		case unicode.IsLetter(c):
			s.letters = append(s.letters, unicode.ToLower(c))
			s.upper = append(s.upper, unicode.IsUpper(c))
			s.at = append(s.at, at)
			s.gaps = append(s.gaps, next)
			next = noGap
		case c == ' ' && next == noGap && len(s.letters) > 0 && at+1 < r.End:
			next = spaceGap
		case at == hyphen:
		default:
			flush(c)
			next = noGap
		}
		at += size
	}
}
