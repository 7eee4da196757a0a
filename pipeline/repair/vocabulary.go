package repair

import (
	"math"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// vocabulary counts the words of a text: each run of letters, and each
// compound in pairs and as a whole ("mother", "in", "law", "mother-in",
// "in-law", "mother-in-law"). Case doesn't count, ligatures are taken apart
// and soft hyphens don't exist.
//
// Words are known by a hash of 64 bits alone: with a million words one pair
// is mixed up in 37 million texts, and what depends on it is one hyphen. The
// zero vocabulary is empty and ready for use.
type vocabulary struct {
	slots []wordCount // open addressing; the length is a power of two
	used  int

	words     int // all words that were added
	compounds int // all hyphens inside words
	oftenest  int // how often the commonest compound of two words was added
}

// fewestSlots is room for the words of a page or two.
const fewestSlots = 1 << 10

// vocabularyFor is an empty vocabulary with room for about as many words as a
// text of so many bytes has, by Heaps' law.
func vocabularyFor(size int) *vocabulary {
	words := 24 * math.Sqrt(float64(size/6))
	return &vocabulary{slots: make([]wordCount, max(fewestSlots, 1<<bits.Len(uint(words))))}
}

// vocabulary counts the words of the text, but not those torn at a row's end.
// It does so once, when the first stage asks for it.
func (t *Text) vocabulary() *vocabulary {
	if t.words == nil {
		t.words = vocabularyFor(len(t.Src.Text))
		for _, flow := range t.flows() {
			t.words.addFlow(t, flow)
		}
	}
	return t.words
}

// flows lists the rows of the running text and of each note.
func (t *Text) flows() [][]int {
	flows := make([][]int, 1+len(t.Notes))
	flows[0] = make([]int, 0, len(t.Rows))
	for i := range t.Rows {
		switch r := &t.Rows[i]; r.Role {
		case InBody:
			flows[0] = append(flows[0], i)
		case InNote:
			flows[1+r.Note] = append(flows[1+r.Note], i)
		}
	}
	return flows
}

func (v *vocabulary) addFlow(t *Text, flow []int) {
	torn := false
	for _, row := range flow {
		s := t.String(row)
		if t.hardHyphens {
			s = strings.ReplaceAll(s, softHyphen, "-")
		}
		if torn {
			s = s[len(firstWord(s)):]
		}
		at, _ := t.hyphenAt(row)
		if torn = at >= 0; torn {
			s = s[:len(s)-len(lastWord(s))]
		}
		v.addText(s)
	}
}

type wordCount struct {
	hash  uint64
	count int32
}

// wordHash is a hash of the letters so far (FNV-1a, by the letter).
type wordHash uint64

const noLetters wordHash = 14695981039346656037

func (h wordHash) add(r rune) wordHash { return (h ^ wordHash(r)) * 1099511628211 }

// addBytes adds bytes as they are.
func (h wordHash) addBytes(b []byte) wordHash {
	for _, c := range b {
		h = (h ^ wordHash(c)) * 1099511628211
	}
	return h
}

// addAll adds the letters of s, as the vocabulary sees them.
func (h wordHash) addAll(s string) wordHash {
	for _, r := range s {
		switch {
		case r < utf8.RuneSelf:
			if 'A' <= r && r <= 'Z' {
				r |= 0x20
			}
			h = h.add(r)
		case invisible(r):
		case r >= 0xfb00 && r <= 0xfb06:
			h = h.addAll(ligatures[r-0xfb00])
		case isHyphen(r):
			h = h.add('-')
		default:
			h = h.add(unicode.ToLower(r))
		}
	}
	return h
}

// invisible reports whether r leaves no trace in print.
func invisible(r rune) bool { return r == '\u00ad' || r >= '\u200b' && r <= '\u200d' || r == '\u2060' }

// isHyphen reports whether r is a hyphen inside words.
func isHyphen(r rune) bool { return r == '-' || r == '\u2010' || r == '\u2011' }

// count returns how often the text has the word that the parts make up.
func (v *vocabulary) count(parts ...string) int {
	if len(v.slots) == 0 {
		return 0
	}
	h := noLetters
	for _, p := range parts {
		h = h.addAll(p)
	}
	return int(v.slot(h).count)
}

// countHash returns how often the text has a word.
func (v *vocabulary) countHash(h wordHash) int {
	if len(v.slots) == 0 {
		return 0
	}
	return int(v.slot(h).count)
}

// slot finds the place of a word. The high bits take part, because the last
// letter of a word moves little else.
func (v *vocabulary) slot(h wordHash) *wordCount {
	mask := uint64(len(v.slots) - 1)
	for i := (uint64(h) ^ uint64(h)>>29) & mask; ; i = (i + 1) & mask {
		if s := &v.slots[i]; s.count == 0 || s.hash == uint64(h) {
			return s
		}
	}
}

func (v *vocabulary) add(h wordHash) {
	if v.used*2 >= len(v.slots) {
		v.grow()
	}
	s := v.slot(h)
	if s.count == 0 {
		s.hash = uint64(h)
		v.used++
	}
	s.count++
}

func (v *vocabulary) grow() {
	old := v.slots
	v.slots = make([]wordCount, max(fewestSlots, 2*len(old)))
	for _, s := range old {
		if s.count > 0 {
			*v.slot(wordHash(s.hash)) = s
		}
	}
}

// addText counts the words of s, which ends where words end.
func (v *vocabulary) addText(s string) {
	for at := 0; at < len(s); {
		if c := s[at]; c < utf8.RuneSelf && !asciiLetter(c) {
			at++
			continue
		}
		h, end := noLetters, at // of a plain word, as most are
		for end < len(s) && asciiLetter(s[end]) {
			h = h.add(rune(s[end] | 0x20))
			end++
		}
		if end > at && (end == len(s) || s[end] < utf8.RuneSelf && s[end] != '-') {
			v.add(h)
			v.words++
			at = end
			continue
		}
		at = v.addCompound(s, at)
	}
}

func asciiLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// addCompound counts the words from s[at:] up to what is neither a letter nor
// a hyphen between letters, and returns where that is.
func (v *vocabulary) addCompound(s string, at int) int {
	whole, before := noLetters, noLetters
	for parts := 1; ; parts++ {
		end := at + lettersIn(s[at:])
		if end == at { // no letter
			_, size := utf8.DecodeRuneInString(s[at:])
			return at + size
		}
		part := noLetters.addAll(s[at:end])
		v.add(part)
		v.words++
		if parts > 1 {
			v.add(noLetters.add('-').addAll(s[at:end]))
		}
		switch {
		case parts == 1:
			whole = part
		case parts == 2:
			whole = whole.add('-').addAll(s[at:end])
			v.add(whole)
			v.oftenest = max(v.oftenest, int(v.slot(whole).count))
		default:
			whole = whole.add('-').addAll(s[at:end])
			v.add(whole)
			pair := before.add('-').addAll(s[at:end])
			v.add(pair)
			v.oftenest = max(v.oftenest, int(v.slot(pair).count))
		}
		before = part
		r, size := utf8.DecodeRuneInString(s[end:])
		if !isHyphen(r) || lettersIn(s[end+size:]) == 0 {
			return end
		}
		v.compounds++
		v.add(part.add('-'))
		at = end + size
	}
}

// lettersIn is the number of leading bytes of s that are letters, the marks
// over them, and what is invisible among them.
func lettersIn(s string) int {
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if !asciiLetter(c) {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !wordRune(r) && (!invisible(r) || i == 0) {
			return i
		}
		i += size
	}
	return len(s)
}

// lettersAtEnd is the number of trailing bytes of s that are.
func lettersAtEnd(s string) int {
	end := len(s)
	for end > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:end])
		if !wordRune(r) && !invisible(r) {
			break
		}
		end -= size
	}
	return len(s) - end
}

// wordRune reports whether r is a letter or a mark over one.
func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }
