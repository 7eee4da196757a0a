package repair

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A mark in a scan is whatever hangs on a word and would not hang there
// otherwise: how usual that is, the text itself tells. A question mark
// before a capital is usual, before a small letter it is not, unless this text
// has many; a closing quote is usual where a quotation is open, and nowhere
// else.
//
//	called at Mr. Harlow’s,°° where I took
//	the Sun? he and I spent

// misread is a place in the text at which OCR may have misread a mark.
type misread struct {
	row   int
	tail  int           // where what hangs on the word begins
	spans []misreadSpan // ways to read it
}

// misreadSpan is one of them: these bytes are the mark.
type misreadSpan struct {
	start, end int
	cost       float64 // of what is left, compared with no mark's being there
	tail       int     // see misread
}

const (
	setOffMark   = 3.0  // a space stands before it, until the scan has shown that one mostly does
	numberAlone  = 2.3  // per digit: of all numbers that stand alone, few are just the one that is expected
	dirt         = 15.0 // one word in so many nats has a sign on it that print never sets
	rareMark     = 5.0  // one word in so many nats has a mark
	leastGain    = 2.0  // nats, or the place is none
	unseen       = 0.3
	contextPrior = 20 // words that what all contexts say counts for in each
	longestTail  = 6  // runes that hang on a word
	lostOpening  = 20 // quotations of which one lost its opening quote
)

// tail is what hangs on a word, and what is around it.
type tail struct {
	row        int
	start, end int // bytes of the source
	context    byte
	setOff     bool   // it hangs on nothing: a token without letters
	closes     quotes // whose closing quotes it has
	unopened   quotes // which of them are not open
}

// The bits of a tail's context.
const (
	beforeSmall byte = 1 << iota // a small letter follows
	beforeName                   // or a capital that the word has everywhere, and so not for a sentence's sake
	inQuotes                     // a quotation is open
	atRowEnd
	contexts
)

// tailCounts counts what hangs on words, in each context and in all.
type tailCounts struct {
	count  map[string]*[contexts + 1]int
	of     [contexts + 1]int
	closed [bothQuotes + 1]int // quotations that were opened and closed
}

func (c *tailCounts) add(text string, context byte) {
	n := c.count[text]
	if n == nil {
		n = new([contexts + 1]int)
		c.count[text] = n
	}
	for _, k := range [...]byte{context, contexts} {
		n[k]++
		c.of[k]++
	}
}

// surprise is the negative logarithm of the share of the words in a context on
// which this hangs, if once is left out: what is there to be judged may not
// speak for itself.
func (c *tailCounts) surprise(text string, context byte, once int) float64 {
	var here, all int
	if n := c.count[text]; n != nil {
		here, all = n[context]-once, n[contexts]-once
	}
	general := (float64(all) + unseen) / float64(c.of[contexts]+1)
	return -math.Log((float64(here) + contextPrior*general) / (float64(c.of[context]) + contextPrior))
}

// unopened is how surprising it is that a quotation ends which did not begin:
// OCR loses few opening quotes, and a text without quotations has no closing
// quotes but marks.
//
//	an hyperbola for an ellipsis.” The isosceles and
func (c *tailCounts) unopened(kinds quotes) float64 {
	natural := float64(c.closed[kinds]+c.closed[bothQuotes])/lostOpening + unseen
	return -math.Log(natural / float64(c.of[contexts]+1))
}

// misreadsIn lists the places in rows at which marks may have been misread.
//
// taken are tails that have been found to hold marks: what hangs there says
// nothing about what hangs on words otherwise.
//
// rates say how dense marks are, and how often a space stands before one.
func (t *Text) misreadsIn(rows []int, taken map[int]bool, rates *scanRates) []misread {
	var tails []tail
	small := t.smallWords(rows)
	counts := tailCounts{count: map[string]*[contexts + 1]int{}}
	var open quotes
	for k, row := range rows {
		if t.Rows[row].Blank > 0 && k > 0 && t.Rows[row].Page == t.Rows[rows[k-1]].Page {
			open = 0
		}
		next := ""
		if k+1 < len(rows) {
			next = t.String(rows[k+1])
		}
		from := len(tails)
		tails, open = t.tailsIn(row, next, open, small, tails)
		for _, tl := range tails[from:] {
			if !taken[tl.start] && tl.unopened == 0 {
				counts.add(t.shape(tl), tl.context)
			}
			if n := tl.closes &^ tl.unopened; n != 0 {
				counts.closed[n]++
			}
		}
	}
	var places []misread
	for _, tl := range tails {
		once := 1
		if taken[tl.start] {
			once = 0
		}
		if p := t.misreadAt(tl, &counts, once, rates); len(p.spans) > 0 {
			places = append(places, p)
		}
	}
	return places
}

// shape is the text of a tail; numbers that stand alone are alike.
func (t *Text) shape(tl tail) string {
	s := t.Src.Text[tl.start:tl.end]
	if !tl.setOff || s == "" {
		return s
	}
	return " " + strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return '0'
		}
		return r
	}, s)
}

