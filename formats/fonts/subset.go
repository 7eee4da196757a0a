package fonts

import (
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf16"
)

// ErrNotEmbeddable says that the maker of a font forbids to embed it.
var ErrNotEmbeddable = errors.New("the font's licence forbids to embed it")

// The bits of the fsType field of an OS/2 table.
const (
	restricted   = 0x0002
	noSubsetting = 0x0100
	bitmapsOnly  = 0x0200
)

// Embeddable reports whether a TrueType or OpenType file may be embedded, by
// what it says of itself, and whether a part of it may.
func Embeddable(data []byte) (whole, part bool) {
	t := tablesOf(data)
	kind := t["OS/2"].u16(8)
	whole = kind&(restricted|bitmapsOnly) == 0
	return whole, whole && kind&noSubsetting == 0
}

// tablesOf finds the tables of a font file of either kind of outlines.
func tablesOf(data []byte) map[string]table {
	if len(data) > 4 && string(data[:4]) == "OTTO" {
		data = append([]byte{0, 1, 0, 0}, data[4:]...)
	}
	t, err := tables(data)
	if err != nil {
		return nil
	}
	return t
}

// Subset returns a font file with the glyphs of data, a TrueType file, for the
// letters of the Basic Multilingual Plane that are given, kerned as there. It is
// called family and not what data is: many licences, such as the SIL Open Font
// License, reserve the name for the unchanged font. Copyright and licence stay in
// it. The same letters give the same bytes.
//
// Ligatures, small capitals and the like are not kept. It fails if data is no
// TrueType file, lacks all the letters, or may not be embedded in part.
func Subset(data []byte, letters []rune, family string, style Style) ([]byte, error) {
	face, err := Parse(family, data)
	if err != nil {
		return nil, err
	}
	if _, part := Embeddable(data); !part {
		return nil, ErrNotEmbeddable
	}
	return face.Subset(letters, family, style)
}

// Subset is the function of that name for a face that may be embedded.
func (f *Face) Subset(letters []rune, family string, style Style) ([]byte, error) {
	s, err := f.cut(letters)
	if err != nil {
		return nil, err
	}
	return s.file(family, style, s.kern()), nil
}

// cut takes the glyphs of letters out of f.
func (f *Face) cut(letters []rune) (*subsetter, error) {
	t, err := tables(f.Data)
	if err != nil {
		return nil, err
	}
	for tag, size := range map[string]int{"head": 54, "maxp": 6, "hhea": 36, "post": 32} {
		if len(t[tag]) < size {
			return nil, fmt.Errorf("the font's table %q is cut off", tag)
		}
	}
	s := &subsetter{face: f, from: t, newID: map[int]int{}}
	s.use(0)
	for _, r := range slices.Compact(slices.Sorted(slices.Values(letters))) {
		if f.Has(r) {
			s.letters = append(s.letters, r)
			s.use(int(f.glyphs[r]))
		}
	}
	if len(s.letters) == 0 {
		return nil, errors.New("the font has none of the letters")
	}
	return s, s.glyphs()
}

// A subsetter makes a font of some glyphs of another.
type subsetter struct {
	face    *Face
	from    map[string]table
	letters []rune      // in order
	ids     []int       // the old number of each new glyph
	newID   map[int]int // the new number of an old glyph

	glyf, loca []byte
}

// use takes the glyph with the old number id in, and returns its new number.
func (s *subsetter) use(id int) int {
	n, ok := s.newID[id]
	if !ok {
		n = len(s.ids)
		s.newID[id] = n
		s.ids = append(s.ids, id)
	}
	return n
}

// glyphs copies the outlines, and those that they are composed of.
func (s *subsetter) glyphs() error {
	long := s.from["head"].u16(50) == 1
	count := s.from["maxp"].u16(4)
	at := func(id int) int {
		if long {
			return s.from["loca"].u32(4 * id)
		}
		return 2 * s.from["loca"].u16(2*id)
	}
	for i := 0; i < len(s.ids); i++ { // it grows by the parts of composed glyphs
		id := s.ids[i]
		start, end := at(id), at(id+1)
		if id >= count || end < start || end > len(s.from["glyf"]) {
			return fmt.Errorf("the outline of glyph %d is damaged", id)
		}
		if len(s.glyf)+end-start > 2*len(s.from["glyf"]) { // outlines that lie over each other
			return errors.New("the font's outlines are damaged")
		}
		outline := slices.Clone(s.from["glyf"][start:end])
		if outline.i16(0) < 0 {
			s.compose(outline)
		}
		s.loca = binary.BigEndian.AppendUint32(s.loca, uint32(len(s.glyf)))
		s.glyf = append(s.glyf, outline...)
		for len(s.glyf)%4 != 0 {
			s.glyf = append(s.glyf, 0)
		}
	}
	s.loca = binary.BigEndian.AppendUint32(s.loca, uint32(len(s.glyf)))
	return nil
}

