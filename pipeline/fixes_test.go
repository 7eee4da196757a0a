package pipeline_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

// lamp is a text in which each kind of fix has something to do.
const lamp = `THE LAMP AT DUNMORE HEAD
A. N. Other
The keeper of the lamp at Dunmore Head had been there for seven-
teen years when the letter came, and in all that time he had seen
no well-
known person but the Inspector of Lights.1 The Inspector came by
boat in the first week of May, if teh weather let him, and looked at
the brass, the stairs and the book.
The Second Chapter
He wrote what he saw in the book in a hand that nobody could
read. The keeper read it all the same.l It said that the light was
good and the whitewash was not.
1 He came in the cutter Lively, which was sold in 1911.
l The book is lost.
` + "\f" + `DUNMORE HEAD 12
The letter said that the lamp would be lit from the mainland by
wire, and that the keeper might go where he liked.
Where the gulls go down at evening
And the tide comes in alone,
There I left my bed and candle
And the kettle and the stone.
He went to live with his sister in a town that had no view of the
sea, and was never heard to speak of it.
`

func convertFixed(t *testing.T, text, file string) (*pipeline.Result, string) {
	t.Helper()
	f, err := fixes.Parse("lamp.txt.fixes.yaml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	r, err := pipeline.Convert(t.Context(), "lamp.txt", []byte(text), pipeline.Config{Fixes: f.Fixes()})
	if err != nil {
		t.Fatal(err)
	}
	return r, string(write(t, r, "markdown"))
}

// TestEachKindOfFix makes one fix after another and looks for what it changes
// in the edition.
func TestEachKindOfFix(t *testing.T) {
	_, plain := convertFixed(t, lamp, "")
	t.Log(plain)
	for _, c := range []struct{ fix, want, gone string }{
		{"{line: 6, text: The Inspector came by, break: yes}", "\n\nThe Inspector came by", "[^1] The Inspector"},
		{"{line: 9, text: The Second Chapter, join: yes}", "the book. The Second Chapter\n\nHe wrote", "# The Second"},
		{"{line: 9, text: The Second Chapter, join: close}", "the book.The Second Chapter", ""},
		{"{line: 5, text: no well-, hyphen: drop}", "wellknown", "well-known"},
		{"{line: 5, text: no well-, hyphen: keep}", "well-known", ""},
		{"{line: 5, text: no well-, hyphen: apart}", "well- known", ""},
		{"{line: 3, text: seven-, hyphen: keep}", "seven-teen", "seventeen"},
		{"{line: 9, text: The Second Chapter, heading: 3}", "### The Second Chapter\n\nHe wrote", ""},
		{"{line: 9, text: The Second Chapter, heading: no}", "The Second Chapter", "# The Second Chapter"},
		{"{line: 12, text: good and the whitewash was not., heading: 2}", "# good and the whitewash was not.", ""},
		{"{line: 16, text: The letter said, until: he liked., quote: yes}", "> The letter said that the lamp would be lit from the mainland by wire, and that the keeper might go where he liked.", ""},
		{"{line: 16, text: The letter said, until: he liked., item: yes}", "- The letter said", ""},
		{"{line: 16, text: The letter said, until: he liked., code: yes}", "```text\nThe letter said that the lamp would be lit from the mainland by\n", ""},
		{"{line: 16, text: The letter said, until: he liked., verse: yes}", "lit from the mainland by\\\nwire", ""},
		{"{line: 18, text: Where the gulls, until: the stone., paragraph: yes}", "evening And the tide", ""},
		{"{line: 18, text: Where the gulls, verse: no}", "Where the gulls", "evening\\"},
		{"{line: 15, text: DUNMORE HEAD 12, furniture: running-head}", "", "DUNMORE HEAD 12"},
		{"{line: 15, text: DUNMORE HEAD 12, furniture: no}", "DUNMORE HEAD 12", ""},
		{"{line: 22, text: He went to live with, furniture: yes}", "his sister in a town", "He went to live"},
		{"{line: 11, text: same.l It, part: l, marker: l}\n- {line: 14, text: l The book is lost., note: l}", "the same.[^2] It said", "same.l"},
		{"{line: 6, text: Lights.1 The, part: '1', marker: no}", "Lights.1 The", "Lights.[^1]"},
		{"{line: 13, text: 1 He came in the cutter, note: no}", "1 He came in the cutter", "[^1]:"},
		{"{line: 7, text: if teh weather, part: teh, erratum: the}", "if the weather", "teh"},
		{"{line: 16, text: The letter said, page: '13'}", "", ""},
		{"{line: 1, text: THE LAMP AT, title: no}", "THE LAMP AT DUNMORE HEAD", "title: THE LAMP"},
		{"{line: 2, text: A. N. Other, byline: yes}", `author: "A. N. Other"`, ""},
	} {
		t.Run(c.fix, func(t *testing.T) {
			r, got := convertFixed(t, lamp, "- "+c.fix+"\n")
			if !strings.Contains(got, c.want) {
				t.Errorf("no %q in\n%s", c.want, got)
			}
			if c.gone != "" && strings.Contains(got, c.gone) {
				t.Errorf("still %q in\n%s", c.gone, got)
			}
			n := 0
			for _, d := range r.Ledger {
				if d.Stage == repair.GivenStage {
					n++
				}
				if d.Stage == repair.GivenStage != (d.Confidence == 1) {
					t.Errorf("a decision of %s with the confidence %g: %+v", d.Stage, d.Confidence, d)
				}
			}
			if n == 0 {
				t.Error("the ledger has no decision of a person's")
			}
		})
	}
}

// TestJoinWithNothingBefore has lines go on that nothing comes before: that
// would make a paragraph of the title.
func TestJoinWithNothingBefore(t *testing.T) {
	for _, c := range []struct{ fix, want string }{
		{"{line: 1, text: THE LAMP AT DUNMORE, join: yes}", `lamp.txt.fixes.yaml:1:3: the text begins with "THE LAMP AT DUNMORE"`},
		{"{line: 1, text: THE LAMP AT DUNMORE, join: close}", "the text begins with"},
		{"{line: 13, text: 1 He came in the cutter, join: yes}", "the note begins with"},
		{"{line: 15, text: DUNMORE HEAD 12, join: yes}\n- {line: 15, text: DUNMORE HEAD 12, furniture: running-head}", "is left out"},
	} {
		f, err := fixes.Parse("lamp.txt.fixes.yaml", []byte("- "+c.fix+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		_, err = pipeline.Convert(t.Context(), "lamp.txt", []byte(lamp), pipeline.Config{Fixes: f.Fixes()})
		var refused byhand.Errors
		if !errors.As(err, &refused) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, not %s", c.fix, err, c.want)
		}
	}
}

// TestHyphenFixOfADash decides about dashes at line ends, with spaces before
// them and without, which are the business of another part of the stage.
func TestHyphenFixOfADash(t *testing.T) {
	const text = `The years in which the keeper lived at Dunmore Head were 1920–
1931, and he was known to all the people who went by the rock–
at least to those who looked up, and they were few in his time—
for few look up at https://dunmore.example/the-lamp/of-1920/at-
night/index.html, which is the address of a museum, and nobody –
or nobody who wrote it down – has seen it lit since the wire came.
`
	for _, c := range []struct {
		line              int
		text, value, want string
	}{
		{1, "were 1920–", "drop", "were 19201931"},
		{1, "were 1920–", "keep", "were 1920–1931"},
		{1, "were 1920–", "apart", "were 1920– 1931"},
		{2, "the rock–", "drop", "the rockat least"},
		{2, "the rock–", "keep", "the rock–at least"},
		{2, "the rock–", "apart", "the rock– at least"},
		{3, "his time—", "drop", "his timefor"},
		{3, "his time—", "keep", "his time—for"},
		{3, "his time—", "apart", "his time— for"},
		{4, "at-", "apart", "/at- night/"},
		{5, "nobody –", "drop", "nobodyor"},
		{5, "nobody –", "keep", "nobody –or"},
		{5, "nobody –", "apart", "nobody – or"},
	} {
		fix := fixes.Fix{Line: c.line, Text: c.text, Kind: fixes.Hyphen, Value: c.value}
		r, err := pipeline.Convert(t.Context(), "lamp.txt", []byte(text), pipeline.Config{Fixes: []fixes.Fix{fix}})
		if err != nil {
			t.Errorf("%v: %v", fix, err)
			continue
		}
		if got := document.PlainText(r.Document.Blocks[0].Content); !strings.Contains(got, c.want) {
			t.Errorf("%v: no %q in %q", fix, c.want, got)
		}
	}
}

// FuzzFixes makes fixes anywhere in a text. They hold or are refused, and
// nothing is lost.
func FuzzFixes(f *testing.F) {
	kinds := fixes.Kinds()
	f.Add(uint16(200), uint8(5), uint8(0), uint8(0), uint16(300), uint8(9), uint8(4), uint8(1))
	f.Add(uint16(400), uint8(1), uint8(15), uint8(2), uint16(700), uint8(0), uint8(16), uint8(1))
	f.Add(uint16(20), uint8(30), uint8(18), uint8(2), uint16(25), uint8(40), uint8(14), uint8(0))
	f.Fuzz(func(t *testing.T, at uint16, size, kind, value uint8, at2 uint16, size2, kind2, value2 uint8) {
		src, err := source.Read("lamp.txt", []byte(lamp), "")
		if err != nil {
			t.Fatal(err)
		}
		var list []fixes.Fix
		for _, c := range []struct {
			at         uint16
			size, k, v uint8
		}{{at, size, kind, value}, {at2, size2, kind2, value2}} {
			start := int(c.at) % len(lamp)
			end := min(len(lamp), start+int(c.size))
			fix := fixes.Anchor(src, document.Span{Start: start, End: end})
			fix.Kind = kinds[int(c.k)%len(kinds)]
			values := fix.Kind.Values()
			if values == nil {
				values = []string{"1", "l", "no", "end", "none", "the old"}
			}
			fix.Value = values[int(c.v)%len(values)]
			if c.v%2 == 1 && fix.Kind.IsElement() {
				fix.Until = fixes.Anchor(src, document.Span{Start: min(len(lamp)-3, end+40), End: min(len(lamp)-3, end+40)}).Text
			}
			list = append(list, fix)
		}
		for n := 1; n <= len(list); n++ {
			r, err := pipeline.Convert(t.Context(), "lamp.txt", []byte(lamp), pipeline.Config{Fixes: list[:n]})
			var refused byhand.Errors
			if err != nil && !errors.As(err, &refused) {
				t.Fatalf("%+v: %v", list[:n], err)
			}
			if err == nil {
				sameReplayed(t, "lamp.txt", []byte(lamp), r)
			}
		}
	})
}
