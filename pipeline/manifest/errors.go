package manifest

import (
	"cmp"
	"slices"

	"github.com/refolio/refolio/pipeline/byhand"
)

// sorted puts list into the order of the files, beginning with main, and returns
// it as an error, or nil if it is empty. Of the same error at the same place one
// is kept: an alias shows a mistake in its anchor as often as it is used.
func sorted(list byhand.Errors, main string) error {
	if len(list) == 0 {
		return nil
	}
	inMain := func(e *byhand.Error) int { return map[bool]int{true: 0, false: 1}[e.File == main] }
	slices.SortStableFunc(list, func(a, b *byhand.Error) int {
		return cmp.Or(cmp.Compare(inMain(a), inMain(b)), cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(list, func(a, b *byhand.Error) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Message == b.Message
	})
}