// compose numbers the parts of a composed glyph anew.
func (s *subsetter) compose(outline table) {
	const (
		words    = 1 << 0 // the two arguments are words
		scale    = 1 << 3
		more     = 1 << 5
		twoScale = 1 << 6
		matrix   = 1 << 7
	)
	for at := 10; at+4 <= len(outline); {
		flags := outline.u16(at)
		binary.BigEndian.PutUint16(outline[at+2:], uint16(s.use(outline.u16(at+2))))
		at += 6
		if flags&words != 0 {
			at += 2
		}
		switch {
		case flags&scale != 0:
			at += 2
		case flags&twoScale != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			return
		}
	}
}

// file puts the tables together; kern may be empty.
func (s *subsetter) file(family string, style Style, kern []byte) []byte {
	head := slices.Clone(s.from["head"])
	binary.BigEndian.PutUint32(head[8:], 0) // the sum of the file, which is filled in at the end
	binary.BigEndian.PutUint16(head[50:], 1)
	maxp := slices.Clone(s.from["maxp"])
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(s.ids)))
	hhea := slices.Clone(s.from["hhea"])
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(s.ids)))
	post := slices.Clone(s.from["post"][:min(32, len(s.from["post"]))])
	binary.BigEndian.PutUint32(post, 0x00030000) // without the glyphs' names

	out := map[string][]byte{
		"head": head, "maxp": maxp, "hhea": hhea, "post": post, "OS/2": s.from["OS/2"],
		"hmtx": s.widths(), "cmap": s.cmap(), "glyf": s.glyf, "loca": s.loca,
		"name": s.names(family, style), "kern": kern,
	}
	for _, hints := range []string{"cvt ", "fpgm", "prep", "gasp"} {
		out[hints] = s.from[hints]
	}
	maps.DeleteFunc(out, func(_ string, data []byte) bool { return len(data) == 0 })
	return assemble(out)
}

// widths is the table hmtx.
func (s *subsetter) widths() (out []byte) {
	hmtx, metrics := s.from["hmtx"], s.from["hhea"].u16(34)
	for _, id := range s.ids {
		bearing := 4*id + 2
		if id >= metrics {
			bearing = 4*metrics + 2*(id-metrics)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(hmtx.u16(4*min(id, metrics-1))))
		out = binary.BigEndian.AppendUint16(out, uint16(hmtx.u16(bearing)))
	}
	return out
}

// cmap is a table cmap with one subtable of format 4: runs of letters whose
// glyphs follow each other.
func (s *subsetter) cmap() []byte {
	type run struct{ first, last, delta int }
	var runs []run
	for _, r := range s.letters {
		delta := s.newID[int(s.face.glyphs[r])] - int(r)
		if n := len(runs); n > 0 && runs[n-1].last == int(r)-1 && runs[n-1].delta == delta {
			runs[n-1].last++
		} else {
			runs = append(runs, run{int(r), int(r), delta})
		}
	}
	runs = append(runs, run{0xFFFF, 0xFFFF, 1})
	n := len(runs)
	power, log := 1, 0
	for 2*power <= n {
		power, log = 2*power, log+1
	}
	word := func(out []byte, v int) []byte { return binary.BigEndian.AppendUint16(out, uint16(v)) }
	var out []byte
	for _, v := range []int{0, 1, 3, 1, 0, 12, 4, 16 + 8*n, 0, 2 * n, 2 * power, log, 2 * (n - power)} {
		out = word(out, v)
	}
	for _, r := range runs {
		out = word(out, r.last)
	}
	out = word(out, 0)
	for _, r := range runs {
		out = word(out, r.first)
	}
	for _, r := range runs {
		out = word(out, r.delta)
	}
	for range runs {
		out = word(out, 0)
	}
	return out
}

