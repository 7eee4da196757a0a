package repair

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// zone is a run of rows that are set in smaller type at the foot of a page:
// the notes of a page. from and to are indices in the flow that was searched.
type zone struct{ from, to int }

const (
	unlabelledNote = 1.0
	unlikelyNote   = 2.0
	labelledNote   = 3.0 // it speaks for a note that a sign opens the block that opens no word elsewhere
	openZone       = 7.0 // a page has notes
	noBlankOver    = 1.5 // no empty line above them, though the text has empty lines
	itemZone       = 6.0 // they begin with an item of a list, or a section
	itemInNote     = 3.0 // there is one among them
	strangeZone    = 4.0 // less, if they begin with a sign or a number before a capital
	hiddenEnd      = 1.0 // the page's end is nowhere to be seen
	lowPage        = 0.8 // of the usual height: it costs if a page is less high
	tooShort       = 4.0
	tooHigh        = 2.0  // a page is higher than usual, and not as high as two or three
	insidePage     = 12.0 // it is, and is elsewhere
	hopeless       = 7.0  // nats against rows being notes: they are text
	longestZone    = 90   // rows
	hidingPage     = 1.5  // times as long as usual: ends of pages are hidden in it
)

// zoneFinder finds the notes of the pages by the size of their type, whether
// the pages' ends are known or not.
type zoneFinder struct {
	t      *Text
	rows   []int
	sizes  typeSizes
	text   *shapedHabits
	notes  *shapedHabits
	ends   []bool    // by index in rows: a page is known to end before it
	hidden []bool    // or may end before it
	height []float64 // of the rows before, in rows of the text
	page   float64   // the height of a page; 0 if it is not known
	signs  signHabit
}

// zonePath is the cheapest way to read the rows before some row.
type zonePath struct {
	cost float64
	from int // where the zone began that ends here; -1 if none does
	page int // where the page began: the end of the zone before, or a known one
}

// zones finds them all at once: it is cheapest that a zone's rows are in
// smaller type, that the text goes on over it as texts go on, and that pages
// are about equally high.
func (f *zoneFinder) zones() []zone {
	n := len(f.rows)
	path := make([]zonePath, n+1)
	on := make([]float64, n+1) // what it costs that the text goes on from the row before
	for i := 1; i < n; i++ {
		on[i] = f.flow(f.text, i-1, i)
	}
	for i := range path {
		path[i] = zonePath{math.Inf(1), -1, 0}
	}
	path[0].cost = 0
	for s := range n {
		p := &path[s]
		if f.ends[s] {
			p.page = s
		}
		if c := p.cost + on[s+1] + f.stubCost(p.page, s+1); c < path[s+1].cost {
			path[s+1] = zonePath{c, -1, p.page}
		}
		if s > 0 && p.from < 0 {
			f.openAt(s, path, on)
		}
	}
	var zones []zone
	for i := n; i > 0; {
		if from := path[i].from; from >= 0 {
			zones = append(zones, zone{from, i})
			i = from
			continue
		}
		i--
	}
	slices.Reverse(zones)
	return zones
}

// openAt tries the zones that begin with row s. on[s] was paid for the text to
// go on there; a zone gives it back, and pays for the text to go on below it.
func (f *zoneFinder) openAt(s int, path []zonePath, on []float64) {
	cost := path[s].cost - on[s] + f.openCost(s)
	rows, small := 0.0, false // a row is too wide for the text's type
	fade := 1.0               // of what a short row says for notes: they come in numbers
	for e := s; e < len(f.rows) && e-s < longestZone; e++ {
		if e > s {
			if f.ends[e] {
				return
			}
			cost += f.flow(f.notes, e-1, e)
		}
		c := f.sizes.rowCost(f.t.Rows[f.rows[e]].Em)
		switch short := f.t.Rows[f.rows[e]].Em < f.sizes.text*fullFrom; {
		case !short || strangeOpening(f.t.String(f.rows[e])):
			fade = 1
		case c < 0:
			c *= fade
			fade *= shortFades
		}
		small = small || f.t.Rows[f.rows[e]].Em > f.sizes.text*fullTo
		c += f.opening(s, e, small)
		cost += c
		if rows = max(0, rows+c); rows > hopeless+insidePage || rows > hopeless && f.hidden[e] {
			return
		}
		end := e + 1
		total := cost + f.endCost(path[s].page, end)
		if total >= path[end].cost+hopeless {
			continue
		}
		if end < len(f.rows) {
			total += f.flow(f.text, s-1, end)
		}
		if total < path[end].cost {
			path[end] = zonePath{total, s, end}
		}
	}
}

// opening is what it costs that row e, in a zone that begins with row first,
// is of notes, for what the row begins with. A block is unlikely to be one or
// a part of one where nothing that may be a label opens it, for a dialogue is
// full of short blocks; unless rows have shown that the type is small.
func (f *zoneFinder) opening(first, e int, small bool) float64 {
	s := f.t.String(f.rows[e])
	switch {
	case e > first && opensItem(s):
		return itemInNote
	case f.t.Rows[f.rows[e]].Blank == 0:
		return 0
	case e > first && f.signs.isLabel(s):
		return -labelledNote
	case small || strangeOpening(s):
		return 0
	case openingOf(s) == startsQuote:
		return unlikelyNote
	}
	return unlabelledNote
}

