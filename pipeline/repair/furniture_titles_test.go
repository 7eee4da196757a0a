package repair

import (
	"slices"
	"strings"
	"testing"
)

// A chapter's long title stands cut off over one page, and nowhere else.
func TestCutTitle(t *testing.T) {
	text := "Chapter IV. In which the tide\ncomes in, the boat goes out,\nand neither is seen again\n" +
		strings.Repeat("The boat had been lying in the mud since the spring, and nobody asked.\n", 9) +
		"\fChapter IV. In which the tide comes in, the boat goes out, and nei\n" +
		strings.Repeat("It was then that the water came, and took the boat with it, and stayed.\n", 9)
	rows, _, _ := kept(t, text, FurnitureOptions{})
	if slices.ContainsFunc(rows, func(s string) bool { return strings.HasSuffix(s, "and nei") }) {
		t.Error("the title over the second page was left in the text")
	}
	if rows[0] != "Chapter IV. In which the tide" {
		t.Errorf("the heading was taken out: the text begins with %q", rows[0])
	}
}
