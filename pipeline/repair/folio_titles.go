package repair

import "strings"

// A running head may stand on a single page, where a chapter, or the whole
// text, is short. It is one all the same if its words are a title that stands
// by itself further up, and its number is the page's:
//
//	The Lamplighters of Saltmarsh        ◀ the title, in the first rows
//	...
//	                                 3
//	4        THE LAMPLIGHTERS OF SALTMARSH
//
// In a table of contents, too, stand titles beside numbers. But it comes before
// its headings; and one at the end has no page for each of its numbers.
const (
	firstRows     = 6  // of a text may hold its title and its author
	mostTitled    = 3  // rows that a heading has
	shortestTitle = 4  // letters of a title in the first rows
	cutTitle      = 24 // letters of the beginning of one that are enough
	longChapter   = 30 // pages back to the one that begins with its short title
	mostSameTitle = 8  // rows that begin alike are compared with a head
)

// findTitled says of candidates whose words stand beside no other number which are
// such words: all but those that are a title further up.
func (t *Text) findTitled(fs []*folio) {
	var wanted sieve
	for _, f := range fs {
		wanted.add(beginning(f.head))
	}
	rows := map[uint32][]int{}
	last, numbered := 0, map[int]bool{} // what has a number beside it is no title
	for _, f := range fs {
		last, numbered[f.row] = max(last, f.row), true
	}
	for r := range t.Rows[:last] {
		if numbered[r] || t.Rows[r].Em > longestHead/2 || t.Rows[r].Role != InBody {
			continue
		}
		if b := beginning(t.String(r)); b != 0 && wanted.has(b) && len(rows[b]) < mostSameTitle {
			rows[b] = append(rows[b], r)
		}
	}
	for _, f := range fs {
		f.once = !t.isTitled(f, rows[beginning(f.head)], numbered)
	}
}

// isTitled reports whether the words beside a number are a title that stands in
// one of the rows, or in the first ones, as far as these are not numbered.
func (t *Text) isTitled(f *folio, rows []int, numbered map[int]bool) bool {
	if len(f.head) >= shortestTitle {
		for r := range min(firstRows, f.row) {
			if !numbered[r] && t.titleAt(r, f.row, f.head) {
				return true
			}
		}
	}
	if len(rows) == 0 && len(f.head) >= shortestTitle { // it is too short to be found so
		page := t.Rows[f.row].Page
		for _, p := range t.Pages[max(0, page-longChapter):page] {
			if !numbered[p.First] && t.titleAt(p.First, f.row, f.head) {
				return true
			}
		}
	}
	for _, r := range rows {
		if r < f.row && t.titleAt(r, f.row, f.head) {
			return true
		}
	}
	return false
}

// titleAt reports whether a title stands in the rows from r to end that is the
// same as a head, or begins with it.
func (t *Text) titleAt(r, end int, head string) bool {
	var room [foldRoom]byte
	for n := 0; n < mostTitled && r+n < end; n++ {
		s := t.String(r + n)
		if s != "" && asciiLetter(s[0]) && head != "" && s[0]|0x20 != head[0] {
			return false // as nearly always
		}
		part := string(appendFold(room[:0], s))
		switch {
		case part == head:
			return !endsSentence(s) || strings.HasSuffix(s, ":")
		case strings.HasPrefix(part, head):
			before, _, ok := strings.Cut(s, ":")
			return ok && fold(before) == head || n == 0 && len(head) >= cutTitle
		case part == "" || !strings.HasPrefix(head, part):
			return false
		}
		head = head[len(part):]
	}
	return false
}
