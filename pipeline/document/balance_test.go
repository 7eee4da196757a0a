package document

import (
	"errors"
	"strings"
	"testing"
)

// textFrom makes a text inline of the source from start to end.
func textFrom(s string, start, end int) Inline {
	return Inline{Kind: Text, Text: s, Span: Span{start, end}}
}

func paragraph(content ...Inline) Block { return Block{Content: content} }

func TestBalance(t *testing.T) {
	for _, test := range []struct {
		name, source string
		doc          Document
		edits        []Edit
		want         string // what the error says; "" if all is well
	}{
		{"as it is", "one two", Document{Blocks: []Block{paragraph(textFrom("one two", 0, 7))}}, nil, ""},
		{"white space does not count", "one\n \ttwo ", Document{Blocks: []Block{paragraph(textFrom("one two", 0, 9))}}, nil, ""},
		{"no-break spaces do not count", "one\u00a0two", Document{Blocks: []Block{paragraph(textFrom("one two", 0, 8))}}, nil, ""},
		{"removed before, between and behind", "1 one 2 two 3", Document{Blocks: []Block{paragraph(textFrom("one", 2, 5)), paragraph(textFrom("two", 8, 11))}},
			[]Edit{{Span: Span{0, 1}}, {Span: Span{6, 7}}, {Span: Span{12, 13}}}, ""},
		{"removed inside", "col-lection", Document{Blocks: []Block{paragraph(textFrom("collection", 0, 11))}}, []Edit{{Span: Span{3, 4}}}, ""},
		{"replaced", "the ﬂoor", Document{Blocks: []Block{paragraph(textFrom("the floor", 0, 10))}}, []Edit{{Span{4, 7}, "fl"}}, ""},
		{"space put in", "theman", Document{Blocks: []Block{paragraph(textFrom("the man", 0, 6))}}, []Edit{{Span{3, 3}, " "}}, ""},
		{"another order", "left right", Document{Blocks: []Block{paragraph(textFrom("right", 5, 10)), paragraph(textFrom("left", 0, 4))}}, nil, ""},
		{"a note", "one1 note", Document{Blocks: []Block{paragraph(textFrom("one", 0, 3), Inline{Kind: NoteRef, Target: "n1"})}, Notes: []Note{{ID: "n1", Blocks: []Block{paragraph(textFrom("note", 5, 9))}}}},
			[]Edit{{Span: Span{3, 4}}}, ""},
		{"nested", "one", Document{Blocks: []Block{{Kind: Quote, Blocks: []Block{paragraph(Inline{Kind: Emphasis, Content: []Inline{textFrom("one", 0, 3)}})}}}}, nil, ""},
		{"only white space", " \n ", Document{}, nil, ""},

		{"lost at the beginning", "one two", Document{Blocks: []Block{paragraph(textFrom("two", 4, 7))}}, nil, `"one" is lost`},
		{"lost at the end", "one two", Document{Blocks: []Block{paragraph(textFrom("one", 0, 3))}}, nil, `"two" is lost`},
		{"lost inside", "one two", Document{Blocks: []Block{paragraph(textFrom("one", 0, 7))}}, nil, "is missing"},
		{"made up", "one", Document{Blocks: []Block{paragraph(textFrom("one two", 0, 3))}}, nil, "came from nowhere"},
		{"made up by an edit", "one", Document{Blocks: []Block{paragraph(textFrom("on-e", 0, 3))}}, []Edit{{Span{2, 2}, "-"}}, "made up"},
		{"twice", "one", Document{Blocks: []Block{paragraph(textFrom("one", 0, 3)), paragraph(textFrom("one", 0, 3))}}, nil, "twice"},
		{"overlapping", "one two", Document{Blocks: []Block{paragraph(textFrom("one two", 0, 7)), paragraph(textFrom("two", 4, 7))}}, nil, "twice"},
		{"no source", "one", Document{Blocks: []Block{paragraph(Inline{Kind: Text, Text: "one"})}}, nil, "no source"},
		{"both kept and removed", "one two", Document{Blocks: []Block{paragraph(textFrom("one two", 0, 7))}}, []Edit{{Span: Span{4, 7}}}, "came from nowhere"},
		{"an edit over the border", "one two", Document{Blocks: []Block{paragraph(textFrom("one", 0, 3)), paragraph(textFrom("two", 4, 7))}}, []Edit{{Span: Span{2, 5}}}, "both in the document and left out"},
		{"two edits of one byte", "one", Document{}, []Edit{{Span: Span{0, 2}}, {Span: Span{1, 3}}}, "two decisions"},
		{"the value is not there", "the ﬂoor", Document{Blocks: []Block{paragraph(textFrom("the oor", 0, 10))}}, []Edit{{Span{4, 7}, "fl"}}, "is missing"},
		{"the value outside of all text", "ﬂ", Document{}, []Edit{{Span{0, 3}, "fl"}}, "is not in the document"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := Balance(test.source, &test.doc, test.edits)
			var im *Imbalance
			switch {
			case test.want == "" && err != nil:
				t.Fatal(err)
			case test.want == "":
				return
			case !errors.As(err, &im):
				t.Fatalf("got %v, want an Imbalance that says %q", err, test.want)
			case !strings.Contains(err.Error(), test.want):
				t.Errorf("got %q, want %q", err, test.want)
			}
			if im.Span.Start < 0 || im.Span.Start > im.Span.End || im.Span.End > len(test.source) {
				t.Errorf("the span %v is not one", im.Span)
			}
		})
	}
}

// TestBalanceIsLinear: many inlines and many edits, each of one byte.
func TestBalanceIsLinear(t *testing.T) {
	const n = 200_000
	source := strings.Repeat("ab ", n)
	var content []Inline
	var edits []Edit
	for i := range n {
		content = append(content, textFrom("a", 3*i, 3*i+1))
		edits = append(edits, Edit{Span: Span{3*i + 1, 3*i + 2}})
	}
	if err := Balance(source, &Document{Blocks: []Block{paragraph(content...)}}, edits); err != nil {
		t.Fatal(err)
	}
}
