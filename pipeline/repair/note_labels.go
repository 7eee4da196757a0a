package repair

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// label is the beginning of a note, or may be one.
type label struct {
	mark
	text      int  // where the note's text begins in the source
	page      int  // of its row
	given     int  // 1 + the index of the Given that it is, or 0
	displaced bool // the label stands behind the note's text, see displace
	inside    bool // it stands in the middle of its row, see labelsInside
	near      bool // a mark of the same value stands before it, on its page or the one before
	onPage    bool // it does on its page
	clearly   bool // and there, in a form that numbers in the text seldom have
	pointed   bool // a full stop belongs to it: "3."
	prefixed  bool // the number with which the note begins is glued to it, or it is none
	returns   bool // an arrow leads back from it to its mark: it is collected
	since     int  // if it is collected: the row with which the text that it belongs to begins
	score     float64
}

// What speaks for and against a row's beginning with a note's label, in nats.
const (
	markOnPage   = 4.0  // a mark of the same value stands before it on its page
	markNearby   = 1.5  // or on the page before
	markAnywhere = 1.0  // or somewhere before: an endnote
	noMark       = -4.0 // or nowhere
	weakMark     = 1.5  // less, if numbers in the text often stand so
	loneMark     = 3.0  // or if it is a row of its own, as the number of a section is
	wideRow      = 1.5  // the row is wider than the running text's: smaller type
	sentence     = 0.5  // a capital or a quotation mark follows
	noSentence   = -0.7
	loneNumber   = -0.3
	dotted       = -0.2 // "3. ": a list's item as often as a note
	insideRow    = -2.5
	beforeNumber = -1.5 // it is but the beginning of the number with which the row begins
	heading      = -1.5 // a short row by itself, without an end: "2. The Bells"
	arrowBack    = 2.0  // an arrow at the end of the row, or of the one above, leads back to a mark
)

// findLabels lists the rows that may begin a note, with their scores.
func (t *Text) findLabels(body []int, marks []mark, measure float32) []label {
	var labels []label
	for _, row := range body {
		if m, text, ok := t.labelIn(row); ok {
			labels = append(labels, label{mark: m, text: text, page: t.Rows[row].Page})
			labels = t.labelsBeforeNumber(labels)
		} else if m, text, ok := t.labelBeforeYear(row); ok {
			labels = append(labels, label{mark: m, text: text, page: t.Rows[row].Page})
		}
		labels = t.labelsInside(row, labels)
	}
	labels = t.given.labels(t, t.displace(labels))
	seen := indexMarks(t, marks)
	for i := range labels {
		l := &labels[i]
		l.score = t.labelScore(l, seen, measure)
		l.pointed = l.end > l.start && t.Src.Text[l.end-1] == '.'
		if t.headsText(l.row, measure) {
			l.score += heading
		}
		if l.given > 0 {
			l.score += givenLabel
		}
	}
	return labels
}

// labelBeforeYear reads the label of a note that begins with a year, which it
// is glued to: "41637 and 1646" is note 4.
func (t *Text) labelBeforeYear(row int) (m mark, text int, ok bool) {
	r := &t.Rows[row]
	s := t.Src.Text[r.Start:r.End]
	digits := 0
	for digits < len(s) && digit(s[digits]) {
		digits++
	}
	size := digits - len("1637")
	if size < 1 || size > longestGlued || s[0] == '0' || s[size] != '1' && !strings.HasPrefix(s[size:], "20") {
		return mark{}, 0, false
	}
	if behind, _ := utf8.DecodeRuneInString(s[digits:]); !strings.ContainsRune(" .,:;-–/", behind) {
		return mark{}, 0, false
	}
	value, _, _ := number(s[:size])
	return mark{row: row, start: r.Start, end: r.Start + size, value: value, form: gluedToLetter}, r.Start + size, true
}

// labelsBeforeNumber appends the labels that the last one may be if the note
// begins with a number, which it is glued to: "313. Buch Mose" is note 31, or 3.
func (t *Text) labelsBeforeNumber(labels []label) []label {
	whole := labels[len(labels)-1]
	digits := 0
	for digits < whole.end-whole.start && digit(t.Src.Text[whole.start+digits]) {
		digits++
	}
	if whole.form != bracketed || digits == 0 {
		return labels // no number with a full stop
	}
	for size := 1; size < digits && size <= longestGlued; size++ {
		l := whole
		l.value, _, _ = number(t.Src.Text[l.start : l.start+size])
		if l.value == 0 || t.Src.Text[l.start+size] == '0' {
			continue
		}
		l.end, l.text, l.form, l.prefixed = l.start+size, l.start+size, gluedToLetter, true
		labels = append(labels, l)
	}
	return labels
}

