package manifest

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/source"
)

// file is the manifest, or a file that it includes, as it is written.
type file struct {
	Version   *int       `yaml:"version"`
	Include   *yaml.Node `yaml:"include"` // files that this one is laid over
	Outside   bool       `yaml:"outside"` // files may lie outside the manifest's folder
	general   `yaml:",inline"`
	Metadata  *yaml.Node            `yaml:"metadata"` // tables with a row a document
	Sidecars  string                `yaml:"sidecars"` // the end of the names of the files beside the sources
	Documents *yaml.Node            `yaml:"documents"`
	Profiles  map[string]*yaml.Node `yaml:"profiles"`
}

// general is what both a manifest and a profile in it say of all documents.
type general struct {
	Output    string     `yaml:"output"`
	Limits    limits     `yaml:"limits"`
	Findings  findings   `yaml:"findings"`
	Defaults  settings   `yaml:"defaults"`
	Pipeline  *yaml.Node `yaml:"pipeline"`
	Overrides *yaml.Node `yaml:"overrides"`
	Outputs   *yaml.Node `yaml:"outputs"`
}

type limits struct {
	Input  Size     `yaml:"input"`  // of a source
	Time   Duration `yaml:"time"`   // for the work on one document
	Memory Size     `yaml:"memory"` // for the work on one document
}

// findings is what becomes of what is found.
type findings struct {
	FailOn   *finding.Threshold       `yaml:"fail-on"`  // the severity from which on a command fails
	Levels   map[string]finding.Level `yaml:"levels"`   // by code, or a pattern such as "notes/*"
	Baseline string                   `yaml:"baseline"` // the file of those that are known
}

// settings are what is said about one document, wherever that stands.
type settings struct {
	Author        []person `yaml:"author"`
	document.Meta `yaml:",inline"`
	Contributors  []person `yaml:"contributors"`
	Series        series   `yaml:"series"`
	Modified      string   `yaml:"modified"` // the time that the edition bears
	Encoding      string   `yaml:"encoding"` // of the source
	From          string   `yaml:"from"`     // what the source is, if its name and content do not tell
	Filename      string   `yaml:"filename"` // of the editions, without extension, with placeholders
}

// overlay is a layer as it is written: in a sidecar, and as a part of what
// follows.
type overlay struct {
	settings `yaml:",inline"`
	Pipeline *yaml.Node `yaml:"pipeline"`
	Outputs  *yaml.Node `yaml:"outputs"`
}

// override is an element of overrides.
type override struct {
	Match    []string `yaml:"match"`    // patterns of sources
	Optional bool     `yaml:"optional"` // the patterns may match nothing
	overlay  `yaml:",inline"`
}

// entry is an element of documents.
type entry struct {
	Source   string `yaml:"source"` // a file or a glob
	ID       string `yaml:"id"`
	Optional bool   `yaml:"optional"` // the glob may match nothing
	overlay  `yaml:",inline"`
	Fixes    *yaml.Node `yaml:"fixes"` // decisions about the text made by hand
}

// loader makes a Manifest of a YAML tree.
type loader struct {
	decoder
	registry Registry
	manifest *Manifest
	main     *input
	file     file            // the manifest over what it includes, and the profiles in use over that
	inputs   map[string]bool // the cleaned paths of files that are read
	layers   layers
	entries  []*entries
	tables   []*table
	named    map[string]bool      // cleaned paths that an entry names without a glob
	taken    map[string]*Document // by folded ID
	written  map[string]*Document // by format and folded name of the edition
	// What was worked out before: names of editions by their templates, and
	// whether sources may lie in a folder.
	filenames map[string]filename
	folders   map[string]error
}

// load reads the manifest and makes its documents.
func (l *loader) load(root *yaml.Node, profiles []string) {
	l.inputs = map[string]bool{}
	l.main = &input{name: l.manifest.Path, root: root, paths: newPaths(filepath.Dir(l.manifest.Path), isTrue(child(root, "outside")))}
	l.manifest.Output = l.main.paths.join(defaultOutput)
	l.readFile(l.main, nil)
	l.within(l.main, "", func() {
		switch {
		case l.file.Version == nil && !l.said("version"):
			l.failAt("", "the version of the manifest is missing: add \"version: 1\"")
		case !l.said("output"):
			if err := l.main.paths.inside(defaultOutput); err != nil {
				l.failAt("output", "%v", err)
			}
		}
		l.useProfiles(profiles)
	})
	l.manifest.MaxInput = int64(l.file.Limits.Input)
	l.manifest.MaxTime, l.manifest.MaxMemory = time.Duration(l.file.Limits.Time), int64(l.file.Limits.Memory)
	l.documents()
	l.unmatched()
}

