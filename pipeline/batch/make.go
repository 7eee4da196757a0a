package batch

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/refolio/refolio/formats"
	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/batch/cache"
	"github.com/refolio/refolio/pipeline/batch/report"
	"github.com/refolio/refolio/pipeline/finding"
	"github.com/refolio/refolio/pipeline/fixes"
)

// maker makes documents, one at a time.
type maker struct {
	stdin   io.Reader
	program string       // which program this is, as part of the cache's keys
	cache   *cache.Cache // or nil
	bare    bool         // the reports need no digests
}

// made is a document that is being made.
type made struct {
	*maker
	job     *Job
	keys    keys
	configs []string // by the index of the output
	fixes   []fixes.Fix
	result  *pipeline.Result
	record  record
	outputs []*outcome // by the index of the output; nil if it is not done
	report  Report
}

// outcome is an output that is as it should be.
type outcome struct {
	file report.File
	edition
}

// record is what the cache keeps of a document itself.
type record struct {
	Title, Language string
	Findings        []finding.Finding
	Repair          float64 // seconds
}

// edition is what the cache keeps of an output besides its bytes.
type edition struct {
	Findings []finding.Finding
	Seconds  float64
	Further  []report.File // besides the first, by their paths from its folder
}

// further are the further files of o, with the paths that lead to them.
func (o *outcome) further() (files []report.File) {
	for _, f := range o.Further {
		f.Path = filepath.Join(filepath.Dir(o.file.Path), filepath.FromSlash(f.Path))
		files = append(files, f)
	}
	return files
}

// make makes one document, or takes of it from the cache what it has.
func (mk *maker) make(ctx context.Context, job *Job) Report {
	m := &made{
		maker: mk, job: job, outputs: make([]*outcome, len(job.Outputs)),
		report: Report{ID: job.ID, Source: job.Source, seen: map[string]stamp{}},
	}
	start := time.Now()
	m.report.Err = m.make(ctx)
	m.finish(start)
	return m.report
}

// finish completes the report from what is done.
func (m *made) finish(start time.Time) {
	r := &m.report
	r.Title, r.Language, r.Timings.Repair = m.record.Title, m.record.Language, m.record.Repair
	r.Timings.Total = m.record.Repair
	r.Findings = append(r.Findings, m.record.Findings...)
	for i, o := range m.outputs {
		if o == nil {
			continue
		}
		format := m.job.Outputs[i].Format.Name
		r.Findings = append(r.Findings, o.Findings...)
		if o.file.Path == "" {
			continue
		}
		for _, file := range append([]report.File{o.file}, o.further()...) {
			r.Outputs = append(r.Outputs, report.Output{Format: format, File: file, Config: m.configs[i]})
			r.seen[file.Path] = stampOf(file.Path)
		}
		if r.Timings.Outputs == nil {
			r.Timings.Outputs = map[string]float64{}
		}
		r.Timings.Outputs[format] = o.Seconds
		r.Timings.Total += o.Seconds
	}
	if r.Origin == report.Made {
		r.Timings.Total = seconds(start)
	}
	if r.Err != nil {
		r.Origin = ""
	}
}

func seconds(since time.Time) float64 { return time.Since(since).Round(time.Microsecond).Seconds() }

func (m *made) make(ctx context.Context) error {
	data, err := m.read(ctx)
	if err == nil {
		err = m.identify(data)
	}
	if err == nil {
		err = m.fromCache()
	}
	if err == nil && !m.complete() {
		m.report.Origin = report.Made
		err = m.convert(ctx, data)
	}
	if stopped(ctx, err) {
		return unfinished(ctx)
	}
	if err != nil {
		return err
	}
	return m.writeAll(ctx)
}

// read reads the source.
func (m *made) read(ctx context.Context) ([]byte, error) {
	r := &m.report
	r.Made.Source.Path = m.job.Source
	var data []byte
	var err error
	if m.job.Source == Stdin {
		data, err = ReadAll(ctx, m.stdin, m.job.MaxInput)
	} else {
		var s stamp
		data, s, err = readFile(m.job.Source, m.job.MaxInput)
		r.seen[m.job.Source] = s
	}
	if err == nil {
		r.Made.Source.Size = int64(len(data))
		if !m.bare {
			r.Made.Source.SHA256 = digest(data)
		}
	}
	return data, err
}

// identify finds out what the document is made of, and thereby its keys.
func (m *made) identify(data []byte) (err error) {
	r := &m.report
	contents := map[string]string{}
	beside := []byte(nil) // the fixes beside the source
	for _, path := range m.job.Files() {
		limit := int64(maxFurther)
		if path == FixesFile(m.job.Source) {
			limit = fixes.MaxFile
		}
		content, s, err := readFile(path, limit)
		r.seen[path] = s
		switch {
		case err == nil:
			contents[path] = digest(content)
			r.Made.Inputs = append(r.Made.Inputs, report.File{Path: path, Size: int64(len(content)), SHA256: contents[path]})
			if path == FixesFile(m.job.Source) {
				beside = content
			}
		case path == FixesFile(m.job.Source) && !errors.Is(err, fs.ErrNotExist):
			return fmt.Errorf("read %s: %w", path, err)
		case !errors.Is(err, fs.ErrNotExist):
			contents[path] = "unreadable" // whoever needs it will say so
		}
	}
	m.keys, r.Made.Config, m.configs, err = keyring(m.program, m.job, data, r.Made.Source.SHA256, contents)
	if err != nil {
		return fmt.Errorf("%w: %w", pipeline.ErrBug, err)
	}
	m.fixes, err = m.job.fixes(beside)
	return err
}

