package repair

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

// annotated repairs a text and returns its blocks with references shown as
// [label], and the notes by their labels.
func annotated(t *testing.T, text string) (body string, notes map[string]string, r *Text) {
	t.Helper()
	src, err := source.Read("test", []byte(text), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	r, err = Run(context.Background(), src, nil, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	doc := Assemble(src, r.Decisions)
	if err := document.Balance(src.Text, doc, Edits(r.Decisions)); err != nil {
		t.Fatal(err)
	}
	labels := map[string]string{}
	notes = map[string]string{}
	for _, n := range doc.Notes {
		labels[n.ID] = n.Label
		var sb strings.Builder
		for b := range document.Leaves(n.Blocks) {
			sb.WriteString(document.PlainText(b.Content))
		}
		notes[n.Label] = sb.String()
	}
	var sb strings.Builder
	for b := range document.Leaves(doc.Blocks) {
		for _, in := range b.Content {
			switch in.Kind {
			case document.Text:
				sb.WriteString(in.Text)
			case document.NoteRef:
				sb.WriteString("[" + labels[in.Target] + "]")
			}
		}
		sb.WriteString("\n")
	}
	return sb.String(), notes, r
}

// Three pages whose notes are numbered through. The first line of the second
// page begins with a year.
const noted = `The mill at Farrow was built in the year of the great flood,
when the river had carried off three bridges and a chapel,1
and nobody believed that a fourth bridge would be paid for.
It stood for a hundred and ten years, and ground the corn of
four parishes, until the railway came and the corn went to
the harbour instead.2 After that it was a store for hides, and

1 The chapel was found again in 1911, two miles down the river, with its bell.
2 The last sack was ground on a Friday. The miller kept it, and it was shown to visitors
for a penny, until the mice had eaten it.

1
` + "\f" + `1954 is the first year for which there are photographs. They
show a roof with holes in it, a wheel without paddles, and a
boy of about 12 who looks as if he meant to mend both.3 What
became of him is not known. The mill was taken down in the
spring, and its stones are in the wall of the churchyard and

3 He may be the son of the smith.

2
` + "\f" + `in two houses of the lower town. The wheel was sold. Of the
hides nothing more was heard, and nobody was sorry for that.

3
`

func TestNotesAreFoundAndLinked(t *testing.T) {
	body, notes, _ := annotated(t, noted)
	for _, want := range []string{"a chapel,[1] and nobody", "instead.[2] After that", "mend both.[3] What", "store for hides, and 1954 is the first"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	for label, want := range map[string]string{
		"1": "The chapel was found again in 1911, two miles down the river, with its bell.",
		"2": "The last sack was ground on a Friday. The miller kept it, and it was shown to visitors for a penny, until the mice had eaten it.",
		"3": "He may be the son of the smith.",
	} {
		if notes[label] != want {
			t.Errorf("note %s is %q, want %q", label, notes[label], want)
		}
	}
}

func TestYearIsNoNote(t *testing.T) {
	body, notes, _ := annotated(t, noted)
	if _, ok := notes["1954"]; ok || !strings.Contains(body, "1954 is the first year") {
		t.Errorf("1954 was taken for a note: %v", notes)
	}
}

func TestLostNoteLeavesAHole(t *testing.T) {
	text := strings.Replace(noted, "1 The chapel was found again in 1911, two miles down the river, with its bell.\n", "", 1)
	body, notes, _ := annotated(t, text)
	if !strings.Contains(body, "a chapel,1") || !strings.Contains(body, "instead.[2]") || !strings.HasPrefix(notes["2"], "The last sack") {
		t.Errorf("%s%v", body, notes)
	}
}

func TestLostMarkIsReported(t *testing.T) {
	_, notes, r := annotated(t, strings.Replace(noted, "instead.2", "instead.", 1))
	if notes["2"] == "" {
		t.Error("the note is gone")
	}
	for _, f := range r.Findings {
		if f.Code == "notes/unreferenced" {
			return
		}
	}
	t.Errorf("no finding in %v", r.Findings)
}

func TestMarksSideBySide(t *testing.T) {
	text := strings.Replace(noted, "a chapel,1", "a chapel,12", 1)
	body, _, _ := annotated(t, strings.Replace(text, "instead.2", "instead.", 1))
	if !strings.Contains(body, "a chapel,[1][2]") {
		t.Errorf("got\n%s", body)
	}
}

func TestMarkForms(t *testing.T) {
	tests := []struct {
		text string
		want markForm
		ok   bool
	}{
		{"history,1 were", gluedToPunct, true},
		{"Cicero5 and", gluedToLetter, true},
		{"hand. 8 The", spacedPunct, true},
		{"divided 27 as", spacedLetter, true},
		{"in vol. 8 of", abbreviated, true},
		{"word [8] and", bracketed, true},
		{"word² and", raised, true},
		{"Cicero5and", hemmedIn, true},
		{"history,1were", hemmedIn, true},
		{"some (2x) of", 0, false},
		{"in GTK+6 of", gluedToNumber, true},
		{"the 2nd of", 0, false},
		{"costs £12 a", 0, false},
		{"pages 12–14 of", 0, false},
	}
	for _, tt := range tests {
		r, _ := annotatedRow(t, tt.text)
		if len(r) == 0 && !tt.ok {
			continue
		}
		if len(r) != 1 || !tt.ok || r[0].form != tt.want {
			t.Errorf("%q: %+v, want form %d, %v", tt.text, r, tt.want, tt.ok)
		}
	}
}

func annotatedRow(t *testing.T, s string) ([]mark, *Text) {
	t.Helper()
	src, err := source.Read("test", []byte(s), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	text := newText(src)
	return text.marksIn(0, nil), text
}

// Symbols begin anew on every page, in the order of a printer who has the
// paragraph sign before the double bar, and with another asterisk than that
// of the keyboard.
func TestSymbolsBeginAnewOnEveryPage(t *testing.T) {
	text := `The harbour master kept two books,∗ one for the ships and one
for the weather,† and he was careful never to mix them up, for
the ships‡ paid him and the weather§ did not. The third book¶
was for his daughter, and the fourth‖ had no words in it, and

∗Both are in the museum.
†It begins in a storm.
‡There were seven.
§It was mostly bad.
¶She never read it.
‖It has drawings of gulls.

1
` + "\f" + `nobody knew why he kept it.∗ When he died the books were put
on a shelf in the hall, where they stood for thirty years and

∗Gulls may have been the reason.

2
`
	body, notes, _ := annotated(t, text)
	for _, want := range []string{"two books,[∗] one", "book[¶] was", "fourth[‖] had", "kept it.[∗] When"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	for label, want := range map[string]string{"¶": "She never read it.", "‖": "It has drawings of gulls.", "∗": "Gulls may have been the reason."} {
		if notes[label] != want {
			t.Errorf("note %s is %q, want %q", label, notes[label], want)
		}
	}
}

// A word processor's endnotes have small roman numerals, which the extractor
// glues to the words; "alibi" and "Medici" are words of the text.
func TestRomanEndnotes(t *testing.T) {
	text := `The bridge at Medici was begun in May,i and the mason was paid
in corn.ii He had an alibi for the night on which the first arch
fell: he had dined with the mayoriii and lost at cards. The mayor
said so too, and the second arch iv was built by the mayor’s cousin.

1
` + "\f" + `i The plan is lost.
ii Four sacks, says the ledger.
iiiThe mayor’s name was Pell.
iv It stands.

2
`
	body, notes, _ := annotated(t, text)
	for _, want := range []string{"in May,[i] and", "in corn.[ii] He", "alibi for", "the mayor[iii] and lost", "arch[iv] was built", "at Medici was"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	if notes["iii"] != "The mayor’s name was Pell." {
		t.Errorf("notes are %q", notes)
	}
}

// A web page printed to paper collects the notes of each chapter at its end,
// with arrows that lead back.
func TestNotesCollectedByChapter(t *testing.T) {
	page := func(words ...string) string { // twelve different rows, the last a sentence's end
		var sb strings.Builder
		for i, w := range words {
			sb.WriteString("the " + w + " was old and the " + words[(i+5)%len(words)] + " was older than any " + words[(i+8)%len(words)] + "\nthat stood near the " + words[(i+3)%len(words)] + " of that summer,\n")
		}
		return "They said that " + sb.String() + "and that was all.\n"
	}
	ferry := []string{"boat", "oar", "rope", "dog", "lake", "shore", "bell", "lamp", "net", "stone"}
	island := []string{"inn", "vine", "barrel", "garden", "well", "chapel", "tower", "wall", "gate", "path"}
	text := "The Ferry\n\nThe ferry crossed twice a day,1 and in winter not at all.2 " + page(ferry...) +
		"\f" + page(island...) +
		"\fNotes\n1. At six and at seven. ↩\n2. It was thin from\nDecember on. ↩\n" +
		"\fThe Island\n\nOn the island there was an inn,1 whose wine was sold to nobody.2 " + page(island...) +
		"\f" + page(ferry...) +
		"\fNotes\n1. It burned down in 1911. ↩\n2. The innkeeper drank it. ↩\n"
	body, notes, _ := annotated(t, text)
	for _, want := range []string{"twice a day,[1] and", "not at all.[2] They", "an inn,[1] whose", "to nobody.[2] They", "The Island"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is missing in\n%s", want, body)
		}
	}
	if strings.Contains(body, "Notes") || notes["2"] != "The innkeeper drank it." {
		t.Errorf("notes are %q", notes)
	}
}

// A chapter with a single note has no block of collected ones, but a heading
// over it all the same.
func TestHeadingOverEachChaptersNote(t *testing.T) {
	chapter := func(title, place, note string) string {
		rows := "Nobody had seen the " + place + " since the spring, and it was not missed.1 For\n"
		for _, w := range []string{"boats", "ropes", "lamps", "bells", "nets", "stones", "gates", "walls"} {
			rows += "all that was said of the " + w + " by the people of the " + place + " in those days,\n"
		}
		return title + "\n\n" + rows + "they had looked after themselves.\n\nRemarks\n\n1. " + note + " ↩\n\f"
	}
	body, notes, _ := annotated(t, chapter("The Ferry", "ferry", "It had sunk.")+
		chapter("The Weir", "weir", "It was under water.")+chapter("The Mill", "mill", "It had been sold."))
	if strings.Contains(body, "Remarks") || len(notes) == 0 {
		t.Errorf("the headings over the notes are left in\n%s\nnotes are %q", body, notes)
	}
}

// The numbers of a chapter's sections have the numbers of the chapter before
// above them, and count up; they are no labels for that.
func TestSectionNumbersAreNoLabels(t *testing.T) {
	const text = `The Ferry
1
Nobody had rung the bell since Easter, and the ferryman was
asleep under his boat when the two strangers came down to it.
2
He took them over for nothing. The river was low, and one of
them sang the whole way across.
The Inn
1
At the inn there was one bed, and it was taken by a dealer in
clocks who would not hear of moving before noon.
2
They slept in the barn. In the morning the dealer was gone, and
with him the singer’s boots.
`
	_, notes, _ := annotated(t, text)
	if len(notes) != 0 {
		t.Errorf("notes: %q", notes)
	}
}

// Where all notes are short, one that takes a page and a half is improbable,
// however well the words at the page's end would lead from one to the other.
func TestShortNotesStayShort(t *testing.T) {
	z := &zoner{length: 2}
	short := z.longer(1, 2) + z.endsAfter(3)
	long := z.longer(1, 40) + z.endsAfter(41)
	if long < short+5 {
		t.Errorf("40 rows more cost %.1f, two %.1f", long, short)
	}
	z.length = 20
	if unlike := z.longer(1, 40) + z.endsAfter(41); unlike > long-2 {
		t.Errorf("where notes are long, 40 rows more cost %.1f, and where they are short %.1f", unlike, long)
	}
}

// Raised marks above their rows, as an extractor prints them that keeps the
// layout: the words of a row stand closer than on the page, so that the column
// of a mark is not that of its word.
func TestRaisedMarksSinkIntoTheirRows(t *testing.T) {
	const text = `          The lock at Penny Weir was dug by hand, and it was deep
                                      1
          enough for barges in a dry year. The keeper lived above it in a
          house on legs, from which he could see both gates and the long
                     2
          reach below; and when a boat came up at night he heard it by
                             3
          the geese on the bank, who slept badly and spoke of everything.
          He opened the lower gate and went to bed again.

            1 In the year of the drought it was not.
            2 The reach was straightened by his son.
            3 They were the property of the rector.
`
	body, notes, _ := annotated(t, text)
	if len(notes) != 3 {
		t.Fatalf("notes: %q", notes)
	}
	for _, want := range []string{"dry year.[1] The keeper", "below;[2] and", "the bank,[3] who"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %q", want, body)
		}
	}
}

// Where marks and labels both stand on rows of their own, the marks above are
// no labels that would make those below displaced.
func TestMarksOnRowsOfTheirOwnAreNoLabels(t *testing.T) {
	const text = `          The lock at Penny Weir was dug by hand, and it was deep
                                      1
          enough for barges in a dry year. The keeper lived above it in a
          house on legs, from which he could see both gates and the long
                     2
          reach below; and when a boat came up at night he heard it by
                             3
          the geese on the bank, who slept badly and spoke of everything.
          He opened the lower gate and went to bed again.
            1
             In the year of the drought it was not.
            2
             The reach was straightened by his son, who had no patience
          with bends.
            3
             They were the property of the rector.
`
	_, notes, _ := annotated(t, text)
	want := map[string]string{
		"1": "In the year of the drought it was not.",
		"2": "The reach was straightened by his son, who had no patience with bends.",
		"3": "They were the property of the rector.",
	}
	if !maps.Equal(notes, want) {
		t.Errorf("notes: %q", notes)
	}
}

// Extractors leave a space before a mark that stands before punctuation, and
// lose the one behind it.
func TestSpacesAroundMarks(t *testing.T) {
	text := `The harbour master kept two books 1, one for the ships and one
for the weather.2Hence he was careful never to mix them up, for
the ships paid him and the weather did not.3The third was lost;4so
was the fourth5before it was begun, and whoever asked him for it
had to hear how the winter of that year had been: long, and as
dear as any winter that the harbour could remember, with the
ice between the piers, no ship that paid, and nothing to write.

1 Both are in the museum.
2 It begins in a storm.
3 There were seven.
4 The harbour master denied it.
5 It had been paid for.
`
	body, notes, _ := annotated(t, text)
	if len(notes) != 5 {
		t.Fatalf("%d notes: %v", len(notes), notes)
	}
	for _, want := range []string{"two books[1], one", "the weather.[2] Hence he", "did not.[3] The third", "lost;[4] so was the fourth[5] before it"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not in %q", want, body)
		}
	}
}

// The senses of a dictionary count up now and then, and are no notes.
func TestSensesAreNoNotes(t *testing.T) {
	var sb strings.Builder
	for i, senses := range []int{2, 3, 2, 4, 2, 3, 2, 5} {
		fmt.Fprintf(&sb, "boat%c, n.\n", 'a'+i)
		for n := range senses {
			fmt.Fprintf(&sb, "%d. A thing that floats, though not as others do which have been named in\nchapter %d of this book, or in the one behind it.\n", n+1, n+1)
		}
		if i%3 == 2 {
			sb.WriteString("\f")
		}
	}
	if body, notes, _ := annotated(t, sb.String()); len(notes) > 0 {
		t.Errorf("notes %q in %q", notes, body)
	}
}

// The dates of a diary count up with the notes at the foot of its page.
func TestDatesBesideNotes(t *testing.T) {
	const text = `The book is bound in black cloth, and half of its leaves are empty.1
January
2 January
Frost. The counsellor came with a clock and said that it was late, and
that it had never been late while his father was alive to wind it.2
6 January
I went to church. The clock of the tower was four minutes fast.3 The
vicar looked at me from the pulpit as if I wound it.
March
3 March
A lady in black came and wanted her husband's watch to stop at the hour
at which he had died. I told her that a watch does that by itself.
11 March
Thaw. All the boots that pass my window are in a terrible state.4
14 March
Nobody came.

1The others were cut out, except the last, on which a child drew a cat.
2The counsellor died in November.
3The organist wound it.
4His shop lay half below the street.
`
	body, notes, _ := annotated(t, text)
	if len(notes) != 4 || notes["1"] != "The others were cut out, except the last, on which a child drew a cat." {
		t.Errorf("notes: %q", notes)
	}
	for _, want := range []string{"2 January", "3 March", "14 March"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %q in %q", want, body)
		}
	}
}
