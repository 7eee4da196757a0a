package fonts

import (
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Face is one TrueType face. Its measures are in thousandths of the type
// size.
type Face struct {
	Name string // for the PDF: letters, digits and hyphens only
	Data []byte // the whole file
	// CapHeight is how high capitals are.
	CapHeight int

	// advances holds the width of each letter of the Basic Multilingual
	// Plane, or absent. Letters beyond it are not used: the PDF library
	// addresses glyphs by sixteen bits of Unicode.
	advances []uint16
	glyphs   []uint16              // the glyph of each letter, 0 if there is none
	ascii    [utf8.RuneSelf]uint16 // the widths of the letters of ASCII, 0 if there is none
	complete bool                  // it has all of these that are no controls
	kern     *pairs
}

const absent = 0xFFFF

// Has reports whether f has a glyph for r.
func (f *Face) Has(r rune) bool {
	return r >= 0 && int(r) < len(f.advances) && f.advances[r] != absent
}

// Advance returns the width of r, 0 if f lacks it.
func (f *Face) Advance(r rune) int {
	if !f.Has(r) {
		return 0
	}
	return int(f.advances[r])
}

// HasASCII reports whether f has a glyph for all letters of ASCII, from the space to
// the tilde.
func (f *Face) HasASCII() bool { return f.complete }

// Width returns the width of s with its letters kerned.
func (f *Face) Width(s string) int {
	w, kern := 0, &f.kern.ascii
	prev := rune(0) // there is no letter that is kerned with it
	for i := 0; i < len(s); {
		if prev < utf8.RuneSelf { // a book is mostly ASCII
			last := byte(prev)
			for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
				c := s[i]
				w += int(f.ascii[c]) + int(kern[pairOfASCII(last, c)])
				last = c
			}
			if prev = rune(last); i == len(s) {
				break
			}
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		w += f.Advance(r) + f.Kern(prev, r)
		prev = r
		i += size
	}
	return w
}

// Unkerned returns how many bytes of s can be shown in one piece, and by how much what
// follows them is moved, in thousandths of the type size: not 0, but at the end of s.
func (f *Face) Unkerned(s string) (n, move int) {
	kern := &f.kern.ascii
	prev := rune(0)
	for i := 0; i < len(s); {
		if prev < utf8.RuneSelf {
			last := byte(prev)
			for ; i < len(s) && s[i] < utf8.RuneSelf; i++ {
				if move := kern[pairOfASCII(last, s[i])]; move != 0 {
					return i, int(move)
				}
				last = s[i]
			}
			if prev = rune(last); i == len(s) {
				break
			}
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if move := f.Kern(prev, r); move != 0 {
			return i, move
		}
		prev = r
		i += size
	}
	return len(s), 0
}

// ErrNotTrueType says that a font file has outlines of another kind than the
// PDF library can embed: those of PostScript (.otf), or a collection (.ttc).
var ErrNotTrueType = errors.New("not a TrueType font (a .ttf with glyf outlines)")

// Parse reads a TrueType font file. The name is what the PDF calls it.
func Parse(name string, data []byte) (*Face, error) {
	t, err := tables(data)
	if err != nil {
		return nil, fmt.Errorf("font %s: %w", name, err)
	}
	for _, tag := range []string{"head", "hhea", "hmtx", "maxp", "cmap", "loca", "glyf", "name", "post", "OS/2"} {
		if len(t[tag]) == 0 {
			return nil, fmt.Errorf("font %s: it has no table %q", name, tag)
		}
	}
	em := t["head"].u16(18)
	if em == 0 {
		return nil, fmt.Errorf("font %s: its em is zero", name)
	}
	f := &Face{Name: name, Data: data}
	if f.glyphs = glyphsOf(t["cmap"]); f.glyphs == nil {
		return nil, fmt.Errorf("font %s: it has no table of Unicode letters", name)
	}
	f.measure(t["hmtx"], t["hhea"].u16(34), em)
	f.CapHeight = capHeight(t["OS/2"], em)
	f.kern = kerning(t["GPOS"], em, f.glyphs)
	return f, nil
}

// measure fills in f.advances. The widths are rounded as the PDF library
// rounds them in the file, for those are the widths that a viewer uses.
func (f *Face) measure(hmtx table, metrics, em int) {
	f.advances = make([]uint16, len(f.glyphs))
	for r, g := range f.glyphs {
		f.advances[r] = absent
		if g == 0 || r == 0xFFFF || metrics == 0 {
			continue
		}
		w := hmtx.u16(min(int(g), metrics-1) * 4)
		if w >= 1<<15 {
			w = 0
		}
		f.advances[r] = uint16(min((w*1000+em/2)/em, absent-1))
	}
	f.complete = true
	for r := range rune(utf8.RuneSelf) {
		f.ascii[r] = uint16(f.Advance(r))
		f.complete = f.complete && (f.Has(r) || r < ' ' || r > '~')
	}
}

// capHeight reads the height of capitals from an OS/2 table. Those of version 1
// and older don't state it; seven tenths of the type size are usual.
func capHeight(os2 table, em int) int {
	if h := os2.i16(88) * 1000 / em; os2.u16(0) >= 2 && h > 300 && h < 1000 {
		return h
	}
	return 700
}

// table is the bytes of a font table. Reading outside of it gives zeros, so
// that a damaged font can't crash the program.
type table []byte

func (t table) u16(at int) int {
	if at < 0 || at+2 > len(t) {
		return 0
	}
	return int(binary.BigEndian.Uint16(t[at:]))
}

func (t table) i16(at int) int { return int(int16(t.u16(at))) }

func (t table) u32(at int) int { return t.u16(at)<<16 | t.u16(at+2) }

// from returns the part of t that begins at the given byte.
func (t table) from(at int) table {
	if at < 0 || at > len(t) {
		return nil
	}
	return t[at:]
}

// tables finds the tables of a font file by their tags.
func tables(data []byte) (map[string]table, error) {
	file := table(data)
	if v := file.u32(0); v != 0x00010000 && v != 0x74727565 {
		return nil, ErrNotTrueType
	}
	found := map[string]table{}
	for i := range file.u16(4) {
		record := 12 + 16*i
		if record+16 > len(file) {
			return nil, errors.New("its list of tables is cut off")
		}
		start, size := file.u32(record+8), file.u32(record+12)
		if start > len(file) || size > len(file)-start {
			return nil, fmt.Errorf("its table %q is cut off", file[record:record+4])
		}
		found[string(file[record:record+4])] = file[start : start+size]
	}
	return found, nil
}

// glyphsOf reads the letters of the Basic Multilingual Plane from a cmap
// table: a subtable of format 4 for Unicode, the only kind that the PDF
// library reads. It returns nil if there is none.
func glyphsOf(cmap table) []uint16 {
	for i := range cmap.u16(2) {
		platform, encoding := cmap.u16(4+8*i), cmap.u16(6+8*i)
		sub := cmap.from(cmap.u32(8 + 8*i))
		if (platform == 0 || platform == 3 && encoding == 1) && sub.u16(0) == 4 {
			return readSegments(sub)
		}
	}
	return nil
}

// readSegments reads a cmap subtable of format 4. Its segments must rise, as
// the format asks; in a damaged font each could hold all letters.
func readSegments(sub table) []uint16 {
	glyphs := make([]uint16, 1<<16)
	n := sub.u16(6) // twice the number of segments
	next := 0
	for s := 0; s < n; s += 2 {
		last, first := sub.u16(14+s), max(sub.u16(16+n+s), next)
		next = max(next, last+1)
		delta, offsetAt := sub.u16(16+2*n+s), 16+3*n+s
		offset := sub.u16(offsetAt)
		for r := first; r <= last && r < 0xFFFF; r++ {
			g := r + delta
			if offset != 0 {
				if g = sub.u16(offsetAt + offset + 2*(r-first)); g != 0 {
					g += delta
				}
			}
			glyphs[r] = uint16(g)
		}
	}
	return glyphs
}
