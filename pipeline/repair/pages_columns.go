package repair

import (
	"math"
	"slices"
	"unicode/utf8"
)

// On a page of two columns the folio at the outer edge of the head is printed
// before its page or after it, or where the second column begins, so that it
// does not say where its page does. The running heads do:
//
//	2
//
//	Ada Rook          ──▶  page 2
//
//	the left column of the page ...
//
//	A Treatise of Ferries  ──▶  page 3
//
//	the left column of the page ...
//
//	3
//
//	and its right one ...
//
// They are rows that recur, apart from the text; and of the numbers that stand
// apart from it, too, each page holds the one that is its turn.

const (
	fewestTurns  = 3    // pages that have a head and the number whose turn it is
	missedTurns  = 0.25 // of the pages have another number, or none
	longestTall  = 320  // rows of a page
	evenTall     = 1.9  // times the middlemost: a longer page is two
	longestStart = 60   // characters of a row that recurs
)

// headed is a row that begins a page, if it is a running head.
type headed struct {
	row int
	key string
}

// pagesFromColumns cuts a text of tall pages at its running heads, and labels
// them with the numbers in them. It reports whether it found such pages whose
// folios don't stand beside their heads.
func (t *Text) pagesFromColumns() bool {
	numbers := t.numbersApart()
	if len(numbers) < fewestTurns {
		return false
	}
	heads := t.rowsThatRecur()
	if len(heads) < fewestTurns {
		return false
	}
	starts := t.startsAt(heads, numbers)
	count, right := turns(starts, numbers)
	pages := len(starts)
	if right < fewestTurns || float64(pages-right) > missedTurns*float64(pages) || !t.areTall(starts) {
		return false
	}
	t.cutPages(slices.Clone(starts))
	t.folios = make([]folio, len(t.Pages))
	inside := false
	for p := range t.folios {
		t.folios[p].row = -1
		from, to := t.pageRows(p)
		for _, n := range numbers {
			if n.row >= from && n.row < to && n.value == count+p {
				t.folios[p] = n
				t.Pages[p].Label = n.label
				inside = inside || n.row > from+edgeRows && n.row < to-edgeRows
			}
		}
	}
	if !inside { // the folios say as much themselves
		t.Pages = t.Pages[:0]
		t.folios = nil
		t.pagesFromFormFeeds()
	}
	return inside
}

// numbersApart lists the rows that are nothing but a number and have an empty
// line on one side at least.
func (t *Text) numbersApart() (numbers []folio) {
	for r := range t.Rows {
		if row := &t.Rows[r]; row.End-row.Start > longestFolio || !digit(t.Src.Text[row.Start]) || row.Blank == 0 && r+1 < len(t.Rows) && t.Rows[r+1].Blank == 0 {
			continue
		}
		s := t.String(r)
		if n, size := folioNumber(s); size == len(s) {
			numbers = append(numbers, folio{row: r, value: n, label: s})
		}
	}
	return numbers
}

// rowsThatRecur lists the rows that stand apart from the text and recur as
// such.
func (t *Text) rowsThatRecur() (heads []headed) {
	count := map[string]int{}
	for r := range t.Rows {
		row := &t.Rows[r]
		if r > 0 && row.Blank == 0 || r+1 < len(t.Rows) && t.Rows[r+1].Blank == 0 && r > edgeRows {
			continue
		}
		s := t.String(r)
		if utf8.RuneCountInString(s) > longestStart || likeSpeech(s) || endsSentence(s) {
			continue
		}
		if key := fold(s); len(key) >= shortestKey {
			count[key]++
			heads = append(heads, headed{r, key})
		}
	}
	for r := range min(edgeRows, len(t.Rows)) { // title and author head the pages
		if key := fold(t.String(r)); t.Rows[r].Blank == 0 && r > 0 {
			count[key]++
		}
	}
	return slices.DeleteFunc(heads, func(h headed) bool { return count[h.key] < 2 })
}

// startsAt lists the rows at which pages begin, if they do at their heads: the
// first row, and each head or the number above it.
func (t *Text) startsAt(heads []headed, numbers []folio) []int {
	starts := []int{0}
	for _, h := range heads {
		start := h.row
		if _, found := slices.BinarySearchFunc(numbers, h.row-1, func(f folio, row int) int { return f.row - row }); found {
			start--
		}
		if start > edgeRows && start > starts[len(starts)-1] {
			starts = append(starts, start)
		}
	}
	return starts
}

// turns finds the number of the first page with which most pages hold theirs,
// and how many do.
func turns(starts []int, numbers []folio) (first, right int) {
	votes := map[int]int{}
	page := 0
	var last folio
	for _, n := range numbers {
		for page+1 < len(starts) && starts[page+1] <= n.row {
			page++
		}
		if turn := n.value - page; turn != last.value || page != last.row {
			votes[turn]++
			last = folio{row: page, value: turn}
		}
	}
	for turn, n := range votes {
		if n > right || n == right && turn < first {
			first, right = turn, n
		}
	}
	return first, right
}

// areTall reports whether the pages that begin at some rows are of one length,
// and so long that they have columns.
func (t *Text) areTall(starts []int) bool {
	lengths := make([]int, 0, len(starts))
	for i := 1; i < len(starts); i++ {
		lengths = append(lengths, starts[i]-starts[i-1])
	}
	longest := max(slices.Max(lengths), len(t.Rows)-starts[len(starts)-1])
	usual := middle(lengths)
	return t.tall(usual) && usual <= longestTall && float64(longest) <= math.Ceil(evenTall*float64(usual))
}
