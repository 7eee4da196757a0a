package pdf

import (
	"errors"
	"fmt"
	"os"

	"github.com/refolio/refolio/formats/fonts"
)

// Font is a TrueType file of the user's. It is embedded in part, and must allow
// that.
type Font struct {
	File   string `yaml:"file"` // with the ending .ttf: a path that is opened as it stands
	Italic bool   `yaml:"italic"`
	Bold   bool   `yaml:"bold"`
	// Use is "text" for the face of the book, "code" for that of code, or
	// "fallback" for letters that the text's faces lack, before those of the
	// program are asked. The default is text. Where a style is missing, that
	// which is nearest to it is used.
	Use string `yaml:"use" schema:"enum=text,code,fallback,"`
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

// checkFonts checks what can be known of fonts before their files are opened.
func checkFonts(list []Font) error {
	type place struct {
		use   string
		style fonts.Style
	}
	taken := map[place]string{}
	for _, f := range list {
		if f.File == "" {
			return errors.New("a font has no file")
		}
		if f.Use == "" {
			f.Use = "text"
		}
		switch f.Use {
		case "fallback": // there may be several
			continue
		case "text", "code":
		default:
			return fmt.Errorf("%s: %q is none of text, code, fallback", f.File, f.Use)
		}
		at := place{f.Use, f.style()}
		if other, ok := taken[at]; ok {
			return fmt.Errorf("%s and %s are both for the same style of %s", other, f.File, f.Use)
		}
		taken[at] = f.File
	}
	for _, use := range []string{"text", "code"} {
		_, upright := taken[place{use, fonts.Regular}]
		for style := fonts.Italic; style <= fonts.Bold|fonts.Italic && !upright; style++ {
			if file, ok := taken[place{use, style}]; ok {
				return fmt.Errorf("%s is for %s, for which there is no upright font", file, use)
			}
		}
	}
	return nil
}

// readFonts reads the user's fonts.
func (d *design) readFonts(list []Font) error {
	var text, code [4]*fonts.Face
	var fallbacks []*fonts.Face
	for _, f := range list {
		data, err := os.ReadFile(f.File)
		if err != nil {
			return fmt.Errorf("read a font: %w", err)
		}
		face, err := fonts.ParseOwn(data)
		if err != nil {
			return fmt.Errorf("%s: %w", f.File, err)
		}
		if f.Use != "fallback" && (!face.Has(' ') || !face.Has('-') || !face.Has('.')) {
			return fmt.Errorf("%s: it lacks the space, the hyphen or the full stop, so that no text can be set in it", f.File)
		}
		switch f.Use {
		case "code":
			code[f.style()] = face
		case "fallback":
			fallbacks = append(fallbacks, face)
		default:
			text[f.style()] = face
		}
	}
	if len(list) > 0 {
		d.text, d.mono = d.text.With(text, fallbacks...), d.mono.With(code, fallbacks...)
	}
	return nil
}
