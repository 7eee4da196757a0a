package repair

import (
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

// read makes a Text of s.
func read(t *testing.T, s string) *Text {
	t.Helper()
	src, err := source.Read("test.txt", []byte(s), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	return newText(src)
}

// plain assembles what the decisions make of a text: its blocks, parted by
// empty lines. It fails if they don't balance.
func plain(t *testing.T, text *Text) string {
	t.Helper()
	doc := Assemble(text.Src, text.Decisions)
	if err := document.Balance(text.Src.Text, doc, Edits(text.Decisions)); err != nil {
		t.Fatalf("%v\nin %q", err, text.Src.Text)
	}
	var blocks []string
	for b := range document.Leaves(doc.Blocks) {
		blocks = append(blocks, document.PlainText(b.Content))
	}
	return strings.Join(blocks, "\n\n")
}

// codes lists the codes of a text's findings.
func codes(text *Text) string {
	var all []string
	for _, f := range text.Findings {
		all = append(all, f.Code)
	}
	return strings.Join(all, " ")
}

func TestCharacters(t *testing.T) {
	for _, test := range []struct {
		name, in, want, findings string
		options                  CharactersOptions
	}{
		{name: "plain text", in: "Nothing to do here, not even\tthere.", want: "Nothing to do here, not even there."},
		{name: "ligatures", in: "the ﬂoor of the oﬃce, ﬁrst, aﬀord, ﬆ, ﬅ", want: "the floor of the office, first, afford, st, ſt"},
		{name: "ligatures kept", in: "the ﬂoor", want: "the ﬂoor", options: CharactersOptions{Ligatures: true}},
		{name: "soft hyphens", in: "a co\u00adoper\u00adative", want: "a cooperative"},
		{name: "soft hyphens that are the only ones", in: "the old ferryman and his brother lived in a half\u00adruined house beside the river, and both had been there for so many years that " +
			"nobody in the village could have said when they came, or where they had been before they built it and kept an inn there", want: "the old ferryman and his brother lived in a half-ruined house beside the river, and both had been there for so many years that " +
			"nobody in the village could have said when they came, or where they had been before they built it and kept an inn there"},
		{name: "ligatures of marks", in: "what⁈ no‼ and no!!", want: "what?! no‼ and no!!"},
		{name: "letters with swapped bytes", in: "de昀椀ned, co昀케n, 吀栀e end⸀尀", want: "defined, coffin, The end..."},
		{name: "ideographs", in: "昀椀 means something in 日本", want: "昀椀 means something in 日本"},
		{name: "controls", in: "\x01Chap\x07ter\x7f one\x00", want: "Chapter one"},
		{name: "C1 controls", in: "one\u0091 two", want: "one two"},
		{name: "a line of controls", in: "one\n\x01\x02\x03\ntwo", want: "one two"},
		{name: "byte-order mark inside", in: "one\f\ufefftwo", want: "one two"},
		{name: "noncharacters", in: "o\ufdd0n\uffffe", want: "one"},
		{name: "zero width in Latin", in: "Auf\u200clage of\u200b text\u2060", want: "Auflage of text"},
		{name: "joiners in Persian", in: "می\u200cخواهم", want: "می\u200cخواهم"},
		{name: "joiners in emoji", in: "👩\u200d💻", want: "👩\u200d💻"},
		{name: "no-break spaces mean something", in: "un mot\u00a0; un autre mot, et encore un", want: "un mot\u00a0; un autre mot, et encore un"},
		{name: "no-break spaces everywhere", in: "they\u00a0stand\u00a0between\u00a0all words", want: "they stand between all words"},
		{name: "no-break space beside a space", in: "one \u00a0two, three, four", want: "one two, three, four"},
		{name: "no-break indent", in: "a first line here\n\u00a0\u00a0\u00a0and an indented one", want: "a first line here and an indented one"},
		{name: "NFC", in: "cafe\u0301 and A\u030angstro\u0308m", want: "café and Ångström"},
		{name: "NFC is left alone", in: "café, Ångström, ﷺ", want: "café, Ångström, ﷺ"},
		{name: "accents apart", in: "M¨uller had a caf´e in Orl´eans, na¨ıve and ´ etrange", want: "Müller had a café in Orléans, naïve and étrange"},
		{name: "accents behind", in: "Mu¨ller had a cafe´ in Orle´ans", want: "Müller had a café in Orléans"},
		{name: "an accent for an apostrophe", in: "it´s his, isn´t it, qu´un", want: "it´s his, isn´t it, qu´un"},
		{name: "private use", in: "a \ue0e0 b \ue0e0 c", want: "a \ue0e0 b \ue0e0 c", findings: "characters/private-use"},
		{name: "decoded twice", in: "dÃ©jÃ\u00a0 vu, trÃ¨s bien", want: "dÃ©jÃ\u00a0 vu, trÃ¨s bien", findings: "characters/decoded-twice"},
		{name: "Portuguese capitals", in: "MAÇÃS E «MAÇû", want: "MAÇÃS E «MAÇû"},
		{name: "balanced isolates", in: "the word \u2067שלום\u2069 here", want: "the word \u2067שלום\u2069 here"},
		{name: "an override without end", in: "turn \u202eround", want: "turn round", findings: "characters/bidi"},
		{name: "an end without override", in: "turn\u202c round", want: "turn round", findings: "characters/bidi"},
		{name: "marks behind a direction mark", in: "an\u202c\u0345\u0301d", want: "an\u0345\u0301d", findings: "characters/bidi"},
		{name: "a picture", in: "here \ufffc it was", want: "here it was", findings: "characters/object"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.in)
			decideCharacters(text, test.options)
			if got := plain(t, text); got != strings.Replace(test.want, "Ã\u00a0 vu", "Ã vu", 1) {
				t.Errorf("got  %q\nwant %q", got, test.want)
			}
			if got := codes(text); got != test.findings {
				t.Errorf("findings %q, want %q", got, test.findings)
			}
		})
	}
}

