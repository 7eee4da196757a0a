package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/compare"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/manifest"
)

// The ends of the names of the files of a run.
const (
	ledgerEnd = ".ledger.jsonl"
	modelEnd  = ".json"
)

type diffOptions struct {
	before, after string
	sources       string // a folder with the sources of ledgers
	summary, json bool
	encoding      string
	maxInput      manifest.Size
}

func newDiff(a *app) *cobra.Command {
	o := diffOptions{maxInput: batch.MaxInput}
	c := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Compare two runs decision by decision and word by word",
		Long: `Compare two runs over a document, or over a whole archive, decision by decision
and word by word: to review an upgrade of refolio, another extraction of a text,
or what fixes did. OLD and NEW are each

  a text             what refolio makes of it now, with the fixes beside it
  FILE` + ledgerEnd + `  what was decided (-t ledger), and the words too if FILE` + modelEnd + `
                     stands beside it, or the text itself
  FILE` + modelEnd + `          a document's model (-t json): the words alone
  a folder           all ledgers and models in it; those of one name are compared

A decision that only OLD has begins with -, one that only NEW has with +, and one
that was changed with ~. Words are shown as [-old-]{+new+} between a few that both
have.

To keep what a later version can be compared with, write ledgers and models:

  outputs: {ledger: {}, json: {}}`,
		Example: `  refolio diff dist.1.4 dist.1.5                     an archive before and after an upgrade
  refolio diff --summary dist.1.4 dist.1.5           one line a document
  refolio diff dist/book.ledger.jsonl book.txt       what this version does otherwise
  refolio diff book.pdftotext.txt book.mutool.txt    two extractions of one book`,
		Annotations: map[string]string{moreCodes: "1 4 130 143"},
		Args:        arguments(2, 2, "OLD and NEW"),
		RunE: func(c *cobra.Command, args []string) error {
			o.before, o.after = args[0], args[1]
			return a.diff(c.Context(), o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.summary, "summary", false, "print one line a document")
	f.BoolVar(&o.json, "json", false, "print one JSON object a document")
	f.StringVar(&o.sources, "sources", "", "the `FOLDER` with the texts of the ledgers, for their words")
	addEncoding(c, &o.encoding, &o.maxInput)
	return c
}

// pair is two runs over one document; the path of one is empty if it is
// missing.
type pair struct{ id, before, after string }

// diff compares runs. It ends with status 1 if there are differences.
func (a *app) diff(ctx context.Context, o diffOptions) error {
	pairs, err := o.pairs()
	if err != nil {
		return err
	}
	out := bufio.NewWriter(a.stdout)
	compared, differ, failed, code := 0, 0, 0, exitFine
	for _, p := range pairs {
		if ctx.Err() != nil {
			break
		}
		d, at, err := a.diffPair(ctx, o, p)
		if ctx.Err() != nil {
			break
		}
		compared++
		if err != nil {
			code = max(code, codeOf(err))
			failed++
			fmt.Fprintln(a.stderr, a.line(a.stderr, filepath.ToSlash(at), "error", err.Error()))
			continue
		}
		if d == nil || !d.Same() {
			differ++
			code = max(code, exitFindings)
		}
		if err := o.print(out, p, d); err != nil {
			return a.outputFailed(err)
		}
	}
	if err := a.outputFailed(out.Flush()); err != nil {
		return err
	}
	var failures string
	if failed > 0 {
		failures = fmt.Sprintf("%d failed", failed)
	}
	a.summarize(plural(compared, "document"), fmt.Sprintf("%d of them changed", differ), failures)
	switch {
	case compared < len(pairs):
		return ctx.Err()
	case code != exitFine:
		return status(code)
	}
	return nil
}

// pairs lists what is to be compared, in the order of the names.
func (o *diffOptions) pairs() ([]pair, error) {
	before, err := runsIn(o.before)
	if err != nil {
		return nil, err
	}
	after, err := runsIn(o.after)
	if err != nil {
		return nil, err
	}
	switch {
	case before == nil && after == nil:
		return []pair{{filepath.ToSlash(o.after), o.before, o.after}}, nil
	case before == nil || after == nil:
		return nil, errors.New("OLD and NEW must both be folders, or neither")
	}
	byID := map[string]pair{}
	for id, path := range before {
		byID[id] = pair{id: id, before: path}
	}
	for id, path := range after {
		p := byID[id]
		p.id, p.after = id, path
		byID[id] = p
	}
	pairs := make([]pair, 0, len(byID))
	for _, p := range byID {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(p, q pair) int { return strings.Compare(p.id, q.id) })
	if len(pairs) == 0 {
		return nil, fmt.Errorf("neither folder has a file FILE%s or FILE%s", ledgerEnd, modelEnd)
	}
	return pairs, nil
}

// runsIn lists the runs in a folder by the IDs of their documents: the ledger,
// or the model if there is none. It is nil if path is no folder.
func runsIn(path string) (map[string]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.ToSlash(path), bare(err))
	}
	if !info.IsDir() {
		return nil, nil
	}
	entries, err := os.ReadDir(path)
	if err != nil {
		return nil, err
	}
	runs := map[string]string{}
	for _, end := range []string{modelEnd, ledgerEnd} {
		for _, e := range entries {
			if id, ok := strings.CutSuffix(e.Name(), end); ok && id != "" && id != "report" && e.Type().IsRegular() {
				runs[id] = filepath.Join(path, e.Name())
			}
		}
	}
	return runs, nil
}

