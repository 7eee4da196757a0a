package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Where a quotation is open, the text goes on: a sentence that ends there is
// one of several that somebody says.
//
//	“They have been sent for. If we are
//	to go, we go at once. We mean
//	nothing by halves.” The others laughed.
//
// A speech of several paragraphs opens its quotation anew with each of them.
// So only rows that might begin a paragraph of prose as well as a sentence
// say anything: those with a capital below a full stop at the end of a row that
// may be full.

// quoteStyle says which marks of a text open and close quotations.
type quoteStyle struct {
	single  bool // ‘ and ’
	flipped bool // » opens, as in German and Danish books
}

// The fewest quotations that show how a text quotes, and the longest, in rows,
// that is believed to be open: a mark may be missing.
const (
	fewestQuotations = 3
	longestQuotation = 20
	quoteSample      = 4000 // rows
)

// trackQuotations fills in where a quotation is open between the rows of a flow.
func (t *Text) trackQuotations(bs []boundary, measure float32) {
	style, ok := t.quoteStyle(bs)
	if !ok {
		return
	}
	state, since := unsureMark, 0
	for i := range bs {
		b := &bs[i]
		if i > 0 && bs[i-1].below != b.above {
			state = unsureMark
		}
		if now := style.lastMark(t, int(b.above)); now != noQuotation {
			state, since = now, 0
		}
		if since++; since > longestQuotation && state == opensQuotation {
			state = unsureMark
		}
		if b.need > measure*needEdges[len(needEdges)-2] && b.end == endsStop && !b.quoted && (b.start == startsUpper || b.start == startsCapitals) {
			b.open = state
		}
	}
}

// quoteStyle finds out by a sample how the rows quote, and whether they do at all.
func (t *Text) quoteStyle(bs []boundary) (style quoteStyle, ok bool) {
	double, single, left, right := 0, 0, 0, 0
	step := 1 + len(bs)/quoteSample
	for i := 0; i < len(bs); i += step {
		r := &t.Rows[bs[i].above]
		if !r.has.has(anySign) {
			continue
		}
		s := t.Src.Text[r.Start:r.End]
		for at := 0; at < len(s); {
			if s[at] < utf8.RuneSelf && s[at] != '"' {
				at++
				continue
			}
			mark, size := utf8.DecodeRuneInString(s[at:])
			switch mark {
			case '"', '“', '„':
				double++
			case '‘':
				single++
			case '«', '»':
				double++
				behind, _ := utf8.DecodeRuneInString(s[at+size:])
				opens := unicode.IsLetter(behind)
				closes := at > 0 && !unicode.IsSpace(lastRune(s[:at]))
				if opens == closes { // French has spaces on both sides
				} else if opens == (mark == '«') {
					left++
				} else {
					right++
				}
			}
			at += size
		}
	}
	return quoteStyle{single: single > double, flipped: right > left && right*4 > double}, max(single, double) >= fewestQuotations
}

// What the last quotation mark of a row does: boundary.open says the same.
const (
	unsureMark int8 = iota - 1
	closesQuotation
	opensQuotation
	noQuotation
)

// lastMark says what the last quotation mark of a row does.
func (q quoteStyle) lastMark(t *Text, row int) int8 {
	r := &t.Rows[row]
	if !r.has.has(anySign) {
		return noQuotation
	}
	s := t.Src.Text[r.Start:r.End]
	for at := len(s) - 1; at >= 0; at-- {
		if s[at] != '"' && s[at] < utf8.RuneSelf || !utf8.RuneStart(s[at]) {
			continue
		}
		mark, size := utf8.DecodeRuneInString(s[at:])
		if state := q.mark(mark, s[:at], s[at+size:]); state != noQuotation {
			return state
		}
	}
	return noQuotation
}

// mark says what a mark does between two pieces of a row.
func (q quoteStyle) mark(mark rune, before, behind string) int8 {
	next, _ := utf8.DecodeRuneInString(behind)
	if q.single {
		switch {
		case mark == '‘':
			return opensQuotation
		case mark == '’' && endsSpoken(before):
			return closesQuotation
		case mark == '’' && !unicode.IsLetter(next): // or it is an apostrophe
			return unsureMark
		}
		return noQuotation
	}
	switch mark {
	case '„':
		return opensQuotation
	case '«', '»':
		if (mark == '»') == q.flipped {
			return opensQuotation
		}
		return closesQuotation
	case '"', '“', '”': // English opens with “, German closes with it, Swedish does both with ”
		return opensBetween(before, behind)
	}
	return noQuotation
}

// endsSpoken reports whether s ends in a mark that may end a speech, so that
// what follows is no apostrophe.
func endsSpoken(s string) bool { return strings.ContainsRune(".,!?…—", lastRune(s)) }

// opensBetween reports whether a mark between two pieces of a row opens a
// quotation, by the space around it.
func opensBetween(before, behind string) int8 {
	last := lastRune(before)
	next, _ := utf8.DecodeRuneInString(behind)
	switch {
	case behind == "" || unicode.IsSpace(next):
		return closesQuotation
	case before == "" || unicode.IsSpace(last) || strings.ContainsRune("([—–-‘'¿¡", last):
		return opensQuotation
	}
	return closesQuotation
}
