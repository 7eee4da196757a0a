package finding

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Baseline holds findings that are known and accepted, so that only new ones
// make a command fail. A finding is known by its document, its code and its
// line's text, and not by its line's number: text may be added above it.
//
// In its file, which is meant to be kept beside the manifest and read in a
// diff, each has a line's worth of explanation.
type Baseline struct {
	entries map[baselineKey]*baselineEntry
}

type baselineKey struct{ document, code, fingerprint string }

// baselineEntry is an element of the file.
type baselineEntry struct {
	Document    string `json:"document"`
	Code        string `json:"code"`
	Fingerprint string `json:"fingerprint"`
	Count       int    `json:"count,omitempty"` // how many are alike, if more than one
	Message     string `json:"message"`         // of the first of them, for readers

	left int // that were not met
}

// baselineFile is the file.
type baselineFile struct {
	Version  int              `json:"version"`
	Findings []*baselineEntry `json:"findings"`
}

// ReadBaseline reads what [Baseline.Encode] writes.
func ReadBaseline(data []byte) (*Baseline, error) {
	var file baselineFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, fmt.Errorf("is no baseline: %w", err)
	}
	if file.Version != formVersion {
		return nil, fmt.Errorf("is a baseline of version %d: this refolio knows version %d only; write it anew", file.Version, formVersion)
	}
	b := &Baseline{entries: map[baselineKey]*baselineEntry{}}
	for _, e := range file.Findings {
		if e == nil || e.Document == "" || e.Code == "" || e.Fingerprint == "" || e.Count < 0 {
			return nil, errors.New("is no baseline: an entry lacks its document, code or fingerprint")
		}
		e.left = max(e.Count, 1)
		b.entries[baselineKey{e.Document, e.Code, e.Fingerprint}] = e
	}
	return b, nil
}

// NewBaseline returns the baseline that knows all findings in documents, but
// for documents that failed.
func NewBaseline(documents []Document) *Baseline {
	b := &Baseline{entries: map[baselineKey]*baselineEntry{}}
	for _, d := range documents {
		for _, f := range d.Findings {
			if f.Code == CodeFailed || f.Code == CodeBug {
				continue
			}
			key := baselineKey{d.ID, f.Code, f.Fingerprint()}
			e := b.entries[key]
			if e == nil {
				e = &baselineEntry{Document: d.ID, Code: f.Code, Fingerprint: key.fingerprint, Message: f.Message}
				b.entries[key] = e
			}
			e.Count++
			e.left++
		}
	}
	return b
}

// Mark marks those of the findings in d that b knows, and returns their
// number. Of three that are alike where two are known, the last is new.
func (b *Baseline) Mark(d *Document) (known int) {
	for i := range d.Findings {
		f := &d.Findings[i]
		if e := b.entries[baselineKey{d.ID, f.Code, f.Fingerprint()}]; e != nil && e.left > 0 {
			e.left--
			f.Known = true
			known++
		}
	}
	return known
}

// Gone returns how many of the findings that b knows Mark has not met in the
// documents with the given IDs.
func (b *Baseline) Gone(ids map[string]bool) (n int) {
	for key, e := range b.entries {
		if ids[key.document] {
			n += e.left
		}
	}
	return n
}

// Encode returns the file of b.
func (b *Baseline) Encode() ([]byte, error) {
	file := baselineFile{Version: formVersion, Findings: []*baselineEntry{}}
	for _, e := range b.entries {
		shown := *e
		if shown.Count == 1 {
			shown.Count = 0
		}
		file.Findings = append(file.Findings, &shown)
	}
	slices.SortFunc(file.Findings, func(a, b *baselineEntry) int {
		return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message), cmp.Compare(a.Fingerprint, b.Fingerprint))
	})
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(file); err != nil {
		return nil, fmt.Errorf("write the baseline: %w", err)
	}
	return out.Bytes(), nil
}

// sureness is how sure a decision is, as messages have it: it changes with the
// program, and a finding stays the same.
var sureness = regexp.MustCompile(` \(\d+% sure\)`)

// Fingerprint is the same for findings that say the same of lines that read
// the same, wherever these stand.
func (f *Finding) Fingerprint() string {
	about := f.Excerpt
	if about == "" {
		about = sureness.ReplaceAllString(f.Message, "")
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{f.Code, f.Output, strings.Join(strings.Fields(about), " ")}, "\x00")))
	return hex.EncodeToString(sum[:16])
}
