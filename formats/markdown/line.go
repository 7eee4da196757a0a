package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// write writes the leaf: its text escaped, its marks as they are.
func (l *leaf) write(p *printer) {
	l.line = line{first: true, inLink: l.place == inNote, start: (l.place == inParagraph || l.place == inRow) && (len(l.marks) == 0 || l.marks[0].at > 0)}
	pos := 0
	for i := 0; i <= len(l.marks); i++ {
		next, to := mark{}, len(l.text)
		if i < len(l.marks) {
			next = l.marks[i]
			to = next.at
		}
		if to > pos {
			l.writeText(p, pos, to, i)
		}
		pos = to
		switch next.kind {
		case lineBreak:
			l.writeBreak(p, next, i, pos)
		case linkOpen, linkShut:
			l.line.inLink = next.kind == linkOpen || l.place == inNote
			p.out = append(p.out, next.s...)
		default:
			p.out = append(p.out, next.s...)
			if next.kind == verbatim {
				l.afterRef(p, i, to)
			}
		}
	}
}

// line is what write knows of the line at hand.
type line struct {
	first  bool // it is the block's first
	start  bool // the next text opens it
	verse  bool // the next text follows the pipe of a line of verse
	inLink bool // the next text stands in a link
	// Escape the bytes from forced to unforced, whatever they are.
	forced, unforced int
}

// writeText writes the text from pos to end, before mark i.
func (l *leaf) writeText(p *printer, pos, end, i int) {
	n := &l.line
	if n.verse && isUnderline(l.text[pos:l.lineEnd(i)]) {
		n.forced, n.unforced = pos, pos+1
	} else if n.start {
		till := l.lineEnd(i)
		at, k := opening(l.text[pos:], till-pos, n.first, p.led)
		switch {
		case k > 0:
		case l.dialect == Pandoc:
			at, k = pandocOpening(l.text[pos:till])
		case l.dialect == Hugo && l.text[pos] == ':' && endsWord(l.text[pos+1:till]): // a definition
			at, k = 0, 1
		}
		n.forced, n.unforced = pos+at, pos+at+k
	}
	n.start, n.verse = false, false
	from, till := min(max(n.forced, pos), end), min(max(n.unforced, pos), end)
	l.escape(p, pos, from, i, n.inLink)
	for _, b := range l.text[from:till] {
		p.out = append(p.out, '\\', b)
	}
	l.escape(p, till, end, i, n.inLink)
}

// writeBreak writes a line break, which is mark i.
func (l *leaf) writeBreak(p *printer, m mark, i, pos int) {
	if l.place == inLines {
		p.out = append(p.out, '\n')
		p.startLine()
		p.out = append(p.out, "| "...)
		l.line.verse = true
		return
	}
	p.out = append(append(p.out, m.s...), '\n')
	p.startLine()
	l.line.start, l.line.first = i+1 == len(l.marks) || l.marks[i+1].at > pos, false
}

// afterRef escapes the text at pos where it would make something else of the
// note reference before it: "[^1](x)" is a link to some, and "[^1]: x" at
// the start of a line is a definition.
func (l *leaf) afterRef(p *printer, i, pos int) {
	if i+1 < len(l.marks) && l.marks[i+1].at == pos || pos == len(l.text) {
		return
	}
	if c := l.text[pos]; (c == '(' || c == ':') && l.marks[i].s[0] == '[' {
		p.out = append(p.out, '\\')
	}
}

// lineEnd is where the line ends that mark i stands in.
func (l *leaf) lineEnd(i int) int {
	for _, m := range l.marks[i:] {
		if m.kind == lineBreak {
			return m.at
		}
	}
	return len(l.text)
}

// escape writes the text from pos to end, before mark i.
func (l *leaf) escape(p *printer, pos, end, i int, inLink bool) {
	if pos == end {
		return
	}
	text := l.text[:end]
	specials := l.specials
	if l.seen&specials == 0 && l.place != inHeading {
		p.out = append(p.out, text[pos:]...)
		return
	}
	from, begin := pos, pos
	for ; pos < end; pos++ {
		c := classes[text[pos]] & specials
		if c == 0 {
			continue
		}
		n := 1
		switch c {
		case backtick, star, underline, tilde, dollar, hyphen, dot, equals, percent, greater:
			n = runLength(text[pos:])
		case leading:
			if at, n, ref := quoteRef(text, from, pos); n > 0 {
				p.out = append(append(p.out, text[from:at]...), ref...)
				from = at + n
			}
			continue
		case colon, at:
			if start, stop := address(c, text, begin, from, pos); stop > 0 && !inLink && l.isAddress(string(text[start:stop])) {
				p.out = append(p.out, text[from:start]...)
				p.out = append(append(append(p.out, '<'), text[start:stop]...), '>')
				from, pos, l.urlEnd = stop, stop-1, stop
				continue
			}
		}
		if l.special(c, text, pos, n, i, inLink) {
			p.out = append(p.out, text[from:pos]...)
			for range n {
				if c == backtick && l.cell && l.dialect == Pandoc { // which divides cells first
					p.out = append(p.out, "&#96;"...)
					continue
				}
				p.out = append(p.out, '\\', text[pos])
			}
			from = pos + n
		}
		pos += n - 1
	}
	if l.place == inHeading && end == len(l.text) {
		if h := closingHashes(text, l.dialect); h >= from {
			p.out = append(append(p.out, text[from:h]...), '\\')
			for from = h; l.dialect == Pandoc && from+1 < len(text); from++ { // which would take the others
				p.out = append(p.out, '#', '\\')
			}
		}
	}
	p.out = append(p.out, text[from:]...)
}

