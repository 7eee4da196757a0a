package repair

import (
	"strings"
	"testing"
)

func TestLostInitials(t *testing.T) {
	usual := strings.Repeat("He told me that they had things to do tomorrow, and told them that they knew\n", 30)
	lost := "and they had\nhings to do, and\nold me\nhat they had\no do them\nomorrow. He knew\nhat they had\nhings to do.\n"
	for _, c := range []struct{ name, text, want string }{
		{"lost where rows begin", usual + lost, "things told that to tomorrow that things"},
		{"nothing lost", usual + "and an old man\nhad things\nto do\n", ""},
		{"torn at row ends", usual + strings.Repeat("and wro\nte that he had go\nne to the tow\ner\n", 5), ""},
	} {
		x := read(t, c.text)
		decideWords(x, WordsOptions{})
		var got []string
		for _, d := range x.Decisions {
			if d.Kind == Character {
				got = append(got, d.Value+x.Src.Text[d.Span.End:d.Span.End+lettersIn(x.Src.Text[d.Span.End:])])
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %q, not %q", c.name, s, c.want)
		}
	}
}
