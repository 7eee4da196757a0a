package main

import (
	"io"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/refolio/refolio/pipeline/batch"
)

// progress is the bar that shows how far a batch is. The zero progress shows
// nothing.
type progress struct {
	container *mpb.Progress
	bar       *mpb.Bar
}

// progress returns the bar for a batch of documents. It is shown to a person
// who waits at a terminal only: never in a file, in CI, or with --quiet.
func (a *app) progress(documents int) *progress {
	if a.quiet || documents < 2 || !isTerminal(a.stderr) || a.getenv("CI") != "" || a.getenv("TERM") == "dumb" {
		return &progress{}
	}
	return newProgress(a.stderr, documents)
}

func newProgress(w io.Writer, documents int) *progress {
	container := mpb.New(mpb.WithOutput(w), mpb.WithWidth(40))
	bar := container.AddBar(int64(documents),
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.CountersNoUnit("%d of %d documents ")),
		mpb.AppendDecorators(decor.OnComplete(decor.AverageETA(decor.ET_STYLE_GO), "")))
	return &progress{container: container, bar: bar}
}

// done counts a document.
func (p *progress) done(int, *batch.Report) {
	if p.bar != nil {
		p.bar.Increment()
	}
}

// finish takes the bar away.
func (p *progress) finish() {
	if p.bar != nil {
		p.bar.Abort(true) // does nothing to a bar that is full
		p.container.Wait()
	}
}
