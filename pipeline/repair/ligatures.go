package repair

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/language"
)

// A ligature whose font does not say what it stands for is read as the letter
// that another font has at its place:
//
//	the orst ofocer had a nag  ──▶  the first officer had a flag
//
// No text of some length lacks the pairs "fi" and "fl" altogether, so one that
// does has lost them; and what they were read as shows in the words that are
// none, but become one with the pair. What is a word all the same, such as "nag"
// here, stays: there is nothing to see.
const (
	fewestMisread = 5      // different words that show it
	misreadLead   = 3      // times as many as for any other letter
	misreadShare  = 0.03   // of the words with that letter that are none
	mostUnknown   = 20_000 // words that are looked at
	shortMisread  = 3      // letters of a word that is
	mostMisread   = 2      // ligatures in a word
	rarestF       = 1_000  // bytes for one f: less is no text in Latin letters
)

// lostPairs are the pairs that ligatures stand for, with their ligatures.
var lostPairs = [...][2]string{{"fi", "ﬁ"}, {"fl", "ﬂ"}}

// misreadPair is a pair of letters and what it was read as.
type misreadPair struct {
	pair string
	as   rune
}

// decideMisreadLigatures puts such ligatures right.
func (c *characterScan) decideMisreadLigatures() {
	text := c.t.Src.Text
	var lost []string
	for _, p := range lostPairs {
		if !strings.Contains(text, p[0]) && !strings.Contains(text, p[1]) {
			lost = append(lost, p[0])
		}
	}
	if len(lost) == 0 || len(c.swapped) > 0 || strings.Count(text, "f")*rarestF < len(text) {
		return
	}
	tag := c.t.Language
	if tag == "" {
		tag, _ = language.Detect(text)
	}
	lexicon := language.Words(tag)
	if lexicon == nil {
		return
	}
	unknown := map[string]bool{}
	c.eachUnknown(lexicon, func(word string, _ int) bool {
		unknown[word] = true
		return len(unknown) < mostUnknown
	})
	var pairs []misreadPair
	for _, pair := range lost {
		if r := misreadAs(pair, unknown, lexicon); r != 0 {
			pairs = append(pairs, misreadPair{pair, r})
		}
	}
	if len(pairs) == 0 {
		return
	}
	c.eachUnknown(lexicon, func(word string, start int) bool {
		for _, m := range restorePairs(word, pairs, lexicon) {
			c.replace(start+m.at, start+m.at+utf8.RuneLen(m.as), m.pair, 0.9, "a ligature that was read as another letter: the text has no "+m.pair)
		}
		return true
	})
}

// eachUnknown calls f with the words of the rows that are not in the list, and
// where they begin, until f returns false.
func (c *characterScan) eachUnknown(lexicon *language.Lexicon, f func(word string, start int) bool) {
	for i := range c.t.Rows {
		r := &c.t.Rows[i]
		for at := r.Start; at < r.End; {
			rest := c.t.Src.Text[at:r.End]
			n := lettersIn(rest)
			if n == 0 {
				_, n = utf8.DecodeRuneInString(rest)
			} else if n >= shortMisread && n <= longestWord && !lexicon.Contains(rest[:n]) && !f(rest[:n], at) {
				return
			}
			at += n
		}
	}
}

// misreadAs is the letter that a pair was read as, or 0.
func misreadAs(pair string, unknown map[string]bool, lexicon *language.Lexicon) rune {
	votes, with := map[rune]int{}, map[rune]int{}
	for word := range unknown {
		seen := map[rune]bool{} // whether the word votes for the letter
		for at, r := range word {
			seen[r] = seen[r] || lexicon.Contains(word[:at]+pair+word[at+utf8.RuneLen(r):])
		}
		for r, does := range seen {
			if with[r]++; does {
				votes[r]++
			}
		}
	}
	var best rune
	second := 0
	for _, r := range slices.Sorted(maps.Keys(votes)) {
		switch n := votes[r]; {
		case n > votes[best]:
			best, second = r, votes[best]
		case n > second:
			second = n
		}
	}
	if n := votes[best]; n < fewestMisread || n < misreadLead*second || float64(n) < misreadShare*float64(with[best]) {
		return 0
	}
	return best
}

// restored is a pair put back in a word.
type restored struct {
	misreadPair
	at int // in the word as it was read
}

// restorePairs finds the pairs, as few as can be, with which a word is one; nil
// if there are none.
func restorePairs(word string, pairs []misreadPair, lexicon *language.Lexicon) []restored {
	for n := 1; n <= mostMisread; n++ {
		if found := restoreFrom(word, 0, pairs, lexicon, n); found != nil {
			return found
		}
	}
	return nil
}

// restoreFrom finds n such pairs from byte from on.
func restoreFrom(word string, from int, pairs []misreadPair, lexicon *language.Lexicon, n int) []restored {
	for at, r := range word[from:] {
		at += from
		for _, p := range pairs {
			if r != p.as {
				continue
			}
			behind := at + utf8.RuneLen(r)
			whole := word[:at] + p.pair + word[behind:]
			if n == 1 {
				if lexicon.Contains(whole) {
					return []restored{{p, at}}
				}
				continue
			}
			longer := len(p.pair) - utf8.RuneLen(r)
			if rest := restoreFrom(whole, behind+longer, pairs, lexicon, n-1); rest != nil {
				for i := range rest {
					rest[i].at -= longer
				}
				return append([]restored{{p, at}}, rest...)
			}
		}
	}
	return nil
}
