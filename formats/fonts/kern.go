package fonts

import (
	"math/bits"
	"slices"
	"sync/atomic"
	"unicode/utf8"
)

// pairs is what a face says about the room between two letters. It is read
// from the feature "kern" of the table GPOS: lookups of the type "pair
// adjustment", of which only the advance of the first letter counts here, as
// in all horizontal kerning.
//
// https://learn.microsoft.com/typography/opentype/spec/gpos
type pairs struct {
	subtables []pairTable
	glyphs    []uint16
	em        int
	rows      *[commonLetters]atomic.Pointer[kernRow]
	ascii     [1 << 14]int16 // between two letters of ASCII, which are seven bits of the place each
}

// pairOfASCII is the place of two letters in pairs.ascii.
func pairOfASCII(a, b byte) int { return int(a&0x7F)<<7 | int(b&0x7F) }

// kernRow holds the kerning between one common letter and each of them. A row
// is made when its letter is first met, for a book looks up millions of
// pairs, but the same few thousand.
type kernRow [commonLetters]int16

// commonLetters are those below U+0100. In the place of the controls U+0080 to
// U+009F, which no text holds, stand the dashes and quotation marks from U+2010
// on.
const commonLetters = 256

// common returns the place of a letter among the common ones, or -1.
func common(r rune) int {
	switch {
	case r >= 0x2010 && r < 0x2030:
		return int(r) - 0x2010 + 0x80
	case r < 0 || r >= commonLetters || r >= 0x80 && r < 0xA0:
		return -1
	}
	return int(r)
}

// commonLetter is the letter at a place among the common ones.
func commonLetter(i int) rune {
	if i >= 0x80 && i < 0xA0 {
		return rune(i) - 0x80 + 0x2010
	}
	return rune(i)
}

// pairTable is one subtable. Either single holds its pairs, or the classes do.
type pairTable struct {
	single  [][]pair // by first glyph, in the order of the second
	first   []int16  // by glyph: its class as the first of a pair, or -1 if the table says nothing of it
	second  []int16  // by glyph: its class as the second of a pair
	values  []int16  // by first class * columns + second class
	columns int
}

type pair struct {
	second uint16
	value  int16
}

// Kern returns what must be added between a and b, in thousandths of the type
// size. It is mostly 0 or negative.
func (f *Face) Kern(a, b rune) int {
	if uint32(a|b) < utf8.RuneSelf {
		return int(f.kern.ascii[a<<7|b])
	}
	return f.kernRarely(a, b)
}

// kernRarely is Kern for all letters. It is a function of its own so that Kern
// becomes a part of the loops that call it.
func (f *Face) kernRarely(a, b rune) int {
	k := f.kern
	if len(k.subtables) == 0 {
		return 0
	}
	i, j := common(a), common(b)
	if i < 0 || j < 0 {
		return k.between(a, b)
	}
	row := k.rows[i].Load()
	if row == nil {
		row = new(kernRow)
		for second := range row {
			row[second] = int16(k.between(a, commonLetter(second)))
		}
		k.rows[i].Store(row)
	}
	return int(row[j])
}

// tabulate fills in k.ascii.
func (k *pairs) tabulate() {
	for a := ' '; a <= '~'; a++ {
		for b := ' '; b <= '~'; b++ {
			k.ascii[a<<7|b] = int16(k.between(a, b))
		}
	}
}

// between looks the kerning between a and b up in the subtables.
func (k *pairs) between(a, b rune) int {
	if a < 0 || b < 0 || int(a) >= len(k.glyphs) || int(b) >= len(k.glyphs) {
		return 0
	}
	first, second := k.glyphs[a], k.glyphs[b]
	for i := range k.subtables {
		if v, ok := k.subtables[i].value(first, second); ok {
			return int(v) * 1000 / k.em
		}
	}
	return 0
}

// value returns the kerning of two glyphs, and whether t is the subtable that
// decides on it.
func (t *pairTable) value(first, second uint16) (int16, bool) {
	if t.single != nil {
		if int(first) >= len(t.single) {
			return 0, false
		}
		seconds := t.single[first]
		i, ok := slices.BinarySearchFunc(seconds, second, func(p pair, g uint16) int { return int(p.second) - int(g) })
		if !ok {
			return 0, false
		}
		return seconds[i].value, true
	}
	if int(first) >= len(t.first) || t.first[first] < 0 {
		return 0, false
	}
	column := 0
	if int(second) < len(t.second) {
		column = int(t.second[second])
	}
	return t.values[int(t.first[first])*t.columns+column], true
}

// What a font may hold; a damaged one could claim to hold thousands of times
// as much.
const (
	mostSubtables = 200
	mostPairs     = 1 << 19 // in one subtable
)

