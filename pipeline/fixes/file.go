package fixes

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/byhand"
)

// MaxFile is how many bytes a file of fixes may have.
const MaxFile = 4 << 20

// File is a file of fixes. It is changed in place: whatever a person wrote,
// comments, blank lines and the order included, stays as it is, but for the
// fixes that are set or removed. The zero File is an empty one.
type File struct {
	name     string
	data     []byte
	fixes    []Fix
	items    []item
	unfolded bool // the library has written it anew
}

// item is where a fix stands in the file.
type item struct {
	node     *yaml.Node
	from, to int // its lines [from, to), from 0
}

// Parse reads the fixes in data, the content of the file name. Mistakes are
// returned as [byhand.Errors]: all of them, or the first one if it is no YAML.
func Parse(name string, data []byte) (*File, error) {
	f := &File{name: name, data: data}
	if err := f.parse(); err != nil {
		return nil, err
	}
	return f, nil
}

// Fixes lists the fixes in the order of the file.
func (f *File) Fixes() []Fix { return slices.Clone(f.fixes) }

// Bytes is the content of the file.
func (f *File) Bytes() []byte { return bytes.Clone(f.data) }

func (f *File) parse() error {
	root, err := f.tree()
	if err != nil || root == nil {
		f.fixes, f.items = nil, nil
		return err
	}
	list, err := FromYAML(f.name, root)
	if err != nil {
		return err
	}
	f.fixes = list
	f.findItems(root)
	return nil
}

// tree is the list in the file, or nil if there is none.
func (f *File) tree() (*yaml.Node, error) {
	if len(f.data) > MaxFile {
		return nil, byhand.Errors{{File: f.name, Line: 1, Column: 1, Message: fmt.Sprintf("larger than %d bytes, the limit for fixes", MaxFile)}}
	}
	root, mistake := byhand.YAML(f.name, f.data)
	if mistake != nil {
		return nil, byhand.Errors{mistake}
	}
	return root, nil
}

// FromYAML reads a list of fixes that is part of the YAML file name. Mistakes
// are returned as [byhand.Errors].
func FromYAML(name string, list *yaml.Node) ([]Fix, error) {
	r := reader{file: name}
	if list.Kind != yaml.SequenceNode {
		r.wrong(list, "must be a list of fixes: begin each with \"- \"")
		return nil, r.errs
	}
	var all []Fix
	for _, n := range list.Content {
		mistakes := len(r.errs)
		f := r.fix(n)
		if err := f.Check(); err != nil && len(r.errs) == mistakes {
			r.wrong(n, "%v", err)
		}
		all = append(all, f)
	}
	if len(r.errs) > 0 {
		return nil, r.errs
	}
	return all, nil
}

// reader reads fixes and collects what is wrong with them.
type reader struct {
	file string
	errs byhand.Errors
}

func (r *reader) wrong(n *yaml.Node, format string, args ...any) {
	r.errs = append(r.errs, &byhand.Error{File: r.file, Line: n.Line, Column: n.Column, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) fix(n *yaml.Node) Fix {
	f := Fix{place: place{r.file, n.Line, n.Column}}
	if n.Kind != yaml.MappingNode {
		r.wrong(n, "a fix has keys with values: line, text and what is decided")
		return f
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case key.Kind != yaml.ScalarNode || key.Style&yaml.TaggedStyle != 0:
			r.wrong(key, "a key must be a word")
		case seen[key.Value]:
			r.wrong(key, "%q stands here a second time: keep one", key.Value)
		case value.Kind != yaml.ScalarNode || value.Style&yaml.TaggedStyle != 0:
			r.wrong(value, "%q must have a single value", key.Value)
		case value.Tag == "!!null" && value.Value != "~":
			r.wrong(value, "%q has no value", key.Value)
		default:
			r.set(&f, key, value)
		}
		seen[key.Value] = true
	}
	return f
}

// set sets what a key says.
func (r *reader) set(f *Fix, key, value *yaml.Node) {
	switch key.Value {
	case "line":
		f.Line = r.number(key, value)
	case "column":
		f.Column = r.number(key, value)
	case "text":
		f.Text = value.Value
	case "part":
		f.Part = value.Value
	case "until":
		f.Until = value.Value
	case "why":
		f.Why = squeeze(value.Value)
	default:
		kind := Kind(key.Value)
		switch {
		case !kind.known():
			r.wrong(key, "unknown key %q%s", key.Value, meant(key.Value))
		case f.Kind != "":
			r.wrong(key, "a fix decides one thing: %s and %s are two", f.Kind, kind)
		}
		f.Kind, f.Value = kind, value.Value
		if value.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) == 0 && kind != Erratum {
			f.Value = plainWord(value.Value)
		}
	}
}

// meant says which key was meant, or which there are.
func meant(key string) string {
	keys := []string{"line", "column", "text", "part", "until", "why"}
	return byhand.Meant(key, slices.Concat(keys, kindNames()), "use "+strings.Join(keys, ", ")+", or what is decided: "+byhand.Enumerate(kindNames(), "or"))
}

// plainWord writes the words for truth as the kinds have them.
func plainWord(s string) string {
	switch strings.ToLower(s) {
	case "true", "yes":
		return "yes"
	case "false", "no":
		return "no"
	}
	return s
}

func (r *reader) number(key, value *yaml.Node) int {
	n, err := strconv.Atoi(value.Value)
	if err != nil || n < 1 {
		r.wrong(value, "%s must be a whole number from 1, not %q", key.Value, value.Value)
	}
	return n
}

// findItems finds the lines of each fix. They are unknown if the list is
// written in brackets.
func (f *File) findItems(root *yaml.Node) {
	f.items = make([]item, len(root.Content))
	lines := splitLines(f.data)
	for i, n := range root.Content {
		f.items[i] = item{node: n, from: -1}
		if root.Style&yaml.FlowStyle != 0 {
			continue
		}
		from, to := itemStart(lines, n.Line-1), len(lines)
		if i+1 < len(root.Content) {
			to = itemStart(lines, root.Content[i+1].Line-1)
		}
		for to > from+1 && isComment(lines[to-1]) {
			to-- // it belongs to the next
		}
		f.items[i].from, f.items[i].to = from, to
	}
}

// itemStart is the line with the dash of the item whose keys begin in a line.
func itemStart(lines []string, line int) int {
	line = min(line, len(lines)-1)
	for line > 0 && !strings.HasPrefix(strings.TrimLeft(lines[line], " "), "-") {
		line--
	}
	return line
}

func isComment(line string) bool {
	s := strings.TrimSpace(line)
	return s == "" || s[0] == '#'
}

// splitLines returns the lines of data with their ends, as YAML counts them.
func splitLines(data []byte) (lines []string) {
	start := 0
	for i := 0; i < len(data); i++ {
		size := 0
		switch rest := data[i:]; {
		case bytes.HasPrefix(rest, []byte("\r\n")):
			size = 2
		case rest[0] == '\n' || rest[0] == '\r':
			size = 1
		case bytes.HasPrefix(rest, []byte("\u0085")):
			size = len("\u0085")
		case bytes.HasPrefix(rest, []byte("\u2028")), bytes.HasPrefix(rest, []byte("\u2029")):
			size = len("\u2028")
		}
		if size > 0 {
			lines = append(lines, string(data[start:i+size]))
			start = i + size
			i = start - 1
		}
	}
	if start < len(data) {
		lines = append(lines, string(data[start:]))
	}
	return lines
}
