package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
	"github.com/refolio/refolio/pipeline/language"
)

// dashes finds row ends at which no space belongs although no word is torn:
//
//	dashes that a text sets closed:  heart—  |  there
//	an apostrophe:                   jusqu’  |  à demain
//	a slash:                         and/    |  or             /usr/  |  share/doc
//	an address:                      https://a.example/texts/  |  index.html
//
// Whether dashes are closed is learnt from those inside the rows.
type dashes struct {
	t        *Text
	habits   map[rune]*dashHabit
	elisions []string
	urls     bool // there are addresses in the text
}

// dashHabit counts a kind of dash inside rows by the white space around it.
type dashHabit struct {
	tight [2][2]int // [there is a space before it][there is one behind it]
}

// closedShare is the share of dashes that must be closed for one at a row's
// end to be taken for closed.
const closedShare = 0.75

func decideDashes(t *Text, flows [][]int) {
	d := &dashes{t: t, elisions: language.About(t.Language).Elisions}
	d.urls = t.hasAddress()
	for _, flow := range flows {
		open := false // an address goes on into this row
		for k := 1; k < len(flow); k++ {
			row, next := flow[k-1], flow[k]
			if t.Rows[row].Joined || t.given.endOf(t, row) {
				open = false
				continue
			}
			open = d.between(row, next, open)
		}
	}
}

// between decides about the end of one row, and reports whether an address
// goes on in the next one.
func (d *dashes) between(row, next int, open bool) bool {
	s, rest := d.t.String(row), d.t.String(next)
	last, size := utf8.DecodeLastRuneInString(s)
	switch {
	case isDash(last) || strings.HasSuffix(s, "--"):
		d.afterDash(next, s, rest)
	case last == '’' || last == '\'':
		d.afterApostrophe(next, s, rest)
	case last == '/' && !(d.urls && (open || isAddress(lastWord(s)))):
		before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
		first, _ := utf8.DecodeRuneInString(rest)
		path := strings.Count(lastWord(s), "/") > 1 || strings.Contains(firstWord(rest), "/") // "/usr/", "debian/"
		if unicode.IsLetter(before) && (unicode.IsLower(first) || path && (unicode.IsLetter(first) || unicode.IsDigit(first))) {
			d.decide(Join, next, 0.8, "a slash joins what is around it")
		}
	}
	if first, _ := utf8.DecodeRuneInString(rest); isDash(first) {
		d.beforeDash(next, s, rest)
	}
	if d.urls {
		return d.address(row, next, s, rest, open)
	}
	return false
}

func isDash(r rune) bool { return r == '—' || r == '–' || r == '―' }

func (d *dashes) decide(kind Kind, next int, confidence float64, why string) {
	at := d.t.Rows[next].Start
	d.t.Decide(Decision{Kind: kind, Span: document.Span{Start: at, End: at}, Confidence: confidence, Why: why})
}

// afterDash decides where a row ends in a dash.
func (d *dashes) afterDash(next int, s, rest string) {
	dash, size := utf8.DecodeLastRuneInString(s)
	if dash == '-' {
		size = len("--")
	}
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
	first, _ := utf8.DecodeRuneInString(rest)
	if len(s) == size || unicode.IsSpace(first) {
		return // a rule, or a dash that stands alone
	}
	if unicode.IsDigit(before) && unicode.IsDigit(first) {
		d.decide(Tight, next, 0.95, "a range of numbers")
		return
	}
	h := d.habit(dash)
	spaced := index(unicode.IsSpace(before))
	if share := closed(h.tight[spaced][0], h.tight[spaced][1], spaced == 0 && d.closedByRule()); share >= closedShare {
		d.decide(Tight, next, share, "dashes like this one have no space behind them in this text")
	}
}

