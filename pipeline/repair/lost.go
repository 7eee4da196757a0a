package repair

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Extractors that join the words torn at line ends take the author's own
// hyphens for torn words, too, and print the two lines as one:
//
//	the reigning opinion in self-               ... the reigning opinion in selfregarding, than
//	regarding, than even in social matters  ──▶     even in social matters
//
// Where that happened can be seen: the row is as wide as two, and the word
// stands where the measure ends. Two or three words of a row do, so little
// more evidence is needed: the document has the word with its hyphen, or the
// language would write it so.
const (
	lostNear    = 0.07 // of the measure that the width of a line may be off
	lostNearAdd = 0.02 // more for each line before it in the same row
	lostShort   = 4    // letters of a part that the text does not have as a word
	hyphenWidth = 0.33 // em
	farOftener  = 3    // times more often the text has a word with its hyphen than without
	joinedWidth = 1.03 // measures: a row so wide may be a line and the end of a word
)

// decideLostHyphens puts the hyphens back that were lost at line ends.
func (w *wordMender) decideLostHyphens() {
	flows := w.t.flows()
	var notes []int
	for _, flow := range flows[1:] {
		notes = append(notes, flow...)
	}
	for _, flow := range [...][]int{flows[0], notes} {
		bs := w.t.someBoundaries(flow)
		measure, _ := measureOf(bs)
		if !w.t.mergesLines(bs, measure) {
			continue
		}
		for _, row := range flow {
			if w.t.Rows[row].Em > measure*joinedWidth {
				w.lostInRow(row, measure)
			}
		}
	}
}

// lostInRow looks at the words of a row that stand where a line may have ended.
func (w *wordMender) lostInRow(row int, measure float32) {
	s := w.t.String(row)
	at, em := firstLine(s, measure) // em is the width of what stands before
	for at < len(s) {
		n := lettersIn(s[at:])
		if n == 0 {
			_, size := utf8.DecodeRuneInString(s[at:])
			em += emWidth(s[at : at+size])
			at += size
			continue
		}
		word := s[at : at+n]
		after := em + emWidth(word)
		width, end := em/measure, after/measure
		if n >= lostShort && n <= longestWord && w.lostFromOften(word, w.t.Rows[row].Start+at) {
			em, at = after, at+n
			continue
		}
		if end > 1-lostNear && n >= lostShort && n <= longestWord && (nearLineEnd(width) || nearLineEnd(end)) && w.rare(word) {
			w.lostInWord(word, w.t.Rows[row].Start+at, width, measure, at > 0 && s[at-1] == '-')
		}
		em, at = after, at+n
	}
}

// lostFromOften puts the hyphen back into a word that the text has with one
// far more often. It may stand anywhere in the row, for how wide its lines were
// is not known that exactly.
func (w *wordMender) lostFromOften(word string, start int) bool {
	n := w.words.count(word)
	if w.words.oftenest < max(2, farOftener*n) {
		return false // as with most words
	}
	for i := range word {
		if i < 2 || len(word)-i < 2 {
			continue
		}
		if seen := w.words.count(word[:i], "-", word[i:]); seen >= 2 && seen >= farOftener*n {
			_, size := utf8.DecodeLastRuneInString(word[:i])
			w.decide(Character, start+i-size, start+i, word[i-size:i]+"-", 0.95,
				"the extractor joined two lines here, and the text has "+word[:i]+"-"+word[i:]+" elsewhere")
			return true
		}
	}
	return false
}

// firstLine is where a word begins in s, a row of several lines, that surely
// stands in the first of them, and the width of what stands before.
func firstLine(s string, measure float32) (at int, em float32) {
	sum, enough := 0, int((1-lostNear)*measure*100) // in hundredths of an em
	before := 0                                     // up to the word
	for i := 0; i < len(s) && s[i] < utf8.RuneSelf; i++ {
		if s[i] == ' ' && sum < enough {
			at, before = i+1, sum+int(asciiWidths[' '])
		}
		if sum += int(asciiWidths[s[i]]); sum >= enough {
			break
		}
	}
	return at, float32(before) / 100
}

// nearLineEnd reports whether a line may have ended at a place in a row that
// is several lines, given in measures.
func nearLineEnd(at float32) bool {
	lines := max(1, math.Round(float64(at)))
	return math.Abs(float64(at)-lines) < lostNear+lostNearAdd*(lines-1)
}

// lostInWord decides whether a hyphen was lost inside a word, and where.
func (w *wordMender) lostInWord(word string, start int, width, measure float32, inCompound bool) {
	best, at, value := 0.0, 0, "-"
	for i := range word {
		if i == 0 || !nearLineEnd(width+(emWidth(word[:i])+hyphenWidth)/measure) {
			continue
		}
		if sure, v := w.lostAt(word[:i], word[i:], inCompound); sure > best {
			best, at, value = sure, i, v
		}
	}
	if best == 0 {
		return
	}
	_, size := utf8.DecodeLastRuneInString(word[:at])
	w.decide(Character, start+at-size, start+at, word[at-size:at]+value, best,
		"the extractor joined two lines here and took the hyphen of "+word[:at]+value+word[at:]+" for one that the line end needed")
}

// lostAt says how sure it is that a hyphen was lost between two parts, 0 if
// it is not, and what to put there.
func (w *wordMender) lostAt(left, right string, inCompound bool) (sure float64, value string) {
	short := min(utf8.RuneCountInString(left), utf8.RuneCountInString(right))
	first, _ := utf8.DecodeRuneInString(right)
	last, _ := utf8.DecodeLastRuneInString(left)
	words := short > 1 && w.known(left) && w.known(right)
	switch {
	case w.words.count(left, "-", right) > 0 && (short > 1 || inCompound):
		return 0.97, "-"
	case short > 1 && w.lexicon.Contains(left+"-"+right):
		return 0.95, "-"
	case unicode.IsUpper(first) && unicode.IsLower(last):
		switch {
		case words:
			return 0.92, "-"
		case short >= lostShort && (w.known(left) || w.known(right)): // "SibeliusProgramm"
			return 0.85, "-"
		}
	case w.facts.KeepsHyphen(left, right) && w.isStem(left, right):
		return 0.9, "-"
	case w.compounding() && words && slices.Contains(pairConjunctions, right):
		return 0.85, "- "
	case w.facts.FreeHyphen && words && len(left) >= lostShort-1 && len(right) >= lostShort && !capital(left):
		return 0.8, "-"
	}
	return 0, ""
}

// isStem reports whether what stands beside a part that keeps its hyphen
// ("self-", "-là") is a word that may stand there.
func (w *wordMender) isStem(left, right string) bool {
	stem, other := left, right
	if w.facts.KeepsHyphen(left, "") {
		stem, other = right, left
	}
	n := utf8.RuneCountInString(stem)
	return w.known(other) && n > 1 && (w.words.count(stem) > 0 || n >= lostShort && w.lexicon.Contains(stem))
}

// pairConjunctions stand behind a suspended hyphen in languages that write
// compounds as one word: "Milch- und Molkenwirtschaft".
var pairConjunctions = []string{"und", "oder", "bis", "och", "eller", "og", "of"}
