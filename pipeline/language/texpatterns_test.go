package language

import (
	"bytes"
	"strings"
	"testing"
)

// texWords reads a pattern file of hyph-utf8, TeX source of which
// \\patterns{...} and \\hyphenation{...} matter, with comments from % to the
// line's end, and returns the words of its patternGraph.
func texWords(t testing.TB, text string) []string {
	t.Helper()
	text = withoutComments(text)
	var words []string
	seen := map[string]bool{}
	add := func(letters string, levels []byte) {
		if seen[letters] {
			t.Fatalf("two patterns have the letters %q", letters)
		}
		seen[letters] = true
		words = append(words, letters+string(bytes.TrimRight(levels, "\x00")))
	}
	for pattern := range strings.FieldsSeq(group(text, `\patterns{`)) {
		add(parsePattern(pattern))
	}
	for word := range strings.FieldsSeq(group(text, `\hyphenation{`)) {
		letters, levels := parsePattern(strings.ReplaceAll(word, "-", "1"))
		add(string(asExcepted)+letters, levels)
	}
	return words
}

func withoutComments(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		code, _, _ := strings.Cut(line, "%")
		b.WriteString(strings.TrimRight(code, "\r\n"))
		b.WriteByte('\n')
	}
	return b.String()
}

// group returns what stands between opening and the next closing brace: the
// files have no braces inside.
func group(text, opening string) string {
	_, after, _ := strings.Cut(text, opening)
	body, _, _ := strings.Cut(after, "}")
	return body
}

// parsePattern parts a pattern such as ".ab1c4" into its letters and the level
// of each gap, from that before the first letter.
func parsePattern(pattern string) (letters string, levels []byte) {
	levels = []byte{0}
	for _, r := range pattern {
		if '0' <= r && r <= '9' {
			levels[len(levels)-1] = byte(r - '0')
			continue
		}
		letters += string(r)
		levels = append(levels, 0)
	}
	return letters, levels
}
