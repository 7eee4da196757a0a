package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/refolio/refolio/pipeline/manifest"
)

// MaxInput is how many bytes a source may have if nothing else is said.
const MaxInput = 256 << 20

// Stdin is the Source of a job that reads standard input.
const Stdin = "-"

// ReadFile reads the regular file path of at most limit bytes; 0 stands for
// MaxInput. A file that is too large is refused before it is read, and a
// file that changes while it is read is refused too: half of what it was and
// half of what it became is no text of anybody's. The message of an error
// does not name the file.
func ReadFile(path string, limit int64) ([]byte, error) {
	data, _, err := readFile(path, limit)
	return data, err
}

// readFile is ReadFile, and tells how to recognize the file that was read.
func readFile(path string, limit int64) ([]byte, stamp, error) {
	if limit == 0 {
		limit = MaxInput
	}
	// Opening a pipe waits for its writer, hence the look beforehand; the one
	// afterwards is for what took the file's place in the meantime.
	info, err := os.Stat(path)
	if err != nil {
		return nil, absent, reason(err)
	}
	if err := readable(info, limit); err != nil {
		return nil, absent, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|nonBlocking, 0)
	if err != nil {
		return nil, absent, reason(err)
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, absent, reason(err)
	}
	if err := readable(info, limit); err != nil {
		return nil, absent, err
	}
	data, err := readUnchanged(f, info)
	return data, settled(newStamp(info), time.Now()), err
}

// readUnchanged reads f, which was as info says when it was opened.
func readUnchanged(f *os.File, info os.FileInfo) ([]byte, error) {
	data := make([]byte, info.Size())
	n, err := io.ReadFull(f, data)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return nil, reason(err)
	}
	now, err := f.Stat()
	if err != nil {
		return nil, reason(err)
	}
	if n < len(data) || now.Size() != info.Size() || !now.ModTime().Equal(info.ModTime()) {
		return nil, errors.New("the file changed while it was read; run again when nothing writes to it")
	}
	return data, nil
}

// readable reports as an error why a file can't be a source.
func readable(info os.FileInfo, limit int64) error {
	switch {
	case info.IsDir():
		return errors.New("is a folder, not a file")
	case !info.Mode().IsRegular():
		return fmt.Errorf("is %s, not a regular file; to read from a pipe, use - for standard input", kind(info.Mode()))
	case info.Size() > limit:
		return tooLarge(limit)
	}
	return nil
}

func kind(mode os.FileMode) string {
	switch {
	case mode&os.ModeNamedPipe != 0:
		return "a pipe"
	case mode&os.ModeSocket != 0:
		return "a socket"
	case mode&os.ModeDevice != 0:
		return "a device"
	}
	return "something else"
}

func tooLarge(limit int64) error {
	return fmt.Errorf("is larger than the limit of %s for a source; split it, or raise the limit (--max-input, or limits.input in the manifest)", manifest.Size(limit))
}

// ReadAll reads r to its end, but no more than limit bytes (0 stands for
// MaxInput), and stops waiting for it when ctx ends.
func ReadAll(ctx context.Context, r io.Reader, limit int64) ([]byte, error) {
	if limit == 0 {
		limit = MaxInput
	}
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1) // so that the reader never hangs on a receiver that has left
	go func() {
		var buffer bytes.Buffer
		_, err := io.Copy(&buffer, io.LimitReader(r, limit+1))
		done <- result{buffer.Bytes(), err}
	}()
	select {
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case got := <-done:
		if got.err != nil {
			return nil, reason(got.err)
		}
		if int64(len(got.data)) > limit {
			return nil, tooLarge(limit)
		}
		return got.data, nil
	}
}

// reason is what went wrong, without the operation and the file's name, which
// the caller knows.
func reason(err error) error {
	var pathErr *os.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
