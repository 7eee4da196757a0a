package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline"
	"github.com/refolio/refolio/pipeline/document"
)

// wholeCorpus are the texts of the corpus beside the repository: all with
// REFOLIO_WHOLE_CORPUS=1, which takes some minutes, else two short ones.
func wholeCorpus(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", "*", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case len(paths) == 0:
		t.Skip("no corpus beside the repository")
	case os.Getenv("REFOLIO_WHOLE_CORPUS") == "1":
	case testing.Short():
		t.Skip("repairs whole documents")
	default:
		paths = slices.DeleteFunc(paths, func(p string) bool {
			name := filepath.Base(filepath.Dir(p)) + "/" + filepath.Base(p)
			return !slices.Contains([]string{"impossible-allies/word-double.tika.txt", "hume-07/latex-article.mutool.txt"}, name)
		})
	}
	return paths
}

// TestRepairedTextsReadByOthers reads the PDFs of repaired texts with poppler and
// counts what differs from the model: in the structure tree, all words must come in
// the same order and nothing else; on the pages, all words in order and
// each note on the page of its mark.
func TestRepairedTextsReadByOthers(t *testing.T) {
	var cases, words, broken, marks int
	for _, path := range wholeCorpus(t) {
		t.Run(filepath.Base(filepath.Dir(path))+"."+filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			made, err := pipeline.Convert(t.Context(), path, data, pipeline.Config{})
			if err != nil {
				t.Fatal(err)
			}
			doc := made.Document
			printedLabels(t, doc)
			name := checked(t, doc, Options{})
			body, notes := modelWords(doc)
			tree := readTree(tool(t, "pdfinfo", "-struct-text", name))
			sameTokens(t, "the body of the structure tree", withoutLast(tokens(tree.body), tokens(wordsFor(doc.Meta.Language).unplaced)), body)
			var inTree []string
			for i := range doc.Notes {
				inTree = append(inTree, tokens(tree.notes[doc.Notes[i].ID])...)
			}
			sameTokens(t, "the notes of the structure tree", inTree, notes)
			notes = nil // as they stand on the pages: those that nothing refers to at the end
			for _, id := range tree.order {
				notes = append(notes, tokens(tree.notes[id])...)
			}

			raw := tool(t, "pdftotext", "-raw", name, "-")
			for where, want := range map[string][]string{"body": body, "notes": notes} {
				if w, i := inOrder(tokens(raw), want); w != "" {
					t.Errorf("%s of the pages: word %d, %q, is not in order, after %q", where, i, w, want[max(0, i-8):i])
				}
			}
			cases, words, broken = cases+1, words+len(body)+len(notes), broken+strings.Count(raw, "\u00AD\n")
			marks += notesWithMarks(t, doc, strings.Split(raw, "\f"))
		})
	}
	t.Logf("%d texts, %d words, %d of them broken at a line's end, %d notes on the page of their mark", cases, words, broken, marks)
}

// printedLabels gives the notes of doc the labels that the PDF shows.
func printedLabels(t *testing.T, doc *document.Document) {
	d, err := Options{}.design()
	if err != nil {
		t.Fatal(err)
	}
	for i, label := range newCompositor(doc, Options{}, d).labels() {
		doc.Notes[i].Label = label
	}
}

// tree is the text of a structure tree: without title page and contents.
type tree struct {
	body  string
	notes map[string]string // by ID
	order []string          // of the notes
}

var treeNote = regexp.MustCompile(`^  Note <(.*)> `)

// readTree reads what pdfinfo -struct-text prints.
func readTree(s string) tree {
	tr := tree{notes: map[string]string{}}
	note, toc, inline := "", false, false
	var body strings.Builder
	out := map[string]*strings.Builder{"": &body}
	for line := range strings.Lines(s) {
		line = strings.TrimSuffix(line, "\n")
		trimmed := strings.TrimLeft(line, " ")
		if depth := (len(line) - len(trimmed)) / 2; depth == 1 {
			note, toc = "", strings.HasPrefix(trimmed, "TOC")
			if m := treeNote.FindStringSubmatch(line); m != nil {
				note = m[1]
				tr.order = append(tr.order, note)
				out[note] = &strings.Builder{}
			}
		}
		switch {
		case toc:
		case strings.HasPrefix(trimmed, `"`):
			fmt.Fprint(out[note], strings.Trim(trimmed, `"`))
			inline = true
		case strings.HasSuffix(trimmed, "(block)") && inline:
			fmt.Fprint(out[note], "\n")
			inline = false
		}
	}
	for id, text := range out {
		tr.notes[id] = strings.ReplaceAll(text.String(), "\u00AD", "")
	}
	tr.body = tr.notes[""]
	return tr
}

// withoutLast returns words without those at their end that are last.
func withoutLast(words, last []string) []string {
	if n := len(words) - len(last); n >= 0 && slices.Equal(words[n:], last) {
		return words[:n]
	}
	return words
}

// sameTokens says where got differs from want, which got may exceed at its
// beginning by the title page and the heading of the contents.
func sameTokens(t *testing.T, what string, got, want []string) {
	t.Helper()
	if extra := len(got) - len(want); extra > 0 && slices.Equal(got[extra:], want) {
		return
	}
	for i := 1; i <= min(len(got), len(want)); i++ {
		if g, w := got[len(got)-i], want[len(want)-i]; g != w {
			t.Errorf("%s: %q is not %q, before %q", what, g, w, want[len(want)-i+1:min(len(want), len(want)-i+8)])
			return
		}
	}
	if len(got) < len(want) {
		t.Errorf("%s: %d words are lacking at its beginning: %q", what, len(want)-len(got), want[:min(8, len(want)-len(got))])
	}
}

// notesWithMarks looks for the first words of every note on the page that has the
// words before its mark, and returns how many were found there.
func notesWithMarks(t *testing.T, doc *document.Document, pages []string) (found int) {
	t.Helper()
	for i := range pages {
		// The last word of the text is broken for the next page, not for the note below it.
		whole := tokens(strings.ReplaceAll(pages[i], "\u00AD\n", ""))
		pages[i] = " " + strings.Join(slices.Concat(whole, tokens(pages[i])), " ") + " "
	}
	for i := range doc.Notes {
		n := &doc.Notes[i]
		mark := markContext(doc, n)
		if mark == "" { // nothing refers to it
			continue
		}
		opening := tokens(n.Label)
		for leaf := range document.Leaves(n.Blocks) {
			opening = append(opening, tokens(document.PlainText(leaf.Content))...)
			break
		}
		first := " " + strings.Join(opening[:min(5, len(opening))], " ")
		if slices.ContainsFunc(pages, func(p string) bool { return strings.Contains(p, first) && strings.Contains(p, mark) }) {
			found++
			continue
		}
		// Between the last two words before the mark the page may end.
		last := mark[strings.LastIndexByte(mark, ' ')+1:] + " "
		if slices.ContainsFunc(pages, func(p string) bool { return strings.Contains(p, first) && strings.Contains(p, last) }) {
			found++
			continue
		}
		t.Errorf("note %s: %q is on page %s, its mark, %q, on page %s", n.ID, first, pageNumbers(pages, first), mark, pageNumbers(pages, mark))
	}
	return found
}

func pageNumbers(pages []string, words string) string {
	var found []string
	for i, p := range pages {
		if strings.Contains(p, words) {
			found = append(found, strconv.Itoa(i+1))
		}
	}
	return strings.Join(found, ", ")
}
