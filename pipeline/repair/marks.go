package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// What it takes to believe that an extractor loses the spaces behind full
// stops. Editions have slips of their own, which stay.
const (
	fewestRunOnStops = 5    // full stops between two words without a space
	runOnStops       = 0.01 // of all
)

// decideMarks puts right the spaces behind marks: those that are missing
// between two sentences, and those that are too many behind what opens a
// quotation or a bracket.
//
//	on the Hyphasis.Within less  ──▶  on the Hyphasis. Within less
//	finally, “ ex lege naturae   ──▶  finally, “ex lege naturae
func (w *wordMender) decideMarks() {
	var found []int
	w.rowsWith(stopBeforeWord, func(s string, start int) {
		for at := strings.IndexByte(s, '.'); at >= 0 && at+1 < len(s); {
			if s[at+1] != ' ' && w.isRunOnStop(s, at) {
				found = append(found, start+at+1)
			}
			n := strings.IndexByte(s[at+1:], '.')
			if n < 0 {
				break
			}
			at += 1 + n
		}
	})
	if n := len(found); n >= fewestRunOnStops && w.fewSpacedStops(int(float64(n)/runOnStops)-n) {
		for _, at := range found {
			w.decide(Space, at, at, " ", 0.9, "the extractor loses spaces behind full stops")
		}
	}
	w.tightenOpenings()
}

// fewSpacedStops reports whether no more than so many full stops have their space.
func (w *wordMender) fewSpacedStops(most int) bool {
	n := 0
	for i := range w.t.Rows {
		if r := &w.t.Rows[i]; r.has.has(stopSpaced) && r.Role != Removed {
			if n += strings.Count(w.t.String(i), ". "); n > most {
				return false
			}
		}
	}
	return true
}

// isRunOnStop reports whether the full stop at s[at] ends a sentence and
// another begins right behind it.
func (w *wordMender) isRunOnStop(s string, at int) bool {
	before := s[:at][at-lettersAtEnd(s[:at]):]
	next := s[at+1:][:lettersIn(s[at+1:])]
	first, size := utf8.DecodeRuneInString(next)
	_, skip := utf8.DecodeRuneInString(before)
	return len(before) > 2 && allSmall(before[skip:]) && unicode.IsUpper(first) && allSmall(next[size:]) &&
		(size < len(next) || w.isLetterWord(first)) && !w.isOneName(s, at)
}

// isOneName reports whether what stands around the mark at s[at] may be one
// name or address: it has other marks inside.
func (w *wordMender) isOneName(s string, at int) bool {
	token := lastWord(s[:at]) + firstWord(s[at:])
	inside := strings.TrimRight(strings.TrimLeft(token, "“\"(‘«»„["), ".,;:!?”\")’»«]")
	return strings.ContainsAny(inside, "/@_(=<>\\") || strings.Count(inside, ".")+strings.Count(inside, ":") > 1 || isAddress(token)
}

func allSmall(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLower(r) }) < 0
}

// openers are what opens a quotation, at least in some languages.
const openers = "“„‘«»‹›"

// openedAt is a place where such a mark or a bracket has a space behind it.
type openedAt struct {
	sign rune
	at   int
}

const fewestOpened = 2 // quotations that open with a space, for it to be the extractor's

// tightenOpenings takes out the space behind what opens a quotation where the
// text mostly has none, and behind brackets if it does so behind quotations:
// after a bracket alone it may be a slip of the edition. What closes one has no
// space before it, and so is not counted.
func (w *wordMender) tightenOpenings() {
	var found []openedAt
	tight, spaced := map[rune]int{}, map[rune]int{}
	w.rowsWith(signBehindSpace, func(s string, start int) {
		for at := 0; at < len(s); at++ {
			if c := s[at]; c != '(' && c != '[' && c != 0xc2 && c != 0xe2 { // the first bytes of the openers
				continue
			}
			r, size := utf8.DecodeRuneInString(s[at:])
			if r >= utf8.RuneSelf && !strings.ContainsRune(openers, r) {
				continue
			}
			end := at + size
			if at > 0 && s[at-1] != ' ' || end+1 >= len(s) {
				continue
			}
			if s[end] != ' ' {
				tight[r]++
			} else if lettersIn(s[end+1:]) > 0 {
				spaced[r]++
				found = append(found, openedAt{r, start + end})
			}
		}
	})
	stray := func(r rune) bool { return float64(spaced[r]) <= exception*float64(spaced[r]+tight[r]) }
	quotes := 0
	for _, f := range found {
		if f.sign >= utf8.RuneSelf && stray(f.sign) {
			quotes++
		}
	}
	for _, f := range found {
		if quotes >= fewestOpened && stray(f.sign) {
			w.decide(Tight, f.at, f.at+1, "", 0.9, "no space belongs behind this mark, and the text has none elsewhere")
		}
	}
}
