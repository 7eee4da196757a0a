package finding

import (
	"encoding/xml"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// The parts of the format of JUnit reports that are written, in the order in
// which the schema that Jenkins publishes wants them.
type (
	junitSuites struct {
		XMLName  xml.Name `xml:"testsuites"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Suites   []junitSuite
	}
	junitSuite struct {
		XMLName  xml.Name `xml:"testsuite"`
		Name     string   `xml:"name,attr"`
		Tests    int      `xml:"tests,attr"`
		Failures int      `xml:"failures,attr"`
		Errors   int      `xml:"errors,attr"`
		Skipped  int      `xml:"skipped,attr"`
		Cases    []junitCase
	}
	junitCase struct {
		XMLName   xml.Name      `xml:"testcase"`
		Name      string        `xml:"name,attr"`
		ClassName string        `xml:"classname,attr"`
		Error     *junitProblem `xml:"error,omitempty"`
		Failure   *junitProblem `xml:"failure,omitempty"`
		Out       string        `xml:"system-out,omitempty"`
	}
	junitProblem struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// writeJUnit writes r as the outcome of tests, one a document. It fails if a
// finding that isn't known reaches the threshold; what else was found is its
// output.
func writeJUnit(w io.Writer, r *Report) error {
	suite := junitSuite{Name: r.Program}
	for _, d := range r.Documents {
		c := caseOf(r, &d)
		suite.Tests++
		switch {
		case c.Error != nil:
			suite.Errors++
		case c.Failure != nil:
			suite.Failures++
		}
		suite.Cases = append(suite.Cases, c)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(junitSuites{
		Name: r.Program, Tests: suite.Tests, Failures: suite.Failures, Errors: suite.Errors, Suites: []junitSuite{suite},
	}); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func caseOf(r *Report, d *Document) junitCase {
	c := junitCase{Name: d.ID, ClassName: filepath.ToSlash(d.Source)}
	var failures, others []string
	for _, f := range d.Findings {
		line := fmt.Sprintf("%s: %s: %s [%s]", place(d.Source, &f), f.Severity, f.Sentence(), f.Code)
		switch {
		case f.Code == CodeFailed || f.Code == CodeBug:
			c.Error = &junitProblem{Message: printable(f.Message), Type: f.Code, Text: printable(line)}
		case !f.Known && r.FailOn.Reached(f.Severity):
			failures = append(failures, printable(line))
		default:
			others = append(others, printable(line))
		}
	}
	if len(failures) > 0 && c.Error == nil {
		c.Failure = &junitProblem{Message: count(len(failures), "finding"), Type: r.FailOn.String(), Text: strings.Join(failures, "\n")}
	} else {
		others = append(failures, others...)
	}
	c.Out = strings.Join(others, "\n")
	return c
}

// printable is s without what XML can't hold.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return '\uFFFD'
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
