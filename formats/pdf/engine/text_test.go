package engine

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// TestWinAnsi holds the table against another one. Windows lets some bytes mean
// controls, which are no letters here.
func TestWinAnsi(t *testing.T) {
	for b := 0x20; b < 0x100; b++ {
		r := charmap.Windows1252.DecodeByte(byte(b))
		got, ok := winAnsi(r)
		if control := r == 0x7F || r == 0xFFFD || r >= 0x80 && r < 0xA0; control {
			if ok {
				t.Errorf("%U has the byte %#x", r, got)
			}
		} else if !ok || got != byte(b) {
			t.Errorf("winAnsi(%q) = %#x, %v, want %#x", r, got, ok, b)
		}
	}
	for _, r := range []rune{0, '\n', 'č', 'Ж', '文', '\uFFFD', '😀'} {
		if _, ok := winAnsi(r); ok {
			t.Errorf("%U has a byte", r)
		}
	}
}

// drawn returns the content of a page with the texts on it.
func drawn(texts ...Text) string {
	p := New(a5, Meta{}).AddPage()
	for _, t := range texts {
		p.Text(1000, 595_276-2000, t)
	}
	return strings.TrimPrefix(string(p.content), artifacts[Ornament])
}

func TestTextOperators(t *testing.T) {
	wide := text("a b")
	wide.Extra, wide.Stretch = 500, 100
	nobreak := text("a\u00A0b")
	nobreak.Extra = 500
	for _, test := range []struct {
		name  string
		texts []Text
		want  string
	}{
		{"what is set once stays", []Text{text("a"), text("b")}, "BT\n/F0 10 Tf 1 2 Td (a)Tj\n0 0 Td (b)Tj\n"},
		{"kerning", []Text{text("AV")}, "BT\n/F0 10 Tf 1 2 Td[(A)78(V)]TJ\n"},
		{"spaces", []Text{wide}, "BT\n/F0 10 Tf 101 Tz 0.473 Tw 1 2 Td (a b)Tj\n"},
		{"no-break spaces", []Text{nobreak}, "BT\n/F0 10 Tf 1 2 Td[(a\xA0)-50(b)]TJ\n"},
		{"quotation marks", []Text{text("“é”")}, "BT\n/F0 10 Tf 1 2 Td (\x93\xE9\x94)Tj\n"},
		{"other letters", []Text{text("ač")}, "BT\n/C0 10 Tf 1 2 Td[(\x00\x01\x00\x02)]TJ\n"},
		{"their codes", []Text{text("абвгдежзийклмн")}, "BT\n/C0 10 Tf 1 2 Td[(\x00\x01\x00\x02\x00\x03\x00\x04\x00\x05\x00\x06\x00\x07\x00\x08\x00\x09\x00\x0a\x00\x0b\x00\x0c\x00\\r\x00\x0e)]TJ\n"},
		{"escapes", []Text{text(`(\)`)}, "BT\n/F0 10 Tf 1 2 Td (\\(\\\\\\))Tj\n"},
	} {
		if got := drawn(test.texts...); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

func TestTextObjectsEnd(t *testing.T) {
	p := New(a5, Meta{}).AddPage()
	p.Text(1000, 595_276-2000, text("a"))
	p.Rule(0, 595_276, 1000, 400)
	p.Text(1500, 595_276-2000, text("b"))
	p.Begin(NewElement(p.book.Root(), "P"))
	p.Text(1000, 595_276-1000, text("c"))
	p.end()
	want := artifacts[Ornament] + "BT\n/F0 10 Tf 1 2 Td (a)Tj\nET\n0 -0.2 1 0.4 re f\nBT\n1.5 2 Td (b)Tj\nET\nEMC\n" +
		"/P <</MCID 0>> BDC\nBT\n1 1 Td (c)Tj\nET\nEMC\n"
	if got := string(p.content); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFormsOfFonts: a font is in the file in the forms that are used, and no
// other.
func TestFormsOfFonts(t *testing.T) {
	for _, test := range []struct {
		s                 string
		simple, composite bool
	}{{"plain", true, false}, {"český", false, true}} {
		b := New(a5, Meta{})
		b.AddPage().Text(1000, 20_000, text(test.s))
		json := qpdf(t, b)
		if got := strings.Contains(json, `"/WinAnsiEncoding"`); got != test.simple {
			t.Errorf("%s: a form of one byte: %v", test.s, got)
		}
		if got := strings.Contains(json, `"/Identity-H"`); got != test.composite {
			t.Errorf("%s: a form of two bytes: %v", test.s, got)
		}
	}
}

// TestSoftHyphenHasAGlyph: viewers may draw a hyphen for it, which must be there.
func TestSoftHyphenHasAGlyph(t *testing.T) {
	b := New(a5, Meta{})
	b.AddPage().Text(1000, 20_000, text("a\u00AD"))
	if err := b.Write(context.Background(), &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	if got := b.fonts[0].all(); got != "-a\u00AD" {
		t.Errorf("the font has the letters %q", got)
	}
}
