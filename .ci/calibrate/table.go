package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"

	"github.com/refolio/refolio/pipeline/repair"
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
	stage, kind string
	bins        [8]bin
	unknown     int
}

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
	type key struct{ stage, kind string }
	groups := map[key]*group{}
	for i := range all {
		d := &all[i]
		k := key{d.Stage, d.name()}
		if groups[k] == nil {
			groups[k] = &group{stage: k.stage, kind: k.kind}
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
	stages := repair.Names()
	var sorted []group
	for _, g := range groups {
		sorted = append(sorted, *g)
	}
	slices.SortFunc(sorted, func(a, b group) int {
		return cmp.Or(cmp.Compare(slices.Index(stages, a.stage), slices.Index(stages, b.stage)), cmp.Compare(a.kind, b.kind))
	})
	return sorted
}

// printReports prints the table of all cases.
func printReports(w io.Writer, reports []report) {
	var all []judged
	var without bin
	for i := range reports {
		all = append(all, reports[i].judged...)
		without.add(reports[i].without)
	}
	printTable(w, table(all))
	fmt.Fprintf(w, "\nWhere a line goes on in the block of the line before (%d places), %.4f of the truth does so too.\n", without.n, without.share())
}

// printTable prints a line for each group and, in it, a cell for each bin:
// how many decisions, what share of them was to be right and what share was.
func printTable(w io.Writer, groups []group) {
	fmt.Fprint(w, "| stage | kind | judged | not | stated | right | error |")
	for _, name := range binNames {
		fmt.Fprintf(w, " %s |", name)
	}
	fmt.Fprint(w, "\n| --- | --- | --: | --: | --: | --: | --: |")
	for range binNames {
		fmt.Fprint(w, " --- |")
	}
	fmt.Fprintln(w)
	total := group{stage: "all"}
	for _, g := range groups {
		printGroup(w, &g)
		total.unknown += g.unknown
		for i := range g.bins {
			total.bins[i].add(g.bins[i])
		}
	}
	printGroup(w, &total)
}

func printGroup(w io.Writer, g *group) {
	sum := g.all()
	if sum.n == 0 {
		fmt.Fprintf(w, "| %s | %s | 0 | %d | | | |", g.stage, g.kind, g.unknown)
	} else {
		fmt.Fprintf(w, "| %s | %s | %d | %d | %.3f | %.3f | %.3f |", g.stage, g.kind, sum.n, g.unknown, sum.mean(), sum.share(), g.error())
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
