package fonts

// Embedded is a font file for a document that places the letters itself: a
// [Face.Subset] that is not kerned.
type Embedded struct {
	Data   []byte
	subset *subsetter
}

// Embed makes a font file with the glyphs of letters. The same letters give the same
// bytes.
func (f *Face) Embed(letters []rune) (*Embedded, error) {
	s, err := f.cut(letters)
	if err != nil {
		return nil, err
	}
	return &Embedded{s.file(f.Name, Regular, nil), s}, nil
}

// Glyph returns the number of the glyph of r in the file, 0 if it has none.
func (e *Embedded) Glyph(r rune) int {
	if f := e.subset.face; f.Has(r) {
		return e.subset.newID[int(f.glyphs[r])]
	}
	return 0
}

// Descriptor is what a PDF says of a font beside its widths (PDF 1.7, 9.8), in
// thousandths of the type size.
type Descriptor struct {
	Ascent, Descent, CapHeight int
	Box                        [4]int // of all glyphs: left, bottom, right, top
	ItalicAngle                int    // in degrees; negative if the letters lean to the right
	StemV                      int    // the width of upright stems, as far as the weight says it
	Italic, Bold, FixedPitch   bool
}

// Descriptor reads the descriptor from the tables of the font.
func (f *Face) Descriptor() (Descriptor, error) {
	t, err := tables(f.Data)
	if err != nil {
		return Descriptor{}, err
	}
	em := max(t["head"].u16(18), 1)
	scaled := func(table string, at int) int { return t[table].i16(at) * 1000 / em }
	d := Descriptor{
		Ascent:      scaled("hhea", 4),
		Descent:     scaled("hhea", 6),
		CapHeight:   f.CapHeight,
		ItalicAngle: t["post"].i16(4),
		FixedPitch:  t["post"].u32(12) != 0,
	}
	for i := range d.Box {
		d.Box[i] = scaled("head", 36+2*i)
	}
	weight := t["OS/2"].u16(4)
	d.StemV = 50 + weight*weight/(65*65) // as most makers of PDFs guess it
	d.Italic, d.Bold = d.ItalicAngle != 0, weight >= 600
	return d, nil
}
