// Package fonts holds the faces that the PDF writer sets text in, and what
// typesetting needs to know of them: how wide a letter is, and whether there
// is one at all.
//
// The book face is Gentium Plus in four styles, made for scholarly texts:
// Latin with all its accents, polytonic Greek, Cyrillic, phonetics. Code is
// set in DejaVu Sans Mono, and a letter that a face lacks is looked for in
// DejaVu Sans; see [Family.Face].
//
// A face is parsed when it is first asked for, once a process; a [Face] never
// changes after that, so documents that are set at the same time share it.
package fonts

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansmono"
)

// Style is a style of a family of faces.
type Style uint8

// The styles. Italic and Bold may be combined: Italic|Bold.
const (
	Regular Style = 0
	Italic  Style = 1
	Bold    Style = 2
)

// Substitute is the letter that stands where no face has the letter of the
// text: DejaVu Sans draws it as a question mark in a black diamond.
const Substitute = '\uFFFD'

//go:embed GentiumPlus-Regular.ttf
var regularTTF []byte

//go:embed GentiumPlus-Italic.ttf
var italicTTF []byte

//go:embed GentiumPlus-Bold.ttf
var boldTTF []byte

//go:embed GentiumPlus-BoldItalic.ttf
var boldItalicTTF []byte

//go:embed ORIGIN.md OFL.txt
var licenceFiles embed.FS

// Notices returns where the book face is from, and its licence, which goes along
// with it. That of the fallback faces is their module's.
func Notices() string {
	var b strings.Builder
	for _, name := range []string{"ORIGIN.md", "OFL.txt"} {
		text, err := licenceFiles.ReadFile(name)
		if err != nil {
			panic(err) // it is part of the program
		}
		fmt.Fprintf(&b, "==== %s ====\n\n%s\n", name, text)
	}
	return b.String()
}

// Family is a set of faces that are used together.
type Family struct {
	styles    [4]func() *Face // by Style
	fallbacks []func() *Face  // for letters that these lack
	next      *Family         // for letters that the fallbacks lack, too; may be nil
}

// Book returns the family for text.
func Book() *Family { return &book }

// Mono returns the family for code. Its styles all look alike.
func Mono() *Family { return &mono }

var (
	sans     = sync.OnceValue(func() *Face { return mustParse("DejaVuSans", dejavusans.TTF) })
	sansMono = sync.OnceValue(func() *Face { return mustParse("DejaVuSansMono", dejavusansmono.TTF) })

	book = Family{
		styles: [4]func() *Face{
			Regular:       sync.OnceValue(func() *Face { return mustParse("GentiumPlus", regularTTF) }),
			Italic:        sync.OnceValue(func() *Face { return mustParse("GentiumPlus-Italic", italicTTF) }),
			Bold:          sync.OnceValue(func() *Face { return mustParse("GentiumPlus-Bold", boldTTF) }),
			Italic | Bold: sync.OnceValue(func() *Face { return mustParse("GentiumPlus-BoldItalic", boldItalicTTF) }),
		},
		fallbacks: []func() *Face{sans},
	}
	mono = Family{
		styles:    [4]func() *Face{sansMono, sansMono, sansMono, sansMono},
		fallbacks: []func() *Face{sans},
	}
)

// mustParse parses a face that is part of the program. Those are known to be
// whole; a test parses them all.
func mustParse(name string, data []byte) *Face {
	f, err := Parse(name, data)
	if err != nil {
		return &Face{Name: name, kern: &pairs{}}
	}
	return f
}

// Face returns the face of f in which r is set in the given style, and the
// letter to set: r itself where a face has it, else a letter that looks the
// same, else [Substitute] and false.
func (f *Family) Face(style Style, r rune) (face *Face, letter rune, found bool) {
	face = f.styles[style]()
	if face.Has(r) {
		return face, r, true
	}
	if s := lookalike(r); s != 0 && face.Has(s) {
		return face, s, true
	}
	if style != Regular {
		if upright := f.styles[Regular](); upright.Has(r) {
			return upright, r, true
		}
	}
	for _, fallback := range f.fallbacks {
		if other := fallback(); other.Has(r) {
			return other, r, true
		}
	}
	if f.next != nil {
		return f.next.Face(style, r)
	}
	return sans(), Substitute, false
}

// Style returns the face for the given style.
func (f *Family) Style(style Style) *Face { return f.styles[style]() }

// lookalike returns the letter that is drawn in place of r if a face lacks r,
// or 0. They differ in nothing that a reader could see.
func lookalike(r rune) rune {
	switch r {
	case '\u2010', '\u2011': // hyphen and no-break hyphen
		return '-'
	case '\u2000', '\u2002':
		return '\u2002'
	case '\u2001', '\u2003':
		return '\u2003'
	case '\u2004', '\u2005', '\u2006', '\u2008', '\u2009', '\u200A', '\u205F', '\u202F', '\u3000', '\t':
		return '\u00A0'
	case '\u2015': // horizontal bar
		return '\u2014'
	case '\u02BC':
		return '\u2019'
	case '\u2126':
		return '\u03A9'
	case '\u212A':
		return 'K'
	case '\u212B':
		return '\u00C5'
	}
	return 0
}
