package manifest

import (
	"fmt"
	slashpath "path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// filename is the template of an edition's name: text with placeholders, such
// as "{lang}/{author|anonymous}/{id}". What follows the bar stands in where
// there is no value. What comes of it is a path in the output folder; no value
// can lead out of that, because each is made safe as a file's name.
type filename []piece

// piece is a text, or a placeholder if key is set.
type piece struct{ text, key, instead string }

// defaultFilename is the template of a document that says nothing else.
const defaultFilename = "{id}"

// placeholders lists the keys that a filename may have, besides the settings
// that are texts.
var placeholders = []string{"id", "stem", "folder", "format", "year", "author"}

// parseFilename takes s apart and checks it.
func parseFilename(s string) (filename, error) {
	if s == "" {
		return nil, fmt.Errorf("is empty: write, for example, %s", defaultFilename)
	}
	if strings.HasPrefix(s, "/") || strings.HasSuffix(s, "/") || strings.Contains(s, `\`) || slices.Contains(strings.Split(s, "/"), "..") {
		return nil, fmt.Errorf(`%s must lead into the output folder: write names with "/" between them, such as {lang}/{id}`, quote(s))
	}
	var f filename
	for rest := s; rest != ""; {
		text, placeholder, found := strings.Cut(rest, "{")
		if strings.Contains(text, "}") {
			return nil, fmt.Errorf("%s: a } stands without its {", quote(s))
		}
		if text != "" {
			f = append(f, piece{text: text})
		}
		if !found {
			break
		}
		inner, after, closed := strings.Cut(placeholder, "}")
		if !closed || strings.Contains(inner, "{") {
			return nil, fmt.Errorf("%s: a { is not closed", quote(s))
		}
		key, instead, _ := strings.Cut(inner, "|")
		if keys := filenameKeys(); !slices.Contains(keys, key) {
			return nil, fmt.Errorf("%s: there is no placeholder {%s}%s", quote(s), key, didYouMean(key, keys))
		}
		f, rest = append(f, piece{key: key, instead: instead}), after
	}
	return f, nil
}

// filenameKeys lists what can stand in braces.
func filenameKeys() []string {
	keys := slices.Clone(placeholders)
	t := reflect.TypeFor[settings]()
	k := keysOf(t)
	for _, name := range k.names {
		if k.typeOf(t, name).Kind() == reflect.String && !slices.Contains([]string{"filename", "encoding", "from", "modified"}, name) {
			keys = append(keys, name)
		}
	}
	return keys
}

// expand fills in what is known of d for an edition in the given format. It
// returns an error if something is missing.
func (f filename) expand(d *Document, format string, from paths) (string, error) {
	var sb strings.Builder
	for _, p := range f {
		if p.key == "" {
			sb.WriteString(p.text)
			continue
		}
		value := d.placeholder(p.key, format, from)
		if value == "" {
			value = p.instead
		}
		if value == "" {
			return "", fmt.Errorf("%s has no %s for the name of its editions: give it one, or write {%s|something} in the filename", quote(d.ID), p.key, p.key)
		}
		if p.key == "folder" {
			sb.WriteString(value)
		} else {
			sb.WriteString(SafeID(value))
		}
	}
	parts := strings.Split(slashpath.Clean(sb.String()), "/")
	for i := range parts {
		parts[i] = SafeID(parts[i])
	}
	return strings.Join(parts, "/"), nil
}

// placeholder returns the value of key for d, or "".
func (d *Document) placeholder(key, format string, from paths) string {
	switch key {
	case "id":
		return d.ID
	case "format":
		return format
	case "stem":
		return IDOf(d.Source)
	case "folder":
		if dir, err := filepath.Rel(from.root, filepath.Dir(d.Source)); err == nil {
			return filepath.ToSlash(dir)
		}
		return "."
	case "year":
		return d.Meta.Date[:min(4, len(d.Meta.Date))]
	case "author":
		if len(d.Meta.Authors) > 0 {
			return d.Meta.Authors[0]
		}
		return ""
	}
	meta := reflect.ValueOf(d.Meta)
	return meta.FieldByIndex(keysOf(meta.Type()).index[key]).String()
}

// nameEditions gives each output of d its Base, and reports whether that can
// be. The document's entry is at path.
func (l *loader) nameEditions(d *Document, path string) bool {
	template := d.settings.Filename
	if template == "" {
		template = defaultFilename
	}
	f := l.filenames[template]
	if f == nil {
		var err error
		if f, err = parseFilename(template); err != nil {
			return false // reported already
		}
		l.filenames[template] = f
	}
	outputs := slices.Clone(d.Outputs)
	for i := range outputs {
		base, err := f.expand(d, outputs[i].Name, l.main.paths)
		if err != nil {
			l.failAt(path, "%v", err)
			return false
		}
		key := outputs[i].Name + ":" + fold(base)
		if other := l.written[key]; other != nil {
			l.failAt(path, "its edition in %s would be called %s, as is that of %s: let the filename %s have {id} in it", outputs[i].Name, quote(base), quote(other.ID), quote(template))
			return false
		}
		l.written[key], outputs[i].Base = d, base
	}
	d.Outputs = outputs
	return true
}
