package batch

import (
	"errors"
	"fmt"
	"time"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/manifest"
)

// The errors of documents that end for a reason of their own.
var (
	ErrTimeLimit   = errors.New("took longer than it may")
	ErrMemoryLimit = errors.New("took more memory than it may")
	ErrDied        = errors.New("the process that worked on it died")
)

func timeLimit(limit time.Duration) error {
	return fmt.Errorf("%w: %v; raise the limit (--timeout, or limits.time in the manifest), or leave the document out", ErrTimeLimit, limit)
}

func memoryLimit(limit int64) error {
	return fmt.Errorf("%w: %v; raise the limit (--max-memory, or limits.memory in the manifest), or leave the document out", ErrMemoryLimit, manifest.Size(limit))
}

// kindOf says what kind of failure err is.
func kindOf(err error) report.Kind {
	switch {
	case errors.Is(err, pipeline.ErrBug):
		return report.Bug
	case errors.Is(err, ErrUnfinished):
		return report.Stopped
	case errors.Is(err, ErrTimeLimit):
		return report.TimeLimit
	case errors.Is(err, ErrMemoryLimit):
		return report.MemoryLimit
	case errors.Is(err, ErrDied):
		return report.Died
	}
	return report.Failure
}

// outputError is the error of one output.
type outputError struct {
	Format string // its name
	Err    error
}

// Error says what went wrong.
func (e *outputError) Error() string { return e.Err.Error() }

// Unwrap returns what went wrong.
func (e *outputError) Unwrap() error { return e.Err }

// failures are the errors of a document that have nothing to do with each
// other: those of its outputs.
type failures []error

// Error returns them all, one a line.
func (f failures) Error() string { return errors.Join(f...).Error() }

// Unwrap returns them.
func (f failures) Unwrap() []error { return f }

// failed returns the error of a document that has failed for the reasons list.
func failed(list []error) error {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return failures(list)
}

// Errors are the reasons why the document failed, each for itself.
func (r *Report) Errors() []error {
	switch err := r.Err.(type) {
	case nil:
		return nil
	case failures:
		return err
	case byhand.Errors:
		return err.Unwrap()
	}
	return []error{r.Err}
}
