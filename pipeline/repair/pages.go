package repair

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

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
// with or without a running head beside them. In a text without folios, the
// rows do that differ from all others by white space which the extractor put
// there, or that recur, if many of them interrupt a sentence.
//
// It makes Page decisions. What carries the folio is left to the stage
// "furniture".
func decidePages(t *Text, _ PagesOptions) {
	found := t.findPages()
	if t.folios == nil {
		t.labelPages()
	}
	t.given.pages(t)
	for _, p := range t.Pages {
		if p.First >= len(t.Rows) {
			continue
		}
		start := t.Rows[p.First].Start
		t.Decide(Decision{Kind: Page, Span: document.Span{Start: start, End: start}, Value: p.Label, Confidence: found.confidence, Why: found.why})
	}
}

// paging says how the pages were found.
type paging struct {
	confidence float64
	why        string
}

// findPages cuts the text into pages, if form feeds don't. The stage that
// needs pages first does it: columns are put in order page by page.
func (t *Text) findPages() paging {
	if t.paging.why != "" {
		return t.paging
	}
	t.countLines()
	t.paging = paging{0.99, "a form feed stands before it"}
	if volume := len(t.Rows) > volumePages*len(t.Pages); volume || len(t.Pages) == 1 {
		if t.pagesFromColumns() {
			t.paging = paging{0.9, "the running heads and the folios say that a page begins here"}
		} else if chain := t.findFolios(); chain != nil {
			t.pagesFromFolios(chain)
			t.paging = paging{0.9, "the folios say that a page begins here"}
		} else if !volume {
			// It may be one page.
		} else if t.pagesFromSpaces() {
			t.paging = paging{0.85, "the extractor begins pages with other white space than lines"}
		} else if t.pagesFromHeads() {
			t.paging = paging{0.8, "a line that recurs and interrupts sentences says that a page begins here"}
		}
	}
	return t.paging
}

const (
	volumePages = 150 // rows: more between two form feeds on the average are no page
	edgeRows    = 3   // at a page's top and at its foot may be furniture
)

// countLines finds the numbers of lines, which are no folios and don't keep
// these from the edges of their page.
func (t *Text) countLines() {
	t.counts = t.everyFifth()
	if t.counts == nil {
		return
	}
	t.inMargin = make([]bool, len(t.Rows))
	for _, n := range t.counts {
		t.inMargin[n.row] = n.side == ownRow
	}
}

// marginal reports whether a row stands in the margin and is no line of its page.
func (t *Text) marginal(row int) bool { return t.inMargin != nil && t.inMargin[row] }

// edges lists the rows at the top and at the foot of a page, the outermost
// first.
func (t *Text) edges(page int) (top, foot []int) {
	from, to := t.pageRows(page)
	half := edgeRows // of a short page
	if to-from < 2*edgeRows {
		half = (to - from + 1) / 2
	}
	r := from
	for n := 0; r < to && n < half; r++ {
		if t.marginal(r) {
			continue
		}
		n++
		if t.Rows[r].Role == InBody {
			top = append(top, r)
		}
	}
	for n, q := 0, to-1; q >= r && n < edgeRows; q-- {
		if t.marginal(q) {
			continue
		}
		n++
		if t.Rows[q].Role == InBody {
			foot = append(foot, q)
		}
	}
	return top, foot
}

// pagesFromFolios cuts the text into pages at its folios.
func (t *Text) pagesFromFolios(chain []placedFolio) {
	var starts []int
	for i, f := range chain {
		if i > 0 {
			if r := t.opening(&chain[i-1], &f); r > 0 {
				starts = append(starts, r)
			}
		}
		if f.foot {
			starts = append(starts, f.row+1)
		} else {
			starts = append(starts, f.row)
		}
	}
	t.cutPages(starts)
	t.folios = make([]folio, len(t.Pages))
	for p := range t.folios {
		t.folios[p].row = -1
	}
	for _, f := range chain {
		p := t.Rows[f.row].Page
		t.folios[p] = f.folio
		t.Pages[p].Label = f.label
	}
}

const longestHeading = 60 // characters

// opening finds the row at which a chapter begins, if the page on which it
// does so is missing between two folios: that at a page's top and that at the
// foot of the next page. Some extractors leave an empty line between pages and
// nowhere else; one that stands alone there says so. If there is no heading
// between them, the page begins with its folio, for each needs a page of its own.
func (t *Text) opening(e, f *placedFolio) int {
	if e.foot || !f.foot || f.value != e.value+1 {
		return 0
	}
	if r := t.onlyBlank(e.row+2, f.row); r > 0 {
		return r
	}
	for r := e.row + 1; r < f.row; r++ {
		s := t.String(r)
		first, _ := utf8.DecodeRuneInString(s)
		if utf8.RuneCountInString(s) > longestHeading || !unicode.IsUpper(first) && !unicode.IsDigit(first) || endsSentence(s) {
			continue
		}
		if r == e.row+1 || endsSentence(t.String(r-1)) {
			return r
		}
	}
	return f.row
}

// onlyBlank is the row among [from, to) that alone has an empty line before it,
// or 0.
func (t *Text) onlyBlank(from, to int) (row int) {
	for r := from; r < to; r++ {
		switch {
		case t.Rows[r].Blank == 0:
		case row > 0:
			return 0
		default:
			row = r
		}
	}
	return row
}

