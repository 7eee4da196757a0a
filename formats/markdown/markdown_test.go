package markdown

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

var update = flag.Bool("update", false, "renew the golden files")

// TestGolden compares the samples with files that are meant to be read.
func TestGolden(t *testing.T) {
	samples := map[string]*document.Document{}
	for _, s := range formattest.Samples() {
		samples[s.Name] = s.Doc
	}
	for _, tt := range []struct {
		file, sample string
		options      Options
	}{
		{"article.md", "article", Options{}},
		{"every-kind.md", "every kind", Options{}},
		{"stray-notes.md", "stray notes", Options{}},
		{"commonmark.md", "article", Options{Dialect: CommonMark}},
		{"pandoc.md", "article", Options{Dialect: Pandoc, PageBreaks: Spans}},
		{"wrapped.md", "article", Options{Wrap: 40, PageBreaks: Comments}},
		{"sentences.md", "article", Options{Wrap: wrapSentence, Notes: ChapterEnd, Numbering: PerChapter, PageBreaks: Spans}},
		{"as-printed.md", "every kind", Options{Numbering: AsPrinted, PageBreaks: Comments}},
	} {
		t.Run(tt.file, func(t *testing.T) {
			got, path := markdownOf(t, samples[tt.sample], tt.options), filepath.Join("testdata", tt.file)
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
		})
	}
}

// body is the Markdown of one paragraph, with a note n1 to refer to.
func body(t *testing.T, content ...any) string {
	t.Helper()
	doc := &document.Document{Blocks: []document.Block{formattest.Para(content...)}, Notes: []document.Note{formattest.Note("n1", "1", formattest.Para("N"))}}
	s, _, _ := strings.Cut(string(markdownOf(t, doc, Options{})), "\n\n[^1]: N")
	return strings.TrimSuffix(s, "\n")
}

