package manifest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/manifest"
)

var update = flag.Bool("update", false, "write the schema and the descriptions in it")

// changed is how many changed manifests are tried.
var changed = flag.Int("changed", 150, "try `N` changed manifests")

// The real stages and formats.
func realRegistry() manifest.Registry { return batch.Registry(formats.All()) }

// compiled returns a validator for one of the schemas.
func compiled(t testing.TB, registry manifest.Registry, name string) *jsonschema.Schema {
	t.Helper()
	text, err := manifest.Schema(registry, name)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", value); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json") // which validates the schema itself, too
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// valid reports whether the YAML text keeps to a schema, as an editor reads it.
func valid(s *jsonschema.Schema, text string) (bool, error) {
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(text), &n); err != nil || len(n.Content) == 0 {
		return false, fmt.Errorf("no YAML: %w", err)
	}
	v, err := asJSON(n.Content[0], 0)
	if err != nil {
		return false, err
	}
	err = s.Validate(v)
	return err == nil, err
}

// asJSON is what n means in JSON. As in YAML 1.2, dates are texts.
func asJSON(n *yaml.Node, depth int) (any, error) {
	if depth > 50 {
		return nil, fmt.Errorf("too deep")
	}
	switch n.Kind {
	case yaml.AliasNode:
		return asJSON(n.Alias, depth+1)
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			v, err := asJSON(n.Content[i+1], depth+1)
			if err != nil {
				return nil, err
			}
			m[n.Content[i].Value] = v
		}
		return m, nil
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			v, err := asJSON(item, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	}
	var v any
	switch n.Tag {
	case "!!null":
		return nil, nil
	case "!!bool", "!!int", "!!float":
		if err := n.Decode(&v); err != nil {
			return nil, err
		}
		if f, ok := v.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
			return nil, fmt.Errorf("%s can't be in JSON", n.Value)
		}
		text, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		return jsonschema.UnmarshalJSON(bytes.NewReader(text))
	}
	return n.Value, nil
}

// beyondForm matches the mistakes that a schema can't know of: those that need
// the disk, another place in the file, or arithmetic.
var beyondForm = regexp.MustCompile(strings.Join([]string{
	`there is no file`, `lies outside`, `leads outside`, `is a folder`, `no file matches`, `is not a regular file`, `file name too long`,
	`is no valid pattern`, `variables are not replaced`, `home folder here`, `is an address`, `write "/" between`, `standard input can't be`,
	`the ID .* is taken`, `can't share an ID`, `would be called`, `for the name of its editions`,
	`no document's source matches`, `the manifest has no document`, `includes itself`, `larger than the limit`,
	`a second time`, `second column`, `nothing says which formats`, `leaves nothing to write`, `there is nothing called`,
	`is no ISBN`, `is not a language tag: no language`, `"english" is not a language tag`, `is no encoding`, `is not a date: write`, `is not a time: write`,
	`can't name a file`, `can't name a profile`, `no finding has a code like`, `is no pattern: a bracket`,
	`aliases stand for`, `merging is not supported`, `a key must be a word`, `not YAML`, `the tag .* has no meaning`, `control character`, `not valid UTF-8`, `UTF-16`, `^is empty: .refolio init`, `second YAML document`, `must begin with keys`,
	`somebody has no name`, `has a number but no title`,
	`a fix decides one thing`, `has at most`, `needs a label`, `can't have a line break`,
	// What the formats check for themselves.
	`lines need a page`, `leave no room`, `is not between`, `are not four lengths`, `must be A4 or A5`,
}, "|"))

// agree fails if the schema and the decoder judge a manifest differently.
func agree(t *testing.T, s *jsonschema.Schema, registry manifest.Registry, name, text string) {
	t.Helper()
	ok, why := valid(s, text)
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := manifest.Load(name, registry)
	if !ok && err == nil {
		t.Errorf("the schema refuses what the decoder takes:\n%s\n%v", text, why)
	}
	var list byhand.Errors
	errors.As(err, &list)
	for _, mistake := range list {
		if ok && mistake.File == name && !beyondForm.MatchString(mistake.Message) {
			t.Errorf("the schema takes what the decoder refuses:\n%s\n%v", text, mistake)
		}
	}
}

func TestSchemaAgreesOnMistakes(t *testing.T) {
	s := compiled(t, registry(), manifest.SchemaManifest)
	project(t, map[string]string{"a.txt": "a", "b.txt": "b", "A/A.txt": "A", "texts/n.md": "n", "x.png": "x"})
	for _, test := range mistakes {
		t.Run(test.name, func(t *testing.T) { agree(t, s, registry(), "m.yaml", test.text) })
	}
}

