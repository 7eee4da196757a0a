package language

import (
	"strings"
	"testing"
)

func TestContains(t *testing.T) {
	tests := map[string]string{
		"en": "the considered Considered CONSIDERED colour color don't don’t king's king’s kings' well-known wellbeing I a",
		"de": "Haus haus STRASSE Straße gegangen Theil seyn Theater daß dass muſste alles jedoch",
		"fr": "aujourd'hui l'homme L’HOMME qu’il élève parlâmes embrassèrent peut-être commença cœur",
		"es": "corazón hablamos niño", "it": "dell'uomo città perché parlarono", "pt": "coração não falaram",
		"nl": "huis vrouw kinderen", "pl": "człowiek książka źródło", "ru": "человек ещё еще книга", "la": "hominis bellum arma virumque",
	}
	for tag, words := range tests {
		for word := range strings.FieldsSeq(words) {
			if word != "well-known" && word != "virumque" && !Words(tag).Contains(word) {
				t.Errorf("%s: %s is not known", tag, word)
			}
		}
	}
	for tag, words := range map[string]string{
		"en": "consid ered xrtqk ofthe th re 's ' - s'",
		"de": "entren tz qu xrt", "fr": "tionnel constitu l' xx", "es": "murci", "ru": "ств", "pl": "źdz",
	} {
		for word := range strings.FieldsSeq(words) {
			if Words(tag).Contains(word) {
				t.Errorf("%s: %s is known", tag, word)
			}
		}
	}
}

func TestCompound(t *testing.T) {
	for _, test := range []struct {
		tag, words string
		want       bool
	}{
		{"de", "Hausschlüssel Arbeitszimmer Liebesbrief Weltgeschichte Straßenbahnhaltestelle Reiseabentheuer", true},
		{"de", "Haus xyzschlüssel Schlüsselxyz kon sider Haus-Schlüssel", false},
		{"nl", "zonnebloem tafelkleed stationsgebouw", true},
		{"en", "notwithstanding housekeeper", false}, // English has no rule
		{"sv", "järnvägsstation", false},             // and Swedish no list
	} {
		for word := range strings.FieldsSeq(test.words) {
			if got := Words(test.tag).Compound(word); got != test.want {
				t.Errorf("%s: %s: %v", test.tag, word, got)
			}
		}
	}
	if Words("de").Compound(strings.Repeat("haus", 1000)) {
		t.Error("a compound without end")
	}
}

func TestNilLexicon(t *testing.T) {
	l := Words("zh")
	if l != nil || l.Contains("word") || l.Compound("wordword") {
		t.Error("the nil Lexicon knows a word")
	}
}

func TestEveryWordList(t *testing.T) {
	for tag := range lexicons {
		l := Words(tag)
		if l == nil {
			t.Errorf("%s has no list", tag)
			continue
		}
		if err := l.graph.Check(); err != nil {
			t.Errorf("%s: %v", tag, err)
			continue
		}
		words := 0
		l.graph.Each(func(word []rune) bool {
			words++
			if folded := foldWord(string(word)); folded != string(word) {
				t.Errorf("%s: %q is folded to %q", tag, string(word), folded)
			}
			return true
		})
		if words < 50_000 {
			t.Errorf("%s has %d words", tag, words)
		}
	}
	for _, language := range grammarWords {
		for word := range strings.FieldsSeq(language.words) {
			if l := Words(language.tag); l != nil && len([]rune(word)) > 2 && !l.Contains(word) {
				t.Logf("%s: %s is not in the list", language.tag, word)
			}
		}
	}
}

// TestListsCoverBooks counts the different words of the corpus that the lists
// know, names and quotations included.
func TestListsCoverBooks(t *testing.T) {
	known, all := map[string]float64{}, map[string]float64{}
	for _, text := range corpus(t) {
		l := Words(text.tag)
		for _, word := range corpusWords(strings.ReplaceAll(text.text, "-", " ")) {
			all[text.tag]++
			if l.Contains(word) || l.Compound(word) {
				known[text.tag]++
			}
		}
	}
	for tag, least := range map[string]float64{"en": 0.94, "de": 0.90, "fr": 0.84} {
		share := known[tag] / all[tag]
		t.Logf("%s: %.3f of %.0f words", tag, share, all[tag])
		if share < least {
			t.Errorf("%s: the list knows %.3f of the words, want %.3f", tag, share, least)
		}
	}
}

func FuzzContains(f *testing.F) {
	f.Add("de", "Hausſchlüssel’s")
	f.Add("en", "\xff'\x00-")
	f.Fuzz(func(t *testing.T, tag, word string) {
		l := Words(tag)
		if l.Contains(word) != l.Contains(foldWord(word)) {
			t.Errorf("%q differs from its folded form", word)
		}
		l.Compound(word)
	})
}

func BenchmarkContains(b *testing.B) {
	l := Words("en")
	for _, word := range []string{"considered", "Considered", "consideration’s"} {
		b.Run(word, func(b *testing.B) {
			for b.Loop() {
				l.Contains(word)
			}
		})
	}
}

func BenchmarkCompound(b *testing.B) {
	l := Words("de")
	for b.Loop() {
		l.Compound("Weltgeschichtsbetrachtung")
	}
}

func BenchmarkLoadWords(b *testing.B) {
	for b.Loop() {
		lexicon("en", wordsEN)()
	}
}
