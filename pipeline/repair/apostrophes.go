package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	fewestElisions = 3 // apostrophes with a space behind them, for a habit
	elidedQu       = "qu"
	elisionsSpaced = 0.1 // of all elided words, at least
)

// elided is an elided word: where its apostrophe stands, and the white space
// before or behind it.
type elided struct{ start, end int }

// decideElisions takes out the spaces beside the apostrophes of elided words,
// those behind them if the extractor puts them there more than now and then:
//
//	d 'une main, qu 'il n 'a  ──▶  d'une main, qu'il n'a
func (w *wordMender) decideElisions() {
	if len(w.facts.Elisions) == 0 {
		return
	}
	var before, behind, glued []elided
	tight := 0
	w.rowsWith(anySign, func(s string, start int) {
		for at := 1; at+1 < len(s); at++ {
			size := apostropheAt(s, at)
			if size == 0 {
				continue
			}
			next, _ := utf8.DecodeRuneInString(s[at+size:])
			switch {
			case s[at-1] == ' ' && unicode.IsLetter(next) && w.isElided(s[:at-1]):
				before = append(before, elided{start + at - 1, start + at})
			case s[at-1] == ' ' && unicode.IsLetter(next) && lettersAtEnd(s[:at-1]) > 1:
				glued = append(glued, elided{start + at - 1, start + at})
			case !w.isElided(s[:at]):
			case next == ' ' && lettersIn(s[at+size+1:]) > 0:
				behind = append(behind, elided{start + at + size, start + at + size + 1})
			case unicode.IsLetter(next):
				tight++
			}
		}
	})
	if n := len(behind); n < fewestElisions || float64(n) < elisionsSpaced*float64(n+tight) {
		behind = nil // somebody may have typed it so
	}
	if len(before) >= fewestElisions {
		w.decideGluedElisions(glued)
	}
	for _, found := range [...][]elided{before, behind} {
		for _, e := range found {
			w.decide(Tight, e.start, e.end, "", 0.95, "no space stands beside the apostrophe of an elided word")
		}
	}
}

// decideGluedElisions is decideElisions for elided words that are glued to the
// word before them, in a text that has others with a space:
//
//	Dèsl 'aube, ils 'agissait  ──▶  Dès l'aube, il s'agissait
//
// What is no word then is cut by decideSpaces.
func (w *wordMender) decideGluedElisions(found []elided) {
	text := w.t.Src.Text
	for _, e := range found {
		run := text[e.start-lettersAtEnd(text[:e.start]) : e.start]
		_, size := utf8.DecodeLastRuneInString(run)
		if strings.HasSuffix(run, elidedQu) {
			size = len(elidedQu)
		}
		rest, letter := run[:len(run)-size], run[len(run)-size:]
		if !w.isElided(letter) || len(rest) > 1 && !w.known(rest) && w.lexicon.Contains(run) {
			continue
		}
		w.decide(Tight, e.start, e.end, "", 0.9, "no space stands beside the apostrophe of an elided word")
		if w.known(rest) {
			w.decide(Space, e.start-size, e.start-size, " ", 0.85, "an elided word begins here: the extractor puts the space behind it")
		}
	}
}

// apostropheAt is the length of the apostrophe at s[at], 0 if there is none.
func apostropheAt(s string, at int) int {
	switch {
	case s[at] == '\'':
		return 1
	case s[at] == 0xe2 && strings.HasPrefix(s[at:], "’"):
		return len("’")
	}
	return 0
}

// isElided reports whether s ends in a word that an apostrophe cuts short.
func (w *wordMender) isElided(s string) bool {
	n := lettersAtEnd(s)
	return n > 0 && n <= len("aujourd") && slices.Contains(w.facts.Elisions, strings.ToLower(s[len(s)-n:])+"'")
}
