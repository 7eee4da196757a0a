package pipeline_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/formats/formattest"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/finding"
)

// volume returns a text of at least size bytes: a whole volume of the corpus,
// or one of our own samples, as often as it takes.
func volume(b *testing.B, size int) []byte {
	b.Helper()
	data, err := os.ReadFile("../../shared/corpus/gibbon-vol1/latex-book.pdftotext.txt")
	if err != nil {
		data, err = os.ReadFile("../testdata/reservoir/latex-perpage.pdftotext.txt")
	}
	if err != nil {
		b.Fatal(err)
	}
	copies := (size + len(data) - 1) / len(data)
	return bytes.Repeat(append(data, '\f'), max(1, copies))
}

// BenchmarkConvert measures the repair by the size of the text: the speeds
// differ little if it is linear. heap/input is the largest heap seen, in
// multiples of the text.
func BenchmarkConvert(b *testing.B) {
	for _, size := range []int{1, 4, 16} {
		data := volume(b, size<<20)
		b.Run(fmt.Sprintf("%dMB", size), func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			runtime.GC()
			peak := watchHeap()
			for b.Loop() {
				if _, err := pipeline.Convert(context.Background(), "volume.txt", data, pipeline.Config{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(peak())/float64(len(data)), "heap/input")
		})
	}
}

// watchHeap looks at the size of the heap until the function that it returns
// is called, which returns by how many bytes it grew at most.
func watchHeap() (peak func() uint64) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, most := m.HeapInuse, m.HeapInuse
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-stopped
		return most - before
	}
}

// BenchmarkWrite measures each writer on a volume, by the size of the text
// that the volume was extracted as.
func BenchmarkWrite(b *testing.B) {
	data := volume(b, 1<<20)
	result, err := pipeline.Convert(context.Background(), "volume.txt", data, pipeline.Config{})
	if err != nil {
		b.Fatal(err)
	}
	for _, f := range formats.All() {
		b.Run(f.Name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if err := f.Write(context.Background(), io.Discard, result.Document, nil, func(finding.Finding) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkAgainstGzip measures the way from extracted text to Markdown on one
// core, in processor time of this process, all threads and the garbage
// collector included, as a multiple of what `gzip -6` takes for the same text,
// run by turns. The aim is at most 1.
func BenchmarkAgainstGzip(b *testing.B) {
	if _, err := exec.LookPath("gzip"); err != nil {
		b.Skip("no gzip here to compare with")
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	data := volume(b, 16<<20) // a second of gzip's time each turn, so that the clock's ticks don't matter
	var ours, gzip time.Duration
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		cmd := exec.Command("gzip", "-6", "-c")
		cmd.Stdin = bytes.NewReader(data)
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		gzip += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()

		start := formattest.ProcessorTime(b)
		convertVolume(b, data)
		runtime.GC() // what was left lying is part of the price
		ours += formattest.ProcessorTime(b) - start
	}
	b.ReportMetric(float64(ours)/float64(gzip), "x-gzip")
	b.ReportMetric(float64(len(data))*float64(b.N)/1e6/ours.Seconds(), "MB/cpu-s")
	b.ReportMetric(float64(len(data))*float64(b.N)/1e6/gzip.Seconds(), "gzip-MB/cpu-s")
}

func convertVolume(b *testing.B, data []byte) {
	result, err := pipeline.Convert(context.Background(), "volume.txt", data, pipeline.Config{})
	if err != nil {
		b.Fatal(err)
	}
	markdown, _ := formats.Find("markdown")
	var out counter
	if err := markdown.Write(context.Background(), &out, result.Document, nil, func(finding.Finding) {}); err != nil || out == 0 {
		b.Fatalf("%d bytes of Markdown: %v", out, err)
	}
}

// counter counts the bytes that are written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
