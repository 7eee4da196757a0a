package byhand_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/byhand"
)

func TestNearest(t *testing.T) {
	names := []string{"title", "subtitle", "author", "lang", "date", "pdf", "epub"}
	for in, want := range map[string]string{
		"titel": "title", "TITLE": "title", "autor": "author", "language": "", "dtae": "date", "pfd": "pdf", "x": "",
		"": "", "subttl": "subtitle", strings.Repeat("a", 1000): "",
	} {
		if got := byhand.Nearest(in, names); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestMeant(t *testing.T) {
	names := []string{"title", "author"}
	for _, c := range []struct{ name, otherwise, want string }{
		{"titel", "look", `: did you mean "title"?`}, {"colour", "look", ": look"}, {"colour", "", ""},
	} {
		if got := byhand.Meant(c.name, names, c.otherwise); got != c.want {
			t.Errorf("Meant(%q, %q) = %q, want %q", c.name, c.otherwise, got, c.want)
		}
	}
}

func TestErrors(t *testing.T) {
	list := byhand.Errors{{File: "f", Line: 2, Column: 3, Key: "a.b", Message: "m"}, {File: "f", Line: 4, Column: 1, Message: "n"}, {Message: "o"}}
	if got, want := list.Error(), "f:2:3: a.b: m\nf:4:1: n\no"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var one *byhand.Error
	if !errors.As(list, &one) || one != list[0] {
		t.Error("the first is not found among them")
	}
}

func TestEnumerate(t *testing.T) {
	for want, list := range map[string][]string{"": nil, "a": {"a"}, "a or b": {"a", "b"}, "a, b or c": {"a", "b", "c"}} {
		if got := byhand.Enumerate(list, "or"); got != want {
			t.Errorf("Enumerate(%q) = %q, want %q", list, got, want)
		}
	}
}

// TestYAML has what is said of a file, or nothing if it is one that can be read.
func TestYAML(t *testing.T) {
	for file, want := range map[string]string{
		"":                         "",
		"# nothing\n":              "",
		"\ufeffa: b\n":             "",
		"- a\n- b\n":               "",
		"a: b\n---\nc: d\n":        "f:2:1: a second YAML document begins here",
		"a: b\nc: \xff\n":          "f:2:4: not valid UTF-8",
		"a: b\nü \x01\n":           `f:2:3: the control character '\x01'`,
		"a\x00:\x00":               "f:1:1: is UTF-16 or UTF-32",
		"\xff\xfea\x00":            "f:1:1: is UTF-16 or UTF-32",
		"a: b\n\tc: d\n":           "f:2:1: a tab can't indent",
		"a: b: c\n":                "f:1:1: not YAML: a text with a colon must stand in quotes: a: \"...\"",
		"a: b\nc: @d\n":            "f:2:1: not YAML: a text that begins with @",
		"a: {b: c\nd: e\n":         "not YAML: a bracket is not closed",
		"a: *b\n":                  "f:1:1: not YAML: unknown anchor",
		"a: b\nc: d\ne: \"f\n":     "f:3:1: not YAML: a quotation or bracket that begins here is not closed",
		strings.Repeat("[", 20000): "exceeded max depth",
	} {
		root, err := byhand.YAML("f", []byte(file))
		switch {
		case want == "" && (err != nil || root == nil && strings.Contains(file, ":")):
			t.Errorf("%.20q: %v, %v", file, root, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%.20q: %v, want %s", file, err, want)
		}
	}
}
