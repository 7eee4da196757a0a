package language

import (
	"math"
	"unicode/utf8"
)

// A file of letter statistics holds the number of letters, the letters in
// UTF-8, and a byte for each sequence of three: the logarithm of its count.

// stepsPerDoubling is how finely a count is stored.
const stepsPerDoubling = 6

// storedSpelling reads the letter statistics of a language.
func storedSpelling(tag string) *Spelling {
	data, err := readGzip(spellingFiles, "spelling/"+tag+".gz")
	if err != nil || len(data) == 0 {
		return nil // the file is embedded: TestEverySpelling would have failed
	}
	n, data := int(data[0]), data[1:]
	letters := make([]rune, 0, n)
	for range n {
		r, size := utf8.DecodeRuneInString(data)
		letters = append(letters, r)
		data = data[size:]
	}
	s := newSpelling(tag, letters)
	for i := range min(len(s.three), len(data)) {
		s.three[i] = uint32(math.Round(math.Exp2(float64(data[i])/stepsPerDoubling) - 1))
	}
	s.sum()
	return s
}
