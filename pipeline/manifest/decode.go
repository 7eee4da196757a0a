package manifest

import (
	"encoding"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/byhand"
)

// maxAliased is how many nodes may be reached through aliases, so that a few
// lines of aliases of aliases can't stand for a billion nodes.
const maxAliased = 10_000

// decoder puts YAML nodes into Go values, strictly: every key must be a
// field's, every value of the field's type. It collects all mistakes.
//
// Types are told by the fields' yaml tags as the yaml package reads them. A
// single value may stand for a list of one, and a text for a struct that is an
// encoding.TextUnmarshaler: "author: Jane Doe" for "author: [{name: Jane Doe}]".
// Texts are what is written: "no" is no truth value and "0012" no number if a
// text is wanted.
type decoder struct {
	in      *input // the file that is being read
	errs    byhand.Errors
	origins Origins // where what is read stands; nil if nobody asks
	layer   string  // what is being read, for the origins
	from    string  // the key path that the origins call to
	to      string
	aliased int // nodes reached through aliases so far
	inAlias int // depth of aliases
	structs map[reflect.Type]*keys
}

// keys are the keys of a struct's fields.
type keys struct {
	names []string         // in the order of the declaration
	index map[string][]int // as reflect.Value.FieldByIndex wants it
}

// input is a file in which something is said about documents.
type input struct {
	name   string                // as messages call it
	paths  paths                 // what the names in it are relative to
	root   *yaml.Node            // what it says
	places map[string]*yaml.Node // where the value of each key path stands that was read
}

func (d *decoder) fail(n *yaml.Node, path, message string, args ...any) {
	d.errs = append(d.errs, &byhand.Error{File: d.in.name, Line: n.Line, Column: n.Column, Key: path, Message: fmt.Sprintf(message, args...)})
}

// said reports whether the file has a value for the key path.
func (d *decoder) said(path string) bool { return d.in.places[path] != nil }

// within calls f to read the file in; layer says what it is for.
func (d *decoder) within(in *input, layer string, f func()) {
	outerIn, outerLayer := d.in, d.layer
	d.in, d.layer = in, layer
	f()
	d.in, d.layer = outerIn, outerLayer
}

// silently calls f and forgets the mistakes that it finds, which were reported
// before. It returns their number.
func (d *decoder) silently(f func()) (mistakes int) {
	errs, aliased := d.errs, d.aliased
	d.errs, d.aliased = nil, 0
	f()
	mistakes = len(d.errs)
	d.errs, d.aliased = errs, aliased
	return mistakes
}

// remember notes that the value of the key path stands at n.
func (d *decoder) remember(n *yaml.Node, path string) {
	d.in.places[path] = n
	if rest, ok := strings.CutPrefix(path, d.from); ok && d.origins != nil {
		d.origins[strings.TrimPrefix(d.to+rest, ".")] = Origin{Place{d.in.name, n.Line, n.Column}, d.layer}
	}
}

// failAt reports a mistake in the value at path, or, if there is none, in what
// is nearest above it.
func (d *decoder) failAt(path, message string, args ...any) {
	at := path
	for d.in.places[at] == nil && at != "" {
		at = at[:max(strings.LastIndexAny(at, ".["), 0)]
	}
	d.fail(d.in.places[at], path, message, args...)
}

// decode puts n, the value of the key path, into v. What n does not mention
// stays as it is.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, path string) {
	d.remember(n, path)
	if n.Kind == yaml.AliasNode {
		d.inAlias++
		defer func() { d.inAlias-- }()
		n = n.Alias
	}
	if d.inAlias > 0 {
		if d.aliased++; d.aliased > maxAliased {
			if d.aliased == maxAliased+1 {
				d.fail(d.in.places[path], path, "aliases stand for too much: write it out, or use defaults")
			}
			return
		}
	}
	if n.Style&yaml.TaggedStyle != 0 {
		d.fail(n, path, "the tag %s has no meaning here: remove it", n.Tag)
		return
	}
	d.value(n, v, path)
}

