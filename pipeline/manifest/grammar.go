package manifest

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/refolio/refolio/pipeline/fixes"
)

// grammarOf returns the forms that a type does not tell: those of the values that
// are read as YAML nodes, and those that are checked after reading. Its keys are
// names of keys, or "type.key" where a key means different things.
func (b *schemaBuilder) grammarOf() map[string]func() *schema {
	all := b.manifestGrammar()
	maps.Copy(all, b.documentsGrammar())
	maps.Copy(all, b.settingsGrammar())
	return all
}

// manifestGrammar is that of what a manifest says of itself.
func (b *schemaBuilder) manifestGrammar() map[string]func() *schema {
	return map[string]func() *schema{
		"version":       func() *schema { return &schema{Type: "integer", Const: 1} },
		"include":       func() *schema { return oneOrMore(b.path()) },
		"limits.input":  func() *schema { return sizeForm("256 MB") },
		"limits.memory": func() *schema { return sizeForm("2 GB") },
		"limits.time": func() *schema {
			return &schema{Type: []string{"string"}, Pattern: `^([0-9]+(\.[0-9]+)?(ms|h|m|s))+$`, Examples: []string{"10m"}}
		},
		"output":   func() *schema { return b.literalPath() },
		"baseline": func() *schema { return b.literalPath() },
		"profiles": func() *schema {
			return &schema{Type: []string{"object", "null"},
				Names:  &schema{Not: &schema{Type: "string", Pattern: `[\x00-\x20/\\:*?"<>|]|--|\.\.|^[-.]|[-.]$`}},
				Others: b.define("profile", func() *schema { return b.object(reflect.TypeFor[general]()) })}
		},
		"sidecars": func() *schema {
			return &schema{Type: "string", Hint: "write, for example, .meta.yaml", Pattern: `^\.[^/\\*?]*[^/\\*?.]$`, Examples: []string{".meta.yaml"}}
		},
	}
}

// sizeForm is the schema of a [Size].
func sizeForm(example string) *schema {
	least := 1
	return &schema{Type: []string{"string", "integer"}, Minimum: &least, Hint: "write, for example, 300 MB", Pattern: `^\s*0*[1-9][0-9]*\s*([kKmMgG][bB])?\s*$`, Examples: []string{example}}
}

// documentsGrammar is that of what says which documents there are, and how they
// are made.
func (b *schemaBuilder) documentsGrammar() map[string]func() *schema {
	return map[string]func() *schema{
		"defaults": func() *schema {
			return b.define("settings", func() *schema { return b.object(reflect.TypeFor[settings]()) })
		},
		"pipeline": func() *schema { return b.define("pipeline", b.pipeline) },
		"outputs":  func() *schema { return b.define("outputs", b.outputs) },
		"overrides": func() *schema {
			return b.define("overrides", func() *schema {
				item := b.object(reflect.TypeFor[override]())
				item.Type, item.Required = "object", []string{"match"}
				return &schema{Type: []string{"array", "null"}, Items: item}
			})
		},
		"override.match": func() *schema {
			one := b.literalPath()
			return &schema{AnyOf: []*schema{one, {Type: "array", Items: one, MinItems: 1}}}
		},
		"metadata": func() *schema {
			table := b.object(reflect.TypeFor[tableEntry]())
			table.Type, table.Required = "object", []string{"file"}
			return oneOrMore(&schema{AnyOf: []*schema{b.path(), table}})
		},
		"tableEntry.file": func() *schema { return b.path() },
		"documents": func() *schema {
			item := b.object(reflect.TypeFor[entry]())
			item.Type, item.Required = "object", []string{"source"}
			one := b.define("document", func() *schema { return &schema{AnyOf: []*schema{b.path(), item}} })
			return &schema{AnyOf: []*schema{one, {Type: "array", Items: one, MinItems: 1}}}
		},
		"fixes":  b.fixes,
		"source": func() *schema { return b.path() },
		"id": func() *schema {
			return &schema{Type: singleValue, AllOf: []*schema{
				{Not: &schema{Type: "string", Pattern: `[\x00-\x1f/\\:*?"<>|]|--|\.\.|^[-.]|[-.]$`}}}}
		},
	}
}

