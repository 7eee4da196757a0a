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
	if i := r - punctuation; i >= 0 && int(i) < len(winAnsiPunctuation) {
		c := winAnsiPunctuation[i]
		return c, c != 0
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

// winAnsiPunctuation has the bytes of the letters from U+2010 to U+203F, which are
// the common ones of winAnsiOnly; 0 if there is none.
var winAnsiPunctuation = [0x30]byte{
	'–' - punctuation: 0x96, '—' - punctuation: 0x97, '‘' - punctuation: 0x91, '’' - punctuation: 0x92, '‚' - punctuation: 0x82,
	'“' - punctuation: 0x93, '”' - punctuation: 0x94, '„' - punctuation: 0x84, '†' - punctuation: 0x86, '‡' - punctuation: 0x87,
	'•' - punctuation: 0x95, '…' - punctuation: 0x85, '‰' - punctuation: 0x89, '‹' - punctuation: 0x8B, '›' - punctuation: 0x9B,
}

const punctuation = '\u2010'
