// Package formats is the list of the formats that refolio writes.
package formats

import (
	"cmp"
	"context"
	"io"

	"github.com/refolio/refolio/formats/epub"
	"github.com/refolio/refolio/formats/html"
	"github.com/refolio/refolio/formats/json"
	"github.com/refolio/refolio/formats/ledger"
	"github.com/refolio/refolio/formats/markdown"
	"github.com/refolio/refolio/formats/pandoc"
	"github.com/refolio/refolio/formats/pdf"
	"github.com/refolio/refolio/formats/proof"
	"github.com/refolio/refolio/formats/tei"
	"github.com/refolio/refolio/formats/text"
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Format is one way to write a document.
type Format struct {
	Name      string // the key in the manifest's outputs: "markdown"
	Short     string // the value of the flag -t: "md"
	Extension string // of its files, without the dot; empty stands for Short, see [Format.Ext]
	MediaType string // "text/markdown"
	Summary   string // what it is, in half a sentence, for the help

	// NewOptions returns a pointer to a new options struct with yaml tags,
	// whose zero value means the defaults.
	NewOptions func() any

	// Write writes doc to w. options is what NewOptions returns, or nil for
	// the defaults. What a reader of the edition should know (a letter that
	// the font lacks) goes to report, from the calling goroutine. The same
	// arguments give the same bytes. After an error, what went to w is
	// worthless.
	Write func(ctx context.Context, w io.Writer, doc *document.Document, options any, report func(finding.Finding)) error

	// Several reports whether options ask for several files, which WriteFiles
	// writes: those that it makes with create, by names without a folder, and an
	// index of them to w. folder leads from the index to the files, as in a
	// link. Both are nil if the format can only be one file.
	Several    func(options any) bool
	WriteFiles func(ctx context.Context, w io.Writer, folder string, create Create, doc *document.Document, options any, report func(finding.Finding)) error
}

// Create makes the file name out of what write writes.
type Create = func(name string, write func(io.Writer) error) error

// All lists the formats in the order in which the help shows them. A new
// format is a folder below this one and a line here.
func All() []Format {
	return []Format{
		splittable(format(Format{
			Name: "markdown", Short: "md", MediaType: "text/markdown",
			Summary: "Markdown with footnotes and a YAML header, in five dialects",
		}, markdown.Write), markdown.WriteFiles, func(o *markdown.Options) bool { return o.Split != markdown.OneFile }),
		format(Format{
			Name: "epub", Short: "epub", MediaType: "application/epub+zip",
			Summary: "EPUB 3, for reading devices",
		}, epub.Write),
		format(Format{
			Name: "pdf", Short: "pdf", MediaType: "application/pdf",
			Summary: "PDF, typeset with footnotes",
		}, pdf.Write),
		format(Format{
			Name: "html", Short: "html", MediaType: "text/html",
			Summary: "one web page with the notes in the margin",
		}, html.Write),
		format(Format{
			Name: "json", Short: "json", MediaType: "application/json",
			Summary: "the document's model, which refolio reads back",
		}, json.Write),
		format(Format{
			Name: "text", Short: "txt", MediaType: "text/plain",
			Summary: "plain text with the notes at the end",
		}, text.Write),
		format(Format{
			Name: "pandoc", Short: "pandoc", MediaType: "application/json",
			Summary: "pandoc's model in JSON, for docx, odt and all else that pandoc writes",
		}, pandoc.Write),
		format(Format{
			Name: "tei", Short: "tei", Extension: "tei.xml", MediaType: "application/tei+xml",
			Summary: "TEI P5, the XML of scholarly editions",
		}, tei.Write),
		format(Format{
			Name: "proof", Short: "proof", Extension: "proof.html", MediaType: "text/html",
			Summary: "one web page that shows each repair against the source",
		}, proof.Write),
		format(Format{
			Name: "ledger", Short: "ledger", Extension: "ledger.jsonl", MediaType: "application/jsonl",
			Summary: "each decision of the repair in a line of JSON",
		}, ledger.Write),
	}
}

// Ext is the extension of the format's files, without the dot.
func (f *Format) Ext() string { return cmp.Or(f.Extension, f.Short) }

// Find returns the format with the given Name or Short.
func Find(name string) (Format, bool) {
	for _, f := range All() {
		if f.Name == name || f.Short == name {
			return f, true
		}
	}
	return Format{}, false
}

// format makes a table entry of a writer with options of its own type.
func format[O any](f Format, write func(context.Context, io.Writer, *document.Document, O, func(finding.Finding)) error) Format {
	f.NewOptions = func() any { return new(O) }
	f.Write = func(ctx context.Context, w io.Writer, doc *document.Document, options any, report func(finding.Finding)) error {
		var o O
		if options != nil {
			o = *options.(*O)
		}
		return write(ctx, w, doc, o, report)
	}
	return f
}

// splittable adds to a table entry the writer of several files.
func splittable[O any](f Format, write func(context.Context, io.Writer, string, Create, *document.Document, O, func(finding.Finding)) error, several func(*O) bool) Format {
	f.Several = func(options any) bool { return options != nil && several(options.(*O)) }
	f.WriteFiles = func(ctx context.Context, w io.Writer, folder string, create Create, doc *document.Document, options any, report func(finding.Finding)) error {
		return write(ctx, w, folder, create, doc, *options.(*O), report)
	}
	return f
}
