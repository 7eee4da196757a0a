package formats_test

import (
	"testing"

	"github.com/refolio/refolio/formats"
)

func TestReaderFor(t *testing.T) {
	const model = `{"refolio": 1}`
	for _, tt := range []struct{ from, name, data, want string }{
		{"", "a.txt", "x", ""},
		{"", "a.md", "x", "markdown"},
		{"", "A.MARKDOWN", "x", "markdown"},
		{"", "-", model, "json"},
		{"", "a.md", model, "json"},
		{"", "a.json", `{"other": 1}`, "json"},
		{"text", "a.md", "x", ""},
		{"markdown", "-", "x", "markdown"},
	} {
		r, ok := formats.ReaderFor(tt.from, tt.name, []byte(tt.data))
		if r.Name != tt.want || ok != (tt.want != "") {
			t.Errorf("from %q, %s: %q, %v, want %q", tt.from, tt.name, r.Name, ok, tt.want)
		}
	}
	for _, name := range formats.ReadFrom()[1:] {
		if _, ok := formats.Find(name); !ok {
			t.Errorf("there is a reader of %s, but no writer", name)
		}
	}
}
