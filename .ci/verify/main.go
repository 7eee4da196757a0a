// Command verify holds finished editions against the judgement of others. For
// every <id>.md in a folder it looks at the <id>.epub and <id>.pdf beside it:
//
//   - EPUBCheck must find neither error nor warning in the EPUB;
//   - qpdf must find nothing to complain of in the PDF, nor mutool and pdfcpu, if
//     they are installed;
//   - every word of the Markdown must stand in the EPUB, read with the standard
//     library's ZIP and XML readers, and in the PDF, read with pdftotext, and
//     those of the EPUB's body must come in the same order.
//
// Words that the PDF broke at a line's end, that pdftotext printed together
// with the number of a note, or that have a letter which no font has, are
// recognised and counted apart. What an edition has more than the Markdown (a
// title page, running heads, folios) is counted and is no fault.
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: verify-editions FOLDER...")
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "verify-editions:", err)
		stop()
		os.Exit(1)
	}
}

// run verifies the editions in folders, several at once, and prints a line
// for each file in their order.
func run(ctx context.Context, folders []string) error {
	var stems []string
	for _, folder := range folders {
		found, err := filepath.Glob(filepath.Join(folder, "*.md"))
		if err != nil {
			return err
		}
		for _, path := range found {
			stems = append(stems, strings.TrimSuffix(path, ".md"))
		}
	}
	if len(stems) == 0 {
		return errors.New("no Markdown editions there")
	}
	reports := make([]report, len(stems))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for i, stem := range stems {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			reports[i] = verify(ctx, stem)
		})
	}
	wg.Wait()

	files, bad := 0, 0
	for _, r := range reports {
		fmt.Print(r.lines.String())
		files += r.files
		bad += r.bad
	}
	fmt.Printf("%d files verified, %d with faults\n", files, bad)
	if bad > 0 {
		return fmt.Errorf("%d of %d files have faults", bad, files)
	}
	return ctx.Err()
}

// report is what there is to say of the editions of one document.
type report struct {
	lines      strings.Builder
	files, bad int
}

// add reports that path was looked at.
func (r *report) add(path, summary string, err error) {
	r.files++
	if err == nil {
		fmt.Fprintf(&r.lines, "ok    %s: %s\n", path, summary)
		return
	}
	r.bad++
	fmt.Fprintf(&r.lines, "FAULT %s: %v\n", path, err)
}

// verify verifies the editions <stem>.epub and <stem>.pdf of <stem>.md.
func verify(ctx context.Context, stem string) (r report) {
	words, err := markdownWords(stem + ".md")
	if err != nil {
		r.add(stem+".md", "", err)
		return r
	}
	if path := stem + ".epub"; exists(path) {
		summary, err := verifyEPUB(ctx, path, words)
		r.add(path, summary, err)
	}
	if path := stem + ".pdf"; exists(path) {
		summary, err := verifyPDF(ctx, path, words)
		r.add(path, summary, err)
	}
	return r
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// epubcheckJar is where Debian keeps EPUBCheck. Started by hand, without the
// thorough compiler that pays off in long runs only, it takes half the time.
const epubcheckJar = "/usr/share/java/epubcheck.jar"

func verifyEPUB(ctx context.Context, path string, md text) (string, error) {
	command := []string{"epubcheck"}
	if exists(epubcheckJar) {
		command = []string{"java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", epubcheckJar}
	}
	invalid := check(ctx, append(command, "--quiet", "--failonwarnings", path)...)
	words, err := epubWords(path)
	if err != nil {
		return "", errors.Join(invalid, err)
	}
	summary, err := compare(md.all(), words).verdict()
	if body := md.withoutTitle(); outOfOrder(body, words) >= 0 {
		err = errors.Join(err, fmt.Errorf("lost or out of its place: %q", around(body, outOfOrder(body, words))))
	}
	return summary, errors.Join(invalid, err)
}

func verifyPDF(ctx context.Context, path string, md text) (string, error) {
	invalid := errors.Join(check(ctx, "qpdf", "--check", path), otherReaders(ctx, path))
	out, err := exec.CommandContext(ctx, "pdftotext", "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		return "", errors.Join(invalid, fmt.Errorf("pdftotext: %w", err))
	}
	summary, err := compare(md.all(), lineWords(string(out))).verdict()
	return summary, errors.Join(invalid, err)
}

// otherReaders holds a PDF against mutool and pdfcpu, where they are installed.
func otherReaders(ctx context.Context, path string) error {
	var faults []error
	for _, command := range [][]string{
		{"mutool", "draw", "-q", "-F", "txt", "-o", os.DevNull, path},
		{"pdfcpu", "validate", "-q", "-m", "strict", path},
	} {
		if _, err := exec.LookPath(command[0]); err == nil {
			faults = append(faults, check(ctx, command...))
		}
	}
	return errors.Join(faults...)
}

// check runs a validator, whose output it returns as the error if it fails.
func check(ctx context.Context, command ...string) error {
	out, err := exec.CommandContext(ctx, command[0], command[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", command[0], err, bytes.TrimSpace(out))
	}
	return nil
}
