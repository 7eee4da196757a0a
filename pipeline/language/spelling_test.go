package language

import (
	"math"
	"slices"
	"testing"
)

// costOf is how unlikely a word is, by the letter.
func costOf(s *Spelling, word string) float64 {
	walk := s.Walk()
	n := 0
	for _, r := range foldWord(word) {
		walk.Add(r)
		n++
	}
	return walk.Cost() / float64(n)
}

// The words of a language are less of a surprise to it than the same words
// read backwards.
func TestEverySpelling(t *testing.T) {
	for tag, text := range passages {
		s := Spellings(tag)
		if tag == "grc" {
			continue
		}
		if s == nil || len(s.letters) < 20 || s.total < 100_000 {
			t.Errorf("%s has no letter statistics", tag)
			continue
		}
		forwards, backwards := 0.0, 0.0
		for _, word := range corpusWords(text) {
			letters := []rune(foldWord(word))
			forwards += costOf(s, string(letters))
			slices.Reverse(letters)
			backwards += costOf(s, string(letters))
		}
		if forwards > 0.95*backwards {
			t.Errorf("%s: the words of the passage cost %.0f, backwards %.0f", tag, forwards, backwards)
		}
	}
}

func TestWalkOfWhatIsNotKnown(t *testing.T) {
	if got := costOf(Spellings("zh"), "word"); math.Abs(got+noiseLetter) > 1e-9 {
		t.Errorf("the nil Spelling: %v", got)
	}
}

func FuzzWalk(f *testing.F) {
	f.Add("en", "considered")
	f.Add("ru", "ещё-ёлка’s")
	f.Fuzz(func(t *testing.T, tag, word string) {
		walk := Spellings(tag).Walk()
		for _, r := range word {
			walk.Add(r)
		}
		if cost := walk.Cost(); !(cost >= 0) || math.IsInf(cost, 0) {
			t.Errorf("%q: %v", word, cost)
		}
	})
}

func BenchmarkLoadSpelling(b *testing.B) {
	l := Words("en")
	for b.Loop() {
		countedSpelling(l)
	}
}
