package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

var update = flag.Bool("update", false, "write what the commands print into testdata")

// TestMain lets a test start this program as a process of its own, see start.
func TestMain(m *testing.M) {
	if os.Getenv("REFOLIO_TEST_PROCESS") != "" {
		a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, formats: testFormats(), self: testWorker}
		os.Exit(a.run(interruptible(context.Background()), os.Args[1:]))
	}
	os.Exit(m.Run())
}

// testWorker returns a command that runs a worker with the formats of the tests.
func testWorker() *exec.Cmd {
	cmd := exec.Command(os.Args[0], "worker")
	cmd.Env = append(os.Environ(), "REFOLIO_TEST_PROCESS=1")
	return cmd
}

// testFormats are formats that write a document's title and words, the first
// as text, the second as if it was binary. Words in the text make them fail:
// "poison" by a panic, "unwritable" by an error, "bottomless" by a stack that
// overflows, "greedy" by taking memory without end; at "hang" they wait for ever.
func testFormats() []formats.Format {
	type options struct {
		Page string `yaml:"page"`
	}
	write := func(magic string) func(context.Context, io.Writer, *document.Document, any, func(finding.Finding)) error {
		return func(ctx context.Context, w io.Writer, doc *document.Document, o any, report func(finding.Finding)) error {
			fmt.Fprintf(w, "%s%s %v", magic, doc.Meta.Title, doc.Meta.Authors)
			if stamp := doc.Meta.Modified; !stamp.IsZero() {
				fmt.Fprintf(w, " %s", stamp.Format("2006-01-02"))
			}
			if o, ok := o.(*options); ok && o.Page != "" {
				fmt.Fprintf(w, " on %s", o.Page)
			}
			fmt.Fprintln(w)
			for b := range document.Leaves(doc.Blocks) {
				text := document.PlainText(b.Content)
				fmt.Fprintln(w, text)
				switch {
				case strings.Contains(text, "poison"):
					panic("poisoned\x1b[2J")
				case strings.Contains(text, "unwritable"):
					return errors.New("a letter can't be written\nerror: forged")
				case strings.Contains(text, "bottomless"):
					fmt.Fprint(w, bottomless(1))
				case strings.Contains(text, "greedy"):
					for hoard := [][]byte{}; ; {
						hoard = append(hoard, bytes.Repeat([]byte("x"), 1<<20))
					}
				case strings.Contains(text, "hang"):
					fmt.Fprint(w, strings.Repeat(text, 10_000)) // more than any buffer
					hang()
				}
				if strings.Contains(text, "☃") {
					report(finding.Finding{Code: "test/snowman", Severity: finding.Warning, Offset: -1, Message: "the font has no snowman"})
				}
			}
			return nil
		}
	}
	newOptions := func() any { return new(options) }
	return []formats.Format{
		{Name: "markdown", Short: "md", MediaType: "text/markdown", NewOptions: newOptions, Write: write("")},
		{Name: "pdf", Short: "pdf", MediaType: "application/pdf", NewOptions: newOptions, Write: write("%PDF ")},
	}
}

// bottomless calls itself until the stack is full.
//
//lint:ignore SA5007 that is what it is for
func bottomless(n int) int { return bottomless(n+1) + n }

// hang waits for ever. If there is a pipe of the name in REFOLIO_TEST_HANG, its
// reader sees when that begins, and when the process ends.
func hang() {
	if name := os.Getenv("REFOLIO_TEST_HANG"); name != "" {
		pipe, err := os.OpenFile(name, os.O_WRONLY, 0)
		if err == nil {
			defer pipe.Close()
			fmt.Fprintln(pipe, "hanging")
		}
	}
	for {
		time.Sleep(time.Hour)
	}
}

// world is what a command sees of the world in a test.
type world struct {
	stdin  string
	env    map[string]string
	stdout io.Writer // instead of what run returns
}

// run runs a command in the working folder.
func (w world) run(args ...string) (stdout, stderr string, code int) {
	var out, errs bytes.Buffer
	a := &app{
		stdin: strings.NewReader(w.stdin), stdout: &out, stderr: &errs,
		getenv: func(name string) string { return w.env[name] }, formats: testFormats(), self: testWorker,
	}
	if w.stdout != nil {
		a.stdout = w.stdout
	}
	code = a.run(context.Background(), args)
	return out.String(), errs.String(), code
}

