package document

import (
	"iter"

	"github.com/refolio/refolio/pipeline/finding"
)

// Trace is how a document came about: the source that it was made of, and what
// was decided about it. It is for formats that show the repair and not only
// its result; the others leave it alone, and pay nothing for it, since lines
// and decisions are made as they are asked for and the text is not copied.
type Trace struct {
	Name      string         // the source's name, for messages
	Encoding  string         // of the file: "UTF-8", "windows-1252"
	Text      string         // the decoded source; every [Span] is bytes of it
	Lines     iter.Seq[Line] // of Text, in order
	Measure   float64        // the width in em of a full line of the running text; 0 if unknown
	Decisions iter.Seq[Decision]
	Findings  []finding.Finding // of the repair, in the order of the source
}

// Line is one line of a source, without its line end.
type Line struct {
	Span   Span
	Page   int     // from 0: how many form feeds come before the line
	Number int     // from 1, as an editor counts; form feeds may part lines of one number
	Width  float64 // in em, by the letters of a usual book face; white space around it does not count
}

// Decision is one thing that was decided about a source, as package repair,
// which explains the kinds, writes it down. A trace has them in the order in
// which they were made.
type Decision struct {
	Stage      string  // which stage decided it
	Kind       string  // "running head", "hyphen", "join", "element"
	Span       Span    // what it is about; empty for a place
	Value      string  // depends on Kind: of an "element" what the block is, of a "page" its label
	N          int     // depends on Kind: of a "marker" and a "note" the note, of a heading its level
	Removes    bool    // what stands in Span is left out of the running text
	Confidence float64 // how sure, 0 to 1; 1 is a person's word or a certainty
	Why        string  // one sentence
}
