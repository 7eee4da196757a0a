package batch

import (
	"cmp"
	"context"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
)

// Options are the options of [Run].
type Options struct {
	Workers int       // how many documents are made at once; 0 stands for the number of cores
	Stdin   io.Reader // what a job reads whose source is [Stdin]
	// Start and Done, if set, are called when the work on jobs[i] begins and
	// ends: in the order of the events, not of the jobs, and never two at once.
	Start func(i int)
	Done  func(i int, r *Report)
}

// Run does jobs and returns their reports in the same order. It returns early
// if ctx ends or the disk is full; what is then not made has the error
// [ErrUnfinished].
func Run(ctx context.Context, jobs []Job, o Options) []Report {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	reports := make([]Report, len(jobs))
	queue := make(chan int)
	var events sync.Mutex // guards the calls of Start and Done
	var workers sync.WaitGroup
	for range min(o.workers(), len(jobs)) {
		workers.Go(func() {
			for i := range queue {
				reports[i] = o.do(ctx, stop, jobs, i, &events)
			}
		})
	}
	for _, i := range longestFirst(jobs) {
		queue <- i // a worker that finds ctx ended empties the queue at once
	}
	close(queue)
	workers.Wait()
	return reports
}

func (o *Options) workers() int {
	if o.Workers > 0 {
		return o.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// do does jobs[i], unless ctx has ended.
func (o *Options) do(ctx context.Context, stop context.CancelCauseFunc, jobs []Job, i int, events *sync.Mutex) Report {
	if ctx.Err() != nil {
		return Report{ID: jobs[i].ID, Source: jobs[i].Source, Err: unfinished(ctx)}
	}
	if o.Start != nil {
		events.Lock()
		o.Start(i)
		events.Unlock()
	}
	r := do(ctx, &jobs[i], o.Stdin)
	if diskFull(r.Err) {
		stop(r.Err) // the others would fail too
	}
	if o.Done != nil {
		events.Lock()
		o.Done(i, &r)
		events.Unlock()
	}
	return r
}

// longestFirst orders jobs by the size of their sources, so that no long one
// is left to run alone at the end.
func longestFirst(jobs []Job) []int {
	sizes := make([]int64, len(jobs))
	order := make([]int, len(jobs))
	for i, job := range jobs {
		order[i] = i
		if info, err := os.Stat(job.Source); err == nil {
			sizes[i] = info.Size()
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	return order
}
