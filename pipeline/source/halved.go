package source

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Ghostscript's text device writes of some fonts' quotation marks and dashes
// the lower byte alone, lifted over the control codes: “ (U+201C) becomes "<",
// ” (U+201D) "=", – (U+2013) "3", and — (U+2014) "4".
//
//	called it <the mill,= and wept  ──▶  called it “the mill,” and wept
//	the Mill.4Of its owners         ──▶  the Mill.—Of its owners
//	3 Who is there?                 ──▶  – Who is there?
//	see p. 1193129                  ──▶  see p. 119–129
//
// That is a way to write them down, too, and undone with the decoding, where
// the whole text shows it. Quotation marks stand in pairs, before words and
// behind them, and the text has no others. A text that has lost these has lost
// its dashes; of one that has not, a digit stands in many places where no other
// does, and no dash anywhere.
const (
	fewestHalved = 2   // quotations
	halvedApart  = 0.3 // of them at most lack an end
	fewestDashes = 6   // digits in the place of a dash
	sureDashes   = 3   // the same, if the quotation marks are lost
	dashesLead   = 6   // times as many as of any other digit
	longestRange = 100 // pages

	halvedSize = len("—") - 1 // bytes that each is longer than in the file
)

// restoreHalved undoes it, and sets Halved.
func (s *Source) restoreHalved() {
	if s.origin.size != nil || len(s.Bad) > 0 || len(s.closed) > 0 {
		return
	}
	h := halved{text: s.Text}
	h.quotes()
	h.dashes()
	h.daggers()
	if len(h.places) == 0 {
		return
	}
	slices.SortFunc(h.places, func(a, b halvedPlace) int { return a.at - b.at })
	var sb strings.Builder
	sb.Grow(len(s.Text) + halvedSize*len(h.places))
	done := 0
	for _, p := range h.places {
		sb.WriteString(s.Text[done:p.at])
		s.Halved = append(s.Halved, sb.Len())
		sb.WriteString(p.sign)
		done = p.at + 1
	}
	sb.WriteString(s.Text[done:])
	s.Text = sb.String()
	s.cut()
}

// halvedBefore is the number of bytes that Text is longer than the file before
// a byte in Text.
func (s *Source) halvedBefore(offset int) int {
	n, _ := slices.BinarySearch(s.Halved, offset)
	if n > 0 && offset < s.Halved[n-1]+halvedSize+1 {
		return halvedSize*(n-1) + offset - s.Halved[n-1]
	}
	return halvedSize * n
}

// halved looks for such signs in a text.
type halved struct {
	text   string
	places []halvedPlace
	quoted bool // the quotation marks are lost
}

// halvedPlace is a byte in the text and what it stands for.
type halvedPlace struct {
	at   int
	sign string
}

// quotes finds the quotation marks.
func (h *halved) quotes() {
	text := h.text
	first := strings.IndexByte(text, '<')
	if first < 0 || strings.IndexByte(text, '>') >= 0 || strings.ContainsAny(text, "“”„«»") {
		return
	}
	opens, closes := 0, 0
	var places []halvedPlace
	for at := first; at < len(text); at++ {
		switch text[at] {
		case '<':
			if !opensQuotation(text, at) {
				return
			}
			opens++
			places = append(places, halvedPlace{at, "“"})
		case '=':
			if !closesQuotation(text, at) {
				return
			}
			closes++
			places = append(places, halvedPlace{at, "”"})
		}
	}
	apart := max(opens-closes, closes-opens)
	if min(opens, closes) < fewestHalved || float64(apart) > halvedApart*float64(opens) {
		return
	}
	h.places, h.quoted = places, true
}

// opensQuotation reports whether the sign at text[at] stands before a word.
func opensQuotation(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	return (at == 0 || unicode.IsSpace(before) || strings.ContainsRune("([34", before)) &&
		(unicode.IsLetter(after) || unicode.IsDigit(after) || after == '‘')
}

// closesQuotation reports whether the sign at text[at] stands behind one.
func closesQuotation(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	return (unicode.IsLetter(before) || strings.ContainsRune(".,;:!?’", before)) &&
		(at+1 == len(text) || unicode.IsSpace(after) || strings.ContainsRune(".,;:!?)]—", after) || unicode.IsDigit(after) || unicode.IsUpper(after) ||
			strings.ContainsRune("*∗†‡§‖¶", after))
}

// dashes finds the dashes.
func (h *halved) dashes() {
	em := h.lost("—", '4', glued)
	en := h.lost("–", '3', alone)
	if em || h.quoted && !strings.Contains(h.text, "—") {
		h.take('4', "—", glued, em)
	}
	if en {
		h.take('3', "–", alone, true)
		h.take('3', "–", glued, true)
	}
	if (em || en || h.quoted) && !strings.Contains(h.text, "–") {
		h.ranges()
	}
}

