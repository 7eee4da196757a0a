package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxDepth is how deep blocks and inlines may be nested, so that nobody who
// walks them runs out of stack.
const maxDepth = 100

// The JSON form as encoding/json reads it; see JSONVersion.
type (
	jsonDocument struct {
		Refolio *json.Number `json:"refolio"`
		Meta    Meta         `json:"meta"`
		Blocks  []jsonBlock  `json:"blocks"`
		Notes   []jsonNote   `json:"notes"`
	}
	jsonBlock struct {
		Kind    string       `json:"kind"`
		Level   int          `json:"level"`
		Marker  string       `json:"marker"`
		Lang    string       `json:"lang"`
		Content []jsonInline `json:"content"`
		Blocks  []jsonBlock  `json:"blocks"`
	}
	jsonInline struct {
		Kind    string       `json:"kind"`
		Text    string       `json:"text"`
		Target  string       `json:"target"`
		Content []jsonInline `json:"content"`
		Span    []int        `json:"span"`
	}
	jsonNote struct {
		ID     string      `json:"id"`
		Label  string      `json:"label"`
		Blocks []jsonBlock `json:"blocks"`
	}
)

// Decode reads a document in its JSON form. It refuses what is malformed, of
// another version, or not a sound document: kinds that don't exist or stand
// where they can't, references to notes that aren't there. The error says
// where: a line and column, or a path such as blocks[3].content[0]. Which
// notes are referenced is found out anew.
func Decode(data []byte) (*Document, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if err := checkVersion(data); err != nil {
		return nil, err
	}
	var j jsonDocument
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&j); err != nil {
		return nil, fmt.Errorf("decode document: %w", placed(err, data))
	}
	d := decoder{refs: map[string]string{}}
	doc := &Document{Meta: tidy(j.Meta), Blocks: d.blocks(j.Blocks, "blocks", 0, "")}
	d.notes(doc, j.Notes)
	if d.err != nil {
		return nil, fmt.Errorf("decode document: %w", d.err)
	}
	return doc, nil
}

// checkVersion looks at nothing but the version, since a later one may have
// keys that we do not know.
func checkVersion(data []byte) error {
	var j struct {
		Refolio *json.Number `json:"refolio"`
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&j); err != nil {
		return fmt.Errorf("decode document: %w", placed(err, data))
	}
	if _, err := dec.Token(); err != io.EOF {
		return fmt.Errorf("decode document: %s: something follows the document", position(data, dec.InputOffset()))
	}
	switch {
	case j.Refolio == nil:
		return errors.New(`decode document: the key "refolio" with the version is missing`)
	case j.Refolio.String() != fmt.Sprint(JSONVersion):
		return fmt.Errorf("decode document: version %s of the form; this program reads version %d", *j.Refolio, JSONVersion)
	}
	return nil
}

// placed adds line and column to an error of encoding/json, and takes away
// the names of Go.
func placed(err error, data []byte) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("%s: %w", position(data, syntax.Offset), err)
	case errors.As(err, &kind):
		return fmt.Errorf("%s: %s can't be a %s", position(data, kind.Offset), kind.Field, kind.Value)
	case errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return errors.New("the document ends too early")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// position is the line and column, in bytes from 1, of the byte before offset,
// which is where encoding/json has stopped.
func position(data []byte, offset int64) string {
	before := data[:max(0, min(int(offset), len(data))-1)]
	line := bytes.Count(before, []byte("\n")) + 1
	return fmt.Sprintf("%d:%d", line, len(before)-bytes.LastIndexByte(before, '\n'))
}

// decoder makes a document of what encoding/json has read, up to the first
// error.
type decoder struct {
	refs map[string]string // the notes referred to, with the place
	err  error
}

func (d *decoder) fail(path, format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("%s: %s", path, fmt.Sprintf(format, args...))
	}
}

// blocks makes blocks of what stands at path inside a block of the kind
// parent, "" for none.
func (d *decoder) blocks(in []jsonBlock, path string, depth int, parent string) []Block {
	if depth > maxDepth {
		d.fail(path, "nested deeper than %d", maxDepth)
	}
	if d.err != nil || len(in) == 0 {
		return nil
	}
	out := make([]Block, len(in))
	for i := range in {
		at := fmt.Sprintf("%s[%d]", path, i)
		out[i] = d.block(&in[i], at, depth, parent)
	}
	return out
}

// childOf says what a container must hold, and what must be held by it.
var childOf = map[string]string{"list": "item", "table": "row", "row": "cell"}

