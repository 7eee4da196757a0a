package main

import (
	"math/rand/v2"
	"testing"
)

// TestAlignFindsWhatIsLeft removes members and puts others in, and looks for
// the rest.
func TestAlignFindsWhatIsLeft(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var a, b []int
	kept := map[pair]bool{}
	for i := range 5000 {
		switch r.IntN(20) {
		case 0:
			a = append(a, 300+i)
		case 1:
			b = append(b, -r.IntN(50)-1)
		default:
			kept[pair{len(a), len(b)}] = true
			word := r.IntN(300)
			a, b = append(a, word), append(b, word)
		}
	}
	found := 0
	last := pair{-1, -1}
	for _, p := range align(a, b) {
		if a[p.a] != b[p.b] || p.a <= last.a || p.b <= last.b {
			t.Fatalf("%v after %v: %d and %d", p, last, a[p.a], b[p.b])
		}
		if last = p; kept[p] {
			found++
		}
	}
	if found < len(kept)*99/100 {
		t.Errorf("found %d of %d", found, len(kept))
	}
}

func TestAlignOfNothing(t *testing.T) {
	if pairs := align(nil, []int{1}); len(pairs) != 0 {
		t.Errorf("got %v", pairs)
	}
}
