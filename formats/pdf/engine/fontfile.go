package engine

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// putFonts takes gofpdf's fonts over and writes the resources that name them.
// A font of gofpdf's is seven objects in a row: the font, its descendant with
// the widths, the map to Unicode, the system's name, the descriptor, the map
// to glyphs, and the file. That is the form of two bytes a letter; the other
// one shares the descriptor and the file with it.
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
		name := u.subsetName()
		body := func(o int) []byte { return bytes.TrimSpace(bytes.ReplaceAll(c.made.bodies[o], own, []byte(name))) }
		if u.composite {
			c.file.object(n, body(n))
			c.file.object(n+1, body(n+1))
			c.file.deflated(n+2, "", toUnicode(u.pairRanges(), 2))
			c.file.object(n+3, body(n+3))
			c.putFontStream(n + 5)
			fmt.Fprintf(&sb, "%s %d 0 R", fontName(i, false), n)
		}
		if u.simple {
			fmt.Fprintf(&sb, "%s %d 0 R", fontName(i, true), c.putSimple(u, name, n+4))
		}
		c.file.object(n+4, descriptor(body(n+4)))
		c.putFontStream(n + 6)
	}
	sb.WriteString(">>>>")
	c.file.object(resources, []byte(sb.String()))
	return nil
}

// putSimple writes the form of a byte a letter and returns its object.
func (c *composer) putSimple(u *usedFont, name string, descriptor int) int {
	font, unicode := c.file.reserve(), c.file.reserve()
	codes := u.codes()
	first, last := codes[0].code, codes[len(codes)-1].code
	widths := make([]int, last-first+1)
	for _, l := range codes {
		widths[l.code-first] = u.face.Advance(l.letter)
	}
	c.file.objectf(font, "<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding/FirstChar %d/LastChar %d/Widths%d/FontDescriptor %d 0 R/ToUnicode %d 0 R>>",
		name, first, last, widths, descriptor, unicode)
	c.file.deflated(unicode, "", toUnicode(u.byteRanges(), 1))
	return font
}

func (c *composer) putFontStream(object int) {
	dict, data := c.made.stream(object)
	c.file.stream(object, "/Filter/FlateDecode"+lengthOfFont(dict), data)
}

// unsupported is what gofpdf writes into a font's objects and validators
// frown on: a missing width in a descriptor whose widths the descendant has.
var unsupported = regexp.MustCompile(`/MissingWidth -?\d+`)

var flags = regexp.MustCompile(`/Flags (\d+)`)

// The flags of a descriptor that say whether a font has letters of its own or
// those that everyone knows.
const symbolic, nonsymbolic = 4, 32

// descriptor mends a descriptor of gofpdf's.
func descriptor(body []byte) []byte {
	body = flags.ReplaceAllFunc(body, func(entry []byte) []byte {
		n, _ := strconv.Atoi(string(flags.FindSubmatch(entry)[1])) // gofpdf wrote it
		return fmt.Appendf(nil, "/Flags %d", n&^symbolic|nonsymbolic)
	})
	return bytes.TrimSpace(unsupported.ReplaceAll(body, nil))
}

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
