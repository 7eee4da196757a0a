package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/report"
)

// display follows a batch: it shows how far it is, and keeps what is to be said
// at its end. On a terminal it is a bar with a few lines below it; elsewhere it
// is a line now and then, so that the log of a night can be read.
type display struct {
	app  *app
	jobs []batch.Job

	mu        sync.Mutex // guards what follows
	total     int        // documents to be done
	done      int
	totalSize int64 // bytes of their sources
	doneSize  int64
	running   map[int]time.Time // since when
	begun     time.Time
	failures  []failure
	tallies   map[report.Cache]tally
	code      int // the exit code for what failed

	bar       *mpb.Bar // nil if this is no terminal
	container *mpb.Progress
	ticker    *time.Ticker // nil if this is one
	stop      chan struct{}
}

// failure is why a document failed.
type failure struct {
	job    int
	source string
	errs   []error
}

// tally counts what documents have become.
type tally struct {
	documents, files int
	size             int64
}

// logEvery is how often a batch that nobody watches says how far it is.
const logEvery = 10 * time.Second

// newDisplay returns the display of a batch of jobs. Nothing is shown before
// found is called.
func (a *app) newDisplay(jobs []batch.Job) *display {
	return &display{app: a, jobs: jobs, running: map[int]time.Time{}, tallies: map[report.Cache]tally{}}
}

// found begins the display of a batch of documents whose sources have the
// given number of bytes.
func (d *display) found(documents int, bytes int64) {
	d.total, d.totalSize, d.begun = documents, bytes, time.Now()
	a := d.app
	switch {
	case a.quiet || documents == 0:
	case !isTerminal(a.stderr) || a.getenv("CI") != "" || a.getenv("TERM") == "dumb":
		d.log()
	case documents > 1:
		d.draw(a.stderr)
	}
}

// log writes a line every now and then.
func (d *display) log() {
	d.ticker, d.stop = time.NewTicker(logEvery), make(chan struct{})
	go func() {
		for {
			select {
			case <-d.ticker.C:
				d.app.summarize(d.line(time.Now()))
			case <-d.stop:
				return
			}
		}
	}()
}

// draw shows a bar and what is below it.
func (d *display) draw(w io.Writer) {
	d.container = mpb.New(mpb.WithOutput(w), mpb.WithWidth(24), mpb.WithRefreshRate(120*time.Millisecond))
	below := mpb.BarFillerFunc(func(w io.Writer, s decor.Statistics) error {
		for _, line := range d.below(time.Now(), s.AvailableWidth) {
			fmt.Fprintln(w, line)
		}
		return nil
	})
	d.bar = d.container.AddBar(int64(d.total), mpb.BarRemoveOnComplete(), mpb.BarExtender(below, false),
		mpb.AppendDecorators(decor.Any(func(s decor.Statistics) string {
			return shorten(" "+d.line(time.Now()), max(s.AvailableWidth-26, 10))
		})))
}

// start notes that the work on a document begins.
func (d *display) start(i int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.running[i] = time.Now()
}

// ended notes what became of a document.
func (d *display) ended(i int, r *batch.Report) {
	d.note(i, r)
	if d.bar != nil {
		d.bar.Increment()
	}
	if d.app.verbose && d.bar == nil && !d.app.quiet && d.total > 1 {
		d.app.summarize(fmt.Sprintf("%d of %d: %s", d.done, d.total, d.jobs[i].ID))
	}
}

func (d *display) note(i int, r *batch.Report) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.running, i)
	d.done++
	d.doneSize += r.Made.Source.Size
	t := d.tallies[r.Origin]
	t.documents++
	for _, o := range r.Outputs {
		t.files++
		t.size += o.Size
	}
	d.tallies[r.Origin] = t
	if r.Err != nil && !errors.Is(r.Err, batch.ErrUnfinished) && !isQuietError(r.Err) {
		d.failures = append(d.failures, failure{i, r.Source, r.Errors()})
	}
	d.code = max(d.code, codeOf(r.Err))
}

// line says how far the batch is: "231 of 10000 documents, 12.1 of 340 MB,
// 2.1 MB/s, 2m31s left, 2 failed".
func (d *display) line(now time.Time) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	parts := []string{
		fmt.Sprintf("%d of %d documents", d.done, d.total),
		fmt.Sprintf("%s of %s", size(d.doneSize), size(d.totalSize)),
	}
	elapsed := now.Sub(d.begun)
	if d.doneSize > 0 && elapsed > time.Second {
		rate := float64(d.doneSize) / elapsed.Seconds()
		left := time.Duration(float64(d.totalSize-d.doneSize) / rate * float64(time.Second))
		parts = append(parts, size(int64(rate))+"/s", left.Round(time.Second).String()+" left")
	}
	if n := len(d.failures); n > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", n))
	}
	return strings.Join(parts, ", ")
}

// below lists the documents that have been at work longest, and the last that
// failed.
func (d *display) below(now time.Time, width int) (lines []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	const most = 4
	type at struct {
		job   int
		since time.Time
	}
	var list []at
	for i, since := range d.running {
		list = append(list, at{i, since})
	}
	slices.SortFunc(list, func(a, b at) int { return cmp.Or(a.since.Compare(b.since), a.job-b.job) })
	var names []string
	for _, r := range list[:min(most, len(list))] {
		names = append(names, fmt.Sprintf("%s %s", d.jobs[r.job].ID, now.Sub(r.since).Round(time.Second)))
	}
	if len(names) > 0 {
		lines = append(lines, shorten("at work: "+strings.Join(names, ", "), width))
	}
	if n := len(d.failures); n > 0 {
		f := d.failures[n-1]
		lines = append(lines, shorten(fmt.Sprintf("%d failed, the last: %s: %v", n, sourceName(f.source), f.errs[0]), width))
	}
	return lines
}

// finish takes the display away.
func (d *display) finish() {
	if d.bar != nil {
		d.bar.Abort(true) // does nothing to a bar that is full
		d.container.Wait()
	}
	if d.ticker != nil {
		d.ticker.Stop()
		close(d.stop)
	}
}

// sorted lists the failures in the order of the documents.
func (d *display) sorted() []failure {
	slices.SortFunc(d.failures, func(a, b failure) int { return a.job - b.job })
	return d.failures
}

// worked reports whether the work on any document began.
func (d *display) worked() bool { return d.done > 0 || len(d.running) > 0 }

// bytes is the size of all sources.
func (d *display) bytes() (n int64) {
	for _, j := range d.jobs {
		if info, err := os.Stat(j.Source); err == nil {
			n += info.Size()
		}
	}
	return n
}

// shorten cuts what does not fit into width columns, and what a terminal would
// obey.
func shorten(s string, width int) string {
	s = visible(s)
	if runes := []rune(s); len(runes) > width && width > 1 {
		return string(runes[:width-1]) + "…"
	}
	return s
}

// size writes a number of bytes for people: "12.1 MB".
func size(n int64) string {
	const unit = 1000
	if n < unit {
		return plural(int(n), "byte")
	}
	value, units := float64(n)/unit, []string{"kB", "MB", "GB", "TB"}
	for value >= unit && len(units) > 1 {
		value, units = value/unit, units[1:]
	}
	if value < 10 {
		return fmt.Sprintf("%.1f %s", value, units[0])
	}
	return fmt.Sprintf("%.0f %s", value, units[0])
}
