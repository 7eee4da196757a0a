package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/manifest"
)

// findingsOptions says what becomes of findings.
type findingsOptions struct {
	formats  []string // FORMAT or FORMAT=FILE
	baseline string   // the file of those that are known
	write    bool     // write that file
	failOn   threshold

	targets []target
	known   *finding.Baseline
}

// target is a place where findings are written to.
type target struct {
	format string
	file   string // empty for standard output
}

// lines is the format of findings that the command line itself writes.
const lines = "text"

func addFindings(c *cobra.Command, o *findingsOptions) {
	o.failOn = failOnErrors
	addFailOn(c, &o.failOn)
	c.Flags().StringArrayVar(&o.formats, "format", nil, "write the findings as `FORMAT`, or as FORMAT=FILE into a file: "+strings.Join(findingFormats(), ", ")+"; repeat the flag for several")
	c.Flags().StringVar(&o.baseline, "baseline", "", "findings in this `FILE` are known: only new ones are shown, and fail")
	c.Flags().BoolVar(&o.write, "write-baseline", false, "write the findings of now into the baseline")
	completeValues(c, "format", findingFormats())
}

func findingFormats() []string {
	names := []string{lines}
	for _, f := range finding.Formats() {
		names = append(names, f.Name)
	}
	return names
}

// prepare checks what can be wrong before the work, and reads the baseline,
// which is the manifest's if no flag names one.
func (o *findingsOptions) prepare(m *manifest.Manifest) error {
	o.failOn = o.failOn.or(m.Findings.FailOn)
	known, out := findingFormats(), 0
	for _, f := range o.formats {
		format, file, hasFile := strings.Cut(f, "=")
		switch {
		case !slices.Contains(known, format):
			return fmt.Errorf("--format %s: there is no such format%s", f, byhand.Meant(format, known, "use "+byhand.Enumerate(known, "or")))
		case hasFile && file == "":
			return fmt.Errorf("--format %s: name the file, or leave the = away for standard output", f)
		case !hasFile:
			if out++; out > 1 {
				return fmt.Errorf("--format %s: only one format can go to standard output: write --format %s=FILE", f, f)
			}
		}
		o.targets = append(o.targets, target{format, file})
	}
	if o.baseline == "" {
		o.baseline = m.Findings.Baseline
	}
	if o.baseline == "" {
		if o.write {
			return errors.New("--write-baseline: name the file with --baseline FILE, or in the manifest: findings: {baseline: FILE}")
		}
		return nil
	}
	data, err := batch.ReadFile(o.baseline, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist) && o.write:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no baseline %s: --write-baseline makes one", o.baseline)
	case err != nil:
		return fmt.Errorf("read the baseline %s: %w", o.baseline, err)
	}
	if o.known, err = finding.ReadBaseline(data); err != nil && !o.write {
		return fmt.Errorf("%s %w", filepath.ToSlash(o.baseline), err)
	}
	return nil
}

// judged is what became of findings.
type judged struct {
	counts report.Counts // of those that are not known
	known  int
	gone   int // known ones that are not there any more
}

// judge tells what is known from what is new in documents, and writes the
// findings, and the baseline, where they are to go. Lines for people on
// standard output are the caller's business.
func (a *app) judge(documents []finding.Document, o *findingsOptions) (j judged, err error) {
	if o.write {
		if o.known = finding.NewBaseline(documents); o.known != nil {
			data, err := o.known.Encode()
			if err == nil {
				err = batch.WriteFile(o.baseline, func(w io.Writer) error { _, err := w.Write(data); return err })
			}
			if err != nil {
				return j, fmt.Errorf("write the baseline: %w", err)
			}
		}
	}
	if o.known != nil {
		ids := map[string]bool{}
		for i := range documents {
			ids[documents[i].ID] = true
			j.known += o.known.Mark(&documents[i])
		}
		j.gone = o.known.Gone(ids)
	}
	for _, d := range documents {
		for _, f := range d.Findings {
			if !f.Known && f.Code != finding.CodeFailed && f.Code != finding.CodeBug {
				j.counts.Add(f.Severity)
			}
		}
	}
	r := &finding.Report{Program: "refolio", Version: programVersion(), FailOn: o.failOn.Threshold, Documents: documents}
	for _, t := range o.targets {
		if err := a.writeFindings(r, t); err != nil {
			return j, err
		}
	}
	return j, nil
}

