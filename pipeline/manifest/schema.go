package manifest

import (
	"bytes"
	_ "embed"
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/document"
)

// The files that a user writes by hand, for [Schema].
const (
	SchemaManifest = "manifest"
	SchemaInclude  = "include" // a file that a manifest includes
	SchemaSidecar  = "sidecar" // a file beside a source with what is known of it
	SchemaFixes    = "fixes"   // a file beside a source with decisions made by hand
)

// Schema returns the JSON Schema of one of the files that a user writes, with
// the stages and formats of registry. It is in draft 7, which editors know, and
// made of the types that the decoder fills, by the decoder's rules: what has
// the wrong form for one has it for the other. What needs a look at the disk,
// at two places of the file, or at a check digit, only Load can tell.
func Schema(registry Registry, name string) ([]byte, error) {
	b := &schemaBuilder{registry: registry, definitions: new(properties)}
	b.grammar = b.grammarOf()
	if err := json.Unmarshal(descriptions, &b.descriptions); err != nil {
		return nil, fmt.Errorf("read the descriptions: %w", err)
	}
	root := b.root(name)
	if root == nil {
		return nil, fmt.Errorf("there is no schema %q", name)
	}
	root.Dialect, root.Definitions = "http://json-schema.org/draft-07/schema#", b.definitions
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		return nil, fmt.Errorf("write the schema: %w", err)
	}
	return out.Bytes(), nil
}

// descriptions are the comments at the fields of the types that a manifest
// fills, by "package.Type.Field". A test writes them.
//
//go:embed descriptions.json
var descriptions []byte

// schema is a JSON Schema, as far as manifests need it.
type schema struct {
	Dialect     string              `json:"$schema,omitempty"`
	Title       string              `json:"title,omitempty"`
	Description string              `json:"description,omitempty"`
	Ref         string              `json:"$ref,omitempty"`
	Type        any                 `json:"type,omitempty"` // a name or a list of names
	Const       any                 `json:"const,omitempty"`
	Enum        []string            `json:"enum,omitempty"`
	Examples    []string            `json:"examples,omitempty"`
	Pattern     string              `json:"pattern,omitempty"`
	Hint        string              `json:"patternErrorMessage,omitempty"` // what editors say instead of the pattern
	MinLength   int                 `json:"minLength,omitempty"`
	Minimum     *int                `json:"minimum,omitempty"`
	Maximum     *int                `json:"maximum,omitempty"`
	Items       *schema             `json:"items,omitempty"`
	MinItems    int                 `json:"minItems,omitempty"`
	Properties  *properties         `json:"properties,omitempty"`
	Names       *schema             `json:"propertyNames,omitempty"`
	Others      any                 `json:"additionalProperties,omitempty"` // false, or a *schema
	MinKeys     int                 `json:"minProperties,omitempty"`
	MaxKeys     int                 `json:"maxProperties,omitempty"`
	Required    []string            `json:"required,omitempty"`
	Needs       map[string][]string `json:"dependencies,omitempty"`
	AnyOf       []*schema           `json:"anyOf,omitempty"`
	AllOf       []*schema           `json:"allOf,omitempty"`
	Not         *schema             `json:"not,omitempty"`
	Definitions *properties         `json:"definitions,omitempty"`
}

// properties are schemas by names, in an order.
type properties struct {
	names   []string
	schemas []*schema
}

func (p *properties) set(name string, s *schema) {
	p.names, p.schemas = append(p.names, name), append(p.schemas, s)
}

// MarshalJSON writes p as an object, in its order.
func (p *properties) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, name := range p.names {
		var value bytes.Buffer
		e := json.NewEncoder(&value)
		e.SetEscapeHTML(false)
		if err := e.Encode(p.schemas[i]); err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, ',')
		}
		out = append(append(strconv.AppendQuote(out, name), ':'), value.Bytes()...)
	}
	return append(out, '}'), nil
}

// schemaBuilder makes schemas of types.
type schemaBuilder struct {
	registry     Registry
	descriptions map[string]string
	definitions  *properties
	grammar      map[string]func() *schema
}

