package markdown

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"
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
		message := linePattern().ReplaceAllStringFunc(strings.TrimPrefix(err.Error(), "yaml: "), func(s string) string {
			n, _ := strconv.Atoi(s[len("line "):])
			return "line " + strconv.Itoa(n+1) // after the line that opens the header
		})
		return fmt.Errorf("the header is not YAML: %s", message)
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
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		name := strings.ToLower(key.Value)
		if name == "params" && value.Kind == yaml.MappingNode {
			if err := r.keys(value); err != nil {
				return err
			}
			continue
		}
		values, ok := scalars(value)
		if ok && (name == "aliases" || setMeta(&r.doc.Meta, name, values)) { // aliases are the title again
			continue
		}
		r.report(finding.Finding{
			Code: "markdown/header-key", Severity: finding.Info, Offset: -1, Line: key.Line + 1, Column: key.Column,
			Message: fmt.Sprintf("the header's key %q has no place in the document", key.Value),
		})
	}
	return nil
}

// setMeta sets what the key name of a header is about, and reports whether
// there is such a thing.
func setMeta(m *document.Meta, name string, values []string) bool {
	one := map[string]*string{
		"title": &m.Title, "title-file-as": &m.TitleFileAs, "subtitle": &m.Subtitle, "lang": &m.Language, "language": &m.Language,
		"date": &m.Date, "identifier": &m.Identifier, "isbn": &m.ISBN, "doi": &m.DOI, "publisher": &m.Publisher, "rights": &m.Rights,
		"description": &m.Description, "source-edition": &m.SourceEdition,
	}
	many := map[string]*[]string{
		"author": &m.Authors, "authors": &m.Authors, "keywords": &m.Subjects, "subjects": &m.Subjects, "tags": &m.Subjects, "languages": &m.Languages,
	}
	switch {
	case one[name] != nil:
		*one[name] = strings.Join(values, "; ")
	case many[name] != nil:
		*many[name] = values
	case name == "contributor" || name == "contributors":
		for _, v := range values {
			m.Contributors = append(m.Contributors, personOf(v))
		}
	case name == "series":
		title, number, _ := strings.Cut(strings.Join(values, " ; "), " ; ")
		m.Series = document.Series{Title: title, Number: number}
	default:
		return false
	}
	return true
}

// personOf is a name, perhaps with the code of a role in brackets behind it.
func personOf(s string) document.Person {
	if m := rolePattern().FindStringSubmatch(s); m != nil {
		return document.Person{Name: m[1], Role: m[2]}
	}
	return document.Person{Name: s}
}

var linePattern = compiled(`line \d+`)

var rolePattern = compiled(`^(.+) \(([a-z]{3})\)$`)

// scalars returns the words of a value: one or a list, or a list of people
// with names.
func scalars(n *yaml.Node) (values []string, ok bool) {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" {
			return nil, true
		}
		return []string{norm.NFC.String(strings.Trim(oneSpace(plainHeader(n.Value)), " "))}, true
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
	if !strings.ContainsAny(s, `\<&`) {
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
