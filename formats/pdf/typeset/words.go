package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// part is a part of a word that no line breaks, and what ending a line behind it
// costs. Its widths are in thousandths of the type size, and what of it may
// stand in the margin in hundredths of these.
type part struct {
	width      measure.Unit
	lead, hang int32
	end        int32 // its last byte's end in the word
	cost       int32 // forbid behind the word's last part
	hyphen     bool  // a hyphen is added there
	ownHyphen  bool  // it ends in a hyphen of the text's
}

// lexicon keeps the parts of words in one face, for most words of a text are met
// again.
type lexicon struct {
	face  *fonts.Face
	words map[string]entry
	parts []part // of all words
}

// entry says which parts are a word's.
type entry struct{ start, end int32 }

// What a lexicon keeps at most; a text without end must not fill the memory.
const (
	mostWords   = 1 << 16
	longestWord = 40 // bytes
)

// lexicon returns the lexicon of a face.
func (s *Setter) lexicon(face *fonts.Face) *lexicon {
	for _, l := range s.lexicons {
		if l.face == face {
			return l
		}
	}
	l := &lexicon{face: face, words: make(map[string]entry, 1<<10)}
	s.lexicons = append(s.lexicons, l)
	return l
}

// fragment adds the items of text[start:end], which holds no space: boxes,
// and between them the places where a line may end.
func (b *builder) fragment(index int32, p *piece, start, end int) {
	if b.word < 0 {
		b.word = len(b.items)
	}
	if !b.hyphenate || p.span.Whole || end-start > longestWord {
		b.fresh = b.analyse(b.fresh[:0], p, p.text[start:end])
		b.addParts(b.fresh, index, p, start)
	} else {
		b.addParts(b.lookUp(p, p.text[start:end]), index, p, start)
	}
}

// lookUp is analyse for a word that may be known.
func (b *builder) lookUp(p *piece, word string) []part {
	l := b.known
	e, known := l.words[word]
	if !known {
		if len(l.words) >= mostWords {
			clear(l.words)
			l.parts = nil
		}
		e.start = int32(len(l.parts))
		l.parts = b.analyse(l.parts, p, word)
		e.end = int32(len(l.parts))
		l.words[word] = e
	}
	return l.parts[e.start:e.end]
}

// addParts adds the items of a word that begins at p.text[start].
func (b *builder) addParts(parts []part, index int32, p *piece, start int) {
	size := p.span.Font.Size
	from := int32(start)
	for i := range parts {
		part := &parts[i]
		width := part.width * size / 1000
		elastic := width * b.Expand / 1000
		box := item{kind: box, piece: index, start: from, end: int32(start) + part.end, width: width, stretch: elastic, shrink: elastic}
		if part.lead|part.hang != 0 {
			box.lead, box.hang = measure.Unit(part.lead)*size/100_000, measure.Unit(part.hang)*size/100_000
		}
		from = box.end
		b.items = append(b.items, box)
		switch {
		case part.hyphen:
			b.items = append(b.items, b.hyphen)
		case part.cost < forbid:
			b.items = append(b.items, item{kind: penalty, penalty: part.cost, flagged: part.ownHyphen})
		}
	}
}

// analyse appends the parts of a word in the face of p.
func (b *builder) analyse(parts []part, p *piece, word string) []part {
	url := strings.Contains(word, "://") || strings.HasPrefix(word, "www.") || strings.Contains(word, "doi.org/")
	from := 0 // what precedes it is in a part
	add := func(end int, cost int32, hyphen, own bool) {
		if end > from {
			part := b.part(p.face, word[from:end])
			part.end, part.cost, part.hyphen, part.ownHyphen = int32(end), cost, hyphen, own
			parts = append(parts, part)
			from = end
		}
	}
	hyphens := b.wordBreaks(p, word, url)
	for at, r := range word {
		for len(hyphens) > 0 && hyphens[0] <= at {
			add(hyphens[0], hyphenCost, true, false)
			hyphens = hyphens[1:]
		}
		next := at + utf8.RuneLen(r)
		if next >= len(word) {
			break
		}
		if cost, ok := costAfter(r, word[:at], word[next:], url); ok {
			add(next, cost, false, r == '-' || r == '\u2010')
		}
	}
	add(len(word), forbid, false, false)
	return parts
}

// part returns text as a part.
func (b *builder) part(face *fonts.Face, text string) part {
	part := part{width: measure.Unit(face.Width(text))}
	if b.Protrude {
		first, _ := utf8.DecodeRuneInString(text)
		last, _ := utf8.DecodeLastRuneInString(text)
		part.lead = protrusion(first, true) * int32(face.Advance(first))
		part.hang = protrusion(last, false) * int32(face.Advance(last))
	}
	return part
}

// costAfter says what ending a line after the sign r costs, and whether it
// may. before and after are the rest of the word.
func costAfter(r rune, before, after string, url bool) (int32, bool) {
	next := firstRune(after)
	if url {
		return urlCost, strings.ContainsRune("/?&=#_.-,+~:;%", r) && next != '/' && !strings.ContainsRune("/?&=#_.-,+~:;%", next)
	}
	switch r {
	case '-', '\u2010':
		prev, _ := utf8.DecodeLastRuneInString(before)
		return ownHyphenCost, letterOrDigit(prev) && letterOrDigit(next)
	case '—':
		return dashCost, !closing(next)
	case '–', '/', '…':
		prev, _ := utf8.DecodeLastRuneInString(before)
		return dashCost, letterOrDigit(prev) && letterOrDigit(next)
	}
	if ideograph(r) || ideograph(next) {
		return 0, !closing(next) && r != '(' && r != '「' && r != '『'
	}
	return 0, false
}

func letterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// closing reports whether r belongs to what precedes it.
func closing(r rune) bool {
	return strings.ContainsRune(".,;:!?)]}”’»›…—。、」』", r) || unicode.Is(unicode.M, r)
}

func ideograph(r rune) bool {
	return r >= 0x2E80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// wordBreaks returns the places in text where a hyphen may be added, as
// offsets in rising order.
func (b *builder) wordBreaks(p *piece, text string, url bool) []int {
	if !b.hyphenate || b.Hyphenate == nil || p.span.Whole || url || len(text) < 5 {
		return nil
	}
	word := strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(word) < 5 || strings.ContainsAny(word, "@") {
		return nil
	}
	offset := strings.Index(text, word)
	breaks := b.Hyphenate(word)
	if offset == 0 || len(breaks) == 0 {
		return breaks
	}
	moved := make([]int, len(breaks))
	for i, at := range breaks {
		moved[i] = at + offset
	}
	return moved
}
