// Package inert makes text and links of an untrusted source harmless, the same
// way for every format that wants it.
package inert

import (
	"strings"
	"unicode/utf8"
)

// AppendText appends s to out with a space for each control character that is
// white space, a tab and a line break too, and U+FFFD for any other and for
// bytes that are not UTF-8: a terminal would obey them, and XML can't hold them.
func AppendText(out []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == '\t' || r == '\n' || r == '\v' || r == '\f' || r == '\r' || r == 0x85:
			out = append(out, ' ')
		case r < ' ' || r == 0x7f || IsC1(r) || r == 0xfffe || r == 0xffff:
			out = utf8.AppendRune(out, utf8.RuneError)
		default:
			out = utf8.AppendRune(out, r)
		}
	}
	return out
}

// IsC1 reports whether r is a control character beyond ASCII.
func IsC1(r rune) bool { return 0x80 <= r && r < 0xa0 }

// Text is [AppendText] as a string.
func Text(s string) string { return string(AppendText(nil, s)) }

// Link returns the target of a link as it may be followed, and whether it may:
// only http, https, mailto and doi (as an address at doi.org) lead to a place
// that can do a reader no harm.
func Link(target string) (string, bool) {
	scheme, rest, _ := strings.Cut(target, ":")
	switch strings.ToLower(scheme) {
	case "http", "https":
		return target, strings.HasPrefix(rest, "//")
	case "mailto":
		return target, true
	case "doi":
		return "https://doi.org/" + rest, true
	}
	return "", false
}
