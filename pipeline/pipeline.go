// Package pipeline turns one extracted text into a document:
//
//	bytes ──▶ source ──▶ decisions ──▶ document
//
// That is all there is to a conversion but the writing, which is what package
// formats is for:
//
//	result, err := pipeline.Convert(ctx, "allies.txt", data, pipeline.Config{})
//	if err != nil {
//		return err
//	}
//	err = markdown.Write(ctx, os.Stdout, result.Document, markdown.Options{}, report)
//
// Convert is a pure function of its arguments: it reads no file, no clock and
// no environment, so that any number of conversions may run at once.
package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/fixes"
	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

// ErrBug is behind every error that is refolio's own fault: a violated
// balance. The document must not be published.
var ErrBug = errors.New("bug in refolio")

// Config says how to make a document of a source. The zero Config is a good
// one.
type Config struct {
	// Steps are the stages in the order in which they run. A stage that is
	// not named runs with its defaults at its usual place.
	Steps []repair.Step
	// Meta is what the user knows of the document. It overrules what the
	// text says of itself.
	Meta document.Meta
	// Encoding of the bytes, by any of its usual names; empty finds it out.
	Encoding string
	// Fixes are the decisions that a person made about the text. They hold
	// whatever the stages think, see package fixes.
	Fixes []fixes.Fix
}

// Result is a converted document and how it came about.
type Result struct {
	Document *document.Document
	Findings []finding.Finding // in the order of the source
	Source   *source.Source
	Ledger   []repair.Decision // as the stages made them, with calibrated confidences
}

// Convert makes a document of data, the bytes of a file, and takes them over:
// nobody may change them afterwards. The name is used in messages only.
//
// An error that wraps [ErrBug] is a mistake in refolio, and byhand.Errors say
// what is wrong with c.Fixes; any other error says why the data can't be used,
// or that ctx was cancelled.
func Convert(ctx context.Context, name string, data []byte, c Config) (*Result, error) {
	src, err := source.Read(name, data, c.Encoding)
	if err != nil {
		return nil, err
	}
	placed, given, err := placeFixes(src, c.Fixes)
	if err != nil {
		return nil, err
	}
	text, err := repair.Run(ctx, src, c.Steps, c.Meta.Language, given)
	if err != nil {
		return nil, misfits(placed, err)
	}
	decisions, findings, language, measure := text.Decisions, text.Findings, text.Language, text.Measure // the rows are not needed any more
	repair.Calibrate(decisions)
	doc, decisions, back, err := assemble(src, decisions)
	if err != nil {
		return nil, fmt.Errorf("%w: the document does not balance: %w", ErrBug, err)
	}
	findings = append(findings, back...)
	doc.Meta = describe(doc, language, c.Meta)
	markForeign(doc)
	findings = append(findings, moved(src, placed)...)
	findings = append(about(src), place(src, append(findings, repair.Doubts(src, decisions)...))...)
	doc.Trace = trace(src, decisions, findings)
	doc.Trace.Measure = float64(measure)
	return &Result{Document: doc, Findings: findings, Source: src, Ledger: decisions}, nil
}

// assemble makes the document of the decisions. Should two of them change the
// same bytes, the less sure one gives way, and a person is asked to look at it:
// the rest of the document is none the worse for it.
func assemble(src *source.Source, decisions []repair.Decision) (*document.Document, []repair.Decision, []finding.Finding, error) {
	doc := repair.Assemble(src, decisions)
	err := document.Balance(src.Text, doc, repair.Edits(decisions))
	if err == nil {
		return doc, decisions, nil, nil
	}
	decisions, back := repair.GiveWay(decisions)
	if len(back) == 0 {
		return nil, nil, nil, err
	}
	doc = repair.Assemble(src, decisions)
	if err := document.Balance(src.Text, doc, repair.Edits(decisions)); err != nil {
		return nil, nil, nil, err
	}
	var findings []finding.Finding
	for i := range back {
		findings = append(findings, finding.Finding{
			Code: CodeGaveWay, Severity: finding.Warning, Offset: back[i].Span.Start, Suggest: "compare this place with the original, and report it: refolio should not have decided so",
			Message: fmt.Sprintf("two decisions about the same text: that it is a %s (%s) gave way to the other", back[i].Name(), back[i].Why),
		})
	}
	return doc, decisions, findings, nil
}

// CodeGaveWay is the code of the finding that a decision gave way to another
// about the same bytes. It is a mistake in refolio, though no document is lost
// for it.
const CodeGaveWay = "ledger/overlap"

// trace tells the document how it came about.
func trace(src *source.Source, decisions []repair.Decision, findings []finding.Finding) *document.Trace {
	return &document.Trace{
		Name: src.Name, Encoding: src.Encoding, Text: src.Text, Findings: findings,
		Lines: func(yield func(document.Line) bool) {
			for _, l := range src.Lines {
				if !yield(document.Line{
					Span: document.Span{Start: l.Start, End: l.End}, Page: int(l.Page), Number: int(l.Number),
					Width: float64(repair.Width(src.Text[l.Start:l.End])),
				}) {
					return
				}
			}
		},
		Decisions: func(yield func(document.Decision) bool) {
			for i := range decisions {
				d := &decisions[i]
				if !yield(document.Decision{
					Stage: d.Stage, Kind: d.Kind.String(), Span: d.Span, Value: d.Value, N: d.N,
					Removes: d.Kind.Removes(), Confidence: d.Confidence, Why: d.Why,
				}) {
					return
				}
			}
		},
	}
}

// describe is what the user says of the document, completed by what its title
// page says.
func describe(doc *document.Document, language string, m document.Meta) document.Meta {
	m.Language = cmp.Or(m.Language, language)
	for _, b := range doc.Blocks {
		switch b.Kind {
		case document.Title:
			m.Title = cmp.Or(m.Title, document.PlainText(b.Content))
		case document.Subtitle:
			m.Subtitle = cmp.Or(m.Subtitle, document.PlainText(b.Content))
		case document.Byline:
			if len(m.Authors) == 0 {
				m.Authors = []string{document.PlainText(b.Content)}
			}
		}
	}
	return m
}

// about lists what there is to say of the source itself.
func about(src *source.Source) (found []finding.Finding) {
	if src.Guessed && src.Encoding != "UTF-8" {
		f := finding.Finding{
			Code: "source/encoding", Severity: finding.Info, Offset: -1,
			Message: fmt.Sprintf("the text is not UTF-8; it was read as %s", src.Encoding),
			Suggest: "say encoding: if that is wrong",
		}
		if src.Odd {
			f.Severity = finding.Warning
			f.Message += ", though words look odd in that"
		}
		found = append(found, f)
	}
	for _, at := range src.Bad {
		p := src.Place(at)
		found = append(found, finding.Finding{
			Code: "source/undecodable", Severity: finding.Error, Offset: at, Line: p.Line, Column: p.Column, Excerpt: src.Excerpt(at),
			Message: fmt.Sprintf("byte %d of the file is not valid %s; it stands as U+FFFD", src.Original(at), src.Encoding),
			Suggest: "extract the text again, or say encoding: if another one is right",
		})
	}
	return found
}

// place fills in lines and columns and sorts by them.
func place(src *source.Source, found []finding.Finding) []finding.Finding {
	for i := range found {
		if f := &found[i]; f.Offset >= 0 {
			p := src.Place(f.Offset)
			f.Line, f.Column, f.Excerpt = p.Line, p.Column, src.Excerpt(f.Offset)
		}
	}
	slices.SortStableFunc(found, func(a, b finding.Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column), cmp.Compare(a.Code, b.Code))
	})
	return found
}
