package batch_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/cache"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// wordsOptions are the options of the formats of the tests.
type wordsOptions struct {
	Upper bool // in capitals
}

// words is a format that writes a document's words. In the middle of writing,
// a document with the word "poison" makes it panic, one with "fail" makes it
// fail, with "bottomless" its stack overflows, "greedy" takes memory without
// end, "kills" ends the process, and "hang" does not end.
var words = formats.Format{
	Name: "words", Short: "words", MediaType: "text/plain",
	NewOptions: func() any { return new(wordsOptions) },
	Write: func(ctx context.Context, w io.Writer, doc *document.Document, o any, report func(finding.Finding)) error {
		for b := range document.Leaves(doc.Blocks) {
			text := document.PlainText(b.Content)
			if o, ok := o.(*wordsOptions); ok && o != nil && o.Upper {
				text = strings.ToUpper(text)
			}
			io.WriteString(w, text+"\n")
			if err := misbehave(text); err != nil {
				return err
			}
		}
		report(finding.Finding{Code: "words/done", Offset: -1, Message: "done"})
		return ctx.Err()
	},
}

// misbehave does what text asks for.
func misbehave(text string) error {
	switch {
	case strings.Contains(text, "poison"):
		var none []int
		_ = none[len(text)]
	case strings.Contains(text, "fail"):
		return errors.New("a letter can't be written")
	case strings.Contains(text, "bottomless"):
		return fmt.Errorf("the stack has a bottom: %d", bottomless(1))
	case strings.Contains(text, "greedy"):
		for hoard := [][]byte{}; ; {
			hoard = append(hoard, bytes.Repeat([]byte("x"), 1<<20))
		}
	case strings.Contains(text, "kills"):
		if p, err := os.FindProcess(os.Getpid()); err == nil {
			p.Kill()
		}
		select {}
	case strings.Contains(text, "hang"):
		for {
			time.Sleep(time.Hour)
		}
	}
	return nil
}

//lint:ignore SA5007 that is what it is for
func bottomless(n int) int { return bottomless(n+1) + n }

// testFormats are the formats of the tests.
func testFormats() []formats.Format {
	letters := words
	letters.Name, letters.Short = "letters", "letters"
	return []formats.Format{words, letters}
}

// TestMain lets a test start this program as a worker, or as a build that can be
// killed.
func TestMain(m *testing.M) {
	switch {
	case os.Getenv("REFOLIO_TEST_WORKER") != "":
		if err := batch.Serve(os.Stdin, os.Stdout, testFormats(), os.Exit); err != nil {
			panic(err)
		}
	case os.Getenv("REFOLIO_TEST_BUILD") != "":
		buildAlone(os.Getenv("REFOLIO_TEST_BUILD"))
	default:
		os.Exit(m.Run())
	}
}

// buildAlone is the life of a process that a test starts: it builds what is in
// the archive at root and says on standard output when each document begins and
// ends.
func buildAlone(root string) {
	a := archive{texts: filepath.Join(root, "texts"), dist: filepath.Join(root, "dist"), options: map[string]*wordsOptions{"words": {}, "letters": {}}}
	entries, err := os.ReadDir(a.texts)
	if err != nil {
		panic(err)
	}
	for _, e := range entries {
		a.ids = append(a.ids, strings.TrimSuffix(e.Name(), ".txt"))
	}
	o := batch.BuildOptions{Dir: a.dist, Manifest: filepath.Join(a.texts, "manifest.yaml"), Label: "refolio test"}
	o.Program, o.Workers, o.Command = "test", 2, worker
	o.Cache = cache.Open(filepath.Join(root, "cache"))
	o.States = o.Cache.StateDir()
	o.Start = func(i int) { fmt.Println("start", i) }
	o.Done = func(i int, _ *batch.Report) { fmt.Println("done", i) }
	result, err := batch.Build(context.Background(), a.jobs(), o)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	result.Close()
}

// worker returns a command that runs a worker with the formats of the tests.
func worker() *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "REFOLIO_TEST_WORKER=1")
	return cmd
}

// texts writes n texts of different lengths, and bad ones at the given places,
// and returns jobs for them that write into dir.
func texts(t *testing.T, n int, bad map[int]string, dir string) []batch.Job {
	t.Helper()
	source := t.TempDir()
	jobs := make([]batch.Job, n)
	for i := range jobs {
		text := strings.Repeat(fmt.Sprintf("This is sentence %d of a short text that fills a line. ", i), 1+i%7)
		if special, ok := bad[i]; ok {
			text = special
		}
		id := fmt.Sprintf("d%02d", i)
		path := filepath.Join(source, id+".txt")
		if err := os.WriteFile(path, []byte(text+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		jobs[i] = batch.Job{ID: id, Source: path, Outputs: []batch.Output{{Format: words, Path: filepath.Join(dir, id+".words")}}}
	}
	return jobs
}

// tree returns the files in dir with their contents.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if errors.Is(err, os.ErrNotExist) {
			continue // of a process that is being killed
		}
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(data)
	}
	return files
}

