package batch

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	slashpath "path"
	"path/filepath"
	"slices"
	"strings"
)

// inventoryName is the file in an output folder that lists what refolio has
// written there.
const inventoryName = ".refolio.files"

// inventory is what refolio has written into an output folder, with the hashes
// of the files, those that nobody asks for any more included: of a document
// that left the manifest, of a format that was taken off, of a chapter that is
// gone. It is what tells them from files of other people, so that they can be
// removed (see [Clean]), and it outlives a run that is killed.
//
// Its file can be given to sha256sum -c:
//
//	# What refolio has written here, for `refolio clean`.
//	3f2a…  lighthouse.epub
//	# Left over:
//	77b0…  ferry/02-the-upper-landing.md
type inventory struct {
	dir   string
	was   []byte // the file as it was read
	files map[string]written
}

// written is a file that refolio has written.
type written struct {
	sum  string // SHA-256 of its bytes, in hexadecimal
	left bool   // nobody asks for it any more
}

const (
	inventoryHead = "# What refolio has written here, for `refolio clean`.\n"
	leftHead      = "# Left over:\n"
)

// readInventory reads the inventory of the folder dir. It is empty if there is
// none; a line that is not as it should be is passed over.
func readInventory(dir string) (*inventory, error) {
	v := &inventory{dir: dir, files: map[string]written{}}
	data, err := ReadFile(filepath.Join(dir, inventoryName), 0)
	if errors.Is(err, fs.ErrNotExist) {
		return v, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the list of files in %s: %w", dir, err)
	}
	v.was = data
	left := false
	for line := range strings.Lines(string(data)) {
		left = left || line == leftHead
		sum, name, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "  ")
		// The list may be anybody's: what it names must lie in the folder.
		if raw, err := hex.DecodeString(sum); ok && err == nil && len(raw) == 32 && filepath.IsLocal(filepath.FromSlash(name)) {
			v.files[name] = written{sum, left}
		}
	}
	return v, nil
}

// settle marks as left over what is not wanted, and forgets what of it is
// not there any more.
func (v *inventory) settle(wanted func(name string) bool) {
	for name, f := range v.files {
		f.left = !wanted(name)
		v.files[name] = f
		if f.left {
			if _, err := os.Lstat(v.path(name)); errors.Is(err, fs.ErrNotExist) {
				delete(v.files, name)
			}
		}
	}
}

// path is the path of a file from the working folder.
func (v *inventory) path(name string) string { return filepath.Join(v.dir, filepath.FromSlash(name)) }

// names lists the files that are left over, or those that are not.
func (v *inventory) names(left bool) (names []string) {
	for name, f := range v.files {
		if f.left == left {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// write writes the inventory, unless that would change nothing.
func (v *inventory) write() error {
	var b bytes.Buffer
	list := func(head string, names []string) {
		if len(names) > 0 {
			b.WriteString(head)
		}
		for _, name := range names {
			b.WriteString(v.files[name].sum + "  " + name + "\n")
		}
	}
	list(inventoryHead, v.names(false))
	list(leftHead, v.names(true))
	if bytes.Equal(b.Bytes(), v.was) {
		return nil
	}
	if b.Len() == 0 {
		return os.Remove(filepath.Join(v.dir, inventoryName))
	}
	return WriteFile(filepath.Join(v.dir, inventoryName), func(w io.Writer) error { _, err := w.Write(b.Bytes()); return err })
}

// wanted tells what jobs ask for in the folder dir: their outputs, and, of
// those for which open says so, all that may be further files of theirs.
func wanted(jobs []Job, dir string, open func(i int) bool) func(name string) bool {
	names, kinds := map[string]bool{}, map[string]bool{}
	for i := range jobs {
		for j := range jobs[i].Outputs {
			o := &jobs[i].Outputs[j]
			names[nameFrom(dir, o.Path)] = true
			if o.several() && open(i) {
				kinds[slashpath.Join(nameFrom(dir, o.folder()), "*"+filepath.Ext(o.Path))] = true
			}
		}
	}
	return func(name string) bool {
		return names[name] || kinds[slashpath.Join(slashpath.Dir(name), "*"+slashpath.Ext(name))]
	}
}

// Cleaned is what became of the files that nobody asks for any more. The paths
// are those from the working folder.
type Cleaned struct {
	Removed []string
	Changed []string // somebody has changed them since they were written, and they stay
}

// Clean removes from the output folder dir what refolio has written there and
// jobs, which are all those of the manifest, do not ask for, and folders that
// become empty by that. A file that is not as it was written stays, and is
// somebody else's from then on. If dry, nothing is removed.
//
// The error is a *[Locked] if another run is at work in the folder.
func Clean(jobs []Job, dir string, dry bool) (c Cleaned, err error) {
	root, err := os.OpenRoot(dir) // which no link in the folder leads out of
	if errors.Is(err, fs.ErrNotExist) {
		return c, nil
	}
	if err != nil {
		return c, fmt.Errorf("look into the output folder %s: %w", dir, reason(err))
	}
	defer root.Close()
	if !dry {
		unlock, _, err := lockFolder(dir)
		if err != nil {
			return c, err
		}
		defer unlock()
	}
	v, err := readInventory(dir)
	if err != nil {
		return c, err
	}
	asked := wanted(jobs, dir, func(int) bool { return true })
	v.settle(func(name string) bool { return asked(name) && !v.files[name].left })
	var errs []error
	for _, name := range v.names(true) {
		local := filepath.FromSlash(name)
		same, err := isIn(root, local, v.files[name].sum)
		if err == nil && same && !dry {
			err = root.Remove(local)
		}
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("remove %s: %w", v.path(name), reason(err)))
			continue
		case same:
			c.Removed = append(c.Removed, v.path(name))
		default:
			c.Changed = append(c.Changed, v.path(name))
		}
		delete(v.files, name)
		for folder := filepath.Dir(local); !dry && folder != "." && root.Remove(folder) == nil; {
			folder = filepath.Dir(folder)
		}
	}
	if !dry {
		errs = append(errs, v.write())
	}
	return c, errors.Join(errs...)
}

// isIn reports whether name is a regular file in root whose bytes have the hash
// sum.
func isIn(root *os.Root, name, sum string) (bool, error) {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return false, err
	}
	data, err := root.ReadFile(name)
	return digest(data) == sum, err
}
