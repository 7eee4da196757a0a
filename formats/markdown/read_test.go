package markdown

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// readBack reads what Write makes of doc.
func readBack(t testing.TB, doc *document.Document, o Options) *document.Document {
	t.Helper()
	source := markdownOf(t, doc, o)
	got, err := Read(t.Context(), source, nil)
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	return got
}

// readSettings are the options that what is read back was written with.
var readSettings = append(slices.Clone(settings),
	Options{Dialect: Pandoc},
	Options{Dialect: Pandoc, PageBreaks: Spans, Wrap: 40},
	Options{Dialect: Pandoc, Notes: Inline},
	Options{Dialect: Obsidian, Notes: Inline, PageBreaks: Comments},
)

// TestGeneratedDocumentsAreReadBack writes random documents in every dialect
// and reads them with Read.
func TestGeneratedDocumentsAreReadBack(t *testing.T) {
	n := uint64(3000)
	if *cases > 0 {
		n = *cases
	}
	failures := 0
	for seed := range n {
		o := readSettings[seed%uint64(len(readSettings))]
		if o.Dialect == CommonMark {
			continue // tables and the blocks of notes have no form of their own there
		}
		doc := generate(seed)
		if title := string([]rune(doc.Meta.Title)); o.Dialect != Pandoc && plainHeader(title) != title {
			continue // it looks in all as if it were escaped for pandoc
		}
		problem := func(doc *document.Document) (p string) {
			defer func() {
				if v := recover(); v != nil {
					p = fmt.Sprint("panic: ", v)
				}
			}()
			return difference(wantedOutline(doc, o), wantedOutline(readBack(t, doc, o), o))
		}
		if problem(doc) == "" {
			continue
		}
		doc = shrink(doc, func(doc *document.Document) bool { return problem(doc) != "" })
		var model strings.Builder
		_ = document.Encode(&model, doc)
		t.Errorf("seed %d, %+v: %s\n%s\n%s", seed, o, problem(doc), model.String(), markdownOf(t, doc, o))
		if failures++; failures > 5 {
			t.Fatal("and so on")
		}
	}
}

