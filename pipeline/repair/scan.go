package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Some readings are too loose for a text that was born digital: in a scan
//
//	I met Mr. Harlow,’ and the Dean,'® who had come by Dover.”!
//
// carries the marks of three notes, 7, 18 and 21. Whether a text is a scan is
// decided once, by what stands there: OCR takes raised digits for whatever is
// small and stands high, so that signs hang on its words that no compositor
// ever set there, and of several kinds.

const (
	fewestStrange      = 3 // signs
	fewestStrangeKinds = 2
	strangeEvery       = 8_000 // words, at least
)

// strangeSigns are what OCR makes of raised digits and print never sets
// behind a word. An asterisk and a degree sign may be marks in themselves:
// they count as one kind.
const strangeSigns = "®©™#>¢§%|¥*°"

// isScan reports whether the rows are of a text that was scanned.
func (t *Text) isScan(rows []int) bool {
	count, words := 0, 0
	var kinds [len(strangeSigns)]bool
	for _, row := range rows {
		s := t.String(row)
		words += 1 + len(s)/6
		for i := 0; i < len(s); {
			c := s[i]
			if c < 0x80 && c != '#' && c != '>' && c != '%' && c != '|' && c != '*' || c >= 0x80 && c != 0xC2 && c != 0xE2 {
				i++
				continue
			}
			r, size := utf8.DecodeRuneInString(s[i:])
			if k := strings.IndexRune(strangeSigns, r); k >= 0 && hangs(s, i, i+size) {
				if r == '°' {
					k = strings.IndexByte(strangeSigns, '*')
				}
				kinds[k] = true
				count++
			}
			i += size
		}
	}
	several := 0
	for _, seen := range kinds {
		if seen {
			several++
		}
	}
	return count >= fewestStrange && several >= fewestStrangeKinds && count*strangeEvery >= words
}

// hangs reports whether s[from:to] ends a word: a letter or punctuation
// before it, none but punctuation behind it.
func hangs(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	if to == len(s) {
		after = ' '
	}
	return from > 0 && (unicode.IsLetter(before) || strings.ContainsRune(".,;:!?’”", before)) &&
		(unicode.IsSpace(after) || strings.ContainsRune(".,;:!?’”«»'\"", after))
}