const longestGlued = 3 // digits of a label that is glued to a year

// headsText reports whether a row stands by itself as a heading does: short,
// between empty lines, and without an end.
func (t *Text) headsText(row int, measure float32) bool {
	r := &t.Rows[row]
	return r.Blank > 0 && row+1 < len(t.Rows) && t.Rows[row+1].Page == r.Page && t.Rows[row+1].Blank > 0 &&
		r.Em < headWidth*measure && endingOf(t.String(row)) == endsOpen
}

const headWidth = 0.7 // of the measure

// labelsInside finds labels in the middle of a row: pdftotext joins a word
// that is hyphenated at the end of a page's last line with the first line of
// its notes, and loses the hyphen:
//
//	... a wealthy and noble sen6 Zosimus, l. iv p. 249, 250.
//	ator, who united ...
//
// Where it puts the labels on rows of their own, the label alone is joined to
// the word. It may stand in brackets: "sen[6] Zosimus".
func (t *Text) labelsInside(row int, to []label) []label {
	r := &t.Rows[row]
	if !r.has.has(anyNumeral) {
		return to
	}
	s := t.Src.Text[r.Start:r.End]
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			continue
		}
		value, size, _ := number(s[i:])
		if size == 0 {
			for i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' {
				i++
			}
			continue
		}
		m := mark{row: row, start: r.Start + i, end: r.Start + i + size, value: value, form: gluedToLetter}
		before, rest := s[:i], s[i+size:]
		if strings.HasSuffix(before, "[") && strings.HasPrefix(rest, "]") {
			before, rest = before[:len(before)-1], rest[1:]
			m.start, m.end, m.form = m.start-1, m.end+1, bracketed
		}
		last := lastRune(before)
		if m.form == gluedToLetter && size <= 3 && unicode.IsLetter(last) && rest == "" && t.startsNote(row+1) {
			m.form = alone
			to = append(to, label{mark: m, text: r.End, page: r.Page, inside: true})
		} else if size <= 3 && unicode.IsLower(last) && rest != "" {
			text := strings.TrimPrefix(rest, " ")
			if next, _ := utf8.DecodeRuneInString(text); unicode.IsUpper(next) || strings.ContainsRune("“„«‘", next) {
				to = append(to, label{mark: m, text: r.End - len(text), page: r.Page, inside: true})
			}
		}
		i += size - 1
	}
	return to
}

// startsNote reports whether a row could be a note's first: on the same page,
// with a capital.
func (t *Text) startsNote(row int) bool {
	if row >= len(t.Rows) || t.Rows[row].Page != t.Rows[row-1].Page || t.Rows[row].Role != InBody {
		return false
	}
	start := openingOf(t.String(row))
	return start == startsUpper || start == startsQuote
}

// displace puts right what pdftotext does to labels that are raised: it
// prints each on a row of its own before its note, but some of them behind
// the page's last note, or between later ones:
//
//	The text of note three.
//	The text of note four.
//	5
//	The text of note five.
//	3
//	4
//
// It marks such labels as displaced and moves them before the label with the
// next number.
func (t *Text) displace(labels []label) []label {
	if t.endsUnknown() {
		return labels // what stands out of order belongs to another page
	}
	for from := 0; from < len(labels); {
		to := from + 1
		for to < len(labels) && labels[to].page == labels[from].page {
			to++
		}
		t.displaceOn(labels[from:to])
		from = to
	}
	return labels
}

const (
	displacedBy    = 6    // a displaced label comes not more than so many numbers late
	mostPageLabels = 2000 // rows with numbers on a page, or in a text without pages
)

// displaceOn does it for the labels of one page.
func (t *Text) displaceOn(labels []label) {
	if len(labels) > mostPageLabels {
		return // no page at all, but a table
	}
	last := map[int]int{} // where a number stands for the last time: above that it is a mark
	for i := range labels {
		if labels[i].form == alone {
			last[labels[i].value] = i
		}
	}
	for i := range labels {
		l := &labels[i]
		if l.form != alone || l.inside {
			continue
		}
		l.displaced = t.nothingAfter(l.row)
		if i > 0 && labels[i-1].form == alone && !labels[i-1].displaced && labels[i-1].value == l.value-1 {
			continue // what stands out of order is a number above both
		}
		for j := 0; j < i && !l.displaced; j++ {
			later := &labels[j]
			l.displaced = later.form == alone && !later.displaced && last[later.value] == j && later.value > l.value && later.value <= l.value+displacedBy
		}
	}
	moveDisplaced(labels)
}

