package repair

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const mergedLetters = 8 // a head glued to a line of text has at least so many bytes

// mergedHeads finds running heads that the extractor glued to the first or to
// the last line of a page: these lines begin or end in the same words on
// several pages.
//
//	and the faithful.A History of the Town
//	2 / 17
func (f *furnisher) mergedHeads() (top, foot []string) {
	heads, tails := map[string][]string{}, map[string][]string{}
	for p := range f.t.Pages {
		for _, s := range f.outerTexts(p, f.edges[p][0]) {
			if len(s) > mergedLetters {
				i := mergedLetters
				for i < len(s) && !utf8.RuneStart(s[i]) {
					i++
				}
				heads[s[:i]] = append(heads[s[:i]], s)
			}
		}
		for _, s := range f.outerTexts(p, f.edges[p][1]) {
			if len(s) > mergedLetters {
				i := len(s) - mergedLetters
				for i > 0 && !utf8.RuneStart(s[i]) {
					i--
				}
				tails[s[i:]] = append(tails[s[i:]], s)
			}
		}
	}
	for _, rows := range tails {
		common := shared(rows, commonSuffix)
		if i := beginsHead(common, rows); i >= 0 && len(common)-i >= mergedLetters && glued(rows, len(common)-i) {
			foot = append(foot, common[i:])
		}
	}
	for _, rows := range heads {
		common := strings.TrimRightFunc(shared(rows, commonPrefix), unicode.IsSpace)
		if len(common) >= mergedLetters && begunAnew(rows, len(common)) {
			top = append(top, common)
		}
	}
	slices.Sort(top)
	slices.Sort(foot)
	return top, foot
}

// beginsHead finds where a running head begins in what rows have in common at
// their ends: at a capital or at a number, a whole one: "goed3/4/21 The Geese".
func beginsHead(common string, rows []string) int {
	for i, r := range common {
		if unicode.IsUpper(r) {
			return i
		}
		if unicode.IsDigit(r) && !slices.ContainsFunc(rows, func(s string) bool {
			at := len(s) - len(common) + i
			return at > 0 && digit(s[at-1])
		}) {
			return i
		}
	}
	return -1
}

// outerTexts returns the outermost of some rows that is no folio, without the
// page number at its start, and the next one if the page's folio stands in the
// first: that may be all of the running head, or the half of it.
func (f *furnisher) outerTexts(page int, rows []int) (texts []string) {
	for _, r := range rows {
		carries := r == f.t.folios[page].row
		if !carries || f.t.folios[page].beside() {
			texts = append(texts, strings.TrimLeft(f.t.String(r), "0123456789 "))
		}
		if !carries {
			break
		}
	}
	return texts
}

// shared returns what all of some rows have in common, "" if they are few.
func shared(rows []string, common func(a, b string) string) string {
	if len(rows) < headPages {
		return ""
	}
	s := rows[0]
	for _, r := range rows[1:] {
		s = common(s, r)
	}
	return s
}

// glued reports whether at least some of the rows have more than their last n
// bytes, right before which other text ends: else they are whole running
// heads, or lines of a refrain.
func glued(rows []string, n int) bool {
	count := 0
	for _, s := range rows {
		if len(s) > n {
			last, _ := utf8.DecodeLastRuneInString(s[:len(s)-n])
			if !unicode.IsSpace(last) {
				count++
			}
		}
	}
	return count >= headPages
}

// begunAnew reports whether some of the rows have text glued right behind
// their first n bytes, each its own: "A History of the Townand the faithful".
// What several have there belongs to the head, of which another row lacks the
// end: "A History of the Har-" on the title page. "Chapter XXI" is no beginning of
// "Chapter XXII" and "Chapter XXIV".
func begunAnew(rows []string, n int) bool {
	rests := map[string]bool{}
	for _, s := range rows {
		if len(s) > n {
			before, _ := utf8.DecodeLastRuneInString(s[:n])
			after, _ := utf8.DecodeRuneInString(s[n:])
			if unicode.IsLetter(before) && unicode.IsLetter(after) && !(roman(lastWord(s[:n])) > 0 && roman(firstWord(s[n:])) > 0) {
				rests[s[n:]] = true
			}
		}
	}
	return len(rests) >= headPages
}

func commonSuffix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	for n > 0 && !utf8.RuneStart(a[len(a)-n]) {
		n--
	}
	return a[len(a)-n:]
}

func commonPrefix(a, b string) string {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return a[:n]
}

// fromMerged cuts heads off the lines of text that they are glued to.
func (f *furnisher) fromMerged(page int, above, below []int, top, foot []string) {
	for _, r := range below {
		row, s := &f.t.Rows[r], f.t.String(r)
		for _, head := range foot {
			if !f.taken[r] && strings.HasSuffix(s, head) {
				f.cut(r, row.End-len(head), row.End, RunningHead, 0.9, "the running head, glued to the page's last line")
			}
		}
	}
	for _, r := range above {
		row, s := &f.t.Rows[r], f.t.String(r)
		number := len(s) - len(strings.TrimLeft(s, "0123456789 "))
		for _, head := range top {
			if !f.taken[r] && strings.HasPrefix(s[number:], head) {
				f.cut(r, row.Start, row.Start+number+len(head), RunningHead, 0.9, "the running head, glued to the page's first line")
			}
		}
	}
}
