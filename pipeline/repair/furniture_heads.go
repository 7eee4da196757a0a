package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// head is a text that stands at the edges of pages.
type head struct {
	pages   []int // in rising order
	top     int   // how often it stands at the top of a page that isn't short
	foot    int   // and at the foot of one
	withNum int   // how often it stands beside its page's folio, or right beside its row
	carries int   // how often its row carries the folio
	text    string
	varied  bool           // not always the same text: the numbers in it differ
	again   bool           // but the same text twice at least
	others  map[string]int // the texts but the first one, and where each stands first
	number  int            // in the last of them
	counts  int            // how often it grew as the pages did
	within  int            // how often a sentence goes on behind it
}

const (
	headPages    = 3   // a running head stands on as many pages
	sameSide     = 0.8 // of them, at the top or at the foot
	mostInner    = 0.5 // for each page at whose edge a head stands, so often may the words stand elsewhere
	sentencePage = 6   // pages, for what ends as a sentence does or begins as speech does
	sparsest     = 6   // pages from one to the next, at the most
	sparseSpeech = 2   // and for what is like speech
	headedShare  = 0.4 // of the pages have a running head: then those of short chapters may stand once
	ocrLetters   = 8   // a head that may be recognised in spite of OCR is at least so long
	ocrNear      = 4   // pages away the same head stands
	ocrAlike     = 0.7
)

// survey lists what stands at the edges of the pages, and how often the same
// stands elsewhere.
func (f *furnisher) survey() {
	f.heads, f.inner, f.innerFirst = map[string]*head{}, map[string]int{}, map[string]int{}
	f.edges, f.atEdge = make([][2][]int, len(f.t.Pages)), make([]int32, len(f.t.Rows))
	f.edged = make([]edgeRow, 0, 2*edgeRows*len(f.t.Pages))
	for p := range f.t.Pages {
		top, foot := f.t.edges(p)
		f.edges[p] = [2][]int{top, foot}
		for side, rows := range f.edges[p] {
			for _, r := range rows {
				f.edged = append(f.edged, edgeRow{key: f.newKey(r)})
				f.atEdge[r] = int32(len(f.edged))
			}
			for i, r := range rows {
				if !f.taken[r] {
					f.note(p, i, rows, side == 0)
				}
			}
		}
	}
	f.surveyInner()
	headed := map[int]bool{}
	for _, h := range f.heads {
		if len(h.pages) >= headPages && h.oneSided() {
			for _, p := range h.pages {
				headed[p] = true
			}
		}
	}
	f.headed = float64(len(headed)) / float64(len(f.t.Pages))
}

// surveyInner counts how often the texts at the edges of pages stand
// elsewhere, as a row or as two: headings may be set in two.
func (f *furnisher) surveyInner() {
	var heads sieve // the beginnings of the texts at the edges
	f.begins = make([]uint32, len(f.t.Rows))
	for r := range f.t.Rows {
		f.begins[r] = beginning(f.t.String(r))
		if f.atEdge[r] > 0 {
			heads.add(f.begins[r])
		}
	}
	var room [foldRoom]byte
	half := func(r int) bool { return r >= 0 && f.t.Rows[r].Em <= longestHead/2 }
	for r := range f.t.Rows {
		if !half(r) {
			continue
		}
		if f.atEdge[r] == 0 && heads.has(f.begins[r]) {
			f.countInner(appendFold(room[:0], f.t.String(r)), r)
		}
		if !half(r-1) || !heads.has(f.begins[r-1]) {
			continue
		}
		if above := appendFold(room[:0], f.t.String(r-1)); len(above) > 0 {
			if both := appendFold(above, f.t.String(r)); len(both) > len(above) {
				f.countInner(both, r)
			}
		}
	}
}

func (f *furnisher) countInner(key []byte, row int) {
	if f.heads[string(key)] == nil {
		return
	}
	if f.inner[string(key)] == 0 {
		f.innerFirst[string(key)] = row
	}
	f.inner[string(key)]++
}

