package batch_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/cache"
	"github.com/refolio/refolio/pipeline/batch/report"
)

// archive is a folder with texts and what is built of them.
type archive struct {
	t                   *testing.T
	texts, dist, caches string
	ids                 []string
	options             map[string]*wordsOptions // by format
	build               batch.BuildOptions
}

// newArchive makes n texts in a folder of their own.
func newArchive(t *testing.T, n int) *archive {
	t.Helper()
	root := t.TempDir()
	a := &archive{
		t: t, texts: filepath.Join(root, "texts"), dist: filepath.Join(root, "dist"), caches: filepath.Join(root, "cache"),
		options: map[string]*wordsOptions{"words": {}, "letters": {}},
	}
	if err := os.Mkdir(a.texts, 0o777); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		a.ids = append(a.ids, fmt.Sprintf("d%03d", i))
		a.write(a.ids[i], fmt.Sprintf("Text %d begins. ", i)+strings.Repeat("It goes on for a while. ", 1+i%5))
	}
	a.build.Program, a.build.Label, a.build.Workers = "test", "refolio test", 2
	return a
}

// write writes a text.
func (a *archive) write(id, text string) {
	a.t.Helper()
	path := a.source(id)
	if err := os.WriteFile(path, []byte(text+"\n"), 0o666); err != nil {
		a.t.Fatal(err)
	}
}

func (a *archive) source(id string) string { return filepath.Join(a.texts, id+".txt") }

func (a *archive) jobs() []batch.Job {
	var jobs []batch.Job
	for _, id := range a.ids {
		j := batch.Job{ID: id, Source: a.source(id)}
		for _, f := range testFormats() {
			j.Outputs = append(j.Outputs, batch.Output{Format: f, Options: a.options[f.Name], Path: filepath.Join(a.dist, id+"."+f.Short)})
		}
		jobs = append(jobs, j)
	}
	return jobs
}

// run builds, and returns the report with its documents.
func (a *archive) run() (report.Report, []*report.Document) {
	a.t.Helper()
	result, err := a.try(context.Background())
	if err != nil {
		a.t.Fatal(err)
	}
	defer result.Close()
	f, err := os.Open(filepath.Join(a.dist, report.FileName))
	if err != nil {
		a.t.Fatal(err)
	}
	defer f.Close()
	var documents []*report.Document
	head, err := report.Read(f, func(d *report.Document) error {
		documents = append(documents, d)
		return nil
	})
	if err != nil {
		a.t.Fatal(err)
	}
	if head.Run == nil {
		head.Run = result.Report.Run
	}
	return *head, documents
}

func (a *archive) try(ctx context.Context) (*batch.Result, error) {
	o := a.build
	o.Dir, o.Manifest = a.dist, filepath.Join(a.texts, "manifest.yaml")
	if a.caches != "" {
		o.Cache = cache.Open(a.caches)
		o.States = o.Cache.StateDir()
	}
	return batch.Build(ctx, a.jobs(), o)
}

