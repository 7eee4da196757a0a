package language

import (
	"strings"
	"unicode/utf8"
)

// compoundLinks lists the languages that write compounds as one word, and what
// may stand between two parts: "Liebe-s-brief", "zon-ne-bloem".
var compoundLinks = map[string][]string{
	"de": {"", "s", "n", "en", "es", "er", "e", "ens", "ns"},
	"nl": {"", "s", "en", "e", "n", "er"},
	"sv": {"", "s"},
	"da": {"", "s", "e"},
	"nb": {"", "s", "e"},
}

// The bounds of a compound. Shorter parts would take nearly everything for
// a compound: "consider" is "con" and "sider".
const (
	shortestPart = 4  // letters
	mostParts    = 4  // "Donaudampfschiffahrtsgesellschaft"
	longestWord  = 80 // letters
)

// Compound reports whether word is made of two to four words of the list, each
// of four letters at least, with linking letters between them where the
// language has some ("Arbeitszimmer", "Liebesbrief"). It knows German and
// Dutch compounds; for other languages it is false. A true answer is weaker
// evidence than that of [Lexicon.Contains]: two words that stand together by
// accident ("derselben", "vielleichthaben") are one for it.
func (l *Lexicon) Compound(word string) bool {
	if l == nil {
		return false
	}
	word = foldWord(word)
	return l.split(word, shortestPart) || l.tag == "de" && l.split(modernGerman.Replace(word), shortestPart)
}

// split reports whether word is made of parts, the last of which has at least
// so many letters. It goes through the word once for each place at which a part
// may begin.
func (l *Lexicon) split(word string, last int) bool {
	if l.links == nil || len(word) < shortestPart+last || len(word) > longestWord || strings.ContainsAny(word, "-'") {
		return false
	}
	parts := make([]int, len(word)+1) // one more than the fewest parts before each byte, links included; 0 for none
	parts[0] = 1
	found := false
	for start := range word {
		if parts[start] == 0 || parts[start] > mostParts {
			continue
		}
		l.eachPart(word, start, func(end int) {
			if end == len(word) {
				found = found || start > 0 && utf8.RuneCountInString(word[start:]) >= last
				return
			}
			for _, link := range l.links {
				next := end + len(link)
				if strings.HasPrefix(word[end:], link) && next < len(word) && (parts[next] == 0 || parts[next] > parts[start]+1) {
					parts[next] = parts[start] + 1
				}
			}
		})
	}
	return found
}

// eachPart calls f with the end of every word of the list that begins at
// word[start:] and is long enough for a part.
func (l *Lexicon) eachPart(word string, start int, f func(end int)) {
	cursor := l.graph.Start()
	letters := 0
	for i, r := range word[start:] {
		next, ok := cursor.Next(r)
		if !ok {
			return
		}
		cursor = next
		if letters++; letters >= shortestPart && cursor.Word() {
			f(start + i + utf8.RuneLen(r))
		}
	}
}
