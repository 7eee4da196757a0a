package repair

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// OCR loses the first letter of a row where a page was cropped, most often a
// thin one:
//
//	and brought him the                and brought him the
//	hanks of the harbour, but he  ──▶  thanks of the harbour, but he
//	old me that                        told me that
//
// That it does, the text shows: words stand at the beginnings of rows and
// nowhere else, and with one and the same letter before them they stand
// everywhere. Then each row is judged by which of the two words is more usual
// behind the word before.

const (
	initialRows    = 8000 // of a thick book that seems to be no scan: where none of them lost a letter, none did
	fewestInitials = 4    // words that are seen to have lost a letter, or it is chance
	ofAllInitials  = 6    // the same with whatever letters in a text that is known to be a scan, so that one is enough of any
	leastInitials  = 0.04 // of the rows that began with that letter have lost it
	usualWhole     = 2    // times that the whole word stands in the text, at least
	clearWhole     = 4    // times as often as with another letter
	bareWord       = 20.0 // words behind another that the share of a word in the text counts for
	listedWord     = 0.3  // times that a word of the list stands in a text without it
	strangeWord    = 0.001
	clearInitial   = 1.5 // nats
	smallAtStart   = 3.0 // for a letter's loss, if a sentence begins with a small one
)

// initials finds the letters that were lost where rows begin.
type initials struct {
	*wordMender
	first map[string]int      // how often a word in small letters begins a row
	loss  [26]float64         // how many of the words that begin with a letter have lost it
	pairs map[[2]wordHash]int // how often a word that may be meant stands behind another
}

// decideInitials puts the letters back that OCR lost where rows begin.
func (w *wordMender) decideInitials() {
	in := &initials{wordMender: w, first: map[string]int{}}
	flows := w.t.flows()
	if !w.t.scanned && len(w.t.Rows) > initialRows {
		if in.count(flows, initialRows); !in.learn() {
			return
		}
	}
	if in.count(flows, len(w.t.Rows)); !in.learn() {
		return
	}
	in.countPairs(flows)
	for _, flow := range flows {
		for k := range flow {
			in.judge(flow, k)
		}
	}
}

// count counts the words with which rows begin, in so many rows.
func (in *initials) count(flows [][]int, rows int) {
	clear(in.first)
	for _, flow := range flows {
		for k := range flow[:min(rows, len(flow))] {
			if word := in.wordAt(flow, k); word != "" {
				in.first[word]++
			}
		}
		if rows -= len(flow); rows <= 0 {
			return
		}
	}
}

// wordAt is the word with which a row begins, if it begins with a small letter
// and no word is torn before it.
func (in *initials) wordAt(flow []int, k int) string {
	s := in.t.String(flow[k])
	if s == "" || s[0] < 'a' || s[0] > 'z' {
		return ""
	}
	if k > 0 {
		last, _ := utf8.DecodeLastRuneInString(in.t.String(flow[k-1]))
		if isHyphen(last) || in.t.Rows[flow[k-1]].Joined {
			return ""
		}
	}
	return s[:lettersIn(s)]
}

// learn finds out which letters are lost, and how often; it reports whether
// any are.
func (in *initials) learn() bool {
	var lost, begins [26]int
	for word, n := range in.first {
		begins[word[0]-'a'] += n
		if in.words.count(word) > n || n == 1 && in.lexicon.Contains(word) {
			continue
		}
		if c := in.onlyInitial(word); c != 0 {
			lost[c-'a'] += n
		}
	}
	all, any := 0, false
	for _, n := range lost {
		all += n
	}
	for c := range lost {
		share := float64(lost[c]) / float64(lost[c]+begins[c]+1)
		if in.t.scanned && all >= ofAllInitials && lost[c] > 0 || lost[c] >= fewestInitials && share >= leastInitials {
			in.loss[c], any = share, true
		}
	}
	return any
}

