package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch/cache"
)

// exitMemory is the exit code of a worker that took more memory than it may.
const exitMemory = 86

// maxStack is how deep a worker's stack may grow, in bytes. What needs more has
// lost its way.
const maxStack = 64 << 20

// Serve is the life of a worker process: it makes the documents of the jobs
// that come in and sends their reports out, until in ends. It calls exit, which
// must end the process at once, if in ends in the middle of the work (the run
// is over or dead, and nobody waits for a report) or if a document takes too
// much memory. The formats are looked up in list.
func Serve(in io.Reader, out io.Writer, list []formats.Format, exit func(code int)) error {
	lines := json.NewDecoder(in)
	var g greeting
	if err := lines.Decode(&g); err != nil {
		return fmt.Errorf("a worker process got no greeting: %w", err)
	}
	debug.SetMaxStack(maxStack)
	if g.Memory > 0 {
		go watchMemory(g.Memory, exit)
	}
	m := &maker{program: g.Program}
	if g.Cache != "" {
		m.cache = cache.Open(g.Cache)
	}
	jobs := make(chan wireJob)
	go func() { // reads ahead, so that the end of in is seen during the work
		defer exit(0)
		for {
			var w wireJob
			if lines.Decode(&w) != nil {
				return
			}
			jobs <- w
		}
	}()
	send := json.NewEncoder(out)
	for w := range jobs {
		LimitMemory(w.Source, g.Memory)
		report := packReport(serve(m, &w, list))
		if err := send.Encode(report); err != nil {
			return err
		}
	}
	return nil
}

// serve does one job.
func serve(m *maker, w *wireJob, list []formats.Format) *Report {
	job, err := unpack(w, list)
	if err == nil {
		err = intact(&job, w)
	}
	if err != nil {
		return &Report{ID: w.ID, Source: w.Source, Err: fmt.Errorf("%w: the job was damaged on its way: %w", pipeline.ErrBug, err)}
	}
	r := m.make(context.Background(), &job)
	return &r
}

// intact reports an error if job is not all of w.
func intact(job *Job, w *wireJob) error {
	again, err := pack(job)
	if err != nil {
		return err
	}
	before, err1 := json.Marshal(w)
	after, err2 := json.Marshal(again)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	if string(before) != string(after) {
		return errors.New("its configuration can't be read back")
	}
	return nil
}