// settingsGrammar is that of what is known of a document.
func (b *schemaBuilder) settingsGrammar() map[string]func() *schema {
	return map[string]func() *schema{
		"filename": func() *schema {
			return &schema{Type: singleValue, AllOf: []*schema{
				{Pattern: `^([^{}\\]|\{(` + strings.Join(filenameKeys(), "|") + `)(\|[^{}]*)?\})+$`},
				{Not: &schema{Type: "string", Pattern: `^/|/$|(^|/)\.\.(/|$)`}}}, Examples: []string{"{id}", "{lang}/{author|anonymous}/{id}"}}
		},
		"lang":      func() *schema { return b.languageForm() },
		"languages": func() *schema { return oneOrMore(b.languageForm()) },
		"date": func() *schema {
			first, last := 1000, 9999 // years that are written without quotes
			return &schema{Type: []string{"string", "integer"}, Hint: "write 2019, 2019-01 or 2019-01-31", Pattern: `^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?)?$`, Minimum: &first, Maximum: &last}
		},
		"modified": func() *schema {
			return &schema{Type: "string", Hint: "write 2019-01-31 or 2019-01-31T12:00:00Z", Pattern: `^([0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T[0-9]{2}:[0-9]{2}:[0-9]{2}([.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2}))?)?$`}
		},
		"isbn": func() *schema {
			return &schema{Type: []string{"string", "integer"}, Hint: "an ISBN has 10 or 13 digits", Pattern: `^([\s‐‑-]*[0-9][\s‐‑-]*){9}[0-9Xx]\s*$|^([\s‐‑-]*[0-9][\s‐‑-]*){13}$|^\s*$`}
		},
		"doi": func() *schema {
			return &schema{Type: "string", Hint: "write it as 10.1000/182", Pattern: `^\s*$|^\s*(` + anyCase("doi:") + `|` + anyCase("urn:doi:") + `|` + anyCase("http") + `[Ss]?://(` + anyCase("dx.") + `)?` + anyCase("doi.org") + `/)?\s*10\.[0-9]{4,9}(\.[0-9]+)*/\S+\s*$`}
		},
		"person.role": func() *schema {
			words := slices.Sorted(maps.Keys(roles))
			forms := make([]string, len(words))
			for i, w := range words {
				forms[i] = anyCase(w)
			}
			return &schema{AnyOf: []*schema{{Enum: words}, {Type: "string", Pattern: `^\s*(|[A-Za-z]{3}|` + strings.Join(forms, "|") + `)\s*$`}}}
		},
		"series.number": func() *schema {
			return &schema{Type: []string{"string", "number"}, Pattern: `^\s*([0-9]+(\.[0-9]+)*)?\s*$`, Minimum: new(int)}
		},
		"encoding": func() *schema {
			s := &schema{Type: singleValue}
			s.Examples = []string{"auto", "utf-8", "windows-1252", "iso-8859-2", "koi8-r", "shift_jis"}
			return s
		},
		"from": func() *schema { return &schema{Enum: b.registry.Forms} },
	}
}

// fixes is the schema of a list of fixes, see package fixes.
func (b *schemaBuilder) fixes() *schema {
	item := &schema{Type: "object", Properties: new(properties), Others: false, Required: []string{"line", "text"}}
	first := 1
	item.Properties.set("line", &schema{Type: "integer", Minimum: &first, Description: "of the source, from 1, where the text begins"})
	item.Properties.set("column", &schema{Type: "integer", Minimum: &first, Description: "in characters, where the line is not enough to tell the place"})
	item.Properties.set("text", &schema{Type: singleValue, Pattern: `\S`, Description: "what stands there"})
	item.Properties.set("part", described(b.text(), "the part of the text that the fix is about, where that is not all of it"))
	item.Properties.set("until", described(b.text(), "the last text that the fix is about"))
	item.Properties.set("why", described(b.text(), "the reason"))
	for _, kind := range fixes.Kinds() {
		item.Properties.set(string(kind), decision(kind))
		item.AnyOf = append(item.AnyOf, &schema{Required: []string{string(kind)}})
	}
	return &schema{Type: "array", Items: item}
}

