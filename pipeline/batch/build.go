package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/finding"
)

// BuildOptions are the options of [Build].
type BuildOptions struct {
	Options
	Dir    string // the output folder: it is locked, and gets the report
	States string // the folder for what is remembered of output folders; empty to remember nothing
	// Only are the indices of the jobs to do, or nil for all. Of the others the
	// report tells what is known to be as it should be.
	Only         []int
	Manifest     string         // the manifest's path; the report names sources from its folder
	Label        string         // the program's name and version in the report
	Levels       finding.Levels // how severe findings are
	Reproducible bool           // the report is to be the same for the same input: no times, no origins
	// Found, if set, is called with how many jobs are to be done and how many
	// bytes their sources have, when that is known and before Start.
	Found func(documents int, bytes int64)
}

// Result is what a build leaves behind. It must be closed.
type Result struct {
	Report     report.Report // as in the file, with the run even if that is reproducible
	File, Page string        // where the report and its page are
	SourceDir  string        // the folder from which the report names the sources
	Stale      *Owner        // of a lock that an earlier run left that did not end well, or nil
	CacheError string        // why the next run can't profit from this one; empty if it can
	Leftover   []string      // paths of files of earlier runs that nobody asks for any more, see [Clean]
	writer     *report.Writer
	spool      *spool
}

// Documents calls each for the documents of the report, in their order.
func (r *Result) Documents(each func(*report.Document) error) error { return r.writer.Documents(each) }

// Close lets go of the documents.
func (r *Result) Close() { r.spool.close() }

// Build makes the outputs of jobs in an output folder, and the report on them.
// What is there already and as it should be is left alone. While it works, the
// folder is locked, and has no report: there is none that would be true.
//
// An error says that nothing was done, such as a *[Locked], or that the report
// could not be written; what became of documents is in the Result.
func Build(ctx context.Context, jobs []Job, o BuildOptions) (*Result, error) {
	if err := Prepare(jobs); err != nil {
		return nil, err
	}
	if err := PrepareFolder(o.Dir); err != nil {
		return nil, err
	}
	unlock, stale, err := lockFolder(o.Dir)
	if err != nil {
		return nil, err
	}
	defer unlock()
	b := &build{BuildOptions: o, jobs: jobs, started: time.Now()}
	defer b.tidy()
	if err := b.plan(); err != nil {
		return nil, err
	}
	b.result.Stale = stale
	if err := b.make(ctx); err != nil {
		b.result.Close()
		return nil, err
	}
	if err := b.report(); err != nil {
		b.result.Close()
		return nil, err
	}
	return b.result, nil
}

// build is a build at work.
type build struct {
	BuildOptions
	jobs    []Job
	started time.Time
	plans   []string // the fingerprints of the jobs
	state   *state
	result  *Result
	run     report.Run
	todo    []int
	failed  bool // something did not end well, and may have left something half-made

	stock   *inventory
	files   map[string]string // the names of those that are as they should be, with their hashes, "" for unknown
	settled []bool            // of the jobs of which all files are known
}

// plan finds out what there is to do.
func (b *build) plan() error {
	spool, err := newSpool(b.Dir)
	if err != nil {
		return err
	}
	b.result = &Result{spool: spool, writer: report.NewWriter(spool.File, len(b.jobs), b.Reproducible)}
	b.plans = make([]string, len(b.jobs))
	p := newPlanner(b.Program + levels(b.Levels))
	for i := range b.jobs {
		if b.plans[i], err = p.fingerprint(&b.jobs[i]); err != nil {
			return fmt.Errorf("%s: %w", b.jobs[i].ID, err)
		}
	}
	b.state = openState(b.States, b.Dir)
	b.files, b.settled = map[string]string{}, make([]bool, len(b.jobs))
	if b.stock, err = readInventory(b.Dir); err != nil {
		return err
	}
	return b.sort()
}

// levels is a form of l that is the same for the same levels.
func levels(l finding.Levels) string {
	if len(l) == 0 {
		return ""
	}
	return fmt.Sprint(map[string]finding.Level(l)) // fmt sorts maps
}

