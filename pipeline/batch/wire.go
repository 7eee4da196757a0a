package batch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/repair"
)

// Between a run and its worker processes, jobs and reports travel as lines of
// JSON. The bytes of texts and editions do not: a worker reads and writes files
// itself.

// greeting is the first line that a worker gets.
type greeting struct {
	Program string `json:"program"`
	Cache   string `json:"cache,omitempty"`  // its folder; empty for none
	Memory  int64  `json:"memory,omitempty"` // the limit for a document, in bytes
}

// wireJob is a job on its way to a worker.
type wireJob struct {
	ID       string       `json:"id"`
	Source   string       `json:"source"`
	Ledger   string       `json:"ledger,omitempty"`
	MaxInput int64        `json:"maxInput,omitempty"`
	Inputs   []Input      `json:"inputs,omitempty"`
	Config   plainSource  `json:"config"`
	Outputs  []wireOutput `json:"outputs,omitempty"`
}

type wireOutput struct {
	Format  string          `json:"format"`
	Options json.RawMessage `json:"options,omitempty"`
	Path    string          `json:"path"`
}

// pack returns j as it travels. An error says that it can't.
func pack(j *Job) (w wireJob, err error) {
	w = wireJob{ID: j.ID, Source: j.Source, Ledger: j.Ledger, MaxInput: j.MaxInput, Inputs: j.Inputs}
	if j.Source == Stdin {
		return w, errors.New("standard input does not travel")
	}
	if w.Config, err = plainConfig(j, true); err != nil {
		return w, err
	}
	for i := range j.Outputs {
		o := &j.Outputs[i]
		if o.Path == "" {
			return w, errors.New("a stream does not travel")
		}
		packed := wireOutput{Format: o.Format.Name, Path: o.Path}
		if o.Options != nil {
			if packed.Options, err = encodePlain(o.Options); err != nil {
				return w, fmt.Errorf("%s: %w", o.Format.Name, err)
			}
		}
		w.Outputs = append(w.Outputs, packed)
	}
	return w, nil
}

// unpack is the inverse of pack. The formats are looked up in list.
func unpack(w *wireJob, list []formats.Format) (j Job, err error) {
	j = Job{ID: w.ID, Source: w.Source, From: w.Config.From, Ledger: w.Ledger, MaxInput: w.MaxInput, Inputs: w.Inputs}
	j.Config.Encoding = w.Config.Encoding
	if j.Config.Meta, err = meta(w.Config.Meta); err != nil {
		return j, err
	}
	for _, f := range w.Config.Fixes {
		j.Config.Fixes = append(j.Config.Fixes, f.fix())
	}
	for _, s := range w.Config.Steps {
		step := repair.Step{Name: s.Name, Off: s.Off}
		if s.Options != nil {
			step.Options = repair.NewOptions(s.Name)
			if err := decodePlain(s.Options, zero(step.Options)); err != nil {
				return j, fmt.Errorf("stage %s: %w", s.Name, err)
			}
		}
		j.Config.Steps = append(j.Config.Steps, step)
	}
	for _, o := range w.Outputs {
		at := slices.IndexFunc(list, func(f formats.Format) bool { return f.Name == o.Format })
		if at < 0 {
			return j, fmt.Errorf("there is no format %q", o.Format)
		}
		output := Output{Format: list[at], Path: o.Path}
		if o.Options != nil {
			output.Options = list[at].NewOptions()
			if err := decodePlain(o.Options, zero(output.Options)); err != nil {
				return j, fmt.Errorf("%s: %w", o.Format, err)
			}
		}
		j.Outputs = append(j.Outputs, output)
	}
	return j, nil
}

// wireReport is a report on its way back.
type wireReport struct {
	Report
	Errors []wireError      `json:"errors,omitempty"`
	Seen   map[string]stamp `json:"seen,omitempty"`
}

// wireError is an error on its way. What it is stays known, and what it says.
type wireError struct {
	Kind     report.Kind   `json:"kind"`
	Message  string        `json:"message"`
	Output   string        `json:"output,omitempty"`
	Stack    []byte        `json:"stack,omitempty"` // of a panic
	Panic    string        `json:"panic,omitempty"`
	Fix      *byhand.Error `json:"fix,omitempty"`
	DiskFull bool          `json:"diskFull,omitempty"`
	NotExist bool          `json:"notExist,omitempty"`
}

func packReport(r *Report) wireReport {
	w := wireReport{Report: *r, Seen: r.seen}
	for _, err := range r.Errors() {
		e := wireError{Kind: kindOf(err), Message: err.Error(), DiskFull: diskFull(err), NotExist: errors.Is(err, fs.ErrNotExist)}
		var of *outputError
		if errors.As(err, &of) {
			e.Output = of.Format
		}
		errors.As(err, &e.Fix)
		var p *Panic
		if errors.As(err, &p) {
			e.Stack, e.Panic = p.Stack, fmt.Sprint(p.Value)
		}
		w.Errors = append(w.Errors, e)
	}
	return w
}

func unpackReport(w *wireReport) Report {
	r := w.Report
	r.seen = w.Seen
	var errs []error
	for _, e := range w.Errors {
		var err error = &remoteError{e.Message, e.causes()}
		if e.Output != "" {
			err = &outputError{e.Output, err}
		}
		errs = append(errs, err)
	}
	r.Err = failed(errs)
	return r
}

// causes are the errors that somebody may look for behind e.
func (e *wireError) causes() (list []error) {
	switch {
	case e.Stack != nil:
		list = append(list, &Panic{Value: e.Panic, Stack: e.Stack})
	case e.Kind == report.Bug:
		list = append(list, pipeline.ErrBug)
	case e.Kind == report.Stopped:
		list = append(list, ErrUnfinished)
	}
	if e.Fix != nil {
		list = append(list, e.Fix)
	}
	if e.DiskFull {
		list = append(list, errDiskFull)
	}
	if e.NotExist {
		list = append(list, fs.ErrNotExist)
	}
	return list
}

// remoteError is an error that happened in a worker.
type remoteError struct {
	message string
	causes  []error
}

func (e *remoteError) Error() string   { return e.message }
func (e *remoteError) Unwrap() []error { return e.causes }
