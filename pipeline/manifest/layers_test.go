package manifest_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/manifest"
)

// document returns the document of m with the given ID.
func documentOf(t *testing.T, m *manifest.Manifest, id string) *manifest.Document {
	t.Helper()
	for i := range m.Documents {
		if m.Documents[i].ID == id {
			return &m.Documents[i]
		}
	}
	t.Fatalf("no document %q among %s", id, ids(m))
	return nil
}

// from returns where the value of key is said.
func from(d *manifest.Document, key string) string {
	o, ok := d.Origin(key)
	if !ok {
		return "default"
	}
	return o.String() + " " + o.Layer
}

// library is a manifest with every kind of layer.
var library = map[string]string{
	"m.yaml": `version: 1
include: house/style.yaml
output: out
defaults:
  publisher: The Press
overrides:
  - match: texts/de/*.txt
    lang: de
    outputs: {pdf: {page: A5}}
metadata: [catalogue.csv]
sidecars: .meta.yaml
documents:
  - source: texts/**/*.txt
    rights: CC BY
  - source: texts/alone.txt
    title: Alone
    description: By the entry
profiles:
  ereader:
    output: out/ereader
    defaults: {publisher: The E-Press}
    outputs: [epub]
`,
	"house/style.yaml": `defaults: {lang: en, publisher: House, rights: All}
pipeline: [furniture: {keep: [FINIS]}]
outputs: {pdf: {page: A4, lines: 40}, epub: {}}
findings: {fail-on: warning, levels: {notes/*: info}, baseline: known.json}
`,
	"catalogue.csv":     "source;title;author;date;outputs.pdf.lines\ntexts/de/wehr.txt;\"Das Haus; am Wehr\";Friederike Tannhof; 1911;33\ntexts/alone.txt;Of the table;A. One; 1950;\n",
	"texts/de/wehr.txt": "w",
	"texts/de/moor.txt": "m",
	"texts/alone.txt":   "a",
	"texts/de/moor.meta.yaml": `title: Das Moor
author: [Anna, Berta]
pipeline: [structure: off]
`,
}

func TestLayers(t *testing.T) {
	project(t, library)
	m, err := manifest.Load("m.yaml", registry())
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(m); got != "moor wehr alone" {
		t.Fatalf("documents %q", got)
	}
	if m.Output != "out" || m.Findings.Baseline != filepath.FromSlash("house/known.json") || m.Findings.FailOn.String() != "warning" {
		t.Errorf("output %q, findings %+v", m.Output, m.Findings)
	}
	tests := []struct{ id, key, value, from string }{
		{"wehr", "lang", "de", "m.yaml:8:11 override"},
		{"wehr", "title", "Das Haus; am Wehr", "catalogue.csv:2:19 table"},
		{"wehr", "date", "1911", "catalogue.csv:2:59 table"},
		{"wehr", "publisher", "The Press", "m.yaml:5:14 manifest"},
		{"wehr", "rights", "CC BY", "m.yaml:14:13 document"},
		{"moor", "title", "Das Moor", "texts/de/moor.meta.yaml:1:8 sidecar"},
		{"moor", "lang", "de", "m.yaml:8:11 override"},
		{"alone", "title", "Alone", "m.yaml:16:12 document"},
		{"alone", "date", "1950", "catalogue.csv:3:38 table"},
		{"alone", "lang", "en", "house/style.yaml:1:18 manifest"},
		{"alone", "rights", "All", "house/style.yaml:1:48 manifest"},
		{"alone", "subtitle", "", "default"},
	}
	for _, test := range tests {
		d := documentOf(t, m, test.id)
		meta := map[string]string{"lang": d.Meta.Language, "title": d.Meta.Title, "date": d.Meta.Date, "publisher": d.Meta.Publisher, "rights": d.Meta.Rights, "subtitle": d.Meta.Subtitle}
		if got := meta[test.key]; got != test.value {
			t.Errorf("%s of %s is %q, want %q", test.key, test.id, got, test.value)
		}
		if got := from(d, test.key); got != test.from {
			t.Errorf("%s of %s comes from %q, want %q", test.key, test.id, got, test.from)
		}
	}
	wehr, moor := documentOf(t, m, "wehr"), documentOf(t, m, "moor")
	if got := *wehr.Outputs[1].Options.(*pageOptions); got != (pageOptions{Page: "A5", Lines: 33}) {
		t.Errorf("options of wehr: %+v", got)
	}
	for key, want := range map[string]string{
		"outputs.pdf.page": "m.yaml:9:27 override", "outputs.pdf.lines": "catalogue.csv:2:64 table", "outputs.epub": "house/style.yaml:3:45 manifest",
		"pipeline.furniture.keep": "house/style.yaml:2:30 manifest", "pipeline.structure": "default",
	} {
		if got := from(wehr, key); got != want {
			t.Errorf("%s of wehr comes from %q, want %q", key, got, want)
		}
	}
	if !moor.Steps[4].Off || wehr.Steps[4].Off || strings.Join(moor.Meta.Authors, "+") != "Anna+Berta" {
		t.Errorf("moor: %+v", moor)
	}
}

