// Package fixes reads, writes and places the decisions that a person makes
// about a text by hand.
//
// They stand in a YAML file beside the source, allies.txt.fixes.yaml, or under
// the document in the manifest; each is an anchor and one key that says what is
// decided:
//
//	# The printer's devil was at work on page 12.
//	- line: 41
//	  text: of the immense col-
//	  hyphen: drop
//	- line: 57
//	  text: THE DROWNED LANE
//	  heading: 2
//	- {line: 90, text: "water.l Thirty", part: l, marker: 1}
//	- {line: 120, text: teh ford, part: teh, erratum: the}
//
// The anchor is a line of the source and a quotation of it, in which any white
// space stands for any other, a line's end included. So a fix survives another
// extraction: where lines have shifted, the quotation is looked for in the whole
// text. One that is not to be found, or in more than one place, is an error
// that names the likeliest places; see [Place].
//
// The kinds of fixes are listed at [Kind]. What becomes of a fix is the business
// of package repair: this one knows no stage.
package fixes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/refolio/refolio/pipeline/byhand"
)

// Suffix is what the name of a source is followed by in the name of the file
// with its fixes.
const Suffix = ".fixes.yaml"

// Fix is one decision made by hand.
type Fix struct {
	Line   int    // of the source, from 1, where Text begins
	Column int    // in characters, from 1; 0 if the line is enough to tell where
	Text   string // what stands there
	// Part is the part of Text that the fix is about, where that is not all of
	// it: the misread word, the reference mark. Empty is found out, see [Kind].
	Part string
	// Until is the last text that the fix is about, for a passage of several
	// lines: the end of a quotation or of a note. Empty is found out.
	Until string
	Kind  Kind
	Value string // depends on Kind
	Why   string // a person's reason, for the ledger; may be empty

	place place // in its file; zero if it was not read
}

// place is where something stands in a file, from 1.
type place struct {
	file         string
	line, column int
}

// Same reports whether f and g are the same decision about the same place.
func (f Fix) Same(g Fix) bool {
	f.place, g.place = place{}, place{}
	return f == g
}

// about reports whether f and g decide the same about the same place, though
// perhaps differently: one takes the other's place.
func (f Fix) about(g Fix) bool {
	return f.Line == g.Line && (f.Column == g.Column || f.Column == 0 || g.Column == 0) &&
		squeeze(f.Text) == squeeze(g.Text) && f.Part == g.Part && f.Kind.family() == g.Kind.family()
}

// String describes f in a line: "line 41: hyphen: drop".
func (f Fix) String() string { return fmt.Sprintf("line %d: %s: %s", f.Line, f.Kind, f.Value) }

// Kind is what a fix decides: the key in the file.
type Kind string

// The kinds of fixes, and the values that they have.
const (
	// Break begins a block (a paragraph, a stanza) with the quotation: yes.
	Break Kind = "break"
	// Join goes on with the quotation in the block of the line before, behind
	// a space: yes; or without one: close.
	Join Kind = "join"
	// Hyphen is about the hyphen at the end of a line, or the only one in the
	// quotation: drop, keep (nothing stands behind it), or apart (a space does:
	// "pre- and postwar").
	Hyphen Kind = "hyphen"

	// Heading is a heading of the level 1 to 6, or none: no. Without Until it
	// has the lines that are quoted.
	Heading Kind = "heading"
	// Title, Subtitle and Byline stand on the title page: yes or no. Without
	// Until they have the lines that are quoted.
	Title    Kind = "title"
	Subtitle Kind = "subtitle"
	Byline   Kind = "byline"
	// SceneBreak is a break of thought: yes or no.
	SceneBreak Kind = "scene-break"
	// Paragraph, Quote, Verse, Item (of a list) and Code begin with the
	// quotation: yes or no. They end with Until, or where the block ends that
	// begins there.
	Paragraph Kind = "paragraph"
	Quote     Kind = "quote"
	Verse     Kind = "verse"
	Item      Kind = "item"
	Code      Kind = "code"

	// Furniture leaves out what is quoted, up to Until: yes, or by its name:
	// running-head, folio, watermark, signature, line-number, rule,
	// notes-heading. no keeps it in the text.
	Furniture Kind = "furniture"
	// Marker is the reference mark of the note with that label, or none: no.
	// Part says what stands for it, unless that is the label.
	Marker Kind = "marker"
	// Note begins the note with that label, and ends it with Until. What stands
	// for the label is Part, or the label itself where the quotation begins with
	// it. no: no note begins here. end: the note ends with the quotation.
	Note Kind = "note"
	// Page begins a page with that printed number, or with none: none. no: no
	// page begins here.
	Page Kind = "page"
	// Erratum puts its value in the place of Part, or of the quotation. Of all
	// kinds only this one changes words.
	Erratum Kind = "erratum"
)

