package batch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/refolio/refolio/pipeline/batch/cache"
	"github.com/refolio/refolio/pipeline/batch/report"
)

// fromCache takes from the cache what it has of the document. An error says that
// an output could not be written; a damaged cache is none.
func (m *made) fromCache() error {
	if m.cache == nil {
		return nil
	}
	e := m.entry(m.keys.document, &m.record)
	if e == nil {
		return nil
	}
	e.Close()
	m.report.Origin = report.Kept
	for i, o := range m.job.Outputs {
		if o.Path == "" {
			continue
		}
		if err := m.restore(i); err != nil {
			return err
		}
	}
	return nil
}

// entry returns the entry of key, with what is said about it in about, or nil
// if there is none that can be used.
func (m *made) entry(key string, about any) *cache.Entry {
	e, err := m.cache.Get(key)
	if err == nil {
		err = e.About(about)
	}
	if err != nil {
		m.damaged(err)
		return nil
	}
	return e
}

// damaged counts an entry that can't be used.
func (m *made) damaged(err error) bool {
	if errors.Is(err, cache.ErrDamaged) {
		m.report.Damaged++
		return true
	}
	return false
}

// restore makes the output i what the cache says that it should be, if it
// says anything.
func (m *made) restore(i int) error {
	key := m.keys.outputs[i]
	o := &outcome{file: report.File{Path: m.job.Outputs[i].Path}}
	e := m.entry(key, &o.edition)
	if e == nil {
		return nil
	}
	defer e.Close()
	o.file.Size, o.file.SHA256 = e.Size, e.SHA256
	for at, file := range o.further() {
		if !m.job.Outputs[i].owns(file.Path) {
			return nil
		}
		if ok, err := m.restoreFurther(furtherKey(key, at), file); !ok || err != nil {
			return err
		}
	}
	if ok, err := m.restoreFile(e, o.file); !ok || err != nil {
		return err
	}
	m.outputs[i] = o
	return nil
}

// restoreFurther is restoreFile for a file besides the first of an output.
func (m *made) restoreFurther(key string, file report.File) (ok bool, err error) {
	var about any
	e := m.entry(key, &about)
	if e == nil || e.SHA256 != file.SHA256 {
		return false, nil
	}
	defer e.Close()
	if err := PrepareFolder(filepath.Dir(file.Path)); err != nil {
		return false, err
	}
	return m.restoreFile(e, file)
}

// restoreFile makes file of the entry e, unless it is there. It reports false
// if the entry turns out to be damaged.
func (m *made) restoreFile(e *cache.Entry, file report.File) (ok bool, err error) {
	if isFile(file) {
		return true, nil
	}
	switch err := WriteFile(file.Path, e.Copy); {
	case m.damaged(err):
		return false, nil
	case err != nil:
		return false, err
	}
	m.report.Origin = report.Restored
	m.report.Written = append(m.report.Written, file.Path)
	return true, nil
}

// isFile reports whether there is a file as it is described. It believes the
// bytes alone.
func isFile(want report.File) bool {
	info, err := os.Lstat(want.Path)
	if err != nil || !info.Mode().IsRegular() || info.Size() != want.Size {
		return false
	}
	f, err := os.Open(want.Path)
	if err != nil {
		return false
	}
	defer f.Close()
	hash := sha256.New()
	_, err = io.Copy(hash, f)
	return err == nil && hex.EncodeToString(hash.Sum(nil)) == want.SHA256
}
