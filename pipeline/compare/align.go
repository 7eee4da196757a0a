package compare

import "slices"

// run is a piece that two sequences have in common: n elements from a in the
// one and from b in the other on.
type run struct{ a, b, n int }

// align finds what two sequences have in common, in order: not always as much
// as possible, but in nearly linear time, and the same whenever it is asked.
// Elements that stand in both once only are the anchors (patience diff); what
// lies between two of them is compared by itself, exactly if it is short. What
// is long and has no anchor was replaced as a whole.
func align(a, b []int32) []run {
	x := aligner{a: a, b: b}
	x.between(0, len(a), 0, len(b))
	return x.runs
}

type aligner struct {
	a, b []int32
	runs []run
}

// mostExact is the product of the lengths of two pieces that are compared
// exactly.
const mostExact = 1 << 18

func (x *aligner) add(a, b, n int) {
	if n == 0 {
		return
	}
	if k := len(x.runs) - 1; k >= 0 && x.runs[k].a+x.runs[k].n == a && x.runs[k].b+x.runs[k].n == b {
		x.runs[k].n += n
		return
	}
	x.runs = append(x.runs, run{a, b, n})
}

// between aligns a[i:iEnd] and b[j:jEnd].
func (x *aligner) between(i, iEnd, j, jEnd int) {
	n := 0
	for i+n < iEnd && j+n < jEnd && x.a[i+n] == x.b[j+n] {
		n++
	}
	x.add(i, j, n)
	i, j = i+n, j+n
	tail := 0
	for iEnd-tail > i && jEnd-tail > j && x.a[iEnd-tail-1] == x.b[jEnd-tail-1] {
		tail++
	}
	iEnd, jEnd = iEnd-tail, jEnd-tail
	switch {
	case i == iEnd || j == jEnd:
	case (iEnd-i)*(jEnd-j) <= mostExact:
		x.exact(i, iEnd, j, jEnd)
	default:
		for _, r := range x.anchors(i, iEnd, j, jEnd) {
			if r.a >= i && r.b >= j {
				x.between(i, r.a, j, r.b)
				x.add(r.a, r.b, 1)
				i, j = r.a+1, r.b+1
			}
		}
		if k := len(x.runs) - 1; k >= 0 && i == x.runs[k].a+x.runs[k].n && j == x.runs[k].b+x.runs[k].n && (iEnd-i)*(jEnd-j) <= mostExact {
			x.exact(i, iEnd, j, jEnd)
		}
	}
	x.add(iEnd, jEnd, tail)
}

// anchors lists the elements that stand once in both pieces and in the same
// order: of those, the longest rising sequence.
func (x *aligner) anchors(i, iEnd, j, jEnd int) []run {
	type places struct{ a, b, times int }
	seen := map[int32]*places{}
	for k := i; k < iEnd; k++ {
		p := seen[x.a[k]]
		if p == nil {
			p = &places{b: -1}
			seen[x.a[k]] = p
		}
		p.a, p.times = k, p.times+1
	}
	inB := map[int32]int{}
	for k := j; k < jEnd; k++ {
		inB[x.b[k]]++
		if p := seen[x.b[k]]; p != nil {
			p.b = k
		}
	}
	var common []run
	for value, p := range seen {
		if p.times == 1 && p.b >= 0 && inB[value] == 1 {
			common = append(common, run{p.a, p.b, 1})
		}
	}
	slices.SortFunc(common, func(r, s run) int { return r.a - s.a })
	return rising(common)
}

// rising is the longest sequence of runs whose b rises.
func rising(list []run) []run {
	var ends []int // of the best sequence of each length: the index of its last
	before := make([]int, len(list))
	for i := range list {
		n, _ := slices.BinarySearchFunc(ends, list[i].b, func(k, b int) int { return list[k].b - b })
		if before[i] = -1; n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	if len(ends) == 0 {
		return nil
	}
	var longest []run
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		longest = append(longest, list[i])
	}
	slices.Reverse(longest)
	return longest
}

// exact finds the longest common subsequence of two short pieces.
func (x *aligner) exact(i, iEnd, j, jEnd int) {
	rows, columns := iEnd-i+1, jEnd-j+1
	best := make([]int32, rows*columns)
	for r := rows - 2; r >= 0; r-- {
		for c := columns - 2; c >= 0; c-- {
			if x.a[i+r] == x.b[j+c] {
				best[r*columns+c] = best[(r+1)*columns+c+1] + 1
			} else {
				best[r*columns+c] = max(best[(r+1)*columns+c], best[r*columns+c+1])
			}
		}
	}
	for r, c := 0, 0; r < rows-1 && c < columns-1; {
		switch {
		case x.a[i+r] == x.b[j+c]:
			x.add(i+r, j+c, 1)
			r, c = r+1, c+1
		case best[(r+1)*columns+c] >= best[r*columns+c+1]:
			r++
		default:
			c++
		}
	}
}
