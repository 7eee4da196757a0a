package epub

import (
	"fmt"
	"os"
	"strings"
)

// Font is a font file that the book carries along. It is embedded whole and
// unchanged, since the licences of many faces forbid parts of them under the
// same name.
type Font struct {
	File   string `yaml:"file"` // TrueType, OpenType, WOFF or WOFF2: a path that is opened as it stands
	Italic bool   `yaml:"italic"`
	Bold   bool   `yaml:"bold"`
}

// An embedded font is a file of the book.
type embedded struct {
	Font
	name      string // below root: "fonts/face-1.ttf"
	mediaType string
	data      []byte
}

// readFonts reads the user's font files.
func (b *book) readFonts() error {
	for i, f := range b.o.Fonts {
		data, err := os.ReadFile(f.File)
		if err != nil {
			return err
		}
		kind := fontKind(data)
		if kind == "" {
			return fmt.Errorf("%s is no TrueType, OpenType, WOFF or WOFF2 font", f.File)
		}
		b.fonts = append(b.fonts, embedded{f, fmt.Sprintf("fonts/face-%d.%s", i+1, kind), "font/" + kind, data})
	}
	return nil
}

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
	css.WriteString("\n/* The face of the book */\n\nbody { font-family: \"book face\", serif; }\n")
	for _, f := range b.fonts {
		style, weight := "normal", "normal"
		if f.Italic {
			style = "italic"
		}
		if f.Bold {
			weight = "bold"
		}
		fmt.Fprintf(&css, "@font-face {\n\tfont-family: \"book face\";\n\tfont-style: %s;\n\tfont-weight: %s;\n\tsrc: url(../%s);\n}\n", style, weight, f.name)
	}
	return css.String()
}
