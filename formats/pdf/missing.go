package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// reportMissing reports each letter that no face has, in the order of their
// code points.
func (c *compositor) reportMissing(report func(finding.Finding)) {
	for _, r := range slices.Sorted(maps.Keys(c.missing)) {
		times := "once"
		if n := c.missing[r]; n > 1 {
			times = fmt.Sprintf("%d times", n)
		}
		offset, words := firstPlace(c.doc, r)
		where := ""
		if words != "" {
			where = fmt.Sprintf(", first in %q", words)
		}
		report(finding.Finding{
			Code:     "pdf/missing-glyph",
			Severity: finding.Warning,
			Message:  fmt.Sprintf("no font has the character U+%04X, which occurs %s%s; the PDF shows U+FFFD instead", r, times, where),
			Suggest:  "give the PDF a font that has it (fonts, use: fallback), or read the passage in another format",
			Offset:   offset,
		})
	}
}

// firstPlace finds the first text that has r: its place in the source, -1 if it has
// none, and the words about r, "" if r is in no text but in the metadata.
func firstPlace(doc *document.Document, r rune) (offset int, words string) {
	texts := [][]document.Block{doc.Blocks}
	for i := range doc.Notes {
		texts = append(texts, doc.Notes[i].Blocks)
	}
	for _, blocks := range texts {
		for leaf := range document.Leaves(blocks) {
			for in := range document.Inlines(leaf.Content) {
				if at := strings.IndexRune(in.Text, r); at >= 0 && in.Kind == document.Text {
					return offsetIn(in, at), about(in.Text, at)
				}
			}
		}
	}
	return -1, ""
}

// offsetIn is the place in the source of in.Text[at:]. Text that was mended may be
// longer or shorter than its source, whose beginning is then near enough.
func offsetIn(in *document.Inline, at int) int {
	switch {
	case in.Span.Len() == 0:
		return -1
	case in.Span.Len() == len(in.Text):
		return in.Span.Start + at
	}
	return in.Span.Start
}

// about returns the words of s about s[at:], on one line.
func about(s string, at int) string {
	const letters = 24 // on either side
	before, after := []rune(s[:at]), []rune(s[at:])
	return strings.Join(strings.Fields(string(before[max(0, len(before)-letters):])+string(after[:min(len(after), letters)])), " ")
}

// reportBackwards reports that the document has words which are set in the
// wrong direction.
func (c *compositor) reportBackwards(report func(finding.Finding)) {
	if c.backwards == 0 {
		return
	}
	report(finding.Finding{
		Code:     "pdf/right-to-left",
		Severity: finding.Warning,
		Message:  fmt.Sprintf("%d letters belong to scripts that run from right to left; the PDF sets them from left to right, unjoined", c.backwards),
		Suggest:  "read the passages in another format",
		Offset:   -1,
	})
}