// tailsIn appends the tails of the words in a row. open says which
// quotations are open, before and behind it, and small which words have small
// letters.
func (t *Text) tailsIn(row int, next string, open quotes, small map[string]bool, to []tail) ([]tail, quotes) {
	r := &t.Rows[row]
	text := t.Src.Text
	for i := r.Start; i < r.End; {
		end := r.End
		if k := strings.IndexByte(text[i:r.End], ' '); k >= 0 {
			end = i + k
		}
		word := text[i:end]
		behind := next
		var context byte
		if end < r.End {
			behind = text[end+1 : r.End]
		} else {
			context |= atRowEnd
		}
		switch first, _ := utf8.DecodeRuneInString(behind); {
		case unicode.IsLower(first):
			context |= beforeSmall
		case unicode.IsUpper(first) && !small[strings.ToLower(behind[:lettersIn(behind)])]:
			context |= beforeName
		}
		tl := tail{row: row, start: end - tailSize(word), end: end, setOff: tailSize(word) == len(word)}
		open |= quotesOpened(word, tl.start-i)
		if open&doubleQuotes != 0 {
			context |= inQuotes
		}
		tl.context = context
		tl.closes = quotesClosed(text[tl.start:end])
		if open == doubleQuotes && tl.closes == singleQuotes {
			tl.closes = doubleQuotes // misread
		}
		tl.unopened = tl.closes &^ open
		if word != "" {
			to = append(to, tl)
		}
		open &^= tl.closes
		i = end + 1
	}
	return to, open
}

// smallWords are the words that the rows have with a small letter.
func (t *Text) smallWords(rows []int) map[string]bool {
	small := map[string]bool{}
	for _, row := range rows {
		for w := range strings.FieldsFuncSeq(t.String(row), func(r rune) bool { return !unicode.IsLetter(r) }) {
			if first, _ := utf8.DecodeRuneInString(w); unicode.IsLower(first) {
				small[w] = true
			}
		}
	}
	return small
}

// tailSize is the size of what hangs on a word: all behind its last letter.
func tailSize(word string) int {
	for i := len(word); i > 0; {
		r, size := utf8.DecodeLastRuneInString(word[:i])
		if unicode.IsLetter(r) {
			return len(word) - i
		}
		i -= size
	}
	return len(word)
}

// misreadAt lists the ways to read a mark in a tail.
func (t *Text) misreadAt(tl tail, counts *tailCounts, once int, rates *scanRates) misread {
	place := misread{row: tl.row, tail: tl.start}
	whole := t.Src.Text[tl.start:tl.end]
	if whole == "" || utf8.RuneCountInString(whole) > longestTail {
		return place
	}
	plain := counts.surprise(t.shape(tl), tl.context, once)
	if strings.ContainsAny(whole, strangeSigns) && whole[0] != '|' || t.isOddPair(tl) {
		plain = dirt
	}
	unopened := 0.0
	if tl.unopened != 0 {
		unopened = counts.unopened(tl.unopened)
		plain = max(plain, unopened)
	}
	if tl.setOff {
		plain -= rates.setOff
		plain += numberAlone * float64(digitsIn(whole))
	}
	if plain < rates.rare+leastGain-readRight {
		return place
	}
	for i, first := range whole {
		if !isMisreadSign(first) || i > 0 && isDigit(whole[i-1]) && isDigit(whole[i]) {
			continue
		}
		n := 0
		for j, r := range whole[i:] {
			if !isMisreadSign(r) || n == longestMisread {
				break
			}
			n++
			end := i + j + utf8.RuneLen(r)
			if end < len(whole) && isDigit(whole[end-1]) && isDigit(whole[end]) {
				continue
			}
			rest := whole[:i] + whole[end:]
			left := counts.surprise(rest, tl.context, 0)
			plain := plain
			if quotesClosed(rest)&tl.unopened != 0 {
				left = max(left, unopened)
			} else {
				plain = max(plain, left+unopened)
			}
			if cost := rates.rare + left - plain; cost < readRight-leastGain {
				place.spans = append(place.spans, misreadSpan{tl.start + i, tl.start + end, cost, tl.start})
			}
		}
	}
	return place
}

// isOddPair reports whether a tail is of marks that no compositor sets together,
// see strangeness.pairsIn.
func (t *Text) isOddPair(tl tail) bool {
	row := &t.Rows[tl.row]
	s := t.Src.Text[row.Start:min(tl.end+1, row.End)]
	for i := max(1, tl.start-row.Start); i < tl.end-row.Start; i++ {
		if s[i] == '!' || s[i] == '?' {
			_, odd := oddPairAt(s, i)
			return odd
		}
	}
	return false
}

func digitsIn(s string) (n int) {
	for i := range len(s) {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// cost is what it costs that a mark of the value stands here, and the span
// of it.
func (m *misread) cost(value int, c *counter) (float64, misreadSpan) {
	best, at := 1e9, misreadSpan{}
	for _, s := range m.spans {
		if cost := s.cost + readsAs(c.source[s.start:s.end], value, c.rates.markDigit); cost < best {
			best, at = cost, s
		}
	}
	return best, at
}
