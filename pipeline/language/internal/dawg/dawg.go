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

// Edge leads from a node to the next by a letter; 0 is none. It is, from the low
// bits: the letter's place among the letters, whether it is the last of its
// node, whether a word ends here, and the index of the first edge of the node
// that it leads to. The index 0 is no node: edges[0] is a sentinel.
type Edge uint32

const (
	lastEdge  Edge = 1 << 8
	endOfWord Edge = 1 << 9
	nodeShift      = 10
	maxEdges       = 1 << (32 - nodeShift)
)

func (e Edge) letter() uint8 { return uint8(e) }
func (e Edge) node() uint32  { return uint32(e >> nodeShift) }

// Number returns the number of the edge's letter, see [Graph.Number].
func (e Edge) Number() uint8 { return e.letter() + 1 }

// Word reports whether a word ends with the edge's letter.
func (e Edge) Word() bool { return e&endOfWord != 0 }

// edges holds edges, each in edgeSize bytes, the lowest first.
type edges string

const edgeSize = 4

func (e edges) len() int { return len(e) / edgeSize }

func (e edges) at(i uint32) Edge {
	b := e[edgeSize*int(i):][:edgeSize]
	return Edge(b[0]) | Edge(b[1])<<8 | Edge(b[2])<<16 | Edge(b[3])<<24
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

// Number returns the number of a letter, by which [Cursor.Follow] knows it:
// its place among the letters of all the words, from 1, or 0 if none has it.
func (g *Graph) Number(r rune) uint8 {
	if uint32(r) < utf8.RuneSelf {
		return g.ascii[r]
	}
	return g.numbers[r]
}

// Letter returns the letter of a number from 1 on.
func (g *Graph) Letter(number uint8) rune { return g.letters[number-1] }

// Next follows a letter. It is false if no word goes on so.
func (c Cursor) Next(r rune) (Cursor, bool) {
	g := c.graph
	number := g.Number(r)
	if number == 0 || c.node == 0 {
		return c, false
	}
	e := g.find(c.node, number)
	return Cursor{g, e.node(), e.Word()}, e != 0
}

// find returns the edge of a node, which must be one, that has the letter of a
// number, or 0: no edge of a node is, since it leads on or ends a word.
func (g *Graph) find(node uint32, number uint8) Edge {
	for list := g.edges[edgeSize*node:]; len(list) >= edgeSize; list = list[edgeSize:] {
		if list[0] == number-1 {
			return list.at(0)
		}
		if list[1]&uint8(lastEdge>>8) != 0 {
			break
		}
	}
	return 0
}

// First returns the edge of a number from the root, 0 if no word begins so.
func (g *Graph) First(number uint8) Edge {
	if number == 0 || g.root == 0 {
		return 0
	}
	return g.find(g.root, number)
}

// Next returns the edge of a number from the node that e leads to, 0 if no word
// goes on so.
func (g *Graph) Next(e Edge, number uint8) Edge {
	if number == 0 || e.node() == 0 {
		return 0
	}
	return g.find(e.node(), number)
}

// Least returns the edge of the lowest number from the node that e leads to, 0
// if no word goes on.
func (g *Graph) Least(e Edge) Edge { return g.edges.at(e.node()) }

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
