package epub

import (
	"fmt"
	"io"
	"testing"

	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline/document"
)

// BenchmarkWrite writes a volume of 290,000 words and 1,900 notes, a book of
// 48,000 words, and books of ever more chapters: the time a chapter is not to
// grow with their number.
func BenchmarkWrite(b *testing.B) {
	for _, chapters := range []int{100, 1000, 3000} {
		doc := &document.Document{Meta: document.Meta{Title: "Chapters", Language: "en"}}
		for i := range chapters {
			doc.Blocks = append(doc.Blocks, formattest.Head(1, fmt.Sprint("Chapter ", i)), sized(4000))
		}
		b.Run(fmt.Sprintf("chapters=%d", chapters), func(b *testing.B) { benchmark(b, doc) })
	}
	for _, s := range formattest.Corpus(b) {
		if s.Name == "gibbon-vol1" || s.Name == "mill-liberty" {
			b.Run(s.Name, func(b *testing.B) { benchmark(b, s.Doc) })
		}
	}
}

func benchmark(b *testing.B, doc *document.Document) {
	for b.Loop() {
		if err := Write(b.Context(), io.Discard, doc, Options{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}
