package fonts

import "testing"

func TestEmbed(t *testing.T) {
	face := Book().Style(Italic)
	embedded, err := face.Embed([]rune("AVe"))
	if err != nil {
		t.Fatal(err)
	}
	part, err := Parse(face.Name, embedded.Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range "AVe" {
		if part.Advance(r) != face.Advance(r) || !part.Has(r) {
			t.Errorf("%c is %d wide, want %d", r, part.Advance(r), face.Advance(r))
		}
		if got, want := embedded.Glyph(r), int(part.glyphs[r]); got != want {
			t.Errorf("%c is glyph %d, want %d", r, got, want)
		}
	}
	if part.Has('x') || embedded.Glyph('x') != 0 {
		t.Error("there is a letter that was not asked for")
	}
	if tablesOf(embedded.Data)["kern"] != nil {
		t.Error("there is a table for kerning, which a PDF has no use for")
	}
	if _, err := face.Embed(nil); err == nil {
		t.Error("a font without letters is no error")
	}
}

func TestDescriptor(t *testing.T) {
	for _, test := range []struct {
		face *Face
		want Descriptor
	}{
		{Book().Style(Regular), Descriptor{Ascent: 1098, Descent: -366, CapHeight: 615, Box: [4]int{-676, -463, 2149, 1269}, StemV: 87}},
		{Book().Style(Italic), Descriptor{Ascent: 1098, Descent: -366, CapHeight: 615, Box: [4]int{-557, -463, 2079, 1269}, ItalicAngle: -8, StemV: 87, Italic: true}},
		{Mono().Style(Regular), Descriptor{Ascent: 928, Descent: -235, CapHeight: 700, Box: [4]int{-557, -374, 717, 1027}, StemV: 87, FixedPitch: true}},
	} {
		got, err := test.face.Descriptor()
		if err != nil || got != test.want {
			t.Errorf("%s: %+v (%v), want %+v", test.face.Name, got, err, test.want)
		}
	}
}
