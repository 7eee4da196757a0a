package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Schema returns the JSON Schema (draft 2020-12) of the form that [Encode]
// writes. It is made of the same tables that Encode and [Decode] go by, so that
// it can't say anything else; schema.json beside this file is a copy for those
// who read.
//
// What it accepts Decode accepts, but for what a schema can't say: that every
// reference meets a note and has a mark only if it does not, that IDs are unique,
// that a span does not end before it starts, and how deep things may be nested.
func Schema() ([]byte, error) {
	block, inline := choice(), choice()
	defs := map[string]*schema{
		"blocks":  {Type: "array", Items: refTo("block")},
		"content": {Type: "array", Items: refTo("inline")},
		"inline":  inline,
		"block":   block,
		"span": {
			Description: "The bytes [start, end) of the decoded source that this was made from.",
			Type:        "array", Items: &schema{Type: "integer", Minimum: new(int)}, MinItems: 2, MaxItems: 2,
		},
		"note": noteSchema(),
	}
	for k := range kindNames {
		defs[kindNames[k]] = blockSchema(Kind(k))
		if homeOf(kindNames[k]) == "" {
			block.add(kindNames[k])
		}
	}
	block.Required = []string{"kind"}
	for k := range inlineNames {
		defs[inlineNames[k]] = inlineSchema(InlineKind(k))
		inline.add(inlineNames[k])
	}
	inline.AllOf[Text].If.Required = nil // it may go without its kind
	return encodeSchema(&schema{
		Dialect: "https://json-schema.org/draft/2020-12/schema", ID: fmt.Sprintf("urn:refolio:document:%d", JSONVersion),
		Title:       "A document in refolio's JSON form",
		Description: "An edition: metadata, blocks in reading order and notes. Empty and zero values are left out.",
		Type:        "object", Closed: new(bool), Required: []string{"refolio"},
		Properties: map[string]*schema{
			"refolio": {Description: "The version of the form.", Const: JSONVersion},
			"meta":    metaSchema(),
			"blocks":  refTo("blocks"),
			"notes":   {Type: "array", Items: refTo("note")},
		},
		Defs: defs,
	})
}