// beforeDash decides where a row begins with a dash. Where the row before it
// ends a sentence, that is a speech or the name under a quotation.
func (d *dashes) beforeDash(next int, s, rest string) {
	dash, size := utf8.DecodeRuneInString(rest)
	last, _ := utf8.DecodeLastRuneInString(s)
	behind, _ := utf8.DecodeRuneInString(rest[size:])
	if len(rest) == size || unicode.IsSpace(behind) || noBreak(behind) || strings.ContainsRune(".!?…:”»\"", last) {
		return
	}
	h := d.habit(dash)
	if share := closed(h.tight[0][0], h.tight[1][0], false); share >= closedShare {
		d.decide(Tight, next, share, "dashes like this one have no space before them in this text")
	}
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

// closedByRule reports whether dashes usually have no spaces in the language.
func (d *dashes) closedByRule() bool {
	return strings.HasPrefix(d.t.Language, "en") || strings.HasPrefix(d.t.Language, "es")
}

// closed is the share of closed dashes, given the count of those and of open
// ones. Without any the rule of the language decides.
func closed(tight, open int, rule bool) float64 {
	if tight+open == 0 {
		if rule {
			return closedShare
		}
		return 0
	}
	return min(0.97, float64(tight)/(float64(tight+open)+0.2))
}

// habit counts the dashes of a kind inside rows. It does so once.
func (d *dashes) habit(dash rune) *dashHabit {
	if h, known := d.habits[dash]; known {
		return h
	}
	h := &dashHabit{}
	if d.habits == nil {
		d.habits = map[rune]*dashHabit{}
	}
	d.habits[dash] = h
	sign := string(dash)
	if dash == '-' {
		sign = "--"
	}
	for i := range d.t.Rows {
		s := d.t.String(i)
		for at := strings.Index(s, sign); at >= 0; {
			end := at + len(sign)
			before, _ := utf8.DecodeLastRuneInString(s[:at])
			behind, _ := utf8.DecodeRuneInString(s[end:])
			if at > 0 && end < len(s) && before != dash && behind != dash {
				h.tight[index(unicode.IsSpace(before))][index(unicode.IsSpace(behind))]++
			}
			n := strings.Index(s[end:], sign)
			if n < 0 {
				break
			}
			at = end + n
		}
	}
	return h
}

// afterApostrophe decides where a row ends in an elided word, which never
// stands before a space: "l’", "dell’".
func (d *dashes) afterApostrophe(next int, s, rest string) {
	first, _ := utf8.DecodeRuneInString(rest)
	if !unicode.IsLetter(first) || len(d.elisions) == 0 {
		return
	}
	word := strings.ReplaceAll(strings.ToLower(lastWord(s)), "’", "'")
	word = strings.TrimLeftFunc(word, func(r rune) bool { return !unicode.IsLetter(r) })
	for _, e := range d.elisions {
		if word == e {
			d.decide(Join, next, 0.95, "no space follows an elided word")
			return
		}
	}
}

// isAddress reports whether a word is, or begins, a URL, a DOI or an address
// of mail.
func isAddress(word string) bool {
	return strings.Contains(word, "://") || strings.Contains(word, "www.") || strings.Contains(word, "doi:10.") ||
		strings.Contains(word, "doi.org/") || strings.HasPrefix(word, "10.") && strings.Contains(word, "/")
}

// hasAddress reports whether there is a word in a text that may be an address.
func (t *Text) hasAddress() bool {
	for i := range t.Rows {
		if !t.Rows[i].has.has(insideAddress) {
			continue
		}
		s := t.String(i)
		if isAddress(s) {
			return true
		}
		if _, behind, found := strings.Cut(s, "10."); found && strings.Contains(firstWord(behind), "/") {
			return true // "10.1017/S0022"
		}
	}
	return false
}

// address decides whether the address at the end of a row goes on in the next
// one, and reports it if that one may end in the same address.
func (d *dashes) address(row, next int, s, rest string, open bool) bool {
	word, more := lastWord(s), firstWord(rest)
	if !isAddress(word) && !(open && word == s) || isAddress(more) && !strings.HasPrefix(more, "www.") {
		return false
	}
	last, first := word[len(word)-1], more[0]
	likeAddress := strings.ContainsAny(strings.TrimRight(more, ".,;:)]>”»"), "/?=&%_#~") || inner(more, '.') && !capital(more)
	goesOn := false
	switch {
	case strings.IndexByte("?=&%_#~+", last) >= 0:
		goesOn = asciiLetter(first) || first >= '0' && first <= '9' || first == '%'
	case last == '.' && (strings.HasSuffix(word, "/.") || isNumbering(more)): // "See https://a.example/." above "12.2. Where"
	case last == '/' || last == '.':
		goesOn = likeAddress && first != '('
	case strings.IndexByte("/?&=#%_~", first) >= 0:
		goesOn = len(more) > 1
	default:
		goesOn = likeAddress && strings.ContainsAny(more, "0123456789") && strings.IndexByte(".,;:)]>", last) < 0
	}
	if goesOn {
		d.decide(Join, next, 0.85, "an address goes on in the next line")
		d.t.Rows[row].Joined = true
	}
	return goesOn
}

// isNumbering reports whether s is the number of a section: "12.2.1."
func isNumbering(s string) bool {
	return strings.Trim(s, "0123456789.") == "" && strings.HasSuffix(s, ".")
}

// inner reports whether c stands between letters or digits of s, as the full
// stop of "index.html".
func inner(s string, c byte) bool {
	i := strings.IndexByte(s, c)
	return i > 0 && i+1 < len(s) && (asciiLetter(s[i+1]) || s[i+1] >= '0' && s[i+1] <= '9')
}
