package epub

import (
	_ "embed"
	"strings"
)

var (
	//go:embed style.css
	styleRules string
	//go:embed spaced.css
	spacedRules string
)

// rule is a rule of the style sheet: its selectors and what they bring about.
// The sheet is ours and has no rule within another.
var (
	rule      = compiled(`(?m)^([^@/{}\s][^{}]*)\{[^{}]*\}\n`)
	className = compiled(`\.([a-z][a-z-]*)`)
)

// sheet is the book's style sheet: the rules for what the book has. A sheet
// with more than that would earn a remark of EPUBCheck's for every class that
// no element has.
func (b *book) sheet() []byte {
	used := map[string]bool{}
	for classes := range b.remarks.classes {
		for class := range strings.FieldsSeq(classes) {
			used[class] = true
		}
	}
	css := styleRules
	if b.o.Paragraphs == Spaced {
		css += spacedRules
	}
	var out strings.Builder
	for part := range strings.SplitSeq(css, "\n/*") { // each begins with its heading
		if part = rule().ReplaceAllStringFunc(part, func(r string) string { return keep(r, used) }); strings.Contains(part, "{") {
			if out.Len() > 0 {
				out.WriteString("\n/*")
			}
			out.WriteString(strings.TrimRight(part, "\n"))
			out.WriteString("\n")
		}
	}
	return []byte(out.String() + b.fontRules())
}

// keep returns a rule with those of its selectors that the used classes can
// match, "" if there are none.
func keep(r string, used map[string]bool) string {
	selectors, declarations, _ := strings.Cut(r, "{")
	var kept []string
	for s := range strings.SplitSeq(selectors, ",") {
		if hasAll(used, s) {
			kept = append(kept, strings.TrimSpace(s))
		}
	}
	if len(kept) == 0 {
		return ""
	}
	return strings.Join(kept, ", ") + " {" + declarations
}

// hasAll reports whether every class in the selector is used.
func hasAll(used map[string]bool, selector string) bool {
	for _, m := range className().FindAllStringSubmatch(selector, -1) {
		if !used[m[1]] {
			return false
		}
	}
	return true
}
