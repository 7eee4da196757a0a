package markdown

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/inert"
)

// findURL looks whether the colon at pos is that of an http or https URL in
// text[from:], and returns where the URL starts and stops; stop is 0 if not.
func findURL(text []byte, from, pos int) (start, stop int) {
	if !bytes.HasPrefix(text[pos:], []byte("://")) {
		return 0, 0
	}
	before := text[from:pos]
	switch {
	case bytes.HasSuffix(before, []byte("https")):
		start = pos - 5
	case bytes.HasSuffix(before, []byte("http")):
		start = pos - 4
	default:
		return 0, 0
	}
	stop = pos + 3
	for stop < len(text) {
		r, n := utf8.DecodeRune(text[stop:])
		if !isURLRune(r) {
			break
		}
		stop += n
	}
	stop = start + len(trimURL(text[start:stop]))
	if stop <= pos+3 {
		return 0, 0
	}
	return start, stop
}

// findMail looks whether the at sign at pos is that of a mail address in
// text[from:], and returns where the address starts and stops; stop is 0 if not.
func findMail(text []byte, from, pos int) (start, stop int) {
	start = pos
	for start > from && (isAddressByte(text[start-1]) || text[start-1] == '+') {
		start--
	}
	for start < pos && strings.IndexByte(".-_+", text[start]) >= 0 {
		start++
	}
	if start == pos {
		return 0, 0
	}
	stop = pos + 1
	for stop < len(text) && isAddressByte(text[stop]) && text[stop] != '_' {
		stop++
	}
	if isWord(firstRune(text[stop:])) {
		return 0, 0
	}
	domain := string(bytes.TrimRight(text[pos+1:stop], ".-"))
	labels := strings.Split(domain, ".")
	if len(labels) < 2 {
		return 0, 0
	}
	for _, label := range labels {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' || len(label) > 63 {
			return 0, 0
		}
	}
	return start, pos + 1 + len(domain)
}

// isAddressByte reports whether c may stand in either part of a mail address.
func isAddressByte(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '.' || c == '-' || c == '_'
}

// isURLRune reports whether a URL in running text goes on with r. Letters
// beyond ASCII may, quotation marks and dashes end it.
func isURLRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7f && !strings.ContainsRune("<>\"`{}|\\^[]", r)
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// trimURL cuts off the punctuation that belongs to the sentence, and a closing
// parenthesis that the URL did not open.
func trimURL(url []byte) []byte {
	surplus := bytes.Count(url, []byte(")")) - bytes.Count(url, []byte("("))
	for len(url) > 0 {
		switch url[len(url)-1] {
		case '.', ',', ';', ':', '!', '?', '\'', '*', '_', '~':
		case ')':
			if surplus <= 0 {
				return url
			}
			surplus--
		default:
			return url
		}
		url = url[:len(url)-1]
	}
	return url
}

// destination returns a link's target as it stands in Markdown, and whether
// it may be one: what a text says must not make a reader run a script or
// open a file.
func destination(target string) (string, bool) {
	target, ok := inert.Link(target)
	if !ok {
		return "", false
	}
	var sb strings.Builder
	depth := 0
	for _, b := range []byte(target) {
		switch {
		case b <= ' ' || b == 0x7f || strings.IndexByte("<>\\|`\"{}^[]", b) >= 0:
			fmt.Fprintf(&sb, "%%%02X", b)
			continue
		case b == '(':
			depth++
		case b == ')':
			if depth--; depth < 0 {
				sb.WriteString("%29")
				depth = 0
				continue
			}
		}
		sb.WriteByte(b)
	}
	s := sb.String()
	if depth > 0 {
		s = strings.NewReplacer("(", "%28", ")", "%29").Replace(s)
	}
	return escapeEntities(s), true
}

// escapeEntities escapes the ampersands in s that begin what may be a
// character reference.
func escapeEntities(s string) string {
	var sb strings.Builder
	for i := range len(s) {
		sb.WriteByte(s[i])
		if s[i] == '&' && isEntity([]byte(s[i:min(len(s), i+maxEntity)])) {
			sb.WriteString("amp;")
		}
	}
	return sb.String()
}

// isAutolink reports whether s can stand between angle brackets.
func isAutolink(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r == '<' || r == '>' || r == '|' || r == 0x7f || inert.IsC1(r) || unicode.IsSpace(r)
	}) && utf8.ValidString(s)
}
