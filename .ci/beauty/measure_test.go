package main

import (
	"strings"
	"testing"
)

// set makes a line of words with the given spaces between them, in parts of
// the type size. The last word is put so that it ends at the given place.
func set(start, end float64, text string, spaces ...float64) line {
	words := strings.Fields(text)
	x := start
	var l line
	for i, w := range words {
		width := 20.0
		if i == len(words)-1 {
			width = max(1, end-x)
		}
		l = append(l, word{XMin: x, XMax: x + width, YMin: 100, YMax: 116, Text: w})
		if x += width; i < len(spaces) {
			x += spaces[i] * typeSize
		}
	}
	return l
}

func TestJudge(t *testing.T) {
	const left, right = leftEdge, leftEdge + lineWidth
	even := set(left, right, "a b c", 0.24, 0.24)
	loose := set(left, right, "a b c-", 0.48, 0.48)
	first := set(left+1.5*typeSize, right, "a b c", 0.24, 0.24)
	last := set(left, right-80, "a b c", 0.24, 0.24)
	f := judge([][]line{{even, loose, loose, loose, last, first}, {last, first, even, even}, {even}}, 0.24)
	if f.lines != 9 || f.loose != 3 || f.ladders != 1 || f.over != 0 {
		t.Errorf("got %+v", f)
	}
	if f.widows != 1 || f.orphans != 1 {
		t.Errorf("%d widows and %d orphans, want one of each", f.widows, f.orphans)
	}
	if f.mean < 33 || f.mean > 34 || f.p95 < 99 {
		t.Errorf("spaces are off by %.1f and %.1f per cent", f.mean, f.p95)
	}
}

func TestLinesTakeTheirMarks(t *testing.T) {
	words := append([]word(set(leftEdge, 300, "one two", 0.24)),
		word{XMin: 300, XMax: 303, YMin: 101, YMax: 111, Text: "1"},
		word{XMin: leftEdge, XMax: 90, YMin: 400, YMax: 413, Text: "note"})
	got := lines(words, 16)
	if len(got) != 1 || len(got[0]) != 3 || len(got[0].spaces()) != 1 {
		t.Errorf("got %v", got)
	}
}

func TestEscape(t *testing.T) {
	if got := escape(`5% of {a_b} \x « oui ; »`); got != `5\% of \{a\_b\} \textbackslash{}x «~oui~;~»` {
		t.Errorf("got %s", got)
	}
}
