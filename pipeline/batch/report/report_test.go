package report_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/finding"
)

// spool returns an empty file.
func spool(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "spool"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

const sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// documents are one of each kind, with every field in use.
func documents() []*report.Document {
	return []*report.Document{
		{
			ID: "a", Source: report.File{Path: "texts/a.txt", Size: 12, SHA256: sum},
			Inputs: []report.File{{Path: "texts/a.txt.fixes.yaml", Size: 3, SHA256: sum}},
			Config: sum, Status: report.OK, Title: "</script><b>A</b>", Language: "en",
			Outputs: []report.Output{
				{Format: "markdown", File: report.File{Path: "a.md", Size: 10, SHA256: sum}, Config: sum},
				{Format: "pdf", File: report.File{Path: "a.pdf", Size: 20, SHA256: sum}, Config: sum},
			},
			Findings: []report.Finding{
				report.FindingOf(finding.Finding{Code: "notes/unmatched", Severity: finding.Warning, Message: "a note <i>", Suggest: "look", Offset: 3, Line: 1, Column: 4, Excerpt: "a line"}),
				report.FindingOf(finding.Finding{Code: "pdf/missing", Severity: finding.Error, Message: "no ☃", Offset: -1, Output: "pdf"}),
			},
			Cache: report.Made, Timings: &report.Timings{Total: 1.5, Repair: 0.5, Outputs: map[string]float64{"pdf": 1}},
		},
		{
			ID: "b", Source: report.File{Path: "b.txt"}, Config: sum, Status: report.Failed,
			Errors: []report.Error{{Kind: report.Bug, Message: "panic: x", Output: "pdf"}},
		},
		{ID: "c", Source: report.File{Path: "c.txt"}, Config: sum, Status: report.Unfinished},
	}
}

// written returns a report on documents that were added in another order.
func written(t *testing.T, head report.Report, documents []*report.Document) []byte {
	t.Helper()
	return writtenBy(t, report.NewWriter(spool(t), len(documents)+1, false), head, documents) // one is never added
}

func writtenBy(t *testing.T, w *report.Writer, head report.Report, documents []*report.Document) []byte {
	t.Helper()
	for i := range documents {
		at := len(documents) - 1 - i
		e, err := report.Encode(documents[at])
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Add(at, e, documents[at].Cache); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := w.Write(&out, head); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func head() report.Report {
	return report.Report{
		Program: "refolio test", Manifest: &report.File{Path: "manifest.yaml", Size: 1, SHA256: sum},
		Run: &report.Run{Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Seconds: 2, Workers: 3, Made: 1},
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	want := documents()
	data := written(t, head(), want)
	var got []*report.Document
	h, err := report.Read(bytes.NewReader(data), func(d *report.Document) error {
		got = append(got, d)
		return nil
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, d := range want[1:] { // lists are never left out
		d.Outputs, d.Findings = []report.Output{}, []report.Finding{}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if s := h.Summary; h.Version != 1 || s.Documents != 3 || s.OK != 1 || s.Failed != 1 || s.Unfinished != 1 || s.Files != 2 ||
		s.OutputBytes != 30 || s.SourceBytes != 12 || s.Findings != (report.Counts{Error: 1, Warning: 1}) || !h.Run.Started.Equal(head().Run.Started) {
		t.Errorf("head %+v", h)
	}
}

func TestReproducibleReportHasNoTimes(t *testing.T) {
	data := writtenBy(t, report.NewWriter(spool(t), 3, true), head(), documents())
	for _, word := range []string{"run", "cache", "timings"} {
		if bytes.Contains(data, []byte(`"`+word+`"`)) {
			t.Errorf("it has %s:\n%s", word, data)
		}
	}
	if h, err := report.Read(bytes.NewReader(data), nil); err != nil || h.Run != nil || h.Summary.Documents != 3 {
		t.Errorf("%+v, %v", h, err)
	}
}

func TestReadRefusesOtherThings(t *testing.T) {
	for in, want := range map[string]string{
		``:                                "EOF",
		`[]`:                              "[ stands where {",
		`{}`:                              "the documents are missing",
		`{"documents": 3}`:                "3 stands where [",
		`{"version": 1, "documents": [`:   "EOF",
		`{"version": 9, "documents": []}`: "version is 9",
		`{"version": 1, "documents": [{"id": 3}]}`:         "cannot unmarshal",
		`{"version": 1, "documents": [], "summary": "no"}`: "cannot unmarshal",
	} {
		if _, err := report.Read(strings.NewReader(in), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", in, err, want)
		}
	}
}

// TestReportKeepsToItsSchema holds a report with every field in use, and one
// with none, against the schema, which is closed for that: a field that the
// schema does not describe is a mistake.
func TestReportKeepsToItsSchema(t *testing.T) {
	schema := compile(t, closed(t))
	for name, data := range map[string][]byte{
		"full":  written(t, head(), documents()),
		"empty": written(t, report.Report{Program: "x"}, nil),
	} {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("%s: %#v\n%s", name, err, data)
		}
	}
	for _, bad := range []string{`{}`, `{"version": 1, "program": "x", "summary": {}, "documents": []}`} {
		value, _ := jsonschema.UnmarshalJSON(strings.NewReader(bad))
		if schema.Validate(value) == nil {
			t.Errorf("the schema takes %s", bad)
		}
	}
}

func compile(t *testing.T, schema any) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.json", schema); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// closed is the schema, without leave to add fields.
func closed(t *testing.T) any {
	t.Helper()
	var schema any
	if err := json.Unmarshal(report.Schema, &schema); err != nil {
		t.Fatal(err)
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			for _, e := range v {
				walk(e)
			}
			if _, ok := v["properties"]; ok {
				v["unevaluatedProperties"] = false
			}
		}
	}
	walk(schema)
	// What output takes over from file is closed by output itself.
	delete(schema.(map[string]any)["$defs"].(map[string]any)["file"].(map[string]any), "unevaluatedProperties")
	return schema
}
