package manifest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one thing that is wrong in a manifest.
type Error struct {
	File         string // as it was given
	Line, Column int    // from 1, the column in characters
	Key          string // the key's path, "documents[0].title", where the first document is 0; may be empty
	Message      string // what is wrong, and what to write instead
}

// Error returns "file:line:column: key: message".
func (e *Error) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s: %s", e.File, e.Line, e.Column, e.Key, e.Message)
}

// Errors is all that is wrong in a manifest, in the order of the file. It has
// at least one element.
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

// sorted puts list into the order of the files, beginning with main, and
// returns it as an error, or nil if it is empty. Of the same error at the same place one is kept: an
// alias shows a mistake in its anchor as often as it is used.
func (list Errors) sorted(main string) error {
	if len(list) == 0 {
		return nil
	}
	inMain := func(e *Error) int { return map[bool]int{true: 0, false: 1}[e.File == main] }
	slices.SortStableFunc(list, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(inMain(a), inMain(b)), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(list, func(a, b *Error) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Message == b.Message
	})
}
