package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"sort"
)

// edges part the confidences into bins.
var edges = []float64{0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99}

var binNames = []string{"< .5", "< .6", "< .7", "< .8", "< .9", "< .95", "< .99", "≥ .99"}

func binOf(confidence float64) int {
	return sort.Search(len(edges), func(i int) bool { return confidence < edges[i] })
}

// bin counts decisions that were made with about the same confidence.
type bin struct {
	n, right int
	stated   float64 // sum of the confidences
}

func (b bin) share() float64 { return float64(b.right) / float64(b.n) }
func (b bin) mean() float64  { return b.stated / float64(b.n) }

func (b *bin) add(other bin) {
	b.n += other.n
	b.right += other.right
	b.stated += other.stated
}

// group is the decisions of one kind that one stage made.
type group struct {
	key
	bins    [8]bin
	unknown int
}

// key names a group.
type key struct{ stage, kind string }

func keyOf(d *judged) key { return key{d.Stage, d.Name()} }

func (g *group) all() (sum bin) {
	for _, b := range g.bins {
		sum.add(b)
	}
	return sum
}

// error is the expected calibration error: by how much the stated confidence
// misses the share of right decisions, on the average.
func (g *group) error() (sum float64) {
	for _, b := range g.bins {
		if b.n > 0 {
			sum += math.Abs(b.share()-b.mean()) * float64(b.n)
		}
	}
	return sum / float64(max(1, g.all().n))
}

// table groups decisions.
func table(all []judged) []group {
	groups := map[key]*group{}
	for i := range all {
		d := &all[i]
		k := keyOf(d)
		if groups[k] == nil {
			groups[k] = &group{key: k}
		}
		g := groups[k]
		if d.verdict == unknown {
			g.unknown++
			continue
		}
		one := bin{n: 1, stated: d.Confidence}
		if d.verdict == right {
			one.right = 1
		}
		g.bins[binOf(d.Confidence)].add(one)
	}
	sorted := make([]group, 0, len(groups))
	for _, k := range sortedKeys(groups) {
		sorted = append(sorted, *groups[k])
	}
	return sorted
}

// printReports prints the table of all cases. mend makes the confidences of a
// document's decisions what they are worth.
func printReports(w io.Writer, reports []report, fitted bool, mend func(all []judged) []judged) {
	byDoc := byDocument(reports)
	var stated, mended, heldOut []judged
	var without bin
	for _, r := range reports {
		without.add(r.without)
	}
	for _, doc := range slices.Sorted(maps.Keys(byDoc)) {
		stated = append(stated, byDoc[doc]...)
		mended = append(mended, mend(byDoc[doc])...)
		if fitted {
			heldOut = append(heldOut, calibrated(byDoc[doc], fit(byDoc, doc))...)
		}
	}
	if !fitted {
		heldOut = mended
	}
	printTable(w, table(mended), table(stated), table(heldOut))
	fmt.Fprintf(w, "\nWhere a line goes on in the block of the line before (%d places), %.4f of the truth does so too.\n", without.n, without.share())
}

// printTable prints a line for each group, with its calibration error as it
// is, was stated and is where the document was held out, and in it a cell for
// each bin: how many decisions, what share of them was to be right and what
// share was.
func printTable(w io.Writer, groups, stated, heldOut []group) {
	fmt.Fprint(w, "| stage | kind | judged | not | stated | right | error | as stated | held out |")
	for _, name := range binNames {
		fmt.Fprintf(w, " %s |", name)
	}
	fmt.Fprint(w, "\n| --- | --- | --: | --: | --: | --: | --: | --: | --: |")
	for range binNames {
		fmt.Fprint(w, " --- |")
	}
	fmt.Fprintln(w)
	for i := range groups {
		printGroup(w, &groups[i], stated[i].error(), heldOut[i].error())
	}
	all := total(groups)
	printGroup(w, &all, errorOf(stated), errorOf(heldOut))
}

func total(groups []group) group {
	all := group{key: key{stage: "all"}}
	for _, g := range groups {
		all.unknown += g.unknown
		for i := range g.bins {
			all.bins[i].add(g.bins[i])
		}
	}
	return all
}

func errorOf(groups []group) float64 {
	all := total(groups)
	return all.error()
}

func printGroup(w io.Writer, g *group, stated, heldOut float64) {
	sum := g.all()
	if sum.n == 0 {
		fmt.Fprintf(w, "| %s | %s | 0 | %d | | | | | |", g.stage, g.kind, g.unknown)
	} else {
		fmt.Fprintf(w, "| %s | %s | %d | %d | %.3f | %.3f | %.3f | %.3f | %.3f |", g.stage, g.kind, sum.n, g.unknown,
			sum.mean(), sum.share(), g.error(), stated, heldOut)
	}
	for _, b := range g.bins {
		if b.n == 0 {
			fmt.Fprint(w, " |")
		} else {
			fmt.Fprintf(w, " %d: %.2f/%.2f |", b.n, b.mean(), b.share())
		}
	}
	fmt.Fprintln(w)
}
