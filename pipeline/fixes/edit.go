package fixes

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Add puts a fix into the file: before the first fix of a later line, or in
// the place of the one that decides the same about the same text. It reports
// whether that changes anything: to add a fix twice is to add it once.
func (f *File) Add(fix Fix) (changed bool, err error) {
	if err := fix.Check(); err != nil {
		return false, err
	}
	for i, have := range f.fixes {
		if have.Same(fix) {
			return false, nil
		}
		if have.about(fix) {
			return true, f.Set(i, fix)
		}
	}
	at := slices.IndexFunc(f.fixes, func(g Fix) bool { return compare(g, fix) > 0 })
	if at < 0 {
		at = len(f.fixes)
	}
	text, err := f.render(nil, fix)
	if err != nil {
		return false, err
	}
	return true, f.splice(at, at, text, fix)
}

// Set puts a fix in the place of number i, counted from 0. The comments of the
// old one stay.
func (f *File) Set(i int, fix Fix) error {
	if err := fix.Check(); err != nil {
		return err
	}
	if f.fixes[i].Same(fix) {
		return nil
	}
	text, err := f.render(f.items[i].node, fix)
	if err != nil {
		return err
	}
	return f.splice(i, i+1, text, fix)
}

// Remove takes number i, counted from 0, out of the file. Comments on lines of
// their own stay.
func (f *File) Remove(i int) error { return f.splice(i, i+1, "") }

// Index is the number of the fix that decides the same as fix about the same
// text, perhaps with another outcome, or -1.
func (f *File) Index(fix Fix) int {
	return slices.IndexFunc(f.fixes, func(have Fix) bool { return have.about(fix) })
}

// render writes one fix as an item of the list, at the list's indent. It keeps
// the comments of the node old, which may be nil.
func (f *File) render(old *yaml.Node, fix Fix) (string, error) {
	n := &yaml.Node{Kind: yaml.MappingNode}
	if old != nil {
		n.Style, n.LineComment = old.Style, old.LineComment
	}
	put := func(key, value string, style yaml.Style) {
		if value == "" && key != string(Erratum) {
			return
		}
		k, v := &yaml.Node{Kind: yaml.ScalarNode, Value: key}, &yaml.Node{Kind: yaml.ScalarNode, Value: value, Style: style}
		if old != nil {
			for i := 0; i+1 < len(old.Content); i += 2 {
				if old.Content[i].Value == key || Kind(old.Content[i].Value).known() && Kind(key).known() {
					k.HeadComment, k.FootComment = old.Content[i].HeadComment, ""
					v.LineComment = old.Content[i+1].LineComment
				}
			}
		}
		n.Content = append(n.Content, k, v)
	}
	number := func(n int) string {
		if n == 0 {
			return ""
		}
		return strconv.Itoa(n)
	}
	put("line", number(fix.Line), 0)
	put("column", number(fix.Column), 0)
	put("text", fix.Text, quotes(fix.Text))
	put("part", fix.Part, quotes(fix.Part))
	put("until", fix.Until, quotes(fix.Until))
	put(string(fix.Kind), fix.Value, quotes(fix.Value))
	put("why", fix.Why, quotes(fix.Why))
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	list := &yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{n}}
	if err := encoder.Encode(list); err != nil {
		return "", fmt.Errorf("write a fix: %w", err)
	}
	return indent(out.String(), f.indent()), nil
}

// quotes is the style of a text: plain where YAML would read it back as that
// text, and a person would not stumble over it.
func quotes(s string) yaml.Style {
	var n yaml.Node
	if err := yaml.Unmarshal([]byte(s), &n); err == nil && len(n.Content) == 1 &&
		n.Content[0].Kind == yaml.ScalarNode && n.Content[0].Value == s && n.Content[0].Style == 0 &&
		n.Content[0].Tag != "!!null" && n.Content[0].LineComment == "" && !strings.ContainsAny(s, "#:{}[],&*!|>'\"%@`\\") {
		return 0
	}
	return yaml.DoubleQuotedStyle
}

// indent is that of the list in the file.
func (f *File) indent() string {
	if len(f.items) == 0 || f.items[0].from < 0 {
		return ""
	}
	line := splitLines(f.data)[f.items[0].from]
	return line[:len(line)-len(strings.TrimLeft(line, " "))]
}

func indent(text, by string) string {
	if by == "" {
		return text
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(by + line)
	}
	return b.String()
}

// splice puts text, which is of the fixes put, in the place of the items
// [from, to), and reads the file anew. A list that is written in brackets, or
// in some other way that lines don't part, is first written in lines.
func (f *File) splice(from, to int, text string, put ...Fix) error {
	want := slices.Concat(f.fixes[:from], put, f.fixes[to:])
	inLines := len(f.items) == 0 || f.items[0].from >= 0
	for {
		if inLines {
			changed := File{name: f.name, data: []byte(f.spliced(from, to, text))}
			if err := changed.parse(); err == nil && slices.EqualFunc(changed.fixes, want, Fix.Same) {
				*f = changed
				return nil
			}
		}
		if f.unfolded {
			return fmt.Errorf("change %s: it is written in a way that only its author can change", f.name)
		}
		if err := f.unfold(); err != nil {
			return err
		}
		inLines = true
	}
}

// spliced is the file with text in the place of the items [from, to).
func (f *File) spliced(from, to int, text string) string {
	lines := splitLines(f.data)
	if n := len(lines); n > 0 && !strings.HasSuffix(lines[n-1], "\n") {
		lines[n-1] += "\n"
	}
	var at, rest int
	switch {
	case len(f.items) == 0:
		lines = withoutEmptyList(lines)
		at, rest = len(lines), len(lines)
	case from < to: // a fix goes, or another takes its place
		at, rest = f.items[from].from, f.items[to-1].to
	case from < len(f.items):
		at = f.items[from].from
		for at > 0 && isComment(lines[at-1]) && strings.TrimSpace(lines[at-1]) != "" {
			at-- // the comment over a fix stays with it
		}
		if at == 0 { // that is the file's own
			at = f.items[from].from
		}
		rest = at
	default:
		at = f.items[len(f.items)-1].to
		rest = at
	}
	return strings.Join(slices.Concat(lines[:at], []string{text}, lines[rest:]), "")
}

// withoutEmptyList takes out the "[]" of a file without fixes.
func withoutEmptyList(lines []string) []string {
	return slices.DeleteFunc(lines, func(line string) bool {
		s := strings.TrimSpace(line)
		return s == "[]" || s == "~" || s == "null"
	})
}

// unfold writes a list in brackets as one in lines. Comments are kept as far as
// the YAML library knows to whom they belong.
func (f *File) unfold() error {
	root, err := f.tree()
	if err != nil {
		return err
	}
	if root == nil {
		f.data, f.unfolded = nil, true
		return f.parse()
	}
	root.Style = 0
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(root); err != nil {
		return fmt.Errorf("write %s: %w", f.name, err)
	}
	f.data, f.unfolded = out.Bytes(), true
	return f.parse()
}
