package repair

import (
	"math"
	"slices"

	"github.com/refolio/refolio/pipeline/document"
)

// The stage "pages" finds where pages begin, and their printed numbers:
//
//	... the rest of the page.       ... the rest of the page.
//	4 A TITLE                  ──▶  ▌page 4
//	The next page begins            The next page begins
//
// Form feeds say where pages begin. Where an extractor leaves none, the
// folios do: the numbers that count up through the text at regular distances,
// with or without a running head beside them; or, in a text without folios,
// the extractor's habit of beginning a page's first line with a single space.
//
// It makes Page decisions. What carries the folio is left to the stage
// "furniture".
func decidePages(t *Text, _ PagesOptions) {
	if len(t.Pages) == 1 {
		if chain := folioChain(t.allFolios()); chain != nil {
			t.pagesFromFolios(chain)
		} else {
			t.pagesFromSpaces()
		}
	}
	t.labelPages()
	for _, p := range t.Pages {
		if p.First >= len(t.Rows) {
			continue
		}
		start := t.Rows[p.First].Start
		t.Decide(Decision{Kind: Page, Span: document.Span{Start: start, End: start}, Value: p.Label,
			Confidence: 0.9, Why: "a form feed, a folio or the extractor's habit says that a page begins here"})
	}
}

// edgeRows is how many rows at a page's top and at its foot may be furniture.
const edgeRows = 3

// edges lists the rows at the top and at the foot of a page, the outermost
// first.
func (t *Text) edges(page int) (top, foot []int) {
	from, to := t.pageRows(page)
	for r := from; r < to && len(top) < edgeRows; r++ {
		if t.Rows[r].Role == InBody {
			top = append(top, r)
		}
	}
	for r := to - 1; r >= from && len(foot) < edgeRows; r-- {
		if t.Rows[r].Role == InBody && !slices.Contains(top, r) {
			foot = append(foot, r)
		}
	}
	return top, foot
}

// labelPages gives the pages their printed numbers.
func (t *Text) labelPages() {
	candidates := make([][]folio, len(t.Pages))
	for p := range t.Pages {
		top, foot := t.edges(p)
		for _, rows := range [][]int{top[:min(2, len(top))], foot[:min(2, len(foot))]} {
			for _, r := range rows {
				if f, ok := t.folioIn(r); ok {
					candidates[p] = append(candidates[p], f)
				}
			}
		}
	}
	t.folios = make([]folio, len(t.Pages))
	for p, i := range foliosOnPages(candidates) {
		t.folios[p].row = -1
		if i >= 0 {
			t.folios[p] = candidates[p][i]
			t.Pages[p].Label = candidates[p][i].label
		}
	}
}

// allFolios lists the rows of the whole text that may carry a folio. A number
// beside words counts if the same words stand beside another number too.
func (t *Text) allFolios() []folio {
	var all []folio
	heads := map[string]int{}
	for r := range t.Rows {
		if f, ok := t.folioIn(r); ok {
			all = append(all, f)
			heads[f.head]++
		}
	}
	return slices.DeleteFunc(all, func(f folio) bool { return f.head != "" && heads[f.head] < 2 })
}

// pagesFromFolios cuts the text into pages at its folios.
func (t *Text) pagesFromFolios(chain []folio) {
	distance := float64(chain[len(chain)-1].row-chain[0].row) / float64(chain[len(chain)-1].value-chain[0].value)
	// Does a bare number stand at the foot of its page? It does if there is
	// about a page of text before the first one.
	atFoot := float64(chain[0].row) > distance/2
	starts := []int{0}
	for i, f := range chain {
		start := f.row
		if f.head == "" && (atFoot || i > 0 && chain[i-1].head == "" && i+1 < len(chain) && chain[i+1].row == f.row+1) {
			start++
		}
		if start > starts[len(starts)-1] && start < len(t.Rows) {
			starts = append(starts, start)
		}
	}
	t.cutPages(starts)
}

const (
	mostSpaced    = 0.08 // of the rows begin with a single space, where that marks pages
	fewestSpaced  = 3
	shortestPages = 8.0 // rows
)

// pagesFromSpaces cuts a text into pages at the rows that begin with a single
// space, if they are rare and the others begin with none.
func (t *Text) pagesFromSpaces() {
	starts := []int{0}
	for r := 1; r < len(t.Rows); r++ {
		switch t.Rows[r].Indent {
		case 0:
		case 1:
			starts = append(starts, r)
		default:
			return
		}
	}
	if n := float64(len(starts)); len(starts) < fewestSpaced || n > math.Max(mostSpaced*float64(len(t.Rows)), 1) || float64(len(t.Rows))/n < shortestPages {
		return
	}
	t.cutPages(starts)
}

// cutPages makes pages of the rows from each start to the next.
func (t *Text) cutPages(starts []int) {
	t.Pages = t.Pages[:0]
	for i, start := range starts {
		end := len(t.Rows)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		t.Pages = append(t.Pages, PageInfo{First: start})
		for r := start; r < end; r++ {
			t.Rows[r].Page = i
		}
	}
}
