package language

import (
	"github.com/refolio/refolio/pipeline/language/internal/dawg"
)

// A pattern file as a graph, in which a pattern is looked up where the graph
// stands in the program: to read the TeX source took a book's share of what a
// short text has to wait for. Its words are
//
//   - a pattern's letters and then the levels of its gaps, each as the
//     character 0 to 9, up to the last that is not 0: ".ab1c4" is
//     ".abc\x00\x00\x00\x01\x04";
//   - asExcepted, a word that the file breaks itself, and then 1 for each gap
//     where it may be broken, 0 for the others: "ta-ble" is "\ntable\x00\x00\x01".
//
// The levels are the lowest letters, so that they come first of what follows.
const (
	highest    = 9
	asExcepted = '\n'
	wordEdge   = '.' // the word begins or ends here
)

// strange is the number of a letter that no pattern has.
const strange = 0

// patternGraph is a graph of patterns with the tables by which it is read.
type patternGraph struct {
	*dawg.Graph
	first    [256]dawg.Edge // by the number of a pattern's first letter
	excepted dawg.Edge      // by asExcepted
	edge     uint8          // the number of wordEdge
	upTo     uint8          // the number of the highest level
}

func parsePatternGraph(data string) (*patternGraph, error) {
	graph, err := dawg.Parse(data)
	if err != nil {
		return nil, err
	}
	g := &patternGraph{Graph: graph, excepted: graph.First(graph.Number(asExcepted)), edge: graph.Number(wordEdge)}
	for level := range rune(highest + 1) {
		g.upTo = max(g.upTo, graph.Number(level))
	}
	for n := range g.first {
		g.first[n] = graph.First(uint8(n))
	}
	return g, nil
}

// levels matches the patterns against a word and returns the level of the gap
// before each letter, where the word's edges count as letters, too: a break is
// allowed where it is odd. It uses the room that it is given.
func (g *patternGraph) levels(room []uint8, letters []uint8) []uint8 {
	word := append(append(append(room, g.edge), letters...), g.edge)
	levels := append(word[len(word):], make([]uint8, len(word)+1)...)
	if g.exception(levels[1:], letters) {
		return levels
	}
	for start, letter := range word {
		e := g.first[letter]
		for at := start + 1; e != 0; at++ {
			g.raise(levels[start:], e)
			if at == len(word) {
				break
			}
			e = g.Next(e, word[at])
		}
	}
	return levels
}

// exception sets the levels of the gaps before each letter of a word that the
// file breaks itself, and reports whether it is one.
func (g *patternGraph) exception(levels []uint8, letters []uint8) bool {
	e := g.excepted
	for _, letter := range letters {
		if e = g.Next(e, letter); e == 0 {
			return false
		}
	}
	return g.raise(levels, e) || e.Word()
}

// raise raises levels to those of the pattern whose letters end with e, and
// reports whether there is one.
func (g *patternGraph) raise(levels []uint8, e dawg.Edge) bool {
	e = g.Least(e)
	if e == 0 || e.Number() > g.upTo {
		return false
	}
	for i := range levels {
		levels[i] = max(levels[i], uint8(g.Letter(e.Number())))
		if e.Word() {
			break
		}
		e = g.Least(e)
	}
	return true
}