func TestSchemaAgreesOnMistakesInLayers(t *testing.T) {
	s := compiled(t, registry(), manifest.SchemaManifest)
	for _, test := range layerMistakes {
		t.Run(test.name, func(t *testing.T) {
			files := map[string]string{"a.txt": "a", "b.txt": "b"}
			for name, text := range test.files {
				files[name] = text
			}
			project(t, files)
			agree(t, s, registry(), "m.yaml", test.files["m.yaml"])
		})
	}
	include, sidecar := compiled(t, registry(), manifest.SchemaInclude), compiled(t, registry(), manifest.SchemaSidecar)
	for text, s := range map[string]*jsonschema.Schema{
		"defaults: {titel: A}\n": include, "outside: true\n": include, "outputs: {pdg: {}}\n": include, "titel: A\n": sidecar, "source: b\n": sidecar,
	} {
		if ok, _ := valid(s, text); ok {
			t.Errorf("a schema takes %q", text)
		}
	}
	for text, s := range map[string]*jsonschema.Schema{
		library["house/style.yaml"]: include, library["texts/de/moor.meta.yaml"]: sidecar, "version: 1\ndocuments: a.txt\n": include,
	} {
		if ok, err := valid(s, text); !ok {
			t.Errorf("a schema refuses %q: %v", text, err)
		}
	}
}

// rich says something with every key that there is.
const rich = `version: 1
include: house.yaml
outside: false
output: out
limits: {input: 2 MB}
findings: {fail-on: warning, levels: {notes/*: info, pdf/missing-glyph: "off"}, baseline: b.json}
defaults:
  lang: en-GB
  author: [Jane Doe, {name: John Roe, role: editor, file-as: "Roe, John"}]
  contributors: A. Translator (translator)
  series: {title: Skerry Papers, number: 2.5}
  subjects: [a, b]
  date: 2019-01-01
  modified: 2019-01-31T12:00:00Z
  encoding: utf-8
  from: text
  filename: "{lang}/{author|anon}/{id}"
pipeline:
  - furniture: {keep: [THE END], remove: x}
  - structure: off
  - words
overrides:
  - match: "*.txt"
    optional: true
    publisher: P
    pipeline: [hyphenation: {keep: well-being}]
    outputs: {pdf: {page: A5}}
metadata: [c.csv, {file: d.csv, optional: true, separator: "|", columns: {T: title, S: source}}]
sidecars: .meta.yaml
documents:
  - a.txt
  - source: b.txt
    id: bee
    title: Of Bees
    isbn: 978-0-306-40615-7
    doi: 10.1000/182
    languages: [grc, la]
    rights: MIT
    identifier: x
    description: d
    fixes: [{line: 1, text: b, heading: 2, why: so}, {line: 1, text: b, furniture: no}, {line: 1, text: b, erratum: c}]
    outputs: [epub, markdown: {dialect: pandoc, wrap: 72}]
outputs:
  markdown: {dialect: gfm, wrap: sentence, notes: chapter, numbering: printed, page-breaks: span}
  epub: {notes: book, cover: frame, colophon: true}
  pdf: {page: 6x9, sides: 1, contents-depth: 3, chapters: recto, hyphenate: false, size: 11pt, drop-capitals: 3, columns: 1, colour: "#8a1c1c", margins: slim}
  html: {}
  text: {columns: 60}
profiles:
  ereader: {outputs: [epub], defaults: {rights: x}, overrides: [{match: a.txt, lang: de}]}
  none:
`

// richFiles lie beside it.
var richFiles = map[string]string{
	"a.txt": "a", "b.txt": "b", "c.csv": "source,title\na.txt,A\n", "d.csv": "S,T\nb.txt,B\n", "house.yaml": "defaults: {rights: R}\n",
}

func TestSchemaTakesEveryKey(t *testing.T) {
	project(t, richFiles)
	s := compiled(t, realRegistry(), manifest.SchemaManifest)
	if ok, err := valid(s, rich); !ok {
		t.Errorf("refused: %v", err)
	}
	agree(t, s, realRegistry(), "m.yaml", rich)
	if _, err := manifest.Load("m.yaml", realRegistry(), "ereader", "none"); err != nil {
		t.Error(err)
	}
}

