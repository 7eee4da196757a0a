package repair

import (
	"math"
	"slices"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
)

// Some extractors take the hyphen off a torn word before they see that the
// next line of the page is not its rest but a note or the page's end:
//
//	the troops were sep          the troops were separated
//	3 Tacitus, Annals.     ──▶   (note 3)
//	---- page 7 ----
//	arated to guard the          to guard the
//
// decideTorn joins such words. It looks only where a page, a column or a note
// lies between two rows, and wants the whole to be a word and one of the
// halves to be none. Where the notes stage has found a note glued to the first
// half (the row is Joined already), either is enough.
//
// Others, pdf.js among them, lose all hyphens at line ends if the PDF has an
// invisible character for them. Then it looks everywhere.
func (h *hyphenator) decideTorn(flows [][]int) {
	h.bare = h.losesHyphens(slices.Concat(flows...))
	for _, flow := range flows {
		for k := 1; k < len(flow); k++ {
			row, next := flow[k-1], flow[k]
			if !h.bare && h.adjacent(row, next) {
				continue
			}
			if at, _ := h.t.hyphenAt(row); at < 0 && h.t.given.between(row, next) == 0 {
				h.t.Rows[row].Joined = h.joinTorn(row, next)
			}
		}
	}
}

func (h *hyphenator) adjacent(row, next int) bool {
	return next == row+1 && h.t.Rows[next].Page == h.t.Rows[row].Page
}

const (
	tornSample = 600  // rows that are looked at
	fewestTorn = 5    // of them end in the half of a word
	tornShare  = 0.01 // at least
)

// losesHyphens reports whether words are torn at the row ends of a flow though
// no hyphen stands there.
func (h *hyphenator) losesHyphens(flow []int) bool {
	if len(h.breaks) >= max(fewHyphens, len(flow)/usualRows) {
		return false
	}
	torn, rows := 0, 0
	for k := 1; k < len(flow) && rows < tornSample; k++ {
		row, next := flow[k-1], flow[k]
		if !h.adjacent(row, next) {
			continue
		}
		rows++
		if left, right := h.halves(row, next); left != "" && right != "" && !capital(right) {
			if h.words == nil {
				h.learn()
			}
			if (h.isHalf(left) || h.isHalf(right)) && h.lexicon.Contains(norm.NFC.String(left+right)) {
				torn++
			}
		}
	}
	return torn >= fewestTorn && float64(torn) >= tornShare*float64(rows)
}

// halves returns the letters at the end of a row and at the beginning of the
// next.
func (h *hyphenator) halves(row, next int) (left, right string) {
	before, after := h.t.String(row), h.t.String(next)
	return before[len(before)-lettersAtEnd(before):], after[:lettersIn(after)]
}

// joinTorn decides about two rows with something between them, and reports
// whether a word goes on from one to the other.
func (h *hyphenator) joinTorn(row, next int) bool {
	left, right := h.halves(row, next)
	if left == "" || right == "" || capital(right) && !allCapitals(left) {
		return false
	}
	if h.words == nil {
		h.learn()
	}
	w := norm.NFC.String(left + right)
	seen := h.words.count(left, right)
	isWord, isTorn := seen > 0 || h.lexicon.Contains(w), h.isHalf(left) || h.isHalf(right)
	confidence := 0.85
	switch {
	case isWord && isTorn && (seen > 1 || h.isHalf(left) && h.isHalf(right)):
		confidence = 0.95
	case isWord && isTorn && len(left) > 1 && len(right) > 1:
	case h.t.Rows[row].Joined && (isWord || isTorn):
	case h.bare && isWord && h.rarity(w, 0)+tornCost < h.rarity(left, 1)+h.rarity(right, 1):
	default:
		return false
	}
	at := h.t.Rows[next].Start
	h.t.Decide(Decision{Kind: Join, Span: document.Span{Start: at, End: at}, Confidence: confidence,
		Why: "the extractor took the hyphen off " + w + " but did not join it"})
	return true
}

const (
	tornCost     = 3.5  // nats that a torn word is rarer than two whole ones, where many are torn
	rarityListed = 13.5 // nats, of a word of the list that the text does not have
	rarityNoWord = 20.0 // the same for what is no word
)

// rarity is the negative logarithm of how often a word stands in the text, or
// may be thought to; here is how often it does in the place in question.
func (h *hyphenator) rarity(s string, here int) float64 {
	n := h.words.count(s) - here
	switch {
	case here > 0 && h.lexicon != nil && !h.lexicon.Contains(norm.NFC.String(s)):
		return rarityNoWord
	case n > 0:
		return math.Log(float64(h.words.words+1) / float64(n))
	}
	return rarityListed
}

// isHalf reports whether s is no word by itself. It stands once in the text,
// here, or as often as its word is torn where all are.
func (h *hyphenator) isHalf(s string) bool {
	if h.words.count(s) > 1 && (!h.bare || h.lexicon == nil) {
		return false
	}
	return !h.lexicon.Contains(norm.NFC.String(s))
}
