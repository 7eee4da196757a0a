package language

import (
	"slices"
	"strings"
	"testing"
)

func TestAbout(t *testing.T) {
	if !About("en-GB").FreeHyphen || About("zh").LetterWords != "" {
		t.Error("a region is not its language, or something is known of none")
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

func TestAdverbsKeepTheirHyphen(t *testing.T) {
	for word, want := range map[string]bool{"по-новому": true, "По-русски": true, "по-ставить": false} {
		before, after, _ := strings.Cut(word, "-")
		if got := About("ru").KeepsHyphen(before, after); got != want {
			t.Errorf("%s keeps its hyphen: %v", word, got)
		}
	}
}

// TestFactsAreWellFormed checks what a slip of the pen would break.
func TestFactsAreWellFormed(t *testing.T) {
	for tag, f := range facts {
		for field, words := range map[string][]string{
			"HyphenPrefixes": f.HyphenPrefixes, "HyphenSuffixes": f.HyphenSuffixes, "Elisions": f.Elisions,
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
	}
	for _, language := range grammarWords {
		if _, ok := facts[language.tag]; !ok && language.tag != "grc" {
			t.Errorf("nothing is known about %s", language.tag)
		}
	}
}
