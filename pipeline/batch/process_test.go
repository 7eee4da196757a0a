//go:build unix

package batch_test

import (
	"bufio"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/batch/report"
)

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