// kerning reads the pairs from a GPOS table, which may be absent.
func kerning(gpos table, em int, glyphs []uint16) *pairs {
	k := &pairs{glyphs: glyphs, em: em, rows: new([commonLetters]atomic.Pointer[kernRow])}
	lookups := gpos.from(gpos.u16(8))
	for _, index := range kernLookups(gpos.from(gpos.u16(6))) {
		lookup := lookups.from(lookups.u16(2 + 2*index))
		for i := range lookup.u16(4) {
			sub := lookup.from(lookup.u16(6 + 2*i))
			kind := lookup.u16(0)
			if kind == 9 { // an extension: the true kind, and a long way to it
				kind, sub = sub.u16(2), sub.from(sub.u32(4))
			}
			if kind != 2 || len(k.subtables) == mostSubtables {
				continue
			}
			if t, ok := readPairTable(sub); ok {
				k.subtables = append(k.subtables, t)
			}
		}
	}
	if len(k.subtables) > 0 {
		k.tabulate()
	}
	return k
}

// kernLookups lists the lookups of all features "kern" in a feature list.
func kernLookups(features table) []int {
	var found []int
	for i := range features.u16(0) {
		record := features.from(2 + 6*i)
		if len(record) < 6 || string(record[:4]) != "kern" {
			continue
		}
		feature := features.from(record.u16(4))
		for j := range feature.u16(2) {
			if index := feature.u16(4 + 2*j); !slices.Contains(found, index) {
				found = append(found, index)
			}
		}
	}
	slices.Sort(found)
	return found
}

func readPairTable(sub table) (pairTable, bool) {
	format1, format2 := sub.u16(4), sub.u16(6)
	if format1&4 == 0 { // it doesn't move the first letter's end
		return pairTable{}, false
	}
	size1 := 2 * bits.OnesCount(uint(format1))
	size := size1 + 2*bits.OnesCount(uint(format2))
	advance := 2 * bits.OnesCount(uint(format1&3)) // what precedes it in a record
	cover := coverage(sub.from(sub.u16(2)))
	switch sub.u16(0) {
	case 1:
		return readSinglePairs(sub, cover, 2+size, 2+advance), true
	case 2:
		return readClassPairs(sub, cover, size, advance)
	}
	return pairTable{}, false
}

// readSinglePairs reads a subtable that lists pairs. A record is size bytes
// long, and the value stands at byte advance of it.
func readSinglePairs(sub table, cover []uint16, size, advance int) pairTable {
	t := pairTable{single: [][]pair{}}
	pairs := 0
	for i, first := range cover {
		set := sub.from(sub.u16(10 + 2*i))
		if pairs += set.u16(0); pairs > mostPairs {
			break
		}
		for len(t.single) <= int(first) {
			t.single = append(t.single, nil)
		}
		for j := range set.u16(0) {
			record := 2 + j*size
			t.single[first] = append(t.single[first], pair{uint16(set.u16(record)), int16(set.i16(record + advance))})
		}
		slices.SortStableFunc(t.single[first], func(a, b pair) int { return int(a.second) - int(b.second) })
	}
	return t
}

// readClassPairs reads a subtable of classes. It returns false if the table is
// damaged.
func readClassPairs(sub table, cover []uint16, size, advance int) (pairTable, bool) {
	rows, columns := sub.u16(12), sub.u16(14)
	if rows == 0 || columns == 0 || size == 0 || rows*columns*size > len(sub) {
		return pairTable{}, false
	}
	t := pairTable{columns: columns, second: classes(sub.from(sub.u16(10)), columns)}
	first := classes(sub.from(sub.u16(8)), rows)
	for _, g := range cover {
		for len(t.first) <= int(g) {
			t.first = append(t.first, -1)
		}
		t.first[g] = 0
		if int(g) < len(first) {
			t.first[g] = first[g]
		}
	}
	for i := range rows * columns {
		t.values = append(t.values, int16(sub.i16(16+i*size+advance)))
	}
	return t, true
}

// coverage lists the glyphs of a coverage table in their order.
func coverage(t table) []uint16 {
	var glyphs []uint16
	switch t.u16(0) {
	case 1:
		for i := range t.u16(2) {
			glyphs = append(glyphs, uint16(t.u16(4+2*i)))
		}
	case 2:
		next := 0 // the ranges rise
		for i := range t.u16(2) {
			for g := max(next, t.u16(4+6*i)); g <= t.u16(6+6*i); g++ {
				glyphs = append(glyphs, uint16(g))
				next = g + 1
			}
		}
	}
	return glyphs
}

// classes reads a class definition table, by glyph; glyphs without a class, or
// with one from n on, are in class 0.
func classes(t table, n int) []int16 {
	var class []int16
	put := func(glyph, c int) {
		if c == 0 || c >= n || glyph > 0xFFFF {
			return
		}
		for len(class) <= glyph {
			class = append(class, 0)
		}
		class[glyph] = int16(c)
	}
	switch t.u16(0) {
	case 1:
		for i := range t.u16(4) {
			put(t.u16(2)+i, t.u16(6+2*i))
		}
	case 2:
		next := 0 // the ranges rise
		for i := range t.u16(2) {
			for g := max(next, t.u16(4+6*i)); g <= t.u16(6+6*i); g++ {
				put(g, t.u16(8+6*i))
				next = g + 1
			}
		}
	}
	return class
}
