package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/finding"
)

// row is what the scorer says of a case, as far as it is used here.
type row struct {
	ID        string  `json:"id"` // "gibbon-28/latex-book.pdftotext"
	Rendering string  `json:"rendering"`
	Extractor string  `json:"extractor"`
	Lang      string  `json:"lang"`
	CPK       float64 `json:"cpk"`
	Recall    float64 `json:"recall"`
	Refs      struct {
		Right   int `json:"right"`
		Missing int `json:"missing"`
		Wrong   int `json:"wrong"`
	} `json:"refs"`
}

// ocr reports whether the case's text was read from page images.
func (r row) ocr() bool { return r.Extractor == "tesseract" }

// measure converts the cases under corpus into output and scores them. It
// also returns how many could not be converted; they are scored as empty.
func measure(ctx context.Context, scorer, corpus, output string) (rows []row, failed int, err error) {
	failed, err = convertAll(ctx, corpus, output)
	if err != nil {
		return nil, 0, err
	}
	table := exec.CommandContext(ctx, scorer, "-table", "-json", corpus, output)
	table.Stderr = os.Stderr
	out, err := table.Output()
	if err != nil {
		return nil, 0, fmt.Errorf("score %s: %w", corpus, err)
	}
	if err := json.Unmarshal(out, &rows); err != nil {
		return nil, 0, fmt.Errorf("read the scores of %s: %w", corpus, err)
	}
	return rows[:len(rows)-1], failed, nil // the last row is the total
}

// convertAll converts every text under corpus, as many at once as there are
// processors, and counts those that fail.
func convertAll(ctx context.Context, corpus, output string) (failed int, err error) {
	paths, err := filepath.Glob(filepath.Join(corpus, "*", "*.txt"))
	if err != nil {
		return 0, err
	}
	var wg sync.WaitGroup
	var failures atomic.Int32
	queue := make(chan string)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for path := range queue {
				if err := convert(ctx, path, output); err != nil {
					fmt.Fprintf(os.Stderr, "score: %s: %v\n", path, err)
					failures.Add(1)
				}
			}
		})
	}
	for _, path := range paths {
		queue <- path
	}
	close(queue)
	wg.Wait()
	return int(failures.Load()), ctx.Err()
}

// convert writes the Markdown of the text .../<doc>/<name>.txt to
// output/<doc>/<name>.md.
func convert(ctx context.Context, path, output string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	result, err := pipeline.Convert(ctx, path, data, pipeline.Config{})
	if err != nil {
		return err
	}
	markdown, ok := formats.Find("markdown")
	if !ok {
		return fmt.Errorf("there is no format markdown")
	}
	var out bytes.Buffer
	if err := markdown.Write(ctx, &out, result.Document, nil, func(finding.Finding) {}); err != nil {
		return err
	}
	dir, name := filepath.Split(path)
	dir = filepath.Join(output, filepath.Base(dir))
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, strings.TrimSuffix(name, ".txt")+".md"), out.Bytes(), 0o666)
}
