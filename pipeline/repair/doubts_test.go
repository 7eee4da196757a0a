package repair

import (
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/source"
)

func doubtsOf(t *testing.T, text string, ledger ...Decision) []finding.Finding {
	t.Helper()
	src, err := source.Read("test.txt", []byte(text), "")
	if err != nil {
		t.Fatal(err)
	}
	return Doubts(src, ledger)
}

func TestDoubtsAreDescribed(t *testing.T) {
	const text = "* THE PASS  41\nthe whole multi-\nlateral trade of the\nvalley, and sothe road\nwell-\nbeing. A  ﬁne"
	at := func(s string) document.Span {
		n := strings.Index(text, s)
		return document.Span{Start: n, End: n + len(s)}
	}
	before := func(s string) document.Span { return document.Span{Start: at(s).Start, End: at(s).Start} }
	tests := []struct {
		ledger []Decision
		want   string // message; suggestion [code]
	}{
		{[]Decision{{Stage: "furniture", Kind: RunningHead, Span: at("THE PASS  41"), Confidence: 0.7, Why: "it recurs"}},
			`"THE PASS 41" was left out as a running head (70% sure): it recurs; if it belongs to the text, say furniture: {keep: [...]} with this line [furniture/doubtful]`},
		{[]Decision{{Stage: "hyphenation", Kind: Hyphen, Span: at("-\n"), Confidence: 0.55},
			{Stage: "hyphenation", Kind: Join, Span: before("lateral"), Confidence: 0.6, Why: "a guess"}},
			`"multi-lateral" was written without its hyphen (60% sure): a guess; put it under hyphenation: {keep: [...]} if the hyphen belongs to the word [hyphenation/doubtful]`},
		{[]Decision{{Stage: "hyphenation", Kind: Join, Span: before("being"), Confidence: 0.6, Why: "a guess"}},
			`"well-" was joined to "being" (60% sure): a guess; correct the text if a space belongs there, or no hyphen [hyphenation/doubtful]`},
		{[]Decision{{Stage: "words", Kind: Space, Span: document.Span{Start: at("sothe").Start + 2, End: at("sothe").Start + 2}, Confidence: 0.75, Why: "a guess"}},
			`a space was put between "so" and "the" (75% sure): a guess; compare with the original [words/doubtful]`},
		{[]Decision{{Stage: "paragraphs", Kind: Break, Span: before("valley"), Confidence: 0.3, Why: "a guess"},
			{Stage: "structure", Kind: Element, Span: at("valley, and sothe road"), Value: "quote", Confidence: 0.2, Why: "a guess"}},
			`"valley, and sothe road" was taken for a quotation (20% sure): a guess; compare with the original [structure/doubtful]`},
		{[]Decision{{Stage: "paragraphs", Kind: Speck, Span: at("*"), Confidence: 0.7, Why: "a guess"}},
			`"*" was left out (70% sure): a guess; compare with the original [paragraphs/doubtful]`},
		{[]Decision{{Stage: "notes", Kind: NoteLabel, Span: at("41"), Confidence: 0.7, Why: "a guess"}},
			`"41" was taken for a note label (70% sure): a guess; compare with the original [notes/doubtful]`},
		{[]Decision{{Stage: "paragraphs", Kind: Stet, Value: "break", Span: before("valley"), Confidence: 0.7, Why: "a guess"}},
			`no paragraph was made to begin at "valley, and sothe road" (70% sure): a guess; compare with the original [paragraphs/doubtful]`},
	}
	for _, test := range tests {
		found := doubtsOf(t, text, test.ledger...)
		if len(found) != 1 {
			t.Errorf("%d findings, want 1: %v", len(found), found)
			continue
		}
		if got := found[0].Message + "; " + found[0].Suggest + " [" + found[0].Code + "]"; got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestSureDecisionsAreNoDoubts(t *testing.T) {
	if found := doubtsOf(t, "A line.", Decision{Stage: "paragraphs", Kind: Break, Confidence: doubtful}); len(found) != 0 {
		t.Errorf("got %v", found)
	}
}

// TestManyDoubts lists the least sure of many, and says how many more there are.
func TestManyDoubts(t *testing.T) {
	text := strings.Repeat("word ", 3*mostDoubts)
	var ledger []Decision
	for i := range 3 * mostDoubts {
		at := document.Span{Start: 5 * i, End: 5 * i}
		ledger = append(ledger, Decision{Stage: "paragraphs", Kind: Break, Span: at, Confidence: 0.2 + 0.1*float64(i%3)})
	}
	found := doubtsOf(t, text, ledger...)
	if len(found) != mostDoubts+1 || found[mostDoubts].Code != "document/doubtful" || !strings.Contains(found[mostDoubts].Message, "200 more") {
		t.Fatalf("%d findings, the last one %v", len(found), found[len(found)-1])
	}
	for i := range found[:mostDoubts] {
		if want := 15 * i; found[i].Offset != want {
			t.Fatalf("finding %d is about byte %d, want %d", i, found[i].Offset, want)
		}
	}
}

func TestKnots(t *testing.T) {
	k := Knots{{0.5, 0.2}, {0.9, 0.8}}
	for stated, want := range map[float64]float64{0.1: 0.2, 0.5: 0.2, 0.7: 0.5, 0.9: 0.8, 0.99: 0.8} {
		if got := k.At(stated); got < want-1e-9 || got > want+1e-9 {
			t.Errorf("%g is worth %g, want %g", stated, got, want)
		}
	}
	if got := Knots(nil).At(0.3); got != 0.3 {
		t.Errorf("without knots 0.3 is worth %g", got)
	}
}

// TestReliabilityRises holds the generated knots against their promise, and
// their names against the stages and kinds that there are.
func TestReliabilityRises(t *testing.T) {
	for name, knots := range reliability {
		if find(name.stage) == nil {
			t.Errorf("there is no stage %q", name.stage)
		}
		for i, k := range knots {
			if k.Worth <= 0 || k.Worth >= 1 || i > 0 && (k.Stated <= knots[i-1].Stated || k.Worth < knots[i-1].Worth) {
				t.Errorf("%v: %v does not rise", name, knots)
			}
		}
	}
}

// TestStetChangesNothing has a row at which a paragraph may begin and does not.
func TestStetChangesNothing(t *testing.T) {
	text := read(t, "The road was closed.\nNobody came.\n")
	text.stage = "paragraphs"
	text.blocks = []block{{rows: []int{0, 1}, inner: []innerRow{{row: 1, sure: 0.7}}}}
	text.decideInner()
	if len(text.Decisions) != 1 || text.Decisions[0].Name() != "no break" {
		t.Fatalf("got %v", text.Decisions)
	}
	first := Decision{Kind: Break}
	doc := Assemble(text.Src, append(text.Decisions, first))
	if len(doc.Blocks) != 1 || document.PlainText(doc.Blocks[0].Content) != "The road was closed. Nobody came." {
		t.Errorf("got %v", doc.Blocks)
	}
}
