package batch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/refolio/refolio/pipeline/batch/report"
)

// state is what is remembered of an output folder: for each document under
// which plan it was made, and what the directory entries of its files were like
// then. While all that is the same, its outputs are what they should be, and
// nothing has to be read to know it.
//
// It is a journal: a line is appended when a document is done, and the last
// line of a document counts. A line bears its checksum, so that one that a
// killed run has torn is as good as none. Only a run that has locked the output
// folder touches its state.
type state struct {
	path    string
	file    *os.File // nil if nothing is remembered
	end     int64    // of the lines that are whole
	lines   int
	entries map[string]*memory // by the document's ID
	err     error              // the first error of writing
}

// memory is the last line of a document.
type memory struct {
	head   memoryHead
	offset int64 // of its document
	length int
}

// memoryHead is the first part of a line; a document as it stands in the report
// is the second.
type memoryHead struct {
	ID      string          `json:"id"`
	Plan    string          `json:"plan"`
	Inputs  []stamp         `json:"in"`  // of the source, then of the further files
	Outputs []stamp         `json:"out"` // in the order of the job's outputs
	Further []further       `json:"further,omitempty"`
	Summary report.Summary  `json:"sum"`
	Timings *report.Timings `json:"timings,omitempty"`
}

// further is a further file of an output.
type further struct {
	Path string `json:"path"`
	Is   stamp  `json:"is"`
}

// longestLine bounds a line of the journal, in bytes. A document of which there
// is more to tell is not remembered.
const longestLine = 16 << 20

// openState opens the journal for the output folder dir in the folder states.
// If states is empty, or the journal can't be had, it remembers nothing.
func openState(states, dir string) *state {
	s := &state{entries: map[string]*memory{}}
	if states == "" {
		return s
	}
	if real, err := filepath.Abs(dir); err == nil {
		dir = real
	}
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		dir = real
	}
	s.path = filepath.Join(states, digest([]byte(dir))[:32]+".journal")
	s.err = os.MkdirAll(states, 0o777)
	f, err := os.OpenFile(s.path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		if f, err = os.Open(s.path); err != nil { // a cache that is read-only is read
			s.err = errors.Join(s.err, err)
			return s
		}
	}
	s.file = f
	s.read()
	return s
}

// read reads the journal.
func (s *state) read() {
	lines := bufio.NewScanner(s.file)
	lines.Buffer(make([]byte, 64<<10), longestLine)
	lines.Split(wholeLines)
	for lines.Scan() {
		line := lines.Bytes()
		start := s.end
		s.end += int64(len(line))
		if m, ok := parseMemory(line); ok {
			m.offset += start
			s.entries[m.head.ID] = m
		}
		s.lines++
	}
}

// wholeLines splits into lines with their ends, and leaves out a last one
// without.
func wholeLines(data []byte, _ bool) (advance int, token []byte, err error) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return i + 1, data[:i+1], nil
	}
	return 0, nil, nil
}

// checksum is the sum of a line. The library keeps the table, once it is made.
func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// The form of a line: 8 digits of checksum, a blank, the head, a tab, the
// document, a line end. The checksum is that of all after the blank.
const sumLength = 9

func (m *memoryHead) line(document []byte) ([]byte, error) {
	head, err := json.Marshal(m)
	if err != nil {
		return nil, err
	}
	line := make([]byte, sumLength, sumLength+len(head)+len(document)+2)
	line = append(line, head...)
	line = append(line, '\t')
	line = append(line, document...)
	line = append(line, '\n')
	copy(line, fmt.Sprintf("%08x ", checksum(line[sumLength:])))
	return line, nil
}

func parseMemory(line []byte) (*memory, bool) {
	if len(line) < sumLength || line[sumLength-1] != ' ' {
		return nil, false
	}
	sum, err := strconv.ParseUint(string(line[:sumLength-1]), 16, 32)
	if err != nil || uint32(sum) != checksum(line[sumLength:]) {
		return nil, false
	}
	head, document, ok := bytes.Cut(line[sumLength:len(line)-1], []byte{'\t'})
	m := &memory{offset: int64(sumLength + len(head) + 1), length: len(document)}
	if !ok || json.Unmarshal(head, &m.head) != nil {
		return nil, false
	}
	return m, true
}

