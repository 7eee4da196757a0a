package manifest

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/refolio/refolio/pipeline/byhand"
	"github.com/refolio/refolio/pipeline/fixes"
)

// entries are the documents that a file lists.
type entries struct {
	in     *input
	list   *yaml.Node
	read   []entry
	layers []*layer
}

// documents resolves the entries.
func (l *loader) documents() {
	l.within(l.main, kindEntry, func() {
		if len(l.entries) == 0 {
			l.failAt("", "the documents are missing: add, for example, \"documents: [texts/*.txt]\"")
		}
	})
	l.taken, l.named, l.written = map[string]*Document{}, map[string]bool{}, map[string]*Document{}
	l.filenames, l.folders = map[string]filename{}, map[string]error{}
	for _, list := range l.entries {
		l.within(list.in, kindEntry, func() { l.readEntries(list) })
	}
	for _, list := range l.entries {
		l.within(list.in, kindEntry, func() {
			for i := range list.read {
				l.expand(&list.read[i], list.layers[i])
			}
		})
	}
}

// readEntries reads the elements of list.
func (l *loader) readEntries(list *entries) {
	n := list.list
	switch {
	case n == nil:
		return // reported already
	case isNull(n) || n.Kind == yaml.SequenceNode && len(n.Content) == 0:
		l.failAt("documents", "names no text: add, for example, \"- texts/*.txt\"")
		return
	}
	nodes := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		nodes = n.Content
	}
	for i, n := range nodes {
		e, la := l.entry(single(n), "documents["+strconv.Itoa(i)+"]")
		list.read, list.layers = append(list.read, e), append(list.layers, la)
		if e.Source != "" && !l.in.paths.isGlob(e.Source) {
			l.named[l.in.paths.join(e.Source)] = true
		}
	}
}

// entry reads one element of documents. Its Source is empty if it can't be used.
func (l *loader) entry(n *yaml.Node, path string) (entry, *layer) {
	var e entry
	la := l.newLayer(n, path, kindEntry)
	if n.Kind == yaml.ScalarNode && !isNull(n) {
		l.decode(n, reflect.ValueOf(&e.Source).Elem(), path)
		l.in.places[path+".source"] = n
		la.node = nil
	} else {
		mistakes := len(l.errs)
		l.decode(n, reflect.ValueOf(&e).Elem(), path)
		if !l.said(path+".source") && len(l.errs) == mistakes {
			l.failAt(path, "the source is missing: add \"source: FILE\"")
		}
	}
	if la.node != nil {
		l.checkLayer(la)
	}
	if e.Source == "" {
		if at := l.in.places[path+".source"]; at != nil && at.Kind == yaml.ScalarNode && !isNull(at) {
			l.failAt(path+".source", "%v", literal(""))
		}
		return e, la
	}
	if err := l.in.paths.source(e.Source); err != nil {
		l.failAt(path+".source", "%v", err)
		e.Source = ""
	}
	return e, la
}

// expand makes the documents of an entry, which la is.
func (l *loader) expand(e *entry, la *layer) {
	sources := l.sources(e, la.path)
	if len(sources) > 1 && e.ID != "" {
		l.failAt(la.path+".id", "the glob matches %d files, which can't share an ID: remove it", len(sources))
		return
	}
	if len(sources) > 1 && e.Fixes != nil {
		l.failAt(la.path+".fixes", "the glob matches %d files, which can't share fixes: write those of FILE to FILE%s", len(sources), fixes.Suffix)
		return
	}
	decided := l.fixes(e.Fixes, la.path)
	for _, source := range sources {
		place := l.in.places[la.path]
		d := &Document{Source: source, File: l.in.name, Line: place.Line, Column: place.Column, Fixes: decided}
		id := l.describe(d, e, la)
		l.add(d, id, la.path)
	}
}

// fixes reads the fixes of the entry at path.
func (l *loader) fixes(n *yaml.Node, path string) []fixes.Fix {
	if n == nil {
		return nil
	}
	list, err := fixes.FromYAML(l.in.name, n)
	var mistakes byhand.Errors
	if errors.As(err, &mistakes) {
		for _, m := range mistakes {
			l.errs = append(l.errs, &byhand.Error{File: m.File, Line: m.Line, Column: m.Column, Key: join(path, "fixes"), Message: m.Message})
		}
	}
	return list
}

