package markdown

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// settleEmphasis makes the emphasis of a leaf such that Markdown can say it:
// white space at its ends moves out of it, neighbours are joined, delimiters
// are chosen so that they can be told apart. What still can't be said, as in
// "wor*d(s)*", is dropped: the words matter more.
func (l *leaf) settleEmphasis() {
	for l.trimOpen() || l.trimShut() || l.dropEmpty() {
	}
	for range 3 { // dropping a pair changes its neighbours
		pairs := l.emphasisPairs()
		l.chooseDelimiters(pairs)
		if !l.drop(pairs, l.unsayable) {
			return
		}
	}
	l.drop(l.emphasisPairs(), func(*emphasisPair) bool { return true })
}

// trimOpen moves the starts of emphasis and of links past white space and line breaks. It
// reports whether it changed anything.
func (l *leaf) trimOpen() (changed bool) {
	for i := len(l.marks) - 2; i >= 0; i-- {
		m, next := &l.marks[i], &l.marks[i+1]
		if m.kind != open && m.kind != linkOpen {
			continue
		}
		for m.at < next.at {
			r, n := utf8.DecodeRune(l.text[m.at:])
			if !unicode.IsSpace(r) {
				break
			}
			m.at += n
			changed = true
		}
		if m.at == next.at && next.kind == lineBreak {
			*m, *next = *next, *m
			changed = true
		}
	}
	return changed
}

// trimShut moves the ends of emphasis and of links back before white space and line breaks.
func (l *leaf) trimShut() (changed bool) {
	for i := 1; i < len(l.marks); i++ {
		m, last := &l.marks[i], &l.marks[i-1]
		if m.kind != shut && m.kind != linkShut {
			continue
		}
		for m.at > last.at {
			r, n := utf8.DecodeLastRune(l.text[:m.at])
			if !unicode.IsSpace(r) {
				break
			}
			m.at -= n
			changed = true
		}
		if m.at == last.at && last.kind == lineBreak {
			*m, *last = *last, *m
			changed = true
		}
	}
	return changed
}

// dropEmpty drops emphasis of nothing, and the seam between two neighbours
// of one kind.
func (l *leaf) dropEmpty() bool {
	kept := l.marks[:0]
	for _, m := range l.marks {
		if n := len(kept); n > 0 && m.at == kept[n-1].at && m.s == kept[n-1].s &&
			(m.kind == shut && kept[n-1].kind == open || m.kind == open && kept[n-1].kind == shut) {
			kept = kept[:n-1]
			continue
		}
		kept = append(kept, m)
	}
	changed := len(kept) < len(l.marks)
	l.marks = kept
	return changed
}

// emphasisPair is where one emphasis opens and shuts, as indices of marks,
// and the pair that it stands in.
type emphasisPair struct {
	open, shut int
	parent     *emphasisPair
}

// emphasisPairs finds which marks belong together, in the order of opening.
func (l *leaf) emphasisPairs() []*emphasisPair {
	var all []*emphasisPair
	var inner *emphasisPair
	for i, m := range l.marks {
		switch m.kind {
		case open:
			inner = &emphasisPair{open: i, parent: inner}
			all = append(all, inner)
		case shut:
			inner.shut = i
			inner = inner.parent
		}
	}
	return all
}

// chooseDelimiters gives each pair asterisks or underlines: not those of the
// pair around it, and if possible not those of a mark that it touches.
func (l *leaf) chooseDelimiters(pairs []*emphasisPair) {
	for _, pair := range pairs {
		c := byte('*')
		switch i := pair.open; {
		case pair.parent != nil:
			if l.marks[pair.parent.open].s[0] == c {
				c = '_'
			}
		case l.touches(i, i-1) && l.marks[i-1].kind == shut && l.marks[i-1].s[0] == c:
			c = '_'
		}
		s := string([]byte{c, c}[:len(l.marks[pair.open].s)])
		l.marks[pair.open].s, l.marks[pair.shut].s = s, s
	}
}

// touches reports whether marks i and j, neighbours, have no text between them.
func (l *leaf) touches(i, j int) bool {
	return j >= 0 && j < len(l.marks) && l.marks[i].at == l.marks[j].at
}

// drop drops the pairs for which f holds, and reports whether there were any.
func (l *leaf) drop(pairs []*emphasisPair, f func(*emphasisPair) bool) bool {
	dropped := map[int]bool{}
	for _, pair := range pairs {
		if f(pair) {
			dropped[pair.open], dropped[pair.shut] = true, true
		}
	}
	kept := l.marks[:0]
	for i, m := range l.marks {
		if !dropped[i] {
			kept = append(kept, m)
		}
	}
	l.marks = kept
	return len(dropped) > 0
}

// unsayable reports whether a parser might not take the delimiters of a pair
// for what they are. More than two pairs within each other are one too many,
// since there are only two kinds of delimiters.
func (l *leaf) unsayable(pair *emphasisPair) bool {
	if pair.parent != nil && pair.parent.parent != nil {
		return true
	}
	if words := l.text[l.marks[pair.open].at:l.marks[pair.shut].at]; l.dialect == Pandoc && bytes.Count(words, []byte("“")) != bytes.Count(words, []byte("”")) {
		return true // pandoc has quotations and emphasis not overlap
	}
	return !l.sayable(pair.open) || !l.sayable(pair.shut)
}

// sayable reports whether mark i does its work where it stands, for every
// kind of parser.
func (l *leaf) sayable(i int) bool {
	m := l.marks[i]
	for _, j := range [...]int{i - 1, i + 1} {
		if l.touches(i, j) && (l.marks[j].kind == open || l.marks[j].kind == shut) && (l.marks[j].s[0] == m.s[0] || l.dialect == Pandoc) {
			return false
		}
	}
	before, after := l.previous(m.at, i), l.next(m.at, i+1)
	if !flanksAs(m, before, after) {
		return false
	}
	// An address is written between angle brackets, which are punctuation.
	return l.seen&(colon|at) == 0 || flanksAs(m, '>', after) && flanksAs(m, before, '<')
}

// flanksAs reports whether a delimiter between two letters opens or shuts, as
// it is meant to, for every kind of parser.
func flanksAs(m mark, before, after rune) bool {
	for _, punct := range [...]func(rune) bool{isPunct, isPunctOrSymbol} {
		opens, closes := flanksBy(punct, classes[m.s[0]], before, after)
		if m.kind == open && !opens || m.kind == shut && !closes {
			return false
		}
	}
	return true
}
