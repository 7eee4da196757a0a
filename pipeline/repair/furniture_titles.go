package repair

const (
	mostTitles    = 16 // rows that begin like a title are compared with it
	titleBegins   = 10 // letters by which a title is looked up
	mostTitleRows = 6  // that a title has, as a heading
)

// longTitles finds the rows in which the titles stand that are repeated, cut
// off, at the tops of pages:
//
//	Chapter IV. In which the tide comes in, the boat goes    ◀ the heading,
//	out, and neither is seen again                             in two rows
//
//	Chapter IV. In which the tide comes in, the boat goes out, and nei
//
// A head so long may stand on a single page, so that it does not recur; but it
// begins as that heading does, and goes on as its next rows do.
func (f *furnisher) longTitles() map[string][]int {
	if f.titles != nil {
		return f.titles
	}
	f.titles = map[string][]int{}
	var wanted sieve
	for p := range f.t.Pages {
		top := f.edges[p][0]
		for _, r := range top[:min(2, len(top))] {
			if key, ok := f.titleBegins(r); ok {
				f.titles[string(key[:])] = nil
				wanted.add(f.begins[r])
			}
		}
	}
	for r := range f.t.Rows {
		if !wanted.has(f.begins[r]) {
			continue
		}
		if key, ok := f.titleBegins(r); ok {
			if rows, wanted := f.titles[string(key[:])]; wanted {
				f.titles[string(key[:])] = append(rows, r)
			}
		}
	}
	return f.titles
}

// titleBegins is the folded beginning of a row that is long enough.
func (f *furnisher) titleBegins(row int) (key [titleBegins]byte, ok bool) {
	s := f.t.String(row)
	if len(s) < 2*titleBegins {
		return key, false
	}
	var room [4 * titleBegins]byte
	folded := appendFold(room[:0], s[:2*titleBegins])
	return key, copy(key[:], folded) == titleBegins
}

// isCutTitle reports whether a row at the top of a page is a title, cut off.
func (f *furnisher) isCutTitle(row int) bool {
	begins, ok := f.titleBegins(row)
	if !ok {
		return false
	}
	rows := f.longTitles()[string(begins[:])]
	if len(rows) < 2 {
		return false
	}
	key := f.key(row)
	if key == "" {
		key = fold(f.t.String(row)) // too long to be a head by itself
	}
	for _, r := range rows[:min(len(rows), mostTitles)] {
		if r != row && f.t.String(r) != f.t.String(row) && f.goesOnAs(key, r, row) {
			return true
		}
	}
	return false
}

// goesOnAs reports whether the rows from r on begin with a folded text that is
// longer than the first of them.
func (f *furnisher) goesOnAs(key string, r, except int) bool {
	var room [foldRoom]byte
	for n := 0; n < mostTitleRows && r+n < len(f.t.Rows) && (n == 0 || r+n != except); n++ {
		part := appendFold(room[:0], f.t.String(r+n))
		switch {
		case n == 0 && len(part) >= len(key):
			return false
		case len(part) > len(key):
			return string(part[:len(key)]) == key
		case string(part) != key[:len(part)]:
			return false
		}
		key = key[len(part):]
	}
	return false
}
