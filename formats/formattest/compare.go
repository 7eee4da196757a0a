package formattest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// Reading is what a reader found in a written document.
type Reading struct {
	// Body is the words in order: first what the format puts before the text
	// (the title page, perhaps more), then those of the blocks. There are no
	// note marks, ornaments and page numbers among them.
	Body []string
	// Notes is the words of each note.
	Notes [][]string
	// Refs says for each reference in the body which of Notes it leads to, -1
	// if nowhere.
	Refs []int
	// Links are the targets of all links that lead out of the document.
	Links []string
	// Active is what should not be there: scripts, tags, images.
	Active []string
	// Loose says that the words of body and notes stand mixed in Body, with
	// others between them, as on printed pages.
	Loose bool
}

// word is a word that is wanted; an optional one may be shown by other means,
// such as the number of a list item.
type word struct {
	text     string
	optional bool
	marked   string // the same with the printed mark of a lost note, or ""
}

// is reports whether s is the word, in which the mark of a lost note may stand.
func (w word) is(s string) bool {
	return s == w.text || w.marked != "" && (s == w.marked || s == document.Superscript(w.marked))
}

// wanted returns the words of blocks.
func wanted(blocks []document.Block) (words []word) {
	for i := range blocks {
		b := &blocks[i]
		for _, w := range strings.Fields(b.Marker) {
			words = append(words, word{text: w, optional: true})
		}
		words = append(words, leafWords(b)...)
		words = append(words, wanted(b.Blocks)...)
	}
	return words
}

// The marks of lost notes between these are told from what else is printed.
const markStart, markEnd = "\ufdd0", "\ufdd1"

var lostMark = regexp.MustCompile(markStart + ".*?" + markEnd)

// leafWords returns the words of a leaf.
func leafWords(b *document.Block) (words []word) {
	var sb strings.Builder
	for in := range document.Inlines(b.Content) {
		switch {
		case in.Kind == document.LineBreak:
			sb.WriteByte('\n')
		case in.Kind == document.Text:
			sb.WriteString(in.Text)
		case in.Kind == document.NoteRef && in.Target == "":
			sb.WriteString(markStart + in.Text + markEnd)
		}
	}
	optional := b.Kind == document.SceneBreak
	for _, s := range strings.Fields(sb.String()) {
		w := word{text: lostMark.ReplaceAllString(s, ""), optional: optional}
		if w.text != s {
			w.marked = strings.NewReplacer(markStart, "", markEnd, "").Replace(s)
			w.optional = optional || w.text == ""
		}
		words = append(words, w)
	}
	return words
}

// plainWords returns the texts of words.
func plainWords(words []word) (out []string) {
	for _, w := range words {
		out = append(out, w.text)
	}
	return out
}

// Compare lists what of doc is not in a reading of it, and what is in it but
// should not be.
func Compare(doc *document.Document, got *Reading) (problems []string) {
	say := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	for _, s := range got.Active {
		say("not inert: %s", s)
	}
	for _, target := range got.Links {
		if !slices.ContainsFunc([]string{"http://", "https://", "mailto:"}, func(p string) bool { return strings.HasPrefix(target, p) }) {
			say("unsafe link to %q", target)
		}
	}
	body, titlePage := doc.Body()
	if got.Loose {
		return append(problems, compareLoosely(doc, got.Body)...)
	}
	problems = append(problems, compareBody(titlePage, body, got.Body)...)
	return append(problems, compareNotes(doc, got)...)
}

// compareBody compares the words of the body from their end, and looks for the
// title page in what is left over at the start.
func compareBody(titlePage, body []document.Block, got []string) (problems []string) {
	want := wanted(body)
	i, j := len(want), len(got)
	for i > 0 {
		switch {
		case j > 0 && want[i-1].is(got[j-1]):
			i, j = i-1, j-1
		case want[i-1].optional:
			i--
		default:
			return []string{fmt.Sprintf("words differ, from the end: got %q, want %q", excerpt(got, j-1), excerpt(plainWords(want), i-1))}
		}
	}
	front := letters(got[:j])
	for _, b := range titlePage {
		if words := plainWords(wanted([]document.Block{b})); !strings.Contains(front, letters(words)) {
			problems = append(problems, fmt.Sprintf("the title page lacks %q", words))
		}
	}
	return problems
}

// letters is words without spaces and punctuation, which a title page may
// have otherwise: between authors, say.
func letters(words []string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, strings.Join(words, ""))
}

