package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Tesseract and its like misread quotation marks and apostrophes, and lose the
// ones that open a row. The text has hundreds of them, and says by the rest
// what they are:
//
//	“Chief Deputy,’ the Master cried,  ──▶  “Chief Deputy,” the Master cried,
//	he'll be back, but she’ll not      ──▶  he’ll be back, but she’ll not
//	»Und dann?«                             »Und dann?«
//	Er schwieg doch!«                  ──▶  »Er schwieg doch!«
const (
	fewestQuotes  = 8   // pairs of quotation marks, for what stands alone to be one half
	pairedQuotes  = 0.6 // of the marks that open are closed
	usualCurly    = 4.0 // times as many curly apostrophes as straight ones
	fewestHalves  = 3   // straight apostrophes, and halves, that tell a scan
	longQuotation = 400 // bytes in which the other half is looked for
)

// scanQuotes decides about the quotation marks of a scanned text.
type scanQuotes struct {
	*wordMender
	open, close rune  // the marks that the text has
	halves      []int // where half a closing mark stands
	lost        []int // the rows' beginnings where an opening one is lost
}

// decideQuotes mends what OCR makes of quotation marks and apostrophes. That a
// text is a scan may show in nothing else.
func (w *wordMender) decideQuotes() {
	straight := w.strayApostrophes()
	if !w.t.scanned && len(straight) < fewestHalves {
		return
	}
	q := &scanQuotes{wordMender: w}
	if q.learn() {
		for _, flow := range w.t.flows() {
			q.pair(flow)
		}
	}
	if !w.t.scanned && len(q.halves) < fewestHalves {
		return
	}
	for _, at := range straight {
		w.decide(Character, at, at+1, "’", 0.9, "OCR reads apostrophes now straight, now curly; the text has curly ones")
	}
	for _, at := range q.halves {
		w.decide(Character, at, at+len("’"), "”", 0.85, "OCR read one half of the mark that closes this quotation")
	}
	for _, at := range q.lost {
		_, size := utf8.DecodeRuneInString(w.t.Src.Text[at:])
		w.decide(Character, at, at+size, string(q.open)+w.t.Src.Text[at:at+size], 0.8, "OCR lost the mark that opens this quotation where the row begins")
	}
}

// strayApostrophes finds the straight apostrophes inside words, if nearly all
// are curly.
func (w *wordMender) strayApostrophes() (straight []int) {
	curly := 0
	w.rowsWith(signAfterLetter, func(s string, start int) {
		for at := 1; at+1 < len(s); at++ {
			size := apostropheAt(s, at)
			if size == 0 || !asciiLetter(s[at-1]) || at+size >= len(s) || !asciiLetter(s[at+size]) {
				continue
			}
			if size > 1 {
				curly++
			} else {
				straight = append(straight, start+at)
			}
		}
	})
	if float64(curly) < usualCurly*float64(len(straight)) {
		return nil
	}
	return straight
}

// learn finds out which quotation marks the text has, and reports whether they
// come in pairs.
func (q *scanQuotes) learn() bool {
	most := 0
	for _, pair := range [...][2]rune{{'“', '”'}, {'»', '«'}, {'„', '“'}, {'«', '»'}} {
		opened, closed := 0, 0
		q.rowsWith(anyBeyondASCII, func(s string, _ int) {
			for at, r := range s {
				before, _ := utf8.DecodeLastRuneInString(s[:at])
				switch {
				case r == pair[0] && (at == 0 || before == ' '):
					opened++
				case r == pair[1] && at > 0 && before != ' ':
					closed++
				}
			}
		})
		if n := min(opened, closed); n > most && float64(n) >= pairedQuotes*float64(max(opened, closed)) {
			most, q.open, q.close = n, pair[0], pair[1]
		}
	}
	return most >= fewestQuotes
}

// pair goes through a flow from mark to mark.
func (q *scanQuotes) pair(flow []int) {
	open, inner := false, false // a quotation, and one inside it
	starts, opened := []int(nil), 0
	for k, row := range flow {
		s, start := q.t.String(row), q.t.Rows[row].Start
		if k == 0 || q.mayOpen(flow[k-1], s) {
			starts = append(starts, start)
		}
		for at, r := range s {
			before, _ := utf8.DecodeLastRuneInString(s[:at])
			after, _ := utf8.DecodeRuneInString(s[at+utf8.RuneLen(r):])
			switch {
			case r == q.open:
				open, inner, opened, starts = true, false, start+at, nil
			case r == q.close && open:
				open, starts = false, nil
			case r == q.close:
				q.openAt(starts, start+at)
				starts = nil
			case r == '‘':
				inner = true
			case r == '’' && inner && !unicode.IsLetter(after):
				inner = false
			case r == '’' && open && q.close == '”' && strings.ContainsRune(",.!?", before) && !unicode.IsLetter(after) && start+at-opened < longQuotation:
				q.halves = append(q.halves, start+at)
				open = false
			}
		}
	}
}

// mayOpen reports whether a quotation may begin with a row that follows
// another: a sentence does.
func (q *scanQuotes) mayOpen(above int, s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	last := lastRune(q.t.String(above))
	return unicode.IsUpper(first) && (last == q.close || endingOf(q.t.String(above)) == endsStop)
}

// openAt finds where the mark was that opened the quotation which is closed at a
// place, if it can have been lost at the beginning of one row alone.
func (q *scanQuotes) openAt(starts []int, closed int) {
	if len(starts) == 1 && closed-starts[0] <= longQuotation {
		q.lost = append(q.lost, starts[0])
	}
}
