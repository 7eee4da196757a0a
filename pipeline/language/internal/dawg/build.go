package dawg

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Build makes the smallest graph of the given words, in any order and with
// repetitions. At most 255 different letters and about four million edges are
// possible.
func Build(words []string) (*Graph, error) {
	sorted := make([][]rune, len(words))
	seen := map[rune]bool{}
	for i, word := range words {
		if !utf8.ValidString(word) {
			return nil, fmt.Errorf("word %q is not valid UTF-8", word)
		}
		sorted[i] = []rune(word)
		for _, r := range sorted[i] {
			seen[r] = true
		}
	}
	if len(seen) > 255 {
		return nil, fmt.Errorf("%d different letters are too many", len(seen))
	}
	var letters []rune
	for r := range seen {
		letters = append(letters, r)
	}
	slices.Sort(letters)
	slices.SortFunc(sorted, slices.Compare)

	b := builder{register: map[string]uint32{}, edges: make([]Edge, 1)}
	b.setLetters(letters)
	for _, word := range sorted {
		b.insert(word)
	}
	b.root = b.freeze(0)
	if len(b.edges) > maxEdges {
		return nil, errors.New("the words need too many edges")
	}
	b.graph.edges, b.graph.root, b.graph.hasEmpty = pack(b.edges), b.root, len(sorted) > 0 && len(sorted[0]) == 0
	return &b.graph, nil
}

// pack brings edges into the form that is read.
func pack(list []Edge) edges {
	packed := make([]byte, 0, edgeSize*len(list))
	for _, e := range list {
		packed = binary.LittleEndian.AppendUint32(packed, uint32(e))
	}
	return edges(packed)
}

// builder makes a graph of sorted words, freezing each node as soon as no
// later word can go through it (Daciuk and others, Incremental construction of
// minimal acyclic finite-state automata, 2000).
type builder struct {
	graph    Graph
	path     [][]Edge          // the open nodes along the last word; their last edge leads to the next
	last     []rune            // the last word
	register map[string]uint32 // every frozen node by its edges
	edges    []Edge
	root     uint32
}

func (b *builder) setLetters(letters []rune) { b.graph.setLetters(letters) }

func (b *builder) insert(word []rune) {
	common := 0
	for common < min(len(word), len(b.last)) && word[common] == b.last[common] {
		common++
	}
	if common == len(word) {
		return // the last word again, or the empty one
	}
	b.closeTo(common)
	for i, r := range word[common:] {
		number, _ := slices.BinarySearch(b.graph.letters, r)
		e := Edge(number)
		if common+i == len(word)-1 {
			e |= endOfWord
		}
		if common+i == len(b.path) {
			b.path = append(b.path, nil)
		}
		b.path[common+i] = append(b.path[common+i], e)
	}
	b.last = word
}

// closeTo freezes the open nodes deeper than depth letters.
func (b *builder) closeTo(depth int) {
	for len(b.path) > depth+1 {
		node := b.freeze(len(b.path) - 1)
		b.path = b.path[:len(b.path)-1]
		parent := b.path[len(b.path)-1]
		parent[len(parent)-1] |= Edge(node << nodeShift)
	}
}

// freeze gives the open node at the given depth, and those below it, their
// place among the edges, which an equal node may have already.
func (b *builder) freeze(depth int) uint32 {
	b.closeTo(depth)
	if len(b.path) == 0 {
		return 0
	}
	node := b.path[depth]
	node[len(node)-1] |= lastEdge
	key := make([]byte, 0, 4*len(node))
	for _, e := range node {
		key = append(key, byte(e), byte(e>>8), byte(e>>16), byte(e>>24))
	}
	if at, ok := b.register[string(key)]; ok {
		return at
	}
	at := uint32(len(b.edges))
	b.edges = append(b.edges, node...)
	b.register[string(key)] = at
	return at
}
