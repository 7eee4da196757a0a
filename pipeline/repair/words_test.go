package repair

import (
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	prose := "To be short, they came to the house of Frederick, and Fanny was there with the man. Yet the whole town, they say, was in the street, which was dark. " +
		"Then what might have been the man with whom they came went away from the house, and the wife of the man came to the town.\n"
	kerned := prose + "T o be sure, F rederick was F anny, and T o begin with, Y et more.\n"
	glued := prose + prose + prose + "He saw theman and thewife, of whom none was there; inwhat time themind of it came towhich? In theWhole of themonth, themaker.\n"
	french := strings.Repeat("Il vient : le voici; mais qui est là? C'est lui! Que veut-il : rien; non! Rien? Oui : rien.\n", 3)
	for _, test := range []struct{ name, lang, in, want string }{
		{"capitals parted", "en", kerned, "To be sure, Frederick was Fanny, and To begin with, Yet more."},
		{"a capital alone", "en", prose + "We need plan B at once, and T he is not.", "We need plan B at once, and T he is not."},
		{"comma after a letter that leans", "en", prose + strings.Repeat("In Arcady , they say , it is so. The story , then.\n", 2), "In Arcady, they say, it is so. The story, then."},
		{"leaders stay", "en", prose + "Chapter one . . . . . 7", "Chapter one . . . . . 7"},
		{"words run together", "en", glued, "He saw the man and the wife, of whom none was there; in what time the mind of it came to which? In the Whole of the month, the maker."},
		{"one such word proves nothing", "en", prose + "He saw theman there.", "He saw theman there."},
		{"thin French spaces", "fr", french, "Il vient : le voici ; mais qui est là ? C'est lui ! Que veut-il : rien ; non ! Rien ? Oui : rien."},
		{"no spaces in English", "en", strings.Repeat("He came : there; but who is it? Him!\n", 3), "He came : there; but who is it? Him!"},
		{"stops run on", "en", prose + strings.Repeat("They came to the house.There it was dark.Nobody spoke. ", 3), "They came to the house. There it was dark. Nobody spoke."},
		{"a stop run on", "en", prose + "They came to the house.There it was dark. See notes.txt and README.Html, too.", "They came to the house.There it was dark. See notes.txt and README.Html, too."},
		{"spaces behind quotes", "en", prose + strings.Repeat("He said “so be it” and (then) “no”, “why” and “but” and “how” or (not) “so”. ", 3) + "“ Finally” and “ at last” ( as they say).",
			"“Finally” and “at last” (as they say)."},
		{"a space behind a bracket", "en", prose + strings.Repeat("He said (so be it) and (then) no. ", 9) + "( Laughter.)", "( Laughter.)"},
		{"spaces before apostrophes", "fr", "Il n 'a rien d 'autre qu 'une maison, et c'est l 'hiver, dit-il.", "Il n'a rien d'autre qu'une maison, et c'est l'hiver, dit-il."},
		{"glued to the word before", "fr", "Il n 'a rien d 'autre qu 'une maison. Dèsl 'hiver, ils 'ennuie, et demandequ 'on vienne.", "Il n'a rien d'autre qu'une maison. Dès l'hiver, il s'ennuie, et demande qu'on vienne."},
		{"a quotation", "fr", "Elle est 'belle', dit-il, et il n'a rien.", "Elle est 'belle', dit-il, et il n'a rien."},
		{"a space behind one apostrophe", "fr", "C'est l' hiver, dit-il, et il n'a rien.", "C'est l' hiver, dit-il, et il n'a rien."},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.in)
			text.Language = test.lang
			decideWords(text, WordsOptions{})
			if got := plain(t, text); !strings.HasSuffix(got, test.want) {
				t.Errorf("got  …%s\nwant %s", got[max(0, len(got)-len(test.want)-10):], test.want)
			}
		})
	}
}

func TestVocabulary(t *testing.T) {
	text := read(t, "Mother-in-law and ﬁre-ﬂy; the Mother of the co\u00adoperative and the tor-\nn one. A mother")
	v := text.vocabulary()
	for word, want := range map[string]int{
		"mother": 3, "MOTHER": 3, "in": 1, "law": 1, "mother-in": 1, "in-law": 1, "mother-in-law": 1, "mother-": 1, "-law": 1, "fire-fly": 1,
		"the": 3, "cooperative": 1, "tor": 0, "n": 0, "one": 1,
	} {
		if got := v.count(word); got != want {
			t.Errorf("%q stands there %d times, want %d", word, got, want)
		}
	}
	if v.count("mother", "-", "in") != 1 {
		t.Error("a word in parts is not found")
	}
}

func TestCapitalsGluedToWords(t *testing.T) {
	prose := "Von dem Manne und dem Kinde, und mit dem Hunde kam er von dem Hause. Da war Molson, und das war er. "
	for _, test := range []struct {
		name, in, want string
	}{
		{"two", prose + "Er sah demManne nach und demHause.", "Er sah dem Manne nach und dem Hause."},
		{"one", prose + "Er sah demManne nach.", "Er sah demManne nach."},
		{"names of programs", prose + "Er sah demManne nach und demHause() auch.", "Er sah demManne nach und demHause() auch."},
	} {
		text := read(t, test.in)
		text.Language = "de"
		decideWords(text, WordsOptions{})
		if got := plain(t, text); !strings.HasSuffix(got, test.want) {
			t.Errorf("%s: %s", test.name, got[len(prose):])
		}
	}
	points := strings.Repeat("The ray Q is bent, the point Q and the point P are far. ", 6)
	text := read(t, points+"In the T elescope the town was near, and the T emper of the man. So T o be short he T urned.")
	text.Language = "en"
	decideWords(text, WordsOptions{})
	if got, want := plain(t, text), "In the Telescope the town was near, and the Temper of the man. So To be short he Turned."; !strings.HasSuffix(got, want) {
		t.Errorf("points: %s", got[len(points):])
	}
}