// kept returns what is remembered of a document if it is still so, and the
// paths of its files.
func (s *state) kept(job *Job, plan string) (e report.Encoded, paths []string, ok bool) {
	m := s.entries[job.ID]
	if m == nil || m.head.Plan != plan {
		return e, nil, false
	}
	inputs, outputs := job.stamps(stampOf)
	if !slices.Equal(inputs, m.head.Inputs) || !slices.Equal(outputs, m.head.Outputs) || slices.Contains(outputs, absent) {
		return e, nil, false
	}
	for i := range job.Outputs {
		paths = append(paths, job.Outputs[i].Path)
	}
	for _, f := range m.head.Further {
		if f.Is == absent || stampOf(f.Path) != f.Is {
			return e, nil, false
		}
		paths = append(paths, f.Path)
	}
	document := make([]byte, m.length)
	if _, err := s.file.ReadAt(document, m.offset); err != nil {
		return e, nil, false
	}
	return report.Encoded{JSON: document, Summary: m.head.Summary, Timings: m.head.Timings}, paths, true
}

// stamps are the stamps of the files of a job, as of tells them.
func (j *Job) stamps(of func(path string) stamp) (inputs, outputs []stamp) {
	inputs = append(inputs, of(j.Source))
	for _, path := range j.Files() {
		inputs = append(inputs, of(path))
	}
	for i := range j.Outputs {
		outputs = append(outputs, of(j.Outputs[i].Path))
	}
	return inputs, outputs
}

// remember notes that a document is done.
func (s *state) remember(job *Job, plan string, r *Report, e report.Encoded) {
	if s.file == nil || s.err != nil {
		return
	}
	head := memoryHead{ID: job.ID, Plan: plan, Summary: e.Summary, Timings: e.Timings}
	head.Inputs, head.Outputs = job.stamps(func(path string) stamp {
		if s, ok := r.seen[path]; ok {
			return s
		}
		return unsettled
	})
	for _, o := range r.Outputs {
		if !slices.ContainsFunc(job.Outputs, func(first Output) bool { return first.Path == o.Path }) {
			head.Further = append(head.Further, further{o.Path, r.seen[o.Path]})
		}
	}
	s.append(head, e.JSON)
}

// append appends a line.
func (s *state) append(head memoryHead, document []byte) {
	line, err := head.line(document)
	if err == nil && len(line) <= longestLine {
		_, err = s.file.WriteAt(line, s.end)
	}
	if err != nil {
		s.err = err
		return
	}
	s.end += int64(len(line))
	s.lines++
	s.entries[head.ID] = &memory{head: head, offset: s.end - int64(len(document)) - 1, length: len(document)}
}

// pageID is the ID of the line that is about the page of the report. No
// document has it.
const pageID = ""

// hasPage reports whether the page with the given stamp is the one that has the
// checksum sum.
func (s *state) hasPage(sum string, is stamp) bool {
	m := s.entries[pageID]
	return m != nil && m.head.Plan == sum && is != absent && slices.Equal(m.head.Outputs, []stamp{is})
}

// rememberPage notes that the page is written.
func (s *state) rememberPage(sum string, is stamp) {
	if s.file != nil && s.err == nil {
		s.append(memoryHead{ID: pageID, Plan: sum, Outputs: []stamp{is}}, nil)
	}
}

// close lets go of the journal. It is written anew if half of it is out of date.
func (s *state) close() error {
	if s.file == nil {
		return s.err
	}
	defer s.file.Close()
	if s.err == nil && s.lines > 2*len(s.entries)+100 {
		s.err = s.rewrite()
	}
	return s.err
}

// rewrite writes the journal anew, without what is out of date.
func (s *state) rewrite() error {
	order := make([]*memory, 0, len(s.entries))
	for _, m := range s.entries {
		order = append(order, m)
	}
	slices.SortFunc(order, func(a, b *memory) int { return int(a.offset - b.offset) })
	return WriteFile(s.path, func(w io.Writer) error {
		for _, m := range order {
			document := make([]byte, m.length)
			if _, err := s.file.ReadAt(document, m.offset); err != nil {
				return err
			}
			line, err := m.head.line(document)
			if err != nil {
				return err
			}
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
		return nil
	})
}