// note counts the text of a row at the edge of a page.
func (f *furnisher) note(page, i int, rows []int, top bool) {
	key := f.key(rows[i])
	if key == "" {
		return
	}
	h := f.heads[key]
	if h == nil {
		h = &head{text: f.t.String(rows[i])}
		f.heads[key] = h
	}
	f.edged[f.atEdge[rows[i]]-1].head = h
	n := len(h.pages)
	if n > 0 && h.pages[n-1] == page {
		return
	}
	h.pages = append(h.pages, page)
	number := numberIn(f.t.String(rows[i]))
	if n > 0 && number-h.number == page-h.pages[n-1] {
		h.counts++
	}
	h.number = number
	h.noteText(f.t.String(rows[i]), page)
	if page > 0 && startsSmall(f.nextText(rows[i])) {
		h.within++
	}
	switch from, to := f.t.pageRows(page); {
	case to-from < 2*edgeRows: // all of it is near both edges
	case top:
		h.top++
	default:
		h.foot++
	}
	if f.besideFolio(page, rows[:min(i+2, len(rows))]) {
		h.withNum++
	}
	if f.t.folios[page].row == rows[i] {
		h.carries++
	}
}

// noteText notes which of a head's texts a page has.
func (h *head) noteText(s string, page int) {
	if len(h.pages) == 1 || h.text == s || sameWords(h.text, s) {
		h.again = h.again || len(h.pages) > 1
		return
	}
	h.varied = true
	if h.others == nil {
		h.others = map[string]int{}
	}
	if _, ok := h.others[s]; ok {
		h.again = true
	} else {
		h.others[s] = page
	}
}

// dated reports whether the numbers in a head are no folios, since they do not
// grow with the pages: "10 May".
func (h *head) dated() bool {
	n := len(h.pages)
	return h.varied && h.counts < n/2 && h.carries < n/2 && h.withNum <= n/2
}

// first is the page on which a text stands first.
func (h *head) first(s string) int {
	if page, ok := h.others[s]; ok && h.dated() {
		return page
	}
	return h.pages[0]
}

// numberIn is the first number in a text, or 0.
func numberIn(s string) int {
	if i := strings.IndexAny(s, "0123456789"); i >= 0 {
		n, _, _ := number(s[i:])
		return n
	}
	return 0
}

// sameWords reports whether two texts differ in white space alone, as the rows
// of one running head do where the layout was kept.
func sameWords(a, b string) bool {
	return slices.Equal(strings.Fields(a), strings.Fields(b))
}

// oneSided reports whether a text stands nearly always at the top of pages, or
// nearly always at their foot.
func (h *head) oneSided() bool {
	return float64(max(h.top, h.foot)) >= sameSide*float64(h.top+h.foot)
}

// sparse reports whether a text stands on fewer than one of so many pages, from
// the first to the last that has it.
func (h *head) sparse(pages int) bool {
	n := len(h.pages)
	return n*pages < h.pages[n-1]-h.pages[0]+1
}

// isHead returns how sure it is that the i-th row from the edge of a page is a
// running head, 0 if it is none, and why.
func (f *furnisher) isHead(page, i int, rows []int, top bool) (float64, string) {
	row := rows[i]
	key := f.key(row)
	if top && page > 0 && f.isCutTitle(row) && !f.keep[fold(f.t.String(row))] {
		return 0.95, "a title, cut off, at the top of a page"
	}
	if key == "" || f.keep[key] {
		return 0, ""
	}
	h := f.headOf(row)
	if f.t.folios[page].row == row { // words beside the folio
		if f.t.folios[page].form == gluedFolio {
			return 0, ""
		}
		if len(h.pages) >= 2 || f.t.capitals(row) {
			return 0.97, "recurring words beside a number that counts up with the pages"
		}
		return 0.85, "words beside a number that counts up with the pages"
	}
	if n := &f.t.folios[page]; h.carries > 0 && n.beside() && slices.Contains(rows, n.row) {
		return 0, "" // it would carry the folio, like its repetitions: the page has another head
	}
	if top && f.outsideFolio(page, rows[i+1:]) {
		return 0.9, "it stands over the folio at the page's top"
	}
	if !f.recurs(h, row, key) {
		return f.rareHead(page, i, rows, top, key)
	}
	if page != h.first(f.t.String(row)) || !top {
		return 0.95, "the same words recur at the edges of pages"
	}
	if why := f.firstIsHead(page, row, rows, h, key); why != "" {
		return 0.85, why
	}
	return 0, ""
}

