package tei

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// both is the options that matter for what is valid and complete.
var both = map[string]Options{"text": {}, "end": {Notes: AtEnd}}

func TestGolden(t *testing.T) {
	for _, s := range formattest.Samples() {
		if s.Name != "article" && s.Name != "every kind" && s.Name != "stray notes" {
			continue
		}
		for name, o := range both {
			if o.Notes == AtEnd && s.Name != "article" {
				continue
			}
			file := strings.ReplaceAll(s.Name, " ", "-") + map[string]string{"text": "", "end": "-end"}[name] + ".xml"
			golden(t, filepath.Join("testdata", file), write(t, s.Doc, o))
		}
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
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

// validator gathers files for one run of jing, which takes as long to start as
// to validate a hundred of them.
type validator struct {
	dir   string
	files []string
}

func (v *validator) add(t *testing.T, data []byte) {
	t.Helper()
	if v.dir == "" {
		v.dir = t.TempDir()
	}
	name := filepath.Join(v.dir, fmt.Sprintf("%d.xml", len(v.files)))
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	v.files = append(v.files, name)
}

// run validates against the schema that REFOLIO_TEI_SCHEMA names, a tei_all.rng
// for one, or else against the schema of the elements that we use.
func (v *validator) run(t *testing.T) {
	t.Helper()
	args := []string{"-c", filepath.Join("testdata", "tei.rnc")}
	if other := os.Getenv("REFOLIO_TEI_SCHEMA"); other != "" {
		args = []string{other}
	}
	out, err := exec.Command(formattest.Tool(t, "jing"), append(args, v.files...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("not valid TEI: %v\n%.3000s", err, out)
	}
}

func TestSamplesAreValid(t *testing.T) {
	var v validator
	for _, s := range formattest.Samples() {
		for _, o := range both {
			v.add(t, write(t, s.Doc, o))
		}
	}
	for _, doc := range edges() {
		for _, o := range both {
			v.add(t, write(t, doc, o))
		}
	}
	v.run(t)
}

// edges are documents that hardly are any.
func edges() []*document.Document {
	box, leaf, para := formattest.Box, formattest.Leaf, formattest.Para
	note := []document.Note{formattest.Note("n1", "", para("x")), {ID: "n2"}}
	return []*document.Document{
		{},
		{Notes: note},
		{Meta: catalogued()},
		{Meta: document.Meta{Contributors: []document.Person{{}}}},
		{Meta: document.Meta{Language: "no language", Date: "about 1900", Modified: time.Unix(0, 0)}},
		{Blocks: []document.Block{leaf(document.SceneBreak)}},
		{Blocks: []document.Block{box(document.List), box(document.Table), box(document.Table, box(document.Row)), box(document.Quote)}},
		{Blocks: []document.Block{leaf(document.Code, "x", formattest.Ref("n1"), formattest.Page("2")), leaf(document.SceneBreak, formattest.Ref("n1"))}, Notes: note},
		{Blocks: []document.Block{box(document.Table, document.Block{Kind: document.Row, Blocks: []document.Block{leaf(document.Cell, formattest.Ref("n1"))}})}, Notes: note},
		{Blocks: []document.Block{formattest.Head(3, "deep"), para("x"), formattest.Head(1, "high"), formattest.Head(6, "deeper"), leaf(document.SceneBreak)}},
		{Blocks: []document.Block{leaf(document.Verse), para(formattest.Link("https://a.example/b c|d", "x", formattest.Link("https://b.example", "y")))}},
	}
}

// catalogued is all that can be known of a document.
func catalogued() document.Meta {
	return document.Meta{
		Title: "The Lamp and the Ledger", Authors: []string{"Isobel Marrack"}, Language: "en", Languages: []string{"la", "en", "not one"},
		Contributors: []document.Person{{Name: "Jonas Weir", Role: "edt"}, {Name: "Ana Pell", Role: "trl"}, {Name: "Tom O’Hara"}},
		Identifier:   "urn:x", ISBN: "978-0-00-000000-2", DOI: "10.1000/182", SourceEdition: "Skerrow 1911",
		Series: document.Series{Title: "Lights & Ledgers", Number: "2.5"},
	}
}

func TestHeader(t *testing.T) {
	got := string(write(t, &document.Document{Meta: catalogued()}, Options{}))
	for _, want := range []string{
		"<editor>Jonas Weir</editor>", "<resp>trl</resp>\n<name>Ana Pell</name>", "<resp>ctb</resp>\n<name>Tom O’Hara</name>", "<publisher>[s.n.]</publisher>",
		`<idno type="ISBN">978-0-00-000000-2</idno>`, `<idno type="DOI">10.1000/182</idno>`, "<bibl>Skerrow 1911</bibl>",
		`<title>Lights &amp; Ledgers</title>` + "\n" + `<biblScope unit="volume">2.5</biblScope>`, `<language ident="en"/>` + "\n" + `<language ident="la"/>` + "\n</langUsage>",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// TestGeneratedDocuments reads random documents back, and validates some.
func TestGeneratedDocuments(t *testing.T) {
	var v validator
	for seed := range uint64(400) {
		doc := formattest.Generate(rand.New(rand.NewPCG(seed, 7)))
		formattest.Tidy(doc, nil)
		for name, o := range both {
			data := write(t, doc, o)
			formattest.Check(t, doc, data, formattest.ReadTEI)
			if t.Failed() {
				t.Fatalf("seed %d, notes: %s\n%s", seed, name, data)
			}
			if seed < 50 {
				v.add(t, data)
			}
		}
	}
	v.run(t)
}

// TestCorpus writes every document of the corpus, reads it back and validates
// it.
func TestCorpus(t *testing.T) {
	var v validator
	for _, s := range formattest.Corpus(t) {
		data := write(t, s.Doc, Options{})
		t.Run(s.Name, func(t *testing.T) { formattest.Check(t, s.Doc, data, formattest.ReadTEI) })
		v.add(t, data)
	}
	if !testing.Short() {
		v.run(t)
	}
}

func TestPageBreakInsideAWord(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{
		formattest.Para("light", formattest.Page("4"), "house, ", formattest.Page("5"), "keeper", formattest.Page("")),
	}}
	got := string(write(t, doc, Options{}))
	if want := `<p>light<pb n="4" break="no"/>house, <pb n="5"/>keeper<pb/></p>`; !strings.Contains(got, want) {
		t.Errorf("no %s in\n%s", want, got)
	}
	if got := string(write(t, doc, Options{NoPageBreaks: true})); !strings.Contains(got, "<p>lighthouse, keeper</p>") {
		t.Errorf("page breaks are left:\n%s", got)
	}
}

func TestOtherLanguages(t *testing.T) {
	verse, quote, head := formattest.Leaf(document.Verse, "Arma virumque cano"), formattest.Box(document.Quote, formattest.Para("Sic.")), formattest.Head(1, "Liber I")
	verse.Lang, quote.Lang, head.Lang = "la", "la", "la"
	got := string(write(t, &document.Document{Blocks: []document.Block{head, verse, quote}}, Options{}))
	for _, want := range []string{`<head xml:lang="la">`, `<lg xml:lang="la">`, `<quote xml:lang="la">`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

func TestFindings(t *testing.T) {
	var codes []string
	doc := &document.Document{Blocks: []document.Block{formattest.Para(formattest.Ref("n1"), formattest.Link("data:x", "a"))}}
	if err := Write(t.Context(), &bytes.Buffer{}, doc, Options{}, func(f finding.Finding) { codes = append(codes, f.Code) }); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(codes, " "); got != "tei/unresolved-note tei/unsafe-link" {
		t.Errorf("got %s", got)
	}
}

func TestUnknownNotePlace(t *testing.T) {
	if err := new(NotePlace).UnmarshalText([]byte("margin")); err == nil {
		t.Error("no error")
	}
}
