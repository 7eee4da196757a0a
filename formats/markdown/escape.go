package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// class says what a byte may be in Markdown; a set of bits.
type class uint32

const (
	control   class = 1 << iota // a control character of ASCII
	nonASCII                    // part of a letter beyond ASCII
	c1                          // may begin a control character beyond ASCII
	backslash                   // escapes punctuation
	backtick                    // code between two runs of the same length
	star                        // emphasis between two
	underline                   // emphasis between two, outside of words
	tilde                       // struck out between two
	dollar                      // a formula between two, on GitHub
	bracket                     // [ ] of links and notes
	angle                       // < of HTML and autolinks
	ampersand                   // &amp;
	colon                       // of a URL
	pipe                        // between cells
	bang                        // of an image, if a link follows
	caret                       // raised between two, or of a note
	at                          // of a citation, or of a mail address
	quote                       // a straight quotation mark that may be curled
	hyphen                      // several may become a dash
	dot                         // several may become an ellipsis
	brace                       // of attributes and shortcodes
	hash                        // of a tag
	equals                      // two highlight, for Obsidian
	percent                     // two comment out, for Obsidian
	greater                     // two may become a quotation mark
	leading                     // may begin a single quotation mark that pandoc turns around
)

// special returns the classes of bytes that may have to be escaped inside a
// line.
func (d Dialect) special() class {
	const common = backslash | backtick | star | underline | bracket | angle | ampersand | colon | bang | at | caret
	return [...]class{
		GFM:        common | tilde | dollar | pipe,
		CommonMark: common,
		Pandoc:     common | tilde | dollar | pipe | quote | hyphen | dot | brace | leading,
		Obsidian:   common | tilde | dollar | pipe | hash | equals | percent,
		Hugo:       common | tilde | pipe | quote | hyphen | dot | brace | greater,
	}[d]
}

// curls reports whether straight quotation marks, double hyphens and three
// dots become other letters.
func (d Dialect) curls() bool { return d == Pandoc || d == Hugo }

// classes maps each byte to its class.
var classes = func() (t [256]class) {
	for b := range 0x20 {
		t[b] = control
	}
	t[0x7f] = control
	for b := 0x80; b < 0x100; b++ {
		t[b] = nonASCII
	}
	t[0xc2] |= c1
	t["‘"[0]] |= leading
	for b, c := range map[byte]class{
		'\\': backslash, '`': backtick, '*': star, '_': underline, '~': tilde, '$': dollar,
		'[': bracket, ']': bracket, '<': angle, '&': ampersand, ':': colon, '|': pipe, '!': bang,
		'^': caret, '@': at, '\'': quote, '"': quote, '-': hyphen, '.': dot, '{': brace,
		'#': hash, '=': equals, '%': percent, '>': greater,
	} {
		t[b] = c
	}
	return t
}()

// classesOf returns the classes of all bytes in s.
func classesOf(s string) (seen class) {
	for i := range len(s) {
		seen |= classes[s[i]]
	}
	return seen
}

// escapes says for each kind of pair whether a leaf has one, so that its
// bytes must be escaped. A lone asterisk is only an asterisk.
type escapes struct {
	pairs    class // of backtick, star, underline, tilde, dollar: escape them
	specials class // what to look at: less than the dialect's if the text can do no harm
	free     class // of star, underline: escape them all, see hasFree
	last     int   // where the last '>' stands, -1 if there is none
}

// look decides on the pairs in the leaf.
func (l *leaf) look() {
	l.escapes = escapes{last: -1, specials: l.dialect.special()}
	if l.dialect == GFM || l.dialect == Obsidian {
		if bytes.Contains(l.text, []byte("www.")) || bytes.Contains(l.text, []byte("WWW.")) {
			l.specials |= dot
		}
	}
	if l.place == inNote { // whatever it has may meet its fellow outside
		l.pairs, l.last = l.seen&(backtick|star|underline|tilde|dollar|caret), len(l.text)
		return
	}
	if l.seen&backtick != 0 && (l.dialect == Pandoc || len(l.marks) > 0 && bytes.Count(l.text, []byte("`")) > 1 || hasTickPair(l.text) ||
		slices.ContainsFunc(l.marks, func(m mark) bool { return strings.Contains(m.s, "`") })) {
		l.pairs |= backtick
	}
	url := l.seen&at != 0 || l.seen&colon != 0 && bytes.Contains(l.text, []byte("://"))
	if l.seen&angle != 0 {
		l.last = bytes.LastIndexByte(l.text, '>')
		if url || l.dialect == Pandoc || slices.ContainsFunc(l.marks, func(m mark) bool { return strings.HasSuffix(m.s, ">") }) { // not of the text; for pandoc, of any text below
			l.last = len(l.text)
		}
	}
	if slices.ContainsFunc(l.marks, func(m mark) bool { return strings.HasPrefix(m.s, "^[") }) { // a note is no half of a pair
		l.pairs |= l.seen & caret
	}
	for _, c := range [...]class{star, underline, tilde, dollar, caret} {
		if l.seen&l.dialect.special()&c != 0 && (l.emphases > 0 || url || l.hasPair(c)) {
			l.pairs |= c
		}
		if l.seen&c&(star|underline) != 0 && l.hasFree(c) {
			l.pairs |= c
			l.free |= c
		}
	}
}

