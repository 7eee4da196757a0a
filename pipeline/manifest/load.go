package manifest

import (
	"cmp"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/document"
)

// file is the manifest as it is written.
type file struct {
	Version   *int       `yaml:"version"`
	Output    string     `yaml:"output"`
	Outside   bool       `yaml:"outside"`
	Limits    limits     `yaml:"limits"`
	Defaults  settings   `yaml:"defaults"`
	Pipeline  *yaml.Node `yaml:"pipeline"`
	Documents *yaml.Node `yaml:"documents"`
	Outputs   *yaml.Node `yaml:"outputs"`
}

type limits struct {
	Input Size `yaml:"input"` // of a source
}

// settings are what both the defaults and a document may say.
type settings struct {
	Author        []person `yaml:"author"`
	document.Meta `yaml:",inline"`
	Contributors  []person `yaml:"contributors"`
	Series        series   `yaml:"series"`
	Modified      string   `yaml:"modified"` // the time that the edition bears
	Encoding      string   `yaml:"encoding"` // of the source
}

// entry is an element of documents.
type entry struct {
	Source   string `yaml:"source"` // a file or a glob
	ID       string `yaml:"id"`
	Optional bool   `yaml:"optional"` // the glob may match nothing
	settings `yaml:",inline"`
	Pipeline *yaml.Node `yaml:"pipeline"`
	Outputs  *yaml.Node `yaml:"outputs"`
}

// loader makes a Manifest of a YAML tree.
type loader struct {
	decoder
	registry Registry
	dir      string // the manifest's folder
	manifest *Manifest
	file     file
	taken    map[string]*Document // by folded ID
	named    map[string]bool      // cleaned paths that an entry names without a glob
	paths    paths
}

func (l *loader) load(root *yaml.Node) {
	f := &l.file
	l.decode(root, reflect.ValueOf(f).Elem(), "")
	switch {
	case f.Version != nil && *f.Version != 1:
		l.failAt("version", "must be 1: this refolio knows no other version of the manifest")
	case !l.said("version"):
		l.failAt("", "the version of the manifest is missing: add \"version: 1\"")
	}
	l.checkSettings("defaults", &f.Defaults)
	l.manifest.MaxInput = int64(f.Limits.Input)
	l.paths = newPaths(l.dir, f.Outside)
	l.output()
	// What all documents share is read here for its mistakes, which are then
	// not reported again for each document.
	l.pipeline(f.Pipeline, l.defaultSteps(), "pipeline")
	l.sharedOutputs()
	l.documents()
}

// said reports whether the manifest has a value for the key path.
func (l *loader) said(path string) bool { return l.places[path] != nil }

// output finds the output folder.
func (l *loader) output() {
	name := cmp.Or(l.file.Output, "dist")
	l.manifest.Output = l.paths.join(name)
	if err := literal(name); err != nil {
		l.failAt("output", "%v", err)
	} else if err := l.paths.inside(name); err != nil {
		l.failAt("output", "%v", err)
	}
}

// sharedOutputs reads the outputs of the manifest, which may be missing only if
// every document has its own.
func (l *loader) sharedOutputs() {
	options := map[string]any{}
	mistakes := len(l.errs)
	l.formats(l.file.Outputs, options, "outputs")
	if len(options) > 0 || len(l.errs) > mistakes || l.eachHasOutputs() {
		return
	}
	l.failAt("outputs", "nothing says which formats to write: add, for example, \"outputs: [%s]\"", strings.Join(names(l.registry.Formats), ", "))
}

// eachHasOutputs reports whether every document says for itself what to write.
func (l *loader) eachHasOutputs() bool {
	list := l.file.Documents
	return list != nil && list.Kind == yaml.SequenceNode && !slices.ContainsFunc(list.Content, func(n *yaml.Node) bool {
		return n.Kind != yaml.MappingNode || !slices.ContainsFunc(n.Content, func(key *yaml.Node) bool { return key.Value == "outputs" })
	})
}

// documents resolves the entries.
func (l *loader) documents() {
	list := l.file.Documents
	switch {
	case list == nil && !l.said("documents"):
		l.failAt("", "the documents are missing: add, for example, \"documents: [texts/*.txt]\"")
		return
	case list == nil:
		return // reported already
	case list.Kind == yaml.ScalarNode && list.Tag == "!!null" || list.Kind == yaml.SequenceNode && len(list.Content) == 0:
		l.failAt("documents", "names no text: add, for example, \"- texts/*.txt\"")
		return
	}
	entries := []*yaml.Node{list}
	if list.Kind == yaml.SequenceNode {
		entries = list.Content
	}
	l.taken, l.named = map[string]*Document{}, map[string]bool{}
	read := make([]entry, len(entries))
	for i, n := range entries {
		read[i] = l.entry(single(n), path(i))
		if e := &read[i]; e.Source != "" && !l.paths.isGlob(e.Source) {
			l.named[l.paths.join(e.Source)] = true
		}
	}
	for i := range entries {
		l.expand(&read[i], path(i))
	}
}

