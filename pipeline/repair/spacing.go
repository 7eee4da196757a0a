package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A mark that follows a word, and what the text does before it.
type marking struct {
	sign   rune
	spaced int // with a plain space before it
	bound  int // with a no-break space before it
	tight  int // with nothing
}

// The habits of spacing. In print a space before a comma is always a slip,
// but whether the extractor's or the edition's own is another matter: an
// edition may have one after each word in italics, and then it stays.
const (
	accident    = 0.02 // of all commas and full stops have a space before them at most, if it is an accident
	tokenized   = 0.5  // at least, if a program put spaces around all punctuation
	exception   = 0.2  // of another mark at most, if the rule is none
	leaning     = 0.3  // of those after one letter at least, if it is the shape of that letter
	leastOfKind = 3    // places, for a habit
	markedRows  = 4000 // of a thick book that suffice to know
	spacedShare = 0.8  // of a language's spaced marks have their space, if the edition has them
)

// decideSpacing puts right the spaces before punctuation.
func (w *wordMender) decideSpacing() {
	c := w.countMarks()
	marks := map[rune]*marking{}
	for i := range c.marks {
		marks[c.marks[i].sign] = &c.marks[i]
	}
	comma, stop := marks[','], marks['.']
	letters, spaced, all := c.leaningLetters()
	share := float64(spaced) / float64(max(1, all))
	usual := share <= accident || share >= tokenized
	habit := comma.spaced+stop.spaced >= leastOfKind // fewer are the edition's own slips
	tighten, space := map[rune]bool{',': usual && habit, '.': usual && habit}, map[rune]bool{}
	for _, m := range c.marks {
		share := float64(m.spaced) / float64(max(1, m.spaced+m.tight))
		switch {
		case m.sign == ',' || m.sign == '.':
		case strings.ContainsRune(w.facts.SpaceBefore, m.sign):
			space[m.sign] = m.tight > 0 && w.spacesMarks(marks, m)
		default:
			tighten[m.sign] = (habit && m.spaced > 0 || m.spaced >= leastOfKind) && usual && m.tight >= leastOfKind && share <= exception
		}
	}
	if anyTrue(tighten) || anyTrue(space) || anyTrue(letters) {
		w.applySpacing(tighten, space, letters)
	}
	w.tightenMarks()
}

func anyTrue(m map[rune]bool) bool {
	for _, v := range m {
		if v {
			return true
		}
	}
	return false
}

// tightenMarks takes out the spaces that some extractors leave around a
// reference mark, where the mark stands before punctuation: with the mark
// gone, "the king 3." would be "the king ." And it puts the space back that
// others lose behind a mark: "the king.3Hence".
func (w *wordMender) tightenMarks() {
	text := w.t.Src.Text
	decisions := w.t.Decisions // as they are now
	for i := range decisions {
		d := &decisions[i]
		if d.Kind != Marker || d.Span.Start == 0 || d.Span.End >= len(text) {
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[d.Span.End:])
		before, _ := utf8.DecodeLastRuneInString(text[:d.Span.Start])
		if w.spacedFollower(text[d.Span.End:]) {
			if before == ' ' && text[d.Span.End-1] == ']' { // the mark came with a space of its own, and the edition has the other
				w.decide(Tight, d.Span.Start-1, d.Span.Start, "", 0.9, "no space belongs before a reference mark")
				continue
			}
			if before == ' ' {
				w.decide(Tight, d.Span.Start-1, d.Span.Start, "", 0.9, "no space belongs before a mark of punctuation")
			}
			w.decide(Tight, d.Span.End, d.Span.End+1, "", 0.9, "the extractor put a space behind the reference mark")
			continue
		}
		switch {
		case before == ' ' && slices.Contains(followers, next):
			w.decide(Tight, d.Span.Start-1, d.Span.Start, "", 0.95, "no space belongs before a mark of punctuation")
		case isWordEnd(before) || before == '.' || before == ',' || before == ';' || before == ':':
			if unicode.IsLetter(next) {
				w.decide(Space, d.Span.End, d.Span.End, " ", 0.95, "the extractor lost the space behind the reference mark")
			}
		}
	}
}

