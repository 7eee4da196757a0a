package repair

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/language"
)

// outcome is what becomes of a hyphen at a row's end.
type outcome uint8

const (
	apart    outcome = iota // it stays, and a space follows: "pre- and postwar"
	whole                   // it goes
	hyphened                // it stays, and no space follows
)

// verdict is an outcome, how sure it is, and why.
type verdict struct {
	outcome    outcome
	confidence float64
	why        string
	value      string // what stands for the last letter and the hyphen, if that changes
}

// habit is what a text does at its row ends: to how many of the hyphens that
// hyphenation may have put there (and words not) it really did, as a factor
// from nearly 0 to 1. Extractors that join torn words themselves mostly fail
// to at the end of a page, so page ends have a habit of their own.
type habit struct{ inside, turn float64 }

// The bounds of a habit: a manuscript typed without hyphenation has a torn
// word now and then, and when twenty hyphens are due to hyphenation for one
// that isn't, the text is fully hyphenated.
const (
	leastHabit     = 0.005
	fullOdds       = 20
	priorCount     = 2   // hyphens that the guess from their number counts for
	plainRows      = 50  // so many rows without hyphenation count for one
	mostExpected   = 3   // and those that words have anyway, at most
	inDoubt        = 0.4 // log odds below which a hyphen stays
	fewHyphens     = 3   // inside the pages
	usualRows      = 400 // one row in so many ends in a hyphen of its word's own
	estimateRounds = 12  // of estimation; it settles after four or five
)

func (h *hyphenator) learnHabit() habit {
	var inside, turn []float64
	for i := range h.breaks {
		b := &h.breaks[i]
		if b.left == "" || b.right == "" {
			continue
		}
		asWhole, asHyphened := h.frequencies(b)
		if b.turn {
			turn = append(turn, asWhole/asHyphened)
		} else {
			inside = append(inside, asWhole/asHyphened)
		}
	}
	share := (float64(h.words.compounds) + 0.5) / float64(h.words.words+1)
	within := estimate(inside, h.rows-h.turns, share, 0)
	atTurn := estimate(turn, h.turns, share, within)
	if len(inside) >= max(fewHyphens, h.rows/usualRows) {
		atTurn = within // the extractor joins nothing: all row ends are alike
	}
	return habit{inside: asHabit(within), turn: asHabit(atTurn)}
}

// surplus is the part of n hyphens that goes beyond those that words have
// anyway, which are as many as words inside the rows lead to expect, plus
// chance (two standard deviations).
func surplus(n int, expected float64) float64 {
	return max(0, (float64(n)-expected-2*math.Sqrt(expected))/float64(max(1, n)))
}

// estimate finds the share of hyphens that are due to hyphenation (by
// expectation and maximization), given for each how much likelier it is to be
// one than not, and at how many rows' ends with how many compounds a row. The
// share is thought to be least at the least. Where there are no more hyphens
// than compounds to be expected, each row that was not filled with a part of a
// word says that there is no hyphenation: "bi-" and "weekly" prove none.
func estimate(ratios []float64, rows int, compounds, least float64) float64 {
	expected := compounds * float64(rows)
	guess := max(least, surplus(len(ratios), expected))
	prior := float64(priorCount)
	if guess == 0 {
		prior += float64(rows) / plainRows
	}
	share := max(guess, 0.1)
	for range estimateRounds {
		sum := prior * guess
		for _, r := range ratios {
			sum += share * r / (share*r + 1 - share)
		}
		share = min(0.999, sum/(float64(len(ratios))+prior+min(expected, mostExpected)*(1-guess)))
	}
	return share
}

// asHabit makes a factor of a share.
func asHabit(share float64) float64 { return min(1, max(leastHabit, share/(1-share)/fullOdds)) }

// How often a word is thought to stand in a text of this size that has not a
// single sure example of it: what the sides of the scale begin with.
const (
	wholeListed   = 0.5    // the word list has it: "collection"
	wholeCompound = 0.15   // it is made of listed words in a language that makes such words: "Arbeitszimmer"
	wholeUnlisted = 0.02   // the word list lacks it: "wellknown", "Trelawny"
	wholeUnknown  = 0.2    // there is no word list
	offPattern    = 0.1    // times: the language's patterns don't break there
	hyphenListed  = 0.5    // the word list has it with its hyphen
	hyphenFree    = 0.06   // both sides are words of some length, in a language that joins them freely: "sun-soaked"
	hyphenEither  = 0.6    // the text has both sides, but the word list has them as one word, too: "openminded", "handmade"
	hyphenWords   = 0.01   // both sides are words there: "re-elect"
	hyphenRare    = 0.004  // the same in other languages: "ivres-morts"
	hyphenOneWord = 0.002  // one side is: "ex-consul", "re-elect"
	hyphenNoWord  = 0.0005 // none: "col-lection"
	hyphenSeen    = 0.05   // there is no word list, but the text has both sides as words
	hyphenPlain   = 0.005  // nor that
	hyphenRule    = 0.1    // more if the language has one with such a part: "self-", "-là"
	hyphenBefore  = 0.04   // more for each compound with the same first part, "half-"; up to mostAlike
	hyphenBehind  = 0.06   // more for each with the same last part, "-vous"; up to mostAlike
	mostAlike     = 4
	partShare     = 0.05 // of the places where such a part stands, it does so in a compound: then it counts in full
	ruledListed   = 0.2  // of what such parts say if the word list has the word as one: "par-la" is in "il parla"
)

