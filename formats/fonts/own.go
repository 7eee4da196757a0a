package fonts

import (
	"fmt"
	"strings"
)

// With returns the family of a user's own faces, by their styles, and of
// fallbacks for letters that these lack; letters that none of them has are those
// of f. A style that is nil is that of the nearest face which is not. Without an
// upright face the styles are those of f.
func (f *Family) With(faces [4]*Face, fallbacks ...*Face) *Family {
	own := &Family{styles: f.styles, next: f}
	for _, face := range fallbacks {
		own.fallbacks = append(own.fallbacks, always(face))
	}
	if faces[Regular] == nil {
		return own
	}
	for style, others := range [4][]Style{
		Regular:       {Regular},
		Italic:        {Italic, Regular},
		Bold:          {Bold, Regular},
		Italic | Bold: {Italic | Bold, Bold, Italic, Regular},
	} {
		for _, s := range others {
			if faces[s] != nil {
				own.styles[style] = always(faces[s])
				break
			}
		}
	}
	return own
}

func always(face *Face) func() *Face { return func() *Face { return face } }

// ParseOwn reads a user's TrueType file, which may be damaged or not free to be
// embedded. The face is called what the file calls itself.
func ParseOwn(data []byte) (*Face, error) {
	name := plainName(nameOf(tablesOf(data)["name"], 6))
	if name == "" {
		name = "Unnamed"
	}
	face, err := Parse(name, data)
	if err != nil {
		return nil, err
	}
	if _, part := Embeddable(data); !part {
		return nil, fmt.Errorf("font %s: %w", name, ErrNotEmbeddable)
	}
	face.stand('\u00AD', '-')
	face.stand('\u2010', '-')
	face.stand('\u2011', '-')
	face.stand('\u00A0', ' ')
	return face, nil
}

// stand lets the glyph of other stand for r, if f has none for it: many fonts
// have no soft hyphen of their own.
func (f *Face) stand(r, other rune) {
	if !f.Has(r) && f.Has(other) {
		f.glyphs[r], f.advances[r] = f.glyphs[other], f.advances[other]
	}
}

// plainName keeps of a font's name what may be in the name of a [Face].
func plainName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, s)
	return s[:min(len(s), 60)]
}
