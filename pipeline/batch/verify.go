package batch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/refolio/refolio/pipeline/batch/report"
)

// Difference is a way in which an output folder is not what its report, the
// manifest and the inputs say.
type Difference struct {
	ID      string // of the document; empty if it is about none
	Path    string // of the file, from the working folder; empty if it is about none
	Message string // what is different, in plain words
	See     string // the command of refolio that tells more or mends it, without flags: "config walk"; may be empty
}

// Verify proves that the output folder dir belongs to jobs, which are all those
// of the manifest: that the report in it tells of these jobs and no others, that
// sources, further inputs and configurations have the hashes that they had when
// it was written, that each output is there and has its hash, and that there
// are no further files. It returns what is not so, and the head of the report.
//
// Nothing is made anew: that the program makes these outputs of these inputs is
// what the report claims. See the flag --locked of build for a proof of that.
//
// An error says that there is no report, or none that can be read.
func Verify(ctx context.Context, jobs []Job, dir, manifest string) ([]Difference, *report.Report, error) {
	path := filepath.Join(dir, report.FileName)
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, fmt.Errorf("there is no report %s: `refolio build` writes it", path)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("read the report %s: %w", path, reason(err))
	}
	defer f.Close()
	v := &verifier{dir: dir, base: filepath.Dir(manifest), jobs: map[string]*Job{}, seen: map[string]bool{}, files: map[string]bool{}}
	if v.stock, err = readInventory(dir); err != nil {
		return nil, nil, err
	}
	for i := range jobs {
		v.jobs[jobs[i].ID] = &jobs[i]
	}
	head, err := report.Read(f, func(d *report.Document) error {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return v.document(d)
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read the report %s: %w", path, err)
	}
	for i := range jobs {
		if !v.seen[jobs[i].ID] {
			v.differ(jobs[i].ID, jobs[i].Source, "the report does not know this document")
		}
	}
	if err := v.strays(); err != nil {
		return nil, nil, err
	}
	return v.found, head, nil
}

// verifier compares a report with jobs and files.
type verifier struct {
	dir, base string // where outputs and inputs are named from
	jobs      map[string]*Job
	seen      map[string]bool // IDs in the report
	files     map[string]bool // the outputs that there should be, by cleaned path
	stock     *inventory      // to tell what else is ours
	found     []Difference
}

func (v *verifier) differ(id, path, message string, args ...any) {
	v.found = append(v.found, Difference{ID: id, Path: filepath.ToSlash(path), Message: fmt.Sprintf(message, args...)})
}

// see names the command that tells more of the last difference, or mends it.
func (v *verifier) see(command string) { v.found[len(v.found)-1].See = command }

// document compares what the report says of a document.
func (v *verifier) document(d *report.Document) error {
	for _, o := range d.Outputs {
		v.files[filepath.Join(v.dir, filepath.FromSlash(o.Path))] = true
	}
	job := v.jobs[d.ID]
	if job == nil {
		v.differ(d.ID, "", "the manifest has no such document any more")
		return nil
	}
	v.seen[d.ID] = true
	if d.Status != report.OK {
		v.differ(d.ID, job.Source, "the document was not made: %s", d.Status)
	}
	config, err := job.ConfigHash()
	if err != nil {
		return err
	}
	if config != d.Config {
		v.differ(d.ID, job.Source, "what the manifest says about the document has changed")
		v.see("config " + d.ID)
	}
	v.input(d.ID, job.Source, d.Source)
	v.inputs(job, d)
	return v.outputs(job, d)
}

// input compares a file that was read.
func (v *verifier) input(id, path string, was report.File) {
	data, err := ReadFile(path, 1<<40) // its size was right when it was read
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.differ(id, path, "the file is gone")
	case err != nil:
		v.differ(id, path, "can't be read: %v", err)
	case digest(data) != was.SHA256:
		v.differ(id, path, "the file has changed since the editions were made")
	case nameFrom(v.base, path) != was.Path:
		v.differ(id, path, "the file was called %s when the editions were made", was.Path)
	}
}

