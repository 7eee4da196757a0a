package compare

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// checkRuns holds the runs of two sequences to what align promises.
func checkRuns(t *testing.T, a, b []int32, runs []run) (common int) {
	t.Helper()
	i, j := 0, 0
	for _, r := range runs {
		if r.n < 1 || r.a < i || r.b < j || r.a+r.n > len(a) || r.b+r.n > len(b) || !slices.Equal(a[r.a:r.a+r.n], b[r.b:r.b+r.n]) {
			t.Fatalf("%v and %v: no run: %v of %v", a, b, r, runs)
		}
		i, j = r.a+r.n, r.b+r.n
		common += r.n
	}
	return common
}

func TestAlign(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		common int
	}{
		{"", "", 0}, {"abc", "", 0}, {"abc", "abc", 3}, {"abcd", "abxd", 3}, {"abcabba", "cbabac", 4}, {"xaby", "zabw", 2}, {"ab", "ba", 1},
	} {
		a, b := codes(c.a), codes(c.b)
		if got := checkRuns(t, a, b, align(a, b)); got != c.common {
			t.Errorf("%s and %s have %d in common, want %d", c.a, c.b, got, c.common)
		}
	}
}

func codes(s string) (list []int32) {
	for _, r := range s {
		list = append(list, r)
	}
	return list
}

// TestAlignFindsWhatIsLeft changes a long sequence in a few places: all the
// rest is found again.
func TestAlignFindsWhatIsLeft(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		a := make([]int32, 20_000)
		for i := range a {
			a[i] = int32(random.IntN(4000))
		}
		b := slices.Clone(a)
		const changes = 30
		for range changes {
			switch at := random.IntN(len(b)); random.IntN(3) {
			case 0:
				b[at] = -1
			case 1:
				b = slices.Delete(b, at, min(len(b), at+random.IntN(20)))
			default:
				b = slices.Insert(b, at, a[random.IntN(100):100+random.IntN(20)]...)
			}
		}
		if common := checkRuns(t, a, b, align(a, b)); common < len(a)-changes*25 {
			t.Errorf("only %d of %d are found again", common, len(a))
		}
	}
}

// TestAlignIsQuick compares what has nothing, or only what is everywhere, in
// common.
func TestAlignIsQuick(t *testing.T) {
	const n = 200_000
	a, b, same := make([]int32, n), make([]int32, n), make([]int32, n+1)
	for i := range a {
		a[i], b[i] = int32(i%7), int32(7+i%5)
	}
	start := time.Now()
	checkRuns(t, a, b, align(a, b))
	checkRuns(t, a[:n/2], same, align(a[:n/2], same))
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
}

func FuzzAlign(f *testing.F) {
	f.Add("abcabba", "cbabac")
	f.Fuzz(func(t *testing.T, a, b string) {
		x, y := codes(a), codes(b)
		runs := align(x, y)
		checkRuns(t, x, y, runs)
		if a == b && len(x) > 0 && (len(runs) != 1 || runs[0].n != len(x)) {
			t.Errorf("%q is not itself: %v", a, runs)
		}
	})
}
