package repair

import (
	"strings"
	"testing"
)

// set sets paragraphs to a measure in em, with an indent of which nothing is
// to be seen but that first lines hold less.
func set(paragraphs []string, measure, indent float32) string {
	var sb strings.Builder
	for _, p := range paragraphs {
		line, room := "", measure-indent
		for _, word := range strings.Fields(p) {
			if line != "" && emWidth(line+" "+word) > room {
				sb.WriteString(line + "\n")
				line, room = "", measure
			}
			line = strings.TrimSpace(line + " " + word)
		}
		sb.WriteString(line + "\n")
	}
	return sb.String()
}

func TestIndentThatWasDropped(t *testing.T) {
	var paragraphs []string
	for i := range 40 {
		paragraphs = append(paragraphs, strings.Join(bookPages(i/8 + 1)[i/8][i%8:i%8+4+i%5], " ")+".")
	}
	for _, indent := range []float32{0, 2} {
		text := read(t, set(paragraphs, 24, indent))
		h := text.habitsOf(text.boundaries(text.Flow(InBody, 0)))
		if h.indent < indent*0.5 || h.indent > indent*1.4+0.5 {
			t.Errorf("indent %.2f em, want %.2f", h.indent, indent)
		}
	}
}

// Where the extractor keeps indents, an indented row below an indented row
// begins a paragraph, though neither is shifted against the other.
func TestIndentedRowsInARow(t *testing.T) {
	indented := func(s string) string {
		var sb strings.Builder
		last := "."
		for _, line := range strings.Split(strings.TrimSpace(s), "\n") {
			if strings.HasSuffix(last, ".") && len(last) < 52 {
				sb.WriteString("   ")
			}
			sb.WriteString(line + "\n")
			last = line
		}
		return sb.String()
	}
	text := indented(prose) + "   “Who has seen the pilot this morning?” asked the widow.\n   “Nobody in this house.”\n   “He went out with the lamp.”\n" + indented(prose)
	want := outline(t, prose) + `paragraph: “Who has seen the ... asked the widow.
paragraph: “Nobody in this house.”
paragraph: “He went out with the lamp.”
` + outline(t, prose)
	if got := outline(t, text); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
