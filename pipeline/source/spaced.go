package source

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Some extractors put a space behind every letter, and two between words,
// where a PDF places each letter by itself:
//
//	T h e  h o u s e  s t o o d  o n  t h e  m o o r .
//
// That is no spacing of the text but, like the zero bytes of UTF-16, a way to
// write it down. So it is undone with the decoding, line by line, if a good
// part of all lines is written so: a title that is spaced out for emphasis in
// a text that is not, stays for the stages to judge.
const (
	spacedLetters = 12  // letters that a line has at least to count
	spacedLines   = 5   // lines, at least
	spacedShare   = 0.2 // of the lines that have as many characters
)

// closeUp undoes the spacing of letters, if the text has it.
func (s *Source) closeUp() {
	if s.origin.size != nil || len(s.Bad) > 0 || !s.isSpacedOut() {
		return
	}
	var sb strings.Builder
	sb.Grow(len(s.Text))
	done := 0
	for _, l := range s.Lines {
		if letters, all := spacing(s.Text[l.Start:l.End]); letters < 2 || !all {
			continue
		}
		sb.WriteString(s.Text[done:l.Start])
		s.closeUpLine(&sb, s.Text[l.Start:l.End])
		done = l.End
	}
	sb.WriteString(s.Text[done:])
	s.Text = sb.String()
	s.cut()
}

// closeUpLine writes a line without the spaces between its letters.
func (s *Source) closeUpLine(sb *strings.Builder, line string) {
	text := strings.TrimLeft(line, " ")
	sb.WriteString(line[:len(line)-len(text)])
	for at := 0; at < len(text); {
		if text[at] != ' ' {
			sb.WriteByte(text[at])
			at++
			continue
		}
		gap := len(text[at:]) - len(strings.TrimLeft(text[at:], " "))
		if gap > 1 {
			sb.WriteByte(' ')
			at++
			gap--
		}
		for range gap {
			s.closed = append(s.closed, sb.Len())
		}
		at += gap
	}
}

// isSpacedOut reports whether the text has the habit.
func (s *Source) isSpacedOut() bool {
	spaced, lines := 0, 0
	for _, l := range s.Lines {
		if l.End-l.Start < spacedLetters {
			continue
		}
		lines++
		if letters, all := spacing(s.Text[l.Start:l.End]); all && letters >= spacedLetters {
			spaced++
		}
	}
	return spaced >= spacedLines && float64(spaced) >= spacedShare*float64(lines)
}

// spacing counts the characters of a line that have a space behind them, up
// to the first that has none, and reports whether all have.
func spacing(line string) (letters int, all bool) {
	line = strings.Trim(line, " ")
	for line != "" {
		_, size := utf8.DecodeRuneInString(line)
		for size < len(line) {
			r, n := utf8.DecodeRuneInString(line[size:])
			if !unicode.Is(unicode.Mn, r) {
				break
			}
			size += n
		}
		letters++
		if size < len(line) && line[size] != ' ' {
			return letters, false
		}
		line = strings.TrimLeft(line[size:], " ")
	}
	return letters, true
}

// closedBefore is the number of spaces that were taken out before a byte in
// Text.
func (s *Source) closedBefore(offset int) int {
	n, _ := slices.BinarySearch(s.closed, offset+1)
	return n
}
