package text

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

var update = flag.Bool("update", false, "renew the golden files")

func write(t *testing.T, doc *document.Document, o Options) string {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(t.Context(), &buf, doc, o, nil); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestGolden(t *testing.T) {
	samples := map[string]*document.Document{}
	for _, s := range formattest.Samples() {
		samples[s.Name] = s.Doc
	}
	for _, tt := range []struct {
		file, sample string
		options      Options
	}{
		{"article.txt", "article", Options{}},
		{"wrapped.txt", "article", Options{Columns: 40, InlineNotes: true, LinkTargets: true}},
		{"every-kind.txt", "every kind", Options{}},
		{"stray-notes.txt", "stray notes", Options{InlineNotes: true}},
	} {
		got, path := write(t, samples[tt.sample], tt.options), filepath.Join("testdata", tt.file)
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("differs from %s:\n%s", path, got)
		}
	}
}

func TestNoControlCharacterIsLeft(t *testing.T) {
	doc := &document.Document{Meta: document.Meta{Title: "\x1b[2J"}, Blocks: []document.Block{
		formattest.Para("a\x1b]52;c;x\x07\u009b2J"), formattest.Leaf(document.Code, "\x1b\tx"),
		formattest.Box(document.List, formattest.Item("\x1b", formattest.Para("x"))), formattest.Leaf(document.SceneBreak, "\x1b"),
	}}
	for i, r := range write(t, doc, Options{}) {
		if r < ' ' && r != '\n' || r == 0x7f || 0x80 <= r && r < 0xa0 {
			t.Errorf("%U at byte %d", r, i)
		}
	}
}

func TestUnresolvedNoteIsReported(t *testing.T) {
	var codes []string
	doc := &document.Document{Blocks: []document.Block{formattest.Para("a", formattest.Ref("n1"))}}
	var buf bytes.Buffer
	if err := Write(t.Context(), &buf, doc, Options{}, func(f finding.Finding) { codes = append(codes, f.Code) }); err != nil {
		t.Fatal(err)
	}
	if buf.String() != "a\n" || len(codes) != 1 {
		t.Errorf("got %q, %v", buf.String(), codes)
	}
}

func TestLists(t *testing.T) {
	item := formattest.Item
	for _, c := range []struct {
		name, want string
		list       document.Block
	}{
		{"no markers", "• x\n• y\n", formattest.Box(document.List, item("", formattest.Para("x")), item(" ", formattest.Para("y")))},
		{"markers", "1. x\n– y\n", formattest.Box(document.List, item("1.", formattest.Para("x")), item("–", formattest.Para("y")))},
		{"an item of two paragraphs", "1. x\n\n   y\n\n2. z\n", formattest.Box(document.List, item("1.", formattest.Para("x"), formattest.Para("y")), item("2.", formattest.Para("z")))},
		{"no items", "• x\n• y\n", formattest.Box(document.List, formattest.Para("x"), formattest.Para("y"))},
	} {
		if got := write(t, &document.Document{Blocks: []document.Block{c.list}}, Options{}); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestOptionsAreValidated(t *testing.T) {
	for columns, valid := range map[int]bool{-1: false, 0: true, 72: true} {
		if err := (Options{Columns: columns}).Validate(); (err == nil) != valid {
			t.Errorf("%d columns: %v", columns, err)
		}
	}
}
