package repair

import "testing"

// The numbers of sections and the marks at the beginnings of rows count up, too;
// but they are not printed as the labels of the notes are.
func TestLabelsOfOneStyle(t *testing.T) {
	var labels []label
	for i, value := range []int{1, 2, 1, 2, 3, 4, 5, 6} {
		l := label{mark: mark{row: i, start: 2 * i, value: value, form: spacedLetter}, pointed: i > 0, score: 3}
		if i == 1 {
			l.score = 1 // a heading
		}
		labels = append(labels, l)
	}
	chain := []int{0, 2, 3, 4, 5, 6, 7}
	expectStyle(labels, chain)
	for i, want := range []float64{3 - otherStyle, 1, 3, 3, 3, 3, 3, 3} {
		if labels[i].score != want {
			t.Errorf("label %d: %.1f, want %.1f", i, labels[i].score, want)
		}
	}
	expectStyle(labels[:3], []int{0, 1, 2})
	if labels[0].score != 3-otherStyle {
		t.Error("three labels make a habit")
	}
}

func TestHeadsText(t *testing.T) {
	text := read(t, "The old bells are gone.\n\n2. The casting\n\nIn the year of the flood the bells were cast anew.\n\n3. See there.\n\n4. The tower\nwas old.\n")
	for r := range text.Rows {
		if got, want := text.headsText(r, 30), text.String(r) == "2. The casting"; got != want {
			t.Errorf("%q: %t", text.String(r), got)
		}
	}
}

func TestLabelBeforeYear(t *testing.T) {
	for s, want := range map[string]int{
		"41637 and 1646. The light": 4,
		"121953. The year":          12,
		"51953–55 are lost":         5,
		"22011 was the last year":   2,
		"1637 and 1646":             0,
		"1234561637 and":            0,
		"43000 sheep":               0,
		"41637th sheep":             0,
		"01637 and":                 0,
		"The light":                 0,
	} {
		text := read(t, s)
		if m, at, ok := text.labelBeforeYear(0); ok != (want > 0) || ok && (m.value != want || at != m.end) {
			t.Errorf("%q: note %d, %t", s, m.value, ok)
		}
	}
}
