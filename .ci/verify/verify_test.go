package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	tests := []struct {
		name, want, got string
		summary         string // "" if words are missing
	}{
		{"the same", "one two", "two one", "all 2 words are there (0 broken at a line's end, 0 with a note's number), and 0 more"},
		{"a running head", "one two", "one HEAD two 12", "all 2 words are there (0 broken at a line's end, 0 with a note's number), and 2 more"},
		{"broken", "the well-being of lighthouses", "the well- being of light- houses", "all 4 words are there (2 broken at a line's end, 0 with a note's number), and 0 more"},
		{"broken before a number", "the lighthouses.", "the light- houses.12", "all 2 words are there (1 broken at a line's end, 0 with a note's number), and 0 more"},
		{"an address", "https://example.org/a-b/c", "https:// example.org/ a-b/ c", "all 1 words are there (1 broken at a line's end, 0 with a note's number), and 0 more"},
		{"the hyphen lost", "twenty-one", "twentyone", "all 1 words are there (1 broken at a line's end, 0 with a note's number), and 0 more"},
		{"a number glued on", "stone. The", "stone.3 3The", "all 2 words are there (0 broken at a line's end, 2 with a note's number), and 0 more"},
		{"a number before the comma", "cet avis, et", "cet avis2, et", "all 3 words are there (0 broken at a line's end, 1 with a note's number), and 0 more"},
		{"a number is no licence", "a thermometer thermometer.", "a thermometer.6 ther- mometer", "all 3 words are there (1 broken at a line's end, 1 with a note's number), and 0 more"},
		{"broken softly", "the lighthouses. stand", "the light\u00ad houses.12 stand", "all 3 words are there (1 broken at a line's end, 1 with a note's number), and 0 more"},
		{"broken softly at a page's end", "the lighthouse stands", "the light\u00ad 3. Note house stands", "all 3 words are there (1 broken at a line's end, 0 with a note's number), and 2 more"},
		{"a soft break takes no halves of others", "light lighthouse houses", "light\u00ad house light houses", "all 3 words are there (1 broken at a line's end, 0 with a note's number), and 0 more"},
		{"several numbers", "fraud.95 pagans. 112,", "fraud.9596 pagans.59,60 112,28", "all 3 words are there (0 broken at a line's end, 3 with a note's number), and 0 more"},
		{"a letter without a glyph", "Auf\ue0e0älliges", "Auf\ufffdälliges", "all 1 words are there (0 broken at a line's end, 0 with a note's number, 1 with a letter that can't be shown), and 0 more"},
		{"a hyphen eaten", "Schul- und Haus", "Schulund Haus", "all 3 words are there (2 broken at a line's end, 0 with a note's number), and 0 more"},
		{"glued", "a – … b", "a –… b", "all 4 words are there (0 broken at a line's end, 0 with a note's number), and 0 more"},
		{"lost", "one two two", "one two", ""},
		{"changed", "one two", "one tvo", ""},
	}
	for _, tt := range tests {
		summary, err := compare(strings.Fields(tt.want), strings.Fields(tt.got)).verdict()
		if summary != tt.summary || (err != nil) != (tt.summary == "") {
			t.Errorf("%s: %q, %v; want %q", tt.name, summary, err, tt.summary)
		}
	}
}

func TestOutOfOrder(t *testing.T) {
	body := strings.Fields("a b c d")
	if at := outOfOrder(body, strings.Fields("head a b note c d")); at != -1 {
		t.Errorf("in order, but %d was reported", at)
	}
	if at := outOfOrder(body, strings.Fields("a c b d")); at != 2 {
		t.Errorf("c stands before b: got %d, want 2", at)
	}
}

func TestMarkdownWords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.md")
	const markdown = "---\ntitle: T\n---\n\n# One\n\nTwo *three*\\\nfour\\*.[^1] <https://example.org>\n\n> - five & six\n\n[^1]: A note.\n\n    More.\n"
	if err := os.WriteFile(path, []byte(markdown), 0o666); err != nil {
		t.Fatal(err)
	}
	got, err := markdownWords(path)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.Fields("One Two three four*. https://example.org five & six"); !slices.Equal(got.body, want) {
		t.Errorf("body %q, want %q", got.body, want)
	}
	if want := strings.Fields("A note. More."); !slices.Equal(got.notes, want) {
		t.Errorf("notes %q, want %q", got.notes, want)
	}
}
