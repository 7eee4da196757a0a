package repair

import (
	"fmt"
	"strings"
	"testing"
)

// Nothing says where the pages of this text end but the marks of the notes that
// begin further down: what has them is text.
func TestTextGoesOnBelowNotesOfUnknownPages(t *testing.T) {
	var b strings.Builder
	for i, page := range bookPages(8) {
		page[6] += fmt.Sprint(2*i + 1)
		page[15] += fmt.Sprint(2*i + 2)
		b.WriteString(strings.Join(page, "\n"))
		fmt.Fprintf(&b, "\n%dHarwood %s.\n%dTanner, %s.\n", 2*i+1, page[20], 2*i+2, page[11])
	}
	_, notes, _ := annotated(t, b.String())
	if len(notes) != 16 {
		t.Errorf("%d notes", len(notes))
	}
	for label, text := range notes {
		if len(text) > 120 {
			t.Errorf("note %s has swallowed text: %.80s...", label, text)
		}
	}
}