// defaultOutput is the folder for the editions if none is named.
const defaultOutput = "dist"

// readFile reads what in includes, and lays in over it. The files being read
// are those in chain.
func (l *loader) readFile(in *input, chain []string) {
	path := filepath.Clean(in.name)
	l.inputs[path] = true
	in.places = map[string]*yaml.Node{"": in.root}
	l.within(in, "", func() {
		l.include(in, append(chain, path))
		f := &l.file
		f.Version, f.Include, f.Metadata, f.Documents, f.Profiles = nil, nil, nil, nil, nil
		l.decode(in.root, reflect.ValueOf(f).Elem(), "")
		if f.Version != nil && *f.Version != 1 {
			l.failAt("version", "must be 1: this refolio knows no other version of the manifest")
		}
		if in != l.main && l.said("outside") {
			l.failAt("outside", "only the manifest itself may say so, and not a file that it includes")
		}
		if l.said("sidecars") {
			l.sidecarSuffix()
		}
		l.readTables(f.Metadata)
		l.readGeneral(in.root, "", kindManifest)
		if l.said("documents") || f.Documents != nil {
			l.entries = append(l.entries, &entries{in: in, list: f.Documents})
		}
		for _, name := range sortedKeys(f.Profiles) {
			l.profile(name, f.Profiles[name])
		}
	})
}

// readGeneral checks what the mapping n at path says in general, makes it a
// layer, and lays its values over those of before.
func (l *loader) readGeneral(n *yaml.Node, path, kind string) *layer {
	la := l.newLayer(n, path, kind)
	l.checkLayer(la)
	overrides := l.overrides(child(n, "overrides"), join(path, "overrides"))
	if kind == kindManifest {
		l.layers.manifest = append(l.layers.manifest, la)
		l.layers.overrides = append(l.layers.overrides, overrides...)
	}
	l.useGeneral(path)
	return la
}

// useGeneral takes over the paths that stand below the key path, which lead
// from the file that is being read.
func (l *loader) useGeneral(path string) {
	resolve := func(key string, value string, to *string) {
		if !l.said(join(path, key)) {
			return
		}
		err := literal(value)
		if err == nil {
			err = l.in.paths.inside(value)
		}
		if err != nil {
			l.failAt(join(path, key), "%v", err)
		}
		*to = l.in.paths.join(value)
	}
	f := &l.manifest.Findings
	resolve("output", l.file.Output, &l.manifest.Output)
	resolve("findings.baseline", l.file.Findings.Baseline, &f.Baseline)
	f.FailOn, f.Levels = l.file.Findings.FailOn, l.file.Findings.Levels
	for code := range l.file.Findings.Levels {
		if err := finding.CheckPattern(code); err != nil && l.said(join(path, "findings.levels."+code)) {
			l.failAt(join(path, "findings.levels."+code), "%v", err)
		}
	}
}

// include reads the files that in includes.
func (l *loader) include(in *input, chain []string) {
	n := child(in.root, "include")
	if n == nil {
		return
	}
	var names []string
	l.decode(n, reflect.ValueOf(&names).Elem(), "include")
	for i, name := range names {
		at := "include"
		if n.Kind == yaml.SequenceNode {
			at = fmt.Sprintf("include[%d]", i)
		}
		if err := in.paths.file(name); err != nil {
			l.failAt(at, "%v", err)
			continue
		}
		path := in.paths.join(name)
		if slices.Contains(chain, path) {
			l.failAt(at, "%s includes itself: %s", quote(name), strings.Join(append(chain, path), " includes "))
			continue
		}
		if l.inputs[path] {
			continue // laid below everything already
		}
		if included := l.parseFile(path, at, in.paths); included != nil {
			l.readFile(included, chain)
		}
	}
}

// maxFile is the size of a manifest in bytes that is read at most.
const maxFile = 1 << 20