// writeFindings writes r to t.
func (a *app) writeFindings(r *finding.Report, t target) error {
	write := func(w io.Writer) error {
		if t.format == lines {
			return a.printLines(w, r)
		}
		return finding.Write(w, t.format, r)
	}
	if t.file == "" {
		return a.outputFailed(write(a.stdout))
	}
	if err := os.MkdirAll(filepath.Dir(t.file), 0o777); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	if err := batch.WriteFile(t.file, write); err != nil {
		return fmt.Errorf("write the findings: %w", err)
	}
	return nil
}

// printLines prints a finding a line.
func (a *app) printLines(w io.Writer, r *finding.Report) error {
	for _, d := range r.Documents {
		if err := a.printFindings(w, &batch.Report{Source: d.Source, Findings: d.Findings}); err != nil {
			return err
		}
	}
	return nil
}

// judgeBuild is judge for the documents of a build. If nobody asks for each of
// them, their numbers are enough.
func (a *app) judgeBuild(result *batch.Result, o *findingsOptions) (judged, error) {
	if !o.wanted() {
		return judged{counts: result.Report.Summary.Findings}, nil
	}
	documents, err := foundInBuild(result)
	if err != nil {
		return judged{}, err
	}
	return a.judge(documents, o)
}

// toStandardOutput reports whether findings are to be written there, in a
// format that is not for people alone.
func (o *findingsOptions) toStandardOutput() bool {
	return slices.ContainsFunc(o.targets, func(t target) bool { return t.file == "" })
}

// wanted reports whether anybody wants to see each finding.
func (o *findingsOptions) wanted() bool { return len(o.targets) > 0 || o.known != nil || o.write }

// say says what became of the baseline, or "".
func (j judged) say(o *findingsOptions) string {
	var parts []string
	if j.known > 0 {
		parts = append(parts, fmt.Sprintf("%d known", j.known))
	}
	if j.gone > 0 {
		parts = append(parts, fmt.Sprintf("%d in the baseline are gone (--write-baseline takes them out)", j.gone))
	}
	if o.write {
		parts = append(parts, "wrote "+filepath.ToSlash(o.baseline))
	}
	return strings.Join(parts, ", ")
}

// foundIn is what was found in the document of r, with why it failed.
func foundIn(r *batch.Report) finding.Document {
	d := finding.Document{ID: r.ID, Source: sourceName(r.Source), Findings: slices.Clone(r.Findings)}
	if r.Err == nil || errors.Is(r.Err, batch.ErrUnfinished) || isQuietError(r.Err) {
		return d
	}
	for _, err := range r.Errors() {
		code := finding.CodeFailed
		if errors.Is(err, pipeline.ErrBug) {
			code = finding.CodeBug
		}
		d.Findings = append(d.Findings, finding.Finding{Code: code, Severity: finding.Error, Message: err.Error(), Offset: -1})
	}
	return d
}

// foundInBuild lists what was found in the documents of a build.
func foundInBuild(result *batch.Result) (documents []finding.Document, err error) {
	err = result.Documents(func(rd *report.Document) error {
		d := finding.Document{ID: rd.ID, Source: filepath.ToSlash(filepath.Join(result.SourceDir, filepath.FromSlash(rd.Source.Path)))}
		for _, f := range rd.Findings {
			found, err := f.Finding()
			if err != nil {
				return err
			}
			d.Findings = append(d.Findings, found)
		}
		for _, e := range rd.Errors {
			code := finding.CodeFailed
			if e.Kind == report.Bug {
				code = finding.CodeBug
			}
			if e.Kind != report.Stopped {
				d.Findings = append(d.Findings, finding.Finding{Code: code, Severity: finding.Error, Message: e.Message, Output: e.Output, Offset: -1})
			}
		}
		documents = append(documents, d)
		return nil
	})
	return documents, err
}

// programVersion is this program's version: "v1.2.0", or "" if it has none.
func programVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "(devel)" {
		return ""
	}
	return info.Main.Version
}
