package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/finding"
)

// complain prints err as the last words of a command.
func (a *app) complain(err error) {
	list, isList := err.(interface{ Unwrap() []error })
	var mistake *byhand.Error
	var done status
	switch {
	case err == nil, errors.As(err, &done), isQuietError(err):
	case errors.As(err, &mistake) && error(mistake) == err && mistake.File != "":
		a.printMistake(mistake)
	case isList && err.Error() == errors.Join(list.Unwrap()...).Error(): // and nothing is said around them
		for _, e := range list.Unwrap() {
			a.complain(e)
		}
	default:
		fmt.Fprintln(a.stderr, a.line(a.stderr, "", "error", err.Error()))
	}
}

// bare is err without the operation and the path, which the message has in its
// own words.
func bare(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

// printMistake prints what is wrong in a file that a person has written.
func (a *app) printMistake(e *byhand.Error) {
	fmt.Fprintln(a.stderr, a.line(a.stderr, filepath.ToSlash(e.Place()), "error", e.Text()))
}

// outputFailed deals with the error err, if any, of writing to standard output:
// a full disk is a failure, a reader that has enough is none.
func (a *app) outputFailed(err error) error {
	if err == nil || isQuietError(err) {
		return nil
	}
	a.complain(fmt.Errorf("write to standard output: %w", err))
	return status(exitFailed)
}

// line is one line of output to w: "place: severity: message".
func (a *app) line(w io.Writer, place, severity, message string) string {
	styles := map[string]style{"error": red, "bug": red, "warning": yellow, "info": blue}
	head := a.paint(w, styles[severity], severity+":")
	if place != "" {
		head = a.paint(w, bold, visible(place)+":") + " " + head
	}
	return head + " " + visible(message)
}

// printFindings prints what was found in a document, one a line.
func (a *app) printFindings(w io.Writer, r *batch.Report) error {
	out := bufio.NewWriter(w)
	for _, f := range r.Findings {
		if f.Known {
			continue
		}
		place := sourceName(r.Source)
		if f.Line > 0 {
			place = fmt.Sprintf("%s:%d:%d", place, f.Line, f.Column)
		}
		fmt.Fprintf(out, "%s [%s]\n", a.line(w, place, f.Severity.String(), f.Sentence()), visible(f.Code))
	}
	return out.Flush()
}

// printFailure says why a document failed, and what to do if it is our fault.
func (a *app) printFailure(r *batch.Report) {
	if r.Err == nil || errors.Is(r.Err, batch.ErrUnfinished) || isQuietError(r.Err) {
		return
	}
	a.printErrors(r.Source, r.Errors())
}

// printErrors prints why the document of a source failed.
func (a *app) printErrors(source string, errs []error) {
	place := sourceName(source)
	for _, err := range errs {
		var mistake *byhand.Error
		switch {
		case errors.As(err, &mistake) && mistake.File != "":
			a.printMistake(mistake)
			continue
		case !errors.Is(err, pipeline.ErrBug):
			fmt.Fprintln(a.stderr, a.line(a.stderr, place, "error", err.Error()))
			continue
		}
		fmt.Fprintln(a.stderr, a.line(a.stderr, place, "bug", err.Error()+"; this is a fault of refolio's: please report it with the text and this message (-v adds details)"))
		var p *batch.Panic
		if a.verbose && errors.As(err, &p) {
			for stack := range strings.Lines(string(p.Stack)) {
				fmt.Fprintln(a.stderr, "    "+visible(strings.ReplaceAll(strings.TrimRight(stack, "\n"), "\t", "    ")))
			}
		}
	}
}

func sourceName(source string) string {
	if source == batch.Stdin {
		return "<stdin>"
	}
	return filepath.ToSlash(source)
}

// shellWord is s as it is written in a command.
func shellWord(s string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_./:,+=@%-", r)
	}
	if s != "" && strings.IndexFunc(s, func(r rune) bool { return !plain(r) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// totals count what became of documents.
type totals struct {
	documents, files, failed, unfinished int
	findings                             [finding.Error + 1]int
}

func count(reports []batch.Report) (t totals) {
	t.documents = len(reports)
	for i := range reports {
		r := &reports[i]
		t.files += len(r.Written)
		switch {
		case errors.Is(r.Err, batch.ErrUnfinished):
			t.unfinished++
		case r.Err != nil && !isQuietError(r.Err):
			t.failed++
		}
		for _, f := range r.Findings {
			if !f.Known {
				t.findings[f.Severity]++
			}
		}
	}
	return t
}

// found returns "1 error, 2 warnings", or "" if nothing from the severity least
// upwards was found.
func (t *totals) found(least finding.Severity) string {
	var parts []string
	for s := finding.Error; ; s-- {
		if n := t.findings[s]; n > 0 {
			noun := s.String()
			if s == finding.Info {
				noun = "remark"
			}
			parts = append(parts, plural(n, noun))
		}
		if s == least {
			return strings.Join(parts, ", ")
		}
	}
}

// fate returns "2 failed, 1 not finished", or "" if neither happened.
func (t *totals) fate() string {
	var parts []string
	if t.failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", t.failed))
	}
	if t.unfinished > 0 {
		parts = append(parts, fmt.Sprintf("%d not finished", t.unfinished))
	}
	return strings.Join(parts, ", ")
}

// summarize prints the last line of a command: what it did, and what should
// be known of it.
func (a *app) summarize(parts ...string) {
	if a.quiet {
		return
	}
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	if len(said) > 0 {
		fmt.Fprintln(a.stderr, visible(strings.Join(said, "; ")))
	}
}

// plural returns "1 entry", "2 entries".
func plural(n int, noun string) string {
	stem, isY := strings.CutSuffix(noun, "y")
	switch {
	case n == 1:
	case isY:
		noun = stem + "ies"
	case strings.HasSuffix(noun, "x"):
		noun += "es"
	default:
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
