package finding

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"
)

// Report is what was found in a number of documents, for [Write].
type Report struct {
	Program, Version string    // what found it: "refolio", "v1.2.0"
	FailOn           Threshold // the severity from which on a finding is a failure
	Documents        []Document
}

// Document is what was found in one document.
type Document struct {
	ID       string
	Source   string // its path, or a name such as "<stdin>"
	Findings []Finding
}

// Format is a form in which findings can be written.
type Format struct {
	Name    string
	Summary string // what reads it, for the help
	write   func(io.Writer, *Report) error
}

// Formats lists the forms of findings for programs. Lines for people are the
// command line's own.
func Formats() []Format {
	return []Format{
		{"json", "one object, for programs", writeJSON},
		{"sarif", "SARIF 2.1.0, for code scanning and editors", writeSARIF},
		{"github", "annotations, for the log of GitHub Actions", writeGitHub},
		{"junit", "JUnit XML, a test for each document, for CI servers", writeJUnit},
	}
}

// Write writes r in the format with the given name. What is known already
// (see [Baseline]) is left out of annotations, and marked elsewhere.
func Write(w io.Writer, format string, r *Report) error {
	for _, f := range Formats() {
		if f.Name != format {
			continue
		}
		var out bytes.Buffer // nothing of a report that can't be finished
		if err := f.write(&out, r); err != nil {
			return fmt.Errorf("write the findings as %s: %w", format, err)
		}
		_, err := w.Write(out.Bytes())
		return err
	}
	return fmt.Errorf("there is no format %q for findings", format)
}

// place is where a finding is, for people.
func place(source string, f *Finding) string {
	if f.Line == 0 {
		return filepath.ToSlash(source)
	}
	return fmt.Sprintf("%s:%d:%d", filepath.ToSlash(source), f.Line, f.Column)
}

// uri is the address of a source: relative if its path is.
func uri(source string) string {
	path := filepath.ToSlash(source)
	if strings.HasPrefix(path, "/") {
		return (&url.URL{Scheme: "file", Path: path}).String()
	}
	return strings.TrimPrefix((&url.URL{Path: path}).String(), "./")
}

// writeGitHub writes the commands by which a job makes annotations.
func writeGitHub(w io.Writer, r *Report) error {
	levels := map[Severity]string{Info: "notice", Warning: "warning", Error: "error"}
	for _, d := range r.Documents {
		for _, f := range d.Findings {
			if f.Known {
				continue
			}
			where := "file=" + property(filepath.ToSlash(d.Source))
			if f.Line > 0 {
				where += fmt.Sprintf(",line=%d,col=%d", f.Line, f.Column)
			}
			if _, err := fmt.Fprintf(w, "::%s %s,title=%s::%s\n", levels[f.Severity], where, property(f.Code), data(f.Sentence())); err != nil {
				return err
			}
		}
	}
	return nil
}

// data writes the message of a command so that nothing in it ends it.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

// property writes the value of a property of a command.
func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
