package fonts

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

func TestSubsetKeepsTheLetters(t *testing.T) {
	letters := []rune("AVoid the Ångström ffi — ἀρχή Ж, ‘q’\u00a0\U0001F600")
	for _, style := range []Style{Regular, Italic, Bold, Italic | Bold} {
		whole := Book().Style(style)
		data, err := Subset(whole.Data, letters, "Book Face", style)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := Subset(whole.Data, letters, "Book Face", style); !bytes.Equal(again, data) {
			t.Error("the same letters gave other bytes")
		}
		if len(data) > 60<<10 {
			t.Errorf("%s: %d bytes for %d letters", whole.Name, len(data), len(letters))
		}
		part, err := Parse("part", data)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range letters {
			if part.Has(r) != whole.Has(r) || part.Advance(r) != whole.Advance(r) {
				t.Errorf("%s: %q differs", whole.Name, r)
			}
		}
		if part.Has('z') {
			t.Error("a letter that nobody wanted")
		}
		checkOutlines(t, whole.Data, data, letters)
	}
}

// checkOutlines compares the outlines as the reader of x/image sees them.
func checkOutlines(t *testing.T, whole, part []byte, letters []rune) {
	t.Helper()
	outline := func(data []byte, r rune) (string, string) {
		font, err := sfnt.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		var buf sfnt.Buffer
		id, err := font.GlyphIndex(&buf, r)
		if err != nil {
			t.Fatal(err)
		}
		segments, err := font.LoadGlyph(&buf, id, fixed.I(1000), nil)
		if err != nil {
			t.Fatal(err)
		}
		var sb strings.Builder
		for _, s := range segments {
			for _, p := range s.Args {
				sb.WriteString(p.X.String() + p.Y.String())
			}
		}
		licence, err := font.Name(&buf, sfnt.NameIDLicense)
		if err != nil {
			t.Fatal(err)
		}
		name, err := font.Name(&buf, sfnt.NameIDFamily)
		if err != nil {
			t.Fatal(err)
		}
		return sb.String() + licence, name
	}
	for _, r := range letters {
		want, _ := outline(whole, r)
		got, name := outline(part, r)
		if r < 0xFFFF && got != want {
			t.Errorf("the outline or the licence of %q differs", r)
		}
		if strings.Contains(name, "Gentium") {
			t.Errorf("it is called %q, a reserved name", name)
		}
	}
}

func TestSubsetKerns(t *testing.T) {
	data, err := Subset(regularTTF, []rune("AVTo"), "Book Face", Regular)
	if err != nil {
		t.Fatal(err)
	}
	font, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	var buf sfnt.Buffer
	a, _ := font.GlyphIndex(&buf, 'A')
	v, _ := font.GlyphIndex(&buf, 'V')
	kern, err := font.Kern(&buf, a, v, fixed.I(1000), 0)
	want := Book().Style(Regular).Kern('A', 'V')
	if got := kern.Round(); err != nil || got-want > 1 || want-got > 1 || want == 0 {
		t.Errorf("A and V are kerned by %d, want %d: %v", got, want, err)
	}
}

// FreeType must be able to read it, which is what most readers show text with.
func TestSubsetIsReadByOthers(t *testing.T) {
	path, err := exec.LookPath("fc-scan")
	if err != nil && os.Getenv("REFOLIO_REQUIRE_TOOLS") == "1" {
		t.Fatal("fc-scan is not installed")
	} else if err != nil {
		t.Skip("fc-scan is not installed")
	}
	data, err := Subset(italicTTF, []rune("Hamburg"), "Book Face", Italic)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "face.ttf")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(path, file).CombinedOutput()
	if err != nil || !strings.Contains(string(out), `"Book Face"`) {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestSubsetRefuses(t *testing.T) {
	if _, err := Subset([]byte("OTTO"), []rune("a"), "F", Regular); err == nil {
		t.Error("no font was taken")
	}
	if _, err := Subset(regularTTF, []rune{0xE000 - 1, '\U0001F600'}, "F", Regular); err == nil {
		t.Error("a font without the letters was taken")
	}
	forbidden := bytes.Clone(regularTTF)
	tables, err := tables(forbidden)
	if err != nil {
		t.Fatal(err)
	}
	tables["OS/2"][9] = restricted
	if _, err := Subset(forbidden, []rune("a"), "F", Regular); err != ErrNotEmbeddable {
		t.Errorf("a font that may not be embedded: %v", err)
	}
}

func FuzzSubset(f *testing.F) {
	small, err := Subset(regularTTF, []rune("Aé"), "F", Regular)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(small)
	f.Fuzz(func(t *testing.T, data []byte) {
		part, err := Subset(data, []rune("Aé"), "F", Regular)
		if err != nil {
			return
		}
		if _, err := Parse("part", part); err != nil {
			t.Errorf("a part that can't be read: %v", err)
		}
	})
}
