package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// misreadings lists what OCR takes each digit for where it is raised and
// small, the usual first. "18" comes out as '®, "24" as ”* or ”4.
var misreadings = [10]string{
	"°®©9oO6",
	"!'‘’\"”“lI|i]",
	"?”“*\"’>zZ",
	"?>*°”“®%",
	"*‘+#’“\"”",
	"*>°®Ss$’”",
	"®°©‘“bG",
	"’”?'T*\"",
	"®*°§BS&",
	"?°®*’”gq",
}

// digitLetters lists the letters that look like each digit.
var digitLetters = [10]string{"OQODUО", "ITFJ", "Z", "SBEЗ", "AM", "S", "SGOБб", "TYFТ", "SBEВ", "QOg"}

// How likely OCR reads a digit as something, in nats.
const (
	readRight      = 1.0
	readUsual      = 1.8 // one of the first usualSigns of its misreadings
	usualSigns     = 3
	readElse       = 2.6 // another of them
	readRaised     = 3.2 // another sign that is small and stands high
	readStrange    = 4.2 // another sign
	readDigit      = 6.0 // another digit
	readLetter     = 6.0
	readNothing    = 2.2 // it is lost, beside others that are not: usually, see scanRates
	readTwice      = 3.5 // a sign for nothing
	longestMisread = 3   // signs
)

// misreadCost is what it costs that OCR read a digit as r.
func misreadCost(digit byte, r rune) float64 {
	switch {
	case rune(digit) == r:
		return readRight
	case superscript(r) == int(digit-'0'):
		return readRight
	}
	if i := strings.IndexRune(misreadings[digit-'0'], r); i >= 0 {
		if utf8.RuneCountInString(misreadings[digit-'0'][:i]) < usualSigns {
			return readUsual
		}
		return readElse
	}
	switch {
	case strings.ContainsRune("*°'‘’\"“”", r):
		return readRaised
	case unicode.IsDigit(r):
		return readDigit
	case strings.ContainsRune(digitLetters[digit-'0'], r):
		return readElse
	case unicode.IsLetter(r):
		return readLetter
	}
	return readStrange
}

// lookalikeOf are numbers that OCR takes for letters as a whole.
var lookalikeOf = map[string]int{"B": 13, "n": 11, "u": 11, "mn": 11, "Il": 11, "II": 11, "IS": 15}

// readsAs is what it costs that OCR read the number value as signs: the
// cheapest alignment of its digits with them. nothing is what a lost digit
// costs.
func readsAs(signs string, value int, nothing float64) float64 {
	var digits [5]byte
	n := len(digits)
	for v := value; v > 0 && n > 0; v /= 10 {
		n--
		digits[n] = byte('0' + v%10)
	}
	number := digits[n:]
	if lookalikeOf[signs] == value && value > 0 {
		return readElse
	}
	var cost [len(digits) + 1]float64 // of reading so many digits
	for j := range number {
		cost[j+1] = cost[j] + nothing
	}
	for _, r := range signs {
		diagonal := cost[0]
		cost[0] += readTwice
		for j, d := range number {
			best := min(diagonal+misreadCost(d, r), cost[j+1]+readTwice, cost[j]+nothing)
			diagonal, cost[j+1] = cost[j+1], best
		}
	}
	return cost[len(number)]
}

// isMisreadSign reports whether OCR may take a raised digit for r.
func isMisreadSign(r rune) bool {
	if r < 0x80 {
		return r >= '0' && r <= '9' || strings.ContainsRune("!?'\"*>#%|+^<&$]", r)
	}
	return strings.ContainsRune("‘’”“°®©™¢§¥€£¹²³¤ª", r) || superscript(r) >= 0
}
