package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// split writes doc as files, the index among them as "index".
func split(t *testing.T, doc *document.Document, o Options) map[string]string {
	t.Helper()
	files := map[string]string{}
	o.Split = ByChapter
	var index bytes.Buffer
	err := WriteFiles(t.Context(), &index, "book", func(name string, write func(io.Writer) error) error {
		var buf bytes.Buffer
		err := write(&buf)
		files[name] = buf.String()
		return err
	}, doc, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	files["index"] = index.String()
	return files
}

func twoChapters() *document.Document {
	ref := formattest.Ref
	return &document.Document{
		Meta: document.Meta{Title: "Book", Subtitle: "Sub", Authors: []string{"A"}},
		Blocks: []document.Block{
			formattest.Para("Before.", ref("n1")),
			formattest.Head(1, "I. The Drowned ", formattest.Em("Lane"), ref("n2")), formattest.Para("a", ref("n3")), formattest.Head(2, "Élan, “vital”"), formattest.Para("b"),
			formattest.Head(1, "***"), formattest.Para("c", ref("n3"), ref("n4")),
		},
		Notes: []document.Note{
			formattest.Note("n1", "1", formattest.Para("N1")), formattest.Note("n2", "2", formattest.Para("N2")),
			formattest.Note("n3", "3", formattest.Para("N3")), formattest.Note("n4", "4", formattest.Para("N4")),
		},
	}
}

func TestChaptersAreFiles(t *testing.T) {
	got := split(t, twoChapters(), Options{})
	want := map[string]string{
		"index": "---\ntitle: \"Book\"\nsubtitle: \"Sub\"\nauthor: \"A\"\n---\n\nBefore.[^1]\n\n" +
			"- [I. The Drowned *Lane*](book/01-i-the-drowned-lane.md)\n- [\\*\\*\\*](book/02.md)\n\n[^1]: N1\n",
		"01-i-the-drowned-lane.md": "---\nauthor: \"A\"\nbook: \"Book\"\n---\n\n# I. The Drowned *Lane*[^2]\n\na[^3]\n\n## Élan, “vital”\n\nb\n\n[^2]: N2\n\n[^3]: N3\n",
		"02.md":                    "---\ntitle: \"***\"\nauthor: \"A\"\nbook: \"Book\"\n---\n\nc[^3][^4]\n\n[^3]: N3\n\n[^4]: N4\n",
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if got[name] != want[name] {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got[name], want[name])
		}
	}
	if len(got) != len(want) {
		t.Errorf("files %q", slices.Sorted(maps.Keys(got)))
	}
	got = split(t, twoChapters(), Options{Dialect: Hugo, Numbering: PerChapter})
	if file := got["02.md"]; !strings.Contains(file, "weight: 2\n") || !strings.Contains(file, "c[^1][^2]") {
		t.Errorf("Hugo:\n%s", file)
	}
	if !strings.Contains(got["index"], "](02/)") {
		t.Errorf("Hugo:\n%s", got["index"])
	}
}

// TestChaptersLoseNothing puts the files of generated documents together again.
func TestChaptersLoseNothing(t *testing.T) {
	docs := []*document.Document{formattest.Long(40), twoChapters()}
	for _, s := range formattest.Samples() {
		docs = append(docs, s.Doc)
	}
	for _, doc := range docs {
		files := split(t, doc, Options{})
		index, _, _ := strings.Cut(files["index"], "\n- [")
		delete(files, "index")
		all := strings.Join(strings.Fields(index), " ")
		for _, name := range slices.Sorted(maps.Keys(files)) {
			all += strings.Join(strings.Fields(files[name]), " ")
		}
		body, _ := doc.Body()
		for leaf := range document.Leaves(body) {
			if leaf.Kind == document.SceneBreak {
				continue
			}
			for in := range document.Inlines(leaf.Content) {
				if words := strings.Join(strings.Fields(in.Text), " "); in.Kind == document.Text && !strings.ContainsAny(words, "*_`[]<>\\|#~$&!@:^={}-+.)\"'\n\t\x00") && !strings.Contains(all, words) {
					t.Errorf("%q is lost", words)
				}
			}
		}
	}
}

func TestFailingFileFailsAll(t *testing.T) {
	failure := errors.New("no space left")
	err := WriteFiles(t.Context(), io.Discard, "", func(name string, _ func(io.Writer) error) error {
		return fmt.Errorf("write %s: %w", name, failure)
	}, twoChapters(), Options{}, nil)
	if !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
}
