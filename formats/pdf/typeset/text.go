// Package typeset sets text: it breaks paragraphs into lines and columns of
// lines into pages.
//
// A [Setter] turns [Span]s, text in a font, into [Line]s of [Run]s that have
// their places. It breaks a paragraph as a whole, so that its spaces are as
// even as they can be, after Donald E. Knuth and Michael F. Plass, "Breaking
// Paragraphs into Lines", Software: Practice and Experience 11 (1981):
//
//	Span ── pieces in one face each ── items (boxes, glue, penalties) ── Lines
//
// The caller makes [Row]s of the lines, with the space between them and what a
// page break would cost there, and [Paginate] makes pages of the rows, with
// the notes at the foot of the pages that refer to them.
//
// Nothing is drawn here. Package engine does that.
package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/engine"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// Font is a style of a family at a size.
type Font struct {
	Family *fonts.Family
	Style  fonts.Style
	Size   measure.Unit
	Rise   measure.Unit // of the baseline, as for a reference mark
	Colour engine.Colour
}

// Span is text in one font.
type Span struct {
	Text string
	Font Font
	// Element is what the text belongs to in the structure tree; nil stands
	// for an artifact.
	Element *engine.Element
	Target  *Target // where the text leads; may be nil
	Note    int     // the note that this mark refers to, counted from 1; 0 if it is none
	Page    string  // the label of the source's page that begins here; "" if none does
	// Whole forbids hyphenation.
	Whole bool
	// Tied forbids to end a line before the span, even at a space.
	Tied bool
}

// Target is where a link leads.
type Target struct {
	URL  string      // or:
	Dest engine.Dest // a place in this book
	Says string      // a description, for those who can't see it
	// Here is the place of the link itself, so that others can lead back to
	// it; it counts if Back is set.
	Here engine.Dest
	Back bool
}

// piece is a part of a span in one face.
type piece struct {
	span  *Span
	face  *fonts.Face
	text  string
	join  joint
	start bool // first piece of its span
}

// joint says what may happen where a piece follows another without a space.
type joint uint8

const (
	joined  joint = iota // no line may end here
	soft                 // a soft hyphen stood here
	zerogap              // a zero-width space stood here
)

// pieces cuts a span into pieces. Letters that no face has are replaced and
// reported; characters that are never seen are dropped. Accents that follow their
// letters are put on them, for no face here does.
func (s *Setter) pieces(dst []piece, span *Span) []piece {
	p := piece{span: span, face: span.Font.Family.Style(span.Font.Style), start: true}
	if plain(span.Text, p.face) {
		p.text = span.Text
		return append(dst, p)
	}
	var sb strings.Builder
	flush := func(next joint) {
		if sb.Len() > 0 || p.start {
			p.text = sb.String()
			dst = append(dst, p)
			sb.Reset()
		}
		p = piece{span: span, face: p.face, join: next}
	}
	for _, r := range norm.NFC.String(span.Text) {
		switch {
		case r == '\u00AD':
			flush(soft)
			continue
		case r == '\u200B':
			flush(zerogap)
			continue
		case r == '\n' || r == '\r' || r == '\t' || r == '\v' || r == '\f' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			r = ' '
		case invisible(r):
			continue
		}
		face, letter, found := span.Font.Family.Face(span.Font.Style, r)
		if !found && s.Missing != nil {
			s.Missing(r)
		}
		if face != p.face {
			if sb.Len() > 0 {
				flush(joined)
			}
			p.face = face
		}
		sb.WriteRune(letter)
	}
	flush(joined)
	return dst
}

// plain reports whether text can be set in face as it stands.
func plain(text string, face *fonts.Face) bool {
	ascii := face.HasASCII()
	for i := 0; i < len(text); {
		if ascii {
			for i < len(text) && text[i]-' ' <= '~'-' ' {
				i++
			}
			if i == len(text) {
				break
			}
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if r < ' ' || r > '~' && (r == '\u00AD' || r >= '\u200B' && r <= '\u200F' || r >= '\u0300' && r <= '\u036F' || r == utf8.RuneError) || !face.Has(r) {
			return false
		}
		i += size
	}
	return true
}

// invisible reports whether r is never seen by itself: a control or a format
// character, or a variation selector. The joiners that some scripts need are
// among them, for no face here joins letters.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || r >= 0xFE00 && r <= 0xFE0F || r == 0x034F
}
