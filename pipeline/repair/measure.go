package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// boundary is the place between two rows that follow each other in a flow:
// there the text goes on, or a block ends and another begins.
type boundary struct {
	above, below int32 // rows
	have         float32
	need         float32 // the width that the row above would have with the next word
	end          ending
	start        opening
	blank        int8 // empty lines between, at most 3; -1 if that says nothing
	after        int8 // 1 if an empty line follows the row below, 0 if not; -1 if that says nothing
	shift        shift
	trail        int8    // 1 if the row above has white space at its end, 0 if not; -1 if that says nothing
	open         int8    // 1 if a quotation is open between the rows, 0 if not; -1 if that says nothing
	quoted       bool    // a quotation mark closes the row above, behind a full stop
	joined       bool    // already decided: the text goes on
	capitals     bool    // the row above has no small letter
	titled       int8    // see titledWords, of the row above
	item         bool    // the row below begins with a bullet
	cut          bool    // a speech or a direction of a play ends there
	listed       bool    // an item of a list without bullets seems to end there, see findLists
	given        int8    // 1 if a person ends a block there, -1 if not; 0 is left open
	width        float32 // of the row below
}

// ending is how a row ends, marks and closing quotes aside.
type ending uint8

const (
	endsStop  ending = iota // . ! ? …
	endsColon               // :
	endsComma               // , ; and dashes
	endsOpen                // a letter, a digit: in the middle of things
	endings
)

// opening is how a row begins.
type opening uint8

const (
	startsLower opening = iota
	startsUpper
	startsCapitals // a whole word in capitals, as entries and first lines do
	startsQuote    // an opening quote before a capital, as speech does
	startsDash     // a dash before a capital, as speech and attributions do
	startsDigit
	startsOther
	openings
)

// shift compares the indents of two rows.
type shift uint8

const (
	shiftsLeft shift = iota
	shiftsNone
	shiftsRight    // as a paragraph's first line
	shiftsFarRight // as centred or quoted text
	shifts
)

// boundaries lists the boundaries of a flow.
func (t *Text) boundaries(flow []int) []boundary {
	return t.appendBoundaries(make([]boundary, 0, max(len(flow)-1, 0)), flow)
}

func (t *Text) appendBoundaries(to []boundary, flow []int) []boundary {
	for k := 0; k+1 < len(flow); k++ {
		to = append(to, boundary{})
		t.bound(&to[len(to)-1], flow[k], flow[k+1])
	}
	// Tika sets a paragraph's first line apart if it is indented: what then
	// marks a paragraph is the empty line after that, not before.
	for bs := to[len(to)-max(len(flow)-1, 0):]; len(bs) > 1; bs = bs[1:] {
		bs[0].after = min(bs[1].blank, 1)
	}
	return to
}

func (t *Text) boundary(i, j int) (b boundary) {
	t.bound(&b, i, j)
	return b
}

// bound sets bound to the boundary between the rows i and j.
func (t *Text) bound(bound *boundary, i, j int) {
	a, b := &t.Rows[i], &t.Rows[j]
	above, below := t.edgesOf(i), t.edgesOf(j)
	*bound = boundary{
		above: int32(i), below: int32(j), have: a.Em, need: a.Em + spaceWidth + below.word,
		end: above.end, start: below.start, blank: int8(min(b.Blank, 3)), after: -1, trail: above.trail, open: -1, joined: a.Joined,
		width: b.Em, capitals: above.capitals, titled: above.titled, quoted: above.quoted,
		given: t.given.between(i, j),
	}
	bound.item = b.item
	bound.cut = (b.cue&cueBegins != 0 || a.cue&cueEnds != 0) && !a.Joined
	if a.item && t.items[i] == int(above.size) {
		bound.joined = true // the row above is but a bullet
	}
	if a.Joined {
		bound.need += wholeWord // which would not have fitted, or it were not broken
	}
	if a.Page != b.Page || j != i+1 {
		bound.blank = -1
	}
	switch d := b.Indent - a.Indent; {
	case a.Page != b.Page && d < 0:
		bound.shift = shiftsNone // margins differ from page to page
	case d < -1:
		bound.shift = shiftsLeft
	case d > 10:
		bound.shift = shiftsFarRight
	case d > 1:
		bound.shift = shiftsRight
	default:
		bound.shift = shiftsNone
	}
}

