package finding

import (
	_ "embed"
	"encoding/json"
	"io"
	"path/filepath"
	"strings"
)

// Schema is the JSON Schema of the format "json", in draft 2020-12.
//
//go:embed findings.schema.json
var Schema []byte

// formVersion is the version of the formats of our own: fields may be added,
// it counts up if one changes its meaning or goes.
const formVersion = 1

// writeJSON writes one object with all findings in a list.
func writeJSON(w io.Writer, r *Report) error {
	type item struct {
		Document    string `json:"document"` // its ID
		Source      string `json:"source"`
		Line        int    `json:"line,omitempty"`
		Column      int    `json:"column,omitempty"`
		Severity    string `json:"severity"`
		Code        string `json:"code"`
		Message     string `json:"message"`
		Suggest     string `json:"suggest,omitempty"`
		Excerpt     string `json:"excerpt,omitempty"`
		Output      string `json:"output,omitempty"`
		Fingerprint string `json:"fingerprint"`
		Known       bool   `json:"known,omitempty"`
	}
	out := struct {
		Version   int    `json:"version"`
		Program   string `json:"program"`
		Documents int    `json:"documents"`
		Findings  []item `json:"findings"`
	}{formVersion, strings.TrimSpace(r.Program + " " + r.Version), len(r.Documents), []item{}}
	for _, d := range r.Documents {
		for _, f := range d.Findings {
			out.Findings = append(out.Findings, item{
				d.ID, filepath.ToSlash(d.Source), f.Line, f.Column, f.Severity.String(), f.Code, f.Message, f.Suggest,
				f.Excerpt, f.Output, f.Fingerprint(), f.Known,
			})
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