// endsSentence reports whether s ends with a stop, closing quotes aside.
func endsSentence(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "’”»«“\"')]"))
	return strings.ContainsRune(".!?…:;,", last)
}

// cutPages makes pages begin at some rows, besides those that begin after a
// form feed.
func (t *Text) cutPages(starts []int) {
	for _, p := range t.Pages {
		starts = append(starts, p.First)
	}
	slices.Sort(starts)
	t.Pages = t.Pages[:0]
	for i, start := range slices.Compact(starts) {
		if start >= len(t.Rows) && i > 0 {
			break
		}
		t.Pages = append(t.Pages, PageInfo{First: start})
	}
	page := 0
	for r := range t.Rows {
		if page+1 < len(t.Pages) && t.Pages[page+1].First == r {
			page++
		}
		t.Rows[r].Page = page
	}
}

const (
	fewestMarked = 3    // rows that look like page beginnings
	fewestHeads  = 5    // rows that recur, to be the running heads of pages
	shortestKey  = 4    // letters of theirs
	mostMarked   = 0.08 // of all rows; more are something else
	brokenMarked = 0.4  // of them interrupt a sentence
)

// pagesFromSpaces cuts a text into pages at the rows that begin with other
// white space than the others: an extractor may begin a page's first line with
// a single space, or leave more empty lines before it than anywhere else. It
// reports whether there are such rows.
func (t *Text) pagesFromSpaces() bool {
	type mark struct{ indent, blank int }
	rows := map[mark][]int{}
	for r := 1; r < len(t.Rows); r++ {
		row := &t.Rows[r]
		if row.Indent <= 1 && (row.Indent == 1 || row.Blank > 1) {
			rows[mark{row.Indent, min(row.Blank, 4)}] = append(rows[mark{row.Indent, min(row.Blank, 4)}], r)
		}
	}
	var best []int
	for _, rs := range rows {
		if t.beginPages(rs) && (len(rs) > len(best) || len(rs) == len(best) && rs[0] < best[0]) {
			best = rs
		}
	}
	if best == nil {
		return false
	}
	lone := t.loneFolios(best)
	t.cutPages(append(best, lone...))
	t.folios = make([]folio, len(t.Pages))
	for p := range t.folios {
		t.folios[p].row = -1
	}
	for _, r := range lone {
		p := t.Rows[r].Page
		t.folios[p], _ = t.folioIn(r)
		t.Pages[p].Label = t.folios[p].label
	}
	return true
}

// beginPages reports whether rows of one kind are where pages begin.
func (t *Text) beginPages(rows []int) bool {
	n := float64(len(rows))
	if len(rows) < fewestMarked || n > mostMarked*float64(len(t.Rows)) || float64(len(t.Rows))/n < shortestPage || float64(len(t.Rows))/n > longestPage {
		return false
	}
	broken := 0
	for _, r := range rows {
		if t.interrupts(r - 1) {
			broken++
		}
	}
	return float64(broken) >= brokenMarked*n
}

// interrupts reports whether a row that is no text stands in the middle of a
// sentence.
func (t *Text) interrupts(row int) bool {
	for r := row + 1; r < len(t.Rows) && r <= row+2; r++ {
		first, _ := utf8.DecodeRuneInString(t.String(r))
		if unicode.IsLower(first) {
			return true
		}
	}
	return false
}

// pagesFromHeads cuts a text into pages at its running heads: short rows that
// recur and often interrupt a sentence. It reports whether there are such
// rows.
func (t *Text) pagesFromHeads() bool {
	rows := map[string][]int{}
	for r := range t.Rows {
		s := t.String(r)
		if utf8.RuneCountInString(s) > longestHeading || likeSpeech(s) || endsSentence(s) {
			continue
		}
		if key := fold(s); len(key) >= shortestKey {
			rows[key] = append(rows[key], r)
		}
	}
	var starts []int
	for _, rs := range rows {
		broken := 0
		for _, r := range rs {
			if first, _ := utf8.DecodeRuneInString(t.String(min(r+1, len(t.Rows)-1))); unicode.IsLower(first) {
				broken++
			}
		}
		if len(rs) >= fewestMarked && float64(broken) >= brokenMarked*float64(len(rs)) {
			starts = append(starts, rs...)
		}
	}
	slices.Sort(starts)
	if len(starts) < fewestHeads || float64(len(t.Rows))/float64(len(starts)) < shortestPage {
		return false
	}
	t.cutPages(starts)
	return true
}

const longPage = 1.5 // times as long as the middlemost: two in one

// loneFolios finds pages that lack the mark that others begin with, but have
// a folio: a bare number on a row of its own, in a page that is too long, that
// is just the number that the page would have.
func (t *Text) loneFolios(starts []int) (more []int) {
	lengths := make([]int, 0, len(starts))
	for i := 1; i < len(starts); i++ {
		lengths = append(lengths, starts[i]-starts[i-1])
	}
	usual := middle(lengths)
	slices.SortFunc(starts, cmp.Compare)
	for i, start := range starts {
		end := len(t.Rows)
		if i+1 < len(starts) {
			end = starts[i+1]
		}
		if float64(end-start) < longPage*float64(usual) {
			continue
		}
		for r := start + usual/2; r < end; r++ {
			// Page i+2 began at start, for page 1 has no mark.
			if f, ok := t.folioIn(r); ok && f.form == bareFolio && f.value == i+3+len(more) && t.Rows[r].Blank > 0 {
				more = append(more, r)
				break
			}
		}
	}
	return more
}
