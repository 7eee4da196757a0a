package batch

import (
	"bytes"
	"context"
	"fmt"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/document"
)

// ReadLedger reads a ledger from the file path.
func ReadLedger(path string) (*document.Ledger, error) {
	data, err := ReadFile(path, MaxInput)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	l, err := document.DecodeLedger(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return l, nil
}

// replay makes the document of a job by a ledger. The fixes are in the ledger
// already.
func replay(ctx context.Context, job *Job, data []byte) (*pipeline.Result, error) {
	l, err := ReadLedger(job.Ledger)
	if err != nil {
		return nil, err
	}
	result, err := pipeline.Replay(ctx, job.Source, data, job.Config.Encoding, l)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", job.Ledger, err)
	}
	result.Document.Meta.Overrule(&job.Config.Meta)
	return result, nil
}
