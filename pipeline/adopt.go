package pipeline

import (
	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/source"
)

// Adopt makes a result of a document that was read as it is, not repaired, with
// what its reader found. If its spans are bytes of a file, src is that file;
// else it is nil. What the user says of the document overrules it.
func Adopt(src *source.Source, doc *document.Document, found []finding.Finding, said document.Meta) *Result {
	doc.Meta.Overrule(&said)
	if src != nil {
		found = append(about(src), place(src, found)...)
	}
	return &Result{Document: doc, Source: src, Findings: found}
}
