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
	slots []slot            // by hash; at least a quarter are free
	short [][]word          // short words, in pieces of wordsInPiece
	count int               // of them
	many  []part            // the parts of those that have more than fit into word
	long  map[string][]part // the other words
	fresh []part            // of the word that is being added

	fetched uint8 // means nothing, but that something was fetched
}

// slot holds a short word, counted from 1, in its lower bits, and above them the
// upper ones of its hash: most words that are not meant show it without being
// looked at. A free slot is 0.
type slot uint32

const (
	bitsOfWord = 17 // enough for mostWords
	ofWord     = 1<<bitsOfWord - 1
)

// word is a short word: 64 bytes.
type word struct {
	hash          uint32
	many          int32 // where its parts are, if they are more than fit here
	length, count uint8 // of the letters in bytes, and of the parts; as long as these are not known, 0
	text          [longestShort]byte
	parts         [3]part // if count is 0, the first has the width of the word
}

// What a lexicon keeps at most; a text without end must not fill the memory.
const (
	mostWords    = 1 << 16 // of either kind
	longestWord  = 40      // bytes
	longestShort = 18
	wordsInPiece = 1 << 8
)

// lexicon returns the lexicon of a face.
func (s *Setter) lexicon(face *fonts.Face) *lexicon {
	for _, l := range s.lexicons {
		if l.face == face {
			return l
		}
	}
	l := &lexicon{face: face, slots: make([]slot, 1), long: map[string][]part{}}
	s.lexicons = append(s.lexicons, l)
	return l
}

// lookUp returns a short word with the given hash. Its parts need not be known yet.
func (l *lexicon) lookUp(text string, h uint32) *word {
	at := l.find(h, text)
	if l.slots[at] == 0 {
		at = l.add(h, text)
	}
	return l.word(l.slots[at])
}

// width returns the width of a short word in thousandths of the type size.
func (l *lexicon) width(w *word) int32 {
	switch {
	case w.count == 0:
		return w.parts[0].width
	case int(w.count) > len(w.parts):
		return widthOfParts(l.many[w.many : int(w.many)+int(w.count)])
	}
	return widthOfParts(w.parts[:w.count])
}

// parts returns the parts of a short word, which find appends if they are not known.
// It may look up others for that. They are good until the next word is looked up.
func (l *lexicon) parts(w *word, text string, find func(parts []part, text string) []part) []part {
	if w.count == 0 {
		fresh := find(l.fresh[:0], text)
		w.count = uint8(len(fresh))
		if copy(w.parts[:], fresh) < len(fresh) {
			w.many = int32(len(l.many))
			l.many = append(l.many, fresh...)
		}
		l.fresh = fresh
	}
	if int(w.count) > len(w.parts) {
		return l.many[w.many : int(w.many)+int(w.count)]
	}
	return w.parts[:w.count]
}

// fetch finds the hashes of the next words and looks at what the lexicon has for
// them. Where a rare word stands is far from the processor; asked for together,
// several come in the time of one.
func (l *lexicon) fetch(words []fragment, text string) {
	var slots [len(builder{}.ahead)]slot
	for i := range words {
		w := &words[i]
		if w.end-w.start <= longestShort {
			w.hash = hash(text[w.start:w.end])
			slots[i] = l.slots[w.hash&uint32(len(l.slots)-1)]
		}
	}
	for _, s := range slots {
		if s != 0 {
			l.fetched += l.word(s).length
		}
	}
}

// find returns the slot of a short word, or the free one for it.
func (l *lexicon) find(h uint32, text string) uint32 {
	for i := h; ; i++ {
		i &= uint32(len(l.slots) - 1)
		s := l.slots[i]
		if s == 0 {
			return i
		}
		if uint32(s)>>bitsOfWord != h>>bitsOfWord {
			continue
		}
		if w := l.word(s); string(w.text[:w.length]) == text {
			return i
		}
	}
}

// add adds a short word that is not known, and returns its slot.
func (l *lexicon) add(h uint32, text string) uint32 {
	l.makeRoom()
	w := word{hash: h, length: uint8(len(text))}
	copy(w.text[:], text)
	w.parts[0].width = widthOf(l.face, text)
	last := len(l.short) - 1
	l.short[last] = append(l.short[last], w)
	l.count++
	at := l.find(h, text)
	l.slots[at] = slotOf(h, l.count)
	return at
}

// word returns the short word of a slot that is not free.
func (l *lexicon) word(s slot) *word {
	n := s&ofWord - 1
	return &l.short[n/wordsInPiece][n%wordsInPiece]
}

// slotOf returns the slot of short word n, counted from 1.
func slotOf(hash uint32, n int) slot { return slot(hash&^ofWord | uint32(n)) }

// makeRoom makes room for a short word.
func (l *lexicon) makeRoom() {
	if l.count == mostWords {
		clear(l.slots)
		l.short, l.many, l.count = nil, nil, 0
	}
	if l.count%wordsInPiece == 0 {
		l.short = append(l.short, make([]word, 0, wordsInPiece))
	}
	if l.count < len(l.slots)/4*3 {
		return
	}
	l.slots = make([]slot, max(1<<9, 2*len(l.slots)))
	for n := range l.count {
		w := l.word(slotOf(0, n+1))
		l.slots[l.find(w.hash, string(w.text[:w.length]))] = slotOf(w.hash, n+1)
	}
}

// lookUpLong returns the parts of a word that is not short.
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

// hash mixes the letters of a text, eight at a time.
func hash(text string) uint32 {
	const odd = 0x9E3779B97F4A7C15
	h := uint64(len(text)) * odd
	for ; len(text) >= 8; text = text[8:] {
		h = (h ^ eight(text)) * odd
		h ^= h >> 29
	}
	var rest uint64
	for i := range len(text) {
		rest = rest<<8 | uint64(text[i])
	}
	h = (h ^ rest) * odd
	h ^= h >> 32
	return uint32(h * odd >> 32)
}

// eight returns the first eight bytes of text as a number.
func eight(text string) uint64 {
	_ = text[7]
	return uint64(text[0]) | uint64(text[1])<<8 | uint64(text[2])<<16 | uint64(text[3])<<24 |
		uint64(text[4])<<32 | uint64(text[5])<<40 | uint64(text[6])<<48 | uint64(text[7])<<56
}
