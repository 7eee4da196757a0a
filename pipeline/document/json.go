package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"
)

// JSONVersion is the version of the JSON form that [Encode] writes and
// [Decode] reads. A later form that an older program would misread gets
// another number. [Schema] describes the form to other programs.
//
// The form is an object with these keys:
//
//	refolio  the version of the form, 1; required
//	meta     what is known of the document: title, title-file-as, subtitle, authors,
//	         creators, contributors, language, languages, date, identifier, isbn, doi,
//	         publisher, series, rights, description, subjects, source-edition, modified;
//	         creators and contributors have a name, a role and file-as, a series has
//	         a title and a number
//	blocks   the blocks in order
//	notes    the notes in order
//
// A block is an object with
//
//	kind     "paragraph", "heading", "title", "subtitle", "byline", "quote", "verse",
//	         "list", "item", "code", "table", "row", "cell" or "scene-break"
//	level    of a heading, 1 to 6
//	marker   of an item, as printed
//	lang     of a passage that is in another language than the document, its tag
//	content  the inlines, if the kind is a leaf
//	blocks   the blocks inside, if it is a container
//
// An inline is an object with
//
//	kind     "emphasis", "strong", "link", "note-ref", "page-break" or "line-break";
//	         without it the inline is text
//	text     the words; of a page break the printed label, of a reference to a
//	         lost note the printed mark
//	target   of a link the URL, of a note reference the ID of the note, which is
//	         missing if the note is lost
//	content  the inlines inside emphasis, strong or a link
//	span     [start, end], the bytes of the source that it was made from
//
// A note is an object with an id (a letter, then letters and digits), the
// label as printed, and blocks. Empty and zero values are left out:
//
//	{
//	  "refolio": 1,
//	  "meta": {"title": "Impossible Allies?"},
//	  "blocks": [
//	    {"kind": "heading", "level": 1, "content": [{"text": "The Geneva Conferences"}]},
//	    {"kind": "paragraph", "content": [{"text": "It failed."}, {"kind": "note-ref", "target": "n1"}]}
//	  ],
//	  "notes": [
//	    {"id": "n1", "label": "1", "blocks": [
//	      {"kind": "paragraph", "content": [{"text": "See below.", "span": [3120, 3130]}]}
//	    ]}
//	  ]
//	}
const JSONVersion = 1

var kindNames = [...]string{
	Paragraph: "paragraph", Heading: "heading", Title: "title", Subtitle: "subtitle", Byline: "byline",
	Quote: "quote", Verse: "verse", List: "list", Item: "item", Code: "code",
	Table: "table", Row: "row", Cell: "cell", SceneBreak: "scene-break",
}

var inlineNames = [...]string{
	Text: "text", Emphasis: "emphasis", Strong: "strong", Link: "link",
	NoteRef: "note-ref", PageBreak: "page-break", LineBreak: "line-break",
}

// String returns the kind's name in the JSON form: "scene-break".
func (k Kind) String() string { return name(kindNames[:], int(k)) }

// String returns the kind's name in the JSON form: "note-ref".
func (k InlineKind) String() string { return name(inlineNames[:], int(k)) }

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return "kind " + strconv.Itoa(i)
}

// IsJSON reports whether data looks like a document in its JSON form, so that
// [Decode] should be asked, and not like a text that is to be repaired.
func IsJSON(data []byte) bool {
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), " \t\r\n")
	return bytes.HasPrefix(data, []byte("{")) &&
		bytes.HasPrefix(bytes.TrimLeft(data[1:], " \t\r\n"), []byte(`"`)) &&
		bytes.Contains(data, []byte(`"refolio"`))
}

// Encode writes d to w in its JSON form, one leaf block a line. What [Decode]
// makes of it equals d, save that bytes that are not UTF-8 have become
// U+FFFD, empty slices nil, and times UTC. It fails if d holds kinds that do
// not exist, or if w does.
func Encode(w io.Writer, d *Document) error {
	e := &encoder{w: w}
	e.raw("{\n  \"refolio\": ")
	e.number(JSONVersion)
	e.meta(d.Meta)
	if len(d.Blocks) > 0 {
		e.raw(",\n  \"blocks\": ")
		e.blocks(d.Blocks, 2)
	}
	if len(d.Notes) > 0 {
		e.raw(",\n  \"notes\": [")
		for i := range d.Notes {
			e.note(&d.Notes[i], i)
		}
		e.raw("\n  ]")
	}
	e.raw("\n}\n")
	e.flush()
	return e.err
}

// encoder gathers JSON and hands it on from time to time.
type encoder struct {
	w   io.Writer
	out []byte
	err error
}

func (e *encoder) flush() {
	if e.err == nil && len(e.out) > 0 {
		_, e.err = e.w.Write(e.out)
	}
	e.out = e.out[:0]
}

