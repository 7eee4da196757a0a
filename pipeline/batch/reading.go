package batch

import (
	"context"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/source"
)

// adopt reads a document that needs no repair: it was repaired before, or
// written by hand.
func (j *Job) adopt(ctx context.Context, reader formats.Reader, data []byte) (*pipeline.Result, error) {
	var src *source.Source
	if reader.Spans {
		var err error
		if src, err = source.Read(j.Source, data, j.Config.Encoding); err != nil {
			return nil, err
		}
		data = []byte(src.Text)
	}
	var found []finding.Finding
	doc, err := reader.Read(ctx, data, func(f finding.Finding) { found = append(found, f) })
	if err != nil {
		return nil, err
	}
	return pipeline.Adopt(src, doc, found, j.Config.Meta), nil
}
