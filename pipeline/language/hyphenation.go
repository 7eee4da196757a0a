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

// The patterns as graphs (see patternGraph), made by TestGeneratePatterns from
// the files of the hyph-utf8 collection that LICENCES.md names. Those files are
// part of the program, too, so that the notices at their heads stay with them.
var (
	//go:embed patterns/hyph-ca.dawg
	patternsCA string
	//go:embed patterns/hyph-da.dawg
	patternsDA string
	//go:embed patterns/hyph-de-1996.dawg
	patternsDE1996 string
	//go:embed patterns/hyph-de-1901.dawg
	patternsDE1901 string
	//go:embed patterns/hyph-el-monoton.dawg
	patternsELMonoton string
	//go:embed patterns/hyph-el-polyton.dawg
	patternsELPolyton string
	//go:embed patterns/hyph-en-us.dawg
	patternsENUS string
	//go:embed patterns/hyph-en-gb.dawg
	patternsENGB string
	//go:embed patterns/hyph-es.dawg
	patternsES string
	//go:embed patterns/hyph-fi.dawg
	patternsFI string
	//go:embed patterns/hyph-fr.dawg
	patternsFR string
	//go:embed patterns/hyph-grc.dawg
	patternsGRC string
	//go:embed patterns/hyph-it.dawg
	patternsIT string
	//go:embed patterns/hyph-la.dawg
	patternsLA string
	//go:embed patterns/hyph-no.dawg
	patternsNO string
	//go:embed patterns/hyph-nl.dawg
	patternsNL string
	//go:embed patterns/hyph-pl.dawg
	patternsPL string
	//go:embed patterns/hyph-pt.dawg
	patternsPT string
	//go:embed patterns/hyph-ru.dawg
	patternsRU string
	//go:embed patterns/hyph-sv.dawg
	patternsSV string
	//go:embed patterns/hyph-tr.dawg
	patternsTR string
	//go:embed patterns/hyph-uk.dawg
	patternsUK string

	//go:embed patterns/*.tex.gz
	patternFiles embed.FS
)

// patternSets is the list of the languages that can be hyphenated.
var patternSets = map[string]func() *Patterns{
	"ca":         patternSet(patternsCA, 2, 2, unicode.ToLower),
	"da":         patternSet(patternsDA, 2, 2, unicode.ToLower),
	"de":         patternSet(patternsDE1996, 2, 2, unicode.ToLower),
	"de-1901":    patternSet(patternsDE1901, 2, 2, unicode.ToLower),
	"el":         patternSet(patternsELMonoton, 1, 1, unicode.ToLower),
	"el-polyton": patternSet(patternsELPolyton, 1, 1, unicode.ToLower),
	"en":         patternSet(patternsENUS, 2, 3, unicode.ToLower),
	"en-gb":      patternSet(patternsENGB, 2, 3, unicode.ToLower),
	"es":         patternSet(patternsES, 2, 2, unicode.ToLower),
	"fi":         patternSet(patternsFI, 2, 2, unicode.ToLower),
	"fr":         patternSet(patternsFR, 2, 2, unicode.ToLower),
	"grc":        patternSet(patternsGRC, 1, 1, unicode.ToLower),
	"it":         patternSet(patternsIT, 2, 2, unicode.ToLower),
	"la":         patternSet(patternsLA, 2, 2, unicode.ToLower),
	"nb":         patternSet(patternsNO, 2, 2, unicode.ToLower),
	"nl":         patternSet(patternsNL, 2, 2, unicode.ToLower),
	"pl":         patternSet(patternsPL, 2, 2, unicode.ToLower),
	"pt":         patternSet(patternsPT, 2, 3, unicode.ToLower),
	"ru":         patternSet(patternsRU, 2, 2, unicode.ToLower),
	"sv":         patternSet(patternsSV, 2, 2, unicode.ToLower),
	"tr":         patternSet(patternsTR, 2, 2, unicode.TurkishCase.ToLower),
	"uk":         patternSet(patternsUK, 2, 2, unicode.ToLower),
}

// patternSet returns the loader of one file's patterns. left and right are the
// file's own "typesetting" minima.
func patternSet(data string, left, right int, lower func(rune) rune) func() *Patterns {
	return sync.OnceValue(func() *Patterns {
		graph, err := parsePatternGraph(data)
		if err != nil {
			return nil // the graph is embedded: TestEveryPatternFile would have failed
		}
		p := &Patterns{left: left, right: right, lower: lower, patternGraph: graph}
		for r := range p.ascii {
			p.ascii[r] = p.numberOf(rune(r))
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
	*patternGraph
	left, right int                  // the fewest letters before and after a break
	lower       func(rune) rune      // makes a small letter of a large one
	ascii       [utf8.RuneSelf]uint8 // the numbers of the ASCII letters, large and small
}

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
	}
	run := run{offsets: room.offsets[:0], letters: room.letters[:0]}
	for i, r := range word {
		switch {
		case r >= '0' && r <= '9' || r == '/' || r == '@' || r == '_' || r == '\\':
			return nil
		case r >= 0x300 && unicode.Is(unicode.Mn, r) && len(run.letters) > 0:
			p.mark(&run, r)
		case unicode.IsLetter(r) || p.apostrophe(r) != strange && len(run.letters) > 0:
			run.offsets = append(run.offsets, i)
			run.letters = append(run.letters, p.letter(r))
			run.last = r
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
	last        rune    // the last of them as it is
	afterHyphen bool    // a hyphen stands before the first
}

func (r *run) reset(afterHyphen bool) {
	r.offsets, r.letters = r.offsets[:0], r.letters[:0]
	r.afterHyphen = afterHyphen
}

func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' || r == '\u00AD' }

// mark adds a combining mark to the last letter of r, so that "ü" is the same
// letter composed and decomposed.
func (p *Patterns) mark(r *run, mark rune) {
	composed := norm.NFC.String(string(r.last) + string(mark))
	if letter, size := utf8.DecodeRuneInString(composed); size == len(composed) {
		r.last, r.letters[len(r.letters)-1] = letter, p.letter(letter)
	}
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
	r = p.lower(r)
	if n := p.Number(r); n != strange {
		return n
	}
	if n := p.apostrophe(r); n != strange {
		return n
	}
	for _, base := range norm.NFKD.String(string(r)) {
		return p.Number(base)
	}
	return strange
}

// apostrophe returns the number of r if it is an apostrophe, straight or
// curly, in a language whose patterns know one ("l'abri").
func (p *Patterns) apostrophe(r rune) uint8 {
	if r != '\'' && r != '’' {
		return strange
	}
	return max(p.Number('\''), p.Number('’'))
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
	var room [64]uint8
	levels := p.levels(room[:0], r.letters)
	for gap := left; gap <= len(r.letters)-right; gap++ {
		if levels[gap+1]%2 == 1 { // levels counts the edge
			breaks = append(breaks, r.offsets[gap])
		}
	}
	return breaks
}
