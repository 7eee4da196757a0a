package manifest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"

	"gopkg.in/yaml.v3"
)

// Setting is a value that holds for a document.
type Setting struct {
	Key    string  `json:"key"` // its path: "title", "outputs.pdf.page"
	Value  any     `json:"value"`
	Origin *Origin `json:"from,omitempty"` // nil for a default
}

// WriteYAML writes all that holds for d as YAML, each value with a comment
// that says where it comes from. Values that nobody has given and that have
// no fixed default are left out.
func (d *Document) WriteYAML(w io.Writer) error {
	root, err := d.effective()
	if err != nil {
		return err
	}
	e := yaml.NewEncoder(w)
	e.SetIndent(2)
	if err := e.Encode(root); err != nil {
		return fmt.Errorf("write the configuration of %s: %w", d.ID, err)
	}
	return e.Close()
}

// Settings lists all that holds for d, in the order of [Document.WriteYAML].
func (d *Document) Settings() ([]Setting, error) {
	root, err := d.effective()
	if err != nil {
		return nil, err
	}
	var list []Setting
	err = d.leaves(root, "", func(key string, n *yaml.Node) error {
		s := Setting{Key: key}
		if err := n.Decode(&s.Value); err != nil {
			return fmt.Errorf("read the setting %s of %s: %w", key, d.ID, err)
		}
		if _, err := json.Marshal(s.Value); err != nil {
			s.Value = n.Value
		}
		if o, ok := d.Origin(key); ok {
			s.Origin = &o
		}
		list = append(list, s)
		return nil
	})
	return list, err
}

// effective returns a tree of all that holds for d.
func (d *Document) effective() (*yaml.Node, error) {
	root := &yaml.Node{Kind: yaml.MappingNode}
	put(root, "id", word(d.ID))
	put(root, "source", word(filepath.ToSlash(d.Source)))
	said := *d.settings
	said.Filename = cmp.Or(said.Filename, defaultFilename)
	settings, err := d.set(&said, "")
	if err != nil {
		return nil, err
	}
	root.Content = append(root.Content, settings.Content...)
	steps := &yaml.Node{Kind: yaml.SequenceNode}
	for _, s := range d.Steps {
		step, at := &yaml.Node{Kind: yaml.MappingNode}, "pipeline."+s.Name
		options, err := d.set(s.Options, at)
		switch {
		case err != nil:
			return nil, err
		case s.Off:
			put(step, s.Name, word("off"))
		case len(options.Content) == 0:
			put(step, s.Name, word("on"))
		default:
			put(step, s.Name, options)
		}
		steps.Content = append(steps.Content, step)
	}
	put(root, "pipeline", steps)
	outputs := &yaml.Node{Kind: yaml.MappingNode}
	for _, o := range d.Outputs {
		options, err := d.set(o.Options, "outputs."+o.Name)
		if err != nil {
			return nil, err
		}
		if len(options.Content) == 0 {
			options = word("on")
		}
		put(outputs, o.Name, options)
	}
	put(root, "outputs", outputs)
	return root, d.leaves(root, "", func(key string, n *yaml.Node) error {
		d.comment(n, key)
		return nil
	})
}

// set returns those of the options, at the key path, that are set.
func (d *Document) set(options any, path string) (*yaml.Node, error) {
	n := &yaml.Node{}
	if err := n.Encode(options); err != nil {
		return nil, fmt.Errorf("show the options of %s: %w", d.ID, err)
	}
	d.prune(n, path)
	return n, nil
}

// prune takes out of the mapping n, at the key path, what nobody has set and
// what has no fixed default.
func (d *Document) prune(n *yaml.Node, path string) {
	var kept []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		at := join(path, key.Value)
		if value.Kind == yaml.MappingNode {
			d.prune(value, at)
		}
		for i, item := range value.Content {
			if value.Kind == yaml.SequenceNode {
				value.Content[i] = shortest(item)
			}
		}
		empty := len(value.Content) == 0
		if value.Kind == yaml.ScalarNode {
			empty = isNull(value) || value.Value == "" || value.Value == "0"
		}
		if _, said := d.Origin(at); said && !isNull(value) || !empty {
			kept = append(kept, key, value)
		}
	}
	n.Content = kept
}

// shortest is a list's element without what it does not say: a person with
// nothing but a name is that name.
func shortest(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}
	var kept []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i+1].Value != "" || len(n.Content[i+1].Content) > 0 {
			kept = append(kept, n.Content[i], n.Content[i+1])
		}
	}
	if n.Content = kept; len(kept) == 2 && kept[0].Value == "name" {
		return kept[1]
	}
	return n
}

// leaves calls leaf for each value in n, which stands at the key path, that is
// no mapping. The stages of the pipeline count as the keys of a mapping.
func (d *Document) leaves(n *yaml.Node, path string, leaf func(key string, n *yaml.Node) error) error {
	switch {
	case n.Kind == yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			if err := d.leaves(n.Content[i+1], join(path, n.Content[i].Value), leaf); err != nil {
				return err
			}
		}
		return nil
	case n.Kind == yaml.SequenceNode && path == "pipeline":
		for _, step := range n.Content {
			if err := d.leaves(step, path, leaf); err != nil {
				return err
			}
		}
		return nil
	}
	return leaf(path, n)
}

// comment says beside the value n of key where it comes from.
func (d *Document) comment(n *yaml.Node, key string) {
	n.LineComment = "# default"
	if o, ok := d.Origin(key); ok {
		n.LineComment = "# " + o.Place.String()
		if o.Layer != kindManifest && o.Layer != kindEntry {
			n.LineComment += " (" + o.Layer + ")"
		}
	} else if key == "id" {
		n.LineComment = "# by the name of the source"
	}
	if n.Kind == yaml.SequenceNode {
		n.Style = yaml.FlowStyle
	}
}

func word(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

func put(n *yaml.Node, key string, value *yaml.Node) { n.Content = append(n.Content, word(key), value) }
