package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Some extractors take a gap for a space only if it is wide beside the
// letters around it. In tight lines they lose the space before wide letters:
//
//	so the whole men might  ──▶  sothe whole menmight
//	von mir, in Deine Welt  ──▶  vonmir, in DeineWelt
//
// So a text has the habit if the words that are none, but can be cut into two
// that are, nearly all have a wide letter behind the cut. Where an extractor
// has lost hyphens or whole lines they have all sorts of letters there.
const (
	widestSample = 300   // rare words with a wide letter in them that are looked at before the text is taken to be free of it
	gluedSample  = 1000  // rare words of all kinds that are looked at then
	manyRare     = 40000 // and if it may not be
	gluedRows    = 2000  // that suffice to find out: so many has a thick book
	gluedLeast   = 4     // words with a wide letter behind the cut
	gluedShare   = 0.15  // of all that can be cut; where nothing is glued, hardly any can be cut there
	rareWord     = 3     // times a glued word stands in a text, at the most
	longestWord  = 60    // bytes of a word that is worth a look
)

// wide reports whether r is one of the widest letters of a font.
func wide(r rune) bool { return r == 'm' || r == 'w' || unicode.IsUpper(r) }

// decideGlued cuts words that an extractor ran together.
func (w *wordMender) decideGlued() {
	if !w.gluesWords() {
		return
	}
	w.eachRareWord(w.t.Rows, anyDigram, nil, func(word string, start int) bool {
		w.cut(gluedRun{word: word, start: start, tear: len(word)})
		return true
	})
	w.rows(w.cutAfterMarks)
	for _, flow := range w.t.flows() {
		w.cutTorn(flow)
	}
}

// gluesWords finds out whether the text has the habit. Most texts don't, which
// the words with a wide letter in them are enough to tell.
func (w *wordMender) gluesWords() bool {
	if w.gluesCapitals() {
		return true
	}
	if atWide, _ := w.countGlued(widestSample, gluedLeast, innerWide); atWide < gluedLeast {
		return false
	}
	atWide, elsewhere := w.countGlued(gluedSample, manyRare, nil)
	return atWide >= gluedLeast && float64(atWide) >= gluedShare*float64(atWide+elsewhere)
}

// gluesCapitals reports whether the text has words like "demWeibe" and "deMolson":
// a capital inside a word is so rare that two say as much as many others. Names
// with one, such as "GitHub", begin with a capital; a text with names from
// programs, such as "getName()", has brackets behind them.
func (w *wordMender) gluesCapitals() bool {
	text, found := w.t.Src.Text, map[string]bool{}
	names := false
	nouns := strings.HasPrefix(w.t.Language, "de") // have capitals, and are many
	w.eachRareWord(w.t.Rows[:min(gluedRows, len(w.t.Rows))], capitalBehind, camelWord, func(word string, start int) bool {
		at, end := strings.IndexFunc(word, unicode.IsUpper), start+len(word)
		left, right := word[:at], word[at:]
		switch {
		case end < len(text) && strings.IndexByte("(_=", text[end]) >= 0 || start > 0 && strings.IndexByte("._$", text[start-1]) >= 0:
			names = true
		case utf8.RuneCountInString(left) > 1 && len(right) > 3 && !allCapitals(right) && w.words.count(left) >= gluedSure && (nouns || w.known(right)):
			found[word] = true
		}
		return !names && len(found) < fewestCapitals
	})
	return !names && len(found) >= fewestCapitals
}

const fewestCapitals = 2 // different words

// camelWord reports whether a word begins with a small letter and has a
// capital.
func camelWord(word string) bool {
	return !capital(word) && strings.IndexFunc(word, unicode.IsUpper) > 0
}

// countGlued counts the rare words that can be cut at a wide letter, each
// once, and those that can be cut elsewhere, among words that may be looked at: the
// first sample of them, or most where so many can be cut as the habit takes.
func (w *wordMender) countGlued(sample, most int, may func(word string) bool) (atWide, elsewhere int) {
	seen := 0
	counted := map[string]bool{}
	w.eachRareWord(w.t.Rows[:min(gluedRows, len(w.t.Rows))], anyDigram, may, func(word string, _ int) bool {
		seen++
		switch wideCut, anyCut := w.bestCut(word, gluedList); {
		case wideCut > 0 && !counted[word]:
			counted[word] = true
			atWide++
		case anyCut > 0:
			elsewhere++
		}
		return seen < sample || atWide >= gluedLeast && seen < most
	})
	return atWide, elsewhere
}

