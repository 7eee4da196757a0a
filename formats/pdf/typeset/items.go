package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// item is a part of a paragraph, in the words of Knuth and Plass: a box, glue
// at which a line may end if a box precedes it, or a penalty, a place where a
// line may end at a cost. Boxes may stretch and shrink as glue does, if much
// less.
type item struct {
	kind            kind
	hyphen          bool         // of a penalty: a hyphen is added if the line ends here
	flagged         bool         // of a penalty: a line that ends here ends in a hyphen
	penalty         int32        // of a penalty, or of ending a line at this glue
	piece           int32        // that a box or glue is part of
	start, end      int32        // its bytes in the piece's text
	width           measure.Unit // of a box or glue; of a penalty, what is added if the line ends here
	stretch, shrink measure.Unit // of glue or a box
	hang            measure.Unit // of a box: what of its last letter may stand in the margin; of a penalty, of its hyphen
	lead            measure.Unit // of a box: what of its first letter may
}

type kind uint8

const (
	box kind = iota
	glue
	penalty
)

// The costs of ending a line. A line must end at never or below it, and may
// not end at forbid. The others are weighed against uneven spaces as TeX
// weighs them, where a cost of 100 is about a space stretched to its limit.
const (
	forbid        = 10000
	force         = -10000
	hyphenCost    = 60   // within a word, at a hyphen that is added
	ownHyphenCost = 80   // at the text's own hyphen: a reader can't tell that it stays
	dashCost      = 20   // after a dash
	tieCost       = 700  // between "Dr" and "Grey", "p." and "12"
	urlCost       = 120  // within an address
	brokenCost    = 3000 // anywhere in a word that is longer than a line
)

// builder makes the items of one paragraph.
type builder struct {
	*Setter
	measure   measure.Unit // of the line; words that are longer may be broken anywhere
	hyphenate bool
	items     []item
	word      int          // the first item of the current word; -1 between words
	before    measure.Unit // the width of all before that
	fresh     []part       // of the word that is being analysed

	known  *lexicon     // of the current piece
	ahead  [16]fragment // the next words of it
	hyphen item         // what is added where one of its words is broken
	whole  bool         // none is

	near horizon
	torn bool // a word is longer than a line, and was not taken apart before
}

// build makes the items of s.parts. Words that no line from within near can end in
// are not taken apart.
func (b *builder) build(near horizon) {
	b.items, b.word, b.near, b.torn = b.items[:0], -1, near, false
	for i := range b.parts {
		p := &b.parts[i]
		if b.word >= 0 {
			switch p.join {
			case soft:
				b.add(b.hyphen) // of the piece before
			case zerogap:
				b.add(item{kind: penalty, penalty: dashCost})
			}
		}
		b.piece(int32(i), p)
	}
	b.endWord()
	if b.torn {
		b.build(horizon{all: true})
		return
	}
	for n := len(b.items); n > 0 && b.items[n-1].kind != box; n-- {
		b.items = b.items[:n-1]
	}
}

func (b *builder) add(i item) { b.items = append(b.items, i) }

// hyphenAt returns the penalty for a place where a word of a piece may be broken.
func (b *builder) hyphenAt(index int32, p *piece) item {
	size, r := p.span.Font.Size, hyphenOf(p)
	advance := measure.Unit(p.face.Advance(r))
	it := item{kind: penalty, hyphen: true, flagged: true, penalty: hyphenCost, piece: index, width: advance * size / 1000}
	if b.Protrude {
		it.hang = advance * measure.Unit(protrusion('-', false)) * size / 100_000
	}
	return it
}

// hyphenOf returns the letter that is added where a word is broken: the soft
// hyphen, which programs that read the file know to be none of the text's, or
// the plain one if the face lacks that.
func hyphenOf(p *piece) rune {
	if p.face.Has('\u00AD') {
		return '\u00AD'
	}
	return '-'
}

const noBreak = "\u00A0"

// piece adds the items of one piece: words and the spaces between them.
func (b *builder) piece(index int32, p *piece) {
	b.known, b.hyphen, b.whole = b.lexicon(p.face), b.hyphenAt(index, p), p.span.Whole
	asks := b.hyphenate && !b.whole // for the words' parts, which the lexicon knows
	cut := cutWords
	if !strings.Contains(p.text, noBreak) {
		cut = cutPlainWords
	}
	for at := 0; at < len(p.text); {
		words := cut(b.ahead[:], p.text, at)
		if asks {
			b.known.fetch(words, p.text)
		}
		for _, w := range words {
			b.spaces(index, p, at, w.start)
			b.fragment(index, p, w)
			at = w.end
		}
		if len(words) < len(b.ahead) {
			at = b.spaces(index, p, at, len(p.text))
		}
	}
}

