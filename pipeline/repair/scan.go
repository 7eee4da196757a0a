package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Some readings are too loose for a text that was born digital: in a scan
//
//	I met Mr. Harlow,’ and the Dean,'® who had come by Dover.”!
//
// carries the marks of three notes, 7, 18 and 21. Whether a text is a scan is
// decided once, by what stands there: OCR takes raised digits for whatever is
// small and stands high, so that signs hang on its words that no compositor
// ever set there, and of several kinds.

const (
	fewestStrange      = 3     // signs
	fewestStrangeKinds = 3     // of them
	strangeEvery       = 8_000 // words, at least
	scanRows           = 12000 // of a thick book that suffice to know
	misreadFolioKinds  = 2     // what a misread folio counts for
	surePairs          = 3     // signs of punctuation in pairs that prove a scan
	noShortcut         = 4     // letters: a shorter word with a full stop may be an abbreviation
	anyWord            = 2     // it suffices before a sign that stands apart
)

// strangeSigns are what OCR makes of raised digits and print hardly ever sets
// behind a word. An asterisk and a degree sign may be marks in themselves:
// they count as one kind.
const strangeSigns = "®©™>¢¥*°#|"

// openingSigns are what it makes of them where a note begins; no text begins
// a row with one before a capital.
const openingSigns = "!?®°¢"

// strangeness collects what speaks for a scan.
type strangeness struct {
	count   int
	hanging [len(strangeSigns)]bool
	opening [len(openingSigns)]bool
	pairs   int // see pairsIn
	paired  [4]bool
}

func (x *strangeness) kinds() (n int) {
	for _, seen := range x.hanging {
		if seen {
			n++
		}
	}
	for _, seen := range x.opening {
		if seen {
			n++
		}
	}
	return n
}

// isScan reports whether the rows are of a text that was scanned.
func (t *Text) isScan(rows []int) bool {
	var x strangeness
	words := 0
	for _, row := range rows[:min(scanRows, len(rows))] {
		s := t.String(row)
		words += 1 + len(s)/6
		if t.Rows[row].has.has(anySign | anyNumeral) {
			x.inRow(s)
		}
		if t.Rows[row].has.has(pairedMarks) {
			x.pairsIn(s)
		}
		x.opens(s)
	}
	kinds := x.kinds() + x.pairKinds() + t.oddOpenings(rows[:min(scanRows, len(rows))], &x)
	for _, f := range t.folios {
		if f.row >= 0 && !f.roman && f.form == bareFolio && strings.IndexFunc(t.String(f.row), unicode.IsLetter) == 0 {
			kinds += misreadFolioKinds // "Il" for 11, "IS" for 15
			break
		}
	}
	return x.count >= fewestStrange && kinds >= fewestStrangeKinds && x.count*strangeEvery >= words
}

// pairKinds is what the pairs of signs count for: each kind by itself, or as
// many as it takes.
func (x *strangeness) pairKinds() (n int) {
	if x.pairs >= surePairs {
		return fewestStrangeKinds
	}
	for _, seen := range x.paired {
		if seen {
			n++
		}
	}
	return n
}

// pairsIn counts what no compositor sets, an exclamation or a question mark
// right behind another mark, or before a full stop:
//
//	any further.? It is      d’un mur. ! Il avait      plus douces !. Sa
//
// Marks at which several points stand may be those of an ellipsis.
func (x *strangeness) pairsIn(s string) {
	for i := 1; i < len(s); i++ {
		if s[i] != '!' && s[i] != '?' {
			continue
		}
		kind, ok := oddPairAt(s, i)
		if !ok {
			continue
		}
		x.pairs++
		x.count++
		x.paired[kind] = true
	}
}

// oddPairAt reports whether the exclamation or question mark s[i] stands so, and
// of which kind the pair is.
func oddPairAt(s string, i int) (kind int, ok bool) {
	if s[i] == '?' {
		kind = 1
	}
	before, size := s[:i], noShortcut
	if before[i-1] == ' ' {
		before, size = before[:i-1], anyWord
	}
	after := s[i+1:]
	switch {
	case after == "" || after[0] == ' ':
		n := len(before) - 1
		return kind, n >= 0 && strings.IndexByte(".,;:", before[n]) >= 0 && endsInWord(before[:n], size)
	case strings.IndexByte(".;", after[0]) >= 0 && (len(after) == 1 || after[1] == ' '):
		return kind + 2, endsInWord(before, noShortcut)
	}
	return 0, false
}

// endsInWord reports whether s ends in so many small letters.
func endsInWord(s string, letters int) bool {
	for range letters {
		r, size := utf8.DecodeLastRuneInString(s)
		if !unicode.IsLower(r) {
			return false
		}
		s = s[:len(s)-size]
	}
	return true
}

