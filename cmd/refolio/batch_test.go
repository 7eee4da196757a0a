//go:build unix

package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestSecondRunIsToldWhoIsAtWork(t *testing.T) {
	cmd, _ := hanging(t)
	_, stderr, code := (world{}).run("build")
	if code != exitLocked || !strings.HasPrefix(stderr, "error: dist is being written by ") || !strings.Contains(stderr, "wait for that run to end") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	cmd.Process.Signal(syscall.SIGINT)
	if code := exitOf(cmd.Wait()); code != exitInterrupted {
		t.Errorf("the first run: exit %d", code)
	}
	if left, _ := filepath.Glob("dist/.refolio*"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if err := os.WriteFile("a.txt", []byte("Now all is well.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := (world{}).run("build"); code != 0 {
		t.Errorf("exit %d, %s", code, stderr)
	}
}

func TestLimitsOfTheManifest(t *testing.T) {
	t.Chdir(t.TempDir())
	unpack(t, `-- manifest.yaml --
version: 1
limits: {time: 1s, memory: 300 MB}
documents: [good.txt, hang.txt, greedy.txt, bottomless.txt]
outputs: [markdown]
-- good.txt --
A good text.
-- hang.txt --
This will hang.
-- greedy.txt --
This is greedy.
`)
	if err := os.WriteFile("bottomless.txt", []byte("This is bottomless.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	_, stderr, code := (world{}).run("build", "hang")
	if code != exitFailed || !strings.Contains(stderr, "hang.txt: error: took longer than it may: 1s") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	_, stderr, _ = (world{}).run("build", "--timeout", "2m", "good", "greedy", "bottomless") // a flag is above the manifest
	for _, want := range []string{
		"greedy.txt: error: took more memory than it may: 300 MB",
		"bottomless.txt: bug: ",
		"made                    1",
	} {
		if !strings.Contains(stderr, want) {
			t.Errorf("it does not say %q:\n%s", want, stderr)
		}
	}
	if _, err := os.Stat("dist/good.md"); err != nil {
		t.Error(err)
	}
}

func TestCacheCommand(t *testing.T) {
	t.Chdir(t.TempDir())
	unpack(t, "-- manifest.yaml --\nversion: 1\ndocuments: [a.txt]\noutputs: [markdown, pdf]\n-- a.txt --\nA text.\n")
	w := world{env: map[string]string{"HOME": t.TempDir()}}
	w.run("build", "-q")
	stdout, _, code := w.run("cache")
	if code != 0 || !strings.Contains(stdout, "/refolio: 3 entries, ") {
		t.Errorf("exit %d, %s", code, stdout)
	}
	if _, stderr, code := w.run("cache", "prune", "--max-size", "1kB"); code != 0 || !strings.HasPrefix(stderr, "removed ") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	if _, stderr, code := w.run("cache", "prune", "--all"); code != 0 || !strings.HasSuffix(stderr, "left: 0 entries, 0 bytes\n") {
		t.Errorf("exit %d, %s", code, stderr)
	}
	if _, stderr, code := w.run("build"); code != 0 || !strings.Contains(stderr, "made                    1") {
		t.Errorf("after all is gone: exit %d, %s", code, stderr)
	}
	objects, err := filepath.Glob(filepath.Join(w.env["HOME"], "*", "refolio", "objects", "*", "*"))
	if err != nil || len(objects) == 0 {
		objects, err = filepath.Glob(filepath.Join(w.env["HOME"], ".cache", "refolio", "objects", "*", "*"))
	}
	if err != nil || len(objects) != 3 {
		t.Fatalf("%v, %v", objects, err)
	}
	for _, path := range objects {
		if err := errors.Join(os.Truncate(path, 40), os.RemoveAll("dist")); err != nil {
			t.Fatal(err)
		}
	}
	if _, stderr, code := w.run("build"); code != 0 || !strings.Contains(stderr, "the cache was damaged: ") {
		t.Errorf("a damaged cache: exit %d, %s", code, stderr)
	}
}
