package repair

import (
	"slices"
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
// that its repetitions have beside them, and no sentence runs around it.
//
// It makes RunningHead, Folio, Watermark, Signature, LineNumber and Rule
// decisions.
func decideFurniture(t *Text, o FurnitureOptions) {
	f := &furnisher{t: t, keep: folded(o.Keep), remove: folded(o.Remove), taken: make([]bool, len(t.Rows))}
	f.plan()
	if f.words > int(furnitureShare*float64(t.wordCount(int(float64(f.words)/furnitureShare)+1)))+furnitureSlack {
		t.Report("furniture/too-much", finding.Warning, -1, "say furniture: {remove: [...]} with the lines that are running heads",
			"what recurs at the edges of pages is more than %.0f%% of the text; nothing was left out", 100*furnitureShare)
		return
	}
	for _, c := range f.cuts {
		row := &t.Rows[c.row]
		c.Span.Start, c.Span.End = max(c.Span.Start, row.Start), min(c.Span.End, row.End) // a number may be gone from its end
		if row.Role != InBody || c.Span.Start >= c.Span.End {
			continue
		}
		t.Cut(c.row, c.Decision)
	}
}

const (
	furnitureShare = 0.2 // of the words may be furniture
	furnitureSlack = 40  // words more, for short texts
)

type furnisher struct {
	t            *Text
	keep, remove map[string]bool
	edges        [][2][]int // of each page, see Text.edges
	atEdge       []int32    // by row: where it stands in edged, counted from 1; 0 if it stands inside its page
	edged        []edgeRow
	begins       []uint32           // by row, see beginning
	heads        map[string]*head   // what stands at the edges of pages, by folded text
	inner        map[string]int     // how often the same stands elsewhere
	innerFirst   map[string]int     // and where first: a row
	headed       float64            // the share of the pages that have a running head
	recurring    [][2][2]*recurrent // see recurringHeads
	titles       map[string][]int   // see longTitles
	cuts         []rowCut
	taken        []bool // the rows that are cut
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
		if key := fold(s); key != "" {
			set[key] = true
		}
	}
	return set
}

// wordCount counts the words of the text, until there are enough.
func (t *Text) wordCount(enough int) (n int) {
	for r := 0; r < len(t.Rows) && n < enough; r++ {
		if t.Rows[r].Role == InBody {
			n += wordsIn(t.String(r))
		}
	}
	return n
}

// cut plans to leave out the bytes from start to end of a row.
func (f *furnisher) cut(row, start, end int, kind Kind, confidence float64, why string) {
	if len(f.keep) > 0 && f.keep[fold(f.t.Src.Text[start:end])] {
		return
	}
	f.words += wordsIn(f.t.Src.Text[start:end])
	f.cuts = append(f.cuts, rowCut{row, Decision{Kind: kind, Span: document.Span{Start: start, End: end}, Confidence: confidence, Why: why}})
	f.taken[row] = f.taken[row] || start <= f.t.Rows[row].Start && end >= f.t.Rows[row].End
}

func (f *furnisher) cutRow(row int, kind Kind, confidence float64, why string) {
	f.cut(row, f.t.Rows[row].Start, f.t.Rows[row].End, kind, confidence, why)
}

// plan finds all that is to be left out.
func (f *furnisher) plan() {
	f.everywhere()
	f.lineNumbers()
	f.survey()
	top, foot := f.mergedHeads()
	for p := range f.t.Pages {
		above, below := f.edges[p][0], f.edges[p][1]
		f.cutFolio(&f.t.folios[p])
		f.fromEdge(p, above, true)
		f.fromEdge(p, below, false)
		f.fromMerged(p, above, below, top, foot)
	}
	f.behindEdges()
	f.banners()
	f.links()
	f.catchwords()
}

