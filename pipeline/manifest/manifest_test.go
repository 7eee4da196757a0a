package manifest_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/manifest"
)

// The stages and formats of the tests.
type (
	noOptions struct{}
	keep      struct {
		Keep []string `yaml:"keep"`
	}
	pageOptions struct {
		Page   string  `yaml:"page"`
		Margin float64 `yaml:"margin"`
		Lines  int     `yaml:"lines"`
		Color  *bool   `yaml:"color"`
		Logo   string  `yaml:"logo"`
	}
)

func (p *pageOptions) Validate() error {
	if p.Page != "" && p.Page != "A4" && p.Page != "A5" {
		return errors.New("page: must be A4 or A5")
	}
	if p.Lines > 9 && p.Page == "" {
		return errors.New("lines need a page")
	}
	return nil
}

func (p *pageOptions) Files() []*string { return []*string{&p.Logo} }

func registry() manifest.Registry {
	return manifest.Registry{
		Stages: []manifest.Kind{
			{Name: "pages", NewOptions: func() any { return new(noOptions) }},
			{Name: "furniture", NewOptions: func() any { return new(keep) }},
			{Name: "notes", NewOptions: func() any { return new(noOptions) }},
			{Name: "hyphenation", NewOptions: func() any { return new(keep) }},
			{Name: "structure", NewOptions: func() any { return new(noOptions) }},
		},
		Formats: []manifest.Kind{
			{Name: "markdown", Alias: "md", NewOptions: func() any { return new(noOptions) }},
			{Name: "epub", Alias: "epub", NewOptions: func() any { return new(noOptions) }},
			{Name: "pdf", Alias: "pdf", NewOptions: func() any { return new(pageOptions) }},
		},
		Forms: []string{"text", "markdown"},
	}
}

