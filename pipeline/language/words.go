package language

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/language/internal/dawg"
)

//go:generate go test -tags generate -run TestGenerate -count=1 -timeout 1h -v .

// The word lists as graphs, made by TestGenerateWords from the sources that
// LICENCES.md names. They are not compressed, so that a short text needn't wait
// for a word list of which it asks but a few words.
var (
	//go:embed words/de.dawg
	wordsDE string
	//go:embed words/en.dawg
	wordsEN string
	//go:embed words/es.dawg
	wordsES string
	//go:embed words/fr.dawg
	wordsFR string
	//go:embed words/it.dawg
	wordsIT string
	//go:embed words/la.dawg
	wordsLA string
	//go:embed words/nl.dawg
	wordsNL string
	//go:embed words/pl.dawg
	wordsPL string
	//go:embed words/pt.dawg
	wordsPT string
	//go:embed words/ru.dawg
	wordsRU string
)

// lexicons is the list of the languages that have a word list.
var lexicons = map[string]func() *Lexicon{
	"de": lexicon("de", wordsDE),
	"en": lexicon("en", wordsEN),
	"es": lexicon("es", wordsES),
	"fr": lexicon("fr", wordsFR),
	"it": lexicon("it", wordsIT),
	"la": lexicon("la", wordsLA),
	"nl": lexicon("nl", wordsNL),
	"pl": lexicon("pl", wordsPL),
	"pt": lexicon("pt", wordsPT),
	"ru": lexicon("ru", wordsRU),
}

func lexicon(tag, data string) func() *Lexicon {
	return sync.OnceValue(func() *Lexicon {
		graph, err := dawg.Parse(data)
		if err != nil {
			return nil // the list is embedded: TestEveryWordList would have failed
		}
		return newLexicon(tag, graph)
	})
}

// Lexicon is the word list of a language. It may be used by several
// goroutines at once. The nil Lexicon knows no word.
type Lexicon struct {
	tag      string
	graph    *dawg.Graph
	elisions []string // of the language, see [Facts.Elisions]
	links    []string // what may stand between the parts of a compound; nil if the language has none
}

func newLexicon(tag string, graph *dawg.Graph) *Lexicon {
	return &Lexicon{tag: tag, graph: graph, elisions: facts[tag].Elisions, links: compoundLinks[tag]}
}

// Words returns the word list for a BCP 47 tag, or nil if there is none. One
// list serves all the regions of a language: the English one has American and
// British spelling, the German one those before and after 1996.
func Words(tag string) *Lexicon {
	for tag = canonical(tag); tag != ""; tag = parent(tag) {
		if load, ok := lexicons[tag]; ok {
			return load()
		}
	}
	return nil
}

// Contains reports whether word is in the list. Case does not matter, as a
// sentence, a heading or a line of verse may have given it its capitals, and
// neither does which apostrophe it has. "king's" is known with "king" and "l'ami"
// with "ami", a word with hyphens only as a whole. German and Dutch compounds
// are mostly not contained: see [Lexicon.Compound]. No punctuation may be
// about the word.
func (l *Lexicon) Contains(word string) bool {
	if l == nil || word == "" {
		return false
	}
	if found, done := l.containsPlain(word); done {
		return found
	}
	word = foldWord(word)
	if l.graph.Contains(word) || l.tag == "de" && l.graph.Contains(modernGerman.Replace(word)) {
		return true
	}
	i := strings.IndexByte(word, '\'')
	if i < 0 {
		return false
	}
	if rest := word[i+1:]; rest == "s" || rest == "" {
		return l.graph.Contains(word[:i])
	} else if slices.Contains(l.elisions, word[:i+1]) {
		return l.graph.Contains(rest)
	}
	return false
}

// containsPlain settles the common case, a short ASCII word, without
// allocating: done says whether it did.
func (l *Lexicon) containsPlain(word string) (found, done bool) {
	var buffer [32]byte
	if len(word) > len(buffer) {
		return false, false
	}
	for i := range len(word) {
		c := word[i]
		if c >= utf8.RuneSelf || c == '\'' {
			return false, false
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buffer[i] = c
	}
	found = l.graph.Contains(string(buffer[:len(word)]))
	return found, found || l.tag != "de"
}

// modernGerman takes back what the spelling reforms of 1876 to 1901 changed
// everywhere: "Theil" is "Teil", "seyn" is "sein". It is for words that are not in the list as they
// stand, so that "Theater" keeps its h.
var modernGerman = strings.NewReplacer("th", "t", "ey", "ei")

// foldWord returns a word as the lists have it: composed, in lower case, with
// straight apostrophes and plain hyphens, and a round s for a long one.
func foldWord(word string) string {
	switch asciiCase(word) {
	case lowerCase:
		return word
	case mixedCase:
		return strings.ToLower(word)
	}
	return strings.Map(func(r rune) rune {
		switch r = unicode.ToLower(r); r {
		case '’', 'ʼ':
			return '\''
		case '\u2010', '\u2011':
			return '-'
		case '\u00AD':
			return -1
		case 'ſ':
			return 's'
		case 'ё':
			return 'е'
		}
		return r
	}, norm.NFC.String(word))
}

// What asciiCase finds.
const (
	lowerCase = iota // ASCII without capitals: folding leaves it alone
	mixedCase        // ASCII
	beyond           // not ASCII
)

func asciiCase(word string) int {
	found := lowerCase
	for i := range len(word) {
		switch c := word[i]; {
		case c >= utf8.RuneSelf:
			return beyond
		case 'A' <= c && c <= 'Z':
			found = mixedCase
		}
	}
	return found
}

// EachPrefix calls f with the length of every word of the list with which
// letters begin. They must be in lower case and composed.
func (l *Lexicon) EachPrefix(letters []rune, f func(n int)) {
	if l == nil {
		return
	}
	cursor := l.graph.Start()
	for i, r := range letters {
		switch r {
		case 'ſ':
			r = 's'
		case 'ё':
			r = 'е'
		}
		next, ok := cursor.Next(r)
		if !ok {
			return
		}
		if cursor = next; cursor.Word() {
			f(i + 1)
		}
	}
}