// diffPair compares two runs. It returns nil if one is missing. An error is
// about what is called at.
func (a *app) diffPair(ctx context.Context, o diffOptions, p pair) (d *compare.Diff, at string, err error) {
	if p.before == "" || p.after == "" {
		return nil, p.id, nil
	}
	before, err := o.run(ctx, p.before, p.after)
	if err != nil {
		return nil, p.before, err
	}
	after, err := o.run(ctx, p.after, p.before)
	if err != nil {
		return nil, p.after, err
	}
	if d = compare.Runs(before, after); !d.Decided && !d.Worded {
		return nil, p.id, errors.New("one has decisions and the other words, so that nothing can be compared: name the folder with the text with --sources")
	}
	return d, p.id, nil
}

// run finds out what is known of the run in the file path; other is the file
// that it is compared with, which may be its text.
func (o *diffOptions) run(ctx context.Context, path, other string) (*compare.Run, error) {
	data, err := batch.ReadFile(path, int64(o.maxInput))
	if err != nil {
		return nil, err
	}
	if document.IsLedger(data) {
		return o.ledgerRun(ctx, path, other, data)
	}
	if reader, ok := formats.ReaderFor("", path, data); ok {
		doc, err := reader.Read(ctx, data, func(finding.Finding) {})
		if err != nil {
			return nil, err
		}
		return &compare.Run{Name: path, Document: doc}, nil
	}
	beside, err := batch.ReadFixes(path)
	if err != nil {
		return nil, err
	}
	result, err := pipeline.Convert(ctx, path, data, pipeline.Config{Encoding: o.encoding, Fixes: beside.Fixes()})
	if err != nil {
		return nil, err
	}
	return compare.Of(result.Document), nil
}

// ledgerRun is the run of a ledger. Its words are those of the model beside
// it, or those that the ledger makes of its text, if that is to be found.
func (o *diffOptions) ledgerRun(ctx context.Context, path, other string, data []byte) (*compare.Run, error) {
	l, err := document.DecodeLedger(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	r := &compare.Run{Name: l.Source.Name, Ledger: l}
	for _, text := range []string{other, filepath.Join(filepath.Dir(path), l.Source.Name), filepath.Join(o.sources, l.Source.Name)} {
		data, err := batch.ReadFile(text, int64(o.maxInput))
		if err != nil || document.IsLedger(data) {
			continue
		}
		if result, err := pipeline.Replay(ctx, text, data, "", l); err == nil {
			r.Document, r.Text = result.Document, result.Source.Text
			return r, nil
		}
	}
	if id, ok := strings.CutSuffix(path, ledgerEnd); ok {
		if data, err := batch.ReadFile(id+modelEnd, int64(o.maxInput)); err == nil && document.IsJSON(data) {
			r.Document, err = document.Decode(data)
			return r, err
		}
	}
	return r, nil
}
