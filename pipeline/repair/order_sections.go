package repair

import (
	"cmp"
	"maps"
	"slices"
	"unicode"
	"unicode/utf8"
)

// section is the number of a section, "12.2.1": its parts, the first one first.
// What it has no part for is 0.
type section [deepestSection]int16

const (
	deepestSection  = 5
	mostSections    = 999 // in one part of a number
	fewestSections  = 6
	fewestHeaded    = 3
	missedHeads     = 4   // one in so many may be missing
	sectionsBetween = 2.5 // sections are left out between two that follow each other
)

// findSections takes the numbers of sections for headwords, unless the text has
// others. Of the rows that begin like one those count that have a neighbour:
// the section before or behind it.
func (j *junctions) findSections() {
	rows := map[section]int32{} // a row of it
	for r := range j.rows {
		if j.rows[r].entry != noEntry {
			return
		}
		if s, ok := sectionIn(j.t.String(r)); ok {
			rows[s] = int32(r)
		}
	}
	if len(rows) < fewestSections {
		j.findHeads()
		return
	}
	for r := range j.rows {
		s, ok := sectionIn(j.t.String(r))
		if !ok {
			continue
		}
		_, before := rows[s.sibling(-1)]
		_, behind := rows[s.sibling(1)]
		_, under := rows[s.child()]
		if _, above := rows[s.parent()]; before || behind || under || above && s.last() == 1 {
			j.rows[r].entry = int32(len(j.sections))
			j.sections = append(j.sections, s)
		}
	}
}

// findHeads takes the numbers of headings for headwords: "Scene 3", "IV." They
// stand above a text, in a row that is not full, in one form that counts
// through most of the numbers, and each of them once.
func (j *junctions) findHeads() {
	type heads struct {
		rows  []int32
		count map[int]int
		most  int
	}
	forms := map[string]*heads{}
	for r := range j.rows {
		if r > 0 && j.t.Rows[r].Blank == 0 && j.t.Rows[r].Page == j.t.Rows[r-1].Page || j.rows[r].em > headingWidth*j.habits.measure {
			continue
		}
		form, o := ordinalOf(j.t.String(r))
		if o.depth != 1 || o.values[0] > mostSections {
			continue
		}
		if forms[form] == nil {
			forms[form] = &heads{count: map[int]int{}}
		}
		h := forms[form]
		h.rows = append(h.rows, int32(r))
		h.count[o.values[0]]++
		h.most = max(h.most, o.values[0])
	}
	var best *heads
	for _, name := range slices.Sorted(maps.Keys(forms)) {
		h := forms[name]
		if n := len(h.count); n >= fewestHeaded && n == len(h.rows) && h.most <= n+n/missedHeads && (best == nil || n > len(best.rows)) {
			best = h
		}
	}
	if best == nil {
		return
	}
	for _, r := range best.rows {
		_, o := ordinalOf(j.t.String(int(r)))
		j.rows[r].entry = int32(len(j.sections))
		j.sections = append(j.sections, section{int16(o.values[0])})
	}
}

// sectionIn reads the number of a section, in two parts at least, and that a
// capital follows it.
func sectionIn(s string) (sec section, ok bool) {
	depth := 0
	for ; depth < deepestSection; depth++ {
		n, size := 0, 0
		for ; size < len(s) && digit(s[size]) && n <= mostSections; size++ {
			n = 10*n + int(s[size]-'0')
		}
		if n == 0 || n > mostSections {
			return section{}, false
		}
		sec[depth] = int16(n)
		if s = s[size:]; len(s) < 2 || s[0] != '.' || !digit(s[1]) {
			break
		}
		s = s[1:]
	}
	if s != "" && s[0] == '.' {
		s = s[1:]
	}
	if depth == 0 || len(s) < 2 || s[0] != ' ' {
		return section{}, false
	}
	first, _ := utf8.DecodeRuneInString(s[1:])
	return sec, unicode.IsUpper(first)
}

// depth is how many parts the number has.
func (s section) depth() int {
	for d, n := range s {
		if n == 0 {
			return d
		}
	}
	return deepestSection
}

// last is the last part of the number.
func (s section) last() int16 { return s[s.depth()-1] }

// sibling is the section that is so many behind s.
func (s section) sibling(by int16) section {
	s[s.depth()-1] += by
	return s
}

// child is the first section under s, or s if none can be.
func (s section) child() section {
	if d := s.depth(); d < deepestSection {
		s[d] = 1
	}
	return s
}

// parent is the section that s is under.
func (s section) parent() section {
	s[s.depth()-1] = 0
	return s
}

// isNext reports whether section b may come right behind a: the first one under
// it, or the next one on its level or a higher one.
func (s section) isNext(b section) bool {
	for d := range s {
		if s[d] == b[d] {
			continue
		}
		if b[d] != s[d]+1 {
			return false
		}
		for _, n := range b[d+1:] {
			if n > 1 {
				return false
			}
		}
		return true
	}
	return false
}

// sectionFollows is what it costs that section b comes behind section a.
func sectionFollows(a, b section) float64 {
	switch {
	case a.isNext(b):
		return 0
	case compareSections(a, b) < 0:
		return sectionsBetween
	}
	return entryBack
}

func compareSections(a, b section) int {
	for d := range a {
		if a[d] != b[d] {
			return cmp.Compare(a[d], b[d])
		}
	}
	return 0
}
