package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/finding"
)

// The stage "furniture" leaves out what belongs to the printed page and not
// to the text:
//
//	4            THE DECLINE OF ROME          ✕ running head, folio
//
//	sius, was employed to infuse the          sius, was employed to infuse the
//	https://example.org/p/4                   ✕ the extractor's list of links
//
// Running heads are what recurs at the edges of pages, numbers aside; a head
// may change with the chapter and alternate between left and right pages. A
// folio is a number that counts up with the pages. A heading or a title is
// not furniture where it stands for the first time: there it lacks the folio
// that its repetitions have beside them.
//
// It makes RunningHead, Folio, Watermark and Rule decisions.
func decideFurniture(t *Text, o FurnitureOptions) {
	f := &furnisher{t: t, keep: folded(o.Keep), remove: folded(o.Remove), heads: map[string][]int{}}
	f.plan()
	if f.words > int(furnitureShare*float64(t.wordCount()))+furnitureSlack {
		t.Report("furniture/too-much", finding.Warning, -1, "say furniture: {remove: [...]} with the lines that are running heads",
			"what recurs at the edges of pages is more than %.0f%% of the text; nothing was left out", 100*furnitureShare)
		return
	}
	for _, c := range f.cuts {
		if t.Rows[c.row].Role == InBody {
			t.Cut(c.row, c.Decision)
		}
	}
}

const (
	furnitureShare = 0.2 // of the words may be furniture
	furnitureSlack = 40  // words more, for short texts
	refrain        = 2   // what stands elsewhere as often as at the edges of pages is text
	headPages      = 3   // a running head stands on as many pages
	headWords      = 16
	mergedLetters  = 8 // a head glued to a line of text is at least so long
)

type furnisher struct {
	t            *Text
	keep, remove map[string]bool
	heads        map[string][]int // the pages at whose edges a folded text stands
	anywhere     map[string]int   // how often it stands anywhere
	cuts         []rowCut
	words        int
}

// rowCut is a planned decision about a row.
type rowCut struct {
	row int
	Decision
}

func folded(texts []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range texts {
		set[fold(s)] = true
	}
	return set
}

func (t *Text) wordCount() (n int) {
	for r := range t.Rows {
		if t.Rows[r].Role == InBody {
			n += 1 + strings.Count(t.String(r), " ")
		}
	}
	return n
}

// cut plans to leave out the bytes from start to end of a row.
func (f *furnisher) cut(row, start, end int, kind Kind, confidence float64, why string) {
	if f.keep[fold(f.t.Src.Text[start:end])] && kind != Folio {
		return
	}
	f.words += 1 + strings.Count(f.t.Src.Text[start:end], " ")
	f.cuts = append(f.cuts, rowCut{row, Decision{Kind: kind, Span: document.Span{Start: start, End: end}, Confidence: confidence, Why: why}})
}

func (f *furnisher) cutRow(row int, kind Kind, confidence float64, why string) {
	f.cut(row, f.t.Rows[row].Start, f.t.Rows[row].End, kind, confidence, why)
}

// plan finds all that is to be left out.
func (f *furnisher) plan() {
	for p := range f.t.Pages {
		top, foot := f.t.edges(p)
		for _, r := range append(top, foot...) {
			if key := f.key(r); key != "" {
				if ps := f.heads[key]; len(ps) == 0 || ps[len(ps)-1] != p {
					f.heads[key] = append(ps, p)
				}
			}
		}
	}
	f.anywhere = map[string]int{}
	for r := range f.t.Rows {
		if key := f.key(r); key != "" && len(f.heads[key]) > 1 {
			f.anywhere[key]++
		}
	}
	merged := f.mergedHeads()
	for p := range f.t.Pages {
		top, foot := f.t.edges(p)
		f.fromEdge(p, top, true)
		f.fromEdge(p, foot, false)
		f.fromMerged(p, top, foot, merged)
	}
	f.links()
	for r := range f.t.Rows {
		s := f.t.String(r)
		if f.t.Rows[r].Role == InBody && (isRule(s) || f.remove[fold(s)] && fold(s) != "") {
			kind, why := Rule, "a line of dashes"
			if !isRule(s) {
				kind, why = RunningHead, "the manifest says that it is furniture"
			}
			f.cutRow(r, kind, 0.95, why)
		}
	}
}

// key is what a running head is recognised by.
func (f *furnisher) key(row int) string {
	s := f.t.String(row)
	if len(s) > 160 || strings.Count(s, " ") >= headWords {
		return ""
	}
	return fold(s)
}

// fromEdge takes away running heads and folios from the outermost row inwards,
// until a row is neither.
func (f *furnisher) fromEdge(page int, rows []int, top bool) {
	for i, r := range rows {
		number := f.t.folios[page]
		switch {
		case number.row == r && number.head == "":
			f.cutRow(r, Folio, 0.97, "a number that counts up with the pages")
		case f.isHead(page, r, i, rows, top):
			f.cutRow(r, RunningHead, 0.95, "the same words recur at the edges of pages")
		default:
			return
		}
	}
}

