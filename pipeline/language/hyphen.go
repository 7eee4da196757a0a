package language

import (
	"unicode"
	"unicode/utf8"
)

// The evidence of a hyphen at a line's end, in nats, as measured over the
// English, French and German texts that TestHyphenEvidence reads: how much
// likelier it is to find such parts about a typesetter's hyphen than about an
// author's.
const (
	wholeIsWord     = 2.0  // "consid-ered"; but "death-bed" too, as lists have "deathbed"
	wholeIsCompound = 2.0  // "Arbeits-zimmer"
	wholeIsRuled    = 0.5  // a word that the language's rules would write with a hyphen: "par-la" is one in "il parla"
	ruleSaysHyphen  = -3.0 // "dit-elle", "ex-minister"
	partsAreWords   = -4.0 // "self-made"
	innerCapital    = -4.0 // "Chaban-Delmas": what is one word has no capital within
	numbers         = -4.0 // "1914-18"
	likelyScale     = 4.0  // for what no list settles, by Spelling.Likely ...
	likelyEven      = 0.25 // ... which says nothing at this value
)

// HyphenEvidence weighs whether the hyphen between before and after, at a
// line's end, was put there by a typesetter and goes when the lines are
// joined: "consid-" and "ered". It is above 0 if so and below if
// the hyphen is the author's, as in "self-" and "made": the
// logarithm (base e) of how much likelier the one is to give such parts than the other,
// before anything is known of the document. To get a probability, add the
// logarithm of the odds that the document itself suggests, then take
// 1/(1+exp(-sum)).
//
// The parts stand as they are in the text, without punctuation about them; before
// has no hyphen at its end. What the document itself shows, such as the word
// whole elsewhere, is better evidence than this. An unknown language gives 0.
func HyphenEvidence(tag, before, after string) float64 {
	if before == "" || after == "" {
		return 0
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(after)
	switch {
	case unicode.IsDigit(last) && unicode.IsDigit(first):
		return numbers
	case unicode.IsUpper(first) && unicode.IsLower(last):
		return innerCapital
	}
	words, ruled := Words(tag), About(tag).KeepsHyphen(before, after)
	switch whole := before + after; {
	case words.Contains(whole) && ruled:
		return wholeIsRuled
	case words.Contains(whole):
		return wholeIsWord
	case ruled:
		return ruleSaysHyphen
	case words.Compound(whole):
		return wholeIsCompound
	case words.Contains(before) && words.Contains(after):
		return partsAreWords
	default:
		return (Spellings(tag).likelyOr(whole, likelyEven) - likelyEven) * likelyScale
	}
}

// likelyOr returns what Likely does, or unknown for the nil Spelling.
func (s *Spelling) likelyOr(word string, unknown float64) float64 {
	if s == nil {
		return unknown
	}
	return s.Likely(word)
}
