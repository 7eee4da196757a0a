package batch

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/manifest"
	"github.com/refolio/refolio/pipeline/repair"
)

// Registry lists the stages, and the formats in list, for manifest.Load.
func Registry(list []formats.Format) manifest.Registry {
	r := manifest.Registry{Forms: formats.ReadFrom()}
	for _, name := range repair.Names() {
		r.Stages = append(r.Stages, manifest.Kind{Name: name, NewOptions: func() any { return repair.NewOptions(name) }})
	}
	for _, f := range list {
		r.Formats = append(r.Formats, manifest.Kind{Name: f.Name, Alias: f.Short, NewOptions: f.NewOptions})
	}
	return r
}

// Plan makes a job of each document of m. The editions are to be written into
// the folder dir under the names that the manifest gives them, with the short
// name of the format; if dir is empty, it is the manifest's output folder. The
// formats are looked up in list.
//
// An error says that an edition would take the place of a source, of another
// edition, or of the report.
func Plan(m *manifest.Manifest, list []formats.Format, dir string) ([]Job, error) {
	if dir == "" {
		dir = m.Output
	}
	jobs := make([]Job, len(m.Documents))
	shared := map[*manifest.Step][]repair.Step{} // of the documents of one entry
	for i, d := range m.Documents {
		jobs[i] = Job{
			ID: d.ID, Source: d.Source, From: d.From, MaxInput: m.MaxInput,
			Config: pipeline.Config{Steps: steps(d.Steps, shared), Meta: d.Meta, Encoding: d.Encoding, Fixes: d.Fixes},
		}
		for _, o := range d.Outputs {
			at := slices.IndexFunc(list, func(f formats.Format) bool { return f.Name == o.Name })
			if at < 0 {
				return nil, fmt.Errorf("there is no format %q", o.Name)
			}
			f := list[at]
			jobs[i].Outputs = append(jobs[i].Outputs, Output{Format: f, Options: o.Options, Path: filepath.Join(dir, filepath.FromSlash(o.Base)+"."+f.Ext())})
		}
	}
	return jobs, CheckPaths(jobs, m.Path, filepath.Join(dir, report.FileName), filepath.Join(dir, report.PageName))
}

// Select returns the indices of the jobs with the given ids, in the order of
// jobs, or nil if there are no ids. An error lists those that no job has.
func Select(jobs []Job, ids []string) (indices []int, err error) {
	asked := map[string]bool{}
	for _, id := range ids {
		asked[id] = true
	}
	var known []string
	for i, j := range jobs {
		known = append(known, j.ID)
		if asked[j.ID] {
			indices = append(indices, i)
			delete(asked, j.ID)
		}
	}
	var errs []error
	for _, id := range ids {
		if !asked[id] {
			continue
		}
		errs = append(errs, fmt.Errorf("the manifest has no document %q%s", id, byhand.Meant(id, known, "")))
	}
	return indices, errors.Join(errs...)
}

func steps(list []manifest.Step, shared map[*manifest.Step][]repair.Step) []repair.Step {
	if len(list) == 0 {
		return nil
	}
	if steps := shared[&list[0]]; steps != nil {
		return steps
	}
	steps := make([]repair.Step, len(list))
	for i, s := range list {
		steps[i] = repair.Step(s)
	}
	shared[&list[0]] = steps
	return steps
}

// CheckPaths reports an error if two outputs of jobs have the same path, or if
// one would be written over a source, or over the file keep, which may be empty,
// or over one of those that are written beside them. Names that differ in case
// only count as the same: on many disks they are.
func CheckPaths(jobs []Job, keep string, beside ...string) error {
	c := &pathChecker{keys: keyer{}, read: map[string]string{}, kinds: map[string]string{}, writer: map[string]string{}}
	c.reads(keep)
	for i := range jobs {
		c.reads(jobs[i].Source)
		for _, path := range jobs[i].Files() {
			c.reads(path)
		}
	}
	for _, path := range beside {
		if in, ok := c.read[c.keys.of(path)]; ok {
			c.fail("%s would be written over %s, which is read: choose another output folder", path, in)
		}
		c.writer[c.keys.of(path)] = "the report"
	}
	for i := range jobs {
		for j := range jobs[i].Outputs {
			if o := &jobs[i].Outputs[j]; o.Path != "" {
				c.writes(o, jobs[i].ID)
			}
		}
	}
	return errors.Join(c.errs...)
}

// pathChecker knows which files are read and written.
type pathChecker struct {
	keys   keyer
	read   map[string]string // files that are read, by their keys
	kinds  map[string]string // the same by folder and extension
	writer map[string]string // who writes a file, by its key
	errs   []error
}

func (c *pathChecker) fail(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format, args...))
}

// reads notes that a file is read.
func (c *pathChecker) reads(path string) {
	if path != "" && path != Stdin {
		k := c.keys.of(path)
		c.read[k], c.kinds[kindKey(k)] = path, path
	}
}

// writes notes that the document id writes o, and checks that nobody minds.
func (c *pathChecker) writes(o *Output, id string) {
	k := c.keys.of(o.Path)
	if in, ok := c.read[k]; ok {
		c.fail("%s would be written over %s, which is read: choose another name or folder", o.Path, in)
	} else if other, ok := c.writer[k]; ok {
		c.fail("%s is the output of both %s and %s: give one another ID", o.Path, other, id)
	}
	c.writer[k] = id
	if !o.several() {
		return
	}
	folder := c.keys.of(filepath.Join(o.folder(), "files"))
	if other, ok := c.writer[folder]; ok {
		c.fail("%s is for the files of both %s and %s: give one another ID", o.folder(), other, id)
	}
	c.writer[folder] = id
	if path, ok := c.kinds[kindKey(folder+filepath.Ext(o.Path))]; ok {
		c.fail("the files of %s would lie beside %s, which is read: choose another name or folder", o.Path, path)
	}
}

// kindKey is the same for files in one folder with the same extension.
func kindKey(key string) string {
	return filepath.Dir(key) + string(filepath.Separator) + "*" + strings.ToLower(filepath.Ext(key))
}

// keyer gives paths that may lead to the same file the same key. It remembers
// where folders lead to.
type keyer map[string]string

func (k keyer) of(path string) string {
	dir, name := filepath.Split(path)
	real, ok := k[dir]
	if !ok {
		real = dir
		if absolute, err := filepath.Abs(dir); err == nil {
			real = absolute
		}
		if resolved, err := filepath.EvalSymlinks(real); err == nil {
			real = resolved
		}
		k[dir] = real
	}
	// The file itself may be a link that is going to be replaced.
	return strings.ToLower(filepath.Join(real, name))
}

// Prepare makes the folders of the outputs of jobs ready, see
// [PrepareFolder], so that what can't work fails before the work.
func Prepare(jobs []Job) error {
	var dirs []string
	for _, job := range jobs {
		for _, o := range job.Outputs {
			if o.Path != "" {
				dirs = append(dirs, filepath.Dir(o.Path))
			}
		}
	}
	slices.Sort(dirs)
	for _, dir := range slices.Compact(dirs) {
		if err := PrepareFolder(dir); err != nil {
			return err
		}
	}
	for _, job := range jobs {
		for _, o := range job.Outputs {
			if info, err := os.Stat(o.Path); err == nil && o.Path != "" && info.IsDir() {
				return fmt.Errorf("%s is a folder: it can't be replaced by the edition", o.Path)
			}
		}
	}
	return nil
}
