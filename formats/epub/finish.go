package epub

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"time"
)

// finish turns go-epub's archive into the book: with a package document,
// navigation and NCX of ours, each section, picture and font in the place of its
// stub, a section in a file that says its language, the entries in a fixed order
// with a fixed time, mimetype first and stored.
func (b *book) finish(archive []byte) ([]byte, error) {
	made, err := unpack(archive)
	if err != nil {
		return nil, err
	}
	if err := b.compare(made); err != nil {
		return nil, err
	}
	out := newPacker(b.doc.Meta.Stamp(), &b.deflater)
	out.out.Grow(b.size() / 2)      // text is deflated to less than half
	entries := map[string][][]byte{ // the parts of each file
		"META-INF/container.xml": {made["META-INF/container.xml"]},
		root + "package.opf":     {b.packageDocument()},
		root + "nav.xhtml":       {b.navigation()},
		root + "toc.ncx":         {b.ncx()},
		root + styleName:         {made[root+styleName]},
	}
	for _, f := range b.fonts {
		entries[root+f.name] = [][]byte{f.data}
	}
	for _, f := range b.files {
		entries[root+textFolder+f.name] = [][]byte{b.head(f, "../"), f.b, []byte(tail)}
	}
	out.store("mimetype", []byte("application/epub+zip"))
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		out.deflate(name, entries[name]...)
	}
	if b.cover != nil { // a picture is compressed as it is
		out.store(root+b.cover.name, b.cover.data)
	}
	return out.close()
}

// size is about the number of bytes of all files.
func (b *book) size() int {
	n := 64 << 10
	for _, f := range b.files {
		n += len(f.b)
	}
	if b.cover != nil {
		n += 2 * len(b.cover.data)
	}
	for _, f := range b.fonts {
		n += 2 * len(f.data)
	}
	return n
}

// unpack reads all files of an archive. Reading one to its end checks its sum.
func unpack(archive []byte) (map[string][]byte, error) {
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, fmt.Errorf("read the archive: %w", err)
	}
	files := make(map[string][]byte, len(z.File))
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			return nil, fmt.Errorf("open %s: %w", entry.Name, err)
		}
		data := bytes.NewBuffer(make([]byte, 0, entry.UncompressedSize64+bytes.MinRead))
		if _, err := data.ReadFrom(r); err != nil {
			return nil, fmt.Errorf("read %s: %w", entry.Name, err)
		}
		if _, twice := files[entry.Name]; twice {
			return nil, fmt.Errorf("%s is in the archive twice", entry.Name)
		}
		files[entry.Name] = data.Bytes()
	}
	return files, nil
}

// compare checks that the archive holds what went in, whole, and nothing else.
func (b *book) compare(made map[string][]byte) error {
	want := map[string][]byte{
		"mimetype":               []byte("application/epub+zip"),
		"META-INF/container.xml": []byte(`full-path="` + root + `package.opf"`),
		root + "package.opf":     nil,
		root + "nav.xhtml":       nil,
		root + "toc.ncx":         nil,
		root + styleName:         b.style,
	}
	if b.cover != nil {
		want[root+b.cover.name] = stub(b.cover.name, b.cover.data)
	}
	for _, f := range b.fonts {
		want[root+f.name] = stub(f.name, f.data)
	}
	for _, f := range b.files {
		want[root+textFolder+f.name] = stub(f.name, f.b)
	}
	for _, name := range slices.Sorted(maps.Keys(want)) {
		data, ok := made[name]
		if !ok {
			return fmt.Errorf("%s is missing from the archive", name)
		}
		if !bytes.Contains(data, want[name]) {
			return fmt.Errorf("%s is damaged in the archive", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(made)) {
		if _, ok := want[name]; !ok {
			return fmt.Errorf("%s is in the archive, but nobody put it there", name)
		}
	}
	return nil
}

// tail ends an XHTML file.
const tail = "</body>\n</html>\n"

// head begins an XHTML file. The folder is the way from it to that of the
// package document.
func (b *book) head(f *file, folder string) []byte {
	m := &markup{remarks: &b.remarks}
	m.declaration()
	m.b = append(m.b, "<!DOCTYPE html>\n"...)
	prefix := ""
	if f.hasStructure {
		prefix = "z3998: http://www.daisy.org/z3998/2012/vocab/structure/"
	}
	m.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "xmlns:epub", "http://www.idpf.org/2007/ops",
		"epub:prefix", prefix, "lang", b.lang, "xml:lang", b.lang, "dir", b.dir)
	m.newline()
	m.open("head")
	m.newline()
	m.void("meta", "charset", "utf-8")
	m.newline()
	m.leaf("title", f.title)
	m.newline()
	m.void("link", "rel", "stylesheet", "type", "text/css", "href", folder+styleName)
	m.newline()
	m.end()
	m.open("body", "epub:type", f.place)
	m.newline()
	return m.b
}

// A packer writes a ZIP archive without anything in it that a reading system
// has no use for: no descriptors behind the data, no extra fields, one time
// for all.
type packer struct {
	out        bytes.Buffer
	zip        *zip.Writer
	date, time uint16 // in the form of MS-DOS
	deflater   *deflater
	err        error // the first
}

func newPacker(stamp time.Time, d *deflater) *packer {
	p := &packer{deflater: d}
	p.zip = zip.NewWriter(&p.out)
	stamp = stamp.UTC()
	if year := stamp.Year(); year < 1980 || year > 2107 { // what the form can hold
		stamp = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	p.date = uint16(stamp.Day() | int(stamp.Month())<<5 | (stamp.Year()-1980)<<9)
	p.time = uint16(stamp.Second()/2 | stamp.Minute()<<5 | stamp.Hour()<<11)
	return p
}

// store adds a file as it is.
func (p *packer) store(name string, data []byte) {
	p.add(name, zip.Store, data, crc32.ChecksumIEEE(data), len(data))
}

// deflate adds a file of several parts, compressed.
func (p *packer) deflate(name string, parts ...[]byte) {
	if p.err != nil {
		return
	}
	if p.err = p.deflater.begin(); p.err != nil {
		return
	}
	sum, size := uint32(0), 0
	for _, part := range parts {
		sum = crc32.Update(sum, crc32.IEEETable, part)
		size += len(part)
		if _, p.err = p.deflater.Write(part); p.err != nil {
			return
		}
	}
	var packed []byte
	if packed, p.err = p.deflater.end(); p.err == nil {
		p.add(name, zip.Deflate, packed, sum, size)
	}
}

func (p *packer) add(name string, method uint16, data []byte, sum uint32, size int) {
	if p.err != nil {
		return
	}
	var w io.Writer
	w, p.err = p.zip.CreateRaw(&zip.FileHeader{
		Name: name, Method: method, CRC32: sum,
		CompressedSize64: uint64(len(data)), UncompressedSize64: uint64(size),
		//lint:ignore SA1019 Modified would add an extra field
		ModifiedDate: p.date, ModifiedTime: p.time,
	})
	if p.err != nil {
		p.err = fmt.Errorf("add %s: %w", name, p.err)
		return
	}
	if _, err := w.Write(data); err != nil {
		p.err = fmt.Errorf("add %s: %w", name, err)
	}
}

func (p *packer) close() ([]byte, error) {
	if p.err != nil {
		return nil, p.err
	}
	if err := p.zip.Close(); err != nil {
		return nil, err
	}
	return p.out.Bytes(), nil
}
