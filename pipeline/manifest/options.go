package manifest

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/byhand"
)

// defaultSteps returns every stage with its defaults.
func (l *loader) defaultSteps() []Step {
	steps := make([]Step, len(l.registry.Stages))
	for i, s := range l.registry.Stages {
		steps[i] = Step{Name: s.Name, Options: s.NewOptions()}
	}
	return steps
}

// steps returns every stage with the options that the layers of stack give it.
func (l *loader) steps(stack []*layer) []Step {
	steps := l.defaultSteps()
	for _, la := range stack {
		l.within(la.in, la.kind, func() { l.pipeline(child(la.node, "pipeline"), steps, join(la.path, "pipeline")) })
	}
	return steps
}

// pipeline lays the list n of stages over steps, which are in their order.
func (l *loader) pipeline(n *yaml.Node, steps []Step, path string) {
	if n == nil || n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.SequenceNode {
		l.fail(n, path, "must be a list of stages: write \"- \" before each")
		return
	}
	var order []string
	for i, item := range n.Content {
		at := fmt.Sprintf("%s[%d]", path, i)
		name, value := l.nameAndOptions(item, at, "a stage")
		if name == nil {
			continue
		}
		step := slices.IndexFunc(steps, func(s Step) bool { return s.Name == name.Value })
		switch {
		case step < 0:
			l.fail(name, at, "there is no stage %s%s", quote(name.Value), didYouMean(name.Value, names(l.registry.Stages)))
		case slices.Contains(order, name.Value):
			l.fail(name, at, "the stage %s stands here a second time: keep one", quote(name.Value))
		default:
			order = append(order, name.Value)
			l.from, l.to = join(at, name.Value), "pipeline."+name.Value
			l.remember(name, l.from)
			steps[step].Off = !l.options(value, steps[step].Options, join(at, name.Value))
		}
	}
	reorder(steps, order)
}

// reorder shares out the places of the named steps among them in the order
// given; the others stay where they are.
func reorder(steps []Step, order []string) {
	byName := map[string]Step{}
	for _, s := range steps {
		byName[s.Name] = s
	}
	next := 0
	for i := range steps {
		if slices.Contains(order, steps[i].Name) {
			steps[i] = byName[order[next]]
			next++
		}
	}
}

// nameAndOptions reads a list's element that is a name, or a name with options. It
// returns nil if item is neither.
func (l *loader) nameAndOptions(item *yaml.Node, path, what string) (name, value *yaml.Node) {
	item = single(item)
	switch {
	case item.Kind == yaml.ScalarNode && item.Tag != "!!null":
		return item, nil
	case item.Kind == yaml.MappingNode && len(item.Content) == 2 && item.Content[0].Kind == yaml.ScalarNode:
		return item.Content[0], item.Content[1]
	case item.Kind == yaml.MappingNode && len(item.Content) > 2:
		l.fail(item.Content[2], path, "is the second key of one element: begin each with \"- \" on a line of its own, and indent the options further")
	default:
		l.fail(item, path, "must be the name of %s, not %s", what, kind(item))
	}
	return nil, nil
}

// options fills the options struct that o points to from n, and reports
// whether what they belong to is switched on.
func (l *loader) options(n *yaml.Node, o any, path string) (on bool) {
	if n = single(n); n != nil && n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
		switch strings.ToLower(n.Value) {
		case "off", "false":
			return false
		case "on", "true":
			return true
		}
		l.fail(n, path, "must be on, off or options, not %s", quote(n.Value))
		return true
	}
	if n == nil {
		return true
	}
	before := fileOptions(o)
	mistakes := len(l.errs)
	l.decode(n, reflect.ValueOf(o).Elem(), path)
	l.files(n, o, before, path)
	if v, ok := o.(interface{ Validate() error }); ok && len(l.errs) == mistakes {
		if err := v.Validate(); err != nil {
			l.invalid(path, err)
		}
	}
	return true
}

// invalid reports an error of Validate. One that begins with "key: " is about
// that option.
func (l *loader) invalid(path string, err error) {
	if key, message, ok := strings.Cut(err.Error(), ": "); ok && l.said(join(path, key)) {
		l.failAt(join(path, key), "%s", message)
		return
	}
	l.failAt(path, "%v", err)
}

// fileOptions returns the values of those of the options o that are files.
func fileOptions(o any) []string {
	f, ok := o.(interface{ Files() []*string })
	if !ok {
		return nil
	}
	var values []string
	for _, file := range f.Files() {
		values = append(values, *file)
	}
	return values
}

