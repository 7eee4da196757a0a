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
		out = appendRune(out, r)
	}
	return out
}

func appendRune(out []byte, r rune) []byte {
	switch {
	case r == '\t' || r == '\n' || r == '\v' || r == '\f' || r == '\r' || r == 0x85:
		return append(out, ' ')
	case r < ' ' || r == 0x7f || IsC1(r) || r == 0xfffe || r == 0xffff:
		return utf8.AppendRune(out, utf8.RuneError)
	}
	return utf8.AppendRune(out, r)
}

// AppendXML is [AppendText] with what XML and HTML would take for markup
// escaped, for the content of elements and for quoted attributes alike.
func AppendXML(out []byte, s string) []byte {
	for plain := 0; plain < len(s); {
		n := plain
		for n < len(s) && isPlain(s[n]) {
			n++
		}
		out = append(out, s[plain:n]...)
		if n == len(s) {
			break
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		switch plain = n + size; r {
		case '&':
			out = append(out, "&amp;"...)
		case '<':
			out = append(out, "&lt;"...)
		case '>':
			out = append(out, "&gt;"...)
		case '"':
			out = append(out, "&quot;"...)
		default:
			out = appendRune(out, r)
		}
	}
	return out
}

// isPlain reports whether a byte of XML stands for itself.
func isPlain(b byte) bool {
	return ' ' <= b && b < 0x7f && b != '&' && b != '<' && b != '>' && b != '"'
}

// XML is [AppendXML] as a string.
func XML(s string) string { return string(AppendXML(nil, s)) }

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