// cutFolio takes away a page's number, unless a running head goes with it.
func (f *furnisher) cutFolio(n *folio) {
	switch {
	case n.row < 0 || n.beside():
	case n.form == gluedFolio:
		start := f.t.Rows[n.row].Start
		f.cut(n.row, start, start+len("-")+len(n.label), Folio, 0.9, "a number that counts up with the pages, glued to the page's first line")
	default:
		f.cutRow(n.row, Folio, 0.97, "a number that counts up with the pages")
	}
}

// everywhere takes away what is furniture wherever it stands.
func (f *furnisher) everywhere() {
	for r := range f.t.Rows {
		if f.t.Rows[r].Role != InBody {
			continue
		}
		s := f.t.String(r)
		switch {
		case isRule(s) && f.overNotes(r, s):
			f.cutRow(r, Rule, 0.95, "a line drawn over the notes")
		case len(f.remove) > 0 && f.remove[fold(s)]:
			f.cutRow(r, RunningHead, 1, "the options say that it is furniture")
		}
	}
}

const shortestRule = 5 // characters

// isRule reports whether s is a line drawn with characters.
func isRule(s string) bool {
	if len(s) < shortestRule || s[0] >= '0' && s[0] <= 'z' && s[0] != '_' && s[0] != '=' {
		return false // nearly all
	}
	return utf8.RuneCountInString(s) >= shortestRule && strings.Trim(s, "_-–—=― ") == ""
}

// overNotes reports whether a line drawn in row may be a rule over the notes.
// Underscores are nothing else; a row of dashes may also stand between two
// scenes, so a note must follow it.
func (f *furnisher) overNotes(row int, s string) bool {
	if s[0] == '_' {
		return true
	}
	if row+1 >= len(f.t.Rows) {
		return false
	}
	next := f.t.String(row + 1)
	_, size, _ := number(next)
	_, symbol := symbolMark(next)
	return size > 0 || symbol > 0
}

// fromEdge takes away running heads and folios from the outermost row inwards,
// until a row is neither.
func (f *furnisher) fromEdge(page int, rows []int, top bool) {
	for i, r := range rows {
		if f.taken[r] {
			continue
		}
		confidence, why := f.isHead(page, i, rows, top)
		if confidence == 0 {
			return
		}
		f.cutRow(r, RunningHead, confidence, why)
	}
}

const deepShare = 0.6 // of the pages have the same row right behind three of furniture

// behindEdges takes away what recurs right behind edges that are furniture as
// a whole, as the date does that some extractors print over a browser's title,
// address and folio.
func (f *furnisher) behindEdges() {
	rows, times := make([]int, 0, 2*len(f.t.Pages)), map[string]int{}
	for p := range f.t.Pages {
		for side, edge := range f.edges[p] {
			if len(edge) < edgeRows || slices.ContainsFunc(edge, func(r int) bool { return !f.taken[r] }) {
				continue
			}
			r := edge[len(edge)-1] + 1 - 2*side // inwards
			if r >= 0 && r < len(f.t.Rows) && f.t.Rows[r].Page == p && !f.taken[r] && f.t.Rows[r].Role == InBody {
				rows = append(rows, r)
				times[f.t.String(r)]++
			}
		}
	}
	for _, r := range rows {
		if n := times[f.t.String(r)]; n >= headPages && float64(n) >= deepShare*float64(len(f.t.Pages)) {
			f.cutRow(r, RunningHead, 0.9, "the same row stands behind the other furniture on most pages")
		}
	}
}

// continues reports whether a row at the edge of a page stands in the middle
// of a sentence: the page before ends without a stop, and after the row a
// small letter follows.
func (f *furnisher) continues(page, row int) bool {
	return page > 0 && startsSmall(f.nextText(row))
}

// startsSmall reports whether s begins with a small letter.
func startsSmall(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(first)
}

// nextText returns the first row behind a row that isn't cut.
func (f *furnisher) nextText(row int) string {
	for r := row + 1; r < len(f.t.Rows) && r < row+4; r++ {
		if !f.taken[r] && f.t.Rows[r].Role == InBody && fold(f.t.String(r)) != "" {
			return f.t.String(r)
		}
	}
	return ""
}
