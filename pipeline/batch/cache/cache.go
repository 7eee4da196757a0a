// Package cache keeps what was made under the hash of all that it was made of,
// so that it need not be made again.
//
//	DIR
//	├── CACHEDIR.TAG       tells backup programs that nothing here is precious
//	├── objects/3f/3f2a…   entries, named after their keys
//	└── state/             what runs remember of output folders; not this package's
//
// When may an entry be used? If its key is the hash of everything that decides
// what is in it, which is the caller's affair, and if it is whole, which is
// this package's: an entry bears the hashes of its parts and is never handed
// out unless they are right. One that is damaged is removed and reported as
// [ErrDamaged]; the caller makes it anew.
//
// Entries appear by a rename, but are not forced to the disk: one that a power
// failure tears is a damaged one. Any number of processes may use a cache at
// once, and prune it at the same time.
package cache

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// ErrDamaged is the error of an entry that is not as it was put.
var ErrDamaged = errors.New("damaged cache entry")

// Cache is a cache in a folder. It is made when the first entry is put.
type Cache struct{ dir string }

// Open returns the cache in the folder dir, which need not exist.
func Open(dir string) *Cache { return &Cache{dir: dir} }

// Dir is the folder of the cache.
func (c *Cache) Dir() string { return c.dir }

// StateDir is the folder for what runs remember of output folders.
func (c *Cache) StateDir() string { return filepath.Join(c.dir, "state") }

// Entry is an entry that was found. It must be closed.
type Entry struct {
	Size   int64  // of the content, in bytes
	SHA256 string // of the content, in hexadecimal
	about  json.RawMessage
	cache  *Cache
	path   string
	file   *os.File // at the beginning of the content
}

// header is the second line of an entry. The first is magic and the hash of
// the second; the content follows.
type header struct {
	Size   int64           `json:"size"`
	SHA256 string          `json:"sha256"`
	About  json.RawMessage `json:"about"`
}

const magic = "refolio-cache-1 "

// used is how precisely the time of an entry's last use is kept.
const used = time.Hour

// Get returns the entry of key. The error is [fs.ErrNotExist] if there is
// none, and [ErrDamaged] if it is damaged in what is read at once; its content
// is checked when it is copied.
func (c *Cache) Get(key string) (*Entry, error) {
	path := c.path(key)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	e := &Entry{cache: c, path: path, file: f}
	if err := e.readHeader(); err != nil {
		e.discard()
		return nil, err
	}
	if info, err := f.Stat(); err == nil && time.Since(info.ModTime()) > used {
		os.Chtimes(path, time.Time{}, time.Now()) // a cache that can't be written is read all the same
	}
	return e, nil
}

func (e *Entry) readHeader() error {
	r := bufio.NewReader(e.file)
	first, err := r.ReadString('\n')
	if err != nil {
		return ErrDamaged
	}
	second, err := r.ReadBytes('\n')
	if err != nil {
		return ErrDamaged
	}
	sum := sha256.Sum256(second)
	var h header
	if first != magic+hex.EncodeToString(sum[:])+"\n" || json.Unmarshal(second, &h) != nil {
		return ErrDamaged
	}
	e.Size, e.SHA256, e.about = h.Size, h.SHA256, h.About
	start := int64(len(first) + len(second))
	info, err := e.file.Stat()
	if err != nil || info.Size() != start+e.Size {
		return ErrDamaged
	}
	_, err = e.file.Seek(start, io.SeekStart)
	return err
}

// About decodes what was said about the entry when it was put.
func (e *Entry) About(v any) error {
	if err := json.Unmarshal(e.about, v); err != nil {
		e.discard()
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return nil
}

// Copy copies the content to w. If the error is [ErrDamaged], what w got is
// worthless.
func (e *Entry) Copy(w io.Writer) error {
	hash := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, hash), io.LimitReader(e.file, e.Size)); err != nil {
		return err
	}
	if hex.EncodeToString(hash.Sum(nil)) != e.SHA256 {
		e.discard()
		return ErrDamaged
	}
	return nil
}

// Close lets go of the entry.
func (e *Entry) Close() { e.file.Close() }

// discard removes an entry that is worth nothing.
func (e *Entry) discard() {
	e.file.Close()
	os.Remove(e.path)
}

// Put makes an entry of size bytes of content, with the given SHA-256, and of
// about, which must be encodable as JSON. An entry that is there already is
// replaced.
func (c *Cache) Put(key string, about any, content io.Reader, size int64, sum string) error {
	said, err := json.Marshal(about)
	if err != nil {
		return fmt.Errorf("describe an entry of the cache: %w", err)
	}
	second, err := json.Marshal(header{size, sum, said})
	if err != nil {
		return fmt.Errorf("describe an entry of the cache: %w", err)
	}
	second = append(second, '\n')
	headerSum := sha256.Sum256(second)
	first := magic + hex.EncodeToString(headerSum[:]) + "\n"
	return c.write(c.path(key), func(w io.Writer) error {
		if _, err := io.WriteString(w, first); err != nil {
			return err
		}
		if _, err := w.Write(second); err != nil {
			return err
		}
		n, err := io.Copy(w, content)
		if err == nil && n != size {
			err = io.ErrUnexpectedEOF
		}
		return err
	})
}

// PutValue makes an entry that has nothing but about.
func (c *Cache) PutValue(key string, about any) error {
	empty := sha256.Sum256(nil)
	return c.Put(key, about, bytes.NewReader(nil), 0, hex.EncodeToString(empty[:]))
}

// write makes the file path, whole or not at all.
func (c *Cache) write(path string, fill func(io.Writer) error) error {
	dir := filepath.Dir(path)
	f, err := create(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err := c.prepare(dir); err != nil {
			return err
		}
		f, err = create(dir)
	}
	if err != nil {
		return fmt.Errorf("make an entry in the cache %s: %w", c.dir, bare(err))
	}
	err = fill(f)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("make an entry in the cache %s: %w", c.dir, bare(err))
	}
	return nil
}

// bare is err without the name of a file that nobody knows.
func bare(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return of.Err
	}
	return err
}

func create(dir string) (*os.File, error) {
	return os.OpenFile(filepath.Join(dir, tempPrefix+rand.Text()), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
}

const tempPrefix = "tmp-"

// tag is what the convention for cache folders asks for
// (https://bford.info/cachedir).
const tag = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of refolio's: it may be removed at any time.\n"

// prepare makes the folder dir of the cache.
func (c *Cache) prepare(dir string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return fmt.Errorf("prepare the cache: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(c.dir, "CACHEDIR.TAG"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("prepare the cache: %w", err)
	}
	_, err = f.WriteString(tag)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("prepare the cache: %w", err)
	}
	return nil
}

// path is where the entry of key, a hash in hexadecimal, lies.
func (c *Cache) path(key string) string {
	return filepath.Join(c.dir, "objects", key[:2], key)
}
