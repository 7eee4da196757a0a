package formats_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// cases are the texts of the corpus that lies beside the repository: all with
// REFOLIO_WHOLE_CORPUS=1, which takes its time, else a few short ones.
func cases(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "shared", "corpus", "*", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case len(paths) == 0:
		t.Skip("no corpus at ../shared/corpus beside the module")
	case testing.Short():
		t.Skip("repairs and writes whole documents")
	case os.Getenv("REFOLIO_WHOLE_CORPUS") != "1":
		paths = slices.DeleteFunc(paths, func(p string) bool {
			name := filepath.Base(filepath.Dir(p)) + "/" + filepath.Base(p)
			return !slices.Contains([]string{"impossible-allies/word-double.tika.txt", "moby-sermon/latex-book.pdftotext.txt", "hume-07/latex-article.mutool.txt"}, name)
		})
	}
	return paths
}

func repaired(t *testing.T, path string) *document.Document {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	result, err := pipeline.Convert(t.Context(), path, data, pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return result.Document
}

func caseName(path string) string {
	return filepath.Base(filepath.Dir(path)) + "." + strings.TrimSuffix(filepath.Base(path), ".txt")
}

// TestRepairedTextsInEveryFormat reads what each format makes of repaired texts
// back: all words in order, all notes, nothing else.
func TestRepairedTextsInEveryFormat(t *testing.T) {
	words, notes := 0, 0
	for _, path := range cases(t) {
		doc := repaired(t, path)
		for leaf := range document.Leaves(doc.Blocks) {
			words += len(strings.Fields(document.PlainText(leaf.Content)))
		}
		notes += len(doc.Notes)
		for _, f := range formats.All() {
			t.Run(f.Name+"/"+caseName(path), func(t *testing.T) {
				var buf bytes.Buffer
				if err := f.Write(t.Context(), &buf, doc, nil, func(finding.Finding) {}); err != nil {
					t.Fatal(err)
				}
				if read := formattest.ReaderOf(f.Name); read != nil {
					formattest.Check(t, doc, buf.Bytes(), read)
				}
			})
		}
	}
	t.Logf("%d words and %d notes in each of %d formats", words, notes, len(formats.All()))
}

// TestPandocGoesOn has pandoc make other formats of our model of repaired texts
// and reads them, or has pandoc read them, again: the words, the notes and,
// where the format has such a thing, the page breaks come back, and pandoc has
// nothing to complain of.
func TestPandocGoesOn(t *testing.T) {
	tool := formattest.Tool(t, "pandoc")
	f, _ := formats.Find("pandoc")
	notes, pages := 0, 0
	for _, path := range cases(t) {
		doc := repaired(t, path)
		var buf bytes.Buffer
		if err := f.Write(t.Context(), &buf, doc, nil, func(finding.Finding) {}); err != nil {
			t.Fatal(err)
		}
		model := formattest.ForPandoc(t, buf.Bytes())
		want := formattest.PandocModel(t, model)
		notes, pages = notes+len(want.Notes), pages+want.PageBreaks
		t.Run("epub3/"+caseName(path), func(t *testing.T) {
			formattest.Check(t, doc, run(t, tool, model, "-f", "json", "-t", "epub3", "-o", "-"), formattest.ReaderOf("epub"))
		})
		for _, to := range []string{"json", "markdown", "docx", "odt", "latex"} {
			t.Run(to+"/"+caseName(path), func(t *testing.T) {
				written := run(t, tool, model, "-f", "json", "-t", to, "--standalone", "--wrap=none", "-o", "-")
				if to == "markdown" && bytes.Contains(written, []byte("![]{.pagebreak")) {
					t.Skip("pandoc 2 writes an image where an exclamation mark and a span meet")
				}
				if to == "latex" { // whose reader takes the name of a passage's language for a word
					written = otherLanguage.ReplaceAll(written, nil)
				}
				got := formattest.PandocModel(t, run(t, tool, written, "-f", to, "-t", "json"))
				if to != "docx" && to != "odt" && to != "latex" && got.PageBreaks != want.PageBreaks {
					t.Errorf("%d page breaks, want %d", got.PageBreaks, want.PageBreaks)
				}
				samePandoc(t, want, got)
			})
		}
	}
	t.Logf("%d notes and %d page breaks in each format", notes, pages)
}

var otherLanguage = regexp.MustCompile(`\\(begin|end)\{otherlanguage\*?\}(\[[^]]*\])?(\{\w+\})?`)

// samePandoc compares words, in which quotation marks and dashes may have come
// back in another form. Some formats say the title before the text.
func samePandoc(t *testing.T, want, got formattest.PandocText) {
	t.Helper()
	if w, g := letters(want.Body), letters(got.Body); !strings.HasSuffix(g, w) {
		i := 0
		for i < min(len(w), len(g)) && w[len(w)-1-i] == g[len(g)-1-i] {
			i++
		}
		t.Errorf("other words, from the end: got %q, want %q", tail(g, i), tail(w, i))
	}
	if len(got.Notes) != len(want.Notes) {
		t.Errorf("%d notes, want %d", len(got.Notes), len(want.Notes))
	}
	for i := range min(len(got.Notes), len(want.Notes)) {
		if w, g := letters(want.Notes[i]), letters(got.Notes[i]); w != g {
			t.Errorf("note %d: got %.80q, want %.80q", i+1, g, w)
		}
	}
}

// tail is what stands before the last n bytes of s, and some of those.
func tail(s string, n int) string {
	return s[max(0, len(s)-n-40):max(0, min(len(s), len(s)-n+20))]
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// run runs a program that must neither fail nor complain.
func run(t *testing.T, tool string, stdin []byte, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(tool, args...)
	var stderr bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewReader(stdin), &stderr
	out, err := cmd.Output()
	if err != nil || stderr.Len() > 0 {
		t.Fatalf("%s %s: %v\n%.2000s", tool, strings.Join(args, " "), err, stderr.String())
	}
	return out
}
