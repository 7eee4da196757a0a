package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// outOfOrder returns the position in words of the first word that does not
// come in text after those before it, or -1 if all do.
func outOfOrder(words, text []string) int {
	i := 0
	for _, w := range text {
		if i < len(words) && w == words[i] {
			i++
		}
	}
	if i < len(words) {
		return i
	}
	return -1
}

// around returns a few words on both sides of words[at].
func around(words []string, at int) string {
	return strings.Join(words[max(0, at-4):min(len(words), at+5)], " ")
}

// difference is how the words of an edition differ from those that it should
// have, wherever they stand.
type difference struct {
	words   int      // that it should have
	broken  int      // in two at a line's end, or with a hyphen lost there
	marked  int      // with a note's number glued on
	unshown int      // with U+FFFD for a letter
	missing []string // nowhere
	extra   int      // more than it should have
}

// verdict says d in a line, as an error if words are missing.
func (d difference) verdict() (string, error) {
	if n := len(d.missing); n > 0 {
		return "", fmt.Errorf("%d of %d words missing: %q", n, d.words, d.missing[:min(n, 12)])
	}
	unshown := ""
	if d.unshown > 0 {
		unshown = fmt.Sprintf(", %d with a letter that can't be shown", d.unshown)
	}
	return fmt.Sprintf("all %d words are there (%d broken at a line's end, %d with a note's number%s), and %d more",
		d.words, d.broken, d.marked, unshown, d.extra), nil
}

// compare looks for every word of want in got, where a word may end in a
// hyphen or a soft hyphen because its line did.
func compare(want, got []string) difference {
	d := difference{words: len(want)}
	got, d.broken = rejoin(got, want)
	left := leftover{count: map[string]int{}}
	for _, w := range got {
		left.count[w]++
	}
	var missing []string
	for _, w := range want {
		if !left.take(w) {
			missing = append(missing, w)
		}
	}
	left.words = slices.Sorted(maps.Keys(left.count))
	left.words = slices.DeleteFunc(left.words, func(w string) bool { return left.count[w] == 0 })
	find := func(take func(string) bool, found *int) {
		missing = slices.DeleteFunc(missing, func(w string) bool {
			ok := take(w)
			if ok {
				*found++
			}
			return ok
		})
	}
	find(left.takeMarked, &d.marked)
	find(left.takeUnshown, &d.unshown)
	find(func(w string) bool { return left.takeBroken(w, 2) }, &d.broken)
	find(func(w string) bool { return left.takeBroken(w, 4) }, &d.broken) // an address may be in several parts
	find(left.takeEaten, &d.broken)
	find(left.take, &d.broken) // what was glued to a word without its hyphen
	missing = left.takeGlued(missing)
	d.missing = missing
	for _, n := range left.count {
		d.extra += n
	}
	return d
}

// rejoin returns got with the words whole that were broken at a line's end
// and are in want, with or without a note's number, and how many those are.
func rejoin(got, want []string) (whole []string, joined int) {
	lack := map[string]int{}
	for _, w := range want {
		lack[w]++
	}
	known := func(w string) bool {
		_, ok := lack[w]
		return ok
	}
	for i := 0; i < len(got); i++ {
		w := got[i]
		for i+1 < len(got) && (strings.HasSuffix(w, softHyphen) || strings.HasSuffix(w, "-")) {
			both := strings.TrimSuffix(w, softHyphen) + got[i+1]
			bare := strings.TrimSuffix(both, softHyphen)
			if !known(bare) && !slices.ContainsFunc(unmarked(bare), known) {
				break
			}
			w = both
			joined++
			i++
		}
		whole = append(whole, w)
		lack[w]--
	}
	return joinFar(whole, lack, joined)
}

// farthest is how many words may stand between the halves of one: the notes at
// the foot of a page and the running head of the next.
const farthest = 1000

// joinFar joins the halves in words that a page's end parted, if the whole is
// lacking, and takes away the soft hyphens of the rest.
func joinFar(words []string, lack map[string]int, joined int) (whole []string, all int) {
	taken := make([]bool, len(words))
	for i, w := range words {
		if taken[i] {
			continue
		}
		half, broken := strings.CutSuffix(w, softHyphen)
		for j := i + 1; broken && j < min(i+farthest, len(words)); j++ {
			if both := half + words[j]; lack[both] > 0 && !taken[j] {
				lack[both]--
				half, taken[j], broken = both, true, false
				joined++
			}
		}
		whole = append(whole, half)
	}
	return whole, joined
}

