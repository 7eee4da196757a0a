package language

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLikely(t *testing.T) {
	for tag, pairs := range map[string]string{
		"en": "considered>consid pertinacity>tinacity government>ofthegovern strengthens>xrtqk themselves>selfevident",
		"de": "Silbentrennung>Silbentr Gesellschaft>ellsch Freundschaft>qxyvw",
		"fr": "constitutionnel>constitu environnement>ronnem maison>celuilà",
		"sv": "station>järnv", "cs": "nádraží>stnád", "ru": "правительство>правительст",
	} {
		for pair := range strings.FieldsSeq(pairs) {
			word, other, _ := strings.Cut(pair, ">")
			if s := Spellings(tag); s.Likely(word) <= s.Likely(other) {
				t.Errorf("%s: %s %.3f, %s %.3f", tag, word, s.Likely(word), other, s.Likely(other))
			}
		}
	}
}

func TestLikelyOfWhatIsNoWord(t *testing.T) {
	for _, s := range []string{"", "-", "'", "15", "including15"} {
		if got := Spellings("en").Likely(s); got != 0 {
			t.Errorf("%q: %v", s, got)
		}
	}
	if got := Spellings("zh").Likely("word"); got != 0.5 {
		t.Errorf("the nil Spelling: %v", got)
	}
	if s := Spellings("en"); s.Likely("Well-Being") != min(s.Likely("well"), s.Likely("being")) {
		t.Error("a hyphenated word is not as likely as its parts")
	}
}

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
		sum, n := 0.0, 0.0
		for _, word := range corpusWords(text) {
			if len([]rune(word)) > 3 {
				sum, n = sum+s.Likely(word), n+1
			}
		}
		if sum/n < 0.5 {
			t.Errorf("%s: the words of the passage are %.2f likely", tag, sum/n)
		}
	}
}

// TestLikelyIsCalibrated judges whole words of the corpus and as many
// fragments, joined words and noise in the shares that Likely assumes. What it calls
// 0.8 likely should be a word in about eight cases of ten.
func TestLikelyIsCalibrated(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	words := map[string][]string{}
	for _, text := range corpus(t) {
		for _, word := range corpusWords(text.text) {
			if utf8.RuneCountInString(word) > 4 && strings.ToLower(word) == word && !strings.ContainsAny(word, "-'’") {
				words[text.tag] = append(words[text.tag], word)
			}
		}
	}
	for _, tag := range []string{"en", "de", "fr"} {
		s := Spellings(tag)
		var bins, right [5]float64
		score := func(text string, isWord bool) {
			bin := min(4, int(s.Likely(text)*5))
			bins[bin]++
			if isWord {
				right[bin]++
			}
		}
		loss := 0.0
		for range 4000 {
			word := words[tag][random.IntN(len(words[tag]))]
			other := spoil(word, words[tag], random)
			score(word, true)
			score(other, false)
			loss -= (math.Log(s.Likely(word)+1e-9) + math.Log(1-s.Likely(other)+1e-9)) / 8000
		}
		for bin := range bins {
			share := right[bin] / bins[bin]
			t.Logf("%s: %.1f to %.1f: %.0f strings, %.2f are words", tag, float64(bin)/5, float64(bin+1)/5, bins[bin], share)
			if math.Abs(share-(float64(bin)+0.5)/5) > 0.25 {
				t.Errorf("%s: of what is %.1f to %.1f likely, %.2f are words", tag, float64(bin)/5, float64(bin+1)/5, share)
			}
		}
		t.Logf("%s: %.3f nats a string; a coin has 0.693", tag, loss)
		if loss > 0.6 {
			t.Errorf("%s: %.3f nats a string", tag, loss)
		}
	}
}

// spoil makes what is no word of one.
func spoil(word string, words []string, random *rand.Rand) string {
	letters := []rune(word)
	cut := 2 + random.IntN(len(letters)-3)
	switch n := random.Float64() / 2; {
	case n < beginningShare:
		return string(letters[:cut])
	case n < beginningShare+endingShare:
		return string(letters[cut:])
	case n < beginningShare+endingShare+joinedShare:
		return word + words[random.IntN(len(words))]
	}
	for i := range letters {
		letters[i] = rune('a' + random.IntN(26))
	}
	return string(letters)
}

func FuzzLikely(f *testing.F) {
	f.Add("en", "considered")
	f.Add("ru", "ещё-ёлка’s")
	f.Fuzz(func(t *testing.T, tag, word string) {
		if p := Spellings(tag).Likely(word); !(p >= 0 && p <= 1) {
			t.Errorf("%q: %v", word, p)
		}
	})
}

func BenchmarkLikely(b *testing.B) {
	s := Spellings("en")
	for b.Loop() {
		s.Likely("considered")
	}
}

func BenchmarkLoadSpelling(b *testing.B) {
	l := Words("en")
	for b.Loop() {
		countedSpelling(l)
	}
}
