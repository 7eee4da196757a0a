// Package source reads extracted text: bytes become a [Source], which never
// changes afterwards.
//
//	bytes ──decode──▶ Text (UTF-8) ──cut──▶ Lines, Pages
//
// Where an extractor put a space behind every letter, decoding takes them out,
// and where it kept but half of each quotation mark or dash, puts the rest back.
// Nothing is repaired here. Ligatures, soft hyphens and control characters
// stay in Text as they are; what is to become of them is a decision, and
// decisions are made by the stages in package repair.
//
// All offsets are byte offsets in Text. [Source.Original] leads from there to
// the bytes of the file, which differ where the file was not plain UTF-8.
package source

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Source is a text as an extractor left it.
type Source struct {
	Name     string // the file's name, for messages only
	Text     string // all of it, decoded
	Encoding string // the encoding of the file: "UTF-8", "windows-1252", ...
	Guessed  bool   // Encoding was inferred from the bytes: no byte-order mark, not asked for
	Odd      bool   // it was, and letters stand where no writer puts them
	Lines    []Line
	// Bad lists the places, in Text, of the U+FFFD that stand for bytes that
	// could not be decoded.
	Bad []int
	// Halved lists the places, in Text, of the quotation marks and dashes of
	// which the file has the lower byte alone, see restoreHalved.
	Halved []int

	origin origin
	closed []int // the bytes in Text before which a space was taken out, see closeUp
}

// Line is one line of the text, without its line end. A form feed ends a line
// too, though it begins none in an editor.
type Line struct {
	Start, End int   // bytes in Text; the line's white space included
	Page       int32 // from 0: how many form feeds come before the line
	Number     int32 // from 1, as an editor counts
}

// Place is a position as an editor shows it.
type Place struct {
	Line, Column int // from 1; the column counts characters
}

// Place returns the line and column of a byte in Text.
func (s *Source) Place(offset int) Place {
	if len(s.Lines) == 0 {
		return Place{1, 1}
	}
	offset = min(max(offset, 0), len(s.Text))
	n := s.LineAt(offset)
	first := n
	for first > 0 && s.Lines[first-1].Number == s.Lines[n].Number {
		first--
	}
	start := s.Lines[first].Start
	column := 1 + utf8.RuneCountInString(s.Text[start:max(start, offset)]) + s.closedBefore(offset) - s.closedBefore(start)
	return Place{int(s.Lines[n].Number), column}
}

// Excerpt returns the line of a byte in Text, or the piece of it around the byte
// if it is long, for a message. It holds nothing of s.
func (s *Source) Excerpt(offset int) string {
	const most = 120 // bytes
	if len(s.Lines) == 0 {
		return ""
	}
	offset = min(max(offset, 0), len(s.Text))
	line := s.Lines[s.LineAt(offset)]
	start, end := line.Start, line.End
	if end-start > most {
		start = min(max(start, offset-most/2), end-most)
		end = start + most
	}
	return strings.Clone(strings.TrimSpace(strings.ToValidUTF8(s.Text[start:end], "")))
}

// LineAt returns the index in Lines of the line that holds a byte in Text.
func (s *Source) LineAt(offset int) int {
	n, _ := slices.BinarySearchFunc(s.Lines, offset+1, func(l Line, off int) int { return l.Start - off })
	return max(n-1, 0)
}

// Pages is the number of pages that form feeds part, at least 1.
func (s *Source) Pages() int {
	if len(s.Lines) == 0 {
		return 1
	}
	return int(s.Lines[len(s.Lines)-1].Page) + 1
}

// Original returns the offset in the file of a byte in Text.
func (s *Source) Original(offset int) int {
	return s.origin.of(s, offset) + s.closedBefore(offset) - s.halvedBefore(offset)
}

// cut fills Lines. A line ends at LF, CR, CRLF, NEL, U+2028, U+2029, VT or
// FF; a form feed begins a page besides. A form feed that stands at the end
// of a line, before the line end, parts pages just as one at the start of the
// next line does.
func (s *Source) cut() {
	s.Lines = make([]Line, 0, len(s.Text)/48+1)
	text, start := s.Text, 0
	page, number := int32(0), int32(1)
	line := func(end, next int) {
		s.Lines = append(s.Lines, Line{start, end, page, number})
		start = next
	}
	for i := 0; i < len(text); i++ {
		for i+8 <= len(text) && plain8(text[i:i+8]) {
			i += 8
		}
		if i == len(text) {
			break
		}
		switch c := text[i]; {
		case c > '\r' && c < 0x80:
		case c == '\n' || c == '\v':
			line(i, i+1)
			number++
		case c == '\r':
			next := i + 1
			if next < len(text) && text[next] == '\n' {
				next++
			}
			line(i, next)
			number++
			i = next - 1
		case c == '\f':
			line(i, i+1)
			page++
		case c == 0xC2 && strings.HasPrefix(text[i:], "\u0085"):
			line(i, i+2)
			number++
		case c == 0xE2 && (strings.HasPrefix(text[i:], "\u2028") || strings.HasPrefix(text[i:], "\u2029")):
			line(i, i+3)
			number++
		}
	}
	if start < len(text) {
		line(len(text), len(text))
	}
}

// plain8 reports whether the eight bytes of s are all of ASCII and none of
// them controls lines, looking at all of them at once.
func plain8(s string) bool {
	const each, high = 0x0101010101010101, 0x8080808080808080
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	return (x|(x-('\r'+1)*each))&high == 0
}
