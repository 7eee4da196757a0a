package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/refolio/refolio/formats/epub"
	"github.com/refolio/refolio/formats/formattest"
)

// Both readers find in a book what its model holds, and notice what is missing.
func TestReadersFindTheModel(t *testing.T) {
	for _, s := range formattest.Samples() {
		if s.Name != "article" && s.Name != "every kind" && s.Name != "stray notes" {
			continue
		}
		var book bytes.Buffer
		if err := epub.Write(t.Context(), &book, s.Doc, epub.Options{Colophon: true}, nil); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "book.epub")
		if err := os.WriteFile(path, book.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		want := contentOf(s.Doc)
		got, err := readBook(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := want.differs(got); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		if len(got.words) == 0 {
			continue
		}
		got.words = got.words[1:]
		if want.differs(got) == nil {
			t.Errorf("%s: a lost word is not noticed", s.Name)
		}
	}
}

func TestGeneratedBookIsTheSame(t *testing.T) {
	var a, b strings.Builder
	if err := generate(&a, 9000); err != nil {
		t.Fatal(err)
	}
	if err := generate(&b, 9000); err != nil {
		t.Fatal(err)
	}
	if n := len(strings.Fields(a.String())); a.String() != b.String() || n < 9000 || n > 20000 {
		t.Errorf("%d words, or another book", n)
	}
}
