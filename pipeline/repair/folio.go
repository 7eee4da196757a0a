package repair

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// folio is a row that may carry a page number.
type folio struct {
	row   int
	value int
	roman bool
	head  string // the folded running head beside the number, "" if it stands alone
	front bool   // the number comes before the head
	label string // as printed
}

// folioIn reads the page number in a row: "12", "– 12 –", "[xii]", "Page 12 of
// 300", "12 / 300", "12 THE TITLE", "A Chapter 13".
func (t *Text) folioIn(row int) (f folio, ok bool) {
	s := strings.TrimFunc(t.String(row), func(r rune) bool { return strings.ContainsRune("-–—~•·|[]()<>*. ", r) || unicode.IsSpace(r) })
	if s == "" || len(s) > 160 {
		return folio{}, false
	}
	f.row = row
	// The number before the text.
	if n, size, up := number(s); size > 0 && !up && n > 0 {
		rest := s[size:]
		f.value, f.label, f.front = n, s[:size], true
		if ok := f.besides(rest); ok {
			return f, true
		}
	}
	if n, size := numberBehind(s); size > 0 {
		f.value, f.label, f.front = n, s[len(s)-size:], false
		head := strings.TrimRightFunc(s[:len(s)-size], unicode.IsSpace)
		if head != s[:len(s)-size] || strings.HasSuffix(head, "|") {
			if f.besides(head) {
				return f, true
			}
		}
	}
	if n := roman(strings.ToUpper(s)); n > 0 && n < 100 && (strings.ToLower(s) == s || len(s) > 1) && utf8.RuneCountInString(s) < 8 {
		return folio{row: row, value: n, roman: true, label: s, front: true}, true
	}
	return folio{}, false
}

// besides takes the text beside a number: nothing, "/ 300", "of 300", "Page",
// or a running head.
func (f *folio) besides(rest string) bool {
	rest = strings.TrimSpace(rest)
	words := strings.Fields(strings.Trim(rest, "/|"))
	switch {
	case rest == "":
		return true
	case len(words) == 1 && pageWords[strings.ToLower(strings.Trim(words[0], "."))]:
		return true
	case allNumbers(words):
		return len(words) == 1 // "3 / 12"
	case len(words) == 2 && (words[0] == "of" || words[0] == "von" || words[0] == "sur" || words[0] == "de"):
		_, size, _ := number(words[1])
		return size == len(words[1])
	}
	f.head = fold(rest)
	return len(f.head) > 0 && len(words) <= 14
}

var pageWords = map[string]bool{"page": true, "p": true, "seite": true, "s": true, "pagina": true, "página": true, "strona": true, "стр": true, "side": true, "sida": true}

func allNumbers(words []string) bool {
	for _, w := range words {
		if _, size, _ := number(w); size != len(w) {
			return false
		}
	}
	return len(words) > 0
}

// numberBehind reads a number at the end of s.
func numberBehind(s string) (value, size int) {
	i := len(s)
	for i > 0 && s[i-1] >= '0' && s[i-1] <= '9' {
		i--
	}
	if value, size, _ = number(s[i:]); value == 0 {
		return 0, 0
	}
	return value, size
}

const (
	noFolio      = 1.0 // a page without one
	otherCount   = 4.0 // the count begins anew, or pages are missing
	besideHead   = 0.2 // a number beside words is a little less likely
	fewestFolios = 3
)

