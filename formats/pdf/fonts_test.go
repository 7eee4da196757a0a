package pdf

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-fonts/dejavu/dejavuserif"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/pipeline/document"
)

// fontFile writes a font to a file and returns its name.
func fontFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(name, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestOwnFonts(t *testing.T) {
	o := Options{Fonts: []Font{
		{File: fontFile(t, "r.ttf", goregular.TTF)},
		{File: fontFile(t, "i.ttf", goitalic.TTF), Italic: true},
		{File: fontFile(t, "m.ttf", gomono.TTF), Use: "code"},
		{File: fontFile(t, "f.ttf", dejavuserif.TTF), Use: "fallback"},
	}}
	doc := sample()
	doc.Blocks = append(doc.Blocks, para(word("A Georgian word, ანბანი, a polytonic one, ἀρχὴ, and נ, which DejaVu Serif lacks. "+prose(30))))
	name := checked(t, doc, o)
	listed := tool(t, "pdffonts", name)
	for _, want := range []string{"+GoRegular ", "+Go-Italic", "+GoMono ", "+DejaVuSerif ", "+DejaVuSans "} {
		if !strings.Contains(listed, want) {
			t.Errorf("no %q in\n%s", want, listed)
		}
	}
	if strings.Contains(listed, "Gentium") {
		t.Errorf("the program's own face is used:\n%s", listed)
	}
	got := tokens(tool(t, "pdftotext", "-raw", name, "-"))
	if !strings.Contains(strings.Join(got, " "), "\u00AD") {
		t.Error("no word was broken with a soft hyphen, though the hyphen can stand for it")
	}
	body, _ := modelWords(doc)
	if w, _ := inOrder(got, body); w != "" {
		t.Errorf("%q is missing from the body", w)
	}
}

func TestOwnFontsThatCannotBeUsed(t *testing.T) {
	good := fontFile(t, "good.ttf", goregular.TTF)
	locked := bytes.Clone(goregular.TTF)
	at := bytes.Index(locked, []byte("OS/2"))
	start := int(locked[at+10])<<8 | int(locked[at+11])
	locked[start+8], locked[start+9] = 0, 2
	for name, c := range map[string]struct {
		fonts []Font
		want  string
	}{
		"no file":       {[]Font{{}}, "fonts: a font has no file"},
		"use":           {[]Font{{File: good, Use: "ornament"}}, `"ornament" is none of`},
		"twice":         {[]Font{{File: good}, {File: good}}, "same style of text"},
		"no upright":    {[]Font{{File: good, Bold: true}}, "no upright font"},
		"is not there":  {[]Font{{File: good + "x"}}, "read a font"},
		"no font":       {[]Font{{File: fontFile(t, "x.ttf", []byte("hello"))}}, "x.ttf: font Unnamed: not a TrueType font"},
		"PostScript":    {[]Font{{File: fontFile(t, "x.otf", append([]byte("OTTO"), goregular.TTF[4:]...))}}, "not a TrueType font"},
		"cut off":       {[]Font{{File: fontFile(t, "x.ttf", goregular.TTF[:3000])}}, "cut off"},
		"not embedding": {[]Font{{File: fontFile(t, "x.ttf", locked)}}, "licence forbids"},
	} {
		t.Run(name, func(t *testing.T) {
			err := Write(context.Background(), &bytes.Buffer{}, sample(), Options{Fonts: c.fonts}, nil)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// TestDamagedFonts: a damaged font is an error or a book, never a panic.
func TestDamagedFonts(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{para(word("Boxes. “No” – ffi."))}}
	for at := 0; at < len(goregular.TTF); at += len(goregular.TTF) / 60 {
		data := bytes.Clone(goregular.TTF)
		for i := at; i < min(at+16, len(data)); i++ {
			data[i] ^= 0xA5
		}
		err := Write(context.Background(), &bytes.Buffer{}, doc, Options{Fonts: []Font{{File: fontFile(t, "x.ttf", data)}}}, nil)
		if errors.Is(err, fonts.ErrNotTrueType) && at > 16 {
			t.Errorf("damage at %d is taken for another kind of font", at)
		}
	}
}

// TestAccentsStandOnTheirLetters: an accent that follows its letter makes one
// letter with it, where there is one.
func TestAccentsStandOnTheirLetters(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{para(word("Cafe\u0301, n\u0303andu\u0301, \u03B1\u0313\u0301, and x\u0301, which there is not."))}}
	got := text(t, checked(t, doc, Options{}))
	if want := "Caf\u00E9, \u00F1and\u00FA, \u1F04, and x\u0301,"; !strings.Contains(got, want) {
		t.Errorf("%+q is not in %+q", want, got)
	}
}
