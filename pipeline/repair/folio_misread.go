package repair

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// misread adds the folios that OCR misread, where the sequence has a hole.
func (c *folioChain) misread(found []placedFolio) []placedFolio {
	out := make([]placedFolio, 0, len(found))
	for i, f := range found {
		if i > 0 {
			out = append(out, c.fill(&found[i-1], &f)...)
		}
		out = append(out, f)
	}
	return out
}

const misplaced = 0.3 // of a page by which a misread folio may be off

// fill finds the folios between two of the sequence among the short rows near
// the places where they must stand.
func (c *folioChain) fill(e, f *placedFolio) (out []placedFolio) {
	pages := f.boundary() - e.boundary()
	if f.roman != e.roman || pages < 2 || pages > mostSkipped {
		return nil
	}
	r := e.row + 1
	each := (c.at(f) - c.at(e)) / float64(pages)
	for k := 1; k < pages; k++ {
		p := *e
		p.value, p.head, p.form = e.value+k, "", bareFolio
		p.label = strconv.Itoa(p.value)
		want := c.at(e) + float64(k)*each
		row := -1
		for ; r < f.row; r++ {
			p.row = r
			off := c.at(&p) - want
			if off < -misplaced*each {
				continue
			}
			if off > misplaced*each {
				break
			}
			s := c.t.String(r)
			if s == p.label { // rather than "65", the label of a note
				row = r
				break
			}
			if row < 0 && looksLike(s, p.value, p.roman) && !strings.ContainsFunc(s, unicode.IsSpace) {
				row = r
			}
		}
		if row >= 0 {
			p.row, r = row, row+1
			out = append(out, p)
		}
	}
	return out
}

// looksLike reports whether OCR may have read the page number n as s:
// "Il" for 11, "IS" for 15, "1" for 13. The first or the last digit must be
// right, or all of them look alike.
func looksLike(s string, n int, roman bool) bool {
	s = strings.TrimFunc(s, ornament)
	count := utf8.RuneCountInString(s)
	if s == "" || roman {
		return false
	}
	var digits [longestFolio + 2]byte
	i := len(digits)
	for ; n > 0 && i > 0; n /= 10 {
		i--
		digits[i] = byte('0' + n%10)
	}
	want := string(digits[i:])
	if count > len(want) || count < len(want)-1 {
		return false
	}
	alike, at := 0, 0
	for _, r := range s {
		if at < len(want) && (byte(r) == want[at] && r < 0x80 || strings.ContainsRune(lookalikes[want[at]-'0'], r)) {
			alike++
		} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return false
		}
		at++
	}
	return alike == count || count > 1 && alike == count-1
}

// lookalikes are the letters and digits that OCR takes each digit for.
var lookalikes = [10]string{"OoQDU", "lIiT|!tf", "zZ", "EB", "AaR", "Ss", "bGo", "TY?", "BSe", "gqyo"}
