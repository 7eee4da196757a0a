package repair

import (
	"strings"
	"testing"
)

func TestQuotesOfScans(t *testing.T) {
	english := strings.Repeat("“The lamp’s out,” said Nell, and “so’s the fire,” said he.\n", 8)
	german := strings.Repeat("»Das Licht ist aus.« »Und das Feuer auch?«\n", 8)
	for _, test := range []struct {
		name, lang, in, want string
		scanned              bool
	}{
		{"half a closing mark", "en", english + "“It’s late,’ said Nell, and went.", "“It’s late,” said Nell, and went.", true},
		{"one inside another", "en", english + "“She said ‘not now,’ and went,” said he.", "“She said ‘not now,’ and went,” said he.", true},
		{"the letters’ own mark", "en", english + "“The boats’ lamps,” said he.", "“The boats’ lamps,” said he.", true},
		{"straight apostrophes", "en", english + "They're out, and it's late.", "They’re out, and it’s late.", true},
		{"a lost mark that opens", "de", german + "So komm\ndoch!« Er schwieg.", "»Und das Feuer auch?« »So komm doch!« Er schwieg.", true},
		{"lost in one of two rows", "de", german + "Er schwieg.\nSo komm doch!«", "Er schwieg. So komm doch!«", true},
		{"no scan", "en", english + "“It’s late,’ said Nell; they're out.", "“It’s late,’ said Nell; they're out.", false},
		{"a scan by its halves", "en", english + strings.Repeat("“It's late,’ said Nell, and went.\n", 3), "“It’s late,” said Nell, and went.", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.in)
			text.Language, text.scanned = test.lang, test.scanned
			decideWords(text, WordsOptions{})
			if got := strings.TrimSpace(plain(t, text)); !strings.HasSuffix(got, test.want) {
				t.Errorf("got  …%s\nwant %s", got[max(0, len(got)-len(test.want)-10):], test.want)
			}
		})
	}
}
