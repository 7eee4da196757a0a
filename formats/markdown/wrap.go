package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrap breaks the paragraph that p.out holds from start on into lines, unless
// it has line breaks of its own. A line break is a space to every reader of
// Markdown, but a line must not begin with what would open another kind of
// block; so lines begin with letters, digits and what is safe.
func (p *printer) wrap(start int) {
	text := string(p.out[start:])
	if !strings.Contains(text, "\n") {
		p.out = p.out[:start]
		width := utf8.RuneCount(p.prefix)
		if i := bytes.LastIndexByte(p.out, '\n'); i >= 0 || len(p.out) > 0 {
			width = utf8.RuneCount(p.out[i+1:])
		}
		p.wrapWords(text, width)
	}
	for i, b := range p.out[start:] {
		if b == glue[0] {
			p.out[start+i] = ' '
		}
	}
}

// wrapWords writes the words of text; width characters stand in the line.
func (p *printer) wrapWords(text string, width int) {
	last, bare := "", true // bare: nothing in the line keeps it from being a rule
	for piece := range pieces(text) {
		n := utf8.RuneCountInString(piece)
		if last != "" {
			if !bare && p.breaks(last, piece, width+1+n) {
				p.out = append(p.out, '\n')
				p.startLine()
				width, bare = utf8.RuneCount(p.prefix), true
			} else {
				p.out = append(p.out, ' ')
				width++
			}
		}
		p.out = append(p.out, piece...)
		width += n
		bare = bare && strings.Trim(piece, "-*_=|:#+ ") == ""
		last = piece
	}
}

// pieces yields the words of text, each together with those after it that
// can't begin a line.
func pieces(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		from := 0
		for i := 0; i < len(text); i++ {
			if text[i] != ' ' || i == from || !beginsLine(text[i+1:]) {
				continue
			}
			if !yield(strings.TrimRight(text[from:i], " ")) {
				return
			}
			from = i + 1
		}
		if from < len(text) {
			yield(text[from:])
		}
	}
}

// beginsLine reports whether a line may begin with rest.
func beginsLine(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	switch {
	case unicode.IsDigit(r):
		word, _, _ := strings.Cut(rest, " ")
		return !strings.ContainsAny(word[len(word)-1:], ".)") // a list's number
	case r == '(' || r == '"' || r == '\'':
		word, _, _ := strings.Cut(rest, " ")
		return !strings.HasSuffix(word, ")")
	case r == '[' || r == '*' || r == '<': // a link, emphasis, or a URL
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, "*"))
		return r == '[' && !strings.HasPrefix(rest, "[^") || r == '*' && unicode.IsLetter(next) || strings.HasPrefix(rest, "<http")
	case r < utf8.RuneSelf:
		word, _, _ := strings.Cut(rest, " ")
		return unicode.IsLetter(r) && fancyMark([]byte(word)) < 0
	}
	return !unicode.IsSpace(r)
}

// breaks reports whether a line ends between two words; width is how long it
// would be with the second.
func (p *printer) breaks(last, next string, width int) bool {
	if strings.HasSuffix(last, `\`) { // which would make the break a hard one
		return false
	}
	if p.options.Wrap != wrapSentence {
		return width > int(p.options.Wrap)
	}
	word := strings.TrimRight(last, "”’»\"')]")
	if i := strings.Index(word, "[^"); i > 0 { // a note's mark
		word = strings.TrimRight(word[:i], "”’»\"')]")
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, "“‘«„\"'("))
	if !unicode.IsUpper(r) && !unicode.IsDigit(r) {
		return false
	}
	switch {
	case strings.HasSuffix(word, "!"), strings.HasSuffix(word, "?"), strings.HasSuffix(word, "…"):
		return true
	case strings.HasSuffix(word, "."):
		return !isAbbreviated(word[strings.LastIndexByte(word, ' ')+1:])
	}
	return false
}

// isAbbreviated reports whether a word with a full stop is likely to be
// followed by the same sentence: an initial, a title, or "p. 12".
func isAbbreviated(word string) bool {
	word = strings.TrimLeft(strings.TrimSuffix(word, "."), "(“‘«„\"'[")
	if strings.Contains(word, ".") || utf8.RuneCountInString(word) < 2 {
		return true
	}
	switch strings.ToLower(word) {
	case "mr", "mrs", "ms", "dr", "st", "prof", "cf", "vol", "vols", "no", "nos", "pp", "ed", "eds", "chap", "sec", "fig", "viz", "vs", "jr", "sr", "rev", "hon", "gen", "col", "capt", "lt", "nr", "bd", "hrsg", "vgl", "art", "al", "op", "cit", "ibid":
		return true
	}
	return false
}