func TestAnyNumberOfWorkersGivesTheSame(t *testing.T) {
	bad := map[int]string{3: "Here is poison.", 5: "This will fail.", 8: ""}
	var trees []map[string]string
	var reports [][]batch.Report
	for _, workers := range []int{1, 8} {
		dir := t.TempDir()
		jobs := texts(t, 20, bad, dir)
		got := batch.Run(context.Background(), jobs, batch.Options{Workers: workers})
		for i := range got {
			if got[i].ID != jobs[i].ID {
				t.Fatalf("report %d is of %s", i, got[i].ID)
			}
			got[i] = withoutPlaceAndTime(got[i])
		}
		trees, reports = append(trees, tree(t, dir)), append(reports, got)
	}
	if !reflect.DeepEqual(trees[0], trees[1]) {
		t.Error("the files differ")
	}
	if !reflect.DeepEqual(reports[0], reports[1]) {
		t.Errorf("the reports differ:\n%v\n%v", reports[0], reports[1])
	}
	if len(trees[0]) != 17 {
		t.Errorf("%d files, want 17", len(trees[0]))
	}
}

// withoutPlaceAndTime is what of a report does not depend on where and when.
func withoutPlaceAndTime(r batch.Report) batch.Report {
	same := batch.Report{ID: r.ID, Findings: r.Findings, Title: r.Title, Language: r.Language, Origin: r.Origin}
	same.Made.Config, same.Made.Source.SHA256 = r.Made.Config, r.Made.Source.SHA256
	for _, o := range r.Outputs {
		o.Path = ""
		same.Outputs = append(same.Outputs, o)
	}
	if r.Err != nil {
		same.Err = errors.New("")
	}
	return same
}

func TestBadDocumentCostsOnlyItself(t *testing.T) {
	dir := t.TempDir()
	jobs := texts(t, 6, map[int]string{1: "Here is poison.", 2: "This will fail.", 3: ""}, dir)
	jobs[4].Source += ".gone"
	if err := os.WriteFile(jobs[1].Outputs[0].Path, []byte("old"), 0o666); err != nil {
		t.Fatal(err)
	}
	reports := batch.Run(context.Background(), jobs, batch.Options{})
	var panicked *batch.Panic
	if err := reports[1].Err; !errors.Is(err, pipeline.ErrBug) || !errors.As(err, &panicked) || !strings.Contains(err.Error(), "index out of range") {
		t.Errorf("the panic: %v", err)
	} else if !strings.Contains(string(panicked.Stack), "run_test.go") {
		t.Errorf("the stack doesn't lead to the panic:\n%s", panicked.Stack)
	}
	for i, want := range map[int]string{2: "a letter can't be written", 3: "no text", 4: "no such file"} {
		if err := reports[i].Err; err == nil || errors.Is(err, pipeline.ErrBug) || !strings.Contains(err.Error(), want) {
			t.Errorf("%d: %v, want %s", i, err, want)
		}
	}
	for _, i := range []int{0, 5} {
		if r := reports[i]; r.Err != nil || len(r.Written) != 1 || len(r.Findings) == 0 {
			t.Errorf("a good document: %+v", r)
		}
	}
	if files := tree(t, dir); len(files) != 3 || files["d01.words"] != "old" {
		t.Errorf("files: %v", files)
	}
}

func TestOneOutputFailsTheOthersAreWritten(t *testing.T) {
	jobs := texts(t, 1, map[int]string{0: "Here is poison."}, t.TempDir())
	good := words
	good.Write = func(_ context.Context, w io.Writer, _ *document.Document, _ any, _ func(finding.Finding)) error {
		_, err := io.WriteString(w, "good")
		return err
	}
	var to strings.Builder
	jobs[0].Outputs = append(jobs[0].Outputs, batch.Output{Format: good, To: &to})
	reports := batch.Run(context.Background(), jobs, batch.Options{})
	if !errors.Is(reports[0].Err, pipeline.ErrBug) || to.String() != "good" {
		t.Errorf("%v, %q", reports[0].Err, to.String())
	}
}

func TestCancellation(t *testing.T) {
	dir := t.TempDir()
	jobs := texts(t, 30, nil, dir)
	stop := errors.New("stop")
	ctx, cancel := context.WithCancelCause(context.Background())
	var started, done atomic.Int32
	reports := batch.Run(ctx, jobs, batch.Options{
		Workers: 2,
		Start:   func(int) { started.Add(1) },
		Done: func(int, *batch.Report) {
			if done.Add(1) == 5 {
				cancel(stop)
			}
		},
	})
	finished := 0
	for _, r := range reports {
		switch {
		case r.Err == nil:
			finished++
		case !errors.Is(r.Err, batch.ErrUnfinished) || !errors.Is(r.Err, stop):
			t.Errorf("%s: %v", r.ID, r.Err)
		}
	}
	if finished < 4 || finished > 6 {
		t.Errorf("%d documents were finished after the fifth was done", finished)
	}
	if started.Load() != done.Load() {
		t.Errorf("%d started, %d done", started.Load(), done.Load())
	}
	files := tree(t, dir)
	if len(files) != finished {
		t.Errorf("%d files for %d finished documents", len(files), finished)
	}
}

