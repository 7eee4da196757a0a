package language

import (
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// patternFiles holds the pattern files of the hyph-utf8 collection, each
// unchanged within its gzip wrapper, so that the notice at its head stays
// with it. See LICENCES.md.
//
//go:embed patterns/*.tex.gz
var patternFiles embed.FS

// patternSets is the list of the languages that can be hyphenated. A file is
// read when its language is first asked for.
var patternSets = map[string]func() *Patterns{
	"ca":         patternSet("ca", 2, 2),
	"da":         patternSet("da", 2, 2),
	"de":         patternSet("de-1996", 2, 2),
	"de-1901":    patternSet("de-1901", 2, 2),
	"el":         patternSet("el-monoton", 1, 1),
	"el-polyton": patternSet("el-polyton", 1, 1),
	"en":         patternSet("en-us", 2, 3),
	"en-gb":      patternSet("en-gb", 2, 3),
	"es":         patternSet("es", 2, 2),
	"fi":         patternSet("fi", 2, 2),
	"fr":         patternSet("fr", 2, 2),
	"grc":        patternSet("grc", 1, 1),
	"it":         patternSet("it", 2, 2),
	"la":         patternSet("la", 2, 2),
	"nb":         patternSet("no", 2, 2),
	"nl":         patternSet("nl", 2, 2),
	"pl":         patternSet("pl", 2, 2),
	"pt":         patternSet("pt", 2, 3),
	"ru":         patternSet("ru", 2, 2),
	"sv":         patternSet("sv", 2, 2),
	"tr":         patternSet("tr", 2, 2),
	"uk":         patternSet("uk", 2, 2),
}

// patternSet returns the loader of one pattern file. left and right are the
// file's own "typesetting" minima.
func patternSet(file string, left, right int) func() *Patterns {
	return sync.OnceValue(func() *Patterns {
		text, err := readGzip(patternFiles, "patterns/hyph-"+file+".tex.gz")
		if err != nil {
			return nil // the file is embedded: TestEveryPatternFile would have failed
		}
		p := parsePatterns(text)
		p.left, p.right = left, right
		if file == "tr" {
			p.lower = unicode.TurkishCase.ToLower
			p.tabulate()
		}
		return p
	})
}

func readGzip(fsys embed.FS, name string) (string, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return "", fmt.Errorf("unpack %s: %w", name, err)
	}
	return string(text), nil
}

// Patterns knows where the words of one language may be broken at a line's
// end, by the method of Franklin Liang (Word Hy-phen-a-tion by Com-put-er,
// 1983) that TeX made standard: every pattern that matches a part of the word
// gives its gaps a level, the highest level wins, and an odd one allows a
// break. Patterns may be used by several goroutines at once. The nil Patterns
// breaks nothing.
type Patterns struct {
	left, right int                  // the fewest letters before and after a break
	lower       func(rune) rune      // nil stands for unicode.ToLower
	letters     map[rune]uint8       // the letters of the patterns, numbered from firstLetter
	ascii       [utf8.RuneSelf]uint8 // the numbers of the ASCII ones, large and small
	trie        trie                 // the patterns
	exceptions  map[string][]bool    // words that the file itself breaks: for each gap, whether
}

// Letter numbers that are no letter of the language.
const (
	strange     = 0 // a letter that no pattern has
	wordEdge    = 1 // the dot of a pattern: the word begins or ends here
	firstLetter = 2
)

// Hyphenation returns the hyphenation patterns for a BCP 47 tag, or nil if
// there are none. A region or a script that has no patterns of its own gets
// those of the language: "de-AT" is "de". "en" is American and "en-GB"
// British; "de-1901" is German in the spelling before 1996, "el-polyton" is
// Greek in the spelling before 1982 and "grc" ancient Greek.
func Hyphenation(tag string) *Patterns {
	for tag = canonical(tag); tag != ""; tag = parent(tag) {
		if load, ok := patternSets[tag]; ok {
			return load()
		}
	}
	return nil
}

