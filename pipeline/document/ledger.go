package document

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// LedgerVersion is the version of the form that [EncodeLedger] writes and
// [DecodeLedger] reads. A later form that an older program would misread gets
// another number.
const LedgerVersion = 1

// LedgerSchema is the JSON Schema (draft 2020-12) of a line of a ledger. It
// describes each field.
//
//go:embed ledger.schema.json
var LedgerSchema []byte

// Ledger is what was decided about a source: together they make the document.
// Its form is JSON Lines. The first line is the head, each other one a
// decision, in the order of the source:
//
//	{"ledger":1,"source":{"name":"allies.txt","encoding":"UTF-8","bytes":40112,"sha256":"9f86..."},"meta":{"title":"Impossible Allies?"}}
//	{"line":41,"column":1,"stage":"furniture","kind":"running head","span":[3120,3142],"text":"4 IMPOSSIBLE ALLIES?","removes":true,"confidence":0.995,"why":"..."}
type Ledger struct {
	Source    LedgerSource
	Meta      Meta
	Decisions []Decision
	Lines     []int // the line in which each of the Decisions stands in the source, from 1
	texts     []string
}

// Text is what stands in the source where decision i was made, as far as the
// ledger shows it; "" if it was not read but made.
func (l *Ledger) Text(i int) string {
	if i < len(l.texts) {
		return l.texts[i]
	}
	return ""
}

// LedgerSource says of which text the ledger is.
type LedgerSource struct {
	Name     string `json:"name"`
	Encoding string `json:"encoding"`
	Bytes    int    `json:"bytes"`  // of the decoded text
	SHA256   string `json:"sha256"` // of the decoded text as UTF-8, in hexadecimal digits
}