// files makes the files that n has set among the options o paths that lead from
// the working folder. Those that stood there before were not set by n. There may
// be more or fewer than before: a list of fonts is one of files.
func (l *loader) files(n *yaml.Node, o any, before []string, path string) {
	f, ok := o.(interface{ Files() []*string })
	if !ok {
		return
	}
	for _, file := range f.Files() {
		if *file == "" || slices.Contains(before, *file) {
			continue
		}
		if err := l.in.paths.file(*file); err != nil {
			l.failAt(pathOf(n, *file, path), "%v", err)
		}
		*file = l.in.paths.join(*file)
	}
}

// pathOf returns the key path of the text value in n, which stands at path, or
// path itself if it isn't there.
func pathOf(n *yaml.Node, value, path string) string {
	for i, c := range n.Content {
		at := path
		switch {
		case n.Kind == yaml.SequenceNode:
			at = fmt.Sprintf("%s[%d]", path, i)
		case n.Kind == yaml.MappingNode && i%2 == 0:
			continue // a key
		case n.Kind == yaml.MappingNode:
			at = join(path, n.Content[i-1].Value)
		}
		if c.Kind == yaml.ScalarNode && c.Value == value {
			return at
		}
		if found := pathOf(c, value, at); found != at {
			return found
		}
	}
	return path
}

// outputs returns the formats that the layers of stack ask for, in the order of
// the registry.
func (l *loader) outputs(stack []*layer) []Output {
	options := map[string]any{}
	for _, la := range stack {
		l.within(la.in, la.kind, func() {
			if exact := l.formats(child(la.node, "outputs"), options, join(la.path, "outputs")); exact != nil {
				maps.DeleteFunc(options, func(name string, _ any) bool { return !slices.Contains(exact, name) })
			}
		})
	}
	var outputs []Output
	for _, f := range l.registry.Formats {
		if o := options[f.Name]; o != nil {
			outputs = append(outputs, Output{Name: f.Name, Options: o})
		}
	}
	return outputs
}

// formats lays the outputs n over options. If n is a list, it returns the
// formats that it names.
func (l *loader) formats(n *yaml.Node, options map[string]any, path string) (exact []string) {
	if n == nil {
		return nil
	}
	l.from = "-" // no key path begins so: a list has no place of its own
	if n.Kind == yaml.MappingNode && len(n.Content) > 0 {
		l.pairs(n, path, func(key, value *yaml.Node) { l.format(key, value, options, join(path, label(key.Value))) })
		return nil
	}
	items := n.Content
	if n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
		items = []*yaml.Node{n}
	}
	if len(items) == 0 {
		l.fail(n, path, "names no format: use %s", byhand.Enumerate(names(l.registry.Formats), "or"))
	}
	for i, item := range items {
		at := fmt.Sprintf("%s[%d]", path, i)
		name, value := l.nameAndOptions(item, at, "a format")
		switch {
		case name == nil:
		case slices.Contains(exact, name.Value):
			l.fail(name, at, "the format %s stands here a second time: keep one", quote(name.Value))
		default:
			exact = append(exact, name.Value)
			l.format(name, value, options, at)
		}
	}
	return exact
}

// format lays the options value of the format called key over options.
func (l *loader) format(key, value *yaml.Node, options map[string]any, path string) {
	i := slices.IndexFunc(l.registry.Formats, func(f Kind) bool { return f.Name == key.Value })
	if i < 0 {
		l.fail(key, path, "there is no format %s%s", quote(key.Value), l.formatMeant(key.Value))
		return
	}
	o := options[key.Value]
	if o == nil {
		o = l.registry.Formats[i].NewOptions()
	}
	options[key.Value] = o
	l.from, l.to = path, "outputs."+key.Value
	l.remember(key, path)
	if !l.options(value, o, path) {
		delete(options, key.Value)
	}
}

func (l *loader) formatMeant(name string) string {
	for _, f := range l.registry.Formats {
		if strings.EqualFold(name, f.Alias) {
			return fmt.Sprintf(": did you mean %q?", f.Name)
		}
	}
	return didYouMean(name, names(l.registry.Formats))
}

func names(kinds []Kind) []string {
	list := make([]string, len(kinds))
	for i, k := range kinds {
		list[i] = k.Name
	}
	return list
}