// root returns the schema called name, or nil.
func (b *schemaBuilder) root(name string) *schema {
	switch name {
	case SchemaManifest:
		s := b.object(reflect.TypeFor[file]())
		s.Title, s.Type, s.Required = "refolio's manifest", "object", []string{"version", "documents"}
		return s
	case SchemaInclude:
		s := b.object(reflect.TypeFor[file]())
		s.Title, s.Type = "a file that a manifest of refolio includes", "object"
		s.Properties.drop("outside")
		return s
	case SchemaSidecar:
		s := b.object(reflect.TypeFor[overlay]())
		s.Title, s.Type = "what is known of the text beside it, for refolio", "object"
		return s
	case SchemaFixes:
		s := b.fixes()
		s.Title = "what a person decided about the text beside it, for refolio"
		return s
	}
	return nil
}

func (p *properties) drop(name string) {
	i := slices.Index(p.names, name)
	p.names, p.schemas = slices.Delete(p.names, i, i+1), slices.Delete(p.schemas, i, i+1)
}

// define makes a definition of what make returns, once, and returns a
// reference to it.
func (b *schemaBuilder) define(name string, build func() *schema) *schema {
	if !slices.Contains(b.definitions.names, name) {
		at := len(b.definitions.names)
		b.definitions.set(name, nil)
		b.definitions.schemas[at] = build()
	}
	return &schema{Ref: "#/definitions/" + name}
}

// object returns the schema of the struct t. It may be empty: "limits:".
func (b *schemaBuilder) object(t reflect.Type) *schema {
	s := &schema{Type: []string{"object", "null"}, Properties: new(properties), Others: false}
	b.fields(t, t, s.Properties)
	return s
}

// fields puts the fields of t, which is outer or inlined in it, into p.
func (b *schemaBuilder) fields(t, outer reflect.Type, p *properties) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case option == "inline":
			b.fields(f.Type, outer, p)
		case f.IsExported() && name != "-":
			if name == "" {
				name = strings.ToLower(f.Name)
			}
			s := b.field(f, name, t, outer)
			if text := b.descriptions[typeName(t)+"."+f.Name]; text != "" {
				s = described(s, text)
			}
			p.set(name, s)
		}
	}
}

// described is s with a description. What stands beside a reference has no
// effect in draft 7, hence the detour.
func described(s *schema, text string) *schema {
	if s.Ref != "" {
		s = &schema{AllOf: []*schema{s}}
	}
	s.Description = text
	if s.Pattern != "" && s.Hint == "" {
		s.Hint = text
	}
	return s
}

// module is the path of this module.
const module = "github.com/refolio/refolio/"

// typeName is the name of t as the descriptions have it.
func typeName(t reflect.Type) string {
	return strings.TrimPrefix(t.PkgPath(), module) + "." + t.Name()
}

// field returns the schema of the field f of t, which has the given key in
// outer.
func (b *schemaBuilder) field(f reflect.StructField, key string, t, outer reflect.Type) *schema {
	if build := b.grammar[outer.Name()+"."+key]; build != nil {
		return build()
	}
	if build := b.grammar[key]; build != nil && outer.PkgPath() == reflect.TypeFor[file]().PkgPath() {
		return build()
	}
	if tag := f.Tag.Get("schema"); tag != "" {
		return tagged(b.value(f.Type), tag)
	}
	if form, ok := reflect.New(t).Interface().(interface{ Patterns() map[string]string }); ok {
		if pattern := form.Patterns()[key]; pattern != "" {
			return patterned(pattern)
		}
	}
	if isMeta(t) { // its texts are checked by CheckMeta
		switch f.Type {
		case reflect.TypeFor[string]():
			return b.words()
		case reflect.TypeFor[[]string]():
			return oneOrMore(b.words())
		}
	}
	return b.value(f.Type)
}

func isMeta(t reflect.Type) bool {
	return t == reflect.TypeFor[document.Meta]() || t == reflect.TypeFor[person]() || t == reflect.TypeFor[series]()
}

// tagged lays what the tag "schema" of a field says over s: enum=a,b or min=1 or
// max=6 or not=1, parted by ";".
func tagged(s *schema, tag string) *schema {
	for part := range strings.SplitSeq(tag, ";") {
		key, value, _ := strings.Cut(part, "=")
		number, _ := strconv.Atoi(value)
		switch key {
		case "enum":
			s = &schema{Enum: strings.Split(value, ",")}
		case "min":
			s.Minimum = &number
		case "max":
			s.Maximum = &number
		case "not":
			s.Not = &schema{Const: number}
		}
	}
	return s
}

var textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()

