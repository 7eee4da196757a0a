package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/refolio/refolio/pipeline/batch"
	"github.com/refolio/refolio/pipeline/manifest"
)

// sentry tells when something changes in folders.
type sentry interface {
	// see makes it watch w, from now on and instead of what it watched.
	see(w *watched) error
	// wait waits for a change since see and returns what changed, or nothing if
	// ctx ends.
	wait(ctx context.Context) (path string, err error)
	close()
}

// newSentry returns a sentry that looks every poll, or, if that is 0, is told
// by the system.
func newSentry(poll time.Duration) (sentry, error) {
	if poll > 0 {
		return &looker{poll: poll}, nil
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("watch folders: %w; --poll 2s does without", err)
	}
	return &listener{watcher: w}, nil
}

// watched are folders in which a change matters.
type watched struct {
	folders []string
	files   map[string]bool // that are read; by their absolute paths
	output  string          // the folder in which nothing else matters
}

// newWatched returns the folders of all that a build reads, and those in which
// globs look for texts.
func newWatched(jobs []batch.Job, m *manifest.Manifest, output string) *watched {
	w := &watched{output: absolute(output), files: map[string]bool{}}
	seen := map[string]bool{}
	add := func(dir string) {
		if !seen[dir] {
			seen[dir] = true
			w.folders = append(w.folders, dir)
		}
	}
	read := func(file string) {
		add(filepath.Dir(file))
		w.files[absolute(file)] = true
	}
	for _, file := range append(slices.Clone(m.Files), m.Path) {
		read(file)
	}
	for i := range jobs {
		read(jobs[i].Source)
		for _, file := range jobs[i].Files() {
			read(file)
		}
	}
	for _, dir := range m.Folders {
		w.below(dir, add)
	}
	slices.Sort(w.folders)
	return w
}

// below adds dir and the folders in it in which globs look.
func (w *watched) below(dir string, add func(string)) {
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return nil // what can't be read can't be watched
		}
		if path != dir && strings.HasPrefix(d.Name(), ".") || w.isOutput(path) {
			return fs.SkipDir
		}
		add(path)
		return nil
	})
}

// absolute is path from the root, or as it is if there is no working folder.
func absolute(path string) string {
	if full, err := filepath.Abs(path); err == nil {
		return full
	}
	return path
}

// isOutput reports whether path is the output folder or lies in it.
func (w *watched) isOutput(path string) bool {
	rel, err := filepath.Rel(w.output, absolute(path))
	return err == nil && filepath.IsLocal(rel)
}

// matters reports whether a change of the file path may change an edition.
// Hidden files are what editors and versioning keep for themselves. What is read
// may lie in the output folder, as where that is the manifest's own.
func (w *watched) matters(path string) bool {
	return w.files[absolute(path)] || !strings.HasPrefix(filepath.Base(path), ".") && !strings.HasSuffix(path, "~") && !w.isOutput(path)
}

// listener is a sentry that the system tells.
type listener struct {
	watcher *fsnotify.Watcher
	watched *watched
}

// calm is how long nothing must have changed before a change is told: who saves
// several files shall get one build.
const calm = 150 * time.Millisecond

func (l *listener) see(w *watched) error {
	l.watched = w
	known := l.watcher.WatchList()
	for _, dir := range w.folders {
		if slices.Contains(known, dir) {
			continue
		}
		if err := l.watcher.Add(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("watch %s: %w", dir, err)
		}
	}
	return nil
}

func (l *listener) wait(ctx context.Context) (string, error) {
	changed := ""
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return "", nil
		case <-quiet:
			return changed, nil
		case err := <-l.watcher.Errors:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				return "", fmt.Errorf("watch folders: %w", err)
			}
			changed, quiet = "a great deal", time.After(calm)
		case e := <-l.watcher.Events:
			if e.Op == fsnotify.Chmod || !l.watched.matters(e.Name) {
				continue
			}
			if changed == "" {
				changed = e.Name
			}
			quiet = time.After(calm)
		}
	}
}

func (l *listener) close() { l.watcher.Close() }

// looker is a sentry that compares the folders with what they were.
type looker struct {
	poll    time.Duration
	watched *watched
	before  map[string]look
}

// look is what a directory entry tells of a file.
type look struct {
	size int64
	time time.Time
}

func (l *looker) see(w *watched) error {
	l.watched, l.before = w, w.look()
	return nil
}

func (l *looker) wait(ctx context.Context) (string, error) {
	ticker := time.NewTicker(l.poll)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return "", nil
		case <-ticker.C:
		}
		if changed := difference(l.before, l.watched.look()); changed != "" {
			return changed, nil
		}
	}
}

func (l *looker) close() {}

// difference returns the first path, in their order, that is not as it was.
func difference(before, now map[string]look) string {
	var changed []string
	for path, entry := range now {
		if old, ok := before[path]; !ok || old != entry {
			changed = append(changed, path)
		}
	}
	for path := range before {
		if _, ok := now[path]; !ok {
			changed = append(changed, path)
		}
	}
	if len(changed) == 0 {
		return ""
	}
	return slices.Min(changed)
}

// look looks at all files that matter.
func (w *watched) look() map[string]look {
	list := map[string]look{}
	for _, dir := range w.folders {
		files, _ := os.ReadDir(dir) // one that is gone has none
		for _, f := range files {
			path := filepath.Join(dir, f.Name())
			if !w.matters(path) {
				continue
			}
			list[path] = look{}
			if info, err := f.Info(); err == nil && !f.IsDir() {
				list[path] = look{info.Size(), info.ModTime()}
			}
		}
	}
	return list
}
