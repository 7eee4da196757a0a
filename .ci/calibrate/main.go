// Command calibrate says how far the confidences of the decisions can be
// trusted: of the decisions said to be 0.9 sure, nine in ten should be right.
// It is run by `make calibrate`.
//
// Every case of the shared corpus is converted, and what comes out is aligned
// with the truth, character by character (see match). That answers for nearly
// every decision whether it was right: whether the truth has the word whole, a
// block beginning there, a reference to that note (see judge). The decisions
// for which it has no answer, such as the pages, are counted apart.
//
// What a stated confidence is worth is then fitted for each kind of decision
// (see fit) and goes to reliability.go beside the stages, from where
// repair.Calibrate takes it; the reliability table goes to CALIBRATION.md. To
// show that the fit holds elsewhere, the table has the error that each
// document has with knots fitted to the others; and -held-out prints what the
// knots in the program are worth on another corpus.
//
// With -wrong KIND the wrong decisions of that kind are listed instead.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"github.com/refolio/refolio/.ci/corpus"
	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

type options struct {
	folder  string // the corpus
	output  string // the folder of the stages
	wrong   string // list the wrong decisions of this kind
	heldOut bool   // only measure
}

func main() {
	var o options
	flag.StringVar(&o.folder, "corpus", "../shared/corpus", "the corpus `folder`")
	flag.StringVar(&o.output, "o", "pipeline/repair", "the `folder` of the stages, for the table and the knots")
	flag.StringVar(&o.wrong, "wrong", "", "list the wrong decisions of this `KIND` instead")
	flag.BoolVar(&o.heldOut, "held-out", false, "print how the knots in the program do on the corpus, and write nothing")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "calibrate:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, o options) error {
	cases, err := corpus.Cases(o.folder)
	if err != nil {
		return err
	}
	reports := make([]report, len(cases))
	failed, err := corpus.Each(ctx, cases, func(i int, data []byte) (err error) {
		reports[i], err = examine(ctx, cases[i], data, o.wrong)
		return err
	})
	switch {
	case err != nil:
		return err
	case failed > 0:
		return fmt.Errorf("%d texts could not be converted", failed)
	case o.wrong != "":
		for i := range reports {
			fmt.Print(reports[i].listed)
		}
		return nil
	}
	if o.heldOut {
		printReports(os.Stdout, reports, false, asCompiled)
		return nil
	}
	knots := fit(byDocument(reports), "")
	var out strings.Builder
	fmt.Fprint(&out, header)
	printReports(&out, reports, true, func(all []judged) []judged { return calibrated(all, knots) })
	code, err := sourceOf(knots)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(o.output, "CALIBRATION.md"), []byte(out.String()), 0o666),
		os.WriteFile(filepath.Join(o.output, "reliability.go"), code, 0o666))
}

// asCompiled mends confidences with the knots that are in the program.
func asCompiled(all []judged) []judged {
	ledger := make([]repair.Decision, len(all))
	for i := range all {
		ledger[i] = all[i].Decision
	}
	repair.Calibrate(ledger)
	all = slices.Clone(all)
	for i := range all {
		all[i].Decision = ledger[i]
	}
	return all
}

// byDocument gathers the decisions of all cases of each document.
func byDocument(reports []report) map[string][]judged {
	docs := map[string][]judged{}
	for _, r := range reports {
		docs[r.doc] = append(docs[r.doc], r.judged...)
	}
	return docs
}

// report is what there is to say of a case.
type report struct {
	doc     string
	judged  []judged
	without bin    // places at which a block might have begun and was not made to
	listed  string // see list
}

// examine lets the stages decide about a text and judges the decisions.
func examine(ctx context.Context, c corpus.Case, data []byte, wrong string) (r report, err error) {
	truth, err := readTruth(c.Truth())
	if err != nil {
		return r, err
	}
	src, err := source.Read(c.Path, data, "")
	if err != nil {
		return r, err
	}
	text, err := repair.Run(ctx, src, nil, "", nil)
	if err != nil {
		return r, err
	}
	r.doc = c.Doc
	a := match(readMade(src, text.Decisions), truth)
	r.judged = judge(a, text.Decisions)
	r.without = withoutBreak(a, src)
	if wrong != "" {
		r.listed = list(c, src, r.judged, wrong)
	}
	return r, nil
}

const header = `<!-- Written by make calibrate; do not edit. -->

# How far the confidences can be trusted

Each decision on the shared corpus, held against the truth: how many could be judged and how many could not, the mean of their
confidences, the share that was right, and the expected calibration error, which is the mean distance of the two over the bins: as it is,
as the stages stated the confidences, and as it would be had the document not been among those that reliability.go was fitted to.
In the bins: how many decisions, confidence/right.

`

// list describes the wrong decisions of a kind.
func list(c corpus.Case, src *source.Source, all []judged, kind string) string {
	var sb strings.Builder
	for _, d := range all {
		if d.verdict != wrong || d.Name() != kind {
			continue
		}
		p := src.Place(d.Span.Start)
		text := src.Text
		fmt.Fprintf(&sb, "%s:%d:%d: %.2f %.30q ▸%.60q◂ %.30q\n", c.ID(), p.Line, p.Column, d.Confidence,
			text[max(0, d.Span.Start-30):d.Span.Start], text[d.Span.Start:d.Span.End], text[d.Span.End:])
	}
	return sb.String()
}