// decision is the schema of the value of a fix.
func decision(kind fixes.Kind) *schema {
	values := kind.Values()
	if values == nil {
		return &schema{Type: singleValue}
	}
	s := &schema{AnyOf: []*schema{{Enum: values}}}
	yes, no := slices.Contains(values, "yes"), slices.Contains(values, "no")
	if yes {
		s.AnyOf = append(s.AnyOf, &schema{Const: true}, &schema{Type: "string", Pattern: "^(" + anyCase("yes") + "|" + anyCase("true") + ")$"})
	}
	if no {
		s.AnyOf = append(s.AnyOf, &schema{Type: "boolean", Not: &schema{Const: true}}, &schema{Type: "string", Pattern: "^(" + anyCase("no") + "|" + anyCase("false") + ")$"})
	}
	if slices.Contains(values, "1") {
		first, last := 1, 6
		s.AnyOf = append(s.AnyOf, &schema{Type: "integer", Minimum: &first, Maximum: &last})
	}
	return s
}

// needs lists the keys that make no sense without others.
var needs = map[string]map[string][]string{
	"person": {"role": {"name"}, "file-as": {"name"}},
	"series": {"number": {"title"}},
}

// plainText is the form of a text: no control characters but white space, and
// no mark of a lost character.
const plainText = "^[^\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\ufffd]*$"

// path is the form of a name of a file.
func (b *schemaBuilder) path() *schema {
	return b.define("path", func() *schema { return &schema{Type: singleValue, MinLength: 1} })
}

// literalPath is the form of a path in which nothing is replaced, see literal.
func (b *schemaBuilder) literalPath() *schema {
	return b.define("literal-path", func() *schema {
		return &schema{Type: singleValue, MinLength: 1, Not: &schema{Type: "string", Pattern: `[$\\]|^~|://`}}
	})
}

func (b *schemaBuilder) languageForm() *schema {
	return b.define("language", func() *schema {
		return &schema{Type: "string", Hint: "use, for example, en, de-AT or pt-BR", Pattern: `^([A-Za-z]{2,3}|[ixIX]([-_][A-Za-z0-9]{1,8})+)?([-_][A-Za-z0-9]{1,8})*$`, Examples: []string{"en", "de-AT", "pt-BR"}}
	})
}

// anyCase is a pattern for word in large or small letters.
func anyCase(word string) string {
	var sb strings.Builder
	for _, r := range word {
		if unicode.IsLetter(r) {
			fmt.Fprintf(&sb, "[%c%c]", unicode.ToUpper(r), unicode.ToLower(r))
		} else if r == ' ' {
			sb.WriteString(`\s+`)
		} else {
			sb.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	return sb.String()
}

// onOff is the form of a switch.
func onOff() *schema {
	return &schema{AnyOf: []*schema{{Enum: []string{"on", "off"}}, {Type: "boolean"},
		{Type: "string", Pattern: "^(" + anyCase("on") + "|" + anyCase("off") + "|" + anyCase("true") + "|" + anyCase("false") + ")$"}}}
}

// switches returns, for each of kinds, the schema of what may follow its name.
func (b *schemaBuilder) switches(what string, kinds []Kind) *properties {
	p := new(properties)
	for _, k := range kinds {
		p.set(k.Name, b.define(what+"-"+k.Name, func() *schema {
			return &schema{AnyOf: []*schema{b.define("switch", onOff), b.object(reflect.TypeOf(k.NewOptions()).Elem())}}
		}))
	}
	return p
}

// named is the schema of an element of a list of kinds: a name, alone or with
// options.
func (b *schemaBuilder) named(what string, kinds []Kind) *schema {
	return &schema{AnyOf: []*schema{{Enum: names(kinds)},
		{Type: "object", Properties: b.switches(what, kinds), Others: false, MinKeys: 1, MaxKeys: 1}}}
}

func (b *schemaBuilder) pipeline() *schema {
	return &schema{Type: []string{"array", "null"}, Items: b.named("stage", b.registry.Stages)}
}

func (b *schemaBuilder) outputs() *schema {
	return &schema{AnyOf: []*schema{
		{Type: "object", Properties: b.switches("format", b.registry.Formats), Others: false, MinKeys: 1},
		{Type: "array", Items: b.named("format", b.registry.Formats), MinItems: 1},
		{Enum: names(b.registry.Formats)},
	}}
}
