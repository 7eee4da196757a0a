package repair

import (
	"strings"
	"testing"
)

func TestOrdinals(t *testing.T) {
	tests := []struct {
		row, form string
		values    []int
	}{
		{"IV. On the Liberty of Birds", "I.", []int{4}},
		{"VII", "I alone", []int{7}},
		{"12 The Inn", "1", []int{12}},
		{"Chapter 3", "chapter", []int{3}},
		{"Kapitel IX. Die Mole", "kapitel", []int{9}},
		{"1.3.2. dirs", "1.1", []int{1, 3, 2}},
		{"AXIOM. IV.", "axiom. I", []int{4}},
		{"Rule 7", "rule I", []int{7}},
		{"II. 12", "I.", []int{2}},
		{"1954 was a good year", "", nil},
		{"I had no money", "", nil},
		{"The harbour", "", nil},
	}
	for _, tt := range tests {
		form, o := ordinalOf(tt.row)
		if o.depth != len(tt.values) || o.depth > 0 && form != tt.form {
			t.Errorf("%q: %s %v of depth %d", tt.row, form, o.values, o.depth)
		}
		for i, v := range tt.values {
			if o.values[i] != v {
				t.Errorf("%q: %v, want %v", tt.row, o.values, tt.values)
			}
		}
	}
}

func TestNumbersThatCountUpMakeHeadings(t *testing.T) {
	text := "1.1. what this is about\n" + prose + "1.2. where to find it\n" + prose + "1.2.1. if it is closed\n" + prose + "2.1. how to go home\n" + prose
	got := outline(t, "The Guide\nAnna Holm\n\n"+text)
	for _, want := range []string{"heading: 1.1. what", "heading: 1.2. where", "heading: 1.2.1. if", "heading: 2.1. how"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// The word before the number is none that the program knows.
func TestWordsWithNumbersThatCountUpMakeHeadings(t *testing.T) {
	var sb strings.Builder
	sb.WriteString("Of Boats\nAnna Holm\n\n")
	for _, n := range []string{"I.", "II.", "III.", "IV."} {
		sb.WriteString("RULE. " + n + "\n" + prose)
	}
	if got := outline(t, sb.String()); strings.Count(got, "heading: RULE.") != 4 {
		t.Errorf("not 4 headings in\n%s", got)
	}
}

// A selection has a later chapter before an earlier one.
func TestNumbersOfASelection(t *testing.T) {
	var sb strings.Builder
	sb.WriteString("The Guide\nAnna Holm\n\n")
	for _, n := range []string{"7.1", "7.2", "7.3", "7.4", "2.1", "2.2", "2.3"} {
		sb.WriteString(n + ". how to go home from the inn?\n" + prose)
	}
	if got := outline(t, sb.String()); strings.Count(got, "heading: ") != 7 {
		t.Errorf("not 7 headings in\n%s", got)
	}
}

func TestHeadingOfSeveralLines(t *testing.T) {
	var sb strings.Builder
	for _, n := range []string{"I", "II", "III"} {
		sb.WriteString("Chapter " + n + ". In which the pilot\nfinds, after a long walk,\nthe house of his daughter\nand sits down.\n" + prose)
	}
	if got := outline(t, sb.String()); strings.Count(got, "Chapter") != 3 || !strings.Contains(got, "heading: Chapter II. In which ... and sits down.\nparagraph: The harbour") {
		t.Errorf("got\n%s", got)
	}
}