// spacedFollower reports whether s begins with a space and a mark that has
// none before it in the language.
func (w *wordMender) spacedFollower(s string) bool {
	return len(s) > 1 && s[0] == ' ' && strings.IndexByte(",.;:?!", s[1]) >= 0 &&
		!strings.ContainsRune(w.facts.SpaceBefore, rune(s[1])) && closesWord(s[1:])
}

// isMarkEnd reports whether a reference mark ends at a byte of the source.
func (t *Text) isMarkEnd(offset int) bool {
	_, ok := t.markEnds[offset]
	return ok
}

// leaningLetters returns the letters after which the extractor puts a space,
// and how many of the commas and full stops after others have one.
func (c *markCounts) leaningLetters() (letters map[rune]bool, spaced, all int) {
	letters = map[rune]bool{}
	for r, n := range c.after {
		if letters[r] = n[1] >= leastOfKind && float64(n[1]) >= leaning*float64(n[0]+n[1]); !letters[r] {
			spaced += n[1]
			all += n[0] + n[1]
		}
	}
	return letters, spaced, all
}

// spacesMarks reports whether the edition has a space before a mark as the
// language wants it. French printers put thinner spaces before ; ! ? than
// before a colon, and some extractors lose all of the thin ones.
func (w *wordMender) spacesMarks(marks map[rune]*marking, m marking) bool {
	ok := func(m *marking) bool {
		n := m.spaced + m.bound
		return n >= leastOfKind && float64(n) >= spacedShare*float64(n+m.tight)
	}
	return ok(&m) || m.sign != ':' && m.sign != '»' && ok(marks[':'])
}

// markCounts is what is counted of a text.
type markCounts struct {
	marks []marking
	after map[rune]*[2]int // by the last letter: commas and full stops without and with a space
}

// countMarks counts the marks behind words.
func (w *wordMender) countMarks() *markCounts {
	c := &markCounts{after: map[rune]*[2]int{}}
	for _, r := range followers {
		c.marks = append(c.marks, marking{sign: r})
	}
	var ascii [0x80]int // the letters that have a comma or a full stop right behind them, and then a space
	w.someRows(markedRows, func(s string, start int) {
		eachFollower(s, func(i, at int) {
			m := &c.marks[i]
			if s[at-1] == ' ' && w.t.isMarkEnd(start+at-1) {
				return // tightenMarks is about these
			}
			if last := s[at-1]; asciiLetter(last) && (at+1 == len(s) || s[at+1] == ' ') && i <= 1 && (at+2 >= len(s) || s[at+2] > ' ' && s[at+2] != s[at]) {
				m.tight++ // nearly always
				ascii[last]++
				return
			}
			before, size := utf8.DecodeLastRuneInString(s[:at])
			switch {
			case before == ' ' && followsWord(s[:at-1]) && closesWord(s[at:]):
				m.spaced++
			case noBreak(before) || before == '\u2009':
				m.bound++
			case isWordEnd(before):
				m.tight++
			}
			if i > 1 || !closesWord(s[at:]) {
				return
			}
			spaced := 0
			if before == ' ' {
				before, _ = utf8.DecodeLastRuneInString(s[:at-size])
				spaced = 1
			}
			if unicode.IsLetter(before) {
				n := c.after[before]
				if n == nil {
					n = new([2]int)
					c.after[before] = n
				}
				n[spaced]++
			}
		})
	})
	for last, n := range ascii {
		if n == 0 {
			continue
		}
		if c.after[rune(last)] == nil {
			c.after[rune(last)] = new([2]int)
		}
		c.after[rune(last)][0] += n
	}
	return c
}

// followers are the marks that stand right behind a word, at least in some
// languages. The first two do in all.
//
// The last stands for the ending ’s of English.
var followers = []rune(",.;:!?)]”»’")

