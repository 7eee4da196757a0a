package language

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAbout(t *testing.T) {
	tests := []struct {
		tag, word string
		want      bool
	}{
		{"en", "Mr.", true}, {"en", "i.e.", true}, {"en", "J.", true}, {"en-GB", "vol", true}, {"en", "house.", false},
		{"de", "z.B.", true}, {"de", "bzw.", true}, {"de", "Haus.", false}, {"fr", "M.", true}, {"fr", "Mme", true},
		{"ru", "т.е.", true}, {"zh", "x", true}, {"zh", "etc.", false}, {"en", "", false}, {"en", ".", false},
	}
	for _, test := range tests {
		if got := About(test.tag).Abbreviation(test.word); got != test.want {
			t.Errorf("%s: Abbreviation(%q) = %v", test.tag, test.word, got)
		}
	}
	for _, word := range []string{"self-evident", "Ex-king", "president-elect"} {
		before, after, _ := strings.Cut(word, "-")
		if !About("en").KeepsHyphen(before, after) {
			t.Errorf("%s loses its hyphen", word)
		}
	}
	if About("en").KeepsHyphen("consid", "ered") {
		t.Error("consid-ered keeps its hyphen")
	}
}

// TestFactsAreWellFormed checks what a slip of the pen would break.
func TestFactsAreWellFormed(t *testing.T) {
	for tag, f := range facts {
		for field, words := range map[string][]string{
			"Abbreviations": f.Abbreviations, "HyphenPrefixes": f.HyphenPrefixes, "HyphenSuffixes": f.HyphenSuffixes,
			"Elisions": f.Elisions, "Connectives": f.Connectives,
		} {
			for i, word := range words {
				if word != strings.ToLower(word) || strings.HasSuffix(word, "-") || strings.HasSuffix(word, ".") {
					t.Errorf("%s: %s: %q", tag, field, word)
				}
				if slices.Contains(words[:i], word) {
					t.Errorf("%s: %s: %q twice", tag, field, word)
				}
				if field == "Elisions" && !strings.HasSuffix(word, "'") {
					t.Errorf("%s: elision %q has no apostrophe", tag, word)
				}
			}
		}
		if utf8.RuneCountInString(f.Quotes) != 4 {
			t.Errorf("%s: quotes %q", tag, f.Quotes)
		}
	}
	for _, language := range grammarWords {
		if _, ok := facts[language.tag]; !ok && language.tag != "grc" {
			t.Errorf("nothing is known about %s", language.tag)
		}
	}
}
