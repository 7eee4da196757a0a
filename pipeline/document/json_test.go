package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "renew the golden files")

// everything has each kind of block and of inline, and what is hard to quote.
func everything() *Document {
	span := func(s string, at int) Inline { return Inline{Kind: Text, Text: s, Span: Span{at, at + len(s)}} }
	ref := func(id string) Inline { return Inline{Kind: NoteRef, Target: id, Span: Span{90, 91}} }
	row := func(cells ...string) Block {
		r := Block{Kind: Row}
		for _, c := range cells {
			r.Blocks = append(r.Blocks, plain(Cell, c))
		}
		return r
	}
	return &Document{
		Meta: Meta{
			Title: `A "title" & <more>`, Subtitle: "With\ta tab", Authors: []string{"One", "Two"}, Language: "en-GB",
			Date: "2019-01", Identifier: "urn:x", Publisher: "P", Rights: "R", Description: "D\nE", Subjects: []string{"S"},
			TitleFileAs: "Title, A", Creators: []Person{{"One", "aut", "O."}}, Contributors: []Person{{Name: "Three"}}, Languages: []string{"la"},
			ISBN: "978-0-306-40615-7", DOI: "10.1000/182", Series: Series{"Set", "2.5"}, SourceEdition: "The first",
			Modified: time.Date(2024, 5, 1, 2, 3, 4, 5, time.UTC),
		},
		Blocks: []Block{
			plain(Title, "A title"), plain(Subtitle, "With a tab"), plain(Byline, "One and Two"),
			{Kind: Heading, Level: 2, Content: []Inline{span("Heading", 10), {Kind: PageBreak, Text: "xii"}}},
			para(span("Ünïcode \U0001F600 \u2028 \\ \" </script>", 20), ref("n1"), Inline{Kind: Emphasis, Content: []Inline{text("em")}},
				Inline{Kind: Strong, Content: []Inline{{Kind: Link, Target: "http://a.example/?b&c", Content: []Inline{text("link")}}}}),
			{Kind: Verse, Lang: "la", Content: []Inline{text("a"), {Kind: LineBreak}, text("b"), ref("n2"), ref("")}},
			{Kind: Quote, Blocks: []Block{plain(Paragraph, "quoted"), {Kind: Quote, Blocks: []Block{para()}}}},
			{Kind: List, Blocks: []Block{{Kind: Item, Marker: "(b)", Blocks: []Block{plain(Paragraph, "item")}}}},
			plain(Code, "if x {\n\ty()\n}\n"),
			{Kind: Table, Blocks: []Block{row("a", "b"), row("c")}},
			plain(SceneBreak, "* * *"),
			para(text("")),
		},
		Notes: []Note{
			{ID: "n1", Label: "1", Blocks: []Block{plain(Paragraph, "first"), plain(Paragraph, "second")}, Referenced: true},
			{ID: "n2", Label: "*", Referenced: true},
			{ID: "n3", Blocks: []Block{plain(Paragraph, "an orphan")}},
		},
	}
}

func encode(t testing.TB, d *Document) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Encode(&buf, d); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestJSONRoundTrip(t *testing.T) {
	for name, d := range map[string]*Document{"everything": everything(), "nothing": {}} {
		data := encode(t, d)
		if !json.Valid(data) {
			t.Errorf("%s: not JSON:\n%s", name, data)
		}
		if !IsJSON(data) {
			t.Errorf("%s: not recognised", name)
		}
		got, err := Decode(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if !reflect.DeepEqual(got, d) {
			t.Errorf("%s: got %+v, want %+v", name, got, d)
		}
	}
}

func TestJSONGolden(t *testing.T) {
	const path = "testdata/everything.json"
	got := encode(t, everything())
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("differs from %s:\n%s", path, got)
	}
}

func TestInvalidUTF8BecomesReplacementCharacters(t *testing.T) {
	got, err := Decode(encode(t, &Document{Blocks: []Block{para(text("a\xffb\x80"))}}))
	if err != nil {
		t.Fatal(err)
	}
	if s := PlainText(got.Blocks[0].Content); s != "a\ufffdb\ufffd" {
		t.Errorf("got %q", s)
	}
}

func TestEncodeRefusesUnknownKinds(t *testing.T) {
	for _, d := range []*Document{
		{Blocks: []Block{{Kind: 99}}},
		{Blocks: []Block{para(Inline{Kind: 99})}},
		{Meta: Meta{Modified: time.Date(12345, 1, 1, 0, 0, 0, 0, time.UTC)}},
	} {
		if err := Encode(&bytes.Buffer{}, d); err == nil {
			t.Errorf("no error for %+v", d)
		}
	}
}

type full struct{ left int }

var errFull = errors.New("disk full")

