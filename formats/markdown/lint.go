package markdown

import (
	"bytes"
	"strings"
)

// lint is a set of rules of markdownlint that a file breaks because of what
// the document is, not of how it is written: the headings of a printed book
// may end with a full stop or occur twice, and its lists begin with 7. The
// words and levels of the author stay as they are. A comment at the end of the
// file says so in the checker's own way, so that it has nothing to complain of.
type lint uint16

const (
	md001 lint = 1 << iota // a heading is more than one level below the one before
	md010                  // tabs in code
	md024                  // two headings have the same words
	md025                  // two titles
	md026                  // a heading ends with punctuation
	md029                  // a list does not begin with 1
	md033                  // anchors and spans, which Markdown has no other way for
	md041                  // headings, but no title
)

var lintRules = []string{"MD001", "MD010", "MD024", "MD025", "MD026", "MD029", "MD033", "MD041"}

// lintBook is what must be known of a file to tell which rules it breaks.
type lintBook struct {
	headed   bool // there is a header
	titled   bool // the header has the title, or the first line
	titles   int  // headings of the first level
	level    int  // of the heading before, 0 if there is none
	headings map[string]bool
}

// lintHeading looks at a heading with so many number signs and at its words
// as they are written.
func (p *printer) lintHeading(level int, words []byte) {
	if level == 1 {
		p.titled = p.titled || p.lines == 1 || p.lines == 2 && p.headed
		p.titles++
	}
	if p.level == 0 {
		p.level = level
		if p.titled {
			p.level = 1
		}
	}
	if level > p.level+1 {
		p.lint |= md001
	}
	if p.titles > 1 {
		p.lint |= md025
	}
	p.level = level
	key := string(words)
	if p.headings[key] {
		p.lint |= md024
	}
	if p.headings == nil {
		p.headings = map[string]bool{}
	}
	p.headings[key] = true
	for _, mark := range []string{".", ",", ";", ":", "!", "。", "，", "；", "：", "！"} {
		if bytes.HasSuffix(words, []byte(mark)) {
			p.lint |= md026
		}
	}
}

// lintComment writes the rules that the file breaks, if there are any.
func (p *printer) lintComment() {
	if !p.titled && p.level > 0 {
		p.lint |= md041
	}
	if p.lint == 0 || !p.begun {
		return
	}
	var rules []string
	for i, rule := range lintRules {
		if p.lint&(1<<i) != 0 {
			rules = append(rules, rule)
		}
	}
	p.separate()
	p.out = append(p.out, "<!-- markdownlint-disable-file "+strings.Join(rules, " ")+" -->\n"...)
}
