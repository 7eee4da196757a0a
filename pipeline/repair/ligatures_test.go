package repair

import (
	"strings"
	"testing"
)

func TestMisreadLigatures(t *testing.T) {
	const printed = "The first officer had found a flag in the office, and the fifth was filled with fish and with flour. " +
		"He fixed the fire, floated the flat, and finally confided in the fishermen of the fjord, who reflected. " +
		"The ofoce of ofce was not mentioned, and the final influence of the flood was afflicting and significant."
	got := mended(t, strings.NewReplacer("fi", "o", "fl", "n").Replace(printed))
	for _, want := range []string{"first officer", "fifth was filled", "fish and", "flour", "finally confided", "fishermen", "reflected", "influence", "afflicting and significant"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if names := "Nobody rode to the northern boat, and all of them knew Ofoce, Onally and Orst."; mended(t, names) != names {
		t.Errorf("three names became %q", mended(t, names))
	}
}

// mended is what the stage "characters" makes of an English text.
func mended(t *testing.T, s string) string {
	t.Helper()
	text := read(t, s)
	text.Language = "en"
	decideCharacters(text, CharactersOptions{})
	return plain(t, text)
}
