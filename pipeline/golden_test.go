package pipeline_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/finding"
)

var update = flag.Bool("update", false, "rewrite the golden files; then read what changed")

// TestGolden compares what becomes of whole documents with the Markdown and
// the model that stand beside them in testdata. Convert itself checks that
// nothing is lost.
func TestGolden(t *testing.T) {
	paths, err := filepath.Glob("../testdata/*/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no texts in testdata: %v", err)
	}
	for _, path := range paths {
		stem := strings.TrimSuffix(path, ".txt")
		t.Run(strings.TrimPrefix(filepath.ToSlash(stem), "../testdata/"), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"markdown", "json"} {
				got := convert(t, path, data, name)
				if again := convert(t, path, data, name); !bytes.Equal(got, again) {
					t.Errorf("%s: a second run differs: %s", name, firstDifference(again, got))
				}
				golden(t, stem+extension(t, name), got)
			}
		})
	}
}

// golden compares got with the golden file path, or writes it with -update.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (make golden writes it)", err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s: %s\nIf that is right: make golden", path, firstDifference(got, want))
	}
}

// convert makes an edition of data in the named format.
func convert(t testing.TB, path string, data []byte, format string) []byte {
	t.Helper()
	result, err := pipeline.Convert(context.Background(), path, data, pipeline.Config{})
	if err != nil {
		t.Fatal(err)
	}
	return write(t, result, format)
}

// write writes a converted document in the named format.
func write(t testing.TB, result *pipeline.Result, format string) []byte {
	t.Helper()
	f, ok := formats.Find(format)
	if !ok {
		t.Fatalf("there is no format %s", format)
	}
	var out bytes.Buffer
	if err := f.Write(context.Background(), &out, result.Document, nil, func(finding.Finding) {}); err != nil {
		t.Fatalf("write %s: %v", format, err)
	}
	return out.Bytes()
}

func extension(t *testing.T, format string) string {
	t.Helper()
	f, ok := formats.Find(format)
	if !ok {
		t.Fatalf("there is no format %s", format)
	}
	return "." + f.Short
}