// origins returns what was made, restored and kept, as "2 made, 1 kept".
func origins(r report.Report) string {
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{r.Run.Made, "made"}, {r.Run.Restored, "restored"}, {r.Run.Kept, "kept"}, {r.Summary.Failed, "failed"}, {r.Summary.Unfinished, "unfinished"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	return strings.Join(parts, ", ")
}

// editions are the files in dist with their contents, but for the report, the
// list of files, and for what a process has not finished that was killed.
func (a *archive) editions() map[string]string {
	a.t.Helper()
	files := tree(a.t, a.dist)
	maps.DeleteFunc(files, func(name, _ string) bool { return strings.HasPrefix(name, ".refolio-") })
	delete(files, report.FileName)
	delete(files, report.PageName)
	delete(files, inventory)
	return files
}

func TestOnlyWhatChangedIsMade(t *testing.T) {
	a := newArchive(t, 6)
	expect := func(what, want string) {
		t.Helper()
		head, _ := a.run()
		if got := origins(head); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
		fresh := *a // the same from nothing
		fresh.dist, fresh.caches = filepath.Join(t.TempDir(), "dist"), ""
		fresh.run()
		if got, want := a.editions(), fresh.editions(); !maps.Equal(got, want) {
			t.Errorf("%s: the editions are not what they would be without a cache", what)
		}
	}
	expect("the first time", "6 made")
	expect("again", "6 kept")
	a.write("d002", "This text is new.")
	expect("one text changed", "1 made, 5 kept")
	now := time.Now()
	if err := os.Chtimes(a.source("d003"), now, now); err != nil {
		t.Fatal(err)
	}
	expect("one was touched", "6 kept")
	a.options["letters"] = &wordsOptions{Upper: true}
	head, documents := a.run()
	if got := origins(head); got != "6 made" {
		t.Errorf("an option changed: %s", got)
	}
	for _, d := range documents {
		if _, again := d.Timings.Outputs["words"]; !again || d.Cache != report.Made {
			t.Errorf("%s: %+v", d.ID, d)
		}
	}
	a.options["letters"] = &wordsOptions{}
	expect("it changed back", "6 restored")
	if err := os.Remove(filepath.Join(a.dist, "d001.words")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(a.dist, "d004.words"), []byte("not ours"), 0o666); err != nil {
		t.Fatal(err)
	}
	expect("one is gone, one was overwritten", "2 restored, 4 kept")
	if err := os.RemoveAll(filepath.Join(a.caches, "state")); err != nil {
		t.Fatal(err)
	}
	expect("nothing is remembered", "6 kept")
	a.build.Program = "another"
	expect("another program", "6 made")
	if err := os.WriteFile(batch.FixesFile(a.source("d005")), []byte("- {line: 1, text: Text 5, kind: heading}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	head, documents = a.run()
	if got := origins(head); !strings.HasSuffix(got, "5 kept") && got != "5 kept, 1 failed" || len(documents[5].Inputs) == 0 && documents[5].Status == report.OK {
		t.Errorf("fixes appeared: %s, %+v", got, documents[5])
	}
}

// TestChangedOptionRewritesItsFormatOnly looks at what is written, not only at
// what is said.
func TestChangedOptionRewritesItsFormatOnly(t *testing.T) {
	a := newArchive(t, 3)
	a.run()
	before := map[string]fs.FileInfo{}
	for name := range a.editions() {
		before[name], _ = os.Stat(filepath.Join(a.dist, name))
	}
	a.options["letters"] = &wordsOptions{Upper: true}
	a.run()
	for name, old := range before {
		now, err := os.Stat(filepath.Join(a.dist, name))
		if err != nil {
			t.Fatal(err)
		}
		if same := os.SameFile(old, now); same != strings.HasSuffix(name, ".words") {
			t.Errorf("%s: the same file as before: %v", name, same)
		}
	}
}

func TestDamagedCacheIsNotTrusted(t *testing.T) {
	a := newArchive(t, 4)
	a.run()
	want := a.editions()
	err := filepath.WalkDir(filepath.Join(a.caches, "objects"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		data[len(data)-2] ^= 1
		return os.WriteFile(path, data, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(a.dist); err != nil {
		t.Fatal(err)
	}
	head, _ := a.run()
	if got := origins(head); got != "4 made" || head.Run.Damaged == 0 {
		t.Errorf("%s, %d damaged", got, head.Run.Damaged)
	}
	if got := a.editions(); !maps.Equal(got, want) {
		t.Error("the editions are not as they were")
	}
	if err := os.RemoveAll(a.dist); err != nil {
		t.Fatal(err)
	}
	if head, _ := a.run(); origins(head) != "4 restored" || head.Run.Damaged != 0 {
		t.Errorf("the cache was not mended: %s, %d damaged", origins(head), head.Run.Damaged)
	}
}

// TestCacheThatCantBeWritten builds with a cache whose folder can't be made.
func TestCacheThatCantBeWritten(t *testing.T) {
	a := newArchive(t, 3)
	if err := os.WriteFile(a.caches, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		result, err := a.try(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		result.Close()
		if got := origins(result.Report); got != "3 made" || result.CacheError == "" {
			t.Errorf("%s, %q", got, result.CacheError)
		}
	}
	if n := len(a.editions()); n != 6 {
		t.Errorf("%d editions", n)
	}
}

func TestBadDocumentsCostOnlyThemselves(t *testing.T) {
	a := newArchive(t, 40)
	a.build.Command = worker
	a.build.Memory = 300 << 20
	bad := map[string]struct {
		text string
		kind report.Kind
		says string
	}{
		"d003": {"Here is poison.", report.Bug, "index out of range"},
		"d007": {"This will fail.", report.Failure, "a letter can't be written"},
		"d012": {"This text is bottomless.", report.Bug, "the stack overflowed"},
		"d020": {"This text is greedy.", report.MemoryLimit, "more memory than it may: 300 MB"},
		"d022": {"This text kills.", report.Died, "signal: killed"},
		"d030": {"", report.Failure, "no text"},
	}
	for id, b := range bad {
		a.write(id, b.text)
	}
	a.ids = append(a.ids, "gone")
	head, documents := a.run()
	if got := origins(head); got != "34 made, 7 failed" {
		t.Errorf("%s", got)
	}
	for _, d := range documents {
		b, isBad := bad[d.ID]
		switch {
		case d.ID == "gone":
			if d.Status != report.Failed || !strings.Contains(d.Errors[0].Message, "no such file") {
				t.Errorf("%+v", d)
			}
		case !isBad:
			if d.Status != report.OK || len(d.Outputs) != 2 {
				t.Errorf("%+v", d)
			}
		case d.Status != report.Failed || len(d.Errors) == 0 || d.Errors[0].Kind != b.kind || !strings.Contains(d.Errors[0].Message, b.says):
			t.Errorf("%s: %s %+v, want %s", d.ID, d.Status, d.Errors, b.says)
		}
	}
	for name := range tree(t, a.dist) {
		if strings.HasPrefix(name, ".") && name != inventory {
			t.Errorf("left: %s", name)
		}
	}
	for id := range bad {
		a.write(id, "Now it is well with "+id+".")
	}
	a.ids = a.ids[:40]
	if head, _ := a.run(); origins(head) != "6 made, 34 kept" {
		t.Errorf("mended: %s", origins(head))
	}
}

func TestTimeLimit(t *testing.T) {
	a := newArchive(t, 4)
	a.build.Command, a.build.Time = worker, 2*time.Second
	a.write("d001", "This text will hang.")
	_, documents := a.run()
	d := documents[1]
	if d.Status != report.Failed || d.Errors[0].Kind != report.TimeLimit || !strings.Contains(d.Errors[0].Message, "longer than it may: 2s") {
		t.Errorf("%+v", d)
	}
}

func TestFailFast(t *testing.T) {
	a := newArchive(t, 30)
	a.build.FailFast, a.build.Workers = true, 1
	a.write("d004", "This will fail. "+strings.Repeat("It is the longest. ", 100)) // the longest is the first
	head, documents := a.run()
	if got := origins(head); got != "1 failed, 29 unfinished" || documents[4].Status != report.Failed {
		t.Errorf("%s", got)
	}
	a.write("d004", "Now it is well.")
	if head, _ = a.run(); origins(head) != "30 made" {
		t.Errorf("the next run: %s", origins(head))
	}
}

// TestSameBytesEverywhere builds the same texts in two places, with one worker
// and with eight, in this process and in others.
func TestSameBytesEverywhere(t *testing.T) {
	var trees []map[string]string
	for i, workers := range []int{1, 8} {
		a := newArchive(t, 25)
		a.write("d005", "This will fail.")
		a.write("d006", "")
		a.build.Workers, a.build.Reproducible = workers, true
		if i == 1 {
			a.build.Command = worker
		}
		a.run()
		trees = append(trees, tree(t, a.dist))
	}
	if len(trees[0]) < 48 {
		t.Errorf("%d files", len(trees[0]))
	}
	for name := range trees[0] {
		if trees[0][name] != trees[1][name] {
			t.Errorf("%s differs:\n%s\n%s", name, trees[0][name], trees[1][name])
		}
	}
	if len(trees[0]) != len(trees[1]) {
		t.Errorf("%d and %d files", len(trees[0]), len(trees[1]))
	}
}

func TestPartOfABatch(t *testing.T) {
	a := newArchive(t, 5)
	time.Sleep(100 * time.Millisecond) // a text that has just changed is not recognized
	a.run()
	a.write("d001", "This text is new.")
	a.write("d003", "This one, too.")
	a.build.Only = []int{3}
	head, documents := a.run()
	var ids []string
	for _, d := range documents {
		ids = append(ids, d.ID)
	}
	// d001 is not as it should be, and was not asked for: nothing is said of it.
	if got := origins(head); got != "1 made, 3 kept" || !slices.Equal(ids, []string{"d000", "d002", "d003", "d004"}) {
		t.Errorf("%s, %v", got, ids)
	}
}

func TestOneRunAtATime(t *testing.T) {
	a := newArchive(t, 2)
	inside := make(chan error, 1)
	a.build.Start = func(int) {
		other := *a
		other.build.Start = nil
		_, err := other.try(context.Background())
		select {
		case inside <- err:
		default:
		}
	}
	head, _ := a.run()
	var locked *batch.Locked
	err := <-inside
	if !errors.As(err, &locked) {
		t.Fatalf("the second run: %v", err)
	}
	if locked.Owner.Process != os.Getpid() || locked.Owner.User == "" || !strings.Contains(err.Error(), locked.Owner.Host) {
		t.Errorf("%+v, %v", locked, err)
	}
	if got := origins(head); got != "2 made" {
		t.Errorf("the first run: %s", got)
	}
	if _, err := os.Stat(filepath.Join(a.dist, ".refolio.lock")); err == nil {
		t.Error("the lock is still there")
	}
}

func TestLockOfADeadRun(t *testing.T) {
	a := newArchive(t, 2)
	if err := os.Mkdir(a.dist, 0o777); err != nil {
		t.Fatal(err)
	}
	lock := `{"user":"anna","host":"desk","process":4711,"started":"2026-01-02T03:04:05Z"}`
	if err := os.WriteFile(filepath.Join(a.dist, ".refolio.lock"), []byte(lock), 0o666); err != nil {
		t.Fatal(err)
	}
	result, err := a.try(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer result.Close()
	if result.Stale == nil || result.Stale.User != "anna" || !strings.HasPrefix(result.Stale.String(), "anna on desk (process 4711, since ") {
		t.Errorf("%+v", result.Stale)
	}
	if n := len(a.editions()); n != 4 {
		t.Errorf("%d files", n)
	}
}

func TestInterruptedBuildSaysSo(t *testing.T) {
	a := newArchive(t, 20)
	ctx, cancel := context.WithCancel(context.Background())
	done := 0
	a.build.Done = func(int, *batch.Report) {
		if done++; done == 4 {
			cancel()
		}
	}
	result, err := a.try(ctx)
	if err != nil {
		t.Fatal(err)
	}
	result.Close()
	s := result.Report.Summary
	if s.OK+s.Unfinished != 20 || s.OK < 3 || s.OK > 6 {
		t.Errorf("%+v", s)
	}
	a.build.Done = nil
	if head, _ := a.run(); head.Run.Kept != s.OK || head.Run.Made != 20-s.OK {
		t.Errorf("the next run: %s, %d were ok", origins(head), s.OK)
	}
}

func TestReportOfABuild(t *testing.T) {
	a := newArchive(t, 1)
	_, documents := a.run()
	d := documents[0]
	if d.ID != "d000" || d.Source.Path != "d000.txt" || len(d.Source.SHA256) != 64 || d.Language != "en" || d.Timings == nil ||
		!reflect.DeepEqual(names(d), []string{"words d000.words", "letters d000.letters"}) {
		t.Errorf("%+v", d)
	}
	if len(d.Findings) == 0 || d.Findings[len(d.Findings)-1].Output != "letters" {
		t.Errorf("findings %+v", d.Findings)
	}
}

func names(d *report.Document) (list []string) {
	for _, o := range d.Outputs {
		list = append(list, o.Format+" "+o.Path)
	}
	return list
}