// edgesOf returns what is to be known of a row's ends. Every stage asks for it,
// so it is kept until the row or its reference marks change.
func (t *Text) edgesOf(row int) *rowEdges {
	if len(t.edgesKept) != len(t.Rows) {
		t.edgesKept = make([]rowEdges, len(t.Rows))
	}
	r, e := &t.Rows[row], &t.edgesKept[row]
	if int(e.from) == r.Start && int(e.to) == r.End {
		return e
	}
	above, below := t.withoutMarkEnd(row), t.withoutMarkStart(row)
	end := endingOf(above)
	if end == endsOpen && t.isDateline(row) {
		end = endsStop // what a letter says begins below
	}
	*e = rowEdges{
		from: int32(r.Start), to: int32(r.End), size: int32(len(above)), word: emWidth(firstWord(below)),
		end: end, start: exactOpening(below), trail: t.trailOf(row), capitals: strings.IndexFunc(above, unicode.IsLower) < 0, titled: titledWords(above),
		quoted: end == endsStop && endsInQuote(above), context: unread, class: unread,
	}
	return e
}

// endsInQuote reports whether s ends in a quotation mark.
func endsInQuote(s string) bool { return strings.ContainsRune("”’\"»«›‹“", lastRune(s)) }

// rowEdges is how a row begins and ends, reference marks aside.
type rowEdges struct {
	from, to int32   // the row's bytes to which this belongs
	size     int32   // bytes of the row without a mark at its end
	word     float32 // the width of its first word, in em
	end      ending
	start    opening
	trail    int8 // see trailOf
	capitals bool // it has no small letter
	titled   int8 // see titledWords
	quoted   bool // it ends in a stop and a quotation mark behind it

	context, class int16 // see cohesion.contextAt and classAt; unread until someone asks
}

// trailOf says whether white space ends the line of a row. A word processor
// prints the space at which it breaks a line, and PDFBox, PyPDF and MuPDF hand
// it on; a paragraph's last line has none. Nor has a line that breaks at a
// dash or a hyphen, and so much of a line as is left before a column or a mark
// says nothing.
func (t *Text) trailOf(row int) int8 {
	line := t.Src.Text[t.Rows[row].End:t.Src.Lines[t.Rows[row].Line].End]
	if line == "" {
		if r := lastRune(t.String(row)); r == '-' || r == '—' || r == '–' {
			return -1
		}
		return 0
	}
	if strings.TrimSpace(line) != "" {
		return -1
	}
	return 1
}

const wholeWord = 100 // em: wider than any measure

// withoutMarkEnd is the text of a row without reference marks at its end.
func (t *Text) withoutMarkEnd(row int) string {
	start, end := t.Rows[row].Start, t.Rows[row].End
	if !t.Rows[row].marked {
		return t.Src.Text[start:end]
	}
	for {
		from, ok := t.markEnds[end]
		if !ok || from <= start {
			return t.Src.Text[start:end]
		}
		end = start + len(strings.TrimRightFunc(t.Src.Text[start:from], unicode.IsSpace))
	}
}

// withoutMarkStart is the text of a row without a reference mark at its start.
func (t *Text) withoutMarkStart(row int) string {
	s := t.String(row)
	if !t.Rows[row].marked {
		return s
	}
	if to, ok := t.markStarts[t.Rows[row].Start]; ok && to < t.Rows[row].End {
		return strings.TrimLeftFunc(t.Src.Text[to:t.Rows[row].End], unicode.IsSpace)
	}
	return s
}

func endingOf(s string) ending {
	for len(s) > 0 {
		c := s[len(s)-1]
		if c < utf8.RuneSelf {
			switch c {
			case '"', '\'', ')', ']', ' ':
				s = s[:len(s)-1]
				continue
			case '.', '!', '?':
				return endsStop
			case ':':
				return endsColon
			case ',', ';':
				return endsComma
			}
			return endsOpen
		}
		r, size := utf8.DecodeLastRuneInString(s)
		switch r {
		case '”', '’', '»', '«', '›', '‹', '“', '‘', '\u00a0', '\u202f':
			s = s[:len(s)-size]
			continue
		case '…', '。', '！', '？':
			return endsStop
		case '—', '–', '、', '，', '；':
			return endsComma
		}
		return endsOpen
	}
	return endsOpen
}

// openingOf tells a capital only from a capital behind a quotation mark or a
// dash.
func openingOf(s string) opening {
	switch o := exactOpening(s); o {
	case startsCapitals:
		return startsUpper
	case startsDash:
		return startsQuote
	default:
		return o
	}
}

func exactOpening(s string) opening {
	before := startsUpper // what comes before the first letter
	for i, r := range s {
		switch {
		case 'a' <= r && r <= 'z': // nearly all
			return startsLower
		case unicode.IsLower(r):
			return startsLower
		case unicode.IsUpper(r) || unicode.Is(unicode.Lo, r):
			if before == startsUpper && capitalWord(s[i:]) {
				return startsCapitals
			}
			return before
		case unicode.IsDigit(r):
			return startsDigit
		case strings.ContainsRune("—–-", r):
			if before == startsUpper {
				before = startsDash
			}
		case strings.ContainsRune("“„«»‘‚\"'’‹›", r):
			if before == startsUpper {
				before = startsQuote
			}
		case unicode.IsSpace(r) || strings.ContainsRune("([…¿¡", r):
		default:
			return startsOther
		}
	}
	return startsOther
}

