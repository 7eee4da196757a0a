package language

import (
	"math"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The evidence of one word, in nats: how much likelier it is in a language
// that has it than in one that doesn't.
const (
	commonWord  = 4.0  // ln(1/100 against 2/10,000)
	grammarWord = 2.5  // ln(3/1,000 against 2/10,000)
	oneLetter   = 1.5  // a word, but an initial, a formula or a list's number as well
	foreignWord = -2.0 // a word with a letter that the language lacks; names and quotations have them everywhere
)

// The text is sampled in windows spread over it, so that neither an English
// title page nor a Latin preface decides what a German book is written in.
const (
	sampleWindows = 16
	sampleBytes   = 1 << 10 // of each
)

// languages is a set of languages: bit i is grammarWords[i].
type languages uint64

// model is what [Detect] knows, in a form in which a word is found at once.
type model struct {
	words   map[string][]vote
	letters map[rune]languages // those that have a letter
}

// vote is what a word says for one language.
type vote struct {
	language int // an index into grammarWords
	weight   float64
}

var detection = sync.OnceValue(func() *model {
	m := &model{words: make(map[string][]vote, 1500), letters: make(map[rune]languages, 200)} // room for all
	for i, language := range grammarWords {
		weight := commonWord
		seen := map[string]bool{}
		for word := range strings.FieldsSeq(language.words) {
			word = foldGreek(word)
			switch {
			case word == "|":
				weight = grammarWord
			case !seen[word]:
				m.words[word] = append(m.words[word], vote{i, evidence(word, weight)})
				seen[word] = true
			}
		}
		for _, r := range alphabets[language.tag] {
			m.letters[r] |= 1 << i
		}
	}
	return m
})

func evidence(word string, weight float64) float64 {
	if utf8.RuneCountInString(word) == 1 {
		return oneLetter
	}
	return weight
}

// foldGreek takes the accents off a Greek word, so that modern Greek is the
// same in the old and in the new spelling.
func foldGreek(word string) string {
	if r, _ := utf8.DecodeRuneInString(word); !unicode.Is(unicode.Greek, r) {
		return word
	}
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(word))
}

// Detect names the language of a text as a BCP 47 tag, "" if it can't tell.
// It knows Catalan, Czech, Danish, Dutch, English, Finnish, French, German,
// Greek (ancient: "grc"), Hungarian, Italian, Latin, Norwegian ("nb"),
// Polish, Portuguese, Romanian, Russian, Spanish, Swedish, Turkish and
// Ukrainian, by their commonest words and their letters.
//
// The confidence, 0 to 1, is meant as the share of the cases in which such an
// answer is right: near 1 for a page of prose, about a half for a handful of
// words. Below [Doubtful] there is no answer. Detect looks at 16 KB of the
// text at most, spread evenly, and takes less than a millisecond or so.
func Detect(text string) (tag string, confidence float64) {
	t := tally{model: detection(), alphabet: map[languages]int{}}
	for _, window := range samples(text) {
		t.add(window)
	}
	return t.verdict()
}

// How a verdict's confidence comes about; fitted to samples of known language.
const (
	leadOfEven   = 2.0  // with the best language so many nats ahead of the next, it is right half the time
	leadScale    = 2.0  // nats
	grammarShare = 0.15 // of the words are common ones in running text, at the least
)

// Doubtful is the confidence below which [Detect] gives no answer.
const Doubtful = 0.3

// samples returns the windows of a text, or the whole of a short one. All but
// the first are cut at white space, so that they don't begin within a word.
func samples(text string) []string {
	if len(text) <= sampleWindows*sampleBytes {
		return []string{text}
	}
	windows := make([]string, sampleWindows)
	for i := range windows {
		start := i * ((len(text) - sampleBytes) / (sampleWindows - 1))
		window := text[start : start+sampleBytes]
		if space := strings.IndexAny(window, " \n\t"); i > 0 && space >= 0 {
			window = window[space:]
		}
		windows[i] = window
	}
	return windows
}

// tally is the evidence so far.
type tally struct {
	*model
	words    int
	score    [64]float64       // by language: what its words say for it
	known    [64]int           // by language: how many words it knows
	alphabet map[languages]int // how many words are written in the letters of just these languages
}

// add counts the words of s.
func (t *tally) add(s string) {
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if !unicode.IsLetter(r) {
			s = s[size:]
			continue
		}
		end := strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
		if end < 0 {
			end = len(s)
		}
		if end > size || !unicode.IsUpper(r) { // a capital alone is an initial
			t.addWord(strings.ToLower(norm.NFC.String(s[:end])))
		}
		s = s[end:]
	}
}

func (t *tally) addWord(word string) {
	word = foldGreek(word)
	t.words++
	for _, v := range t.model.words[word] {
		t.score[v.language] += v.weight
		t.known[v.language]++
	}
	in := ^languages(0)
	for _, r := range word {
		in &= t.letters[r]
	}
	t.alphabet[in]++
}

// verdict weighs the evidence.
func (t *tally) verdict() (tag string, confidence float64) {
	best, second := -1, math.Inf(-1)
	top := math.Inf(-1)
	for i := range grammarWords {
		score := t.score[i]
		for in, n := range t.alphabet {
			if in>>i&1 == 0 {
				score += foreignWord * float64(n)
			}
		}
		if score > top {
			best, top, second = i, score, top
		} else {
			second = max(second, score)
		}
	}
	if best < 0 || t.known[best] == 0 {
		return "", 0
	}
	share := float64(t.known[best]) / float64(t.words)
	confidence = 1 / (1 + math.Exp(-(top-second-leadOfEven)/leadScale)) * min(1, share/grammarShare)
	if confidence < Doubtful {
		return "", confidence
	}
	return grammarWords[best].tag, confidence
}