func (e *encoder) raw(s string)       { e.out = append(e.out, s...) }
func (e *encoder) number(n int)       { e.out = strconv.AppendInt(e.out, int64(n), 10) }
func (e *encoder) str(key, s string)  { e.raw(key); e.out = appendString(e.out, s) }
func (e *encoder) fail(s, got string) { e.err = fmt.Errorf("encode document: %s %s", s, got) }

// newLine begins a line, indented by depth steps.
func (e *encoder) newLine(depth int) {
	e.out = append(e.out, '\n')
	for range depth {
		e.raw("  ")
	}
}

func (e *encoder) meta(m Meta) {
	m.Modified = m.Modified.UTC()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("  ", "  ")
	if err := enc.Encode(m); err != nil {
		e.err = fmt.Errorf("encode document: metadata: %w", err)
	}
	if text := bytes.TrimSpace(buf.Bytes()); len(text) > len("{}") {
		e.raw(",\n  \"meta\": ")
		e.out = append(e.out, text...)
	}
}

func (e *encoder) note(n *Note, i int) {
	if i > 0 {
		e.raw(",")
	}
	e.newLine(2)
	e.str(`{"id": `, n.ID)
	if n.Label != "" {
		e.str(`, "label": `, n.Label)
	}
	if len(n.Blocks) > 0 {
		e.raw(`, "blocks": `)
		e.blocks(n.Blocks, 3)
	}
	e.raw("}")
}

// blocks writes blocks one a line, depth steps in.
func (e *encoder) blocks(blocks []Block, depth int) {
	e.raw("[")
	for i := range blocks {
		if e.err != nil {
			return
		}
		if i > 0 {
			e.raw(",")
		}
		e.newLine(depth)
		e.block(&blocks[i], depth)
		if len(e.out) >= 1<<16 {
			e.flush()
		}
	}
	e.newLine(depth - 1)
	e.raw("]")
}

func (e *encoder) block(b *Block, depth int) {
	if int(b.Kind) >= len(kindNames) {
		e.fail("unknown block", b.Kind.String())
		return
	}
	e.str(`{"kind": `, b.Kind.String())
	if b.Level != 0 {
		e.raw(`, "level": `)
		e.number(b.Level)
	}
	if b.Marker != "" {
		e.str(`, "marker": `, b.Marker)
	}
	if b.Lang != "" {
		e.str(`, "lang": `, b.Lang)
	}
	if len(b.Content) > 0 {
		e.raw(`, "content": `)
		e.inlines(b.Content)
	}
	if len(b.Blocks) > 0 {
		e.raw(`, "blocks": `)
		e.blocks(b.Blocks, depth+1)
	}
	e.raw("}")
}

func (e *encoder) inlines(content []Inline) {
	e.raw("[")
	for i := range content {
		if i > 0 {
			e.raw(", ")
		}
		e.inline(&content[i])
	}
	e.raw("]")
}

func (e *encoder) inline(in *Inline) {
	if int(in.Kind) >= len(inlineNames) {
		e.fail("unknown inline", in.Kind.String())
		return
	}
	comma := "{"
	key := func(s string) {
		e.raw(comma)
		e.raw(s)
		comma = ", "
	}
	if in.Kind != Text {
		key(`"kind": `)
		e.str("", in.Kind.String())
	}
	if in.Text != "" || in.Kind == Text {
		key(`"text": `)
		e.str("", in.Text)
	}
	if in.Target != "" {
		key(`"target": `)
		e.str("", in.Target)
	}
	if len(in.Content) > 0 {
		key(`"content": `)
		e.inlines(in.Content)
	}
	if in.Span != (Span{}) {
		key(`"span": [`)
		e.number(in.Span.Start)
		e.raw(", ")
		e.number(in.Span.End)
		e.raw("]")
	}
	e.raw("}")
}

// appendString appends s as a JSON string. Only what must be is escaped, and
// the two line separators that JavaScript would stumble over.
func appendString(out []byte, s string) []byte {
	out = append(out, '"')
	from := 0
	for i := 0; i < len(s); {
		if b := s[i]; b < utf8.RuneSelf {
			if b < ' ' || b == '"' || b == '\\' || b == 0x7f {
				out = append(out, s[from:i]...)
				out = appendEscape(out, rune(b))
				from = i + 1
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			out = utf8.AppendRune(append(out, s[from:i]...), utf8.RuneError)
			from = i + n
		case r == 0x2028 || r == 0x2029 || r < 0xa0:
			out = appendEscape(append(out, s[from:i]...), r)
			from = i + n
		}
		i += n
	}
	return append(append(out, s[from:]...), '"')
}

func appendEscape(out []byte, r rune) []byte {
	if i := slices.Index([]rune("\"\\\n\t"), r); i >= 0 {
		return append(out, '\\', `"\nt`[i])
	}
	return fmt.Appendf(out, `\u%04x`, r)
}
