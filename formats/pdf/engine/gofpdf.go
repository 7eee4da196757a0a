package engine

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/jung-kurt/gofpdf"

	"github.com/refolio/refolio/formats/fonts"
)

// skeleton is a file of one empty page that has the fonts of the book, made by
// gofpdf. It is all that is asked of that library, and this is the only place where it
// is: another one would have to make such a file here.
func (b *Book) skeleton(zip *deflater) ([]byte, error) {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{
		UnitStr: "pt",
		Size:    gofpdf.SizeType{Wd: b.size.Width.Points(), Ht: b.size.Height.Points()},
	})
	pdf.SetCatalogSort(true)
	pdf.SetCompression(false)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCreationDate(b.meta.Stamp)
	pdf.SetModificationDate(b.meta.Stamp)
	pdf.AddPage()
	for i, u := range b.fonts {
		if err := u.add(pdf, fontKey(i), zip); err != nil {
			return nil, fmt.Errorf("font %s: %w", u.face.Name, err)
		}
	}
	var raw bytes.Buffer
	err := pdf.Output(&raw)
	return raw.Bytes(), err
}

// add adds the font to gofpdf's file.
func (u *usedFont) add(pdf *gofpdf.Fpdf, key string, zip *deflater) (err error) {
	u.addTwins()
	if u.embedded, err = u.face.Embed([]rune(u.all())); err != nil {
		return err
	}
	definition, err := u.definition(key)
	if err != nil {
		return err
	}
	pdf.AddFontFromBytes(key, "", definition, bytes.Clone(zip.deflate(u.embedded.Data)))
	return pdf.Error()
}

// definition describes the font to gofpdf.
func (u *usedFont) definition(key string) ([]byte, error) {
	d, err := u.face.Descriptor()
	if err != nil {
		return nil, err
	}
	def := struct {
		Tp, Name, File string
		OriginalSize   int
		Cw             [256]int
		Desc           gofpdf.FontDescType
	}{Tp: "TrueType", Name: u.subsetName(), File: key + ".z", OriginalSize: len(u.embedded.Data)}
	for _, c := range u.codes() {
		def.Cw[c.code] = u.face.Advance(c.letter)
	}
	def.Desc = gofpdf.FontDescType{
		Ascent: d.Ascent, Descent: d.Descent, CapHeight: d.CapHeight,
		Flags: flagsOf(d), ItalicAngle: d.ItalicAngle, StemV: d.StemV,
	}
	box := &def.Desc.FontBBox
	box.Xmin, box.Ymin, box.Xmax, box.Ymax = d.Box[0], d.Box[1], d.Box[2], d.Box[3]
	return json.Marshal(def)
}

// flagsOf returns the flags of a descriptor (PDF 1.7, 9.8.2).
func flagsOf(d fonts.Descriptor) int {
	const fixedPitch, nonsymbolic, italic, forceBold = 1, 32, 64, 1 << 18
	flags := nonsymbolic
	if d.FixedPitch {
		flags |= fixedPitch
	}
	if d.Italic {
		flags |= italic
	}
	if d.Bold {
		flags |= forceBold
	}
	return flags
}

// fontKey is what gofpdf calls a font. It sorts the fonts by these.
func fontKey(i int) string { return fmt.Sprintf("f%03d", i) }
