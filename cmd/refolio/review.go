package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/formats/proof"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/manifest"
	"github.com/refolio/refolio/pipeline/review"
)

type reviewOptions struct {
	manifest string
	profiles []string
	port     int
	open     bool
	encoding string
	maxInput manifest.Size
	what     string // a file, or the ID of a document in the manifest
}

func newReview(a *app) *cobra.Command {
	o := reviewOptions{maxInput: batch.MaxInput}
	c := &cobra.Command{
		Use:   "review [-f MANIFEST] [--open] FILE|ID",
		Short: "Go through a text in the browser and have the last word",
		Long: `Go through a text in the browser: the page of -t proof, on which each doubtful
decision can be accepted or changed by a click or a key. A change is written to
FILE` + fixes.Suffix + ` at once, the repair runs again, and the page shows what
became of it; convert and build go by the same file.

The text is a FILE, or the document of the manifest with that ID. The page's
address is printed; it is served to this computer alone, and only to whoever
knows the token in it. Ctrl-C ends the review.`,
		Example: `  refolio review book.txt            print the address and wait
  refolio review --open book.txt     and open it in the browser
  refolio review -f books.yaml lamp  the document lamp of a manifest`,
		Annotations: map[string]string{moreCodes: "4 130 143"},
		Args:        arguments(1, 1, "one FILE, or the ID of a document"),
		RunE: func(c *cobra.Command, args []string) error {
			o.what = args[0]
			return a.review(c.Context(), o)
		},
	}
	f := c.Flags()
	f.StringVarP(&o.manifest, "file", "f", manifest.DefaultName, "the `MANIFEST` that has the ID")
	addProfiles(c, &o.profiles)
	f.IntVar(&o.port, "port", 0, "listen on this `PORT` (default: any that is free)")
	f.BoolVar(&o.open, "open", false, "open the page in the browser")
	addEncoding(c, &o.encoding, &o.maxInput)
	return c
}

// review serves the page until ctx ends.
func (a *app) review(ctx context.Context, o reviewOptions) error {
	job, err := a.reviewJob(o)
	if err != nil {
		return err
	}
	data, err := batch.ReadFile(job.Source, job.MaxInput)
	if err != nil {
		return err
	}
	if document.IsJSON(data) {
		return fmt.Errorf("%s is a document's model, which has no decisions: review the extracted text", job.Source)
	}
	text := review.Text{Name: job.Source, Data: data, Config: job.Config}
	for _, out := range job.Outputs {
		if options, ok := out.Options.(*proof.Options); ok {
			text.Proof = *options
		}
	}
	session, err := review.Open(ctx, text, besideSource{job.Source})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		reports := []batch.Report{{ID: job.ID, Source: job.Source, Err: err}}
		a.printFailure(&reports[0])
		return verdict(ctx, reports, failOnErrors)
	}
	if err := a.serve(ctx, o, session); err != nil {
		return err
	}
	n := session.Fixes()
	a.summarize(plural(n, "fix") + " in " + batch.FixesFile(job.Source))
	return nil
}

// reviewJob is the job of a file, or of a document in the manifest.
func (a *app) reviewJob(o reviewOptions) (batch.Job, error) {
	if info, err := os.Stat(o.what); err == nil && info.Mode().IsRegular() {
		jobs, _, err := a.checkJobs(checkOptions{sources: []string{o.what}, encoding: o.encoding, maxInput: o.maxInput})
		if err != nil {
			return batch.Job{}, err
		}
		return jobs[0], nil
	}
	if _, err := os.Stat(o.manifest); errors.Is(err, os.ErrNotExist) {
		return batch.Job{}, fmt.Errorf("there is no file %s, and no manifest %s that could have a document of that ID", o.what, o.manifest)
	}
	jobs, _, _, err := a.plan(buildOptions{manifest: o.manifest, profiles: o.profiles})
	if err != nil {
		return batch.Job{}, err
	}
	chosen, err := batch.Select(jobs, []string{o.what})
	if err != nil {
		return batch.Job{}, fmt.Errorf("there is no file %s, and %w", o.what, err)
	}
	return jobs[chosen[0]], nil
}

// besideSource keeps fixes in the file beside a source.
type besideSource struct{ source string }

func (b besideSource) Name() string               { return batch.FixesFile(b.source) }
func (b besideSource) Load() (*fixes.File, error) { return batch.ReadFixes(b.source) }

func (b besideSource) Save(data []byte) error {
	return batch.WriteFile(b.Name(), func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// longestAnswer is how long a request may take, and how long we wait for the
// last one.
const longestAnswer = 30 * time.Second

func (a *app) serve(ctx context.Context, o reviewOptions, session *review.Session) error {
	listener, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(o.port)))
	if err != nil {
		return err
	}
	host, token := listener.Addr().String(), rand.Text()
	server := &http.Server{
		Handler: review.Handler(session, host, token), ReadTimeout: longestAnswer, WriteTimeout: longestAnswer, MaxHeaderBytes: 1 << 16,
	}
	address := "http://" + host + "/" + token + "/"
	if _, err := fmt.Fprintln(a.stdout, address); err != nil {
		listener.Close()
		return a.outputFailed(err)
	}
	a.summarize("the review is at this address; Ctrl-C ends it")
	if o.open {
		if err := browser(address).Start(); err != nil {
			a.summarize("no browser could be started: open the address yourself")
		}
	}
	stopping := context.AfterFunc(ctx, func() {
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), longestAnswer)
		defer cancel()
		server.Shutdown(last)
	})
	defer stopping()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil // it ended as it was meant to
}

// browser is the command that opens an address.
func browser(address string) *exec.Cmd {
	switch runtime.GOOS {
	case "darwin":
		return exec.Command("open", address)
	case "windows":
		return exec.Command("rundll32", "url.dll,FileProtocolHandler", address)
	}
	return exec.Command("xdg-open", address)
}
