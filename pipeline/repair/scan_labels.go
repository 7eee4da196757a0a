package repair

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// strangeOpening reports whether s begins as a note does whose label OCR
// misread: with signs or digits before a capital.
//
//	*°Huntsmoor, a hamlet belonging to ...
//	’Warwick House, on the north side ...
func strangeOpening(s string) bool {
	i := strings.IndexFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsSpace(r) })
	if i <= 0 || utf8.RuneCountInString(s[:i]) > longestGlyphs || strings.Trim(s[:i], "-—–([….»«“„") == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[i:], " "))
	return unicode.IsUpper(first)
}

const longestGlyphs = 4

// isDirt reports whether s begins with a sign with which no row of print does:
// "™] know not whether ..." was "14 I know not whether ...".
func isDirt(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return first >= utf8.RuneSelf && strings.ContainsRune("®©™°¢", first)
}

// isLabelAlone reports whether a row is a label, and the note begins with the
// next row:
//
//	aT
//	“Then the writing in golden letters, ...       47, misread
func (t *Text) isLabelAlone(row int) bool {
	s := t.String(row)
	if utf8.RuneCountInString(s) > longestMisread || row+1 >= len(t.Rows) {
		return false
	}
	if strings.Trim(s, "0123456789") == "" {
		return true
	}
	opening := openingOf(t.String(row + 1))
	return t.Rows[row+1].Blank == 0 && (opening == startsUpper || opening == startsQuote) &&
		strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// scanLabel is a row of notes that may begin one.
type scanLabel struct {
	row   int
	index int     // among the rows of text and notes
	begin float64 // what it costs that a note begins here, its label aside
	on    float64 // and that the note before goes on
	ways  []labelSpan
}

// labelSpan is a way to read the row's label: its bytes, and where the note's
// text begins.
type labelSpan struct {
	start, end, text int
	cost             float64
	illegible        bool
}

const (
	lostStrange  = 6.0  // a note without a label begins with strange signs
	strangeRest  = 4.0  // they go on behind the label
	twoCapitals  = 5.0  // a word begins with two capitals, and a small letter follows
	attribution  = 2.5  // a note begins with a dash, or with a short line that has no end
	numberOn     = 3.0  // a block that is no note begins with a number
	narrowRow    = 0.85 // of the measure
	smallOpening = 2.0  // a small letter follows the label
	labelAlone   = 1.0  // it stands on a row of its own
	letterLabel  = 1.5  // letters for digits
	strangeOn    = 8.0  // a row that is no note's first begins with strange signs
	unclosed     = 5.0  // a quotation opens and is never closed: no quotation
	unclosedOn   = 3.0  // such a row begins no note
	leastEnd     = 0.03
)

// scanLabelAt reads the beginning of a row; begins is how likely a note begins
// with it, measure that of the notes.
func (t *Text) scanLabelAt(row int, begins float64, measure float32) scanLabel {
	begins = min(max(begins, leastEnd), 1-leastEnd)
	l := scanLabel{row: row, begin: -math.Log(begins), on: -math.Log(1 - begins)}
	r := &t.Rows[row]
	s := t.Src.Text[r.Start:r.End]
	strange := strangeOpening(s)
	none := labelSpan{start: r.Start, end: r.Start, text: r.Start, cost: openingCost(s)}
	if l.on > l.begin && isDigit(s[0]) {
		l.on += numberOn
	}
	if t.isLineApart(row, measure) {
		l.begin += attribution
	}
	switch {
	case s[0] == '"' || strings.HasPrefix(s, "“"):
		if !t.closes(row) { // a label
			none.cost += unclosed
			l.on += unclosedOn
		}
	case strange:
		none.cost += lostStrange
	}
	alone := t.isLabelAlone(row)
	if strange || alone || isDirt(s) {
		l.on += strangeOn
	}
	capitals := capitalLabel(s)
	if capitals > 0 {
		l.on += strangeOn
		none.cost += twoCapitals
		l.add(t, r, capitals, 0)
	}
	l.ways = append(l.ways, none)
	n := 0
	for i, c := range s {
		if !isMisreadSign(c) || n == longestMisread {
			break
		}
		n++
		l.add(t, r, i+utf8.RuneLen(c), 0)
	}
	switch {
	case n == 0 && alone:
		l.ways = append(l.ways, labelSpan{start: r.Start, end: r.End, text: r.End, cost: labelAlone, illegible: true})
	case n == 0 && capitals == 0:
		l.addLetters(t, r, s)
	}
	return l
}

// add adds the way to read the first size bytes of the row as its label.
func (l *scanLabel) add(t *Text, r *Row, size int, cost float64) {
	rest := t.Src.Text[r.Start+size : r.End]
	end := r.Start + size
	if rest != "" && (rest[0] == '.' || rest[0] == ')') {
		rest, end = rest[1:], end+1
	}
	rest = strings.TrimLeftFunc(rest, unicode.IsSpace)
	if rest == "" { // the note begins in the next row
		l.ways = append(l.ways, labelSpan{start: r.Start, end: end, text: r.End, cost: cost + labelAlone})
		return
	}
	l.ways = append(l.ways, labelSpan{start: r.Start, end: end, text: r.End - len(rest), cost: cost + openingCost(rest)})
}

// capitalLabel is the size of the label with which s begins if OCR read some of
// its digits as capitals, right before another one: "SBillet", "1ODat". It is 0
// if there is none: only in Dutch do words begin so, with IJ.
func capitalLabel(s string) int {
	n, letters := 0, 0
	for i, r := range s {
		next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch {
		case letters > 0 && unicode.IsUpper(r) && unicode.IsLower(next):
			if s[:i] == "I" && r == 'J' {
				return 0
			}
			return i
		case n == longestMisread:
			return 0
		case unicode.IsUpper(r):
			letters++
		case !isMisreadSign(r):
			return 0
		}
		n++
	}
	return 0
}

// addLetters reads letters as digits where a label may stand: "IS. Gerard",
// "mn. Isambert".
func (l *scanLabel) addLetters(t *Text, r *Row, s string) {
	n := 0
	for i, c := range s {
		if (c == '.' || c == ' ') && n > 0 && n <= longestMisread {
			l.add(t, r, i, letterLabel)
			return
		}
		if !unicode.IsLetter(c) {
			return
		}
		n++
	}
}

// openingCost is what it costs that a note begins with s.
func openingCost(s string) float64 {
	if first, _ := utf8.DecodeRuneInString(s); strings.ContainsRune(strangeSigns+"!?%$", first) {
		return smallOpening + strangeRest
	}
	switch openingOf(s) {
	case startsUpper, startsQuote:
		return 0
	}
	return smallOpening
}

// cost is what it costs that note number value begins here, and how its label
// is read.
func (l *scanLabel) cost(value int, c *counter) (float64, labelSpan) {
	best, at := math.Inf(1), labelSpan{}
	for _, w := range l.ways {
		cost := l.begin + w.cost
		if w.end > w.start && !w.illegible {
			cost += readsAs(strings.TrimRight(c.source[w.start:w.end], ".)"), value, c.rates.labelDigit)
		} else {
			cost += c.rates.label
		}
		if cost < best {
			best, at = cost, w
		}
	}
	return best, at
}

// isLineApart reports whether a row among notes looks like a line of verse in
// a note or the line under a quotation: "—M. B.", "Notes and Queries, vol. x".
// A note of one line has a full stop.
func (t *Text) isLineApart(row int, measure float32) bool {
	s := t.String(row)
	if exactOpening(s) == startsDash {
		return true
	}
	if endingOf(s) == endsStop || row+1 >= len(t.Rows) {
		return false
	}
	return t.Rows[row].Em+emWidth(firstWord(t.String(row+1))) < measure*narrowRow
}

// closes reports whether the quotation with which a row begins ends soon.
func (t *Text) closes(row int) bool {
	depth := 0
	for r := row; r < len(t.Rows) && r < row+quoteRows; r++ {
		for _, c := range t.String(r) {
			switch c {
			case '"':
				if depth == 1 {
					return true
				}
				depth++
			case '“':
				depth++
			case '”':
				if depth--; depth == 0 {
					return true
				}
			}
		}
	}
	return false
}

const quoteRows = 5
