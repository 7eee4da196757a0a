package repair

import (
	"strings"
	"unicode/utf8"
)

// An anthology is a run of quotations with their sources under them:
//
//	“This whale’s liver was two cartloads.”
//
//	Stowe’s Annals.
//
//	“Very like a whale.”
//
//	Hamlet.
//
// It may be set like the rest, so that nothing but the words tells. Dialogue
// has paragraphs in quotation marks, too, and short ones between them; but
// these are sentences, and sources are worded like titles.
const (
	fewestQuoted = 4   // quotations with a source, one after the other
	sourceShare  = 0.6 // of what stands under them is worded like a title
	sourceRows   = 2   // at most
	sourceWords  = 16
	anthologyGap = 2 // blocks from a source to the next quotation; one between may be a quotation of two paragraphs
)

// anthologies takes the quotations of an anthology and their sources for
// block quotations.
func (s *structurer) anthologies() {
	for first := 0; first < len(s.blocks); {
		last, pairs, titled := first, 0, 0
		for k := first; k+1 < len(s.blocks) && k <= last+anthologyGap; k++ {
			short, title := s.source(k + 1)
			if !short || !s.enclosed(k) {
				if pairs == 0 {
					break
				}
				continue
			}
			if pairs++; title {
				titled++
			}
			k++
			last = k
		}
		if pairs >= fewestQuoted && float64(titled) >= sourceShare*float64(pairs) {
			s.quote(first, last)
		}
		first = last + 1
	}
}

// quote takes the blocks from first to last for quotations and their sources,
// but for verse and what is between them.
func (s *structurer) quote(first, last int) {
	for k := first; k <= last; k++ {
		if v := s.values[k].value; v == "" {
			s.values[k] = element{"quote", 0, 0.8, "a quotation or its source, in a run of such"}
		}
	}
}

// enclosed reports whether a block is one quotation from its first character
// to its last.
func (s *structurer) enclosed(k int) bool {
	if v := s.values[k].value; v != "" && v != "quote" && v != "verse" {
		return false
	}
	rows := s.blocks[k].rows
	text := s.t.textOf(rows)
	open, _ := utf8.DecodeRuneInString(text)
	end, _ := utf8.DecodeLastRuneInString(s.t.withoutMarkEnd(rows[len(rows)-1]))
	return strings.ContainsRune(`“„«"`, open) && strings.ContainsRune(`”“»"`, end)
}

// source reports whether a block may name the source of the quotation above
// it, and whether it is worded like a title.
func (s *structurer) source(k int) (short, title bool) {
	if v := s.values[k].value; v != "" && v != "quote" || len(s.blocks[k].rows) > sourceRows {
		return false, false
	}
	text := strings.TrimLeft(s.t.textOf(s.blocks[k].rows), "—–")
	if o := openingOf(text); o != startsUpper && o != startsCapitals || wordsIn(text) > sourceWords {
		return false, false
	}
	return true, titledWords(text) >= 0
}
