package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/manifest"
)

type buildOptions struct {
	manifest string
	profiles []string
	output   string
	jobs     int
	failOn   threshold
	ids      []string
}

func newBuild(a *app) *cobra.Command {
	o := buildOptions{failOn: failOnErrors}
	c := &cobra.Command{
		Use:   "build [-f FILE] [-o DIR] [-j N] [ID...]",
		Short: "Make the editions that a manifest asks for",
		Long: `Make the editions that a manifest asks for: of all its documents, or of those
with the given IDs. Each is written as DIR/<id>.` + a.extensions("|.") + `.

An edition appears whole or not at all; what was there before stays until then.
A document that fails does not keep the others from being made. The bytes do not
depend on -j; SOURCE_DATE_EPOCH sets the time that the editions bear.`,
		Example: `  refolio build                        everything in manifest.yaml
  refolio build -f books.yaml allies   one document of another manifest
  refolio build -o /tmp/proof -j 4     into another folder, four at a time`,
		Args: arguments(0, -1, "IDs of documents"),
		RunE: func(c *cobra.Command, args []string) error {
			o.ids = args
			return a.build(c.Context(), o)
		},
	}
	c.Flags().StringVarP(&o.manifest, "file", "f", manifest.DefaultName, "the manifest `FILE`")
	addProfiles(c, &o.profiles)
	c.Flags().StringVarP(&o.output, "output", "o", "", "write into `DIR` instead of the manifest's output folder")
	addJobs(c, &o.jobs)
	addFailOn(c, &o.failOn)
	return c
}

func addProfiles(c *cobra.Command, profiles *[]string) {
	c.Flags().StringSliceVar(profiles, "profile", nil, "use the profile `NAME` of the manifest; of several with commas the last is on top")
}

func addJobs(c *cobra.Command, jobs *int) {
	c.Flags().IntVarP(jobs, "jobs", "j", 0, "work on `N` documents at once (default: the number of cores)")
}

func addFailOn(c *cobra.Command, failOn *threshold) {
	c.Flags().Var(failOn, "fail-on", "exit with 1 if something found is as bad as `LEVEL`: info, warning, error or never")
}

// extensions lists the short names of the formats, for the help.
func (a *app) extensions(separator string) string {
	var list []string
	for _, f := range a.formats {
		list = append(list, f.Short)
	}
	return strings.Join(list, separator)
}

// build makes the editions of a manifest.
func (a *app) build(ctx context.Context, o buildOptions) error {
	jobs, m, output, err := a.plan(o)
	if err != nil {
		return err
	}
	if err := batch.Prepare(jobs); err != nil {
		return err
	}
	reports := a.do(ctx, jobs, o.jobs)
	grade(reports, m)
	for i := range reports {
		r := &reports[i]
		if a.verbose {
			if err := a.printFindings(a.stderr, r); err != nil {
				return err
			}
			for _, path := range r.Written {
				fmt.Fprintln(a.stderr, "wrote "+visible(path))
			}
		}
		a.printFailure(r)
	}
	t := count(reports)
	found := t.found(finding.Warning)
	if found != "" && !a.verbose {
		found += " (-v shows more)"
	}
	a.summarize(fmt.Sprintf("%s of %s in %s", plural(t.files, "file"), plural(t.documents, "document"), output), t.fate(), found, stopped(ctx))
	return verdict(ctx, reports, o.failOn.or(m.Findings.FailOn))
}

// grade gives the findings the severities that the manifest wants.
func grade(reports []batch.Report, m *manifest.Manifest) {
	for i := range reports {
		reports[i].Findings = m.Findings.Levels.Apply(reports[i].Findings)
	}
}

// plan reads the manifest and makes the jobs.
func (a *app) plan(o buildOptions) (jobs []batch.Job, m *manifest.Manifest, output string, err error) {
	if o.jobs < 0 {
		return nil, nil, "", fmt.Errorf("-j %d: must be at least 1", o.jobs)
	}
	stamp, err := a.stamp()
	if err != nil {
		return nil, nil, "", err
	}
	m, err = manifest.Load(o.manifest, batch.Registry(a.formats), o.profiles...)
	if err != nil {
		return nil, nil, "", err
	}
	output = o.output
	if output == "" {
		output = m.Output
	}
	jobs, err = batch.Plan(m, a.formats, output, o.ids)
	for i := range jobs {
		if meta := &jobs[i].Config.Meta; meta.Modified.IsZero() {
			meta.Modified = stamp
		}
	}
	return jobs, m, filepath.ToSlash(output), err
}

// do runs jobs, with a progress bar if somebody is there to see it.
func (a *app) do(ctx context.Context, jobs []batch.Job, workers int) []batch.Report {
	bar := a.progress(len(jobs))
	defer bar.finish()
	return batch.Run(ctx, jobs, batch.Options{Workers: workers, Stdin: a.stdin, Done: bar.done})
}

func manifestFlag(path string) string {
	if path == manifest.DefaultName {
		return ""
	}
	return " -f " + path
}

// stopped says what a person who has interrupted us may want to know.
func stopped(ctx context.Context) string {
	var signal interrupt
	if !errors.As(context.Cause(ctx), &signal) {
		return ""
	}
	return signal.Error() + ": what is written is whole; run the command again for the rest"
}
