package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/language"
)

// decideWords puts right the spaces that extractors lose or invent, because a
// PDF has none: it has letters at places, and where a gap is wide enough
// there must have been a space.
//
//	when theman was  ──▶  when the man was    PDFBox and Tika, before wide letters
//	T o be short     ──▶  To be short         pypdf, after letters that lean over
//	Arcady , where   ──▶  Arcady, where       the same; see spacing.go
//	Qui est là?      ──▶  Qui est là ?        MuPDF, thin spaces in French
//
// It makes decisions of the kinds Space and Tight. A single such place proves
// nothing ("plan B is", "to day"), so it acts only on what the text does as a
// rule, and only where the words that come out are known.
func decideWords(t *Text, _ WordsOptions) {
	if t.Language == "" {
		t.Language, _ = language.Detect(t.Src.Text)
	}
	w := &wordMender{t: t, words: t.vocabulary(), lexicon: language.Words(t.Language), facts: language.About(t.Language)}
	w.decideInitials()
	w.decideQuotes()
	w.decideSpacing()
	w.decideElisions()
	w.decideMarks()
	if !w.decideSpaces() {
		w.decideCapitals()
		w.decideGlued()
	}
	w.decideLostHyphens()
}

// wordMender decides about the spaces of one text.
type wordMender struct {
	t       *Text
	words   *vocabulary
	lexicon *language.Lexicon
	facts   language.Facts
	taken   []document.Span // what earlier stages decided about, sorted; made when first needed
	ready   bool
}

// decide adds a decision unless an earlier stage decided about those bytes.
func (w *wordMender) decide(kind Kind, start, end int, value string, confidence float64, why string) {
	if !w.ready {
		w.ready = true
		for _, d := range w.t.Decisions {
			if d.Span.Len() > 0 && (d.Kind.Removes() || d.Kind == Character) {
				w.taken = append(w.taken, d.Span)
			}
		}
		slices.SortFunc(w.taken, func(a, b document.Span) int { return a.Start - b.Start })
	}
	n, _ := slices.BinarySearchFunc(w.taken, start+1, func(s document.Span, at int) int { return s.Start - at })
	if n > 0 && w.taken[n-1].End > start || n < len(w.taken) && w.taken[n].Start < end {
		return
	}
	w.t.Decide(Decision{Kind: kind, Span: document.Span{Start: start, End: end}, Value: value, Confidence: confidence, Why: why})
}

// rows calls f with the text of each row and the place where it begins.
func (w *wordMender) rows(f func(s string, start int)) { w.someRows(len(w.t.Rows), f) }

// someRows is rows for the first of them.
func (w *wordMender) someRows(n int, f func(s string, start int)) {
	for i := range w.t.Rows[:min(n, len(w.t.Rows))] {
		if r := &w.t.Rows[i]; r.Role != Removed {
			f(w.t.Src.Text[r.Start:r.End], r.Start)
		}
	}
}

// rowsWith calls f with those of the rows that may have one of some digrams.
func (w *wordMender) rowsWith(some digrams, f func(s string, start int)) {
	for i := range w.t.Rows {
		if r := &w.t.Rows[i]; r.has.has(some) && r.Role != Removed {
			f(w.t.Src.Text[r.Start:r.End], r.Start)
		}
	}
}

// rowsByNumber calls f with each row's number, too.
func (w *wordMender) rowsByNumber(f func(row int, s string, start int)) {
	for i := range w.t.Rows {
		if r := &w.t.Rows[i]; r.Role != Removed {
			f(i, w.t.Src.Text[r.Start:r.End], r.Start)
		}
	}
}

// known reports whether a word stands elsewhere in the text or in the list.
func (w *wordMender) known(s string) bool { return w.words.count(s) > 0 || w.lexicon.Contains(s) }

// What it takes to believe that an extractor parts capitals from their words.
const (
	sureCapitals = 2   // places where the rest is no word: "F rederick"
	sureShare    = 0.3 // of all places where a single capital stands before a small letter
)

// partedCapital is a capital that stands alone before a word.
type partedCapital struct {
	at      int // of the space behind it
	capital rune
	rest    string
	sure    bool // the rest is no word by itself, and the whole is one
	known   bool // the whole is a word
}

// decideCapitals joins a capital to the rest of its word: "T o", "F rederick".
// Each capital has a habit of its own: a text may name points T and Q, and be
// set in a font in which but the T is parted from its word.
func (w *wordMender) decideCapitals() {
	found := w.partedCapitals()
	sure, odd := map[rune]int{}, map[rune]int{}
	for _, p := range found {
		if !strings.ContainsRune(wordLetters, p.capital) {
			odd[p.capital]++
		}
		if p.sure {
			sure[p.capital]++
		}
	}
	all := 0
	for c, n := range sure {
		if float64(n) < sureShare*float64(odd[c]) {
			sure[c] = 0
		}
		all += sure[c]
	}
	if all < sureCapitals {
		return
	}
	for _, p := range found {
		switch {
		case p.sure && sure[p.capital] > 0:
			w.decide(Tight, p.at, p.at+1, "", 0.95, "the capital belongs to the word behind it")
		case strings.ContainsRune(wordLetters, p.capital) || capital(p.rest):
		case p.known && (sure[p.capital] > 0 || strings.ContainsRune("FPTVWY", p.capital)):
			w.decide(Tight, p.at, p.at+1, "", 0.85, "the extractor parts this capital from its word elsewhere, too")
		case sure[p.capital] >= sureCapitals && !w.lexicon.Contains(p.rest):
			w.decide(Tight, p.at, p.at+1, "", 0.75, "the extractor parts this capital from its word elsewhere, too")
		}
	}
}

// partedCapitals finds the capitals that stand alone before letters.
func (w *wordMender) partedCapitals() (found []partedCapital) {
	alone := map[string]int{} // how often each rest is counted in the vocabulary for this reason
	w.rowsWith(capitalSpaced, func(s string, start int) {
		for at := strings.IndexByte(s, ' '); at >= 0 && at+1 < len(s); {
			if at > 0 && 'a' <= s[at-1] && s[at-1] <= 'z' {
				// Nearly always: no capital.
			} else if c, ok := w.capitalBefore(s, at); ok {
				rest := s[at+1:][:lettersIn(s[at+1:])]
				alone[strings.ToLower(rest)]++
				found = append(found, partedCapital{at: start + at, capital: c, rest: rest})
			}
			n := strings.IndexByte(s[at+1:], ' ')
			if n < 0 {
				break
			}
			at += 1 + n
		}
	})
	for i := range found {
		p := &found[i]
		p.known = w.known(string(p.capital) + p.rest)
		p.sure = p.known && w.words.count(p.rest) <= alone[strings.ToLower(p.rest)] &&
			(!w.lexicon.Contains(p.rest) || w.words.count(string(p.capital)+p.rest) >= everywhere)
	}
	return found
}

// capitalBefore returns the single capital before the space at s[at], if the
// rest of its word may follow: small letters, or capitals and more of them.
func (w *wordMender) capitalBefore(s string, at int) (rune, bool) {
	c, size := utf8.DecodeLastRuneInString(s[:at])
	if !unicode.IsUpper(c) {
		return 0, false
	}
	rest := s[at+1:][:lettersIn(s[at+1:])]
	if rest == "" || capital(rest) && (len(rest) < 3 || !allCapitals(rest)) {
		return 0, false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:at-size])
	return c, !wordRune(before) && before != '.' && !unicode.IsDigit(before)
}

// wordLetters are the letters that are words by themselves in some language.
const wordLetters = "AIOUYÀÉÓÈÍÊÚАВИКОСУЯ"
