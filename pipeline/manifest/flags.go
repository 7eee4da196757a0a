package manifest

import (
	"errors"
	"fmt"
	"strings"

	"gopkg.in/yaml.v3"
)

// SetOptions fills the struct that o points to, which is what [Kind.NewOptions]
// returns, from texts of the form "key=value" as a manifest with these keys
// would, and returns what is wrong with them. Files that they name are relative
// to the working folder.
func SetOptions(o any, pairs []string) []error {
	root := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
	for _, pair := range pairs {
		key, value, ok := strings.Cut(pair, "=")
		if !ok || key == "" {
			return []error{fmt.Errorf("%s is no option: write KEY=VALUE", quote(pair))}
		}
		root.Content = append(root.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, parseValue(value))
	}
	l := &loader{decoder: decoder{in: &input{paths: newPaths(".", true), places: map[string]*yaml.Node{}}}}
	l.options(root, o, "")
	var errs []error
	for _, e := range l.errs {
		message := e.Message
		if e.Key != "" {
			message = e.Key + ": " + message
		}
		errs = append(errs, errors.New(message))
	}
	return errs
}

// parseValue reads a value as YAML: a scalar, a list such as [a, b], or keys in
// braces. All else is a text.
func parseValue(s string) *yaml.Node {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(s), &doc); err == nil && len(doc.Content) == 1 {
		if n := doc.Content[0]; n.Kind == yaml.ScalarNode || n.Style&yaml.FlowStyle != 0 {
			return n
		}
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
}
