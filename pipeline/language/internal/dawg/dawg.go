// Package dawg keeps a large set of words in little room: a directed acyclic
// word graph, in which words share their beginnings and their endings alike.
//
//	 c         t s        car, cars,
//	──▶ a ──┬──▶──▶       cat, cats:
//	        └─r─▲         five edges
//
// The edges of a node stand side by side in one array, sorted by letter, each
// with the place of the node that it leads to; an edge also knows whether a
// word ends there. 348,000 English words take 140,000 edges.
//
// [Build] makes a graph, [Graph.AppendBinary] and [Parse] carry it through a
// file. The file form is also that in memory: a graph that stands in the
// program is not unpacked, and of its pages the system reads those that are
// asked for. A graph does not change and may be read by several goroutines at
// once.
package dawg

import (
	"unicode/utf8"
)

// Graph is a set of words. The zero Graph is empty.
type Graph struct {
	letters  []rune         // sorted; a letter's number is its place here
	ascii    [128]uint8     // number+1 of the ASCII letters, 0 for none
	numbers  map[rune]uint8 // number+1 of the others
	edges    edges
	root     uint32
	hasEmpty bool
}

// edge is, from the low bits: the letter's number, whether it is the last of
// its node, whether a word ends here, and the index of the first edge of the
// node that it leads to. The index 0 is no node: edges[0] is a sentinel.
type edge uint32

const (
	lastEdge  edge = 1 << 8
	endOfWord edge = 1 << 9
	nodeShift      = 10
	maxEdges       = 1 << (32 - nodeShift)
)

func (e edge) letter() uint8 { return uint8(e) }
func (e edge) node() uint32  { return uint32(e >> nodeShift) }

// edges holds edges, each in edgeSize bytes, the lowest first.
type edges string

const edgeSize = 4

func (e edges) len() int { return len(e) / edgeSize }

func (e edges) at(i uint32) edge {
	b := e[edgeSize*int(i):][:edgeSize]
	return edge(b[0]) | edge(b[1])<<8 | edge(b[2])<<16 | edge(b[3])<<24
}

// setLetters fills the tables by letter.
func (g *Graph) setLetters(letters []rune) {
	g.letters = letters
	g.numbers = map[rune]uint8{}
	for i, r := range letters {
		if r < utf8.RuneSelf {
			g.ascii[r] = uint8(i) + 1
		} else {
			g.numbers[r] = uint8(i) + 1
		}
	}
}

// Cursor is a place in a graph, reached by the letters so far.
type Cursor struct {
	graph *Graph
	node  uint32
	end   bool
}

// Start returns the cursor before the first letter.
func (g *Graph) Start() Cursor { return Cursor{g, g.root, g.hasEmpty} }

// Next follows a letter. It is false if no word goes on so.
func (c Cursor) Next(r rune) (Cursor, bool) {
	g := c.graph
	var number uint8
	if uint32(r) < utf8.RuneSelf {
		number = g.ascii[r]
	} else {
		number = g.numbers[r]
	}
	if number == 0 || c.node == 0 {
		return c, false
	}
	for i := c.node; ; i++ {
		e := g.edges.at(i)
		if e.letter() == number-1 {
			return Cursor{g, e.node(), e&endOfWord != 0}, true
		}
		if e&lastEdge != 0 {
			return c, false
		}
	}
}

// Word reports whether the letters so far are a word.
func (c Cursor) Word() bool { return c.end }

// Contains reports whether word is in the set.
func (g *Graph) Contains(word string) bool {
	c := g.Start()
	for _, r := range word {
		var ok bool
		if c, ok = c.Next(r); !ok {
			return false
		}
	}
	return c.Word()
}

// Each calls f for every word in the order of its letters, until f returns
// false. The slice is f's only until it returns.
func (g *Graph) Each(f func(word []rune) bool) {
	if g.hasEmpty && !f(nil) {
		return
	}
	g.each(g.root, make([]rune, 0, 64), f)
}

func (g *Graph) each(node uint32, prefix []rune, f func([]rune) bool) bool {
	if node == 0 {
		return true
	}
	for i := node; ; i++ {
		e := g.edges.at(i)
		word := append(prefix, g.letters[e.letter()])
		if e&endOfWord != 0 && !f(word) {
			return false
		}
		if !g.each(e.node(), word, f) {
			return false
		}
		if e&lastEdge != 0 {
			return true
		}
	}
}
