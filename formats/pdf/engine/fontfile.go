package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// putFonts takes gofpdf's fonts over and writes the resources that name them. Of its
// objects the files of all fonts come first, and then, for each, the font, its widths
// and the descriptor. Only the files and the descriptors are taken: the two forms of a
// font, which share these, are not what it would make of them.
func (c *composer) putFonts() error {
	var sb strings.Builder
	sb.WriteString("<</ProcSet[/PDF/Text]/Font<<")
	for i, u := range c.fonts {
		f := madeFont{
			parsed:    c.made,
			file:      pageObject(1) + i,
			described: pageObject(1) + len(c.fonts) + 3*i + 2,
			shift:     pageObject(len(c.pages)) - pageObject(0),
			name:      u.subsetName(),
		}
		if err := c.putFile(f); err != nil {
			return fmt.Errorf("font %s: %w", u.face.Name, err)
		}
		if len(u.inPairs) > 0 {
			fmt.Fprintf(&sb, "%s %d 0 R", fontName(i, false), c.putComposite(u, f))
		}
		if u.simple {
			fmt.Fprintf(&sb, "%s %d 0 R", fontName(i, true), c.putSimple(u, f))
		}
	}
	sb.WriteString(">>>>")
	c.file.object(resources, []byte(sb.String()))
	return nil
}

// madeFont is a font in gofpdf's file: the numbers of its file and of its descriptor
// there, which are by shift higher here.
type madeFont struct {
	*parsed
	file, described, shift int
	name                   string
}

// putFile takes over a font's file and its descriptor.
func (c *composer) putFile(f madeFont) error {
	if f.described >= len(f.bodies) || !bytes.Contains(f.bodies[f.described], []byte("/FontName /"+f.name)) {
		return errors.New("the PDF library did not write it where it was looked for")
	}
	dict, data := f.stream(f.file)
	c.file.stream(f.file+f.shift, "/Filter/FlateDecode"+lengthOfFont(dict), data)
	c.file.object(f.described+f.shift, descriptor(f.bodies[f.described], f.shift))
	return nil
}

// putSimple writes the form of a byte a letter and returns its object.
func (c *composer) putSimple(u *usedFont, f madeFont) int {
	font, unicode := c.file.reserve(), c.file.reserve()
	codes := u.codes()
	first, last := codes[0].code, codes[len(codes)-1].code
	widths := make([]int, last-first+1)
	for _, l := range codes {
		widths[l.code-first] = u.face.Advance(l.letter)
	}
	c.file.objectf(font, "<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding/FirstChar %d/LastChar %d/Widths%d/FontDescriptor %d 0 R/ToUnicode %d 0 R>>",
		f.name, first, last, widths, f.described+f.shift, unicode)
	c.file.deflated(unicode, "", toUnicode(u.byteRanges(), 1))
	return font
}

// putComposite writes the form of two bytes a letter and returns its object.
func (c *composer) putComposite(u *usedFont, f madeFont) int {
	font, descendant, unicode, glyphs := c.file.reserve(), c.file.reserve(), c.file.reserve(), c.file.reserve()
	c.file.objectf(font, "<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
		f.name, descendant, unicode)
	widths := make([]int, len(u.inPairs))
	ids := make([]byte, 2, 2+2*len(u.inPairs)) // code 0 is none
	for i, r := range u.inPairs {
		widths[i] = u.face.Advance(r)
		ids = binary.BigEndian.AppendUint16(ids, uint16(u.embedded.Glyph(r)))
	}
	c.file.objectf(descendant, "<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/W[1%d]/CIDToGIDMap %d 0 R>>",
		f.name, f.described+f.shift, widths, glyphs)
	c.file.deflated(unicode, "", toUnicode(u.pairRanges(), 2))
	c.file.deflated(glyphs, "", ids)
	return font
}

// unsupported is what gofpdf writes into a descriptor and validators frown on: a
// missing width, though the font has all widths.
var unsupported = regexp.MustCompile(`/MissingWidth -?\d+`)

var reference = regexp.MustCompile(`\d+ 0 R`)

// descriptor mends a descriptor of gofpdf's. Its references are by shift higher here.
func descriptor(body []byte, shift int) []byte {
	body = unsupported.ReplaceAll(body, nil)
	return bytes.TrimSpace(reference.ReplaceAllFunc(body, func(ref []byte) []byte {
		n, _ := strconv.Atoi(string(ref[:len(ref)-len(" 0 R")])) // gofpdf wrote it
		return appendRef(nil, n+shift)
	}))
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
