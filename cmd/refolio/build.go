package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/manifest"
)

type buildOptions struct {
	manifest     string
	profiles     []string
	output       string
	jobs         int
	findings     findingsOptions
	locked       bool
	failFast     bool
	keepGoing    bool
	timeout      manifest.Duration
	maxMemory    manifest.Size
	cache        string
	noCache      bool
	reproducible bool
	ids          []string
}

// usualTime is how long the work on one document may take if nothing else is
// said.
const usualTime = 10 * time.Minute

func newBuild(a *app) *cobra.Command {
	var o buildOptions
	c := &cobra.Command{
		Use:   "build [-f FILE] [-o DIR] [-j N] [ID...]",
		Short: "Make the editions that a manifest asks for",
		Long: `Make the editions that a manifest asks for: of all its documents, or of those
with the given IDs, as DIR/<id>.md and so on unless the manifest says otherwise.

Only what changed is made: editions that are as they should be are left alone,
and what was made before comes from the cache (see refolio cache).

An edition appears whole or not at all; what was there before stays until then.
A document that fails, crashes, or passes the limits of time or memory does not
keep the others from being made. One run at a time works in an output folder.
The bytes do not depend on -j; SOURCE_DATE_EPOCH sets the time that the editions
bear.

DIR/` + reportName + ` tells programs what became of each document, and
DIR/` + pageName + ` shows it to people.`,
		Example: `  refolio build                        everything in manifest.yaml
  refolio build -f books.yaml allies   one document of another manifest
  refolio build -o /tmp/proof -j 4     into another folder, four at a time
  refolio build --timeout 2m --max-memory 1GB --fail-fast`,
		Annotations:       map[string]string{moreCodes: "1 4 5 130 143"},
		Args:              arguments(0, -1, "IDs of documents"),
		ValidArgsFunction: a.completeIDs(&o),
		RunE: func(c *cobra.Command, args []string) error {
			o.ids = args
			if err := onePace(c); err != nil {
				return err
			}
			return a.build(c.Context(), o)
		},
	}
	addBuild(c, &o)
	c.Flags().BoolVar(&o.locked, "locked", false, "change nothing; exit with 1 if anything in DIR would change")
	return c
}

// onePace reports an error if flags say both to go on and to stop.
func onePace(c *cobra.Command) error {
	if c.Flags().Changed("fail-fast") && c.Flags().Changed("keep-going") {
		return errors.New("--fail-fast and --keep-going say the opposite of one another: keep one")
	}
	return nil
}

// addBuild adds the flags of a build.
func addBuild(c *cobra.Command, o *buildOptions) {
	f := c.Flags()
	f.StringVarP(&o.manifest, "file", "f", manifest.DefaultName, "the manifest `FILE`")
	addProfiles(c, &o.profiles)
	f.StringVarP(&o.output, "output", "o", "", "write into `DIR` instead of the manifest's output folder")
	addJobs(c, &o.jobs)
	f.BoolVar(&o.keepGoing, "keep-going", true, "make the other documents if one fails")
	f.BoolVar(&o.failFast, "fail-fast", false, "stop at the first document that fails")
	f.Var(&o.timeout, "timeout", "give up a document after this `TIME` (default: "+manifest.Duration(usualTime).String()+")")
	f.Var(&o.maxMemory, "max-memory", "give up a document that takes more memory than `SIZE` (default: no limit)")
	f.Lookup("timeout").DefValue, f.Lookup("max-memory").DefValue = "", "" // as it is said
	addCache(c, &o.cache)
	f.BoolVar(&o.noCache, "no-cache", false, "make everything, whatever was made before")
	f.BoolVar(&o.reproducible, "reproducible", false, "leave times out of the report (as SOURCE_DATE_EPOCH does)")
	addFindings(c, &o.findings)
}

func addProfiles(c *cobra.Command, profiles *[]string) {
	c.Flags().StringSliceVar(profiles, "profile", nil, "use the profile `NAME` of the manifest; of several with commas the last is on top")
}

func addJobs(c *cobra.Command, jobs *int) {
	c.Flags().IntVarP(jobs, "jobs", "j", 0, "work on `N` documents at once (default: the number of cores)")
}