// address looks whether the byte at pos, of class c, is in a URL or a mail
// address in text[from:], and returns where that starts and stops; stop is 0 if
// not. Before text[begin:] stands a mark, or nothing.
func address(c class, text []byte, begin, from, pos int) (start, stop int) {
	if c == at {
		start, stop = findMail(text, from, pos)
	} else {
		start, stop = findURL(text, from, pos)
	}
	if start > begin && isWord(lastRune(text[:start])) {
		return 0, 0
	}
	return start, stop
}

// isAddress reports whether s stands for itself between angle brackets. Pandoc
// resolves character references even there, the last one without a semicolon.
func (l *leaf) isAddress(s string) bool {
	return l.dialect != Pandoc || escapeEntities(s+";") == s+";"
}

// quoteRef returns which n bytes of text, those from at, must be a character
// reference so that pandoc leaves the quotation mark at pos as it is. Pandoc
// takes spaces off the inner ends of quotations, and makes an apostrophe of a
// single mark that none closes. What stands before from is written.
func quoteRef(text []byte, from, pos int) (at, n int, ref string) {
	const space = "&#32;"
	rest := text[pos:min(len(text), pos+longQuote)]
	r, size := utf8.DecodeRune(rest)
	switch opens := r == '“' || r == '‘'; {
	case r == '‘' && isLonelyQuote(rest):
		return pos, size, "&lsquo;"
	case opens && size < len(rest) && rest[size] == ' ':
		return pos + size, 1, space
	case shutsQuote(rest) && pos > from && text[pos-1] == ' ':
		return pos - 1, 1, space
	}
	return 0, 0, ""
}

// shutsQuote reports whether text begins with the end of a quotation, and not
// with an apostrophe.
func shutsQuote(text []byte) bool {
	r, size := utf8.DecodeRune(text)
	return r == '”' || r == '’' && !isWord(firstRune(text[size:]))
}

// longQuote is how many bytes of a quotation are looked through for its end.
const longQuote = 10_000

// isLonelyQuote reports whether text begins with a single quotation mark that
// none closes.
func isLonelyQuote(text []byte) bool {
	rest, ok := bytes.CutPrefix(text, []byte("‘"))
	for ok {
		var closed bool
		if _, rest, closed = bytes.Cut(rest, []byte("’")); !closed {
			return true
		}
		ok = isWord(firstRune(rest)) // an apostrophe
	}
	return false
}

// linkifies reports whether text, which ends before mark i, ends with the word
// of an address that the dialect links by itself, and with what comes after it,
// markup or not. Delimiters of emphasis before the word let it do so even
// behind a letter: "a**www.b.example**".
func (l *leaf) linkifies(text []byte, word string, i int) bool {
	start := len(text) - len(word)
	if l.dialect == CommonMark || l.dialect == Pandoc || start < 0 || !strings.EqualFold(string(text[start:]), word) {
		return false
	}
	return !isWord(l.previous(start, i))
}

// mayBeAddress reports whether an angle bracket may come before text, that of a
// URL or of a mail address.
func (l *leaf) mayBeAddress(text []byte) bool {
	return bytes.HasPrefix(text, []byte("http")) || l.seen&at != 0 && len(text) > 0 && isAddressByte(text[0])
}