// onlyInitial is the letter with which a word is a usual one, or 0 if there
// are several.
func (in *initials) onlyInitial(word string) byte {
	var best byte
	most, second := 0, 0
	for c := byte('a'); c <= 'z'; c++ {
		switch n := in.words.count(string(c), word); {
		case n > most:
			best, most, second = c, n, most
		case n > second:
			second = n
		}
	}
	if most < usualWhole || most < clearWhole*second {
		return 0
	}
	return best
}

// countPairs counts the pairs of words of which the second may have lost a
// letter, or may be what is left of one.
func (in *initials) countPairs(flows [][]int) {
	meant := map[wordHash]bool{}
	for _, word := range slices.Sorted(maps.Keys(in.first)) {
		meant[noLetters.addAll(word)] = true
		for c, loss := range in.loss {
			if loss > 0 {
				meant[noLetters.addAll(string(rune('a'+c))+word)] = true
			}
		}
	}
	in.pairs = map[[2]wordHash]int{}
	for _, flow := range flows {
		for _, row := range flow {
			before := wordHash(0)
			for _, token := range strings.Fields(in.t.String(row)) {
				h := noLetters.addAll(token[:lettersIn(token)])
				if before != 0 && meant[h] {
					in.pairs[[2]wordHash{before, h}]++
				}
				if before = h; lettersIn(token) != len(token) {
					before = 0
				}
			}
		}
	}
}

// judge decides whether a row has lost its first letter.
func (in *initials) judge(flow []int, k int) {
	word := in.wordAt(flow, k)
	if word == "" {
		return
	}
	before := ""
	if k > 0 {
		if last := lastWord(in.t.String(flow[k-1])); lettersIn(last) == len(last) {
			before = last
		}
	}
	plain := in.cost(word, before, in.words.count(word)-in.first[word])
	if in.beginsSentence(flow, k) {
		plain += smallAtStart
	}
	for c, loss := range in.loss {
		whole := string(rune('a'+c)) + word
		if loss == 0 || in.words.count(whole) == 0 && !in.lexicon.Contains(whole) {
			continue
		}
		gain := plain - in.cost(whole, before, in.words.count(whole)) + math.Log(loss/(1-loss))
		if gain > clearInitial {
			in.restore(flow, k, whole, gain)
			return
		}
	}
}

// cost is the negative logarithm of how likely a word stands behind another,
// or anywhere, if it stands n times in the text.
func (in *initials) cost(word, before string, n int) float64 {
	share := float64(n) + strangeWord
	if n == 0 && in.lexicon.Contains(word) {
		share = listedWord
	}
	share /= float64(in.words.words + 1)
	if before == "" {
		return -math.Log(share)
	}
	a, b := noLetters.addAll(before), noLetters.addAll(word)
	return -math.Log((float64(in.pairs[[2]wordHash{a, b}]) + bareWord*share) / (float64(in.words.countHash(a)) + bareWord))
}

// restore puts the first letter of a word back.
func (in *initials) restore(flow []int, k int, whole string, gain float64) {
	row := flow[k]
	start := in.t.Rows[row].Start
	value := whole[:2]
	if in.wantsCapital(flow, k) {
		value = strings.ToUpper(whole[:1]) + whole[1:2]
		in.t.edgesOf(row).start = startsUpper
	}
	in.decide(Character, start, start+1, value, 1-1/(1+math.Exp(gain)),
		"OCR lost the first letters of rows, and "+whole+" is usual here")
}

func (in *initials) beginsSentence(flow []int, k int) bool {
	return k > 0 && endingOf(in.t.String(flow[k-1])) == endsStop
}

// wantsCapital reports whether a row begins with a capital: as a sentence, or
// because those before and behind it do, as in verse.
func (in *initials) wantsCapital(flow []int, k int) bool {
	if k == 0 || in.beginsSentence(flow, k) {
		return true
	}
	return k+1 < len(flow) && capital(in.t.String(flow[k-1])) && capital(in.t.String(flow[k+1]))
}