// describe fills in what the layers say about d, the document of an entry,
// and returns where its ID is given, if it is.
func (l *loader) describe(d *Document, e *entry, la *layer) (idAt Place) {
	d.ID = cmp.Or(e.ID, IDOf(d.Source))
	rows := l.rows(d)
	for _, r := range rows {
		if id := r.id; id != "" && e.ID == "" {
			d.ID, idAt = id, r.idAt
		}
	}
	own := l.matching(d.ID, d.Source)
	isGlob := l.in.paths.isGlob(e.Source)
	if isGlob {
		own = append(own, la)
	}
	for _, r := range rows {
		own = append(own, r.layer)
	}
	if s := l.sidecar(d.Source); s != nil {
		own = append(own, s)
	}
	if !isGlob {
		own = append(own, la)
	}
	said, made := l.settingsOf(own), l.stagesOf(own)
	d.settings, d.origins = &said.settings, []Origins{said.origins, made.origins}
	d.Meta, d.Encoding, d.From = said.settings.Meta, said.settings.Encoding, said.settings.From
	d.Steps, d.Outputs = made.steps, made.outputs
	l.checkOutputs(made, own)
	return idAt
}

// checkOutputs reports that nothing is to be written.
func (l *loader) checkOutputs(made *resolvedStages, own []*layer) {
	if len(made.outputs) > 0 || made.failed || len(l.errs) > 0 {
		return
	}
	last := -1
	for i, la := range own {
		if child(la.node, "outputs") != nil {
			last = i
		}
	}
	if last < 0 || len(l.layers.used) > 0 {
		l.within(l.main, "", func() {
			l.failAt("outputs", "nothing says which formats to write: add, for example, \"outputs: [%s]\"", strings.Join(names(l.registry.Formats), ", "))
		})
		return
	}
	la := own[last]
	l.within(la.in, "", func() {
		l.failAt(join(la.path, "outputs"), "leaves nothing to write: remove the document, or keep a format")
	})
}

// add appends d to the documents if its ID is safe and no other's. The ID
// stands in the entry at path, or, if a table gives it, at idAt.
func (l *loader) add(d *Document, idAt Place, path string) {
	given := l.said(path + ".id")
	complain := func(message string) {
		switch {
		case idAt != Place{}:
			l.errs = append(l.errs, &byhand.Error{File: idAt.File, Line: idAt.Line, Column: idAt.Column, Key: "id", Message: message})
		case given:
			l.failAt(path+".id", "%s", message)
		default:
			l.failAt(path+".source", "%s", message)
		}
	}
	if len(d.ID) > maxID {
		complain(fmt.Sprintf("is %d bytes long, and names files: an ID has at most %d", len(d.ID), maxID))
		return
	}
	if safe := SafeID(d.ID); safe != d.ID {
		complain(fmt.Sprintf("%s can't name a file on every system: write %s", quote(d.ID), quote(safe)))
		return
	}
	if other := l.taken[fold(d.ID)]; other != nil {
		complain(clash(d, other))
		return
	}
	l.taken[fold(d.ID)] = d
	if !l.nameEditions(d, path) {
		return
	}
	l.manifest.Documents = append(l.manifest.Documents, *d)
}

// clash says that d would write the files of other.
func clash(d, other *Document) string {
	same := fmt.Sprintf("the ID %s", quote(d.ID))
	if d.ID != other.ID {
		same += fmt.Sprintf(" differs from %s in case or accents only, so that it", quote(other.ID))
	}
	where := fmt.Sprintf("line %d", other.Line)
	if other.File != d.File {
		where = fmt.Sprintf("%s:%d", other.File, other.Line)
	}
	if d.Source == other.Source {
		return fmt.Sprintf("%s is taken: %s has the same source; remove one, or give one an id", same, where)
	}
	return fmt.Sprintf("%s is taken by %s (%s): give %s an id of its own", same, quote(filepath.ToSlash(other.Source)), where, quote(filepath.ToSlash(d.Source)))
}