// TestRead reads what a person writes, and says what it can't keep.
func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, source string
		want         string   // what Write makes of it
		found        []string // line: code
	}{
		{"title and levels", "# T\n\n## A\n\n### B\n", "---\ntitle: \"T\"\n---\n\n## A\n\n### B\n", nil},
		{"several of the first level", "# A\n\n## B\n\n# C\n", "## A\n\n### B\n\n## C\n\n<!-- markdownlint-disable-file MD041 -->\n", nil},
		{"underlined headings", "T\n===\n\nA\n---\n", "---\ntitle: \"T\"\n---\n\n## A\n", nil},
		{"header", "---\ntitle: T\nauthor: [A, B]\nlayout: post\n---\nx\n", "---\ntitle: \"T\"\nauthor:\n  - \"A\"\n  - \"B\"\n---\n\nx\n", []string{"4: markdown/header-key"}},
		{"header of people", "---\nauthor:\n- name: A\n  email: a@b.example\n---\nx\n", "---\nauthor: \"A\"\n---\n\nx\n", nil},
		{"header for pandoc", "---\ntitle: \"Don\\\\'t \\\\*ask\\\\*\"\n---\n", "---\ntitle: \"Don't *ask*\"\n---\n", nil},
		{"a rule is no header", "---\n\nx\n", "* * *\n\nx\n", nil},
		{"soft breaks", "a\nb\n", "a b\n", nil},
		{"verse", "a\\\nb  \nc\n", "a\\\nb\\\nc\n", nil},
		{"line block", "| a\n|   b\n", "a\\\nb\n", nil},
		{"notes", "a[^x] b[^y]\n\n[^y]: Y\n[^x]: X\n\n    More.\n", "a[^1] b[^2]\n\n[^1]: X\n\n    More.\n\n[^2]: Y\n", nil},
		{"note inside of a line", "a^[N *e* [l](http://x.example)] b\n", "a[^1] b\n\n[^1]: N *e* [l](http://x.example)\n", nil},
		{"note that does not end", "a^[N *e* b\n", "a\\^[N *e* b\n", nil},
		{"note without a definition", "x\n\na[^1]\n", "x\n\na\\[^1]\n", []string{"3: markdown/unresolved-note"}},
		{"note without a reference", "a\n\n[^1]: N\n", "a\n\n[^1]\n\n[^1]: N\n", nil},
		{"two notes of one label", "a[^1]\n\n[^1]: N\n\n[^1]: M\n", "a[^1]\n\n[^1]: N [^2]\n\n[^2]: M\n", []string{"5: markdown/second-note"}},
		{"page breaks", "<!-- page 4 -->\n\na <!-- page -->b\n", "<!-- page 4 -->\n\na <!-- page -->b\n", nil},
		{"spans", "a<span id=\"page-4\" class=\"pagebreak\" title=\"4*\"></span> []{#page-5 .pagebreak title=\"5\"}b\n", "a<!-- page 4* --> <!-- page 5 -->b\n", nil},
		{"lists", "* a\n* b\n\n3) c\n4) d\n", "- a\n- b\n\n3) c\n4) d\n\n<!-- markdownlint-disable-file MD029 -->\n", nil},
		{"code", "``` go\na\n```\n\n    b\n", "```text\na\n```\n\n```text\nb\n```\n", []string{"1: markdown/code-language"}},
		{"table", "| a | b |\n|:--|---|\n| c |\n", "| a | b |\n| --- | --- |\n| c | |\n", []string{"1: markdown/alignment"}},
		{"inlines", "*a* __b__ `c*` ~~d~~ &amp; \\* ![e](f.png) <http://x.example>\n", "*a* **b** c\\* d & \\* e <http://x.example>\n",
			[]string{"1: markdown/code-span", "1: markdown/struck-out", "1: markdown/picture"}},
		{"links", "[a](http://x.example 'T') [b](#c) [d][e]\n\n[e]: http://y.example\n", "[a](http://x.example) b [d](http://y.example)\n", []string{"1: markdown/link-title", "1: markdown/inner-link"}},
		{"HTML", "a <b>b</b><br>c <!-- d -->\n\n<div>\ne <i>f</i>\n<script>g</script></div>\n", "a b\\\nc\n\ne f\n", []string{"1: markdown/html", "1: markdown/html", "1: markdown/comment", "3: markdown/html"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var found []string
			doc, err := Read(t.Context(), []byte(tt.source), func(f finding.Finding) {
				line := f.Line
				if line == 0 {
					line = 1 + strings.Count(tt.source[:f.Offset], "\n")
				}
				found = append(found, fmt.Sprintf("%d: %s", line, f.Code))
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := string(markdownOf(t, doc, Options{PageBreaks: Comments})); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
			if !slices.Equal(found, tt.found) {
				t.Errorf("found %q, want %q", found, tt.found)
			}
		})
	}
}

// TestMetadataIsReadBack writes all that can be known of a document as each
// style of header, and reads it.
func TestMetadataIsReadBack(t *testing.T) {
	meta := document.Meta{
		Title: `The "Lamp": *Ledger* & 'Log' -- 1\2`, TitleFileAs: "Lamp, The", Subtitle: "# no heading", Authors: []string{"A. B.", "C: D"},
		Contributors: []document.Person{{Name: "E F", Role: "trl"}, {Name: "G (H)"}}, Language: "en-GB", Languages: []string{"la"},
		Date: "2019-03-07", Identifier: "https://a.example/_x_", ISBN: "9780306406157", DOI: "10.1000/182", Publisher: "yes", Rights: "null",
		Series: document.Series{Title: "Papers", Number: "3"}, Description: "- a, b: c", Subjects: []string{"Tides"}, SourceEdition: "~",
	}
	for _, o := range []Options{{}, {Dialect: Pandoc}, {Dialect: Obsidian}, {Dialect: Hugo}} {
		doc := &document.Document{Meta: meta, Blocks: []document.Block{formattest.Para("x")}}
		var want, got strings.Builder
		_ = document.Encode(&want, doc)
		back := readBack(t, doc, o)
		back.Blocks = doc.Blocks
		_ = document.Encode(&got, back)
		if got.String() != want.String() {
			t.Errorf("%+v:\n%s\n%s", o, markdownOf(t, doc, o), got.String())
		}
	}
}

func TestReadErrors(t *testing.T) {
	for source, want := range map[string]string{
		"---\ntitle: [a\n---\nx": "the header is not YAML: line 2",
		"---\n- a\n---\nx":       "the header must be keys",
		"+++\ntitle = 'a'\n+++":  "TOML",
	} {
		if _, err := Read(t.Context(), []byte(source), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", source, err, want)
		}
	}
}

// TestCommonMarkIsReadBack reads the linked paragraphs that notes are in the
// dialect commonmark.
func TestCommonMarkIsReadBack(t *testing.T) {
	for _, o := range []Options{{Dialect: CommonMark}, {Dialect: CommonMark, Notes: ChapterEnd, PageBreaks: Comments, Wrap: 60}} {
		doc := formattest.Samples()[0].Doc
		doc = &document.Document{Meta: document.Meta{Title: doc.Meta.Title}, Blocks: doc.Blocks[3:], Notes: doc.Notes}
		doc.Blocks = doc.Blocks[:len(doc.Blocks)-1] // a table has no form there
		if d := difference(wantedOutline(doc, Options{}), wantedOutline(readBack(t, doc, o), Options{})); d != "" {
			t.Errorf("%+v: %s\n%s", o, d, markdownOf(t, doc, o))
		}
	}
}
