package manifest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/byhand"
)

// What is known of a document is said in layers. Each is laid over those
// before it, key by key:
//
//	included files ─▶ manifest ─▶ profiles' defaults ─▶ overrides ─▶
//	    glob's entry ─▶ row of a table ─▶ sidecar ─▶ entry of the file alone ─▶
//	    profiles' pipeline and outputs
//
// layers holds those that many documents share.
type layers struct {
	count     int
	manifest  []*layer            // what is included, then the manifest
	profiles  map[string][]*layer // by name
	used      []*layer            // the profiles in use
	overrides []*layer
	settings  map[string]*resolvedSettings // by the layers that they come of
	made      map[string]*resolvedStages
}

// layer is a mapping that says something about documents.
type layer struct {
	number   int
	in       *input
	path     string     // of the mapping in its file
	node     *yaml.Node // the mapping; nil if the layer says nothing
	kind     string     // what it is, for people
	match    []string   // of an override: patterns for sources
	optional bool       // of an override: it may match nothing
	used     bool       // of an override or a row: it matched
}

// The kinds of layers.
const (
	kindManifest = "manifest"
	kindProfile  = "profile "
	kindOverride = "override"
	kindEntry    = "document"
	kindRow      = "table"
	kindSidecar  = "sidecar"
)

func (l *loader) newLayer(n *yaml.Node, path, kind string) *layer {
	l.layers.count++
	return &layer{number: l.layers.count, in: l.in, path: path, node: followed(n), kind: kind}
}

// settingsNode returns the mapping with what la says about documents, and its
// path. In a manifest and in a profile it is the value of defaults.
func (la *layer) settingsNode() (n *yaml.Node, path string) {
	if la.kind == kindManifest || strings.HasPrefix(la.kind, kindProfile) {
		return child(la.node, "defaults"), join(la.path, "defaults")
	}
	return la.node, la.path
}

// checkLayer reports the mistakes in what la says; its keys were decoded.
func (l *loader) checkLayer(la *layer) {
	origins := l.origins
	l.origins = nil
	defer func() { l.origins = origins }()
	if n, path := la.settingsNode(); n != nil {
		var s settings
		l.silently(func() { l.laySettings(la, &s) })
		l.checkSettings(path, &s)
	}
	steps := l.defaultSteps()
	l.pipeline(child(la.node, "pipeline"), steps, join(la.path, "pipeline"))
	options := map[string]any{}
	l.silently(func() { l.sharedFormats(options) })
	l.formats(child(la.node, "outputs"), options, join(la.path, "outputs"))
}

// sharedFormats lays what the manifest says of outputs over options.
func (l *loader) sharedFormats(options map[string]any) {
	for _, la := range l.layers.manifest {
		l.within(la.in, la.kind, func() { l.formats(child(la.node, "outputs"), options, join(la.path, "outputs")) })
	}
}

// laySettings lays what la says over s.
func (l *loader) laySettings(la *layer, s *settings) {
	n, path := la.settingsNode()
	if n == nil {
		return
	}
	// Each key that a layer may have has a place here.
	var all struct {
		Source, ID string
		Match      []string
		Optional   bool
		overlay    `yaml:",inline"`
	}
	all.settings = *s
	l.within(la.in, la.kind, func() {
		l.from, l.to = path, ""
		l.decode(n, reflect.ValueOf(&all).Elem(), path)
	})
	*s = all.settings
}

// resolvedSettings is what layers say about a document, together.
type resolvedSettings struct {
	settings settings
	origins  Origins
}

// resolvedStages is what layers say of the stages and formats, together.
type resolvedStages struct {
	steps   []Step
	outputs []Output
	origins Origins
	failed  bool // there are mistakes, which are reported elsewhere
}

// settingsOf returns what the layers in own, over those of all documents, say.
func (l *loader) settingsOf(own []*layer) *resolvedSettings {
	stack := slices.Concat(l.layers.manifest, l.layers.used, own)
	key := keyOf(stack, func(la *layer) bool { n, _ := la.settingsNode(); return n != nil })
	if r := l.layers.settings[key]; r != nil {
		return r
	}
	r := &resolvedSettings{origins: Origins{}}
	l.origins = r.origins
	l.silently(func() {
		for _, la := range stack {
			l.laySettings(la, &r.settings)
		}
		l.checkSettings("", &r.settings)
	})
	l.origins = nil
	if l.layers.settings == nil {
		l.layers.settings = map[string]*resolvedSettings{}
	}
	l.layers.settings[key] = r
	return r
}

