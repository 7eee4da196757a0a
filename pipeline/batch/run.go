package batch

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/refolio/refolio/pipeline/batch/cache"
)

// Options are the options of [Run].
type Options struct {
	Workers int       // how many documents are made at once; 0 stands for the number of cores
	Stdin   io.Reader // what a job reads whose source is [Stdin]
	// Start and Done, if set, are called when the work on jobs[i] begins and
	// ends: in the order of the events, not of the jobs, and never two at once.
	Start func(i int)
	Done  func(i int, r *Report)

	FailFast bool // the first document that fails ends the run
	// Time is how long the work on one document may take; 0 stands for any
	// time. Without Command, it ends only where the work looks at its context.
	Time time.Duration
	// Memory is how many bytes the work on one document may take; 0 stands for
	// any number. It needs Command.
	Memory int64
	// Command, if set, returns a new command that runs [Serve]. The documents
	// are then made by such processes, so that one which crashes or passes a
	// limit costs only itself. A job with a stream is done in this process.
	Command func() *exec.Cmd

	Cache   *cache.Cache // or nil
	Program string       // identifies this program in the keys of the cache
	// Unrecorded says that nobody keeps the reports. Without a cache, they then
	// have no digests of what was read and written.
	Unrecorded bool
}

var (
	errDiskFull = errors.New("no space left")
	errFailFast = errors.New("another document failed")
	errNoLocks  = errors.New("the file system has no locks")
)

// Run does jobs and returns their reports in the same order. It returns early
// if ctx ends or the disk is full; what is then not made has the error
// [ErrUnfinished].
func Run(ctx context.Context, jobs []Job, o Options) []Report {
	reports := make([]Report, len(jobs))
	all := make([]int, len(jobs))
	for i := range all {
		all[i] = i
	}
	run(ctx, jobs, all, &o, func(i int, r *Report) { reports[i] = *r })
	return reports
}

// run does the jobs with the given indices and calls done for each, never two
// at once. It keeps no report.
func run(ctx context.Context, jobs []Job, indices []int, o *Options, done func(i int, r *Report)) {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	queue := make(chan int)
	var events sync.Mutex // guards the calls of Start, Done and done
	var workers sync.WaitGroup
	for range min(o.workers(), len(indices)) {
		workers.Go(func() {
			w := o.worker()
			defer w.close()
			for i := range queue {
				r, started := o.do(ctx, w, jobs, i, &events)
				if diskFull(r.Err) {
					stop(r.Err) // the others would fail too
				} else if o.FailFast && r.Err != nil {
					stop(errFailFast)
				}
				events.Lock()
				if o.Done != nil && started {
					o.Done(i, &r)
				}
				done(i, &r)
				events.Unlock()
			}
		})
	}
	for _, i := range longestFirst(jobs, indices) {
		queue <- i // a worker that finds ctx ended empties the queue at once
	}
	close(queue)
	workers.Wait()
}

func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// do does jobs[i], unless ctx has ended.
func (o *Options) do(ctx context.Context, w *worker, jobs []Job, i int, events *sync.Mutex) (r Report, started bool) {
	if ctx.Err() != nil {
		return Report{ID: jobs[i].ID, Source: jobs[i].Source, Err: unfinished(ctx)}, false
	}
	if o.Start != nil {
		events.Lock()
		o.Start(i)
		events.Unlock()
	}
	return w.make(ctx, &jobs[i]), true
}

// longestFirst orders the jobs with the given indices by the size of their
// sources, so that no long one is left to run alone at the end.
func longestFirst(jobs []Job, indices []int) []int {
	sizes := make(map[int]int64, len(indices))
	for _, i := range indices {
		if info, err := os.Stat(jobs[i].Source); err == nil {
			sizes[i] = info.Size()
		}
	}
	order := slices.Clone(indices)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	return order
}
