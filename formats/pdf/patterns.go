package pdf

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/refolio/refolio/formats/pdf/measure"
)

// Patterns gives the forms of those options that are texts, as regular
// expressions, for editors that check a manifest while it is written. Whether
// the lengths go together only Validate can tell.
func (Options) Patterns() map[string]string {
	const length = `\s*[0-9.]+\s*(pt|mm|cm|in)?\s*`
	return map[string]string{
		"page":    `^(\s*(` + anyCase(measure.Papers()) + `)\s*|` + length + `x` + length + `)?$`,
		"margins": `^(ninths|twelfths|slim|(\s*[0-9.]+(pt|mm|cm|in)?(\s+|$)){4})?$`,
		"size":    `^(` + length + `)?$`,
		"leading": `^(` + length + `)?$`,
		"colour":  `^(#[0-9A-Fa-f]{6})?$`,
	}
}

// anyCase is a regular expression for any of names, in large or small letters.
func anyCase(names []string) string {
	var list []string
	for _, name := range names {
		var sb strings.Builder
		for _, r := range name {
			if upper, lower := unicode.ToUpper(r), unicode.ToLower(r); upper != lower {
				fmt.Fprintf(&sb, "[%c%c]", upper, lower)
			} else {
				sb.WriteRune(r)
			}
		}
		list = append(list, sb.String())
	}
	return strings.Join(list, "|")
}
