package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
)

// generate writes the extracted text of a book of so many words as a program
// prints it that knows nothing of pages: with running heads, folios, words
// broken at line ends and footnotes. The same number makes the same book.
func generate(w io.Writer, words int) error {
	g := &generator{out: bufio.NewWriter(w), random: rand.New(rand.NewPCG(3, 4)), page: 1}
	for chapter := 1; g.words < words; chapter++ {
		g.chapter(chapter)
	}
	g.endPage()
	return g.out.Flush()
}

const (
	measure      = 62 // characters a line
	linesPerPage = 36
	perChapter   = 6000 // words
)

type generator struct {
	out    *bufio.Writer
	random *rand.Rand
	words  int
	title  string
	page   int
	lines  int      // on the page
	notes  []string // lines of the page's notes
	note   int      // the number of the last
}

var vocabulary = strings.Fields(`the a an of and in to with from over under before after harbour lantern keeper ledger weather
	morning evening river bridge stone wall garden letter window winter summer wind water road mile field orchard barley
	bell tower market voice silence memory measure account voyage cargo captain passenger merchant island channel current
	slowly seldom often always perhaps certainly quietly carefully was were had has stood carried measured remembered forgot
	answered opened closed crossed followed returned promised believed considered determined described discovered mentioned
	old young narrow broad bright heavy ordinary particular considerable uncertain northern southern patient neighbouring`)

func (g *generator) word() string { return vocabulary[g.random.IntN(len(vocabulary))] }

// sentence returns a sentence, and a note's mark behind some.
func (g *generator) sentence(withNotes bool) string {
	n := 6 + g.random.IntN(16)
	words := make([]string, n)
	for i := range words {
		words[i] = g.word()
		if i > 3 && i < n-3 && g.random.IntN(9) == 0 {
			words[i] += ","
		}
	}
	g.words += n
	words[0] = strings.ToUpper(words[0][:1]) + words[0][1:]
	mark := ""
	if withNotes && g.random.IntN(12) == 0 {
		g.note++
		mark = fmt.Sprint(g.note)
		g.notes = append(g.notes, g.wrapped(mark+" "+g.sentence(false), "")...)
	}
	return strings.Join(words, " ") + "." + mark
}

func (g *generator) chapter(number int) {
	g.endPage()
	g.title = fmt.Sprintf("The %s %s", strings.ToUpper(g.word()), strings.ToUpper(g.word()))
	g.line(fmt.Sprintf("CHAPTER %d", number))
	g.line("")
	g.line(g.title)
	g.line("")
	for until := g.words + perChapter; g.words < until; {
		var sentences []string
		for range 3 + g.random.IntN(6) {
			sentences = append(sentences, g.sentence(true))
		}
		for _, line := range g.wrapped(strings.Join(sentences, " "), "   ") {
			g.line(line)
		}
	}
}

// wrapped breaks text into lines, long words with a hyphen.
func (g *generator) wrapped(text, indent string) (lines []string) {
	line := indent
	for word := range strings.FieldsSeq(text) {
		if len(line)+len(word) >= measure {
			if room := measure - len(line) - 1; room > 3 && len(word) > room+3 && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz") == "" {
				line += word[:room] + "- "
				word = word[room:]
			}
			lines = append(lines, strings.TrimRight(line, " "))
			line = ""
		}
		line += word + " "
	}
	return append(lines, strings.TrimRight(line, " "))
}

// line prints a line of the text and turns the page if it is full.
func (g *generator) line(s string) {
	if g.lines == 0 {
		head := fmt.Sprintf("%d  THE KEEPER’S ACCOUNT", g.page)
		if g.page%2 == 1 {
			head = fmt.Sprintf("%s  %d", g.title, g.page)
		}
		fmt.Fprintf(g.out, "%s\n\n", head)
	}
	fmt.Fprintln(g.out, s)
	if g.lines++; g.lines+len(g.notes) >= linesPerPage {
		g.endPage()
	}
}

// endPage prints the page's notes and a form feed.
func (g *generator) endPage() {
	if g.lines == 0 {
		return
	}
	for _, n := range g.notes {
		fmt.Fprintln(g.out, n)
	}
	fmt.Fprint(g.out, "\f")
	g.notes, g.lines = nil, 0
	g.page++
}