func (d *decoder) value(n *yaml.Node, v reflect.Value, path string) {
	if v.Type() == reflect.TypeFor[*yaml.Node]() {
		v.Set(reflect.ValueOf(n))
		return
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok && !(hasKeys(v.Type()) && n.Kind == yaml.MappingNode) {
		wanted := "a single value"
		if hasKeys(v.Type()) {
			wanted = "a text or keys with values"
		}
		if d.scalar(n, path, wanted) {
			if err := u.UnmarshalText([]byte(n.Value)); err != nil {
				d.fail(n, path, "%v", err)
			}
		}
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		mistakes := len(d.errs)
		target := reflect.New(v.Type().Elem())
		if d.value(n, target.Elem(), path); len(d.errs) == mistakes {
			v.Set(target)
		}
	case reflect.Struct:
		d.structure(n, v, path)
	case reflect.Slice:
		d.list(n, v, path)
	case reflect.Map:
		d.table(n, v, path)
	case reflect.String:
		if d.scalar(n, path, "a text") {
			v.SetString(n.Value)
		}
	case reflect.Bool:
		d.truth(n, v, path)
	default:
		d.number(n, v, path)
	}
}

// hasKeys reports whether t is a struct whose fields a manifest can name.
func hasKeys(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.NumField() > 0 && t.Field(0).Tag.Get("yaml") != ""
}

// scalar reports whether n is a single value, and complains if it isn't.
func (d *decoder) scalar(n *yaml.Node, path, wanted string) bool {
	switch {
	case n.Kind != yaml.ScalarNode:
		d.fail(n, path, "must be %s, not %s", wanted, kind(n))
	case n.Tag == "!!null":
		d.fail(n, path, "has no value: give it one, or remove the key")
	default:
		return true
	}
	return false
}

func (d *decoder) truth(n *yaml.Node, v reflect.Value, path string) {
	if !d.scalar(n, path, "true or false") {
		return
	}
	b, err := strconv.ParseBool(strings.ToLower(n.Value))
	if n.Tag != "!!bool" || err != nil {
		d.fail(n, path, "must be true or false, not %s", quote(n.Value))
		return
	}
	v.SetBool(b)
}

func (d *decoder) number(n *yaml.Node, v reflect.Value, path string) {
	wanted := "a whole number"
	if v.CanFloat() {
		wanted = "a number"
	}
	if !d.scalar(n, path, wanted) {
		return
	}
	if n.Style != 0 {
		d.fail(n, path, "must be %s, without quotes", wanted)
		return
	}
	// The yaml package knows what of 0x10, 1e3 and 1_000 fits the type, but
	// cuts what stands behind the point.
	var f float64
	isNumber := n.Decode(&f) == nil && !math.IsInf(f, 0) && !math.IsNaN(f)
	if !isNumber || !v.CanFloat() && f != math.Trunc(f) || n.Decode(v.Addr().Interface()) != nil {
		d.fail(n, path, "must be %s, not %s", wanted, quote(n.Value))
	}
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		if n.Kind != yaml.MappingNode && !d.scalar(n, path, "a list") {
			return
		}
		if n.Kind == yaml.MappingNode && v.Type().Elem().Kind() == reflect.String {
			d.fail(n, path, "must be a text or a list of texts, not %s", kind(n))
			return
		}
		one := reflect.MakeSlice(v.Type(), 1, 1)
		d.value(n, one.Index(0), path)
		v.Set(one)
		return
	}
	values := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.decode(item, values.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
	v.Set(values)
}

func (d *decoder) table(n *yaml.Node, v reflect.Value, path string) {
	values := reflect.MakeMap(v.Type())
	d.pairs(n, path, func(key, value *yaml.Node) {
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		d.value(key, k, path)
		d.decode(value, e, join(path, key.Value))
		values.SetMapIndex(k, e)
	})
	v.Set(values)
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, path string) {
	k := d.structs[v.Type()]
	if k == nil {
		if d.structs == nil {
			d.structs = map[reflect.Type]*keys{}
		}
		k = keysOf(v.Type())
		d.structs[v.Type()] = k
	}
	d.pairs(n, path, func(key, value *yaml.Node) {
		field, ok := k.index[key.Value]
		if !ok {
			d.fail(key, join(path, label(key.Value)), "unknown key%s", didYouMean(key.Value, k.names))
			return
		}
		d.decode(value, v.FieldByIndex(field), join(path, key.Value))
	})
}

// pairs calls pair for each key of the mapping n. An empty value is an empty
// mapping.
func (d *decoder) pairs(n *yaml.Node, path string, pair func(key, value *yaml.Node)) {
	if n.Kind == yaml.ScalarNode && n.Tag == "!!null" {
		return
	}
	if n.Kind != yaml.MappingNode {
		d.fail(n, path, "must be keys with values, not %s", kind(n))
		return
	}
	seen := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch first := seen[key.Value]; {
		case key.Kind != yaml.ScalarNode:
			d.fail(key, path, "a key must be a word, not %s", kind(key))
		case key.Tag == "!!merge":
			d.fail(key, join(path, key.Value), "merging is not supported: use defaults")
		case first != nil:
			d.fail(key, join(path, key.Value), "stands here a second time, after line %d: keep one", first.Line)
		default:
			seen[key.Value] = key
			pair(key, value)
		}
	}
}

// keysOf returns the keys of the struct t, and of the structs in it that are
// marked inline.
func keysOf(t reflect.Type) *keys {
	k := &keys{index: map[string][]int{}}
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case option == "inline":
			inner := keysOf(f.Type)
			k.names = append(k.names, inner.names...)
			for name, index := range inner.index {
				k.index[name] = append([]int{i}, index...)
			}
		case f.IsExported() && name != "-":
			if name == "" {
				name = strings.ToLower(f.Name)
			}
			k.names = append(k.names, name)
			k.index[name] = []int{i}
		}
	}
	return k
}

// typeOf returns the type of the field with the given key, or nil.
func (k *keys) typeOf(t reflect.Type, name string) reflect.Type {
	if index, ok := k.index[name]; ok {
		return t.FieldByIndex(index).Type
	}
	return nil
}

// didYouMean suggests the name that was meant, or lists those that there are.
func didYouMean(name string, names []string) string {
	if len(names) == 0 {
		return ": there is nothing to set here"
	}
	return byhand.Meant(name, names, "use "+byhand.Enumerate(names, "or"))
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

// single returns n, or, if n is an alias of a single value, that value.
func single(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode && n.Alias.Kind == yaml.ScalarNode {
		return n.Alias
	}
	return n
}

// label is a key as a message shows it: as it is if it is a word.
func label(key string) string {
	if key == "" || len(key) > 40 || strings.ContainsFunc(key, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' }) {
		return quote(key)
	}
	return key
}

func kind(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "keys with values"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Kind == yaml.AliasNode:
		return "an alias"
	case n.Tag == "!!null":
		return "nothing"
	}
	return quote(n.Value)
}

// quote shows a value in a message, cut if it is long.
func quote(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "..."
	}
	if strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) || r == unicode.ReplacementChar }) {
		return strconv.Quote(s)
	}
	return `"` + s + `"`
}