// inRow counts the signs that hang on words.
func (x *strangeness) inRow(s string) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c == 0xE2 && i+1 < len(s) && s[i+1] != "™"[1]: // a dash, a quotation mark
			i += len("™")
			continue
		case c < 0x80 && c != '>' && c != '*' && c != '#' && c != '|' || c >= 0x80 && c != 0xC2 && c != 0xE2:
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		k := strings.IndexRune(strangeSigns, r)
		if k >= 0 && (c != '#' && c != '|' && hangs(s, i, i+size) || c != '|' && isSetOff(s, i, i+size) || c == '|' && isMisreadL(s, i)) {
			if r == '°' {
				k = strings.IndexByte(strangeSigns, '*')
			}
			x.hanging[k] = true
			x.count++
		}
		i += size
	}
}

const (
	fewestEquals   = 5 // rows that begin with an equals sign for a bullet
	fewestUnclosed = 3 // blocks at the foot of pages that begin with a quotation mark which nothing closes
	footRows       = 4 // of a page
	fewestCamels   = 5 // words in Cyrillic letters with a capital inside
)

// oddOpenings counts kinds of what shows in the rows of a scan only together:
// bullets are read as equals signs, the labels of notes as quotation marks, and
// Latin words in a Cyrillic text as letters that no word has in such an order.
func (t *Text) oddOpenings(rows []int, x *strangeness) (kinds int) {
	equals, unclosed, camels := 0, 0, 0
	for i, row := range rows {
		s := t.String(row)
		switch {
		case strings.HasPrefix(s, "= "):
			equals++
		case (s[0] == '"' || strings.HasPrefix(s, "“")) && t.Rows[row].Blank > 0 && t.Rows[rows[min(i+footRows, len(rows)-1)]].Page != t.Rows[row].Page && !t.closes(row):
			unclosed++
		}
		if s[0] >= 0xd0 && s[0] <= 0xd3 || t.Rows[row].has.has(anySign) {
			camels += cyrillicCamels(s)
		}
	}
	for _, c := range [...][2]int{{equals, fewestEquals}, {unclosed, fewestUnclosed}, {camels, fewestCamels}} {
		if c[0] >= c[1] {
			kinds++
			x.count += c[0]
		}
	}
	return kinds
}

// cyrillicCamels counts the Cyrillic capitals in s that stand between small
// letters.
func cyrillicCamels(s string) (n int) {
	var before, last rune
	for _, r := range s {
		if unicode.IsLower(r) && unicode.IsUpper(last) && unicode.IsLower(before) && unicode.Is(unicode.Cyrillic, last) {
			n++
		}
		before, last = last, r
	}
	return n
}

// opens counts the sign with which s opens, before a capital.
func (x *strangeness) opens(s string) {
	first, size := utf8.DecodeRuneInString(s)
	if k := strings.IndexRune(openingSigns, first); k >= 0 && (s[0] < 'A' || s[0] >= 0x80) {
		rest := strings.TrimLeft(s[size:], "!?®°*0123456789")
		if c, w := utf8.DecodeRuneInString(rest); unicode.IsUpper(c) && len(s)-len(rest) <= 4 {
			if c, _ = utf8.DecodeRuneInString(rest[w:]); unicode.IsLower(c) {
				x.opening[k] = true
				x.count++
			}
		}
	}
}

// isSetOff reports whether s[from:to] stands behind a word as no sign of
// print does: "Lastours * et", "baron ®. Les".
func isSetOff(s string, from, to int) bool {
	if from < 2 || s[from-1] != ' ' || to >= len(s) {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(s[:from-1])
	rest := s[to:]
	if rest[0] == ' ' {
		first, _ := utf8.DecodeRuneInString(rest[1:])
		return unicode.IsLower(before) && unicode.IsLower(first)
	}
	return unicode.IsLower(before) && strings.IndexByte(".,;:", rest[0]) >= 0 && (len(rest) == 1 || rest[1] == ' ')
}

// isMisreadL reports whether the bar s[i] stands for an l: "|. iv c. 5".
func isMisreadL(s string, i int) bool {
	return (i == 0 || s[i-1] == ' ' || s[i-1] == '(') && i+1 < len(s) && s[i+1] == '.'
}

// hangs reports whether s[from:to] ends a word: a letter or punctuation
// before it, none but punctuation behind it.
func hangs(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	if to == len(s) {
		after = ' '
	}
	return from > 0 && (unicode.IsLetter(before) || strings.ContainsRune(".,;:!?’”", before)) &&
		(unicode.IsSpace(after) || strings.ContainsRune(".,;:!?’”«»'\"", after))
}
