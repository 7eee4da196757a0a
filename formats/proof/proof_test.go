package proof

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
)

// data is what the tests look at of a page's data.
type data struct {
	Doubtful int
	Source   struct {
		Name, Text       string
		Gap, Len, Number []int
		Measure          int
		Width            []int
	}
	Rows      [][]any
	Kinds     [][]string
	Reasons   []string
	Decisions [][]any
	Blocks    []any
	Notes     []any
	Findings  [][]any
}

func readData(t testing.TB, doc *document.Document, o Options) *data {
	t.Helper()
	var buf bytes.Buffer
	if err := WriteData(t.Context(), &buf, doc, o, Review{}); err != nil {
		t.Fatal(err)
	}
	d := new(data)
	if err := json.Unmarshal(buf.Bytes(), d); err != nil {
		t.Fatalf("%v in %s", err, buf.Bytes())
	}
	return d
}

func convert(t testing.TB, text string) *pipeline.Result {
	t.Helper()
	r, err := pipeline.Convert(t.Context(), "folder/lamp.txt", []byte(text), pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const lamp = "The Lamp\n\nThe lamp was lit at dusk 𝔊 by the old kee-\nper, as it had been for more than forty years in all\nweathers; nobody had ever told him to.\n7\n\fIn the morning it was put out, and the brass was polished\nuntil noon.\n8\n"

func TestEveryDecisionIsOnThePage(t *testing.T) {
	r := convert(t, lamp)
	d := readData(t, r.Document, Options{})
	if len(d.Decisions) != len(r.Ledger) {
		t.Fatalf("%d decisions on the page, %d in the ledger", len(d.Decisions), len(r.Ledger))
	}
	text := utf16.Encode([]rune(d.Source.Text))
	at := func(start, length int) string { return string(utf16.Decode(text[start : start+length])) }
	var got, want []string
	for _, x := range d.Decisions {
		n := func(i int) int { return int(x[i].(float64)) }
		kind := d.Kinds[n(0)]
		value := kind[2]
		if len(x) > 7 {
			value = x[7].(string)
		}
		got = append(got, fmt.Sprintf("%s %s %q %q %d %s %d %d", kind[0], kind[1], at(n(1), n(2)), value, n(3), d.Reasons[n(4)], n(5), n(6)))
	}
	for x := range r.Document.Trace.Decisions {
		removes := 0
		if x.Removes {
			removes = 1
		}
		want = append(want, fmt.Sprintf("%s %s %q %q %d %s %d %d", x.Stage, x.Kind, lamp[x.Span.Start:x.Span.End], x.Value, perMille(x.Confidence), x.Why, removes, x.N))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("on the page:\n%s\nin the ledger:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if d.Source.Name != "lamp.txt" || d.Source.Text != lamp || d.Doubtful != 800 {
		t.Errorf("name %q, doubtful %d, text %q", d.Source.Name, d.Doubtful, d.Source.Text)
	}
}

func TestLinesCountAsScriptsDo(t *testing.T) {
	r := convert(t, lamp)
	d := readData(t, r.Document, Options{})
	text := utf16.Encode([]rune(lamp))
	end, number := 0, 0
	for i, line := range r.Source.Lines {
		start := end + d.Source.Gap[i]
		end = start + d.Source.Len[i]
		number += d.Source.Number[i]
		if got, want := string(utf16.Decode(text[start:end])), lamp[line.Start:line.End]; got != want || number != int(line.Number) {
			t.Errorf("line %d is %q, number %d; want %q, %d", i, got, number, want, line.Number)
		}
	}
}

func TestRowsArePages(t *testing.T) {
	lines := func(n int) string { return strings.Repeat("One line of words, and the next one.\n", n) }
	for _, c := range []struct {
		name, text, want string
	}{
		{"pages", lamp, "[[0 1 7 0] [7 2 8 0]]"},
		{"no pages", "One line of words.\n", "[[0 0  0]]"},
		{"long without pages", lines(150), "[[0 0  1] [60 0  2] [120 0  3]]"},
		{"as long as may be without pages", lines(140), "[[0 0  0]]"},
		{"nothing before the first page", "\n\n\f" + lines(3) + "\f" + lines(4), "[[0 1  0] [7 2  0]]"},
		{"a long page", lines(3) + "\f" + lines(179) + "\f" + lines(4), "[[0 1  0] [4 2  1] [64 2  2] [124 2  3] [184 3  0]]"},
	} {
		if got := fmt.Sprint(readData(t, convert(t, c.text).Document, Options{}).Rows); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
	text := lines(3) + "\f" + lines(3)
	r, err := pipeline.Convert(t.Context(), "folder/lamp.txt", []byte(text), pipeline.Config{
		Fixes: []fixes.Fix{{Line: 1, Text: "One line", Kind: fixes.Page, Value: "no"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(readData(t, r.Document, Options{}).Rows); got != "[[0 1  0] [4 2  0]]" {
		t.Errorf("words before the first page: got %s", got)
	}
}

func TestErrors(t *testing.T) {
	err := Write(t.Context(), new(bytes.Buffer), &document.Document{}, Options{}, nil)
	if !errors.Is(err, document.ErrNoTrace) {
		t.Errorf("without a trace: %v", err)
	}
	doc := &document.Document{Trace: &document.Trace{}}
	for _, doubtful := range []float64{-0.1, 1.1} {
		if err := Write(t.Context(), new(bytes.Buffer), doc, Options{Doubtful: doubtful}, nil); err == nil {
			t.Errorf("doubtful %v: no error", doubtful)
		}
	}
}

// FuzzEscaping holds that a string comes back from a script element as it was,
// whatever it holds, and that none ends the element.
func FuzzEscaping(f *testing.F) {
	for _, s := range []string{"", "</script>", "<!--<script>", "]]>", "\u2028\u202e\u0000\x7f\ufeff", "a\xffb", "𝔊\"\\\n", strings.Repeat("é<", 40000)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var buf bytes.Buffer
		e := newEncoder(t.Context(), &buf)
		e.raw("<!DOCTYPE html><body><script type=\"application/json\">")
		e.str(s)
		e.raw("</script><p>end")
		e.Close()
		root, err := html.Parse(&buf)
		if err != nil {
			t.Fatal(err)
		}
		body := root.LastChild.LastChild
		if body.FirstChild.NextSibling == nil || body.FirstChild.NextSibling.Data != "p" || body.LastChild != body.FirstChild.NextSibling {
			t.Fatal("the element does not end where it should")
		}
		raw := body.FirstChild.FirstChild.Data
		if i := strings.IndexFunc(raw, func(r rune) bool { return hidden(r) && r >= utf8.RuneSelf || r < ' ' || r == 0x7f }); i >= 0 {
			t.Errorf("a hidden character at %d of %q", i, raw)
		}
		var got string
		if err := json.Unmarshal([]byte(raw), &got); err != nil {
			t.Fatal(err)
		}
		if want := strings.Map(func(r rune) rune { return r }, s); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func FuzzUnits(f *testing.F) {
	f.Add("a𝔊é" + strings.Repeat("–", 300))
	f.Add(strings.Repeat("𝔊", 200) + "\xff")
	f.Fuzz(func(t *testing.T, s string) {
		u := newUnits(s)
		n := 0
		for i, r := range s {
			if got := u.at(i); got != n {
				t.Fatalf("byte %d of %q: got %d, want %d", i, s, got, n)
			}
			n += len(utf16.Encode([]rune{r}))
		}
		if got := u.at(len(s)); got != n {
			t.Fatalf("end of %q: got %d, want %d", s, got, n)
		}
	})
}

func TestReadsAs(t *testing.T) {
	for _, c := range []struct {
		source, text string
		want         bool
	}{
		{"", "", true}, {"a b", "a b", true}, {"a \n\f b", "a b", true}, {"a-\nb", "ab", false},
		{"a", "ab", false}, {"ab", "a", false}, {"a ", "a", false}, {"a\u00a0b", "a b", false},
	} {
		if got := readsAs(c.source, c.text); got != c.want {
			t.Errorf("readsAs(%q, %q) = %v", c.source, c.text, got)
		}
	}
}
