package dawg

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"
)

// AppendBinary appends the graph's file form to b: the number of letters and
// the letters in UTF-8, a byte that is 1 if the empty word is in the set, the
// index of the root and the number of edges, and then the edges as they are in
// memory, in four bytes each, the lowest first. The numbers are varints.
func (g *Graph) AppendBinary(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(g.letters)))
	for _, r := range g.letters {
		b = utf8.AppendRune(b, r)
	}
	empty := byte(0)
	if g.hasEmpty {
		empty = 1
	}
	b = append(b, empty)
	b = binary.AppendUvarint(b, uint64(g.root))
	b = binary.AppendUvarint(b, uint64(g.edges.len()))
	return append(b, g.edges...)
}

var errCorrupt = errors.New("not a word graph")

// Parse reads what AppendBinary wrote. The graph keeps data and reads it when
// it is asked for a word, so Parse looks at the beginning only: the edges of a
// file that others may have changed need [Graph.Check].
func Parse(data string) (*Graph, error) {
	n, data, ok := cutUvarint(data)
	if !ok || n > 255 {
		return nil, errCorrupt
	}
	letters := make([]rune, n)
	for i := range letters {
		r, size := utf8.DecodeRuneInString(data)
		if r == utf8.RuneError {
			return nil, errCorrupt
		}
		letters[i], data = r, data[size:]
	}
	if data == "" {
		return nil, errCorrupt
	}
	g := &Graph{hasEmpty: data[0] == 1}
	g.setLetters(letters)
	root, data, ok := cutUvarint(data[1:])
	if !ok {
		return nil, errCorrupt
	}
	count, data, ok := cutUvarint(data)
	if !ok || count > maxEdges || uint64(len(data)) != edgeSize*count || root > 0 && root >= count {
		return nil, errCorrupt
	}
	g.root, g.edges = uint32(root), edges(data)
	return g, nil
}

// Check reports whether the edges are sound: each has a letter and leads back
// to the beginning of a node, so that there are no circles, and the last node
// is closed.
func (g *Graph) Check() error {
	begins := make([]bool, max(1, g.edges.len())) // a node begins with this edge; with the first, which is none, a word ends
	begins[0] = true
	start := uint32(1)
	for i := start; int(i) < g.edges.len(); i++ {
		e := g.edges.at(i)
		if int(e.letter()) >= len(g.letters) || e.node() >= start || !begins[e.node()] {
			return errCorrupt
		}
		if e&lastEdge != 0 {
			begins[start], start = true, i+1
		}
	}
	if int(start) != len(begins) || int(g.root) >= len(begins) || !begins[g.root] {
		return errCorrupt
	}
	return nil
}

// cutUvarint cuts a varint off the beginning of data.
func cutUvarint(data string) (n uint64, rest string, ok bool) {
	n, size := binary.Uvarint([]byte(data[:min(len(data), binary.MaxVarintLen64)]))
	if size <= 0 {
		return 0, "", false
	}
	return n, data[size:], true
}
