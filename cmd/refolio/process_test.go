//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/finding"
)

// start starts refolio, with the formats of the tests, as a process in the
// working folder.
func start(t *testing.T, stdin io.Reader, stderr io.Writer, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), "REFOLIO_TEST_PROCESS=1")
	cmd.Stdin, cmd.Stderr = stdin, stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	return cmd
}

func exitOf(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return 0
}

func TestSignals(t *testing.T) {
	for _, test := range []struct {
		signal syscall.Signal
		code   int
		want   string
	}{
		{syscall.SIGINT, 130, "interrupted: "},
		{syscall.SIGTERM, 143, "terminated: "},
		{syscall.SIGHUP, 143, "terminated: "},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		var stderr bytes.Buffer
		cmd := start(t, r, &stderr, "convert", "-")
		r.Close()
		// A pipe holds less than this: when all is written, the program is
		// reading, and the input does not end.
		if _, err := w.Write(bytes.Repeat([]byte("text\n"), 1<<18)); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(test.signal); err != nil {
			t.Fatal(err)
		}
		if code := exitOf(cmd.Wait()); code != test.code || !strings.Contains(stderr.String(), test.want) {
			t.Errorf("%v: exit %d, %q", test.signal, code, stderr.String())
		}
		w.Close()
	}
}

// hanging starts a build that hangs in the middle of writing dist/a.md, and
// returns when it does. When worker ends, the process that hangs is gone, too.
func hanging(t *testing.T) (cmd *exec.Cmd, worker *bufio.Reader) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"manifest.yaml": "version: 1\ndocuments: [a.txt]\noutputs: [markdown]\n",
		"a.txt":         "Here the program will hang for ever.\n",
		"dist/a.md":     "old",
	} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o777), os.WriteFile(name, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes with names here")
	}
	t.Setenv("REFOLIO_TEST_HANG", pipe)
	cmd = start(t, nil, nil, "build")
	r, err := os.Open(pipe) // waits for the writer
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	worker = bufio.NewReader(r)
	if line, err := worker.ReadString('\n'); line != "hanging\n" {
		t.Fatalf("%q, %v", line, err)
	}
	return cmd, worker
}

func TestKilledRunLeavesTheOldFileAndTheNextRunTidiesUp(t *testing.T) {
	cmd, worker := hanging(t)
	cmd.Process.Kill()
	cmd.Wait()
	if line, err := worker.ReadString('\n'); err != io.EOF {
		t.Fatalf("the worker outlives its run: %q, %v", line, err)
	}
	left, err := filepath.Glob("dist/.refolio-*.tmp")
	if err != nil || len(left) != 1 {
		t.Fatalf("temporary files: %v, %v", left, err)
	}
	if err := untilUnlocked(left[0]); err != nil {
		t.Fatal(err)
	}
	if old, _ := os.ReadFile("dist/a.md"); string(old) != "old" {
		t.Errorf("the old file: %q", old)
	}
	if err := os.WriteFile("a.txt", []byte("Now all is well again.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, stderr, code := (world{}).run("build"); code != 0 {
		t.Errorf("exit %d, %s", code, stderr)
	}
	entries, _ := os.ReadDir("dist")
	if len(entries) != 4 { // the edition, the report, its page, and the list of files
		t.Errorf("left in dist: %v", entries)
	}
	if made, _ := os.ReadFile("dist/a.md"); !strings.Contains(string(made), "all is well") {
		t.Errorf("the new file: %q", made)
	}
}

// untilUnlocked waits until nobody holds the lock of a file.
func untilUnlocked(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
}

func TestSecondSignalEndsAtOnce(t *testing.T) {
	cmd, _ := hanging(t)
	// The format hangs and heeds no context, so that only the second signal,
	// whenever it comes, can end the program.
	ended := make(chan error)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if code := exitOf(err); code != exitInterrupted {
				t.Errorf("exit %d", code)
			}
			return
		default:
			cmd.Process.Signal(syscall.SIGINT)
			runtime.Gosched()
		}
	}
}

// brokenPipe is a standard output whose reader has gone away.
type brokenPipe struct{ err error }

func (b brokenPipe) Write([]byte) (int, error) { return 0, b.err }

