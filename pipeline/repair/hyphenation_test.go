package repair

import (
	"strings"
	"testing"
)

// hyphenatedText makes a text long enough to have habits: it is hyphenated
// throughout, has a few compounds inside its lines, and ends with s.
func hyphenatedText(s string) string {
	return strings.Repeat("The commission consid-\nered the matter, and the well-being of the peo-\nple was its first thought; a col-\nlection of letters "+
		"was made, in which the gov-\nernment of the province took part.\n", 4) + s
}

func TestHyphenation(t *testing.T) {
	for _, test := range []struct{ name, lang, in, want string }{
		{"by the word list", "en", "an immense col-\nlection", "an immense collection"},
		{"by the text", "en", "Trelawny spoke. Then Tre-\nlawny left", "Trelawny spoke. Then Trelawny left"},
		{"compound by the text", "en", "its well-\nbeing", "its well-being"},
		{"both parts are words", "en", "a bell-shaped hat, a harpoon-\nshaped cloud", "a bell-shaped hat, a harpoon-shaped cloud"},
		{"both parts are the text's words", "en", "an open hand, and minded some of them where an open-\nminded man is some-\nwhere", "an open hand, and minded some of them where an open-minded man is somewhere"},
		{"capital", "en", "the March-\nApril issue", "the March-April issue"},
		{"all capitals", "en", "A COL-\nLECTION", "A COLLECTION"},
		{"range of years", "en", "in 1914-\n18 they", "in 1914-18 they"},
		{"suspended", "en", "the pre- and post-\nwar years; pre-\nand postwar", "the pre- and postwar years; pre- and postwar"},
		{"a word that ends like one", "en", "some thous-\nand men", "some thousand men"},
		{"quotation", "en", "his pseudo-\n“learned” air", "his pseudo-“learned” air"},
		{"a third row", "en", "an in-\ncompre-\nhensible thing", "an incomprehensible thing"},
		{"ligature", "en", "the classiﬁ-\ncation and the of-\nﬁce", "the classiﬁcation and the ofﬁce"},
		{"OCR sign", "en", "an immense col¬\nlection", "an immense collection"},
		{"soft hyphen that shows", "en", "their well\u00ad\nbeing", "their well-being"},
		{"URL", "en", "see https://www.example.org/x-\nray/index.html there", "see https://www.example.org/x-ray/index.html there"},
		{"dash", "en", "he waited -\nthen he went", "he waited - then he went"},
		{"German", "de", "die Pfer-\nden und das Arbeits-\nzimmer in Elsaß-\nLothringen", "die Pferden und das Arbeitszimmer in Elsaß-Lothringen"},
		{"German suspended", "de", "hinauf-\nund hinuntersteigen", "hinauf- und hinuntersteigen"},
		{"German ck", "de", "der Zuk-\nker und die Bäk-\nker", "der Zucker und die Bäcker"},
		{"Fraktur", "de", "eine Samm=\nlung von Wor=\nten", "eine Sammlung von Worten"},
		{"French", "fr", "dites-le-\nmoi, ma-\ndame, et celui-\nlà", "dites-le-moi, madame, et celui-là"},
		{"Portuguese doubles the hyphen", "pt", "ela chama-\n-se Ana", "ela chama-se Ana"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, hyphenatedText(test.in))
			text.Language = test.lang
			decideHyphenation(text, HyphenationOptions{})
			if got := plain(t, text); !strings.HasSuffix(got, " "+test.want) {
				t.Errorf("got  …%s\nwant  %s", got[max(0, len(got)-len(test.want)-8):], test.want)
			}
		})
	}
}

func TestKeepIsTheLastWord(t *testing.T) {
	text := read(t, hyphenatedText("Col-\nlection"))
	decideHyphenation(text, HyphenationOptions{Keep: []string{"col-lection"}})
	if got := plain(t, text); !strings.HasSuffix(got, "Col-lection") || !strings.Contains(got, "a col-lection") {
		t.Errorf("got %s", got)
	}
}

