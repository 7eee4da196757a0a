package manifest

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/byhand"
)

// tableEntry is an element of metadata: a file, or this.
type tableEntry struct {
	File      string            `yaml:"file"`      // of values separated by commas, semicolons or tabs
	Columns   map[string]string `yaml:"columns"`   // what the columns that count are in the manifest
	Separator string            `yaml:"separator"` // between the values of a list in one field
	Optional  bool              `yaml:"optional"`  // rows may be about no document
}

// table is a file with what is known of documents, a row each.
type table struct {
	in       *input
	entry    tableEntry
	lines    []string // of the file, to tell columns in characters
	keys     []string // of the columns, as the manifest calls them; "" if they don't count
	lists    []bool   // the columns whose values are lists
	rows     []*row
	byID     map[string]*row
	bySource map[string]*row // by the path from the working folder
}

// maxTable is the size of a table in bytes that is read at most.
const maxTable = 64 << 20

// row is what a table says of a document.
type row struct {
	*layer
	id, source string
	idAt       Place
}

// readTables reads the list n of tables.
func (l *loader) readTables(n *yaml.Node) {
	if n == nil {
		return
	}
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	for i, item := range items {
		at := "metadata"
		if n.Kind == yaml.SequenceNode {
			at = fmt.Sprintf("metadata[%d]", i)
		}
		var e tableEntry
		fileAt := at
		if item = single(item); item.Kind == yaml.ScalarNode && !isNull(item) {
			l.decode(item, reflect.ValueOf(&e.File).Elem(), at)
		} else {
			mistakes := len(l.errs)
			l.decode(item, reflect.ValueOf(&e).Elem(), at)
			fileAt = at + ".file"
			if !l.said(fileAt) && len(l.errs) == mistakes {
				l.failAt(at, "the file is missing: add \"file: catalogue.csv\"")
			}
		}
		if e.File == "" {
			if at := l.in.places[fileAt]; at != nil && at.Kind == yaml.ScalarNode && !isNull(at) {
				l.failAt(fileAt, "%v", literal(""))
			}
			continue
		}
		if err := l.in.paths.file(e.File); err != nil {
			l.failAt(fileAt, "%v", err)
			continue
		}
		l.table(e, at, fileAt)
	}
}

// table reads the table that e, at the key path at, names.
func (l *loader) table(e tableEntry, at, fileAt string) {
	path := l.in.paths.join(e.File)
	data, err := readFile(path, maxTable)
	if err != nil {
		l.failAt(fileAt, "%v", bare(err))
		return
	}
	for column, key := range e.Columns {
		if err := checkColumn(key); err != nil {
			l.failAt(join(at, "columns."+column), "%v", err)
			return
		}
	}
	t := &table{
		in:    &input{name: path, paths: l.in.paths.at(filepath.Dir(path)), places: map[string]*yaml.Node{"": {Line: 1, Column: 1}}},
		entry: e, byID: map[string]*row{}, bySource: map[string]*row{},
	}
	l.within(t.in, kindRow, func() {
		if t.read(l, bytes.TrimPrefix(data, []byte("\ufeff"))) {
			l.tables = append(l.tables, t)
			l.inputs[path] = true
		}
	})
}

// read reads the rows of t, and reports whether there are any.
func (t *table) read(l *loader, data []byte) bool {
	fail := func(line, column int, message string, args ...any) bool {
		l.fail(&yaml.Node{Line: line, Column: column}, "", message, args...)
		return false
	}
	if len(data) > maxTable {
		return fail(1, 1, "larger than the limit of %s for a table: split it", Size(maxTable))
	}
	if line, column, message := byhand.BadCharacter(data); message != "" {
		return fail(line, column, "%s", message)
	}
	t.lines = strings.Split(string(data), "\n")
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma, r.TrimLeadingSpace = delimiter(t.lines[0]), true
	for {
		record, err := r.Read()
		var mistake *csv.ParseError
		switch {
		case err == io.EOF && t.keys == nil:
			return fail(1, 1, "is empty: the first row names the columns, such as source,title,author")
		case err == io.EOF:
			return true
		case errors.As(err, &mistake):
			return fail(mistake.Line, max(t.character(mistake.Line, mistake.Column), 1), "%s", explainCSV(mistake, r.Comma))
		case err != nil:
			return fail(1, 1, "%v", err)
		}
		place := func(i int) (line, column int) {
			line, column = r.FieldPos(i)
			return line, t.character(line, column)
		}
		if t.keys != nil {
			t.row(l, record, place)
		} else if !t.header(l, record, place) {
			return false
		}
	}
}