// moveDisplaced moves each displaced label before the first one on its page
// that has a larger number and is set as it is; without one it goes to the end.
func moveDisplaced(labels []label) {
	var moved []label
	kept := labels[:0:0]
	for _, l := range labels {
		if l.displaced {
			moved = append(moved, l)
		} else {
			kept = append(kept, l)
		}
	}
	if len(moved) == 0 {
		return
	}
	slices.SortStableFunc(moved, func(a, b label) int { return cmp.Compare(a.value, b.value) })
	for _, l := range moved {
		at := slices.IndexFunc(kept, func(k label) bool {
			return k.form == alone && k.value > l.value && k.value <= l.value+displacedBy
		})
		if at < 0 {
			at = len(kept)
		}
		kept = slices.Insert(kept, at, l)
	}
	copy(labels, kept)
}

// nothingAfter reports whether no text but marks follows a row on its page.
func (t *Text) nothingAfter(row int) bool {
	for i := row + 1; i < len(t.Rows) && t.Rows[i].Page == t.Rows[row].Page; i++ {
		if t.Rows[i].Role != Removed && !t.isMark(i) {
			return false
		}
	}
	return true
}

// markIndex tells where marks of a value stand.
type markIndex struct {
	order  readingOrder
	onPage map[uint64]markPlace // by page and value, see markKey
	all    map[int]markPlace    // by value
}

func markKey(page, value int) uint64 { return uint64(page)<<32 | uint64(uint32(value)) }

// markPlace is where marks of a value stand.
type markPlace struct {
	first int      // the first place
	form  markForm // of the one that looks most like a mark
}

func (p markPlace) doubt() float64 {
	switch {
	case formScore[p.form] > 0:
		return 0
	case p.form == alone:
		return loneMark
	}
	return weakMark
}

func indexMarks(t *Text, marks []mark) markIndex {
	ix := markIndex{t.readingOrder(), make(map[uint64]markPlace, len(marks)), map[int]markPlace{}}
	for _, m := range marks {
		here := markPlace{ix.order.place(m.row, m.start), m.form}
		key := markKey(t.Rows[m.row].Page, m.value)
		onPage, ok := ix.onPage[key]
		ix.onPage[key] = here.with(onPage, ok)
		all, ok := ix.all[m.value]
		ix.all[m.value] = here.with(all, ok)
	}
	return ix
}

// with adds a mark to those before it.
func (p markPlace) with(before markPlace, any bool) markPlace {
	if !any {
		return p
	}
	if formScore[before.form] > formScore[p.form] {
		p.form = before.form
	}
	p.first = before.first
	return p
}

func (t *Text) labelScore(l *label, ix markIndex, measure float32) float64 {
	self := ix.order.place(l.row, l.start)
	score := noMark
	if p, ok := ix.onPage[markKey(l.page, l.value)]; ok && p.first < self {
		score, l.near, l.onPage, l.clearly = markOnPage-p.doubt(), true, true, formScore[p.form] > 0
	} else if p, ok := ix.onPage[markKey(l.page-1, l.value)]; ok && p.first < self {
		score, l.near = max(0, markNearby-p.doubt()), true
	} else if p, ok := ix.all[l.value]; ok && p.first < self {
		if score = markAnywhere; !t.raisedAlone || p.form != alone {
			score = max(0, markAnywhere-p.doubt())
		}
	}
	if t.Rows[l.row].Em > measure*1.04 && measure > 0 {
		score += wideRow
	}
	if t.returnAt(l.row) >= 0 || l.row > 0 && t.returnAt(l.row-1) >= 0 {
		l.returns = true
		score += arrowBack
	}
	switch l.form {
	case alone:
		score += loneNumber
	case bracketed:
		score += dotted
	}
	if l.inside {
		return score + insideRow
	}
	if l.prefixed {
		return score + beforeNumber
	}
	if l.form != alone {
		switch openingOf(t.Src.Text[l.text:t.Rows[l.row].End]) {
		case startsUpper, startsQuote:
			score += sentence
		case startsLower:
			score += noSentence
		}
	}
	return score
}