func TestEscapingIsMinimal(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"plain words, with (parentheses) & [brackets].", "plain words, with (parentheses) & [brackets]."},
		{"# x", `\# x`}, {"#x", "#x"}, {"a # b", "a # b"}, {"#1", "#1"},
		{"1954. A year", `1954\. A year`}, {"1954.5", "1954.5"}, {"In 1954. A", "In 1954. A"}, {"3) x", `3\) x`}, {"1234567890. x", "1234567890. x"},
		{"- x", `\- x`}, {"-x", "-x"}, {"– x", "– x"}, {"a - b", "a - b"}, {"+ x", `\+ x`}, {"+1", "+1"},
		{"> x", `\> x`}, {"a > b", "a > b"}, {"---", `\---`}, {"--", "--"}, {"* * *", `\* \* \*`}, {"a * b", "a * b"}, {"===", "==="},
		{"2 * 3 * 4", `2 \* 3 \* 4`}, {"a*b", "a*b"}, {"*a*", `\*a\*`}, {"note*", "note*"}, {"*, †", "*, †"},
		{"snake_case_name", "snake_case_name"}, {"_a_", `\_a\_`}, {"_a", "_a"},
		{"`a`", "\\`a\\`"}, {"`a", "`a"}, {"``a'' and ``b''", "\\`\\`a'' and \\`\\`b''"}, {"```", "\\`\\`\\`"},
		{"~a~", `\~a\~`}, {"~1900", "~1900"}, {"$5 and $10", "$5 and $10"}, {"$x$", `\$x\$`},
		{"[1]", "[1]"}, {"[^1]", `\[^1]`}, {"[a](b)", `[a\](b)`}, {"[a]: b", `\[a]: b`}, {"![a](b)", `![a\](b)`},
		{"<b>", `\<b>`}, {"a < b", "a < b"}, {"a <b", "a <b"}, {"x <b> y", `x \<b> y`}, {"<3", "<3"}, {"<!--", `\<!--`},
		{"AT&T", "AT&T"}, {"&amp;", `\&amp;`}, {"&c.;", "&c.;"}, {"a & b;", "a & b;"},
		{`C:\dir`, `C:\dir`}, {`\*`, `\\*`}, {`a\`, `a\\`}, {`\\`, `\\\\`},
		{"| a | b |", `\| a | b |`}, {"|a| b", "|a| b"}, {"Wow!", "Wow!"}, {"a@b.example", "<a@b.example>"}, {"(a.b@c-d.example.)", "(<a.b@c-d.example>.)"}, {"a@b", `a\@b`}, {"@ 5", "@ 5"}, {"www.a.example", `www\.a.example`}, {"(b) x", "(b) x"}, {"iv. x", "iv. x"},
		{"http://a.example/b_c_d", "<http://a.example/b_c_d>"}, {"(see https://a.example/x_(y)).", "(see <https://a.example/x_(y)>)."},
		{"http://a.example/*b*, and", `<http://a.example/*b>\*, and`}, {"xhttp://a", "xhttp://a"}, {"http://", "http://"}, {"ftp://a", `ftp\://a`}, {"[x] y", `\[x] y`}, {"[!NOTE]", `\[!NOTE]`}, {"x^[y]", `x\^[y]`}, {"x^y", "x^y"},
		{"“http://a.example”", "“<http://a.example>”"},
		{"a\tb\nc", "a b c"}, {"  a  ", "a"}, {"a\x00b\x1b\u009b", "a\ufffdb\ufffd\ufffd"}, {"a\xffb", "a\ufffdb"}, {"a\u00a0b", "a\u00a0b"},
	} {
		if got := body(t, tt.text); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestInlines(t *testing.T) {
	em, strong, link, ref := formattest.Em, formattest.Strong, formattest.Link, formattest.Ref("n1")
	for _, tt := range []struct {
		name    string
		content []any
		want    string
	}{
		{"emphasis", []any{"a ", em("b"), " c"}, "a *b* c"},
		{"spaces move out", []any{"a", em(" b "), "c"}, "a *b* c"},
		{"neighbours are joined", []any{em("a"), em("b")}, "*ab*"},
		{"nested", []any{em("a ", strong("b"), " c")}, "*a __b__ c*"},
		{"strong all through", []any{strong(em("a"))}, "**_a_**"},
		{"neighbours of two kinds", []any{em("a"), strong("b"), "."}, "*a*__b__."},
		{"inside a word", []any{"a", em("b"), "c"}, "a*b*c"},
		{"punctuation inside a word", []any{"a", em("(b)"), "c"}, "a(b)c"},
		{"asterisks in emphasis", []any{em("a*b")}, `*a\*b*`},
		{"empty", []any{"a", em(), strong(" "), "b"}, "a b"},
		{"note", []any{"Why?", ref, " Well!", ref}, "Why?[^1] Well![^1]"},
		{"note and parenthesis", []any{"a", ref, "(b)"}, `a[^1]\(b)`},
		{"note and colon", []any{ref, ": b"}, `[^1]\: b`},
		{"link", []any{link("https://a.example/", "a ", em("b"))}, "[a *b*](https://a.example/)"},
		{"link to itself", []any{link("https://a.example/_b_", "https://a.example/_b_")}, "<https://a.example/_b_>"},
		{"mail", []any{link("mailto:a@b.example", "a@b.example")}, "<a@b.example>"},
		{"mail with a note", []any{link("mailto:a@b.example", em("a@b.example", ref))}, "[*a@b.example*](mailto:a@b.example)[^1]"},
		{"brackets in a link", []any{link("https://a.example/", "a]b")}, `[a\]b](https://a.example/)`},
		{"note in a link", []any{link("https://a.example/", "a", ref), "b"}, "[a](https://a.example/)[^1]b"},
		{"link in a link", []any{link("https://a.example/", link("https://b.example/", "b"))}, "[b](https://a.example/)"},
		{"exclamation before a link", []any{"a!", link("https://a.example/", "b")}, `a\![b](https://a.example/)`},
		{"parentheses in a target", []any{link("https://a.example/(b)", "a"), link("https://a.example/(b", "c")}, "[a](https://a.example/(b))[c](https://a.example/%28b)"},
		{"doi", []any{link("doi:10.1000/182", "a")}, "[a](https://doi.org/10.1000/182)"},
		{"unsafe link", []any{link("javascript:alert(1)", "a")}, "a"},
		{"empty link", []any{"a", link("https://a.example/"), "b"}, "ab"},
		{"lines", []any{"a ", formattest.Break, " b", formattest.Break}, "a\\\nb"},
		{"backslash before a line break", []any{`a\`, formattest.Break, "b"}, "a\\\\  \nb"},
		{"setext underline", []any{"a", formattest.Break, "---", formattest.Break, "="}, "a\\\n\\---\\\n\\="},
		{"page", []any{"a ", formattest.Page("4"), " b"}, "a b"},
	} {
		if got := body(t, tt.content...); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestFrontMatterIsOneScalarAKey(t *testing.T) {
	doc := &document.Document{Meta: document.Meta{
		Title: "x\"\n---\nevil: 1", Subtitle: `\u0041 'y'`, Authors: []string{"[a, b]", "no"}, Date: "2019", Description: "\t\x00\u0085\u2028\ufeff\u202e", Subjects: []string{"{}"},
	}}
	got, _, _ := strings.Cut(string(markdownOf(t, doc, Options{})), "\n---\n")
	want := `---
title: "x\"\n---\nevil: 1"
subtitle: "\\u0041 'y'"
author:
  - "[a, b]"
  - "no"
date: "2019"
description: "\t\x00\x85\u2028\ufeff` + "\u202e" + `"
keywords: "{}"`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestTitlePage(t *testing.T) {
	leaf, title := formattest.Leaf, document.Title
	for _, tt := range []struct {
		name   string
		meta   document.Meta
		blocks []document.Block
		want   string
	}{
		{"from the blocks", document.Meta{Title: "Other"}, []document.Block{leaf(document.Byline, "A"), leaf(title, "T"), leaf(document.Subtitle, "S")}, "A\n\n# T\n\nS\n\n<!-- markdownlint-disable-file MD041 -->\n"},
		{"from the metadata", document.Meta{Title: "T", Subtitle: "S", Authors: []string{"A", "B"}}, []document.Block{formattest.Para("x")}, "# T\n\nS\n\nA, B\n\nx\n"},
		{"not twice", document.Meta{Title: "The Title"}, []document.Block{formattest.Head(1, "THE TITLE")}, "## THE TITLE\n\n<!-- markdownlint-disable-file MD041 -->\n"},
	} {
		if got := string(markdownOf(t, &document.Document{Meta: tt.meta, Blocks: tt.blocks}, Options{FrontMatter: NoFrontMatter})); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestFindings(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{formattest.Para("a", formattest.Ref("n9"), formattest.Link("data:x", "b"))}}
	var codes []string
	var buf bytes.Buffer
	if err := Write(t.Context(), &buf, doc, Options{}, func(f finding.Finding) { codes = append(codes, f.Code) }); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(codes, " "), "markdown/unresolved-note markdown/unsafe-link"; got != want {
		t.Errorf("findings %s, want %s", got, want)
	}
	if buf.String() != "ab\n" {
		t.Errorf("got %q", buf.String())
	}
}

func TestOptionsAreReadFromText(t *testing.T) {
	var o Options
	for _, tt := range []struct {
		v interface {
			UnmarshalText([]byte) error
			MarshalText() ([]byte, error)
		}
		good []string
	}{
		{textual{&o.Dialect, o.Dialect.MarshalText}, dialects}, {textual{&o.Notes, o.Notes.MarshalText}, notePlaces},
		{textual{&o.FrontMatter, o.FrontMatter.MarshalText}, frontMatters}, {textual{&o.Split, o.Split.MarshalText}, splits},
	} {
		for _, s := range tt.good {
			if err := tt.v.UnmarshalText([]byte(s)); err != nil {
				t.Errorf("%s: %v", s, err)
			}
		}
		if err := tt.v.UnmarshalText([]byte("bogus")); err == nil || !strings.Contains(err.Error(), tt.good[0]) {
			t.Errorf("bogus: got %v", err)
		}
	}
	for s, want := range map[string]Wrap{"none": 0, "sentence": wrapSentence, "72": 72} {
		var w Wrap
		if err := w.UnmarshalText([]byte(s)); err != nil || w != want {
			t.Errorf("wrap %s: got %d, %v", s, w, err)
		}
		if text, _ := w.MarshalText(); string(text) != s {
			t.Errorf("wrap %s: written as %s", s, text)
		}
	}
	var w Wrap
	if w.UnmarshalText([]byte("5")) == nil || w.UnmarshalText([]byte("wide")) == nil {
		t.Error("a bad wrap is accepted")
	}
}

type textual struct {
	unmarshaler interface{ UnmarshalText([]byte) error }
	marshal     func() ([]byte, error)
}

func (x textual) UnmarshalText(b []byte) error { return x.unmarshaler.UnmarshalText(b) }
func (x textual) MarshalText() ([]byte, error) { return x.marshal() }

// TestHostileTextIsWritten writes what would outlast go test's own time limit
// if any step were quadratic.
func TestHostileTextIsWritten(t *testing.T) {
	for _, unit := range []string{"*a* ", "[", "`", `\`, "http://a/)", "http://a" + strings.Repeat(")", 20), "&a", "<a", "word ", "‘", "a@", "www.", "{{"} {
		text := strings.Repeat(unit, 100_000)
		doc := &document.Document{Blocks: []document.Block{formattest.Para(text, formattest.Em(text))}}
		for d := range Dialect(len(dialects)) {
			if err := Write(t.Context(), io.Discard, doc, Options{Dialect: d}, nil); err != nil {
				t.Fatalf("%s: %v", unit, err)
			}
		}
	}
	verse, marks := formattest.Leaf(document.Verse), formattest.Para()
	for range 100_000 {
		verse.Content = append(verse.Content, formattest.Text("- x"), formattest.Break)
		marks.Content = append(marks.Content, formattest.Em("a"), formattest.Text("b"), formattest.Em("(c)"))
	}
	markdownOf(t, &document.Document{Blocks: []document.Block{verse, marks}}, Options{})
}

// TestCorpusComesBack holds every case of the corpus, in every dialect and
// with all options, against what goldmark reads.
func TestCorpusComesBack(t *testing.T) {
	all := settings
	if testing.Short() {
		all = []Options{{}, {Dialect: CommonMark}}
	}
	for _, s := range formattest.Corpus(t) {
		for _, o := range all {
			source := markdownOf(t, s.Doc, o)
			if d := difference(wantedOutline(s.Doc, o), goldmarkOutline(t, source, o.Dialect)); d != "" {
				t.Errorf("%s, %+v: %s", s.Name, o, d)
			}
			if o.Dialect == GFM {
				formattest.Check(t, s.Doc, source, formattest.ReadMarkdown)
			}
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	doc := formattest.Long(3000)
	var buf bytes.Buffer
	if err := Write(b.Context(), &buf, doc, Options{}, nil); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(buf.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(b.Context(), io.Discard, doc, Options{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
