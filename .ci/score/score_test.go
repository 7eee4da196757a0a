package main

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWorseThanAccepted(t *testing.T) {
	rows := []row{
		{ID: "a/book.mutool", Rendering: "book", Extractor: "mutool", Lang: "en", CPK: 1, Recall: 1},
		{ID: "b/book.mutool", Rendering: "book", Extractor: "mutool", Lang: "fr", CPK: 3, Recall: 0.9},
		{ID: "b/book.tesseract", Rendering: "book", Extractor: "tesseract", Lang: "fr", CPK: 50, Recall: 0.5},
	}
	path := filepath.Join(t.TempDir(), "accepted.tsv")
	groups := group(rows, nil)
	if err := writeFigures(path, groups); err != nil {
		t.Fatal(err)
	}
	accepted, err := readFigures(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := worse(groups, accepted, 0); err != nil {
		t.Errorf("the same figures are worse: %v", err)
	}
	rows[0].CPK, rows[1].CPK = 0.5, 3.4
	if err := worse(group(rows, nil), accepted, 0.05); err == nil || strings.Contains(err.Error(), "digital") {
		t.Errorf("got %v; one group is worse, the digital cases are better", err)
	}
	rows[0].CPK, rows[1].CPK = 1, 3.2
	err = worse(group(rows, nil), accepted, 0.05)
	if err == nil {
		t.Fatal("worse figures pass")
	}
	for _, want := range []string{"all digital: CPK 2.10, accepted is 2.00", "lang fr: CPK 3.20", "extractor mutool", "rendering book: CPK 2.10"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q lacks %q", err, want)
		}
	}
	if strings.Contains(err.Error(), "tesseract") || strings.Contains(err.Error(), "lang en") {
		t.Errorf("%q names a group that has not changed", err)
	}
}

func TestMedianOfGroups(t *testing.T) {
	var rows []row
	for _, cpk := range []float64{5, 0.9, 2, 10} {
		rows = append(rows, row{Rendering: "word", Extractor: "tika", Lang: "en", CPK: cpk, Recall: 1})
	}
	g := group(rows, nil)[0]
	if g.name != "digital" || g.cases != 4 || g.median != 3.5 || math.Abs(g.mean-4.475) > 1e-9 || g.good != 1 {
		t.Errorf("got %+v, want 4 digital cases of median 3.5 and mean 4.475, one of them good", g)
	}
}

// TestFiguresWithoutMedians reads a file of the time before it had medians.
func TestFiguresWithoutMedians(t *testing.T) {
	path := filepath.Join(t.TempDir(), "accepted.tsv")
	if err := os.WriteFile(path, []byte("group\tname\tcases\tmean CPK\nall\tdigital\t2\t3.00\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	accepted, err := readFigures(path)
	if err != nil {
		t.Fatal(err)
	}
	f := figure{key: key{"all", "digital"}, mean: 3, median: 9}
	if err := worse([]figure{f}, accepted, 0); err != nil {
		t.Error(err)
	}
}

func TestNoAcceptedFigures(t *testing.T) {
	accepted, err := readFigures(filepath.Join(t.TempDir(), "none.tsv"))
	if err != nil || len(accepted) != 0 {
		t.Errorf("got %v, %v", accepted, err)
	}
}
