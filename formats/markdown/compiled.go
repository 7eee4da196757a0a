package markdown

import (
	"regexp"
	"sync"
)

// compiled is a regular expression that is compiled when it is first asked for,
// so that a run that never asks does not wait for it at its start.
func compiled(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
