package repair

import (
	"strings"
	"testing"
)

// Behind a reference mark an extractor may put a space before a mark of
// punctuation, and before it, too. It says nothing about other commas.
func TestSpacesBehindMarks(t *testing.T) {
	for _, test := range []struct{ name, from, to string }{
		{"behind", "chapel,1", "chapel1 ,"},
		{"on both sides", "chapel,1", "chapel 1 ,"},
		{"before a stop", "harbour instead.2", "harbour instead2 ."},
	} {
		text := strings.Replace(noted, test.from, test.to, 1)
		body, _, _ := annotated(t, text)
		want := strings.NewReplacer("1 ,", "[1],", "2 .", "[2].", " [", "[").Replace(strings.ReplaceAll(test.to, " 1", "1"))
		if !strings.Contains(body, want) {
			t.Errorf("%s: no %q in %s", test.name, want, body)
		}
	}
}

// A mark in brackets is as large as the text, so that no extractor puts a
// space behind it: one that stands there is the edition's.
func TestSpacesBehindBrackets(t *testing.T) {
	text := noted
	for _, mark := range []struct{ from, to string }{{"chapel,1", "chapel [1] ,"}, {"instead.2", "instead [2] ."}} {
		text = strings.Replace(text, mark.from, mark.to, 1)
	}
	body, _, _ := annotated(t, text)
	for _, want := range []string{"chapel[1] ,", "instead[2] ."} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %s", want, body)
		}
	}
}
