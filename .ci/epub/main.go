// Command epub holds EPUBs against the model that they were written from, and
// against every checker that it finds. For each <id>.epub in a folder with an
// <id>.json (refolio's own form) beside it:
//
//   - it reads the words, headings, notes and links out of the book twice, with
//     a reader of its own over the standard library's ZIP and XML, and with
//     pandoc's EPUB reader, and compares them with the model's;
//   - EPUBCheck must have nothing to say, usage notes included;
//   - so must its port to TypeScript, if epubcheck-ts is on the PATH;
//   - so must Ace by DAISY, for the books that -ace names, if ace-puppeteer is
//     on the PATH.
//
// It prints a line for each book with a difference, and what there was in all.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
)

func main() {
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: epub [-ace ID,ID...] FOLDER...\n       epub -generate WORDS")
		flag.PrintDefaults()
	}
	ace := flag.String("ace", "", "the `IDS` of the books to try with Ace, with commas between them")
	words := flag.Int("generate", 0, "print the extracted text of a book of so many `WORDS`, and nothing else")
	flag.Parse()
	if *words > 0 {
		if err := generate(os.Stdout, *words); err != nil {
			fmt.Fprintln(os.Stderr, "epub:", err)
			os.Exit(1)
		}
		return
	}
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, flag.Args(), strings.Split(*ace, ",")); err != nil {
		fmt.Fprintln(os.Stderr, "epub:", err)
		stop()
		os.Exit(1)
	}
}

// run checks the books in folders and returns an error if any has a fault.
func run(ctx context.Context, folders, ace []string) error {
	var books []string
	for _, folder := range folders {
		found, err := filepath.Glob(filepath.Join(folder, "*.epub"))
		if err != nil {
			return err
		}
		books = append(books, found...)
	}
	if len(books) == 0 {
		return fmt.Errorf("no books in %s", strings.Join(folders, ", "))
	}
	faults := compareAll(ctx, books)
	for _, check := range []checker{epubcheck, port} {
		name, bad, err := check(ctx, books)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %s\n", name, verdict(len(books), bad))
		faults += max(bad, 0)
	}
	bad, err := aceAll(ctx, books, ace)
	if err != nil {
		return err
	}
	if faults += bad; faults > 0 {
		return fmt.Errorf("%d faults", faults)
	}
	return ctx.Err()
}

// verdict says how many of the books are bad; fewer than none says that nobody
// looked.
func verdict(books, bad int) string {
	if bad < 0 {
		return "not installed, not asked"
	}
	return fmt.Sprintf("%d books, %d with messages", books, bad)
}

// compareAll compares the books with their models and returns the number of
// those that differ.
func compareAll(ctx context.Context, books []string) (faults int) {
	_, err := exec.LookPath("pandoc")
	hasPandoc := err == nil
	var total content
	compared := 0
	for _, path := range books {
		doc, err := model(strings.TrimSuffix(path, ".epub") + ".json")
		if err != nil {
			fmt.Printf("%s: not compared: %v\n", path, err)
			continue
		}
		compared++
		want := contentOf(doc)
		total.add(want)
		readers := map[string]func() (content, error){"own reader": func() (content, error) { return readBook(path) }}
		if hasPandoc {
			readers["pandoc"] = func() (content, error) { return readWithPandoc(ctx, path) }
		}
		for _, name := range []string{"own reader", "pandoc"} {
			if read := readers[name]; read != nil {
				faults += report(path, name, want, read)
			}
		}
	}
	fmt.Printf("compared with their models: %d books, %d words, %d headings, %d notes, %d links; %d with a difference",
		compared, len(total.words), len(total.headings), len(total.notes), len(total.links), faults)
	if !hasPandoc {
		fmt.Print(" (without pandoc)")
	}
	fmt.Println()
	return faults
}

// report reads a book and says how it differs.
func report(path, reader string, want content, read func() (content, error)) int {
	got, err := read()
	if err == nil {
		err = want.differs(got)
	}
	if err == nil {
		return 0
	}
	fmt.Printf("%s: %s: %v\n", path, reader, err)
	return 1
}

func model(path string) (*document.Document, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return document.Decode(data)
}
