package manifest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	slashpath "path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/fixes"
)

// paths resolves the names of files that stand in a manifest.
type paths struct {
	dir     string // the folder of the file in which the names stand
	root    string // the manifest's folder, as it was given
	real    string // root, absolute and without links
	outside bool   // files may lie outside root
}

func newPaths(dir string, outside bool) paths {
	real, err := filepath.Abs(dir)
	if err == nil {
		real = resolve(real)
	}
	return paths{dir: dir, root: dir, real: real, outside: outside}
}

// at returns p for the names that stand in a file of another folder.
func (p paths) at(dir string) paths {
	p.dir = dir
	return p
}

// matches reports whether pattern, which stands in a file of p's folder,
// matches the source, a path from the working folder. A pattern without a "/"
// matches the file's name in any folder.
func (p paths) matches(pattern, source string) bool {
	name, err := filepath.Rel(p.dir, source)
	if err != nil {
		return false
	}
	name = filepath.ToSlash(name)
	if !strings.Contains(pattern, "/") {
		name = slashpath.Base(name)
	}
	return doublestar.MatchUnvalidated(slashpath.Clean(pattern), name)
}

// join returns the path from the working folder of what the manifest calls name.
func (p paths) join(name string) string {
	name = filepath.FromSlash(name)
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(p.dir, name)
}