// leftover is the words of an edition that are not accounted for.
type leftover struct {
	count map[string]int
	words []string // those of count, sorted
}

func (l *leftover) take(w string) bool {
	if l.count[w] == 0 {
		return false
	}
	l.count[w]--
	return true
}

// takeMarked takes w with a note's number or sign in it: behind it, before its
// last comma, or in front of it as at the beginning of a note.
func (l *leftover) takeMarked(w string) bool {
	return l.takeFirst(func(e string) bool { return len(e) > len(w) && slices.Contains(unmarked(e), w) })
}

// unmarked returns what w may be without a note's number or sign.
func unmarked(w string) (words []string) {
	if end := strings.TrimRight(w, "0123456789"); end != "" { // perhaps two of them: fraud.95 and note 96
		for at := len(end); at < len(w); at++ {
			words = append(words, w[:at])
		}
	}
	for _, at := range marker.FindAllStringIndex(w, -1) {
		words = append(words, w[:at[0]]+w[at[1]:])
		if at[0] == 0 {
			words = append(words, strings.TrimPrefix(w[at[1]:], "."))
		}
	}
	return words
}

var marker = regexp.MustCompile(`[\[(]?([0-9]+(,[0-9]+)*|[*†‡§‖¶]+)[\])]?`)

// takeUnshown takes w with U+FFFD for letters that no font has.
func (l *leftover) takeUnshown(w string) bool {
	letters := []rune(w)
	return l.takeFirst(func(e string) bool {
		shown := []rune(e)
		return strings.ContainsRune(e, '\uFFFD') && slices.EqualFunc(letters, shown, func(a, b rune) bool {
			return a == b || b == '\uFFFD'
		})
	})
}

// takeBroken takes w with a hyphen lost, or in so many parts at most that make
// it up; the last one may carry a note's number.
func (l *leftover) takeBroken(w string, parts int) bool {
	bare := withoutHyphens(w)
	return l.takeFirst(func(e string) bool {
		return withoutHyphens(e) == bare || slices.Contains(unmarked(withoutHyphens(e)), bare)
	}) || l.takeParts(bare, parts)
}

func (l *leftover) takeParts(bare string, parts int) bool {
	for _, first := range l.words {
		rest, ok := cutHalf(bare, first)
		if !ok || rest == "" || rest == bare || !l.take(first) {
			continue
		}
		if l.takeFirst(func(e string) bool { return withoutHyphens(e) == rest }) || l.takeMarked(rest) ||
			parts > 2 && l.takeParts(rest, parts-1) {
			return true
		}
		l.count[first]++
	}
	return false
}

// cutHalf cuts first off bare, perhaps without the number of the note that
// pdftotext took for its other half.
func cutHalf(bare, first string) (rest string, ok bool) {
	first = withoutHyphens(first)
	if rest, ok = strings.CutPrefix(bare, first); ok {
		return rest, true
	}
	if letters := strings.TrimRight(first, ".0123456789"); letters != "" && len(letters) < len(first)-1 {
		return strings.CutPrefix(bare, letters)
	}
	return "", false
}

// takeEaten takes w, a word that ends in a hyphen, where pdftotext took its
// line's end for the middle of a word: "Schul- und" became "Schulund".
func (l *leftover) takeEaten(w string) bool {
	half, ok := strings.CutSuffix(w, "-")
	if !ok {
		return false
	}
	rest := ""
	if !l.takeFirst(func(e string) bool { rest, ok = strings.CutPrefix(e, half); return ok && rest != "" }) {
		return false
	}
	if at, found := slices.BinarySearch(l.words, rest); !found {
		l.words = slices.Insert(l.words, at, rest)
	}
	l.count[rest]++
	return true
}

// takeGlued takes the pairs of missing between which pdftotext saw no space,
// as between dashes and dots, and returns the words that are left.
func (l *leftover) takeGlued(missing []string) []string {
	for i := 0; i < len(missing); i++ {
		for j := range missing {
			if i != j && l.take(missing[i]+missing[j]) {
				missing = slices.Delete(slices.Clone(missing), max(i, j), max(i, j)+1)
				missing = slices.Delete(missing, min(i, j), min(i, j)+1)
				i = -1
				break
			}
		}
	}
	return missing
}

// takeFirst takes the first word that matches.
func (l *leftover) takeFirst(matches func(string) bool) bool {
	for _, e := range l.words {
		if l.count[e] > 0 && matches(e) {
			return l.take(e)
		}
	}
	return false
}

func withoutHyphens(s string) string { return hyphens.Replace(s) }

var hyphens = strings.NewReplacer("-", "", "‐", "")