// innerWide reports whether a wide letter stands behind the first.
func innerWide(word string) bool {
	return strings.IndexFunc(word[1:], wide) >= 0
}

// eachRareWord calls f with the runs of letters in the rows that have some
// digrams which are rare in the text and no words of the language, and where
// they begin, until f returns false. It leaves out what is torn at a row's end,
// and what may rules out, unless that is nil.
func (w *wordMender) eachRareWord(rows []Row, some digrams, may func(word string) bool, f func(word string, start int) bool) {
	torn := false // the row begins with the rest of a word
	for i := range rows {
		r := &rows[i]
		if r.Role == Removed {
			continue
		}
		begins := torn
		hyphen, _ := w.t.hyphenAt(i)
		if torn = hyphen >= 0; !r.has.has(some) {
			continue
		}
		s, at := w.t.Src.Text[r.Start:r.End], 0
		if begins {
			at = len(firstWord(s))
		}
		if torn {
			s = s[:len(s)-len(lastWord(s))]
		}
		for at < len(s) {
			n := lettersIn(s[at:])
			if n == 0 {
				_, size := utf8.DecodeRuneInString(s[at:])
				at += size
				continue
			}
			word := s[at : at+n]
			if n >= 4 && n <= longestWord && (may == nil || may(word)) && w.rare(word) && !f(word, r.Start+at) {
				return
			}
			at += n
		}
	}
}

// rare reports whether a run of letters may be two words.
func (w *wordMender) rare(word string) bool {
	return w.words.count(word) <= rareWord && !w.lexicon.Contains(word)
}

// How often the text must have a word for it to be a part: to find out the
// habit, and then to cut by it. Words of one or two letters need more.
const (
	gluedSure  = 3 // or gluedList times, if the word list has it, too
	gluedList  = 2
	gluedDo    = 1
	everywhere = 10 // times for one of the small words
)

// bestCut returns where a run of letters can be cut into words of which all
// but the first begin with a wide letter, and where it can be cut into any
// two words; 0 if it can't. The words must stand least times in the text.
func (w *wordMender) bestCut(word string, least int) (atWide, anywhere int) {
	return w.bestCutOf(word, least, mostGlued)
}

// mostGlued is how many cuts more are looked for behind one.
const mostGlued = 2

// bestCutOf is bestCut, with so many cuts more behind the first.
func (w *wordMender) bestCutOf(word string, least, deeper int) (atWide, anywhere int) {
	best := 0
	for i, r := range word {
		if i == 0 {
			continue
		}
		left, right := w.standing(word[:i], least), w.standing(word[i:], least)
		if right == 0 && left > 0 && wide(r) && len(word)-i > 4 && deeper > 0 { // perhaps two more words
			if more, _ := w.bestCutOf(word[i:], gluedList, deeper-1); more > 0 {
				right = gluedSure
			}
		}
		if !wide(r) {
			if left > 0 && right > 0 && !w.lexicon.Compound(word) {
				anywhere = i
			}
			continue
		}
		if score := w.cutScore(word, i, left, right, least); score > best {
			best, atWide = score, i
		}
	}
	return atWide, anywhere
}

// cutScore says how well a word can be cut before the wide letter at i; the
// arguments say how often the parts stand in the text. A capital inside a word
// is proof enough if only one part is known. What begins with a small letter
// is mostly one of the small words that stand everywhere ("mit", "which"),
// or else it may be a compound: "Großmut", "gutwillig".
func (w *wordMender) cutScore(word string, i, left, right, least int) int {
	rest := word[i:]
	if w.words.count(word[:i], "-", rest) > 0 {
		return 0 // what the extractor loses here are hyphens
	}
	both := min(left, right)
	compound := w.lexicon.Compound(word)
	noun := capital(word) && w.compounding()
	switch {
	case least > gluedDo && (right < gluedList || compound && !capital(rest)):
		return 0
	case least > gluedDo:
		return both
	case capital(rest) && (left >= gluedSure && len(rest) > 2 || right > 0 && i >= 5):
		return max(1, both)
	case capital(rest):
		return both
	case right >= everywhere && left > 0 && !(noun && compound):
		return both
	case right >= everywhere && i >= 5 && !noun && !compound:
		return 1 // "aufgehängtworden"
	case left >= everywhere && !w.compounding():
		return both // "thewise"
	case right >= gluedList && !noun && !compound:
		return both
	}
	return 0
}

