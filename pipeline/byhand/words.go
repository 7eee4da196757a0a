package byhand

import (
	"fmt"
	"strings"
)

// Enumerate returns "a, b or c", with the word conjunction for "or".
func Enumerate(list []string, conjunction string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " " + conjunction + " " + list[len(list)-1]
}

// Meant ends a message about a name that is none of names: ": did you mean
// "title"?", or, if none is near, ": " and what to do then; nothing if that is "".
func Meant(name string, names []string, otherwise string) string {
	if near := Nearest(name, names); near != "" {
		return fmt.Sprintf(": did you mean %q?", near)
	}
	if otherwise == "" {
		return ""
	}
	return ": " + otherwise
}

// Nearest returns the one of names that name was most likely meant to be, or
// "" if none is near: at most a third of the letters may be wrong, a swap of
// two neighbours counting as one. Case doesn't matter. Of equally near names
// it returns the first.
func Nearest(name string, names []string) string {
	const longest = 64 // letters; what is longer is no misspelt name
	if len(name) > longest {
		return ""
	}
	best, bestDistance := "", len(name)/3+1
	for _, candidate := range names {
		if strings.EqualFold(name, candidate) {
			return candidate
		}
		if len(candidate) > longest {
			continue
		}
		d := distance([]rune(strings.ToLower(name)), []rune(strings.ToLower(candidate)))
		if d < bestDistance && d < len(name) {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// distance is the number of insertions, deletions, replacements and swaps of
// neighbours that make b of a.
func distance(a, b []rune) int {
	before, last, row := []int(nil), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, make([]int, len(b)+1)
	}
	return last[len(b)]
}