// fragment is a part of a text between spaces.
type fragment struct {
	start, end int
	hash       uint32 // for the lexicon, if it was fetched
}

// cutWords finds the next words of text from at on, as many as there is room for.
func cutWords(room []fragment, text string, at int) []fragment {
	for n := range room {
		for at < len(text) && isSpace(text, at) {
			at += spaceLength(text[at])
		}
		start := at
		for at < len(text) && text[at] != ' ' && (text[at] != noBreak[0] || !isSpace(text, at)) {
			at++
		}
		if start == at {
			return room[:n]
		}
		room[n] = fragment{start: start, end: at}
	}
	return room
}

// cutPlainWords is cutWords for a text without no-break spaces, as most are.
func cutPlainWords(room []fragment, text string, at int) []fragment {
	for n := range room {
		for at < len(text) && text[at] == ' ' {
			at++
		}
		if at == len(text) {
			return room[:n]
		}
		end := len(text)
		if i := strings.IndexByte(text[at:], ' '); i >= 0 {
			end = at + i
		}
		room[n] = fragment{start: at, end: end}
		at = end
	}
	return room
}

// isSpace reports whether text[at:] begins with a space, plain or no-break.
func isSpace(text string, at int) bool {
	return text[at] == ' ' || text[at] == noBreak[0] && at+1 < len(text) && text[at+1] == noBreak[1]
}

// spaceLength is the length of the space that begins so.
func spaceLength(first byte) int {
	if first == ' ' {
		return 1
	}
	return len(noBreak)
}

// spaces adds the glue for the spaces p.text[at:end], and returns end.
func (b *builder) spaces(index int32, p *piece, at, end int) int {
	for at < end {
		next, tied := at+spaceLength(p.text[at]), p.text[at] != ' '
		for next < end && p.text[next] == ' ' {
			next++
		}
		b.space(index, p, at, next, tied)
		at = next
	}
	return end
}

// narrowest is the least width of a space between words, in per cent of the
// type size. A face may have a narrower one, but shrunk by a third that would
// be less than 15 per cent, and then poppler takes two words for one.
const narrowest = 24

// space returns the width of a space before it is stretched or shrunk.
func (f *Font) space(face *fonts.Face) measure.Unit {
	return max(measure.Unit(face.Advance(' '))*f.Size/1000, f.Size*narrowest/100)
}

// space adds the glue for the space at text[at:end]. As in TeX it stretches by
// a half and shrinks by a third.
func (b *builder) space(index int32, p *piece, at, end int, tied bool) {
	if len(b.items) == 0 && !tied {
		return // a paragraph doesn't begin with a space
	}
	cost := int32(forbid)
	if next := int(index) + 1; !tied && (end < len(p.text) || next == len(b.parts) || !b.parts[next].span.Tied) {
		cost = b.costOfSpace(p.text, at, end)
	}
	b.endWord()
	if n := len(b.items); n > 0 && b.items[n-1].kind == glue && !tied {
		return // a space after a space, in another font
	}
	w := p.span.Font.space(p.face)
	b.items = append(b.items, item{})
	it := &b.items[len(b.items)-1]
	it.kind, it.penalty = glue, cost
	it.piece, it.start, it.end = index, int32(at), int32(end)
	it.width, it.stretch, it.shrink = w, w/2, w/3
	b.near.total.add(it)
}

// costOfSpace says what ending a line at the space text[at:end] costs. French
// sets spaces before some signs and inside its quotation marks; a line doesn't
// end there, as it doesn't between a title or an initial and its name.
func (b *builder) costOfSpace(text string, at, end int) int32 {
	if at > 0 && end < len(text) && lower(text[at-1]) && lower(text[end]) {
		return 0 // as most
	}
	next := text[end:]
	if next != "" && frenchSign(firstRune(next)) {
		if word, _, _ := strings.Cut(next, " "); strings.Trim(word, "?!:;»›%)].,…\u201D\u2019") == "" {
			return forbid
		}
	}
	before := text[:at]
	if i := strings.LastIndexByte(before, ' '); i >= 0 {
		before = before[i+1:]
	}
	if opens(before) {
		return forbid
	}
	if ties(before, next) {
		return tieCost
	}
	return 0
}

func lower(c byte) bool { return c >= 'a' && c <= 'z' }

// opens reports whether all of a word is marks that open something.
func opens(word string) bool {
	for _, r := range word {
		switch r {
		case '«', '‹', '(', '[', '¿', '¡':
		default:
			return false
		}
	}
	return word != ""
}