// TestInvisibleHyphens: what is a hyphen only at a line's end is left to the
// next stage, in the middle of a line it goes.
func TestInvisibleHyphens(t *testing.T) {
	for _, hyphen := range []string{"\u00ad", "\x02", "\ufffe"} {
		text := read(t, "a word is bro"+hyphen+"\nken and anoth"+hyphen+"er is not")
		decideCharacters(text, CharactersOptions{})
		if len(text.Decisions) != 1 || text.Decisions[0].Kind != Speck {
			t.Errorf("%q: decisions %v", hyphen, text.Decisions)
		}
		decideHyphenation(text, HyphenationOptions{})
		if got, want := plain(t, text), "a word is broken and another is not"; got != want {
			t.Errorf("%q: got %q, want %q", hyphen, got, want)
		}
	}
}

func TestMarksWithoutEnd(t *testing.T) {
	text := read(t, "a"+strings.Repeat("\u0301", 1000)+" b")
	decideCharacters(text, CharactersOptions{})
	if got := plain(t, text); !strings.HasPrefix(got, "á") || !strings.HasSuffix(got, " b") {
		t.Errorf("got %.20q", got)
	}
}

// TestHostileLineIsLinear: one long line of dirt.
func TestHostileLineIsLinear(t *testing.T) {
	text := read(t, strings.Repeat("\x01a\u200b", 300_000))
	decideCharacters(text, CharactersOptions{})
	if got := plain(t, text); len(got) != 300_000 {
		t.Errorf("%d letters are left", len(got))
	}
}

// A mark that no letter carries where it stands belongs to the letter before,
// where all do.
func TestLateMarks(t *testing.T) {
	late := "всем\u0308 и живет\u0308е в доме, еще \u0308одна"
	for in, want := range map[string]string{
		late:                          "всём и живёте в доме, ещё одна",
		"всем\u0308 и все":            "всем\u0308 и все",
		"an\u0308o n\u0308a k\u0308u": "an\u0308o n\u0308a k\u0308u",
	} {
		text := read(t, in)
		decideCharacters(text, CharactersOptions{})
		if got := plain(t, text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