func (d *decoder) block(j *jsonBlock, at string, depth int, parent string) Block {
	kind := slices.Index(kindNames[:], j.Kind)
	if kind < 0 {
		d.fail(at, "unknown kind %q; use one of %s", j.Kind, strings.Join(kindNames[:], ", "))
		return Block{}
	}
	b := Block{Kind: Kind(kind), Level: j.Level, Marker: j.Marker, Lang: j.Lang}
	inner := childOf[parent]
	switch home := j.Kind == "item" || j.Kind == "row" || j.Kind == "cell"; {
	case inner != "" && j.Kind != inner:
		d.fail(at, "a %s holds only blocks of the kind %q", parent, inner)
	case home && j.Kind != inner:
		d.fail(at, "a block of the kind %q stands in no %s", j.Kind, map[string]string{"item": "list", "row": "table", "cell": "row"}[j.Kind])
	case b.Kind == Heading && (j.Level < 1 || j.Level > 6):
		d.fail(at, "the level of a heading is 1 to 6, not %d", j.Level)
	case b.Kind != Heading && j.Level != 0:
		d.fail(at, "only a heading has a level")
	case b.Kind != Item && j.Marker != "":
		d.fail(at, "only an item has a marker")
	case strings.Trim(j.Lang, langLetters) != "":
		d.fail(at, "%q is no language tag", j.Lang)
	case b.Kind.Leaf() && len(j.Blocks) > 0:
		d.fail(at, "a %s holds content, not blocks", j.Kind)
	case !b.Kind.Leaf() && len(j.Content) > 0:
		d.fail(at, "a %s holds blocks, not content", j.Kind)
	}
	b.Content = d.inlines(j.Content, at+".content", depth+1)
	b.Blocks = d.blocks(j.Blocks, at+".blocks", depth+1, j.Kind)
	return b
}

// langLetters are the letters of a BCP 47 tag.
const langLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-"

func (d *decoder) inlines(in []jsonInline, path string, depth int) []Inline {
	if depth > maxDepth {
		d.fail(path, "nested deeper than %d", maxDepth)
	}
	if d.err != nil || len(in) == 0 {
		return nil
	}
	out := make([]Inline, len(in))
	for i := range in {
		out[i] = d.inline(&in[i], path, i, depth)
	}
	return out
}

func (d *decoder) inline(j *jsonInline, path string, i, depth int) Inline {
	in := Inline{Text: j.Text, Target: j.Target}
	if j.Kind != "" {
		kind := slices.Index(inlineNames[:], j.Kind)
		if kind < 0 {
			d.fail(index(path, i), "unknown kind %q; use one of %s", j.Kind, strings.Join(inlineNames[:], ", "))
			return in
		}
		in.Kind = InlineKind(kind)
	}
	switch {
	case in.Text != "" && in.Kind != Text && in.Kind != PageBreak && (in.Kind != NoteRef || in.Target != ""):
		d.fail(index(path, i), "a %s has no text of its own", in.Kind)
	case in.Target != "" && in.Kind != Link && in.Kind != NoteRef:
		d.fail(index(path, i), "a %s has no target", in.Kind)
	case len(j.Content) > 0 && in.Kind != Emphasis && in.Kind != Strong && in.Kind != Link:
		d.fail(index(path, i), "a %s has no content", in.Kind)
	}
	if in.Kind == NoteRef && in.Target != "" && d.refs[in.Target] == "" { // "" leads to a note that was lost
		d.refs[in.Target] = index(path, i)
	}
	if j.Span != nil {
		if len(j.Span) != 2 || j.Span[0] < 0 || j.Span[1] < j.Span[0] {
			d.fail(index(path, i), "a span is [start, end], two rising numbers from 0")
			return in
		}
		in.Span = Span{j.Span[0], j.Span[1]}
	}
	if len(j.Content) > 0 {
		in.Content = d.inlines(j.Content, index(path, i)+".content", depth+1)
	}
	return in
}

func index(path string, i int) string { return fmt.Sprintf("%s[%d]", path, i) }

// notes makes the notes of doc, and looks whether every reference meets one.
func (d *decoder) notes(doc *Document, in []jsonNote) {
	seen := map[string]bool{}
	for i := range in {
		at := index("notes", i)
		n := Note{ID: in[i].ID, Label: in[i].Label}
		switch {
		case !isNoteID(n.ID):
			d.fail(at, "the id %q is not a letter followed by letters and digits", n.ID)
		case seen[n.ID]:
			d.fail(at, "the id %q stands twice", n.ID)
		}
		seen[n.ID] = true
		n.Blocks = d.blocks(in[i].Blocks, at+".blocks", 0, "")
		doc.Notes = append(doc.Notes, n)
	}
	for i := range doc.Notes {
		doc.Notes[i].Referenced = d.refs[doc.Notes[i].ID] != ""
	}
	var lost []string
	for id, at := range d.refs {
		if !seen[id] {
			lost = append(lost, fmt.Sprintf("%s: there is no note with the id %q", at, id))
		}
	}
	if len(lost) > 0 && d.err == nil {
		slices.Sort(lost)
		d.err = errors.New(lost[0])
	}
}

// isNoteID reports whether s is a letter followed by letters and digits, all
// of ASCII, so that any format can use it in an identifier.
func isNoteID(s string) bool {
	for i, r := range s {
		letter := 'a' <= r|0x20 && r|0x20 <= 'z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
