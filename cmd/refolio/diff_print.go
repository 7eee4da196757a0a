package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/refolio/refolio/pipeline/compare"
	"github.com/refolio/refolio/pipeline/document"
)

// print shows a difference; d is nil if one of the runs is missing.
func (o *diffOptions) print(w io.Writer, p pair, d *compare.Diff) error {
	if o.json {
		return printDiffJSON(w, p, d)
	}
	if d == nil {
		which := "only in " + filepath.ToSlash(o.before)
		if p.before == "" {
			which = "only in " + filepath.ToSlash(o.after)
		}
		_, err := fmt.Fprintf(w, "%s: %s\n", visible(p.id), visible(which))
		return err
	}
	if _, err := fmt.Fprintf(w, "%s: %s\n", visible(p.id), diffCounts(d)); err != nil || o.summary {
		return err
	}
	for i := range d.Changes {
		if _, err := fmt.Fprintln(w, visible(changeLine(&d.Changes[i]))); err != nil {
			return err
		}
	}
	for _, h := range d.Words {
		if _, err := fmt.Fprintln(w, visible("  "+place(h.Line)+"words: "+hunkText(h))); err != nil {
			return err
		}
	}
	return nil
}

// diffCounts is a difference in a few words.
func diffCounts(d *compare.Diff) string {
	gone, fresh, changed := 0, 0, 0
	for _, c := range d.Changes {
		switch {
		case c.New == nil:
			gone++
		case c.Old == nil:
			fresh++
		default:
			changed++
		}
	}
	var parts []string
	switch {
	case !d.Decided:
		parts = append(parts, "decisions not known")
	case len(d.Changes) == 0:
		parts = append(parts, "the same decisions")
	default:
		parts = append(parts, fmt.Sprintf("decisions: %d gone, %d new, %d changed", gone, fresh, changed))
	}
	if d.Surer+d.Less > 0 {
		parts = append(parts, fmt.Sprintf("%d surer, %d less sure", d.Surer, d.Less))
	}
	switch {
	case !d.Worded:
		parts = append(parts, "words not known")
	case len(d.Words) == 0:
		parts = append(parts, "the same words")
	default:
		parts = append(parts, "words differ at "+plural(len(d.Words), "place"))
	}
	return strings.Join(parts, "; ")
}

func place(line int) string {
	if line == 0 {
		return ""
	}
	return fmt.Sprintf("line %d: ", line)
}

// changeLine shows a change in a line.
func changeLine(c *compare.Change) string {
	sign, d := "+", c.New
	switch {
	case c.New == nil:
		sign, d = "-", c.Old
	case c.Old != nil:
		sign = "~"
	}
	s := fmt.Sprintf("%s %s%s: ", sign, place(c.Line), d.Stage)
	if sign == "~" {
		s += decisionName(c.Old) + " is now "
	}
	s += decisionName(d)
	if c.Text != "" {
		s += fmt.Sprintf(" %.100q", c.Text)
	}
	return s + fmt.Sprintf(" (%.0f%% sure: %s)", 100*d.Confidence, d.Why)
}

// decisionName is a decision without its place.
func decisionName(d *document.Decision) string {
	switch {
	case d.Kind == "element" && d.Value == "heading":
		return fmt.Sprintf("heading %d", d.N)
	case d.Kind == "element":
		return d.Value
	case d.Kind == "stet":
		return "no " + d.Value
	case strings.TrimSpace(d.Value) == "":
		return d.Kind
	}
	return fmt.Sprintf("%s %q", d.Kind, d.Value)
}

// hunkText shows words that differ.
func hunkText(h compare.Hunk) string {
	s := h.Before
	if h.Old != "" {
		s += " [-" + h.Old + "-]"
	}
	if h.New != "" {
		s += " {+" + h.New + "+}"
	}
	return strings.TrimSpace(s + " " + h.After)
}

// printDiffJSON shows a difference for programs.
func printDiffJSON(w io.Writer, p pair, d *compare.Diff) error {
	type decision struct {
		Stage      string  `json:"stage"`
		Kind       string  `json:"kind"`
		Span       [2]int  `json:"span"`
		Value      string  `json:"value,omitempty"`
		N          int     `json:"n,omitempty"`
		Confidence float64 `json:"confidence"`
		Why        string  `json:"why,omitempty"`
	}
	type change struct {
		Line int       `json:"line,omitempty"`
		Text string    `json:"text,omitempty"`
		Old  *decision `json:"old,omitempty"`
		New  *decision `json:"new,omitempty"`
	}
	type hunk struct {
		Line   int    `json:"line,omitempty"`
		Before string `json:"before,omitempty"`
		Old    string `json:"old,omitempty"`
		New    string `json:"new,omitempty"`
		After  string `json:"after,omitempty"`
	}
	out := struct {
		ID      string   `json:"id"`
		Missing string   `json:"missing,omitempty"` // "old" or "new"
		Decided bool     `json:"decided"`
		Worded  bool     `json:"worded"`
		Surer   int      `json:"surer"`
		Less    int      `json:"less_sure"`
		Changes []change `json:"changes"`
		Words   []hunk   `json:"words"`
	}{ID: p.id, Changes: []change{}, Words: []hunk{}}
	decided := func(d *document.Decision) *decision {
		if d == nil {
			return nil
		}
		return &decision{d.Stage, d.Kind, [2]int{d.Span.Start, d.Span.End}, d.Value, d.N, d.Confidence, d.Why}
	}
	switch {
	case p.before == "":
		out.Missing = "old"
	case p.after == "":
		out.Missing = "new"
	default:
		out.Decided, out.Worded, out.Surer, out.Less = d.Decided, d.Worded, d.Surer, d.Less
		for _, c := range d.Changes {
			out.Changes = append(out.Changes, change{c.Line, c.Text, decided(c.Old), decided(c.New)})
		}
		for _, h := range d.Words {
			out.Words = append(out.Words, hunk{h.Line, h.Before, h.Old, h.New, h.After})
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(out)
}
