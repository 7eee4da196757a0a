package main

import (
	"context"
	"errors"
	"os"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/finding"
)

// The exit codes. Where several hold, the highest below 100 is given.
const (
	exitFine        = 0
	exitFindings    = 1
	exitUsage       = 2
	exitFailed      = 3
	exitBug         = 4
	exitLocked      = 5
	exitInterrupted = 130 // 128 + SIGINT, as shells have it
	exitTerminated  = 143 // 128 + SIGTERM
)

// exitCodes says what they mean, for the help.
var exitCodes = []struct {
	code    int
	meaning string
}{
	{exitFine, "all is well"},
	{exitFindings, "something found is as severe as --fail-on says, or something differs"},
	{exitUsage, "a mistake in the command line or the manifest; nothing was done"},
	{exitFailed, "a document failed, and the others were made; or output could not be written"},
	{exitBug, "a bug in refolio; please report it"},
	{exitLocked, "another run is at work in the output folder; nothing was done"},
	{exitInterrupted, "interrupted (Ctrl-C)"},
	{exitTerminated, "terminated"},
}

// status is the error of a command that has said all that there is to say and
// ends with the exit code status.
type status int

func (s status) Error() string { return "failed" }

// exitCode is the only place where errors become exit codes. An error that no
// command has dealt with is a mistake in what it was told.
func exitCode(err error) int {
	var s status
	var signal interrupt
	switch {
	case err == nil, isQuietError(err):
		return exitFine
	case errors.As(err, &s):
		return int(s)
	case errors.As(err, &signal):
		return signal.code()
	case errors.Is(err, pipeline.ErrBug):
		return exitBug
	}
	return exitUsage
}

func (i interrupt) code() int {
	if i.signal == os.Interrupt {
		return exitInterrupted
	}
	return exitTerminated
}

// verdict is the error with which a command ends whose documents' reports are
// given: a status, or nil. failOn is the severity from which on findings count.
func verdict(ctx context.Context, reports []batch.Report, failOn threshold) error {
	code, unfinished := exitFine, false
	for i := range reports {
		code = max(code, codeOf(reports[i].Err))
		unfinished = unfinished || errors.Is(reports[i].Err, batch.ErrUnfinished)
		for _, f := range reports[i].Findings {
			if !f.Known && failOn.Reached(f.Severity) {
				code = max(code, exitFindings)
			}
		}
	}
	if signal, ok := interruptOf(ctx); ok && code == exitFine && unfinished {
		code = signal.code()
	}
	if code == exitFine {
		return nil
	}
	return status(code)
}

// endedWith is the error of a command that err ended after the work had begun; it
// is said unless that was done.
func (a *app) endedWith(err error) error {
	var s status
	if errors.As(err, &s) {
		return s
	}
	return a.failed(err)
}

// codeOf is the exit code for a document with the error err.
func codeOf(err error) int {
	switch {
	case errors.Is(err, pipeline.ErrBug):
		return exitBug
	case err == nil, errors.Is(err, batch.ErrUnfinished), isQuietError(err):
		return exitFine
	}
	return exitFailed
}

// threshold is the value of --fail-on: the severity from which on a finding
// decides the exit code.
type threshold struct {
	finding.Threshold
	given bool
}

// failOnErrors is what holds if neither a flag nor a manifest says anything.
var failOnErrors = threshold{Threshold: finding.Threshold{Severity: finding.Error}}

// or returns t, or, if nobody has given it, what the manifest says, if
// anything.
func (t threshold) or(m *finding.Threshold) threshold {
	if !t.given && m != nil {
		t.Threshold = *m
	}
	return t
}

// Set reads the flag's value.
func (t *threshold) Set(value string) error {
	t.given = true
	return t.UnmarshalText([]byte(value))
}

// Type is the word for the value in the help.
func (t *threshold) Type() string { return "severity" }
