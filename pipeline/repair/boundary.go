package repair

import (
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