func path(i int) string { return "documents[" + strconv.Itoa(i) + "]" }

// entry reads one element of documents. Its Source is empty if it can't be used.
func (l *loader) entry(n *yaml.Node, path string) entry {
	e := entry{settings: l.file.Defaults}
	e.Subjects, e.Languages = slices.Clone(e.Subjects), slices.Clone(e.Languages)
	if n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
		l.decode(n, reflect.ValueOf(&e.Source).Elem(), path)
		l.places[path+".source"] = n
	} else {
		mistakes := len(l.errs)
		l.decode(n, reflect.ValueOf(&e).Elem(), path)
		if !l.said(path+".source") && len(l.errs) == mistakes {
			l.failAt(path, "the source is missing: add \"source: FILE\"")
		}
	}
	l.checkSettings(path, &e.settings)
	if e.Source == "" {
		return e
	}
	if err := l.paths.source(e.Source); err != nil {
		l.failAt(path+".source", "%v", err)
		e.Source = ""
	}
	return e
}

// checkSettings checks the values below path and brings them into the model's
// form. What a document has from the defaults was checked there.
func (l *loader) checkSettings(path string, s *settings) {
	said := func(key string) bool { return l.said(join(path, key)) }
	s.gather()
	CheckMeta(&s.Meta, func(key string, err error) {
		if said(key) {
			l.failAt(join(path, key), "%v", err)
		}
	})
	if s.Modified != "" && said("modified") {
		t, err := instant(s.Modified)
		if err != nil {
			l.failAt(join(path, "modified"), "%v", err)
		}
		s.Meta.Modified = t
	}
	if said("encoding") && s.Encoding != "" && CheckEncoding(s.Encoding) != nil {
		l.failAt(join(path, "encoding"), "%v", CheckEncoding(s.Encoding))
	}
}

// CheckEncoding reports an error if name is no encoding's.
func CheckEncoding(name string) error {
	if _, err := htmlindex.Get(name); err != nil && !strings.EqualFold(name, "auto") {
		return fmt.Errorf("%s is no encoding: use, for example, utf-8, windows-1252, iso-8859-2, koi8-r or shift_jis, or auto", quote(name))
	}
	return nil
}

// expand makes the documents of an entry.
func (l *loader) expand(e *entry, path string) {
	// The options are read even if no source is found, for their mistakes.
	steps := l.steps(l.file.Pipeline, e.Pipeline, path+".pipeline")
	outputs := l.outputs(l.file.Outputs, e.Outputs, path+".outputs")
	sources := l.sources(e, path)
	if len(sources) > 1 && e.ID != "" {
		l.failAt(path+".id", "the glob matches %d files, which can't share an ID: remove it", len(sources))
		return
	}
	for _, source := range sources {
		d := &Document{
			ID: cmp.Or(e.ID, IDOf(source)), Source: source,
			Meta: e.Meta, Encoding: e.Encoding, Steps: steps, Outputs: outputs,
		}
		d.Line, d.Column = l.places[path].Line, l.places[path].Column
		l.add(d, e.ID != "", path)
	}
}

// add appends d to the documents if its ID is safe and no other's.
func (l *loader) add(d *Document, given bool, path string) {
	if safe := SafeID(d.ID); given && safe != d.ID {
		l.failAt(path+".id", "%s can't name a file on every system: write %s", quote(d.ID), quote(safe))
		return
	}
	if other := l.taken[fold(d.ID)]; other != nil {
		where := path + ".source"
		if given {
			where = path + ".id"
		}
		l.failAt(where, "%s", clash(d, other))
		return
	}
	l.taken[fold(d.ID)] = d
	l.manifest.Documents = append(l.manifest.Documents, *d)
}

// clash says that d would write the files of other.
func clash(d, other *Document) string {
	same := fmt.Sprintf("the ID %s", quote(d.ID))
	if d.ID != other.ID {
		same += fmt.Sprintf(" differs from %s in case or accents only, so that it", quote(other.ID))
	}
	if d.Source == other.Source {
		return fmt.Sprintf("%s is taken: line %d has the same source; remove one, or give one an id", same, other.Line)
	}
	return fmt.Sprintf("%s is taken by %s (line %d): give %s an id of its own", same, quote(filepath.ToSlash(other.Source)), other.Line, quote(filepath.ToSlash(d.Source)))
}