// TestTranscripts runs the commands in testdata/*.txt and compares what they
// print. Such a file is a number of sections that begin with a line
//
//	-- name --
//
// Each is a file for the commands to work on, of which "\x" stands for the
// byte of that number, save the last, "transcript". It holds commands, each
// with what it prints and its exit code:
//
//	$ SOURCE_DATE_EPOCH=0 refolio convert - < a.txt
//	stdout | A line.
//	stderr | A line.
//	exit 1
//
// A command is words between blanks, with no quoting. "cat FILE" and "ls DIR"
// show what is there, "cp FROM TO" and "rm FILE" change it.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			path, err := filepath.Abs(file)
			if err != nil {
				t.Fatal(err)
			}
			head, wanted, ok := strings.Cut(string(data), "-- transcript --\n")
			if !ok {
				t.Fatal("no transcript")
			}
			t.Chdir(t.TempDir())
			unpack(t, head)
			got := replay(t, wanted)
			if *update {
				if err := os.WriteFile(path, []byte(head+"-- transcript --\n"+got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != wanted {
				t.Errorf("%s\nIf that is right: go test ./cmd/refolio -update", firstDifference(file, got, head, wanted))
			}
		})
	}
}

// firstDifference shows where a transcript is not as it was.
func firstDifference(file, got, head, want string) string {
	line := strings.Count(head, "\n") + 2
	for {
		gotLine, gotRest, more1 := strings.Cut(got, "\n")
		wantLine, wantRest, more2 := strings.Cut(want, "\n")
		if gotLine != wantLine || !more1 || !more2 {
			return fmt.Sprintf("%s:%d:\n got %s\nwant %s", file, line, gotLine, wantLine)
		}
		got, want, line = gotRest, wantRest, line+1
	}
}

// unpack writes the files of an archive into the working folder.
func unpack(t *testing.T, archive string) {
	t.Helper()
	for section := range strings.SplitSeq("\n"+archive, "\n-- ") {
		name, text, ok := strings.Cut(section, " --\n")
		if !ok {
			continue // what stands above the first file is a comment
		}
		if text != "" {
			text += "\n"
		}
		text, err := strconv.Unquote(`"` + strings.NewReplacer("\n", `\n`, `"`, `\"`).Replace(text) + `"`)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if name, err = strconv.Unquote(`"` + name + `"`); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// replay runs the commands of a transcript and returns the transcript.
func replay(t *testing.T, transcript string) string {
	t.Helper()
	var sb strings.Builder
	for line := range strings.Lines(transcript) {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			if strings.HasPrefix(line, "#") || line == "\n" {
				sb.WriteString(line)
			}
			continue
		}
		sb.WriteString(line)
		stdout, stderr, code := perform(t, strings.Fields(command))
		for l := range strings.Lines(stdout) {
			sb.WriteString(strings.TrimSpace("stdout | "+l) + "\n")
		}
		for l := range strings.Lines(stderr) {
			sb.WriteString(strings.TrimSpace("stderr | "+l) + "\n")
		}
		if code != 0 {
			fmt.Fprintf(&sb, "exit %d\n", code)
		}
	}
	return sb.String()
}

func perform(t *testing.T, words []string) (stdout, stderr string, code int) {
	t.Helper()
	w := world{env: map[string]string{}}
	for len(words) > 0 && strings.Contains(words[0], "=") {
		name, value, _ := strings.Cut(words[0], "=")
		w.env[name], words = value, words[1:]
	}
	if n := len(words); n > 2 && words[n-2] == "<" {
		data, err := os.ReadFile(words[n-1])
		if err != nil {
			t.Fatal(err)
		}
		w.stdin, words = string(data), words[:n-2]
	}
	for i := range words {
		if unquoted, err := strconv.Unquote(`"` + words[i] + `"`); err == nil {
			words[i] = unquoted
		}
	}
	switch words[0] {
	case "refolio":
		return w.run(words[1:]...)
	case "cat":
		data, err := os.ReadFile(words[1])
		if err != nil {
			return "", "no file\n", 1
		}
		return string(data), "", 0
	case "cp":
		data, err := os.ReadFile(words[1])
		if err == nil {
			err = os.WriteFile(words[2], data, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
		return "", "", 0
	case "rm":
		if err := os.Remove(words[1]); err != nil {
			t.Fatal(err)
		}
		return "", "", 0
	case "ls":
		entries, err := os.ReadDir(words[1])
		if err != nil {
			return "", "no folder\n", 1
		}
		for _, e := range entries {
			stdout += e.Name() + "\n"
		}
		return stdout, "", 0
	}
	t.Fatalf("unknown command %q", words[0])
	return "", "", 0
}
