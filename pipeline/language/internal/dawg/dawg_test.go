package dawg

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func build(t testing.TB, words ...string) *Graph {
	t.Helper()
	g, err := Build(words)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func words(g *Graph) []string {
	var all []string
	g.Each(func(word []rune) bool {
		all = append(all, string(word))
		return true
	})
	return all
}

func TestGraphHasItsWords(t *testing.T) {
	for _, list := range []string{"", "a", "a ab abc", "car cars cat cats", "über ubi ёлка ель λόγος", "b a b a", "aa ba aaa baa"} {
		want := strings.Fields(list)
		g := build(t, want...)
		slices.Sort(want)
		want = slices.Compact(want)
		if got := words(g); !slices.Equal(got, want) {
			t.Errorf("%q: %q", list, got)
		}
		for _, word := range want {
			if !g.Contains(word) {
				t.Errorf("%q lacks %q", list, word)
			}
			for _, other := range []string{word + "x", word[:len(word)-1], "x" + word, ""} {
				if g.Contains(other) != slices.Contains(want, other) {
					t.Errorf("%q: %q is wrong", list, other)
				}
			}
		}
	}
}

func TestEmptyWord(t *testing.T) {
	g := build(t, "", "a")
	if got := words(g); !g.Contains("") || !slices.Equal(got, []string{"", "a"}) {
		t.Errorf("%q", got)
	}
	var zero Graph
	if zero.Contains("") || zero.Contains("a") || words(&zero) != nil {
		t.Error("the zero Graph has words")
	}
}

func TestEndingsAreShared(t *testing.T) {
	if g := build(t, "car", "cars", "cat", "cats"); g.edges.len() != 1+5 {
		t.Errorf("%d edges, want 5", g.edges.len()-1)
	}
}

func TestEachStops(t *testing.T) {
	n := 0
	build(t, "a", "ab", "b").Each(func([]rune) bool { n++; return n < 2 })
	if n != 2 {
		t.Errorf("%d words", n)
	}
}

func TestFileForm(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 1))
	for range 50 {
		var list []string
		for range random.IntN(200) {
			word := make([]rune, random.IntN(8))
			for i := range word {
				word[i] = []rune("abcdéжω")[random.IntN(7)]
			}
			list = append(list, string(word))
		}
		g := build(t, list...)
		again, err := Parse(string(g.AppendBinary(nil)))
		if err != nil {
			t.Fatal(err)
		}
		if err := again.Check(); err != nil {
			t.Errorf("%q: %v", list, err)
		}
		slices.Sort(list)
		if want := slices.Compact(list); !slices.Equal(words(again), want) {
			t.Fatalf("%q became %q", want, words(again))
		}
	}
}

func TestBuildRefuses(t *testing.T) {
	if _, err := Build([]string{"\xff"}); err == nil {
		t.Error("invalid UTF-8 is accepted")
	}
	var many strings.Builder
	for r := range rune(256) {
		many.WriteRune('一' + r)
	}
	if _, err := Build([]string{many.String()}); err == nil {
		t.Error("256 letters are accepted")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(string(build(f, "car", "cars", "cat").AppendBinary(nil)))
	f.Add("")
	f.Fuzz(func(t *testing.T, data string) {
		g, err := Parse(data)
		if err != nil || g.Check() != nil {
			return
		}
		g.Contains("car")
		n := 0
		g.Each(func([]rune) bool { n++; return n < 1000 })
		if again, err := Parse(string(g.AppendBinary(nil))); err != nil || again.edges != g.edges {
			t.Errorf("it is not read again: %v", err)
		}
	})
}
