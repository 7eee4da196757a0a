// Package ledger writes the decisions that were made about a source, as JSON
// Lines: what was left out, joined, taken for a heading or a note, how sure
// that is, and why. Package document describes the form, and has its JSON
// Schema. Source and ledger together give the document again.
package ledger

import (
	"context"
	"fmt"
	"io"

	"github.com/refolio/refolio/formats/sink"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Options are the choices that a user has: none.
type Options struct{}

// Write writes the ledger of doc to w. It reports nothing. The error is
// [document.ErrNoTrace] if doc was not made of a source.
func Write(ctx context.Context, w io.Writer, doc *document.Document, _ Options, _ func(finding.Finding)) error {
	if doc.Trace == nil {
		return document.ErrNoTrace
	}
	s := sink.New(ctx, w)
	if err := document.EncodeLedger(&s, doc); err != nil {
		return fmt.Errorf("write the ledger: %w", err)
	}
	return s.Close()
}