func TestSchemaTakesTheExamples(t *testing.T) {
	s := compiled(t, realRegistry(), manifest.SchemaManifest)
	sample, err := os.ReadFile("../../manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{
		"manifest.yaml": string(sample),
		"a template":    string(manifest.Template([]string{"a.txt", "b.txt"}, realRegistry())),
		"an empty one":  string(manifest.Template(nil, realRegistry())),
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, block := range regexp.MustCompile("(?s)```yaml\n(version:.*?)```").FindAllStringSubmatch(string(readme), -1) {
		texts[fmt.Sprintf("README.md %d", i+1)] = block[1]
	}
	for name, text := range texts {
		if ok, err := valid(s, text); !ok {
			t.Errorf("%s is refused: %v", name, err)
		}
	}
}

func TestSchemaTakesFixes(t *testing.T) {
	s := compiled(t, realRegistry(), manifest.SchemaFixes)
	for text, want := range map[string]bool{
		"- {line: 41, text: of the immense col-, hyphen: drop}\n- {line: 57, text: THE LANE, heading: 2, until: x}\n- {line: 9, text: l, quote: No, part: l}\n": true,
		"- {line: 41, text: a}\n": false, "- {line: 0, text: a, break: yes}\n": false, "- {text: a, break: yes}\n": false, "- {line: 1, text: a, brake: yes}\n": false, "- {line: 1, text: a, heading: 7}\n": false,
	} {
		if ok, err := valid(s, text); ok != want {
			t.Errorf("%q: %v, %v", text, ok, err)
		}
		if _, err := fixes.Parse("a.txt.fixes.yaml", []byte(text)); (err == nil) != want {
			t.Errorf("the reader thinks otherwise of %q: %v", text, err)
		}
	}
}

// Whatever is changed in a manifest, the schema and the decoder must agree on
// whether it is still one.
func TestSchemaAgreesOnChangedManifests(t *testing.T) {
	project(t, richFiles)
	s := compiled(t, realRegistry(), manifest.SchemaManifest)
	r := rand.New(rand.NewPCG(7, 6))
	n := *changed
	for range n {
		var root yaml.Node
		if err := yaml.Unmarshal([]byte(rich), &root); err != nil {
			t.Fatal(err)
		}
		for range 1 + r.IntN(2) {
			change(r, root.Content[0])
		}
		text, err := yaml.Marshal(&root)
		if err != nil {
			continue
		}
		agree(t, s, realRegistry(), "m.yaml", string(text))
		if t.Failed() && os.Getenv("MANY") == "" {
			return // one is enough to read
		}
	}
}

// change changes something in the tree n.
func change(r *rand.Rand, n *yaml.Node) {
	var all []*yaml.Node
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		all = append(all, n)
		for i, c := range n.Content {
			if n.Kind == yaml.SequenceNode || i%2 == 1 {
				walk(c)
			}
		}
	}
	walk(n)
	at := all[1+r.IntN(len(all)-1)]
	values := []string{"null", "true", "words", "5", "-1", "0", "2.5", "[]", "{}", "[null]", "[5]", "{xyzzy: 1}", `""`, "on", "off", "2019-01-01", "[a.txt]", "a.txt", "{source: a.txt}", "[{x: y, z: w}]"}
	switch i := r.IntN(10); {
	case i < 2 && at.Kind == yaml.MappingNode && len(at.Content) > 0: // without a key
		k := 2 * r.IntN(len(at.Content)/2)
		at.Content = slices.Delete(at.Content, k, k+2)
	case i < 3 && at.Kind == yaml.MappingNode: // with another key
		at.Content = append(at.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: "xyzzy"}, &yaml.Node{Kind: yaml.ScalarNode, Value: "1"})
	case i < 4: // in a list
		inner := *at
		*at = yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{&inner}}
	default:
		var other yaml.Node
		if err := yaml.Unmarshal([]byte(values[r.IntN(len(values))]), &other); err == nil {
			*at = *other.Content[0]
		}
	}
}

// The schema beside the sample manifest is that of this program.
func TestSchemaFile(t *testing.T) {
	golden(t, "../../.refolio/manifest.schema.json", func() ([]byte, error) { return manifest.Schema(realRegistry(), manifest.SchemaManifest) })
}

func golden(t *testing.T, path string, make func() ([]byte, error)) {
	t.Helper()
	got, err := make()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not of this program: run go test ./pipeline/manifest -update twice, and read the diff", path)
	}
}

// The descriptions in the schema are the comments in the source.
func TestDescriptions(t *testing.T) {
	golden(t, "descriptions.json", func() ([]byte, error) {
		all := map[string]string{}
		types := manifest.DescribedTypes(realRegistry())
		for _, typ := range types {
			describe(t, all, typ)
		}
		return json.MarshalIndent(all, "", "  ")
	})
}

// describe puts the comments at the fields of typ into all.
func describe(t *testing.T, all map[string]string, typ reflect.Type) {
	t.Helper()
	rel := strings.TrimPrefix(typ.PkgPath(), "github.com/refolio/refolio/")
	fset := token.NewFileSet()
	paths, err := filepath.Glob(filepath.Join("../..", rel, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || spec.Name.Name != typ.Name() {
				return true
			}
			s, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			for _, f := range s.Fields.List {
				for _, name := range f.Names {
					if text := oneParagraph(f.Doc.Text(), f.Comment.Text(), name.Name); text != "" && name.IsExported() {
						all[rel+"."+typ.Name()+"."+name.Name] = text
					}
				}
			}
			return true
		})
	}
}

// oneParagraph makes a description of the comments above and beside a field.
func oneParagraph(above, beside, name string) string {
	text, _, _ := strings.Cut(strings.TrimSpace(above+" "+beside), "\n\n")
	text = strings.Join(strings.Fields(text), " ")
	text = regexp.MustCompile(`\[([A-Za-z.]+)\]`).ReplaceAllString(text, "$1")
	if rest, ok := strings.CutPrefix(text, name+" "); ok { // Go's way to begin a comment
		for _, verb := range []string{"is ", "are "} {
			rest = strings.TrimPrefix(rest, verb)
		}
		text = rest
	}
	return text
}
