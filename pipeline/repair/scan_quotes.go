package repair

import "strings"

// quotes are kinds of quotes.
type quotes uint8

const (
	doubleQuotes quotes = 1 << iota
	singleQuotes
	bothQuotes = doubleQuotes | singleQuotes
)

// quotesOpened is which quotations open in the first size bytes of a word, or with
// a number.
func quotesOpened(word string, size int) (q quotes) {
	if size == 0 && len(word) > len("“") {
		size = len("“")
	}
	head := word[:size]
	if strings.Contains(head, "“") || strings.Contains(head, "„") {
		q |= doubleQuotes
	}
	if strings.Contains(head, "‘") || strings.Contains(head, "‚") {
		q |= singleQuotes
	}
	return q
}

// quotesClosed is which quotations close in what hangs on a word. Behind a letter, a
// single quote may be an apostrophe.
func quotesClosed(hanging string) (q quotes) {
	if strings.Contains(hanging, "”") {
		q |= doubleQuotes
	}
	if strings.LastIndex(hanging, "’") > 0 {
		q |= singleQuotes
	}
	return q
}
