// Package json writes a document in its JSON form: the canonical model itself,
// for other programs to read or change, with the bytes of the source that
// each piece of text was made from. What it writes, refolio reads back as the
// same document. Package document describes the form.
package json

import (
	"context"
	"fmt"
	"io"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Options are the choices that a user has: none.
type Options struct{}

// Write writes doc to w. It reports nothing, since nothing gets lost.
func Write(ctx context.Context, w io.Writer, doc *document.Document, _ Options, _ func(finding.Finding)) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	if err := document.Encode(checked{ctx, w}, doc); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// checked is a writer that fails once its context is done.
type checked struct {
	ctx context.Context
	w   io.Writer
}

func (c checked) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