// inputs compares the further files that a document depends on.
func (v *verifier) inputs(job *Job, d *report.Document) {
	was := map[string]report.File{}
	for _, in := range d.Inputs {
		was[in.Path] = in
	}
	for _, path := range job.Files() {
		name := nameFrom(v.base, path)
		_, err := os.Stat(path)
		file, known := was[name]
		switch {
		case err != nil && !known: // it is not there, as it was
		case err == nil && !known:
			v.differ(d.ID, path, "the file is new since the editions were made")
		default:
			v.input(d.ID, path, file)
		}
		delete(was, name)
	}
	for name := range was {
		v.differ(d.ID, filepath.Join(v.base, filepath.FromSlash(name)), "the document does not depend on the file any more")
	}
}

// outputs compares the files that were written.
func (v *verifier) outputs(job *Job, d *report.Document) error {
	contents := map[string]string{}
	for _, path := range job.Files() {
		if data, err := ReadFile(path, maxFurther); err == nil {
			contents[path] = digest(data)
		}
	}
	was := map[string]report.Output{}
	for _, o := range d.Outputs {
		was[o.Path] = o
	}
	for i := range job.Outputs {
		o := &job.Outputs[i]
		name := nameFrom(v.dir, o.Path)
		output, known := was[name]
		delete(was, name)
		config, err := o.ConfigHash(contents)
		switch {
		case err != nil:
			return err
		case !known && d.Status != report.OK:
			v.earlier(d.ID, o.Path)
			continue
		case !known:
			v.differ(d.ID, o.Path, "the manifest asks for this edition, and the report does not know it")
			continue
		case config != output.Config:
			v.differ(d.ID, o.Path, "what the manifest says about this edition has changed")
			v.see("config " + d.ID)
		}
		v.output(d.ID, o.Path, output.SHA256)
	}
	for name := range was {
		v.differ(d.ID, filepath.Join(v.dir, filepath.FromSlash(name)), "the manifest does not ask for this edition any more")
	}
	return nil
}

// earlier deals with an edition of a document that was not made.
func (v *verifier) earlier(id, path string) {
	if _, err := os.Lstat(path); err == nil {
		v.files[path] = true
		v.differ(id, path, "the edition is of an earlier run")
	}
}

// output compares an edition that was written.
func (v *verifier) output(id, path, sum string) {
	data, err := ReadFile(path, 1<<40)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		v.differ(id, path, "the edition is missing")
	case err != nil:
		v.differ(id, path, "can't be read: %v", err)
	case digest(data) != sum:
		v.differ(id, path, "the edition is not the one that was written")
	}
}

// strays finds the files in the output folder that nobody has asked for. A
// folder in it with a report of its own is another output folder.
func (v *verifier) strays() error {
	return filepath.WalkDir(v.dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("look into the output folder: %w", err)
		case e.IsDir() && path != v.dir:
			if _, err := os.Stat(filepath.Join(path, report.FileName)); err == nil || strings.HasPrefix(e.Name(), ".") {
				return filepath.SkipDir
			}
		case e.IsDir(), strings.HasPrefix(e.Name(), "."), v.files[path],
			path == filepath.Join(v.dir, report.FileName), path == filepath.Join(v.dir, report.PageName):
		default:
			if v.stock.files[nameFrom(v.dir, path)].left {
				v.differ("", path, "nobody asks for this file any more")
				v.see("clean")
			} else {
				v.differ("", path, "the report does not know this file")
			}
		}
		return nil
	})
}

// Compare returns in what way the output folder dir is not what built, a report
// of the same jobs in another folder, says: which files are missing, are
// different, or are too many. If documents are not made in the other folder, what
// they would be is not known, and no file is too many.
func Compare(dir string, built func(func(*report.Document) error) error) ([]Difference, error) {
	stock, err := readInventory(dir)
	if err != nil {
		return nil, err
	}
	v := &verifier{dir: dir, files: map[string]bool{}, stock: stock}
	whole := true
	err = built(func(d *report.Document) error {
		whole = whole && d.Status == report.OK
		for _, o := range d.Outputs {
			path := filepath.Join(dir, filepath.FromSlash(o.Path))
			v.files[path] = true
			data, err := ReadFile(path, 1<<40)
			switch {
			case errors.Is(err, fs.ErrNotExist):
				v.differ(d.ID, path, "would be new")
			case err != nil:
				v.differ(d.ID, path, "can't be read: %v", err)
			case digest(data) != o.SHA256:
				v.differ(d.ID, path, "would change")
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) || !whole {
		return v.found, nil
	}
	return v.found, v.strays()
}