// lost reports whether a dash is lost and a digit stands in its place: there is
// none in the text, but many of these where others are not.
func (h *halved) lost(dash string, digit byte, in place) bool {
	if strings.Contains(h.text, dash) {
		return false
	}
	fewest := fewestDashes
	if h.quoted {
		fewest = sureDashes
	}
	n := h.count(digit, in)
	if n < fewest {
		return false
	}
	for other := byte('1'); other <= '9'; other++ {
		if other != '3' && other != '4' && n < dashesLead*h.count(other, in) {
			return false
		}
	}
	return true
}

// count counts a digit in places of a kind.
func (h *halved) count(digit byte, in place) (n int) {
	h.each(digit, func(at int) {
		if in(h.text, at) {
			n++
		}
	})
	return n
}

// each calls f with the digits that stand by themselves.
func (h *halved) each(digit byte, f func(at int)) {
	for at := 0; ; at++ {
		n := strings.IndexByte(h.text[at:], digit)
		if n < 0 {
			return
		}
		at += n
		if (at == 0 || !isDigit(h.text[at-1])) && at+1 < len(h.text) && !isDigit(h.text[at+1]) {
			f(at)
		}
	}
}

// take takes a digit for a dash in places of a kind; unless sure, only between
// two words.
func (h *halved) take(digit byte, dash string, in place, sure bool) {
	h.each(digit, func(at int) {
		if in(h.text, at) && (sure || at > 0 && h.text[at-1] > ' ') {
			h.places = append(h.places, halvedPlace{at, dash})
		}
	})
}

// ranges takes the digit in the middle of a number for a dash, where those on
// its sides are of one length and count up.
func (h *halved) ranges() {
	text := h.text
	for at := 0; at < len(text); at++ {
		if !isDigit(text[at]) {
			continue
		}
		end := at
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		half := (end - at) / 2
		if sign := text[at+half]; end-at == 2*half+1 && half > 1 && half < 5 && (sign == '3' || sign == '4') && text[at] != '0' {
			from, to := 0, 0
			for i := range half {
				from, to = 10*from+int(text[at+i]-'0'), 10*to+int(text[at+half+1+i]-'0')
			}
			if from < to && to-from < longestRange {
				h.places = append(h.places, halvedPlace{at + half, map[byte]string{'3': "–", '4': "—"}[sign]})
			}
		}
		at = end
	}
}

// daggers finds the double daggers (U+2021, "!"), where quotation marks or
// dashes are lost and the text has other symbols for its notes: before a note,
// and behind a comma or a full stop, where no exclamation mark stands. A dagger
// (U+2020) has become a space, which tells nothing.
func (h *halved) daggers() {
	if len(h.places) == 0 || strings.Contains(h.text, "‡") || !strings.ContainsAny(h.text, "∗§‖¶") {
		return
	}
	for at := 1; at+1 < len(h.text); at++ {
		n := strings.IndexByte(h.text[at:], '!')
		if n < 0 || at+n+1 >= len(h.text) {
			return
		}
		at += n
		after, _ := utf8.DecodeRuneInString(h.text[at+1:])
		line := strings.TrimRight(h.text[:at], " ")
		begins := line == "" || line[len(line)-1] == '\n' || line[len(line)-1] == '\f'
		if begins && unicode.IsUpper(after) || !begins && strings.IndexByte(".,;:)", h.text[at-1]) >= 0 && unicode.IsSpace(after) {
			h.places = append(h.places, halvedPlace{at, "‡"})
		}
	}
}

// place reports whether the digit at text[at] stands in the place of a dash.
type place func(text string, at int) bool

// glued is the place before a word: at its beginning, or between it and another
// word or its full stop. "4th" and "4to" are none.
func glued(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+1:])
	if !unicode.IsLetter(after) && !strings.ContainsRune("“«<‘„", after) {
		return false
	}
	if at > 0 && !unicode.IsSpace(before) {
		return unicode.IsLetter(before) || strings.ContainsRune(".,;:!?’”»=", before)
	}
	return unicode.IsUpper(after) || !unicode.IsLetter(after)
}

// alone is the place between two spaces, or between the beginning of a line and
// a space, with a word behind it.
func alone(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	if at > 0 && !unicode.IsSpace(before) && !strings.ContainsRune("“«<", before) || text[at+1] != ' ' {
		return false
	}
	after, _ := utf8.DecodeRuneInString(strings.TrimLeft(text[at+1:], " "))
	return unicode.IsLetter(after) || strings.ContainsRune("“«<‘„¡¿…", after)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
