package language

import (
	"math"
	"unicode/utf8"
)

// A file of letter statistics holds the number of letters, the letters in
// UTF-8, and a byte for each sequence of three: the logarithm of its count.

// stepsPerDoubling is how finely a count is stored.
const stepsPerDoubling = 6

// appendSpelling appends the file form of s, without its sequences of four.
func appendSpelling(b []byte, s *Spelling) []byte {
	b = append(b, byte(len(s.letters)))
	for _, r := range s.letters {
		b = utf8.AppendRune(b, r)
	}
	for _, n := range s.three {
		b = append(b, byte(math.Round(math.Log2(1+float64(n))*stepsPerDoubling)))
	}
	return b
}

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
