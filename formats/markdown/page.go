package markdown

import (
	"strconv"
	"strings"
	"unicode"
)

// glue stands for a space that is no place to break a line at; no text holds
// it. See wrap.
const glue = "\x00"

// pageBreak returns what stands for the start of a page with the given printed
// label.
func (p *printer) pageBreak(label string) string {
	label = strings.TrimSpace(strings.Map(pageRune, label))
	s := "<!-- page " + label + " -->"
	switch {
	case p.options.PageBreaks == Spans && p.options.Dialect == Pandoc:
		s = "[]{#" + p.pageID(label) + " .pagebreak title=\"" + label + "\"}"
	case p.options.PageBreaks == Spans:
		s = "<span id=\"" + p.pageID(label) + "\" class=\"pagebreak\" title=\"" + label + "\"></span>"
		p.lint |= md033
	case label == "":
		s = "<!-- page -->"
	}
	return s
}

// pageRune keeps what can neither end a comment nor an attribute.
func pageRune(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune(" .,*()", r) {
		return r
	}
	return -1
}

// pageID returns an identifier for a page, "page-12", not yet used.
func (p *printer) pageID(label string) string {
	id := "page-" + strings.Map(func(r rune) rune {
		if r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, label)
	if p.pages == nil {
		p.pages = map[string]int{}
	}
	p.pages[id]++
	if n := p.pages[id]; n > 1 {
		return id + "-" + strconv.Itoa(n)
	}
	return id
}
