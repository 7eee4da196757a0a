package language

// trie is a tree of letters; a pattern leads from its root, node 0, to a node of
// its own. The nodes are packed, for a book asks for millions of them: those
// of English take 100 KB, those of German 1 MB.
type trie struct {
	nodes  []node
	root   [256]uint32 // the root's children by their letters; 0 if there is none
	levels []string    // every different string of levels; the first is ""
}

// node is a node of a trie. Its children stand side by side.
type node struct {
	first    uint32 // child
	levels   uint16 // of the pattern that ends here: an index into trie.levels
	letter   uint8  // that leads here
	children uint8
}

// child returns the child of node n by letter, 0 if there is none.
func (t *trie) child(n uint32, letter uint8) uint32 {
	first := t.nodes[n].first
	for i := range uint32(t.nodes[n].children) {
		if t.nodes[first+i].letter == letter {
			return first + i
		}
	}
	return 0
}

// sapling is a trie that grows. The children of a node are a list, the youngest
// first: most pattern files are sorted, so that it is the one that is asked for.
type sapling struct {
	nodes  []shoot
	levels []string
	index  map[string]uint16 // into levels
}

// shoot is a node of a sapling; 0 stands for no other node.
type shoot struct {
	child, sibling uint32
	levels         uint16
	letter         uint8
	children       uint8
}

// newSapling returns a sapling with room for some nodes.
func newSapling(room int) *sapling {
	return &sapling{nodes: make([]shoot, 1, room+1), levels: []string{""}, index: map[string]uint16{"": 0}}
}

// child returns the child of node n by letter, a new one if need be.
func (s *sapling) child(n uint32, letter uint8) uint32 {
	for c := s.nodes[n].child; c != 0; c = s.nodes[c].sibling {
		if s.nodes[c].letter == letter {
			return c
		}
	}
	c := uint32(len(s.nodes))
	s.nodes = append(s.nodes, shoot{sibling: s.nodes[n].child, letter: letter})
	s.nodes[n].child = c
	s.nodes[n].children++
	return c
}

// mark gives a node the levels of the pattern that ends there.
func (s *sapling) mark(n uint32, levels []byte) {
	i, ok := s.index[string(levels)]
	if !ok {
		i = uint16(len(s.levels))
		s.index[string(levels)] = i
		s.levels = append(s.levels, string(levels))
	}
	s.nodes[n].levels = i
}

// trie packs the tree, level by level.
func (s *sapling) trie() trie {
	t := trie{nodes: make([]node, 1, len(s.nodes)), levels: s.levels}
	grown := make([]uint32, 1, len(s.nodes)) // by packed node
	for n := 0; n < len(grown); n++ {
		from := &s.nodes[grown[n]]
		t.nodes[n].first, t.nodes[n].children = uint32(len(grown)), from.children
		for c := from.child; c != 0; c = s.nodes[c].sibling {
			grown = append(grown, c)
			t.nodes = append(t.nodes, node{levels: s.nodes[c].levels, letter: s.nodes[c].letter})
		}
	}
	for i := range uint32(t.nodes[0].children) {
		t.root[t.nodes[1+i].letter] = 1 + i
	}
	return t
}
