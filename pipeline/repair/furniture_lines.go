package repair

import (
	"strings"
	"unicode"
)

// marginNumber is a number in the margin of a row, which may count lines.
type marginNumber struct {
	row, value, start, end int // start and end of the number in the source
	side                   int8
}

// The sides on which line numbers stand.
const (
	ownRow int8 = iota // on a row of their own
	atStart
	atEnd
	sides
)

const (
	fewestLineNumbers = 4   // in a sequence
	lineStep          = 5   // verse is mostly marginNumber by fives
	stepSlack         = 2   // rows that may lie between besides
	numberedShare     = 0.5 // of the rows, where every row has its number
)

// lineNumbers takes away the numbers of lines in the margin: every fifth, or
// each.
//
//	Of what is past, or passing,    5       1  THE COURT: We are on
//	or to come                              2  the record.
func (f *furnisher) lineNumbers() {
	if f.t.counts != nil {
		f.cutNumbers(f.t.counts)
		return
	}
	if f.t.isNumbers() {
		return
	}
	var all [sides][]marginNumber
	for r := range f.t.Rows {
		if f.t.Rows[r].Role == InBody && !f.taken[r] {
			f.marginNumbers(r, &all)
		}
	}
	for side := range all {
		f.countedBy(all[side], lineStep)
	}
	if each := runsOf(all[atStart], 1, 0); float64(len(each)) > numberedShare*float64(len(f.t.Rows)) {
		f.cutNumbers(each)
	}
}

// marginNumbers lists the numbers in a row that may count lines.
func (f *furnisher) marginNumbers(row int, all *[sides][]marginNumber) {
	r, s := &f.t.Rows[row], f.t.String(row)
	if n, size := folioNumber(s); size > 0 {
		rest := s[size:]
		switch {
		case rest == "":
			all[ownRow] = append(all[ownRow], marginNumber{row, n, r.Start, r.End, ownRow})
			return
		case strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "\t"):
			all[atStart] = append(all[atStart], marginNumber{row, n, r.Start, r.Start + size, atStart})
		}
	}
	if n, size := numberBehind(s); size > 0 && len(s) > size+1 {
		if before := s[:len(s)-size]; strings.HasSuffix(before, "  ") || strings.HasSuffix(before, "\t") {
			all[atEnd] = append(all[atEnd], marginNumber{row, n, r.End - size, r.End, atEnd})
		}
	}
}

// countedBy cuts the numbers that count up by step where as many rows lie
// between them.
func (f *furnisher) countedBy(ns []marginNumber, step int) {
	var multiples []marginNumber
	for _, n := range ns {
		if n.value%step == 0 {
			multiples = append(multiples, n)
		}
	}
	if found := runsOf(multiples, step, stepSlack); !f.t.countsAll(found) {
		f.cutNumbers(found)
	}
}

// runsOf returns the numbers that stand in sequences which count up by step,
// with as many rows between (or a few more).
func runsOf(ns []marginNumber, step, slack int) (found []marginNumber) {
	for i := 0; i < len(ns); {
		end := i + 1
		for end < len(ns) && ns[end].value == ns[end-1].value+step {
			if gap := ns[end].row - ns[end-1].row; gap < step || gap > step+slack {
				break
			}
			end++
		}
		if end-i >= fewestLineNumbers {
			found = append(found, ns[i:end]...)
		}
		i = end
	}
	return found
}

func (f *furnisher) cutNumbers(ns []marginNumber) {
	for _, n := range ns {
		if text := f.t.Src.Text[n.start:n.end]; strings.TrimFunc(text, unicode.IsDigit) == "" {
			f.cut(n.row, n.start, n.end, LineNumber, 0.9, "it counts the lines")
		}
	}
}