func TestProfilesHaveTheLastWord(t *testing.T) {
	project(t, library)
	m, err := manifest.Load("m.yaml", registry(), "ereader")
	if err != nil {
		t.Fatal(err)
	}
	wehr := documentOf(t, m, "wehr")
	if m.Output != filepath.FromSlash("out/ereader") || outputs(*wehr) != "epub" || wehr.Meta.Publisher != "The E-Press" {
		t.Errorf("output %q, formats %q, publisher %q", m.Output, outputs(*wehr), wehr.Meta.Publisher)
	}
	if got, want := from(wehr, "publisher"), "m.yaml:21:27 profile ereader"; got != want {
		t.Errorf("publisher from %q, want %q", got, want)
	}
	_, err = manifest.Load("m.yaml", registry(), "ereder")
	if want := `m.yaml:19:3: profiles: there is no profile "ereder": did you mean "ereader"?`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestNamesOfEditions(t *testing.T) {
	project(t, map[string]string{"t/a.txt": "a", "t/b.txt": "b", "A.txt": "A"})
	tests := []struct{ filename, want string }{
		{"{id}", "a b"},
		{"{lang}/{author|anon}/{id}", "en/J.-Doe/a en/anon/b"},
		{"{year|undated}-{title|untitled}-{id}", "2019-Of-Mice-.-Men-a 2019-x-b"},
		{"{folder}/{stem}.{format}", "t/a.epub t/b.epub"},
		{"a/{title}", "a/Of-Mice-.-Men a/x"},
	}
	for _, test := range tests {
		t.Run(test.filename, func(t *testing.T) {
			m := load(t, "version: 1\ndefaults: {lang: en, date: 2019-01-01, filename: \""+test.filename+"\"}\n"+
				"documents: [{source: t/a.txt, title: \"Of Mice/../Men\", author: J. Doe}, {source: t/b.txt, title: x}]\noutputs: epub\n")
			var got []string
			for _, d := range m.Documents {
				got = append(got, d.Outputs[0].Base)
			}
			if strings.Join(got, " ") != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestNothingComesFromTheEnvironment(t *testing.T) {
	project(t, library)
	dump := func() string {
		m, err := manifest.Load("m.yaml", registry())
		if err != nil {
			t.Fatal(err)
		}
		var sb strings.Builder
		for i := range m.Documents {
			if err := m.Documents[i].WriteYAML(&sb); err != nil {
				t.Fatal(err)
			}
		}
		return sb.String()
	}
	before := dump()
	for _, name := range []string{"HOME", "LANG", "LC_ALL", "TZ", "USER", "PWD", "REFOLIO_PROFILE", "TITLE"} {
		t.Setenv(name, "/nowhere/"+name)
	}
	if after := dump(); after != before {
		t.Errorf("with another environment:\n%s\nwas\n%s", after, before)
	}
}

func TestIncludesAreReadOnce(t *testing.T) {
	project(t, map[string]string{
		"a.txt": "a", "sub/b.txt": "b",
		"m.yaml":       "version: 1\ninclude: [one.yaml, sub/two.yaml]\ndocuments: a.txt\n",
		"one.yaml":     "include: base.yaml\ndefaults: {title: One}\n",
		"sub/two.yaml": "version: 1\ninclude: ../base.yaml\ndefaults: {title: Two}\ndocuments: [b.txt]\n",
		"base.yaml":    "outputs: [pdf]\ndefaults: {title: Base, lang: de}\n",
	})
	m, err := manifest.Load("m.yaml", registry())
	if err != nil {
		t.Fatal(err)
	}
	if got := ids(m); got != "b a" {
		t.Errorf("documents %q", got)
	}
	if d := m.Documents[0]; d.Meta.Title != "Two" || d.Meta.Language != "de" || d.File != filepath.FromSlash("sub/two.yaml") || d.Source != filepath.FromSlash("sub/b.txt") {
		t.Errorf("%+v", d)
	}
}

// layerMistakes are mistakes in files beside the manifest m.yaml.
var layerMistakes = []struct {
	name  string
	files map[string]string
	want  string
}{
	{"in an included file", map[string]string{
		"m.yaml": "version: 1\ninclude: i.yaml\ndocuments: a.txt\noutputs: pdf\n", "i.yaml": "defaults: {titel: A}\noutside: true\noutputs: {pdg: {}}\n"},
		`i.yaml:1:12: defaults.titel: unknown key: did you mean "title"?
i.yaml:2:10: outside: only the manifest itself may say so, and not a file that it includes
i.yaml:3:11: outputs.pdg: there is no format "pdg": did you mean "pdf"?`},
	{"an include that isn't there", map[string]string{
		"m.yaml": "version: 1\ninclude: [house.yml, ../x.yaml, $X.yaml]\ndocuments: a.txt\noutputs: pdf\n", "house.yaml": ""},
		`m.yaml:2:11: include[0]: there is no file "house.yml": did you mean "house.yaml"?
m.yaml:2:22: include[1]: "../x.yaml" lies outside the manifest's folder: say "outside: true" at the top to allow that
m.yaml:2:33: include[2]: "$X.yaml": variables are not replaced here: write the path in full`},
	{"a circle", map[string]string{
		"m.yaml": "version: 1\ninclude: i.yaml\ndocuments: a.txt\noutputs: pdf\n", "i.yaml": "include: j.yaml\n", "j.yaml": "include: [i.yaml, m.yaml]\n"},
		`j.yaml:1:11: include[0]: "i.yaml" includes itself: m.yaml includes i.yaml includes j.yaml includes i.yaml
j.yaml:1:19: include[1]: "m.yaml" includes itself: m.yaml includes i.yaml includes j.yaml includes m.yaml`},
	{"an include that is no YAML", map[string]string{
		"m.yaml": "version: 1\ninclude: i.yaml\ndocuments: a.txt\noutputs: pdf\n", "i.yaml": "defaults: {title: A\n"},
		`i.yaml:1:1: not YAML: a bracket is not closed, or a comma is missing`},
	{"overrides", map[string]string{
		"m.yaml": "version: 1\ndocuments: a.txt\noutputs: pdf\noverrides:\n  - lang: de\n  - match: '[a'\n  - {match: a.txt, lang: xx-yy, pipeline: [pagse: off], outputs: {pdf: {page: A7}}}\n"},
		`m.yaml:5:5: overrides[0]: does not say which documents: add "match: texts/*.txt"
m.yaml:6:12: overrides[1].match: "[a" is no valid pattern: a bracket is not closed
m.yaml:7:26: overrides[2].lang: "xx-yy" is not a language tag: no language, script or region is called "xx"; use, for example, en, de-AT or pt-BR
m.yaml:7:44: overrides[2].pipeline[0]: there is no stage "pagse": did you mean "pages"?
m.yaml:7:79: overrides[2].outputs.pdf.page: must be A4 or A5`},
	{"an override for nothing", map[string]string{
		"m.yaml": "version: 1\ndocuments: a.txt\noutputs: pdf\noverrides: [{match: [texts/*.txt, b], lang: de}, {match: c, optional: true}]\n"},
		`m.yaml:4:21: overrides[0].match: no document's source matches "texts/*.txt" or "b": mend the pattern, or say "optional: true"`},
	{"a profile that isn't used", map[string]string{
		"m.yaml": "version: 1\ndocuments: a.txt\noutputs: pdf\nprofiles:\n  a/b: {}\n  x: {outptu: y, defaults: {date: soon}, outputs: {pdf: {lines: x}}, overrides: [{lang: en}]}\n"},
		`m.yaml:5:8: profiles.a/b: "a/b" can't name a profile: write "a-b"
m.yaml:6:7: profiles.x.outptu: unknown key: did you mean "output"?
m.yaml:6:35: profiles.x.defaults.date: "soon" is not a date: write 2019, 2019-01 or 2019-01-31
m.yaml:6:65: profiles.x.outputs.pdf.lines: must be a whole number, not "x"
m.yaml:6:82: profiles.x.overrides[0]: does not say which documents: add "match: texts/*.txt"`},
	{"findings", map[string]string{
		"m.yaml": "version: 1\ndocuments: a.txt\noutputs: pdf\nfindings: {fail-on: worst, levels: {notes/*: high, nothing/such: off}, baseline: ../b.json}\n"},
		`m.yaml:4:21: findings.fail-on: use info, warning, error or never
m.yaml:4:46: findings.levels.notes/*: use off, info, warning or error
m.yaml:4:66: findings.levels.nothing/such: no finding has a code like "nothing/such": use one that ` + "`refolio check`" + ` prints, or a pattern such as characters/*, columns/*, document/*, epub/*, fixes/*, furniture/*, html/*, hyphenation/*, ledger/*, markdown/*, notes/*, pages/*, pandoc/*, paragraphs/*, pdf/*, refolio/*, source/*, structure/*, tei/*, text/*, words/*
m.yaml:4:82: findings.baseline: "../b.json" lies outside the manifest's folder: say "outside: true" at the top to allow that`},
	{"filenames", map[string]string{
		"m.yaml": "version: 1\ndocuments: [a.txt, b.txt]\noutputs: pdf\ndefaults: {filename: ../x}\noverrides:\n - {match: a, filename: '{titel}'}\n - {match: a, filename: '{id'}\n - {match: a, filename: 'x}'}\n - {match: a, filename: ''}\n"},
		`m.yaml:4:22: defaults.filename: "../x" must lead into the output folder: write names with "/" between them, such as {lang}/{id}
m.yaml:6:25: overrides[0].filename: "{titel}": there is no placeholder {titel}: did you mean "title"?
m.yaml:7:25: overrides[1].filename: "{id": a { is not closed
m.yaml:8:25: overrides[2].filename: "x}": a } stands without its {
m.yaml:9:25: overrides[3].filename: is empty: write, for example, {id}`},
	{"filenames without a value, or for two", map[string]string{
		"m.yaml": "version: 1\ndocuments: [a.txt, {source: b.txt, filename: x}, {source: c.txt, filename: X}]\noutputs: pdf\ndefaults: {filename: '{title}'}\n", "c.txt": ""},
		`m.yaml:2:13: documents[0]: "a" has no title for the name of its editions: give it one, or write {title|something} in the filename
m.yaml:2:50: documents[2]: its edition in pdf would be called "X", as is that of "b": let the filename "X" have {id} in it`},
	{"tables", map[string]string{
		"m.yaml": "version: 1\ndocuments: [a.txt, b.txt]\noutputs: pdf\nmetadata: [c1.csv, c2.csv, c3.csv, c4.csv, c5.csv, {file: c6.csv, columns: {Titel: titel}}, c7.csv, {optional: true}, none.csv]\n",
		"c1.csv": "source,Titel\na.txt,A\n", "c2.csv": "title,lang\nA,en\n", "c3.csv": "id,title\na,A,B\n", "c4.csv": "id,title\na,A \"B\" C\n", "c5.csv": "",
		"c6.csv": "id,Titel\n", "c7.csv": "id,date\na,soon\na,1999\n,2000\n\n"},
		`m.yaml:4:84: metadata[5].columns.Titel: there is nothing called "titel" to know of a document: did you mean "title"?
m.yaml:4:101: metadata[7]: the file is missing: add "file: catalogue.csv"
m.yaml:4:119: metadata[8]: there is no file "none.csv"
c1.csv:1:8: there is nothing called "Titel" to know of a document: did you mean "title"?; or let "columns" in the manifest say what the columns are
c2.csv:1:1: no column says which documents the rows are about: add one called source, or id
c3.csv:2:1: this row has not as many fields as the first: a field with a ',' in it must stand in quotes
c4.csv:2:5: a quotation mark in a field must be doubled, "", and the field stand in quotes
c5.csv:1:1: is empty: the first row names the columns, such as source,title,author
c7.csv:2:3: date: "soon" is not a date: write 2019, 2019-01 or 2019-01-31
c7.csv:3:1: is about the same document as line 2: keep one
c7.csv:4:1: does not say which document this is: fill in the source or the id`},
	{"a row about nothing", map[string]string{
		"m.yaml": "version: 1\ndocuments: a.txt\noutputs: pdf\nmetadata: [c.csv, {file: d.csv, optional: true}]\n", "c.csv": "id,source,title\nb,,B\n,x.txt,X\n,,\n", "d.csv": "id\nx\n"},
		`c.csv:2:1: the manifest has no document with the ID "b": mend that, or say "optional: true" beside the table's file
c.csv:3:1: the manifest has no document with the source "x.txt": mend that, or say "optional: true" beside the table's file`},
	{"IDs of a table", map[string]string{
		"m.yaml": "version: 1\ndocuments: '*.txt'\noutputs: pdf\nmetadata: c.csv\n", "c.csv": "source,id\na.txt,b\nb.txt,a/b\n"},
		`c.csv:3:7: id: "a/b" can't name a file on every system: write "a-b"`},
	{"sidecars", map[string]string{
		"m.yaml": "version: 1\ndocuments: '*.txt'\noutputs: pdf\nsidecars: .yaml\n", "a.yaml": "titel: A\nsource: b\n", "b.yaml": ""},
		`a.yaml:1:1: titel: unknown key: did you mean "title"?
a.yaml:2:1: source: unknown key: use author, title, title-file-as, subtitle, lang, languages, date, identifier, isbn, doi, publisher, rights, description, subjects, source-edition, contributors, series, modified, encoding, from, filename, pipeline or outputs
b.yaml:1:1: is empty: write keys with values, or remove it`},
	{"no suffix", map[string]string{"m.yaml": "version: 1\ndocuments: a.txt\noutputs: pdf\nsidecars: meta\n"},
		`m.yaml:4:11: sidecars: "meta" is no end of a file's name: write, for example, .meta.yaml, for texts/a.meta.yaml beside texts/a.txt`},
}

func TestLayerMistakes(t *testing.T) {
	for _, test := range layerMistakes {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"a.txt": "a", "b.txt": "b"}
			for name, text := range test.files {
				files[name] = text
			}
			project(t, files)
			_, err := manifest.Load("m.yaml", registry())
			if err == nil {
				t.Fatal("no mistake found")
			}
			if err.Error() != test.want {
				t.Errorf("got\n%s\nwant\n%s", err, test.want)
			}
		})
	}
}

func TestLevels(t *testing.T) {
	levels := finding.Levels{"notes/*": {Severity: finding.Info}, "notes/damaged": {Off: true}, "*/*": {Severity: finding.Warning}}
	got := levels.Apply([]finding.Finding{{Code: "notes/damaged"}, {Code: "notes/misread", Severity: finding.Error}, {Code: "pdf/missing-glyph"}})
	if len(got) != 2 || got[0].Severity != finding.Info || got[1].Severity != finding.Warning {
		t.Errorf("%+v", got)
	}
}

// A catalogue of a whole library must not cost more than the texts' names.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	var rows strings.Builder
	rows.WriteString("source,title,author,date\n")
	for i := range 10_000 {
		name := fmt.Sprintf("t%05d.txt", i)
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o666); err != nil {
			b.Fatal(err)
		}
		rows.WriteString(name + ",A Title of " + name + ",Jane Doe; John Roe,1999\n")
	}
	for name, text := range map[string]string{
		"m.yaml": "version: 1\ndocuments: '*.txt'\noutputs: [epub, pdf]\nmetadata: c.csv\noverrides: [{match: 't000*.txt', lang: de}]\n", "c.csv": rows.String(),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, err := manifest.Load(filepath.Join(dir, "m.yaml"), registry()); err != nil {
			b.Fatal(err)
		}
	}
}