// Breaks returns the places where word may be broken, as byte offsets into
// it, rising, each at the beginning of a letter and none at either end. The
// word keeps its case and may have punctuation about it. Its parts between
// hyphens are hyphenated each by itself, but never so that fewer than three
// letters stand between two hyphens ("well-being", not "well-be-ing"). What
// has a digit, a slash, an at sign or an underscore in it is no word and is
// not broken. A hyphen has to be added by whoever breaks the line.
func (p *Patterns) Breaks(word string) []int {
	if p == nil {
		return nil
	}
	var breaks []int
	var room struct { // enough for most words, and on the stack
		offsets [32]int
		letters [32]uint8
		runes   [32]rune
	}
	run := run{offsets: room.offsets[:0], letters: room.letters[:0], runes: room.runes[:0]}
	for i, r := range word {
		switch {
		case r >= '0' && r <= '9' || r == '/' || r == '@' || r == '_' || r == '\\':
			return nil
		case r >= 0x300 && unicode.Is(unicode.Mn, r) && len(run.letters) > 0:
			p.mark(&run, word, i, r)
		case unicode.IsLetter(r) || p.apostrophe(r) != strange && len(run.letters) > 0:
			run.offsets = append(run.offsets, i)
			run.letters = append(run.letters, p.letter(r))
			run.runes = append(run.runes, p.fold(r))
		default:
			breaks = p.breakRun(breaks, &run, isHyphen(r))
			run.reset(isHyphen(r))
		}
	}
	return p.breakRun(breaks, &run, false)
}

// run is a sequence of letters within a word.
type run struct {
	offsets     []int   // where each letter begins
	letters     []uint8 // by number
	runes       []rune  // folded, for the exceptions
	afterHyphen bool    // a hyphen stands before the first
}

func (r *run) reset(afterHyphen bool) {
	r.offsets, r.letters, r.runes = r.offsets[:0], r.letters[:0], r.runes[:0]
	r.afterHyphen = afterHyphen
}

func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' || r == '\u00AD' }

// mark adds the combining mark at word[i:] to the last letter of r, so that
// "ü" is the same letter composed and decomposed.
func (p *Patterns) mark(r *run, word string, i int, mark rune) {
	last := len(r.letters) - 1
	composed := []rune(norm.NFC.String(string(r.runes[last]) + string(mark)))
	if len(composed) == 1 {
		r.runes[last] = composed[0]
		r.letters[last] = p.letter(composed[0])
	}
}

// fold maps a letter to the lower case.
func (p *Patterns) fold(r rune) rune {
	if p.lower != nil {
		return p.lower(r)
	}
	return unicode.ToLower(r)
}

// letter returns the number of r.
func (p *Patterns) letter(r rune) uint8 {
	if r < utf8.RuneSelf {
		return p.ascii[r]
	}
	return p.numberOf(r)
}

// numberOf finds the number of r. A letter that the language does not have is
// taken for the one that it is built on: the é of "café" in English is an e.
func (p *Patterns) numberOf(r rune) uint8 {
	r = p.fold(r)
	if n := p.letters[r]; n != strange {
		return n
	}
	if n := p.apostrophe(r); n != strange {
		return n
	}
	for _, base := range norm.NFKD.String(string(r)) {
		return p.letters[base]
	}
	return strange
}

// apostrophe returns the number of r if it is an apostrophe, straight or
// curly, in a language whose patterns know one ("l'abri").
func (p *Patterns) apostrophe(r rune) uint8 {
	if r != '\'' && r != '’' {
		return strange
	}
	return max(p.letters['\''], p.letters['’'])
}

// besideHyphen is the fewest letters between a hyphen of the word and a break.
const besideHyphen = 3

// breakRun adds the breaks of one run of letters to breaks.
func (p *Patterns) breakRun(breaks []int, r *run, hyphenFollows bool) []int {
	left, right := p.left, p.right
	if r.afterHyphen {
		left = max(left, besideHyphen)
	}
	if hyphenFollows {
		right = max(right, besideHyphen)
	}
	if len(r.letters) < left+right {
		return breaks
	}
	may, known := p.exceptions[string(r.runes)]
	var room [64]uint8
	var levels []uint8
	if !known {
		levels = p.levels(room[:0], r.letters)
	}
	for gap := left; gap <= len(r.letters)-right; gap++ {
		if known && may[gap] || !known && levels[gap+1]%2 == 1 { // levels counts the edge
			breaks = append(breaks, r.offsets[gap])
		}
	}
	return breaks
}

// levels matches the patterns against a word and returns the level of the gap
// before each letter, where the word's edges count as letters, too: a break is
// allowed where it is odd. It uses the room that it is given.
func (p *Patterns) levels(room []uint8, letters []uint8) []uint8 {
	word := append(append(append(room, wordEdge), letters...), wordEdge)
	levels := append(word[len(word):], make([]uint8, len(word)+1)...)
	for start, letter := range word {
		at := start
		for n := p.trie.root[letter]; n != 0; n = p.trie.child(n, word[at]) {
			if found := p.trie.nodes[n].levels; found != 0 {
				for i, level := range []byte(p.trie.levels[found]) {
					levels[start+i] = max(levels[start+i], level-'0')
				}
			}
			if at++; at == len(word) {
				break
			}
		}
	}
	return levels
}
