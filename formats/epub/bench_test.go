package epub

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"testing"
	"time"

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
		b.Run(fmt.Sprintf("chapters=%d", chapters), func(b *testing.B) {
			var ours time.Duration
			for b.Loop() {
				ours += writeTime(b, doc)
			}
			b.ReportMetric(float64(ours.Microseconds())/float64(b.N*chapters), "cpu-µs/chapter")
		})
	}
	for _, s := range formattest.Corpus(b) {
		if s.Name == "gibbon-vol1" || s.Name == "mill-liberty" {
			b.Run(s.Name, func(b *testing.B) { benchmark(b, s.Doc) })
		}
	}
}

// benchmark reports the processor time of all threads as a multiple of what
// `gzip -6` takes, by turns, for the words of doc.
func benchmark(b *testing.B, doc *document.Document) {
	text := wordsOf(doc)
	var ours, gzip time.Duration
	for b.Loop() {
		ours += writeTime(b, doc)
		gzip += gzipTime(b, text)
	}
	if gzip > 0 {
		b.ReportMetric(float64(ours)/float64(gzip), "x-gzip")
	}
	b.ReportMetric(float64(ours.Microseconds())/1e3/float64(b.N), "cpu-ms/op")
}

func writeTime(b *testing.B, doc *document.Document) time.Duration {
	start := formattest.ProcessorTime(b)
	if err := Write(b.Context(), io.Discard, doc, Options{}, nil); err != nil {
		b.Fatal(err)
	}
	return formattest.ProcessorTime(b) - start
}

// wordsOf is the text of doc and its notes.
func wordsOf(doc *document.Document) []byte {
	var text bytes.Buffer
	write := func(blocks []document.Block) {
		for leaf := range document.Leaves(blocks) {
			text.WriteString(document.PlainText(leaf.Content))
			text.WriteByte('\n')
		}
	}
	write(doc.Blocks)
	for i := range doc.Notes {
		write(doc.Notes[i].Blocks)
	}
	return text.Bytes()
}

// gzipTime is the processor time of `gzip -6` for text, 0 if it isn't installed.
func gzipTime(b *testing.B, text []byte) time.Duration {
	path, err := exec.LookPath("gzip")
	if err != nil {
		return 0
	}
	cmd := exec.Command(path, "-6", "-c")
	cmd.Stdin = bytes.NewReader(text)
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
}
