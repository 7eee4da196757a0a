//go:build generate

package language

import (
	"bytes"
	"compress/gzip"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/language/internal/dawg"
)

// sources says what each word list is made of. LICENCES.md has where it is
// from and why it may be used.
var sources = []struct {
	tag       string
	dict      []string // files of /usr/share/dict
	tesseract []string // languages of Tesseract
	names     bool     // capitals don't tell names: German writes its nouns so
	compounds bool     // leave out what Compound finds by itself
}{
	{tag: "de", tesseract: []string{"deu", "frk"}, names: true, compounds: true},
	{tag: "en", dict: []string{"american-english-huge", "british-english-huge"}, names: true},
	{tag: "es", dict: []string{"spanish"}, tesseract: []string{"spa"}},
	{tag: "fr", tesseract: []string{"fra", "frm"}},
	{tag: "it", tesseract: []string{"ita"}},
	{tag: "la", tesseract: []string{"lat"}},
	{tag: "nl", dict: []string{"dutch"}, names: true, compounds: true},
	{tag: "pl", tesseract: []string{"pol"}},
	{tag: "pt", tesseract: []string{"por"}},
	{tag: "ru", tesseract: []string{"rus"}},
}

// TestGenerateWords writes words/*.dawg from the packages of a Debian 12
// machine: wamerican-huge, wbritish-huge, wdutch, wspanish, tesseract-ocr and
// tesseract-ocr-deu, -frk, -fra, -frm, -ita, -lat, -pol, -por, -rus, -spa.
func TestGenerateWords(t *testing.T) {
	lists := map[string]map[string]bool{} // of the web, by tag
	sure := map[string]map[string]bool{}  // of dictionaries
	for _, source := range sources {
		lists[source.tag], sure[source.tag] = map[string]bool{}, map[string]bool{}
		for _, name := range source.dict {
			data, err := os.ReadFile(filepath.Join(directory("DICT", "/usr/share/dict"), name))
			if err != nil {
				t.Fatal(err)
			}
			collect(sure[source.tag], source.tag, string(data), true, true, false)
		}
		for _, name := range source.tesseract {
			collect(lists[source.tag], source.tag, tesseractWords(t, name), source.names, source.tag == "fr", true)
		}
		maps.Copy(lists[source.tag], sure[source.tag])
	}
	foreign := foreignWords(lists)
	for _, source := range sources {
		words := lists[source.tag]
		for word := range foreign[source.tag] {
			if !sure[source.tag][word] {
				delete(words, word)
			}
		}
		t.Logf("%s: %d foreign words", source.tag, len(foreign[source.tag]))
		for word := range strings.FieldsSeq(shortWords[source.tag]) {
			words[word] = true
		}
		derive(source.tag, words)
		writeWords(t, source.tag, words, source.compounds)
	}
}

// foreignWords finds the words that a list shares with another language's and
// that look much more like that one: the web, of which Tesseract's lists are
// made, has "downloaded" in every language, and what it takes for Latin may be in
// any. The thresholds, in nats, keep "petit" and "alles", which English
// and Dutch have as well.
func foreignWords(lists map[string]map[string]bool) map[string]map[string]bool {
	models := map[string]*Spelling{}
	for tag, words := range lists {
		each := func(f func([]rune)) {
			for word := range words {
				if !strings.ContainsAny(word, "-'") {
					f([]rune(word))
				}
			}
		}
		s := newSpelling(tag, commonest(each))
		each(s.count)
		s.sum()
		models[tag] = s
	}
	foreign := map[string]map[string]bool{}
	for tag, words := range lists {
		foreign[tag] = map[string]bool{}
		for word := range words {
			for other := range lists {
				threshold := 5.0
				switch {
				case other == tag || !lists[other][word] || other != "en" && tag != "la":
					continue
				case tag == "la":
					threshold = 3
				}
				if models[other].chance(word)-models[tag].chance(word) > threshold && !isGrammarWord(tag, word) {
					foreign[tag][word] = true
				}
			}
		}
	}
	return foreign
}

// chance returns the logarithm of the chance of a word.
func (s *Spelling) chance(word string) float64 {
	walk := s.Walk()
	for _, r := range word {
		walk.Add(r)
	}
	return -walk.Cost()
}

