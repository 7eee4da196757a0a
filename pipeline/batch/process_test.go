//go:build unix

package batch_test

import (
	"bufio"
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/batch/cache"
	"github.com/refolio/refolio/pipeline/batch/report"
)

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

// TestKilledAtAnyMoment kills a build again and again, each time a little
// later: what is finished is whole, there is no report that is not true, and the
// run that is not killed completes the rest.
func TestKilledAtAnyMoment(t *testing.T) {
	a := newArchive(t, 60)
	root := filepath.Dir(a.texts)
	fresh := *a
	fresh.dist, fresh.caches = filepath.Join(t.TempDir(), "dist"), ""
	fresh.run()
	want := fresh.editions()
	kills, rounds := 0, 20
	if testing.Short() {
		rounds = 4
	}
	for round := range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "REFOLIO_TEST_BUILD="+root)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		events := bufio.NewScanner(out)
		for seen := 0; seen <= round && events.Scan(); seen++ {
		}
		for range round * 1000 { // not always just after an event
			runtime.Gosched()
		}
		cmd.Process.Kill()
		for events.Scan() { // its workers hold the pipe no longer than they live
		}
		if cmd.Wait() != nil {
			kills++
		}
		a.wholeOrAbsent(want)
	}
	if kills < rounds*3/4 {
		t.Errorf("only %d of %d runs were killed", kills, rounds)
	}
	a.build.Command = worker
	head, documents := a.run()
	if got := a.editions(); !maps.Equal(got, want) {
		t.Errorf("%d files in the end, want %d", len(got), len(want))
	}
	if head.Summary.OK != 60 || len(documents) != 60 {
		t.Errorf("%+v", head.Summary)
	}
	if head.Run.Kept == 0 {
		t.Error("nothing was kept of what the killed runs had finished")
	}
}

// wholeOrAbsent fails the test if a file in dist is not what it is to become,
// or if there is a report that speaks of what is not there.
func (a *archive) wholeOrAbsent(want map[string]string) {
	a.t.Helper()
	entries, err := os.ReadDir(a.dist)
	if err != nil {
		return // killed before there was a folder
	}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(a.dist, e.Name()))
		switch {
		case err != nil && !os.IsNotExist(err):
			a.t.Fatal(err)
		case strings.HasPrefix(e.Name(), ".refolio"):
		case e.Name() == report.FileName:
			if head, err := report.Read(strings.NewReader(string(data)), nil); err != nil || head.Summary.OK != len(a.ids) {
				a.t.Errorf("a report of a run that was killed: %+v, %v", head, err)
			}
		case e.Name() == report.PageName:
		case string(data) != want[e.Name()]:
			a.t.Errorf("%s is not whole: %d bytes, want %d", e.Name(), len(data), len(want[e.Name()]))
		}
	}
}

// TestDiskRunsFull builds on a small disk: what is there is whole, and with more
// room the next run completes it.
func TestDiskRunsFull(t *testing.T) {
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("needs leave to mount a small disk")
	}
	a := newArchive(t, 60)
	fresh := *a
	fresh.dist, fresh.caches = filepath.Join(t.TempDir(), "dist"), ""
	fresh.run()
	want := fresh.editions()
	if err := os.Mkdir(a.dist, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := mountSmall(a.dist, "size=200k"); err != nil {
		t.Skipf("can't mount a small disk: %v", err)
	}
	defer syscall.Unmount(a.dist, 0)
	a.build.Command = worker
	result, err := a.try(context.Background())
	if err == nil {
		if s := result.Report.Summary; s.Failed == 0 || s.Unfinished == 0 {
			t.Errorf("%+v", s)
		}
		result.Close()
	}
	a.wholeOrAbsent(want)
	for name := range tree(t, a.dist) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("left: %s", name)
		}
	}
	n := len(a.editions())
	if n == 0 || n >= len(want) {
		t.Errorf("%d of %d editions had room", n, len(want))
	}
	if err := mountSmall(a.dist, "remount,size=20m"); err != nil {
		t.Fatal(err)
	}
	head, _ := a.run()
	if got := a.editions(); !maps.Equal(got, want) || head.Run.Kept == 0 {
		t.Errorf("with more room: %d of %d editions, %s", len(got), len(want), origins(head))
	}
}
