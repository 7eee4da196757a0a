package batch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// several reports whether o is an index and further files.
func (o *Output) several() bool {
	return o.Path != "" && o.Format.Several != nil && o.Format.Several(o.Options)
}

// folder is where the further files of o lie: in a folder that is called as the
// index is, or beside an index that is called index.
func (o *Output) folder() string {
	name := strings.TrimSuffix(filepath.Base(o.Path), filepath.Ext(o.Path))
	if name == "index" || name == "_index" {
		return filepath.Dir(o.Path)
	}
	return filepath.Join(filepath.Dir(o.Path), name)
}

// owns reports whether path is that of a further file of o.
func (o *Output) owns(path string) bool {
	return o.several() && filepath.Dir(path) == filepath.Clean(o.folder())
}

// Strangers lists the files in the folder of the further files of o that have
// their extension and are not among written, the paths of those that a run has
// written: chapters of an earlier run, as a rule. It lists none where the folder
// is not o's own.
func (o *Output) Strangers(written []string) (paths []string) {
	folder := o.folder()
	if !o.several() || folder == filepath.Dir(o.Path) {
		return nil
	}
	entries, _ := os.ReadDir(folder) // there may be no chapters, and no folder
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		if e.Type().IsRegular() && filepath.Ext(path) == filepath.Ext(o.Path) && !slices.Contains(written, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// render writes doc to w: the edition, or its index, after the further files.
// It returns the paths of these.
func (o *Output) render(ctx context.Context, w io.Writer, doc *document.Document, report func(finding.Finding)) (further []string, err error) {
	if !o.several() {
		return nil, guard(func() error { return o.Format.Write(ctx, w, doc, o.Options, report) })
	}
	folder := o.folder()
	link, err := filepath.Rel(filepath.Dir(o.Path), folder)
	if err != nil {
		return nil, fmt.Errorf("lead from %s to %s: %w", o.Path, folder, err)
	}
	if link = filepath.ToSlash(link); link == "." {
		link = ""
	}
	// Nothing is written before all is known to be right.
	var names []string
	contents := map[string][]byte{}
	create := func(name string, write func(io.Writer) error) error {
		var buffer bytes.Buffer
		err := write(&buffer)
		names, contents[name] = append(names, name), buffer.Bytes()
		return err
	}
	if err := guard(func() error { return o.Format.WriteFiles(ctx, w, link, create, doc, o.Options, report) }); err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, nil
	}
	if err := PrepareFolder(folder); err != nil {
		return nil, err
	}
	for _, name := range names {
		path := filepath.Join(folder, filepath.Base(name))
		if err := WriteFile(path, func(w io.Writer) error { _, err := w.Write(contents[name]); return err }); err != nil {
			return further, err
		}
		further = append(further, path)
	}
	return further, nil
}