// recurs reports whether a text stands so often at the edges of pages that it
// is a running head: not like "‘Yes.’", which stands there by chance.
func (f *furnisher) recurs(h *head, row int, key string) bool {
	n := len(h.pages)
	twice := n == 2 && h.pages[1]-h.pages[0] <= 2 && h.withNum == 2 && len(key) >= ocrLetters
	if n < headPages && !twice || !h.oneSided() {
		return false
	}
	if h.varied && h.carries < n/2 && f.isLabelled(row) || f.belowLabel(row) {
		return false // "12 Ibid.", "14 Ibid." are notes
	}
	if h.dated() && !h.again && h.within == 0 {
		return false // "10 May", "13 May", where each entry of a diary begins a page
	}
	if h.sparse(sparsest) || likeSpeech(f.t.String(row)) && h.sparse(sparseSpeech) {
		return false // "Ibid., p. 12.", "—Anon.": what stands here and there
	}
	if h.withNum > n/2 {
		return true
	}
	if float64(f.inner[key]) > max(1, mostInner*float64(n)) {
		return false
	}
	return n >= sentencePage || !likeSpeech(f.t.String(row))
}

// isLabelled reports whether a row begins as notes do, or with a folio.
func (f *furnisher) isLabelled(row int) bool {
	if _, size := folioNumber(f.t.String(row)); size > 0 {
		return true
	}
	_, _, ok := f.t.labelIn(row)
	return ok
}

// belowLabel reports whether a row stands below a number that is not its page's
// folio, as the text of a note may whose label is raised.
func (f *furnisher) belowLabel(row int) bool {
	if row == 0 || f.t.Rows[row-1].Page != f.t.Rows[row].Page || f.t.Rows[row-1].Role != InBody {
		return false
	}
	return f.t.isMark(row-1) && f.t.folios[f.t.Rows[row].Page].row != row-1
}

// likeSpeech reports whether s ends as a sentence does or begins as speech
// does.
func likeSpeech(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("-–—«»“„\"‘'", first) || strings.ContainsRune(",;!?…”’»«\"", last) || last == '.' && !strings.HasSuffix(s, "..") && unicode.IsLower(first)
}

// firstIsHead says why the first running head of its kind is one already, and
// not the heading or the title that the others repeat; or returns "".
func (f *furnisher) firstIsHead(page, row int, rows []int, h *head, key string) string {
	switch {
	case f.besideFolio(page, rows):
		return "it stands beside a folio"
	case stamped(f.t.String(row)):
		return "no heading has a date like this in it"
	case f.continues(page, row):
		return "it stands in the middle of a sentence"
	case h.withNum > len(h.pages)/2:
		return "" // it would have a folio, too
	case f.inner[key] > 0 && f.innerFirst[key] < row+2*edgeRows:
		return "the heading itself stands elsewhere"
	}
	from, to := f.t.pageRows(page)
	for r := row + 1; r < min(to, from+2*edgeRows); r++ {
		if f.t.Rows[r].Role == InBody && f.key(r) == key {
			return "the heading itself stands below"
		}
	}
	if page > 0 && len(h.pages) > len(f.t.Pages)/2 && !h.dated() {
		return "it recurs on most of the pages"
	}
	return ""
}

// rareHead recognises running heads that recur too seldom: those of short
// chapters, and those that OCR misread.
func (f *furnisher) rareHead(page, i int, rows []int, top bool, key string) (float64, string) {
	if f.headed < headedShare || page == 0 || likeSpeech(f.t.String(rows[i])) {
		return 0, ""
	}
	if f.misread(page, top, key) {
		return 0.8, "nearly the same words stand at the edges of the pages around"
	}
	if i > 0 && !f.taken[rows[i-1]] || !top {
		return 0, ""
	}
	if f.inner[key] > 0 && f.innerFirst[key] < rows[i] && f.continues(page, rows[i]) {
		return 0.8, "the words of a heading, in the middle of a sentence, where other pages have their running head"
	}
	return 0, ""
}