// isHead reports whether a row at the edge of a page is a running head.
func (f *furnisher) isHead(page, row, i int, rows []int, top bool) bool {
	key := f.key(row)
	if key == "" || f.keep[key] {
		return false
	}
	number := f.t.folios[page]
	pages := f.heads[key]
	if f.anywhere[key] > refrain*len(pages) {
		return false
	}
	if number.row == row { // words beside the folio
		return len(pages) >= 2 || f.t.capitals(row) || len(f.t.folios) > 8
	}
	if len(pages) < headPages && !(len(pages) == 2 && pages[1]-pages[0] <= 2) {
		return false
	}
	if page != pages[0] {
		return true
	}
	// The first time the words may be the title or the heading itself. If the
	// others have their folio beside them, this one would have, too.
	if f.besideFolio(page, rows) {
		return true
	}
	for _, p := range pages[1:] {
		top, foot := f.t.edges(p)
		if f.besideFolio(p, top) || f.besideFolio(p, foot) {
			return false
		}
	}
	from, to := f.t.pageRows(page)
	for r := from; r < min(to, from+2*edgeRows); r++ {
		if r != row && f.t.Rows[r].Role == InBody && f.key(r) == key {
			return true
		}
	}
	return page > 0 && len(pages) > len(f.t.Pages)/2
}

// besideFolio reports whether the page's folio stands at the edge rows too.
func (f *furnisher) besideFolio(page int, rows []int) bool {
	for _, r := range rows[:min(2, len(rows))] {
		if f.t.folios[page].row == r {
			return true
		}
	}
	return false
}

// capitals reports whether a row has capitals and no small letters.
func (t *Text) capitals(row int) bool {
	s := t.String(row)
	return strings.IndexFunc(s, unicode.IsUpper) >= 0 && strings.IndexFunc(s, unicode.IsLower) < 0
}

// mergedHeads finds running heads that the extractor glued to the last line
// of a page: the last lines of several pages end in the same words.
//
//	and the faithful.A History of the Town
//	2 / 17
func (f *furnisher) mergedHeads() []string {
	tails := map[string][]string{}
	for p := range f.t.Pages {
		if r := f.lastText(p); r >= 0 {
			if s := f.t.String(r); len(s) > mergedLetters {
				i := len(s) - mergedLetters
				for i > 0 && !utf8.RuneStart(s[i]) {
					i--
				}
				tails[s[i:]] = append(tails[s[i:]], s)
			}
		}
	}
	var heads []string
	for _, rows := range tails {
		if len(rows) < headPages {
			continue
		}
		common := rows[0]
		for _, s := range rows[1:] {
			common = commonSuffix(common, s)
		}
		if i := strings.IndexFunc(common, unicode.IsUpper); i >= 0 && len(common)-i >= mergedLetters {
			heads = append(heads, common[i:])
		}
	}
	return heads
}

// lastText is the last row of a page that is not its folio, or -1.
func (f *furnisher) lastText(page int) int {
	_, foot := f.t.edges(page)
	for _, r := range foot {
		if r != f.t.folios[page].row {
			return r
		}
	}
	return -1
}

func commonSuffix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && !utf8.RuneStart(a[len(a)-n]) {
		n--
	}
	return a[len(a)-n:]
}

// fromMerged cuts a head off the line of text that it is glued to.
func (f *furnisher) fromMerged(page int, top, foot []int, heads []string) {
	for _, head := range heads {
		for _, r := range foot {
			row := &f.t.Rows[r]
			if s := f.t.String(r); strings.HasSuffix(s, head) && len(s) > len(head) {
				f.cut(r, row.End-len(head), row.End, RunningHead, 0.9, "the running head, glued to the page's last line")
			} else if s == head {
				f.cutRow(r, RunningHead, 0.9, "the running head")
			}
		}
	}
}

// links takes away the addresses that an extractor lists at the end of a
// page though they stand in its text.
func (f *furnisher) links() {
	for p := range f.t.Pages {
		from, to := f.t.pageRows(p)
		var compact string
		for r := from; r < to; r++ {
			s := f.t.String(r)
			if f.t.Rows[r].Role != InBody || !isBareAddress(s) || f.t.Rows[r].Blank == 0 && !isBareAddress(f.t.String(max(r-1, from))) {
				continue
			}
			if compact == "" {
				compact = f.compactText(from, to)
			}
			if strings.Contains(compact, s) {
				f.cutRow(r, Watermark, 0.9, "an address that the page's text has already")
			}
		}
	}
}

// compactText is the text of the rows [from, to) that are no bare addresses,
// without white space.
func (f *furnisher) compactText(from, to int) string {
	var sb strings.Builder
	for r := from; r < to; r++ {
		if s := f.t.String(r); !isBareAddress(s) || r > from && !isBareAddress(f.t.String(r-1)) && f.t.Rows[r].Blank == 0 {
			for _, w := range strings.Fields(s) {
				sb.WriteString(w)
			}
		}
	}
	return sb.String()
}

func isBareAddress(s string) bool {
	return (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") || strings.HasPrefix(s, "mailto:") || strings.HasPrefix(s, "www.")) &&
		!strings.ContainsFunc(s, unicode.IsSpace)
}

// isRule reports whether s is a line drawn with characters.
func isRule(s string) bool {
	return len(s) >= 8 && strings.Trim(s, "_-–—=. ") == "" && strings.Trim(s, ". ") != ""
}