// TestWithoutHyphenation: where no line is hyphenated, a hyphen at a line's
// end is the author's, even if the list has the word without it.
func TestWithoutHyphenation(t *testing.T) {
	text := read(t, strings.Repeat("A text that was set ragged has well-known words in it, old-fashioned ones\nand far-fetched ones; none is broken at the end of a line, ever,\n", 15)+
		"although some stand there by chance, as the self-\nevident ones do in this, or long-\nlived ones.\nIt was a free-\nhand drawing")
	text.Language = "en"
	decideHyphenation(text, HyphenationOptions{})
	got := plain(t, text)
	for _, want := range []string{"long-lived", "self-evident", "free-hand"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestHyphenOverPageEnd(t *testing.T) {
	text := read(t, hyphenatedText("the sepa-\n\fration of powers"))
	decideHyphenation(text, HyphenationOptions{})
	if got := plain(t, text); strings.Contains(got, "sepa-") || !text.Rows[len(text.Rows)-2].Joined {
		t.Errorf("got %s", got)
	}
}

func TestTornWithoutHyphen(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"the troops were sep\f\narated to guard", "the troops were separated to guard"},
		{"the fortifi\f\ncations of the town", "the fortifications of the town"},
		{"they came with\f\nout in the rain", "they came with out in the rain"},
		{"the troops were sep\narated to guard", "the troops were sep arated to guard"},
		{"the troops were sep\f\nArated to guard", "the troops were sep Arated to guard"},
	} {
		text := read(t, test.in)
		text.Language = "en"
		decideHyphenation(text, HyphenationOptions{})
		got := plain(t, text)
		if text.Rows[0].Joined {
			got = strings.Replace(got, "\n\n", "", 1)
		}
		if got = strings.Replace(got, "\n\n", " ", 1); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

func TestRowOfTornWordIsJoined(t *testing.T) {
	text := read(t, hyphenatedText("the whole multi-\n12 lines"))
	text.Language = "en"
	decideHyphenation(text, HyphenationOptions{})
	if joined := text.Rows[0].Joined; !joined {
		t.Error("a row that ends in a torn word is not marked as joined")
	}
}

func TestEndOfTextIsNoTrap(t *testing.T) {
	for _, s := range []string{"-", "a-", "a-\n", "a-\n-", "-\na", "a-\f", "a-\n\n\n", "—\n—", "--\n--", "’\na", "/\na", strings.Repeat("a-\n", 5000)} {
		text := read(t, s)
		decideCharacters(text, CharactersOptions{})
		decideHyphenation(text, HyphenationOptions{})
		decideWords(text, WordsOptions{})
		plain(t, text)
	}
}

func TestDashes(t *testing.T) {
	closed := strings.Repeat("He had a heart—so they said—of gold, and a mind—of that none was sure—of silver.\n", 3)
	open := strings.Repeat("Er hatte ein Herz – so sagte man – aus Gold, und einen Geist – wer weiß – aus Silber.\n", 3)
	for _, test := range []struct{ name, lang, in, want string }{
		{"closed before the line end", "en", closed + "his heart—\nthere it was", "heart—there it was"},
		{"closed behind it", "en", closed + "his heart\n—there it was", "heart—there it was"},
		{"a speech", "en", closed + "He went.\n—There it was", "went. —There it was"},
		{"open", "de", open + "sein Herz –\nda war es", "Herz – da war es"},
		{"range", "en", "from 1914–\n1918 on", "1914–1918 on"},
		{"apostrophe", "fr", "il va jusqu’\nà demain", "jusqu’à demain"},
		{"closing quote", "en", "of the kings’\nhouses", "kings’ houses"},
		{"slash", "en", "and/\nor not", "and/or not"},
		{"path", "en", "in /usr/\nshare/doc/\nREADME, see https://www.example.org/", "in /usr/share/doc/README, see https://www.example.org/"},
		{"address", "en", "at https://www.example.org/texts/\nindex.html, or", "https://www.example.org/texts/index.html, or"},
		{"address at its end", "en", "at https://www.example.org/\nWhere else?", "https://www.example.org/ Where else?"},
		{"address before a number", "en", "at https://www.example.org/.\n12.2.1. Where it is", "https://www.example.org/. 12.2.1. Where it is"},
		{"address in the query", "en", "at www.example.org/q?a=1&\nb=2 you", "www.example.org/q?a=1&b=2 you"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.in)
			text.Language = test.lang
			decideHyphenation(text, HyphenationOptions{})
			if got := plain(t, text); !strings.HasSuffix(got, test.want) {
				t.Errorf("got %q, want …%q", got, test.want)
			}
		})
	}
}

func TestTornWithoutHyphens(t *testing.T) {
	const torn = `They asked the clergy
man what had hap
pened in the house, and he said that it was no
thing but the moon. So they were satis
fied, but the chil
dren were not. In the follow
ing night they went up there, and in the
middle of the room a can
dle was burning, and beside it sat a trav
eller whom nob
ody knew.
`
	const want = "They asked the clergyman what had happened in the house, and he said that it was nothing but the moon. So they were satisfied, but the children were not. " +
		"In the following night they went up there, and in the middle of the room a candle was burning, and beside it sat a traveller whom nobody knew."
	text := read(t, torn)
	text.Language = "en"
	decideHyphenation(text, HyphenationOptions{})
	if got := plain(t, text); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
