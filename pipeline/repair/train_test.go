package repair

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/refolio/refolio/pipeline/source"
)

// The trainer of the general habits (habits_general.go), run by `make train`;
// without a corpus it tries itself on our own samples and writes nothing.
// -test names another corpus to try them on. Folders are absolute, or relative
// to this one.
//
// It aligns the rows of each case with the truth, so that it knows of each
// boundary whether the text goes on there, a block ends, or a line of verse
// does, and counts the signs. It prints how well habits that were learnt from
// these general ones, and from the text, tell the three apart: with tables
// made of all cases, and with tables made without the document, the extractor
// or the language of the case.
var (
	trainOn    = flag.String("train", "../../testdata", "a corpus to count the general habits from")
	testOn     = flag.String("test", "", "another corpus to try them on")
	writeHabit = flag.Bool("write", false, "write habits_general.go")
)

// lesson is a case with what happens at each of its boundaries: 'o' the text
// goes on, 'e' a block ends, 'l' a line of verse follows another, 0 unknown.
type lesson struct {
	document, extractor, language string
	bs                            []boundary
	what                          []byte
	measure                       float32
	merges                        bool
	inside                        gaps
	weight                        float64 // documents weigh alike
}

func TestTrain(t *testing.T) {
	lessons := readLessons(t, *trainOn)
	all := tabulate(lessons, func(*lesson) bool { return true })
	report := func(name string, lessons []lesson, tables func(l *lesson) *general) grade {
		var sum grade
		for i := range lessons {
			sum.add(lessons[i].grade(tables(&lessons[i])))
		}
		t.Logf("%-28s %s", name, sum)
		return sum
	}
	before := report("as they are", lessons, func(*lesson) *general { return &inGeneral })
	after := report("all cases", lessons, func(*lesson) *general { return all })
	if before.n == 0 || before.missed > before.n/20 || !(after.loss < 1.01*before.loss) {
		t.Errorf("habits miss %.3g of the ends, and what these cases teach makes the loss %.3g of %.3g", before.missed/before.n, after.loss, before.loss)
	}
	for _, group := range []struct {
		name string
		of   func(*lesson) string
	}{
		{"document", func(l *lesson) string { return l.document }},
		{"extractor", func(l *lesson) string { return l.extractor }},
		{"language", func(l *lesson) string { return l.language }},
	} {
		without := map[string]*general{}
		report("without the "+group.name, lessons, func(l *lesson) *general {
			own := group.of(l)
			if without[own] == nil {
				without[own] = tabulate(lessons, func(other *lesson) bool { return group.of(other) != own })
			}
			return without[own]
		})
	}
	if *testOn != "" {
		others := readLessons(t, *testOn)
		report("elsewhere, as they are", others, func(*lesson) *general { return &inGeneral })
		report("elsewhere", others, func(*lesson) *general { return all })
	}
	if *writeHabit {
		if err := os.WriteFile("habits_general.go", all.source(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// grade is how well boundaries were judged; cases weigh by their documents.
type grade struct{ missed, extra, loss, n float64 }

func (g *grade) add(o grade) {
	g.missed, g.extra, g.loss, g.n = g.missed+o.missed, g.extra+o.extra, g.loss+o.loss, g.n+o.n
}

func (g grade) String() string {
	return fmt.Sprintf("ends missed %.2f, extra %.2f, log loss %.2f per 1,000 rows", 1000*g.missed/g.n, 1000*g.extra/g.n, 1000*g.loss/g.n)
}

// grade judges a case by habits learnt from its rows, beginning with g.
func (l *lesson) grade(g *general) (out grade) {
	h := learnFrom(g.inside(l.inside), l.bs, l.measure, l.merges)
	for i, p := range h.endsAt(l.bs) {
		ends := l.what[i] == 'e'
		if l.what[i] != 'e' && l.what[i] != 'o' || l.bs[i].joined {
			continue
		}
		out.n += l.weight
		q := min(max(float64(p), 1e-4), 1-1e-4)
		switch {
		case ends:
			out.loss -= math.Log(q) * l.weight
			if q < 0.5 {
				out.missed += l.weight
			}
		default:
			out.loss -= math.Log(1-q) * l.weight
			if q > 0.5 {
				out.extra += l.weight
			}
		}
	}
	return out
}

// What a sign is taken to be at least as likely as: no corpus has everything.
const (
	fewestText   = 0.0005
	fewestFit    = 0.0004
	fewestLayout = 0.01
)

// tabulate counts the signs of the lessons that are to be counted.
func tabulate(lessons []lesson, use func(*lesson) bool) *general {
	var on, end, line signs
	var rows, ended, lines float64
	for i := range lessons {
		l := &lessons[i]
		if !use(l) {
			continue
		}
		h := learn(l.bs, l.measure, l.merges, l.inside) // for the indent
		above := 1                                      // whether the row above begins a paragraph
		for k := range l.bs {
			b := &l.bs[k]
			fit := h.fitOf(b, l.measure, [2]float32{0, h.indent}[above])
			switch l.what[k] {
			case 'o':
				on.count(b, fit, above, l.weight)
				above = 0
			case 'e':
				end.count(b, fit, above, l.weight)
				ended += l.weight
				above = 1
			case 'l':
				line.count(b, h.fitOf(b, l.measure, 0), 0, l.weight)
				lines += l.weight
				above = 0
			default:
				above = 0
			}
			rows += l.weight
		}
	}
	line.shift[1], line.open = line.shift[0], on.open
	return &general{endShare: ended / (rows - lines), verse: lines / rows, goesOn: on.floored(), ends: end.floored(), line: line.floored()}
}

// floored turns counts into likelihoods none of which is too small.
func (s *signs) floored() signs {
	out := *s
	sum := s.textTotal()
	for e := range out.text {
		for o := range out.text[e] {
			out.text[e][o] = (out.text[e][o]/sum + fewestText) / (1 + fewestText*float64(len(out.text)*len(out.text[e])))
		}
	}
	floor(out.fit[:], fewestFit)
	floor(out.blank[:], fewestLayout)
	floor(out.after[:], fewestLayout)
	floor(out.trail[:], fewestLayout)
	floor(out.open[:], fewestLayout)
	for f := range out.shift {
		floor(out.shift[f][:], fewestLayout)
	}
	return out
}

func floor(counts []float64, least float64) {
	sum := total(counts)
	for i := range counts {
		counts[i] = (counts[i]/max(sum, 1e-9) + least) / (1 + least*float64(len(counts)))
	}
}

// source is the Go file that holds the tables.
func (g *general) source() []byte {
	var b strings.Builder
	b.WriteString("// Code generated by TestTrain; DO NOT EDIT.\n\npackage repair\n\n// inGeneral are the habits of texts in general.\nvar inGeneral = general{\n")
	fmt.Fprintf(&b, "endShare: %.3f, verse: %.3f,\n", g.endShare, g.verse)
	list := func(xs []float64) string {
		return strings.Trim(strings.ReplaceAll(fmt.Sprintf("%.4f", xs), " ", ", "), "[]")
	}
	for _, s := range []struct {
		name  string
		signs *signs
	}{{"goesOn", &g.goesOn}, {"ends", &g.ends}, {"line", &g.line}} {
		fmt.Fprintf(&b, "%s: signs{\ntext: [endings + 1][openings]float64{\n", s.name)
		for e, name := range []string{"endsStop", "endsColon", "endsComma", "endsOpen", "endings"} {
			fmt.Fprintf(&b, "%s: {%s},\n", name, list(s.signs.text[e][:]))
		}
		fmt.Fprintf(&b, "},\nfit: [fits]float64{%s},\nblank: [4]float64{%s},\nafter: [2]float64{%s},\nshift: [2][shifts]float64{{%s}, {%s}},\ntrail: [2]float64{%s},\nopen: [2]float64{%s},\n},\n",
			list(s.signs.fit[:]), list(s.signs.blank[:]), list(s.signs.after[:]), list(s.signs.shift[0][:]), list(s.signs.shift[1][:]), list(s.signs.trail[:]), list(s.signs.open[:]))
	}
	b.WriteString("}\n")
	out, err := format.Source([]byte(b.String()))
	if err != nil {
		panic(err)
	}
	return out
}

// readLessons reads a corpus: DOCUMENT/truth.json and
// DOCUMENT/RENDERING.EXTRACTOR.txt.
func readLessons(t *testing.T, corpus string) (lessons []lesson) {
	t.Helper()
	truths, err := filepath.Glob(filepath.Join(corpus, "*", "truth.json"))
	if err != nil || len(truths) == 0 {
		t.Fatalf("no */truth.json in %s", corpus)
	}
	for _, path := range truths {
		truth := readTruth(t, path)
		cases, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*.txt"))
		from := len(lessons)
		for _, path := range cases {
			name := strings.TrimSuffix(filepath.Base(path), ".txt")
			l := lesson{document: filepath.Base(filepath.Dir(path)), extractor: name[strings.LastIndexByte(name, '.')+1:], language: truth.Lang}
			if l.extractor == "tesseract" || !l.read(path, truth) {
				continue
			}
			lessons = append(lessons, l)
		}
		for i := range lessons[from:] {
			l := &lessons[from+i]
			l.weight = 1 / float64(len(l.bs)) / float64(len(lessons)-from)
		}
	}
	return lessons
}

// truth is a document as it should be, as a stream of words.
type truth struct {
	Lang   string
	Blocks []struct{ T, Text string }
	words  []truthWord
	at     map[[3]string][]int // where three words stand in a row
}

type truthWord struct {
	word string
	kind string // of its block
	what byte   // what comes behind it: as in lesson
}

func readTruth(t *testing.T, path string) *truth {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	x := &truth{at: map[[3]string][]int{}}
	if err := json.Unmarshal(data, x); err != nil {
		t.Fatal(err)
	}
	for _, b := range x.Blocks {
		for i, line := range strings.Split(b.Text, "\n") {
			if n := len(x.words); i > 0 && n > 0 {
				x.words[n-1].what = 'l'
			}
			for _, w := range plainWords(line) {
				x.words = append(x.words, truthWord{w, b.T, 'o'})
			}
		}
		if n := len(x.words); n > 0 {
			x.words[n-1].what = 'e'
		}
	}
	for i := 0; i+2 < len(x.words); i++ {
		key := [3]string{x.words[i].word, x.words[i+1].word, x.words[i+2].word}
		x.at[key] = append(x.at[key], i)
	}
	return x
}

// plainWords are the words of s without reference marks and punctuation.
func plainWords(s string) (words []string) {
	for {
		i, j := strings.Index(s, "⟦"), strings.Index(s, "⟧")
		if i < 0 || j < i {
			break
		}
		s = s[:i] + s[j+len("⟧"):]
	}
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '—' || r == '–' }) {
		w = strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, w)
		if w != "" {
			words = append(words, w)
		}
	}
	return words
}

// read finds the boundaries of a case, and what happens there.
func (l *lesson) read(path string, x *truth) bool {
	data, err := os.ReadFile(path)
	if err != nil {
		return false
	}
	src, err := source.Read(path, data, "")
	if err != nil {
		return false
	}
	text, err := Run(context.Background(), src, nil, "", nil)
	if err != nil {
		return false
	}
	l.bs = text.boundaries(text.withoutLoneMarks(text.Flow(InBody, 0)))
	l.measure, _ = measureOf(l.bs)
	text.joinCutLines(l.bs, l.measure)
	text.trackQuotations(l.bs, l.measure)
	l.merges = text.mergesLines(l.bs, l.measure)
	l.inside = text.gapsInRows(l.bs)
	l.what = make([]byte, len(l.bs))
	last := 0
	for i := range l.bs {
		at := x.find(plainWords(text.withoutMarkEnd(int(l.bs[i].above))), plainWords(text.withoutMarkStart(int(l.bs[i].below))), last)
		if at < 0 {
			continue
		}
		last = at
		w := &x.words[at]
		switch {
		case w.what == 'e' && w.kind == "h": // a heading is known by other signs
		case w.what == 'o' && (w.kind == "verse" || w.kind == "h"):
		default:
			l.what[i] = w.what
		}
	}
	return l.measure > 0 && len(l.bs) > 10
}

// find returns the word of the truth that ends the row above, or -1: three
// words around the boundary, as near the last one found as there are.
func (x *truth) find(above, below []string, last int) int {
	n := len(above)
	at := -1
	look := func(a, b, c string, off int) {
		for _, i := range x.at[[3]string{a, b, c}] {
			if i += off; at < 0 || math.Abs(float64(i-last)) < math.Abs(float64(at-last)) {
				at = i
			}
		}
	}
	if n > 1 && len(below) > 0 {
		look(above[n-2], above[n-1], below[0], 1)
	}
	if at < 0 && n > 0 && len(below) > 1 {
		look(above[n-1], below[0], below[1], 0)
	}
	if at >= 0 && math.Abs(float64(at-last)) > 3000 {
		return -1
	}
	return at
}
