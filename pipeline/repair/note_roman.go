package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Word processors number endnotes with small roman numerals, and an extractor
// glues them to the words before them as it does other raised marks:
//
//	the burial of Sir Thomas Viner;i and at Mr. Cade’sii stood in the balcony
//	...
//	i Thomas Viner, born in 1588.
//	ii The tavern’s name was “The Three Golden Lions”.
//
// Any word that ends in i may have such a mark, and so they are looked for
// only where the rows of notes are: i and ii and iii, each at the beginning of
// a row and in this order.

// romanBase is added to the value of a roman numeral, so that it and other
// marks never continue each other.
const romanBase = 2 * symbolBase

const (
	leastRoman   = 2   // so many labels in order make it worth looking for marks
	lostRoman    = 1   // so many may be missing between two
	largestRoman = 300 // a numeral is no longer than that of ccxcviii
)

// romanWords counts the words of a text whose notes may be numbered with
// roman numerals; it is nil if they are not.
type romanWords map[string]int

// learnRoman finds out whether the rows of flow have such labels: close
// together, and not among the numerals of citations, of which the rows of
// another text may begin with hundreds ("ii c. 3").
func (t *Text) learnRoman(flow []int) {
	best, next, last, others := 0, 1, 0, 0
	for k, r := range flow {
		if first := t.Src.Text[t.Rows[r].Start]; !romanLetter(first) || first < 'a' {
			continue
		}
		value, size, ok := romanLabel(t.String(r))
		switch {
		case !ok:
			continue
		case value >= next && value <= next+lostRoman && (next == 1 && value == 1 || next > 1 && k-last <= mostUp):
			next, last = value+1, k
		case value == 1 && (next == 2 || k-last > mostUp): // "i" is a word in some languages
			next, last = 2, k
		case size > 1:
			others++
		}
		best = max(best, next-1)
	}
	if best < leastRoman || others > best {
		return
	}
	t.romans = romanWords{}
	for _, r := range flow {
		for w := range strings.FieldsFuncSeq(t.String(r), func(r rune) bool { return !unicode.IsLetter(r) }) {
			t.romans[w]++
		}
	}
}

// romanLabel reads a small roman numeral at the beginning of s, with nothing
// or a space behind it, or the beginning of a sentence, which may be a year.
func romanLabel(s string) (value, size int, ok bool) {
	for size < len(s) && romanLetter(s[size]) && s[size] >= 'a' {
		size++
	}
	if next := firstRune(s[size:]); size == 0 || size < len(s) && !unicode.IsSpace(next) && !unicode.IsUpper(next) && !unicode.IsDigit(next) && !strings.ContainsRune("“„«»‘\"'([—–…", next) {
		return 0, 0, false
	}
	value, ok = smallRoman(s[:size])
	return value, size, ok
}

// smallRoman is the value of a numeral, if it is written as numerals are:
// "iiii" and "vx" are none.
func smallRoman(s string) (value int, ok bool) {
	value = roman(strings.ToUpper(s))
	return value, value > 0 && value < largestRoman && s == strings.ToLower(romanNumeral(value))
}

// romanNumeral writes a number as a roman numeral.
func romanNumeral(n int) string {
	var sb strings.Builder
	for i, v := range [...]int{100, 90, 50, 40, 10, 9, 5, 4, 1} {
		for ; n >= v; n -= v {
			sb.WriteString([...]string{"C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}[i])
		}
	}
	return sb.String()
}

// romanMarksIn appends the numerals in a row that may be marks: those that are
// glued to the word or the point before them.
func (t *Text) romanMarksIn(row int, to []mark) []mark {
	r := &t.Rows[row]
	text := t.Src.Text[r.Start:r.End]
	if value, ok := smallRoman(text); ok && t.raisedAlone {
		return append(to, mark{row: row, start: r.Start, end: r.End, value: romanBase + value, form: alone})
	}
	for i := 0; i < len(text); i++ {
		if !romanLetter(text[i]) || text[i] < 'a' || i == 0 {
			continue
		}
		end := i + 1
		for end < len(text) && romanLetter(text[end]) && text[end] >= 'a' {
			end++
		}
		if next, _ := utf8.DecodeRuneInString(text[end:]); end < len(text) && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
			i = end - 1
			continue
		}
		if afterCut(text, i, end) {
			if value, ok := smallRoman(text[i:end]); ok {
				to = append(to, mark{row: row, start: r.Start + i, end: r.Start + end, value: romanBase + value, form: raised})
			}
			i = end - 1
			continue
		}
		if text[i-1] == ' ' {
			if m, ok := t.romanApart(text, i, end); ok {
				m.row, m.start, m.end = row, r.Start+i, r.Start+end
				to = append(to, m)
			}
			i = end - 1
			continue
		}
		last := end // of the places where the numeral may begin
		if !unicode.IsLetter(lastRune(text[:i])) {
			last = i + 1
		}
		for from := i; from < last; from++ {
			if m, ok := t.romanMark(text, from, end); ok {
				m.row, m.start, m.end = row, r.Start+from, r.Start+end
				to = append(to, m)
			}
		}
		i = end - 1
	}
	return to
}

// romanApart makes a mark of the numeral text[from:to] behind a space, if it is
// no word: one of several letters that the text has but once or twice, as the
// mark and the label of a note.
func (t *Text) romanApart(text string, from, to int) (mark, bool) {
	value, ok := smallRoman(text[from:to])
	if !ok || to-from < 2 || from < 2 || t.romans[text[from:to]] > 2 {
		return mark{}, false
	}
	m := mark{value: romanBase + value, form: spacedPunct}
	if unicode.IsLetter(lastRune(text[:from-1])) {
		m.form = spacedLetter
	}
	return m, true
}

// romanMark makes a mark of the numeral text[from:to]. Within a word it is one
// if the text has the word without it.
func (t *Text) romanMark(text string, from, to int) (mark, bool) {
	value, ok := smallRoman(text[from:to])
	if !ok {
		return mark{}, false
	}
	m := mark{value: romanBase + value, form: gluedToPunct}
	before := lastRune(text[:from])
	switch {
	case unicode.IsDigit(before) || unicode.IsSpace(before) || before == '-' || before == '(' || before == '[':
		return mark{}, false
	case !unicode.IsLetter(before):
		return m, true
	}
	word := text[:to]
	if i := strings.LastIndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		_, size := utf8.DecodeRuneInString(word[i:])
		word = word[i+size:]
	}
	m.form = romanInWord
	if t.romans[word[:len(word)-(to-from)]] > 0 && t.romans[word] == 1 {
		m.form = gluedToLetter
	}
	return m, t.romans[word] == 1 || len(word) == to-from
}
