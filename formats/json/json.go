// Package json writes a document in its JSON form: the canonical model itself,
// for other programs to read or change, with the bytes of the source that
// each piece of text was made from. What it writes, refolio reads back as the
// same document. Package document describes the form.
package json

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

// Write writes doc to w. It reports nothing, since nothing gets lost.
func Write(ctx context.Context, w io.Writer, doc *document.Document, _ Options, _ func(finding.Finding)) error {
	s := sink.New(ctx, w)
	err := document.Encode(&s, doc)
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}
