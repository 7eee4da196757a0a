package repair

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/source"
)

// outline shows the blocks of a text, one a line: what each is, and its
// words, lines of verse parted by slashes.
func outline(t *testing.T, text string) string {
	t.Helper()
	src, err := source.Read("test", []byte(text), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	repaired, err := Run(context.Background(), src, nil, "en", nil)
	if err != nil {
		t.Fatal(err)
	}
	doc := Assemble(src, repaired.Decisions)
	if err := document.Balance(src.Text, doc, Edits(repaired.Decisions)); err != nil {
		t.Fatal(err)
	}
	var sb strings.Builder
	show(&sb, doc.Blocks, "")
	return sb.String()
}

func show(sb *strings.Builder, blocks []document.Block, in string) {
	for _, b := range blocks {
		switch name := in + b.Kind.String(); {
		case b.Kind.Leaf():
			words := strings.Fields(strings.ReplaceAll(document.PlainText(b.Content), "\n", " / "))
			if len(words) > 8 {
				words = append(append(words[:4:4], "..."), words[len(words)-3:]...)
			}
			fmt.Fprintf(sb, "%s: %s\n", name, strings.Join(words, " "))
		default:
			show(sb, b.Blocks, name+" > ")
		}
	}
}

// prose is a text of several paragraphs, set to a measure of some 60 letters.
// No line has an indent, and only the last lines of paragraphs are short.
const prose = `The harbour had been closed since the spring, and nobody in
the town expected that it would open again before the autumn
rains. Two of the cranes stood idle on the northern mole and
rusted, while the third had been sold to a company that
wanted its motor and nothing else.
Every morning the old pilot walked down to the water's edge,
looked at the buoys which nobody had painted for years, and
went home again without a word.
His daughter kept the only inn that was still open, a narrow
house with green shutters, in which the lamps were lit even
at noon, because the street before it was so dark and the
windows so small that a guest could hardly see what was on
his plate.
She used to say that a town without ships was a sentence
without a verb.
`

func TestShortLastLinesEndParagraphs(t *testing.T) {
	want := `paragraph: The harbour had been ... and nothing else.
paragraph: Every morning the old ... without a word.
paragraph: His daughter kept the ... on his plate.
paragraph: She used to say ... without a verb.
`
	if got := outline(t, prose); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestEmptyLinesOfADoubleSpacedTextSayNothing(t *testing.T) {
	double := strings.ReplaceAll(prose, "\n", "\n\n")
	if got, want := outline(t, double), outline(t, prose); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestPageEndInsideAParagraph(t *testing.T) {
	paged := strings.Replace(prose, "while the third", "\f\nwhile the third", 1)
	if got, want := outline(t, paged), outline(t, prose); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestLongLinesAreParagraphs(t *testing.T) {
	var lines []string
	for _, p := range strings.SplitAfter(prose, ".\n") {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			lines = append(lines, p, p)
		}
	}
	text := strings.Join(lines, "\n")
	if got := strings.Count(outline(t, text), "paragraph: "); got != len(lines) {
		t.Errorf("%d paragraphs of %d lines", got, len(lines))
	}
}

func TestStructure(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"title page and chapters", "The Silent Harbour\nAnna Lindqvist\n\nChapter 1. The Cranes\n\n" + prose + "\nChapter 2. The Inn\n\n" + prose,
			"title: The Silent Harbour\nbyline: Anna Lindqvist\nheading: Chapter 1. The Cranes\n"},
		{"verse", prose + "The song began again:\n\nThe ships are gone, the sails are furled,\nThe gulls have left the bay,\n" +
			"And all the money in the world\nWould never make them stay,\nWould never make them stay.\n\n" + prose,
			"verse: The ships are gone, ... make them stay."},
		{"scene break", prose + "\n* * *\n\n" + prose, "scene-break: * * *\n"},
		{"list", prose + "She sold three things:\n\n• bread, which she baked herself\n• a thin red wine\n• candles\n\n" + prose,
			"list > item > paragraph: candles\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := outline(t, tt.text); !strings.Contains(got, tt.want) {
				t.Errorf("got\n%swant in it\n%s", got, tt.want)
			}
		})
	}
}

func TestHeadingIsNotTheParagraphsFirstLine(t *testing.T) {
	got := outline(t, prose+"The Inn and its Guests\n"+prose)
	if !strings.Contains(got, "heading: The Inn and its Guests\nparagraph: The harbour had been") {
		t.Errorf("got\n%s", got)
	}
}

func TestSpeechIsNoHeading(t *testing.T) {
	got := outline(t, prose+"“No ships,” she said.\n“None.”\n“Then why do you stay?”\n"+prose)
	if strings.Contains(got, "heading") || strings.Contains(got, "verse") {
		t.Errorf("got\n%s", got)
	}
}

// A word processor prints the space at which it breaks a line. Where a
// paragraph's last line is full, and the next begins as a sentence does,
// nothing else tells.
func TestSpacesAtLineEndsTell(t *testing.T) {
	full := "The pilot's boat lay upside down behind the inn, and each of\nthe children who passed it gave the keel a kick for the luck.\nNobody knew when that had begun or what it was to bring them.\n"
	var sb strings.Builder
	for _, line := range strings.Split(prose+full+prose, "\n") {
		sb.WriteString(line)
		if n := len(line); n > 50 && !strings.HasSuffix(line, "them.") && !strings.HasSuffix(line, "else.") {
			sb.WriteByte(' ')
		}
		sb.WriteByte('\n')
	}
	want := outline(t, prose) + "paragraph: The pilot's boat lay ... to bring them.\n" + outline(t, prose)
	if got := outline(t, sb.String()); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}
