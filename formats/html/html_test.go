package html

import (
	"bytes"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

var update = flag.Bool("update", false, "renew the golden files")

func write(t testing.TB, doc *document.Document, o Options) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(t.Context(), &buf, doc, o, nil); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestGolden(t *testing.T) {
	for _, s := range formattest.Samples() {
		if s.Name != "article" && s.Name != "every kind" && s.Name != "stray notes" {
			continue
		}
		got := write(t, s.Doc, Options{})
		_, got, _ = bytes.Cut(got, []byte("</style>\n")) // the style sheet has its own file
		path := filepath.Join("testdata", strings.ReplaceAll(s.Name, " ", "-")+".html")
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
			t.Errorf("%s: differs from %s:\n%s", s.Name, path, got)
		}
	}
}

// TestGeneratedDocumentsComeBack reads random documents back as a browser
// would.
func TestGeneratedDocumentsComeBack(t *testing.T) {
	for seed := range uint64(500) {
		doc := formattest.Generate(rand.New(rand.NewPCG(seed, 3)))
		formattest.Tidy(doc, nil)
		got, err := formattest.ReadHTML(t, write(t, doc, Options{}))
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range formattest.Compare(doc, got) {
			t.Errorf("seed %d: %s", seed, problem)
		}
		if t.Failed() {
			return
		}
	}
}

func TestNothingIsFetched(t *testing.T) {
	for _, s := range formattest.Samples() {
		if s.Name == "hostile" { // whose metadata speak of such things, inertly
			continue
		}
		page := string(write(t, s.Doc, Options{}))
		for _, bad := range []string{" src=", "<link", "@import", "url(", "<script"} {
			head, _, _ := strings.Cut(page, "</style>")
			if strings.Contains(head, bad) {
				t.Errorf("%s: the head holds %q", s.Name, bad)
			}
		}
		if !strings.Contains(page, "default-src 'none'") {
			t.Errorf("%s: no content security policy", s.Name)
		}
	}
}

func TestIDsAreUnique(t *testing.T) {
	for _, s := range formattest.Samples() {
		seen := map[string]bool{}
		for _, part := range strings.Split(string(write(t, s.Doc, Options{})), ` id="`)[1:] {
			id, _, _ := strings.Cut(part, `"`)
			if seen[id] {
				t.Errorf("%s: the ID %q stands twice", s.Name, id)
			}
			seen[id] = true
		}
	}
}

func TestLanguagesAndSections(t *testing.T) {
	quoted := formattest.Box(document.Quote, formattest.Head(2, "Quoted"), formattest.Para("Arma virumque cano."))
	quoted.Lang = "la"
	doc := &document.Document{Meta: document.Meta{Title: "T", Language: "en"}, Blocks: []document.Block{
		formattest.Head(1, "One"), quoted, formattest.Head(1, "Two"), formattest.Head(1, "Three"),
	}}
	page := string(write(t, doc, Options{}))
	for _, want := range []string{`<blockquote lang="la">`, `<a href="#section-2">Two</a>`, `<h2 id="section-2">Two</h2>`, `<h3>Quoted</h3>`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}

func TestFindings(t *testing.T) {
	var codes []string
	doc := &document.Document{Blocks: []document.Block{formattest.Para(formattest.Ref("n1"), formattest.Link("data:x", "a"))}}
	if err := Write(t.Context(), &bytes.Buffer{}, doc, Options{}, func(f finding.Finding) { codes = append(codes, f.Code) }); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(codes, " "); got != "html/unresolved-note html/unsafe-link" {
		t.Errorf("got %s", got)
	}
}