// usualCompounds is the number of compounds written with a hyphen per word to
// which the figures above belong. English texts have about so many, French
// ones twice as many, German ones a tenth.
const usualCompounds = 0.006

// A text may have few compounds or none: of the figures so much is left at the
// least. Two words that are no word together are hardly anything else.
const (
	leastCompounds = 0.1
	leastFree      = 0.3
)

// weigh decides what becomes of a hyphen.
func (h *hyphenator) weigh(b *lineBreak) verdict {
	text := h.t.Src.Text
	before := text[h.t.Rows[b.row].Start:b.start]
	last, _ := utf8.DecodeLastRuneInString(before)
	first, size := utf8.DecodeRuneInString(b.rest)
	switch {
	case h.kept(b):
		return verdict{outcome: hyphened, confidence: 1, why: "the options keep this hyphen"}
	case isAddress(lastWord(before)) && h.words.count(b.left, b.right) > 1 && h.words.count(b.left, "-", b.right) == 0:
		return verdict{outcome: whole, confidence: 0.85, why: "the text has this part of an address elsewhere, without a hyphen"}
	case isAddress(lastWord(before)):
		return verdict{outcome: hyphened, confidence: 0.9, why: "an address goes on in the next line"}
	case b.hyphen == '=' || b.hyphen == '–':
		return h.weighOdd(b)
	case isHyphen(first) && lettersIn(b.rest[size:]) > 0:
		return verdict{outcome: whole, confidence: 0.9, why: "the hyphen stands at both sides of the line end"}
	case unicode.IsDigit(last) && unicode.IsDigit(first):
		return verdict{outcome: hyphened, confidence: 0.95, why: "a range of numbers"}
	case b.right == "":
		return h.weighStrange(b, first)
	case b.left == "":
		return verdict{outcome: hyphened, confidence: 0.8, why: "a number and a word"}
	case b.hyphen == '¬':
		return verdict{outcome: whole, confidence: 0.95, why: "the OCR's sign for a word that is torn"}
	}
	return h.weighWord(b)
}

// weighStrange decides where the next row begins with no letter.
func (h *hyphenator) weighStrange(b *lineBreak, first rune) verdict {
	switch {
	case strings.ContainsRune("“‘«„‚\"'(‹»", first):
		return verdict{outcome: hyphened, confidence: 0.75, why: "a quotation or a bracket follows"}
	case unicode.IsDigit(first) && h.words.count(b.left) > 0:
		return verdict{outcome: hyphened, confidence: 0.75, why: "a number follows"}
	case unicode.IsDigit(first):
		return verdict{outcome: apart, confidence: 0.5, why: "a number follows, which seems not to belong to the word"}
	}
	return verdict{outcome: apart, confidence: 0.5, why: "no word follows"}
}

// weighOdd decides about characters that may be hyphens: the "=" of Fraktur
// and an en dash that OCR or a careless font made of one. Only a known word
// is evidence enough.
func (h *hyphenator) weighOdd(b *lineBreak) verdict {
	if b.left == "" || b.right == "" || capital(b.right) && !allCapitals(b.left) {
		return verdict{outcome: apart, confidence: 0.9, why: "a dash"}
	}
	w := norm.NFC.String(b.left + b.right)
	if h.words.count(b.left, b.right) > 0 || h.lexicon.Contains(w) {
		return verdict{outcome: whole, confidence: 0.85, why: w + " is a word"}
	}
	if b.hyphen == '=' && h.lexicon.Compound(w) {
		return verdict{outcome: whole, confidence: 0.7, why: w + " is made of words"}
	}
	return verdict{outcome: apart, confidence: 0.9, why: "a dash"}
}

