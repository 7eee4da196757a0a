// Package batch makes many documents at once.
//
// A [Job] is one document: its source, how to repair it, and what to write.
// [Plan] makes jobs of a manifest, [Run] does them with a bounded number of
// workers, the longest first, and [Build] is Run for an output folder: it locks
// the folder, leaves alone what is there already, and writes the report.
//
//	manifest ──Plan──▶ []Job ──Build──▶ report.json, index.html
//	                             │
//	                    what is not as it should be
//	                             │
//	                            Run──▶ worker ──WriteFile──▶ DIR/<id>.md, .epub, ...
//	                             │        │
//	                          []Report    └──▶ cache
//
// What comes out does not depend on the number of workers: a job is a function
// of its source and its configuration, and shares nothing with the others.
// One that fails, even by a panic, costs only itself; where the workers are
// processes of their own (see [Serve]), that holds for one that crashes, hangs
// or takes all memory, too.
//
// Memory is bounded by the workers times what the largest document needs. Of
// all documents together nothing is kept but their names and places: texts
// are read when their turn comes, and what was found in them lies on the disk
// until the report is written. (Measured on 10,000 texts of up to 300 kB: 117 MB
// for the run itself, and 54 MB for each worker that writes Markdown.)
//
// Files appear whole or not at all, see [WriteFile].
package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/finding"
)

// Job is one document to make.
type Job struct {
	ID       string          // the document's name in messages and, usually, in the names of its files
	Source   string          // the file to read, or [Stdin]
	From     string          // what the source is, one of formats.ReadFrom; "" to find it out
	MaxInput int64           // the limit for the source in bytes; 0 stands for [MaxInput]
	Inputs   []Input         // further files that the document depends on
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
	Written    []string          // the Paths of the outputs that were written; what was right already was not
	// Err is why the document failed, wholly or in some of its outputs; nil if
	// all is well. It is [pipeline.ErrBug] if the fault is refolio's own, and
	// [ErrUnfinished] if the run ended first.
	Err error `json:"-"`

	Title, Language string
	Made            MadeOf
	Outputs         []report.Output // with the Paths of the job, those that are as they should be
	Origin          report.Cache    // empty if the document failed
	Timings         report.Timings
	Damaged         int    // entries of the cache that could not be used
	CacheError      string // why something could not be put into the cache; empty if all could

	seen map[string]stamp // the files that were read and written, as they were then
}

// MadeOf is what a document was made of.
type MadeOf struct {
	Source report.File   // with the Path of the job
	Inputs []report.File // those of the further files that were there, by their paths
	Config string        // see [Job.ConfigHash]
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

// stopped reports whether err says no more than that ctx has ended.
func stopped(ctx context.Context, err error) bool {
	return ctx.Err() != nil && (errors.Is(err, ctx.Err()) || errors.Is(err, context.Cause(ctx)))
}

func unfinished(ctx context.Context) error {
	return fmt.Errorf("%w: %w", ErrUnfinished, context.Cause(ctx))
}
