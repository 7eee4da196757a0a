package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// folio is a page number that a row may carry.
type folio struct {
	row   int
	value int
	roman bool
	form  folioForm
	head  string // the folded text beside the number
	label string // as printed
	once  bool   // the words beside it stand beside no other number

	adorned bool // it stands between dashes or dots: "– 12 –"
}

// folioForm says how a folio is printed.
type folioForm uint8

const (
	bareFolio    folioForm = iota // "12", "– 12 –", "[xii]"
	gluedFolio                    // "-12of the town", which was "-12-" and the line after it
	countedFolio                  // "12 / 300", "Page 12 of 300"
	frontFolio                    // "12 THE TITLE"
	behindFolio                   // "A Chapter 13"
)

// beside reports whether words that may be a running head stand beside the
// number.
func (f *folio) beside() bool { return f.form >= frontFolio }

// dressed reports whether dashes or dots are printed around the number, of
// which an extractor may have left one.
func (f *folio) dressed() bool { return f.adorned || f.form == gluedFolio }

// key is the folio's value, roman ones apart from the others.
func (f *folio) key() int {
	if f.roman {
		return f.value + symbolBase
	}
	return f.value
}

const (
	longestHead  = 75 // em, of a row that may be a running head
	longestFolio = 5  // digits
)

// folioIn returns the likeliest folio in a row.
func (t *Text) folioIn(row int) (folio, bool) {
	if fs := t.foliosIn(row, nil); len(fs) > 0 {
		return fs[0], true
	}
	return folio{}, false
}

// foliosIn appends the folios that a row may carry: "12", "– 12 –", "[xii]",
// "Page 12 of 300", "12 / 300", "12 THE TITLE", "A Chapter 13", and the like
// glued by the extractor: "12THE TITLE".
func (t *Text) foliosIn(row int, to []folio) []folio {
	printed := t.String(row)
	if len(printed) > 2 && printed[0] == '-' && digit(printed[1]) {
		to = appendGlued(printed, row, to)
	}
	if t.Rows[row].Em > longestHead {
		return to
	}
	s := strings.TrimFunc(printed, ornament)
	if s == "" {
		return to
	}
	if first, last := s[0], s[len(s)-1]; !digit(first) && !digit(last) && !romanLetter(first) && !romanLetter(last) && !startsWithPageWord(s) {
		return to // the most usual row
	}
	if !t.Rows[row].has.has(anyNumeral) {
		return appendRoman(s, row, to)
	}
	if f, ok := countedIn(s); ok {
		f.row = row
		return append(to, f)
	}
	if n, size := folioNumber(s); size > 0 && !decimalAt(s[size:]) && !isNote(printed) {
		f := folio{row: row, value: n, label: s[:size], form: frontFolio, adorned: adorned(printed)}
		if f.complete(s[size:]) {
			to = append(to, f)
		}
		if f.form == bareFolio {
			return to
		}
	}
	if n, size := numberBehind(s); size > 0 {
		f := folio{row: row, value: n, label: s[len(s)-size:], form: behindFolio}
		if f.complete(s[:len(s)-size]) {
			to = append(to, f)
		}
	}
	return appendRoman(s, row, to)
}

// isNote reports whether a row is a note that may recur: "2. See note 3." Heads
// have no full stop behind the number and another at the end.
func isNote(s string) bool {
	_, size := folioNumber(s)
	return size > 0 && len(s) > size+2 && s[size] == '.' && s[size+1] == ' ' && s[len(s)-1] == '.'
}

// decimalAt reports whether a number goes on behind a point: "1.1. Welcome".
func decimalAt(rest string) bool { return len(rest) > 1 && rest[0] == '.' && digit(rest[1]) }

// appendGlued appends the folios that an extractor may have glued to the line
// behind it, since it took the second hyphen of "-4-" for one at a line's end.
// How many digits are the folio's only its page can tell: "-47th. This morning".
func appendGlued(s string, row int, to []folio) []folio {
	for size := 1; size < len(s) && size <= longestFolio && digit(s[size]); size++ {
		rest := s[size+1:]
		if n, _ := folioNumber(s[1 : size+1]); n > 0 && rest != "" && rest[0] != '-' && rest[0] != ' ' {
			to = append(to, folio{row: row, value: n, label: s[1 : size+1], form: gluedFolio})
		}
	}
	return to
}

// adorned reports whether s begins and ends with what is drawn around page
// numbers, brackets aside, which stand around the numbers of notes, too.
func adorned(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("-–—~•·|", first) && strings.ContainsRune("-–—~•·|", last)
}

// appendRoman appends the roman numerals at the ends of s. Beside words only
// small letters count, since capitals number the chapters.
func appendRoman(s string, row int, to []folio) []folio {
	first := firstWord(s)
	if n := roman(strings.ToUpper(first)); n > 0 && n < mostRoman && len(first) < 9 {
		f := folio{row: row, value: n, roman: true, label: first, form: frontFolio}
		if len(first) == len(s) && (first == strings.ToLower(first) || first == strings.ToUpper(first)) {
			f.form = bareFolio
			return append(to, f)
		}
		if first == strings.ToLower(first) && f.complete(s[len(first):]) {
			to = append(to, f)
		}
	}
	last := lastWord(s)
	if n := roman(strings.ToUpper(last)); n > 0 && n < mostRoman && len(last) < 9 && last == strings.ToLower(last) {
		f := folio{row: row, value: n, roman: true, label: last, form: behindFolio}
		if f.complete(s[:len(s)-len(last)]) {
			to = append(to, f)
		}
	}
	return to
}

