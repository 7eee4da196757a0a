package dawg

import (
	"encoding/binary"
	"errors"
	"unicode/utf8"
)

// AppendBinary appends the graph's file form to b. It is made to be
// compressed: letters and flags first, then for each edge that leads on how
// far back its node stands, counted in nodes, which are small numbers.
//
// The file form is: the number of letters, the letters in UTF-8, the number of
// edges, a byte that tells whether the empty word is in the set; then a letter number and
// a byte of flags for each edge; then the distances. All numbers are varints.
func (g *Graph) AppendBinary(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(g.letters)))
	for _, r := range g.letters {
		b = utf8.AppendRune(b, r)
	}
	b = binary.AppendUvarint(b, uint64(max(len(g.edges), 1)-1))
	b = append(b, flag(g.hasEmpty, 1))
	ordinal := map[uint32]int{}
	first := true
	for i, e := range g.edges {
		if i == 0 {
			continue
		}
		if first {
			ordinal[uint32(i)] = len(ordinal)
		}
		first = e&lastEdge != 0
		b = append(b, e.letter())
	}
	for _, e := range g.edges[min(1, len(g.edges)):] {
		b = append(b, flag(e&lastEdge != 0, 1)|flag(e&endOfWord != 0, 2)|flag(e.node() != 0, 4))
	}
	node := 0
	for _, e := range g.edges[min(1, len(g.edges)):] {
		if e.node() != 0 {
			b = binary.AppendUvarint(b, uint64(node-ordinal[e.node()]))
		}
		if e&lastEdge != 0 {
			node++
		}
	}
	return b
}

func flag(is bool, bit byte) byte {
	if is {
		return bit
	}
	return 0
}

var errCorrupt = errors.New("not a word graph")

// Parse reads what AppendBinary wrote.
func Parse(data []byte) (*Graph, error) {
	n, data, err := uvarint(data)
	if err != nil || n > 255 {
		return nil, errCorrupt
	}
	letters := make([]rune, n)
	for i := range letters {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError {
			return nil, errCorrupt
		}
		letters[i], data = r, data[size:]
	}
	edges, data, err := uvarint(data)
	if err != nil || edges >= maxEdges || uint64(len(data)) < 1+2*edges {
		return nil, errCorrupt
	}
	g := &Graph{hasEmpty: data[0]&1 != 0}
	g.setLetters(letters)
	data = data[1:]
	if err := g.readEdges(data[:edges], data[edges:2*edges], data[2*edges:]); err != nil {
		return nil, err
	}
	return g, nil
}

// readEdges makes the edges of the three streams of the file form. Nodes only
// lead back, so the graph has no circles, and the last node is the root.
func (g *Graph) readEdges(letters, flags, distances []byte) error {
	g.edges = make([]edge, 1, len(letters)+1)
	nodes := make([]uint32, 0, len(letters)/2) // where each node begins
	start := uint32(1)
	for i, letter := range letters {
		if int(letter) >= len(g.letters) {
			return errCorrupt
		}
		e := edge(letter)
		if flags[i]&2 != 0 {
			e |= endOfWord
		}
		if flags[i]&4 != 0 {
			distance, rest, err := uvarint(distances)
			if err != nil || distance == 0 || distance > uint64(len(nodes)) {
				return errCorrupt
			}
			e |= edge(nodes[uint64(len(nodes))-distance] << nodeShift)
			distances = rest
		}
		if flags[i]&1 != 0 {
			e |= lastEdge
			nodes = append(nodes, start)
			start = uint32(i) + 2
		}
		g.edges = append(g.edges, e)
	}
	if int(start) != len(g.edges) {
		return errCorrupt // the last node is not closed
	}
	if len(nodes) > 0 {
		g.root = nodes[len(nodes)-1]
	}
	return nil
}

func uvarint(data []byte) (uint64, []byte, error) {
	n, size := binary.Uvarint(data)
	if size <= 0 {
		return 0, nil, errCorrupt
	}
	return n, data[size:], nil
}
