package pdf

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/refolio/refolio/pipeline/document"
)

// tokens cuts a text into words: letters and digits, without regard to the
// signs between them, at which a line may end. A word that is broken at a line
// end is two, the first with its soft hyphen.
func tokens(s string) []string {
	return strings.FieldsFunc(norm.NFC.String(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\u00AD'
	})
}

// modelWords returns the words of a document's body and of its notes as the
// PDF has them: with the reference marks where they stand.
func modelWords(doc *document.Document) (body, notes []string) {
	labels := map[string]string{}
	for i := range doc.Notes {
		labels[doc.Notes[i].ID] = doc.Notes[i].Label
	}
	blocks, _ := doc.Body()
	for leaf := range document.Leaves(blocks) {
		body = append(body, tokens(withMarks(leaf, labels))...)
	}
	for i := range doc.Notes {
		notes = append(notes, tokens(doc.Notes[i].Label)...)
		for leaf := range document.Leaves(doc.Notes[i].Blocks) {
			notes = append(notes, tokens(withMarks(leaf, labels))...)
		}
	}
	return body, notes
}

// withMarks returns the text of a leaf with its reference marks, whose labels are by
// the notes' IDs.
func withMarks(leaf *document.Block, labels map[string]string) string {
	var sb strings.Builder
	marks := 0 // in a row
	for in := range document.Inlines(leaf.Content) {
		if in.Kind != document.NoteRef {
			marks = 0
		}
		switch in.Kind {
		case document.Text:
			sb.WriteString(in.Text)
		case document.NoteRef:
			label, ok := labels[in.Target]
			if !ok { // the note is lost; its mark is shown
				sb.WriteString(strings.TrimSpace(in.Text))
				marks = 0
				continue
			}
			if marks++; marks > 1 {
				sb.WriteString(",")
			}
			sb.WriteString(label)
		case document.LineBreak:
			sb.WriteByte('\n')
		}
	}
	return sb.String()
}

// inOrder returns the first of the wanted words that does not follow the
// others in got, with its place, or "". Other words may stand between them,
// and between the parts of a broken word, as notes do where a page ends.
func inOrder(got, want []string) (string, int) {
	at := 0
	for i, w := range want {
		if at = after(got, at, w, len(got)); at < 0 {
			return w, i
		}
	}
	return "", -1
}

// after returns the place after the first w in got[at:limit], or -1. The rest
// of a broken word is at most a page of words away; a beginning and an end that
// are farther apart than the next whole word are none.
func after(got []string, at int, w string, limit int) int {
	best := -1
	for ; at < min(limit, len(got)) && (best < 0 || at < best); at++ {
		if got[at] == w {
			return at + 1
		}
		// A line may end between a mark and a word that stands right after it.
		if rest, marked := strings.CutPrefix(w, got[at]); marked && strings.Trim(got[at], "0123456789") == "" && at+1 < len(got) && got[at+1] == rest {
			return at + 2
		}
		if part, broken := strings.CutSuffix(got[at], "\u00AD"); broken && strings.HasPrefix(w, part) {
			if end := after(got, at+1, w[len(part):], at+1500); end >= 0 && (best < 0 || end < best) {
				best = end
			}
		}
	}
	return best
}

func TestCorpusWordsComeBackInOrder(t *testing.T) {
	for _, name := range []string{"impossible-allies", "gibbon-28", "pepys-1660-03", "moby-extracts", "am-jenseits", "archambaud"} {
		t.Run(name, func(t *testing.T) {
			doc := corpusCase(t, name)
			file := checked(t, doc, Options{})
			got := tokens(tool(t, "pdftotext", "-raw", file, "-"))
			body, notes := modelWords(doc)
			if w, i := inOrder(got, body); w != "" {
				t.Errorf("body: word %d of %d, %q, is not where it should be; after %q", i, len(body), w, body[max(0, i-8):i])
			}
			if w, i := inOrder(got, notes); w != "" {
				t.Errorf("notes: word %d of %d, %q, is not where it should be; after %q", i, len(notes), w, notes[max(0, i-8):i])
			}
		})
	}
}

// TestNotesStandOnThePageOfTheirMark looks for the first words of every note
// on the page that holds the words before its mark.
func TestNotesStandOnThePageOfTheirMark(t *testing.T) {
	for _, name := range []string{"impossible-allies", "gibbon-28", "pepys-1660-03"} {
		t.Run(name, func(t *testing.T) {
			doc := corpusCase(t, name)
			pages := pageTexts(t, renderFile(t, doc, Options{}))
			for i := range pages {
				pages[i] = strings.Join(tokens(pages[i]), " ")
			}
			for i := range doc.Notes {
				n := &doc.Notes[i]
				opening := tokens(n.Label + " " + document.PlainText(n.Blocks[0].Content))
				opening = opening[:min(6, len(opening))]
				mark := markContext(doc, n)
				at := pageWith(pages, strings.Join(opening, " "))
				if at < 0 || !strings.Contains(pages[at], mark) {
					t.Errorf("note %s: it begins on page %d, its mark %q is on page %d", n.ID, at+1, mark, pageWith(pages, mark)+1)
				}
			}
		})
	}
}

func pageWith(pages []string, words string) int {
	for i, p := range pages {
		if strings.Contains(p, words) {
			return i
		}
	}
	return -1
}

// markContext returns the words before the mark of a note, the mark attached as
// pdftotext prints it.
func markContext(doc *document.Document, n *document.Note) string {
	labels := map[string]string{}
	for i := range doc.Notes {
		labels[doc.Notes[i].ID] = doc.Notes[i].Label
	}
	for leaf := range document.Leaves(doc.Blocks) {
		before := ""
		for in := range document.Inlines(leaf.Content) {
			if in.Kind == document.NoteRef && in.Target == n.ID {
				words := tokens(before + n.Label)
				return strings.Join(words[max(0, len(words)-2):], " ")
			}
			switch in.Kind {
			case document.Text:
				before += in.Text
			case document.NoteRef:
				before += labels[in.Target] + ","
			}
		}
	}
	return ""
}

func TestScriptsAndSignsComeBack(t *testing.T) {
	line := "“Curly” ‘quotes’, naïve Ærø Œuvre – dash — ȝogh; ἀρχὴ σοφίας ᾧ; Достоевский ѣ; ʃʊə; 1½ £3 €5 § † ‡ … ﬁ"
	doc := &document.Document{Blocks: []document.Block{para(word(line))}}
	got := strings.Join(strings.Fields(text(t, checked(t, doc, Options{}))), " ")
	for _, w := range strings.Fields(line) {
		if !strings.Contains(got, w) {
			t.Errorf("%q did not come back in %q", w, got)
		}
	}
}

// TestSourcePagesInTheMargin: a page that begins between two paragraphs is
// shown beside the second.
func TestSourcePagesInTheMargin(t *testing.T) {
	doc := &document.Document{Blocks: []document.Block{
		para(word("One."), document.Inline{Kind: document.PageBreak, Text: "xvii"}), para(word("Two.")),
	}}
	if got := text(t, checked(t, doc, Options{SourcePages: true})); !strings.Contains(got, "xvii") {
		t.Errorf("no label in %q", got)
	}
	if got := text(t, renderFile(t, doc, Options{})); strings.Contains(got, "xvii") {
		t.Errorf("a label that was not asked for in %q", got)
	}
}