// sort parts the jobs into those that are to be done and those whose outputs
// are there.
func (b *build) sort() error {
	asked := make([]bool, len(b.jobs))
	for _, i := range b.Only {
		asked[i] = true
	}
	var bytes int64
	for i := range b.jobs {
		if e, paths, ok := b.state.kept(&b.jobs[i], b.plans[i]); ok {
			b.run.Count(report.Kept)
			b.keep(i, e, paths)
			if err := b.result.writer.Add(i, e, report.Kept); err != nil {
				return err
			}
		} else if b.Only == nil || asked[i] {
			b.todo = append(b.todo, i)
			if info, err := os.Stat(b.jobs[i].Source); err == nil {
				bytes += info.Size()
			}
		}
	}
	if b.Found != nil {
		b.Found(len(b.todo), bytes)
	}
	return nil
}

// keep notes the files of the job i, which are as the report e says.
func (b *build) keep(i int, e report.Encoded, paths []string) {
	b.settled[i] = true
	for _, path := range paths {
		name := b.outputName(path)
		b.files[name] = ""
		if sum := b.stock.files[name].sum; sum != "" && bytes.Contains(e.JSON, []byte(sum)) {
			b.files[name] = sum
		}
	}
}

// make does what there is to do.
func (b *build) make(ctx context.Context) error {
	if len(b.todo) == 0 {
		return nil
	}
	for _, name := range []string{report.FileName, report.PageName} {
		if err := os.Remove(filepath.Join(b.Dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the report of the last run: %w", err)
		}
	}
	var failure error
	run(ctx, b.jobs, b.todo, &b.Options, func(i int, r *Report) {
		if err := b.done(i, r); err != nil && failure == nil {
			failure = err
		}
	})
	return failure
}

// done notes what became of a job.
func (b *build) done(i int, r *Report) error {
	b.run.Damaged += r.Damaged
	b.run.Count(r.Origin)
	if b.result.CacheError == "" {
		b.result.CacheError = r.CacheError
	}
	b.settled[i] = r.Err == nil
	d := b.document(&b.jobs[i], r)
	for _, o := range d.Outputs {
		b.files[o.Path] = o.SHA256
	}
	e, err := report.Encode(d)
	if err != nil {
		return err
	}
	if r.Err == nil {
		b.state.remember(&b.jobs[i], b.plans[i], r, e)
	} else {
		b.failed = true
	}
	return b.result.writer.Add(i, e, r.Origin)
}

// document is r as it stands in the report.
func (b *build) document(job *Job, r *Report) *report.Document {
	d := &report.Document{
		ID: r.ID, Source: r.Made.Source, Config: r.Made.Config,
		Status: report.OK, Title: r.Title, Language: r.Language, Cache: r.Origin,
	}
	if r.Origin != "" {
		d.Timings = &r.Timings
	}
	d.Source.Path = b.inputName(job.Source)
	if d.Config == "" { // the source could not be read
		d.Config, _ = job.ConfigHash()
	}
	for _, in := range r.Made.Inputs {
		in.Path = b.inputName(in.Path)
		d.Inputs = append(d.Inputs, in)
	}
	for _, o := range r.Outputs {
		o.Path = b.outputName(o.Path)
		d.Outputs = append(d.Outputs, o)
	}
	for _, f := range b.Levels.Apply(r.Findings) {
		d.Findings = append(d.Findings, report.FindingOf(f))
	}
	for _, err := range r.Errors() {
		d.Status = report.Failed
		d.Errors = append(d.Errors, b.problem(job, err))
	}
	if errors.Is(r.Err, ErrUnfinished) {
		d.Status = report.Unfinished
	}
	return d
}

// problem is err as it stands in the report, in which files have other names.
func (b *build) problem(job *Job, err error) report.Error {
	e := report.Error{Kind: kindOf(err), Message: err.Error()}
	var of *outputError
	if errors.As(err, &of) {
		e.Output = of.Format
	}
	for i := range job.Outputs {
		e.Message = strings.ReplaceAll(e.Message, job.Outputs[i].Path, b.outputName(job.Outputs[i].Path))
	}
	e.Message = strings.ReplaceAll(e.Message, job.Source, b.inputName(job.Source))
	return e
}

// inputName is the name of the input path in the report.
func (b *build) inputName(path string) string { return nameFrom(filepath.Dir(b.Manifest), path) }

// outputName is the name of the output path in the report.
func (b *build) outputName(path string) string { return nameFrom(b.Dir, path) }

func nameFrom(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil {
		path = rel
	}
	return filepath.ToSlash(path)
}

// report writes the report and its page.
func (b *build) report() error {
	r := b.result
	r.SourceDir = filepath.Dir(b.Manifest)
	b.run.Started = b.started.UTC().Round(time.Second)
	b.run.Seconds = time.Since(b.started).Round(time.Millisecond).Seconds()
	b.run.Workers = b.workers()
	r.Report = report.Report{Program: b.Label, Summary: r.writer.Summary(), Run: &b.run}
	if data, err := ReadFile(b.Manifest, 0); err == nil {
		r.Report.Manifest = &report.File{Path: filepath.Base(b.Manifest), Size: int64(len(data)), SHA256: digest(data)}
	}
	r.File, r.Page = filepath.Join(b.Dir, report.FileName), filepath.Join(b.Dir, report.PageName)
	if err := WriteFile(r.File, func(w io.Writer) error { return r.writer.Write(w, r.Report) }); err != nil {
		return err
	}
	if err := b.page(); err != nil {
		return err
	}
	return b.takeStock()
}

// takeStock writes down which files there are now, and which are left over.
func (b *build) takeStock() error {
	known := true
	for name, sum := range b.files {
		known = known && sum != ""
		b.stock.files[name] = written{sum: sum}
	}
	if !known { // there was no inventory, or one that a killed run left
		err := b.result.Documents(func(d *report.Document) error {
			for _, o := range d.Outputs {
				b.stock.files[o.Path] = written{sum: o.SHA256}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	asked := wanted(b.jobs, b.Dir, func(i int) bool { return !b.settled[i] })
	b.stock.settle(func(name string) bool { _, is := b.files[name]; return is || asked(name) })
	for _, name := range b.stock.names(true) {
		b.result.Leftover = append(b.result.Leftover, b.stock.path(name))
	}
	return b.stock.write()
}

// page writes the page of the report, unless it is there as it should be.
func (b *build) page() error {
	r := b.result
	sum, err := hash(b.Program, r.writer.PageSum(r.Report))
	if err != nil || b.state.hasPage(sum, stampOf(r.Page)) {
		return err
	}
	if err := WriteFile(r.Page, func(w io.Writer) error { return r.writer.Page(w, r.Report) }); err != nil {
		return err
	}
	b.state.rememberPage(sum, stampOf(r.Page))
	return nil
}

// tidy lets go of what the build held, and removes what processes left that had
// to be killed.
func (b *build) tidy() {
	if b.state != nil {
		if err := b.state.close(); err != nil && b.result != nil && b.result.CacheError == "" {
			b.result.CacheError = err.Error()
		}
	}
	if b.Cache != nil {
		b.Cache.Tidy() // what can't be removed does no harm
	}
	if !b.failed {
		return
	}
	var dirs []string
	for _, i := range b.todo {
		for _, o := range b.jobs[i].Outputs {
			dirs = append(dirs, filepath.Dir(o.Path))
		}
	}
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		removeStale(dir) // so does what can't be removed here
	}
}

// spool is a file without a name, which is gone when it is closed.
type spool struct {
	*os.File
	unlock func()
}

func newSpool(dir string) (*spool, error) {
	for {
		path := tempName(dir)
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o666)
		if err != nil {
			return nil, fmt.Errorf("make a file in the output folder %s: %w", dir, cause(err))
		}
		unlock, err := lockTemp(path)
		if err != nil {
			f.Close()
			os.Remove(path)
			if errors.Is(err, fs.ErrNotExist) {
				continue // another run was tidying up
			}
			return nil, fmt.Errorf("make a file in the output folder %s: %w", dir, cause(err))
		}
		os.Remove(path) // where an open file can't be removed, close does it
		return &spool{f, unlock}, nil
	}
}

func (s *spool) close() {
	s.File.Close()
	s.unlock()
	os.Remove(s.Name())
}
