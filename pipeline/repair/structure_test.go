package repair

import "testing"

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
