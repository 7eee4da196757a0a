package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/manifest"
)

type checkOptions struct {
	manifest string
	profiles []string
	jobs     int
	from     string
	encoding string
	maxInput manifest.Size
	findings findingsOptions
	sources  []string // files; none: the documents of the manifest
}

func newCheck(a *app) *cobra.Command {
	o := checkOptions{maxInput: batch.MaxInput}
	c := &cobra.Command{
		Use:   "check [-f MANIFEST | FILE...]",
		Short: "List what is doubtful or damaged in texts",
		Long: `List what is doubtful or damaged in texts: a note without a reference mark, a mark
without its note, a damaged note, a byte that can't be decoded, and each place
at which the repair is less than 80% sure. Nothing is written. The texts are
those of the manifest, or the given FILEs (- is standard input).

A finding is one line on standard output:

  file:line:column: severity: message [code]`,
		Example: `  refolio check                          every document of manifest.yaml
  refolio check book.txt                 one text
  refolio check --fail-on warning *.txt  exit with 1 if anything is doubtful`,
		Annotations: map[string]string{moreCodes: "1 4 130 143"},
		RunE: func(c *cobra.Command, args []string) error {
			o.sources = args
			if len(args) > 0 && (c.Flags().Changed("file") || c.Flags().Changed("profile")) {
				return errors.New("`refolio check` takes a manifest with -f, or FILEs, not both")
			}
			return a.check(c.Context(), o)
		},
	}
	c.Flags().StringVarP(&o.manifest, "file", "f", manifest.DefaultName, "the `MANIFEST`")
	addProfiles(c, &o.profiles)
	addJobs(c, &o.jobs)
	addFrom(c, &o.from)
	addEncoding(c, &o.encoding, &o.maxInput)
	addFindings(c, &o.findings)
	return c
}

// check lists the findings in texts.
func (a *app) check(ctx context.Context, o checkOptions) error {
	jobs, m, err := a.checkJobs(o)
	if err != nil {
		return err
	}
	if err := o.findings.prepare(m); err != nil {
		return err
	}
	reports := a.do(ctx, jobs, o.jobs)
	grade(reports, m)
	documents := make([]finding.Document, len(reports))
	for i := range reports {
		documents[i] = foundIn(&reports[i])
	}
	judged, err := a.judge(documents, &o.findings)
	if err != nil {
		return a.endedWith(err)
	}
	for i := range reports {
		reports[i].Findings = documents[i].Findings[:len(reports[i].Findings)]
		if !o.findings.toStandardOutput() {
			if err := a.outputFailed(a.printFindings(a.stdout, &reports[i])); err != nil {
				return err
			}
		}
		a.printFailure(&reports[i])
	}
	t := count(reports)
	found := t.found(finding.Info)
	if found == "" && t.failed == 0 && t.unfinished == 0 {
		found = "nothing found"
	}
	a.summarize(plural(t.documents, "document"), t.fate(), found, judged.say(&o.findings), stopped(ctx))
	return verdict(ctx, reports, o.findings.failOn)
}

// checkJobs makes the jobs, and returns the manifest that they are from, or an
// empty one.
func (a *app) checkJobs(o checkOptions) ([]batch.Job, *manifest.Manifest, error) {
	if len(o.sources) == 0 {
		jobs, m, _, err := a.plan(buildOptions{manifest: o.manifest, profiles: o.profiles, jobs: o.jobs})
		for i := range jobs {
			jobs[i].Outputs = nil
		}
		return jobs, m, err
	}
	if err := checkFrom(o.from); err != nil {
		return nil, nil, err
	}
	if o.encoding != "" {
		if err := manifest.CheckEncoding(o.encoding); err != nil {
			return nil, nil, fmt.Errorf("--encoding: %w", err)
		}
	}
	jobs := make([]batch.Job, len(o.sources))
	for i, source := range o.sources {
		jobs[i] = batch.Job{
			ID: manifest.IDOf(source), Source: source, From: o.from, MaxInput: int64(o.maxInput),
			Config: pipeline.Config{Encoding: o.encoding},
		}
	}
	return jobs, &manifest.Manifest{}, nil
}
