// Package proof writes a document as a proof: one self-contained web page on
// which every repair can be seen against the source.
//
// It shows the source page by page with each decision drawn on it, the edition
// beside it, why each decision was made and how sure it is, the doubtful ones
// one after the other, and a report that can be printed. Page and program are
// one file that asks no network for anything:
//
//	<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-…'; …">
//	<style>…</style>
//	<body>…</body>
//	<script type="application/json">…</script>   source, decisions, edition, see [WriteData]
//	<script>…</script>                           ours, in the folder page
//
// Whatever comes from the document stands in the JSON, escaped so that it can
// end no element, and the script puts it on the page as text only. The policy
// names our style and script by their hashes, so that the browser runs no
// other.
//
// A proof needs the document's trace: one that was read from JSON has none.
package proof

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// Options are the choices that a user has.
type Options struct {
	// Doubtful is the confidence below which a decision counts as doubtful,
	// above 0 and up to 1; 0 stands for 0.8, which `refolio check` goes by.
	Doubtful float64 `yaml:"doubtful" schema:"min=0;max=1"`
}

// Validate reports what no proof can go by.
func (o Options) Validate() error {
	if !(o.Doubtful >= 0 && o.Doubtful <= 1) {
		return fmt.Errorf("doubtful: must be a confidence from 0 to 1, not %v", o.Doubtful)
	}
	return nil
}

// usuallyDoubtful is where [Options.Doubtful] stands if nobody says otherwise.
const usuallyDoubtful = 0.8

// Write writes doc to w. It reports nothing. The error is [document.ErrNoTrace] if
// doc was not made of a source.
func Write(ctx context.Context, w io.Writer, doc *document.Document, o Options, _ func(finding.Finding)) error {
	return WritePage(ctx, w, doc, o, Review{})
}

// Review makes the page one on which decisions can be changed. The zero Review
// is a page to look at.
type Review struct {
	// Data, if set, is added to the page's data under the key "review": a JSON
	// value in which "<" does not occur.
	Data []byte
}

// WritePage writes doc to w as a page to look at, or to review.
func WritePage(ctx context.Context, w io.Writer, doc *document.Document, o Options, r Review) error {
	if err := check(doc, o); err != nil {
		return err
	}
	e := newEncoder(ctx, w)
	style, script := styleSheet(), program()
	e.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"" + icon + "\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy(style, script, r.Data != nil) + "\">\n<title>Proof</title>\n<style>")
	e.raw(style)
	e.raw("</style>\n</head>\n")
	e.raw(asset("page.html"))
	e.raw("<script type=\"application/json\" id=\"data\">")
	e.data(doc, o, r)
	e.raw("</script>\n<script>")
	e.raw(script)
	e.raw("</script>\n</body>\n</html>\n")
	if err := e.Close(); err != nil {
		return fmt.Errorf("write proof: %w", err)
	}
	return nil
}

// WriteData writes the data of doc's proof alone, as JSON.
func WriteData(ctx context.Context, w io.Writer, doc *document.Document, o Options, r Review) error {
	if err := check(doc, o); err != nil {
		return err
	}
	e := newEncoder(ctx, w)
	e.data(doc, o, r)
	if err := e.Close(); err != nil {
		return fmt.Errorf("write proof: %w", err)
	}
	return nil
}

func check(doc *document.Document, o Options) error {
	if doc.Trace == nil {
		return document.ErrNoTrace
	}
	return o.Validate()
}

// icon is the page's picture in a tab: a pilcrow. Without one a browser asks
// for a file.
const icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E" +
	"%3Crect width='32' height='32' rx='7' fill='%231d5c86'/%3E%3Cpath d='M14 26V17a5.5 5.5 0 0 1 0-11h10v3h-2v17h-3V9h-2v17z' fill='%23fff'/%3E%3C/svg%3E"

// policy is the page's content security policy: our style, our script and our
// icon, and for a review requests to where the page came from.
func policy(style, script string, review bool) string {
	p := "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; style-src '" + hash(style) + "'; script-src '" + hash(script) + "'"
	if review {
		p += "; connect-src 'self'"
	}
	return p
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

//go:embed page
var files embed.FS

// sheets and scripts list the parts of the style and of the program in the
// order in which they are put together.
var (
	sheets  = []string{"colours.css", "frame.css", "bench.css", "spread.css", "edition.css", "panels.css", "report.css", "narrow.css"}
	scripts = []string{
		"model.js", "edition.js", "dom.js", "virtual.js", "filter.js", "draw.js", "spread.js", "list.js",
		"inspect.js", "map.js", "search.js", "charts.js", "report.js", "acts.js", "review.js", "diff.js", "keys.js", "main.js",
	}
)

func asset(name string) string {
	data, err := files.ReadFile("page/" + name)
	if err != nil {
		panic(err) // it is part of the program
	}
	return string(data)
}

func styleSheet() string {
	var sb strings.Builder
	for _, name := range sheets {
		sb.WriteString(asset(name))
	}
	return sb.String()
}

// program is the page's script: the parts share one scope that nothing else
// sees.
func program() string {
	var sb strings.Builder
	sb.WriteString("'use strict';\n(() => {\n")
	for _, name := range scripts {
		sb.WriteString(asset(name))
	}
	sb.WriteString("})();\n")
	return sb.String()
}
