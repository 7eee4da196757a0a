package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
)

// printGroups prints a line for each group, with the difference from the
// accepted run as far as there is one.
func printGroups(w io.Writer, title string, groups []figure, accepted map[key]figure) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "cases\t< %.1f\tmedian\tmean\taccepted\tchange\tfloor\tnotes right\tof\tlowest recall\t  CPK by group%s\n", goodCPK, title)
	kind := ""
	for _, g := range groups {
		if g.kind != kind && kind != "" {
			fmt.Fprintln(t, "\t\t\t\t\t\t\t\t\t\t")
		}
		kind = g.kind
		before, change := "-", "-"
		if a, ok := accepted[g.key]; ok {
			before, change = fmt.Sprintf("%.2f", a.mean), fmt.Sprintf("%+.2f", g.mean-a.mean)
		}
		fmt.Fprintf(t, "%d\t%.0f%%\t%.2f\t%.2f\t%s\t%s\t%.2f\t%d\t%d\t%.4f\t  %s %s\n",
			g.cases, 100*float64(g.good)/float64(max(1, g.cases)), g.median, g.mean, before, change, g.floor, g.refs, g.refsInAll, g.lowestRecall, g.kind, g.name)
	}
	t.Flush()
}

// printWorst prints the n cases with the highest CPK, OCR apart.
func printWorst(w io.Writer, title string, rows []row, floors map[string]float64, n int) {
	worst := slices.DeleteFunc(slices.Clone(rows), row.ocr)
	slices.SortFunc(worst, func(a, b row) int {
		return cmp.Or(-cmp.Compare(a.CPK, b.CPK), cmp.Compare(a.ID, b.ID))
	})
	printCases(w, title, worst[:min(n, len(worst))], floors)
}

// printCases prints a line for each case; floors may be nil.
func printCases(w io.Writer, title string, rows []row, floors map[string]float64) {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(t, "\nCPK\tfloor\tnotes right\tof\trecall\t  %s\n", title)
	for _, r := range rows {
		floor := "-"
		if f, ok := floors[r.ID]; ok {
			floor = fmt.Sprintf("%.2f", f)
		}
		fmt.Fprintf(t, "%.2f\t%s\t%d\t%d\t%.4f\t  %s\n",
			r.CPK, floor, r.Refs.Right, r.Refs.Right+r.Refs.Missing+r.Refs.Wrong, r.Recall, r.ID)
	}
	t.Flush()
}
