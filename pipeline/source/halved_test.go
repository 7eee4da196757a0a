package source

import (
	"strings"
	"testing"
)

func TestHalved(t *testing.T) {
	spoken := strings.Repeat("3 Who is there? asked the ferryman.\n3 Nobody, he was told 3 and so it was.\n", 4)
	broken := strings.Repeat("The ferryman slept.4Nobody came.\n4Wake up! they cried.\n", 4)
	for _, test := range []struct{ name, in, want string }{
		{"quotation marks", "he called it <the mill,= and the <old= one.4Of its <owners= nothing", "he called it “the mill,” and the “old” one.—Of its “owners” nothing"},
		{"other signs", "where a <b= and c = d, or <e= f", "where a <b= and c = d, or <e= f"},
		{"en dashes", spoken + "of 3 of them, see p. 1193129", strings.ReplaceAll(spoken, "3", "–") + "of – of them, see p. 119–129"},
		{"em dashes", broken + "the 4th of May, 4to, p. 60466 and 1847", strings.ReplaceAll(broken, "4", "—") + "the 4th of May, 4to, p. 60—66 and 1847"},
		{"there are dashes", spoken + "–", spoken + "–"},
		{"there are other digits", strings.Repeat("3 eggs\n2 eggs\n", 9), strings.Repeat("3 eggs\n2 eggs\n", 9)},
		{"too few", "3 Who is there?\n3 Nobody.\n", "3 Who is there?\n3 Nobody.\n"},
		{"double daggers", broken + "of the ferry,! which sank! Not all.! It was\n  ∗The first.\n  !The second!", strings.ReplaceAll(broken, "4", "—") + "of the ferry,‡ which sank! Not all.‡ It was\n  ∗The first.\n  ‡The second!"},
		{"no other symbols", broken + "of the ferry,! which sank", strings.ReplaceAll(broken, "4", "—") + "of the ferry,! which sank"},
		{"no range", broken + "in 10310, 1293119, 34 and 5", strings.ReplaceAll(broken, "4", "—") + "in 10310, 1293119, 34 and 5"},
	} {
		s, err := Read("test", []byte(test.in), "")
		if err != nil {
			t.Fatal(err)
		}
		if s.Text != test.want {
			t.Errorf("%s: %q", test.name, s.Text)
		}
		for at := range s.Text {
			if from := s.Original(at); from >= len(test.in) || s.Text[at] < 0x80 && test.in[from] != s.Text[at] {
				t.Errorf("%s: byte %d of the text is byte %d of the file", test.name, at, from)
			}
		}
		if got, want := s.Original(len(s.Text)), len(test.in); got != want {
			t.Errorf("%s: the file ends at %d, not %d", test.name, got, want)
		}
	}
}
