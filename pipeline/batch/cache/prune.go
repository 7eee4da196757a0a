package cache

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Usage is what a cache holds.
type Usage struct {
	Entries int
	Bytes   int64 // of all files, what runs remember included
}

// Limits say what may stay in a cache. The zero Limits let everything stay.
type Limits struct {
	Size   int64         // in bytes, if not 0: those used last stay
	Unused time.Duration // if not 0: what has not been used for so long goes
	All    bool          // nothing stays
}

// file is a file in the cache.
type file struct {
	path  string
	size  int64
	used  time.Time
	entry bool // not what a run remembers, nor something half-made
}

// abandoned is how old a file must be that somebody may still be writing.
const abandoned = time.Hour

// Usage returns what the cache holds.
func (c *Cache) Usage() (Usage, error) {
	files, err := c.files()
	return usage(files), err
}

func usage(files []file) (u Usage) {
	for _, f := range files {
		u.Bytes += f.size
		if f.entry {
			u.Entries++
		}
	}
	return u
}

// Prune removes what may not stay, the longest unused first, and returns what
// is gone and what is left.
func (c *Cache) Prune(l Limits) (gone, left Usage, err error) {
	files, err := c.files()
	if err != nil {
		return gone, left, err
	}
	slices.SortFunc(files, func(a, b file) int {
		return cmp.Or(a.used.Compare(b.used), cmp.Compare(a.path, b.path))
	})
	rest := usage(files).Bytes
	now := time.Now()
	var removed, kept []file
	var errs []error
	for _, f := range files {
		if !l.goes(f, rest, now) {
			kept = append(kept, f)
			continue
		}
		if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, fmt.Errorf("prune the cache: %w", err))
			kept = append(kept, f)
			continue
		}
		rest -= f.size
		removed = append(removed, f)
	}
	return usage(removed), usage(kept), errors.Join(errs...)
}

// goes reports whether f may not stay in a cache of now size bytes.
func (l *Limits) goes(f file, size int64, now time.Time) bool {
	age := now.Sub(f.used)
	if strings.HasPrefix(filepath.Base(f.path), tempPrefix) {
		return age > abandoned
	}
	return l.All || l.Unused > 0 && age > l.Unused || l.Size > 0 && size > l.Size
}

// files lists the files of the cache. Another process may be pruning it.
func (c *Cache) files() (files []file, err error) {
	for _, part := range []string{"objects", "state"} {
		err := filepath.WalkDir(filepath.Join(c.dir, part), func(path string, d fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			info, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			files = append(files, file{
				path: path, size: info.Size(), used: info.ModTime(),
				entry: part == "objects" && !strings.HasPrefix(d.Name(), tempPrefix),
			})
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("look through the cache: %w", err)
		}
	}
	return files, nil
}

// The times of [Cache.Tidy].
const (
	tidyEvery = 24 * time.Hour
	tidyAfter = 60 * 24 * time.Hour
)

// Tidy removes what has not been used for two months. It looks once a day at
// most, so that a run may always call it.
func (c *Cache) Tidy() error {
	mark := filepath.Join(c.dir, "tidied")
	info, err := os.Stat(mark)
	if err == nil && time.Since(info.ModTime()) < tidyEvery {
		return nil
	}
	if _, err := os.Stat(c.dir); err != nil {
		return nil // nothing was ever put
	}
	if err := os.WriteFile(mark, nil, 0o666); err != nil {
		return nil // who can't write this can't remove anything
	}
	if err := os.Chtimes(mark, time.Time{}, time.Now()); err != nil {
		return nil
	}
	_, _, err = c.Prune(Limits{Unused: tidyAfter})
	return err
}
