package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/language"
)

// A text whose spaces are all uncertain is known by what no other has in such
// numbers: letters that stand alone, and so many in a row that they must be
// several words.
const (
	runOn      = 20   // letters in a row that are no word and no compound
	longRunOn  = 32   // the same where there is no word list
	manyRunOn  = 5    // of them at least
	wholeRun   = 40   // letters in a row that can be nothing but the words of a whole line
	fewWhole   = 2    // of them are enough
	runOnShare = 0.01 // of the rows
	lone       = 8    // single letters that are no word, at least
	loneShare  = 0.05 // of the rows
	oddRows    = 2000 // of a thick book that suffice to know

	leastJoined = 4 // bytes of a word that a lone letter may be a piece of

	tearSample    = 400  // rows
	manyTorn      = 5    // words in two pieces, at least
	manyTornShare = 0.01 // of the rows

	segmentRounds = 2
)

// decideSpaces puts right the spaces of a text all of whose spaces are
// uncertain, and reports whether it is one.
func (w *wordMender) decideSpaces() bool {
	loses, strays := w.oddRuns()
	if !loses && !strays {
		return false
	}
	g := &segmenter{w: w, counts: new(vocabulary), spells: language.Spellings(w.t.Language), compounds: w.compounding(), rows: make([]rowRate, len(w.t.Rows)), alike: rowsAlike, loses: loses, strays: strays}
	if g.spells == nil && w.lexicon == nil {
		return false
	}
	g.countTrusted()
	g.lost.set(rateIf(loses))
	g.strayed.set(rateIf(strays))
	if loses {
		g.guessRows()
	}
	for range segmentRounds {
		g.learn()
	}
	g.strings(g.decide)
	g.decideMarks()
	return true
}

// oddRuns reports whether the text has runs of letters that are many words,
// and whether it has letters that stand alone and are no words.
func (w *wordMender) oddRuns() (long, single bool) {
	longs, wholes, singles, strangers, rows := 0, 0, 0, 0, 0
	for i := range w.t.Rows[:min(oddRows, len(w.t.Rows))] {
		r := &w.t.Rows[i]
		if r.Role == Removed {
			continue
		}
		rows++
		s := w.t.Src.Text[r.Start:r.End]
		if r.long {
			for word := range strings.SplitSeq(s, " ") {
				if len(word) >= runOn && w.hasRunOn(word) {
					longs++
					if utf8.RuneCountInString(word) >= wholeRun && !strings.ContainsAny(word, "/@_\\") {
						wholes++
					}
				}
			}
		}
		for at := 1; at+2 < len(s); at++ {
			if s[at+1] == ' ' && s[at-1] == ' ' && w.isLoneConsonant(s[at]) && apostropheAt(s, at+2) == 0 { // not "l 'air"
				if w.mayBelong(s, at) {
					singles++
				} else {
					strangers++
				}
			}
		}
	}
	return longs >= manyRunOn && float64(longs) >= runOnShare*float64(rows) || wholes >= fewWhole,
		singles >= lone && singles > strangers && float64(singles) >= loneShare*float64(rows) || w.tearsWords()
}

// tearsWords reports whether neighbours that are no words often make one, in a
// sample of the rows: "w ater", "finn y". Capitals that stand alone ("F rederick")
// are another habit, see decideCapitals.
func (w *wordMender) tearsWords() bool {
	if w.lexicon == nil {
		return false
	}
	torn, rows := 0, 0
	for i := 0; i < len(w.t.Rows) && rows < tearSample; i++ {
		r := &w.t.Rows[i]
		if r.Role == Removed {
			continue
		}
		rows++
		s := w.t.Src.Text[r.Start:r.End]
		before := ""
		for at := 0; at < len(s); {
			n := lettersIn(s[at:])
			if n == 0 {
				_, size := utf8.DecodeRuneInString(s[at:])
				if s[at] != ' ' {
					before = ""
				}
				at += size
				continue
			}
			word := s[at : at+n]
			if before != "" && !capital(word) && (len(before) > 1 || !capital(before)) && w.isFragment(before) && w.isFragment(word) && w.lexicon.Contains(before+word) {
				torn++
			}
			before, at = word, at+n
		}
	}
	return torn >= manyTorn && float64(torn) >= manyTornShare*float64(rows)
}

// isFragment reports whether a run of letters is no word.
func (w *wordMender) isFragment(s string) bool {
	if r, size := utf8.DecodeRuneInString(s); size == len(s) {
		return !w.isLetterWord(r)
	}
	return w.rare(s)
}

// hasRunOn reports whether there are so many letters in a row in a string that
// they must be several words.
func (w *wordMender) hasRunOn(s string) bool {
	least := runOn
	if w.lexicon == nil {
		least = longRunOn
	}
	for at := 0; at < len(s); {
		n := lettersIn(s[at:])
		if utf8.RuneCountInString(s[at:at+n]) >= least && !w.lexicon.Contains(s[at:at+n]) && !w.lexicon.Compound(s[at:at+n]) {
			return true
		}
		_, size := utf8.DecodeRuneInString(s[at+n:])
		at += n + max(size, 1)
	}
	return false
}

// isLetterWord reports whether a letter is a word of the language, or may be
// one if that is not known: "v" and "z" are in Czech.
func (w *wordMender) isLetterWord(r rune) bool {
	if letters := w.facts.LetterWords; letters != "" {
		return strings.ContainsRune(letters, unicode.ToLower(r))
	}
	return strings.ContainsRune(wordLetters, unicode.ToUpper(r))
}

// mayBelong reports whether the letter s[at] that stands alone may be a piece of
// a word: it makes one with the letters before it or behind it, or there stands
// a piece, too. "The ray from the point q falls" is a text about points.
func (w *wordMender) mayBelong(s string, at int) bool {
	if w.lexicon == nil {
		return true
	}
	before := s[:at-1]
	before = before[len(before)-lettersAtEnd(before):]
	behind := s[at+2:]
	behind = behind[:lettersIn(behind)]
	for _, neighbour := range [...]string{before, behind} {
		if neighbour != "" && w.isFragment(neighbour) {
			return true
		}
	}
	return w.isJoined(before+s[at:at+1]) || w.isJoined(s[at:at+1]+behind)
}

// isJoined reports whether s is a word, and not so short that any letters are one.
func (w *wordMender) isJoined(s string) bool { return len(s) >= leastJoined && w.lexicon.Contains(s) }

// isLoneConsonant reports whether c, standing alone, is a small consonant that
// is no word of the language. Vowels may be words in some dialect.
func (w *wordMender) isLoneConsonant(c byte) bool {
	return c >= 'a' && c <= 'z' && strings.IndexByte("aeiouy", c) < 0 && !w.isLetterWord(rune(c))
}
