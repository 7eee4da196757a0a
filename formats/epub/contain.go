package epub

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"path"
	"sync"

	goepub "github.com/go-shiori/go-epub"
)

// root is the folder of the package document in the archive.
const root = "EPUB/"

// styleName is the place of the style sheet below root.
const styleName = "css/style.css"

// storage guards go-epub's file system: one for the whole process, which is
// not safe for two books at once.
var storage sync.Mutex

// contain lets go-epub make the archive. Files are handed to it as data URLs
// alone: what it takes for a path or an address it would open.
func (b *book) contain() ([]byte, error) {
	e, err := goepub.NewEpub(b.title)
	if err != nil {
		return nil, err
	}
	css, err := e.AddCSS(dataURL(b.style), "style.css")
	if err != nil {
		return nil, fmt.Errorf("add the style sheet: %w", err)
	}
	if b.cover != nil {
		if _, err := e.AddImage(dataURL(stub(b.cover.name, b.cover.data)), path.Base(b.cover.name)); err != nil {
			return nil, fmt.Errorf("add the cover: %w", err)
		}
	}
	for _, f := range b.fonts {
		if _, err := e.AddFont(dataURL(stub(f.name, f.data)), path.Base(f.name)); err != nil {
			return nil, fmt.Errorf("add the font %s: %w", f.File, err)
		}
	}
	for _, f := range b.files {
		if _, err := e.AddSection(string(stub(f.name, f.b)), f.title, f.name, css); err != nil {
			return nil, fmt.Errorf("add %s: %w", f.name, err)
		}
	}
	return writeContainer(e)
}

// stub is what go-epub gets as the body of a section, as a picture or a font: a
// fingerprint of the true one.
//
// The library would set a body, whatever it is, into a file without a language
// that has to be written anew; and until then it would keep three copies of
// everything and deflate it with other books waiting. On a whole volume that took
// more than half of all the time. So the data go in when the archive is
// finished, each in the place of its own fingerprint and no other.
func stub(name string, data []byte) []byte {
	return fmt.Appendf(nil, "<p>%s %d %08x</p>", name, len(data), crc32.ChecksumIEEE(data))
}

// writeContainer writes e by way of a file system in memory, made anew for
// each book, so that neither a full disk nor another book can spoil it.
func writeContainer(e *goepub.Epub) ([]byte, error) {
	storage.Lock()
	defer storage.Unlock()
	if err := goepub.Use(goepub.MemoryFS); err != nil {
		return nil, err
	}
	var archive bytes.Buffer
	if _, err := e.WriteTo(&archive); err != nil {
		return nil, err
	}
	return archive.Bytes(), nil
}

// dataURL hides what kind of file it is: go-epub knows too few kinds, and the
// manifest that it makes is not the one that counts.
func dataURL(data []byte) string {
	return "data:application/octet-stream;base64," + base64.StdEncoding.EncodeToString(data)
}
