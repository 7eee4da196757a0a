package repair

import (
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
func (h *hyphenator) decideTorn(flows [][]int) {
	for _, flow := range flows {
		for k := 1; k < len(flow); k++ {
			row, next := flow[k-1], flow[k]
			if next == row+1 && h.t.Rows[next].Page == h.t.Rows[row].Page {
				continue
			}
			if at, _ := h.t.hyphenAt(row); at < 0 {
				h.t.Rows[row].Joined = h.joinTorn(row, next)
			}
		}
	}
}

// joinTorn decides about two rows with something between them, and reports
// whether a word goes on from one to the other.
func (h *hyphenator) joinTorn(row, next int) bool {
	before, after := h.t.String(row), h.t.String(next)
	left := before[len(before)-lettersAtEnd(before):]
	right := after[:lettersIn(after)]
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
	default:
		return false
	}
	at := h.t.Rows[next].Start
	h.t.Decide(Decision{Kind: Join, Span: document.Span{Start: at, End: at}, Confidence: confidence,
		Why: "the extractor took the hyphen off " + w + " and then found something else in the next line"})
	return true
}

// isHalf reports whether s is no word by itself. It stands once in the text,
// here.
func (h *hyphenator) isHalf(s string) bool {
	return h.words.count(s) <= 1 && !h.lexicon.Contains(norm.NFC.String(s))
}
