package repair

import (
	"strings"
	"testing"
)

func TestLinesOfCode(t *testing.T) {
	for line, want := range map[string]bool{
		"$ ls -l charts/":                        true,
		"#!/bin/sh":                              true,
		"PORT=\"Mora\"; TIDE=2":                  true,
		"tide_table --from=mora > tides.txt":     true,
		"int depth = fathoms->here;":             true,
		"<ferry name=\"Old Ann\"/>":              true,
		"tides.conf":                             false, // says too little alone
		"$ 20 was the fare, and $ 5 for a child": false,
		"# 12 of the series appeared in spring":  false,
		"see https://mora.example/fares?day=2 for the fares of this year": false,
		"the file tides.conf, which the pilot keeps in charts/north, is":  false,
		"The harbour had been so full that winter that a man could walk":  false,
		"* * *": false,
	} {
		if got := codeOf(line) >= sureCode; got != want {
			t.Errorf("%q: %.1f", line, codeOf(line))
		}
	}
}

func TestCodeStandsLineByLine(t *testing.T) {
	shell := "$ mkdir charts; cd charts\n$ cat > tides.conf <<EOF\nPORT=\"Mora\"\nnorth\nsouth\nEOF\n$ ./tide-table tides.conf > today\n"
	got := outline(t, prose+shell+prose)
	want := "code: $ mkdir charts; cd ... tides.conf > today\nparagraph: The harbour"
	if !strings.Contains(got, want) {
		t.Errorf("got\n%swant in it\n%s", got, want)
	}
}

func TestSymbolInATextIsNoCode(t *testing.T) {
	odd := "He wrote x = 3 on the board, and\n<north> beside it.\n"
	if got := outline(t, prose+odd+prose); strings.Contains(got, "code") {
		t.Errorf("got\n%s", got)
	}
}
