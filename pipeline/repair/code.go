package repair

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Programs and what is typed at a terminal stand line by line, whatever their
// lines end and begin with:
//
//	Then fetch the charts and look at what there is.
//	$ mkdir -p ~/charts; cd ~/charts
//	$ cat > tides.conf <<EOF
//	PORT="Mora"
//	EOF
//	Now there is a file that ...
//
// A line of code is known by its symbols, and by words that are none. A few
// such lines leave no doubt, and hold those between them that could be words.
// A text that has no two of them has no code.

// What it costs, in nats, to take rows for code.
const (
	enterCode      = 5.0
	codeLine       = 3.0  // what the signs between two lines of code cost, on the average
	lowerAfterCode = 2.0  // the text after it begins with a small letter
	codeWidth      = 0.95 // of the measure
	plainWord      = -0.7 // evidence of a word that is nothing else
	symbolWord     = 0.7  // of "dh_install", "--force", "src/Makefile.in"
	lineMark       = 4.0  // of "$ " or "#!" at the beginning, "\" at the end
	operatorMark   = 2.5  // of "PORT=", "->", "<<"
	mostCodeSays   = 6.0  // of a row's evidence
	leastSays      = -8.0
	codeFills      = -3.0 // it is as wide as the text
	codeStops      = -2.0 // it ends like a sentence
	sureCode       = 3.0  // such a row is code
	fewestCode     = 2
)

// codeOf is the evidence, in nats, that s is a line of code. Only rows with a
// symbol that prose has no use for have any to be reckoned with.
func codeOf(s string) (says float64) {
	for word := range strings.FieldsSeq(s) {
		switch {
		case operator(word):
			says += operatorMark
		case technical(word):
			says += symbolWord
		case strings.ContainsFunc(word, unicode.IsLetter):
			says += plainWord
		}
	}
	if beginsCode(s) || endsCode(s) {
		says += lineMark
	}
	if last := lastRune(s); says < sureCode && (last == '.' || last == ',' || last == ':') {
		says += codeStops
	}
	return max(min(says, mostCodeSays), leastSays)
}

// beginsCode reports whether s begins as lines of code do: "$ ls", "#!/bin/sh",
// "<table>", "};".
func beginsCode(s string) bool {
	if len(s) < 2 {
		return s == "{" || s == "}"
	}
	switch s[0] {
	case '$':
		return s[1] == ' ' && !(len(s) > 2 && s[2] >= '0' && s[2] <= '9')
	case '#':
		return s[1] == '!' || s[1] == ' ' && len(s) > 2
	case '<':
		return (s[1] == '/' || s[1] == '!' || unicode.IsLetter(rune(s[1]))) && strings.IndexByte(s, '>') > 0
	case '{', '}':
		return s[1] == ' ' || s[1] == ';' || s[1] == ')'
	}
	return strings.HasPrefix(s, "//") || strings.HasPrefix(s, "/*")
}

// endsCode reports whether s ends as lines of code do.
func endsCode(s string) bool {
	return strings.HasSuffix(s, " \\") || strings.HasSuffix(s, ");") || strings.HasSuffix(s, "{") || strings.HasSuffix(s, "};")
}

// operator reports whether a word does something that none of prose does.
func operator(word string) bool {
	if at := strings.IndexByte(word, '='); at > 0 && len(word) > at+1 && letterBefore(word, at) {
		return !address(word)
	}
	for _, op := range [...]string{"->", "<<", ">>", "==", ":=", "&&", "||", "+="} {
		if strings.Contains(word, op) {
			return true
		}
	}
	return len(word) == 1 && strings.ContainsAny(word, "|>=")
}

func letterBefore(s string, at int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:at])
	return unicode.IsLetter(r) || r == '_'
}

// technical reports whether a word is the name of a file, a function or an
// option: letters with symbols in their midst.
func technical(word string) bool {
	if address(word) {
		return false
	}
	if len(word) > 2 && word[0] == '-' && (word[1] == '-' || unicode.IsLetter(rune(word[1]))) {
		return true
	}
	letter := false
	for i, r := range word {
		switch {
		case unicode.IsLetter(r):
			letter = true
		case strings.ContainsRune("_/~$\\{}<>|@", r):
			return letter || i+1 < len(word)
		case r == '.' && letter && i+1 < len(word):
			if next, _ := utf8.DecodeRuneInString(word[i+1:]); unicode.IsLower(next) {
				return true
			}
		}
	}
	return false
}

// address reports whether a word is an address on the net, as prose has them.
func address(word string) bool {
	return strings.Contains(word, "://") || strings.HasPrefix(strings.TrimLeft(word, "(<[“\"'"), "www.") || strings.IndexByte(word, '@') > 0
}

// hasCode reports whether the rows of a flow have code among them.
func (t *Text) hasCode(flow []int, measure float32) bool {
	n := 0
	for _, row := range flow {
		if r := &t.Rows[row]; r.Em > measure || !r.has.has(anyASCIISign) {
			continue
		}
		if s := t.String(row); symbolic(s) && codeOf(s) >= sureCode && !t.Rows[row].numbered {
			if n++; n == fewestCode {
				return true
			}
		}
	}
	return false
}

// symbolic reports whether s has a symbol that code has, which costs less to
// know than what codeOf says.
func symbolic(s string) bool { return strings.ContainsAny(s, "$#<>={}\\|") }

// codeCost is what it costs that a row is a line of code.
func (h *shapedHabits) codeCost(t *Text, row int) float64 {
	if !h.code || t.Rows[row].numbered {
		return math.Inf(1)
	}
	says := codeOf(t.String(row))
	if t.Rows[row].Em > h.measure*codeWidth {
		says += codeFills
	}
	return -says
}

// codeBoundary is what a boundary with code above or below it costs.
func (h *shapedHabits) codeBoundary(b *boundary, at *prices, from, to shape, ends bool) float64 {
	switch {
	case from == code && to == code && !ends:
		return codeLine
	case from == to || !ends || b.joined || to == headlines || to == credit:
		return neverBreak
	case from == headline || from == headlines || from == credit || from == listed:
		return enterCode + h.usual
	case to == code:
		return enterCode + at.ends[from]
	}
	cost := h.usual
	if b.start == startsLower {
		cost += lowerAfterCode
	}
	return cost + [shapes]float64{listed: enterList, narrow: enterNarrow, narrow2: enterNarrow, verse: enterVerse, headline: enterHeadline}[to]
}
