package report

import (
	"bufio"
	"encoding/json"
	"fmt"
	"hash/crc64"
	"io"
)

// Writer collects the documents of a report. They lie on the disk until the
// report is written, so that a batch may have any number of them.
//
// A Writer is not for several goroutines at once.
type Writer struct {
	spool        Spool
	end          int64
	places       []place // by the index of the document
	summary      Summary
	reproducible bool
}

// Spool is where the documents lie until the report is written: an empty file.
type Spool interface {
	io.WriterAt
	io.ReaderAt
}

// place is where a document lies in the spool. That of one that was not added
// is empty.
type place struct {
	offset int64
	length int
	sum    uint64 // of what does not differ from run to run, and of the timings
}

// NewWriter returns a writer for n documents. A reproducible report has nothing
// in it that differs from run to run: no run, no cache, no timings.
func NewWriter(spool Spool, n int, reproducible bool) *Writer {
	return &Writer{spool: spool, places: make([]place, n), reproducible: reproducible}
}

// Encoded is a document as it stands in a report, but for what differs from run
// to run.
type Encoded struct {
	JSON    []byte
	Summary Summary // of this document alone
	Timings *Timings
}

// sum is a checksum of e, which tells that a page is of this document as it is.
func (e *Encoded) sum() uint64 {
	h := crc64.New(crc64.MakeTable(crc64.ECMA))
	h.Write(e.JSON)
	if t := e.Timings; t != nil {
		fmt.Fprint(h, t.Total)
	}
	return h.Sum64()
}

// Encode encodes d.
func Encode(d *Document) (Encoded, error) {
	same := *d
	same.Cache, same.Timings = "", nil
	if same.Outputs == nil {
		same.Outputs = []Output{}
	}
	if same.Findings == nil {
		same.Findings = []Finding{}
	}
	data, err := json.Marshal(&same)
	if err != nil {
		return Encoded{}, fmt.Errorf("report on %s: %w", d.ID, err)
	}
	e := Encoded{JSON: data, Timings: d.Timings}
	e.Summary.Count(d)
	return e, nil
}

// Add adds e, which is the document i of the report, counted from 0, and came
// from c.
func (w *Writer) Add(i int, e Encoded, c Cache) error {
	data := e.JSON
	if !w.reproducible {
		tail, err := json.Marshal(struct {
			Cache   Cache    `json:"cache,omitempty"`
			Timings *Timings `json:"timings,omitempty"`
		}{c, e.Timings})
		if err != nil {
			return fmt.Errorf("report on a document: %w", err)
		}
		if len(tail) > len("{}") {
			data = append(append(data[:len(data)-1:len(data)-1], ','), tail[1:]...)
		}
	}
	if _, err := w.spool.WriteAt(data, w.end); err != nil {
		return fmt.Errorf("report on a document: %w", err)
	}
	w.places[i] = place{w.end, len(data), e.sum()}
	w.end += int64(len(data))
	w.summary.Add(e.Summary)
	return nil
}

// Summary counts the documents added so far.
func (w *Writer) Summary() Summary { return w.summary }

// Write writes the report to out, with head and the summary of the documents.
func (w *Writer) Write(out io.Writer, head Report) error {
	head.Version, head.Summary = Version, w.summary
	if w.reproducible {
		head.Run = nil
	}
	data, err := json.MarshalIndent(head, "", "  ")
	if err != nil {
		return err
	}
	b := bufio.NewWriter(out)
	b.Write(data[:len(data)-len("\n}")])
	b.WriteString(",\n  \"documents\": [")
	separator := "\n    "
	err = w.raw(func(_ int, document []byte) error {
		b.WriteString(separator)
		b.Write(document)
		separator = ",\n    "
		return nil
	})
	if err != nil {
		return err
	}
	b.WriteString("\n  ]\n}\n")
	return b.Flush()
}

// raw calls each for the documents in their order, as they lie in the spool.
// The bytes are each's until it returns.
func (w *Writer) raw(each func(i int, document []byte) error) error {
	var buffer []byte
	for i, p := range w.places {
		if p.length == 0 {
			continue
		}
		if cap(buffer) < p.length {
			buffer = make([]byte, p.length)
		}
		buffer = buffer[:p.length]
		if _, err := w.spool.ReadAt(buffer, p.offset); err != nil {
			return fmt.Errorf("read the spool of the report: %w", err)
		}
		if err := each(i, buffer); err != nil {
			return err
		}
	}
	return nil
}

// Documents calls each for the documents in their order.
func (w *Writer) Documents(each func(*Document) error) error {
	return w.raw(func(_ int, data []byte) error {
		d := new(Document)
		if err := json.Unmarshal(data, d); err != nil {
			return fmt.Errorf("read the spool of the report: %w", err)
		}
		return each(d)
	})
}
