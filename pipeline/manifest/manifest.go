// Package manifest reads manifest.yaml, the file that says which texts become
// which editions.
//
//	version: 1
//	output: dist                  # the folder for the editions, relative to this file
//	defaults:                     # holds for every document that says nothing else
//	  lang: en
//	pipeline:                     # stages in their order, with options; optional
//	  - furniture: {keep: [THE END]}
//	  - structure: off
//	documents:
//	  - texts/*.txt               # a glob: one document a file, its ID from the file's name
//	  - source: allies.txt
//	    title: Impossible Allies?
//	    author: [Geoffrey Roberts]
//	    pipeline:                 # only what differs from above
//	      - structure: on
//	outputs:                      # formats, with options
//	  markdown:
//	  pdf: {page: A5}
//
// What more it may say: "include" names files that it is laid over;
// "overrides" hold for the documents whose sources match; "metadata" names
// tables with a row a document, and "sidecars" how files beside the sources
// are called; "filename" names the editions; "findings" says how severe
// findings are; "profiles" are variants to choose from. See layers.go for
// which of these has the last word.
//
// [Load] is strict and complete: it returns every mistake with its line and
// column, as [byhand.Errors]. What it returns is resolved: globs are files, defaults
// are filled in, paths lead from the working folder. [Schema] says the same in
// a form for editors.
//
// Rules that are not obvious:
//
//   - A stage that no pipeline names runs at its usual place with its defaults;
//     those that are named share out their usual places in the order given.
//   - A document's pipeline and outputs are laid over those of the manifest,
//     option by option. Outputs written as a list, [pdf], are exactly these.
//   - A file that an entry names is that entry's, even if a glob matches it too.
//     Globs pass over hidden files, files that the manifest reads, and the
//     output folder, and "**" does not follow links.
//   - Names in an included file or a table are relative to that file. Nothing
//     may lie outside the manifest's folder, links followed, unless the
//     manifest says "outside: true".
//   - Nothing is taken from the environment.
//
// The package knows no stage and no format: a [Registry] lists them.
package manifest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"time"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/fixes"
)

// DefaultName is the usual name of a manifest.
const DefaultName = "manifest.yaml"

// Registry lists what a manifest can name.
type Registry struct {
	Stages  []Kind   // in their usual order
	Formats []Kind   // in the order in which a document's outputs are listed
	Forms   []string // of sources: extracted text, and what needs no repair
}

// Kind is a stage or a format.
type Kind struct {
	Name  string
	Alias string // what users also call it, to guess what they meant; may be empty
	// NewOptions returns a pointer to a new struct with yaml tags that holds
	// the defaults. Fields may be encoding.TextUnmarshalers. Two methods are
	// called if there are any:
	//
	//	Validate() error    // when the struct is filled; "key: ..." is about that key
	//	Files() []*string   // fields that are paths, to make them lead from the working folder
	NewOptions func() any
}

// Manifest is a manifest, checked and resolved.
type Manifest struct {
	Path     string // of the file, as given to Load
	Output   string // the folder for the outputs
	MaxInput int64  // the limit for a source in bytes; 0 if the manifest sets none
	// MaxTime and MaxMemory (in bytes) are the limits for the work on one
	// document; 0 if the manifest sets none.
	MaxTime   time.Duration
	MaxMemory int64
	Findings  Findings   // what becomes of findings
	Documents []Document // in the order of the manifest, those of a glob by name; IDs are unique

	Files   []string // that were read: the manifest, what it includes, tables; but for sidecars
	Folders []string // in which, and below, globs look for texts
}

// Findings says what becomes of what is found in documents.
type Findings struct {
	FailOn   *finding.Threshold // from which severity on a command fails; nil if the manifest doesn't say
	Levels   finding.Levels     // how severe findings are, by their codes
	Baseline string             // the path of the file with those that are known; may be empty
}

// Document is one text to be made into editions.
type Document struct {
	ID           string // safe as a file's name, see [SafeID]
	Source       string // the file's path, which begins like the manifest's
	File         string // the manifest, or the file that it includes, in which the entry stands
	Line, Column int    // of the entry there
	Meta         document.Meta
	Encoding     string      // of the source; "" to detect it
	From         string      // what the source is, one of the registry's Forms; "" to find it out
	Fixes        []fixes.Fix // decisions about it that stand in the entry
	Steps        []Step      // every stage, in the order in which they run
	Outputs      []Output    // in the order of the registry

	settings *settings
	origins  []Origins
}

// Step is a stage with its options.
type Step struct {
	Name    string
	Options any // of the type that the registry's NewOptions returns
	Off     bool
}

// Output is a format with its options.
type Output struct {
	Name    string
	Options any
	// Base is the file to write, in the output folder, without its extension:
	// "lighthouse", "de/tannhof/wehr". It has "/" between folders.
	Base string
}

// Load reads the manifest path, with the profiles that are named laid over it,
// the last on top. Mistakes in it, and files that it names and that can't be
// had, are returned as [byhand.Errors]; another error says that the file could not be
// read.
//
// What comes out depends on files alone: no value is taken from the
// environment.
func Load(path string, registry Registry, profiles ...string) (*Manifest, error) {
	data, err := read(path)
	if err != nil {
		return nil, err
	}
	root, mistake := parse(path, data, "`refolio init` writes one to start from")
	if mistake != nil {
		return nil, byhand.Errors{mistake}
	}
	l := &loader{registry: registry, manifest: &Manifest{Path: path}}
	l.load(root, profiles)
	l.manifest.Files = slices.Sorted(maps.Keys(l.inputs))
	if err := sorted(l.errs, path); err != nil {
		return nil, err
	}
	return l.manifest, nil
}

// read reads the manifest path.
func read(path string) ([]byte, error) {
	data, err := readFile(path, maxFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no manifest %s: `refolio init` writes one, -f names another", path)
	case errors.Is(err, errFolder):
		return nil, fmt.Errorf("the manifest %s is a folder: name the file in it", path)
	case errors.Is(err, errIrregular):
		return nil, fmt.Errorf("the manifest %s is not a regular file", path)
	case err != nil:
		return nil, fmt.Errorf("read the manifest: %w", err)
	}
	return data, nil
}

var (
	errFolder    = errors.New("is a folder")
	errIrregular = errors.New("is not a regular file")
)

// readFile reads the file path, or so much of it that it is seen to be larger
// than limit.
func readFile(path string, limit int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errFolder
	case !info.Mode().IsRegular():
		return nil, errIrregular
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit+1))
}