// capitalWord reports whether s begins with a word of three letters or more,
// all of them capitals.
func capitalWord(s string) bool {
	n := 0
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return n >= 3 && !unicode.IsLower(r)
		}
		n++
	}
	return n >= 3
}

// minRows is how many boundaries it takes to say anything about a measure.
const minRows = 3

// measureOf is the width of a full row in em: nearly no row is wider, and the
// next word would have made nearly every row wider, but for the last rows of
// paragraphs. It is 0 if there are too few boundaries to tell, and misfit is
// the share of boundaries that contradict it.
func measureOf(bs []boundary) (measure float32, misfit float64) {
	if len(bs) < minRows {
		return 0, 1
	}
	have, need := make([]float32, len(bs)), make([]float32, len(bs))
	for i := range bs {
		have[i], need[i] = bs[i].have, bs[i].need
	}
	sortWidths(have)
	sortWidths(need)
	best := len(bs) + 1
	var from, to float32
	k := 0 // needs below the candidate
	for i, m := range have {
		for k < len(need) && need[k] < m {
			k++
		}
		if wrong := len(have) - 1 - i + k; wrong < best {
			best, from, to = wrong, m, m
			if k < len(need) {
				to = need[k]
			}
		}
	}
	if i, _ := slices.BinarySearch(have, to); i < len(have) {
		to = min(to, have[i])
	}
	return max(from, (from+to)/2), float64(best) / float64(len(bs))
}

// textMeasure is the measure of a text. Where most of it is verse, the lines of
// that would pass for full rows; but rows of prose are wider than most lines, and
// go on with a small letter. If there are none, no row fills the measure.
func (t *Text) textMeasure(bs []boundary) float32 {
	measure, _ := measureOf(bs)
	lines, open := 0, 0
	for i := range bs {
		if b := &bs[i]; b.end == endsOpen || b.end == endsComma {
			if open++; b.start == startsUpper {
				lines++
			}
		}
	}
	if lines < fewestProse || float64(lines) < versesGoOn*float64(len(bs)) {
		return measure
	}
	// Where nouns have capitals, rows of prose often begin with one, as words
	// inside the rows do.
	inside := t.gapsInRows(bs)
	if nouns := inside.capitals(); float64(lines)-nouns*float64(open) < versesMore*(1-nouns)*float64(len(bs)) {
		return measure
	}
	widths := make([]float32, len(bs))
	for i := range bs {
		widths[i] = bs[i].have
	}
	sortWidths(widths)
	middle := widths[len(widths)/2]
	var goesOn, wide []boundary
	for _, b := range bs {
		if b.start == startsLower && (b.end == endsOpen || b.end == endsComma) {
			if goesOn = append(goesOn, b); b.have > middle*proseWider {
				wide = append(wide, b)
			}
		}
	}
	if m, misfit := measureOf(goesOn); len(goesOn) >= 2*fewestProse && misfit < innerMisfit {
		return max(widerThan(goesOn, m), measure)
	}
	if len(wide) >= fewestProse { // verse may go on with a small letter, too
		m, _ := measureOf(wide)
		return max(widerThan(wide, m), measure)
	}
	return max(measure, widths[len(widths)*19/20]*beyondVerse)
}

// widerThan is the measure of the rows that are far wider than m, which is that
// of verse then, or else m.
func widerThan(bs []boundary, m float32) float32 {
	var wide []boundary
	for _, b := range bs {
		if b.have > m*proseWider {
			wide = append(wide, b)
		}
	}
	if len(wide) < fewestProse {
		return m
	}
	if prose, misfit := measureOf(wide); misfit < innerMisfit {
		return prose
	}
	return m
}

const (
	versesGoOn  = 0.3 // of the rows go on with a capital, in a text of verse
	versesMore  = 0.2 // of them do so because they are verse
	fewestProse = 4   // rows
	proseWider  = 1.3 // than the line in the middle
	beyondVerse = 1.3 // the measure, where no row shows it, in widths of wide lines
)

// sortWidths sorts widths in em, by counting: they are hundredths, and few
// rows are as wide as widestCounted.
func sortWidths(widths []float32) {
	if len(widths) < fewWidths {
		slices.Sort(widths)
		return
	}
	var counts [widestCounted]int32
	wider := widths[:0:0]
	for _, w := range widths {
		if k := int(w*100 + 0.5); k < widestCounted {
			counts[k]++
		} else {
			wider = append(wider, w)
		}
	}
	sorted := widths[:0]
	for k, n := range counts {
		w := float32(k) / 100
		for range n {
			sorted = append(sorted, w)
		}
	}
	slices.Sort(wider)
	copy(widths[len(sorted):], wider)
}

const (
	widestCounted = 1 << 13 // hundredths of an em
	fewWidths     = 1 << 11
)
