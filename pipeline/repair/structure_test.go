package repair

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/source"
)

func TestOrnaments(t *testing.T) {
	for text, want := range map[string]bool{
		"* * *": true, "⁂": true, "—": true, "– – –": true, ". * .": true, "~": true,
		"– ...": false, "— . . .": false, "...": false, "* Bring a lamp": false, "1": false, "": false,
	} {
		if got := isOrnament(text); got != want {
			t.Errorf("isOrnament(%q) = %v", text, got)
		}
	}
}

// Numbers of several parts say how deep a heading stands.
func TestLevelsOfNumbers(t *testing.T) {
	var sb strings.Builder
	for _, number := range []string{"Chapter 1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "1.2.1.", "1.2.1.1.", "Chapter 2.", "2.1.", "2.1.1."} {
		fmt.Fprintf(&sb, "%s The Lamps of the Mole\n%s", number, prose)
	}
	src, err := source.Read("test", []byte("Handbook of the Harbour\nThe Pilots’ Guild\n"+sb.String()), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	text, err := Run(context.Background(), src, nil, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	var levels []int
	for _, d := range text.Decisions {
		if d.Kind == Element && d.Value == "heading" {
			levels = append(levels, d.N)
		}
	}
	if want := []int{1, 2, 3, 3, 2, 3, 4, 1, 2, 3}; !slices.Equal(levels, want) {
		t.Errorf("levels %v, want %v", levels, want)
	}
}
