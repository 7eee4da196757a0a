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
	"github.com/refolio/refolio/pipeline/manifest"
	"github.com/refolio/refolio/pipeline/repair"
)

// Registry lists the stages, and the formats in list, for manifest.Load.
func Registry(list []formats.Format) manifest.Registry {
	var r manifest.Registry
	for _, name := range repair.Names() {
		r.Stages = append(r.Stages, manifest.Kind{Name: name, NewOptions: func() any { return repair.NewOptions(name) }})
	}
	for _, f := range list {
		r.Formats = append(r.Formats, manifest.Kind{Name: f.Name, Alias: f.Short, NewOptions: f.NewOptions})
	}
	return r
}

// Plan makes a job of each document of m whose ID is one of ids, or of every
// document if there are no ids. The editions are to be written into the folder
// dir under the names that the manifest gives them, with the short name of the
// format; if dir is empty, it is the manifest's output folder. The formats are looked up in list.
//
// An error says that an ID is unknown, or that an edition would take the place
// of a source.
func Plan(m *manifest.Manifest, list []formats.Format, dir string, ids []string) ([]Job, error) {
	documents, err := pick(m, ids)
	if err != nil {
		return nil, err
	}
	if dir == "" {
		dir = m.Output
	}
	jobs := make([]Job, len(documents))
	for i, d := range documents {
		jobs[i] = Job{
			ID: d.ID, Source: d.Source, MaxInput: m.MaxInput,
			Config: pipeline.Config{Steps: steps(d.Steps), Meta: d.Meta, Encoding: d.Encoding, Fixes: d.Fixes},
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
	return jobs, CheckPaths(jobs, m.Path)
}

// pick returns the documents of m with the given ids, in the order of m.
func pick(m *manifest.Manifest, ids []string) ([]manifest.Document, error) {
	if len(ids) == 0 {
		return m.Documents, nil
	}
	known := make([]string, len(m.Documents))
	for i, d := range m.Documents {
		known[i] = d.ID
	}
	var errs []error
	for _, id := range ids {
		if slices.Contains(known, id) {
			continue
		}
		message := fmt.Sprintf("%s has no document %q", m.Path, id)
		if near := manifest.Nearest(id, known); near != "" {
			message += fmt.Sprintf(": did you mean %q?", near)
		}
		errs = append(errs, errors.New(message))
	}
	var picked []manifest.Document
	for _, d := range m.Documents {
		if slices.Contains(ids, d.ID) {
			picked = append(picked, d)
		}
	}
	return picked, errors.Join(errs...)
}

func steps(list []manifest.Step) []repair.Step {
	steps := make([]repair.Step, len(list))
	for i, s := range list {
		steps[i] = repair.Step(s)
	}
	return steps
}

// CheckPaths reports an error if two outputs of jobs have the same path, or
// if one would be written over a source or over the file keep, which may be
// empty. Names that differ in case only count as the same: on many disks they
// are.
func CheckPaths(jobs []Job, keep string) error {
	read := map[string]string{}
	note := func(path string) {
		if path != "" && path != Stdin {
			read[key(path)] = path
		}
	}
	note(keep)
	for _, job := range jobs {
		note(job.Source)
	}
	var errs []error
	writer := map[string]string{}
	for _, job := range jobs {
		for _, o := range job.Outputs {
			if o.Path == "" {
				continue
			}
			k := key(o.Path)
			if in, ok := read[k]; ok {
				errs = append(errs, fmt.Errorf("%s would be written over %s, which is read: choose another name or folder", o.Path, in))
			} else if other, ok := writer[k]; ok {
				errs = append(errs, fmt.Errorf("%s is the output of both %s and %s: give one another ID", o.Path, other, job.ID))
			}
			writer[k] = job.ID
			if !o.several() {
				continue
			}
			folder := key(filepath.Join(o.folder(), "files"))
			if other, ok := writer[folder]; ok {
				errs = append(errs, fmt.Errorf("%s is for the files of both %s and %s: give one another ID", o.folder(), other, job.ID))
			}
			writer[folder] = job.ID
			for in, path := range read {
				if filepath.Dir(in) == filepath.Dir(folder) && strings.EqualFold(filepath.Ext(in), filepath.Ext(o.Path)) {
					errs = append(errs, fmt.Errorf("the files of %s would lie beside %s, which is read: choose another name or folder", o.Path, path))
				}
			}
		}
	}
	return errors.Join(errs...)
}

// key is the same for paths that may lead to the same file.
func key(path string) string {
	if absolute, err := filepath.Abs(path); err == nil {
		path = absolute
	}
	// The file itself may be a link that is going to be replaced.
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	return strings.ToLower(path)
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
