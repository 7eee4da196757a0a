package measure

import "testing"

func TestParse(t *testing.T) {
	for s, want := range map[string]Unit{
		"11pt": 11_000, "10.5 pt": 10_500, "12": 12_000, "1in": 72_000, "25.4mm": 72_000, "2.54cm": 72_000, " 0.5in ": 36_000, "0": 0,
	} {
		if got, err := Parse(s); err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "pt", "-1pt", "1e9pt", "NaN", "Inf", "12px", "1 2pt"} {
		if got, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %d", s, got)
		}
	}
}

func TestParseSize(t *testing.T) {
	for _, name := range Papers() {
		if s, err := ParseSize(name); err != nil || s.Width <= 0 || s.Height <= s.Width {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
	for s, want := range map[string]Size{"a5": {419528, 595276}, "6in x 9in": {432_000, 648_000}, "100mmx200mm": {283465, 566929}} {
		if got, err := ParseSize(s); err != nil || got != want {
			t.Errorf("ParseSize(%q) = %v, %v; want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "A0x", "1mm x 1mm", "x", "5in x", "9999in x 5in"} {
		if got, err := ParseSize(s); err == nil {
			t.Errorf("ParseSize(%q) = %v", s, got)
		}
	}
}
