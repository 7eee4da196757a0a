package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/document"
)

// replayed writes the ledger of a converted text, reads it, and makes the
// document of the text anew by it.
func replayed(t testing.TB, path string, data []byte, first *pipeline.Result) (*pipeline.Result, []byte) {
	t.Helper()
	ledger := write(t, first, "ledger")
	l, err := document.DecodeLedger(bytes.NewReader(ledger))
	if err != nil {
		t.Fatal(err)
	}
	again, err := pipeline.Replay(context.Background(), path, data, "", l)
	if err != nil {
		t.Fatal(err)
	}
	return again, ledger
}

// sameReplayed holds a replayed document against the first one: the model, and
// the ledger that it has in turn.
func sameReplayed(t testing.TB, path string, data []byte, first *pipeline.Result) {
	t.Helper()
	again, ledger := replayed(t, path, data, first)
	a, b := *first.Document, *again.Document
	a.Trace, b.Trace = nil, nil
	if !reflect.DeepEqual(a, b) {
		t.Errorf("replayed, the document is another: %s", firstDifference(write(t, again, "json"), write(t, first, "json")))
	}
	if twice := write(t, again, "ledger"); !bytes.Equal(ledger, twice) {
		t.Errorf("the ledger of the replayed document is another: %s", firstDifference(twice, ledger))
	}
}

// TestReplay makes the documents of our samples, and those of texts with fixes
// of every kind, by their ledgers.
func TestReplay(t *testing.T) {
	paths, err := filepath.Glob("../testdata/*/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no texts in testdata: %v", err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		first, err := pipeline.Convert(t.Context(), path, data, pipeline.Config{Meta: document.Meta{Title: "Another <title>", Authors: []string{"A"}}})
		if err != nil {
			t.Fatal(err)
		}
		sameReplayed(t, path, data, first)
	}
}

// TestReplayWholeCorpus does the same for every text of the corpus that lies
// beside the repository.
func TestReplayWholeCorpus(t *testing.T) {
	paths := corpus(t)
	if testing.Short() || os.Getenv("REFOLIO_WHOLE_CORPUS") != "1" {
		paths = paths[:min(len(paths), 2)]
	}
	decisions := 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		first, err := pipeline.Convert(t.Context(), path, data, pipeline.Config{})
		if err != nil {
			t.Fatal(err)
		}
		sameReplayed(t, path, data, first)
		decisions += len(first.Ledger)
	}
	t.Logf("%d texts, %d decisions", len(paths), decisions)
}

// TestLedgerKeepsToItsSchema holds ledgers against their schema.
func TestLedgerKeepsToItsSchema(t *testing.T) {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(document.LedgerSchema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("ledger.json", parsed); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("ledger.json")
	if err != nil {
		t.Fatal(err)
	}
	check := func(line string) error {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value)
	}
	var fields struct {
		Defs map[string]struct{ Properties map[string]any } `json:"$defs"`
	}
	if err := json.Unmarshal(document.LedgerSchema, &fields); err != nil {
		t.Fatal(err)
	}
	r, _ := convertFixed(t, lamp, "- {line: 7, text: if teh weather, part: teh, erratum: the}\n")
	seen := map[string]bool{}
	for line := range strings.Lines(string(write(t, r, "ledger"))) {
		if err := check(line); err != nil {
			t.Errorf("%s%v", line, err)
		}
		var have map[string]any
		if err := json.Unmarshal([]byte(line), &have); err != nil {
			t.Fatal(err)
		}
		for key := range have {
			if seen[key] = true; fields.Defs["decision"].Properties[key] == nil && fields.Defs["head"].Properties[key] == nil {
				t.Errorf("the schema does not describe %q", key)
			}
		}
	}
	for key := range fields.Defs["decision"].Properties {
		if !seen[key] {
			t.Errorf("no line has %q, which the schema describes", key)
		}
	}
	for _, bad := range []string{
		`{"ledger":2,"source":{"name":"","encoding":"","bytes":0,"sha256":""},"meta":{}}`, `{"stage":"x","kind":"x","span":[0,0],"confidence":1}`,
		`{"stage":"x","kind":"join","span":[0],"confidence":1}`, `{"stage":"x","kind":"join","span":[0,0],"confidence":2}`, `{}`, `[]`,
	} {
		if check(bad) == nil {
			t.Errorf("the schema takes %s", bad)
		}
	}
}

// TestReplayRefuses has ledgers that don't fit their text.
func TestReplayRefuses(t *testing.T) {
	const text = "One line of text.\nAnother line é of it.\n"
	r, err := pipeline.Convert(t.Context(), "a.txt", []byte(text), pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(write(t, r, "ledger")), "\n")
	line := func(kind, rest string) string {
		return head + "\n" + `{"stage":"x","confidence":1,"kind":"` + kind + `",` + rest + "}\n"
	}
	for _, c := range []struct{ ledger, want string }{
		{"", "is empty"},
		{"{}\n", "no head of a ledger"},
		{strings.Replace(head, `{"ledger":1`, `{"ledger":9`, 1), "has the version 9"},
		{strings.Replace(head, `"sha256":"`, `"sha256":"0`, 1), "is of another text"},
		{head + "\nx\n", "line 2 of the ledger"},
		{line("joint", `"span":[0,0]`), `there is no kind "joint"`},
		{line("folio", `"span":[0,99]`), "are not in the text"},
		{line("folio", `"span":[9,3]`), "is none"},
		{line("folio", `"span":[0,32]`), "in the middle of a letter"},
		{line("element", `"span":[0,0],"value":"table"`), `a block can't be a "table"`},
		{line("element", `"span":[0,0],"value":"heading","n":7`), "the level of a heading"},
		{line("order", `"span":[0,20],"n":7`), "more than one line"},
		{line("space", `"span":[3,3],"value":"x"`), "do not make a document"},
		{line("folio", `"span":[0,8]`) + strings.TrimPrefix(line("folio", `"span":[4,10]`), head+"\n"), "two decisions about the same bytes"},
	} {
		l, err := document.DecodeLedger(strings.NewReader(c.ledger))
		if err == nil {
			_, err = pipeline.Replay(t.Context(), "a.txt", []byte(text), "", l)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || errors.Is(err, pipeline.ErrBug) {
			t.Errorf("%.200q: %v, want %s", c.ledger, err, c.want)
		}
	}
}

// FuzzReplay makes documents by ledgers that somebody has tampered with. What
// comes of it is a document or an error, and no panic.
func FuzzReplay(f *testing.F) {
	text := []byte(lamp)
	r, err := pipeline.Convert(context.Background(), "lamp.txt", text, pipeline.Config{})
	if err != nil {
		f.Fatal(err)
	}
	whole := string(write(f, r, "ledger"))
	head, rest, _ := strings.Cut(whole, "\n")
	f.Add(rest)
	f.Add(`{"stage":"x","confidence":1,"kind":"bullet","span":[0,3]}`)
	f.Add(`{"stage":"x","confidence":1,"kind":"order","span":[0,3],"n":3}` + "\n" + `{"stage":"x","confidence":1,"kind":"note","span":[1,300],"n":3,"value":"1"}`)
	f.Fuzz(func(t *testing.T, lines string) {
		l, err := document.DecodeLedger(strings.NewReader(head + "\n" + lines))
		if err != nil {
			return
		}
		if r, err := pipeline.Replay(context.Background(), "lamp.txt", text, "", l); err == nil {
			sameReplayed(t, "lamp.txt", text, r)
		}
	})
}