// project makes a folder with the given files and makes it the working folder.
func project(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

func load(t *testing.T, text string) *manifest.Manifest {
	t.Helper()
	if err := os.WriteFile("m.yaml", []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	m, err := manifest.Load("m.yaml", registry())
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return m
}

func ids(m *manifest.Manifest) string {
	var list []string
	for _, d := range m.Documents {
		list = append(list, d.ID)
	}
	return strings.Join(list, " ")
}

func TestWholeManifest(t *testing.T) {
	project(t, map[string]string{"texts/b.txt": "b", "texts/a.txt": "a", "allies.txt": "x"})
	m := load(t, `version: 1
output: out
limits: {input: 2 MB}
defaults: {lang: EN-gb, author: Jane Doe, subjects: [war, peace]}
pipeline:
  - notes
  - furniture: {keep: [THE END]}
  - structure: off
documents:
  - texts/*.txt
  - {id: 0012, source: allies.txt, title: "  Impossible\n Allies? ", lang: no, date: 2019-01-01,
     author: [A, B], modified: 2020-02-03, encoding: latin1, from: text,
     pipeline: [structure: on, furniture: {keep: FIN}], outputs: {pdf: {lines: 40}, epub: off}}
outputs:
  pdf: {page: A5}
  markdown:
  epub: {}
`)
	if got := ids(m); got != "a b 0012" {
		t.Fatalf("documents %q, want \"a b 0012\"", got)
	}
	if m.Output != "out" || m.MaxInput != 2<<20 {
		t.Errorf("output %q, limit %d", m.Output, m.MaxInput)
	}
	a, allies := m.Documents[0], m.Documents[2]
	if want := (document.Meta{Language: "en-GB", Authors: []string{"Jane Doe"}, Subjects: []string{"war", "peace"}}); !reflect.DeepEqual(a.Meta, want) {
		t.Errorf("defaults: %+v, want %+v", a.Meta, want)
	}
	want := document.Meta{Title: "Impossible Allies?", Language: "no", Date: "2019-01-01", Authors: []string{"A", "B"},
		Subjects: []string{"war", "peace"}, Modified: time.Date(2020, 2, 3, 0, 0, 0, 0, time.UTC)}
	if !reflect.DeepEqual(allies.Meta, want) {
		t.Errorf("own settings: %+v, want %+v", allies.Meta, want)
	}
	if allies.Source != "allies.txt" || allies.Line != 11 || allies.Column != 5 || allies.Encoding != "latin1" || allies.From != "text" {
		t.Errorf("document %+v", allies)
	}
	if a.Source != filepath.FromSlash("texts/a.txt") {
		t.Errorf("source %q", a.Source)
	}
	wantSteps := []manifest.Step{
		{Name: "pages", Options: &noOptions{}},
		{Name: "notes", Options: &noOptions{}},
		{Name: "furniture", Options: &keep{Keep: []string{"THE END"}}},
		{Name: "hyphenation", Options: &keep{}},
		{Name: "structure", Options: &noOptions{}, Off: true},
	}
	if !reflect.DeepEqual(a.Steps, wantSteps) {
		t.Errorf("steps %+v, want %+v", a.Steps, wantSteps)
	}
	if s := allies.Steps; s[4].Off || !reflect.DeepEqual(s[3].Options, &keep{Keep: nil}) {
		t.Errorf("own steps %+v", s)
	}
	if got := outputs(a); got != "markdown epub pdf" {
		t.Errorf("outputs %q", got)
	}
	if got := outputs(allies); got != "markdown pdf" {
		t.Errorf("own outputs %q", got)
	}
	if got := *allies.Outputs[1].Options.(*pageOptions); got != (pageOptions{Page: "A5", Lines: 40}) {
		t.Errorf("the own option is not laid over the common one: %+v", got)
	}
}

func outputs(d manifest.Document) string {
	var list []string
	for _, o := range d.Outputs {
		list = append(list, o.Name)
	}
	return strings.Join(list, " ")
}

func TestOwnPipelineIsLaidOverTheCommonOne(t *testing.T) {
	project(t, map[string]string{"a.txt": "a"})
	m := load(t, `{version: 1, outputs: [pdf: {page: A4}, epub], pipeline: [structure, pages, hyphenation: {keep: [x]}],
documents: [{source: a.txt, outputs: [pdf], pipeline: [hyphenation: off, pages: on]}]}`)
	var order []string
	for _, s := range m.Documents[0].Steps {
		order = append(order, s.Name)
	}
	// The manifest: structure, furniture, notes, pages, hyphenation; the
	// document lets hyphenation and pages change places.
	if got, want := strings.Join(order, " "), "structure furniture notes hyphenation pages"; got != want {
		t.Errorf("order %q, want %q", got, want)
	}
	if got := outputs(m.Documents[0]); got != "pdf" {
		t.Errorf("a list of outputs must be exact; got %q", got)
	}
	if got := m.Documents[0].Outputs[0].Options.(*pageOptions).Page; got != "A4" {
		t.Errorf("page %q, want the common A4", got)
	}
}

func TestWhichFilesAreSources(t *testing.T) {
	project(t, map[string]string{
		"t/a.txt": "a", "t/b [1].txt": "b", "t/sub/c.txt": "c", "t/.hidden.txt": "h", "dist/old.txt": "o", "d.md": "d",
	})
	tests := []struct{ name, documents, want string }{
		{"a glob sorts by name", "t/*.txt", "a b-1"},
		{"two stars go deep, past hidden files and editions", "'**/*.txt'", "a b-1 c"},
		{"braces", "'{t/a.txt,d.md}'", "d a"},
		{"an existing file is no pattern", "'t/b [1].txt'", "b-1"},
		{"a named file is not the glob's", "[t/*.txt, {source: t/a.txt, id: first}]", "b-1 first"},
		{"a folder is no source", "t/*", "a b-1"},
		{"the manifest is no source", "'*'", "d"},
		{"one entry need not be a list", "{source: d.md}", "d"},
		{"an optional glob may match nothing", "[d.md, {source: x/*.txt, optional: true}]", "d"},
		{"the output folder named in the pattern", "dist/*.txt", "old"},
		{"dots are cleaned", "./t/../d.md", "d"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := load(t, "version: 1\noutputs: epub\ndocuments: "+test.documents+"\n")
			if got := ids(m); got != test.want {
				t.Errorf("documents %q, want %q", got, test.want)
			}
		})
	}
}

func TestAnotherFolder(t *testing.T) {
	project(t, map[string]string{"sub/a.txt": "a", "b.txt": "b", "sub/x.png": "x", "sub/y.png": "y", "sub/m.yaml": `version: 1
outside: true
output: ../out
documents: [{source: a.txt, outputs: {pdf: {logo: y.png}}}, ../*.txt]
outputs: {pdf: {logo: x.png}}
`})
	m, err := manifest.Load(filepath.FromSlash("sub/m.yaml"), registry())
	if err != nil {
		t.Fatal(err)
	}
	if m.Documents[0].Source != filepath.FromSlash("sub/a.txt") || m.Documents[1].Source != "b.txt" || m.Output != "out" {
		t.Errorf("%+v", m)
	}
	for i, want := range []string{"sub/y.png", "sub/x.png"} {
		if got := m.Documents[i].Outputs[0].Options.(*pageOptions).Logo; got != filepath.FromSlash(want) {
			t.Errorf("a file among the options is %q, want %q", got, want)
		}
	}
}

func TestLinksMayNotLeadOutside(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege")
	}
	project(t, map[string]string{"in/m.yaml": "version: 1\noutput: far/new\ndocuments: [link.txt, '*.txt', far/*.txt]\noutputs: [pdf]", "out/secret.txt": "s"})
	for link, target := range map[string]string{"in/link.txt": "../out/secret.txt", "in/far": "../out", "in/gone": "../out/new", "in/loop": "loop"} {
		if err := os.Symlink(target, link); err != nil {
			t.Fatal(err)
		}
	}
	_, err := manifest.Load("in/m.yaml", registry())
	want := `in/m.yaml:2:9: output: "far/new" leads outside the manifest's folder by a link: say "outside: true" at the top to allow that
in/m.yaml:3:13: documents[0].source: "link.txt" leads outside the manifest's folder by a link: say "outside: true" at the top to allow that
in/m.yaml:3:23: documents[1].source: "link.txt" leads outside the manifest's folder by a link: say "outside: true" at the top to allow that
in/m.yaml:3:32: documents[2].source: "far/*.txt" leads outside the manifest's folder by a link: say "outside: true" at the top to allow that`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if err := os.WriteFile("in/n.yaml", []byte("version: 1\noutput: gone\ndocuments: loop\noutputs: [pdf]"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err = manifest.Load("in/n.yaml", registry())
	if err == nil || !strings.Contains(err.Error(), `n.yaml:2:9: output: "gone" leads outside`) || !strings.Contains(err.Error(), "n.yaml:3:12: documents[0].source: \"loop\": too many") {
		t.Errorf("dangling link and loop: %v", err)
	}
}

func TestDefaultOutputFolderMayNotLeadOutside(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege")
	}
	project(t, map[string]string{"a.txt": "a", "m.yaml": "version: 1\ndocuments: a.txt\noutputs: pdf\n"})
	if err := os.Symlink("..", "dist"); err != nil {
		t.Fatal(err)
	}
	if _, err := manifest.Load("m.yaml", registry()); err == nil || !strings.Contains(err.Error(), `m.yaml:1:1: output: "dist" leads outside`) {
		t.Errorf("got %v", err)
	}
}

func TestTemplateIsAManifest(t *testing.T) {
	tests := map[string]struct {
		files map[string]string
		want  string
	}{
		"no text":         {map[string]string{}, ""},
		"a few texts":     {map[string]string{"a.txt": "", "sub/b: [x] \"é\".txt": "", "dist/x.txt": "", ".x.txt": ""}, "a b-x-é"},
		"the same name":   {map[string]string{"a/x.txt": "", "b/x.txt": "", "b-x.txt": "", "b/X.txt": ""}, "x b-x b-X-2 b-x-3"},
		"names like YAML": {map[string]string{"no.txt": "", "- a.txt": "", "#b.txt": "", "1.txt": ""}, "b a 1 no"},
		"many texts":      {many(30), "t t0 t1 t11"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			project(t, test.files)
			texts, err := manifest.FindTexts(".")
			if err != nil {
				t.Fatal(err)
			}
			text := string(manifest.Template(texts, registry()))
			m := load(t, text)
			if got := ids(m); !strings.HasPrefix(got, test.want) || len(m.Documents) != len(texts) {
				t.Errorf("documents %q, want %q, in\n%s", got, test.want, text)
			}
		})
	}
}

