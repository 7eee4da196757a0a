package document

import (
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"
)

func text(s string) Inline            { return Inline{Kind: Text, Text: s} }
func para(content ...Inline) Block    { return Block{Content: content} }
func plain(kind Kind, s string) Block { return Block{Kind: kind, Content: []Inline{text(s)}} }

func TestBodyLeavesTheTitlePageOut(t *testing.T) {
	d := &Document{Blocks: []Block{
		plain(Byline, "A. Author"), plain(Title, "Title"), plain(Paragraph, "One"), plain(Subtitle, "Sub"), plain(Heading, "Two"),
	}}
	body, titlePage := d.Body()
	kinds := func(blocks []Block) (out []Kind) {
		for _, b := range blocks {
			out = append(out, b.Kind)
		}
		return out
	}
	if got, want := kinds(body), []Kind{Paragraph, Heading}; !slices.Equal(got, want) {
		t.Errorf("body is %v, want %v", got, want)
	}
	if got, want := kinds(titlePage), []Kind{Byline, Title, Subtitle}; !slices.Equal(got, want) {
		t.Errorf("title page is %v, want %v", got, want)
	}
}

func TestContainersAreNotLeaves(t *testing.T) {
	for k := Paragraph; k <= SceneBreak; k++ {
		container := k == Quote || k == List || k == Item || k == Table || k == Row
		if k.Leaf() == container {
			t.Errorf("%v.Leaf() is %v", k, k.Leaf())
		}
	}
}

func nested() []Block {
	return []Block{
		plain(Paragraph, "one"),
		{Kind: Quote, Blocks: []Block{
			plain(Paragraph, "two"),
			{Kind: List, Blocks: []Block{{Kind: Item, Blocks: []Block{plain(Paragraph, "three")}}}},
		}},
		plain(Verse, "four"),
	}
}

func TestLeavesComeInReadingOrder(t *testing.T) {
	var got []string
	for b := range Leaves(nested()) {
		got = append(got, PlainText(b.Content))
	}
	if want := []string{"one", "two", "three", "four"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWalksStopWhenTold(t *testing.T) {
	n := 0
	for range Leaves(nested()) {
		if n++; n == 2 {
			break
		}
	}
	content := []Inline{{Kind: Emphasis, Content: []Inline{text("a"), text("b")}}, text("c")}
	for range Inlines(content) {
		if n++; n == 4 {
			break
		}
	}
	if n != 4 {
		t.Errorf("%d steps, want 4", n)
	}
}

func TestPlainText(t *testing.T) {
	for _, tt := range []struct {
		name    string
		content []Inline
		want    string
	}{
		{"nothing", nil, ""},
		{"one text", []Inline{text("words")}, "words"},
		{"emphasis and link", []Inline{text("a "), {Kind: Emphasis, Content: []Inline{text("b"), {Kind: Link, Target: "http://x", Content: []Inline{text("c")}}}}}, "a bc"},
		{"no marks", []Inline{text("a"), {Kind: NoteRef, Target: "n1"}, {Kind: PageBreak, Text: "12"}, text("b")}, "ab"},
		{"lines", []Inline{text("a"), {Kind: LineBreak}, text("b")}, "a\nb"},
	} {
		if got := PlainText(tt.content); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestNoteIndex(t *testing.T) {
	d := &Document{Notes: []Note{{ID: "n1"}, {ID: "n2"}, {ID: "n2", Label: "*"}}}
	if got := d.NoteIndex(); !maps.Equal(got, map[string]int{"n1": 0, "n2": 1}) {
		t.Errorf("got %v", got)
	}
}

func TestStamp(t *testing.T) {
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		meta Meta
		want time.Time
	}{
		{Meta{}, day(1980, 1, 1)},
		{Meta{Date: "2019-03-07"}, day(2019, 3, 7)},
		{Meta{Date: "2019-03"}, day(2019, 3, 1)},
		{Meta{Date: "2019"}, day(2019, 1, 1)},
		{Meta{Date: "1845"}, day(1980, 1, 1)},
		{Meta{Date: "spring"}, day(1980, 1, 1)},
		{Meta{Date: "2019", Modified: time.Date(2024, 5, 1, 2, 0, 0, 0, time.FixedZone("", 7200))}, day(2024, 5, 1)},
	} {
		if got := tt.meta.Stamp(); !got.Equal(tt.want) || got.Location() != time.UTC {
			t.Errorf("%+v: got %v, want %v", tt.meta, got, tt.want)
		}
	}
}

func TestLines(t *testing.T) {
	br := Inline{Kind: LineBreak}
	emphasis := func(content ...Inline) Inline { return Inline{Kind: Emphasis, Content: content} }
	got := Lines([]Inline{text("a"), br, text("b"), emphasis(text("c"), br, text("d"), br), text("e")})
	want := [][]Inline{{text("a")}, {text("b"), emphasis(text("c"))}, {emphasis(text("d"))}, {{Kind: Emphasis}, text("e")}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Lines(nil); len(got) != 1 {
		t.Errorf("nothing has %d lines, want 1", len(got))
	}
}

func TestMarks(t *testing.T) {
	for mark, want := range map[string]string{"1234567890": "¹²³⁴⁵⁶⁷⁸⁹⁰", "*": "*", "a/:": "a/:", "": ""} {
		if got := Superscript(mark); got != want {
			t.Errorf("%q stands high as %q, want %q", mark, got, want)
		}
	}
	for _, mark := range []string{"", "•", "–", "*", "@", "[]", "{}", "`"} {
		if !IsBullet(mark) {
			t.Errorf("%q is no bullet", mark)
		}
	}
	for _, mark := range []string{"0.", "9.", "a)", "z", "A.", "Z", "§", "(", "iv"} {
		if IsBullet(mark) {
			t.Errorf("%q is a bullet", mark)
		}
	}
}