// frenchSign reports whether r may follow the space before it as a part of the
// last word.
func frenchSign(r rune) bool {
	switch r {
	case '?', '!', ':', ';', '»', '›', '%', ')', ']', ',', '.', '…':
		return true
	}
	return false
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// titles are abbreviations that a line does not end after: what follows is a
// name or a number. They are those of English, French and German.
var titles = map[string]bool{
	"Mr.": true, "Mrs.": true, "Ms.": true, "Dr.": true, "St.": true, "Mr": true, "Mrs": true, "Dr": true, "St": true,
	"Prof.": true, "Capt.": true, "Col.": true, "Gen.": true, "Lt.": true, "Sir": true, "Rev.": true,
	"M.": true, "MM.": true, "Mme": true, "Mlle": true, "Hr.": true, "Fr.": true, "Frl.": true, "Nr.": true,
	"No.": true, "no.": true, "Nos.": true, "nos.": true, "p.": true, "pp.": true, "S.": true, "vol.": true, "Vol.": true, "vols.": true,
	"c.": true, "l.": true, "ch.": true, "chap.": true, "fol.": true, "ff.": true, "n.": true, "v.": true, "art.": true, "cap.": true, "lib.": true, "tom.": true,
}

// longestTitle is a title's or an initial's length in bytes, with a quotation
// mark or a bracket or two before it.
const longestTitle = 12

// ties reports whether the word before a space and the text after it belong
// together: a title and a name, an initial and a name, "p." and its number.
func ties(before, after string) bool {
	if n := len(before); n == 0 || n > longestTitle || after == "" {
		return false
	}
	if c := before[0]; c >= 'a' && c <= 'z' && before[len(before)-1] != '.' {
		return false // most words are such
	}
	before = strings.TrimLeft(before, "(“‘«„[\"'")
	next := firstRune(after)
	if titles[before] {
		return unicode.IsUpper(next) || unicode.IsDigit(next)
	}
	r, size := utf8.DecodeRuneInString(before)
	return unicode.IsUpper(r) && before[size:] == "." && unicode.IsUpper(next)
}

// endWord closes the current word. Where a part of it that nothing breaks is
// longer than a line, it may be broken anywhere.
func (b *builder) endWord() {
	if b.word < 0 {
		return
	}
	start := b.word
	b.word = -1
	if b.near.total.width-b.before <= b.measure || b.widestPart(start) <= b.measure {
		return
	}
	if !b.near.all {
		b.torn = true
		return
	}
	word := append([]item(nil), b.items[start:]...)
	b.items = b.items[:start]
	for len(word) > 0 {
		n := 0
		var width measure.Unit
		for n < len(word) && word[n].kind != penalty {
			width += word[n].width
			n++
		}
		for _, it := range word[:n] {
			if width > b.measure {
				b.breakAnywhere(it)
			} else {
				b.add(it)
			}
		}
		for n < len(word) && word[n].kind == penalty {
			b.add(word[n])
			n++
		}
		word = word[n:]
	}
}

// widestPart returns the width of the widest part of the word that begins with
// item start, between places where it may be broken.
func (b *builder) widestPart(start int) measure.Unit {
	var width, widest measure.Unit
	for i := start; i < len(b.items); i++ {
		if b.items[i].kind == penalty {
			width = 0
			continue
		}
		width += b.items[i].width
		widest = max(widest, width)
	}
	return widest
}

// breakAnywhere adds a box again as one for each of its letters.
func (b *builder) breakAnywhere(it item) {
	p := &b.parts[it.piece]
	for at := it.start; at < it.end; {
		end := at + int32(clusterLength(p.text[at:it.end]))
		letter := part{width: widthOf(p.face, p.text[at:end]), end: end - at, cost: forbid}
		b.addParts([]part{letter}, it.piece, p, int(at))
		if end < it.end {
			b.add(item{kind: penalty, penalty: brokenCost})
		}
		at = end
	}
}

// clusterLength returns how many bytes the first letter of s and its combining
// marks take.
func clusterLength(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.M, r) {
			break
		}
		n += size
	}
	return n
}

// width returns the width of text[start:end].
func (p *piece) width(start, end int) measure.Unit {
	return p.span.Font.width(p.face, p.text[start:end])
}

// protrusion returns the part of a letter, in per cent of its width, that may
// stand in the margin, so that the edge of the text looks straight.
func protrusion(r rune, left bool) int32 {
	switch r {
	case '“', '‘', '„', '‚', '«', '»', '‹', '›', '"', '\'':
		return 50
	case '”', '’':
		if !left {
			return 50
		}
	case '.', ',', '-', '\u00AD':
		if !left {
			return 60
		}
	case ':', ';':
		if !left {
			return 30
		}
	case '–', '—':
		if !left {
			return 25
		}
	}
	return 0
}
