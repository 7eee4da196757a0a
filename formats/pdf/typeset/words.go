package typeset

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/formats/fonts"
	"github.com/refolio/refolio/formats/pdf/measure"
)

// part is a part of a word that no line breaks, and what ending a line behind it
// costs. Its width is in thousandths of the type size.
type part struct {
	width     int32
	end       int32 // its last byte's end in the word
	cost      int16 // forbid behind the word's last part
	hyphen    bool  // a hyphen is added there
	ownHyphen bool  // it ends in a hyphen of the text's
}

// fragment adds the items of a word: boxes, and between them the places where a line
// may end.
func (b *builder) fragment(index int32, p *piece, w fragment) {
	if b.word < 0 {
		b.word = len(b.items)
	}
	text := p.text[w.start:w.end]
	if !b.hyphenate || b.whole || len(text) > longestWord {
		b.fresh = b.analyse(b.fresh[:0], text)
		b.addParts(b.fresh, index, p, w.start)
	} else {
		b.addParts(b.known.lookUp(text, w.hash, b.derive), index, p, w.start)
	}
}

// addParts adds the items of a word that begins at p.text[start].
func (b *builder) addParts(parts []part, index int32, p *piece, start int) {
	size := p.span.Font.Size
	from := int32(start)
	n := len(b.items)
	items := slices.Grow(b.items, 2*len(parts))[:n+2*len(parts)]
	for i := range parts {
		part, box := &parts[i], &items[n]
		n++
		width := measure.Unit(part.width) * size / 1000
		stretch := width * b.Expand / 1000
		*box = item{piece: index, start: from, end: int32(start) + part.end, width: width, stretch: stretch, shrink: stretch}
		if b.Protrude {
			box.protrude(p)
		}
		from = box.end
		switch {
		case part.hyphen:
			items[n] = b.hyphen
			n++
		case part.cost < forbid:
			items[n] = item{kind: penalty, penalty: int32(part.cost), flagged: part.ownHyphen}
			n++
		}
	}
	b.items = items[:n]
}

// derive appends the parts of a word of the current piece. One that ends in a
// comma or the like has the parts of the word without it, but for the last.
func (b *builder) derive(parts []part, word string) []part {
	n := len(word) - 1
	if n < 1 || !strings.Contains(",.;:", word[n:]) || strings.TrimFunc(word[:n], lettersOfASCII) != "" {
		return b.analyse(parts, word)
	}
	parts = append(parts, b.known.lookUp(word[:n], hash(word[:n]), b.derive)...)
	last, from := &parts[len(parts)-1], 0
	if len(parts) > 1 {
		from = int(parts[len(parts)-2].end)
	}
	*last = measured(b.known.face, word[from:])
	last.end, last.cost = int32(len(word)), forbid
	return parts
}

func lettersOfASCII(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// analyse appends the parts of a word of the current piece.
func (b *builder) analyse(parts []part, word string) []part {
	url := strings.Contains(word, "://") || strings.HasPrefix(word, "www.") || strings.Contains(word, "doi.org/")
	from := 0 // what precedes it is in a part
	add := func(end int, cost int16, hyphen, own bool) {
		if end > from {
			part := measured(b.known.face, word[from:end])
			part.end, part.cost, part.hyphen, part.ownHyphen = int32(end), cost, hyphen, own
			parts = append(parts, part)
			from = end
		}
	}
	hyphens := b.wordBreaks(word, url)
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

// measured returns text in a face as a part.
func measured(face *fonts.Face, text string) part {
	return part{width: int32(min(face.Width(text), math.MaxInt32))}
}

// protrude says what of a box's letters may stand in the margin.
func (it *item) protrude(p *piece) {
	text := p.text[it.start:it.end]
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	width := func(r rune) measure.Unit { return measure.Unit(p.face.Advance(r)) * p.span.Font.Size }
	it.lead = measure.Unit(protrusion(first, true)) * width(first) / 100_000
	it.hang = measure.Unit(protrusion(last, false)) * width(last) / 100_000
}

// costAfter says what ending a line after the sign r costs, and whether it
// may. before and after are the rest of the word.
func costAfter(r rune, before, after string, url bool) (int16, bool) {
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
func (b *builder) wordBreaks(text string, url bool) []int {
	if !b.hyphenate || b.Hyphenate == nil || b.whole || url || len(text) < 5 {
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
