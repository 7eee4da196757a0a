package manifest

import (
	"fmt"
	"path/filepath"
)

// Place is where something stands in a file.
type Place struct {
	File   string `json:"file"`   // as it was given, or as the manifest leads to it
	Line   int    `json:"line"`   // from 1
	Column int    `json:"column"` // from 1, in characters
}

// String returns "file:line:column".
func (p Place) String() string {
	return fmt.Sprintf("%s:%d:%d", filepath.ToSlash(p.File), p.Line, p.Column)
}

// Origin is where a value comes from.
type Origin struct {
	Place
	// Layer is what kind of place that is: "manifest", "profile NAME",
	// "override", "document", "table" or "sidecar".
	Layer string `json:"layer"`
}

// Origins holds where values were said, by the paths of their keys: "title",
// "pipeline.furniture.keep", "outputs.pdf.page".
type Origins map[string]Origin

// Origin returns where the value of key was said that holds for d. It is
// false for what nobody has said: a default.
func (d *Document) Origin(key string) (Origin, bool) {
	for _, o := range d.origins {
		if origin, ok := o[key]; ok {
			return origin, true
		}
	}
	if key == "source" { // a glob's, or an element that is nothing but a path
		return Origin{Place{d.File, d.Line, d.Column}, kindEntry}, true
	}
	return Origin{}, false
}
