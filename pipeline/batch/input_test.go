package batch

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte("twelve bytes"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path  string
		limit int64
		want  string // the text, or the error behind "!"
	}{
		{path, 0, "twelve bytes"},
		{path, 12, "twelve bytes"},
		{path, 11, "!is larger than the limit of 11 bytes"},
		{filepath.Dir(path), 0, "!is a folder"},
		{path + "x", 0, "!no such file"},
		{os.DevNull, 0, "!is a device, not a regular file"},
	} {
		data, err := ReadFile(test.path, test.limit)
		if want, fails := strings.CutPrefix(test.want, "!"); fails {
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), test.path) {
				t.Errorf("ReadFile(%s, %d): error %v, want %s", test.path, test.limit, err, want)
			}
		} else if err != nil || string(data) != want {
			t.Errorf("ReadFile(%s, %d) = %q, %v", test.path, test.limit, data, err)
		}
	}
}

func TestFileThatChangesIsRefused(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"grows":   func(path string) error { return os.WriteFile(path, []byte("longer than before"), 0o666) },
		"shrinks": func(path string) error { return os.Truncate(path, 2) },
	} {
		path := filepath.Join(t.TempDir(), "a.txt")
		if err := os.WriteFile(path, []byte("text"), 0o666); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		before, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		if err := change(path); err != nil {
			t.Fatal(err)
		}
		if data, err := readUnchanged(f, before); err == nil || !strings.Contains(err.Error(), "changed") {
			t.Errorf("%s: got %q, %v", name, data, err)
		}
	}
}

func TestReadAll(t *testing.T) {
	ctx := context.Background()
	if data, err := ReadAll(ctx, strings.NewReader("text"), 4); err != nil || string(data) != "text" {
		t.Errorf("got %q, %v", data, err)
	}
	endless := io.MultiReader(strings.NewReader("12345"), neverEnding{})
	if _, err := ReadAll(ctx, endless, 4); err == nil || !strings.Contains(err.Error(), "limit of 4 bytes") {
		t.Errorf("an endless input: %v", err)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	stop := errors.New("stop")
	cancel(stop)
	silent, _ := io.Pipe()
	if _, err := ReadAll(ctx, silent, 0); err != stop {
		t.Errorf("an input that never comes: %v", err)
	}
}

type neverEnding struct{}

func (neverEnding) Read(p []byte) (int, error) { return len(p), nil }
