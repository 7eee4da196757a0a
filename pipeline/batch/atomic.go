package batch

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Temporary files are named tempPrefix + random letters + tempSuffix, in the
// folder of the file that they are to become, so that the rename never
// crosses a border between disks.
const (
	tempPrefix = ".refolio-"
	tempSuffix = ".tmp"
)

// WriteFile makes the file path out of what write writes, whole or not at
// all: until everything is safely on the disk under another name, the file
// that was there before stays as it is. It is the only way in which refolio
// makes files in an output folder.
//
// A symbolic link at path is replaced, its target untouched. The folder of
// path must exist. If write fails or panics, nothing is left behind.
func WriteFile(path string, write func(io.Writer) error) error {
	return writeFile(osDisk{}, path, write)
}

// disk is what writing a file needs of the file system, so that a test can
// put one in its place that fails.
type disk interface {
	// create makes the file path, which must not exist, and marks it as being
	// in use until unlock is called.
	create(path string) (f diskFile, unlock func(), err error)
	rename(from, to string) error
	remove(path string) error
	syncFolder(path string) error
}

type diskFile interface {
	io.Writer
	Sync() error
	Close() error
}

func writeFile(d disk, path string, write func(io.Writer) error) (err error) {
	temp := tempName(filepath.Dir(path))
	f, unlock, err := d.create(temp)
	if err != nil {
		return fmt.Errorf("make a file in %s: %w", filepath.Dir(path), cause(err))
	}
	defer unlock()
	closed, renamed := false, false
	defer func() { // also when write panics
		if !closed {
			f.Close()
		}
		if !renamed {
			d.remove(temp)
		}
	}()
	if err := fill(f, write); err != nil {
		return fmt.Errorf("write %s: %w", path, cause(err))
	}
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write %s: %w", path, cause(err))
	}
	closed = true
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", path, cause(err))
	}
	if err := d.rename(temp, path); err != nil {
		return fmt.Errorf("replace %s: %w", path, cause(err))
	}
	renamed = true
	if err := d.syncFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("write %s: %w", path, cause(err))
	}
	return nil
}

// fill lets write write to f through a buffer. A writer that swallows an error
// of f's does not get away with it: a buffer that failed once fails for ever.
func fill(f io.Writer, write func(io.Writer) error) error {
	buffer := bufio.NewWriterSize(f, 64<<10)
	if err := write(buffer); err != nil {
		return err
	}
	return buffer.Flush()
}

// cause takes the name of our temporary file out of an error: it means
// nothing to the user, and it changes from run to run.
func cause(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) && isTemp(filepath.Base(pathErr.Path)) {
		return pathErr.Err
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) && isTemp(filepath.Base(linkErr.Old)) {
		return linkErr.Err
	}
	return err
}

func tempName(dir string) string {
	return filepath.Join(dir, tempPrefix+rand.Text()+tempSuffix)
}

func isTemp(name string) bool {
	return strings.HasPrefix(name, tempPrefix) && strings.HasSuffix(name, tempSuffix) &&
		len(name) > len(tempPrefix)+len(tempSuffix)
}

// PrepareFolder makes the folder dir, and its parents, if it isn't there,
// proves that files can be made in it, and removes the temporary files that a
// killed run left in it. Those of a run that is at work are let be.
func PrepareFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("make the output folder %s: %w", dir, reason(err))
	}
	probe := tempName(dir)
	f, unlock, err := osDisk{}.create(probe)
	if err != nil {
		return fmt.Errorf("make a file in the output folder %s: %w", dir, cause(err))
	}
	f.Close()
	os.Remove(probe)
	unlock()
	return removeStale(dir)
}

func removeStale(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("read the output folder: %w", err)
	}
	for _, e := range entries {
		if path := filepath.Join(dir, e.Name()); isTemp(e.Name()) && e.Type().IsRegular() && abandoned(path) {
			os.Remove(path) // if it can't be removed, it does no harm
		}
	}
	return nil
}

// osDisk is the disk of the operating system.
type osDisk struct{}

func (osDisk) create(path string) (diskFile, func(), error) {
	for {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if err != nil {
			return nil, nil, err
		}
		unlock, err := lockTemp(path)
		if err == nil {
			return f, unlock, nil
		}
		f.Close()
		os.Remove(path)
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, nil, err
		}
		// Another run was tidying up and took the file for a stale one in the
		// moment before it was locked.
	}
}

func (osDisk) rename(from, to string) error { return os.Rename(from, to) }
func (osDisk) remove(path string) error     { return os.Remove(path) }

// syncFolder makes a rename in the folder path last. Not every system can do
// that, and those that can't need not.
func (osDisk) syncFolder(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer d.Close()
	if err := d.Sync(); err != nil && diskFull(err) {
		return err
	}
	return nil
}
