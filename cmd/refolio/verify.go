package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/manifest"
)

func newVerify(a *app) *cobra.Command {
	var o buildOptions
	c := &cobra.Command{
		Use:   "verify [-f MANIFEST] [-o DIR]",
		Short: "Prove that an output folder belongs to its manifest and texts",
		Long: `Prove by hashes that an output folder belongs to its manifest and its texts: that
DIR/` + reportName + ` tells of the documents of the manifest and no others, that texts,
fixes and configuration are those of which the editions were made, that each
edition is the one that was written, and that no file is there that nobody asked
for. Nothing is made anew; ` + "`refolio build --locked`" + ` does that, and compares.

Each difference is a line on standard output.`,
		Example: `  refolio verify                       the output folder of manifest.yaml
  refolio verify -o /srv/books         a copy of it`,
		Annotations: map[string]string{moreCodes: "1 130 143"},
		Args:        arguments(0, 0, "no arguments"),
		RunE:        func(c *cobra.Command, _ []string) error { return a.verify(c.Context(), o) },
	}
	c.Flags().StringVarP(&o.manifest, "file", "f", manifest.DefaultName, "the `MANIFEST`")
	addProfiles(c, &o.profiles)
	c.Flags().StringVarP(&o.output, "output", "o", "", "look into `DIR` instead of the manifest's output folder")
	return c
}

// verify compares an output folder with what its manifest and texts are now.
func (a *app) verify(ctx context.Context, o buildOptions) error {
	jobs, _, output, err := a.plan(o)
	if err != nil {
		return err
	}
	found, head, err := batch.Verify(ctx, jobs, filepath.FromSlash(output), o.manifest)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return a.endedWith(err)
	}
	if err := a.outputFailed(a.printDifferences(found, o)); err != nil {
		return err
	}
	if len(found) > 0 {
		a.summarize(fmt.Sprintf("%s does not belong to %s: %s", output, o.manifest, plural(len(found), "difference")))
		return status(exitFindings)
	}
	said := ""
	if head.Program != programLabel() {
		said = "it was made by " + head.Program + ", this is " + programLabel()
	}
	a.summarize(fmt.Sprintf("%s belongs to %s: %s of %s, all hashes are right", output, o.manifest, plural(head.Summary.Files, "file"), plural(head.Summary.Documents, "document")), said)
	return nil
}

// printDifferences prints a difference a line.
func (a *app) printDifferences(found []batch.Difference, o buildOptions) error {
	out := bufio.NewWriter(a.stdout)
	for _, d := range found {
		place := d.Path
		if place == "" {
			place = d.ID
		}
		message := d.Message
		if d.See != "" {
			o := o
			if d.See != "clean" { // the others know no output folder
				o.output = ""
			}
			message += ": see `" + o.command(d.See) + "`"
		}
		fmt.Fprintf(out, "%s\n", a.line(a.stdout, place, "error", message))
	}
	return out.Flush()
}

// buildLocked makes the editions in a folder for the while, and compares them
// with those in the output folder, which is left as it is.
func (a *app) buildLocked(ctx context.Context, o buildOptions, m *manifest.Manifest, jobs []batch.Job, output string) error {
	if len(o.ids) > 0 {
		return errors.New("--locked is about the whole output folder: leave the IDs away")
	}
	dir, err := os.MkdirTemp("", "refolio-locked-")
	if err != nil {
		return fmt.Errorf("make a folder to compare with: %w", err)
	}
	defer os.RemoveAll(dir)
	if err := moveOutputs(jobs, filepath.FromSlash(output), dir); err != nil {
		return err
	}
	options, err := a.batchOptions(o, m, dir)
	if err != nil {
		return err
	}
	options.States = "" // of a folder that is gone soon
	show, result, judged, err := a.make(ctx, jobs, options, &o.findings)
	if err != nil {
		return err
	}
	defer result.Close()
	for _, f := range show.sorted() {
		a.printErrors(f.source, f.errs)
	}
	found, err := batch.Compare(filepath.FromSlash(output), result.Documents)
	if err != nil {
		return a.endedWith(err)
	}
	if !o.findings.toStandardOutput() {
		err = a.outputFailed(a.printDifferences(found, o))
	}
	if err != nil {
		return err
	}
	s := result.Report.Summary
	var said string
	switch {
	case len(found) > 0:
		said = fmt.Sprintf("%s is locked and would change: %s", output, plural(len(found), "file"))
	case s.Failed+s.Unfinished > 0:
		said = fmt.Sprintf("%s was compared in part: %s", output, plural(s.Files, "file"))
	default:
		said = fmt.Sprintf("%s is what %s makes: %s", output, o.manifest, plural(s.Files, "file"))
	}
	var why string
	if signal, ok := interruptOf(ctx); ok {
		why = signal.Error()
	}
	a.summarize(said, notMade(&s), why, judged.say(&o.findings))
	end := show.verdict(ctx, s.Unfinished, judged.counts, o.findings.failOn)
	if end == nil && len(found) > 0 {
		return status(exitFindings)
	}
	return end
}

// notMade says how many documents have no editions, or nothing if all have.
func notMade(s *report.Summary) string {
	var parts []string
	if s.Failed > 0 {
		parts = append(parts, plural(s.Failed, "document")+" failed")
	}
	if s.Unfinished > 0 {
		parts = append(parts, plural(s.Unfinished, "document")+" not finished")
	}
	return strings.Join(parts, ", ")
}

// moveOutputs has the outputs of jobs written into another folder.
func moveOutputs(jobs []batch.Job, from, to string) error {
	for i := range jobs {
		for j := range jobs[i].Outputs {
			o := &jobs[i].Outputs[j]
			rel, err := filepath.Rel(from, o.Path)
			if err != nil {
				return err
			}
			o.Path = filepath.Join(to, rel)
		}
	}
	return nil
}
