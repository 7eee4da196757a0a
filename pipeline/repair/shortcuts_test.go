package repair

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/refolio/refolio/pipeline/source"
)

// What spares a look at most characters must come to the same as the look.

// randomLine returns a line of words, signs and white space of all kinds.
func randomLine(random *rand.Rand) string {
	pieces := []string{"a", "boat", "of", "Harbour", "  ", " ", " ", " ", ".", ",", "12", "*", "“", "”", "’", "é", "\u00a0", "\t", "†", "²", "Ωδη", "(", "]", "=", "xxxxxxxxxxxxxxxxxxxxxxxx"}
	var sb strings.Builder
	for range random.IntN(30) {
		sb.WriteString(pieces[random.IntN(len(pieces))])
	}
	return sb.String()
}

func TestPlainRun(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		s := "x" + randomLine(random)
		want := len(s)
		for i, r := range s {
			if n := spaces(s[i:]); n > 1 || n == 1 && (r != ' ' || i+1 == len(s)) {
				want = i
				break
			}
		}
		if got := plainRun(s); got != want {
			t.Fatalf("%q: %d, want %d", s, got, want)
		}
	}
}

func TestLook(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		s := strings.TrimSpace(randomLine(random))
		r := Row{End: len(s)}
		r.look(s)
		if r.Em != emWidth(s) {
			t.Fatalf("%q: %v em, want %v", s, r.Em, emWidth(s))
		}
		if want := strings.ContainsFunc(s, isDigitOrAsterisk); r.has.has(anyNumeral) != want {
			t.Fatalf("%q: a numeral is %t", s, !want)
		}
		if want := strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f && isRaised(r) }); r.raised != want {
			t.Fatalf("%q: a raised sign is %t", s, !want)
		}
		if want := slices.ContainsFunc(strings.Split(s, " "), func(word string) bool { return len(word) >= runOn }); r.long != want {
			t.Fatalf("%q: a long word is %t", s, !want)
		}
		if strings.Contains(s, "  ") && !r.has.has(twoSpaces) || strings.Contains(s, " ,") && !r.has.has(spaceBeforeMark) {
			t.Fatalf("%q lacks a digram", s)
		}
	}
}

func isDigitOrAsterisk(r rune) bool { return r < 0x80 && unicode.IsDigit(r) || r == '*' }

func TestBeginning(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		s := randomLine(random)
		if beginning(s) != beginning(fold(s)) || beginning(s) != beginning(strings.ToUpper(s)) {
			t.Fatalf("%q does not begin as it does folded", s)
		}
	}
	var few sieve
	few.add(beginning("The harbour of the town"))
	for s, want := range map[string]bool{"THE HARBOUR, again": true, "The": true, "A boat at the quay": false} {
		if few.has(beginning(s)) != want {
			t.Errorf("%q: %t", s, !want)
		}
	}
}

func TestSplitKeepsRowsAndEdges(t *testing.T) {
	src, err := source.Read("rows", []byte("one two three\nfour\nfive six\fseven eight nine ten\neleven"), "utf-8")
	if err != nil {
		t.Fatal(err)
	}
	text := newText(src)
	for i := range text.Rows {
		text.edgesOf(i)
	}
	at := func(word string) int { return strings.Index(src.Text, word) }
	text.Split([]int{at("two"), at("six"), at("three"), at("nine"), at("four"), at("six")})
	var rows []string
	for i := range text.Rows {
		rows = append(rows, text.String(i))
		e := *text.edgesOf(i)
		text.edgesKept[i] = rowEdges{}
		if e != *text.edgesOf(i) {
			t.Errorf("%q has the ends of another row", text.String(i))
		}
	}
	if got := strings.Join(rows, "|"); got != "one|two|three|four|five|six|seven eight|nine ten|eleven" {
		t.Error(got)
	}
	if text.Pages[1].First != 6 || text.Rows[6].Page != 1 {
		t.Errorf("the second page begins with row %d", text.Pages[1].First)
	}
}

func TestMergeRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	compare := func(a, b decisionPlace) int {
		if a.before(&b) {
			return -1
		}
		return 1
	}
	for n := range 100 {
		var places []decisionPlace
		for i := range n {
			places = append(places, decisionPlace{start: random.IntN(40), at: int32(i), kind: Kind(random.IntN(3))})
		}
		slices.SortFunc(places[:n/2], compare)
		slices.SortFunc(places[n/2:n/2+n/4], compare)
		want := slices.Clone(places)
		slices.SortFunc(want, compare)
		if got := mergeRuns(places); !slices.Equal(got, want) {
			t.Fatalf("%d places come in the order %v", n, got)
		}
	}
}
