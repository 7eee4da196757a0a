package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/refolio/refolio/.ci/corpus"
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

// measure converts the cases under folder into output and scores them. It
// also returns how many could not be converted; they are scored as empty.
func measure(ctx context.Context, scorer, folder, output string) (rows []row, failed int, err error) {
	failed, err = convertAll(ctx, folder, output)
	if err != nil {
		return nil, 0, err
	}
	table := exec.CommandContext(ctx, scorer, "-table", "-json", folder, output)
	table.Stderr = os.Stderr
	out, err := table.Output()
	if err != nil {
		return nil, 0, fmt.Errorf("score %s: %w", folder, err)
	}
	if err := json.Unmarshal(out, &rows); err != nil {
		return nil, 0, fmt.Errorf("read the scores of %s: %w", folder, err)
	}
	return rows[:len(rows)-1], failed, nil // the last row is the total
}

// convertAll writes the Markdown of each case CORPUS/<doc>/<name>.txt to
// output/<doc>/<name>.md, and counts the cases that fail.
func convertAll(ctx context.Context, folder, output string) (failed int, err error) {
	cases, err := corpus.Cases(folder)
	if err != nil {
		return 0, err
	}
	markdown, ok := formats.Find("markdown")
	if !ok {
		return 0, errors.New("there is no format markdown")
	}
	return corpus.Each(ctx, cases, func(i int, data []byte) error {
		result, err := pipeline.Convert(ctx, cases[i].Path, data, pipeline.Config{})
		if err != nil {
			return err
		}
		var out bytes.Buffer
		if err := markdown.Write(ctx, &out, result.Document, nil, func(finding.Finding) {}); err != nil {
			return err
		}
		path := filepath.Join(output, filepath.FromSlash(cases[i].ID())+".md")
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		return os.WriteFile(path, out.Bytes(), 0o666)
	})
}
