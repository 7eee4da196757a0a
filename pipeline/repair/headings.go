package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// headingSigns are what speaks for a block's being a heading.
type headingSigns struct {
	words    int
	end      ending
	start    opening
	capitals bool    // no lower-case letter in it
	titled   bool    // its long words begin with capitals
	numeral  int     // the number that it begins with, 0 if none: "IV. On Liberty", "Chapter 4"
	keyword  bool    // it begins with a word such as "Chapter"
	head     bool    // its words stand in a running head
	fill     float32 // the width of its widest row, in measures
	blank    bool    // empty lines set it off, and they do not set off every paragraph
	opens    bool    // it is the first text on its page
	counted  float64 // the evidence of its number, see sequences
}

// Weights of the signs, in nats for being a heading.
const (
	headMatches  = 4.0
	inCapitals   = 2.0
	inTitleCase  = 1.2
	hasKeyword   = 3.0
	hasNumeral   = 1.2
	setOff       = 1.0
	opensPage    = 0.8
	fewWords     = 0.7 // up to six
	manyWords    = -0.25
	endsLikeText = -2.6 // in a full stop
	standsApart  = 1.5  // without a full stop, after a text with one, before a long one
	endsInComma  = -3.0
	endsInColon  = -2.0
	quotedStart  = -1.5
	lowerStart   = -6.0
	digitStart   = -0.7
	fullRow      = -2.0
	headingPrior = -1.9
	mostWords    = 40
)

// score is the log odds of being a heading.
func (s *headingSigns) score() float64 {
	if s.words == 0 || s.words > mostWords && s.counted == 0 {
		return -10
	}
	score := headingPrior + s.counted
	add := func(is bool, weight float64) {
		if is {
			score += weight
		}
	}
	add(s.head, headMatches)
	add(s.capitals, inCapitals)
	add(s.titled && !s.capitals, inTitleCase)
	add(s.keyword, hasKeyword)
	add(s.numeral > 0, hasNumeral)
	add(s.blank, setOff)
	add(s.opens, opensPage)
	add(s.words <= 6, fewWords)
	add(s.end == endsStop && s.numeral == 0 && !s.keyword && !s.head && s.counted == 0, endsLikeText)
	add(s.end == endsComma, endsInComma)
	add(s.end == endsColon, endsInColon)
	add(s.start == startsQuote, quotedStart)
	add(s.start == startsLower, lowerStart)
	add(s.start == startsOther, lowerStart)
	add(s.start == startsDigit && s.numeral == 0 && s.counted == 0, digitStart)
	add(s.fill > 0.93, fullRow)
	if s.words > 10 && s.counted == 0 {
		score += manyWords * float64(s.words-10)
	}
	return score
}

// headingWords begin the headings of chapters in several languages.
var headingWords = map[string]bool{
	"chapter": true, "part": true, "book": true, "section": true, "volume": true, "canto": true, "act": true, "scene": true, "letter": true, "appendix": true,
	"kapitel": true, "teil": true, "buch": true, "abschnitt": true, "band": true, "akt": true, "szene": true, "anhang": true,
	"chapitre": true, "partie": true, "livre": true, "tome": true, "acte": true, "scène": true, "lettre": true, "annexe": true,
	"capítulo": true, "capitulo": true, "parte": true, "libro": true, "capitolo": true, "livro": true, "hoofdstuk": true, "deel": true,
	"boek": true, "глава": true, "часть": true, "книга": true, "rozdział": true, "część": true, "księga": true, "kapitola": true, "kapitlet": true,
	"caput": true, "liber": true, "pars": true, "luku": true, "fejezet": true, "bölüm": true, "κεφάλαιο": true,
}

// signsOf looks at the block of rows.
func (t *Text) signsOf(rows []int, measure float32, heads map[string]bool, blanksMean bool) headingSigns {
	text := t.textOf(rows)
	words := strings.Fields(text)
	s := headingSigns{words: len(words), end: endingOf(t.withoutMarkEnd(rows[len(rows)-1])), start: openingOf(text)}
	if len(words) == 0 {
		return s
	}
	letters, lower, long, upper := 0, 0, 0, 0
	for _, w := range words {
		w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
		for i, r := range w {
			if unicode.IsLetter(r) {
				letters++
				if unicode.IsLower(r) {
					lower++
				}
				if i == 0 && utf8.RuneCountInString(w) > 3 {
					long++
					if unicode.IsUpper(r) {
						upper++
					}
				}
			}
		}
	}
	s.capitals = letters > 0 && lower == 0
	s.titled = long == upper && letters > 0
	s.keyword = headingWords[strings.ToLower(strings.Trim(words[0], ".:"))] || len(words) == 2 && headingWords[strings.ToLower(strings.Trim(words[1], ".:"))]
	s.numeral = leadingNumeral(words)
	s.head = s.start != startsQuote && len(heads) > 0 && (inFolded(heads, text) || len(words) > 2 && inFolded(heads, strings.Join(words[1:], " ")))
	for _, r := range rows {
		if measure > 0 {
			s.fill = max(s.fill, t.Rows[r].Em/measure)
		}
	}
	first := &t.Rows[rows[0]]
	s.opens = t.firstOnPage(rows[0])
	s.blank = blanksMean && (first.Blank > 0 || s.opens)
	return s
}