const (
	mostRoman = 200
	headWords = 16 // of a running head at most
)

// complete takes the text beside a number for a running head, or for nothing.
func (f *folio) complete(rest string) bool {
	rest = strings.TrimFunc(rest, ornament)
	if rest == "" || len(rest) < 12 && pageWords[strings.ToLower(rest)] {
		f.form = bareFolio
		return true
	}
	if wordsIn(rest) > headWords {
		return false
	}
	f.head = fold(rest)
	return len(f.head) > 1 || roman(rest) > 0
}

// wordsIn counts the words of s; an extractor that keeps the layout puts many
// spaces between two.
func wordsIn(s string) (n int) {
	for i := range len(s) {
		if s[i] != ' ' && (i == 0 || s[i-1] == ' ') {
			n++
		}
	}
	return n
}

// ornament reports whether r may be drawn around a page number.
func ornament(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("-–—~•·|[]()<>*.:", r)
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// romanLetter reports whether a row that begins or ends with c may do so with
// a roman numeral.
func romanLetter(c byte) bool { return strings.IndexByte("ivxlcIVXLC", c) >= 0 }

// folioNumber reads a number at the start of s.
func folioNumber(s string) (value, size int) {
	for size < len(s) && digit(s[size]) {
		value = value*10 + int(s[size]-'0')
		size++
		if size > longestFolio {
			return 0, 0
		}
	}
	if value == 0 {
		return 0, 0
	}
	return value, size
}

// numberBehind reads a number at the end of s.
func numberBehind(s string) (value, size int) {
	i := len(s)
	for i > 0 && digit(s[i-1]) {
		i--
	}
	value, size = folioNumber(s[i:])
	return value, size
}

// pageWords stand before a page number.
var pageWords = map[string]bool{
	"page": true, "p": true, "pg": true, "pag": true, "seite": true, "s": true, "pagina": true, "página": true,
	"strona": true, "str": true, "стр": true, "страница": true, "side": true, "sida": true, "sivu": true, "oldal": true, "σελ": true,
}

func startsWithPageWord(s string) bool {
	w := firstWord(s)
	return len(w) < 20 && pageWords[strings.ToLower(strings.Trim(w, ".:"))]
}

// countedIn reads "12 / 300", "12/300", "12 of 300", "Page 12", each with or
// without words beside it.
func countedIn(s string) (folio, bool) {
	words := strings.Fields(s)
	if len(words) > headWords+4 {
		return folio{}, false
	}
	for _, at := range [...]int{len(words) - 1, len(words) - 3, 0, 1} {
		if at < 0 || at >= len(words) {
			continue
		}
		n, label, used := countAt(words[at:])
		if used == 0 || at > 1 && at+used != len(words) {
			continue
		}
		before, after := words[:at], words[at+used:]
		worded := at > 0 && pageWords[strings.ToLower(strings.Trim(words[at-1], ".:"))]
		if worded {
			before = words[:at-1]
		}
		if at == 1 && !worded && at+used != len(words) || used == 1 && !worded && !strings.Contains(words[at], "/") {
			continue
		}
		f := folio{value: n, label: label, form: countedFolio}
		if rest := fold(strings.Join(before, "") + strings.Join(after, "")); rest != "" {
			f.head, f.form = rest, frontFolio
			if len(before) > 0 {
				f.form = behindFolio
			}
		}
		return f, true
	}
	return folio{}, false
}

// countAt reads a number, and what says of how many it is one: "12", "12/300",
// "12 / 300", "12 of 300". used is the number of words read.
func countAt(words []string) (value int, label string, used int) {
	w := strings.Trim(words[0], "()[],.|")
	n, size := folioNumber(w)
	switch {
	case size == 0:
		return 0, "", 0
	case size == len(w) && len(words) >= 3 && isNumber(words[2]) && ofWords[strings.ToLower(words[1])]:
		if total, _ := folioNumber(words[2]); total >= n {
			return n, w, 3
		}
		return 0, "", 0
	case size == len(w):
		return n, w, 1
	case w[size] == '/' && isNumber(w[size+1:]):
		if total, _ := folioNumber(w[size+1:]); total >= n {
			return n, w[:size], 1
		}
	}
	return 0, "", 0
}

func isNumber(s string) bool {
	s = strings.Trim(s, "()[],.|")
	_, size := folioNumber(s)
	return size > 0 && size == len(s)
}

// ofWords stand between a page number and the number of pages.
var ofWords = map[string]bool{"/": true, "|": true, "of": true, "von": true, "sur": true, "de": true, "di": true, "van": true, "z": true, "из": true, "av": true, "/of": true}
