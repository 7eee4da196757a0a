package repair

import (
	"strings"
	"testing"
)

func TestDateOf(t *testing.T) {
	for s, want := range map[string]string{
		"2 January": "january", "6. Januar, Dreikönig": "januar", "19 stycznia 1863": "stycznia", "31 août": "août",
		"2 January was the day on which it began": "", "32 January": "", "12": "", "1. The Cranes": "the", "3 2 1": "",
		"Am 16. Julius": "julius", "March 3rd": "march", "October 14, 1892": "october", "Chapter One": "", "Figures 3 and 4": "figures", "A 4": "",
	} {
		if got := dateOf(s); got != want {
			t.Errorf("%q: month %q, want %q", s, got, want)
		}
	}
}

func TestDatelines(t *testing.T) {
	for s, want := range map[string]bool{
		"Low Quay, 3 November 1902": true, "Mora, den 6. Januar 1863": true, "Capo Sorcio, 8 dicembre 1902, Immacolata": true,
		"3 November 1902": false, "The Winter of 1902": false, "Low Quay, in the autumn": false, "Rooms, 12 of them": false,
	} {
		if got := dateline(s); got != want {
			t.Errorf("%q is a dateline: %v", s, got)
		}
	}
}

func TestDatesOfADiary(t *testing.T) {
	var sb strings.Builder
	for _, date := range []string{"2 January", "6 January, Epiphany", "19 January", "3 March", "11 March"} {
		sb.WriteString(date + "\n" + prose)
	}
	got := outline(t, "The Diary of a Clockmaker\n"+sb.String())
	for _, want := range []string{"heading: 6 January, Epiphany\nparagraph: The harbour", "heading: 3 March\nparagraph: The harbour"} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%swant in it\n%s", got, want)
		}
	}
}

// A letter may be so short that its rows look like the lines of a stanza.
func TestDatelineIsNoVerse(t *testing.T) {
	text := read(t, prose+"The Second Letter\nLow Quay, 3 November 1902\nIt was seen.\nYour brother\n"+prose)
	decideParagraphs(text, ParagraphsOptions{})
	for _, b := range text.blocks {
		if b.shape == verse {
			t.Errorf("%q is verse", text.textOf(b.rows))
		}
		if len(b.rows) > 1 && text.isDateline(b.rows[0]) {
			t.Errorf("%q is one block", text.textOf(b.rows))
		}
	}
}