// complete reports whether the cache had everything.
func (m *made) complete() bool {
	return m.report.Origin != "" && !slices.Contains(m.outputs, nil)
}

// convert repairs the source. A document that a format reads is taken as it
// is: it was repaired before, or written by hand.
func (m *made) convert(ctx context.Context, data []byte) error {
	start := time.Now()
	config := m.job.Config
	config.Fixes = m.fixes
	err := guard(func() (err error) {
		reader, written := formats.ReaderFor(m.job.From, m.job.Source, data)
		switch {
		case m.job.Ledger != "":
			m.result, err = replay(ctx, m.job, data)
		case !written:
			m.result, err = pipeline.Convert(ctx, m.job.Source, data, config)
		case len(config.Fixes) > 0:
			err = config.Fixes[0].Wrong("fixes are for extracted text, and this is a finished document: mend it itself")
		default:
			m.result, err = m.job.adopt(ctx, reader, data)
		}
		return err
	})
	if err != nil {
		return err
	}
	meta := &m.result.Document.Meta
	m.record = record{meta.Title, meta.Language, m.result.Findings, seconds(start)}
	if m.cache != nil {
		m.put(m.cache.PutValue(m.keys.document, m.record))
	}
	return nil
}

// writeAll writes the outputs that are not done.
func (m *made) writeAll(ctx context.Context) error {
	var errs []error
	for i := range m.job.Outputs {
		if m.outputs[i] != nil {
			continue
		}
		err := ctx.Err()
		if err == nil {
			err = m.write(ctx, i)
		}
		if stopped(ctx, err) {
			if len(errs) == 0 {
				errs = append(errs, unfinished(ctx))
			}
			break
		}
		if err != nil {
			errs = append(errs, &outputError{m.job.Outputs[i].Format.Name, err})
		}
		if diskFull(err) {
			break
		}
	}
	return failed(errs)
}

// write writes the output i.
func (m *made) write(ctx context.Context, i int) error {
	o := &m.job.Outputs[i]
	var of edition
	found := func(f finding.Finding) {
		f.Output = o.Format.Name
		if f.Offset >= 0 && f.Line == 0 && m.result.Source != nil {
			place := m.result.Source.Place(f.Offset)
			f.Line, f.Column, f.Excerpt = place.Line, place.Column, m.result.Source.Excerpt(f.Offset)
		}
		of.Findings = append(of.Findings, f)
	}
	var further []string
	render := func(w io.Writer) (err error) {
		further, err = o.render(ctx, w, m.result.Document, found)
		return err
	}
	start := time.Now()
	if o.Path == "" {
		err := o.pass(render)
		m.outputs[i] = &outcome{edition: of}
		return err
	}
	file, err := m.writeFile(o.Path, render)
	if err != nil {
		return err
	}
	of.Seconds = seconds(start)
	for _, path := range further {
		f, err := describe(path, filepath.Dir(o.Path))
		if err != nil {
			return err
		}
		of.Further = append(of.Further, f)
	}
	m.outputs[i] = &outcome{file, of}
	m.report.Written = append(append(m.report.Written, further...), o.Path)
	m.keep(i)
	return nil
}

// describe describes the file path, by its name from the folder dir.
func describe(path, dir string) (f report.File, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return f, err
	}
	name, err := filepath.Rel(dir, path)
	return report.File{Path: filepath.ToSlash(name), Size: int64(len(data)), SHA256: digest(data)}, err
}

// pass writes an output that is no file: nothing of it if it can't be finished.
func (o *Output) pass(render func(io.Writer) error) error {
	var buffer bytes.Buffer
	if err := render(&buffer); err != nil {
		return fmt.Errorf("write %s: %w", o.Format.Name, err)
	}
	if _, err := o.To.Write(buffer.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w", o.Format.Name, err)
	}
	return nil
}

// writeFile is WriteFile, and tells what was written.
func (mk *maker) writeFile(path string, render func(io.Writer) error) (report.File, error) {
	count, hash := counter{}, sha256.New()
	also := []io.Writer{&count}
	if !mk.bare {
		also = append(also, hash)
	}
	err := WriteFile(path, func(w io.Writer) error { return render(io.MultiWriter(append(also, w)...)) })
	file := report.File{Path: path, Size: count.n}
	if !mk.bare {
		file.SHA256 = hex.EncodeToString(hash.Sum(nil))
	}
	return file, err
}

type counter struct{ n int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n += int64(len(p))
	return len(p), nil
}

// keep puts the output i into the cache: its first file last, so that the
// others are there when it is.
func (m *made) keep(i int) {
	if m.cache == nil {
		return
	}
	o := m.outputs[i]
	for at, file := range o.further() {
		m.keepFile(furtherKey(m.keys.outputs[i], at), file, nil)
	}
	m.keepFile(m.keys.outputs[i], o.file, o.edition)
}

// furtherKey is the key of a further file of the output with the given key.
func furtherKey(output string, at int) string {
	return digest([]byte(output + " " + strconv.Itoa(at)))
}

func (m *made) keepFile(key string, file report.File, about any) {
	if m.report.CacheError != "" {
		return
	}
	f, err := os.Open(file.Path)
	if err != nil {
		m.put(err)
		return
	}
	defer f.Close()
	m.put(m.cache.Put(key, about, f, file.Size, file.SHA256))
}

// put notes the error of putting something into the cache: it is no reason to
// fail, but one to tell.
func (m *made) put(err error) {
	if err != nil && m.report.CacheError == "" {
		m.report.CacheError = err.Error()
	}
}
