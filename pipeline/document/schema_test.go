package document_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// TestSchemaFile holds the published copy to what the program prints.
func TestSchemaFile(t *testing.T) {
	got, err := document.Schema()
	if err != nil {
		t.Fatal(err)
	}
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile("schema.json", got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("schema.json is not what Schema returns: renew it with -update, and give the form another version if an older program would misread it")
	}
}

// compiled is the schema as a library made by others understands it.
func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	text, err := document.Schema()
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("urn:refolio:document:1", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("urn:refolio:document:1")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func encoded(t *testing.T, doc *document.Document) any {
	t.Helper()
	var buf bytes.Buffer
	if err := document.Encode(&buf, doc); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestWhatIsWrittenFitsTheSchema(t *testing.T) {
	s := compiled(t)
	everything, err := os.ReadFile("testdata/everything.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := document.Decode(everything)
	if err != nil {
		t.Fatal(err)
	}
	samples := append(formattest.Samples(), formattest.Sample{Name: "everything", Doc: doc})
	if !testing.Short() {
		t.Run("corpus", func(t *testing.T) { samples = append(samples, formattest.Corpus(t)...) })
	}
	for _, sample := range samples {
		if err := s.Validate(encoded(t, sample.Doc)); err != nil {
			t.Errorf("%s: %v", sample.Name, err)
		}
	}
}

// TestSchemaAndDecodeAgree breaks documents at random: what the schema accepts
// Decode must accept, but for what a schema can't say, and what Decode made
// sense of must fit the schema when it is written anew.
func TestSchemaAndDecodeAgree(t *testing.T) {
	s := compiled(t)
	accepted, refused, seeds := 0, 0, 3000
	if testing.Short() {
		seeds = 500
	}
	for seed := range uint64(seeds) {
		r := rand.New(rand.NewPCG(seed, 11))
		value := encoded(t, formattest.Generate(r))
		for range 1 + r.IntN(2) {
			mutate(r, value)
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		doc, decodeErr := document.Decode(data)
		schemaErr := s.Validate(value)
		if decodeErr != nil {
			refused++
		}
		switch {
		case schemaErr == nil && decodeErr != nil && !beyondSchema(decodeErr):
			t.Errorf("seed %d: the schema accepts what Decode refuses: %v\n%s", seed, decodeErr, data)
		case decodeErr == nil:
			accepted++
			if err := s.Validate(encoded(t, doc)); err != nil {
				t.Errorf("seed %d: what Decode accepts does not fit the schema when written anew: %v\n%s", seed, err, data)
			}
		}
		if t.Failed() {
			return
		}
	}
	if accepted < seeds/10 || refused < seeds/10 {
		t.Errorf("%d accepted and %d refused: hardly anything was tried", accepted, refused)
	}
}

// beyondSchema reports whether an error is of a kind that no schema can find.
func beyondSchema(err error) bool {
	for _, s := range []string{"there is no note with the id", "stands twice", "nested deeper", "two rising numbers", "a note-ref has no text of its own"} {
		if strings.Contains(err.Error(), s) {
			return true
		}
	}
	return false
}

// mutate changes one thing somewhere in a value of JSON.
func mutate(r *rand.Rand, value any) {
	var objects []map[string]any
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			objects = append(objects, v)
			for _, key := range sortedKeys(v) {
				walk(v[key])
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(value)
	o := objects[r.IntN(len(objects))]
	keys := []string{"kind", "text", "target", "content", "blocks", "level", "marker", "id", "label", "span", "refolio", "meta", "notes", "modified", "new"}
	kinds := []string{"paragraph", "heading", "quote", "list", "item", "table", "row", "cell", "code", "text", "link", "note-ref", "emphasis", "page-break", "line-break", "other"}
	values := []any{
		kinds[r.IntN(len(kinds))], "n1", "x y", 0, 1, 7, -1, []any{}, []any{1, 2}, []any{2, 1}, []any{1}, []any{map[string]any{"kind": kinds[r.IntN(len(kinds))]}},
		map[string]any{}, true, []any{map[string]any{"text": "x"}},
	}
	present := sortedKeys(o)
	switch r.IntN(4) {
	case 0:
		if len(present) > 0 {
			delete(o, present[r.IntN(len(present))])
		}
	case 1:
		if len(present) > 0 {
			o[present[r.IntN(len(present))]] = values[r.IntN(len(values))]
		}
	case 2:
		o["kind"] = kinds[r.IntN(len(kinds))]
	default:
		o[keys[r.IntN(len(keys))]] = values[r.IntN(len(values))]
	}
}

func sortedKeys(m map[string]any) (keys []string) {
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
