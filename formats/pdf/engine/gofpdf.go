package engine

import (
	"bytes"
	"fmt"

	"github.com/jung-kurt/gofpdf"

	"github.com/refolio/refolio/formats/fonts"
)

// skeleton is a file of one page that has all the letters of the book in their
// fonts, made by gofpdf. It is all that is asked of that library, and this is the
// only place where it is: another one would have to make such a file here.
func (b *Book) skeleton() ([]byte, error) {
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
		if err := u.add(pdf, fontKey(i)); err != nil {
			return nil, fmt.Errorf("font %s: %w", u.face.Name, err)
		}
	}
	var raw bytes.Buffer
	err := pdf.Output(&raw)
	return raw.Bytes(), err
}

// add adds the font to gofpdf's file. gofpdf trusts fonts; one that is damaged in
// a way that nothing here looks for must not stop the program.
func (u *usedFont) add(pdf *gofpdf.Fpdf, key string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the PDF library can't read it: %v", p)
		}
	}()
	u.addTwins()
	letters := u.all()
	data, err := u.face.Subset([]rune(letters), u.face.Name, fonts.Regular)
	if err != nil {
		return err
	}
	pdf.AddUTF8FontFromBytes(key, "", data)
	pdf.SetFont(key, "", 10)
	pdf.Text(0, 0, letters)
	return pdf.Error()
}

// fontKey is what gofpdf calls a font. It sorts the fonts by these.
func fontKey(i int) string { return fmt.Sprintf("f%03d", i) }