// stagesOf returns the steps and outputs that the layers in own, over those
// of all documents and under the profiles, ask for.
func (l *loader) stagesOf(own []*layer) *resolvedStages {
	stack := slices.Concat(l.layers.manifest, own, l.layers.used)
	key := keyOf(stack, func(la *layer) bool {
		return child(la.node, "pipeline") != nil || child(la.node, "outputs") != nil
	})
	if r := l.layers.made[key]; r != nil {
		return r
	}
	r := &resolvedStages{origins: Origins{}}
	l.origins = r.origins
	mistakes := l.silently(func() {
		r.steps, r.outputs = l.steps(stack), l.outputs(stack)
	})
	l.origins, r.failed = nil, mistakes > 0
	if l.layers.made == nil {
		l.layers.made = map[string]*resolvedStages{}
	}
	l.layers.made[key] = r
	return r
}

// keyOf is the same for stacks that come to the same: those in which the
// layers that count are the same.
func keyOf(stack []*layer, counts func(*layer) bool) string {
	var key []byte
	for _, la := range stack {
		if counts(la) {
			key = strconv.AppendInt(append(key, ' '), int64(la.number), 36)
		}
	}
	return string(key)
}

// overrides reads the list n of overrides.
func (l *loader) overrides(n *yaml.Node, path string) []*layer {
	if n == nil || isNull(n) {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		l.fail(n, path, "must be a list: write \"- match: texts/*.txt\", and below it what holds for these")
		return nil
	}
	var list []*layer
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		var o override
		mistakes := len(l.errs)
		l.decode(item, reflect.ValueOf(&o).Elem(), at)
		if len(o.Match) == 0 && len(l.errs) == mistakes {
			l.failAt(at, "does not say which documents: add \"match: texts/*.txt\"")
		}
		for _, pattern := range o.Match {
			if err := l.checkMatch(pattern); err != nil {
				l.failAt(join(at, "match"), "%v", err)
			}
		}
		la := l.newLayer(item, at, kindOverride)
		la.match, la.optional = o.Match, o.Optional
		l.checkLayer(la)
		list = append(list, la)
	}
	return list
}

// checkMatch reports an error if pattern can't match a source.
func (l *loader) checkMatch(pattern string) error {
	if err := literal(pattern); err != nil {
		return err
	}
	if !doublestar.ValidatePattern(pattern) {
		return fmt.Errorf("%s is no valid pattern: a bracket is not closed", quote(pattern))
	}
	return nil
}

// matching returns the overrides for the document with the given ID and
// source, a path from the working folder.
func (l *loader) matching(id, source string) []*layer {
	var list []*layer
	for _, la := range l.layers.overrides {
		if slices.ContainsFunc(la.match, func(pattern string) bool { return pattern == id || la.in.paths.matches(pattern, source) }) {
			la.used = true
			list = append(list, la)
		}
	}
	return list
}

// unmatched reports overrides and rows that are about no document.
func (l *loader) unmatched() {
	if len(l.errs) > 0 {
		return // then documents may be missing
	}
	for _, la := range l.layers.overrides {
		if !la.used && !la.optional {
			l.within(la.in, "", func() {
				l.failAt(join(la.path, "match"), "no document's source matches %s: mend the pattern, or say \"optional: true\"", byhand.Enumerate(quoted(la.match), "or"))
			})
		}
	}
	for _, t := range l.tables {
		l.within(t.in, "", func() { t.unmatched(l) })
	}
}

func quoted(list []string) []string {
	var quotes []string
	for _, s := range list {
		quotes = append(quotes, quote(s))
	}
	return quotes
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// child returns the value of key in the mapping n, or nil. An alias is
// followed.
func child(n *yaml.Node, key string) *yaml.Node {
	if n = followed(n); n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key && n.Content[i].Kind == yaml.ScalarNode {
			return followed(n.Content[i+1])
		}
	}
	return nil
}

// followed returns n, or, if n is an alias, what it stands for.
func followed(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

// isTrue reports whether n is the truth value true.
func isTrue(n *yaml.Node) bool {
	return n != nil && n.Kind == yaml.ScalarNode && n.Tag == "!!bool" && strings.EqualFold(n.Value, "true")
}
