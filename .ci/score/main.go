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
// The figures of the last accepted run are in .ci/score.tsv. A group whose mean
// or median is above its accepted one by more than the tolerance fails the run.
// With -accept the figures of this run become the accepted ones; do that when
// they are better, or with the reason in the commit.
//
// With -held-out DIR a corpus that nobody tunes for is scored too, and printed
// by groups of its own, so that one can see whether what was learnt on the one
// holds on the other. DIR has the shape of the shared corpus:
//
//	DIR/<doc>/truth.json
//	DIR/<doc>/<rendering>.<extractor>.txt
//	DIR/index.tsv   doc, rendering, extractor, language, words, notes, recall;
//	                without it the floors are not known
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
	heldOut   string  // a folder of further cases, in groups of their own
	samples   string  // the folder of our own cases, scored too but in no other group
	output    string  // for the Markdown; "" for a temporary folder
	accepted  string  // the file with the accepted figures
	accept    bool    // write it
	tolerance float64 // of a group's mean, in CPK
}

func main() {
	var o options
	flag.StringVar(&o.shared, "shared", "../shared", "the `folder` that holds corpus and score")
	flag.StringVar(&o.heldOut, "held-out", "", "a `folder` with a corpus that nobody tunes for")
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
	scorer, err := buildScorer(ctx, filepath.Join(o.shared, "score"), temp)
	if err != nil {
		return err
	}
	start := time.Now()
	shared, err := scoreCorpus(ctx, scorer, filepath.Join(o.shared, "corpus"), filepath.Join(o.output, "corpus"))
	if err != nil {
		return err
	}
	samples, failed, err := measure(ctx, scorer, o.samples, filepath.Join(o.output, "samples"))
	if err != nil {
		return err
	}
	accepted, err := readFigures(o.accepted)
	if err != nil {
		return err
	}
	groups := append(group(shared.rows, shared.floors), sum(key{"all", "samples"}, samples, nil))
	printGroups(os.Stdout, "", groups, accepted)
	printWorst(os.Stdout, "the worst", shared.rows, shared.floors, worstCases)
	printCases(os.Stdout, "our own samples", samples, nil)
	failed += shared.failed
	if o.heldOut != "" {
		more, err := scoreCorpus(ctx, scorer, o.heldOut, filepath.Join(o.output, "held-out"))
		if err != nil {
			return err
		}
		fmt.Println()
		printGroups(os.Stdout, ", held out", group(more.rows, more.floors), nil)
		printWorst(os.Stdout, "the worst, held out", more.rows, more.floors, worstCases)
		failed += more.failed
	}
	fmt.Printf("\nconverted and scored in %.0f s\n", time.Since(start).Seconds())

	if failed > 0 {
		return fmt.Errorf("%d texts could not be converted", failed)
	}
	if o.accept {
		return writeFigures(o.accepted, groups)
	}
	return worse(groups, accepted, o.tolerance)
}

// buildScorer builds the program in folder into another one, and returns its
// path.
func buildScorer(ctx context.Context, folder, into string) (string, error) {
	scorer := filepath.Join(into, "score")
	build := exec.CommandContext(ctx, "go", "build", "-o", scorer, ".")
	build.Dir, build.Stderr = folder, os.Stderr
	if err := build.Run(); err != nil {
		return "", fmt.Errorf("build the scorer in %s: %w", folder, err)
	}
	return scorer, nil
}

const worstCases = 10 // are shown

// scored is a corpus with its scores.
type scored struct {
	rows   []row
	floors map[string]float64 // see readFloors
	failed int                // cases that could not be converted
}

func scoreCorpus(ctx context.Context, scorer, folder, output string) (s scored, err error) {
	if s.rows, s.failed, err = measure(ctx, scorer, folder, output); err != nil {
		return s, err
	}
	s.floors, err = readFloors(filepath.Join(folder, "index.tsv"))
	return s, err
}

// worse names the groups that have become worse.
func worse(groups []figure, accepted map[key]figure, tolerance float64) error {
	var errs []error
	for _, g := range groups {
		a, ok := accepted[g.key]
		switch {
		case !ok:
		case g.mean > a.mean+tolerance:
			errs = append(errs, fmt.Errorf("%s %s: CPK %.2f, accepted is %.2f", g.kind, g.name, g.mean, a.mean))
		case g.median > a.median+tolerance:
			errs = append(errs, fmt.Errorf("%s %s: median CPK %.2f, accepted is %.2f", g.kind, g.name, g.median, a.median))
		}
	}
	if len(errs) > 0 {
		errs = append(errs, errors.New("worse than the accepted run: mend it, or say why in the commit that accepts it (make accept)"))
	}
	return errors.Join(errs...)
}