func (f *full) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestEncodeReportsTheWritersError(t *testing.T) {
	d := &Document{Blocks: []Block{plain(Paragraph, strings.Repeat("words ", 50_000)), plain(Paragraph, "more")}}
	for _, left := range []int{0, 100_000} {
		if err := Encode(&full{left}, d); !errors.Is(err, errFull) {
			t.Errorf("after %d bytes: got %v", left, err)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	doc := func(rest string) string { return `{"refolio": 1, ` + rest + `}` }
	block := func(b string) string { return doc(`"blocks": [{"kind": "paragraph"}, ` + b + `]`) }
	inline := func(in string) string { return block(`{"kind": "verse", "content": [` + in + `]}`) }
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", "too early"},
		{"cut off", "{\n \"refolio\": 1,", "too early"},
		{"syntax", "{\n \"refolio\": 1,,}", "2:15"},
		{"trailing", "{\"refolio\": 1}\n{}", "2:1: something follows"},
		{"no version", `{"blocks": []}`, `"refolio"`},
		{"null version", `{"refolio": null}`, `"refolio"`},
		{"later version", `{"refolio": 2, "pages": []}`, "version 2"},
		{"version as a word", `{"refolio": "one"}`, "number"},
		{"not an object", `[1]`, "1:"},
		{"unknown key", doc(`"block": []`), `"block"`},
		{"wrong type", doc(`"blocks": "none"`), "1:31: blocks can't be a string"},
		{"unknown block", block(`{"kind": "para"}`), `blocks[1]: unknown kind "para"; use one of paragraph,`},
		{"no kind", block(`{}`), `unknown kind ""`},
		{"level 0", block(`{"kind": "heading"}`), "1 to 6, not 0"},
		{"level of a paragraph", block(`{"kind": "paragraph", "level": 1}`), "only a heading"},
		{"marker of a paragraph", block(`{"kind": "paragraph", "marker": "-"}`), "only an item"},
		{"content in a quote", block(`{"kind": "quote", "content": [{"text": "x"}]}`), "a quote holds blocks"},
		{"blocks in a paragraph", block(`{"kind": "paragraph", "blocks": [{"kind": "paragraph"}]}`), "holds content"},
		{"item alone", block(`{"kind": "item"}`), "in no list"},
		{"cell in a table", block(`{"kind": "table", "blocks": [{"kind": "cell"}]}`), `only blocks of the kind "row"`},
		{"paragraph in a list", block(`{"kind": "list", "blocks": [{"kind": "paragraph"}]}`), "blocks[1].blocks[0]: a list"},
		{"unknown inline", inline(`{"text": "a"}, {"kind": "bold"}`), `blocks[1].content[1]: unknown kind "bold"`},
		{"text of emphasis", inline(`{"kind": "emphasis", "text": "a"}`), "no text of its own"},
		{"target of text", inline(`{"text": "a", "target": "b"}`), "no target"},
		{"content of text", inline(`{"content": [{"text": "a"}]}`), "no content"},
		{"span of one", inline(`{"text": "a", "span": [1]}`), "two rising numbers"},
		{"span backwards", inline(`{"text": "a", "span": [2, 1]}`), "two rising numbers"},
		{"span below zero", inline(`{"text": "a", "span": [-2, 1]}`), "two rising numbers"},
		{"reference to nothing", inline(`{"kind": "note-ref", "target": "n1"}`), `blocks[1].content[0]: there is no note with the id "n1"`},
		{"note twice", doc(`"notes": [{"id": "n1"}, {"id": "n1"}]`), "notes[1]: the id \"n1\" stands twice"},
		{"note without ID", doc(`"notes": [{"label": "1"}]`), "notes[0]: the id \"\""},
		{"hostile ID", doc(`"notes": [{"id": "n\"1"}]`), "notes[0]: the id"},
		{"deep blocks", block(strings.Repeat(`{"kind": "quote", "blocks": [`, 200) + strings.Repeat("]}", 200)), "nested deeper"},
		{"deep inlines", inline(strings.Repeat(`{"kind": "strong", "content": [`, 200) + strings.Repeat("]}", 200)), "nested deeper"},
		{"bottomless", strings.Repeat("[", 1_000_000), "depth"},
	} {
		_, err := Decode([]byte(tt.in))
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "json:") {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestIsJSON(t *testing.T) {
	for in, want := range map[string]bool{
		`{"refolio": 1}`: true,
		"\ufeff \n{ \"blocks\": [], \"refolio\": 1}": true,
		`{"title": "x"}`:     false,
		`{refolio}`:          false,
		`Call me "refolio".`: false,
		"":                   false,
	} {
		if got := IsJSON([]byte(in)); got != want {
			t.Errorf("%q: got %v", in, got)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(encode(f, everything()))
	f.Add([]byte(`{"refolio": 1, "blocks": [{"kind": "paragraph", "content": [{"text": "a"}]}]}`))
	f.Add([]byte(`{"refolio": 1, "notes": [{"id": "n1"}], "blocks": [{"kind": "quote", "blocks": []}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Decode(data)
		if err != nil {
			return
		}
		again, err := Decode(encode(t, d))
		if err != nil {
			t.Fatalf("what was decoded does not come back: %v", err)
		}
		if !reflect.DeepEqual(again, d) {
			t.Fatalf("got %+v, want %+v", again, d)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	d := &Document{}
	for range 10_000 {
		d.Blocks = append(d.Blocks, para(Inline{Text: strings.Repeat("some words ", 40), Span: Span{1000, 1440}}))
	}
	b.SetBytes(int64(len(encode(b, d))))
	for b.Loop() {
		encode(b, d)
	}
}

func BenchmarkDecode(b *testing.B) {
	d := &Document{}
	for range 10_000 {
		d.Blocks = append(d.Blocks, para(Inline{Text: strings.Repeat("some words ", 40), Span: Span{1000, 1440}}))
	}
	data := encode(b, d)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