func compareNotes(doc *document.Document, got *Reading) (problems []string) {
	want := map[string][]word{} // of a note's ID: its words
	for i := range doc.Notes {
		want[doc.Notes[i].ID] = wanted(doc.Notes[i].Blocks)
	}
	refs := references(doc.Blocks)
	if extra := len(got.Refs) - len(refs); extra < 0 || extra > strayNotes(doc) { // a stray may be given a reference
		problems = append(problems, fmt.Sprintf("%d references to notes, want %d", len(got.Refs), len(refs)))
	}
	for i := range min(len(refs), len(got.Refs)) {
		n := got.Refs[i]
		if n < 0 || n >= len(got.Notes) {
			problems = append(problems, fmt.Sprintf("reference %d leads nowhere", i))
			continue
		}
		if w := want[refs[i]]; !sameWords(w, got.Notes[n]) {
			problems = append(problems, fmt.Sprintf("reference %d leads to %q, want %q", i, got.Notes[n], plainWords(w)))
		}
	}
	for i := range doc.Notes {
		w := want[doc.Notes[i].ID]
		if !slices.ContainsFunc(got.Notes, func(words []string) bool { return sameWords(w, words) }) {
			problems = append(problems, fmt.Sprintf("the note %q is lost", plainWords(w)))
		}
	}
	for _, words := range got.Notes { // one may be given for each of its references
		known := false
		for _, w := range want {
			known = known || sameWords(w, words)
		}
		if !known {
			problems = append(problems, fmt.Sprintf("a note too many: %q", words))
		}
	}
	return problems
}

// sameWords reports whether got is want, but for what is optional.
func sameWords(want []word, got []string) bool {
	for _, w := range want {
		switch {
		case len(got) > 0 && w.is(got[0]):
			got = got[1:]
		case !w.optional:
			return false
		}
	}
	return len(got) == 0
}

// strayNotes is how many notes nothing refers to.
func strayNotes(doc *document.Document) (n int) {
	for i := range doc.Notes {
		if !doc.Notes[i].Referenced {
			n++
		}
	}
	return n
}

// required is the words of blocks that may not be shown by other means.
func required(blocks []document.Block) string {
	words := slices.DeleteFunc(wanted(blocks), func(w word) bool { return w.optional })
	return strings.Join(plainWords(words), " ")
}

// references lists the IDs referred to in blocks.
func references(blocks []document.Block) (ids []string) {
	for b := range document.Leaves(blocks) {
		for in := range document.Inlines(b.Content) {
			if in.Kind == document.NoteRef && in.Target != "" {
				ids = append(ids, in.Target)
			}
		}
	}
	return ids
}

// compareLoosely looks whether the words of the body, and those of each note,
// stand in got in their order, whatever stands between them. Hyphens don't
// count, since lines may have been broken at them.
func compareLoosely(doc *document.Document, got []string) (problems []string) {
	body, _ := doc.Body()
	parts := [][]document.Block{body}
	for i := range doc.Notes {
		parts = append(parts, doc.Notes[i].Blocks)
	}
	for _, blocks := range parts {
		words := strings.Fields(required(blocks))
		i := -1
		for _, furniture := range []int{0, maxFurniture} { // a word may seem to be broken by accident
			if i = firstMissing(words, got, furniture); i < 0 {
				break
			}
		}
		if i >= 0 {
			problems = append(problems, fmt.Sprintf("missing, or out of order: %q", excerpt(words, i)))
		}
	}
	return problems
}

// isHyphen reports whether a line may have been broken at r.
func isHyphen(r rune) bool { return r == '-' || r == '\u00ad' || r == '\u2010' }

// bare is a word without hyphens and without characters for private use, which
// no font has.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if isHyphen(r) || unicode.Is(unicode.Co, r) {
			return -1
		}
		return r
	}, s)
}

// firstMissing is the first of words that page does not hold after the ones
// before it, or -1. So many words of furniture may stand in a broken word.
func firstMissing(words, page []string, furniture int) int {
	at := 0
	for i, w := range words {
		if w = bare(w); w == "" {
			continue
		}
		n := 0
		for at < len(page) && n == 0 {
			n = printed(w, page[at:], furniture)
			at += max(n, 1)
		}
		if n == 0 {
			return i
		}
	}
	return -1
}

// maxFurniture is how many words of notes, page numbers and running heads may
// stand between the text of two pages.
const maxFurniture = 1500

// printed is how many words of a page show the word w: one with the marks of
// notes in it, perhaps, or several that a line's end parts, with a page's end
// and what stands there between them; 0 if it is not there.
func printed(w string, page []string, furniture int) int {
	begun, strange := false, 0
	for n, part := range page {
		rest, ok := shown(w, part)
		begins := ok && rest != w
		switch {
		case n == 0 && !begins:
			return 0
		case ok:
			w = rest
		case begun && strange < furniture:
			strange++
		default:
			return 0
		}
		if w == "" {
			return n + 1
		}
		begun = begun || begins && lineMayEnd(part)
	}
	return 0
}

// lineMayEnd reports whether a line can end after part, in the middle of a word
// between spaces.
func lineMayEnd(part string) bool {
	r, _ := utf8.DecodeLastRuneInString(part)
	return isHyphen(r) || strings.ContainsRune("—–/", r)
}

// shown takes from w what a printed part shows of it. Hyphens and the marks of
// notes may stand in the part, and signs for what the font lacks.
func shown(w, part string) (rest string, ok bool) {
	for part != "" {
		r, size := utf8.DecodeRuneInString(part)
		rest, ok := strings.CutPrefix(w, part[:size])
		switch {
		case ok:
			w = rest
		case !isHyphen(r) && !unicode.Is(unicode.Co, r) && !strings.ContainsRune("0123456789⁰¹²³⁴⁵⁶⁷⁸⁹*†‡§‖¶[],\ufffd", r):
			return "", false
		}
		part = part[size:]
	}
	return w, true
}
