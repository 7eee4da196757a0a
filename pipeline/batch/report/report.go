// Package report is what a batch leaves behind for programs and for people: a
// [Report] in the file report.json, and a page to browse it.
//
//	report.json
//	├── version, program, manifest      what made it, of what
//	├── summary                         counts of all there is below
//	├── run                             when, how long, with how many workers
//	└── documents                       in the order of the manifest, each with
//	    ├── source, inputs, config      what it was made of, as hashes
//	    ├── status, errors              what became of it
//	    ├── outputs                     the files, as hashes
//	    ├── findings                    what is doubtful or damaged
//	    └── cache, timings              how it was made this time
//
// Everything but run, cache and timings is a function of sources,
// configuration and program: where these three are left out, two runs over the
// same input give the same bytes, with any number of workers and in any folder.
// [Schema] describes the form.
//
// A report may be longer than memory wants to hold: [Writer] takes one document
// at a time, in any order, and [Read] hands them out one at a time.
package report

import (
	_ "embed"
	"errors"
	"fmt"
	"time"

	"github.com/refolio/refolio/pipeline/finding"
)

// Version is the version of the form. Fields may be added to it; it counts up
// if one changes its meaning or goes.
const Version = 1

// The names of the files in an output folder.
const (
	FileName = "report.json"
	PageName = "index.html"
)

// Schema is the JSON Schema of a report, in draft 2020-12.
//
//go:embed report.schema.json
var Schema []byte

// Report is the head of a report: all of it but the documents.
type Report struct {
	Version  int     `json:"version"`            // of the form, see [Version]
	Program  string  `json:"program"`            // what made it: "refolio v1.2.0"
	Manifest *File   `json:"manifest,omitempty"` // by its base name
	Summary  Summary `json:"summary"`
	Run      *Run    `json:"run,omitempty"`
}

// File is a file by its contents.
type File struct {
	// Path leads to the file, with "/" between folders: that of an input from
	// the manifest's folder, that of an output from the report's.
	Path   string `json:"path"`
	Size   int64  `json:"size"`             // in bytes
	SHA256 string `json:"sha256,omitempty"` // of the bytes, in hexadecimal; none if the file could not be read
}

// Summary counts what the documents are.
type Summary struct {
	Documents   int    `json:"documents"`
	OK          int    `json:"ok"`
	Failed      int    `json:"failed"`
	Unfinished  int    `json:"unfinished"`
	SourceBytes int64  `json:"source_bytes"`
	Files       int    `json:"files"` // outputs
	OutputBytes int64  `json:"output_bytes"`
	Findings    Counts `json:"findings"`
}

// Counts are numbers of findings by their severity.
type Counts struct {
	Error   int `json:"error"`
	Warning int `json:"warning"`
	Info    int `json:"info"`
}

// Add counts a finding of severity s.
func (c *Counts) Add(s finding.Severity) {
	switch s {
	case finding.Error:
		c.Error++
	case finding.Warning:
		c.Warning++
	default:
		c.Info++
	}
}

// Run says what can't be the same twice: how the run went.
type Run struct {
	Started  time.Time `json:"started"`
	Seconds  float64   `json:"seconds"`
	Workers  int       `json:"workers"`
	Made     int       `json:"made"`     // documents of which something was made anew
	Restored int       `json:"restored"` // documents that came from the cache
	Kept     int       `json:"kept"`     // documents whose outputs were there already
	Damaged  int       `json:"damaged"`  // entries of the cache that were damaged and not used
}

// Document is what became of one document.
type Document struct {
	ID     string `json:"id"`
	Source File   `json:"source"`
	// Inputs are the further files that the document depends on.
	Inputs []File `json:"inputs,omitempty"`
	// Config is the SHA-256 of the configuration that decides what the
	// document says: stages, metadata, encoding, but not the outputs.
	Config   string   `json:"config"`
	Status   Status   `json:"status"`
	Errors   []Error  `json:"errors,omitempty"`
	Title    string   `json:"title,omitempty"`
	Language string   `json:"language,omitempty"`
	Outputs  []Output `json:"outputs"` // those that are whole in the output folder
	// Findings are those of the repair in the order of the source, then those
	// of the outputs.
	Findings []Finding `json:"findings"`
	Cache    Cache     `json:"cache,omitempty"`
	Timings  *Timings  `json:"timings,omitempty"`
}

// Status says whether a document was made.
type Status string