// special reports whether the n bytes of class c at pos must be escaped.
func (l *leaf) special(c class, text []byte, pos, n, i int, inLink bool) bool {
	next := l.next(pos+n, i)
	switch c {
	case quote:
		return true
	case brace: // Hugo has shortcodes, and attributes of headings
		return l.dialect == Pandoc || next == '<' || next == '%' || l.place == inHeading
	case hyphen, equals, percent, greater:
		return n > 1
	case hash:
		return unicode.IsSpace(l.previous(pos, i)) && startsTagName(text[pos+1:])
	case dot:
		return n > 2 && l.dialect.curls() || n == 1 && isWord(next) && l.linkifies(text[:pos], "www", i)
	case colon:
		return bytes.HasPrefix(text[pos:], []byte("://")) && l.linkifies(text[:pos], "ftp", i)
	case at:
		if l.dialect != Pandoc { // it is part of what may be taken for an address
			return !inLink && isAddressByte(byte(min(next, 0x7f)))
		}
		return !isWord(l.previous(pos, i)) && (isWord(next) || next == '_' || next == '{' || next == '*')
	case backslash:
		if l.dialect == Pandoc { // or it is TeX
			return true
		}
		if i < len(l.marks) && l.marks[i].kind == lineBreak && l.marks[i].at == pos+n {
			return true
		}
		return next == '\n' || next < utf8.RuneSelf && isASCIIPunct(byte(next)) || l.mayBeAddress(text[pos+n:])
	case backtick:
		return l.pairs&backtick != 0
	case star, underline, tilde, dollar, caret:
		if c == caret && l.opensNote(pos, i, next) {
			return true
		}
		if l.pairs&c == 0 || c == caret && l.dialect != Pandoc {
			return false
		}
		if c&(star|underline) != 0 && l.free&c != 0 {
			return true
		}
		if l.dialect == Pandoc && l.emphases > 0 {
			return true
		}
		before := l.previous(pos, i)
		opens, closes := l.flanks(c, before, next)
		if !opens && !closes && l.mayBeAddress(text[pos+n:]) {
			opens, closes = l.flanks(c, before, '<')
		}
		return opens || closes
	case bracket:
		return inLink || l.dialect == Pandoc || text[pos] == '[' && l.opensBracket(text, pos, next) || text[pos] == ']' && next == '('
	case bang:
		return l.dialect == Pandoc && next == '[' || pos+1 == len(text) && i < len(l.marks) && strings.HasPrefix(l.marks[i].s, "[") && !strings.HasPrefix(l.marks[i].s, "[^")
	case angle:
		return next < utf8.RuneSelf && startsTag(byte(next)) && pos < l.last || l.dialect == Hugo && (next == '<' || l.mayBeAddress(text[pos+n:]))
	case ampersand:
		return isEntity(text[pos:])
	case pipe:
		return l.cell
	}
	return false
}

// opensBracket reports whether the bracket at pos would open a note, a
// wikilink or a span: [^1], [[page]], []{.pagebreak}.
func (l *leaf) opensBracket(text []byte, pos int, next rune) bool {
	return next == '^' || pos == 0 && l.place == inHeading && isTaskOrAlert(text) || l.dialect == Obsidian && next == '[' ||
		next == ']' && bytes.HasPrefix(text[pos+2:], []byte("{"))
}

// opensNote reports whether the caret at pos would open a note, ^[note] or
// [^note], or Obsidian's name of a block, "^name".
func (l *leaf) opensNote(pos, i int, next rune) bool {
	inBracket := i > 0 && l.marks[i-1].at == pos && l.marks[i-1].kind == linkOpen
	return next == '[' || inBracket || l.dialect == Obsidian && isWord(next) && unicode.IsSpace(l.previous(pos, i))
}

// startsTagName reports whether text goes on as Obsidian's tags do after
// their number sign: a word that is no number.
func startsTagName(text []byte) bool {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		switch {
		case unicode.IsLetter(r) || r == '_' || r == '-' || r == '/' || unicode.IsSymbol(r):
			return true
		case !unicode.IsDigit(r):
			return false
		}
		text = text[n:]
	}
	return false
}

// next is the letter that will stand at pos: of the text, or of mark i if that
// comes first.
func (l *leaf) next(pos, i int) rune {
	if i < len(l.marks) && l.marks[i].at == pos {
		return rune(l.marks[i].s[0])
	}
	return l.runeAt(pos)
}

// previous is the letter that stands before pos, in the text before mark i.
func (l *leaf) previous(pos, i int) rune {
	if i > 0 && l.marks[i-1].at == pos {
		if s := l.marks[i-1].s; l.marks[i-1].kind != lineBreak {
			return rune(s[len(s)-1])
		}
		return '\n'
	}
	if pos == l.urlEnd {
		return '>'
	}
	return l.runeBefore(pos)
}

// runeAt is the letter of the text at pos. Pandoc gets a space before the end
// of a quotation as a character reference, see quoteRef; that is no space to
// the delimiter before it.
func (l *leaf) runeAt(pos int) rune {
	r := firstRune(l.text[pos:])
	if r == ' ' && l.dialect == Pandoc && shutsQuote(l.text[pos+1:]) {
		return '&'
	}
	return r
}

// runeBefore is the letter of the text before pos, or what stands for it as
// with runeAt: a space at the start of a quotation.
func (l *leaf) runeBefore(pos int) rune {
	r := lastRune(l.text[:pos])
	if r == ' ' && l.dialect == Pandoc && (bytes.HasSuffix(l.text[:pos-1], []byte("“")) || bytes.HasSuffix(l.text[:pos-1], []byte("‘"))) {
		return ';'
	}
	return r
}

// maxEntity is the length of the longest character reference, roughly.
const maxEntity = 40

// isEntity reports whether text begins with what may be a character
// reference: &amp; or &#x2014;
func isEntity(text []byte) bool {
	semicolon := bytes.IndexByte(text[:min(len(text), maxEntity)], ';')
	if semicolon < 2 {
		return false
	}
	for _, b := range text[1:semicolon] {
		if b != '#' && (b < '0' || b > '9') && (b|0x20 < 'a' || b|0x20 > 'z') {
			return false
		}
	}
	return true
}
