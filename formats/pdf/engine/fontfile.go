package engine

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strings"
)

// putFonts takes gofpdf's fonts over and writes the resources that name them.
// A font of gofpdf's is seven objects in a row: the font, its descendant with
// the widths, the map to Unicode, the system's name, the descriptor, the map
// to glyphs, and the file.
func (c *composer) putFonts() error {
	var sb strings.Builder
	sb.WriteString("<</ProcSet[/PDF/Text]/Font<<")
	first := pageObject(len(c.pages) + 1)
	for i, u := range c.fonts {
		n := first + 7*i
		own := []byte("utf8" + fontKey(i))
		if n+6 >= len(c.made.bodies) || !bytes.Contains(c.made.bodies[n], own) {
			return fmt.Errorf("the PDF library did not write the font %s where it was looked for", u.face.Name)
		}
		name := []byte(u.subsetName())
		for _, o := range []int{n, n + 1, n + 3, n + 4} {
			body := bytes.ReplaceAll(c.made.bodies[o], own, name)
			c.file.object(o, bytes.TrimSpace(unsupported.ReplaceAll(body, nil)))
		}
		c.file.deflated(n+2, "", u.toUnicode())
		for _, o := range []int{n + 5, n + 6} {
			dict, data := c.made.stream(o)
			c.file.stream(o, "/Filter/FlateDecode"+lengthOfFont(dict), data)
		}
		fmt.Fprintf(&sb, "/F%d %d 0 R", i, n)
	}
	sb.WriteString(">>>>")
	c.file.object(resources, []byte(sb.String()))
	return nil
}

// unsupported is what gofpdf writes into a font's objects and validators
// frown on: a missing width in a descriptor whose widths the descendant has.
var unsupported = regexp.MustCompile(`/MissingWidth -?\d+`)

var length1 = regexp.MustCompile(`/Length1 (\d+)`)

// lengthOfFont returns the entry for the uncompressed length of a font file,
// as gofpdf's dictionary has it.
func lengthOfFont(dict []byte) string { return string(length1.Find(dict)) }

// subsetName returns the face's name with the six capitals that mark a subset.
// They are made from its letters, so that two subsets that differ are not
// taken for the same font when files are merged.
func (u *usedFont) subsetName() string {
	sum := sha256.Sum256([]byte(u.all()))
	var tag [6]byte
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag[:]) + "+" + u.face.Name
}

// toUnicode returns the map from the numbers of the font's letters, which are
// their code points, to the text that is copied. A range may not run over a
// multiple of 256.
func (u *usedFont) toUnicode() []byte {
	var ranges []string
	for high := 0; high < 256; high++ {
		first, last := -1, -1
		for low := range 256 {
			if u.letters[high<<8|low] {
				if first < 0 {
					first = low
				}
				last = low
			}
		}
		if first >= 0 {
			ranges = append(ranges, fmt.Sprintf("<%02X%02X><%02X%02X><%02X%02X>\n", high, first, high, last, high, first))
		}
	}
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
		"/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n")
	for len(ranges) > 0 {
		n := min(100, len(ranges)) // no more are allowed in one section
		fmt.Fprintf(&b, "%d beginbfrange\n%sendbfrange\n", n, strings.Join(ranges[:n], ""))
		ranges = ranges[n:]
	}
	b.WriteString("endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}