// kern is a table kern with the pairs of the letters. Its length must fit into
// sixteen bits, so the least of more than that are left out.
func (s *subsetter) kern() []byte {
	const most = (1<<16 - 1 - 14) / 6
	type pair struct{ left, right, value int }
	var pairs []pair
	em := s.from["head"].u16(18)
	for _, a := range s.letters {
		for _, b := range s.letters {
			if v := s.face.Kern(a, b) * em / 1000; v != 0 {
				pairs = append(pairs, pair{s.newID[int(s.face.glyphs[a])], s.newID[int(s.face.glyphs[b])], v})
			}
		}
	}
	if len(pairs) == 0 {
		return nil
	}
	abs := func(v int) int { return max(v, -v) }
	slices.SortStableFunc(pairs, func(p, q pair) int { return abs(q.value) - abs(p.value) })
	pairs = pairs[:min(len(pairs), most)]
	slices.SortFunc(pairs, func(p, q pair) int { return cmp.Or(p.left-q.left, p.right-q.right) })
	pairs = slices.CompactFunc(pairs, func(p, q pair) bool { return p.left == q.left && p.right == q.right })
	n := len(pairs)
	power, log := 1, 0
	for 2*power <= n {
		power, log = 2*power, log+1
	}
	var out []byte
	for _, v := range []int{0, 1, 0, 14 + 6*n, 1, n, 6 * power, log, 6 * (n - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	for _, p := range pairs {
		for _, v := range []int{p.left, p.right, p.value} {
			out = binary.BigEndian.AppendUint16(out, uint16(v))
		}
	}
	return out
}

// names is a table name for the subset, with the copyright and the licence of
// the font.
func (s *subsetter) names(family string, style Style) []byte {
	styleName := []string{Regular: "Regular", Italic: "Italic", Bold: "Bold", Italic | Bold: "Bold Italic"}[style]
	postscript := strings.ReplaceAll(family, " ", "") + "-" + strings.ReplaceAll(styleName, " ", "")
	texts := map[int]string{
		1: family, 2: styleName, 3: postscript, 4: family + " " + styleName, 5: "Version 1.000", 6: postscript,
	}
	for _, kept := range []int{0, 7, 8, 9, 13, 14} { // copyright, trademark, maker, designer, licence and its address
		if text := nameOf(s.from["name"], kept); text != "" {
			texts[kept] = text
		}
	}
	var records, strings []byte
	word := func(out []byte, v int) []byte { return binary.BigEndian.AppendUint16(out, uint16(v)) }
	for _, id := range slices.Sorted(maps.Keys(texts)) {
		start := len(strings)
		for _, u := range utf16.Encode([]rune(texts[id])) {
			strings = word(strings, int(u))
		}
		for _, v := range []int{3, 1, 0x409, id, len(strings) - start, start} { // for Windows, in Unicode and English
			records = word(records, v)
		}
	}
	out := word(word(word(nil, 0), len(texts)), 6+len(records))
	return append(append(out, records...), strings...)
}

// nameOf reads an entry of a table name in English, "" if there is none.
func nameOf(name table, id int) string {
	for i := range name.u16(2) {
		record := name.from(6 + 12*i)
		if record.u16(0) != 3 || record.u16(2) != 1 || record.u16(4) != 0x409 || record.u16(6) != id {
			continue
		}
		text := name.from(name.u16(4) + record.u16(10))
		var units []uint16
		for at := 0; at+2 <= min(record.u16(8), len(text)); at += 2 {
			units = append(units, uint16(text.u16(at)))
		}
		return string(utf16.Decode(units))
	}
	return ""
}

// assemble writes a font file of tables, with their sums.
func assemble(contents map[string][]byte) []byte {
	tags := slices.Sorted(maps.Keys(contents))
	n := len(tags)
	power, log := 1, 0
	for 2*power <= n {
		power, log = 2*power, log+1
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, 16 * power, log, 16 * (n - power)} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at := len(out) + 16*n
	for _, tag := range tags {
		out = append(out, tag...)
		for _, v := range []uint32{sum(contents[tag]), uint32(at), uint32(len(contents[tag]))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		at += (len(contents[tag]) + 3) &^ 3
	}
	head := 0
	for _, tag := range tags {
		if tag == "head" {
			head = len(out)
		}
		out = append(out, contents[tag]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[head+8:], 0xB1B0AFBA-sum(out))
	return out
}

// sum is the sum of a table's words.
func sum(data []byte) (total uint32) {
	for i := 0; i < len(data); i += 4 {
		var word [4]byte
		copy(word[:], data[i:])
		total += binary.BigEndian.Uint32(word[:])
	}
	return total
}
