package main

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// key names a group of cases: {"extractor", "mutool"}.
type key struct{ kind, name string }

// goodCPK is the CPK that we want to be below.
const goodCPK = 1.0

// figure is how a group fares. Only median and mean are held against the
// accepted ones.
type figure struct {
	key
	cases        int
	median, mean float64 // CPK
	good         int     // cases of which a proof-reader is soon done, see goodCPK
	// floor is the mean of what the extraction itself destroyed: a thousand
	// times the share of the words that are not in the extracted text.
	floor           float64
	refs, refsInAll int // note references that are right, and all
	lowestRecall    float64
}

// group sums rows up: all of them, then by rendering, extractor and language.
func group(rows []row, floors map[string]float64) []figure {
	byKey := map[key][]row{}
	add := func(kind, name string, r row) { byKey[key{kind, name}] = append(byKey[key{kind, name}], r) }
	for _, r := range rows {
		add("extractor", r.Extractor, r)
		if r.ocr() {
			add("all", "ocr", r)
			continue
		}
		add("all", "digital", r)
		add("rendering", r.Rendering, r)
		add("lang", r.Lang, r)
	}
	var groups []figure
	for k, rows := range byKey {
		groups = append(groups, sum(k, rows, floors))
	}
	kinds := []string{"all", "rendering", "extractor", "lang"}
	slices.SortFunc(groups, func(a, b figure) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, a.kind), slices.Index(kinds, b.kind)), cmp.Compare(a.name, b.name))
	})
	return groups
}

func sum(k key, rows []row, floors map[string]float64) figure {
	f := figure{key: k, cases: len(rows), lowestRecall: 1}
	var cpks []float64
	for _, r := range rows {
		cpks = append(cpks, r.CPK)
		f.mean += r.CPK / float64(len(rows))
		f.floor += floors[r.ID] / float64(len(rows))
		if r.CPK < goodCPK {
			f.good++
		}
		f.refs += r.Refs.Right
		f.refsInAll += r.Refs.Right + r.Refs.Missing + r.Refs.Wrong
		f.lowestRecall = min(f.lowestRecall, r.Recall)
	}
	slices.Sort(cpks)
	if len(cpks) > 0 {
		f.median = (cpks[(len(cpks)-1)/2] + cpks[len(cpks)/2]) / 2
	}
	return f
}

// readFloors reads index.tsv: what is lost of each case before it reaches us,
// in words of a thousand. Without the file nothing is known of that.
func readFloors(path string) (map[string]float64, error) {
	floors := map[string]float64{}
	err := readTable(path, 7, func(f []string) error {
		recall, err := strconv.ParseFloat(f[6], 64)
		floors[f[0]+"/"+f[1]+"."+f[2]] = 1000 * (1 - recall)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return floors, err
}

// readFigures reads the accepted figures. A file that is not there holds none.
func readFigures(path string) (map[key]figure, error) {
	figures := map[key]figure{}
	err := readTable(path, 4, func(f []string) error {
		mean, err := strconv.ParseFloat(f[3], 64)
		median := math.Inf(1) // not known
		if len(f) > 4 && err == nil {
			median, err = strconv.ParseFloat(f[4], 64)
		}
		k := key{f[0], f[1]}
		figures[k] = figure{key: k, mean: mean, median: median}
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return figures, err
}

// writeFigures writes the accepted figures.
func writeFigures(path string, groups []figure) error {
	var out bytes.Buffer
	fmt.Fprintf(&out, "group\tname\tcases\tmean CPK\tmedian\n")
	for _, g := range groups {
		fmt.Fprintf(&out, "%s\t%s\t%d\t%.2f\t%.2f\n", g.kind, g.name, g.cases, g.mean, g.median)
	}
	return os.WriteFile(path, out.Bytes(), 0o666)
}

// readTable calls line with the fields of each line but the first, of which
// there must be at least as many as columns.
func readTable(path string, columns int, line func(fields []string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Split(lines.Text(), "\t")
		if n == 1 {
			continue
		}
		if len(fields) < columns {
			return fmt.Errorf("%s:%d: %d columns, want %d", path, n, len(fields), columns)
		}
		if err := line(fields); err != nil {
			return fmt.Errorf("%s:%d: %w", path, n, err)
		}
	}
	return lines.Err()
}
