package epub

import (
	"encoding/binary"
	"hash/adler32"
	"hash/crc32"
)

// png returns the picture, of so many rows, as a PNG file of half a byte a
// pixel if it has no more than 16 colours.
//
// The standard library's encoder asks for each pixel of such a picture by
// itself, which takes as long as all else that there is to do for a book of a
// hundred pages. Most rows of a cover are like the one above, and are written
// as the difference from it, which is nothing.
func (r *raster) png(height int, z *deflater) ([]byte, error) {
	bits := byte(4)
	if len(r.palette) > 16 {
		bits = 8
	}
	var palette []byte
	for _, c := range r.palette {
		palette = append(palette, c.R, c.G, c.B)
	}
	data, err := r.rows(height, bits, z)
	if err != nil {
		return nil, err
	}
	header := binary.BigEndian.AppendUint32(nil, uint32(r.width))
	header = binary.BigEndian.AppendUint32(header, uint32(height))
	header = append(header, bits, 3, 0, 0, 0) // bits a pixel, of a palette; deflate, filters, not interlaced
	out := []byte("\x89PNG\r\n\x1a\n")
	out = appendChunk(out, "IHDR", header)
	out = appendChunk(out, "PLTE", palette)
	out = appendChunk(out, "IDAT", data)
	return appendChunk(out, "IEND", nil), nil
}

// appendChunk appends a chunk of a PNG file: its length, name, data and sum.
func appendChunk(out []byte, name string, data []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(data)))
	start := len(out)
	out = append(append(out, name...), data...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[start:]))
}

// rows returns the rows of the picture, each with its filter (0 for none, 2 for
// the difference from the row above) before it, compressed in the form of zlib.
func (r *raster) rows(height int, bits byte, z *deflater) ([]byte, error) {
	if err := z.begin(); err != nil {
		return nil, err
	}
	sum := adler32.New()
	packed := make([]byte, 1+(r.width*int(bits)+7)/8)
	again := make([]byte, len(packed))
	again[0] = 2
	for y := range height {
		line := packed
		switch row, same := r.draw(y); {
		case same:
			line = again
		case bits == 4:
			pack(packed[1:], row)
		default:
			copy(packed[1:], row)
		}
		if _, err := z.Write(line); err != nil {
			return nil, err
		}
		sum.Write(line)
	}
	data, err := z.end()
	if err != nil {
		return nil, err
	}
	zlib := append([]byte{0x78, 0x9C}, data...) // RFC 1950, section 2.2: deflate with a window of 32 KB, as usual
	return sum.Sum(zlib), nil
}

// pack puts two pixels into each byte.
func pack(to []byte, row []uint8) {
	for i := range row[:len(row)/2] {
		to[i] = row[2*i]<<4 | row[2*i+1]
	}
	if len(row)%2 == 1 {
		to[len(row)/2] = row[len(row)-1] << 4
	}
}
