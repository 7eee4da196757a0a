package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/manifest"
)

type watchOptions struct {
	buildOptions
	poll manifest.Duration
}

func newWatch(a *app) *cobra.Command {
	var o watchOptions
	c := &cobra.Command{
		Use:   "watch [-f FILE] [-o DIR] [-j N] [ID...]",
		Short: "Build, and build again whenever something changes",
		Long: `Make the editions that a manifest asks for, as refolio build does, and again
whenever a text, its fixes, the manifest or another file that it names changes,
appears or goes. Only what depends on it is made. Ctrl-C ends it.

Folders of other machines do not tell when something changes in them: look for
it with --poll.`,
		Example: `  refolio watch                everything in manifest.yaml
  refolio watch walk           one document
  refolio watch --poll 2s      look every two seconds`,
		Args:              arguments(0, -1, "IDs of documents"),
		ValidArgsFunction: a.completeIDs(&o.buildOptions),
		RunE: func(c *cobra.Command, args []string) error {
			o.ids = args
			if err := onePace(c); err != nil {
				return err
			}
			return a.watch(c.Context(), o)
		},
	}
	addBuild(c, &o.buildOptions)
	c.Flags().Var(&o.poll, "poll", "look for changes every `TIME`, instead of being told")
	c.Flags().Lookup("poll").DefValue = ""
	return c
}

// watch builds until ctx ends.
func (a *app) watch(ctx context.Context, o watchOptions) error {
	guard, err := newSentry(time.Duration(o.poll))
	if err != nil {
		return a.failed(err)
	}
	defer guard.close()
	for first := true; ; first = false {
		// What is watched is found out before the build, so that nothing that
		// changes in its course is missed.
		err := a.see(guard, o.buildOptions)
		switch {
		case err == nil:
			err = a.build(ctx, o.buildOptions)
		case first:
			return err // there is nothing to go by
		}
		var done status
		if err != nil && !errors.As(err, &done) {
			a.complain(err)
		}
		if ctx.Err() == nil {
			a.summarize("waiting for changes; Ctrl-C ends it")
		}
		changed, err := guard.wait(ctx)
		if err != nil {
			return a.failed(err)
		}
		if ctx.Err() != nil {
			return nil
		}
		a.summarize("changed: " + filepath.ToSlash(changed))
	}
}

// see has guard watch what a build with the options o reads.
func (a *app) see(guard sentry, o buildOptions) error {
	jobs, m, output, err := a.plan(o)
	if err != nil {
		return err
	}
	if err := guard.see(newWatched(jobs, m, filepath.FromSlash(output))); err != nil {
		return fmt.Errorf("%w; --poll 2s does without", err)
	}
	return nil
}
