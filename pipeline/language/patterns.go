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
	tree := newSapling(len(patterns) / 2)
	for pattern := range strings.FieldsSeq(patterns) {
		p.addPattern(tree, pattern)
	}
	p.trie = tree.trie()
	for word := range strings.FieldsSeq(group(text, `\hyphenation{`)) {
		p.addException(word)
	}
	delete(p.letters, '.')
	p.tabulate()
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
func (p *Patterns) addPattern(tree *sapling, pattern string) {
	var buffer [64]byte
	levels := append(buffer[:0], '0')
	node := uint32(0)
	for _, r := range pattern {
		if '0' <= r && r <= '9' {
			levels[len(levels)-1] = byte(r)
			continue
		}
		levels = append(levels, '0')
		node = tree.child(node, p.number(r))
	}
	if node != 0 {
		tree.mark(node, bytes.TrimRight(levels, "0"))
	}
}

// number returns the number of a letter of the patterns, a new one if need be.
func (p *Patterns) number(r rune) uint8 {
	if r < utf8.RuneSelf && p.ascii[r] != strange {
		return p.ascii[r]
	}
	n, ok := p.letters[r]
	if !ok && len(p.letters)+firstLetter <= 255 {
		n = uint8(len(p.letters) - 1 + firstLetter) // the dot is in the map
		p.letters[r] = n
	}
	if r < utf8.RuneSelf {
		p.ascii[r] = n
	}
	return n
}

// tabulate fills in p.ascii.
func (p *Patterns) tabulate() {
	for r := range p.ascii {
		p.ascii[r] = p.numberOf(rune(r))
	}
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
