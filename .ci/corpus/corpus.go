// Package corpus goes through the cases of a corpus folder, for the commands
// beside it that convert them and hold what comes out against the truth.
//
// A corpus has a folder for each document, with its truth in truth.json and,
// for each case, the text that an extractor made of one of its renderings:
//
//	CORPUS/<doc>/truth.json
//	CORPUS/<doc>/<rendering>.<extractor>.txt
package corpus

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

// Case is an extracted text.
type Case struct {
	Doc  string // "gibbon-28"
	Name string // "latex-book.pdftotext"
	Path string // of the text
}

// ID names the case in the whole corpus: "gibbon-28/latex-book.pdftotext".
func (c Case) ID() string { return c.Doc + "/" + c.Name }

// Truth is the file with the truth of the case's document.
func (c Case) Truth() string { return filepath.Join(filepath.Dir(c.Path), "truth.json") }

// Cases lists the cases in a corpus folder, sorted.
func Cases(folder string) ([]Case, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*", "*.txt"))
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("there are no cases in %s", folder)
	}
	cases := make([]Case, len(paths))
	for i, path := range paths {
		dir, name := filepath.Split(path)
		cases[i] = Case{Doc: filepath.Base(dir), Name: strings.TrimSuffix(name, ".txt"), Path: path}
	}
	return cases, err
}

// Each calls do with the index and the text of each case, as many at once as
// there are processors. Cases that fail are named on stderr and counted.
func Each(ctx context.Context, cases []Case, do func(i int, data []byte) error) (failed int, err error) {
	var wg sync.WaitGroup
	var failures atomic.Int32
	queue := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range queue {
				data, err := os.ReadFile(cases[i].Path)
				if err == nil {
					err = do(i, data)
				}
				if err != nil {
					fmt.Fprintf(os.Stderr, "%s: %v\n", cases[i].Path, err)
					failures.Add(1)
				}
			}
		})
	}
	for i := range cases {
		if ctx.Err() != nil {
			break
		}
		queue <- i
	}
	close(queue)
	wg.Wait()
	return int(failures.Load()), ctx.Err()
}
