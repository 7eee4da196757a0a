// Command score says how good the repair is on the shared corpus, and whether
// it has become worse. It is run by `make score`.
//
// Every case CORPUS/<doc>/<rendering>.<extractor>.txt is converted to
// Markdown, which the scorer beside the corpus compares with the truth. What
// comes out is the CPK, the corrections per 1,000 words that a proof-reader
// would still have to make: its median and mean over the cases and its mean
// by rendering, by extractor and by language. Pages that went through OCR are
// a group of their own and count nowhere else but as their extractor.
//
// The figures of the last accepted run are in accepted.tsv. A group whose mean
// is above its accepted one by more than the tolerance fails the run. With
// -accept the figures of this run become the accepted ones; do that when they
// are better, or with the reason in the commit.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

// options are the flags.
type options struct {
	shared    string  // the folder with corpus and score
	samples   string  // the folder of our own cases, scored too but in no other group
	output    string  // for the Markdown; "" for a temporary folder
	accepted  string  // the file with the accepted figures
	accept    bool    // write it
	tolerance float64 // of a group's mean, in CPK
}

func main() {
	var o options
	flag.StringVar(&o.shared, "shared", "../shared", "the `folder` that holds corpus and score")
	flag.StringVar(&o.samples, "samples", "testdata", "the `folder` of our own cases")
	flag.StringVar(&o.output, "o", "", "keep the Markdown in this `folder`")
	flag.StringVar(&o.accepted, "accepted", ".ci/score.tsv", "the `file` with the accepted figures")
	flag.BoolVar(&o.accept, "accept", false, "make this run's figures the accepted ones")
	flag.Float64Var(&o.tolerance, "tolerance", 0.05, "by how much `CPK` a group may rise")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "score:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	temp, err := os.MkdirTemp("", "refolio-score-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	if o.output == "" {
		o.output = filepath.Join(temp, "markdown")
	}
	scorer := filepath.Join(temp, "score")
	build := exec.CommandContext(ctx, "go", "build", "-o", scorer, ".")
	build.Dir, build.Stderr = filepath.Join(o.shared, "score"), os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build the scorer in %s: %w", build.Dir, err)
	}

	start := time.Now()
	corpus := filepath.Join(o.shared, "corpus")
	rows, failed, err := measure(ctx, scorer, corpus, filepath.Join(o.output, "corpus"))
	if err != nil {
		return err
	}
	samples, failedSamples, err := measure(ctx, scorer, o.samples, filepath.Join(o.output, "samples"))
	if err != nil {
		return err
	}
	floors, err := readFloors(filepath.Join(corpus, "index.tsv"))
	if err != nil {
		return err
	}
	accepted, err := readFigures(o.accepted)
	if err != nil {
		return err
	}
	groups := append(group(rows, floors), sum(key{"all", "samples"}, samples, nil))
	printGroups(os.Stdout, groups, accepted)
	printWorst(os.Stdout, rows, floors, 10)
	printCases(os.Stdout, "our own samples", samples, nil)
	fmt.Printf("\nconverted and scored in %.0f s\n", time.Since(start).Seconds())

	if failed += failedSamples; failed > 0 {
		return fmt.Errorf("%d texts could not be converted", failed)
	}
	if o.accept {
		return writeFigures(o.accepted, groups)
	}
	return worse(groups, accepted, o.tolerance)
}

// worse names the groups that have become worse.
func worse(groups []figure, accepted map[key]figure, tolerance float64) error {
	var errs []error
	for _, g := range groups {
		if a, ok := accepted[g.key]; ok && g.mean > a.mean+tolerance {
			errs = append(errs, fmt.Errorf("%s %s: CPK %.2f, accepted is %.2f", g.kind, g.name, g.mean, a.mean))
		}
	}
	if len(errs) > 0 {
		errs = append(errs, errors.New("worse than the accepted run: mend it, or say why in the commit that accepts it (make accept)"))
	}
	return errors.Join(errs...)
}