func TestStandardInput(t *testing.T) {
	var to strings.Builder
	jobs := []batch.Job{{ID: "x", Source: batch.Stdin, Outputs: []batch.Output{{Format: words, To: &to}}}}
	reports := batch.Run(context.Background(), jobs, batch.Options{Stdin: strings.NewReader("A text.\n")})
	if reports[0].Err != nil || to.String() != "A text.\n" {
		t.Errorf("%v, %q", reports[0].Err, to.String())
	}
	jobs[0].MaxInput = 3
	reports = batch.Run(context.Background(), jobs, batch.Options{Stdin: strings.NewReader("A text.\n")})
	if err := reports[0].Err; err == nil || !strings.Contains(err.Error(), "limit") {
		t.Errorf("above the limit: %v", err)
	}
}

func TestDocumentInJSONIsNotRepairedAgain(t *testing.T) {
	doc := &document.Document{
		Meta:   document.Meta{Title: "Old", Publisher: "Press", Subjects: []string{"a"}},
		Blocks: []document.Block{{Kind: document.Paragraph, Content: []document.Inline{{Kind: document.Text, Text: "A hyphen-\u00adated ﬁsh"}}}},
	}
	var encoded, to strings.Builder
	if err := document.Encode(&encoded, doc); err != nil {
		t.Fatal(err)
	}
	var got document.Meta
	meta := formats.Format{Name: "meta", Write: func(_ context.Context, _ io.Writer, doc *document.Document, _ any, _ func(finding.Finding)) error {
		got = doc.Meta
		return nil
	}}
	job := batch.Job{Source: batch.Stdin, Outputs: []batch.Output{{Format: words, To: &to}, {Format: meta, To: &to}}}
	job.Config.Meta = document.Meta{Title: "New", Authors: []string{"A"}}
	reports := batch.Run(context.Background(), []batch.Job{job}, batch.Options{Stdin: strings.NewReader(encoded.String())})
	if reports[0].Err != nil || to.String() != "A hyphen-\u00adated ﬁsh\n" {
		t.Errorf("%v, %q", reports[0].Err, to.String())
	}
	if want := (document.Meta{Title: "New", Authors: []string{"A"}, Publisher: "Press", Subjects: []string{"a"}}); !reflect.DeepEqual(got, want) {
		t.Errorf("metadata %+v, want %+v", got, want)
	}
	reports = batch.Run(context.Background(), []batch.Job{job}, batch.Options{Stdin: strings.NewReader(`{"refolio": 99}`)})
	if err := reports[0].Err; err == nil || errors.Is(err, pipeline.ErrBug) {
		t.Errorf("a document of another version: %v", err)
	}
}

func TestMarkdownIsNotRepairedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.md")
	if err := os.WriteFile(path, []byte("---\ntitle: Old\n---\n\nA hyphen-\nated `fish`\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var to strings.Builder
	job := batch.Job{Source: path, Outputs: []batch.Output{{Format: words, To: &to}}}
	reports := batch.Run(context.Background(), []batch.Job{job}, batch.Options{})
	if reports[0].Err != nil || to.String() != "A hyphen- ated fish\n" {
		t.Errorf("%v, %q", reports[0].Err, to.String())
	}
	if f := reports[0].Findings; len(f) == 0 || f[0].Code != "markdown/code-span" || f[0].Line != 6 {
		t.Errorf("found %+v", f)
	}
	to.Reset()
	job.From = formats.ReadAsText
	reports = batch.Run(context.Background(), []batch.Job{job}, batch.Options{})
	if reports[0].Err != nil || !strings.Contains(to.String(), "title: Old") {
		t.Errorf("as a text: %v, %q", reports[0].Err, to.String())
	}
}

func TestNoJobs(t *testing.T) {
	if got := batch.Run(context.Background(), nil, batch.Options{Workers: 3}); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

func TestCheckPaths(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := errors.Join(os.MkdirAll("t", 0o777), os.WriteFile("t/a.words", []byte("a"), 0o666)); err != nil {
		t.Fatal(err)
	}
	job := func(id, source, path string) batch.Job {
		return batch.Job{ID: id, Source: source, Outputs: []batch.Output{{Format: words, Path: path}}}
	}
	for _, test := range []struct {
		jobs []batch.Job
		want string
	}{
		{[]batch.Job{job("a", "t/a.words", "dist/a.words"), job("b", "-", "dist/b.words")}, ""},
		{[]batch.Job{job("a", "t/a.words", "./t/a.words")}, "./t/a.words would be written over t/a.words, which is read: choose another name or folder"},
		{[]batch.Job{job("a", "x", "t/A.WORDS"), job("b", "t/a.words", "y")}, "t/A.WORDS would be written over t/a.words, which is read: choose another name or folder"},
		{[]batch.Job{job("a", "x", "m.yaml")}, "m.yaml would be written over m.yaml, which is read: choose another name or folder"},
		{[]batch.Job{job("a", "x", "d/x"), job("b", "y", "d/X")}, "d/X is the output of both a and b: give one another ID"},
	} {
		got := ""
		if err := batch.CheckPaths(test.jobs, "m.yaml"); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