// misread reports whether a text is like that which recurs at the edges of
// the pages around.
func (f *furnisher) misread(page int, top bool, key string) bool {
	if len(key) < ocrLetters {
		return false
	}
	side := 1
	if top {
		side = 0
	}
	recurring := f.recurringHeads()
	var pairs []uint16         // of key, made when first needed
	var compared [2]*recurrent // pages around mostly have the same head, or two by turns
	for p := max(0, page-ocrNear); p <= page+ocrNear && p < len(f.t.Pages); p++ {
		for _, other := range recurring[p][side] {
			if other == nil || other == compared[0] || other == compared[1] || other.first >= page || other.key == key {
				continue
			}
			compared[0], compared[1] = other, compared[0]
			if n, m := len(key), len(other.key); 2*float64(min(n, m)-1) < ocrAlike*float64(n+m-2) {
				continue // however many pairs are the same
			}
			if pairs == nil {
				pairs = pairsOf(key)
			}
			if alike(pairs, other.pairs) >= ocrAlike {
				return true
			}
		}
	}
	return false
}

// recurrent is a text that recurs at the edges of pages.
type recurrent struct {
	key   string
	first int      // the first page that has it
	pairs []uint16 // see pairsOf
}

// recurringHeads lists, for the top and the foot of each page, what recurs at
// such edges and hardly elsewhere, among the two outermost rows.
func (f *furnisher) recurringHeads() [][2][2]*recurrent {
	if f.recurring != nil {
		return f.recurring
	}
	f.recurring = make([][2][2]*recurrent, len(f.t.Pages))
	known := map[string]*recurrent{}
	for p := range f.recurring {
		for side, rows := range f.edges[p] {
			for i, r := range rows[:min(2, len(rows))] {
				key, h := f.key(r), f.headOf(r)
				if h == nil || len(h.pages) < headPages || !h.oneSided() || h.sparse(sparsest) || f.inner[key] > 1 {
					continue
				}
				if known[key] == nil {
					known[key] = &recurrent{key: key, first: h.pages[0], pairs: pairsOf(key)}
				}
				f.recurring[p][side][i] = known[key]
			}
		}
	}
	return f.recurring
}

// pairsOf lists the pairs of neighbouring bytes in a text, in order.
func pairsOf(s string) []uint16 {
	pairs := make([]uint16, 0, len(s))
	for i := 1; i < len(s); i++ {
		pairs = append(pairs, uint16(s[i-1])<<8|uint16(s[i]))
	}
	slices.Sort(pairs)
	return pairs
}

// alike is the share of their pairs that two texts have in common (Dice's
// coefficient).
func alike(x, y []uint16) float64 {
	common, i, j := 0, 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			common++
			i++
			j++
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(common) / float64(len(x)+len(y))
}

// stamped reports whether s has a time, a date or an address in it, as what
// browsers print at the edges of pages: "11/24/26, 3:04 PM".
func stamped(s string) bool {
	for i := 1; i+1 < len(s); i++ {
		if (s[i] == ':' || s[i] == '/') && digit(s[i-1]) && digit(s[i+1]) {
			return true
		}
	}
	return strings.Contains(s, "://")
}

// besideFolio reports whether the page's folio stands in one of the rows.
func (f *furnisher) besideFolio(page int, rows []int) bool {
	for _, r := range rows[:min(2, len(rows))] {
		if f.t.folios[page].row == r {
			return true
		}
	}
	return false
}

// outsideFolio reports whether the page's folio stands by itself in one of the
// rows that follow from the edge of a page inwards: no text stands there.
func (f *furnisher) outsideFolio(page int, inner []int) bool {
	number := &f.t.folios[page]
	_, to := f.t.pageRows(page)
	return slices.Contains(inner, number.row) && !number.beside() && number.row+1 < to
}

// capitals reports whether a row has capitals and no small letters.
func (t *Text) capitals(row int) bool {
	s := t.String(row)
	return strings.IndexFunc(s, unicode.IsUpper) >= 0 && strings.IndexFunc(s, unicode.IsLower) < 0
}
