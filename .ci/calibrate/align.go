package main

import (
	"cmp"
	"slices"
)

// pair is a member of a and one of b that are the same.
type pair struct{ a, b int }

// align pairs equal members of a and b, in order in both: equal ends first,
// then runs that stand once in either (patience), and what lies between them
// by the longest common subsequence. Where the two differ beyond measure
// nothing is paired.
func align(a, b []int) []pair {
	m := matcher{a: a, b: b}
	m.match(0, len(a), 0, len(b), 0)
	slices.SortFunc(m.pairs, func(x, y pair) int { return cmp.Compare(x.a, y.a) })
	return m.pairs
}

const (
	deepest   = 60      // levels of patience
	smallGap  = 64 * 64 // cells that need no patience
	mostCells = 2 << 20 // of a longest common subsequence
)

type matcher struct {
	a, b  []int
	pairs []pair
}

func (m *matcher) match(a0, a1, b0, b1, depth int) {
	for ; a0 < a1 && b0 < b1 && m.a[a0] == m.b[b0]; a0, b0 = a0+1, b0+1 {
		m.pairs = append(m.pairs, pair{a0, b0})
	}
	for ; a0 < a1 && b0 < b1 && m.a[a1-1] == m.b[b1-1]; a1, b1 = a1-1, b1-1 {
		m.pairs = append(m.pairs, pair{a1 - 1, b1 - 1})
	}
	cells := (a1 - a0) * (b1 - b0)
	if cells == 0 {
		return
	}
	if cells > smallGap && depth < deepest {
		for _, n := range []int{4, 2, 1} {
			anchors := m.anchors(a0, a1, b0, b1, n)
			if len(anchors) == 0 {
				continue
			}
			for _, p := range append(anchors, pair{a1, b1}) {
				m.match(a0, p.a, b0, p.b, depth+1)
				a0, b0 = p.a, p.b
			}
			return
		}
	}
	if cells <= mostCells {
		for _, p := range common(m.a[a0:a1], m.b[b0:b1]) {
			m.pairs = append(m.pairs, pair{a0 + p.a, b0 + p.b})
		}
	}
}

// anchors lists the places of the runs of n members that stand once in
// a[a0:a1] and once in b[b0:b1], as far as they are in order.
func (m *matcher) anchors(a0, a1, b0, b1, n int) []pair {
	type seen struct{ inA, inB, i, j int }
	at := map[[4]int]*seen{}
	for i := a0; i+n <= a1; i++ {
		var key [4]int
		copy(key[:], m.a[i:i+n])
		if s := at[key]; s != nil {
			s.inA++
		} else {
			at[key] = &seen{inA: 1, i: i}
		}
	}
	for j := b0; j+n <= b1; j++ {
		var key [4]int
		copy(key[:], m.b[j:j+n])
		if s := at[key]; s != nil {
			s.inB++
			s.j = j
		}
	}
	var pairs []pair
	for _, s := range at {
		if s.inA == 1 && s.inB == 1 {
			pairs = append(pairs, pair{s.i, s.j})
		}
	}
	slices.SortFunc(pairs, func(x, y pair) int { return cmp.Compare(x.a, y.a) })
	return rising(pairs)
}

// rising is the longest subsequence of pairs in which b rises too.
func rising(pairs []pair) []pair {
	var tops []int // of the piles: indices of pairs
	before := make([]int, len(pairs))
	for i, p := range pairs {
		k, _ := slices.BinarySearchFunc(tops, p.b, func(top, b int) int { return cmp.Compare(pairs[top].b, b) })
		before[i] = -1 // index of the pair before
		if k > 0 {
			before[i] = tops[k-1]
		}
		if k == len(tops) {
			tops = append(tops, i)
		} else {
			tops[k] = i
		}
	}
	if len(tops) == 0 {
		return nil
	}
	out := make([]pair, len(tops))
	for k, i := len(tops)-1, tops[len(tops)-1]; k >= 0; k, i = k-1, before[i] {
		out[k] = pairs[i]
	}
	return out
}

// common is a longest common subsequence.
func common(a, b []int) []pair {
	width := len(b) + 1
	length := make([]uint16, (len(a)+1)*width) // of that of the rests
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i*width+j] = length[(i+1)*width+j+1] + 1
			} else {
				length[i*width+j] = max(length[(i+1)*width+j], length[i*width+j+1])
			}
		}
	}
	var pairs []pair
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, pair{i, j})
			i, j = i+1, j+1
		case length[(i+1)*width+j] >= length[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
