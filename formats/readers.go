package formats

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"github.com/refolio/refolio/formats/markdown"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Reader is one way to read a document that needs no repair: that was written
// by a [Format], and perhaps changed by hand since, or by hand alone.
type Reader struct {
	Name       string   // the format's: "markdown"
	Extensions []string // what the names of its files end with: ".md"

	// Is reports whether data is in the format, whatever its file is called. Nil
	// if the name alone can tell.
	Is func(data []byte) bool

	// Spans says that the spans of the document, and the offsets of what is
	// reported, are bytes of data, which is text in any encoding then.
	Spans bool

	// Read reads data. What the document can't represent goes to report, from
	// the calling goroutine; words are never dropped in silence.
	Read func(ctx context.Context, data []byte, report func(finding.Finding)) (*document.Document, error)
}

// Readers lists the ways to read a document. All else is extracted text, and
// repaired.
func Readers() []Reader {
	return []Reader{
		{Name: "json", Extensions: []string{".json"}, Is: document.IsJSON, Read: readJSON},
		{Name: "markdown", Extensions: []string{".md", ".markdown"}, Spans: true, Read: markdown.Read},
	}
}

// ReadAsText is the name that [ReaderFor] takes for extracted text.
const ReadAsText = "text"

// ReadFrom lists what [ReaderFor] takes for from.
func ReadFrom() []string {
	names := []string{ReadAsText}
	for _, r := range Readers() {
		names = append(names, r.Name)
	}
	return names
}

// ReaderFor returns the reader for data from the file name, and whether there is
// one. It is the one called from if that is not empty, and none if that is
// [ReadAsText]; else the content decides, and then the name.
func ReaderFor(from, name string, data []byte) (Reader, bool) {
	all := Readers()
	i := slices.IndexFunc(all, func(r Reader) bool { return r.Name == from })
	if from == "" {
		i = slices.IndexFunc(all, func(r Reader) bool { return r.Is != nil && r.Is(data) })
		if extension := strings.ToLower(filepath.Ext(name)); i < 0 {
			i = slices.IndexFunc(all, func(r Reader) bool { return slices.Contains(r.Extensions, extension) })
		}
	}
	if i < 0 {
		return Reader{}, false
	}
	return all[i], true
}

func readJSON(_ context.Context, data []byte, _ func(finding.Finding)) (*document.Document, error) {
	return document.Decode(data)
}
