package epub

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/refolio/refolio/formats/fonts"
)

// Font is a font file that the book carries along.
type Font struct {
	File   string `yaml:"file"` // TrueType, OpenType, WOFF or WOFF2: a path that is opened as it stands
	Italic bool   `yaml:"italic"`
	Bold   bool   `yaml:"bold"`
	// Whole embeds the file as it is. Otherwise a TrueType font is cut down to
	// the letters of the book; files of the other kinds are always whole.
	Whole bool `yaml:"whole"`
}

// An embedded font is a file of the book.
type embedded struct {
	Font
	name      string // below root: "fonts/face-1.ttf"
	mediaType string
	data      []byte
}

// readFonts reads the user's font files, or takes the program's own face. It
// needs the text of all files, for the letters in it.
func (b *book) readFonts() error {
	if len(b.o.Fonts) == 0 && b.o.Face == ReaderFace {
		return nil
	}
	letters := b.letters()
	for i, f := range b.o.Fonts {
		data, err := os.ReadFile(f.File)
		if err != nil {
			return err
		}
		kind := fontKind(data)
		if kind == "" {
			return fmt.Errorf("%s is no TrueType, OpenType, WOFF or WOFF2 font", f.File)
		}
		if data, err = b.reduced(f, kind, data, letters); err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		b.fonts = append(b.fonts, embedded{f, fmt.Sprintf("fonts/face-%d.%s", i+1, kind), "font/" + kind, data})
	}
	if len(b.o.Fonts) > 0 {
		return nil
	}
	return b.bookFace(letters)
}

// reduced is a user's font file with the letters of the book alone, if its kind,
// its licence and the user allow that.
func (b *book) reduced(f Font, kind string, data []byte, letters []rune) ([]byte, error) {
	if kind == "woff" || kind == "woff2" { // made for embedding, by who may
		return data, nil
	}
	whole, part := fonts.Embeddable(data)
	switch {
	case !whole:
		return nil, fonts.ErrNotEmbeddable
	case f.Whole, !part, kind != "ttf":
		return data, nil
	}
	return fonts.Subset(data, letters, faceName, f.style())
}

func (f Font) style() fonts.Style {
	style := fonts.Regular
	if f.Italic {
		style |= fonts.Italic
	}
	if f.Bold {
		style |= fonts.Bold
	}
	return style
}

// bookFace embeds the face that the program sets PDFs in.
func (b *book) bookFace(letters []rune) error {
	styles := []Font{{}, {Italic: true}}
	if b.remarks.bold {
		styles = append(styles, Font{Bold: true})
	}
	for i, f := range styles {
		data, err := fonts.Subset(fonts.Book().Style(f.style()).Data, letters, faceName, f.style())
		if err != nil {
			return fmt.Errorf("cut down the face: %w", err)
		}
		b.fonts = append(b.fonts, embedded{f, fmt.Sprintf("fonts/face-%d.ttf", i+1), "font/ttf", data})
	}
	return nil
}

// letters are those of the book, and what a reading system may put at a
// line's end or before an item.
func (b *book) letters() []rune {
	used := map[rune]bool{'-': true, '\u2010': true, '•': true}
	for _, f := range b.files {
		for _, r := range string(f.b) {
			used[r] = true
		}
	}
	for _, r := range b.words.Contents + "0123456789" {
		used[r] = true
	}
	return slices.Sorted(maps.Keys(used))
}

// faceName is what the fonts in a book are called, in the style sheet and, if
// they are cut down, in themselves.
const faceName = "Book Face"

// fontKind tells a font file by its first bytes.
func fontKind(data []byte) string {
	for _, k := range [][2]string{{"\x00\x01\x00\x00", "ttf"}, {"true", "ttf"}, {"OTTO", "otf"}, {"wOFF", "woff"}, {"wOF2", "woff2"}} {
		if strings.HasPrefix(string(data[:min(4, len(data))]), k[0]) {
			return k[1]
		}
	}
	return ""
}

// fontRules are the rules of the style sheet for the fonts.
func (b *book) fontRules() string {
	if len(b.fonts) == 0 {
		return ""
	}
	var css strings.Builder
	css.WriteString("\n/* The face of the book */\n\nbody { font-family: \"Book Face\", serif; }\n")
	for _, f := range b.fonts {
		style, weight := "normal", "normal"
		if f.Italic {
			style = "italic"
		}
		if f.Bold {
			weight = "bold"
		}
		fmt.Fprintf(&css, "@font-face {\n\tfont-family: \"Book Face\";\n\tfont-style: %s;\n\tfont-weight: %s;\n\tsrc: url(../%s);\n}\n", style, weight, f.name)
	}
	return css.String()
}
