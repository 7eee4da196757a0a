package source

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

// The encodings of Western Europe with a byte for each letter are alike in ASCII
// and in nothing else. Which of them a text is in shows in its words: read as
// another, letters become capitals and signs, and these stand inside of words.
//
//	macintosh as windows-1252:   It’s a café   ▶   ItÕs a cafŽ
//	IBM850 as windows-1252:      früh, schön   ▶   fr\u0081h, sch”n
var western = []struct {
	name  string
	table *charmap.Charmap
}{
	{"windows-1252", charmap.Windows1252}, // what is most likely if nothing speaks against it
	{"macintosh", charmap.Macintosh},
	{"IBM850", charmap.CodePage850}, // of DOS; IBM437 has the same letters
}

const (
	oddShare   = 0.1 // of the letters beyond ASCII in odd places: perhaps the encoding is another
	likelyBest = 4   // how much rarer odd places must be in another encoding
)

// guessWestern finds out in which of them data is. odd reports that it reads
// oddly in all of them.
func guessWestern(data []byte) (name string, table *charmap.Charmap, odd bool) {
	high := 0
	for _, b := range data {
		if b >= 0x80 {
			high++
		}
	}
	best, fewest := western[0], oddPlaces(data, western[0].table)
	usual := fewest
	if float64(usual) > oddShare*float64(high) {
		for _, w := range western[1:] {
			if n := oddPlaces(data, w.table); n < fewest && n*likelyBest <= usual {
				best, fewest = w, n
			}
		}
	}
	return best.name, best.table, float64(fewest) > oddShare*float64(high)
}

// oddPlaces counts the bytes of data beyond ASCII that stand, read by a table,
// where no writer puts them: a capital behind a small letter, or a sign between
// letters.
func oddPlaces(data []byte, table *charmap.Charmap) (odd int) {
	for i, b := range data {
		if b < 0x80 {
			continue
		}
		var before, behind rune
		if i > 0 {
			before = table.DecodeByte(data[i-1])
		}
		if i+1 < len(data) {
			behind = table.DecodeByte(data[i+1])
		}
		switch r := table.DecodeByte(b); {
		case r == unicode.ReplacementChar || unicode.IsControl(r):
			odd++
		case unicode.IsUpper(r) && unicode.IsLower(before):
			odd++
		case !unicode.IsLetter(r) && !strings.ContainsRune("’\u00a0\u00ad·–—…", r) && unicode.IsLetter(before) && unicode.IsLetter(behind):
			odd++
		}
	}
	return odd
}
