package language

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// parsePatterns reads a pattern file of hyph-utf8: TeX source of which
// \patterns{...} and \hyphenation{...} matter, with comments from % to the
// line's end.
func parsePatterns(text string) *Patterns {
	p := &Patterns{letters: map[rune]uint8{'.': wordEdge}, exceptions: map[string][]bool{}}
	text = withoutComments(text)
	patterns := group(text, `\patterns{`)
	p.trie.grow(strings.Count(patterns, "\n") * 4)
	for pattern := range strings.FieldsSeq(patterns) {
		p.addPattern(pattern)
	}
	for word := range strings.FieldsSeq(group(text, `\hyphenation{`)) {
		p.addException(word)
	}
	delete(p.letters, '.')
	p.trie.index = nil
	return p
}

func withoutComments(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.Lines(text) {
		code, _, _ := strings.Cut(line, "%")
		b.WriteString(strings.TrimRight(code, "\r\n"))
		b.WriteByte('\n')
	}
	return b.String()
}

// group returns what stands between opening and the next closing brace: the
// files have no braces inside.
func group(text, opening string) string {
	_, after, _ := strings.Cut(text, opening)
	body, _, _ := strings.Cut(after, "}")
	return body
}

// addPattern adds a pattern such as ".ab1c4": letters with a level in each
// gap where it isn't 0.
func (p *Patterns) addPattern(pattern string) {
	var buffer [64]byte
	levels := append(buffer[:0], '0')
	var last *edge
	for _, r := range pattern {
		if '0' <= r && r <= '9' {
			levels[len(levels)-1] = byte(r)
			continue
		}
		levels = append(levels, '0')
		node := uint32(0)
		if last != nil {
			node = last.to
		}
		last = p.trie.insert(node, p.number(r))
	}
	if last != nil {
		last.levels = p.trie.intern(bytes.TrimRight(levels, "0"))
	}
}

// number returns the number of a letter of the patterns, a new one if need be.
func (p *Patterns) number(r rune) uint8 {
	n, ok := p.letters[r]
	if !ok && len(p.letters)+firstLetter <= 255 {
		n = uint8(len(p.letters) - 1 + firstLetter) // the dot is in the map
		p.letters[r] = n
	}
	return n
}

// addException adds a word such as "ta-ble" that is broken just so.
func (p *Patterns) addException(word string) {
	letters := strings.ReplaceAll(word, "-", "")
	may := make([]bool, utf8.RuneCountInString(letters)+1)
	gap := 0
	for _, r := range word {
		if r == '-' {
			may[gap] = true
		} else {
			gap++
		}
	}
	p.exceptions[strings.Map(unicode.ToLower, letters)] = may
}

// trie is a tree of nodes reached letter by letter; node 0 is its root. The
// edges of all nodes are in one hash table with open addressing: one
// allocation for the 35,000 patterns of German.
type trie struct {
	edges  []edge
	used   int
	levels []string          // every different string of levels; the first is ""
	index  map[string]uint32 // into levels, while the trie is being built
}

// edge leads from a node by a letter to another. The zero edge is free: no
// edge leads to the root.
type edge struct {
	key    uint32 // node<<8 | letter
	to     uint32
	levels uint32 // of the pattern that ends at the node to: an index into trie.levels
}

// slot returns where the edge with the given key is, or the free place for it.
func (t *trie) slot(key uint32) *edge {
	mask := uint32(len(t.edges) - 1)
	for i := key * 2654435761 >> 7 & mask; ; i = (i + 1) & mask { // Knuth's multiplicative hash
		if e := &t.edges[i]; e.to == 0 || e.key == key {
			return e
		}
	}
}

// follow returns the edge by letter from node, or nil.
func (t *trie) follow(node uint32, letter uint8) *edge {
	if len(t.edges) == 0 || letter == strange {
		return nil
	}
	if e := t.slot(node<<8 | uint32(letter)); e.to != 0 {
		return e
	}
	return nil
}

// insert returns the edge by letter from node, adding it if need be. It is
// valid until the next insert.
func (t *trie) insert(node uint32, letter uint8) *edge {
	if t.used*2 >= len(t.edges) {
		t.grow(2 * t.used)
	}
	e := t.slot(node<<8 | uint32(letter))
	if e.to == 0 {
		t.used++
		*e = edge{key: node<<8 | uint32(letter), to: uint32(t.used)}
	}
	return e
}

// grow makes room for n edges at least.
func (t *trie) grow(n int) {
	size := 1 << 10
	for size < 2*n {
		size *= 2
	}
	old := t.edges
	t.edges = make([]edge, size)
	for _, e := range old {
		if e.to != 0 {
			*t.slot(e.key) = e
		}
	}
}

// intern returns the index of a string of levels.
func (t *trie) intern(levels []byte) uint32 {
	if t.index == nil {
		t.index = map[string]uint32{"": 0}
		t.levels = []string{""}
	}
	i, ok := t.index[string(levels)]
	if !ok {
		i = uint32(len(t.levels))
		t.index[string(levels)] = i
		t.levels = append(t.levels, string(levels))
	}
	return i
}
