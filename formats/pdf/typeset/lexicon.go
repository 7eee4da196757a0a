package typeset

import (
	"slices"

	"github.com/refolio/refolio/formats/fonts"
)

// lexicon keeps the parts of words in one face, for most words of a text are met
// again.
//
// A book asks it for every word, so it is a hash table of its own kind. What a
// short word needs, its letters and its parts, fills one line of the processor's
// cache, and the words come in the order in which they were first met, the
// common ones together.
type lexicon struct {
	face  *fonts.Face
	slots []int32           // by hash: a short word, counted from 1, or 0; at least a quarter are free
	short []word            // short words
	many  []part            // the parts of those that have more than fit into word
	long  map[string][]part // the other words
	fresh []part            // of the word that is being added
}

// word is a short word: 64 bytes.
type word struct {
	hash          uint32
	many          int32 // where its parts are, if they are more than fit here
	length, count uint8 // of the letters in bytes, and of the parts
	text          [18]byte
	parts         [3]part
}

// What a lexicon keeps at most; a text without end must not fill the memory.
const (
	mostWords   = 1 << 16 // of either kind
	longestWord = 40      // bytes
)

// lexicon returns the lexicon of a face.
func (s *Setter) lexicon(face *fonts.Face) *lexicon {
	for _, l := range s.lexicons {
		if l.face == face {
			return l
		}
	}
	l := &lexicon{face: face, slots: make([]int32, 1), long: map[string][]part{}}
	s.lexicons = append(s.lexicons, l)
	return l
}

// lookUp returns the parts of a word, which find appends if it isn't known. It
// may look up others for that. The parts are good until the next word is looked
// up.
func (l *lexicon) lookUp(text string, find func(parts []part, text string) []part) []part {
	if len(text) > len(word{}.text) {
		return l.lookUpLong(text, find)
	}
	h := hash(text)
	slot := l.slot(h, text)
	if *slot == 0 {
		slot = l.add(h, text, find)
	}
	w := &l.short[*slot-1]
	if int(w.count) > len(w.parts) {
		return l.many[w.many : int(w.many)+int(w.count)]
	}
	return w.parts[:w.count]
}

// slot returns the slot of a short word, or the free one for it.
func (l *lexicon) slot(h uint32, text string) *int32 {
	for i := h; ; i++ {
		slot := &l.slots[i&uint32(len(l.slots)-1)]
		if *slot == 0 {
			return slot
		}
		if w := &l.short[*slot-1]; w.hash == h && string(w.text[:w.length]) == text {
			return slot
		}
	}
}

// add adds a short word that is not known, and returns its slot.
func (l *lexicon) add(h uint32, text string, find func(parts []part, text string) []part) *int32 {
	l.fresh = find(l.fresh[:0], text)
	l.makeRoom()
	w := word{hash: h, length: uint8(len(text)), count: uint8(len(l.fresh))}
	copy(w.text[:], text)
	if copy(w.parts[:], l.fresh) < len(l.fresh) {
		w.many = int32(len(l.many))
		l.many = append(l.many, l.fresh...)
	}
	l.short = append(l.short, w)
	slot := l.slot(h, text)
	*slot = int32(len(l.short))
	return slot
}

// makeRoom makes room for a short word.
func (l *lexicon) makeRoom() {
	if len(l.short) == mostWords {
		clear(l.slots)
		l.short, l.many = l.short[:0], nil
	}
	if len(l.short) < cap(l.short) {
		return
	}
	l.slots = make([]int32, max(1<<9, 2*len(l.slots)))
	l.short = append(make([]word, 0, len(l.slots)/4*3), l.short...)
	for i := range l.short {
		w := &l.short[i]
		*l.slot(w.hash, string(w.text[:w.length])) = int32(i + 1)
	}
}

// lookUpLong is lookUp for a word that is not short.
func (l *lexicon) lookUpLong(text string, find func(parts []part, text string) []part) []part {
	parts, known := l.long[text]
	if !known {
		if len(l.long) == mostWords {
			clear(l.long)
		}
		l.fresh = find(l.fresh[:0], text)
		parts = slices.Clone(l.fresh)
		l.long[text] = parts
	}
	return parts
}

// hash is the function FNV-1a of Glenn Fowler, Landon Curt Noll and Kiem-Phong Vo.
func hash(text string) uint32 {
	h := uint32(2166136261)
	for i := range len(text) {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return h ^ h>>15
}
