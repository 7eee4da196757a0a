package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/fonts"
)

// lexicon keeps the items of words in one face, unscaled, for most words of a
// text are met again. Their places count from the beginning of the word.
type lexicon struct {
	face  *fonts.Face
	words map[string]entry
	items []item // of all words
}

// entry says which items are a word's.
type entry struct{ start, end int32 }

// What a lexicon keeps at most; a text without end must not fill the memory.
const (
	mostWords   = 1 << 16
	longestWord = 40 // bytes
)

// lexicon returns the lexicon of a face.
func (s *Setter) lexicon(face *fonts.Face) *lexicon {
	for i := range s.lexicons {
		if l := &s.lexicons[i]; l.face == face {
			return l
		}
	}
	s.lexicons = append(s.lexicons, lexicon{face: face, words: map[string]entry{}})
	return &s.lexicons[len(s.lexicons)-1]
}

// fragment adds the items of text[start:end], which holds no space: boxes,
// and between them the places where a line may end.
func (b *builder) fragment(index int32, p *piece, start, end int) {
	if b.word < 0 {
		b.word = len(b.items)
	}
	var found []item
	if !b.hyphenate || p.span.Whole || end-start > longestWord {
		b.fresh = b.analyse(b.fresh[:0], p, start, end)
		found = b.fresh
	} else {
		found = b.lookUp(p, start, end)
	}
	for _, it := range found {
		it.piece, it.start, it.end = index, it.start+int32(start), it.end+int32(start)
		b.addScaled(it, p)
	}
}

// lookUp is analyse for a word that may be known.
func (b *builder) lookUp(p *piece, start, end int) []item {
	l, word := b.lexicon(p.face), p.text[start:end]
	e, known := l.words[word]
	if !known {
		if len(l.words) >= mostWords {
			clear(l.words)
			l.items = nil
		}
		e.start = int32(len(l.items))
		l.items = b.analyse(l.items, p, start, end)
		e.end = int32(len(l.items))
		l.words[word] = e
	}
	return l.items[e.start:e.end]
}

// analyse appends the items of text[start:end], unscaled and with places that
// count from start.
func (b *builder) analyse(items []item, p *piece, start, end int) []item {
	text := p.text[start:end]
	url := strings.Contains(text, "://") || strings.HasPrefix(text, "www.") || strings.Contains(text, "doi.org/")
	from := 0 // the text before it has its box
	boxUntil := func(at int) {
		if at > from {
			it := b.box(0, p, start+from, start+at)
			it.start, it.end = int32(from), int32(at)
			items = append(items, it)
			from = at
		}
	}
	hyphens := b.wordBreaks(p, text, url)
	for at, r := range text {
		for len(hyphens) > 0 && hyphens[0] <= at {
			if hyphens[0] > from {
				boxUntil(hyphens[0])
				items = append(items, b.hyphen(0, p, hyphenCost))
			}
			hyphens = hyphens[1:]
		}
		next := at + utf8.RuneLen(r)
		if next >= len(text) {
			break
		}
		if cost, ok := costAfter(r, text[:at], text[next:], url); ok {
			boxUntil(next)
			items = append(items, item{kind: penalty, penalty: cost, flagged: r == '-' || r == '\u2010'})
		}
	}
	boxUntil(len(text))
	return items
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
