package fonts

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansmono"
)

// TestFacesAreWhole parses every face that is part of the program, and checks
// that the vendored files are those that ORIGIN.md names.
func TestFacesAreWhole(t *testing.T) {
	origin, err := os.ReadFile("ORIGIN.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"GentiumPlus-Regular.ttf": regularTTF, "GentiumPlus-Italic.ttf": italicTTF,
		"GentiumPlus-Bold.ttf": boldTTF, "GentiumPlus-BoldItalic.ttf": boldItalicTTF,
	} {
		if !strings.Contains(string(origin), fmt.Sprintf("| %s | %x |", name, sha256.Sum256(data))) {
			t.Errorf("%s is not the file that ORIGIN.md names", name)
		}
		checkFace(t, name, data)
	}
	checkFace(t, "DejaVuSans", dejavusans.TTF)
	checkFace(t, "DejaVuSansMono", dejavusansmono.TTF)
}

func checkFace(t *testing.T, name string, data []byte) {
	t.Helper()
	f, err := Parse(name, data)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	for _, r := range "AZaz09.,;:-–—“”‘’é \u00A0\u00AD" {
		if !f.Has(r) || f.Advance(r) < 100 || f.Advance(r) > 1200 {
			t.Errorf("%s: %q is %d wide", name, r, f.Advance(r))
		}
	}
}

func TestFallback(t *testing.T) {
	for _, c := range []struct {
		family *Family
		style  Style
		r      rune
		face   string
		letter rune
		found  bool
	}{
		{Book(), Regular, 'a', "GentiumPlus", 'a', true},
		{Book(), Italic | Bold, 'ᾧ', "GentiumPlus-BoldItalic", 'ᾧ', true},
		{Book(), Regular, '\u2003', "GentiumPlus", '\u2003', true},
		{Book(), Italic, '∀', "DejaVuSans", '∀', true},
		{Book(), Regular, 'ש', "DejaVuSans", 'ש', true},
		{Mono(), Bold, 'a', "DejaVuSansMono", 'a', true},
		{Book(), Regular, '漢', "DejaVuSans", Substitute, false},
		{Book(), Regular, '😀', "DejaVuSans", Substitute, false},
		{Book(), Regular, -1, "DejaVuSans", Substitute, false},
	} {
		face, letter, found := c.family.Face(c.style, c.r)
		if face.Name != c.face || letter != c.letter || found != c.found {
			t.Errorf("%q in style %d: %s, %q, %v; want %s, %q, %v", c.r, c.style, face.Name, letter, found, c.face, c.letter, c.found)
		}
		if !face.Has(letter) {
			t.Errorf("%s lacks %q", face.Name, letter)
		}
	}
}

func TestKerning(t *testing.T) {
	f := Book().Style(Regular)
	if f.Kern('A', 'V') >= 0 || f.Kern('T', 'o') >= 0 || f.Kern('f', '”') <= 0 || f.Kern('n', 'n') != 0 {
		t.Errorf("AV %d, To %d, f” %d, nn %d", f.Kern('A', 'V'), f.Kern('T', 'o'), f.Kern('f', '”'), f.Kern('n', 'n'))
	}
	if got, want := f.Width("AV"), f.Advance('A')+f.Kern('A', 'V')+f.Advance('V'); got != want {
		t.Errorf("AV is %d wide, want %d", got, want)
	}
}

func TestParseRefuses(t *testing.T) {
	for name, data := range map[string]string{"nothing": "", "PostScript": "OTTO\x00\x01", "a collection": "ttcf\x00\x01", "text": "hello, world"} {
		if _, err := Parse("x", []byte(data)); !errors.Is(err, ErrNotTrueType) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Parse("x", regularTTF[:5000]); err == nil {
		t.Error("a font that is cut off is accepted")
	}
}

// FuzzParse damages a small font; nothing may crash.
func FuzzParse(f *testing.F) {
	f.Add(12, byte(0xFF), 400)
	f.Add(100, byte(0), 10_000)
	f.Add(4, byte(1), 0)
	f.Fuzz(func(t *testing.T, at int, value byte, cut int) {
		data := append([]byte(nil), regularTTF...)
		for i := range 8 {
			data[uint(at+i*i*37)%uint(len(data))] = value
		}
		data = data[:len(data)-int(uint(cut)%uint(len(data)))]
		if face, err := Parse("x", data); err == nil {
			face.Width("AVAT To")
		}
	})
}
