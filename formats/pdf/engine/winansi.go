package engine

// inWinAnsi reports whether all letters of s have a byte in WinAnsiEncoding.
func inWinAnsi(s string) bool {
	start := 0
	for start < len(s) && s[start] >= ' ' && s[start] <= '~' {
		start++
	}
	for _, r := range s[start:] {
		if _, ok := winAnsi(r); !ok {
			return false
		}
	}
	return true
}

// winAnsi returns the byte of r in WinAnsiEncoding (PDF 1.7, D.2), which is
// Windows' code page 1252.
func winAnsi(r rune) (byte, bool) {
	if r >= ' ' && r <= '~' || r >= '\u00A0' && r <= '\u00FF' {
		return byte(r), true
	}
	if r < '\u0100' {
		return 0, false
	}
	for i, other := range winAnsiOnly {
		if other == r {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// winAnsiOnly are the letters from 0x80 on that stand elsewhere in Unicode, 0
// where there is none.
var winAnsiOnly = [...]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}
