package main

import (
	"bufio"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/manifest"
)

func newClean(a *app) *cobra.Command {
	var o buildOptions
	var dry bool
	c := &cobra.Command{
		Use:   "clean [-f MANIFEST] [-o DIR] [--dry-run]",
		Short: "Remove editions that the manifest does not ask for any more",
		Long: `Remove from an output folder the editions that the manifest does not ask for any
more: of documents that have left it, of formats that were taken off, files of
chapters that are gone. Only what refolio build has written there is removed, and
only if it is still as it was written: what somebody has changed since stays.

Each file is a line on standard output.`,
		Example: `  refolio clean --dry-run              what would be removed
  refolio clean -f books.yaml          from the output folder of another manifest`,
		Annotations: map[string]string{moreCodes: "5"},
		Args:        arguments(0, 0, "no arguments"),
		RunE:        func(*cobra.Command, []string) error { return a.clean(o, dry) },
	}
	c.Flags().StringVarP(&o.manifest, "file", "f", manifest.DefaultName, "the `MANIFEST`")
	addProfiles(c, &o.profiles)
	c.Flags().StringVarP(&o.output, "output", "o", "", "clean `DIR` instead of the manifest's output folder")
	c.Flags().BoolVarP(&dry, "dry-run", "n", false, "remove nothing, and list what would be removed")
	return c
}

// clean removes what is left over in an output folder, or lists it if dry.
func (a *app) clean(o buildOptions, dry bool) error {
	jobs, _, output, err := a.plan(o)
	if err != nil {
		return err
	}
	cleaned, err := batch.Clean(jobs, filepath.FromSlash(output), dry)
	var locked *batch.Locked
	if errors.As(err, &locked) {
		a.complain(err)
		return status(exitLocked)
	}
	done := "removed"
	if dry {
		done = "would remove"
	}
	out := bufio.NewWriter(a.stdout)
	for _, path := range cleaned.Removed {
		fmt.Fprintln(out, visible(done+" "+filepath.ToSlash(path)))
	}
	if err := a.outputFailed(out.Flush()); err != nil {
		return err
	}
	for _, path := range cleaned.Changed {
		fmt.Fprintln(a.stderr, a.line(a.stderr, filepath.ToSlash(path), "warning", "was changed since refolio wrote it, and stays"))
	}
	if err != nil {
		return a.failed(err)
	}
	if len(cleaned.Removed) == 0 {
		a.summarize("nothing is left over in " + output)
		return nil
	}
	a.summarize(fmt.Sprintf("%s %s from %s", done, plural(len(cleaned.Removed), "file"), output))
	return nil
}
