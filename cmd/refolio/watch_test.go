//go:build unix

package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// watching is a `refolio watch` at work.
type watching struct {
	t     *testing.T
	cmd   *exec.Cmd
	lines *bufio.Scanner
}

// watchTexts starts to watch a folder with two texts.
func watchTexts(t *testing.T, args ...string) *watching {
	t.Helper()
	t.Chdir(t.TempDir())
	save(t, "manifest.yaml", "version: 1\ndocuments: [texts/**/*.txt]\noutputs: [markdown]\n")
	save(t, "texts/a.txt", "The first text.\n")
	save(t, "texts/deep/b.txt", "The second text.\n")
	r, w := io.Pipe()
	watch := &watching{t, start(t, nil, w, append([]string{"watch"}, args...)...), bufio.NewScanner(r)}
	watch.until("waiting for changes")
	return watch
}

func save(t *testing.T, name, text string) {
	t.Helper()
	temp := filepath.Join(filepath.Dir(name), "."+filepath.Base(name)+".new") // as editors do
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(temp, []byte(text), 0o666), os.Rename(temp, name)); err != nil {
		t.Fatal(err)
	}
}

// until reads what is said up to a line that begins with start, and returns it.
func (w *watching) until(start string) (said string) {
	w.t.Helper()
	for w.lines.Scan() {
		said += w.lines.Text() + "\n"
		if strings.HasPrefix(w.lines.Text(), start) {
			return said
		}
	}
	w.t.Fatalf("it never said %q, but\n%s", start, said)
	return ""
}

// untilHolds reads on until a file has what is wanted when it waits for
// changes, and returns what was said: one change may be seen as two, so that it
// waits once more before.
func (w *watching) untilHolds(path, want string) (said string) {
	w.t.Helper()
	for {
		said += w.until("waiting for changes")
		if data, err := os.ReadFile(path); err == nil && strings.Contains(string(data), want) {
			return said
		}
	}
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), want) {
		t.Errorf("%s: %q, %v; want %q", path, data, err, want)
	}
}

func TestWatch(t *testing.T) {
	for _, args := range [][]string{nil, {"--poll", "20ms"}} {
		w := watchTexts(t, args...)
		holds(t, "dist/a.md", "The first text.")
		save(t, "texts/a.txt", "The first text is another one.\n")
		if said := w.untilHolds("dist/a.md", "another one"); !strings.Contains(said, "changed: texts/a.txt\n") {
			t.Errorf("%v: a text changed:\n%s", args, said)
		}
		save(t, "texts/deep/c.txt", "A third text.\n")
		w.untilHolds("dist/c.md", "A third text.")
		save(t, "manifest.yaml", "version: 1\ndocuments: [texts/**/*.txt]\noutputs: [markdwon]\n")
		for said := ""; !strings.Contains(said, `did you mean "markdown"?`); {
			said = w.until("waiting for changes")
		}
		save(t, "manifest.yaml", "version: 1\ndocuments: [texts/**/*.txt]\noutputs: [markdown, pdf]\n")
		w.untilHolds("dist/b.pdf", "The second text.")
		if err := w.cmd.Process.Signal(syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		go func() {
			for w.lines.Scan() {
			}
		}()
		if code := exitOf(w.cmd.Wait()); code != 0 {
			t.Errorf("%v: exit %d", args, code)
		}
	}
}

// Where the output folder is the manifest's own, what is read matters and
// nothing else.
func TestWatchedInTheOutputFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	save(t, "manifest.yaml", "version: 1\noutput: .\ndocuments: [a.txt]\noutputs: [markdown]\n")
	save(t, "a.txt", "A text.\n")
	jobs, m, output, err := (&app{formats: testFormats(), getenv: func(string) string { return "" }}).plan(buildOptions{manifest: "manifest.yaml"})
	if err != nil {
		t.Fatal(err)
	}
	w := newWatched(jobs, m, output)
	for path, want := range map[string]bool{"a.txt": true, "a.txt.fixes.yaml": true, "manifest.yaml": true, "a.md": false, "report.json": false, ".refolio.files": false} {
		if got := w.matters(path); got != want {
			t.Errorf("%s matters: %v", path, got)
		}
	}
}

func TestWatchNeedsAManifestToBeginWith(t *testing.T) {
	t.Chdir(t.TempDir())
	if _, stderr, code := (world{}).run("watch"); code != exitUsage || !strings.Contains(stderr, "there is no manifest") {
		t.Errorf("exit %d, %s", code, stderr)
	}
}