// textOf is the text of rows, joined by spaces.
func (t *Text) textOf(rows []int) string {
	if len(rows) == 1 {
		return t.String(rows[0])
	}
	var sb strings.Builder
	for i, r := range rows {
		if i > 0 && !t.Rows[rows[i-1]].Joined {
			sb.WriteByte(' ')
		}
		sb.WriteString(t.String(r))
	}
	return sb.String()
}

// firstOnPage reports whether a row is the first one on its page that is left.
func (t *Text) firstOnPage(row int) bool {
	for i := row - 1; i >= 0 && t.Rows[i].Page == t.Rows[row].Page; i-- {
		if t.Rows[i].Role == InBody {
			return false
		}
	}
	return true
}

// leadingNumeral reads the number of a heading: "IV. On Liberty", "Chapter 4",
// "12 The End". It is 0 if there is none.
func leadingNumeral(words []string) int {
	w := words[0]
	if len(words) > 1 && headingWords[strings.ToLower(w)] {
		w = words[1]
	}
	bare := strings.TrimRight(w, ".:)—–-")
	if n, size, _ := number(bare); size == len(bare) && n > 0 && n < 400 {
		return n
	}
	if bare != w || len(words) == 1 || w != words[0] {
		return roman(bare)
	}
	return 0
}

// roman is the value of a roman numeral in capitals, or 0.
func roman(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		v := romanDigit(s[i])
		if v == 0 || len(s) > 12 {
			return 0
		}
		if i+1 < len(s) && romanDigit(s[i+1]) > v {
			v = -v
		}
		n += v
	}
	return n
}

// romanDigit is the value of a roman digit, or 0.
func romanDigit(c byte) int {
	switch c {
	case 'I':
		return 1
	case 'V':
		return 5
	case 'X':
		return 10
	case 'L':
		return 50
	case 'C':
		return 100
	case 'D':
		return 500
	case 'M':
		return 1000
	}
	return 0
}

// fold makes texts comparable that differ in case, spaces, punctuation and
// numbers at their ends.
func fold(s string) string {
	var room [foldRoom]byte
	return string(appendFold(room[:0], s))
}

// inFolded reports whether the folded s is in a set.
func inFolded(set map[string]bool, s string) bool {
	var room [foldRoom]byte
	return set[string(appendFold(room[:0], s))]
}

// foldRoom is room for most folded rows, so that none has to be made for them.
const foldRoom = 320