func TestStandardOutputFails(t *testing.T) {
	t.Chdir(t.TempDir())
	bad := "«Bad» – voilà \xff " + strings.Repeat("and a long text after it ", 10)
	if err := os.WriteFile("bad.txt", []byte(bad), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		err     error
		args    string
		code    int
		message string
	}{
		{syscall.EPIPE, "convert --fail-on never bad.txt", 0, ""},
		{syscall.EPIPE, "check -q bad.txt", 1, ""},
		{syscall.EPIPE, "version", 0, ""},
		{syscall.ENOSPC, "convert --fail-on never bad.txt", 3, "bad.txt: error: write markdown: no space left on device\n"},
		{syscall.ENOSPC, "check -q bad.txt", 3, "error: write to standard output: no space left on device\n"},
		{syscall.ENOSPC, "version", 3, "error: write to standard output: no space left on device\n"},
		{syscall.EPIPE, "build --help", 0, ""},
		{syscall.ENOSPC, "build --help", 3, "error: write to standard output: no space left on device\n"},
		{syscall.ENOSPC, "help", 3, "error: write to standard output: no space left on device\n"},
	} {
		_, stderr, code := world{stdout: brokenPipe{test.err}}.run(strings.Fields(test.args)...)
		if test.message == "" {
			stderr = strings.TrimPrefix(stderr, "bad.txt: 1 error (-v shows more)\n")
		}
		if code != test.code || !strings.Contains(stderr, test.message) || test.message == "" && stderr != "" {
			t.Errorf("%v, %s: exit %d, %q", test.err, test.args, code, stderr)
		}
	}
}