func many(n int) map[string]string {
	files := map[string]string{}
	for i := range n {
		files["t/t"+strings.Repeat("1", i)+".txt"] = ""
		files["t/t0.txt"] = ""
	}
	return files
}

func TestHarmlessManifests(t *testing.T) {
	project(t, map[string]string{"a.txt": "a"})
	for name, text := range map[string]string{
		"byte-order mark":     "\ufeffversion: 1\ndocuments: a.txt\noutputs: pdf\n",
		"Windows line ends":   "version: 1\r\ndocuments:\r\n  - a.txt\r\noutputs:\r\n  pdf:\r\n",
		"a leading ---":       "---\nversion: 1\ndocuments: a.txt\noutputs: pdf\n",
		"anchors":             "version: 1\ndocuments: [{source: a.txt, author: &x [A, B], subjects: *x}]\noutputs: pdf\n",
		"anchors of values":   "version: 1\ndefaults: {title: &t a.txt, author: &o on}\ndocuments: [*t]\npipeline: [pages: *o]\noutputs: {pdf: *o}\n",
		"outputs of its own":  "version: 1\ndocuments: [{source: a.txt, outputs: pdf}]\n",
		"empty defaults":      "version: 1\ndefaults:\npipeline:\ndocuments: a.txt\noutputs: {pdf: on}\n",
		"a number as a title": "version: 1\ndocuments: [{source: a.txt, title: 1984}]\noutputs: pdf\n",
	} {
		t.Run(name, func(t *testing.T) { load(t, text) })
	}
}

// FuzzLoad looks for manifests that make Load panic or take very long.
func FuzzLoad(f *testing.F) {
	for _, m := range mistakes {
		f.Add(m.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		path := filepath.Join(dir, "m.yaml")
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := manifest.Load(path, registry())
		var list byhand.Errors
		if err != nil && !errors.As(err, &list) {
			t.Errorf("not a list of mistakes: %v", err)
		}
		for _, e := range list {
			if e.Line < 1 || e.Column < 1 || e.Message == "" {
				t.Errorf("no place or no message: %+v", e)
			}
		}
	})
}
