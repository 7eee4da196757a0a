package repair

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/refolio/refolio/pipeline/document"
)

// List items begin with a bullet. Some extractors put it on a row of its own,
// and some put several of them there at once:
//
//	• what to bring          •                       •
//	  along                  what to bring along     •
//	• where to wait          •                       what to bring along
//	                         where to wait           where to wait
//
// A row with a bullet begins a block whatever its words are, so the bullets
// are found before the text is cut. Hyphens, dashes and stars begin speech and
// notes too: they are bullets where most of what they begin is no sentence.

const (
	bullets       = "•●▪◦‣▸■□○∙⁃◆❖➢✓\uf0b7\uf0a7"
	dashBullets   = "-–*·"
	itemSplit     = 8.0 // no item begins there after all
	itemBegins    = 3.0
	listRows      = 12 // bullets on rows of their own that are no further apart are those of a list
	fewestBullets = 2
	fewestDashes  = 3
	nearRows      = 4
	farShorter    = 0.8
)

// findItems finds the rows of the flow that begin list items, and how many
// bytes of each are the bullet; it drops bullets that no item follows.
func (t *Text) findItems(flow []int) map[int]int {
	items := map[int]int{}
	lone := t.loneBullets(flow)
	dashes := map[rune][]int{}
	misread := t.misreadBullets(flow)
	for k, row := range flow {
		s := t.String(row)
		mark, size := utf8.DecodeRuneInString(s)
		if unicode.IsLetter(mark) {
			continue
		}
		known := strings.ContainsRune(bullets, mark) || strings.ContainsRune(misread, mark) && strings.HasPrefix(s[size:], " ")
		switch {
		case known && onlyBullets(s):
			if !lone {
				continue
			}
			if k+1 < len(flow) && !onlyBullets(t.String(flow[k+1])) {
				items[row] = len(s)
			} else {
				t.Remove(row, Speck, 0.7, "a bullet that was torn from its list item")
			}
		case known:
			items[row] = size + spaces(s[size:])
		case bulletOf(s) > 0:
			dashes[mark] = append(dashes[mark], k)
		}
	}
	for _, mark := range dashBullets {
		if t.listedBy(flow, dashes[mark]) {
			for _, k := range dashes[mark] {
				items[flow[k]] = bulletOf(t.String(flow[k]))
			}
		}
	}
	return items
}

// misreadAsBullets are what OCR makes of bullets, and no row of print begins
// with before a space.
const misreadAsBullets = "=+."

const fewestMisreadBullets = 4

// misreadBullets are those of them that begin so many rows of a scan that they
// must be bullets.
func (t *Text) misreadBullets(flow []int) (misread string) {
	if !t.scanned {
		return ""
	}
	var count [len(misreadAsBullets)]int
	for _, row := range flow {
		s := t.String(row)
		if i := strings.IndexByte(misreadAsBullets, s[0]); i >= 0 && len(s) > 2 && s[1] == ' ' {
			count[i]++
		}
	}
	for i, n := range count {
		if n >= fewestMisreadBullets {
			misread += misreadAsBullets[i : i+1]
		}
	}
	return misread
}

// listedBy reports whether a dash or star at the beginning of these rows is a
// bullet: what it begins is no sentence, what comes before has ended, and it
// is no reference mark.
func (t *Text) listedBy(flow []int, rows []int) bool {
	small, fresh := 0, 0
	for _, k := range rows {
		s := t.String(flow[k])
		if _, marked := t.markStarts[t.Rows[flow[k]].Start]; marked {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(s[bulletOf(s):]); !unicode.IsUpper(r) {
			small++
		}
		if k == 0 || endsClause(t.withoutMarkEnd(flow[k-1])) || t.shortAmong(flow, k-1) {
			fresh++
		}
	}
	return small >= fewestDashes && small*2 > len(rows) && fresh*4 > len(rows)*3
}

// endsClause reports whether s ends in a stop, a colon, a comma or the like,
// but not in a dash.
func endsClause(s string) bool {
	return endingOf(s) != endsOpen && !strings.ContainsRune("—–-", lastRune(s))
}

// shortAmong reports whether a row is far shorter than one of those around it.
func (t *Text) shortAmong(flow []int, k int) bool {
	var widest float32
	for i := max(0, k-nearRows); i < min(len(flow), k+nearRows+1); i++ {
		widest = max(widest, t.Rows[flow[i]].Em)
	}
	return t.Rows[flow[k]].Em < widest*farShorter
}

// loneBullets reports whether bullets on rows of their own are those of lists,
// and not ornaments between parts of the text.
func (t *Text) loneBullets(flow []int) bool {
	near, far, last := 0, 0, -1
	for k, row := range flow {
		s := t.String(row)
		if r, _ := utf8.DecodeRuneInString(s); r < 0x80 || !strings.ContainsRune(bullets, r) {
			continue
		}
		if last >= 0 && k-last <= listRows {
			near++
		} else {
			far++
		}
		last = k
	}
	return near >= fewestBullets && near > far
}

func onlyBullets(s string) bool {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(bullets, r) }) == ""
}

// bulletOf is the length of the bullet that s begins with, its space
// included, or 0.
func bulletOf(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(bullets+dashBullets, r) || len(s) <= size {
		return 0
	}
	if next, n := utf8.DecodeRuneInString(s[size:]); unicode.IsSpace(next) && next != '\u00a0' {
		return size + n
	}
	return 0
}

// bulletDecision takes the bullet off a row.
func (t *Text) bulletDecision(row int, sure float64) {
	first := &t.Rows[row]
	if d, given := t.given.element(row); given && d.bullet().Len() > 0 {
		t.Decide(Decision{Kind: Bullet, Span: d.bullet(), Confidence: sure, Why: "the bullet of a list item"})
		return
	}
	n, found := t.items[row]
	if !found {
		n = bulletOf(t.String(row))
	}
	if n == 0 {
		return // a person says that it is an item
	}
	t.Decide(Decision{Kind: Bullet, Span: document.Span{Start: first.Start, End: first.Start + n}, Confidence: sure, Why: "the bullet of a list item"})
}

// beforeItem is what it costs that a list item begins below b, or does not.
func (h *shapedHabits) beforeItem(b *boundary, from, to shape, ends bool) float64 {
	switch {
	case b.joined && ends || to == headlines || to == credit:
		return neverBreak
	case !ends:
		return itemSplit
	case to == full || to == first || to == from:
		return itemBegins
	case to == narrow || to == narrow2:
		return itemBegins + enterNarrow
	}
	return itemBegins + itemSplit
}
