package repair

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
)

// at returns the span of the only place in s that reads as part.
func at(t *testing.T, s, part string) document.Span {
	t.Helper()
	i := strings.Index(s, part)
	if i < 0 || strings.Contains(s[i+1:], part) {
		t.Fatalf("%q must stand once in the text", part)
	}
	return document.Span{Start: i, End: i + len(part)}
}

// before returns the empty span in front of the only place that reads as part.
func before(t *testing.T, s, part string) document.Span {
	start := at(t, s, part).Start
	return document.Span{Start: start, End: start}
}

// dump writes a document as one line a block.
func dump(doc *document.Document) string {
	var sb strings.Builder
	var blocks func([]document.Block, string)
	blocks = func(all []document.Block, indent string) {
		for _, b := range all {
			fmt.Fprintf(&sb, "%s%d", indent, b.Kind)
			if b.Level > 0 {
				fmt.Fprintf(&sb, ".%d", b.Level)
			}
			if b.Marker != "" {
				fmt.Fprintf(&sb, "(%s)", b.Marker)
			}
			for in := range document.Inlines(b.Content) {
				switch in.Kind {
				case document.Text:
					fmt.Fprintf(&sb, " %q", in.Text)
				case document.NoteRef:
					fmt.Fprintf(&sb, " [%s]", in.Target)
				case document.PageBreak:
					fmt.Fprintf(&sb, " |%s|", in.Text)
				case document.LineBreak:
					sb.WriteString(" /")
				}
			}
			sb.WriteByte('\n')
			blocks(b.Blocks, indent+"  ")
		}
	}
	blocks(doc.Blocks, "")
	for _, n := range doc.Notes {
		fmt.Fprintf(&sb, "%s=%s referenced=%t\n", n.ID, n.Label, n.Referenced)
		blocks(n.Blocks, "  ")
	}
	return sb.String()
}

