package formats_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/formats/markdown"
	"github.com/refolio/refolio/formats/pandoc"
	"github.com/refolio/refolio/formats/pdf"
	"github.com/refolio/refolio/formats/proof"
	"github.com/refolio/refolio/formats/text"
	"github.com/refolio/refolio/pipeline/batch"
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

// addsWords are the switches that put words of the format's own between those of
// the text.
var addsWords = []string{"epub/colophon", "text/inline-notes", "text/link-targets"}

// TestSwitchesKeepTheWords turns on each switch of each format by itself: an
// option may change what a document looks like, but not what it says.
func TestSwitchesKeepTheWords(t *testing.T) {
	for _, f := range formats.All() {
		for i := range reflect.TypeOf(f.NewOptions()).Elem().NumField() {
			options := f.NewOptions()
			field := reflect.ValueOf(options).Elem().Field(i)
			name := f.Name + "/" + reflect.TypeOf(options).Elem().Field(i).Tag.Get("yaml")
			if field.Kind() != reflect.Bool || slices.Contains(addsWords, name) {
				continue
			}
			field.SetBool(true)
			t.Run(name, func(t *testing.T) {
				for _, s := range formattest.Samples()[:2] { // an article and every kind
					var buf bytes.Buffer
					if err := f.Write(t.Context(), &buf, s.Doc, options, func(finding.Finding) {}); err != nil {
						t.Fatal(err)
					}
					formattest.Check(t, s.Doc, buf.Bytes(), formattest.ReaderOf(f.Name))
				}
			})
		}
	}
}

// TestFailedFormatLeavesNothing makes files whose writing fails on the way.
func TestFailedFormatLeavesNothing(t *testing.T) {
	doc := formattest.Long(300)
	doc.Trace = &document.Trace{Lines: func(func(document.Line) bool) {}, Decisions: func(yield func(document.Decision) bool) {
		for n := 0; n < 2000 && yield(document.Decision{Stage: "paragraphs", Kind: "break", Confidence: 0.5, N: n}); n++ {
		}
	}}
	for _, f := range formats.All() {
		for name, fail := range map[string]func(w io.Writer) (context.Context, io.Writer){
			"full disk":     func(w io.Writer) (context.Context, io.Writer) { return t.Context(), &full{w, 5000} },
			"cancelled run": func(w io.Writer) (context.Context, io.Writer) { return cancelledAfter(t, 2), w },
		} {
			dir := t.TempDir()
			err := batch.WriteFile(filepath.Join(dir, "x."+f.Short), func(w io.Writer) error {
				ctx, w := fail(w)
				return f.Write(ctx, w, doc, nil, func(finding.Finding) {})
			})
			left, listErr := os.ReadDir(dir)
			if err == nil || listErr != nil || len(left) > 0 {
				t.Errorf("%s, %s: error %v, left behind %v (%v)", f.Name, name, err, left, listErr)
			}
		}
	}
}

// full is a writer that takes so many bytes.
type full struct {
	w    io.Writer
	left int
}

func (f *full) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return 0, errors.New("no space left on device")
	}
	f.left -= len(p)
	return f.w.Write(p)
}

// cancelledAfter is a context that is done when somebody has looked at it so
// often.
func cancelledAfter(t *testing.T, looks int) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return &watched{ctx, cancel, looks}
}

type watched struct {
	context.Context
	cancel context.CancelFunc
	looks  int
}

func (w *watched) Err() error {
	if w.looks--; w.looks <= 0 {
		w.cancel()
	}
	return w.Context.Err()
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

// What no edition can be made with is said before any is made, and of which
// option it is.
func TestOptionsThatCantBe(t *testing.T) {
	for key, o := range map[string]interface{ Validate() error }{
		"doubtful: ": proof.Options{Doubtful: 1.5},
		"api: ":      pandoc.Options{API: "1.23.1"},
		"columns: ":  text.Options{Columns: -1},
		"notes: ":    &markdown.Options{Notes: markdown.Inline},
		"size: ":     pdf.Options{Size: "500pt"},
	} {
		if err := o.Validate(); err == nil || !strings.HasPrefix(err.Error(), key) {
			t.Errorf("%T: %v, not %s", o, err, key)
		}
	}
	if err := errors.Join(proof.Options{}.Validate(), pandoc.Options{API: "1.22"}.Validate(), text.Options{}.Validate()); err != nil {
		t.Error(err)
	}
}