// TestGeneratePatterns writes patterns/*.dawg from the files beside them.
func TestGeneratePatterns(t *testing.T) {
	files, err := filepath.Glob("patterns/*.tex.gz")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := readGzip(patternFiles, filepath.ToSlash(file))
		if err != nil {
			t.Fatal(err)
		}
		graph, err := dawg.Build(texWords(t, text))
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimSuffix(file, ".tex.gz") + ".dawg"
		if err := os.WriteFile(name, graph.AppendBinary(nil), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestGenerateSpelling writes spelling/*.gz from tesseract-ocr-cat, -ces, -dan,
// -ell, -fin, -hun, -nor, -ron, -swe, -tur and -ukr.
func TestGenerateSpelling(t *testing.T) {
	for tag, name := range map[string]string{"ca": "cat", "cs": "ces", "da": "dan", "el": "ell", "fi": "fin", "hu": "hun",
		"nb": "nor", "ro": "ron", "sv": "swe", "tr": "tur", "uk": "ukr"} {
		words := map[string]bool{}
		collect(words, tag, tesseractWords(t, name), false, false, true)
		each := func(f func([]rune)) {
			for word := range words {
				if !strings.ContainsAny(word, "-'") {
					f([]rune(word))
				}
			}
		}
		s := newSpelling(tag, commonest(each))
		each(s.count)
		writeGzip(t, "spelling/"+tag+".gz", appendSpelling(nil, s))
	}
}

func writeGzip(t *testing.T, name string, data []byte) {
	t.Helper()
	var file bytes.Buffer
	z, _ := gzip.NewWriterLevel(&file, gzip.BestCompression)
	z.Write(data)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, file.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d bytes", name, file.Len())
}

func directory(variable, usual string) string {
	if d := os.Getenv(variable); d != "" {
		return d
	}
	return usual
}

// tesseractWords has Tesseract's own tools unpack its word list.
func tesseractWords(t *testing.T, name string) string {
	t.Helper()
	model := filepath.Join(directory("TESSDATA", "/usr/share/tesseract-ocr/5/tessdata"), name+".traineddata")
	out := filepath.Join(t.TempDir(), "x.")
	list := out + "txt"
	for _, command := range [][]string{
		{"combine_tessdata", "-u", model, out},
		{"dawg2wordlist", out + "lstm-unicharset", out + "lstm-word-dawg", list},
	} {
		if output, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", command[0], err, output)
		}
	}
	data, err := os.ReadFile(list)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// collect adds the words of a list, one a line, in the form in which the
// lexicon has them. Without names, what is only ever written with a capital
// is left out, and so are short words that are all capitals: abbreviations.
// Without hyphens, so are words that have one. A list from the web has
// abbreviations without a vowel, and glued words with an apostrophe.
func collect(words map[string]bool, tag, list string, names, hyphens, web bool) {
	small := map[string]bool{}
	capital := map[string]bool{}
	for line := range strings.Lines(list) {
		line = norm.NFC.String(strings.TrimSpace(line))
		word := strings.TrimSuffix(foldWord(line), "'s")
		if i := strings.IndexByte(word, '\''); i > 0 && slices.Contains(facts[tag].Elisions, word[:i+1]) && len(word)-i > 4 {
			word = word[i+1:] // "l'écrivain"
		}
		switch letters := utf8.RuneCountInString(word); {
		case !wellFormed(tag, word):
		case strings.Contains(word, "-") && !hyphens:
		case web && (consonants(word) || strings.Contains(word, "'") && !strings.Contains(keptApostrophes, word)):
		case letters > 1 && allCapitals(line):
			if letters > 4 {
				small[word] = true
			}
		case unicode.IsUpper(firstRune(line)) && !names:
			capital[word] = true
		default:
			small[word] = true
		}
	}
	for word := range small {
		if utf8.RuneCountInString(word) > 2 {
			words[word] = true
		}
	}
}

// keptApostrophes are the words that have an apostrophe for good.
const keptApostrophes = "aujourd'hui quelqu'un quelqu'une presqu'île entr'ouvert entr'ouverte prud'homme"

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func allCapitals(s string) bool { return s == strings.ToUpper(s) }

func isGrammarWord(tag, word string) bool {
	for _, language := range grammarWords {
		if language.tag == tag {
			return slices.Contains(strings.Fields(language.words), word)
		}
	}
	return false
}

// wellFormed reports whether word is written in the language's letters, with
// single hyphens and apostrophes inside it at most.
func wellFormed(tag, word string) bool {
	inner := false
	for _, r := range foldGreek(word) {
		if r == '-' || r == '\'' {
			if !inner {
				return false
			}
			inner = false
			continue
		}
		if !strings.ContainsRune(alphabets[tag], r) {
			return false
		}
		inner = true
	}
	return inner && len(word) <= 60
}

// sureLastPart is longer than what Compound asks for, so that "kinderen",
// which is no compound of "kind" and "eren", stays in the list.
const sureLastPart = 5

// withoutCompounds leaves out the words that Compound finds. The first pass
// may take a part away that another word needs, so the second puts back what is not found.
func withoutCompounds(t *testing.T, tag string, graph *dawg.Graph, list []string) *dawg.Graph {
	t.Helper()
	full := newLexicon(tag, graph)
	kept := slices.DeleteFunc(slices.Clone(list), func(word string) bool { return full.split(word, sureLastPart) })
	graph, err := dawg.Build(kept)
	if err != nil {
		t.Fatal(err)
	}
	few := newLexicon(tag, graph)
	lost := slices.DeleteFunc(list, func(word string) bool { return few.graph.Contains(word) || few.split(word, sureLastPart) })
	if graph, err = dawg.Build(append(kept, lost...)); err != nil {
		t.Fatal(err)
	}
	t.Logf("%s: %d compounds left out", tag, len(list)-len(kept)-len(lost))
	return graph
}

// writeWords writes a list, without the words that Compound finds if asked.
func writeWords(t *testing.T, tag string, words map[string]bool, compounds bool) {
	t.Helper()
	list := slices.Sorted(maps.Keys(words))
	graph, err := dawg.Build(list)
	if err != nil {
		t.Fatal(err)
	}
	if compounds {
		graph = withoutCompounds(t, tag, graph, list)
	}
	t.Logf("%s: %d words", tag, len(words))
	if err := os.WriteFile("words/"+tag+".dawg", graph.AppendBinary(nil), 0o644); err != nil {
		t.Fatal(err)
	}
	if dump := os.Getenv("DUMP"); dump != "" {
		var b strings.Builder
		graph.Each(func(word []rune) bool { b.WriteString(string(word) + "\n"); return true })
		os.WriteFile(filepath.Join(dump, tag+".txt"), []byte(b.String()), 0o644)
	}
}

// appendSpelling appends the file form of s, without its sequences of four.
func appendSpelling(b []byte, s *Spelling) []byte {
	b = append(b, byte(len(s.letters)))
	for _, r := range s.letters {
		b = utf8.AppendRune(b, r)
	}
	for _, n := range s.three {
		b = append(b, byte(math.Round(math.Log2(1+float64(n))*stepsPerDoubling)))
	}
	return b
}
