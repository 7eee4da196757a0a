package typeset

import "github.com/refolio/refolio/formats/fonts"

// lexicon keeps the parts of words in one face, for most words of a text are met
// again.
type lexicon struct {
	face   *fonts.Face
	words  map[string]entry
	blocks [][]part          // the parts of all words; none goes over the end of a block
	recent [recentWords]word // by their hashes: most words of a text are a few hundred ones
}

// entry says where a word's parts are.
type entry struct {
	block      int32
	start, end int16
}

// word is a word with its parts.
type word struct {
	text  string
	parts []part
}

// What a lexicon keeps; a text without end must not fill the memory.
const (
	mostWords   = 1 << 16
	longestWord = 40      // bytes, and so parts
	blockSize   = 1 << 12 // parts
	recentWords = 1 << 10
)

// lexicon returns the lexicon of a face.
func (s *Setter) lexicon(face *fonts.Face) *lexicon {
	for _, l := range s.lexicons {
		if l.face == face {
			return l
		}
	}
	l := &lexicon{face: face, words: map[string]entry{}}
	s.lexicons = append(s.lexicons, l)
	return l
}

// lookUp returns the parts of a word, which are found out if it isn't known.
func (l *lexicon) lookUp(text string, analyse func(parts []part, text string) []part) []part {
	w := &l.recent[hash(text)]
	if w.text == text {
		return w.parts
	}
	e, known := l.words[text]
	if !known {
		e = l.add(text, analyse)
	}
	w.text, w.parts = text, l.blocks[e.block][e.start:e.end]
	return w.parts
}

// add adds a word.
func (l *lexicon) add(text string, analyse func(parts []part, text string) []part) entry {
	if len(l.words) >= mostWords {
		clear(l.words)
		l.blocks = nil
	}
	last := len(l.blocks) - 1
	if last < 0 || len(l.blocks[last])+longestWord > blockSize {
		l.blocks = append(l.blocks, make([]part, 0, blockSize))
		last++
	}
	e := entry{block: int32(last), start: int16(len(l.blocks[last]))}
	l.blocks[last] = analyse(l.blocks[last], text)
	e.end = int16(len(l.blocks[last]))
	l.words[text] = e
	return e
}

// hash tells most common words apart. The text is not empty.
func hash(text string) int {
	n := len(text)
	return (int(text[0])*5 + int(text[n/2])*67 + int(text[n-1])*257 + n*31) & (recentWords - 1)
}
