package repair

import "math"

// wordStyle tells the rows of notes from those of the running text by their
// words, where the type does not: notes have abbreviations, numbers and names
// of their own, and a note that runs over three pages keeps to its matter.
type wordStyle struct {
	t      *Text
	rows   []tokenRange // the tokens of each row; of those that were asked for
	tokens []uint16
	notes  [wordBins]float32
	text   [wordBins]float32
	sum    struct{ notes, text float64 }
}

// tokenRange is where the tokens of a row stand; the zero range is that of a
// row that was not read.
type tokenRange struct{ from, to int32 }

const (
	wordBins    = 1 << 13
	numberToken = 0      // all numbers are one token
	longestAbbr = 4      // "vol." is another token than "vol"
	wordPrior   = 400    // tokens that the smoothing counts for
	clearOdds   = 4.4817 // what one token says at the most: 1.5 nats
	mostOdds    = 1e100
	clearRow    = 1.2  // and a row
	wordsShare  = 0.35 // of what the tokens say is believed: they depend on each other
	fewTokens   = 400  // half of that as long as the notes have no more tokens
)

// wordStyle returns a style for the rows of the text, of which nothing is
// known. The first token is no row's, so that no row that was read has the zero
// range.
func (t *Text) wordStyle() *wordStyle {
	return &wordStyle{t: t, rows: make([]tokenRange, len(t.Rows)), tokens: make([]uint16, 1, 1<<10)}
}

// appendTokens appends the tokens of s: its words as they are written, short
// ones with their full stop, and its numbers.
func appendTokens(to []uint16, s string) []uint16 {
	for at := 0; at < len(s); {
		hash, from, digits := uint32(2166136261), at, false
		for ; at < len(s); at++ {
			c := s[at]
			if asciiLetter(c) || c >= 0x80 {
				hash = (hash ^ uint32(c)) * 16777619
			} else if digit(c) {
				digits = true
			} else {
				break
			}
		}
		switch {
		case at == from:
		case digits:
			to = append(to, numberToken)
		default:
			if at < len(s) && s[at] == '.' && at-from <= longestAbbr {
				hash = (hash ^ '.') * 16777619
			}
			to = append(to, uint16(1+(hash^hash>>16)%(wordBins-1)))
		}
		at++ // what ended it
	}
	return to
}

// forget forgets what was counted.
func (w *wordStyle) forget() {
	w.notes, w.text = [wordBins]float32{}, [wordBins]float32{}
	w.sum.notes, w.sum.text = 0, 0
}

// of returns the tokens of a row: none if it does not belong to the text.
func (w *wordStyle) of(row int) []uint16 {
	r := &w.rows[row]
	if r.to == 0 {
		r.from = int32(len(w.tokens))
		if w.t.Rows[row].Role == InBody {
			w.tokens = appendTokens(w.tokens, w.t.String(row))
		}
		r.to = int32(len(w.tokens))
	}
	return w.tokens[r.from:r.to]
}

// count adds the tokens of a row so many times to those of notes or of text.
func (w *wordStyle) count(row int, note bool, times float32) {
	bins, sum := &w.text, &w.sum.text
	if note {
		bins, sum = &w.notes, &w.sum.notes
	}
	tokens := w.of(row)
	for _, b := range tokens {
		bins[b] += times
	}
	*sum += float64(times) * float64(len(tokens))
}

// cost is what it costs, by its words, that a row belongs to a note.
func (w *wordStyle) cost(row int) float64 {
	if w.sum.notes < 1 || w.sum.text < 1 {
		return 0
	}
	odds := 1.0 // a product, because one logarithm a row costs less than one a token
	scale := (w.sum.text + wordPrior) / (w.sum.notes + wordPrior)
	prior := wordPrior / (w.sum.notes + w.sum.text)
	sum := 0.0
	for _, b := range w.of(row) {
		n, t := float64(w.notes[b]), float64(w.text[b])
		if n+t < 1 {
			continue
		}
		some := prior * (n + t)
		odds *= min(clearOdds, max(1/clearOdds, (n+some)/(t+some)*scale))
		if odds > mostOdds || odds < 1/mostOdds {
			sum, odds = sum-math.Log(odds), 1
		}
	}
	sum -= math.Log(odds)
	sum *= wordsShare * w.sum.notes / (w.sum.notes + fewTokens)
	return min(clearRow, max(-clearRow, sum))
}

// styles sums up what the words of the rows of a note cost. Most notes read
// like notes, but one may tell a story at length, in the words of the text: it
// is unlike the others from one row to another, not row by row.
type styles struct{ like, unlike float64 }

const (
	enterUnlike = 3.0
	eachUnlike  = 0.05
)

func (s *styles) add(cost float64) {
	like, unlike := min(s.like, s.unlike), min(s.unlike, s.like+enterUnlike)
	s.like, s.unlike = like+cost, unlike+eachUnlike
}

func (s *styles) cost() float64 { return min(s.like, s.unlike) }
