package repair

import "unicode/utf8"

// digrams says which classes of characters stand side by side in a row. It is
// made when the row is, in the walk that measures its width, so that a stage
// that looks for something rare, such as a space before a comma, need not read
// the rows that can't have it: nearly all.
//
// Bit 8a+b is set if a character of class a stands right before one of class
// b. A row begins and ends as if white space stood around it.
type digrams uint64

// class is a class of characters. What is not in ASCII is of one class, so
// that a byte tells.
type class uint8

const (
	asciiSign     class = iota // of ASCII: quotation marks, brackets that open, controls
	smallLetter                // a to z
	capitalLetter              // A to Z
	numeral                    // a digit, or an asterisk: what a reference mark may be
	whiteSpace
	fullStop
	closingMark // , ; : ! ? ) ]
	beyondASCII
)

// What the stages look for. Each may be set though the row has nothing of the
// kind, but not the other way round.
const (
	spaceBeforeMark digrams = 1<<(8*whiteSpace+closingMark) | 1<<(8*whiteSpace+fullStop) | 1<<(8*whiteSpace+beyondASCII)
	pairedMarks     digrams = 1<<(8*whiteSpace+closingMark) | 1<<(8*fullStop+closingMark) | 1<<(8*closingMark+closingMark) | 1<<(8*closingMark+fullStop)
	stopBeforeWord  digrams = 1<<(8*fullStop+capitalLetter) | 1<<(8*fullStop+beyondASCII)
	openingSpaced   digrams = 1<<(8*asciiSign+whiteSpace) | 1<<(8*beyondASCII+whiteSpace)
	capitalSpaced   digrams = 1<<(8*capitalLetter+whiteSpace) | 1<<(8*beyondASCII+whiteSpace)
	anyBeyondASCII  digrams = 0x0101010101010101 << beyondASCII
	anyASCIISign    digrams = 0x0101010101010101 << asciiSign
	anySign         digrams = anyASCIISign | anyBeyondASCII
	signAfterLetter digrams = 1<<(8*smallLetter+asciiSign) | 1<<(8*capitalLetter+asciiSign) | 1<<(8*smallLetter+beyondASCII) | 1<<(8*capitalLetter+beyondASCII)
	signBehindSpace digrams = 1<<(8*whiteSpace+asciiSign) | 1<<(8*whiteSpace+beyondASCII)
	stopSpaced      digrams = 1 << (8*fullStop + whiteSpace)
	insideAddress   digrams = 1<<(8*closingMark+asciiSign) | 1<<(8*fullStop+smallLetter) | 1<<(8*fullStop+numeral)                 // "://", "www.a", "doi:10.1"
	capitalBehind   digrams = 1<<(8*smallLetter+capitalLetter) | 1<<(8*beyondASCII+capitalLetter) | 1<<(8*beyondASCII+beyondASCII) // a letter
	twoSpaces       digrams = 1 << (8*whiteSpace + whiteSpace)
	anyDigram       digrams = 1<<64 - 1
	anyLetter       digrams = 0x0101010101010101<<smallLetter | 0x0101010101010101<<capitalLetter | anyBeyondASCII
	anyNumeral      digrams = 0x0101010101010101 << numeral
)

// has reports whether the row may have one of the digrams.
func (d digrams) has(some digrams) bool { return d&some != 0 }

// look measures the characters from Start to End of a row: its width in em
// (see emWidth), its digrams, and whether it has something raised or a word of
// runOn bytes. Where a word ends can't be foreseen, so that no branch but a mask
// depends on it.
func (r *Row) look(text string) {
	s := text[r.Start:r.End]
	width, before, run, longest := 0, 8*whiteSpace, 0, 0 // before is that of the character before, times eight
	pairs, raised := digrams(0), false
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			other, size := utf8.DecodeRuneInString(s[i:])
			i += size - 1
			width += widthBeyondASCII(other)
			raised = raised || isRaised(other)
			pairs |= 1 << ((before | beyondASCII) & 63)
			before, run = 8*beyondASCII, run+size
			longest = max(longest, run)
			continue
		}
		width += int(asciiWidths[c])
		k := asciiClasses[c]
		pairs |= 1 << ((before | k) & 63)
		before = 8 * k
		run = (run + 1) &^ spaceMask[c]
		longest = max(longest, run)
	}
	r.Em = float32(width) / 100
	r.has = pairs | 1<<((before|whiteSpace)&63)
	r.long, r.raised = longest >= runOn, raised
}

// mayMark reports whether the row may have a number or a symbol that is a
// reference mark.
func (r *Row) mayMark() bool { return r.raised || r.has.has(anyNumeral) }

// spaceMask has all bits set where a word ends.
var spaceMask = [0x80]int{' ': -1}

var asciiClasses = [0x80]class{
	'\t': whiteSpace, '\n': whiteSpace, '\v': whiteSpace, '\f': whiteSpace, '\r': whiteSpace, ' ': whiteSpace,
	'!': closingMark, ')': closingMark, ',': closingMark, '.': fullStop, ':': closingMark, ';': closingMark, '?': closingMark, ']': closingMark,
	'*': numeral, '0': numeral, '1': numeral, '2': numeral, '3': numeral, '4': numeral, '5': numeral, '6': numeral, '7': numeral, '8': numeral, '9': numeral,
	'A': capitalLetter, 'B': capitalLetter, 'C': capitalLetter, 'D': capitalLetter, 'E': capitalLetter, 'F': capitalLetter, 'G': capitalLetter,
	'H': capitalLetter, 'I': capitalLetter, 'J': capitalLetter, 'K': capitalLetter, 'L': capitalLetter, 'M': capitalLetter, 'N': capitalLetter,
	'O': capitalLetter, 'P': capitalLetter, 'Q': capitalLetter, 'R': capitalLetter, 'S': capitalLetter, 'T': capitalLetter, 'U': capitalLetter,
	'V': capitalLetter, 'W': capitalLetter, 'X': capitalLetter, 'Y': capitalLetter, 'Z': capitalLetter,
	'a': smallLetter, 'b': smallLetter, 'c': smallLetter, 'd': smallLetter, 'e': smallLetter, 'f': smallLetter, 'g': smallLetter, 'h': smallLetter,
	'i': smallLetter, 'j': smallLetter, 'k': smallLetter, 'l': smallLetter, 'm': smallLetter, 'n': smallLetter, 'o': smallLetter, 'p': smallLetter,
	'q': smallLetter, 'r': smallLetter, 's': smallLetter, 't': smallLetter, 'u': smallLetter, 'v': smallLetter, 'w': smallLetter, 'x': smallLetter,
	'y': smallLetter, 'z': smallLetter,
}