// hasTickPair reports whether text has two runs of backticks of one length.
func hasTickPair(text []byte) bool {
	var seen uint64 // bit n: a run of n
	for i := 0; i < len(text); i++ {
		if text[i] != '`' {
			continue
		}
		n := runLength(text[i:])
		if n > 63 || seen&(1<<n) != 0 {
			return true
		}
		seen |= 1 << n
		i += n - 1
	}
	return false
}

// runLength is how often the first byte of text is repeated.
func runLength(text []byte) int {
	n := 1
	for n < len(text) && text[n] == text[0] {
		n++
	}
	return n
}

// hasPair reports whether a run of c that may open something stands before
// one that may close it.
func (l *leaf) hasPair(c class) bool {
	opened := false
	for i, m := 0, 0; i < len(l.text); i++ {
		if classes[l.text[i]] != c {
			continue
		}
		n := runLength(l.text[i:])
		for m < len(l.marks) && l.marks[m].at < i {
			m++
		}
		opens, closes := l.flanks(c, l.runeBefore(i), l.runeAt(i+n))
		if m < len(l.marks) && l.marks[m].at <= i+n { // a neighbour that is not in the text
			if opens, closes = true, true; n > 1 {
				return true // it may stand within the run
			}
		}
		if opened && closes {
			return true
		}
		opened = opened || opens
		i += n - 1
	}
	return false
}

// hasFree reports whether there are two runs of c, one of them beside a space,
// as in "2 * 3 * 4". That is no emphasis to a parser, but to people and
// checkers it is a mistaken one.
func (l *leaf) hasFree(c class) bool {
	runs, free := 0, false
	for i := 0; i < len(l.text); i++ {
		if classes[l.text[i]] != c {
			continue
		}
		n := runLength(l.text[i:])
		runs++
		free = free || i > 0 && l.text[i-1] == ' ' || i+n < len(l.text) && l.text[i+n] == ' '
		i += n - 1
	}
	return runs > 1 && free
}

func lastRune(s []byte) rune {
	if len(s) == 0 {
		return '\n'
	}
	r, _ := utf8.DecodeLastRune(s)
	return r
}

func firstRune(s []byte) rune {
	if len(s) == 0 {
		return '\n'
	}
	r, _ := utf8.DecodeRune(s)
	return r
}

// flanks reports whether a run of delimiters of class c between two letters
// may open or close something. Pandoc asks only for something to hold on to.
func (l *leaf) flanks(c class, before, after rune) (opens, closes bool) {
	if l.dialect != Pandoc {
		return flanks(c, before, after)
	}
	within := isWord(before) && isWord(after)
	return !unicode.IsSpace(after) && !(c == underline && within), !unicode.IsSpace(before) && !(c == underline && within)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// flanks reports whether a run of delimiters of class c between two letters
// may open or close something (CommonMark 0.31, 6.2). Older parsers don't
// count symbols as punctuation; what holds for either kind of parser counts.
func flanks(c class, before, after rune) (opens, closes bool) {
	if c == dollar {
		return !unicode.IsSpace(after), !unicode.IsSpace(before) && !unicode.IsDigit(after)
	}
	for _, punct := range [...]func(rune) bool{isPunct, isPunctOrSymbol} {
		o, s := flanksBy(punct, c, before, after)
		opens, closes = opens || o, closes || s
	}
	return opens, closes
}

func flanksBy(punct func(rune) bool, c class, before, after rune) (opens, closes bool) {
	left := !unicode.IsSpace(after) && (!punct(after) || unicode.IsSpace(before) || punct(before))
	right := !unicode.IsSpace(before) && (!punct(before) || unicode.IsSpace(after) || punct(after))
	if c == underline {
		return left && (!right || punct(before)), right && (!left || punct(after))
	}
	return left, right
}

func isPunct(r rune) bool         { return r < 0x80 && isASCIIPunct(byte(r)) || unicode.IsPunct(r) }
func isPunctOrSymbol(r rune) bool { return isPunct(r) || unicode.IsSymbol(r) }

func isASCIIPunct(b byte) bool {
	return '!' <= b && b <= '/' || ':' <= b && b <= '@' || '[' <= b && b <= '`' || '{' <= b && b <= '~'
}