func addFailOn(c *cobra.Command, failOn *threshold) {
	c.Flags().Var(failOn, "fail-on", "exit with 1 if something found is as bad as `LEVEL`: info, warning, error or never")
	completeValues(c, "fail-on", failOn.Values())
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
	if err := o.findings.prepare(m); err != nil {
		return err
	}
	if o.locked {
		return a.buildLocked(ctx, o, m, jobs, output)
	}
	options, err := a.batchOptions(o, m, output)
	if err != nil {
		return err
	}
	if options.Only, err = batch.Select(jobs, o.ids); err != nil {
		return err
	}
	show, result, judged, err := a.make(ctx, jobs, options, &o.findings)
	if err != nil {
		return err
	}
	defer result.Close()
	if err := a.tell(ctx, result, show, output, judged, &o); err != nil {
		return err
	}
	return show.verdict(ctx, result.Report.Summary.Unfinished, judged.counts, o.findings.failOn)
}

// make makes the editions of jobs, shows it going on, and judges what was
// found. The caller closes the result.
func (a *app) make(ctx context.Context, jobs []batch.Job, options batch.BuildOptions, o *findingsOptions) (*display, *batch.Result, judged, error) {
	show := a.newDisplay(jobs)
	options.Found, options.Start, options.Done = show.found, show.start, show.ended
	result, err := batch.Build(ctx, jobs, options)
	show.finish()
	if err != nil {
		return nil, nil, judged{}, a.buildFailed(err, show)
	}
	j, err := a.judgeBuild(result, o)
	if err != nil {
		result.Close()
		return nil, nil, judged{}, a.endedWith(err)
	}
	return show, result, j, nil
}

// batchOptions are the options of the batch that o and the manifest m ask for.
func (a *app) batchOptions(o buildOptions, m *manifest.Manifest, output string) (batch.BuildOptions, error) {
	b := batch.BuildOptions{
		Dir: filepath.FromSlash(output), Manifest: o.manifest, Label: programLabel(),
		Levels: m.Findings.Levels, Reproducible: o.reproducible || a.getenv("SOURCE_DATE_EPOCH") != "",
	}
	b.Workers, b.Stdin, b.FailFast, b.Command = o.jobs, a.stdin, o.failFast || !o.keepGoing, a.self
	b.Time, b.Memory = time.Duration(o.timeout), int64(o.maxMemory)
	if b.Time == 0 {
		b.Time = m.MaxTime
	}
	if b.Time == 0 {
		b.Time = usualTime
	}
	if b.Memory == 0 {
		b.Memory = m.MaxMemory
	}
	if o.noCache {
		return b, nil
	}
	cache := a.cache(o.cache)
	if cache == nil {
		return b, nil
	}
	var err error
	b.Cache, b.States = cache, cache.StateDir()
	b.Program, err = identity()
	return b, err
}

// buildFailed deals with the error of a build that has no report: what is known
// of documents is said all the same.
func (a *app) buildFailed(err error, show *display) error {
	var locked *batch.Locked
	for _, f := range show.sorted() {
		a.printErrors(f.source, f.errs)
	}
	a.complain(err)
	if errors.As(err, &locked) {
		return status(exitLocked)
	}
	if show.worked() {
		return status(exitFailed)
	}
	return status(exitUsage)
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
	jobs, err = batch.Plan(m, a.formats, output)
	for i := range jobs {
		if meta := &jobs[i].Config.Meta; meta.Modified.IsZero() {
			meta.Modified = stamp
		}
	}
	return jobs, m, filepath.ToSlash(output), err
}

// do runs jobs in this process, with a display if somebody is there to see it.
func (a *app) do(ctx context.Context, jobs []batch.Job, workers int) []batch.Report {
	show := a.newDisplay(jobs)
	defer show.finish()
	show.found(len(jobs), show.bytes())
	return batch.Run(ctx, jobs, batch.Options{Workers: workers, Stdin: a.stdin, Start: show.start, Done: show.ended, Unrecorded: true})
}

// command is the command name with the flags of o that say which manifest and
// output folder are meant.
func (o *buildOptions) command(name string) string {
	command := "refolio " + name + manifestFlag(o.manifest)
	if len(o.profiles) > 0 {
		command += " --profile " + shellWord(strings.Join(o.profiles, ","))
	}
	if o.output != "" {
		command += " -o " + shellWord(o.output)
	}
	return command
}

func manifestFlag(path string) string {
	if path == manifest.DefaultName {
		return ""
	}
	return " -f " + shellWord(path)
}

// stopped says what a person who has interrupted us may want to know.
func stopped(ctx context.Context) string {
	signal, ok := interruptOf(ctx)
	if !ok {
		return ""
	}
	return signal.Error() + ": what is written is whole; run the command again for the rest"
}

// worst is the severity of the most severe finding that is counted.
func worst(c report.Counts) (s finding.Severity, any bool) {
	switch {
	case c.Error > 0:
		return finding.Error, true
	case c.Warning > 0:
		return finding.Warning, true
	}
	return finding.Info, c.Info > 0
}
