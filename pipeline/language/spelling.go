package language

import (
	"embed"
	"math"
	"slices"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// spellingFiles holds the letter statistics of the languages that have no word
// list, made by TestGenerateSpelling. See LICENCES.md.
//
//go:embed spelling/*.gz
var spellingFiles embed.FS

// spellings is the list of the languages with letter statistics. They are
// counted over the word list, or read, when they are first asked for.
var spellings = func() map[string]func() *Spelling {
	all := map[string]func() *Spelling{}
	for tag, words := range lexicons {
		all[tag] = sync.OnceValue(func() *Spelling { return countedSpelling(words()) })
	}
	for _, tag := range []string{"ca", "cs", "da", "el", "fi", "hu", "nb", "ro", "sv", "tr", "uk"} {
		all[tag] = sync.OnceValue(func() *Spelling { return storedSpelling(tag) })
	}
	return all
}()

// Spelling knows which letters follow each other in the words of a language,
// and so can judge a word that no list has, see [Walk]. It may be used by
// several goroutines at once. The nil Spelling finds all letters alike.
//
// It is a model of sequences of four letters (three where there is no word
// list), counted over the different words of the language and smoothed by
// the shorter sequences.
type Spelling struct {
	tag     string
	letters []rune           // commonest first; letters[i] has the number i+1
	numbers [mostRunes]uint8 // the same the other way round
	four    []uint16         // counts by four numbers of 5 bits each; nil if not known
	three   []uint32
	two     []uint32
	one     []uint32
	total   uint32
}

// A letter's number has five bits, so the 29 commonest have one each.
const (
	wordStart  = 0  // three of them stand before the first letter
	rareLetter = 30 // any without a number of its own
	wordEnd    = 31
	letterBits = 5
	classes    = 1 << letterBits
	mostRunes  = 0x600 // the letters of the Latin, Greek and Cyrillic lists are below
)

// Spellings returns the letter statistics for a BCP 47 tag, or nil if there
// are none. They exist for all the languages that [Detect] knows but ancient
// Greek.
func Spellings(tag string) *Spelling {
	for tag = canonical(tag); tag != ""; tag = parent(tag) {
		if load, ok := spellings[tag]; ok {
			return load()
		}
	}
	return nil
}

// countedSpelling counts the words of a list.
func countedSpelling(words *Lexicon) *Spelling {
	if words == nil {
		return nil
	}
	each := func(f func([]rune)) {
		words.graph.Each(func(word []rune) bool {
			if !slices.ContainsFunc(word, func(r rune) bool { return r == '-' || r == '\'' }) {
				f(word)
			}
			return true
		})
	}
	s := newSpelling(words.tag, commonest(each))
	s.four = make([]uint16, 1<<(4*letterBits))
	each(s.count)
	s.sum()
	return s
}

// commonest returns the letters of the words, those with most uses first.
func commonest(each func(func([]rune))) []rune {
	var uses [mostRunes]int
	each(func(word []rune) {
		for _, r := range word {
			uses[r%mostRunes]++
		}
	})
	var letters []rune
	for r, n := range uses {
		if n > 0 {
			letters = append(letters, rune(r))
		}
	}
	slices.SortStableFunc(letters, func(a, b rune) int { return uses[b] - uses[a] })
	return letters[:min(len(letters), rareLetter-1)]
}

func newSpelling(tag string, letters []rune) *Spelling {
	s := &Spelling{tag: tag, letters: letters}
	for i, r := range letters {
		s.numbers[r%mostRunes] = uint8(i + 1)
	}
	s.three = make([]uint32, 1<<(3*letterBits))
	return s
}

// number returns the number of a letter; one that has none is taken for the
// letter that it is built on.
func (s *Spelling) number(r rune) uint32 {
	if r < mostRunes && s.numbers[r] != 0 {
		return uint32(s.numbers[r])
	}
	if base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r))); base < mostRunes && s.numbers[base] != 0 {
		return uint32(s.numbers[base])
	}
	return rareLetter
}

// count counts a word. A history is the three numbers before a letter.
func (s *Spelling) count(word []rune) {
	history := uint32(wordStart)
	s.three[history]++
	add := func(n uint32) {
		if at := history<<letterBits | n; s.four != nil && s.four[at] < math.MaxUint16 {
			s.four[at]++
		}
		history = push(history, n)
		s.three[history]++
	}
	for _, r := range word {
		add(s.number(r))
	}
	add(wordEnd)
}

func push(history, n uint32) uint32 { return (history<<letterBits | n) & (1<<(3*letterBits) - 1) }

// sum derives the counts of shorter sequences from those of three.
func (s *Spelling) sum() {
	s.two = make([]uint32, 1<<(2*letterBits))
	s.one = make([]uint32, classes)
	for at, n := range s.three {
		s.two[at&(1<<(2*letterBits)-1)] += n
		s.one[at%classes] += n
		s.total += n
	}
}

// smoothing is the weight of the shorter sequence's estimate, as if it had
// been seen so many times; the value matters little.
const smoothing = 3.0

// order is how many letters before a letter are taken into account: wordStart
// ones count when it is 3.
func (s *Spelling) probability(history, n uint32, order int) float64 {
	p := (float64(s.one[n]) + 1) / (float64(s.total) + classes)
	if order >= 1 {
		last := history % classes
		p = mix(s.two[last<<letterBits|n], s.one[last], p)
	}
	if order >= 2 {
		last := history % (classes * classes)
		p = mix(s.three[last<<letterBits|n], s.two[last], p)
	}
	if order >= 3 && s.four != nil {
		p = mix(uint32(s.four[history<<letterBits|n]), s.three[history], p)
	}
	return p
}

func mix(count, total uint32, shorter float64) float64 {
	return (float64(count) + smoothing*shorter) / (float64(total) + smoothing)
}

// noiseLetter is the logarithm of the chance of a letter of which nothing is
// known: it is one of some twenty.
var noiseLetter = math.Log(1.0 / 20)

// Walk goes through a string letter by letter and says how unlikely it is as a
// word of the language. The Walk of the nil Spelling finds all letters alike.
type Walk struct {
	spelling *Spelling
	history  uint32
	cost     float64
}

// Walk begins a word.
func (s *Spelling) Walk() Walk { return Walk{spelling: s, history: wordStart} }

// Add goes on by one letter, which must be in lower case.
func (w *Walk) Add(r rune) {
	if w.spelling == nil {
		w.cost -= noiseLetter
		return
	}
	n := w.spelling.number(r)
	w.cost -= math.Log(w.spelling.probability(w.history, n, 3))
	w.history = push(w.history, n)
}

// Cost is the negative logarithm (base e) of the chance of the letters so far,
// as a whole word.
func (w *Walk) Cost() float64 {
	if w.spelling == nil {
		return w.cost
	}
	return w.cost - math.Log(w.spelling.probability(w.history, wordEnd, 3))
}
