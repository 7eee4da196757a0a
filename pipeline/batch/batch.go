// Package batch makes many documents at once.
//
// A [Job] is one document: its source, how to repair it, and what to write.
// [Plan] makes jobs of a manifest; [Run] does them with a bounded number of
// workers, the longest first, and returns a [Report] for each, in the order of
// the jobs:
//
//	manifest ──Plan──▶ []Job ──Run──▶ []Report
//	                            │
//	                            └──WriteFile──▶ DIR/<id>.md, .epub, ...
//
// What comes out does not depend on the number of workers: a job is a function
// of its source and its configuration, and shares nothing with the others.
// One that fails, even by a panic, costs only itself. Memory is bounded by the
// workers times what the largest document needs.
//
// Files appear whole or not at all, see [WriteFile].
package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/finding"
)

// Job is one document to make.
type Job struct {
	ID       string          // the document's name in messages and, usually, in the names of its files
	Source   string          // the file to read, or [Stdin]
	From     string          // what the source is, one of formats.ReadFrom; "" to find it out
	MaxInput int64           // the limit for the source in bytes; 0 stands for [MaxInput]
	Config   pipeline.Config // how to repair it
	Ledger   string          // the file with the decisions to make of the source, instead of repairing it; usually empty
	Outputs  []Output        // what to write; none to see the findings only
}

// Output is one edition of a document.
type Output struct {
	Format  formats.Format
	Options any       // as Format.Write wants them; nil stands for the defaults
	Path    string    // the file to write, in a folder that exists
	To      io.Writer // where the edition goes if Path is empty
}

// Report says what became of a job.
type Report struct {
	ID, Source string
	Findings   []finding.Finding // of the repair, in the order of the source, then of the outputs
	Written    []string          // the Paths of the outputs that were written
	// Err is why the document failed, wholly or in some of its outputs; nil if
	// all is well. It is [pipeline.ErrBug] if the fault is refolio's own, and
	// [ErrUnfinished] if the run ended first.
	Err error
}

// ErrUnfinished is the error of a document that is not made because the run
// was stopped, by the context or by a full disk.
var ErrUnfinished = errors.New("not finished")

// Panic is the error of a document whose making ended in a panic. It is a
// [pipeline.ErrBug].
type Panic struct {
	Value any    // what was passed to panic
	Stack []byte // where
}

// Error says what the panic said, without the stack.
func (p *Panic) Error() string { return fmt.Sprintf("panic: %v", p.Value) }

// Unwrap makes the panic a bug of ours.
func (p *Panic) Unwrap() error { return pipeline.ErrBug }

// guard calls f and turns a panic into an error, so that it ends at the
// document's border.
func guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &Panic{Value: v, Stack: debug.Stack()}
		}
	}()
	return f()
}

// do makes one document.
func do(ctx context.Context, job *Job, stdin io.Reader) Report {
	r := Report{ID: job.ID, Source: job.Source}
	result, err := convert(ctx, job, stdin)
	if stopped(ctx, err) {
		r.Err = unfinished(ctx)
		return r
	}
	if err != nil {
		r.Err = err
		return r
	}
	r.Findings = result.Findings
	var errs []error
	for i := range job.Outputs {
		err := ctx.Err()
		if err == nil {
			err = job.Outputs[i].write(ctx, result, &r)
		}
		if stopped(ctx, err) {
			if len(errs) == 0 {
				errs = append(errs, unfinished(ctx))
			}
			break
		}
		if err != nil {
			errs = append(errs, err)
		}
		if diskFull(err) {
			break
		}
	}
	r.Err = errors.Join(errs...)
	return r
}

// stopped reports whether err says no more than that ctx has ended.
func stopped(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, context.Cause(ctx)))
}

func unfinished(ctx context.Context) error {
	return fmt.Errorf("%w: %w", ErrUnfinished, context.Cause(ctx))
}

// convert reads and repairs the source of job. A document that a format reads
// is taken as it is: it was repaired before, or written by hand. The fixes beside the
// source are read here, so that they are an input of the job as the source is.
func convert(ctx context.Context, job *Job, stdin io.Reader) (result *pipeline.Result, err error) {
	data, err := read(ctx, job, stdin)
	if err != nil {
		return nil, err
	}
	config := job.Config
	if config.Fixes, err = job.fixes(); err != nil {
		return nil, err
	}
	err = guard(func() (err error) {
		reader, made := formats.ReaderFor(job.From, job.Source, data)
		switch {
		case job.Ledger != "":
			result, err = replay(ctx, job, data)
		case !made:
			result, err = pipeline.Convert(ctx, job.Source, data, config)
		case len(config.Fixes) > 0:
			err = config.Fixes[0].Wrong("fixes are for extracted text, and this is a finished document: mend it itself")
		default:
			result, err = job.adopt(ctx, reader, data)
		}
		return err
	})
	return result, err
}

func read(ctx context.Context, job *Job, stdin io.Reader) ([]byte, error) {
	if job.Source == Stdin {
		return ReadAll(ctx, stdin, job.MaxInput)
	}
	return ReadFile(job.Source, job.MaxInput)
}

// write writes what was made of a source to o's place.
func (o *Output) write(ctx context.Context, made *pipeline.Result, r *Report) error {
	report := func(f finding.Finding) {
		if f.Offset >= 0 && f.Line == 0 && made.Source != nil {
			place := made.Source.Place(f.Offset)
			f.Line, f.Column = place.Line, place.Column
		}
		r.Findings = append(r.Findings, f)
	}
	var further []string
	render := func(w io.Writer) (err error) {
		further, err = o.render(ctx, w, made.Document, report)
		return err
	}
	if o.Path == "" {
		var buffer bytes.Buffer // nothing of an edition that can't be finished
		if err := render(&buffer); err != nil {
			return fmt.Errorf("write %s: %w", o.Format.Name, err)
		}
		if _, err := o.To.Write(buffer.Bytes()); err != nil {
			return fmt.Errorf("write %s: %w", o.Format.Name, err)
		}
		return nil
	}
	if err := WriteFile(o.Path, render); err != nil {
		return err
	}
	r.Written = append(append(r.Written, further...), o.Path)
	return nil
}