// value returns the schema of a value of type t, by the rules of decoder.value.
func (b *schemaBuilder) value(t reflect.Type) *schema {
	if reflect.PointerTo(t).Implements(textUnmarshaler) {
		text := b.textForm(t)
		if hasKeys(t) {
			return b.define(t.Name(), func() *schema {
				return &schema{AnyOf: []*schema{text, b.keyed(t)}}
			})
		}
		return text
	}
	switch t.Kind() {
	case reflect.Pointer:
		if t == reflect.TypeFor[*yaml.Node]() {
			return &schema{} // anything: what may stand there is said in the grammar
		}
		return b.value(t.Elem())
	case reflect.Struct:
		return b.object(t)
	case reflect.Slice:
		return oneOrMore(b.value(t.Elem()))
	case reflect.Map:
		return &schema{Type: []string{"object", "null"}, Others: b.value(t.Elem())}
	case reflect.String:
		return b.text()
	case reflect.Bool:
		return &schema{Type: "boolean"}
	case reflect.Float32, reflect.Float64:
		return &schema{Type: "number"}
	}
	return &schema{Type: "integer"}
}

// keyed is the schema of a struct that may also be written as a text.
func (b *schemaBuilder) keyed(t reflect.Type) *schema {
	s := b.object(t)
	s.Type = "object"
	s.Needs = needs[t.Name()]
	return s
}

// text is the schema of a text: anything that is a single value.
func (b *schemaBuilder) text() *schema {
	return b.define("text", func() *schema { return &schema{Type: singleValue} })
}

// words is the schema of a text for readers.
func (b *schemaBuilder) words() *schema {
	return b.define("words", func() *schema { return &schema{Type: singleValue, Pattern: plainText} })
}

// singleValue lists what may stand for a text.
var singleValue = []string{"string", "number", "boolean"}

// patterned is the schema of a text that matches pattern, or of a number if one
// written without quotes can.
func patterned(pattern string) *schema {
	form := regexp.MustCompile(pattern)
	s := &schema{Type: []string{"string"}, Pattern: pattern}
	switch {
	case form.MatchString("99.5"):
		s.Type, s.Minimum = []string{"string", "number"}, new(int)
	case form.MatchString("99"):
		s.Type, s.Minimum = []string{"string", "integer"}, new(int)
	}
	return s
}

// oneOrMore is the schema of a list, which may be written as its one element.
func oneOrMore(s *schema) *schema {
	return &schema{AnyOf: []*schema{s, {Type: "array", Items: s}}}
}

// textForm is the schema of a type that reads texts. What it reads is known
// if it lists its values, or is an enumeration that can write them.
func (b *schemaBuilder) textForm(t reflect.Type) *schema {
	v := reflect.New(t)
	if lister, ok := v.Interface().(interface{ Values() []string }); ok {
		return &schema{Enum: lister.Values()}
	}
	if form, ok := v.Interface().(interface{ Pattern() string }); ok {
		return patterned(form.Pattern())
	}
	if values := enumeration(v); len(values) > 0 {
		return &schema{Enum: values}
	}
	if isMeta(t) {
		return b.words()
	}
	return b.text()
}

// enumeration lists the texts of the enumeration that v points to: a small
// number that is written as one of a list of words.
func enumeration(v reflect.Value) (values []string) {
	if _, ok := v.Elem().Interface().(encoding.TextMarshaler); !ok || v.Elem().Kind() != reflect.Uint8 {
		return nil
	}
	defer func() { _ = recover() }() // behind the last of the list there is nothing
	for i := range 256 {
		v.Elem().SetUint(uint64(i))
		word, err := v.Elem().Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil || slices.Contains(values, string(word)) {
			return values
		}
		values = append(values, string(word))
	}
	return values
}

// DescribedTypes lists the structs whose fields a manifest can set, for the test
// that collects what their comments say.
func DescribedTypes(registry Registry) []reflect.Type {
	var list []reflect.Type
	var add func(t reflect.Type)
	add = func(t reflect.Type) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			add(t.Elem())
		case reflect.Struct:
			if slices.Contains(list, t) || !strings.HasPrefix(t.PkgPath(), module) {
				return
			}
			list = append(list, t)
			for i := range t.NumField() {
				add(t.Field(i).Type)
			}
		}
	}
	for _, t := range []reflect.Type{reflect.TypeFor[file](), reflect.TypeFor[override](), reflect.TypeFor[entry](), reflect.TypeFor[tableEntry]()} {
		add(t)
	}
	for _, k := range slices.Concat(registry.Stages, registry.Formats) {
		add(reflect.TypeOf(k.NewOptions()))
	}
	return list
}
