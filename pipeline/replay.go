package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/repair"
	"github.com/refolio/refolio/pipeline/source"
)

// Replay makes a document of data, the bytes of a file, by the decisions in a
// ledger: no stage runs. It is the document of the conversion that wrote the
// ledger, whatever this version of refolio would decide. The name is used in
// messages only, and encoding is as in [Config].
//
// An error says that the ledger is another text's, or that its decisions can't
// be made; a ledger comes from outside, so that it is never an [ErrBug].
func Replay(ctx context.Context, name string, data []byte, encoding string, l *document.Ledger) (*Result, error) {
	if encoding == "" {
		encoding = l.Source.Encoding
	}
	src, err := source.Read(name, data, encoding)
	if err != nil {
		return nil, err
	}
	if have := document.SourceOf(name, src.Encoding, src.Text); !have.Same(l.Source) {
		return nil, fmt.Errorf("the ledger is of another text: %s had %d bytes and the SHA-256 %.12s…, this one has %d and %.12s…",
			l.Source.Name, l.Source.Bytes, l.Source.SHA256, have.Bytes, have.SHA256)
	}
	decisions := make([]repair.Decision, len(l.Decisions))
	for i := range l.Decisions {
		if decisions[i], err = decisionOf(src, &l.Decisions[i]); err != nil {
			return nil, fmt.Errorf("decision %d of the ledger: %w", i+1, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	doc := repair.Assemble(src, decisions)
	if err := document.Balance(src.Text, doc, repair.Edits(decisions)); err != nil {
		return nil, fmt.Errorf("the ledger's decisions do not make a document: %w", err)
	}
	doc.Meta = l.Meta
	findings := append(about(src), place(src, repair.Doubts(src, decisions))...)
	doc.Trace = trace(src, decisions, findings)
	return &Result{Document: doc, Findings: findings, Source: src, Ledger: decisions}, nil
}

// decisionOf checks a decision of a ledger.
func decisionOf(src *source.Source, d *document.Decision) (repair.Decision, error) {
	kind, ok := repair.KindOf(d.Kind)
	fits := d.Span.Start <= d.Span.End && d.Span.End <= len(src.Text) && onBoundary(src.Text, d.Span.Start) && onBoundary(src.Text, d.Span.End)
	switch {
	case !ok:
		return repair.Decision{}, fmt.Errorf("there is no kind %q", d.Kind)
	case !fits:
		return repair.Decision{}, fmt.Errorf("the bytes %d to %d are not in the text, or in the middle of a letter", d.Span.Start, d.Span.End)
	case kind == repair.Element && !repair.IsElement(d.Value):
		return repair.Decision{}, fmt.Errorf("a block can't be a %q", d.Value)
	case kind == repair.Element && d.Value == "heading" && (d.N < 1 || d.N > 6):
		return repair.Decision{}, errors.New("the level of a heading is from 1 to 6")
	case kind == repair.Order && strings.ContainsAny(src.Text[d.Span.Start:d.Span.End], "\n\r\f\v\u0085\u2028\u2029"):
		return repair.Decision{}, errors.New("a piece of more than one line can't be moved")
	case !utf8.ValidString(d.Value):
		return repair.Decision{}, errors.New("the value is not UTF-8")
	}
	return repair.Decision{Stage: d.Stage, Kind: kind, Span: d.Span, Value: d.Value, N: d.N, Confidence: d.Confidence, Why: d.Why}, nil
}

// onBoundary reports whether a character begins or the text ends at a byte.
func onBoundary(text string, at int) bool {
	return at == len(text) || at >= 0 && at < len(text) && utf8.RuneStart(text[at])
}
