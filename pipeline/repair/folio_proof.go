package repair

import (
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

const (
	leastCovered = 0.4 // of the text lies between the first folio and the last

	misplacedStart = 1.4 // times as far from the beginning as its number says, or as near

	evenPage   = 0.2 // factor of e by which a page is longer or shorter than usual, and still as long
	fewestEven = 0.5 // of the pages are; of the stretches between notes few are
	surelyEven = 0.7 // of them, if nothing else speaks for pages
	surelyMany = 8   // of so many pages
	surelyLong = 25  // lines: sonnets are as regular

	provenHeads = 5 // folios beside words that recur, which need no such proof
)

// The evidence, in nats, that numbers count pages and not sections.
const (
	evenEvidence    = 0.7  // a page is as long as usual
	unevenEvidence  = -0.8 // it is not
	brokenEvidence  = 2.4  // a sentence goes on behind it
	wholeEvidence   = -0.4 // none does
	besideEvidence  = 2.3  // it stands beside what recurs, or next to it
	adornedEvidence = 2.0  // "– 12 –"
	restartEvidence = 1.5  // the notes above it begin with the first one
	enoughEvidence  = 3.0
)

// convincing reports whether the sequence counts pages, and not sections or
// notes: at regular distances, in the middle of sentences, or beside what
// recurs.
func (c *folioChain) convincing(found []placedFolio) bool {
	if len(found) < fewestFolios || !c.covers(found) {
		return false
	}
	proven, adorned := 0, 0
	for i := range found {
		switch f := &found[i]; {
		case f.adorned || f.form == gluedFolio:
			adorned++
		case f.form != bareFolio:
			proven++
		}
	}
	if proven >= provenHeads {
		return true
	}
	n := len(found)
	steps, even := c.evenPages(found)
	restarts := c.notesRestart(found)
	if float64(even) < fewestEven*float64(steps) && 2*max(proven, restarts) < n {
		return false
	}
	broken, beside := c.surroundings(found)
	if n >= surelyMany && float64(even) >= surelyEven*float64(steps) && c.distance >= surelyLong && !found[0].roman {
		return true
	}
	if broken+beside+adorned+proven+restarts == 0 {
		return false
	}
	evidence := evenEvidence*float64(even) + unevenEvidence*float64(steps-even) +
		brokenEvidence*float64(broken) + wholeEvidence*float64(n-broken) +
		besideEvidence*float64(max(beside, proven)) + adornedEvidence*float64(adorned) + restartEvidence*float64(restarts)
	return evidence >= enoughEvidence
}

// evenPages counts the pages from the first folio to the last, and those of
// them that are as long as usual and have a folio.
func (c *folioChain) evenPages(found []placedFolio) (pages, even int) {
	for i := 1; i < len(found); i++ {
		n := found[i].boundary() - found[i-1].boundary()
		pages += max(n, 1)
		if n == 0 || n > 0 && math.Abs(c.unevenness(&found[i-1], &found[i])) < evenPage {
			even++
		}
	}
	return pages, even
}

// covers reports whether the sequence goes through most of the text.
func (c *folioChain) covers(found []placedFolio) bool {
	first := &found[0]
	covered := c.at(&found[len(found)-1]) - c.at(first) + c.distance
	if ratio := c.at(first) / (float64(first.boundary()-1)*c.distance + 1); ratio > 1/misplacedStart && ratio < misplacedStart {
		covered += c.at(first) // the folios before are missing: OCR overlooks single digits
	}
	return covered >= leastCovered*float64(c.above[len(c.t.Rows)])
}

// surroundings counts the folios that interrupt a sentence, and those next to
// a running head.
func (c *folioChain) surroundings(found []placedFolio) (broken, beside int) {
	heads := c.headsBeside(found)
	for _, f := range found {
		before, after := f.row-1, f.row+1
		keys := c.neighbours(f.row)
		if heads[keys[0]] {
			before--
		}
		if heads[keys[1]] {
			after++
		}
		if heads[keys[0]] || heads[keys[1]] {
			beside++
		}
		if c.t.interrupted(before, after) {
			broken++
		}
	}
	return broken, beside
}

// notesRestart counts the folios at the feet of pages above which notes begin
// that count from 1 on each page, however long the pages are: in letters, or in
// a book whose chapters are short, few are full.
//
//	as long as there was light in it.1
//	1 The lamp is in the museum.
//	7
func (c *folioChain) notesRestart(found []placedFolio) (restarts int) {
	for i := 1; i < len(found); i++ {
		f := &found[i]
		if f.form != bareFolio || f.roman || c.above[f.row]-c.above[found[i-1].row] > longestRestart {
			continue
		}
		for r := f.row - 1; r > found[i-1].row && r >= f.row-mostUp; r-- {
			if m, _, ok := c.t.labelIn(r); ok && m.value%symbolBase == 1 && m.end-c.t.Rows[r].Start <= longestLabel && c.t.Rows[r].End > m.end {
				restarts++
				break
			}
		}
	}
	return restarts
}

const (
	longestLabel   = 4  // bytes: "[1]"
	longestRestart = 70 // lines: chapters whose notes stand at their ends are longer
)

// headsBeside returns the folded texts that stand next to several folios, and
// hardly anywhere else.
func (c *folioChain) headsBeside(found []placedFolio) map[string]bool {
	next := map[string]int{}
	for _, f := range found {
		for _, key := range c.neighbours(f.row) {
			if key != "" {
				next[key]++
			}
		}
	}
	all := map[string]int{}
	var room [foldRoom]byte
	for r := range c.t.Rows {
		if c.t.Rows[r].Em <= longestHead {
			if key := appendFold(room[:0], c.t.String(r)); next[string(key)] > 1 {
				all[string(key)]++
			}
		}
	}
	heads := map[string]bool{}
	for key, n := range all {
		heads[key] = 2*next[key] > n
	}
	return heads
}

// neighbours returns the folded texts of the rows before and after one, empty
// if they are no head.
func (c *folioChain) neighbours(row int) (keys [2]string) {
	for i, r := range [...]int{row - 1, row + 1} {
		if r >= 0 && r < len(c.t.Rows) && c.t.Rows[r].Em <= longestHead {
			keys[i] = fold(c.t.String(r))
		}
	}
	return keys
}

// interrupted reports whether a sentence seems to begin before a row and to
// go on in another.
func (t *Text) interrupted(before, after int) bool {
	if before < 0 || after >= len(t.Rows) {
		return false
	}
	first, _ := utf8.DecodeRuneInString(t.String(after))
	last, _ := utf8.DecodeLastRuneInString(t.String(before))
	return unicode.IsLower(first) || unicode.IsLower(last) || last == '-' || last == '\u00ad'
}

// stray reports whether the first folio of a sequence is a bare number over
// text though all others stand beside running heads: it is a note's.
func stray(found []placedFolio) bool {
	if len(found) < provenHeads || found[0].foot || found[0].form != bareFolio {
		return false
	}
	return !slices.ContainsFunc(found[1:], func(f placedFolio) bool { return !f.beside() })
}