func TestAssemble(t *testing.T) {
	type edit func(s string) Decision
	span := func(kind Kind, part string) edit {
		return func(s string) Decision { return Decision{Kind: kind, Span: at(t, s, part)} }
	}
	place := func(kind Kind, part, value string, n int) edit {
		return func(s string) Decision { return Decision{Kind: kind, Span: before(t, s, part), Value: value, N: n} }
	}
	for _, test := range []struct {
		name, in string
		edits    []edit
		want     string
	}{
		{"no decisions", "one\n  two\n\nthree", nil, "0 \"one two\"\n0 \"three\"\n"},
		{"removed", "A TITLE 12\none", []edit{span(RunningHead, "A TITLE"), span(Folio, "12")}, "0 \"one\"\n"},
		{"hyphen and join", "a col-\nlection", []edit{span(Hyphen, "-"), place(Join, "lection", "", 0)}, "0 \"a collection\"\n"},
		{"join over a removed line", "a well-\n12\nbeing", []edit{span(Folio, "12"), place(Join, "being", "", 0)}, "0 \"a well-being\"\n"},
		{"tight in prose", "a heart—\nthere", []edit{place(Tight, "there", "", 0)}, "0 \"a heart—there\"\n"},
		{"tight in verse", "a heart—\nthere", []edit{place(Break, "a heart", "", 0), place(Element, "a heart", "verse", 0), place(Tight, "there", "", 0)},
			"6 \"a heart—\" / \"there\"\n"},
		{"tight in a row", "T o be", []edit{func(s string) Decision { return Decision{Kind: Tight, Span: document.Span{Start: 1, End: 2}} }}, "0 \"To be\"\n"},
		{"space", "theman", []edit{place(Space, "man", " ", 0)}, "0 \"the man\"\n"},
		{"character", "the ﬂoor", []edit{func(s string) Decision { return Decision{Kind: Character, Span: at(t, s, "ﬂ"), Value: "fl"} }}, "0 \"the floor\"\n"},
		{"blocks", "one\ntwo\nthree", []edit{place(Break, "one", "", 0), place(Break, "two", "", 0), place(Element, "two", "heading", 2), place(Break, "three", "", 0)},
			"0 \"one\"\n1.2 \"two\"\n0 \"three\"\n"},
		{"quotation and list", "one\ntwo\n• three\n• four", []edit{
			place(Break, "one", "", 0), place(Break, "two", "", 0), place(Element, "two", "quote", 0),
			place(Break, "• three", "", 0), place(Element, "• three", "item", 0), func(s string) Decision { return Decision{Kind: Bullet, Span: document.Span{Start: 8, End: 11}} },
			place(Break, "• four", "", 0), place(Element, "• four", "item", 0), func(s string) Decision { return Decision{Kind: Bullet, Span: document.Span{Start: 18, End: 21}} },
		}, "0 \"one\"\n5\n  0 \"two\"\n7\n  8(•)\n    0 \"three\"\n  8(•)\n    0 \"four\"\n"},
		{"note", "one3 goes\n3 The note\non", []edit{
			func(s string) Decision { return Decision{Kind: Marker, Span: document.Span{Start: 3, End: 4}, N: 0} },
			func(s string) Decision { return Decision{Kind: Note, Span: at(t, s, "3 The note"), Value: "3"} },
			func(s string) Decision { return Decision{Kind: NoteLabel, Span: document.Span{Start: 10, End: 11}} },
		}, "0 \"one\" [n1] \" goes\" \" on\"\nn1=3 referenced=true\n  0 \"The note\"\n"},
		{"page", "one\ntwo", []edit{place(Page, "two", "12", 0)}, "0 \"one\" |12| \" two\"\n"},
		{"order", "left one   right one\nleft two   right two", []edit{
			func(s string) Decision { return Decision{Kind: Order, Span: at(t, s, "left one"), N: 1} },
			func(s string) Decision { return Decision{Kind: Order, Span: at(t, s, "right one"), N: 3} },
			func(s string) Decision { return Decision{Kind: Order, Span: at(t, s, "left two"), N: 2} },
			func(s string) Decision { return Decision{Kind: Order, Span: at(t, s, "right two"), N: 4} },
		}, "0 \"left one\" \" left two\" \" right one\" \" right two\"\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := read(t, test.in)
			var ds []Decision
			for _, e := range test.edits {
				ds = append(ds, e(test.in))
			}
			doc := Assemble(text.Src, ds)
			if got := dump(doc); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
			if err := document.Balance(text.Src.Text, doc, Edits(ds)); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestMutationsDoNotBalance: a document is assembled with all decisions; if
// one that changes the text is then missing from the ledger, moved by a byte
// or too long, Balance must say so.
func TestMutationsDoNotBalance(t *testing.T) {
	const in = "A RUNNING HEAD  12\nThe ﬂoor3 of the col-\nlection • shook.\x01 theman went\n____\nNOTES\nB2 draft www.a.example 7\n3 A note."
	text := read(t, in)
	ds := []Decision{
		{Kind: RunningHead, Span: at(t, in, "A RUNNING HEAD")},
		{Kind: Folio, Span: at(t, in, "12")},
		{Kind: Character, Span: at(t, in, "ﬂ"), Value: "fl"},
		{Kind: Marker, Span: document.Span{Start: strings.Index(in, "3 of"), End: strings.Index(in, " of")}, N: 0},
		{Kind: Hyphen, Span: at(t, in, "-")},
		{Kind: Join, Span: before(t, in, "lection")},
		{Kind: Break, Span: before(t, in, "•")},
		{Kind: Bullet, Span: at(t, in, "•")},
		{Kind: Speck, Span: at(t, in, "\x01")},
		{Kind: Space, Span: before(t, in, "man went"), Value: " "},
		{Kind: Rule, Span: at(t, in, "____")},
		{Kind: NotesHeading, Span: at(t, in, "NOTES")},
		{Kind: Signature, Span: at(t, in, "B2")},
		{Kind: Watermark, Span: at(t, in, "draft www.a.example")},
		{Kind: LineNumber, Span: at(t, in, "7")},
		{Kind: Note, Span: at(t, in, "3 A note."), Value: "3"},
		{Kind: NoteLabel, Span: document.Span{Start: strings.Index(in, "3 A"), End: strings.Index(in, " A note")}},
	}
	doc := Assemble(text.Src, ds)
	if err := document.Balance(in, doc, Edits(ds)); err != nil {
		t.Fatalf("the ledger as it is: %v", err)
	}
	seen := map[Kind]bool{}
	for i, d := range ds {
		if !d.Kind.Removes() && d.Kind != Character {
			continue
		}
		seen[d.Kind] = true
		mutate := func(how string, change func(ds []Decision) []Decision) {
			t.Run(d.Kind.String()+" "+how, func(t *testing.T) {
				err := document.Balance(in, doc, Edits(change(slices.Clone(ds))))
				var im *document.Imbalance
				if !errors.As(err, &im) {
					t.Fatalf("it balances: %v", err)
				}
				if im.Span.Start < 0 || im.Span.End > len(in) || im.Span.Start > im.Span.End {
					t.Errorf("the span %v is not one", im.Span)
				}
			})
		}
		mutate("deleted", func(ds []Decision) []Decision { return slices.Delete(ds, i, i+1) })
		mutate("doubled", func(ds []Decision) []Decision { return append(ds, ds[i]) })
		mutate("shifted", func(ds []Decision) []Decision { ds[i].Span.Start++; ds[i].Span.End++; return ds })
		mutate("emptied", func(ds []Decision) []Decision { ds[i].Span.End = ds[i].Span.Start; return ds })
		if d.Kind == Character {
			mutate("with another value", func(ds []Decision) []Decision { ds[i].Value = "fi"; return ds })
		}
	}
	for k := RunningHead; k <= Marker; k++ {
		if !seen[k] {
			t.Errorf("no decision of the kind %q was tried", k)
		}
	}
}

// TestDocumentMutationsDoNotBalance: the ledger is right, but the document
// has lost, doubled or made up something.
func TestDocumentMutationsDoNotBalance(t *testing.T) {
	const in = "one two\n\nthree1 four\n\n1 note"
	ds := []Decision{
		{Kind: Marker, Span: document.Span{Start: 14, End: 15}},
		{Kind: Note, Span: at(t, in, "1 note"), Value: "1"},
		{Kind: NoteLabel, Span: document.Span{Start: 22, End: 23}},
	}
	text := read(t, in)
	for _, test := range []struct {
		name   string
		change func(doc *document.Document)
	}{
		{"block lost", func(doc *document.Document) { doc.Blocks = doc.Blocks[1:] }},
		{"block doubled", func(doc *document.Document) { doc.Blocks = append(doc.Blocks, doc.Blocks[0]) }},
		{"note lost", func(doc *document.Document) { doc.Notes = nil }},
		{"letter lost", func(doc *document.Document) { doc.Blocks[0].Content[0].Text = "one tw" }},
		{"letter changed", func(doc *document.Document) { doc.Blocks[0].Content[0].Text = "one too" }},
		{"letter made up", func(doc *document.Document) { doc.Blocks[0].Content[0].Text = "one twos" }},
		{"text without a source", func(doc *document.Document) { doc.Blocks[0].Content[0].Span = document.Span{} }},
		{"span shifted", func(doc *document.Document) { doc.Blocks[0].Content[0].Span.Start++ }},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := Assemble(text.Src, ds)
			if err := document.Balance(in, doc, Edits(ds)); err != nil {
				t.Fatal(err)
			}
			test.change(doc)
			if err := document.Balance(in, doc, Edits(ds)); err == nil {
				t.Error("it balances")
			}
		})
	}
}

// TestAssembleIsPure: the same decisions in another order make the same
// document, and neither they nor the source change.
func TestAssembleIsPure(t *testing.T) {
	const in = "a col-\nlection of ﬁsh\n\nand more"
	text := read(t, in)
	decideCharacters(text, CharactersOptions{})
	decideHyphenation(text, HyphenationOptions{})
	ds := slices.Clone(text.Decisions)
	first := dump(Assemble(text.Src, text.Decisions))
	if !slices.Equal(ds, text.Decisions) {
		t.Error("the decisions were changed")
	}
	slices.Reverse(ds)
	if got := dump(Assemble(text.Src, ds)); got != first {
		t.Errorf("got\n%sand before\n%s", got, first)
	}
}
