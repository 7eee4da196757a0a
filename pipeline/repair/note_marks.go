package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// mark is something in the text that may be a reference mark, or the label
// at the beginning of a note.
type mark struct {
	row        int
	start, end int // bytes of the source, brackets included
	value      int // see markValue
	form       markForm
}

// markForm is how a mark stands among its neighbours.
type markForm uint8

const (
	gluedToPunct  markForm = iota // "history,1 were"
	gluedToLetter                 // "Cicero5 and"
	gluedToNumber                 // "in 1954.12": a decimal more often than not
	spacedPunct                   // "hand. 8 The"
	spacedLetter                  // "divided 27 as"
	abbreviated                   // "vol. 8": a mark only if nothing else will do
	bracketed                     // "[8]", "(8)"
	raised                        // superscript digits
	alone                         // on a row of its own
	symbol                        // * † ‡ § ‖ ¶
	romanInWord                   // "Wabvii"
	hemmedIn                      // "Cicero5and", "history,1were": the extractor lost a space
	markForms
)

// symbols is the number of reference marks that are no numbers, see
// symbolIndex; after the last one they are doubled.
const symbols = 6

// symbolIndex is the place of a symbol in the traditional order (The Chicago
// Manual of Style, 17th ed., 14.25), or -1. Fonts have several asterisks and
// double bars.
func symbolIndex(r rune) int {
	switch r {
	case '*', '∗', '⁎', '﹡', '＊':
		return 0
	case '†':
		return 1
	case '‡':
		return 2
	case '§':
		return 3
	case '‖', '∥':
		return 4
	case '¶':
		return 5
	}
	return -1
}

// symbolBase is added to the number of a symbol, so that symbols and numbers
// never continue each other.
const symbolBase = 100_000

// longestAbbreviation is the length of "vol.": behind a longer word with a
// full stop a sentence ends.
const longestAbbreviation = 4

// largestMark is the largest number that is taken for a mark, and longestPair
// the length of two of them that are glued together.
const (
	largestMark = 9_999
	longestPair = 8
)

// noValue is the value of a number that can only be a pair of marks, see
// Text.twoMarks.
const noValue = -1

// superscripts are the raised digits in order.
const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹"

func superscript(r rune) int {
	if r < '²' {
		return -1
	}
	if i := strings.IndexRune(superscripts, r); i >= 0 {
		return utf8.RuneCountInString(superscripts[:i])
	}
	return -1
}

// isRaised reports whether r, which is not in ASCII, is a raised digit or a
// symbol that may be a reference mark.
func isRaised(r rune) bool {
	return r == '¹' || r == '²' || r == '³' || r >= '⁰' && r <= '⁹' || symbolIndex(r) >= 0
}

// number reads digits or raised digits at the start of s. size is 0 if there
// are none, or too many, or if the last of them has an accent.
func number(s string) (value, size int, isRaised bool) {
	for i, r := range s {
		digit, up := int(r-'0'), false
		if r < '0' || r > '9' {
			digit, up = superscript(r), true
			if digit < 0 {
				break
			}
		}
		if i > 0 && up != isRaised {
			break
		}
		isRaised = up
		value = value*10 + digit
		size = i + utf8.RuneLen(r)
		if value > largestMark {
			return 0, 0, false
		}
	}
	if accented(s[size:]) {
		return 0, 0, false
	}
	return value, size, isRaised
}

// accented reports whether what stands before s has an accent, with which s
// begins: both are one character, and no mark.
func accented(s string) bool {
	if s == "" || s[0] < utf8.RuneSelf {
		return false
	}
	return unicode.Is(unicode.Mn, firstRune(s))
}

// symbolMark reads a symbol, single or repeated, at the start of s.
func symbolMark(s string) (value, size int) {
	first, width := utf8.DecodeRuneInString(s)
	i := symbolIndex(first)
	if i < 0 {
		return 0, 0
	}
	times := 0
	for strings.HasPrefix(s[size:], s[:width]) {
		times++
		size += width
	}
	if accented(s[size:]) {
		return 0, 0
	}
	if times > 3 || symbolIndex(firstRune(strings.TrimLeftFunc(s[size:], unicode.IsSpace))) == i {
		return 0, 0 // a row of asterisks is an ornament
	}
	return symbolBase + 1 + i + (times-1)*symbols, size
}

