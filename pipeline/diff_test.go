package pipeline_test

import (
	"bytes"
	"fmt"
)

// firstDifference shows the first line in which got and want differ, no more
// of it than can be taken in.
func firstDifference(got, want []byte) string {
	gotLines, wantLines := bytes.Split(got, []byte("\n")), bytes.Split(want, []byte("\n"))
	for i := range max(len(gotLines), len(wantLines)) {
		g, w := line(gotLines, i), line(wantLines, i)
		if g == w {
			continue
		}
		from := 0
		for from < min(len(g), len(w)) && g[from] == w[from] {
			from++
		}
		from = max(0, from-40)
		return fmt.Sprintf("line %d\n got %q\nwant %q", i+1, clip(g, from), clip(w, from))
	}
	return "no difference"
}

func line(lines [][]byte, i int) string {
	if i >= len(lines) {
		return "(the end)"
	}
	return string(lines[i])
}

// clip returns some of s from the byte from.
func clip(s string, from int) string {
	s = s[min(from, len(s)):]
	return s[:min(len(s), 160)]
}
