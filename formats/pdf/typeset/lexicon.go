package typeset

import "github.com/refolio/refolio/formats/fonts"

// lexicon keeps the parts of words in one face, for most words of a text are met
// again. It is a hash table of its own kind: a book asks it for every word, and
// letters that lie beside the answer are at hand where those of the text are
// not.
type lexicon struct {
	face   *fonts.Face
	slots  []int32  // by hash: a word, counted from 1, or 0; at least half are free
	words  []word   // in the order in which they were met
	blocks [][]part // the parts of all words; none goes over the end of a block
	fresh  []part   // of the word that is being added
}

// word is a word and where its parts are.
type word struct {
	hash       uint32
	block      int32
	start, end int16
	length     uint8
	text       [longestWord]byte
}

// What a lexicon keeps at most; a text without end must not fill the memory.
const (
	mostWords   = 1 << 16
	longestWord = 35      // bytes, so that there are no more parts; a word takes 48
	blockSize   = 1 << 12 // parts
)

// lexicon returns the lexicon of a face.
func (s *Setter) lexicon(face *fonts.Face) *lexicon {
	for _, l := range s.lexicons {
		if l.face == face {
			return l
		}
	}
	l := &lexicon{face: face, slots: make([]int32, 1<<9)}
	s.lexicons = append(s.lexicons, l)
	return l
}

// lookUp returns the parts of a word, which find appends if it isn't known. It
// may look up others for that. The word has longestWord bytes at most.
func (l *lexicon) lookUp(text string, find func(parts []part, text string) []part) []part {
	h := hash(text)
	slot := l.slot(h, text)
	if *slot == 0 {
		slot = l.add(h, text, find)
	}
	w := &l.words[*slot-1]
	return l.blocks[w.block][w.start:w.end]
}

// slot returns the slot of a word, or the free one for it.
func (l *lexicon) slot(h uint32, text string) *int32 {
	for i := h; ; i++ {
		slot := &l.slots[i&uint32(len(l.slots)-1)]
		if *slot == 0 {
			return slot
		}
		if w := &l.words[*slot-1]; w.hash == h && string(w.text[:w.length]) == text {
			return slot
		}
	}
}

// add adds a word that is not known, and returns its slot.
func (l *lexicon) add(h uint32, text string, find func(parts []part, text string) []part) *int32 {
	l.fresh = find(l.fresh[:0], text)
	l.makeRoom()
	last := len(l.blocks) - 1
	block := l.blocks[last]
	w := word{hash: h, block: int32(last), start: int16(len(block)), length: uint8(len(text))}
	copy(w.text[:], text)
	block = append(block, l.fresh...)
	w.end = int16(len(block))
	l.blocks[last], l.words = block, append(l.words, w)
	slot := l.slot(h, text)
	*slot = int32(len(l.words))
	return slot
}

// makeRoom makes room for a word and its parts.
func (l *lexicon) makeRoom() {
	if len(l.words) == mostWords {
		clear(l.slots)
		l.words, l.blocks = l.words[:0], nil
	}
	if last := len(l.blocks) - 1; last < 0 || len(l.blocks[last])+longestWord > blockSize {
		l.blocks = append(l.blocks, make([]part, 0, blockSize))
	}
	if 2*len(l.words) < len(l.slots) {
		return
	}
	l.words = append(make([]word, 0, len(l.slots)), l.words...)
	l.slots = make([]int32, 2*len(l.slots))
	for i := range l.words {
		w := &l.words[i]
		*l.slot(w.hash, string(w.text[:w.length])) = int32(i + 1)
	}
}

// hash is the function FNV-1a of Glenn Fowler, Landon Curt Noll and Kiem-Phong Vo.
func hash(text string) uint32 {
	h := uint32(2166136261)
	for i := range len(text) {
		h = (h ^ uint32(text[i])) * 16777619
	}
	return h ^ h>>15
}
