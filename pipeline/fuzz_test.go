package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/refolio/refolio/pipeline"
)

// FuzzConvert damages texts in the ways of extractors and asks for what holds
// of every text: Convert neither panics nor finds a bug in refolio (that is,
// nothing is lost), it answers in good time, and its decisions are fit for
// the ledger.
//
// The texts that it begins with are windows of our own samples and, where it
// lies beside the module, of the corpus. edits says how the text is damaged,
// see damage; the fuzzer changes the text by bytes besides.
func FuzzConvert(f *testing.F) {
	for i, window := range windows(f) {
		f.Add(window, []byte{})
		f.Add(window, []byte{byte(i), 7, byte(3 * i), 40, byte(5 * i), 90})
	}
	f.Fuzz(func(t *testing.T, text, edits []byte) {
		if len(text) > longestFuzzed {
			return
		}
		text = damage(text, edits)
		start := time.Now()
		result, err := pipeline.Convert(context.Background(), "fuzzed.txt", text, pipeline.Config{})
		if took := time.Since(start); took > slowest {
			t.Errorf("%d bytes took %v", len(text), took)
		}
		if errors.Is(err, pipeline.ErrBug) {
			t.Fatal(err)
		}
		if err != nil {
			return // no text
		}
		for _, f := range result.Findings {
			if f.Code == pipeline.CodeGaveWay {
				t.Error(f.Message)
			}
		}
		for _, d := range result.Ledger {
			if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(result.Source.Text) {
				t.Errorf("%s: a decision outside of the text: %+v", d.Kind, d)
			}
			if d.Stage == "" || d.Why == "" || !(d.Confidence > 0 && d.Confidence <= 1) {
				t.Errorf("%s: a decision without stage, reason or confidence: %+v", d.Kind, d)
			}
		}
	})
}

const (
	windowSize    = 6 << 10          // bytes of a text to begin with: two or three pages
	longestFuzzed = 64 << 10         // bytes
	slowest       = 10 * time.Second // what takes so long hangs, on the slowest of machines
)

// windows cuts a piece out of the middle of each text.
func windows(f *testing.F) (windows [][]byte) {
	own, err := filepath.Glob("../testdata/*/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	shared, err := filepath.Glob("../../shared/corpus/*/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range append(own, shared...) {
		text, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		from := max(0, len(text)/2-windowSize/2)
		windows = append(windows, text[from:min(len(text), from+windowSize)])
	}
	return windows
}

// damage does to a text what extractors do. Each pair of bytes in edits is an
// operation and the line it begins with, as a share of all lines.
func damage(text, edits []byte) []byte {
	lines := bytes.SplitAfter(slices.Clone(text), []byte("\n"))
	for ; len(edits) >= 2 && len(lines) > 1; edits = edits[2:] {
		i := int(edits[1]) * (len(lines) - 1) / 256
		switch line := lines[i]; edits[0] % 16 {
		case 0: // a line is lost
			lines = slices.Delete(lines, i, i+1)
		case 1: // or printed twice
			lines = slices.Insert(lines, i, line)
		case 2: // two lines change places
			lines[i], lines[i+1] = lines[i+1], lines[i]
		case 3: // or run together
			lines[i] = bytes.TrimRight(line, "\r\n")
		case 4:
			lines = slices.Insert(lines, i, []byte("\n"))
		case 5: // a page ends
			lines = slices.Insert(lines, i, []byte("\f"))
		case 6: // a folio, or a reference mark on a line of its own
			lines = slices.Insert(lines, i, []byte{'0' + edits[1]%10, '\n'})
		case 7: // a note
			lines = slices.Insert(lines, i, append([]byte{'1' + edits[1]%9, ' '}, line...))
		case 8: // a mark behind the line
			lines[i] = append(bytes.TrimRight(slices.Clone(line), "\n"), '1'+edits[1]%9, '\n')
		case 9: // a hyphen at its end
			lines[i] = append(bytes.TrimRight(slices.Clone(line), "\n"), '-', '\n')
		case 10: // a symbol as a mark
			lines[i] = append([]byte("*"), line...)
		case 11: // an indent
			lines[i] = append(bytes.Repeat([]byte(" "), int(edits[1]%40)), line...)
		case 12: // a gutter
			lines[i] = bytes.Replace(line, []byte(" "), []byte("      "), 1)
		case 13: // the page is printed in another order
			half := len(lines) / 2
			lines = append(slices.Clone(lines[half:]), lines[:half]...)
		case 14: // all capitals
			lines[i] = bytes.ToUpper(line)
		case 15: // many times the same
			for range 20 {
				lines = slices.Insert(lines, i, line)
			}
		}
	}
	return bytes.Join(lines, nil)
}