// foliosOnPages chooses a folio for each page, if it has one: the numbers
// count up with the pages. candidates lists each page's. The result holds the
// index of the candidate, or -1.
func foliosOnPages(candidates [][]folio) []int {
	type state struct {
		cost float64
		from int // candidate on the page before, -1 none
		key  int // value minus page number of the last folio, roman apart
		has  bool
	}
	// One state for each candidate of a page, and one for none that carries
	// the cheapest count so far.
	prev := []state{{}}
	var back [][]state
	for p, cs := range candidates {
		next := make([]state, len(cs)+1)
		for i := range next {
			next[i].cost = math.Inf(1)
		}
		for j, s := range prev {
			if c := s.cost + noFolio; c < next[len(cs)].cost {
				next[len(cs)] = state{c, j, s.key, s.has}
			}
			for i, f := range cs {
				key := f.value - p
				if f.roman {
					key += symbolBase
				}
				c := s.cost
				if s.has && s.key != key {
					c += otherCount
				}
				if f.head != "" {
					c += besideHead
				}
				if c < next[i].cost {
					next[i] = state{c, j, key, true}
				}
			}
		}
		back = append(back, next)
		prev = next
	}
	chosen := make([]int, len(candidates))
	at := 0
	for i := range prev {
		if prev[i].cost < prev[at].cost {
			at = i
		}
	}
	for p := len(candidates) - 1; p >= 0; p-- {
		chosen[p] = at
		if at == len(candidates[p]) {
			chosen[p] = -1
		}
		at = back[p][at].from
	}
	return dropLoners(candidates, chosen)
}

// dropLoners takes back folios whose count no other page shares, unless they
// stand alone and count the pages from the first.
func dropLoners(candidates [][]folio, chosen []int) []int {
	count := map[int]int{}
	for p, i := range chosen {
		if i >= 0 {
			count[candidates[p][i].value-p]++
		}
	}
	for p, i := range chosen {
		if i < 0 || len(candidates) <= 2 {
			continue
		}
		f := &candidates[p][i]
		if count[f.value-p] < 2 && (f.head != "" || f.roman || f.value != p+1) {
			chosen[p] = -1
		}
	}
	return chosen
}

// folioChain finds the folios of a text without form feeds: the longest
// sequence of numbers that count up by one at regular distances.
func folioChain(candidates []folio) []folio {
	distance := 0.0
	var chain []folio
	for range 2 { // the second time the usual distance is known
		chain = countUp(candidates, distance)
		if len(chain) < fewestFolios {
			return nil
		}
		gaps := make([]int, len(chain)-1)
		for i := range gaps {
			gaps[i] = (chain[i+1].row - chain[i].row) / (chain[i+1].value - chain[i].value)
		}
		slices.Sort(gaps)
		distance = float64(gaps[len(gaps)/2])
	}
	if distance < 6 {
		return nil
	}
	return chain
}

const (
	skippedFolio = 0.7 // a number missing between two
	unevenPage   = 0.8 // per factor of e that a page is longer or shorter than usual
)

func countUp(candidates []folio, distance float64) []folio {
	best := make([]float64, len(candidates))
	from := make([]int, len(candidates))
	last := map[int][]int{}
	top := -1
	for i, c := range candidates {
		best[i], from[i] = 1, -1
		if c.head != "" {
			best[i] -= besideHead
		}
		own := best[i]
		for missing := 0; missing < 3; missing++ {
			key := c.value - 1 - missing
			if c.roman {
				key += symbolBase
			}
			for _, j := range last[key] {
				gap := float64(c.row-candidates[j].row) / float64(1+missing)
				score := best[j] + own - skippedFolio*float64(missing)
				if gap < 4 && missing == 0 && gap > 1 || gap < 1 {
					continue
				}
				if distance > 0 {
					score -= unevenPage * math.Abs(math.Log(gap/distance))
				}
				if score > best[i] {
					best[i], from[i] = score, j
				}
			}
		}
		key := c.value
		if c.roman {
			key += symbolBase
		}
		if l := last[key]; len(l) >= 12 {
			last[key] = append(l[:0], l[1:]...)
		}
		last[key] = append(last[key], i)
		if top < 0 || best[i] > best[top] {
			top = i
		}
	}
	var chain []folio
	for i := top; i >= 0; i = from[i] {
		chain = append(chain, candidates[i])
	}
	slices.Reverse(chain)
	return chain
}
