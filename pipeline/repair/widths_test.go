package repair

import "testing"

func TestWidths(t *testing.T) {
	for s, want := range map[string]float32{
		"mill":       0.78 + 0.28*3,
		"měl":        0.78 + 0.44 + 0.28,
		"meˇl\u030c": 0.78 + 0.44 + 0.33 + 0.28, // a mark that combines has no width
		"шили":       0.77 + 0.54 + 0.50 + 0.54,
	} {
		if got := emWidth(s); got < want-0.035 || got > want+0.035 {
			t.Errorf("%q is %.2f em wide, want %.2f", s, got, want)
		}
	}
}
