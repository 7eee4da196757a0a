package repair

import (
	"strings"
	"testing"
)

func TestLostHyphens(t *testing.T) {
	const english = `The ferryman and his brother had for many years kept the old inn beside the
river, and in the evening they sat there before the fire with a few neighbours
and told each other what they had seen on the road; but of the great flood they
never spoke, for it had taken the bridge and the mill, and with the mill all of
what their father had left to them when he was buried in the churchyard there.
Of the bridge a single pier stood, and on it a few birches grew that nobody had
planted. The children of the village used to swim out to it, which was strictly
`
	const german = `Der Fährmann und sein Bruder hatten viele Jahre lang das alte Wirtshaus an dem
Flusse geführt, und am Abend saßen sie dort vor dem Feuer mit den Nachbarn und
erzählten, was sie auf der Straße gesehen hatten; aber von der großen Flut, die
die Brücke und die Mühle genommen hatte, sprachen sie nie, denn mit der Mühle
war alles fort, was ihr Vater ihnen hinterlassen hatte, als er gestorben war.
Von der Brücke stand noch ein einzelner Pfeiler, und auf ihm wuchsen Birken, die
`
	for _, test := range []struct{ name, lang, in, want string }{
		{"a compound of two words", "en", english + "forbidden to them, and they came home in the evening tired and hungry and sunsoaked and fell asleep before the supper was ready for them.\n", "sun-soaked"},
		{"a part that keeps its hyphen", "en", english + "forbidden to them, and so each of them had now and then to show his selfcommand, and to stay at home while the others went down to the water.\n", "self-command"},
		{"a name", "en", english + "forbidden. Both Anne and Marie went, who lived with the old widow AnneMarie, and sometimes they came home late and had to sleep without a supper.\n", "Anne-Marie"},
		{"as elsewhere in the text", "en", english + "forbidden by the ferry-master, and a ferry-master was obeyed, so that this ferrymaster came home in the evening and fell asleep before his supper.\n", "this ferry-master"},
		{"not where no line ended", "en", english + "forbidden, sunsoaked as they were and tired when they came home again in the evening, and fell asleep before the supper was ready for them all.\n", "sunsoaked"},
		{"not in a word of the language", "en", english + "forbidden to them, and they came home in the evening tired and hungry all together, and fell asleep before the supper was ready for them.\n", "hungry all together"},
		{"half of a pair", "de", german + "keiner gepflanzt hatte. Die Kinder aus dem Dorfe schwammen hin, im Sommerund Herbstwetter, obwohl es ihnen verboten war und die Mütter es sahen.\n", "Sommer- und Herbstwetter"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.in+"Nothing more is known of it.\n")
			text.Language = test.lang
			decideWords(text, WordsOptions{})
			if got := plain(t, text); !strings.Contains(got, test.want) {
				t.Errorf("got  …%s\nwant %s", got[strings.LastIndex(got, "\n")+1:], test.want)
			}
		})
	}
}