// SourceOf describes a decoded text for a ledger.
func SourceOf(name, encoding, text string) LedgerSource {
	sum := sha256.Sum256([]byte(text))
	name = name[strings.LastIndexAny(name, `/\`)+1:] // the same wherever the file lies
	return LedgerSource{Name: name, Encoding: encoding, Bytes: len(text), SHA256: hex.EncodeToString(sum[:])}
}

// Same reports whether s and t are the same text, whatever their names.
func (s LedgerSource) Same(t LedgerSource) bool { return s.SHA256 == t.SHA256 && s.Bytes == t.Bytes }

type ledgerHead struct {
	Ledger int          `json:"ledger"`
	Source LedgerSource `json:"source"`
	Meta   Meta         `json:"meta"`
}

// ledgerLine is a decision. Line, Column and Text are for people.
type ledgerLine struct {
	Line       int     `json:"line,omitempty"`
	Column     int     `json:"column,omitempty"`
	Stage      string  `json:"stage"`
	Kind       string  `json:"kind"`
	Span       [2]int  `json:"span"`
	Text       string  `json:"text,omitempty"`
	Value      string  `json:"value,omitempty"`
	N          int     `json:"n,omitempty"`
	Removes    bool    `json:"removes,omitempty"`
	Confidence float64 `json:"confidence"`
	Why        string  `json:"why,omitempty"`
}

// ErrNoTrace is the error of a format that shows how a document came about, if
// the document does not tell.
var ErrNoTrace = errors.New("the document does not tell how it came about: make it of its source, not of its model")

// EncodeLedger writes the ledger of doc, which must have a [Trace].
func EncodeLedger(w io.Writer, doc *Document) error {
	t := doc.Trace
	if t == nil {
		return ErrNoTrace
	}
	out := bufio.NewWriterSize(w, 1<<16)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(ledgerHead{LedgerVersion, SourceOf(t.Name, t.Encoding, t.Text), doc.Meta}); err != nil {
		return err
	}
	var decisions []Decision
	if t.Decisions != nil {
		decisions = slices.Collect(t.Decisions)
	}
	slices.SortStableFunc(decisions, func(a, b Decision) int { return a.Span.Start - b.Span.Start })
	places := placer{text: t.Text}
	if t.Lines != nil {
		places.lines = slices.Collect(t.Lines)
	}
	for i := range decisions {
		d := &decisions[i]
		l := ledgerLine{
			Stage: d.Stage, Kind: d.Kind, Span: [2]int{d.Span.Start, d.Span.End}, Text: excerpt(t.Text[d.Span.Start:d.Span.End]),
			Value: d.Value, N: d.N, Removes: d.Removes, Confidence: d.Confidence, Why: d.Why,
		}
		l.Line, l.Column = places.place(d.Span.Start)
		if err := encoder.Encode(l); err != nil {
			return err
		}
	}
	return out.Flush()
}

// excerptRunes is how much of what a decision is about its line shows.
const excerptRunes = 120

// excerpt is the beginning of s.
func excerpt(s string) string {
	at := 0
	for n := 0; at < len(s); n++ {
		if n == excerptRunes {
			return s[:at] + "…"
		}
		_, size := utf8.DecodeRuneInString(s[at:])
		at += size
	}
	return s
}

// placer turns rising offsets into lines and columns.
type placer struct {
	text  string
	lines []Line
	at    int // index of the line of the last offset
	first int // of the first line with its number
}

func (p *placer) place(offset int) (line, column int) {
	for p.at+1 < len(p.lines) && p.lines[p.at+1].Span.Start <= offset {
		p.at++
		if p.lines[p.at].Number != p.lines[p.first].Number {
			p.first = p.at
		}
	}
	if len(p.lines) == 0 {
		return 1, 1
	}
	start := p.lines[p.first].Span.Start
	return p.lines[p.at].Number, 1 + utf8.RuneCountInString(p.text[min(start, offset):offset])
}

// longestLedgerLine is the length of a line that is read at most, in bytes.
const longestLedgerLine = 1 << 20

// DecodeLedger reads a ledger. An error names the line of the ledger.
func DecodeLedger(r io.Reader) (*Ledger, error) {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 1<<12), longestLedgerLine)
	l := &Ledger{}
	n := 0
	for scanner.Scan() {
		line := bytes.TrimSpace(scanner.Bytes())
		if n++; len(line) == 0 && n > 1 {
			continue
		}
		var err error
		if n == 1 {
			err = l.head(line)
		} else {
			err = l.decision(line)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d of the ledger: %w", n, err)
		}
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("line %d of the ledger: %w", n+1, err)
	}
	if n == 0 {
		return nil, errors.New("the ledger is empty")
	}
	return l, nil
}

// IsLedger reports whether data begins as a ledger does.
func IsLedger(data []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte(`{"ledger":`))
}

func (l *Ledger) head(line []byte) error {
	var h ledgerHead
	if err := json.Unmarshal(line, &h); err != nil {
		return err
	}
	switch {
	case h.Ledger == 0:
		return errors.New("no head of a ledger: it begins with {\"ledger\":1")
	case h.Ledger != LedgerVersion:
		return fmt.Errorf("the form has the version %d, and this refolio reads %d", h.Ledger, LedgerVersion)
	}
	l.Source, l.Meta = h.Source, h.Meta
	return nil
}

func (l *Ledger) decision(line []byte) error {
	var d ledgerLine
	if err := json.Unmarshal(line, &d); err != nil {
		return err
	}
	switch {
	case d.Stage == "" || d.Kind == "":
		return errors.New("a decision without a stage or a kind")
	case d.Span[0] < 0 || d.Span[1] < d.Span[0]:
		return fmt.Errorf("the span %v is none", d.Span)
	case d.N < 0 || !(d.Confidence >= 0 && d.Confidence <= 1):
		return fmt.Errorf("n is %d and the confidence %g: n is not negative, a confidence from 0 to 1", d.N, d.Confidence)
	case strings.ContainsAny(d.Value, "\n\r"):
		return errors.New("a value with a line break")
	}
	l.Decisions = append(l.Decisions, Decision{
		Stage: d.Stage, Kind: d.Kind, Span: Span{d.Span[0], d.Span[1]}, Value: d.Value, N: d.N,
		Removes: d.Removes, Confidence: d.Confidence, Why: d.Why,
	})
	l.Lines, l.texts = append(l.Lines, d.Line), append(l.texts, d.Text)
	return nil
}