// kinds lists the kinds in the order in which they are explained, with the
// values that they may have; any value will do for one without a list.
var kinds = []struct {
	kind   Kind
	values []string
}{
	{Break, []string{"yes"}},
	{Join, []string{"yes", "close"}},
	{Hyphen, []string{"drop", "keep", "apart"}},
	{Heading, []string{"1", "2", "3", "4", "5", "6", "no"}},
	{Title, yesOrNo}, {Subtitle, yesOrNo}, {Byline, yesOrNo}, {SceneBreak, yesOrNo},
	{Paragraph, []string{"yes"}}, {Quote, yesOrNo}, {Verse, yesOrNo}, {Item, yesOrNo}, {Code, yesOrNo},
	{Furniture, []string{"yes", "no", "running-head", "folio", "watermark", "signature", "line-number", "rule", "notes-heading"}},
	{Marker, nil}, {Note, nil}, {Page, nil}, {Erratum, nil},
}

var yesOrNo = []string{"yes", "no"}

// Kinds lists the kinds in the order in which a person should meet them.
func Kinds() []Kind {
	list := make([]Kind, len(kinds))
	for i, k := range kinds {
		list[i] = k.kind
	}
	return list
}

// Values lists the values that a fix of the kind k may have; nil if any text
// will do, or if there is no such kind.
func (k Kind) Values() []string {
	for i := range kinds {
		if kinds[i].kind == k {
			return kinds[i].values
		}
	}
	return nil
}

func (k Kind) known() bool {
	for i := range kinds {
		if kinds[i].kind == k {
			return true
		}
	}
	return false
}

// family is the same for kinds of which a place can have only one.
func (k Kind) family() string {
	switch k {
	case Break, Join:
		return "lines"
	case Heading, Title, Subtitle, Byline, SceneBreak, Paragraph, Quote, Verse, Item, Code:
		return "element"
	}
	return string(k)
}

// IsElement reports whether a fix of the kind k says what a block is.
func (k Kind) IsElement() bool { return k.family() == "element" }

// Check says what is wrong with f by itself, or nil.
func (f Fix) Check() error {
	switch values := f.Kind.Values(); {
	case f.Kind == "":
		return fmt.Errorf("nothing is decided: add one of %s", byhand.Enumerate(kindNames(), "or"))
	case !f.Kind.known():
		return fmt.Errorf("there is no fix %q: use %s", f.Kind, byhand.Enumerate(kindNames(), "or"))
	case f.Line < 1 || f.Column < 0:
		return fmt.Errorf("the line is missing: lines and columns count from 1")
	case strings.TrimSpace(f.Text) == "":
		return fmt.Errorf("the text is missing: quote what stands in line %d", f.Line)
	case len(f.Text) > longestQuotation || len(f.Until) > longestQuotation:
		return fmt.Errorf("a quotation has at most %d letters: quote the beginning, and say until: with the end", longestQuotation)
	case values != nil && !slices.Contains(values, f.Value):
		return fmt.Errorf("%s can't be %q: say %s", f.Kind, f.Value, byhand.Enumerate(values, "or"))
	case values == nil && f.Kind != Erratum && (f.Value == "" || len(f.Value) > longestLabel || strings.ContainsAny(f.Value, "\n\r\f")):
		return fmt.Errorf("%s needs a label, as it is printed", f.Kind)
	case strings.ContainsAny(f.Value, "\n\r\f\v"):
		return fmt.Errorf("%s can't have a line break", f.Kind)
	}
	return nil
}

const (
	longestQuotation = 2000 // bytes
	longestLabel     = 40   // bytes
)

func kindNames() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k.kind)
	}
	return names
}

// squeeze makes each run of white space one space, and none at the ends.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// Wrong makes an error about f.
func (f Fix) Wrong(format string, args ...any) *byhand.Error {
	message := fmt.Sprintf(format, args...)
	if f.place.file == "" {
		message = fmt.Sprintf("the fix of line %d (%s: %s): %s", f.Line, f.Kind, f.Value, message)
	}
	return &byhand.Error{File: f.place.file, Line: f.place.line, Column: f.place.column, Message: message}
}

// compare orders fixes by the places that they are about.
func compare(f, g Fix) int {
	return cmp.Or(cmp.Compare(f.Line, g.Line), cmp.Compare(f.Column, g.Column))
}
