package batch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"github.com/refolio/refolio/pipeline"
)

// worker makes documents one after the other: in this process, or in one of
// its own that is started when the first is to be made, and anew after one that
// cost the last its life.
type worker struct {
	options *Options
	maker   maker
	process *process // or nil
}

func (o *Options) worker() *worker {
	return &worker{options: o, maker: maker{stdin: o.Stdin, program: o.Program, cache: o.Cache, bare: o.Unrecorded && o.Cache == nil}}
}

// close ends the process, if any.
func (w *worker) close() {
	if w.process != nil {
		w.process.end()
	}
}

// make makes one document.
func (w *worker) make(ctx context.Context, job *Job) Report {
	if w.options.Command != nil {
		if packed, err := pack(job); err == nil {
			return w.send(ctx, job, &packed)
		}
	}
	limit := w.options.Time
	if limit == 0 {
		return w.maker.make(ctx, job)
	}
	own, cancel := context.WithTimeoutCause(ctx, limit, timeLimit(limit))
	defer cancel()
	r := w.maker.make(own, job)
	if errors.Is(r.Err, ErrUnfinished) && ctx.Err() == nil {
		r.Err = timeLimit(limit)
	}
	return r
}

// send has a document made by the process.
func (w *worker) send(ctx context.Context, job *Job, packed *wireJob) Report {
	lost := func(err error) Report { return Report{ID: job.ID, Source: job.Source, Err: err} }
	if w.process == nil {
		p, err := w.start()
		if err != nil {
			return lost(fmt.Errorf("start a process for the work: %w", err))
		}
		w.process = p
	}
	r, err := w.process.exchange(ctx, packed, w.options.Time)
	if err == nil {
		return *r
	}
	died := w.process.end()
	w.process = nil
	switch {
	case ctx.Err() != nil:
		return lost(unfinished(ctx))
	case errors.Is(err, ErrTimeLimit):
		return lost(err)
	}
	return lost(w.cause(died))
}

// cause says why a process is not there any more.
func (w *worker) cause(died *death) error {
	switch {
	case died.code == exitMemory:
		return memoryLimit(w.options.Memory)
	case strings.Contains(died.words, "stack overflow"), strings.Contains(died.words, "goroutine stack exceeds"):
		return fmt.Errorf("%w: %w: the stack overflowed", pipeline.ErrBug, ErrDied)
	case strings.Contains(died.words, "out of memory"):
		return fmt.Errorf("%w: there is no memory left", ErrDied)
	case strings.Contains(died.words, "fatal error: "):
		_, line, _ := strings.Cut(died.words, "fatal error: ")
		line, _, _ = strings.Cut(line, "\n")
		return fmt.Errorf("%w: %w: %s", pipeline.ErrBug, ErrDied, line)
	}
	return fmt.Errorf("%w: %s", ErrDied, died.state)
}

// process is a running worker process.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	send   *json.Encoder
	reply  *json.Decoder
	stderr *words
}

func (w *worker) start() (*process, error) {
	cmd := w.options.Command()
	p := &process{cmd: cmd, stderr: &words{}}
	cmd.Stderr = p.stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p.in, p.send, p.reply = in, json.NewEncoder(in), json.NewDecoder(out)
	g := greeting{Program: w.options.Program, Memory: w.options.Memory}
	if w.options.Cache != nil {
		g.Cache = w.options.Cache.Dir()
	}
	if err := p.send.Encode(g); err != nil {
		p.end()
		return nil, err
	}
	return p, nil
}

// exchange sends a job and waits for its report. It kills the process if the
// time is up or ctx ends; after any error the process is of no use.
func (p *process) exchange(ctx context.Context, job *wireJob, limit time.Duration) (*Report, error) {
	waiting, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	if limit > 0 {
		timer := time.AfterFunc(limit, func() { cancel(timeLimit(limit)) })
		defer timer.Stop()
	}
	defer context.AfterFunc(waiting, func() {
		if !errors.Is(context.Cause(waiting), context.Canceled) || ctx.Err() != nil {
			p.cmd.Process.Kill()
		}
	})()
	err := p.send.Encode(job)
	var w wireReport
	if err == nil {
		err = p.reply.Decode(&w)
	}
	if err != nil {
		if cause := context.Cause(waiting); cause != nil {
			err = cause
		}
		return nil, err
	}
	r := unpackReport(&w)
	return &r, nil
}

// death is how a process ended.
type death struct {
	code  int
	state string // in words: "signal: killed"
	words string // its last ones
}

// end closes the process's input, which ends it, and tells how it ended.
func (p *process) end() *death {
	p.in.Close()
	err := p.cmd.Wait()
	d := &death{code: p.cmd.ProcessState.ExitCode(), state: p.cmd.ProcessState.String(), words: p.stderr.String()}
	if d.code < 0 && err != nil {
		d.state = err.Error()
	}
	return d
}

// words keeps the beginning of what is written to it: a crash names its cause
// first, and may go on for pages.
type words struct {
	mu   sync.Mutex
	text []byte
}

const mostWords = 16 << 10

func (w *words) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if room := mostWords - len(w.text); room > 0 {
		w.text = append(w.text, p[:min(len(p), room)]...)
	}
	return len(p), nil
}

// String returns what is kept.
func (w *words) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return string(w.text)
}