// parse makes a YAML tree of a manifest, or says where it is no manifest. What
// to do about an empty one is in whenEmpty.
func parse(name string, data []byte, whenEmpty string) (*yaml.Node, *byhand.Error) {
	fail := func(line, column int, message string) (*yaml.Node, *byhand.Error) {
		return nil, &byhand.Error{File: name, Line: line, Column: column, Message: message}
	}
	if len(data) > maxFile {
		return fail(1, 1, "larger than the limit of "+Size(maxFile).String()+" for such a file: name documents by globs")
	}
	root, mistake := byhand.YAML(name, data)
	switch {
	case mistake != nil:
		return nil, mistake
	case root == nil:
		return fail(1, 1, "is empty: "+whenEmpty)
	case root.Kind != yaml.MappingNode:
		return fail(root.Line, root.Column, "must begin with keys, such as \"version: 1\", not with "+kind(root))
	}
	return root, nil
}

// parseFile parses the YAML file path, which the value at the key path at
// names. It returns nil if there are mistakes in it.
func (l *loader) parseFile(path, at string, from paths) *input {
	data, err := readFile(path, maxFile)
	if err != nil {
		l.failAt(at, "%v", err)
		return nil
	}
	root, mistake := parse(path, data, "write keys with values, or remove it")
	if mistake != nil {
		l.errs = append(l.errs, mistake)
		return nil
	}
	return &input{name: path, root: root, paths: from.at(filepath.Dir(path)), places: map[string]*yaml.Node{"": root}}
}

// profile checks a profile, whether it is in use or not.
func (l *loader) profile(name string, n *yaml.Node) {
	path := "profiles." + name
	if safe := SafeID(name); safe != name {
		l.failAt(path, "%s can't name a profile: write %s", label(name), quote(safe))
		return
	}
	n = followed(n)
	saved, output, found := l.file, l.manifest.Output, l.manifest.Findings
	l.decode(n, reflect.ValueOf(&l.file.general).Elem(), path)
	la := l.readGeneral(n, path, kindProfile+name)
	l.file, l.manifest.Output, l.manifest.Findings = saved, output, found
	if l.layers.profiles == nil {
		l.layers.profiles = map[string][]*layer{}
	}
	l.layers.profiles[name] = append(l.layers.profiles[name], la)
}

// useProfiles lays the profiles with the given names over the manifest.
func (l *loader) useProfiles(names []string) {
	for _, name := range names {
		list := l.layers.profiles[name]
		if len(list) == 0 {
			l.failAt("profiles", "there is no profile %s%s", quote(name), didYouMeanProfile(name, l.layers.profiles))
			continue
		}
		for _, la := range list {
			l.silently(func() {
				l.within(la.in, "", func() {
					l.decode(la.node, reflect.ValueOf(&l.file.general).Elem(), la.path)
					l.useGeneral(la.path)
					l.layers.overrides = append(l.layers.overrides, l.overrides(child(la.node, "overrides"), join(la.path, "overrides"))...)
				})
			})
			l.layers.used = append(l.layers.used, la)
		}
	}
}

func didYouMeanProfile(name string, profiles map[string][]*layer) string {
	if len(profiles) == 0 {
		return ": the manifest has none"
	}
	return didYouMean(name, sortedKeys(profiles))
}

// checkSettings checks the values below path and brings them into the model's
// form. What another layer has said was checked there.
func (l *loader) checkSettings(path string, s *settings) {
	said := func(key string) bool { return l.said(join(path, key)) }
	s.gather()
	CheckMeta(&s.Meta, func(key string, err error) {
		if said(key) {
			l.failAt(join(path, key), "%v", err)
		}
	})
	if s.Modified != "" {
		t, err := instant(s.Modified)
		if err != nil && said("modified") {
			l.failAt(join(path, "modified"), "%v", err)
		}
		s.Meta.Modified = t
	}
	if said("encoding") && s.Encoding != "" && CheckEncoding(s.Encoding) != nil {
		l.failAt(join(path, "encoding"), "%v", CheckEncoding(s.Encoding))
	}
	if said("from") && !slices.Contains(l.registry.Forms, s.From) {
		l.failAt(join(path, "from"), "there is no form %s%s", quote(s.From), didYouMean(s.From, l.registry.Forms))
	}
	if said("filename") {
		if _, err := parseFilename(s.Filename); err != nil {
			l.failAt(join(path, "filename"), "%v", err)
		}
	}
}

// CheckEncoding reports an error if name is no encoding's.
func CheckEncoding(name string) error {
	if !source.KnowsEncoding(name) {
		return fmt.Errorf("%s is no encoding: use, for example, utf-8, windows-1252, iso-8859-2, koi8-r or shift_jis, or auto", quote(name))
	}
	return nil
}
