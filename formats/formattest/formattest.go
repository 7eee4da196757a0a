// Package formattest holds every format to the same promises.
//
// A format passes by being in the list of formats: the test of package
// formats hands each of them to [Run], which writes the documents of
// [Samples] with it and reads them back with an independent program (goldmark,
// an XML parser, pdftotext). Held to are:
//
//   - All words of the document come out, in order.
//   - Every reference leads to its note, and no note is lost.
//   - Text is only text: nothing in it becomes a script, a tag, a link, a
//     heading, whatever it looks like.
//   - The same document gives the same bytes, twice and at the same time, and
//     is not changed.
//   - A context that is done stops the writing; a writer that fails makes it
//     fail, wherever it does.
//
// A new format adds its reader to the table in read.go.
package formattest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Write is how a format writes a document, its options given.
type Write func(ctx context.Context, w io.Writer, doc *document.Document, report func(finding.Finding)) error

// Run tests the format with the given name, which is in the table of readers.
func Run(t *testing.T, name string, write Write) {
	read, ok := readers[name]
	if !ok && !records[name] {
		t.Fatalf("no reader for the format %q in package formattest", name)
	}
	samples := Samples()
	for i := range samples {
		samples[i].Doc = traced(samples[i].Doc)
	}
	article := samples[0].Doc
	if records[name] {
		samples = nil
	} else {
		t.Run("looks at its context", func(t *testing.T) { looksAtContext(t, write) })
		t.Run("generated", func(t *testing.T) { generated(t, write, read, quirks[name]) })
	}
	for _, s := range samples {
		t.Run("words/"+s.Name, func(t *testing.T) { Check(t, s.Doc, output(t, write, s.Doc), read) })
	}
	t.Run("same bytes", func(t *testing.T) { sameBytes(t, write, article) })
	t.Run("cancelled", func(t *testing.T) { cancelled(t, write, article) })
	t.Run("failing writer", func(t *testing.T) { failingWriter(t, write, article) })
	t.Run("empty", func(t *testing.T) {
		_ = write(t.Context(), io.Discard, &document.Document{}, ignore) // may be refused, must not panic
	})
}

// quirk is what is to be considered with a format.
type quirk struct {
	few   bool              // it is read back by another program: few documents must do
	lacks *strings.Replacer // the letters of [Generate] for which it has no glyphs, as it reports
}

var quirks = map[string]quirk{
	"pdf":    {true, strings.NewReplacer("汉字", "λ", "𐌰", "ß", "😀", "Я")},
	"pandoc": {few: true},
}

// generated writes random documents and reads them back.
func generated(t *testing.T, write Write, read Reader, q quirk) {
	seeds := 200
	if q.few {
		seeds = 12
	}
	for seed := range uint64(seeds) {
		doc := Generate(rand.New(rand.NewPCG(seed, 17)))
		Tidy(doc, q.lacks)
		if first := &doc.Blocks[0]; first.Kind == document.Title { // a format may show either
			doc.Meta.Title = strings.Join(strings.Fields(document.PlainText(first.Content)), " ")
		}
		doc = traced(doc)
		Check(t, doc, output(t, write, doc), read)
		if t.Failed() {
			var buf bytes.Buffer
			_ = document.Encode(&buf, doc)
			t.Fatalf("seed %d:\n%s", seed, &buf)
		}
	}
}

func ignore(finding.Finding) {}

// output returns what write makes of doc.
func output(t testing.TB, write Write, doc *document.Document) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := write(t.Context(), &buf, doc, ignore); err != nil {
		t.Fatalf("write: %v", err)
	}
	return buf.Bytes()
}

// Check reads data, which is doc in some format, and compares the two.
func Check(t testing.TB, doc *document.Document, data []byte, read Reader) {
	t.Helper()
	got, err := read(t, data)
	if err != nil {
		t.Fatalf("read back: %v", err)
	}
	for _, problem := range Compare(doc, got) {
		t.Error(problem)
	}
}

func sameBytes(t *testing.T, write Write, doc *document.Document) {
	var before, after bytes.Buffer
	if err := document.Encode(&before, doc); err != nil {
		t.Fatal(err)
	}
	want := output(t, write, doc)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			var buf bytes.Buffer
			if err := write(t.Context(), &buf, doc, ignore); err != nil {
				t.Errorf("at the same time: %v", err)
			} else if !bytes.Equal(buf.Bytes(), want) {
				t.Error("other bytes when written at the same time")
			}
		})
	}
	wg.Wait()
	if err := document.Encode(&after, doc); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Bytes(), after.Bytes()) {
		t.Error("the document was changed")
	}
}

func cancelled(t *testing.T, write Write, doc *document.Document) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := write(ctx, io.Discard, doc, ignore); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

// watched is a context that is done once it has been looked at so many times.
type watched struct {
	context.Context
	cancel context.CancelFunc
	mu     sync.Mutex
	looks  int
	limit  int
}

func (c *watched) look() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.looks++; c.looks == c.limit {
		c.cancel()
	}
}

func (c *watched) Err() error            { c.look(); return c.Context.Err() }
func (c *watched) Done() <-chan struct{} { c.look(); return c.Context.Done() }

// looksAtContext cancels in the middle of a long document.
func looksAtContext(t *testing.T, write Write) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	doc := traced(Long(2000))
	if err := write(&watched{Context: ctx, cancel: cancel, limit: 3}, io.Discard, doc, ignore); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled in the middle: got %v, want context.Canceled", err)
	}
}

// errDisk is what a full disk says.
var errDisk = errors.New("no space left")

// limited takes so many bytes and fails.
type limited struct{ left int }

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.left {
		n := l.left
		l.left = 0
		return n, errDisk
	}
	l.left -= len(p)
	return len(p), nil
}

func failingWriter(t *testing.T, write Write, doc *document.Document) {
	size := len(output(t, write, doc))
	for _, n := range []int{0, 1, 100, size / 3, size / 2, size - 1} {
		if err := write(t.Context(), &limited{n}, doc, ignore); !errors.Is(err, errDisk) {
			t.Errorf("writer that fails after %d of %d bytes: got %v", n, size, err)
		}
	}
	if err := write(t.Context(), &limited{size}, doc, ignore); err != nil {
		t.Errorf("writer that takes all: got %v", err)
	}
}

// excerpt shows where two runs of words part.
func excerpt(words []string, at int) string {
	from, to := max(0, at-4), min(len(words), at+6)
	if from > to {
		return ""
	}
	s := slices.Clone(words[from:to])
	if i := at - from; i >= 0 && i < len(s) {
		s[i] = "»" + s[i]
	}
	return strings.Join(s, " ")
}
