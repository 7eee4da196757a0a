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
	for i, u := range c.fonts {
		f := madeFont{c.made, pageObject(1) + 7*i, pageObject(len(c.pages)) - pageObject(0)}
		own := []byte("utf8" + fontKey(i))
		if f.first+6 >= len(c.made.bodies) || !bytes.Contains(c.made.bodies[f.first], own) {
			return fmt.Errorf("the PDF library did not write the font %s where it was looked for", u.face.Name)
		}
		name := u.subsetName()
		body := func(part int) []byte { return bytes.TrimSpace(bytes.ReplaceAll(f.body(part), own, []byte(name))) }
		if u.composite {
			c.file.object(f.object(0), body(0))
			c.file.object(f.object(1), body(1))
			c.file.deflated(f.object(2), "", toUnicode(u.pairRanges(), 2))
			c.file.object(f.object(3), body(3))
			c.putFontStream(f, 5)
			fmt.Fprintf(&sb, "%s %d 0 R", fontName(i, false), f.object(0))
		}
		if u.simple {
			fmt.Fprintf(&sb, "%s %d 0 R", fontName(i, true), c.putSimple(u, name, f.object(4)))
		}
		c.file.object(f.object(4), descriptor(body(4)))
		c.putFontStream(f, 6)
	}
	sb.WriteString(">>>>")
	c.file.object(resources, []byte(sb.String()))
	return nil
}

// madeFont is a font in gofpdf's file. There its objects begin with first, here by
// shift later.
type madeFont struct {
	*parsed
	first, shift int
}

// object returns the number that a part of the font has here.
func (f madeFont) object(part int) int { return f.first + f.shift + part }

var reference = regexp.MustCompile(`\d+ 0 R`)

// body returns the body of a part, its references changed to those here.
func (f madeFont) body(part int) []byte {
	return reference.ReplaceAllFunc(f.bodies[f.first+part], func(ref []byte) []byte {
		n, _ := strconv.Atoi(string(ref[:len(ref)-len(" 0 R")])) // gofpdf wrote it
		return appendRef(nil, n+f.shift)
	})
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

// putFontStream takes over a part of a font that is a stream.
func (c *composer) putFontStream(f madeFont, part int) {
	dict, data := f.stream(f.first + part)
	c.file.stream(f.object(part), "/Filter/FlateDecode"+lengthOfFont(dict), data)
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