func (f *zoneFinder) openCost(s int) float64 {
	cost := openZone
	row := &f.t.Rows[f.rows[s]]
	if row.Blank == 0 {
		cost += noBlankOver
	}
	switch text := f.t.String(f.rows[s]); {
	case strangeOpening(text):
		cost -= strangeZone
	case opensItem(text):
		cost += itemZone
	}
	return cost
}

// opensItem reports whether s begins an item of a list or a section, as no note
// begins.
func opensItem(s string) bool {
	_, section := sectionIn(s)
	return section || hasBullet(s)
}

// hasBullet reports whether s begins with what is nothing but a bullet, or an
// equals sign that was one.
func hasBullet(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	return (r == '=' || strings.ContainsRune(bullets, r)) && strings.HasPrefix(s[size:], " ")
}

// endCost is what it costs that a page ends before row e that began with row
// page.
func (f *zoneFinder) endCost(page, e int) float64 {
	if e == len(f.rows) || f.ends[e] {
		return 0
	}
	if !f.hidden[e] {
		return insidePage
	}
	if f.page == 0 {
		return hiddenEnd
	}
	pages := (f.height[e] - f.height[page]) / f.page
	switch over := pages - math.Floor(pages); {
	case pages < lowPage/2:
		return insidePage + insidePage
	case pages < lowPage:
		return hiddenEnd + tooShort
	case over > 1-lowPage/2 && over < lowPage:
		return hiddenEnd + tooHigh
	}
	return hiddenEnd
}

// stubCost is what it costs that text ends before row e, on a page that began
// with row page because a zone ended there and nothing else said so: if the
// page ends and is too short, its rows belong to the notes above.
func (f *zoneFinder) stubCost(page, e int) float64 {
	if !f.ends[e] || f.page == 0 || page == 0 || f.ends[page] || f.height[e]-f.height[page] > f.page*lowPage/2 {
		return 0
	}
	return insidePage
}

// measurePage finds out how high pages are from zones that were found
// without knowing it. The median is safe from zones that are none, and from
// pages without notes.
func (f *zoneFinder) measurePage(zones []zone) {
	f.height = make([]float64, len(f.rows)+1)
	small := float64(f.sizes.text / f.sizes.notes)
	i := 0
	for _, z := range append(zones, zone{len(f.rows), len(f.rows)}) {
		for ; i < z.to; i++ {
			f.height[i+1] = f.height[i] + 1
			if i >= z.from {
				f.height[i+1] = f.height[i] + small
			}
		}
	}
	var heights []float64
	last := 0.0
	for _, z := range zones {
		if h := f.height[z.to] - last; h > leastPage {
			heights = append(heights, h)
		}
		last = f.height[z.to]
	}
	if len(heights) >= fewestPages {
		slices.Sort(heights)
		f.page = heights[len(heights)/2]
	}
}

const (
	leastPage   = 15 // rows: a page has more
	fewestPages = 3  // that tell how high pages are
)

// flow is what it costs that row j follows row i, whether a block ends there
// or not.
func (f *zoneFinder) flow(h *shapedHabits, i, j int) float64 {
	z := zoner{t: f.t}
	b := f.t.boundary(f.rows[i], f.rows[j])
	on, end := z.likelihoods(h, &b)
	return -math.Log((1-h.endShare)*on + h.endShare*end)
}

// findZones finds the notes at the pages' feet among rows, which are text and
// notes; it returns nil if there are too few rows.
func (t *Text) findZones(rows []int) (*zoneFinder, []zone) {
	sizes := t.typeSizes(rows)
	if sizes.text == 0 {
		return nil, nil
	}
	habits := t.habitsOf(t.someBoundaries(rows))
	f := &zoneFinder{t: t, rows: rows, sizes: sizes, text: habits.withMeasure(sizes.text), notes: habits.withMeasure(sizes.notes)}
	f.pageEnds()
	f.signs = t.signHabit(rows)
	zones := f.zones()
	f.measurePage(zones)
	if f.page > 0 {
		zones = f.joined(f.zones())
	}
	return f, zones
}

// joined joins zones that are too near to each other for a page to end between
// them: the quotation between them, set narrower, belongs to the notes.
func (f *zoneFinder) joined(zones []zone) []zone {
	var out []zone
	for _, z := range zones {
		if n := len(out); n > 0 && f.height[z.to]-f.height[out[n-1].to] < f.page*lowPage/2 && !slices.Contains(f.ends[out[n-1].to:z.from+1], true) {
			out[n-1].to = z.to
			continue
		}
		out = append(out, z)
	}
	return out
}

// withMeasure returns the same habits for another measure.
func (h *shapedHabits) withMeasure(measure float32) *shapedHabits {
	same, shaped := *h.habits, *h
	same.measure, same.merges = measure, false
	shaped.habits = &same
	return &shaped
}

// pageEnds finds where pages are known to end, and where they may: a page that
// is much longer than others are is several.
func (f *zoneFinder) pageEnds() {
	t := f.t
	f.ends, f.hidden = make([]bool, len(f.rows)+1), make([]bool, len(f.rows)+1)
	long := make([]int, len(t.Pages)) // rows of each page
	for p := range t.Pages {
		from, to := t.pageRows(p)
		long[p] = to - from
	}
	usual := slices.Clone(long)
	slices.Sort(usual)
	most := hidingPage * float64(usual[len(usual)/2])
	if len(usual) == 1 {
		most = 0
	}
	for i := 1; i < len(f.rows); i++ {
		page := t.Rows[f.rows[i]].Page
		f.ends[i] = page != t.Rows[f.rows[i-1]].Page
		f.hidden[i] = float64(long[page]) > most
	}
}
