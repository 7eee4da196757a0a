package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/report"
)

// The names of what a build leaves beside the editions.
const (
	reportName = report.FileName
	pageName   = report.PageName
)

// tell says at the end of a build what became of it: the findings if somebody
// wants to see each, why documents failed, a table, and where the report is.
func (a *app) tell(ctx context.Context, result *batch.Result, show *display, output string, found judged, o *buildOptions) error {
	if a.verbose {
		if err := a.printDocuments(result, output); err != nil {
			return err
		}
	}
	for _, f := range show.sorted() {
		a.printErrors(f.source, f.errs)
	}
	if a.quiet {
		return nil
	}
	if s := result.Stale; s != nil {
		a.summarize(fmt.Sprintf("the last run in %s, by %s, did not end well: what it had finished is kept", output, s))
	}
	if n := result.Report.Run.Damaged; n > 0 {
		a.summarize("the cache was damaged: " + plural(n, "entry") + " not used, and made anew")
	}
	if result.CacheError != "" {
		a.summarize("the next run can't profit from this one: " + result.CacheError)
	}
	a.printTable(a.stderr, result, show)
	if n := len(result.Leftover); n > 0 {
		a.summarize(fmt.Sprintf("left over from earlier runs: %s in %s; `%s` removes what nobody has changed", plural(n, "file"), output, o.command("clean")))
	}
	parts := []string{fmt.Sprintf("report: %s, %s", filepath.ToSlash(result.Page), reportName)}
	if list := foundOf(found.counts); list != "" {
		if !a.verbose {
			list += " (-v shows more)"
		}
		parts = append([]string{list}, parts...)
	}
	a.summarize(append(parts, found.say(&o.findings), stopped(ctx))...)
	return nil
}

// printDocuments prints all findings, and the files that this run has written.
func (a *app) printDocuments(result *batch.Result, output string) error {
	return result.Documents(func(d *report.Document) error {
		source := filepath.Join(result.SourceDir, filepath.FromSlash(d.Source.Path))
		r := batch.Report{Source: source}
		for _, f := range d.Findings {
			found, err := f.Finding()
			if err != nil {
				return err
			}
			r.Findings = append(r.Findings, found)
		}
		if err := a.printFindings(a.stderr, &r); err != nil {
			return err
		}
		if d.Cache == report.Kept {
			return nil
		}
		for _, o := range d.Outputs {
			fmt.Fprintln(a.stderr, "wrote "+visible(filepath.ToSlash(filepath.Join(output, filepath.FromSlash(o.Path)))))
		}
		return nil
	})
}

// row is a line of the table.
type row struct {
	name string
	tally
}

// printTable prints what became of the documents:
//
//	            documents   files      size
//	made               12      36    4.1 MB
//	unchanged        9988   29964    3.1 GB
func (a *app) printTable(w io.Writer, result *batch.Result, show *display) {
	s := result.Report.Summary
	all := tally{s.Documents, s.Files, s.OutputBytes}
	made, restored, failed := show.tallies[report.Made], show.tallies[report.Restored], show.tallies[""]
	kept := tally{result.Report.Run.Kept, all.files, all.size}
	for _, t := range []tally{made, restored, failed} {
		kept.files -= t.files
		kept.size -= t.size
	}
	cut := tally{documents: s.Unfinished}
	failed.documents = s.Failed
	var rows []row
	for _, r := range []row{{"made", made}, {"from the cache", restored}, {"as they were", kept}, {"failed", failed}, {"not finished", cut}} {
		if r.documents > 0 {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		fmt.Fprintln(w, "no documents")
		return
	}
	if len(rows) > 1 {
		rows = append(rows, row{"together", all})
	}
	fmt.Fprintf(w, "%-15s %9s %7s %9s\n", "", "documents", "files", "size")
	for _, r := range rows {
		fmt.Fprintf(w, "%-15s %9d %7d %9s\n", r.name, r.documents, r.files, size(r.size))
	}
	if took := time.Duration(result.Report.Run.Seconds * float64(time.Second)); took >= logEvery {
		fmt.Fprintf(w, "in %s, %.1f documents a second\n", took.Round(time.Second), float64(show.done)/took.Seconds())
	}
}

// foundOf returns "1 error, 2 warnings", or "" if nothing was found that is
// worse than a remark.
func foundOf(c report.Counts) string {
	var parts []string
	if c.Error > 0 {
		parts = append(parts, plural(c.Error, "error"))
	}
	if c.Warning > 0 {
		parts = append(parts, plural(c.Warning, "warning"))
	}
	return strings.Join(parts, ", ")
}

// verdict is the error with which a build ends that left so many documents
// unfinished: a status, or nil.
func (d *display) verdict(ctx context.Context, unfinished int, found report.Counts, failOn threshold) error {
	code := d.code
	if s, any := worst(found); any && failOn.Reached(s) {
		code = max(code, exitFindings)
	}
	if signal, ok := interruptOf(ctx); ok && code == exitFine && unfinished > 0 {
		code = signal.code()
	}
	if code == exitFine {
		return nil
	}
	return status(code)
}
