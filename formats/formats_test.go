package formats_test

import (
	"context"
	"io"
	"testing"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

func TestEveryFormatKeepsItsPromises(t *testing.T) {
	for _, f := range formats.All() {
		t.Run(f.Name, func(t *testing.T) {
			formattest.Run(t, f.Name, func(ctx context.Context, w io.Writer, doc *document.Document, report func(finding.Finding)) error {
				return f.Write(ctx, w, doc, f.NewOptions(), report)
			})
		})
	}
}

func TestNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range formats.All() {
		for _, name := range []string{f.Name, f.Short} {
			if seen[name] && f.Name != f.Short {
				t.Errorf("%q stands twice", name)
			}
			seen[name] = true
			if got, ok := formats.Find(name); !ok || got.Name != f.Name {
				t.Errorf("Find(%q) is %q, %v", name, got.Name, ok)
			}
		}
		if f.MediaType == "" || f.Summary == "" {
			t.Errorf("%s is not described", f.Name)
		}
	}
	if _, ok := formats.Find("docx"); ok {
		t.Error("found a format that does not exist")
	}
}

func TestNilOptionsAreTheDefaults(t *testing.T) {
	doc := *formattest.Samples()[0].Doc
	doc.Trace = &document.Trace{}
	for _, f := range formats.All() {
		if err := f.Write(t.Context(), io.Discard, &doc, nil, func(finding.Finding) {}); err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}
