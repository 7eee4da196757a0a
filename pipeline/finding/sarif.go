package finding

import (
	"cmp"
	"encoding/json"
	"io"
	"strings"
	"unicode"
)

// The parts of the format SARIF 2.1.0 (OASIS) that are written.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool        sarifTool         `json:"tool"`
		Invocations []sarifInvocation `json:"invocations"`
		ColumnKind  string            `json:"columnKind"`
		Results     []sarifResult     `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID                   string             `json:"id"`
		Name                 string             `json:"name"`
		ShortDescription     sarifText          `json:"shortDescription"`
		FullDescription      sarifText          `json:"fullDescription"`
		Help                 sarifText          `json:"help"`
		HelpURI              string             `json:"helpUri"`
		DefaultConfiguration sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifInvocation struct {
		ExecutionSuccessful bool `json:"executionSuccessful"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID              string             `json:"ruleId"`
		RuleIndex           int                `json:"ruleIndex"`
		Level               string             `json:"level"`
		Message             sarifText          `json:"message"`
		Locations           []sarifLocation    `json:"locations"`
		PartialFingerprints map[string]string  `json:"partialFingerprints"`
		BaselineState       string             `json:"baselineState,omitempty"`
		Suppressions        []sarifSuppression `json:"suppressions,omitempty"`
	}
	sarifLocation struct {
		PhysicalLocation sarifPlace `json:"physicalLocation"`
	}
	sarifPlace struct {
		ArtifactLocation sarifArtifact `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI       string `json:"uri"`
		URIBaseID string `json:"uriBaseId,omitempty"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
)

// homepage is where the kinds of findings are explained.
const homepage = "https://github.com/refolio/refolio"

// writeSARIF writes r in the Static Analysis Results Interchange Format.
func writeSARIF(w io.Writer, r *Report) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: r.Program, Version: cmp.Or(strings.TrimPrefix(r.Version, "v"), "0-devel"), InformationURI: homepage, Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints",
		Results:    []sarifResult{},
	}
	index := map[string]int{}
	fine := true
	for _, d := range r.Documents {
		for _, f := range d.Findings {
			at, ok := index[f.Code]
			if !ok {
				at = len(run.Tool.Driver.Rules)
				index[f.Code] = at
				run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, ruleOfSARIF(&f))
			}
			fine = fine && f.Code != CodeFailed && f.Code != CodeBug
			run.Results = append(run.Results, resultOfSARIF(&d, &f, at))
		}
	}
	run.Invocations = []sarifInvocation{{ExecutionSuccessful: fine}}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0", Runs: []sarifRun{run},
	})
}

func ruleOfSARIF(f *Finding) sarifRule {
	rule := ruleOf(f.Code)
	summary := sarifText{sentence(rule.Summary)}
	return sarifRule{
		ID: f.Code, Name: pascal(f.Code), ShortDescription: summary, FullDescription: summary,
		Help: sarifText{sentence(rule.Help)}, HelpURI: homepage + "#findings",
		DefaultConfiguration: sarifConfiguration{levelOfSARIF(f.Severity)},
	}
}

func resultOfSARIF(d *Document, f *Finding, rule int) sarifResult {
	place := sarifPlace{ArtifactLocation: sarifArtifact{URI: uri(d.Source)}}
	if !strings.HasPrefix(place.ArtifactLocation.URI, "file:") {
		place.ArtifactLocation.URIBaseID = "%SRCROOT%"
	}
	place.Region = sarifRegion{StartLine: max(f.Line, 1), StartColumn: max(f.Column, 1)} // viewers show nothing without a line
	if f.Excerpt != "" {
		place.Region.Snippet = &sarifText{f.Excerpt}
	}
	result := sarifResult{
		RuleID: f.Code, RuleIndex: rule, Level: levelOfSARIF(f.Severity), Message: sarifText{sentence(f.Sentence())},
		Locations:           []sarifLocation{{place}},
		PartialFingerprints: map[string]string{"refolioFingerprint/v1": f.Fingerprint()},
	}
	if f.Known {
		result.BaselineState = "unchanged"
		result.Suppressions = []sarifSuppression{{"external", "It is in the baseline."}}
	}
	return result
}

func levelOfSARIF(s Severity) string {
	return map[Severity]string{Info: "note", Warning: "warning", Error: "error"}[s]
}

// sentence is s with a capital and a full stop, as SARIF wants messages.
func sentence(s string) string {
	for i, r := range s {
		s = string(unicode.ToUpper(r)) + s[i+len(string(r)):]
		break
	}
	if s == "" || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}

// pascal is a code as the name of a rule: "NotesUnmatchedMarker".
func pascal(code string) string {
	var sb strings.Builder
	for word := range strings.FieldsFuncSeq(code, func(r rune) bool { return r == '/' || r == '-' }) {
		sb.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return sb.String()
}
