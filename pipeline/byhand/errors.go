// Package byhand is what all files that people write by hand have in common: the
// manifest and what belongs to it, and files of fixes. Mistakes in them are
// [Errors], each with its place and what to write instead; [YAML] reads them
// strictly, and says in plain words why they can't be read.
package byhand

import (
	"fmt"
	"strings"
)

// Error is one thing that is wrong in a file.
type Error struct {
	File         string // as it was given; "" if what is wrong stands in no file
	Line, Column int    // from 1, the column in characters
	Key          string // the key's path, "documents[0].title", where the first document is 0; may be empty
	Message      string // what is wrong, and what to write instead
}

// Error returns "file:line:column: key: message".
func (e *Error) Error() string {
	if e.File == "" {
		return e.Text()
	}
	return e.Place() + ": " + e.Text()
}

// Place returns "file:line:column".
func (e *Error) Place() string { return fmt.Sprintf("%s:%d:%d", e.File, e.Line, e.Column) }

// Text returns "key: message".
func (e *Error) Text() string {
	if e.Key == "" {
		return e.Message
	}
	return e.Key + ": " + e.Message
}

// Errors is all that is wrong in a file, or in several, in the order in which it
// is told. It has at least one element.
type Errors []*Error

// Error returns the errors, each on a line of its own.
func (list Errors) Error() string {
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the errors one by one.
func (list Errors) Unwrap() []error {
	errs := make([]error, len(list))
	for i, e := range list {
		errs[i] = e
	}
	return errs
}
