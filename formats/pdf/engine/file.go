package engine

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"

	"github.com/klauspost/compress/zlib"
)

// file is a PDF file of version 1.7 in the making. Objects that are streams
// are written at once; all others are gathered and compressed together in
// object streams, which makes the structure tree of a book affordable.
type file struct {
	out     *bufio.Writer // which keeps the first error
	sum     hash.Hash     // of all that is written
	size    int           // bytes so far
	place   []place       // by the number of the object; number 0 is not used
	waiting []waiting
	packed  []byte // the bodies of those that wait
	index   []byte // for flush
	scratch []byte // for the head of a stream
	zip     *deflater
}

// place says where an object stands: at a byte of the file, or, if stream is
// not 0, as the object with the given index in that object stream.
type place struct {
	offset uint32
	stream uint32
	index  uint16
}

// waiting is an object that waits for others; its body starts there in packed.
type waiting struct{ number, start int }

// objectsInStream is how many objects are compressed together. More make the
// file smaller and one object slower to reach.
const objectsInStream = 500

func newFile(w io.Writer, objects int, zip *deflater) *file {
	f := &file{out: bufio.NewWriterSize(w, 1<<16), sum: sha256.New(), place: make([]place, objects+1), zip: zip}
	f.write([]byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")) // bytes that show it is not text
	return f
}

func (f *file) write(data []byte) {
	f.size += len(data)
	f.sum.Write(data)
	_, _ = f.out.Write(data)
}

// reserve returns the number of a new object.
func (f *file) reserve() int {
	f.place = append(f.place, place{})
	return len(f.place) - 1
}

// object adds an object that is not a stream.
func (f *file) object(number int, body []byte) {
	f.waiting = append(f.waiting, waiting{number, len(f.packed)})
	f.packed = append(append(f.packed, body...), '\n')
	if len(f.waiting) == objectsInStream {
		f.flush()
	}
}

// objectf is object for a formatted body.
func (f *file) objectf(number int, format string, args ...any) {
	f.object(number, fmt.Appendf(nil, format, args...))
}

// stream adds a stream object. The dictionary lacks Length.
func (f *file) stream(number int, dict string, data []byte) {
	f.place[number] = place{offset: uint32(f.size)}
	f.write(fmt.Appendf(f.scratch[:0], "%d 0 obj\n<<%s/Length %d>>\nstream\n", number, dict, len(data)))
	f.write(data)
	f.write([]byte("\nendstream\nendobj\n"))
}

// deflated adds a stream object and compresses it.
func (f *file) deflated(number int, dict string, data []byte) {
	f.stream(number, dict+"/Filter/FlateDecode", f.zip.deflate(data))
}

// deflater compresses one piece of data after the other.
type deflater struct {
	zip    *zlib.Writer
	packed bytes.Buffer
}

// effort is how hard a deflater tries, from 1 to 9. A book that is packed with 6
// is a fortieth smaller and takes a third longer to pack.
const effort = 3

func newDeflater() *deflater {
	zip, err := zlib.NewWriterLevel(io.Discard, effort)
	if err != nil {
		panic(err) // there is such a level
	}
	return &deflater{zip: zip}
}

// deflate returns data compressed. What it returned before is overwritten. It
// never fails, for it writes to memory.
func (d *deflater) deflate(data []byte) []byte {
	d.packed.Reset()
	d.zip.Reset(&d.packed)
	_, _ = d.zip.Write(data)
	_ = d.zip.Close()
	return d.packed.Bytes()
}

// flush writes the waiting objects as an object stream.
func (f *file) flush() {
	if len(f.waiting) == 0 {
		return
	}
	number := f.reserve()
	index := f.index[:0]
	for i, o := range f.waiting {
		f.place[o.number] = place{stream: uint32(number), index: uint16(i)}
		index = strconv.AppendInt(index, int64(o.number), 10)
		index = append(index, ' ')
		index = strconv.AppendInt(index, int64(o.start), 10)
		index = append(index, ' ')
	}
	dict := fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(f.waiting), len(index))
	f.index = append(index, f.packed...)
	f.deflated(number, dict, f.index)
	f.waiting, f.packed = f.waiting[:0], f.packed[:0]
}

// finish writes the cross-reference stream. The file's identifier is made from
// its bytes, so that the same book has the same one.
func (f *file) finish(catalog, info int) error {
	f.flush()
	number := f.reserve()
	start := f.size
	f.place[number] = place{offset: uint32(start)}
	table := make([]byte, 0, 7*len(f.place))
	for i, p := range f.place {
		switch {
		case i == 0:
			table = append(table, 0, 0, 0, 0, 0, 0xFF, 0xFF)
		case p.stream != 0:
			table = append(table, 2, byte(p.stream>>24), byte(p.stream>>16), byte(p.stream>>8), byte(p.stream), byte(p.index>>8), byte(p.index))
		case p.offset != 0:
			table = append(table, 1, byte(p.offset>>24), byte(p.offset>>16), byte(p.offset>>8), byte(p.offset), 0, 0)
		default: // a number of gofpdf's that is not used any more
			table = append(table, 0, 0, 0, 0, 0, 0, 0)
		}
	}
	sum := f.sum.Sum(nil)
	f.deflated(number, fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]",
		len(f.place), catalog, info, sum[:16], sum[:16]), table)
	f.write(fmt.Appendf(nil, "startxref\n%d\n%%%%EOF\n", start))
	return f.out.Flush()
}

// parsed is what a file of gofpdf's holds, by the number of the object.
type parsed struct {
	bodies [][]byte // all between "obj" and "endobj"
}

// parse takes a file of gofpdf's apart. It follows the table of offsets, so
// that nothing in the text of a book can look like the end of an object.
func parse(data []byte) (*parsed, error) {
	at := bytes.LastIndex(data, []byte("\nxref\n0 "))
	if at < 0 {
		return nil, fmt.Errorf("the PDF library wrote no table of objects")
	}
	lines := bytes.Split(data[at+1:], []byte("\n"))
	n, err := strconv.Atoi(string(bytes.TrimPrefix(lines[1], []byte("0 "))))
	if err != nil || len(lines) < 2+n {
		return nil, fmt.Errorf("the PDF library's table of objects is damaged")
	}
	starts := make([]int, n)
	for i := 1; i < n; i++ {
		offset, _, _ := bytes.Cut(lines[2+i], []byte(" "))
		if starts[i], err = strconv.Atoi(string(offset)); err != nil || starts[i] > at {
			return nil, fmt.Errorf("the PDF library's table of objects is damaged at %d", i)
		}
	}
	ordered := append(slices.Sorted(slices.Values(starts[1:])), at+1)
	p := &parsed{bodies: make([][]byte, n)}
	for i := 1; i < n; i++ {
		next, _ := slices.BinarySearch(ordered, starts[i]+1)
		body := data[starts[i]:ordered[next]]
		body = bytes.TrimPrefix(body, fmt.Appendf(nil, "%d 0 obj\n", i))
		p.bodies[i] = bytes.TrimSuffix(body, []byte("endobj\n"))
	}
	return p, nil
}

// stream splits a stream object into its dictionary and its data.
func (p *parsed) stream(number int) (dict, data []byte) {
	dict, data, _ = bytes.Cut(p.bodies[number], []byte("stream\n"))
	return dict, bytes.TrimSuffix(data, []byte("\nendstream\n"))
}