// appendFold appends the folded s to dst. A map of folded texts is looked up
// with it at no cost in memory: m[string(appendFold(room[:0], s))].
func appendFold(dst []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < utf8.RuneSelf {
			if c |= 0x20; 'a' <= c && c <= 'z' {
				dst = append(dst, c)
			}
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if unicode.IsLetter(r) {
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
		i += size - 1
	}
	return dst
}

// runningHeads returns the folded texts of the running heads that were found.
func (t *Text) runningHeads() map[string]bool {
	heads := map[string]bool{}
	for _, d := range t.Decisions {
		if d.Kind == RunningHead {
			if key := fold(withoutStamp(t.Src.Text[d.Span.Start:d.Span.End])); len(key) > 2 {
				heads[key] = true
			}
		}
	}
	return heads
}

// withoutStamp is a running head without the time that browsers print before it:
// "11/25/26, 11:14 PM   The Wall".
func withoutStamp(head string) string {
	if !stamped(head) {
		return head
	}
	at := 0
	for word := range strings.FieldsSeq(head) {
		if !strings.ContainsAny(word, "0123456789") && word != "AM" && word != "PM" {
			break
		}
		at += strings.Index(head[at:], word) + len(word)
	}
	return head[at:]
}

// partsOfHeads returns the folded beginnings and ends of the running heads,
// word by word: a heading that is set over several lines has them as its
// lines.
func (t *Text) partsOfHeads() map[string]bool {
	parts, seen := map[string]bool{}, map[string]bool{}
	for i := range t.Decisions {
		d := &t.Decisions[i]
		if d.Kind != RunningHead {
			continue
		}
		head := t.Src.Text[d.Span.Start:d.Span.End]
		if seen[head] {
			continue
		}
		seen[head] = true
		words := strings.Fields(head)
		if len(words) > headWords || len(parts) > 0 && parts[fold(strings.Join(words, " "))] {
			continue
		}
		for i := range words {
			for _, part := range []string{fold(strings.Join(words[:i+1], " ")), fold(strings.Join(words[i:], " "))} {
				if len(part) > 2 {
					parts[part] = true
				}
			}
		}
	}
	return parts
}

// mergeHeadings joins the lines of headings that are set over several lines:
// the segmentation takes each for a block of its own, since they are short.
func (t *Text) mergeHeadings(blocks []block, measure float32) []block {
	heads := t.runningHeads()
	out := blocks[:0]
	for i := 0; i < len(blocks); {
		b := blocks[i]
		i++
		for i < len(blocks) && t.headingGoesOn(b, blocks[i], measure, heads) {
			b.rows = append(b.rows[:len(b.rows):len(b.rows)], blocks[i].rows...)
			i++
		}
		out = append(out, b)
	}
	return out
}

const (
	headingRows  = 4    // a heading has no more lines
	headingWidth = 0.85 // of the measure: larger type fills its line with fewer words
)

func (t *Text) headingGoesOn(a, b block, measure float32, heads map[string]bool) bool {
	n := len(a.rows) + len(b.rows)
	if n > 2*headingRows || t.given.between(a.rows[len(a.rows)-1], b.rows[0]) > 0 || t.Rows[b.rows[0]].Page != t.Rows[a.rows[0]].Page {
		return false
	}
	for _, rows := range [][]int{a.rows, b.rows} {
		for _, r := range rows {
			if t.Rows[r].Em > measure*headingWidth {
				return false
			}
		}
	}
	above, below := t.textOf(a.rows), t.textOf(b.rows)
	words := strings.Fields(above)
	chapter := headingWords[strings.ToLower(words[0])] && leadingNumeral(words) > 0
	if n > headingRows && !chapter {
		return false
	}
	both := append(a.rows[:len(a.rows):len(a.rows)], b.rows...)
	if heads[fold(t.textOf(both))] {
		return true
	}
	if a.rows[0] == 0 && t.titleGoesOn(above, below) {
		return true
	}
	if t.Rows[b.rows[0]].Blank > t.Rows[a.rows[0]].Blank || a.shape == verse || a.shape == code || len(strings.Fields(below)) > 8 {
		return false
	}
	end := endingOf(above)
	if chapter && len(words) > 4 && (end == endsOpen || end == endsComma) {
		return true // "Chapter IV. In which it is told / how the ferry"
	}
	if end != endsOpen || openingOf(above) == startsLower {
		return false
	}
	return endsOpenly(above)
}

// endsOpenly reports whether s ends in a word in which no heading ends: "Of the
// Liberty of / Thought".
func endsOpenly(s string) bool {
	word := strings.TrimFunc(lastWord(s), func(r rune) bool { return !unicode.IsLetter(r) })
	return functionWords[word] || len(word) > 1 && functionWords[strings.ToLower(word)]
}

const shortVolume = 4 // words: "The History of the Islands, / Volume I"

const mostTitleWords = 12 // in further rows of a title

// titleGoesOn reports whether the first row of a text, and the next one, are
// one title: what stands before and behind a colon is, and so is what leads up
// to it.
//
//	The Bells of Saint        The Bells of Saint Marein:
//	Marein: A History         A History
func (t *Text) titleGoesOn(above, below string) bool {
	if len(strings.Fields(below)) > mostTitleWords {
		return false
	}
	switch end := endingOf(above); {
	case end == endsColon:
		return true
	case end == endsComma:
		return len(strings.Fields(below)) <= shortVolume
	case end != endsOpen || strings.Contains(above, ":"):
		return end == endsOpen && endsOpenly(above)
	}
	at := strings.IndexByte(below, ':')
	return endsOpenly(above) || at > 0 && at < len(below)-1
}

// functionWords can't end a heading, in several languages.
var functionWords = map[string]bool{
	"of": true, "the": true, "and": true, "a": true, "an": true, "in": true, "on": true, "to": true, "for": true, "with": true, "by": true, "from": true, "or": true, "its": true, "his": true, "her": true, "their": true, "as": true, "at": true, "into": true,
	"der": true, "die": true, "das": true, "den": true, "dem": true, "des": true, "und": true, "von": true, "zu": true, "zur": true, "zum": true, "im": true, "ein": true, "eine": true, "einer": true, "eines": true, "einem": true, "einen": true, "oder": true, "mit": true, "für": true, "über": true, "vom": true, "aus": true,
	"de": true, "la": true, "le": true, "les": true, "et": true, "du": true, "un": true, "une": true, "à": true, "au": true, "aux": true, "dans": true, "par": true, "pour": true, "sur": true, "ou": true, "en": true,
	"el": true, "los": true, "las": true, "y": true, "del": true, "con": true, "por": true, "para": true, "il": true, "lo": true, "gli": true, "di": true, "e": true, "della": true, "dei": true, "che": true,
	"o": true, "os": true, "da": true, "do": true, "dos": true, "het": true, "een": true, "van": true, "voor": true, "met": true, "и": true, "в": true, "на": true, "о": true, "с": true, "z": true, "w": true, "i": true,
}
