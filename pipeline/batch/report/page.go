package report

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/refolio/refolio/pipeline/finding"
)

// The page is one file that needs nothing else and asks nobody: its style and
// script stand in it, and its policy allows no others. What documents say is
// data for the script, which makes text of it and never markup.
//
//go:embed page/page.html
var pageHTML string

//go:embed page/page.css
var pageCSS string

//go:embed page/page.js
var pageJS string

// Limits of a page, so that a browser can still open that of ten thousand
// documents. What is left out is the least severe, and the page says so.
const (
	pageFindings     = 20_000
	documentFindings = 200
)

// pageHead is what the template shows.
type pageHead struct {
	Title, Made, Foot string
	Policy            string
	Figures           []figure
	Style             template.CSS
	Script            template.JS
}

type figure struct{ Name, Value, Class string }

// pageDocument is a document as the script gets it.
type pageDocument struct {
	ID       string      `json:"id"`
	Title    string      `json:"title,omitempty"`
	Language string      `json:"language,omitempty"`
	Source   string      `json:"source"`
	SHA256   string      `json:"sha256,omitempty"`
	Status   Status      `json:"status"`
	Size     int64       `json:"size"`
	Time     *float64    `json:"time,omitempty"`
	Counts   [3]int      `json:"counts"` // errors, warnings, infos
	Codes    []string    `json:"codes"`
	Outputs  [][3]any    `json:"outputs"`  // format, address, bytes
	Errors   [][2]string `json:"errors"`   // kind, message
	Findings [][]any     `json:"findings"` // severity (0 is the worst), code, message, place, suggestion
}

// PageSum is a checksum of all that the page of a report with head shows: where
// it is the same, so is the page that the same program writes.
func (w *Writer) PageSum(head Report) string {
	hash := sha256.New()
	fmt.Fprintln(hash, head.Program, w.reproducible, w.summary)
	if head.Manifest != nil {
		fmt.Fprintln(hash, head.Manifest.Path)
	}
	for _, p := range w.places {
		fmt.Fprintln(hash, p.length > 0, p.sum)
	}
	return hex.EncodeToString(hash.Sum(nil))
}

// Page writes a page on which a person can browse the report: counts, a table
// that can be sorted and filtered, the findings of each document, and links to
// its editions. It lies in the folder of the report. What it shows is what the
// documents are, and not how the run went.
func (w *Writer) Page(out io.Writer, head Report) error {
	frame, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(out)
	view := w.pageHead(head)
	if err := frame.ExecuteTemplate(b, "head", view); err != nil {
		return err
	}
	b.WriteString("<script type=\"application/json\" id=\"data\">{\"documents\":[")
	left := w.summary.Findings.room(pageFindings)
	separator := "\n"
	err = w.Documents(func(d *Document) error {
		data, err := json.Marshal(w.pageDocument(d, &left)) // escapes <, > and &
		b.WriteString(separator)
		b.Write(data)
		separator = ",\n"
		return err
	})
	if err != nil {
		return err
	}
	b.WriteString("\n]}</script>\n")
	if err := frame.ExecuteTemplate(b, "tail", view); err != nil {
		return err
	}
	return b.Flush()
}

// room is how many findings of each severity have room among most, the most
// severe first.
func (c Counts) room(most int) [3]int {
	room := [3]int{c.Error, c.Warning, c.Info}
	for i := range room {
		room[i] = min(room[i], most)
		most -= room[i]
	}
	return room
}

func (w *Writer) pageHead(head Report) pageHead {
	s := w.summary
	v := pageHead{
		Title: "Report of a batch", Made: head.Program,
		Style: template.CSS(pageCSS), Script: template.JS(pageJS),
		Policy: "default-src 'none'; base-uri 'none'; form-action 'none'; style-src " + sourceOf(pageCSS) + "; script-src " + sourceOf(pageJS),
	}
	if head.Manifest != nil {
		v.Title = "What became of " + head.Manifest.Path
	}
	add := func(name string, n int, class string) {
		if n > 0 || name == "documents" {
			v.Figures = append(v.Figures, figure{name, grouped(int64(n)), class})
		}
	}
	add("documents", s.Documents, "")
	add("failed", s.Failed, "error")
	add("not finished", s.Unfinished, "warning")
	add("editions", s.Files, "")
	add("errors", s.Findings.Error, "error")
	add("warnings", s.Findings.Warning, "warning")
	add("remarks", s.Findings.Info, "info")
	if all := s.Findings.Error + s.Findings.Warning + s.Findings.Info; all > pageFindings {
		v.Foot = fmt.Sprintf("This page has room for the %s most severe of %s findings.", grouped(pageFindings), grouped(int64(all)))
	}
	return v
}

// sourceOf is text as a source in a content security policy.
func sourceOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// pageDocument is d as the script gets it, with as many findings as left allows.
func (w *Writer) pageDocument(d *Document, left *[3]int) pageDocument {
	p := pageDocument{
		ID: d.ID, Title: d.Title, Language: d.Language, Source: d.Source.Path, SHA256: d.Source.SHA256,
		Status: d.Status, Size: d.Source.Size, Codes: []string{}, Outputs: [][3]any{}, Errors: [][2]string{}, Findings: [][]any{},
	}
	if d.Timings != nil && !w.reproducible {
		p.Time = &d.Timings.Total
	}
	for _, o := range d.Outputs {
		p.Outputs = append(p.Outputs, [3]any{o.Format, address(o.Path), o.Size})
	}
	for _, e := range d.Errors {
		p.Errors = append(p.Errors, [2]string{strings.ReplaceAll(string(e.Kind), "-", " "), e.Message})
	}
	for _, f := range d.Findings {
		rank := f.rank()
		p.Counts[rank]++
		if !slices.Contains(p.Codes, f.Code) {
			p.Codes = append(p.Codes, f.Code)
		}
		if left[rank] == 0 || len(p.Findings) == documentFindings {
			continue
		}
		left[rank]--
		p.Findings = append(p.Findings, []any{rank, f.Code, f.Message, f.place(), f.Suggest})
	}
	slices.Sort(p.Codes)
	return p
}

// rank is 0 for an error, 1 for a warning, 2 for a remark.
func (f *Finding) rank() int {
	severity, _ := finding.ParseSeverity(f.Severity)
	return int(finding.Error - severity)
}

// place says where f is: "12:4" of the source, "pdf", or nothing.
func (f *Finding) place() string {
	if f.Line > 0 {
		return fmt.Sprintf("%d:%d", f.Line, f.Column)
	}
	return f.Output
}

// address is the address of a file beside the page. It can't be taken for one
// with a scheme.
func address(path string) string {
	parts := strings.Split(path, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return "./" + strings.Join(parts, "/")
}

// grouped writes a number with commas.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	var b bytes.Buffer
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return b.String()
}
