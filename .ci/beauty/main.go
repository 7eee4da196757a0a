// Command beauty holds the PDF writer's pages against TeX's. It is run by
// `make beauty` and needs xelatex and pdftotext.
//
// Each document is set twice, by refolio and by XeLaTeX: the same paragraphs and
// notes in the same face, on the same page, with the same type size, leading
// and measure and the same patterns for hyphenation. TeX has its defaults (a
// tolerance of 200, a cost of 50 for a hyphen, of 150 for a widow or an orphan)
// but for what would compare unlike things: no wider spaces after sentences,
// and no letters joined. It is set once with the spaces of the face and once with
// refolio's, which are at least 24 hundredths of the type size.
//
// Both files are then measured in the same way, from the places of their
// words. A line for each file says
//
//	lines    full lines of body text
//	mean     how far their spaces are from their natural width, on average
//	p95      and in the twentieth that is farthest off, both in per cent of it
//	hyphens  lines that end in a hyphen, of 100
//	ladders  runs of more than two such lines
//	loose    lines so wide that TeX would give them a badness of more than 200
//	over     lines that stick out of the measure
//	widows   pages that begin with a paragraph's last line
//	orphans  pages that end with a paragraph's first line
//	pages/s  by the clock, XeLaTeX in one run, refolio on all processors
//	CPU      pages in a second of processor time
//
// The garbage collector runs as seldom as it does for `refolio convert`.
//
// The texts are those of the shared corpus, as its truth has them:
//
//	CORPUS/<doc>/truth.json
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/refolio/refolio/formats/pdf"
)

// documents are in three languages, with and without notes, with long and
// with short paragraphs.
const documents = "mill-liberty,impossible-allies,gibbon-15,abu-telfan,am-jenseits,regulatoren,mon-village,autre-vue,captain-cap"

func main() {
	corpus := flag.String("corpus", "../shared/corpus", "the `folder` with the texts")
	docs := flag.String("docs", documents, "the `names` of the texts, with commas between them")
	keep := flag.String("o", "", "keep the files in this `folder`, to be looked at")
	flag.Parse()
	debug.SetGCPercent(400) // as cmd/refolio does
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *corpus, strings.Split(*docs, ","), *keep); err != nil {
		fmt.Fprintln(os.Stderr, "beauty:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, corpus string, docs []string, folder string) error {
	if folder == "" {
		var err error
		if folder, err = os.MkdirTemp("", "beauty"); err != nil {
			return err
		}
		defer os.RemoveAll(folder)
	} else if err := os.MkdirAll(folder, 0o777); err != nil {
		return err
	}
	faces, err := filepath.Abs("formats/fonts")
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	defer out.Flush()
	fmt.Fprintln(out, "document\tset by\tpages\tlines\tmean\tp95\thyphens\tladders\tloose\tover\twidows\torphans\tpages/s\tCPU\t")
	for _, name := range docs {
		t, err := readTruth(filepath.Join(corpus, name, "truth.json"))
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		for _, s := range setters(faces) {
			file := filepath.Join(folder, name+"-"+s.file+".pdf")
			took, err := s.set(ctx, t, file)
			if err != nil {
				return fmt.Errorf("set %s with %s: %w", name, s.name, err)
			}
			pages, err := readPages(ctx, file)
			if err != nil {
				return fmt.Errorf("read %s: %w", file, err)
			}
			f := judge(pages, s.space)
			fmt.Fprintf(out, "%s (%s)\t%s\t%d\t%d\t%.1f\t%.1f\t%.1f\t%d\t%d\t%d\t%d\t%d\t%.0f\t%.0f\t\n", name, t.Lang, s.name,
				len(pages), f.lines, f.mean, f.p95, f.hyphens, f.ladders, f.loose, f.over, f.widows, f.orphans,
				float64(len(pages))/took.clock.Seconds(), float64(len(pages))/took.processor.Seconds())
		}
	}
	return nil
}

// setter makes a PDF of a text.
type setter struct {
	name, file string
	space      float64 // the natural width of its spaces, in parts of the type size
	set        func(ctx context.Context, t *truth, file string) (duration, error)
}

// duration is how long something took by the clock, and how long it kept
// processors busy.
type duration struct{ clock, processor time.Duration }

func setters(faces string) []setter {
	tex := func(space float64) func(context.Context, *truth, string) (duration, error) {
		return func(ctx context.Context, t *truth, file string) (duration, error) {
			return xelatex(ctx, t, faces, space, file)
		}
	}
	return []setter{
		{"refolio", "refolio", 0.24, refolio(true)},
		{"refolio, rigid", "refolio-rigid", 0.24, refolio(false)},
		{"xelatex, its spaces", "xelatex", 0.221, tex(0)},
		{"xelatex, our spaces", "xelatex-wide", 0.24, tex(0.24)},
	}
}

// The form of the pages, in PDF points.
const (
	pageWidth, pageHeight = 419.528, 595.276 // A5
	lineWidth             = 314.0
	leftEdge, topEdge     = (pageWidth - lineWidth) / 2, 50.0
	linesOnPage           = 31
	typeSize, leading     = 10.8, 14.5
	noteSize, noteLeading = typeSize * 0.83, leading * 0.83
)

// refolio returns a function that sets a text with the PDF writer, with letters
// that may be a little wider or narrower, or rigid as TeX's.
func refolio(expansion bool) func(context.Context, *truth, string) (duration, error) {
	no := false
	o := pdf.Options{
		Page: "A5", Sides: 1, Chapters: "run-on", TitlePage: &no, Contents: &no, Expansion: &expansion,
		Size: fmt.Sprintf("%gpt", typeSize), Leading: fmt.Sprintf("%gpt", leading),
		Margins: fmt.Sprintf("%gpt %gpt %gpt %gpt", leftEdge, topEdge, leftEdge, pageHeight-topEdge-linesOnPage*leading-1),
	}
	return func(ctx context.Context, t *truth, file string) (duration, error) {
		doc := t.document()
		w, err := os.Create(file)
		if err != nil {
			return duration{}, err
		}
		defer w.Close()
		began, start := time.Now(), processorTime()
		if err := pdf.Write(ctx, w, doc, o, nil); err != nil {
			return duration{}, err
		}
		return duration{time.Since(began), processorTime() - start}, w.Close()
	}
}

// processorTime is how long this process has kept processors busy so far. It
// doesn't count what else the machine does.
func processorTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err) // the call knows no failure for this process
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
