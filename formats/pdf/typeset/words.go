package typeset

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// fragment adds the items of text[start:end], which holds no space: boxes,
// and between them the places where a line may end.
func (b *builder) fragment(index int32, p *piece, start, end int) {
	if b.word < 0 {
		b.word = len(b.items)
	}
	text := p.text[start:end]
	url := strings.Contains(text, "://") || strings.HasPrefix(text, "www.") || strings.Contains(text, "doi.org/")
	from := 0 // the text before it has its box
	cut := func(at int, it item) {
		if at > from {
			b.addBox(index, p, start+from, start+at)
			from = at
		}
		b.add(it)
	}
	hyphens := b.wordBreaks(p, text, url)
	for at, r := range text {
		for len(hyphens) > 0 && hyphens[0] <= at {
			if hyphens[0] > from {
				b.addBox(index, p, start+from, start+hyphens[0])
				from = hyphens[0]
				b.addHyphen(int(index), hyphenCost)
			}
			hyphens = hyphens[1:]
		}
		next := at + utf8.RuneLen(r)
		if next >= len(text) {
			break
		}
		if cost, ok := costAfter(r, text[:at], text[next:], url); ok {
			cut(next, item{kind: penalty, penalty: cost, flagged: r == '-' || r == '\u2010'})
		}
	}
	if from < len(text) {
		b.addBox(index, p, start+from, end)
	}
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
	breaks, known := b.hyphens[word]
	if !known {
		breaks = b.Hyphenate(word)
		if b.hyphens == nil {
			b.hyphens = map[string][]int{}
		}
		b.hyphens[word] = breaks
	}
	if offset == 0 || len(breaks) == 0 {
		return breaks
	}
	moved := make([]int, len(breaks))
	for i, at := range breaks {
		moved[i] = at + offset
	}
	return moved
}
