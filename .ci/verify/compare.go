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
	missing []string // nowhere
	extra   int      // more than it should have
}

// verdict says d in a line, as an error if words are missing.
func (d difference) verdict() (string, error) {
	if n := len(d.missing); n > 0 {
		return "", fmt.Errorf("%d of %d words missing: %q", n, d.words, d.missing[:min(n, 12)])
	}
	return fmt.Sprintf("all %d words are there (%d broken at a line's end, %d with a note's number), and %d more",
		d.words, d.broken, d.marked, d.extra), nil
}

// compare looks for every word of want in got.
func compare(want, got []string) difference {
	d := difference{words: len(want)}
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
	find(func(w string) bool { return left.takeBroken(w, 2) }, &d.broken)
	find(func(w string) bool { return left.takeBroken(w, 4) }, &d.broken) // an address may be in several parts
	d.missing = missing
	for _, n := range left.count {
		d.extra += n
	}
	return d
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
	return l.takeFirst(func(e string) bool {
		return len(e) > len(w) && slices.ContainsFunc(marker.FindAllStringIndex(e, -1), func(at []int) bool {
			return e[:at[0]]+e[at[1]:] == w || at[0] == 0 && strings.TrimPrefix(e[at[1]:], ".") == w
		})
	})
}

var marker = regexp.MustCompile(`[\[(]?([0-9]+|[*†‡§‖¶]+)[\])]?`)

// takeBroken takes w with a hyphen lost, or in so many parts at most that make
// it up; the last one may carry a note's number.
func (l *leftover) takeBroken(w string, parts int) bool {
	bare := withoutHyphens(w)
	return l.takeFirst(func(e string) bool { return withoutHyphens(e) == bare }) || l.takeParts(bare, parts)
}

func (l *leftover) takeParts(bare string, parts int) bool {
	for _, first := range l.words {
		rest, ok := strings.CutPrefix(bare, withoutHyphens(first))
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
