// Package finding holds what refolio has to say about a document: a marker
// without a note, an undecodable byte, a letter that the font lacks.
//
// A [Finding] is a value. Whoever finds something makes one; only the command
// line decides how it is shown. It never holds colour, paths or line breaks.
package finding

import "fmt"

// Severity says how bad a finding is.
type Severity uint8

// The severities, in rising order.
const (
	Info    Severity = iota // something done that a reader may want to know
	Warning                 // doubtful: a person should look
	Error                   // damaged: the edition lacks something that the original had
)

// String returns "info", "warning" or "error".
func (s Severity) String() string { return [...]string{"info", "warning", "error"}[s] }

// ParseSeverity is the inverse of [Severity.String].
func ParseSeverity(name string) (Severity, error) {
	for s := Info; s <= Error; s++ {
		if s.String() == name {
			return s, nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q: use info, warning or error", name)
}

// Finding is one thing to say about a document.
type Finding struct {
	Code     string   // stable, for programs: "notes/unmatched-marker"
	Severity Severity // how bad it is
	Message  string   // one line in plain words
	Suggest  string   // what to do about it; may be empty
	Output   string   // the format whose writer found it, filled in by whoever calls that; empty if the repair did
	Excerpt  string   // the line of the source, cut if it is long; empty if it is about the document as a whole
	Known    bool     // it is in the baseline, see [Baseline.Mark]
	// Offset is the byte of the decoded source that this is about, or -1 if
	// it is about the document as a whole. Line and Column say the same for
	// people, from 1, the column in characters; both are 0 if unknown.
	Offset, Line, Column int
}

// Sentence is the message with what to do about it.
func (f *Finding) Sentence() string {
	if f.Suggest == "" {
		return f.Message
	}
	return f.Message + "; " + f.Suggest
}