// schema is as much of a JSON Schema as is needed here.
type schema struct {
	Dialect     string             `json:"$schema,omitempty"`
	ID          string             `json:"$id,omitempty"`
	Ref         string             `json:"$ref,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Type        string             `json:"type,omitempty"`
	Const       any                `json:"const,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	Format      string             `json:"format,omitempty"`
	Minimum     *int               `json:"minimum,omitempty"`
	Maximum     int                `json:"maximum,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	MinItems    int                `json:"minItems,omitempty"`
	MaxItems    int                `json:"maxItems,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	AllOf       []*schema          `json:"allOf,omitempty"`
	If          *schema            `json:"if,omitempty"`
	Then        *schema            `json:"then,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Closed      *bool              `json:"additionalProperties,omitempty"`
	Defs        map[string]*schema `json:"$defs,omitempty"`
}

func refTo(def string) *schema { return &schema{Ref: "#/$defs/" + def} }

// choice is a schema of objects that differ by their kind.
func choice() *schema {
	return &schema{Type: "object", Properties: map[string]*schema{"kind": {}}}
}

// add says that objects of a kind are as the definition of that name has them.
// Only that one is looked at, so that whoever is told of a mistake is told of
// that, and not what all the other kinds would want.
func (s *schema) add(kind string) {
	s.Properties["kind"].Enum = append(s.Properties["kind"].Enum, kind)
	is := map[string]*schema{"kind": {Const: kind}}
	s.AllOf = append(s.AllOf, &schema{If: &schema{Required: []string{"kind"}, Properties: is}, Then: refTo(kind)})
}

// object is a schema of an object with a kind.
func object(kind, description string) *schema {
	return &schema{
		Description: description, Type: "object", Closed: new(bool), Required: []string{"kind"},
		Properties: map[string]*schema{"kind": {Const: kind}},
	}
}

// homeOf is the kind of block that alone may hold blocks of the kind child, or
// "" if it may stand anywhere.
func homeOf(child string) string {
	for home, only := range childOf {
		if only == child {
			return home
		}
	}
	return ""
}

var kindMeanings = [...]string{
	Paragraph: "A paragraph.", Heading: "A heading.", Title: "The title, as the title page has it.", Subtitle: "The subtitle.",
	Byline: "The author line of the title page.", Quote: "A block quotation.", Verse: "One stanza, its lines parted by line-break.",
	List: "A list.", Item: "An item of a list.", Code: `Verbatim lines in one inline, parted by \n.`, Table: "A table.", Row: "A row of a table.",
	Cell: "A cell of a row.", SceneBreak: "A break of thought; content is the printed ornament, if any.",
}

func blockSchema(k Kind) *schema {
	s := object(k.String(), kindMeanings[k])
	s.Properties["lang"] = &schema{
		Description: "The language of a passage that is in another than the document.", Type: "string", Pattern: "^[A-Za-z0-9-]*$",
	}
	switch only := childOf[k.String()]; {
	case k.Leaf():
		s.Properties["content"] = refTo("content")
	case only != "":
		s.Properties["blocks"] = &schema{Type: "array", Items: refTo(only)}
	default:
		s.Properties["blocks"] = refTo("blocks")
	}
	switch k {
	case Heading:
		one := 1
		s.Required = append(s.Required, "level")
		s.Properties["level"] = &schema{Description: "1 is the outermost below the title.", Type: "integer", Minimum: &one, Maximum: 6}
	case Item:
		s.Properties["marker"] = &schema{Description: "The printed bullet or number.", Type: "string"}
	}
	return s
}

var inlineMeanings = [...]string{
	Text: "Words. The kind may be left out.", Emphasis: "Emphasis.", Strong: "Strong emphasis.", Link: "A link; target is a URL.",
	NoteRef: "A reference to a note; target is its ID, span the printed mark. Without a target the note is lost, and text is the mark.", PageBreak: "Here a page of the source begins; text is its printed label.",
	LineBreak: "A line ends here, in verse and the like.",
}

func inlineSchema(k InlineKind) *schema {
	s := object(k.String(), inlineMeanings[k])
	s.Properties["span"] = refTo("span")
	switch k {
	case Text:
		s.Required = []string{"text"}
		s.Properties["text"] = &schema{Type: "string"}
	case PageBreak:
		s.Properties["text"] = &schema{Type: "string"}
	case Link, Emphasis, Strong:
		s.Properties["content"] = refTo("content")
		if k == Link {
			s.Properties["target"] = &schema{Type: "string"}
		}
	case NoteRef:
		s.Properties["target"], s.Properties["text"] = noteID(), &schema{Type: "string"}
	}
	return s
}

func noteID() *schema { return &schema{Type: "string", Pattern: "^[A-Za-z][A-Za-z0-9]*$"} }

func noteSchema() *schema {
	id := noteID()
	id.Description = "Unique in the document."
	return &schema{
		Description: "A footnote or endnote.", Type: "object", Closed: new(bool), Required: []string{"id"},
		Properties: map[string]*schema{
			"id": id, "label": {Description: "As printed.", Type: "string"}, "blocks": refTo("blocks"),
		},
	}
}

// metaSchema asks the type [Meta] for its keys.
func metaSchema() *schema {
	s := typeSchema(reflect.TypeFor[Meta]())
	s.Description = "What is known of the document."
	s.Properties["language"].Description = "A BCP 47 tag."
	s.Properties["date"].Description = "Of publication: YYYY, YYYY-MM or YYYY-MM-DD."
	s.Properties["modified"].Description = "When this edition was made."
	return s
}

// typeSchema is the schema of a type of strings, times, lists and structs.
func typeSchema(t reflect.Type) *schema {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return &schema{Type: "string", Format: "date-time"}
	case t.Kind() == reflect.Slice:
		return &schema{Type: "array", Items: typeSchema(t.Elem())}
	case t.Kind() != reflect.Struct:
		return &schema{Type: "string"}
	}
	s := &schema{Type: "object", Closed: new(bool), Properties: map[string]*schema{}}
	for _, f := range reflect.VisibleFields(t) {
		key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		s.Properties[key] = typeSchema(f.Type)
	}
	return s
}

func encodeSchema(s *schema) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(s); err != nil {
		return nil, fmt.Errorf("encode the document's schema: %w", err)
	}
	return buf.Bytes(), nil
}