// eachFollower calls f with each mark of s that isn't its first character:
// its number in followers and its place.
func eachFollower(s string, f func(i, at int)) {
	for at := 1; at < len(s); at++ {
		switch i := followerAt[s[at]]; i {
		case 0:
		case firstByte:
			switch {
			case strings.HasPrefix(s[at:], "”"):
				f(8, at)
			case strings.HasPrefix(s[at:], "»"):
				f(9, at)
			case strings.HasPrefix(s[at:], "’s") && lettersIn(s[at+len("’s"):]) == 0:
				f(10, at)
			}
		default:
			f(int(i-1), at)
		}
	}
}

// followerAt has for each byte the number in followers of the mark that it
// is, plus one; firstByte is for those that begin a longer mark.
var followerAt = [256]uint8{',': 1, '.': 2, ';': 3, ':': 4, '!': 5, '?': 6, ')': 7, ']': 8, 0xe2: firstByte, 0xc2: firstByte}

const firstByte = 255

// isWordEnd reports whether a word or a quotation may end in r.
func isWordEnd(r rune) bool {
	return wordRune(r) || unicode.IsDigit(r) || strings.ContainsRune("”’»)]!?…", r)
}

// followsWord reports whether s ends with a word; the dots of a leader
// (". . .") are none.
func followsWord(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return isWordEnd(r) || r == ',' || r == '.' && !strings.HasSuffix(s, " .") && !strings.HasSuffix(s, "..")
}

// closesWord reports whether the mark at the beginning of s ends a word or a
// sentence, unlike those of ". . .", ".5" or ":-)".
func closesWord(s string) bool {
	mark, size := utf8.DecodeRuneInString(s)
	if mark == '’' {
		return true
	}
	next, n := utf8.DecodeRuneInString(s[size:])
	if n == 0 {
		return true
	}
	if unicode.IsSpace(next) {
		after, _ := utf8.DecodeRuneInString(strings.TrimLeft(s[size:], " "))
		return after != mark || mark == '”' || mark == ')'
	}
	return strings.ContainsRune("”’»«›‹“)]\"'", next) || mark == ')' && strings.ContainsRune(",.;:", next)
}

// applySpacing decides by the habits: which marks lose a space, which get
// one, and after which letters a comma or a full stop loses it.
func (w *wordMender) applySpacing(tighten, space, letters map[rune]bool) {
	some := spaceBeforeMark
	if anyTrue(space) {
		some = anyDigram
	}
	w.rowsWith(some, func(s string, start int) {
		eachFollower(s, func(i, at int) {
			r := followers[i]
			before, size := utf8.DecodeLastRuneInString(s[:at])
			if before == ' ' && (tighten[r] || i < 2) && !w.t.isMarkEnd(start+at-1) && followsWord(s[:at-1]) && closesWord(s[at:]) {
				last, _ := utf8.DecodeLastRuneInString(s[:at-size])
				switch {
				case tighten[r]:
					w.decide(Tight, start+at-1, start+at, "", 0.9, "no space belongs before this mark, and the text has none elsewhere")
				case letters[last]:
					w.decide(Tight, start+at-1, start+at, "", 0.9, "the extractor puts a space behind this letter")
				}
			}
			if space[r] && w.wantsSpace(s, at, before) {
				w.decide(Space, start+at, start+at, " ", 0.9, "the language has a space before this mark, and so has the text elsewhere")
			}
		})
	})
}

// wantsSpace reports whether a space is missing before the mark at s[at]:
// not in "?!", "(?)", "12:30" and addresses.
func (w *wordMender) wantsSpace(s string, at int, before rune) bool {
	if !wordRune(before) && !unicode.IsDigit(before) && !strings.ContainsRune("»)…’.", before) {
		return false
	}
	next, n := utf8.DecodeRuneInString(s[at+1:])
	if s[at] >= utf8.RuneSelf || n > 0 && (unicode.IsLetter(next) || unicode.IsDigit(next) || next == '/') {
		return false
	}
	return !isAddress(lastWord(s[:at]))
}