// compounding reports whether the language writes compounds as one word, so
// that two words run together may be one.
func (w *wordMender) compounding() bool {
	tag, _, _ := strings.Cut(w.t.Language, "-")
	return slices.Contains([]string{"da", "de", "et", "fi", "hu", "is", "nb", "nl", "nn", "no", "sv"}, tag)
}

// standing is how often the text has a part as a word, 0 if less than least,
// or if the part is so short that it would have to be more frequent.
func (w *wordMender) standing(s string, least int) int {
	n := w.words.count(s)
	switch letters := utf8.RuneCountInString(s); {
	case letters == 1 && (n < 10*least || !strings.ContainsRune(wordLetters, unicode.ToUpper([]rune(s)[0]))):
		return 0
	case letters == 2 && n < 3*least:
		return 0
	case n >= gluedSure || n >= least && letters > 1 && w.lexicon.Contains(s):
		return n
	case letters > 3 && least == gluedDo && w.lexicon.Contains(s):
		return 1
	}
	return 0
}

// gluedRun is a run of letters, perhaps torn by a row's end.
type gluedRun struct {
	word  string
	start int // where it begins in the source
	tear  int // how many bytes of it stand there; the others stand at next
	next  int
}

// from returns the run without its first n bytes.
func (g gluedRun) from(n int) gluedRun {
	if n >= g.tear {
		return gluedRun{word: g.word[n:], start: g.next + n - g.tear, tear: len(g.word) - n}
	}
	return gluedRun{word: g.word[n:], start: g.start + n, tear: g.tear - n, next: g.next}
}

// to returns the first n bytes of the run.
func (g gluedRun) to(n int) gluedRun {
	g.word = g.word[:n]
	g.tear = min(g.tear, n)
	return g
}

// cut puts spaces into a run of letters.
func (w *wordMender) cut(g gluedRun) {
	if len(g.word) < 4 || len(g.word) > longestWord || !w.rare(g.word) {
		return
	}
	at, _ := w.bestCut(g.word, gluedDo)
	if at == 0 || at == g.tear && at < len(g.word) {
		return
	}
	confidence := 0.85
	if r, _ := utf8.DecodeRuneInString(g.word[at:]); unicode.IsUpper(r) {
		confidence = 0.93
	}
	rest := g.from(at)
	w.decide(Space, rest.start, rest.start, " ", confidence, "the extractor loses spaces before wide letters")
	w.cut(g.to(at))
	w.cut(rest)
}

// cutTorn cuts the words that are torn at the row ends of a flow.
func (w *wordMender) cutTorn(flow []int) {
	for k := 1; k < len(flow); k++ {
		row, next := flow[k-1], flow[k]
		at, _ := w.t.hyphenAt(row)
		if !w.t.Rows[row].Joined || at < 0 {
			continue
		}
		before := w.t.Src.Text[w.t.Rows[row].Start:at]
		left := before[len(before)-lettersAtEnd(before):]
		rest := w.t.String(next)
		right := rest[:lettersIn(rest)]
		w.cut(gluedRun{word: left + right, start: at - len(left), tear: len(left), next: w.t.Rows[next].Start})
	}
}

// cutAfterMarks puts the spaces in that are lost behind punctuation.
func (w *wordMender) cutAfterMarks(s string, start int) {
	for at := 1; at+1 < len(s); at++ {
		if strings.IndexByte(",;:!?.", s[at]) < 0 || !asciiLetter(s[at+1]) {
			continue
		}
		next := s[at+1:][:lettersIn(s[at+1:])]
		r, _ := utf8.DecodeRuneInString(next)
		before := s[:at][at-lettersAtEnd(s[:at]):]
		if !wide(r) || s[at] == '.' && (!unicode.IsUpper(r) || len(next) < 2) || len(before) < 2 || isAddress(s[:at]) {
			continue
		}
		if w.standing(next, gluedDo) > 0 && w.known(before) {
			w.decide(Space, start+at+1, start+at+1, " ", 0.85, "the extractor loses spaces before wide letters")
		}
	}
}