// weighWord decides where there are letters at both sides.
func (h *hyphenator) weighWord(b *lineBreak) verdict {
	joined, parted := h.seen(b)
	if v, ok := h.suspended(b, joined); ok {
		return v
	}
	if v, ok := h.oldK(b, joined); ok {
		return v
	}
	if capital(b.right) && !allCapitals(b.left) {
		return h.weighCapital(b, joined, parted)
	}
	share := h.habit.inside
	if b.turn {
		share = h.habit.turn
	}
	asWhole, asHyphened := h.frequencies(b)
	score := math.Log(share * asWhole / asHyphened)
	v := verdict{outcome: whole, confidence: 1 / (1 + math.Exp(-math.Abs(score)))}
	v.confidence = min(v.confidence, 0.995)
	if score < inDoubt { // the print has it
		v.outcome = hyphened
	}
	v.why = reason(v.outcome, joined, parted, share)
	return v
}

// seen counts the word elsewhere in the text, as one word and with its
// hyphen.
func (h *hyphenator) seen(b *lineBreak) (joined, parted int) {
	joined, parted = h.words.count(b.left, b.right), h.words.count(b.left, "-", b.right)
	if joined == 0 && len(b.rest)-len(b.right) <= len("\u2010") { // the word goes on in a third row
		if longer := h.goesOn(b); longer != "" {
			joined = h.words.count(b.left, longer)
		}
	}
	return joined, parted
}

// frequencies returns how often the word may be thought to stand in the text,
// as one word and with its hyphen, by all that is known.
func (h *hyphenator) frequencies(b *lineBreak) (asWhole, asHyphened float64) {
	if b.asHyphened == 0 {
		joined, parted := h.seen(b)
		asWhole, asHyphened = h.expected(b)
		b.asWhole, b.asHyphened = float64(joined)+asWhole, float64(parted)+asHyphened
	}
	return b.asWhole, b.asHyphened
}

// reason says what weighed most.
func reason(o outcome, joined, parted int, share float64) string {
	switch {
	case o == whole && joined > 0:
		return "the text has the word elsewhere, " + times(joined) + " as one word and " + times(parted) + " with a hyphen"
	case o == hyphened && parted > 0:
		return "the text has the word elsewhere, " + times(parted) + " with a hyphen and " + times(joined) + " as one word"
	case o == hyphened && share < 0.1:
		return "words are not broken at the line ends of this text"
	case o == whole:
		return "the parts make up one word"
	}
	return "both parts are words, and together they are not known as one"
}

// expected returns how often the word would stand in the text, as one word
// and with its hyphen, by all that is known but that it does stand there.
func (h *hyphenator) expected(b *lineBreak) (asWhole, asHyphened float64) {
	left, right := norm.NFC.String(b.left), norm.NFC.String(b.right)
	w := left + right
	switch {
	case h.lexicon == nil:
		asWhole = wholeUnknown
	case h.lexicon.Contains(w):
		asWhole = wholeListed
	case h.lexicon.Compound(w):
		asWhole = wholeCompound
	default:
		asWhole = wholeUnlisted
	}
	if h.patterns != nil && !h.mayBreak(w, len(left)) {
		asWhole *= offPattern
	}
	leftWord, rightWord := h.isWord(left), h.isWord(right)
	switch {
	case h.lexicon == nil && leftWord && rightWord:
		asHyphened = hyphenSeen
	case h.lexicon == nil:
		asHyphened = hyphenPlain
	case h.lexicon.Contains(left + "-" + right):
		asHyphened = hyphenListed
	case leftWord && rightWord && h.facts.FreeHyphen && !h.lexicon.Contains(w) && len(left) >= lostShort-1 && len(right) >= lostShort && !capital(left):
		asHyphened = hyphenFree
	case h.words.count(left) > 0 && h.words.count(right) > 0 && h.facts.FreeHyphen && len(left) >= lostShort && len(right) >= lostShort && !capital(left) && !h.facts.IsSolid(left, right):
		asHyphened = hyphenEither
	case leftWord && rightWord && h.facts.FreeHyphen:
		asHyphened = hyphenWords
	case leftWord && rightWord:
		asHyphened = hyphenRare
	case leftWord || rightWord:
		asHyphened = hyphenOneWord
	default:
		asHyphened = hyphenNoWord
	}
	rate, least := float64(h.words.compounds)/float64(max(1, h.words.words))/usualCompounds, leastCompounds
	if asHyphened == hyphenFree {
		least = leastFree
	}
	asHyphened *= min(1, max(least, rate))
	like := hyphenBefore * h.alike(h.words.count(b.left, "-"), b.left)
	if !rightWord && h.lexicon != nil {
		like /= 2
	}
	like += hyphenBehind * h.alike(h.words.count("-", b.right), b.right)
	if h.facts.KeepsHyphen(left, right) && (leftWord && rightWord || h.lexicon == nil) {
		like += hyphenRule
	}
	if h.lexicon.Contains(w) {
		like *= ruledListed
	}
	return asWhole, asHyphened + like
}

