package pdf

import (
	"fmt"
	"maps"
	"slices"

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
		report(finding.Finding{
			Code:     "pdf/missing-glyph",
			Severity: finding.Warning,
			Message:  fmt.Sprintf("no font has the character U+%04X, which occurs %s; the PDF shows U+FFFD instead", r, times),
			Suggest:  "read the passage in another format, where the reader's own fonts are used",
			Offset:   -1,
		})
	}
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