func TestExitCodeIsTheHighestBelow100(t *testing.T) {
	interrupted, cancel := context.WithCancelCause(context.Background())
	cancel(interrupt{os.Interrupt})
	terminated, cancel := context.WithCancelCause(context.Background())
	cancel(interrupt{syscall.SIGTERM})
	var (
		fine       = batch.Report{}
		doubtful   = batch.Report{Findings: []finding.Finding{{Severity: finding.Warning}}}
		damaged    = batch.Report{Findings: []finding.Finding{{Severity: finding.Error}}}
		failed     = batch.Report{Err: errors.New("failed")}
		bug        = batch.Report{Err: errors.Join(errors.New("failed"), &batch.Panic{})}
		unfinished = batch.Report{Err: batch.ErrUnfinished}
	)
	usual := failOnErrors
	for _, test := range []struct {
		ctx     context.Context
		failOn  threshold
		want    int
		reports []batch.Report
	}{
		{context.Background(), usual, 0, nil},
		{context.Background(), usual, 0, []batch.Report{fine, doubtful}},
		{context.Background(), usual, 1, []batch.Report{fine, damaged}},
		{context.Background(), threshold{Threshold: finding.Threshold{Severity: finding.Info}}, 1, []batch.Report{doubtful}},
		{context.Background(), threshold{Threshold: finding.Threshold{Never: true}}, 0, []batch.Report{damaged}},
		{context.Background(), usual, 3, []batch.Report{failed, damaged}},
		{context.Background(), usual, 4, []batch.Report{bug, failed, damaged}},
		{interrupted, usual, 0, []batch.Report{fine}},
		{interrupted, usual, 130, []batch.Report{fine, unfinished}},
		{terminated, usual, 143, []batch.Report{unfinished}},
		{interrupted, usual, 3, []batch.Report{unfinished, failed}},
	} {
		if got := exitCode(verdict(test.ctx, test.reports, test.failOn)); got != test.want {
			t.Errorf("%+v: exit %d, want %d", test.reports, got, test.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"plain é 漢 🙂 �":         "plain é 漢 🙂 �",
		"a\nb\r\tc\x00\x7f":     `a\x0ab\x0d\x09c\x00\x7f`,
		"\x1b]52;c;aGk=\a":      `\x1b]52;c;aGk=\x07`,
		"a\u202eb\u2066c\u200f": `a\u202eb\u2066c\u200f`,
		"\u0085\u2028\u2029":    `\u0085\u2028\u2029`,
		"\xff\xc3(":             `\xff\xc3(`,
	} {
		if got := visible(in); got != want {
			t.Errorf("visible(%q) = %s, want %s", in, got, want)
		}
	}
}

// TestRealFormats builds with the formats that refolio has: every format of
// every document is there, and the same for any number of workers.
func TestRealFormats(t *testing.T) {
	t.Chdir(t.TempDir())
	manifest := "version: 1\ndefaults: {date: 2020-01-01, lang: en}\ndocuments: ['*.txt']\noutputs:\n"
	for _, f := range formats.All() {
		manifest += "  " + f.Name + ":\n"
	}
	files := map[string]string{
		"manifest.yaml": manifest,
		"a.txt":         "ONE\n\nThe first text has some words that fill a line or two of it, and then it\nends.\n",
		"b.txt":         strings.Repeat("The second text says the same again and again, as texts do that have nothing\nto say but must be long.\n\n", 50),
	}
	for name, text := range files {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	trees := make([]map[string]string, 2)
	for i, jobs := range []string{"1", "8"} {
		var stderr bytes.Buffer
		a := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr, getenv: func(string) string { return "" }, formats: formats.All()}
		if code := a.run(context.Background(), []string{"build", "--fail-on", "never", "-o", jobs, "-j", jobs}); code != 0 {
			t.Fatalf("exit %d: %s", code, stderr.String())
		}
		trees[i] = map[string]string{}
		for _, id := range []string{"a", "b"} {
			for _, f := range formats.All() {
				data, err := os.ReadFile(filepath.Join(jobs, id+"."+f.Ext()))
				if err != nil || len(data) == 0 {
					t.Errorf("%s as %s: %d bytes, %v", id, f.Name, len(data), err)
				}
				trees[i][id+f.Name] = string(data)
			}
		}
	}
	for name := range trees[0] {
		if trees[0][name] != trees[1][name] {
			t.Errorf("%s differs between -j 1 and -j 8", name)
		}
	}
}

func TestProgressIsForTerminalsOnly(t *testing.T) {
	var stderr bytes.Buffer
	a := &app{stderr: &stderr, getenv: func(string) string { return "" }}
	show := a.newDisplay(make([]batch.Job, 3))
	show.found(3, 100)
	show.start(1)
	show.ended(1, &batch.Report{Err: errors.New("failed")})
	show.finish()
	if stderr.Len() > 0 {
		t.Errorf("written to what is no terminal: %q", stderr.String())
	}
}

func TestProgressSaysHowFarItIs(t *testing.T) {
	jobs := []batch.Job{{ID: "a"}, {ID: "b\x1b[2J"}, {ID: "c", Source: "c.txt"}, {ID: "d"}}
	d := (&app{stderr: io.Discard, quiet: true}).newDisplay(jobs)
	d.found(4, 5_000_000)
	d.start(1)
	d.start(2)
	r := &batch.Report{Source: "c.txt", Err: errors.New("no text")}
	r.Made.Source.Size = 1_000_000
	d.ended(2, r)
	now := d.begun.Add(10 * time.Second)
	if got, want := d.line(now), "1 of 4 documents, 1.0 MB of 5.0 MB, 100 kB/s, 40s left, 1 failed"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	d.running[1] = d.begun.Add(-2 * time.Second)
	d.running[3] = d.begun
	want := []string{`at work: b\x1b[2J 12s, d 10s`, "1 failed, the last: c.txt: no text"}
	if got := d.below(now, 80); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := d.below(now, 12); !slices.Equal(got, []string{`at work: b\…`, "1 failed, t…"}) {
		t.Errorf("cut: %q", got)
	}
}

func TestInterruptedCommands(t *testing.T) {
	t.Chdir(t.TempDir())
	unpack(t, "-- a.txt --\nA line.\n-- manifest.yaml --\nversion: 1\ndocuments: [a.txt]\noutputs: {markdown: {}}\n")
	if _, stderr, code := (world{}).run("build"); code != exitFine {
		t.Fatalf("build: exit %d, %s", code, stderr)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(interrupt{os.Interrupt})
	for _, command := range []string{
		"build --no-cache", "build --no-cache --locked", "check a.txt", "convert -o b.md a.txt", "diff a.txt a.txt", "fix --line 1 a.txt title yes", "review a.txt", "verify",
	} {
		args := strings.Fields(command)
		var stderr bytes.Buffer
		a := &app{stdin: strings.NewReader(""), stdout: io.Discard, stderr: &stderr, getenv: func(string) string { return "" }, formats: testFormats(), self: testWorker}
		code := a.run(ctx, args)
		if code != exitInterrupted || !strings.Contains(stderr.String(), "interrupted") || strings.Contains(stderr.String(), "context") {
			t.Errorf("%s: exit %d, %s", command, code, &stderr)
		}
		if help, _, _ := (world{}).run(args[0], "--help"); !strings.Contains(help, "\n  130  interrupted") {
			t.Errorf("%s may be interrupted, and its help does not say so", args[0])
		}
	}
	for _, name := range []string{"b.md", "a.fixes.yaml"} {
		if _, err := os.Stat(name); err == nil {
			t.Errorf("an interrupted command has written %s", name)
		}
	}
}
