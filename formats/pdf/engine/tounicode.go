package engine

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
)

// codeRange is a run of codes in a font that stand for a run of letters.
type codeRange struct{ first, last, letter int }

// code is the byte of a letter in the form of a byte a letter.
type code struct {
	code   int
	letter rune
}

// codes returns the letters of u that have a byte, in the order of these.
func (u *usedFont) codes() []code {
	var codes []code
	for r, used := range u.letters {
		if !used {
			continue
		}
		if b, ok := winAnsi(rune(r)); ok {
			codes = append(codes, code{int(b), rune(r)})
		}
	}
	slices.SortFunc(codes, func(a, b code) int { return cmp.Compare(a.code, b.code) })
	return codes
}

// byteRanges returns what the bytes stand for.
func (u *usedFont) byteRanges() []codeRange {
	var ranges []codeRange
	for _, c := range u.codes() {
		if n := len(ranges) - 1; n >= 0 && c.code == ranges[n].last+1 && int(c.letter)-c.code == ranges[n].letter-ranges[n].first {
			ranges[n].last++
			continue
		}
		ranges = append(ranges, codeRange{c.code, c.code, int(c.letter)})
	}
	return ranges
}

// pairRanges returns what the codes of two bytes stand for. A range may not run over
// a multiple of 256, neither of the codes nor of the letters.
func (u *usedFont) pairRanges() []codeRange {
	var ranges []codeRange
	for i, r := range u.inPairs {
		code, letter := i+1, int(r)
		if n := len(ranges) - 1; n >= 0 && code&0xFF != 0 && letter&0xFF != 0 && letter-code == ranges[n].letter-ranges[n].first {
			ranges[n].last++
			continue
		}
		ranges = append(ranges, codeRange{code, code, letter})
	}
	return ranges
}

// toUnicode returns the map from codes of so many bytes to the text that is
// copied.
func toUnicode(ranges []codeRange, size int) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n")
	digits := 2 * size
	fmt.Fprintf(&b, "<%0*X><%0*X>\nendcodespacerange\n", digits, 0, digits, 1<<(8*size)-1)
	for part := range slices.Chunk(ranges, 100) { // no more are allowed in one section
		fmt.Fprintf(&b, "%d beginbfrange\n", len(part))
		for _, r := range part {
			fmt.Fprintf(&b, "<%0*X><%0*X><%04X>\n", digits, r.first, digits, r.last, r.letter)
		}
		b.WriteString("endbfrange\n")
	}
	b.WriteString("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