// literal reports an error if name looks as if something were to be put in
// its place: nothing is.
func literal(name string) error {
	switch {
	case name == "":
		return errors.New("is empty: name a file")
	case strings.Contains(name, "://"):
		return fmt.Errorf("%s is an address, not a path: nothing is fetched", quote(name))
	case strings.HasPrefix(name, "~"):
		return fmt.Errorf("%s: ~ does not stand for the home folder here: write the path in full", quote(name))
	case strings.Contains(name, "$"):
		return fmt.Errorf("%s: variables are not replaced here: write the path in full", quote(name))
	case strings.Contains(name, `\`):
		return fmt.Errorf(`%s: write "/" between folders, on every system`, quote(name))
	}
	return nil
}

// inside reports an error if what the manifest calls name lies outside its
// folder, as it is written or with links followed, and may not.
func (p paths) inside(name string) error {
	if p.outside {
		return nil
	}
	within, err := filepath.Rel(p.root, p.join(name))
	if err != nil || filepath.IsAbs(filepath.FromSlash(name)) || !filepath.IsLocal(within) {
		return fmt.Errorf("%s lies outside the manifest's folder: say \"outside: true\" at the top to allow that", quote(name))
	}
	absolute, err := filepath.Abs(p.join(name))
	if err != nil {
		return fmt.Errorf("find %s: %w", quote(name), err)
	}
	if rel, err := filepath.Rel(p.real, resolve(absolute)); err != nil || !filepath.IsLocal(rel) {
		return fmt.Errorf("%s leads outside the manifest's folder by a link: say \"outside: true\" at the top to allow that", quote(name))
	}
	return nil
}

// resolve follows the links in the absolute path, as far as it exists.
func resolve(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	// A dangling link exists by itself, and says where it leads.
	if target, err := os.Readlink(path); err == nil && !filepath.IsAbs(target) {
		return filepath.Join(resolve(filepath.Dir(path)), target)
	} else if err == nil {
		return filepath.Clean(target)
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(resolve(parent), filepath.Base(path))
	}
	return path
}

// isGlob reports whether name is a pattern. A file that exists is that file,
// whatever its name looks like.
func (p paths) isGlob(name string) bool {
	if !strings.ContainsAny(name, "*?[{") {
		return false
	}
	_, err := os.Lstat(p.join(name))
	return err != nil
}

// source reports an error if name can't be a document's source.
func (p paths) source(name string) error {
	if p.isGlob(name) {
		if !doublestar.ValidatePattern(name) {
			return fmt.Errorf("%s is no valid pattern: a bracket is not closed", quote(name))
		}
		return p.inside(name)
	}
	if p.join(name) == "-" {
		return errors.New("standard input can't be in a manifest: use `refolio convert -`")
	}
	if info, err := os.Stat(p.join(name)); err == nil && info.IsDir() && p.inside(name) == nil {
		return fmt.Errorf("%s is a folder: for the texts in it, write %s", quote(name), quote(slashpath.Join(name, "*.txt")))
	}
	return p.file(name)
}

// file reports an error if name is no regular file that the manifest may name.
func (p paths) file(name string) error {
	path := p.join(name)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := literal(name); err != nil {
			return err
		}
	}
	if err := p.inside(name); err != nil {
		return err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if target, err := os.Readlink(path); err == nil {
			return fmt.Errorf("%s is a link to %s, which is not there", quote(name), quote(target))
		}
		return fmt.Errorf("there is no file %s%s", quote(name), nearestFile(path))
	case err != nil:
		return fmt.Errorf("%s: %w", quote(name), bare(err))
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is not a regular file", quote(name))
	}
	return nil
}

// nearestFile suggests a file in the folder of path.
func nearestFile(path string) string {
	const most = 1000 // names; in a larger folder the search isn't worth its time
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return ""
	}
	defer d.Close()
	names, _ := d.Readdirnames(most)
	slices.Sort(names)
	if near := byhand.Nearest(filepath.Base(path), names); near != "" {
		return fmt.Sprintf(": did you mean %s?", quote(near))
	}
	return ""
}

// glob returns the files that match pattern, as paths that begin like the
// manifest's, in the order of their names.
func (p paths) glob(pattern string) ([]string, error) {
	base, rest := doublestar.SplitPattern(slashpath.Clean(pattern))
	folder := p.join(base)
	matches, err := doublestar.Glob(os.DirFS(folder), rest,
		doublestar.WithNoFollow(), doublestar.WithNoHidden(), doublestar.WithFailOnIOErrors())
	if err != nil {
		return nil, fmt.Errorf("look for %s: %w", quote(pattern), bare(err))
	}
	slices.Sort(matches)
	var files []string
	for _, m := range matches {
		path := filepath.Join(folder, filepath.FromSlash(m))
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			continue // what is no text otherwise fails by itself, with its name
		}
		files = append(files, path)
	}
	return files, nil
}

// bare is err without the operation and the path.
func bare(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// sources returns the files of an entry.
func (l *loader) sources(e *entry, at string) []string {
	paths := l.in.paths
	if e.Source == "" {
		return nil
	}
	if !paths.isGlob(e.Source) {
		return []string{paths.join(e.Source)}
	}
	base, _ := doublestar.SplitPattern(slashpath.Clean(e.Source))
	if folder := paths.join(base); !slices.Contains(l.manifest.Folders, folder) {
		l.manifest.Folders = append(l.manifest.Folders, folder)
	}
	matches, err := paths.glob(e.Source)
	if err != nil {
		l.failAt(at+".source", "%v", err)
		return nil
	}
	var files []string
	matched := false
	for _, file := range matches {
		if l.inputs[file] || strings.HasSuffix(file, fixes.Suffix) || l.isSidecar(file) || l.isOutput(file, e.Source) {
			continue
		}
		matched = true
		if l.named[file] {
			continue
		}
		if err := l.matchInside(file); err != nil {
			l.failAt(at+".source", "%v", err)
			continue
		}
		files = append(files, file)
	}
	if !matched && !e.Optional {
		l.failAt(at+".source", "no file matches %s: mend the pattern, or say \"optional: true\"", quote(e.Source))
	}
	return files
}

// matchInside is paths.inside for a file that a glob found, which only a link
// can lead outside.
func (l *loader) matchInside(file string) error {
	name, err := filepath.Rel(l.in.paths.dir, file)
	if err != nil {
		return err
	}
	if info, err := os.Lstat(file); err != nil || info.Mode()&fs.ModeSymlink != 0 {
		return l.in.paths.inside(filepath.ToSlash(name))
	}
	dir := filepath.Dir(file)
	if err, known := l.folders[dir]; known && err == nil {
		return nil
	}
	l.folders[dir] = l.in.paths.inside(filepath.ToSlash(name))
	return l.folders[dir]
}

// isOutput reports whether file, which pattern matches, is one of the
// editions: it lies in the output folder, and the pattern does not lead there
// by name.
func (l *loader) isOutput(file, pattern string) bool {
	base, _ := doublestar.SplitPattern(slashpath.Clean(pattern))
	return below(l.manifest.Output, file) && !below(l.manifest.Output, l.in.paths.join(base))
}

// isSidecar reports whether file says something about a text beside it.
func (l *loader) isSidecar(file string) bool {
	return l.file.Sidecars != "" && strings.HasSuffix(file, l.file.Sidecars)
}

// below reports whether the cleaned path is dir or lies in it.
func below(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}