// What becomes of a document.
const (
	OK         Status = "ok"
	Failed     Status = "failed"     // wholly or in some of its outputs, see Errors
	Unfinished Status = "unfinished" // the run ended first
)

// Cache says where a document came from in this run.
type Cache string

// Where documents come from.
const (
	Made     Cache = "made"     // it was made, at least in part
	Restored Cache = "restored" // nothing had to be made: the cache had it
	Kept     Cache = "kept"     // the outputs were there already, and are what they should be
)

// Error is why a document failed.
type Error struct {
	Kind    Kind   `json:"kind"`
	Message string `json:"message"`          // one line in plain words
	Output  string `json:"output,omitempty"` // the format that can't be written; empty if it is about the document
}

// Kind is a kind of failure, for programs.
type Kind string

// The kinds of failures.
const (
	Failure     Kind = "failure"      // the text, the disk or the configuration is not as it should be
	Bug         Kind = "bug"          // refolio's own fault
	TimeLimit   Kind = "time-limit"   // it took longer than it may
	MemoryLimit Kind = "memory-limit" // it took more memory than it may
	Died        Kind = "died"         // the process that made it was killed or crashed
	Stopped     Kind = "stopped"      // the run ended first
)

// Output is a file that was made of a document.
type Output struct {
	Format string `json:"format"` // its name: "markdown"
	File
	// Config is the SHA-256 of the configuration that decides what is in the
	// file beyond what the document says.
	Config string `json:"config"`
}

// Finding is a [finding.Finding] in a report.
type Finding struct {
	Code     string `json:"code"`
	Severity string `json:"severity"` // info, warning or error
	Message  string `json:"message"`
	Suggest  string `json:"suggest,omitempty"`
	Line     int    `json:"line,omitempty"`   // of the source, from 1
	Column   int    `json:"column,omitempty"` // in characters, from 1
	Output   string `json:"output,omitempty"` // the format whose writer found it
	// Excerpt is the line of the source, by which the finding is told again when
	// text is added above it.
	Excerpt string `json:"excerpt,omitempty"`
}

// FindingOf is f as it stands in a report.
func FindingOf(f finding.Finding) Finding {
	return Finding{
		Code: f.Code, Severity: f.Severity.String(), Message: f.Message, Suggest: f.Suggest,
		Line: f.Line, Column: f.Column, Output: f.Output, Excerpt: f.Excerpt,
	}
}

// Finding is the inverse of [FindingOf], but for the offset, which is -1.
func (f *Finding) Finding() (finding.Finding, error) {
	severity, err := finding.ParseSeverity(f.Severity)
	return finding.Finding{
		Code: f.Code, Severity: severity, Message: f.Message, Suggest: f.Suggest,
		Output: f.Output, Excerpt: f.Excerpt, Offset: -1, Line: f.Line, Column: f.Column,
	}, err
}

// Timings are seconds of wall time, measured when the document was made.
type Timings struct {
	Total   float64            `json:"total"`
	Repair  float64            `json:"repair,omitempty"`  // from the source's bytes to the document
	Outputs map[string]float64 `json:"outputs,omitempty"` // by format, those that were written
}

// Count adds d to the summary.
func (s *Summary) Count(d *Document) {
	s.Documents++
	switch d.Status {
	case OK:
		s.OK++
	case Failed:
		s.Failed++
	default:
		s.Unfinished++
	}
	s.SourceBytes += d.Source.Size
	for _, o := range d.Outputs {
		s.Files++
		s.OutputBytes += o.Size
	}
	for _, f := range d.Findings {
		severity, _ := finding.ParseSeverity(f.Severity)
		s.Findings.Add(severity)
	}
}

// Add adds what other counts.
func (s *Summary) Add(other Summary) {
	s.Documents += other.Documents
	s.OK += other.OK
	s.Failed += other.Failed
	s.Unfinished += other.Unfinished
	s.SourceBytes += other.SourceBytes
	s.Files += other.Files
	s.OutputBytes += other.OutputBytes
	s.Findings.Error += other.Findings.Error
	s.Findings.Warning += other.Findings.Warning
	s.Findings.Info += other.Findings.Info
}

// Count adds a document with the origin c to the run.
func (r *Run) Count(c Cache) {
	switch c {
	case Made:
		r.Made++
	case Restored:
		r.Restored++
	case Kept:
		r.Kept++
	}
}

// errForm is behind the errors of what is no report of this version.
var errForm = errors.New("not a report of this version")

func badForm(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errForm, fmt.Sprintf(format, args...))
}
