package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// frontMatter reads the header into the metadata, and returns where the text
// begins.
func (r *reader) frontMatter() (body int, err error) {
	first, _, _ := bytes.Cut(r.source, []byte("\n"))
	switch string(bytes.TrimRight(first, " \r")) {
	case "+++":
		return 0, errors.New("line 1: a header in TOML is not read: write it in YAML, between lines of ---")
	case "---":
	default:
		return 0, nil
	}
	start := len(first) + 1
	for at := start; at < len(r.source); {
		line, _, _ := bytes.Cut(r.source[at:], []byte("\n"))
		next := min(at+len(line)+1, len(r.source))
		if s := string(bytes.TrimRight(line, " \r")); s == "---" || s == "..." {
			return next, r.header(r.source[start:at])
		}
		if at == start && len(bytes.TrimSpace(line)) == 0 {
			break // a rule, and text
		}
		at = next
	}
	return 0, nil
}

// header reads the YAML of a header.
func (r *reader) header(data []byte) error {
	var root yaml.Node
	if err := yaml.Unmarshal(data, &root); err != nil {
		return fmt.Errorf("the header is not YAML: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(root.Content) == 0 {
		return nil
	}
	if root.Content[0].Kind != yaml.MappingNode {
		return errors.New("the header must be keys with values, as in title: My Book")
	}
	return r.keys(root.Content[0])
}

// keys reads the keys of a header, or those that Hugo wants below params.
func (r *reader) keys(n *yaml.Node) error {
	m := &r.doc.Meta
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		var one *string
		var list *[]string
		switch strings.ToLower(key.Value) {
		case "title":
			one = &m.Title
		case "subtitle":
			one = &m.Subtitle
		case "author", "authors":
			list = &m.Authors
		case "lang", "language":
			one = &m.Language
		case "date":
			one = &m.Date
		case "identifier":
			one = &m.Identifier
		case "publisher":
			one = &m.Publisher
		case "rights":
			one = &m.Rights
		case "description":
			one = &m.Description
		case "keywords", "subjects", "tags":
			list = &m.Subjects
		case "params":
			if value.Kind == yaml.MappingNode {
				if err := r.keys(value); err != nil {
					return err
				}
				continue
			}
		case "aliases": // the title again
			continue
		}
		values, ok := scalars(value)
		switch {
		case one == nil && list == nil || !ok:
			r.report(finding.Finding{
				Code: "markdown/header-key", Severity: finding.Info, Offset: -1, Line: key.Line + 1, Column: key.Column,
				Message: fmt.Sprintf("the header's key %q has no place in the document", key.Value),
			})
		case list != nil:
			*list = values
		case len(values) > 0:
			*one = strings.Join(values, "; ")
		}
	}
	return nil
}

// scalars returns the words of a value: one or a list, or a list of people
// with names.
func scalars(n *yaml.Node) (values []string, ok bool) {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return nil, true
		}
		return []string{plainHeader(n.Value)}, true
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == "name" {
				return scalars(n.Content[i+1])
			}
		}
		return nil, false
	case yaml.SequenceNode:
		for _, c := range n.Content {
			v, ok := scalars(c)
			if !ok {
				return nil, false
			}
			values = append(values, v...)
		}
		return values, true
	}
	return nil, false
}

// plainHeader returns the words of a value. In a file for pandoc they are
// Markdown; that they are shows in all being escaped that pandoc wants escaped.
func plainHeader(s string) string {
	if !strings.ContainsAny(s, `\<`) {
		return s
	}
	r := &reader{source: []byte(s), report: func(finding.Finding) {}}
	root := newParser().Parse(text.NewReader(r.source))
	if root.ChildCount() != 1 || root.FirstChild().Kind() != ast.KindParagraph {
		return s
	}
	words := document.PlainText(r.content(root.FirstChild()))
	p := &printer{options: Options{Dialect: Pandoc}}
	if p.markdownOf(words) == oneSpace(s) {
		return words
	}
	return s
}
