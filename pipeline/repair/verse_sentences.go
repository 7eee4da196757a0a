package repair

import "strings"

const fewestSentences = 4 // rows of a block that are a sentence each

// sentencesApart parts what was taken for verse though each of its lines is a
// sentence with a full stop, as no poem's are: it is a list of statements.
//
//	Ruud kept the bell from January 1998 to December 1998.
//	Holt kept the bell from January 1999 to March 2001.
//	Wetherby kept the bell from April 2001 to April 2002.
func (t *Text) sentencesApart(blocks []block) []block {
	out := blocks[:0:0]
	for _, b := range blocks {
		if b.shape != verse || b.note >= 0 || len(b.rows) < fewestSentences || !t.allSentences(b.rows) {
			out = append(out, b)
			continue
		}
		for k := range b.rows {
			out = append(out, block{rows: b.rows[k : k+1], shape: full, note: b.note, sure: b.sure})
		}
	}
	return out
}

// allSentences reports whether each of some rows begins with a capital and ends
// in a full stop, and has enough words for a sentence.
func (t *Text) allSentences(rows []int) bool {
	for _, r := range rows {
		s := t.withoutMarkEnd(r)
		if !strings.HasSuffix(s, ".") || strings.HasSuffix(s, "..") || t.edgesOf(r).start != startsUpper || wordsIn(s) < sentenceWords {
			return false
		}
		if _, given := t.given.element(r); given {
			return false
		}
	}
	return true
}

const sentenceWords = 5
