package engine

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// putFonts takes gofpdf's fonts over and writes the resources that name them. The
// files of the fonts that it takes as they are come first; the other objects of a
// font are in a row:
//
//   - of one that it takes as it is, the font, its widths and the descriptor;
//   - of one of two bytes a letter the font, its descendant with the widths, the map
//     to Unicode, the system's name, the descriptor, the map to glyphs, and the
//     file. The other form of such a font shares the descriptor and the file.
func (c *composer) putFonts() error {
	var sb strings.Builder
	sb.WriteString("<</ProcSet[/PDF/Text]/Font<<")
	file, next := pageObject(1), pageObject(1)
	for _, u := range c.fonts {
		if !u.composite {
			next++
		}
	}
	for i, u := range c.fonts {
		f := madeFont{parsed: c.made, first: next, shift: pageObject(len(c.pages)) - pageObject(0), name: u.subsetName()}
		var err error
		if u.composite {
			f.key = "utf8" + fontKey(i)
			err = c.putComposite(&sb, u, f, fontName(i, false))
			next += 7
		} else {
			f.key = f.name
			err = c.putFile(f, 2, file-f.first)
			file, next = file+1, next+3
		}
		if err != nil {
			return fmt.Errorf("font %s: %w", u.face.Name, err)
		}
		if u.simple {
			fmt.Fprintf(&sb, "%s %d 0 R", fontName(i, true), c.putSimple(u, f))
		}
	}
	sb.WriteString(">>>>")
	c.file.object(resources, []byte(sb.String()))
	return nil
}

// putComposite writes the form of two bytes a letter, which is listed as key.
func (c *composer) putComposite(list *strings.Builder, u *usedFont, f madeFont, key string) error {
	if err := c.putFile(f, 4, 6); err != nil {
		return err
	}
	for _, part := range []int{0, 1, 3} {
		c.file.object(f.object(part), f.body(part))
	}
	c.file.deflated(f.object(2), "", toUnicode(u.pairRanges(), 2))
	c.putFontStream(f, 5)
	fmt.Fprintf(list, "%s %d 0 R", key, f.object(0))
	return nil
}

// putFile writes a font's descriptor and its file, which are the given parts of it.
func (c *composer) putFile(f madeFont, described, file int) error {
	if f.first+described >= len(f.bodies) || !bytes.Contains(f.bodies[f.first+described], []byte("/FontName /"+f.key)) {
		return errors.New("the PDF library did not write it where it was looked for")
	}
	c.file.object(f.object(described), descriptor(f.body(described)))
	c.putFontStream(f, file)
	return nil
}

// madeFont is a font in gofpdf's file. There its objects begin with first, here by
// shift later; there it is called key, here name.
type madeFont struct {
	*parsed
	first, shift int
	key, name    string
}

// object returns the number that a part of the font has here.
func (f madeFont) object(part int) int { return f.first + f.shift + part }

var reference = regexp.MustCompile(`\d+ 0 R`)

// body returns the body of a part, its references and its name changed to those
// here.
func (f madeFont) body(part int) []byte {
	body := bytes.ReplaceAll(f.bodies[f.first+part], []byte(f.key), []byte(f.name))
	return bytes.TrimSpace(reference.ReplaceAllFunc(body, func(ref []byte) []byte {
		n, _ := strconv.Atoi(string(ref[:len(ref)-len(" 0 R")])) // gofpdf wrote it
		return appendRef(nil, n+f.shift)
	}))
}

// putSimple writes the form of a byte a letter and returns its object.
func (c *composer) putSimple(u *usedFont, f madeFont) int {
	described := 2
	if u.composite {
		described = 4
	}
	font, unicode := c.file.reserve(), c.file.reserve()
	codes := u.codes()
	first, last := codes[0].code, codes[len(codes)-1].code
	widths := make([]int, last-first+1)
	for _, l := range codes {
		widths[l.code-first] = u.face.Advance(l.letter)
	}
	c.file.objectf(font, "<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding/FirstChar %d/LastChar %d/Widths%d/FontDescriptor %d 0 R/ToUnicode %d 0 R>>",
		f.name, first, last, widths, f.object(described), unicode)
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