// delimiter finds out what parts the fields of a table with the given first
// line: spreadsheets in many countries write semicolons.
func delimiter(header string) rune {
	best, most := ',', 0
	for _, r := range ",;\t" {
		if n := strings.Count(header, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

func explainCSV(err *csv.ParseError, comma rune) string {
	switch {
	case errors.Is(err.Err, csv.ErrFieldCount):
		return fmt.Sprintf("this row has not as many fields as the first: a field with a %q in it must stand in quotes", comma)
	case errors.Is(err.Err, csv.ErrBareQuote), errors.Is(err.Err, csv.ErrQuote):
		return `a quotation mark in a field must be doubled, "", and the field stand in quotes`
	}
	return err.Err.Error()
}

// character turns a column in bytes into one in characters.
func (t *table) character(line, column int) int {
	text := t.lines[min(line, len(t.lines))-1]
	return utf8.RuneCountInString(text[:min(max(column-1, 0), len(text))]) + 1
}

// header reads the names of the columns.
func (t *table) header(l *loader, record []string, place func(int) (int, int)) bool {
	good := true
	fail := func(i int, message string, args ...any) {
		line, column := place(i)
		l.fail(&yaml.Node{Line: line, Column: column}, "", message, args...)
		good = false
	}
	t.keys, t.lists = make([]string, len(record)), make([]bool, len(record))
	known := keysOf(reflect.TypeFor[overlay]())
	for i, name := range record {
		name = strings.TrimSpace(name)
		key := name
		if t.entry.Columns != nil {
			key = t.entry.Columns[name]
		} else if err := checkColumn(name); err != nil {
			fail(i, "%v; or let \"columns\" in the manifest say what the columns are", err)
		}
		if key != "" && slices.Contains(t.keys[:i], key) {
			fail(i, "a second column %s: keep one", quote(key))
		}
		t.keys[i] = key
		if kind := known.typeOf(reflect.TypeFor[overlay](), key); kind != nil {
			t.lists[i] = kind.Kind() == reflect.Slice
		}
	}
	if good && !slices.Contains(t.keys, "source") && !slices.Contains(t.keys, "id") {
		fail(0, "no column says which documents the rows are about: add one called source, or id")
	}
	return good
}

// checkColumn reports an error if there is nothing that a column called key
// could be.
func checkColumn(key string) error {
	first, _, deep := strings.Cut(key, ".")
	names := append([]string{"source", "id"}, keysOf(reflect.TypeFor[overlay]()).names...)
	names = slices.DeleteFunc(names, func(s string) bool { return s == "pipeline" || s == "outputs" })
	if deep && (first == "outputs" || slices.Contains(names, first)) || slices.Contains(names, key) {
		return nil
	}
	return fmt.Errorf("there is nothing called %s to know of a document%s", quote(key), didYouMean(key, names))
}

// row reads a row.
func (t *table) row(l *loader, record []string, place func(int) (int, int)) {
	line, column := place(0)
	n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: line, Column: column}
	r := &row{}
	for i, value := range record {
		line, column := place(i)
		switch value = strings.TrimSpace(value); {
		case t.keys[i] == "" || value == "":
		case t.keys[i] == "id":
			r.id, r.idAt = value, Place{t.in.name, line, column}
		case t.keys[i] == "source":
			r.source = t.in.paths.join(value)
		default:
			set(n, t.keys[i], t.field(i, value, line, column))
		}
	}
	if len(n.Content) == 0 && r.id == "" && r.source == "" {
		return // an empty row
	}
	r.layer = &layer{in: &input{name: t.in.name, paths: t.in.paths, places: map[string]*yaml.Node{"": n}}, node: n, kind: kindRow}
	l.layers.count++
	r.number = l.layers.count
	if t.index(l, r) {
		l.within(r.in, kindRow, func() {
			var o overlay
			l.decode(n, reflect.ValueOf(&o).Elem(), "")
			l.checkLayer(r.layer)
		})
	}
}

// index notes what r is about, and reports whether it is about anything that
// no other row is about.
func (t *table) index(l *loader, r *row) bool {
	var other *row
	switch {
	case r.source != "":
		other, t.bySource[r.source] = t.bySource[r.source], r
	case r.id != "":
		other, t.byID[r.id] = t.byID[r.id], r
	default:
		l.fail(r.node, "", "does not say which document this is: fill in the source or the id")
		return false
	}
	if other != nil {
		l.fail(r.node, "", "is about the same document as line %d: keep one", other.node.Line)
		return false
	}
	t.rows = append(t.rows, r)
	return true
}

// field makes the value of the key of column i of what stands in a field. What
// is a list in the manifest is parted by the table's separator.
func (t *table) field(i int, value string, line, column int) *yaml.Node {
	if !t.lists[i] {
		return scalarAt(value, line, column)
	}
	separator := cmp.Or(t.entry.Separator, ";")
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: line, Column: column}
	for part := range strings.SplitSeq(value, separator) {
		if part = strings.TrimSpace(part); part != "" {
			list.Content = append(list.Content, scalarAt(part, line, column))
		}
	}
	return list
}

// scalarAt is a node for value, read as if it stood in YAML, but never nothing.
func scalarAt(value string, line, column int) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Value: value, Line: line, Column: column}
	switch n.Tag = n.ShortTag(); n.Tag {
	case "!!bool", "!!int", "!!float":
	default:
		n.Tag = "!!str"
	}
	return n
}

// set puts value into the mapping n under key, in which dots lead deeper.
func set(n *yaml.Node, key string, value *yaml.Node) {
	first, rest, deep := strings.Cut(key, ".")
	if deep {
		inner := child(n, first)
		if inner == nil {
			inner = &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: value.Line, Column: value.Column}
			n.Content = append(n.Content, scalarAt(first, value.Line, value.Column), inner)
		}
		set(inner, rest, value)
		return
	}
	n.Content = append(n.Content, scalarAt(first, value.Line, value.Column), value)
}

// rows returns the rows about d.
func (l *loader) rows(d *Document) []*row {
	var list []*row
	for _, t := range l.tables {
		r := t.bySource[d.Source]
		if r == nil {
			r = t.byID[d.ID]
		}
		if r != nil {
			r.used = true
			list = append(list, r)
		}
	}
	return list
}

// unmatched reports the rows that are about no document.
func (t *table) unmatched(l *loader) {
	if t.entry.Optional {
		return
	}
	for _, r := range t.rows {
		if r.used {
			continue
		}
		what := "with the source " + quote(filepath.ToSlash(r.source))
		if r.source == "" {
			what = "with the ID " + quote(r.id)
		}
		l.fail(r.node, "", "the manifest has no document %s: mend that, or say \"optional: true\" beside the table's file", what)
	}
}