// alike is the number of compounds with the same part as b, as far as it says
// anything: "in" stands in "in-law", but nearly always alone.
func (h *hyphenator) alike(n int, part string) float64 {
	share := float64(n) / float64(h.words.count(part)+1)
	return min(mostAlike, float64(n)) * min(1, share/partShare)
}

// mayBreak reports whether the patterns of the language allow a break; British
// and American printers break English at different places.
func (h *hyphenator) mayBreak(word string, at int) bool {
	return slices.Contains(h.patterns.Breaks(word), at) ||
		h.t.Language == "en" && slices.Contains(language.Hyphenation("en-GB").Breaks(word), at)
}

// isWord reports whether a part of a torn word is one by itself. Single
// letters are none, although they stand in every list.
func (h *hyphenator) isWord(s string) bool {
	return utf8.RuneCountInString(s) > 1 && (h.words.count(s) > 0 || h.lexicon.Contains(s))
}

// weighCapital decides where a capital follows a small letter: "Franco-
// Soviet", "Elsaß-Lothringen". No word is torn there, but it may be that
// something that doesn't belong to the text follows.
func (h *hyphenator) weighCapital(b *lineBreak, joined, parted int) verdict {
	switch {
	case joined > parted:
		return verdict{outcome: whole, confidence: 0.9, why: "the text has the word elsewhere, with a capital inside"}
	case parted > 0:
		return verdict{outcome: hyphened, confidence: 0.98, why: "the text has the word with its hyphen elsewhere"}
	case capital(b.left) || h.isWord(b.left):
		return verdict{outcome: hyphened, confidence: 0.93, why: "a capital follows"}
	case h.lexicon == nil || utf8.RuneCountInString(b.left) <= 4:
		return verdict{outcome: hyphened, confidence: 0.8, why: "a capital follows"} // "anti-German"
	}
	return verdict{outcome: hyphened, confidence: 0.5, why: "a capital follows, but the part before it is no word: is a line missing?"}
}

// goesOn returns the rest of a word that is torn again at the end of the next
// row, if that row holds nothing else.
func (h *hyphenator) goesOn(b *lineBreak) string {
	i, found := slices.BinarySearchFunc(h.breaks, b.next, func(x lineBreak, row int) int { return x.row - row })
	if !found || h.breaks[i].left != b.right {
		return ""
	}
	return b.right + h.breaks[i].right
}

// suspended recognizes the first half of a pair: "pre- and postwar", "hinauf-
// und hinunter". But "thous-and" is one word.
func (h *hyphenator) suspended(b *lineBreak, joined int) (verdict, bool) {
	if b.rest != b.right && !strings.HasPrefix(b.rest[len(b.right):], " ") || !slices.Contains(conjunctions, strings.ToLower(b.right)) {
		return verdict{}, false
	}
	w := norm.NFC.String(b.left + b.right)
	if joined > 0 || h.lexicon.Contains(w) || h.lexicon == nil && !h.isWord(b.left) {
		return verdict{}, false
	}
	return verdict{outcome: apart, confidence: 0.9, why: "the second half of a pair follows"}, true
}

// conjunctions stand between the halves of a pair, in the languages that have
// such pairs.
var conjunctions = []string{
	"and", "or", "to", "und", "oder", "bis", "als", "wie", "et", "ou", "en", "of", "e", "ed", "o", "y", "och", "og", "eller", "i", "и", "или", "a", "ja", "tai",
}

// oldK undoes what German printers did until 1996: "ck" is broken as "k-k",
// so "Zuk-ker" is "Zucker".
func (h *hyphenator) oldK(b *lineBreak, joined int) (verdict, bool) {
	if !strings.HasPrefix(h.t.Language, "de") || !strings.HasSuffix(b.left, "k") || !strings.HasPrefix(b.right, "k") || joined > 0 {
		return verdict{}, false
	}
	stem := b.left[:len(b.left)-1]
	w := norm.NFC.String(stem + "c" + b.right)
	seen := h.words.count(stem, "c", b.right) > 0
	if !seen && !h.lexicon.Contains(w) && !h.lexicon.Compound(w) || h.lexicon.Contains(norm.NFC.String(b.left+b.right)) {
		return verdict{}, false
	}
	return verdict{outcome: whole, value: "c", confidence: 0.93, why: "the old way to break ck; " + w + " is a word"}, true
}