// symbolMark reads a symbol in the order that the text has: many printers put
// the paragraph sign before the double bar.
func (t *Text) symbolMark(s string) (value, size int) {
	value, size = symbolMark(s)
	if t.pilcrowFirst && size > 0 {
		switch (value - symbolBase) % symbols {
		case symbols - 1:
			value++
		case 0:
			value--
		}
	}
	return value, size
}

// learnSymbols finds out in which order the text has the last two symbols.
func (t *Text) learnSymbols() {
	pilcrow := strings.Index(t.Src.Text, "¶")
	t.pilcrowFirst = pilcrow >= 0 && !strings.ContainsAny(t.Src.Text[:pilcrow], "‖∥")
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// marksIn appends the possible reference marks in a row.
func (t *Text) marksIn(row int, to []mark) []mark {
	if t.given != nil {
		n := len(to)
		return append(to[:n:n], t.given.marks(t.allMarksIn(row, nil))...)
	}
	return t.allMarksIn(row, to)
}

func (t *Text) allMarksIn(row int, to []mark) []mark {
	if t.romans != nil {
		to = t.romanMarksIn(row, to)
	}
	r := &t.Rows[row]
	if !r.mayMark() {
		return to
	}
	text := t.Src.Text[r.Start:r.End]
	for i := 0; i < len(text); {
		c := text[i]
		if c < 0x80 && (c < '0' || c > '9') && c != '*' {
			i++
			continue
		}
		value, size, up := number(text[i:])
		form, ok := markForm(0), false
		switch {
		case size > 0:
			form, ok = numberForm(text, i, i+size, up)
		default:
			if value, size = t.symbolMark(text[i:]); size > 0 {
				form, ok = symbol, symbolFits(text, i, i+size)
			}
		}
		if size == 0 {
			if c < 0x80 {
				from := i
				for i < len(text) && text[i] >= '0' && text[i] <= '9' {
					i++ // too long a number
				}
				if n := i - from; n >= 5 && n <= longestPair {
					if form, ok := numberForm(text, from, i, false); ok && from > 0 {
						to = append(to, mark{row: row, start: r.Start + from, end: r.Start + i, value: noValue, form: form})
					}
				}
				i = max(i, 1)
				if i < len(text) && (text[i] < '0' || text[i] > '9') && c == '*' {
					i++
				}
				continue
			}
			_, width := utf8.DecodeRuneInString(text[i:])
			i += width
			continue
		}
		if ok {
			m := mark{row: row, start: r.Start + i, end: r.Start + i + size, value: value, form: form}
			if form == bracketed {
				m.start, m.end = m.start-1, m.end+1
			}
			to = append(to, m)
		}
		i += size
	}
	return to
}

// numberForm says how the number text[from:to] stands among its neighbours;
// it is not ok if it can't be a mark.
func numberForm(text string, from, to int, up bool) (markForm, bool) {
	before, _ := utf8.DecodeLastRuneInString(text[:from])
	after, _ := utf8.DecodeRuneInString(text[to:])
	if from == 0 {
		before = ' '
	}
	if to == len(text) {
		after = ' '
	}
	switch {
	case from == 0 && to == len(text):
		return alone, true
	case afterCut(text, from, to):
		return raised, true
	case up:
		return raised, from > 0
	case before == '[' && after == ']', before == '(' && after == ')':
		return bracketed, to-from <= 3
	case unicode.IsDigit(before) || unicode.IsDigit(after) || text[from] == '0':
		return 0, false
	case strings.ContainsRune("-–/%°=+", after):
		return 0, false
	case unicode.IsLetter(after) && !unicode.IsUpper(after):
		return hemmedIn, !unicode.IsSpace(before) && !strings.ContainsRune("-–/$£€#=+°(", before)
	case before == '+' && unicode.IsLetter(lastRune(strings.TrimRight(text[:from], "+"))):
		return gluedToNumber, true // "GTK+6": a mark now and then
	case strings.ContainsRune("-–/$£€#=+°", before) || before == '(':
		return 0, false
	case strings.ContainsRune(".,:", after) && to+1 < len(text) && text[to+1] >= '0' && text[to+1] <= '9':
		return 0, false
	case unicode.IsSpace(before):
		if to-from > 3 {
			return 0, false
		}
		return spacedForm(strings.TrimRightFunc(text[:from], unicode.IsSpace)), true
	case unicode.IsLetter(before):
		return gluedToLetter, true
	}
	if head := text[:from-utf8.RuneLen(before)]; (before == '.' || before == ',' || before == ':') && head != "" && unicode.IsDigit(lastRune(head)) {
		return gluedToNumber, true
	}
	return gluedToPunct, true
}

// spacedForm is the form of a number set off by a space from what comes
// before it.
func spacedForm(before string) markForm {
	word := lastWord(before)
	switch r := lastRune(before); {
	case r == 0:
		return spacedPunct // at the row's start
	case r == '.' && utf8.RuneCountInString(word) <= longestAbbreviation && !strings.ContainsAny(word, "”’»"):
		return abbreviated
	case strings.ContainsRune(".,;:!?”’»)]…", r):
		return spacedPunct
	}
	return spacedLetter
}

func symbolFits(text string, from, to int) bool {
	if from == 0 {
		return to < len(text) || to-from <= 3*len("†")
	}
	before := lastRune(text[:from])
	if before == '(' || before == '/' {
		return false
	}
	return symbolIndex(lastRune(strings.TrimRightFunc(text[:from], unicode.IsSpace))) < 0 // not an ornament's last
}

// labelIn reads the label of a note at the start of a row: the mark, and
// where the note's text begins in the source.
func (t *Text) labelIn(row int) (m mark, text int, ok bool) {
	r := &t.Rows[row]
	s := t.Src.Text[r.Start:r.End]
	open := ""
	if s[0] == '[' || s[0] == '(' {
		open = s[:1]
	}
	value, size, up := number(s[len(open):])
	form := gluedToLetter
	if size == 0 {
		value, size = t.symbolMark(s[len(open):])
		form = symbol
	}
	if size == 0 && t.romans != nil {
		if v, n, ok := romanLabel(s); ok {
			value, size, form = romanBase+v, n, gluedToLetter
		}
	}
	if size == 0 || value == 0 {
		return mark{}, 0, false
	}
	end := len(open) + size
	rest := s[end:]
	if up {
		form = raised
	}
	if open != "" {
		if rest == "" || rest[0] != map[string]byte{"[": ']', "(": ')'}[open] {
			return mark{}, 0, false
		}
		form, rest, end = bracketed, rest[1:], end+1
	}
	m = mark{row: row, start: r.Start, end: r.Start + end, value: value, form: form}
	if rest == "" {
		if form == gluedToLetter || form == symbol {
			m.form = alone
		}
		return m, r.End, true
	}
	next, width := utf8.DecodeRuneInString(rest)
	if form == symbol && (next == '.' || next == ')') { // "*) See"
		rest, m.end = rest[width:], m.end+width
	}
	if form == gluedToLetter && (rest == "." || rest == ")") {
		m.form, m.end = alone, r.End
		return m, r.End, true
	}
	if form == gluedToLetter && strings.ContainsRune(".)", next) && len(rest) > width {
		if after, _ := utf8.DecodeRuneInString(rest[width:]); unicode.IsDigit(after) {
			return mark{}, 0, false // a decimal, a date
		}
		m.form, rest, m.end = bracketed, rest[width:], m.end+width
	} else if unicode.IsSpace(next) && form == gluedToLetter {
		m.form = spacedLetter
	} else if value > romanBase && unicode.IsDigit(next) {
		// "iv1802": a year
	} else if form == gluedToLetter && isOrdinal(rest) {
		return mark{}, 0, false
	} else if form == gluedToLetter && !unicode.IsUpper(next) && !strings.ContainsRune("“„«‘’'\"([—–*»", next) && !unicode.IsLetter(next) {
		return mark{}, 0, false
	}
	text = r.End - len(strings.TrimLeftFunc(rest, unicode.IsSpace))
	return m, text, true
}

// isOrdinal reports whether the letters after a number make it an ordinal:
// "2nd", "4th", "3e".
func isOrdinal(rest string) bool {
	i := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
	if i < 0 {
		i = len(rest)
	}
	switch rest[:i] {
	case "st", "nd", "rd", "th", "d", "s", "e", "er", "re", "me", "ème", "o", "a", "os", "as", "te", "ten", "ter", "de", "ste", "ª", "º":
		return true
	}
	return false
}
