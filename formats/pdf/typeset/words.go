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
		b.word, b.before = len(b.items), b.near.total.width
	}
	text := p.text[w.start:w.end]
	var parts []part
	switch {
	case !b.hyphenate || b.whole || len(text) > longestWord:
		b.fresh = b.analyse(b.fresh[:0], text)
		parts = b.fresh
	case len(text) > longestShort:
		parts = b.known.lookUpLong(text, b.derive)
	default:
		known := b.known.lookUp(text, w.hash)
		if !b.near.all {
			if width := b.known.width(known); !b.mayEnd(width, p) {
				b.addParts([]part{{width: width, end: int32(len(text)), cost: forbid}}, index, p, w.start)
				return
			}
		}
		b.addParts(b.known.parts(known, text, b.derive), index, p, w.start)
		return
	}
	b.mayEnd(widthOfParts(parts), p)
	b.addParts(parts, index, p, w.start)
}

// mayEnd reports whether a line may end in the next word, of the given width in
// thousandths of the type size. It must be asked for every word.
func (b *builder) mayEnd(width int32, p *piece) bool {
	return b.near.lineEnd(measure.Unit(width)*p.span.Font.Size/1000, b.Expand, b.hyphen.width)
}

// addParts adds the items of a word that begins at p.text[start].
func (b *builder) addParts(parts []part, index int32, p *piece, start int) {
	size := p.span.Font.Size
	from := int32(start)
	n := len(b.items)
	items := slices.Grow(b.items, 2*len(parts))[:n+2*len(parts)]
	var thousandths measure.Unit // the width of the parts so far
	var done sum                 // as boxes; they add up to that of the word in one piece
	for i := range parts {
		part, box := &parts[i], &items[n]
		n++
		thousandths += measure.Unit(part.width)
		width := thousandths * size / 1000
		stretch := width * b.Expand / 1000
		*box = item{piece: index, start: from, end: int32(start) + part.end, width: width - done.width,
			stretch: stretch - done.stretch, shrink: stretch - done.stretch}
		done.add(box)
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
	b.near.total.width += done.width
	b.near.total.stretch += done.stretch
	b.near.total.shrink += done.shrink
}

// derive appends the parts of a word of the current piece. One that ends in a
// comma or the like has the parts of the word without it, but for the last.
func (b *builder) derive(parts []part, word string) []part {
	n := len(word) - 1
	if n < 1 || !strings.Contains(",.;:", word[n:]) || strings.TrimFunc(word[:n], lettersOfASCII) != "" {
		return b.analyse(parts, word)
	}
	if n > longestShort {
		parts = append(parts, b.known.lookUpLong(word[:n], b.derive)...)
	} else {
		stem := word[:n]
		parts = append(parts, b.known.parts(b.known.lookUp(stem, hash(stem)), stem, b.derive)...)
	}
	last := &parts[len(parts)-1]
	last.width += widthOf(b.known.face, word) - widthOfParts(parts)
	last.end, last.cost = int32(len(word)), forbid
	return parts
}

func lettersOfASCII(r rune) bool { return r|0x20 >= 'a' && r|0x20 <= 'z' }

// analyse appends the parts of a word of the current piece.
func (b *builder) analyse(parts []part, word string) []part {
	url := strings.Contains(word, "://") || strings.HasPrefix(word, "www.") || strings.Contains(word, "doi.org/")
	face := b.known.face
	from, done, width := 0, 0, 0 // what precedes from is in a part; the widths to there, and to the current letter
	add := func(end int, cost int16, hyphen, own bool) {
		if end > from {
			parts = append(parts, part{width: clamp(width - done), end: int32(end), cost: cost, hyphen: hyphen, ownHyphen: own})
			from, done = end, width
		}
	}
	hyphens := b.wordBreaks(word, url)
	prev := rune(-1)
	for at, r := range word {
		for len(hyphens) > 0 && hyphens[0] <= at {
			add(hyphens[0], hyphenCost, true, false)
			hyphens = hyphens[1:]
		}
		width += face.Advance(r)
		if prev >= 0 {
			width += face.Kern(prev, r)
		}
		prev = r
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

// widthOf returns the width of text in a face, as parts have it.
func widthOf(face *fonts.Face, text string) int32 { return clamp(face.Width(text)) }

func clamp(width int) int32 { return int32(min(width, math.MaxInt32)) }

func widthOfParts(parts []part) (width int32) {
	for i := range parts {
		width += parts[i].width
	}
	return width
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
