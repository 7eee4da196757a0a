package repair

import (
	"math"
	"strconv"
)

const (
	noFolio    = 1.0 // a page without one
	otherCount = 4.0 // the count begins anew, or pages are missing
	besideHead = 0.2 // a number beside words is a little less likely
	besideOnce = 1.2 // more so if the words stand nowhere else: "12 See Strabo" may be a note
	innerFolio = 0.3 // a row stands between the folio and the edge of the page
	fewestLike = 2   // pages that share a count
)

// labelPages finds the folios of pages that are known, and gives the pages
// their printed numbers.
func (t *Text) labelPages() {
	t.folios = make([]folio, len(t.Pages))
	if len(t.Rows) > volumePages*len(t.Pages) { // they are none
		for p := range t.folios {
			t.folios[p].row = -1
		}
		return
	}
	candidates, style := t.folioCandidates()
	for p, i := range foliosOnPages(candidates, &style) {
		t.folios[p].row = -1
		if i >= 0 {
			t.folios[p] = candidates[p][i].folio
			t.Pages[p].Label = t.folios[p].label
		}
	}
	t.misreadFolios()
}

// edgeFolio is a candidate, whether it stands at the foot of its page, and how
// many rows stand between it and the page's edge.
type edgeFolio struct {
	folio
	foot   bool
	inner  int
	agrees bool // its words stand nowhere else, but see agree
}

// folioCandidates lists what may be a folio at the edges of each page, and
// how those beside recurring words are printed.
func (t *Text) folioCandidates() (candidates [][]edgeFolio, style headStyle) {
	candidates = make([][]edgeFolio, len(t.Pages))
	values := map[string]int{} // beside the same words; -1 several
	var fs []folio
	for p := range t.Pages {
		top, foot := t.edges(p)
		for side, rows := range [][]int{top, foot} {
			for inner, r := range rows {
				fs = t.foliosIn(r, fs[:0])
				for _, f := range fs {
					if f.form == gluedFolio && side+inner > 0 {
						continue
					}
					candidates[p] = append(candidates[p], edgeFolio{folio: f, foot: side == 1, inner: inner})
					if v, seen := values[f.head]; !seen {
						values[f.head] = f.key()
					} else if v != f.key() {
						values[f.head] = -1
					}
				}
			}
		}
	}
	var once []*folio
	for _, cs := range candidates {
		for i := range cs {
			if f := &cs[i].folio; f.beside() && values[f.head] != -1 {
				once = append(once, f)
			}
		}
	}
	t.findTitled(once)
	for _, cs := range candidates {
		for i := range cs {
			style.learn(&cs[i].folio)
		}
	}
	agree(candidates)
	return candidates, style
}

// agree finds the folios whose words stand on their page alone, since they name
// its section, and which are folios because they agree: most pages count as they
// do, and more of them stand on that side of the page and of the words than are
// there by chance.
func agree(candidates [][]edgeFolio) {
	counts := map[int]int{} // pages, by the number of the first page
	for p, cs := range candidates {
		for i := range cs {
			if !cs[i].once {
				counts[cs[i].key()-p]++
			}
		}
	}
	first, most := 0, 0
	for count, n := range counts {
		if n > most || n == most && count < first {
			first, most = count, n
		}
	}
	if most < fewestFolios {
		return
	}
	type place struct {
		form folioForm
		foot bool
	}
	right, wrong := map[place]int{}, map[place]int{}
	each := func(f func(cs *edgeFolio, at place, right bool)) {
		for p, cs := range candidates {
			for i := range cs {
				if c := &cs[i]; c.once && c.inner == 0 {
					f(c, place{c.form, c.foot}, c.key()-p == first)
				}
			}
		}
	}
	each(func(_ *edgeFolio, at place, ok bool) {
		if ok {
			right[at]++
		} else {
			wrong[at]++
		}
	})
	each(func(c *edgeFolio, at place, ok bool) {
		c.agrees = ok && right[at] >= fewestFolios && right[at] > wrong[at]
	})
}

// cost is what it costs to take f for the folio of its page.
func (f *edgeFolio) cost(style *headStyle) float64 {
	cost := innerFolio * float64(f.inner)
	switch {
	case f.form == countedFolio || !f.beside():
		return cost
	case f.once && !f.agrees && !style.fits(&f.folio):
		return cost + besideOnce
	}
	return cost + besideHead
}

// foliosOnPages chooses a folio for each page, if it has one: the numbers
// count up with the pages. candidates lists each page's. The result holds the
// index of the candidate, or -1.
func foliosOnPages(candidates [][]edgeFolio, style *headStyle) []int {
	type state struct {
		cost float64
		from int // candidate on the page before, the last one none
		key  int // value minus page number of the last folio, roman ones apart
		has  bool
	}
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
			for i := range cs {
				f := &cs[i]
				c := s.cost + f.cost(style)
				if s.has && s.key != f.key()-p {
					c += otherCount
				}
				if c < next[i].cost {
					next[i] = state{c, j, f.key() - p, true}
				}
			}
		}
		back = append(back, next)
		prev = next
	}
	at := 0
	for i := range prev {
		if prev[i].cost < prev[at].cost {
			at = i
		}
	}
	chosen := make([]int, len(candidates))
	for p := len(candidates) - 1; p >= 0; p-- {
		chosen[p] = at
		if at == len(candidates[p]) {
			chosen[p] = -1
		}
		at = back[p][at].from
	}
	return dropLoners(candidates, chosen)
}

// dropLoners takes back folios whose count hardly any other page shares. What
// stands on one page alone is a folio only if it looks like nothing else: a
// number over a text is that of a chapter.
func dropLoners(candidates [][]edgeFolio, chosen []int) []int {
	count := map[int]int{}
	for p, i := range chosen {
		if i >= 0 {
			count[candidates[p][i].key()-p]++
		}
	}
	least := fewestLike
	if len(candidates) >= 8 {
		least++
	}
	for p, i := range chosen {
		if i < 0 {
			continue
		}
		f := &candidates[p][i]
		if n := count[f.key()-p]; n < least && f.form != countedFolio && !(len(candidates) <= 2 && (f.adorned || f.foot && !f.roman && f.inner == 0)) {
			chosen[p] = -1
		}
	}
	return chosen
}

// misreadFolios finds folios that OCR misread: on a page between two that have
// theirs, a short row at the edge that looks like the number that is missing.
func (t *Text) misreadFolios() {
	last := -1
	for p := range t.folios {
		if t.folios[p].row < 0 {
			continue
		}
		if last >= 0 && t.folios[p].key()-p == t.folios[last].key()-last {
			for q := last + 1; q < p; q++ {
				t.misreadFolio(q, t.folios[last].value+q-last, t.folios[p].roman)
			}
		}
		last = p
	}
}

// misreadFolio looks for the number n at the edges of a page.
func (t *Text) misreadFolio(page, n int, roman bool) {
	top, foot := t.edges(page)
	for _, rows := range [][]int{top, foot} {
		for _, r := range rows {
			if looksLike(t.String(r), n, roman) {
				t.folios[page] = folio{row: r, value: n, label: strconv.Itoa(n)}
				t.Pages[page].Label = t.folios[page].label
				return
			}
		}
	}
}
